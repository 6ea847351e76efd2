//! Documents, fetched when they are first wanted and kept while the site is open.

use std::collections::BTreeMap;
use std::sync::Arc;

use headroom_content::model::Page;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use crate::state::site::{Base, LoadError};

/// A few hundred kilobytes at the most; past this all are let go, and fetched again from the browser's cache.
const KEPT: usize = 32;

#[derive(Clone, Copy)]
pub struct Library {
    base: StoredValue<Base>,
    pages: StoredValue<BTreeMap<String, Arc<Page>>>,
}

impl Library {
    pub fn new(base: Base) -> Self {
        Self {
            base: StoredValue::new(base),
            pages: StoredValue::default(),
        }
    }

    /// The document of a route below the base.
    pub async fn page(self, route: &str) -> Result<Arc<Page>, LoadError> {
        if let Some(page) = self.pages.with_value(|pages| pages.get(route).cloned()) {
            return Ok(page);
        }
        let bytes = fetch(&self.base.with_value(|base| base.data(route))).await?;
        let page: Arc<Page> =
            Arc::new(postcard::from_bytes(&bytes).map_err(|_| LoadError::Decode)?);
        self.pages.update_value(|pages| {
            if pages.len() >= KEPT {
                pages.clear();
            }
            pages.insert(route.to_owned(), page.clone());
        });
        Ok(page)
    }
}

async fn fetch(url: &str) -> Result<Vec<u8>, LoadError> {
    let offline = |_| LoadError::Network("no connection".to_owned());
    let response: web_sys::Response = JsFuture::from(window().fetch_with_str(url))
        .await
        .map_err(offline)?
        .unchecked_into();
    match response.status() {
        200 => {}
        404 => return Err(LoadError::NotFound),
        status => return Err(LoadError::Network(format!("the server answered {status}"))),
    }
    let buffer = response.array_buffer().map_err(|_| LoadError::Decode)?;
    let buffer = JsFuture::from(buffer).await.map_err(offline)?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}
