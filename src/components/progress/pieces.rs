//! What the page is made of. One type of view each, whatever stands in it.

use leptos::prelude::*;

use crate::components::view;

pub fn section(id: &'static str, title: &'static str, parts: Vec<AnyView>) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {parts}
        </section>
    }
}

/// Something to read and, beside it, something to do.
pub fn entry(html: String, button: AnyView) -> AnyView {
    view! {
        <li class="progress__entry">
            <div inner_html=html></div>
            {button}
        </li>
    }
}

pub fn list(entries: Vec<AnyView>) -> AnyView {
    view! { <ul role="list">{entries}</ul> }
}

pub fn text(class: &'static str, html: String) -> AnyView {
    view! { <div class=class inner_html=html></div> }
}

/// `label` is for whoever does not see what it stands beside.
pub fn button(
    class: &'static str,
    words: String,
    label: String,
    act: impl Fn() + 'static + Send + Sync,
) -> AnyView {
    let act: std::sync::Arc<dyn Fn() + Send + Sync> = std::sync::Arc::new(act);
    view! {
        <button type="button" class=class aria-label=label on:click=move |_| act()>{words}</button>
    }
}
