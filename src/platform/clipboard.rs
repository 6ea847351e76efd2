//! Texts for elsewhere.

/// Copies a text, and tells whether the browser let it. Where it does not, the text of the field `id` is selected: one key copies
/// it.
#[cfg(target_arch = "wasm32")]
pub fn copy(text: String, id: String, done: impl FnOnce(bool) + 'static) {
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    // A page that was not served securely has none.
    let clipboard = web_sys::window()
        .map(|window| window.navigator().clipboard())
        .filter(|clipboard| !AsRef::<JsValue>::as_ref(clipboard).is_undefined());
    // Asked for here and now: it is the reader's press that allows it.
    let asked = clipboard.map(|clipboard| clipboard.write_text(&text));
    spawn_local(async move {
        let copied = match asked {
            Some(asked) => JsFuture::from(asked).await.is_ok(),
            None => false,
        };
        if !copied {
            select(&id);
        }
        done(copied);
    });
}

/// Selects all that stands in the field `id`.
#[cfg(target_arch = "wasm32")]
pub fn select(id: &str) {
    use wasm_bindgen::JsCast;

    let field = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(id));
    let Some(field) = field else { return };
    if let Some(field) = field.dyn_ref::<web_sys::HtmlElement>() {
        let _ = field.focus();
    }
    // Fields of one line and of several both have it.
    let select = js_sys::Reflect::get(&field, &"select".into());
    if let Some(select) = select
        .ok()
        .and_then(|it| it.dyn_into::<js_sys::Function>().ok())
    {
        let _ = select.call0(&field);
    }
}

/// Nothing is copied on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn copy(_: String, _: String, _: impl FnOnce(bool) + 'static) {}

/// Nobody selects anything on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn select(_: &str) {}
