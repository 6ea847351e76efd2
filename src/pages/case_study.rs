//! What happened to a real system, the lab that runs its mechanism, and what it teaches.

use headroom_content::model::{CaseKind, CaseStudy};
use leptos::prelude::*;

use super::date::{Reviewed, long_date};
use crate::components::document::{Blocks, Cards, Fact, PageHeader, Sources, count_questions};
use crate::words::page as words;

#[component]
pub fn CaseStudyPage(title: String, study: CaseStudy) -> impl IntoView {
    let CaseStudy {
        kind,
        organisation,
        happened,
        summary,
        reading_minutes,
        blocks,
        concepts,
        templates,
        sources,
        reviewed,
    } = study;
    let when = view! { <time datetime=happened.clone()>{long_date(&happened)}</time> };
    let facts = vec![
        Fact::new(words::organisation(), organisation),
        Fact::new(words::when(), when),
        Fact::new(words::kind(), case_kind(kind)),
        Fact::new(words::reading_time(), format!("{reading_minutes} min")),
        Fact::new(words::questions(), count_questions(&blocks)),
    ];
    view! {
        <article class="document numbered">
            <PageHeader title summary facts/>
            <Blocks blocks/>
            <section class="wide" aria-labelledby="concepts">
                <h2 id="concepts">{words::concepts_it_shows()}</h2>
                <Cards cards=concepts/>
            </section>
            {(!templates.is_empty()).then(|| view! {
                <section class="wide" aria-labelledby="templates">
                    <h2 id="templates">{words::templates_like_it()}</h2>
                    <Cards cards=templates/>
                </section>
            })}
            <Sources sources/>
            <Reviewed on=reviewed/>
        </article>
    }
}

fn case_kind(kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Outage => words::outage(),
        CaseKind::Migration => words::migration(),
        CaseKind::Scaling => words::scaling(),
    }
}
