//! Where a link and a frame's code are copied from.

use headroom_sim::share::TooMuch;
use leptos::prelude::*;

use super::super::bench::Bench;
use super::link::{self, LAB_FRAME_HEIGHT, Place};
use super::{Copied, Seen, full};
use crate::components::view;
#[cfg(target_arch = "wasm32")]
use crate::platform::address;
use crate::words::{engine, lab as say};

/// Made when the reader asks for it.
pub fn panel(bench: Bench, id: &str, seen: Seen, place: Place) -> AnyView {
    let with = RwSignal::new(true);
    let shared = Memo::new(move |_| link::of(bench, seen, with.get()));
    let place = StoredValue::new(place);
    let fragment =
        Memo::new(move |_| place.with_value(|place| shared.with(|it| place.fragment(it))));
    let done = Memo::new(move |_| link::changed(bench).map_or(0, |made| link::during(&made.deeds)));
    let of_design = place.with_value(|place| place.design.is_some());
    let what = move || {
        let spec = bench.spec.get_value();
        let what = shared.with(|shared| link::words(shared, &spec));
        if of_design {
            say::holds_design(what)
        } else {
            say::holds(what)
        }
    };
    let failure = move || {
        fragment.with(|fragment| {
            let why = fragment.as_ref().err()?;
            Some(too_much(*why, with.get(), of_design))
        })
    };

    let said = RwSignal::new(None::<&'static str>);
    // What was copied is not what stands there any more.
    Effect::new(move |_| {
        fragment.track();
        said.set(None);
    });
    let url = move |page: String| {
        let text = Memo::new(move |_| fragment.with(|fragment| full(&page, fragment)));
        Copied { text, said }
    };
    let link = url(place.with_value(|place| place.page.clone()));
    // A link that was copied stands in the address of the page, too: a reload opens it. A design is kept without that.
    let stays = place.with_value(|place| !place.embedded && place.design.is_none());
    let link = link.field(
        format!("{id}-share-link"),
        (say::link(), say::copy_link()),
        None,
        move || {
            if stays {
                keep(fragment);
            }
        },
    );
    let frame = place.with_value(|place| place.frame.clone());
    let frame = frame.map(|frame| {
        let title = bench.spec.with_value(|spec| spec.title.clone());
        let title = say::lab_from(title);
        let Copied { text, said } = url(frame);
        let text = Memo::new(move |_| {
            text.with(|url| match &**url {
                "" => String::new(),
                url => link::frame_code(url, &title, LAB_FRAME_HEIGHT),
            })
        });
        let code = Copied { text, said };
        let names = (say::embed_code(), say::copy_code());
        code.field(format!("{id}-share-code"), names, Some(3), || {})
    });
    view! {
        {move || (done.get() > 0).then(|| choice(with, done.get()))}
        <p class="share__what">{move || what()}</p>
        <p class="share__failure" role="alert">{move || failure()}</p>
        {link}
        {frame}
        <p class="share__said" role="status">{move || said.get()}</p>
    }
}

/// Whether what was done during the run comes along.
fn choice(with: RwSignal<bool>, done: usize) -> AnyView {
    let label = match done {
        1 => say::with_one_change().to_owned(),
        done => say::with_changes(done),
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

fn too_much(why: TooMuch, with: bool, of_design: bool) -> String {
    if of_design && matches!(why, TooMuch::Large { .. }) {
        return sentence(why);
    }
    let words = if with {
        say::too_much_done()
    } else {
        say::too_much_set()
    };
    words.to_owned()
}

/// Why a design has no link, and how it is passed on all the same.
pub fn sentence(why: TooMuch) -> String {
    let why = engine::say(&why.to_string());
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let why: String = first.into_iter().chain(letters).collect();
    say::export_instead(why)
}

fn keep(fragment: Memo<Result<String, TooMuch>>) {
    if let Ok(fragment) = fragment.get_untracked() {
        #[cfg(target_arch = "wasm32")]
        address::put_fragment(Some(&fragment));
        #[cfg(not(target_arch = "wasm32"))]
        let _ = fragment;
    }
}
