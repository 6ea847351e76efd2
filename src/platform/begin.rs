//! Where search and help begin, on every page: a key, or a press of what is there for those without one. Each has a dialog in the page, which opens
//! at once; what fills it comes with its program. On the page of search the reader is taken to the field.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent, MouseEvent};

use super::document::{by_id, current, found};
use super::keys::{is_typing, pressed};
use super::navigation::listen;
use crate::state::keys::{Everywhere, Keys};
use crate::state::search::{FIELD, PLACE};
use crate::state::settings::HELP;

/// Calls `begin` each time with what is asked for, for as long as the document lives.
pub fn on_every_page(begin: impl Fn(Everywhere) + Clone + 'static) {
    let Some(page) = current() else { return };
    for name in ["click", "keydown"] {
        let begin = begin.clone();
        listen(&page, name, move |event| {
            if let Some(act) = asked(&event)
                && open(act).is_some()
            {
                event.prevent_default();
                begin(act);
            }
        });
    }
}

fn asked(event: &Event) -> Option<Everywhere> {
    if event.default_prevented() {
        return None;
    }
    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
        return Everywhere::of(&pressed(event)).filter(|_| !is_typing(event));
    }
    let target: Element = event.target()?.dyn_into().ok()?;
    let on = |selector| target.closest(selector).ok().flatten().is_some();
    // What opens help is a link to the list of all keys, and may be opened as one.
    let plain = event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|event| !(event.ctrl_key() || event.meta_key() || event.shift_key()));
    if on(".open-search") {
        Some(Everywhere::Search)
    } else {
        (plain && on(".open-help")).then_some(Everywhere::Help)
    }
}

/// Nothing where the page has no place for it, or asks the reader something else.
fn open(act: Everywhere) -> Option<()> {
    let id = match act {
        Everywhere::Search => PLACE,
        Everywhere::Help => HELP,
    };
    let place = by_id(id)?;
    if found("dialog[open]").iter().any(|dialog| *dialog != place) {
        return None;
    }
    if let Some(dialog) = place.dyn_ref::<HtmlDialogElement>()
        && !dialog.open()
    {
        dialog.show_modal().ok()?;
    }
    if act == Everywhere::Search {
        let field: HtmlInputElement = by_id(FIELD)?.dyn_into().ok()?;
        let _ = field.focus();
        field.select();
    }
    Some(())
}
