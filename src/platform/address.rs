//! The address of the page on show, and what stands behind its `#`.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, Event, UrlSearchParams, Window};

/// What stands behind the `#`, as it is written; empty where there is none.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.map_or_else(String::new, |hash| {
        hash.strip_prefix('#').unwrap_or(&hash).to_owned()
    })
}

/// The address of something at this host; `path` with a slash in front.
pub fn of_host(path: &str) -> Option<String> {
    let origin = web_sys::window()?.location().origin().ok()?;
    Some(origin + path)
}

/// Puts `fragment` behind the `#`, or takes away what is there. The reader's history gets no further entry.
pub fn put_fragment(fragment: Option<&str>) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let location = window.location();
    if let (Ok(path), Ok(query), Ok(history)) =
        (location.pathname(), location.search(), window.history())
    {
        let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
        let url = [path, query, fragment].concat();
        let state = history.state().unwrap_or_default();
        // Fails where a browser has had it too often in a short time; then the address stays as it is.
        let _ = history.replace_state_with_url(&state, "", Some(&url));
    }
}

/// What stands behind the `?` by this name.
pub fn parameter(name: &str) -> Option<String> {
    let query = web_sys::window()?.location().search().ok()?;
    UrlSearchParams::new_with_str(&query).ok()?.get(name)
}

/// An address with nothing behind its `?` but this.
pub fn with_parameter(href: &str, name: &str, value: &str) -> String {
    let path = href.split('?').next().unwrap_or_default();
    let value = String::from(js_sys::encode_uri_component(value));
    format!("{path}?{name}={value}")
}

/// Writes it over the address of the page. The reader's history gets no further entry.
pub fn put_parameter(name: &str, value: &str) {
    let Some(window) = web_sys::window() else {
        return;
    };
    if let (Ok(path), Ok(history)) = (window.location().pathname(), window.history()) {
        let state = history.state().unwrap_or_default();
        // Fails where a browser has had it too often in a short time; then the address stays as it is.
        let _ =
            history.replace_state_with_url(&state, "", Some(&with_parameter(&path, name, value)));
    }
}

/// Calls back when the reader has put something else behind the `#`, until this is dropped.
pub struct FragmentChanges {
    window: Window,
    callback: Closure<dyn FnMut(Event)>,
}

const CHANGES: &str = "hashchange";

impl FragmentChanges {
    pub fn new(mut changed: impl FnMut() + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let callback = Closure::<dyn FnMut(Event)>::new(move |_| changed());
        window
            .add_event_listener_with_callback(CHANGES, callback.as_ref().unchecked_ref())
            .ok()?;
        Some(Self { window, callback })
    }
}

impl Drop for FragmentChanges {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        let _ = self
            .window
            .remove_event_listener_with_callback(CHANGES, function);
    }
}

/// Whether an element stands on the page that has this value of an attribute.
pub fn has(attribute: &str, value: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let found =
        document.and_then(|document| document.query_selector_all(&format!("[{attribute}]")).ok());
    found.is_some_and(|found| {
        let mut elements = (0..found.length()).filter_map(|index| found.item(index));
        elements.any(|node| {
            let element = node.dyn_ref::<Element>();
            element
                .and_then(|element| element.get_attribute(attribute))
                .as_deref()
                == Some(value)
        })
    })
}

/// Leads the reader to the element of that id.
pub fn show(id: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(element) = document.and_then(|document| document.get_element_by_id(id)) {
        element.scroll_into_view();
    }
}
