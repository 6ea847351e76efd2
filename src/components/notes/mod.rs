//! The reader's notes and bookmarks: at their places on a page, and all of them on a page of their own.

mod markdown;
#[cfg(target_arch = "wasm32")]
mod offer;
pub mod place;
mod sheet;

use std::collections::BTreeMap;

use headroom_study::notes::{self, Noted, PageNotes, by_page};
use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
pub use self::offer::offer;
use self::sheet::{BUTTON, Desk, Sheet};
use crate::components::{escape, view};
use crate::state::keeping::Keeping;
use crate::state::progress::Progress;
use crate::state::site::{Base, Here};
use crate::words::{notes as say, study};

/// By id.
type Noteds = BTreeMap<String, Noted>;

/// All notes and bookmarks, page by page.
#[component]
pub fn NotesView() -> impl IntoView {
    let progress = Progress::here();
    let desk = Desk::new("notes-notice".to_owned());
    let base = StoredValue::new(Here::get().base);
    // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let known = Memo::new(move |_| alive.get() && progress.keeping.get() != Keeping::NotYet);
    let search = RwSignal::new(String::new());
    let all = Memo::new(move |_| progress.store.with(notes::all));
    let shown = Memo::new(move |_| by_page(shown(desk, all, &search.read())));
    let pages = move || {
        view! {
            <For
                each=move || shown.get()
                key=|page| page.route.clone()
                children=move |page| section(desk, base, shown, page)
            />
        }
    };
    let count = move || counted(&all.read(), &shown.read(), &search.read());
    let none = move || known.get() && shown.with(Vec::is_empty);
    let empty = move || {
        none().then(|| {
            let html = base.with_value(|base| nothing(base, all.with(BTreeMap::is_empty)));
            view! { <div class="notes__none" inner_html=html></div> }
        })
    };
    let tools = move || {
        (known.get() && !all.with(BTreeMap::is_empty)).then(|| {
            view! {
                <div class="notes__tools">
                    <label>
                        {say::search_notes()}
                        <input
                            type="search"
                            prop:value=search
                            on:input=move |event| search.set(event_target_value(&event))
                        />
                    </label>
                    <button type="button" on:click=move |_| export(desk, base, all)>
                        {say::export_markdown()}
                    </button>
                    <p role="status">{count}</p>
                </div>
            }
        })
    };
    let take_along = base.with_value(|base| say::also_exported(escape(&base.href("progress/"))));
    let hidden = move || !known.get() || all.with(BTreeMap::is_empty);
    view! {
        <div class="notes">
            <noscript inner_html=say::without_script()></noscript>
            {desk.notice()}
            <p class="notes__loading" hidden=move || known.get()>
                {study::reading_records()}
            </p>
            {tools}
            {move || known.get().then(pages)}
            {empty}
            <div class="notes__along" hidden=hidden inner_html=take_along></div>
        </div>
    }
}

/// Those that are looked for, and those that are being written, whatever has become of their text.
fn shown(desk: Desk, all: Memo<Noteds>, search: &str) -> Vec<Noted> {
    let open = desk.open.get();
    all.with(|all| {
        let found = all
            .values()
            .filter(|one| one.matches(search) || open.contains(&one.spot));
        let mut shown: Vec<Noted> = found.cloned().collect();
        for spot in open {
            if !all.contains_key(&spot.id()) {
                shown.push(Noted {
                    spot,
                    text: String::new(),
                    marked: false,
                    at_ms: 0,
                });
            }
        }
        shown
    })
}

/// A page with what is noted on it.
fn section(
    desk: Desk,
    base: StoredValue<Base>,
    shown: Memo<Vec<PageNotes>>,
    page: PageNotes,
) -> AnyView {
    let PageNotes { route, title, .. } = page;
    let href = base.with_value(|base| base.href(&route));
    let id = format!("notes-{route}");
    let address = href.clone();
    let each = move || {
        shown.with(|pages| {
            let page = pages.iter().find(|page| page.route == route);
            page.map_or_else(Vec::new, |page| page.notes.clone())
        })
    };
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()><a href=address>{title}</a></h2>
            <ul role="list">
                <For
                    each=each
                    key=|one| one.spot.id()
                    children=move |one| item(desk, &href, one)
                />
            </ul>
        </section>
    }
}

