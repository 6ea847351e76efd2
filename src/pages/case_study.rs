//! What happened to a real system, the lab that runs its mechanism, and what it teaches.

use headroom_content::model::CaseStudy;
use leptos::prelude::*;

use super::date::{Reviewed, long_date};
use crate::components::document::{Blocks, Cards, Fact, PageHeader, Sources, count_questions};

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
        Fact::new("Organisation", organisation),
        Fact::new("When", when),
        Fact::new("Kind", kind.names().0),
        Fact::new("Reading time", format!("{reading_minutes} min")),
        Fact::new("Questions", count_questions(&blocks)),
    ];
    view! {
        <article class="document numbered">
            <PageHeader title summary facts/>
            <Blocks blocks/>
            <section class="wide" aria-labelledby="concepts">
                <h2 id="concepts">"Concepts it shows"</h2>
                <Cards cards=concepts/>
            </section>
            {(!templates.is_empty()).then(|| view! {
                <section class="wide" aria-labelledby="templates">
                    <h2 id="templates">"Templates like it"</h2>
                    <Cards cards=templates/>
                </section>
            })}
            <Sources sources/>
            <Reviewed on=reviewed/>
        </article>
    }
}
