//! The HTML document of the page on show, and of those that take its place.

use std::cell::Cell;

use headroom_content::model::Bootstrap;
use headroom_sim::protocol::BUILD;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CssStyleSheet, CustomEvent, CustomEventInit, Document, DomParser, Element, Event, HtmlElement,
    ScrollIntoViewOptions, ScrollLogicalPosition, SupportedType,
};

use super::navigation::get;
use crate::state::bootstrap;
use crate::state::site::Base;
use crate::words::{self, ENGINE, Language, TEXTS, frame};

/// What a page carries for its program.
pub struct Page {
    pub bootstrap: Bootstrap,
    pub base: Base,
    /// Names the program it was made for.
    pub build: String,
}

/// Why a page cannot be taken over.
#[derive(Debug, thiserror::Error)]
pub enum BootstrapError {
    #[error("the page carries no data (`script#bootstrap`)")]
    Missing,
    #[error("the page's data is of another build than the program")]
    Unreadable,
}

const BOOTSTRAP: &str = "bootstrap";

pub(super) fn current() -> Option<Document> {
    web_sys::window()?.document()
}

/// Where the site is, as the page on show says it.
pub fn base() -> Option<Base> {
    let script = current()?.get_element_by_id(BOOTSTRAP)?;
    Some(Base::new(&script.get_attribute("data-base")?))
}

/// Reads `<script id="bootstrap" data-base="/sub/" data-build="...">`.
pub fn bootstrap() -> Result<Page, BootstrapError> {
    let document = current().ok_or(BootstrapError::Missing)?;
    let script = document
        .get_element_by_id(BOOTSTRAP)
        .ok_or(BootstrapError::Missing)?;
    let base = script
        .get_attribute("data-base")
        .ok_or(BootstrapError::Missing)?;
    let text = script.text_content().ok_or(BootstrapError::Missing)?;
    Ok(Page {
        bootstrap: bootstrap::read(&text).ok_or(BootstrapError::Unreadable)?,
        base: Base::new(&base),
        build: build_of(&document).unwrap_or_default(),
    })
}

/// Takes in the language of the page on show, and the texts in it: see `words`.
pub fn learn_language() {
    let root = current().and_then(|document| document.document_element());
    let tag = root.and_then(|root| root.get_attribute("lang"));
    let language = tag.and_then(|tag| Language::of(&tag)).unwrap_or_default();
    if language != Language::English {
        let global = js_sys::global();
        let brought = |name| -> (Option<f64>, Vec<String>) {
            let brought = get(&global, name);
            let brought = brought
                .map(JsCast::unchecked_into::<Array>)
                .unwrap_or_default();
            let texts = brought.iter();
            let texts = texts.map(|text| text.as_string().unwrap_or_default());
            (brought.get(0).as_f64(), texts.collect())
        };
        let (mark, texts) = brought(TEXTS);
        words::learn(language, mark, texts, brought(ENGINE).1);
    }
}

/// The program that a page was made for.
pub fn build_of(document: &Document) -> Option<String> {
    document
        .get_element_by_id(BOOTSTRAP)?
        .get_attribute("data-build")
}

/// Where the islands of the page on show stand, in the order of the document.
pub fn places() -> Vec<HtmlElement> {
    let places = found("[data-island]").into_iter();
    places.filter_map(|place| place.dyn_into().ok()).collect()
}

/// What stands before an element, beside it.
pub fn before(element: &HtmlElement) -> Option<HtmlElement> {
    element.previous_element_sibling()?.dyn_into().ok()
}

/// A page's HTML, read but not shown.
pub fn parse(html: &str) -> Option<Document> {
    let document = DomParser::new()
        .ok()?
        .parse_from_string(html, SupportedType::TextHtml)
        .ok()?;
    // A parser reads what is there for readers without scripts as part of the page; it would stand in it twice.
    let unscripted = document.query_selector_all("noscript").ok()?;
    for index in 0..unscripted.length() {
        if let Some(node) = unscripted.item(index) {
            node.set_text_content(None);
        }
    }
    Some(document)
}

