//! A scenario on its own: a sentence and the whole lab.

use headroom_content::model::Experiment;
use leptos::prelude::*;

use crate::components::document::{Blocks, PageHeader};

#[component]
pub fn ExperimentPage(title: String, experiment: Experiment) -> impl IntoView {
    view! {
        <article class="document">
            <PageHeader title summary=experiment.summary/>
            <Blocks blocks=experiment.blocks/>
        </article>
    }
}
