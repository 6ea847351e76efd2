//! All there is to know of one node.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Panel(bench: Bench, id: String, chosen: RwSignal<Option<usize>>) -> impl IntoView {
    let _ = (bench, id, chosen);
}
