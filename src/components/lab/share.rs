//! A link to what is set.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Share(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
