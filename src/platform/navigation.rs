//! Going from page to page without a reload, through the browser's Navigation API: it keeps the address, the history
//! and the scroll positions. A browser without it loads each page anew, which works as well, only slower.
//!
//! <https://html.spec.whatwg.org/multipage/nav-history-apis.html#navigation-api>

use std::future::Future;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::{
    Document, Element, Event, EventTarget, FocusOptions, HtmlAnchorElement, HtmlElement, Url,
};

use crate::state::site::Base;

/// Where a reader goes.
pub struct Visit {
    pub url: String,
    pub path: String,
    event: Event,
}

impl Visit {
    /// Leads the reader to where the address points, now that the page is on show: scrolls there, and moves the focus, so
    /// that a screen reader announces the place and the next Tab starts there.
    pub fn arrive(&self) {
        // The browser knows the position, also of a page gone back to. By itself it would scroll later, and take the
        // focus away. Fails when the reader has left meanwhile.
        if let Some(scroll) = get(&self.event, "scroll") {
            let _ = scroll
                .unchecked_into::<js_sys::Function>()
                .call0(&self.event);
        }
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        let place = self
            .fragment()
            .and_then(|id| document.get_element_by_id(&id))
            .and_then(|part| name_of(&document, &part).or_else(|| part.dyn_into().ok()));
        let heading = || document.query_selector("main h1").ok()??.dyn_into().ok();
        if let Some(place) = place.or_else(heading) {
            focus(&place);
        }
    }

    /// The part of the page that the address names.
    fn fragment(&self) -> Option<String> {
        let hash = Url::new(&self.url).ok()?.hash();
        let id = hash.strip_prefix('#').filter(|id| !id.is_empty())?;
        js_sys::decode_uri_component(id).ok()?.as_string()
    }
}

/// What names a part of a page: the title of a lab, the prompt of a question.
fn name_of(document: &Document, part: &Element) -> Option<HtmlElement> {
    let name = match part.get_attribute("aria-labelledby") {
        Some(id) => document.get_element_by_id(&id),
        None => part.query_selector(".question__prompt").ok().flatten(),
    };
    name?.dyn_into().ok()
}

fn focus(element: &HtmlElement) {
    if !element.has_attribute("tabindex") {
        element.set_tab_index(-1);
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
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
        // See `Visit::arrive`.
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
    let kind = get(event, "navigationType");
    let kind = |name| kind.as_ref().is_some_and(|kind| kind == name);
    let destination = get(event, "destination")?;
    // The page itself has written another address over its own.
    let renamed =
        kind("replace") && get(&destination, "sameDocument").is_some_and(|same| same.is_truthy());
    let by_itself = kind("reload") || renamed;
    if !is("canIntercept")
        || is("hashChange")
        || is("downloadRequest")
        || is("formData")
        || by_itself
    {
        return None;
    }
    let url = get(&destination, "url")?.as_string()?;
    let path = Url::new(&url).ok()?.pathname();
    // Pages end in a slash; all else are files.
    (base.holds(&path) && path.ends_with('/')).then(|| Visit {
        url,
        path,
        event: event.clone(),
    })
}

/// Lets the browser load the page at the address it shows already, program and all.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

pub(super) fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_null() && !value.is_undefined())
}

/// For as long as the document lives.
pub(super) fn listen(target: &EventTarget, name: &str, act: impl FnMut(Event) + 'static) {
    let act = Closure::<dyn FnMut(Event)>::new(act);
    let _ = target.add_event_listener_with_callback(name, act.as_ref().unchecked_ref());
    act.forget();
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

/// A link to the page in another language leads to where on it the reader is.
pub fn keep_fragments() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    listen(&document, "click", |event| {
        if let Some(link) = link_at(event.target()).filter(|link| link.has_attribute("hreflang")) {
            link.set_hash(&super::address::fragment());
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
    // What terms lead to is fetched by what explains them.
    let link = link_at(target).filter(|link| !link.class_list().contains("term"));
    let (Some(link), Some(window)) = (link, web_sys::window()) else {
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
