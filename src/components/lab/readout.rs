//! What a run says of itself in figures and words.

use std::sync::Arc;

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{MetricView, Outcome};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::{inert, view};
use crate::state::site::Here;

use super::EMBED;
use super::bench::{Bench, Phase};
use crate::words::lab as say;

/// How far the run has come.
#[component]
pub fn Progress(bench: Bench) -> impl IntoView {
    let share = move || {
        let duration = bench.duration_ns.get();
        if duration == 0 {
            0.0
        } else {
            bench.now_ns.get() as f64 / duration as f64
        }
    };
    // Looks back where the reader does.
    let past = Memo::new(move |_| bench.past.with(|past| past.as_ref().map(|past| past.at_ns)));
    let time = move || {
        let show = |ns: u64| quantity::clock(ns as f64);
        let of = show(bench.duration_ns.get());
        let at = past.get().unwrap_or_else(|| bench.now_ns.get());
        say::of(show(at), of)
    };
    let state = move || match bench.phase.get() {
        Phase::Still => say::recorded_run(),
        Phase::Loading(_) => say::starting(),
        Phase::Standing => say::ready(),
        Phase::Running => say::running(),
        Phase::Paused => say::paused(),
        Phase::Finished => say::finished(),
        Phase::Broken => say::stopped(),
    };
    let name = move || match bench.phase.get() {
        Phase::Still => "still",
        Phase::Loading(_) => "loading",
        Phase::Standing => "standing",
        Phase::Running => "running",
        Phase::Paused => "paused",
        Phase::Finished => "finished",
        Phase::Broken => "broken",
    };
    view! {
        <div class="lab__progress" data-phase=name>
            <span class="lab__state" role="status">{move || state()}</span>
            <span class="lab__time">
                <span class="lab__as-at">{move || past.get().is_some().then(say::as_at)}</span>
                {move || time()}
            </span>
            <span class="lab__figures-of" hidden=move || past.get().is_none()>{say::figures_of_whole_run()}</span>
            <button
                type="button"
                class="quiet lab__look-away"
                hidden=move || past.get().is_none()
                on:click=move |_| bench.look_away()
            >
                {say::back_to_the_end()}
            </button>
            <span class="lab__count" hidden=move || past.get().is_some()>
                {move || say::requests(quantity::format(bench.requests.get() as f64, Unit::Count))}
            </span>
            <progress max="1" value=move || format!("{:.3}", share()) aria-label=say::progress_of_run()></progress>
        </div>
    }
}

/// Something went wrong, or was put right.
#[component]
pub fn Notice(bench: Bench) -> impl IntoView {
    view! {
        <div class="lab__notices" role="alert">
            {move || bench.notice.get().map(|notice| view! { <p class="lab__notice">{notice}</p> })}
        </div>
    }
}

/// The few figures that sum the run up, those to watch first, or only those if `brief`. `watch` is of the experiment that the
/// lab opens at; each of the others has its own.
#[component]
pub fn Tiles(bench: Bench, watch: Vec<String>, brief: bool) -> impl IntoView {
    let opened = bench.preset.get_untracked();
    let framed = Here::get().route.starts_with(EMBED);
    let preset = Memo::new(move |_| bench.preset.get());
    let tiles = move || {
        let index = preset.get();
        let other = (index != opened)
            .then(|| bench.preset_view())
            .flatten()
            .map(|preset| preset.watch);
        tiles(bench, other.as_ref().unwrap_or(&watch), brief, framed)
    };
    // A sweep is many runs, none of which these figures would be of.
    let sweep = move || bench.preset_view().is_some_and(|preset| preset.sweep);
    view! { <dl class="lab__tiles" hidden=sweep>{tiles}</dl> }
}

