//! The way from home to the page on show.

use leptos::prelude::*;

use crate::state::site::Site;

/// Nothing on pages that lie directly below home: the header already says where they are.
#[component]
pub fn Breadcrumbs() -> impl IntoView {
    let page = Site::here().page;
    (page.breadcrumbs.len() > 1).then(|| {
        let steps = page
            .breadcrumbs
            .iter()
            .map(|link| view! { <li><a href=link.href.clone()>{link.title.clone()}</a></li> })
            .collect_view();
        view! {
            <nav class="breadcrumbs" aria-label="Breadcrumbs">
                <ol role="list">
                    {steps}
                    <li aria-current="page">{page.title.clone()}</li>
                </ol>
            </nav>
        }
    })
}
