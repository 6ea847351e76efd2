//! One text of which there is only the last: in the local storage, which tells other tabs of each change.
//!
//! It stays there and is not moved into the database as answers are. Answers of two tabs are merged; of two designs one has to go,
//! and which one is the reader's to say. So a text is put only where the last one is still what this tab knows of, in one step,
//! and the other tab hears what came in its place: the database has neither without a second way of telling. It would keep the
//! text no longer, because browsers clear both together (Storage Standard, "storage buckets"), and one text has room here.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, StorageEvent};

use super::local::{storage, trouble};
use crate::state::keeping::Trouble;

/// Why a text was not put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPut {
    /// Another tab has put another one since; this is it.
    Overtaken(Option<String>),
    Trouble(Trouble),
}

pub fn get(key: &str) -> Result<Option<String>, Trouble> {
    storage()?.get_item(key).map_err(trouble)
}

/// Puts `text`, or with `None` takes away what is there, unless that is no longer `last`.
pub fn put(key: &str, last: Option<&str>, text: Option<&str>) -> Result<(), NotPut> {
    let storage = storage().map_err(NotPut::Trouble)?;
    let failed = |error| NotPut::Trouble(trouble(error));
    let found = storage.get_item(key).map_err(failed)?;
    if found.as_deref() != last && found.as_deref() != text {
        return Err(NotPut::Overtaken(found));
    }
    match text {
        Some(text) => storage.set_item(key, text).map_err(failed),
        None => storage.remove_item(key).map_err(failed),
    }
}

/// Tells when another tab has changed the text, and to what. Until it is dropped.
pub struct Watch(Closure<dyn FnMut(Event)>);

const CHANGED: &str = "storage";

impl Watch {
    pub fn new(key: &'static str, changed: impl Fn(Option<String>) + 'static) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else {
                return;
            };
            match event.key() {
                Some(other) if other != key => {}
                // Without a key, all was cleared.
                Some(_) => changed(event.new_value()),
                None => changed(None),
            }
        });
        if let Some(window) = web_sys::window() {
            let function = listener.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback(CHANGED, function);
        }
        Self(listener)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let function = self.0.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(CHANGED, function);
        }
    }
}
