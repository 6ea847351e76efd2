//! Everything in one part of the site: all concepts, all components, all templates, all case studies or all labs.

use headroom_content::model::Index;
use leptos::prelude::*;

use crate::components::document::{CardGroups, PageHeader};

#[component]
pub fn IndexPage(title: String, index: Index) -> impl IntoView {
    // A single group that is called as the page need not be named again.
    let plain = matches!(&index.groups[..], [group] if group.title == title);
    view! {
        <div class="document" class:plain=plain>
            <PageHeader title summary=index.summary/>
            <CardGroups groups=index.groups/>
        </div>
    }
}
