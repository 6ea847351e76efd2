//! The concepts of a category.

use headroom_content::model::Category;
use leptos::prelude::*;

use crate::components::document::{Cards, PageHeader};
use crate::words::page as words;

#[component]
pub fn CategoryPage(title: String, category: Category) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary=category.summary/>
            <section class="wide" aria-labelledby="concepts">
                <h2 id="concepts" class="visually-hidden">{words::concepts()}</h2>
                <Cards cards=category.cards/>
            </section>
        </div>
    }
}
