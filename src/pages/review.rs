//! What the reader is to be asked again. As with progress, only the browser knows.

use headroom_content::model::Island;
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;

#[component]
pub fn ReviewPage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            {island(Island::Review)}
        </div>
    }
}
