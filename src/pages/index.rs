//! Everything in one part of the site: all concepts, all components or all templates.

use headroom_content::model::Index;
use leptos::prelude::*;

use crate::components::document::{CardGroups, PageHeader};

#[component]
pub fn IndexPage(title: String, index: Index) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary=index.summary/>
            <CardGroups groups=index.groups/>
        </div>
    }
}