/// `framed`: the figures stand there as numbers, too, in their metrics' units, for the page around the frame.
fn tiles(bench: Bench, watch: &[String], brief: bool, framed: bool) -> Vec<AnyView> {
    let spec = bench.spec.get_value();
    // Within the watched and within the others the spec's order stays.
    let (first, then): (Vec<usize>, Vec<usize>) =
        (0..spec.headline.len()).partition(|&index| watched(&spec.headline[index], watch));
    let watched = first.len();
    // A part of the run that one experiment watches may not be there in another.
    let then = then
        .into_iter()
        .filter(|&index| !brief && !spec.headline[index].of_window());
    let all = first.into_iter().chain(then).enumerate();
    all.map(|(place, index)| {
        let watched = place < watched;
        let metric = spec.headline[index].clone();
        let unit = metric.unit;
        let number = move || bench.headline.with(|values| values.get(index).copied().flatten());
        let value = move || number().map_or_else(|| "–".to_owned(), |value| quantity::format(value, unit));
        let exact = move || number().filter(|_| framed).map(|value| value.to_string());
        view! {
            <div class="tile" class:tile--watched=watched data-metric=metric.path title=metric.doc.to_string()>
                <dt>{metric.label.to_string()}</dt>
                <dd data-value=exact>{move || value()}</dd>
            </div>
        }
    })
    .collect()
}

/// Whether a metric is among those to watch, which are named in full or by their last part.
pub fn watched(metric: &MetricView, watch: &[String]) -> bool {
    watch.iter().any(|name| metric.is_named(name))
}

/// What the run showed, in words, and the whole report to take along.
#[component]
pub fn Verdicts(bench: Bench, id: String) -> impl IntoView {
    let lines = move || {
        let verdicts = bench.verdicts.get();
        verdicts
            .into_iter()
            .map(|verdict| view! { <li>{verdict}</li> })
            .collect_view()
    };
    let some = move || bench.verdicts.with(|verdicts| !verdicts.is_empty());
    let speed = move || {
        bench.outcome.with(|outcome| {
            let outcome = outcome.as_ref()?;
            let rate = bench.events.get() as f64 / (outcome.wall_ms / 1000.0);
            rate.is_finite().then(|| {
                say::events_in(
                    quantity::format(bench.events.get() as f64, Unit::Count),
                    quantity::format(outcome.wall_ms, Unit::Milliseconds),
                    quantity::format(rate, Unit::PerSecond),
                )
            })
        })
    };
    view! {
        <div class="lab__verdicts" aria-live="polite">
            <div hidden=move || !some()>
                {inert(r#"p class="lab__shows""#, say::what_it_shows())}
                <ul>{move || lines()}</ul>
            </div>
            <p class="lab__report">
                <Report outcome=bench.outcome id/>
                <span class="lab__speed">{move || speed()}</span>
            </p>
        </div>
    }
}

/// A link to the report of a finished run.
#[component]
fn Report(outcome: RwSignal<Option<Arc<Outcome>>>, id: String) -> impl IntoView {
    let href = RwSignal::new(None::<String>);
    #[cfg(target_arch = "wasm32")]
    offer(outcome, href);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = outcome;
    let name = format!("{id}-report.json");
    // A link that leads nowhere, even a hidden one, is none.
    move || {
        href.get().map(|href| {
            view! {
                <a class="button quiet" download=name.clone() href=href>{say::download_report()}</a>
            }
        })
    }
}

/// Keeps the address of the last report, and lets the one before go.
#[cfg(target_arch = "wasm32")]
fn offer(outcome: RwSignal<Option<Arc<Outcome>>>, href: RwSignal<Option<String>>) {
    use crate::platform::download::ObjectUrl;

    let url = StoredValue::new_local(None::<ObjectUrl>);
    Effect::new(move |_| {
        let report = outcome.with(|outcome| {
            let outcome = outcome.as_ref()?;
            ObjectUrl::new(&outcome.report_json, "application/json")
        });
        href.set(report.as_ref().map(|url| url.href().to_owned()));
        url.set_value(report);
    });
}
