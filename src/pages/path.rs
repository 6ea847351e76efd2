//! A way through the site: its steps in order, each with its reason and its time.

use headroom_content::model::{Island, Path, study_time};
use leptos::prelude::*;

use crate::components::document::{Blocks, Fact, PageHeader};
use crate::islands::island;
use crate::words::page as words;

#[component]
pub fn PathPage(title: String, path: Path) -> impl IntoView {
    let time = path.steps().map(|step| step.minutes).sum();
    let facts = vec![
        Fact::new(words::steps(), path.steps().count()),
        Fact::new(words::time_in_all(), study_time(time)),
    ];
    view! {
        <article class="document">
            <PageHeader title summary=path.summary facts/>
            <Blocks blocks=path.blocks/>
            {island(Island::Path(path.stages))}
        </article>
    }
}
