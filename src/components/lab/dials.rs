//! The parameters a reader may tune, built from what the engine says of them.

use headroom_sim::descriptor::{ParamKind, ParamValue};
use leptos::prelude::*;

use crate::components::{inert, view};

use super::bench::{Bench, Dial, Phase};
use super::dial_scale::{self, POSITIONS, Range};
use crate::words::lab as say;

/// All dials, grouped by node.
#[component]
pub fn Dials(bench: Bench, id: String) -> impl IntoView {
    let dials = bench.dials.get_value();
    let mut groups: Vec<(String, Vec<Dial>)> = Vec::new();
    for dial in dials {
        match groups.iter_mut().find(|(name, _)| *name == dial.knob.group) {
            Some((_, group)) => group.push(dial),
            None => groups.push((dial.knob.group.clone(), vec![dial])),
        }
    }
    if groups.is_empty() {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let panel_id = format!("{id}-dials");
    let groups = groups.into_iter().enumerate().map(|(g, (name, group))| {
        let id = format!("{id}-{g}");
        let dials = group.into_iter().enumerate().map(|(d, dial)| {
            view! { <Setting bench dial id=format!("{id}-{d}")/> }
        });
        view! {
            <fieldset class="lab__group">
                <legend>{name}</legend>
                {dials.collect_view()}
            </fieldset>
        }
    });
    // Said once for all: what waits is marked at each dial.
    let waits = move || {
        let waits = bench.waits();
        match bench.phase.get() {
            Phase::Running | Phase::Paused if waits => say::waits_for_reset(),
            Phase::Still | Phase::Standing | Phase::Finished if waits => say::run_to_see(),
            _ => "",
        }
    };
    view! {
        <button
            type="button"
            class="lab__disclose"
            aria-expanded=move || open.get().to_string()
            aria-controls=panel_id.clone()
            on:click=move |_| open.update(|open| *open = !*open)
        >
            {say::settings()}
        </button>
        <div class="lab__dials" class:is-open=move || open.get() id=panel_id>
            {groups.collect_view()}
            <p class="lab__hint" role="status">{move || waits()}</p>
        </div>
    }
    .into_any()
}

/// One parameter. `id` is unique on the page.
#[component]
pub fn Setting(bench: Bench, dial: Dial, id: String) -> impl IntoView {
    let descriptor = &dial.knob.descriptor;
    let label = descriptor.label.to_string();
    let doc_id = format!("{id}-doc");
    let doc = descriptor.doc.to_string();
    let control = match (&descriptor.kind, Range::of(&descriptor.kind)) {
        (_, Some(range)) => {
            view! { <NumberDial bench dial=dial.clone() range id=id.clone() doc_id=doc_id.clone()/> }.into_any()
        }
        (ParamKind::Choice { options, .. }, None) => {
            let options: Vec<(String, String)> =
                options.iter().map(|(key, label)| (key.to_string(), label.to_string())).collect();
            view! { <ChoiceDial bench dial=dial.clone() options id=id.clone() doc_id=doc_id.clone()/> }.into_any()
        }
        (_, None) => view! { <FlagDial bench dial=dial.clone() id=id.clone() doc_id=doc_id.clone()/> }.into_any(),
    };
    view! {
        <div class="dial">
            <div class="dial__head">
                <label for=id.clone()>{label.clone()}</label>
                <Back bench dial=dial.clone() label/>
            </div>
            {control}
            <p class="dial__doc" id=doc_id>
                {doc}
                <Waits bench dial/>
            </p>
        </div>
    }
}

/// One click back to the preset's value. Keeps its place while there is nothing to go back from.
#[component]
fn Back(bench: Bench, dial: Dial, label: String) -> impl IntoView {
    let (value, base) = (dial.value, dial.base);
    let shown = {
        let dial = dial.clone();
        move || show(&dial, &base.get())
    };
    view! {
        <button
            type="button"
            class="quiet dial__back"
            hidden=move || value.get() == base.get()
            on:click=move |_| bench.set(&dial, base.get_untracked())
        >
            <span class="visually-hidden">{say::set_back(label)}</span>
            <span aria-hidden="true">"↺ "</span>
            {move || shown()}
        </button>
    }
}

/// Marks a change that the run under way does not have.
#[component]
fn Waits(bench: Bench, dial: Dial) -> impl IntoView {
    move || {
        let under_way = matches!(bench.phase.get(), Phase::Running | Phase::Paused);
        (under_way && dial.waits()).then(|| inert(r#"span class="dial__waits""#, say::at_reset()))
    }
}

/// A value as text.
fn show(dial: &Dial, value: &ParamValue) -> String {
    dial_scale::show(&dial.knob.descriptor.kind, value)
}

/// A slider and a field, each following the other.
#[component]
fn NumberDial(bench: Bench, dial: Dial, range: Range, id: String, doc_id: String) -> impl IntoView {
    let number = move |value: &ParamValue| match value {
        ParamValue::Number(value) => *value,
        _ => range.min,
    };
    let (value, base) = (dial.value, dial.base);
    let problem = RwSignal::new(None::<String>);
    // What was wrong is so no more when the value comes from elsewhere. That the field is written again is no change.
    let set = Memo::new(move |_| value.get());
    Effect::new(move |_| {
        bench.taken.track();
        set.track();
        problem.set(None);
    });
    let text = {
        let dial = dial.clone();
        move || value.with(|value| show(&dial, value))
    };
    let position = move || value.with(|value| range.position(number(value)));
    let mark = move || {
        let share = base.with(|base| range.position(number(base))) / POSITIONS;
        format!("{share:.3}")
    };
    let slide = {
        let dial = dial.clone();
        move |event| {
            // Positions are whole numbers: the slider's step is 1.
            if let Ok(position) = event_target_value(&event).parse::<u32>() {
                problem.set(None);
                bench.set(&dial, ParamValue::Number(range.value(position.into())));
            }
        }
    };
    let commit = {
        let dial = dial.clone();
        move |event| match range.read_over(
            &event_target_value(&event),
            &value.with_untracked(|value| show(&dial, value)),
        ) {
            Ok(number) => {
                problem.set(None);
                // What is typed is a change of its own.
                bench.settle();
                bench.set(&dial, ParamValue::Number(number));
                bench.settle();
                // The field writes the value its own way, also when it has not changed.
                value.notify();
            }
            Err(why) => {
                let kept = value.with_untracked(|value| show(&dial, value));
                problem.set(Some(say::kept_at(why, kept)));
                value.notify();
            }
        }
    };
    let error_id = format!("{id}-error");
    let described = format!("{doc_id} {error_id}");
    let initial = show(&dial, &value.get_untracked());
    let label = dial.knob.descriptor.label.to_string();
    view! {
        <div class="dial__row">
            <span class="dial__track" data-style=move || format!("--mark:{}", mark())>
                <input
                    type="range"
                    min="0"
                    max=POSITIONS.to_string()
                    step="1"
                    aria-label=say::slider(&label)
                    aria-valuetext=text.clone()
                    value=untrack(position).to_string()
                    prop:value=move || position().to_string()
                    on:input=slide
                    on:change=move |_| bench.settle()
                />
            </span>
            <input
                id=id
                class="dial__field"
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=described
                aria-invalid=move || problem.with(Option::is_some).to_string()
                value=initial
                prop:value=text
                on:change=commit
            />
        </div>
        <p class="dial__error" id=error_id role="alert">{move || problem.get()}</p>
    }
}

#[component]
fn ChoiceDial(
    bench: Bench,
    dial: Dial,
    options: Vec<(String, String)>,
    id: String,
    doc_id: String,
) -> impl IntoView {
    let value = dial.value;
    let is = |value: &ParamValue, key: &str| matches!(value, ParamValue::Choice(chosen) if chosen == key);
    let options = options.into_iter().map(|(key, label)| {
        let initially = value.with_untracked(|value| is(value, &key));
        let (this, key) = (key.clone(), key);
        view! {
            <option value=key selected=initially prop:selected=move || value.with(|value| is(value, &this))>
                {label}
            </option>
        }
    });
    let options = options.collect_view();
    view! {
        <select
            id=id
            class="dial__choice"
            aria-describedby=doc_id
            on:change=move |event| bench.set(&dial, ParamValue::Choice(event_target_value(&event)))
        >
            {options}
        </select>
    }
}

#[component]
fn FlagDial(bench: Bench, dial: Dial, id: String, doc_id: String) -> impl IntoView {
    let value = dial.value;
    let on = |value: &ParamValue| *value == ParamValue::Flag(true);
    view! {
        <input
            id=id
            type="checkbox"
            role="switch"
            aria-describedby=doc_id
            checked=value.with_untracked(on)
            prop:checked=move || value.with(on)
            on:change=move |event| bench.set(&dial, ParamValue::Flag(event_target_checked(&event)))
        />
    }
}
