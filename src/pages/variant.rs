//! One design of a family: its requirements, its architecture, its lab.

use headroom_content::model::{Other, Variant};
use leptos::prelude::*;

use crate::components::document::{Blocks, Fact, PageHeader, Sources, count_questions, links};
use crate::state::site::compare_fragment;
use crate::words::page as words;

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
        Fact::new(words::difficulty(), difficulty_view(difficulty)),
        Fact::new(words::components(), components),
        Fact::new(words::asked_in_interviews(), frequency),
    ];
    let questions = count_questions(&blocks);
    if questions > 0 {
        facts.push(Fact::new(words::questions(), questions));
    }
    let tags = tags
        .into_iter()
        .map(|tag| view! { <li>{tag}</li> })
        .collect_view();
    view! {
        <article class="document">
            <PageHeader title summary facts>
                <ul class="tags" role="list" aria-label=words::tags()>{tags}</ul>
            </PageHeader>
            <Blocks blocks/>
            {beside(others)}
            {(!used_by.is_empty()).then(|| view! {
                <section aria-labelledby="concepts">
                    <h2 id="concepts">{words::concepts_it_shows()}</h2>
                    <ul role="list">{links(used_by)}</ul>
                </section>
            })}
            {(!case_studies.is_empty()).then(|| view! {
                <section aria-labelledby="case-studies">
                    <h2 id="case-studies">{words::what_happened()}</h2>
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
                    {words::compare_in_lab()}<span class="visually-hidden">{words::with_design(title)}</span>
                </a>
            </li>
        }
    });
    let others = others.collect_view();
    view! {
        <section class="beside" aria-labelledby="beside">
            <h2 id="beside">{words::beside_others()}</h2>
            <p>{words::about_beside()}</p>
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
        {words::of(difficulty, HARDEST)}
    }
}
