//! Taking it along, and starting again.

use headroom_study::backup::{Exported, KEY};
use headroom_study::reading::PLACE;
use leptos::prelude::*;

use super::markup;
use super::pieces::{button, section, text};
use super::{Desk, Known, reset as forget};
use crate::state::progress::now_ms;
use crate::words::study as say;

/// Offered when there is something to take along.
pub fn export(desk: Desk, known: &Known) -> AnyView {
    if known.is_empty() && known.aside.is_empty() {
        return ().into_any();
    }
    let export = button(
        "",
        say::export().to_owned(),
        say::export().to_owned(),
        move || {
            let all = desk.progress.export();
            if save(desk, "headroom-progress.json", &all, "application/json") {
                let at_ms = now_ms();
                desk.progress.append(KEY, &Exported { at_ms });
            }
        },
    );
    let about = text("", markup::export(known.exported_ms));
    section("export", say::take_it_along(), vec![about, export])
}

/// Offered when there is something to forget.
pub fn reset(desk: Desk, known: &Known) -> AnyView {
    if known.is_empty() {
        return ().into_any();
    }
    let pages = known.pages.iter().flat_map(|page| &page.questions);
    let questions = pages.map(|question| question.id.clone());
    let others = known.others.iter().flat_map(|(_, keys)| keys.clone());
    let place = [PLACE.to_owned()];
    let keys: Vec<String> = questions.chain(others).chain(place).collect();
    let label = say::reset_all().to_owned();
    let everything = button("danger", label.clone(), label, move || {
        forget(desk, say::all_answers(), &keys);
    });
    let about = text("", say::about_reset().to_owned());
    section("reset", say::start_over(), vec![about, everything])
}

/// Saves a text as a file, and says whether it was.
#[cfg(target_arch = "wasm32")]
pub fn save(desk: Desk, file: &str, text: &str, media_type: &str) -> bool {
    let saved = crate::platform::download::save(file, text, media_type);
    desk.said.set(Some(if saved {
        say::saved_as(file)
    } else {
        say::not_saved().to_owned()
    }));
    saved
}

/// On the host there is nobody's answer to save.
#[cfg(not(target_arch = "wasm32"))]
pub fn save(_: Desk, _: &str, _: &str, _: &str) -> bool {
    false
}
