//! The pages before and after this one.

use headroom_content::model::Link;
use leptos::prelude::*;

use crate::state::site::Site;

#[component]
pub fn Pager() -> impl IntoView {
    let page = Site::here().page;
    (page.previous.is_some() || page.next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label="Previous and next page">
                {page.previous.clone().map(|link| step(link, "prev", "Previous"))}
                {page.next.clone().map(|link| step(link, "next", "Next"))}
            </nav>
        }
    })
}

fn step(link: Link, rel: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <a class=rel rel=rel href=link.href>
            <span class="label">{label}</span>
            <span class="title">{link.title}</span>
        </a>
    }
}
