//! Where a link and a frame's code are copied from.

use leptos::prelude::*;

use super::super::bench::Bench;
use super::link::{self, Place};
use super::{FRAGMENT, Seen};
use crate::components::view;
#[cfg(target_arch = "wasm32")]
use crate::platform::address;
use crate::platform::clipboard;

/// Says how a text is had where the browser does not copy it.
const BY_HAND: &str = "This browser does not let the page copy. The text is selected: copy it with Ctrl+C, ⌘C or the menu.";

/// Made when the reader asks for it.
pub fn panel(bench: Bench, id: &str, seen: Seen, place: Place) -> AnyView {
    let with = RwSignal::new(true);
    let shared = Memo::new(move |_| link::of(bench, seen, with.get()));
    let text = Memo::new(move |_| shared.with(headroom_sim::share::Shared::to_text));
    let done = Memo::new(move |_| link::changed(bench).map_or(0, |made| link::during(&made.deeds)));
    let what = move || {
        let spec = bench.spec.get_value();
        format!(
            "Holds {}.",
            shared.with(|shared| link::words(shared, &spec))
        )
    };
    let failure = move || text.with(|text| text.as_ref().err().map(|_| too_much(with.get())));

    let said = RwSignal::new(None::<&'static str>);
    // What was copied is not what stands there any more.
    Effect::new(move |_| {
        text.track();
        said.set(None);
    });

    let Place {
        page,
        frame,
        embedded,
    } = place;
    let url = Memo::new(move |_| full(&page, text));
    let title = bench.spec.with_value(|spec| spec.title.clone());
    let title = format!("{title}, a lab of Headroom");
    let code = Memo::new(move |_| match full(&frame, text) {
        url if url.is_empty() => url,
        url => link::code(&url, &title),
    });

    let (link_id, code_id) = (format!("{id}-share-link"), format!("{id}-share-code"));
    let copy = move |text: Memo<String>, id: String| {
        move |_| {
            clipboard::copy(text.get_untracked(), id.clone(), move |copied| {
                said.set(Some(if copied { "Copied." } else { BY_HAND }));
            });
        }
    };
    let copy_code = copy(code, code_id.clone());
    let copy_url = copy(url, link_id.clone());
    let copy_link = move |event| {
        copy_url(event);
        if !embedded {
            keep(text);
        }
    };
    let (link_name, code_name) = (link_id.clone(), code_id.clone());
    let (link_select, code_select) = (link_id.clone(), code_id.clone());
    view! {
        {move || (done.get() > 0).then(|| choice(with, done.get()))}
        <p class="share__what">{move || what()}</p>
        <p class="share__failure" role="alert">{move || failure()}</p>
        <div class="share__field">
            <label for=link_name>"Link"</label>
            <input
                type="text"
                id=link_id
                readonly
                prop:value=move || url.get()
                on:focus=move |_| clipboard::select(&link_select)
            />
            <button type="button" on:click=copy_link disabled=move || url.with(String::is_empty)>"Copy link"</button>
        </div>
        <div class="share__field">
            <label for=code_name>"Embed code"</label>
            <textarea
                id=code_id
                readonly
                rows="3"
                spellcheck="false"
                prop:value=move || code.get()
                on:focus=move |_| clipboard::select(&code_select)
            ></textarea>
            <button type="button" on:click=copy_code disabled=move || url.with(String::is_empty)>"Copy code"</button>
        </div>
        <p class="share__said" role="status">{move || said.get()}</p>
    }
}

/// Whether what was done during the run comes along.
fn choice(with: RwSignal<bool>, done: usize) -> AnyView {
    let label = match done {
        1 => "With the change made while it ran".to_owned(),
        done => format!("With the {done} changes made while it ran"),
    };
    view! {
        <label class="share__with">
            <input
                type="checkbox"
                prop:checked=move || with.get()
                on:change=move |event| with.set(event_target_checked(&event))
            />
            <span>{label}</span>
        </label>
    }
}

fn too_much(with: bool) -> &'static str {
    if with {
        "Too much was done during this run to fit into a link. Leave that out, or run it again with fewer changes."
    } else {
        "Too much is set here to fit into a link."
    }
}

/// The whole address; empty where there is none.
fn full(page: &str, text: Memo<Result<String, headroom_sim::share::TooMuch>>) -> String {
    let text = text.with(|text| text.as_ref().ok().cloned());
    let address = text.map(|text| link::address(page, &text));
    #[cfg(target_arch = "wasm32")]
    let address = address.and_then(|address| address::of_host(&address));
    address.unwrap_or_default()
}

/// Puts a link that was copied into the address of the page, too: a reload opens it.
fn keep(text: Memo<Result<String, headroom_sim::share::TooMuch>>) {
    if let Ok(text) = text.get_untracked() {
        let fragment = format!("{FRAGMENT}{text}");
        #[cfg(target_arch = "wasm32")]
        address::put_fragment(Some(&fragment));
        #[cfg(not(target_arch = "wasm32"))]
        let _ = fragment;
    }
}
