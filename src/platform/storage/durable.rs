//! Whether the browser may clear what is kept when it runs short of room: it may, unless it has promised not to.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageManager;

/// What it has promised so far; `None` where it does not say.
pub async fn promised() -> Option<bool> {
    answer(manager()?.persisted()).await
}

/// Asks for the promise. Some browsers ask the reader, others decide by how much the site is used.
pub async fn ask() -> Option<bool> {
    answer(manager()?.persist()).await
}

/// Only pages of a secure origin have it.
fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &JsValue::from_str("storage")).ok()?;
    manager.is_object().then(|| manager.unchecked_into())
}

async fn answer(asked: Result<Promise, JsValue>) -> Option<bool> {
    JsFuture::from(asked.ok()?).await.ok()?.as_bool()
}
