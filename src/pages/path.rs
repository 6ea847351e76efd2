//! A way through the site: its steps in order, each with its reason and its time.

use headroom_content::model::{Path, Stage, Step, study_time};
use leptos::prelude::*;

use crate::components::document::{Blocks, Fact, PageHeader};

#[component]
pub fn PathPage(title: String, path: Path) -> impl IntoView {
    let time = path.steps().map(|step| step.minutes).sum();
    let facts = vec![
        Fact::new("Steps", path.steps().count()),
        Fact::new("Time in all", study_time(time)),
    ];
    let mut begins = 0;
    let stages = path.stages.into_iter().map(|stage| {
        let first = begins;
        begins += stage.steps.len();
        stage_view(stage, first)
    });
    let stages = stages.collect_view();
    view! {
        <article class="document">
            <PageHeader title summary=path.summary facts/>
            <Blocks blocks=path.blocks/>
            <div class="path">{stages}</div>
        </article>
    }
}

/// `begins` is the place of its first step: steps are counted through the whole path.
fn stage_view(stage: Stage, begins: usize) -> impl IntoView {
    let time = stage.steps.iter().map(|step| step.minutes).sum();
    let steps = stage.steps.into_iter().map(step_view).collect_view();
    let (id, heading) = match stage.heading {
        Some(heading) => (heading.id, heading.title),
        None => ("steps".to_owned(), "Steps".to_owned()),
    };
    view! {
        <section class="stage" aria-labelledby=id.clone()>
            <h2 id=id>{heading}</h2>
            <p class="stage__time">{study_time(time)}</p>
            <ol class="steps" role="list" start=(begins + 1).to_string() style=format!("counter-reset:step {begins}")>
                {steps}
            </ol>
        </section>
    }
}

fn step_view(step: Step) -> impl IntoView {
    view! {
        <li class="step">
            <h3><a href=step.link.href>{step.link.title}</a></h3>
            <ul class="card-facts" role="list">
                <li>{step.kind.name()}</li>
                <li>{study_time(step.minutes)}</li>
            </ul>
            <p>{step.why}</p>
        </li>
    }
}
