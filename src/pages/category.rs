//! The concepts of a category.

use headroom_content::model::Category;
use leptos::prelude::*;

use crate::components::document::{Cards, PageHeader};

#[component]
pub fn CategoryPage(title: String, category: Category) -> impl IntoView {
    view! {
        <div class="document">
            <PageHeader title summary=category.summary/>
            <div class="wide"><Cards cards=category.cards/></div>
        </div>
    }
}
