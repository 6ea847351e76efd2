//! Two or three settings on the same arrivals.

use leptos::prelude::*;

use crate::components::lab::bench::Bench;

#[component]
pub fn Compare(bench: Bench, id: String) -> impl IntoView {
    let _ = (bench, id);
}
