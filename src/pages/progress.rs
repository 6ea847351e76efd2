//! What the reader has answered here. The page itself knows nothing of them: the browser does.

use headroom_content::model::Island;
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;

#[component]
pub fn ProgressPage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            {island(Island::Progress)}
        </div>
    }
}
