//! Where readers build systems of their own.

use headroom_content::model::{Island, Playground};
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;

#[component]
pub fn PlaygroundPage(title: String, playground: Playground) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary=playground.summary.clone()/>
            {island(Island::Playground(Box::new(playground)))}
        </div>
    }
}