fn item(desk: Desk, page: &str, noted: Noted) -> AnyView {
    let spot = noted.spot;
    let href = format!("{page}#{}", spot.anchor);
    let heading = spot.heading.clone();
    let sheet = Sheet::new(desk, spot);
    let facts = move || {
        sheet.noted.with(|noted| {
            let noted = noted.as_ref();
            noted.map_or_else(String::new, |one| facts(one.marked, one.at_ms))
        })
    };
    let plain = move || sheet.text().is_empty();
    let remove = move |_| {
        let spot = sheet.spot.get_value();
        let words = say::removed(&spot.heading);
        desk.remove(&spot, true, &words);
    };
    let (edits, removes) = (heading.clone(), say::remove_at(&heading));
    let edits = move || {
        if plain() {
            say::add_at(&edits)
        } else {
            say::edit_at(&edits)
        }
    };
    view! {
        <li class="notes__item">
            <h3><a href=href>{heading}</a></h3>
            <p class="notes__facts" inner_html=facts></p>
            {sheet.view()}
            <p class="notes__do" hidden=move || sheet.open.get()>
                <button
                    type="button"
                    class="quiet"
                    id=sheet.id(BUTTON)
                    aria-label=edits
                    on:click=move |_| sheet.turn()
                >
                    {move || if plain() { say::add() } else { say::edit() }}
                </button>
                <button type="button" class="quiet" aria-label=removes on:click=remove>
                    {say::remove()}
                </button>
            </p>
        </li>
    }
}

fn facts(marked: bool, at_ms: u64) -> String {
    let time = crate::components::progress::time(at_ms);
    if marked {
        let marked = say::bookmarked();
        format!("<span class=\"notes__mark\">{marked}</span> · {time}")
    } else {
        time
    }
}

/// "3 notes and 2 bookmarks on 4 pages", and how much of that is shown.
fn counted(all: &Noteds, shown: &[PageNotes], search: &str) -> String {
    let notes = all.values().filter(|one| !one.text.is_empty()).count();
    let marks = all.values().filter(|one| one.marked).count();
    let (notes, marks) = (study::notes(notes), study::bookmarks(marks));
    if search.trim().is_empty() {
        say::notes_and_marks(notes, marks)
    } else {
        let found = shown.iter().map(|page| page.notes.len()).sum();
        say::notes_and_marks_shown(notes, marks, study::places(found))
    }
}

/// Why there is nothing to show: nothing at all, or nothing that was looked for.
fn nothing(base: &Base, at_all: bool) -> String {
    if at_all {
        say::nothing_noted(escape(&base.href("concepts/")))
    } else {
        say::none_match().to_owned()
    }
}

/// Saves all of them as a Markdown file.
#[cfg(target_arch = "wasm32")]
fn export(desk: Desk, base: StoredValue<Base>, all: Memo<Noteds>) {
    use crate::platform::{address, download};

    const FILE: &str = "headroom-notes.md";

    let pages = by_page(all.get_untracked().into_values());
    let text = notes::markdown(&pages, |route| {
        let path = base.with_value(|base| base.href(route));
        address::of_host(&path).unwrap_or(path)
    });
    desk.said
        .set(if download::save(FILE, &text, "text/markdown") {
            say::saved_as(FILE)
        } else {
            say::not_saved().to_owned()
        });
}

/// On the host there is nobody's note to save.
#[cfg(not(target_arch = "wasm32"))]
fn export(_: Desk, _: StoredValue<Base>, _: Memo<Noteds>) {}
