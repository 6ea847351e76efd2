//! Which section of the page is being read.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// The part of the window, from the top, in which the heading of the section being read stands or has
/// stood last.
const READING_LINE: f64 = 0.35;

/// Marks the section being read in the page's table of contents until it is dropped.
pub struct Sections {
    observer: web_sys::IntersectionObserver,
    // Called by the observer for as long as it observes.
    _moved: Closure<dyn FnMut()>,
}

/// A line of the table of contents and the heading it leads to.
struct Line {
    link: web_sys::Element,
    heading: web_sys::Element,
}

impl Sections {
    /// Nothing when the page has no table of contents.
    pub fn watch() -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let entries = document.query_selector_all(".toc a").ok()?;
        let lines: Vec<Line> = (0..entries.length())
            .filter_map(|index| {
                let link: web_sys::Element = entries.item(index)?.dyn_into().ok()?;
                let id = link.get_attribute("href")?;
                let heading = document.get_element_by_id(id.strip_prefix('#')?)?;
                Some(Line { link, heading })
            })
            .collect();
        if lines.is_empty() {
            return None;
        }
        let moved = Closure::<dyn FnMut()>::new(move || mark(&window, &lines));
        let options = web_sys::IntersectionObserverInit::new();
        // The strip above the line: what crosses the line, or the top, enters or leaves it.
        options.set_root_margin(&format!("0px 0px -{}% 0px", (1.0 - READING_LINE) * 100.0));
        let observer = web_sys::IntersectionObserver::new_with_options(
            moved.as_ref().unchecked_ref(),
            &options,
        )
        .ok()?;
        // Whatever the reader jumps over, some part of the text comes into the strip or leaves it; a heading may not.
        let parts = document
            .query_selector_all(".document :is(h1, h2, h3), .document > *, .prose > *")
            .ok()?;
        for part in (0..parts.length()).filter_map(|index| parts.item(index)?.dyn_into().ok()) {
            observer.observe(&part);
        }
        Some(Self {
            observer,
            _moved: moved,
        })
    }
}

impl Drop for Sections {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The section that is marked as being read: its anchor and its title.
pub fn current() -> Option<(String, String)> {
    let document = web_sys::window()?.document()?;
    let link = document.query_selector(".toc a[aria-current]").ok()??;
    let anchor = link.get_attribute("href")?.strip_prefix('#')?.to_owned();
    Some((anchor, link.text_content()?))
}

/// Whether the page is before the reader's eyes, and not in a tab behind another one.
pub fn is_seen() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| !document.hidden())
}

/// The line of the last heading above the reading line is the current one.
fn mark(window: &web_sys::Window, lines: &[Line]) {
    let height = window
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64())
        .unwrap_or_default();
    let above = lines
        .iter()
        .take_while(|line| line.heading.get_bounding_client_rect().top() <= height * READING_LINE);
    let current = above.count().checked_sub(1);
    for (index, line) in lines.iter().enumerate() {
        // The attribute's name is a valid one.
        let _ = if Some(index) == current {
            line.link.set_attribute("aria-current", "location")
        } else {
            line.link.remove_attribute("aria-current")
        };
    }
}
