//! Where the keyboard is.

use leptos::web_sys::HtmlElement;

/// Moves the focus to an element once the changes that are being made are on the page. It is looked for then.
#[cfg(target_arch = "wasm32")]
pub fn focus_soon(element: impl FnOnce() -> Option<HtmlElement> + 'static) {
    leptos::prelude::request_animation_frame(move || {
        if let Some(element) = element() {
            // Fails for what cannot have the focus; then it stays where it is.
            let _ = element.focus();
        }
    });
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn focus_soon(_: impl FnOnce() -> Option<HtmlElement> + 'static) {}
