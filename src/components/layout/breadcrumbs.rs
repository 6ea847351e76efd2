//! The way from home to the page on show.

use leptos::prelude::*;

use crate::state::site::Site;
use crate::words::{lang_of, page as words};

/// Nothing on pages that lie directly below home: the header already says where they are.
#[component]
pub fn Breadcrumbs() -> impl IntoView {
    let page = Site::here().page;
    (page.breadcrumbs.len() > 1).then(|| {
        let steps = page
            .breadcrumbs
            .iter()
            .map(|link| view! { <li><a href=link.href.clone() lang=lang_of(&link.title)>{link.title.clone()}</a></li> })
            .collect_view();
        view! {
            <nav class="breadcrumbs" aria-label=words::breadcrumbs()>
                <ol role="list">
                    {steps}
                    <li aria-current="page" lang=lang_of(&page.title)>{page.title.clone()}</li>
                </ol>
            </nav>
        }
    })
}
