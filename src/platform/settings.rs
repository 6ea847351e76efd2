//! What the reader has chosen ([`crate::state::settings`]): it stands in attributes of the page's root, where the script in the page's head has
//! put it.

#[cfg(target_arch = "wasm32")]
fn root() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.document_element()
}

/// The value of a setting; nothing for its default, and always on the host.
#[cfg(target_arch = "wasm32")]
pub fn chosen(name: &str) -> Option<String> {
    root()?.get_attribute(&format!("data-{name}"))
}

#[cfg(not(target_arch = "wasm32"))]
pub fn chosen(_: &str) -> Option<String> {
    None
}

/// How many times as large as by default the reader has text.
#[cfg(target_arch = "wasm32")]
pub fn text_scale() -> f64 {
    // A whole number: to read others is 15 KB of a program that reads no other number.
    let percent = chosen("text").and_then(|text| text.parse::<u32>().ok());
    percent.map_or(1.0, |percent| f64::from(percent) / 100.0)
}

/// Gives a setting a value, or its default, and keeps that. Whether it could be kept: a browser that keeps nothing has it until the page is left.
#[cfg(target_arch = "wasm32")]
pub fn choose(name: &str, value: Option<&str>) -> bool {
    if let Some(root) = root() {
        let attribute = format!("data-{name}");
        // Neither fails: the attribute's name is a valid one.
        let _ = match value {
            Some(value) => root.set_attribute(&attribute, value),
            None => root.remove_attribute(&attribute),
        };
    }
    let key = format!("headroom-{name}");
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    storage.is_some_and(|storage| {
        let kept = match value {
            Some(value) => storage.set_item(&key, value),
            None => storage.remove_item(&key),
        };
        kept.is_ok()
    })
}

#[cfg(not(target_arch = "wasm32"))]
pub fn choose(_: &str, _: Option<&str>) -> bool {
    false
}

/// Whether nothing is to be fetched that the reader has not asked for.
#[cfg(target_arch = "wasm32")]
pub fn saves_data() -> bool {
    match chosen("saving") {
        Some(choice) => choice == "on",
        None => root().is_some_and(|root| root.has_attribute(crate::state::settings::FRUGAL)),
    }
}
