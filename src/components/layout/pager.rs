//! The pages before and after this one.

use headroom_content::model::Link;
use leptos::prelude::*;

use crate::state::site::Site;
use crate::words::{lang_of, page as words};

#[component]
pub fn Pager() -> impl IntoView {
    let page = Site::here().page;
    (page.previous.is_some() || page.next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=words::previous_and_next()>
                {page.previous.clone().map(|link| step(link, "prev", words::previous()))}
                {page.next.clone().map(|link| step(link, "next", words::next()))}
            </nav>
        }
    })
}

fn step(link: Link, rel: &'static str, label: &'static str) -> impl IntoView {
    let lang = lang_of(&link.title);
    view! {
        <a class=rel rel=rel href=link.href>
            <span class="label">{label}</span>
            <span class="title" lang=lang>{link.title}</span>
        </a>
    }
}
