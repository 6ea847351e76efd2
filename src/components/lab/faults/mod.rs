//! What can go wrong, to let it go wrong.

use leptos::prelude::*;

use super::bench::Bench;

#[component]
pub fn Palette(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
