//! Faults that the reader has placed: each a bar to drag, to move by arrow keys, and to open.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use crate::components::view;
use crate::platform::keys::pressed;
use crate::platform::pointer;
use crate::state::keys::{Keys, OnFault};

use super::super::faults::fields::{self, Draft};
use super::super::faults::words;
use super::hand::{Hand, Part};
use super::{axis, fixed};
use crate::words::lab as say;

/// What a pointer's place is measured along.
const TRACK: &str = "timeline__rows";

/// One row a fault.
pub fn rows(hand: Hand, hint_id: &str) -> AnyView {
    let count = Memo::new(move |_| hand.count());
    let hint_id = hint_id.to_owned();
    (move || {
        let rows = (0..count.get()).map(|index| row(hand, index, &hint_id));
        rows.collect_view()
    })
    .into_any()
}

fn row(hand: Hand, index: usize, hint_id: &str) -> AnyView {
    let spec = hand.bench.spec;
    let run_ns = hand.bench.duration_ns;
    let fault = Memo::new(move |_| hand.fault(index));
    let begins =
        move || fault.with(|fault| fault.as_ref().and_then(|fault| fault.at_ns).unwrap_or(0));
    let from = Memo::new(move |_| axis::share(begins(), run_ns.get()));
    let to = move || {
        let run_ns = run_ns.get();
        let end = fault.with(|fault| {
            let end = |fault| spec.with_value(|spec| fixed::end(spec, fault, begins(), run_ns));
            fault.as_ref().map_or(0, end)
        });
        axis::share(end, run_ns)
    };
    let label = move || {
        fault.with(|fault| {
            let name = |fault| spec.with_value(|spec| words::name(spec, fault));
            fault.as_ref().map_or_else(String::new, name)
        })
    };
    let when = move || {
        fault.with(|fault| {
            let when = |fault| spec.with_value(|spec| words::when(spec, fault, begins()));
            fault.as_ref().map_or_else(String::new, when)
        })
    };
    let momentary = Memo::new(move |_| {
        fault.with(|fault| {
            let momentary = |fault| spec.with_value(|spec| words::is_momentary(spec, fault));
            fault.as_ref().is_none_or(momentary)
        })
    });
    let open = move || hand.selected() == Some(index);
    let keys = move |event: KeyboardEvent| key(hand, index, &event);
    let take = move |event: PointerEvent, part| {
        if event.button() == 0 {
            // The end is a part of the whole, and not moved with it.
            event.stop_propagation();
            pointer::hold(&event);
            hand.grab(index, part, pointer::along(&event, TRACK));
        }
    };
    view! {
        <div
            class="timeline__row timeline__item"
            data-kind="placed"
            data-side=move || fixed::label_at(&label(), from.get(), to()).0
            data-style=move || {
                let (from, to) = (from.get(), to());
                let start = fixed::label_at(&label(), from, to).2;
                let [from, to, start] = [from, to, start].map(axis::written);
                format!("--from:{from};--to:{to};--label:{start}")
            }
        >
            <i class="timeline__bar"></i>
            <span class="timeline__label" aria-hidden="true">{label}</span>
            <button
                type="button"
                class="timeline__grab"
                id=hand.bar_id(index)
                aria-label=move || format!("{}, {}", label(), when())
                aria-expanded=move || open().to_string()
                aria-controls=hand.editor_id()
                aria-describedby=hint_id.to_owned()
                on:click=move |_| hand.toggle(index)
                on:keydown=keys
                on:keyup=move |_| hand.settle()
                on:blur=move |_| hand.settle()
                on:pointerdown=move |event| take(event, Part::Whole)
                on:pointermove=move |event| hand.drag(index, pointer::along(&event, TRACK))
                on:pointerup=move |_| hand.settle()
                on:pointercancel=move |_| hand.give_up()
            >
                <span
                    class="timeline__end"
                    hidden=move || momentary.get()
                    on:pointerdown=move |event| take(event, Part::End)
                ></span>
            </button>
        </div>
    }
}

fn key(hand: Hand, index: usize, event: &KeyboardEvent) {
    hand.forget_drag();
    match OnFault::of(&pressed(event)) {
        Some(OnFault::Later) => hand.nudge(index, 1),
        Some(OnFault::Earlier) => hand.nudge(index, -1),
        Some(OnFault::MuchLater) => hand.nudge(index, 10),
        Some(OnFault::MuchEarlier) => hand.nudge(index, -10),
        Some(OnFault::ToStart) => hand.nudge(index, -100),
        Some(OnFault::Remove) => hand.remove(index),
        Some(OnFault::Close) if hand.is_moving() => hand.give_up(),
        Some(OnFault::Close) if hand.selected() == Some(index) => hand.close(index),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// The fields of the fault that is open.
pub fn editor(hand: Hand) -> AnyView {
    // Made anew for another fault, not for another value of the same.
    let open = Memo::new(move |_| {
        let index = hand.selected()?;
        hand.fault(index).map(|fault| (index, fault.kind))
    });
    let id = hand.editor_id();
    let of = id.clone();
    view! {
        <div class="timeline__editor" id=id>
            {move || open.get().map(|(index, kind)| edit(hand, index, &kind, &of))}
        </div>
    }
}

fn edit(hand: Hand, index: usize, kind: &str, id: &str) -> AnyView {
    let spec = hand.bench.spec.get_value();
    let (Some(view), Some(fault)) = (words::view_of(&spec, kind), untrack(|| hand.fault(index)))
    else {
        return ().into_any();
    };
    let draft = Draft {
        // Gone only when the fields are, too.
        fault: Signal::derive(move || hand.fault(index).unwrap_or_else(|| fault.clone())),
        change: Callback::new(move |fault| hand.commit(index, fault)),
        run_ns: hand.bench.duration_ns,
    };
    let label = view.descriptor.label.to_string();
    let name = say::edit(&label);
    view! {
        <div class="timeline__fields" role="group" aria-label=name>
            <p class="timeline__about"><b>{label}</b>" " {view.descriptor.imitates.to_string()}</p>
            {fields::start(draft, say::when(), format!("{id}-start"))}
            {fields::fields(draft, view, id)}
            <div class="timeline__do">
                <button type="button" on:click=move |_| hand.close(index)>{say::done()}</button>
                <button type="button" class="danger" on:click=move |_| hand.remove(index)>{say::remove()}</button>
            </div>
        </div>
    }
}
