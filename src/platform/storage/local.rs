//! The browser's local storage: takes a text at once, and has room for a few megabytes.

use headroom_study::keep;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use super::Texts;
use crate::state::keeping::Trouble;

/// Every key with its text.
pub fn all(prefix: &str) -> Result<Texts, Trouble> {
    let storage = storage()?;
    let count = storage.length().map_err(trouble)?;
    let mut texts = Texts::new();
    for index in 0..count {
        let key = storage.key(index).map_err(trouble)?.unwrap_or_default();
        if let Some(name) = key.strip_prefix(prefix)
            && let Some(text) = storage.get_item(&key).map_err(trouble)?
        {
            texts.push((name.to_owned(), text));
        }
    }
    Ok(texts)
}

/// Puts texts beside what stands there, nothing lost.
pub fn put(prefix: &str, texts: &[(String, String)]) -> Result<(), Trouble> {
    let storage = storage()?;
    for (key, text) in texts {
        let found = storage
            .get_item(&format!("{prefix}{key}"))
            .map_err(trouble)?;
        for (key, text) in keep::writes(key, found.as_deref(), text) {
            storage
                .set_item(&format!("{prefix}{key}"), &text)
                .map_err(trouble)?;
        }
    }
    Ok(())
}

/// Takes a text away, unless another one has come in its place.
pub fn take(prefix: &str, key: &str, text: &str) {
    let key = format!("{prefix}{key}");
    if let Ok(storage) = storage()
        && storage.get_item(&key).ok().flatten().as_deref() == Some(text)
    {
        // What stays is moved once more at the next visit, which changes nothing.
        let _ = storage.remove_item(&key);
    }
}

/// Refused with an exception where the reader blocks it.
pub(super) fn storage() -> Result<web_sys::Storage, Trouble> {
    web_sys::window()
        .and_then(|window| window.local_storage().ok().flatten())
        .ok_or(Trouble::Blocked)
}

pub(super) fn trouble(error: JsValue) -> Trouble {
    error
        .dyn_ref::<DomException>()
        .map_or(Trouble::Failed, |error| Trouble::named(&error.name()))
}
