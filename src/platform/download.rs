//! A file that the page itself made.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::clock;

/// An address of some text, for a download link. Dropping it lets the text go.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// `None` where the browser has no room for it.
    pub fn new(text: &str, media_type: &str) -> Option<Self> {
        Self::of_blob(&blob(text, media_type)?)
    }

    fn of_blob(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    pub fn href(&self) -> &str {
        &self.0
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        // Fails for an address that is none; this one is.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// How long an address is kept after the browser was told to save what is there.
const SAVED_MS: f64 = 60_000.0;

fn blob(text: &str, media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    Blob::new_with_str_sequence_and_options(&parts, &options).ok()
}

/// Saves a text as a file of that name. `false` where the browser has no room for it.
pub fn save(name: &str, text: &str, media_type: &str) -> bool {
    blob(text, media_type).is_some_and(|blob| save_blob(name, &blob))
}

/// The same of what is no text.
pub fn save_blob(name: &str, blob: &Blob) -> bool {
    let saved = ObjectUrl::of_blob(blob).and_then(|url| {
        let document = web_sys::window()?.document()?;
        let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(url.href());
        link.set_download(name);
        link.click();
        // The browser reads it after this.
        clock::after(SAVED_MS, move || drop(url));
        Some(())
    });
    saved.is_some()
}
