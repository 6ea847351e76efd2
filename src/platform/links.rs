//! Links of the page on show.

use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlElement};

/// What a sign behind a title is made of; there is one a link.
const SIGN: &str = ".mark";

/// Puts markup behind the title of each link that a selector names, in place of what was put there before: what `sign` makes
/// of the path that the link leads to, or nothing.
pub fn sign(selector: &str, sign: impl Fn(&str) -> Option<String>) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let Ok(links) = document.query_selector_all(selector) else {
        return;
    };
    for index in 0..links.length() {
        let link = links.item(index).and_then(|link| link.dyn_into().ok());
        let Some(link): Option<HtmlAnchorElement> = link else {
            continue;
        };
        if let Ok(Some(old)) = link.query_selector(SIGN) {
            old.remove();
        }
        if let Some(html) = sign(&link.pathname()) {
            let link: &HtmlElement = link.as_ref();
            let _ = link.insert_adjacent_html("beforeend", &html);
        }
    }
}
