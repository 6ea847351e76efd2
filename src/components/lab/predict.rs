//! A prediction before the run, and what came of it.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Predict(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
