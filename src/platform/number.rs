//! Numbers as people write them.

/// Reads a decimal number exactly; `None` where it is none.
#[cfg(target_arch = "wasm32")]
pub fn read(text: &str) -> Option<f64> {
    // To JavaScript nothing at all is zero.
    if text.trim().is_empty() {
        return None;
    }
    let number = wasm_bindgen::JsValue::from_str(text).unchecked_into_f64();
    (!number.is_nan()).then_some(number)
}

#[cfg(not(target_arch = "wasm32"))]
pub fn read(text: &str) -> Option<f64> {
    text.parse().ok()
}
