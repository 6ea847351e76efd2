//! A problem and the ladder of designs that solve it.

use headroom_content::model::Family;
use leptos::prelude::*;

use crate::components::document::{Blocks, Ladder, PageHeader, Sources};
use crate::words::page as words;

#[component]
pub fn FamilyPage(title: String, family: Family) -> impl IntoView {
    view! {
        <article class="document">
            <PageHeader title summary=family.summary/>
            <section aria-labelledby="designs">
                <h2 id="designs">{words::designs()}</h2>
                <Ladder cards=family.variants/>
            </section>
            <Blocks blocks=family.blocks/>
            <Sources sources=family.sources/>
        </article>
    }
}
