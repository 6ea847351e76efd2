//! A concept: what it is, how it works, a lab that runs it, questions on it.

use headroom_content::model::{Concept, Level, Link, Objective, Relation};
use leptos::prelude::*;

use super::date::Reviewed;
use crate::components::document::{
    Blocks, Cards, Fact, PageHeader, Sources, count_questions, links,
};

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
        Fact::new("Level", level_name(level)),
        Fact::new("Reading time", format!("{reading_minutes} min")),
        Fact::new("Questions", count_questions(&blocks)),
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
                    <h2 id="templates">"Templates that use it"</h2>
                    <Cards cards=templates/>
                </section>
            })}
            {(!case_studies.is_empty()).then(|| view! {
                <section class="wide" aria-labelledby="case-studies">
                    <h2 id="case-studies">"Case studies"</h2>
                    <Cards cards=case_studies/>
                </section>
            })}
            <Sources sources/>
            <Reviewed on=reviewed/>
        </article>
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Beginner => "Beginner",
        Level::Intermediate => "Intermediate",
        Level::Advanced => "Advanced",
    }
}

fn objectives_view(objectives: Vec<Objective>) -> impl IntoView {
    (!objectives.is_empty()).then(|| {
        let items = objectives
            .into_iter()
            .map(|objective| view! { <li inner_html=objective.text.0></li> })
            .collect_view();
        view! {
            <section class="objectives" aria-labelledby="objectives">
                <h2 id="objectives">"After this page you can"</h2>
                <ul role="list">{items}</ul>
            </section>
        }
    })
}

fn prerequisites_view(prerequisites: Vec<Link>) -> impl IntoView {
    (!prerequisites.is_empty()).then(|| {
        view! {
            <section aria-labelledby="prerequisites">
                <h2 id="prerequisites">"Read before"</h2>
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
                        <h3>{relation.kind}</h3>
                        <ul role="list">{links(relation.links)}</ul>
                    </div>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="related-concepts">
                <h2 id="related-concepts">"Related concepts"</h2>
                <div class="relations">{kinds}</div>
            </section>
        }
    })
}
