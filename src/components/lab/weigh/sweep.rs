//! One parameter over a range.

use leptos::prelude::*;

use crate::components::lab::bench::Bench;

#[component]
pub fn Sweep(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