/// Gets the style sheets that another page has and this one lacks, so that it is never seen without. They stay here: what
/// they say of other pages' parts holds for nothing.
pub async fn dress(next: &Document) {
    const SHEETS: &str = "head > link[rel=stylesheet]";
    let Some(document) = current() else { return };
    let known = found(SHEETS);
    let is_known = |sheet: &Element| {
        let href = sheet.get_attribute("href");
        known
            .iter()
            .any(|known| known.get_attribute("href") == href)
    };
    let (Ok(sheets), Some(head)) = (next.query_selector_all(SHEETS), document.head()) else {
        return;
    };
    for index in 0..sheets.length() {
        let Some(sheet) = sheets.item(index).and_then(|node| node.dyn_into().ok()) else {
            continue;
        };
        if is_known(&sheet) {
            continue;
        }
        let there = Promise::new(&mut |resolve, _| {
            for event in ["load", "error"] {
                let _ = sheet.add_event_listener_with_callback(event, &resolve);
            }
        });
        if head.append_child(&sheet).is_ok() {
            // A sheet that cannot be had leaves the page to be read as it is.
            let _ = JsFuture::from(there).await;
        }
    }
}

/// Puts the body and the title of another page in place of this one's.
pub fn replace(next: &Document) {
    let Some(document) = current() else { return };
    document.set_title(&next.title());
    if let (Some(old), Some(new)) = (document.body(), next.body()) {
        let _ = old.replace_with_with_node_1(&new);
    }
}

/// Says in place of the page that it could not be had. `href` is where to try again.
pub fn apologise(title: &str, why: &str, href: &str) {
    let Some(document) = current() else { return };
    mark_loading(false);
    document.set_title(&format!("{title} · Headroom"));
    let Some(main) = document.get_element_by_id("main") else {
        return;
    };
    main.set_inner_html(
        "<div class=\"apology\" role=\"alert\"><h1></h1><p class=\"lede\"></p>\
         <p><a class=\"button primary\"></a></p></div>",
    );
    let part = |selector| main.query_selector(selector).ok().flatten();
    if let Some(heading) = part("h1") {
        heading.set_text_content(Some(title));
    }
    if let Some(line) = part(".lede") {
        line.set_text_content(Some(why));
    }
    if let Some(link) = part("a") {
        link.set_text_content(Some(frame::try_again()));
        let _ = link.set_attribute("href", href);
    }
}

/// Shows that a page is on its way; the page that comes has no such mark.
pub fn mark_loading(on: bool) {
    let Some(document) = current() else { return };
    let mark = document.query_selector(".progress-mark").ok().flatten();
    if let Some(mark) = mark {
        let _ = mark.class_list().toggle_with_force("running", on);
    }
}

thread_local! {
    /// How often a program could not be had: a browser does not get again what it could not get, but by another name.
    static LOST: Cell<u32> = const { Cell::new(0) };
}

/// Starts one of the site's programs; calls `failed` when it does not come.
pub fn start(base: &Base, program: &str, failed: impl Fn() + 'static) {
    let Some(document) = current() else { return };
    let failed = Closure::<dyn FnMut()>::new(move || {
        LOST.set(LOST.get() + 1);
        failed();
    })
    .into_js_value();
    let failed: &js_sys::Function = failed.unchecked_ref();
    let failure = format!("headroom-no-{program}");
    let _ = document.add_event_listener_with_callback(&failure, failed);
    let mut loader = format!("island_loader.js?program={program}&build={BUILD}");
    if LOST.get() > 0 {
        loader = format!("{loader}&again={}", LOST.get());
    }
    if let (Ok(script), Some(head)) = (document.create_element("script"), document.head()) {
        let _ = script.set_attribute("type", "module");
        let _ = script.set_attribute("src", &base.file(&loader));
        let _ = script.add_event_listener_with_callback("error", failed);
        let _ = head.append_child(&script);
    }
}

/// Opens the browser's dialog for printing, which saves as PDF, too.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // Refused inside a frame that may not; then nothing is printed.
        let _ = window.print();
    }
}

/// Tells the other programs of the page.
pub fn tell(event: &str) {
    if let (Some(document), Ok(event)) = (current(), Event::new(event)) {
        let _ = document.dispatch_event(&event);
    }
}

