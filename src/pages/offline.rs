//! Keeping the whole site on the reader's device. How much of it is there only the browser knows.

use headroom_content::model::Island;
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::islands::island;
use crate::words::page as words;

#[component]
pub fn OfflinePage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            {island(Island::Offline)}
            <p class="offline__more">
                {words::about_offline()}
            </p>
        </div>
    }
}
