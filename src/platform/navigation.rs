//! What a browser does by itself when a page is loaded, and a program must do after it has put another page
//! in place.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlAnchorElement, HtmlElement};

pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Moves the focus to the page's heading, so that a screen reader announces the new page and the next
/// Tab starts there. Does not scroll: the router has.
pub fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<HtmlElement>().ok()) {
        heading.set_tab_index(-1);
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
}

/// Calls `intent` with the path of a link of this site when a pointer or the focus comes to it.
pub fn on_link_intent(intent: impl Fn(&str) + Clone + 'static) {
    let for_focus = intent.clone();
    let pointer = window_event_listener(ev::pointerover, move |event| {
        link_path(event.target(), &intent)
    });
    let focus = window_event_listener(ev::focusin, move |event| {
        link_path(event.target(), &for_focus)
    });
    on_cleanup(move || {
        pointer.remove();
        focus.remove();
    });
}

fn link_path(target: Option<web_sys::EventTarget>, intent: &impl Fn(&str)) {
    let link = target
        .and_then(|target| target.dyn_into::<Element>().ok())
        .and_then(|element| element.closest("a[href]").ok().flatten())
        .and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    let Some(link) = link else { return };
    let elsewhere = location()
        .origin()
        .is_ok_and(|origin| origin != link.origin());
    let here = location()
        .pathname()
        .is_ok_and(|pathname| pathname == link.pathname());
    if !elsewhere && !here && !link.has_attribute("download") {
        intent(&link.pathname());
    }
}
