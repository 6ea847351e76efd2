//! Where an assessment is taken, one is put together, or a report is checked.

use headroom_content::model::{Assessment, Island};
use leptos::prelude::*;

use crate::components::document::{Blocks, PageHeader};
use crate::islands::island;

#[component]
pub fn AssessmentPage(title: String, assessment: Assessment) -> impl IntoView {
    let Assessment {
        summary,
        blocks,
        desk,
    } = assessment;
    view! {
        <div class="document">
            <PageHeader title summary/>
            <Blocks blocks/>
            {island(Island::Exam(Box::new(desk)))}
        </div>
    }
}
