//! Search as a page: what a link to a query opens (`/search/?q=little+law`).

use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::components::layout::SearchBox;
use crate::state::search::PLACE;
use crate::words::page as words;

#[component]
pub fn SearchPage(title: String, summary: String) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary/>
            <noscript>
                <p>{words::search_without_script()}</p>
            </noscript>
            <div id=PLACE class="search search--page wide">
                <SearchBox/>
            </div>
        </div>
    }
}
