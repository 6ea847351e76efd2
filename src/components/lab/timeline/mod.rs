//! The time of a run: where it is, where to look, and what strikes when.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Timeline(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
