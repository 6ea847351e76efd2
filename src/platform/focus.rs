//! Where the keyboard is.

/// Moves the focus to the element of that id, once the changes that are being made are on the page.
#[cfg(target_arch = "wasm32")]
pub fn focus_soon(id: String) {
    use wasm_bindgen::JsCast;
    use web_sys::HtmlElement;

    leptos::prelude::request_animation_frame(move || {
        let element = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.get_element_by_id(&id))
            .and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = element {
            // Fails for what cannot have the focus; then it stays where it is.
            let _ = element.focus();
        }
    });
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn focus_soon(_: String) {}