/// Tells the other programs of the page something.
pub fn tell_with(event: &str, bytes: &[u8]) {
    let options = CustomEventInit::new();
    options.set_detail(&Uint8Array::from(bytes));
    if let (Some(document), Ok(event)) = (
        current(),
        CustomEvent::new_with_event_init_dict(event, &options),
    ) {
        let _ = document.dispatch_event(&event);
    }
}

/// Listens to what other programs tell with an event, until it is dropped.
pub struct Heard {
    event: &'static str,
    act: Closure<dyn FnMut(CustomEvent)>,
}

impl Heard {
    pub fn of(event: &'static str, mut act: impl FnMut(&[u8]) + 'static) -> Option<Self> {
        let act = Closure::<dyn FnMut(CustomEvent)>::new(move |event: CustomEvent| {
            if let Ok(bytes) = event.detail().dyn_into::<Uint8Array>() {
                act(&bytes.to_vec());
            }
        });
        current()?
            .add_event_listener_with_callback(event, act.as_ref().unchecked_ref())
            .ok()?;
        Some(Self { event, act })
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        if let Some(document) = current() {
            let _ = document
                .remove_event_listener_with_callback(self.event, self.act.as_ref().unchecked_ref());
        }
    }
}

/// Listens to what other programs tell, for as long as the document lives.
pub fn listen(event: &str, act: impl FnMut() + 'static) {
    let Some(document) = current() else { return };
    let act = Closure::<dyn FnMut()>::new(act).into_js_value();
    let _ = document.add_event_listener_with_callback(event, act.unchecked_ref());
}

/// Listens to what the reader does anywhere on the page, for as long as the document lives.
pub fn hear(event: &str, act: impl FnMut(Event) + 'static) {
    if let Some(document) = current() {
        super::navigation::listen(&document, event, act);
    }
}

/// The same of what the window hears.
pub fn hear_window(event: &str, act: impl FnMut(Event) + 'static) {
    if let Some(window) = web_sys::window() {
        super::navigation::listen(&window, event, act);
    }
}

/// Tells all that listen at the window of this page.
pub fn tell_window(event: &str) {
    if let (Some(window), Ok(event)) = (web_sys::window(), Event::new(event)) {
        let _ = window.dispatch_event(&event);
    }
}

/// Has the document look as a style sheet says that comes with a program.
pub fn adopt(css: &str) {
    let Some(document) = current() else { return };
    let (Ok(sheet), Some(sheets)) = (
        CssStyleSheet::new(),
        super::navigation::get(&document, "adoptedStyleSheets"),
    ) else {
        return;
    };
    if sheet.replace_sync(css).is_ok() {
        sheets.unchecked_into::<js_sys::Array>().push(&sheet);
    }
}

/// Scrolls no more than it takes to see an element.
pub fn reveal(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Opens each disclosure whose `attribute` has a value that is wanted.
pub fn open(attribute: &str, is_wanted: impl Fn(&str) -> bool) {
    for details in found(&format!("[{attribute}]")) {
        if (details.get_attribute(attribute)).is_some_and(|value| is_wanted(&value)) {
            let _ = details.set_attribute("open", "");
        }
    }
}

/// What stood in an element before something was told in it.
const BEFORE: &str = "data-before";

/// Writes a sentence into each element that a selector names, in place of what stands there.
pub fn tell_in(selector: &str, text: &str) {
    for element in found(selector) {
        if !element.has_attribute(BEFORE) {
            let _ = element.set_attribute(BEFORE, &element.inner_html());
        }
        element.set_text_content(Some(text));
    }
}

/// Takes it back: an island can be taken over only as it was made.
pub fn take_back(selector: &str) {
    for element in found(selector) {
        if let Some(before) = element.get_attribute(BEFORE) {
            element.set_inner_html(&before);
            let _ = element.remove_attribute(BEFORE);
        }
    }
}

/// The element of an id.
pub fn by_id(id: &str) -> Option<Element> {
    current()?.get_element_by_id(id)
}

/// The elements that a selector names, in the order of the document.
pub fn found(selector: &str) -> Vec<Element> {
    let found = current().and_then(|document| document.query_selector_all(selector).ok());
    found.map_or_else(Vec::new, |found| {
        (0..found.length())
            .filter_map(|index| found.item(index)?.dyn_into().ok())
            .collect()
    })
}
