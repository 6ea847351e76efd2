//! What became of single requests.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn TraceList(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
