//! What a page shows of its reader: signs behind the titles of pages, the button that marks the page as read, and where
//! they left off. It is a program of its own, which comes at the first sign of a reader.

pub mod signs;

use headroom_study::reading::{self, read_key};
use leptos::prelude::*;

use super::{escape, view};
use crate::state::progress::{Progress, now_ms};
use crate::state::site::Here;
use crate::words::study as say;

/// Stands on every page. `reads`: it is one that can be marked as read.
#[component]
pub fn MarksView(reads: bool) -> impl IntoView {
    let (progress, here) = (Progress::here(), Here::get());
    #[cfg(target_arch = "wasm32")]
    browser::start(progress, &here, reads);
    if !reads {
        return ().into_any();
    }
    let route = StoredValue::new(here.route);
    // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let read_ms = Memo::new(move |_| {
        if !alive.get() {
            return None;
        }
        let store = progress.store.read();
        route.with_value(|route| reading::read_ms(&store, route))
    });
    let toggle = move |_| {
        let at_ms = read_ms.get_untracked().is_none().then(now_ms);
        route.with_value(|route| progress.append(&read_key(route), &reading::Read { at_ms }));
    };
    let label = move || match read_ms.get() {
        None => say::mark_as_read(),
        Some(_) => say::mark_as_unread(),
    };
    let said = move || read_ms.get().map_or_else(String::new, said);
    view! {
        <div class="read-mark">
            <button type="button" on:click=toggle>{label}</button>
            <p role="status" inner_html=said></p>
            <p class="read-mark__notices" role="status"></p>
        </div>
    }
}

/// A link to where the reader left off; nothing before they have been anywhere.
#[component]
pub fn ContinueView() -> impl IntoView {
    let progress = Progress::here();
    let base = Here::get().base;
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let html = move || {
        let place = alive
            .get()
            .then(|| progress.store.with(reading::left_at))
            .flatten();
        place.map_or_else(String::new, |place| {
            format!(
                "<a href=\"{}\">{}</a>",
                escape(&base.href(&place.address())),
                escape(&say::go_on(place.words()))
            )
        })
    };
    view! { <p class="continue" inner_html=html></p> }
}

#[cfg(target_arch = "wasm32")]
fn said(read_ms: u64) -> String {
    say::read_on(crate::platform::clock::long_day(read_ms))
}

/// Nobody has read anything on the host.
#[cfg(not(target_arch = "wasm32"))]
fn said(_: u64) -> String {
    String::new()
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use headroom_study::mastery;
    use headroom_study::reading::{Place, move_to};
    use leptos::prelude::*;

    use super::signs;
    use crate::components::notes;
    use crate::platform::{clock, links, sections};
    use crate::state::catalogue::{self, Fetched};
    use crate::state::progress::{Progress, now_ms};
    use crate::state::site::Here;

    /// Where titles of pages get their signs: the site's navigation, cards, and any list that asks for them.
    const TITLES: &str = ":is(.site-nav, .card, .marked) a[href]";

    /// Who stays at a section for so long reads it, milliseconds.
    const STAYS_MS: u32 = 5000;

    pub fn start(progress: Progress, here: &Here, reads: bool) {
        notes::offer(progress, here);
        show_signs(progress, here.clone());
        if reads {
            follow_reader(progress, here.clone());
        }
    }

    /// Keeps the signs as the records are, for as long as the page is on show.
    fn show_signs(progress: Progress, here: Here) {
        let fetched = RwSignal::new(Fetched::NotYet);
        Effect::new(move |_| {
            let nothing = progress.store.with(headroom_study::Store::is_empty);
            match fetched.get() {
                // Who has done nothing has no signs.
                Fetched::NotYet if !nothing => catalogue::fetch(&here.base, fetched),
                Fetched::Here(catalogue) => progress.store.with(|store| {
                    links::sign(TITLES, |path| {
                        let route = here.base.route(path);
                        let page = catalogue.pages.iter().find(|page| page.route == route)?;
                        Some(signs::of_page(&mastery::page(store, page))?.behind_title())
                    });
                }),
                _ => {}
            }
        });
    }

    /// Remembers which section the reader is at.
    fn follow_reader(progress: Progress, here: Here) {
        let (mut seen, mut kept) = (None, None);
        let watch = clock::every(STAYS_MS, move || {
            let section = Some(sections::current());
            if seen == section && kept != section && sections::is_seen() {
                kept.clone_from(&section);
                let place = Place {
                    route: here.route.clone(),
                    page: here.title.clone(),
                    section: section.clone().flatten(),
                    at_ms: now_ms(),
                };
                progress.change(|store, now| move_to(store, &place, now));
            }
            seen = section;
        });
        let watch = StoredValue::new_local(Some(watch));
        on_cleanup(move || watch.set_value(None));
    }
}
