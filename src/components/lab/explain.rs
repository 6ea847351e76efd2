//! What a run means: a written analysis, computed from its report.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Explain(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
