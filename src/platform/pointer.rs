//! Where the pointer is, for what is dragged.

use leptos::ev::PointerEvent;

/// Lets the element have all that the pointer does until it is let go, wherever it goes.
#[cfg(target_arch = "wasm32")]
pub fn hold(event: &PointerEvent) {
    if let Some(element) = element(event) {
        // Fails for a pointer that is gone already.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Where the pointer is along the nearest element around that has this class: 0 at its left edge, 1 at its right.
#[cfg(target_arch = "wasm32")]
pub fn along(event: &PointerEvent, track: &str) -> Option<f64> {
    let track = element(event)?.closest(&format!(".{track}")).ok()??;
    let bounds = track.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width();
    share.is_finite().then_some(share)
}

#[cfg(target_arch = "wasm32")]
fn element(event: &PointerEvent) -> Option<web_sys::Element> {
    use wasm_bindgen::JsCast;
    event.current_target()?.dyn_into().ok()
}

/// Nobody points at anything on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn hold(_: &PointerEvent) {}

#[cfg(not(target_arch = "wasm32"))]
pub fn along(_: &PointerEvent, _: &str) -> Option<f64> {
    None
}
