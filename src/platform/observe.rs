//! What the browser tells of an element and of the theme. Each observer works until it is dropped.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    AddEventListenerOptions, Element, IntersectionObserver, IntersectionObserverEntry,
    IntersectionObserverInit, MediaQueryList, MutationObserver, MutationObserverInit,
    ResizeObserver,
};

/// Calls back when an element's size has changed, and once at the start.
pub struct Resize {
    observer: ResizeObserver,
    _callback: Closure<dyn FnMut()>,
}

impl Resize {
    pub fn new(element: &Element, callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let observer = ResizeObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Resize {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back with whether an element is in or near the viewport, at the start and at each change.
pub struct Near {
    observer: IntersectionObserver,
    _callback: Closure<dyn FnMut(Array)>,
}

impl Near {
    /// `margin` is how far beyond the viewport counts as near, CSS pixels.
    pub fn new(
        element: &Element,
        margin: u32,
        mut callback: impl FnMut(bool) + 'static,
    ) -> Option<Self> {
        let callback = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            // Several changes of one element may come at once; the last is how it stands.
            if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
                callback(entry.is_intersecting());
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(&format!("{margin}px"));
        let function = callback.as_ref().unchecked_ref();
        let observer = IntersectionObserver::new_with_options(function, &options).ok()?;
        observer.observe(element);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for Near {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Calls back when the page’s colours or the size of its text have changed: the reader chose others, or the system did.
pub struct Theme {
    attribute: MutationObserver,
    system: Vec<MediaQueryList>,
    callback: Closure<dyn FnMut()>,
}

impl Theme {
    pub fn new(callback: impl FnMut() + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let root = window.document()?.document_element()?;
        let callback = Closure::<dyn FnMut()>::new(callback);
        let function: &js_sys::Function = callback.as_ref().unchecked_ref();
        let attribute = MutationObserver::new(function).ok()?;
        let options = MutationObserverInit::new();
        options.set_attributes(true);
        options.set_attribute_filter(&Array::of2(&"data-theme".into(), &"data-text".into()));
        attribute.observe_with_options(&root, &options).ok()?;
        let system: Vec<MediaQueryList> =
            ["(prefers-color-scheme: dark)", "(forced-colors: active)"]
                .into_iter()
                .filter_map(|query| window.match_media(query).ok().flatten())
                .collect();
        for query in &system {
            query
                .add_event_listener_with_callback("change", function)
                .ok()?;
        }
        Some(Self {
            attribute,
            system,
            callback,
        })
    }
}

impl Drop for Theme {
    fn drop(&mut self) {
        self.attribute.disconnect();
        for query in &self.system {
            let function = self.callback.as_ref().unchecked_ref();
            let _ = query.remove_event_listener_with_callback("change", function);
        }
    }
}

/// Calls back before the page is printed.
pub struct Print {
    callback: Closure<dyn FnMut()>,
}

impl Print {
    const EVENT: &str = "beforeprint";

    pub fn new(callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        web_sys::window()?
            .add_event_listener_with_callback(Self::EVENT, callback.as_ref().unchecked_ref())
            .ok()?;
        Some(Self { callback })
    }
}

impl Drop for Print {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            let function = self.callback.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback(Self::EVENT, function);
        }
    }
}

/// Calls back when there is a first sign of a reader: a pointer moves, a key is pressed, the page is scrolled. Perhaps more
/// than once.
pub struct FirstSign {
    callback: Closure<dyn FnMut()>,
}

impl FirstSign {
    const EVENTS: [&str; 4] = ["pointermove", "pointerdown", "keydown", "scroll"];

    pub fn new(callback: impl FnMut() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut()>::new(callback);
        let window = web_sys::window()?;
        let options = AddEventListenerOptions::new();
        options.set_once(true);
        options.set_passive(true);
        for event in Self::EVENTS {
            let function = callback.as_ref().unchecked_ref();
            window
                .add_event_listener_with_callback_and_add_event_listener_options(
                    event, function, &options,
                )
                .ok()?;
        }
        Some(Self { callback })
    }
}

impl Drop for FirstSign {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            for event in Self::EVENTS {
                let function = self.callback.as_ref().unchecked_ref();
                let _ = window.remove_event_listener_with_callback(event, function);
            }
        }
    }
}
