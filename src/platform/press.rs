//! Buttons that are pressed before their program has come: they are pressed again when it has.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AddEventListenerOptions, Element, Event, HtmlElement};

/// On a button that waits.
const PRESSED: &str = "data-pressed";
/// On the place of an island whose buttons work.
const AWAKE: &str = "data-awake";

/// Remembers presses in a place and tells of them, until this is dropped or the place is awake.
pub struct Presses {
    place: HtmlElement,
    callback: Closure<dyn FnMut(Event)>,
}

impl Presses {
    pub fn new(place: &HtmlElement, pressed: impl Fn() + 'static) -> Option<Self> {
        let callback = Closure::<dyn FnMut(Event)>::new({
            let place = place.clone();
            move |event: Event| {
                let target = event.target().and_then(|target| target.dyn_into().ok());
                let button = target.and_then(|target: Element| target.closest("button").ok()?);
                if let Some(button) = button.filter(|_| !is_awake(&place)) {
                    let _ = button.set_attribute(PRESSED, "");
                    pressed();
                }
            }
        });
        place
            .add_event_listener_with_callback("click", callback.as_ref().unchecked_ref())
            .ok()?;
        Some(Self {
            place: place.clone(),
            callback,
        })
    }
}

impl Drop for Presses {
    fn drop(&mut self) {
        let function = self.callback.as_ref().unchecked_ref();
        let _ = self
            .place
            .remove_event_listener_with_callback("click", function);
    }
}

/// The buttons in a place work now: those that wait are pressed again.
pub fn awake(place: &HtmlElement) {
    let _ = place.set_attribute(AWAKE, "");
    for button in forget(place) {
        button.click();
    }
}

/// Until something in a place is pressed.
pub async fn once(place: &HtmlElement) {
    let options = AddEventListenerOptions::new();
    options.set_once(true);
    let pressed = Promise::new(&mut |pressed, _| {
        let _ = place.add_event_listener_with_callback_and_add_event_listener_options(
            "click", &pressed, &options,
        );
    });
    let _ = JsFuture::from(pressed).await;
}

/// Whether they do.
pub fn is_awake(place: &HtmlElement) -> bool {
    place.has_attribute(AWAKE)
}

/// No button in a place waits any longer; those that did.
pub fn forget(place: &HtmlElement) -> Vec<HtmlElement> {
    let Ok(waiting) = place.query_selector_all(&format!("[{PRESSED}]")) else {
        return Vec::new();
    };
    let buttons = (0..waiting.length()).filter_map(|index| waiting.item(index)?.dyn_into().ok());
    buttons
        .inspect(|button: &HtmlElement| {
            let _ = button.remove_attribute(PRESSED);
        })
        .collect()
}
