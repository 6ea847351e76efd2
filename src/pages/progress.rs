//! What the reader has answered here. The page itself knows nothing of them: the browser does.

use headroom_content::model::Island;
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;
use crate::state::site::Site;
use crate::words::page as words;

#[component]
pub fn ProgressPage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            <p class="prose"><a href=Site::here().base.href("review/")>{words::review_today()}</a></p>
            {island(Island::Progress)}
        </div>
    }
}
