//! A concept: what it is, how it works, a lab that runs it, questions on it.

use headroom_content::model::{Concept, Link, Objective, Relation};
use leptos::prelude::*;

use super::date::Reviewed;
use crate::components::document::{
    Blocks, Cards, Fact, PageHeader, Sources, count_questions, links,
};
use crate::words::{exam, lang_of, lang_of_content, page as words};

#[component]
pub fn ConceptPage(title: String, concept: Concept) -> impl IntoView {
    let Concept {
        level,
        summary,
        objectives,
        prerequisites,
        reading_minutes,
        blocks,
        related,
        templates,
        case_studies,
        sources,
        reviewed,
        ..
    } = concept;
    let facts = vec![
        Fact::new(words::level(), exam::level(level)),
        Fact::new(words::reading_time(), format!("{reading_minutes} min")),
        Fact::new(words::questions(), count_questions(&blocks)),
    ];
    view! {
        <article class="document numbered">
            <PageHeader title summary facts below=move || objectives_view(objectives)>
                {prerequisites_view(prerequisites)}
            </PageHeader>
            <Blocks blocks/>
            {related_view(related)}
            {(!templates.is_empty()).then(|| view! {
                <section class="wide" aria-labelledby="templates">
                    <h2 id="templates">{words::templates_that_use_it()}</h2>
                    <Cards cards=templates/>
                </section>
            })}
            {(!case_studies.is_empty()).then(|| view! {
                <section class="wide" aria-labelledby="case-studies">
                    <h2 id="case-studies">{words::case_studies()}</h2>
                    <Cards cards=case_studies/>
                </section>
            })}
            <Sources sources/>
            <Reviewed on=reviewed/>
        </article>
    }
}

fn objectives_view(objectives: Vec<Objective>) -> impl IntoView {
    (!objectives.is_empty()).then(|| {
        let items = objectives
            .into_iter()
            .map(|objective| view! { <li lang=lang_of_content() inner_html=objective.text.0></li> })
            .collect_view();
        view! {
            <section class="objectives" aria-labelledby="objectives">
                <h2 id="objectives">{words::after_this_page()}</h2>
                <ul role="list">{items}</ul>
            </section>
        }
    })
}

fn prerequisites_view(prerequisites: Vec<Link>) -> impl IntoView {
    (!prerequisites.is_empty()).then(|| {
        view! {
            <section aria-labelledby="prerequisites">
                <h2 id="prerequisites">{words::read_before()}</h2>
                <ul role="list">{links(prerequisites)}</ul>
            </section>
        }
    })
}

fn related_view(related: Vec<Relation>) -> impl IntoView {
    (!related.is_empty()).then(|| {
        let kinds = related
            .into_iter()
            .map(|relation| {
                view! {
                    <div>
                        <h3 lang=lang_of(&relation.kind)>{relation.kind.clone()}</h3>
                        <ul role="list">{links(relation.links)}</ul>
                    </div>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="related-concepts">
                <h2 id="related-concepts">{words::related_concepts()}</h2>
                <div class="relations">{kinds}</div>
            </section>
        }
    })
}
