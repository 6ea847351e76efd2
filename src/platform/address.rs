//! What the address says after its `#`.

/// Without the sign, decoded; empty where there is none.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    let hash = hash.unwrap_or_default();
    let text = hash.strip_prefix('#').unwrap_or_default();
    js_sys::decode_uri_component(text)
        .map(String::from)
        .unwrap_or_default()
}

/// Takes it away, so that a reload does not ask for it again. Not through the history, which a program that follows the reader
/// from page to page would take for a visit.
pub fn drop_fragment() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace("#");
    }
}
