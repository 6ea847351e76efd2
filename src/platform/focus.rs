//! Where the keyboard is.

/// Moves the focus to the element of that id, once the changes that are being made are on the page.
#[cfg(target_arch = "wasm32")]
pub fn focus_soon(id: String) {
    use wasm_bindgen::JsCast;
    use web_sys::{HtmlElement, SvgElement};

    leptos::prelude::request_animation_frame(move || {
        let element = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(&id));
        let Some(element) = element else {
            return;
        };
        // Fails for what cannot have the focus; then it stays where it is.
        let _ = match element.dyn_into::<HtmlElement>() {
            Ok(element) => element.focus(),
            Err(element) => element.unchecked_into::<SvgElement>().focus(),
        };
    });
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn focus_soon(_: String) {}
