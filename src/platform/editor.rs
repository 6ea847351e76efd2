//! A text that is being written: where the caret is, files brought in, copies taken along.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlElement, HtmlInputElement, HtmlTextAreaElement};

/// Selects a part of a text, in UTF-16 units, and brings its line (from 1) into sight: that of the box that scrolls, and that
/// of the window.
pub fn select(
    area: &HtmlTextAreaElement,
    around: &HtmlElement,
    (start, end): (u32, u32),
    line: u32,
) {
    // Fails only for fields that hold no text.
    let _ = area.set_selection_range(start, end);
    let _ = area.focus();
    let lines = area.value().split('\n').count().max(1) as f64;
    let height = f64::from(area.scroll_height()) / lines;
    let above = f64::from(line.saturating_sub(1)) * height;
    around.set_scroll_top((above - f64::from(around.client_height()) / 3.0).max(0.0) as i32);
    around.set_scroll_left(0);
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NotTaken {
    /// Its size in bytes.
    TooLong(f64),
    /// It is no text.
    NoText,
    Unreadable,
}

/// Reads the file that was chosen, and lets the same one be chosen again. No more of it is read than `most` bytes.
pub fn take_file(
    input: HtmlInputElement,
    most: usize,
    taken: impl FnOnce(String, Result<String, NotTaken>) + 'static,
) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else {
        return;
    };
    let name = file.name();
    if file.size() > most as f64 {
        input.set_value("");
        return taken(name, Err(NotTaken::TooLong(file.size())));
    }
    let reading = file.array_buffer();
    input.set_value("");
    spawn_local(async move {
        let bytes = JsFuture::from(reading).await;
        let text = match bytes {
            Ok(bytes) => String::from_utf8(js_sys::Uint8Array::new(&bytes).to_vec())
                .map_err(|_| NotTaken::NoText),
            Err(_) => Err(NotTaken::Unreadable),
        };
        taken(name, text);
    });
}

/// Copies a text, and tells whether the browser did.
pub fn copy(text: &str, copied: impl FnOnce(bool) + 'static) {
    let Some(window) = web_sys::window() else {
        return copied(false);
    };
    let navigator = window.navigator();
    // Only pages of a secure origin have a clipboard.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if !there.is_ok_and(|clipboard| clipboard.is_object()) {
        return copied(false);
    }
    let writing = navigator.clipboard().write_text(text);
    spawn_local(async move { copied(JsFuture::from(writing).await.is_ok()) });
}

/// Whether an event comes from a field in which the browser undoes what was typed.
pub fn in_other_field(event: &web_sys::Event, own: Option<&HtmlTextAreaElement>) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|target| {
        let own = own.is_some_and(|own| {
            let own: &HtmlElement = own;
            *own == target
        });
        !own && matches!(&*target.tag_name(), "INPUT" | "TEXTAREA" | "SELECT")
    })
}
