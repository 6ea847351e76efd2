//! What keys are meant for.

use leptos::ev::KeyboardEvent;

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
