//! Going from page to page without a reload, through the browser's Navigation API: it keeps the address, the history
//! and the scroll positions. A browser without it loads each page anew, which works as well, only slower.
//!
//! <https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-api>

use std::future::Future;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Element, Event, EventTarget, FocusOptions, HtmlAnchorElement, HtmlElement, Url};

use crate::state::site::Base;

/// Where a reader goes.
pub struct Visit {
    pub url: String,
    pub path: String,
}

/// Calls `visit` when the reader goes to another page of the site; the visit is over when what it returns is.
pub fn follow<F: Future<Output = ()> + 'static>(base: Base, visit: impl Fn(Visit) -> F + 'static) {
    let Some(navigation) = web_sys::window()
        .and_then(|window| get(&window, "navigation"))
        .and_then(|navigation| navigation.dyn_into::<EventTarget>().ok())
    else {
        return;
    };
    let visit = Rc::new(visit);
    listen(&navigation, "navigate", move |event| {
        let Some(to) = destination(&event, &base) else {
            return;
        };
        let visit = visit.clone();
        let handler = Closure::once_into_js(move || {
            future_to_promise(async move {
                visit(to).await;
                Ok(JsValue::UNDEFINED)
            })
        });
        let options = Object::new();
        // The heading of the new page gets the focus, see `focus_heading`.
        let _ = Reflect::set(&options, &"focusReset".into(), &"manual".into());
        let _ = Reflect::set(&options, &"handler".into(), &handler);
        if let Some(intercept) = get(&event, "intercept") {
            let _ = intercept
                .unchecked_into::<js_sys::Function>()
                .call1(&event, &options);
        }
    });
}

/// The page of the site that a navigation leads to; nothing where the browser does better by itself.
fn destination(event: &Event, base: &Base) -> Option<Visit> {
    let is = |name| get(event, name).is_some_and(|value| value.is_truthy());
    let reload = get(event, "navigationType").is_some_and(|kind| kind == "reload");
    if !is("canIntercept") || is("hashChange") || is("downloadRequest") || is("formData") || reload
    {
        return None;
    }
    let url = get(&get(event, "destination")?, "url")?.as_string()?;
    let path = Url::new(&url).ok()?.pathname();
    // Pages end in a slash; all else are files.
    (base.holds(&path) && path.ends_with('/')).then_some(Visit { url, path })
}

/// Lets the browser load the page at the address it shows already, program and all.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_null() && !value.is_undefined())
}

/// For as long as the document lives.
fn listen(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
}

/// Moves the focus to the page's heading, so that a screen reader announces the new page and the next
/// Tab starts there. Does not scroll: the browser does.
pub fn focus_heading() {
    let heading = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("main h1").ok().flatten())
        .and_then(|heading| heading.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.set_tab_index(-1);
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heading.focus_with_options(&options);
    }
}

/// Closes a popover when a link in it is followed: it has served, and would cover what the link leads to.
pub fn close_popovers() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    listen(&document, "click", |event| {
        let popover = link_at(event.target())
            .and_then(|link| link.closest("[popover]:popover-open").ok().flatten())
            .and_then(|popover| popover.dyn_into::<HtmlElement>().ok());
        if let Some(popover) = popover {
            let _ = popover.hide_popover();
        }
    });
}

/// Calls `intent` with the path of a page of this site when a pointer or the focus comes to a link to it.
pub fn on_link_intent(intent: impl Fn(&str) + 'static) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let intent = Rc::new(intent);
    for name in ["pointerover", "focusin"] {
        let intent = intent.clone();
        listen(&document, name, move |event| {
            link_path(event.target(), &*intent);
        });
    }
}

fn link_path(target: Option<EventTarget>, intent: &dyn Fn(&str)) {
    let (Some(link), Some(window)) = (link_at(target), web_sys::window()) else {
        return;
    };
    let location = window.location();
    let elsewhere = location
        .origin()
        .is_ok_and(|origin| origin != link.origin());
    let here = location
        .pathname()
        .is_ok_and(|pathname| pathname == link.pathname());
    if !elsewhere && !here && !link.has_attribute("download") && link.pathname().ends_with('/') {
        intent(&link.pathname());
    }
}

fn link_at(target: Option<EventTarget>) -> Option<HtmlAnchorElement> {
    let link = target?.dyn_into::<Element>().ok()?.closest("a[href]");
    link.ok().flatten()?.dyn_into().ok()
}
