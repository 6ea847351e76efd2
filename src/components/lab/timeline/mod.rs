//! The time of a run: where it is, where to look, and what strikes when.

mod axis;
mod fixed;
mod hand;
mod placed;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::components::view;
use crate::platform::keys::pressed;
use crate::state::keys::{Keys, LookingBack};

use self::axis::SNAPS;
use self::hand::Hand;
use super::bench::{Bench, Phase};
use super::faults::words;
use crate::words::lab as say;

/// Stands below the line that shows how far the run is; its scrubber lies upon that line.
#[component]
pub fn Timeline(bench: Bench, id: String) -> impl IntoView {
    let hand = Hand::new(bench, id.clone());
    let run_ns = bench.duration_ns;
    let ticks = Memo::new(move |_| ticks(run_ns.get()));
    let fixed = Memo::new(move |_| {
        let of_preset = bench.preset_view().map(|preset| preset.faults);
        bench.spec.with_value(|spec| {
            (bench.deeds).with(|deeds| {
                fixed::html(
                    spec,
                    of_preset.as_deref().unwrap_or_default(),
                    deeds,
                    run_ns.get(),
                )
            })
        })
    });
    let empty = Memo::new(move |_| fixed.with(String::is_empty) && hand.count() == 0);
    // Where things are seen as of: the moment looked back at, else where the run is.
    let seen = move || {
        let past = bench.past.with(|past| past.as_ref().map(|past| past.at_ns));
        axis::share(past.unwrap_or_else(|| bench.now_ns.get()), run_ns.get())
    };
    let waits = move || {
        if !bench.faults_wait() {
            return None;
        }
        match bench.phase.get() {
            Phase::Running | Phase::Paused => Some(say::in_the_next_run()),
            Phase::Still | Phase::Standing | Phase::Finished => Some(say::run_for_faults()),
            _ => None,
        }
    };
    let hint_id = format!("{id}-placed-hint");
    view! {
        <div class="timeline" role="group" aria-label=say::timeline() hidden=move || bench.sweeps()>
            {scrubber(bench)}
            <div class="timeline__rows" hidden=move || empty.get()>
                <div class="timeline__cursor" data-style=move || format!("--from:{}", axis::written(seen()))></div>
                <div inner_html=move || fixed.get()></div>
                {placed::rows(hand, &hint_id)}
            </div>
            <div class="timeline__axis" aria-hidden="true" inner_html=move || ticks.get()></div>
            <p class="visually-hidden" id=hint_id>
                {say::moved_by_keys()}
            </p>
            <p class="visually-hidden" role="status">{move || hand.said.get()}</p>
            <div role="status">{move || waits().map(|waits| view! { <p class="timeline__waits">{waits}</p> })}</div>
            {placed::editor(hand)}
        </div>
    }
}

/// Labels of the axis, as markup.
fn ticks(run_ns: u64) -> String {
    /// The last label stands before the end of the axis.
    const LAST: f64 = 0.94;
    let label = |(at, label): (u64, String)| {
        let at = axis::share(at, run_ns);
        let edge = if at <= 0.0 {
            " data-edge=\"start\""
        } else if at > LAST {
            " data-edge=\"end\""
        } else {
            ""
        };
        format!(
            "<span{edge} data-style=\"--from:{}\">{label}</span>",
            axis::written(at)
        )
    };
    axis::ticks(run_ns).into_iter().map(label).collect()
}

/// Shows where the run is; of one that stands still, where to look back to.
fn scrubber(bench: Bench) -> AnyView {
    let run_ns = bench.duration_ns;
    let can_look = Memo::new(move |_| matches!(bench.phase.get(), Phase::Paused | Phase::Finished));
    // What was asked for: the answer comes a moment later, and is the end of the bucket.
    let asked = RwSignal::new(None::<u64>);
    Effect::new(move |looked: Option<bool>| {
        let looks = bench.past.with(Option::is_some);
        if looked == Some(true) && !looks {
            asked.set(None);
        }
        looks
    });
    let seen = move || {
        let asked = asked.get().filter(|_| can_look.get());
        asked.unwrap_or_else(|| bench.now_ns.get())
    };
    let position = Memo::new(move |_| {
        let share = axis::share(seen(), run_ns.get());
        (share * SNAPS as f64).round() as u64
    });
    let back = RwSignal::new(());
    let text = move || say::of(words::time(seen()), words::time(run_ns.get()));
    let look = move |event| {
        let Ok(position) = event_target_value(&event).parse::<u64>() else {
            return;
        };
        let run_ns = run_ns.get_untracked();
        let at_ns = (position as f64 / SNAPS as f64 * run_ns as f64) as u64;
        if at_ns < bench.now_ns.get_untracked() {
            asked.set(Some(at_ns));
            bench.look(at_ns);
        } else {
            asked.set(None);
            bench.look_away();
            // What has not been run yet cannot be looked at: the handle goes back.
            back.notify();
        }
    };
    let keys = move |event: KeyboardEvent| {
        if let Some(LookingBack::Now) = LookingBack::of(&pressed(&event)) {
            asked.set(None);
            bench.look_away();
        }
    };
    view! {
        <input
            type="range"
            class="timeline__scrub"
            min="0"
            max=SNAPS.to_string()
            step="1"
            aria-label=say::look_back_at()
            aria-valuetext=text
            disabled=move || !can_look.get()
            value=untrack(|| position.get()).to_string()
            prop:value=move || {
                back.track();
                position.get().to_string()
            }
            on:input=look
            on:keydown=keys
        />
    }
}
