//! A file that the page itself made.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

/// An address of some text, for a download link. Dropping it lets the text go.
pub struct ObjectUrl(String);

impl ObjectUrl {
    /// `None` where the browser has no room for it.
    pub fn new(text: &str, media_type: &str) -> Option<Self> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let parts = Array::of1(&JsValue::from_str(text));
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        Url::create_object_url_with_blob(&blob).ok().map(Self)
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
