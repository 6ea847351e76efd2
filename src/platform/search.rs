//! Where a search begins: a press of the header's button, `/`, or Ctrl+K and ⌘K. It opens the palette, or takes the reader to the field of the page
//! of search.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

use super::document::{by_id, current, found};
use super::keys::is_typing;
use super::navigation::listen;
use crate::state::search::{FIELD, PLACE};

/// Calls `begin` each time, for as long as the document lives.
pub fn begin_search(begin: impl Fn() + Clone + 'static) {
    let Some(page) = current() else { return };
    for name in ["click", "keydown"] {
        let begin = begin.clone();
        listen(&page, name, move |event| {
            if asks(&event) && open().is_some() {
                event.prevent_default();
                begin();
            }
        });
    }
}

fn asks(event: &Event) -> bool {
    if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
        let key = event.key();
        let fits = if event.ctrl_key() || event.meta_key() {
            key.eq_ignore_ascii_case("k") && !event.shift_key()
        } else {
            key == "/"
        };
        return fits && !event.alt_key() && !event.default_prevented() && !is_typing(event);
    }
    let target = event.target().and_then(|target| target.dyn_into().ok());
    target.is_some_and(|target: Element| {
        target
            .closest(".open-search")
            .is_ok_and(|button| button.is_some())
    })
}

/// Nothing where the page has no place for it, or asks the reader something else.
fn open() -> Option<()> {
    let place = by_id(PLACE)?;
    let field: HtmlInputElement = by_id(FIELD)?.dyn_into().ok()?;
    if found("dialog[open]").iter().any(|dialog| *dialog != place) {
        return None;
    }
    if let Ok(palette) = place.dyn_into::<HtmlDialogElement>()
        && !palette.open()
    {
        palette.show_modal().ok()?;
    }
    let _ = field.focus();
    field.select();
    Some(())
}
