//! Places for notes on the page on show: one after each heading and question, with two buttons. They do nothing by
//! themselves: the program of notes takes them over (`components::notes::place`), which comes when one is pressed.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::document::found;
use crate::components::escape;
use crate::words::notes as say;

/// Headings of the text, questions, and the summary below the page's own heading.
const WHERE: &str =
    "article .page-header .lede, .prose > :is(h2, h3, h4)[id], .island > .question[id]";

/// As long as a name for what is done there should be, characters.
const MOST: usize = 80;

/// Told to the program of notes: there are places now.
pub const PLACES: &str = "headroom-noting";

/// Makes them, and returns them.
pub fn prepare() -> Vec<HtmlElement> {
    for element in found(WHERE) {
        let id = element.id();
        // The page's own heading has the anchor of all of it, and the summary comes between.
        let (anchor, named) = if id.is_empty() {
            ("main", element.previous_element_sibling())
        } else {
            let prompt = element.query_selector(".question__prompt").ok().flatten();
            (&*id, prompt.or_else(|| Some(element.clone())))
        };
        let name = named.and_then(|named| named.text_content());
        let name: String = name.unwrap_or_default().trim().chars().take(MOST).collect();
        let name = escape(&name);
        let html = format!(
            "<div class=\"noting\" data-at=\"{anchor}\" data-name=\"{name}\"><p class=\"noting__do\">\
             <button type=\"button\" class=\"quiet noting__mark\" aria-label=\"{mark_at}\"><span>{mark}</span></button>\
             <button type=\"button\" class=\"quiet noting__note\" aria-label=\"{add_at}\"><span>{note}</span></button>\
             </p><p class=\"noting__lost\" role=\"alert\"></p></div>",
            mark_at = say::bookmark_at(&name),
            mark = say::bookmark(),
            add_at = say::add_at(&name),
            note = say::note()
        );
        let island = element.closest(".island").ok().flatten();
        let _ = island
            .unwrap_or(element)
            .insert_adjacent_html("afterend", &html);
    }
    places()
}

/// Those there are, in the order of the document.
pub fn places() -> Vec<HtmlElement> {
    let places = found(".noting").into_iter();
    places.filter_map(|place| place.dyn_into().ok()).collect()
}

/// Presses the button of a place that stands where `before` did, and gives it the focus.
pub fn press(place: &HtmlElement, before: &HtmlElement) {
    let selector = before
        .class_name()
        .split_whitespace()
        .map(|class| [".", class].concat())
        .collect::<String>();
    let button = place.query_selector(&selector).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Refused for nothing that is a button.
        let _ = button.focus();
        button.click();
    }
}
