//! The search for the cheapest single change, as a reader operates it.

use std::sync::Arc;

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::lab::tools::Mirror;
use crate::components::{inert, view};

use super::goals::{self, Use};
use super::hunt::{Finding, Hunt};
use super::said::{figure, said};
use super::search::{Answer, Bound, Fix, MOST, SEEDS};
use crate::words::explain as say;

/// So many changes are shown.
const SHOWN: usize = 5;

/// The search, where there is a run that something is to be made better of.
#[component]
pub fn Fixes(bench: Mirror, id: String, #[prop(into)] there: Signal<bool>) -> impl IntoView {
    let hunt = Hunt::new(bench);
    let id = format!("{id}-fix");
    let title = format!("{id}-title");
    let none = move || !there.get() || bench.sweeps();
    let possible = hunt.levers(Use::Fix) + hunt.levers(Use::Work) > 0;
    let form = if possible {
        view! { <Form hunt id=id.clone()/> }
    } else {
        inert("p", say::no_lever())
    };
    view! {
        <div class="fix" role="group" aria-labelledby=title.clone() hidden=none>
            <p class="explain__title" id=title.clone()>{say::cheapest_change()}</p>
            {form}
            <Findings hunt/>
        </div>
    }
}

#[component]
fn Form(hunt: Hunt, id: String) -> impl IntoView {
    let (metric_id, bound_id, value_id) = (
        format!("{id}-metric"),
        format!("{id}-bound"),
        format!("{id}-value"),
    );
    let error_id = format!("{id}-error");
    let goal = Memo::new(move |_| hunt.goal());
    let path = Memo::new(move |_| goal.with(|goal| goal.as_ref().map(|goal| goal.path.clone())));
    let options = move || {
        let chosen = path.get();
        let goals = hunt.goals.get().into_iter();
        let options = goals.map(|goal| {
            let selected = chosen.as_ref() == Some(&goal.path);
            view! { <option value=goal.path selected=selected>{goal.label}</option> }
        });
        options.collect_view()
    };
    let is_most =
        move || goal.with(|goal| (goal.as_ref()).is_some_and(|goal| goal.bound == Bound::AtMost));
    let value = move || {
        goal.with(|goal| {
            goal.as_ref()
                .map_or_else(String::new, |goal| quantity::format(goal.value, goal.unit))
        })
    };
    let busy = move || hunt.running.get();
    let work = (hunt.levers(Use::Work) > 0).then(|| {
        view! {
            <label class="fix__work">
                <input
                    type="checkbox"
                    prop:checked=move || hunt.work_too.get()
                    on:change=move |event| hunt.work_too.set(event_target_checked(&event))
                />
                {say::work_too()}
            </label>
        }
    });
    view! {
        <p>
            {say::about_fix()}
        </p>
        <fieldset class="fix__goal" disabled=busy>
            {inert("legend", say::objective())}
            <div class="fix__field fix__field--metric">
                <label for=metric_id.clone()>{say::figure()}</label>
                <select id=metric_id on:change=move |event| hunt.choose(event_target_value(&event))>
                    {move || options()}
                </select>
            </div>
            <div class="fix__field">
                <label for=bound_id.clone()>{say::shall_be()}</label>
                <select
                    id=bound_id
                    on:change=move |event| {
                        let most = event_target_value(&event) == "most";
                        hunt.bound.set(Some(if most { Bound::AtMost } else { Bound::AtLeast }));
                    }
                >
                    <option value="most" prop:selected=is_most>{say::at_most()}</option>
                    <option value="least" prop:selected=move || !is_most()>{say::at_least()}</option>
                </select>
            </div>
            <div class="fix__field">
                <label for=value_id.clone()>{say::value()}</label>
                <input
                    id=value_id
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=error_id.clone()
                    aria-invalid=move || hunt.problem.with(Option::is_some).to_string()
                    prop:value=value
                    on:change=move |event| hunt.read(&event_target_value(&event))
                />
            </div>
            <p class="dial__error" id=error_id role="alert">{move || hunt.problem.get()}</p>
            {work}
        </fieldset>
        <div class="fix__buttons">
            <button type="button" class="primary" disabled=busy on:click=move |_| hunt.start()>
                {say::find_change()}
            </button>
            <button type="button" hidden=move || !busy() on:click=move |_| hunt.stop()>{say::stop_search()}</button>
        </div>
        <div class="fix__progress" hidden=move || !busy()>
            <progress max=MOST.to_string() value=move || hunt.tried.get().to_string() aria-label=say::runs_tried()></progress>
            <span>{move || say::runs_of_most(hunt.tried.get(), MOST)}</span>
        </div>
    }
}

/// What the last search found.
#[component]
fn Findings(hunt: Hunt) -> impl IntoView {
    let verdict = move || {
        if hunt.running.get() {
            return say::searching().to_owned();
        }
        hunt.finding()
            .map_or_else(String::new, |finding| said(&finding))
    };
    let list = move || {
        let result = hunt.finding()?;
        (result.found.answer != Answer::Met).then(|| changes(hunt, &result))
    };
    view! {
        <p class="fix__verdict" role="status">{move || verdict()}</p>
        {move || list()}
        <p class="fix__applied" role="status">{move || hunt.applied.get().filter(|_| hunt.finding().is_some())}</p>
    }
}

/// The best changes, each to be taken over; where none reaches the objective, the nearest.
fn changes(hunt: Hunt, result: &Arc<Finding>) -> AnyView {
    let found = &result.found;
    let nearest = found.nearest.iter().filter(|_| found.fixes.is_empty());
    let shown = found.fixes.iter().take(SHOWN).chain(nearest);
    let rows = shown.map(|fix| change(hunt, result, fix)).collect_view();
    view! {
        <ol class="fix__list">{rows}</ol>
    }
}

fn change(hunt: Hunt, result: &Arc<Finding>, fix: &Fix) -> AnyView {
    let Finding { goal, found, .. } = &**result;
    let name = fix.lever.name.clone();
    let from = goals::shown(&fix.lever.kind, &fix.lever.now);
    let to = goals::shown(&fix.lever.kind, &fix.to);
    let cost = if found.priced {
        say::cost_from_to(
            figure(found.base.cost, Unit::DollarsPerHour),
            figure(fix.cost, Unit::DollarsPerHour),
        )
    } else {
        String::new()
    };
    let metric = say::figure_from_to(
        &goal.label,
        figure(found.base.metric, goal.unit),
        figure(fix.metric, goal.unit),
    );
    let held = match fix.held {
        Some(held) => say::holds_with(held, SEEDS),
        None => say::not_tried().to_owned(),
    };
    let label = say::apply_what(&name, &to);
    let (result, fix) = (result.clone(), fix.clone());
    view! {
        <li class="fix__change">
            <p class="fix__what"><b>{name}</b>" "{from}" → "{to}</p>
            <p class="fix__gain">{metric}{cost}{held}</p>
            <button type="button" aria-label=label on:click=move |_| hunt.apply(&fix, &result.setup)>{say::apply()}</button>
        </li>
    }
}
