//! Which key was pressed, and what it is meant for.

use leptos::ev::KeyboardEvent;

/// The key of an event as [`crate::state::keys`] writes it; nothing that is listed there where it is a single character and the reader has
/// switched those off. Every handler asks this, so that all of them obey.
#[cfg(target_arch = "wasm32")]
pub fn pressed(event: &KeyboardEvent) -> String {
    use crate::state::keys::is_single;

    let mut key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if is_single(&key) {
        key.make_ascii_uppercase();
        if !command && !event.alt_key() {
            // Which characters take Shift is for the keyboard to say.
            return if are_off() { String::new() } else { key };
        }
    }
    let mut name = String::new();
    for (held, word) in [
        (command, "Ctrl+"),
        (event.alt_key(), "Alt+"),
        (event.shift_key(), "Shift+"),
    ] {
        if held {
            name += word;
        }
    }
    name + &key
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn pressed(_: &KeyboardEvent) -> String {
    String::new()
}

/// Whether the reader has switched off what single characters do.
pub fn are_off() -> bool {
    super::settings::chosen("keys").as_deref() == Some("off")
}

/// Whether they are typed into a text, which has its own way to undo them.
#[cfg(target_arch = "wasm32")]
pub fn is_typing(event: &KeyboardEvent) -> bool {
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement};

    /// Inputs without a text.
    const OTHERS: [&str; 4] = ["range", "radio", "checkbox", "button"];

    let Some(target) = event.target() else {
        return false;
    };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => !OTHERS.contains(&input.type_().as_str()),
        Err(other) => other
            .dyn_into::<Element>()
            .is_ok_and(|element| element.tag_name().eq_ignore_ascii_case("textarea")),
    }
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn is_typing(_: &KeyboardEvent) -> bool {
    false
}
