//! Charts that a reader asks for.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn More(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
