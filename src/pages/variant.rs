//! One design of a family: its requirements, its architecture, its lab.

use headroom_content::model::{Other, Variant};
use leptos::prelude::*;

use crate::components::document::{Blocks, Fact, PageHeader, Sources, count_questions, links};
use crate::state::site::compare_fragment;

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
        others,
        used_by,
        case_studies,
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
            {beside(others)}
            {(!used_by.is_empty()).then(|| view! {
                <section aria-labelledby="concepts">
                    <h2 id="concepts">"Concepts it shows"</h2>
                    <ul role="list">{links(used_by)}</ul>
                </section>
            })}
            {(!case_studies.is_empty()).then(|| view! {
                <section aria-labelledby="case-studies">
                    <h2 id="case-studies">"What happened to systems like it"</h2>
                    <ul role="list">{links(case_studies)}</ul>
                </section>
            })}
            <Sources sources/>
        </article>
    }
}

/// The other designs, each with a way to run it beside this one.
fn beside(others: Vec<Other>) -> AnyView {
    if others.is_empty() {
        return ().into_any();
    }
    let others = others.into_iter().map(|Other { sim, link }| {
        let compare = format!("#{}", compare_fragment(&sim));
        let title = link.title.clone();
        view! {
            <li>
                <a href=link.href>{link.title}</a>
                <a class="beside__compare" href=compare>
                    "Compare in the lab"<span class="visually-hidden">" with " {title}</span>
                </a>
            </li>
        }
    });
    let others = others.collect_view();
    view! {
        <section class="beside" aria-labelledby="beside">
            <h2 id="beside">"Beside the other designs"</h2>
            <p>"All designs of this problem can be run on the same arrivals, side by side, over as many seeds as you have patience for."</p>
            <ul role="list">{others}</ul>
        </section>
    }
    .into_any()
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
