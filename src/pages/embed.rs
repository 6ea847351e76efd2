//! A lab and nothing around it, for frames in other pages.

use headroom_content::model::{Island, Lab, Page, embed_route};
use leptos::prelude::*;

use crate::islands::island;
use crate::state::site::{Base, Here};

/// What such a page consists of.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// As that of a page ([`Page::route`]).
    pub route: String,
    pub title: String,
    pub description: String,
    pub lab: Lab,
}

impl Embedded {
    /// Of the page that a lab has to itself.
    pub fn of(page: &mut Page) -> Option<Self> {
        let route = page.route.clone();
        let own = |lab: &&mut Lab| !lab.is_brief() && lab.route() == route.trim_start_matches('/');
        let lab = page.labs_mut().find(own)?.clone();
        Some(Self {
            route: format!("/{}", embed_route(&lab.sim)),
            title: page.title.clone(),
            description: page.description.clone(),
            lab,
        })
    }
}

/// All that stands in the body of such a page.
#[component]
pub fn EmbedDocument(embedded: Embedded, base: Base) -> impl IntoView {
    let Embedded {
        route, title, lab, ..
    } = embedded;
    let whole = base.href(&lab.route());
    provide_context(Here {
        base,
        route,
        title: title.clone(),
    });
    view! {
        <main class="embed" id="main">
            <h1 class="embed__title">
                <a href=whole target="_blank" rel="noopener">
                    {title}
                    " "
                    <span class="embed__site">"Open in Headroom"</span>
                </a>
            </h1>
            {island(Island::Lab(Box::new(lab)))}
        </main>
    }
}
