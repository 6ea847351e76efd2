//! What other tabs put into the local storage, from which it then goes into the database.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, StorageEvent};

const PUT: &str = "storage";

/// Calls when another tab puts a text behind a prefix, until it is dropped.
pub struct Others(Closure<dyn FnMut(Event)>);

impl Others {
    pub fn new(prefix: &'static str, put: impl Fn() + 'static) -> Self {
        let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            let Some(event) = event.dyn_ref::<StorageEvent>() else {
                return;
            };
            let ours = event.key().is_some_and(|key| key.starts_with(prefix));
            // Without a value it was taken away: into the database.
            if ours && event.new_value().is_some() {
                put();
            }
        });
        if let Some(window) = web_sys::window() {
            let function = listener.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback(PUT, function);
        }
        Self(listener)
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let function = self.0.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(PUT, function);
        }
    }
}
