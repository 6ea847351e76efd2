//! The reader leaves: for another tab, another page, or for good.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// `visibilitychange` is told last before a phone ends a page, `pagehide` where one page takes another's place.
const EVENTS: [&str; 2] = ["visibilitychange", "pagehide"];

/// Calls when the page goes out of sight, and when it comes back, until it is dropped.
pub struct Leaving(Closure<dyn FnMut()>);

impl Leaving {
    pub fn new(act: impl FnMut() + 'static) -> Self {
        let leaving = Self(Closure::new(act));
        if let Some(window) = web_sys::window() {
            for event in EVENTS {
                let function = leaving.0.as_ref().unchecked_ref();
                // Both reach the window.
                let _ = window.add_event_listener_with_callback(event, function);
            }
        }
        leaving
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in EVENTS {
                let function = self.0.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, function);
            }
        }
    }
}
