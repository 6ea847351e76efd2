//! Pages, fetched when they are first wanted and kept while the site is open.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Promise, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;

use super::navigation::get;

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
    bytes_of(asked(url)?).await
}

/// On an element, the answer that is on its way to it.
const COMING: &str = "coming";

/// Asks for a file that is wanted where an element stands. Another program, which takes it with [`bytes_for`], may still be on its way.
pub fn ask_for(place: &Element, url: &str) {
    let Ok(answer) = asked(url) else { return };
    let _ = Reflect::set(place, &COMING.into(), &answer);
    // Nobody may come to hear that there is no connection.
    spawn_local(async move {
        let _ = JsFuture::from(answer).await;
    });
}

/// The bytes of a file, which [`ask_for`] may have asked for.
pub async fn bytes_for(place: &Element, url: &str) -> Result<Option<Vec<u8>>, LoadError> {
    let coming = get(place, COMING).and_then(|coming| coming.dyn_into::<Promise>().ok());
    // An answer is read once.
    let _ = Reflect::delete_property(place, &COMING.into());
    bytes_of(coming.map_or_else(|| asked(url), Ok)?).await
}

async fn bytes_of(answer: Promise) -> Result<Option<Vec<u8>>, LoadError> {
    let (found, response) = answered(answer).await?;
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
    let (found, response) = answered(asked(url)?).await?;
    let offline = |_| LoadError::Offline;
    let text = response.text().map_err(offline)?;
    let text = JsFuture::from(text).await.map_err(offline)?;
    Ok((found, text.as_string().unwrap_or_default()))
}

fn asked(url: &str) -> Result<Promise, LoadError> {
    let window = web_sys::window().ok_or(LoadError::Offline)?;
    Ok(window.fetch_with_str(url))
}

/// Whether there is something at an address, and what the server answers.
async fn answered(answer: Promise) -> Result<(bool, web_sys::Response), LoadError> {
    let response: web_sys::Response = JsFuture::from(answer)
        .await
        .map_err(|_| LoadError::Offline)?
        .unchecked_into();
    let found = match response.status() {
        200 => true,
        404 => false,
        status => return Err(LoadError::Status(status)),
    };
    Ok((found, response))
}
