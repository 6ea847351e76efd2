//! One design of a family: its requirements, its architecture, its lab.

use headroom_content::model::Variant;
use leptos::prelude::*;

use crate::components::document::{Blocks, Fact, PageHeader, Sources, count_questions, links};

/// Marks on the scale of difficulty.
const HARDEST: u8 = 5;

#[component]
pub fn VariantPage(title: String, variant: Variant) -> impl IntoView {
    let Variant {
        summary,
        difficulty,
        components,
        frequency,
        tags,
        blocks,
        used_by,
        sources,
        ..
    } = variant;
    let mut facts = vec![
        Fact::new("Difficulty", difficulty_view(difficulty)),
        Fact::new("Components", components),
        Fact::new("Asked in interviews", frequency),
    ];
    let questions = count_questions(&blocks);
    if questions > 0 {
        facts.push(Fact::new("Questions", questions));
    }
    let tags = tags
        .into_iter()
        .map(|tag| view! { <li>{tag}</li> })
        .collect_view();
    view! {
        <article class="document">
            <PageHeader title summary facts>
                <ul class="tags" role="list" aria-label="Tags">{tags}</ul>
            </PageHeader>
            <Blocks blocks/>
            {(!used_by.is_empty()).then(|| view! {
                <section aria-labelledby="concepts">
                    <h2 id="concepts">"Concepts it shows"</h2>
                    <ul role="list">{links(used_by)}</ul>
                </section>
            })}
            <Sources sources/>
        </article>
    }
}

fn difficulty_view(difficulty: u8) -> impl IntoView {
    let marks = (1..=HARDEST)
        .map(|mark| view! { <i class:on={mark <= difficulty}></i> })
        .collect_view();
    view! {
        <span class="scale" aria-hidden="true">{marks}</span>
        " "
        {difficulty}
        " of "
        {HARDEST}
    }
}
