//! Which section of the page is being read.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The part of the window, from the top, in which the heading of the section being read stands or has
/// stood last.
const READING_LINE: f64 = 0.35;

/// Watches headings until it is dropped.
pub struct Watch {
    observer: web_sys::IntersectionObserver,
    // Called by the observer for as long as it observes.
    _moved: Closure<dyn FnMut()>,
}

impl Watch {
    /// Tells `on_current` the id of the section being read whenever a heading crosses the reading line:
    /// `None` above the first. Gives nothing when the page has no heading with one of these ids.
    pub fn start(ids: &[String], on_current: impl Fn(Option<String>) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let headings: Vec<web_sys::Element> = ids
            .iter()
            .filter_map(|id| document.get_element_by_id(id))
            .collect();
        if headings.is_empty() {
            return None;
        }
        let watched = headings.clone();
        let moved = Closure::<dyn FnMut()>::new(move || on_current(current(&window, &watched)));
        let options = web_sys::IntersectionObserverInit::new();
        // The strip above the line: a heading enters or leaves it exactly when it crosses the line, or the top.
        options.set_root_margin(&format!("0px 0px -{}% 0px", (1.0 - READING_LINE) * 100.0));
        let observer = web_sys::IntersectionObserver::new_with_options(
            moved.as_ref().unchecked_ref(),
            &options,
        )
        .ok()?;
        for heading in &headings {
            observer.observe(heading);
        }
        Some(Self {
            observer,
            _moved: moved,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The last heading above the reading line.
fn current(window: &web_sys::Window, headings: &[web_sys::Element]) -> Option<String> {
    let height = window.inner_height().ok()?.as_f64()?;
    headings
        .iter()
        .take_while(|heading| heading.get_bounding_client_rect().top() <= height * READING_LINE)
        .last()
        .map(web_sys::Element::id)
}
