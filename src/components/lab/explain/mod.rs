//! A written analysis of the run on show, computed from its report, and a search for what would mend it.

mod analysis;
mod facts;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nothing is searched")
)]
mod fix;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nothing is searched")
)]
mod goals;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nothing is searched")
)]
mod hunt;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nothing is searched")
)]
mod ladder;
mod load;
mod markup;
mod said;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nothing is searched")
)]
mod search;
#[cfg(test)]
mod tests;

use leptos::prelude::*;

use crate::components::{inert, view};
use crate::words::explain as say;

use super::bench::Phase;
use super::tools::Mirror;
use analysis::SUBJECTS;
use fix::Fixes;

#[component]
pub fn Explain(bench: Mirror, id: String) -> impl IntoView {
    let id = format!("{id}-explain");
    let there = Memo::new(move |_| bench.outcome.with(Option::is_some));
    let parts = {
        let id = id.clone();
        Memo::new(move |_| {
            let spec = bench.spec.get_value();
            bench.outcome.with(|outcome| {
                let outcome = outcome.as_ref();
                outcome.map_or_else(String::new, |outcome| {
                    markup::html(&analysis::analyse(outcome, &spec), &id)
                })
            })
        })
    };
    let stale = move || there.get() && bench.waits();
    view! {
        <div class="explain">
            <div hidden=move || there.get()>
                <Waits bench/>
            </div>
            <p class="explain__stale" role="status">
                {move || {
                    if stale() { say::settings_changed() } else { "" }
                }}
            </p>
            <div class="explain__parts" inner_html=move || parts.get()></div>
            <Fixes bench id there/>
        </div>
    }
}

/// What stands here before there is a finished run.
#[component]
fn Waits(bench: Mirror) -> impl IntoView {
    let why = move || match bench.phase.get() {
        Phase::Still => say::was_recorded(),
        Phase::Broken => say::no_run(),
        Phase::Loading(_) | Phase::Running | Phase::Paused => say::not_over(),
        Phase::Standing | Phase::Finished => say::run_it(),
    };
    let subjects = SUBJECTS.map(|subject| view! { <li>{subject()}</li> });
    view! {
        <p>{move || why()}</p>
        {inert(r#"p class="explain__will""#, say::will_stand_here())}
        <ul class="explain__subjects">{subjects.collect_view()}</ul>
        <button type="button" class="primary" on:click=move |_| bench.run_to_end()>{say::run_and_explain()}</button>
    }
}
