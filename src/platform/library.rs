//! Pages, fetched when they are first wanted and kept while the site is open.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::words::frame;

/// A few megabytes at the most; past this all are let go, and fetched again from the browser's cache.
const KEPT: usize = 32;

/// Why a page could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    #[error("{}", frame::no_connection_to_the_site())]
    Offline,
    #[error("{}", frame::server_answered(.0))]
    Status(u16),
}

#[derive(Clone, Default)]
pub struct Library {
    pages: Rc<RefCell<BTreeMap<String, Rc<str>>>>,
}

impl Library {
    /// The HTML at a path of the site; that of the page which says so where there is none.
    pub async fn page(&self, path: &str) -> Result<Rc<str>, LoadError> {
        if let Some(page) = self.pages.borrow().get(path) {
            return Ok(page.clone());
        }
        let (found, html) = fetch(path).await?;
        let page: Rc<str> = html.into();
        if found {
            let mut pages = self.pages.borrow_mut();
            if pages.len() >= KEPT {
                pages.clear();
            }
            pages.insert(path.to_owned(), page.clone());
        }
        Ok(page)
    }

    /// Fetches a page that may be wanted soon.
    pub fn prefetch(&self, path: &str) {
        let (library, path) = (self.clone(), path.to_owned());
        spawn_local(async move {
            // A failure shows when the reader does follow the link.
            let _ = library.page(&path).await;
        });
    }
}

/// The text of a file of the site; `None` where there is none.
pub async fn file(url: &str) -> Result<Option<String>, LoadError> {
    let (found, text) = fetch(url).await?;
    Ok(found.then_some(text))
}

/// The bytes of a file of the site; `None` where there is none.
pub async fn bytes(url: &str) -> Result<Option<Vec<u8>>, LoadError> {
    let (found, response) = answer(url).await?;
    if !found {
        return Ok(None);
    }
    let offline = |_| LoadError::Offline;
    let buffer = JsFuture::from(response.array_buffer().map_err(offline)?);
    let buffer = buffer.await.map_err(offline)?;
    Ok(Some(js_sys::Uint8Array::new(&buffer).to_vec()))
}

/// Whether there is a page at an address, and the HTML that the server sent.
async fn fetch(url: &str) -> Result<(bool, String), LoadError> {
    let (found, response) = answer(url).await?;
    let offline = |_| LoadError::Offline;
    let text = response.text().map_err(offline)?;
    let text = JsFuture::from(text).await.map_err(offline)?;
    Ok((found, text.as_string().unwrap_or_default()))
}

/// Whether there is something at an address, and what the server answers.
async fn answer(url: &str) -> Result<(bool, web_sys::Response), LoadError> {
    let window = web_sys::window().ok_or(LoadError::Offline)?;
    let offline = |_| LoadError::Offline;
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str(url))
        .await
        .map_err(offline)?
        .unchecked_into();
    let found = match response.status() {
        200 => true,
        404 => false,
        status => return Err(LoadError::Status(status)),
    };
    Ok((found, response))
}
