//! What this browser keeps: one text a key, in its local storage.

/// Before the name of every key, so that the records stand apart from other things kept here.
const PREFIX: &str = "headroom/q/";

fn storage() -> Option<web_sys::Storage> {
    // Refused with an exception where the reader blocks it.
    web_sys::window()?.local_storage().ok().flatten()
}

/// Whether anything can be kept here at all.
pub fn available() -> bool {
    storage().is_some()
}

/// Every key with its text.
pub fn all() -> Vec<(String, String)> {
    let Some(storage) = storage() else {
        return Vec::new();
    };
    (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .filter_map(|key| {
            let text = storage.get_item(&key).ok().flatten()?;
            Some((key.strip_prefix(PREFIX)?.to_owned(), text))
        })
        .collect()
}

pub fn get(key: &str) -> Option<String> {
    storage()?
        .get_item(&format!("{PREFIX}{key}"))
        .ok()
        .flatten()
}

/// `false` where the browser's storage is full or blocked.
pub fn put(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&format!("{PREFIX}{key}"), text).is_ok())
}

/// Unix milliseconds and a random number.
pub fn stamp() -> (u64, u32) {
    (
        js_sys::Date::now() as u64,
        (js_sys::Math::random() * f64::from(u32::MAX)) as u32,
    )
}
