//! Terms of the glossary: what one means is shown beside a link to it while the pointer or the focus is there, and the
//! glossary's own page can be filtered. What it means stands on that page, which is fetched when a reader points at a
//! link to it, as any page is: nothing else is fetched, and nothing before.
//!
//! As WCAG 2.2 asks (1.4.13), Escape puts the explanation away, the pointer may go onto it, and it stays until pointer and
//! focus have left. A finger sees none: for it the link leads to the glossary.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, Event, HtmlAnchorElement, HtmlElement, HtmlInputElement};

use super::document;
use super::library::Library;
use super::navigation::{get, listen};
use super::settings::saves_data;
use crate::words::frame;

/// The explanation on show, and the term that it explains.
const TIP: &str = "explained";
const TIP_AT: &str = "#explained";
const TERM_AT: &str = "[aria-describedby=explained]";
/// Between the window's edge and an explanation, CSS pixels.
const MARGIN: f64 = 8.0;
/// For the pointer to come from a term of two lines to its explanation.
const GRACE: Duration = Duration::from_millis(150);

/// Explains terms and filters the glossary, on every page that is shown.
pub fn explain(library: Library) {
    let Some(page) = document::current() else {
        return;
    };
    let glossary: Rc<RefCell<Option<Document>>> = Rc::default();
    for name in [
        "pointerover",
        "focusin",
        "focusout",
        "keydown",
        "input",
        "click",
    ] {
        let (library, glossary) = (library.clone(), glossary.clone());
        listen(&page, name, move |event| match name {
            "input" | "click" => filter(&event),
            "keydown" if is(&event, "key", "Escape") => hide(),
            "keydown" => {}
            _ => {
                if document::by_id(TIP).is_some() {
                    // What has the focus next may stand below the explanation, and is to be seen at once.
                    if name == "focusin" {
                        leave();
                    }
                    set_timeout(leave, GRACE);
                }
                let at = event.target().and_then(|target| target.dyn_into().ok());
                let link = at.and_then(|at: Element| at.closest("a.term").ok()?);
                // A finger that touches a link gives it the focus, too.
                let asks = |link: &Element| match name {
                    "pointerover" => !is(&event, "pointerType", "touch"),
                    "focusin" => link.matches(":focus-visible").unwrap_or(false),
                    _ => false,
                };
                let Some(link) = link.filter(asks) else {
                    return;
                };
                let (library, glossary) = (library.clone(), glossary.clone());
                spawn_local(async move {
                    let link: HtmlAnchorElement = link.unchecked_into();
                    let known = glossary.borrow().is_some();
                    if !known
                        && !saves_data()
                        && let Ok(html) = library.page(&link.pathname()).await
                    {
                        *glossary.borrow_mut() = document::parse(&html);
                    }
                    if let Some(text) = meaning(glossary.borrow().as_ref(), &link) {
                        show(&link, &text);
                    }
                });
            }
        });
    }
}

fn is(event: &Event, key: &str, value: &str) -> bool {
    get(event, key).is_some_and(|found| found == value)
}

/// Whether the pointer or the focus of the keyboard is on an element.
fn is_attended(element: &Element) -> bool {
    element.matches(":hover, :focus-visible").unwrap_or(false)
}

/// The definition that a link leads to.
fn meaning(glossary: Option<&Document>, link: &HtmlAnchorElement) -> Option<String> {
    let term = glossary?.get_element_by_id(link.hash().strip_prefix('#')?)?;
    term.query_selector(".glossary__text").ok()??.text_content()
}

/// Shows what a term means if it is still asked for.
fn show(link: &HtmlAnchorElement, text: &str) {
    let described = link.has_attribute("aria-describedby");
    let Some(page) = document::current().filter(|_| is_attended(link) && !described) else {
        return;
    };
    hide();
    let (Ok(tip), Some(body)) = (page.create_element("div"), page.body()) else {
        return;
    };
    tip.set_id(TIP);
    for (name, value) in [("role", "tooltip"), ("popover", "manual")] {
        let _ = tip.set_attribute(name, value);
    }
    tip.set_text_content(Some(text));
    // In the part of the page that the term stands in: outside of all of them those who go by parts would miss it.
    let part = link.closest("main, header, footer, nav").ok().flatten();
    let _ = part
        .unwrap_or_else(|| body.clone().into())
        .append_child(&tip);
    let _ = link.set_attribute("aria-describedby", TIP);
    let tip: HtmlElement = tip.unchecked_into();
    let _ = tip.show_popover();
    // Below the term where there is room, else above it, in coordinates of the page: it scrolls with the term.
    let (term, own, sheet) = (
        link.get_bounding_client_rect(),
        tip.get_bounding_client_rect(),
        body.get_bounding_client_rect(),
    );
    let height = page
        .document_element()
        .map_or(0, |root| root.client_height());
    let above = term.bottom() + own.height() > f64::from(height) && term.top() > own.height();
    let top = if above {
        term.top() - own.height()
    } else {
        term.bottom()
    };
    let left = term
        .left()
        .min(sheet.right() - own.width() - MARGIN)
        .max(MARGIN);
    let place = format!("left:{}px;top:{}px", left - sheet.left(), top - sheet.top());
    let _ = tip.set_attribute("data-style", &place);
}

/// Puts the explanation away when nobody attends to it any more.
fn leave() {
    let attended = |selector: &str| {
        let element = document::current()?.query_selector(selector).ok()??;
        Some(is_attended(&element))
    };
    if [TIP_AT, TERM_AT]
        .into_iter()
        .all(|place| attended(place) != Some(true))
    {
        hide();
    }
}

fn hide() {
    let Some(page) = document::current() else {
        return;
    };
    if let Ok(Some(link)) = page.query_selector(TERM_AT) {
        let _ = link.remove_attribute("aria-describedby");
    }
    if let Some(tip) = page.get_element_by_id(TIP) {
        tip.remove();
    }
}

/// By the browser: the tables of all letters need not come with the program.
fn lowered(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// The field that filters the glossary.
const FIELD: &str = "glossary-filter";

/// Filters by what is typed into the field; a link to another term of the page takes all of it back, for that one may be hidden.
fn filter(event: &Event) {
    let at = event.target().and_then(|at| at.dyn_into::<Element>().ok());
    let Some(at) = at else { return };
    let field = document::by_id(FIELD).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    if event.type_() == "click" {
        if !at.matches(".glossary dd a[href^='#']").unwrap_or(false) {
            return;
        }
        field.set_value("");
    } else if at.id() != FIELD {
        return;
    } else if let Ok(Some(glossary)) = at.closest(".glossary") {
        // What is left begins there, wherever the reader was.
        glossary.scroll_into_view();
    }
    keep(&field.value());
}

/// Hides the terms that have nothing of a text, and says how many are left.
fn keep(wanted: &str) {
    let wanted = lowered(wanted.trim());
    let terms = document::found(".glossary dl > div");
    let mut left = 0;
    for term in &terms {
        let text = lowered(&term.text_content().unwrap_or_default());
        let fits = text.contains(&wanted);
        let _ = term.toggle_attribute_with_force("hidden", !fits);
        left += usize::from(fits);
    }
    let told = if left == terms.len() {
        frame::terms(left)
    } else {
        frame::terms_of(left, terms.len())
    };
    if let Some(status) = document::found(".glossary [role=status]").first() {
        status.set_text_content(Some(&told));
    }
}
