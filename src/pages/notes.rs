//! What the reader has noted here. The page itself knows nothing of it: the browser does.

use headroom_content::model::Island;
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;

#[component]
pub fn NotesPage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            {island(Island::Notes)}
        </div>
    }
}
