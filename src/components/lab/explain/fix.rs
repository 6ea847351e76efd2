//! The search for the cheapest single change, as a reader operates it.

use std::sync::Arc;

use headroom_sim::descriptor::{ParamValue, Unit};
use headroom_sim::protocol::Setup;
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::lab::bench::Bench;
use crate::components::view;
use crate::platform::number;

use super::goals::{self, Goal, Use};
use super::search::{Answer, Bound, Fix, Found, MOST, SEEDS};
#[cfg(target_arch = "wasm32")]
use super::search::{Lever, Objective, Search};

/// So many changes are shown.
const SHOWN: usize = 5;

/// A search and all that belongs to it. Copied freely into closures.
#[derive(Clone, Copy)]
struct Hunt {
    bench: Bench,
    /// What the reader chose instead of what suggests itself.
    path: RwSignal<Option<String>>,
    bound: RwSignal<Option<Bound>>,
    value: RwSignal<Option<f64>>,
    problem: RwSignal<Option<String>>,
    work_too: RwSignal<bool>,
    goals: Memo<Vec<Goal>>,
    running: RwSignal<bool>,
    tried: RwSignal<usize>,
    /// What the search that ran last was after, and what it found so far.
    found: RwSignal<Option<Arc<Finding>>>,
    /// What was done with it.
    applied: RwSignal<Option<String>>,
    #[cfg(target_arch = "wasm32")]
    engine: StoredValue<Engine, LocalStorage>,
}

/// What a search was after and made from, and what it found.
struct Finding {
    goal: Goal,
    setup: Setup,
    found: Found,
    stopped: bool,
    /// Why runs could not be made, if any could not.
    why: Option<String>,
}

#[cfg(target_arch = "wasm32")]
#[derive(Default)]
struct Engine {
    url: String,
    search: Option<Search>,
    goal: Option<Goal>,
    setup: Option<Setup>,
    why: Option<String>,
    pool: Option<crate::components::lab::pool::Pool>,
}

impl Hunt {
    fn new(bench: Bench) -> Self {
        let goals = Memo::new(move |_| {
            let spec = bench.spec.get_value();
            let preset = bench.preset_view();
            bench.outcome.with(|outcome| {
                let outcome = outcome.as_ref().filter(|_| !bench.sweeps());
                outcome.map_or_else(Vec::new, |outcome| {
                    goals::goals(&spec, preset.as_ref(), outcome)
                })
            })
        });
        #[cfg(target_arch = "wasm32")]
        let engine = {
            let script = format!("sim_loader.js?{}", headroom_sim::protocol::BUILD);
            let url = crate::state::site::Here::get().base.href(&script);
            let engine = StoredValue::new_local(Engine {
                url,
                ..Engine::default()
            });
            on_cleanup(move || {
                engine.try_update_value(|engine| engine.pool = None);
            });
            engine
        };
        Self {
            bench,
            path: RwSignal::new(None),
            bound: RwSignal::new(None),
            value: RwSignal::new(None),
            problem: RwSignal::new(None),
            work_too: RwSignal::new(false),
            goals,
            running: RwSignal::new(false),
            tried: RwSignal::new(0),
            found: RwSignal::new(None),
            applied: RwSignal::new(None),
            #[cfg(target_arch = "wasm32")]
            engine,
        }
    }

    /// What the reader is after.
    fn goal(self) -> Option<Goal> {
        let path = self.path.get();
        let (bound, value) = (self.bound.get(), self.value.get());
        self.goals.with(|goals| {
            let chosen = goals.iter().find(|goal| Some(&goal.path) == path.as_ref());
            let goal = chosen.or(goals.first())?.clone();
            Some(Goal {
                bound: bound.unwrap_or(goal.bound),
                value: value.unwrap_or(goal.value),
                ..goal
            })
        })
    }

    fn choose(self, path: String) {
        self.path.set(Some(path));
        self.bound.set(None);
        self.value.set(None);
        self.problem.set(None);
    }

    fn read(self, text: &str) {
        let Some(goal) = untrack(|| self.goal()) else {
            return;
        };
        match quantity::parse_with(text, goal.unit, number::read) {
            Ok(value) => {
                self.problem.set(None);
                self.value.set(Some(value));
            }
            Err(why) => self.problem.set(Some(format!(
                "{why}. {} stays.",
                quantity::format(goal.value, goal.unit)
            ))),
        }
    }

    /// How many settings could be a fix, and the names of those that are given.
    fn levers(self, of: Use) -> usize {
        let spec = self.bench.spec.get_value();
        self.bench.dials.with_value(|dials| {
            (dials.iter())
                .filter(|dial| goals::use_of(&spec, &dial.knob) == of)
                .count()
        })
    }

    /// Takes a change over: the settings that were searched from, with it.
    fn apply(self, fix: &Fix, setup: &Setup) {
        let mut setup = setup.clone();
        setup.set.retain(|(path, _)| *path != fix.lever.path);
        setup.set.push((fix.lever.path.clone(), fix.to.clone()));
        let what = format!("{} is {} now", fix.lever.name, words(fix, &fix.to));
        self.applied.set(Some(match self.bench.open(&setup) {
            Ok(()) => format!("{what}. Run to see it."),
            Err(why) => format!("It could not be set: {why}."),
        }));
    }
}

#[cfg(target_arch = "wasm32")]
impl Hunt {
    fn start(self) {
        let Some(goal) = untrack(|| self.goal()) else {
            return;
        };
        let spec = self.bench.spec.get_value();
        let work_too = self.work_too.get_untracked();
        let levers: Vec<Lever> = self.bench.dials.with_value(|dials| {
            (dials.iter())
                .filter(|dial| match goals::use_of(&spec, &dial.knob) {
                    Use::Fix => true,
                    Use::Work => work_too,
                    Use::Given => false,
                })
                .map(|dial| Lever {
                    path: dial.knob.path.clone(),
                    name: format!("{} of {}", dial.knob.descriptor.label, dial.knob.group),
                    kind: dial.knob.descriptor.kind.clone(),
                    now: dial.value.get_untracked(),
                })
                .collect()
        });
        let setup = self.bench.setup();
        let objective = Objective {
            path: goal.path.clone(),
            bound: goal.bound,
            value: goal.value,
        };
        let search = Search::new(levers, setup.seed, objective);
        self.engine.update_value(|engine| {
            engine.search = Some(search);
            engine.goal = Some(goal);
            engine.setup = Some(setup);
            engine.why = None;
        });
        self.found.set(None);
        self.applied.set(None);
        self.tried.set(0);
        self.running.set(true);
        self.go_on();
    }

    /// Makes the next runs, or ends.
    fn go_on(self) {
        // The lab may be gone, the search stopped.
        if self.running.try_get_untracked() != Some(true) {
            return;
        }
        let next = self.engine.try_update_value(|engine| {
            let tries = engine.search.as_mut().map(Search::next).unwrap_or_default();
            let setup = engine.setup.clone();
            let setups = tries.into_iter().filter_map(|a_try| {
                let mut setup = setup.clone()?;
                setup.seed = a_try.seed;
                if let Some((path, value)) = a_try.change {
                    setup.set.retain(|(known, _)| *known != path);
                    setup.set.push((path, value));
                }
                Some(setup)
            });
            (engine.url.clone(), setups.collect::<Vec<Setup>>())
        });
        let Some((url, setups)) = next else {
            return;
        };
        if setups.is_empty() {
            self.end(false);
            return;
        }
        let left = std::cell::Cell::new(setups.len());
        let pool = crate::components::lab::pool::Pool::run(&url, setups, move |at, measured| {
            self.engine.try_update_value(|engine| {
                let path = engine.goal.as_ref().map(|goal| goal.path.as_str());
                let seen = match measured {
                    Ok(measured) => path.map(|path| goals::seen(&measured.outcome, path)),
                    Err(why) => {
                        engine.why = Some(why);
                        None
                    }
                };
                if let Some(search) = &mut engine.search {
                    search.tell(at, seen);
                    self.tried.try_set(search.tried());
                }
            });
            left.set(left.get() - 1);
            if left.get() == 0 {
                // The pool may not be dropped in what it calls.
                queue_microtask(move || self.go_on());
            }
        });
        self.engine
            .try_update_value(|engine| engine.pool = Some(pool));
    }

    fn stop(self) {
        if self.running.get_untracked() {
            self.end(true);
        }
    }

    fn end(self, stopped: bool) {
        let result = self.engine.try_update_value(|engine| {
            engine.pool = None;
            Some(Finding {
                found: engine.search.take()?.found(),
                goal: engine.goal.take()?,
                setup: engine.setup.take()?,
                why: engine.why.take(),
                stopped,
            })
        });
        self.found.try_set(result.flatten().map(Arc::new));
        self.running.try_set(false);
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Hunt {
    #[allow(clippy::unused_self, reason = "nothing is searched on the host")]
    fn start(self) {}

    #[allow(clippy::unused_self, reason = "nothing is searched on the host")]
    fn stop(self) {}
}

/// The search, where there is a run that something is to be made better of.
#[component]
pub fn Fixes(bench: Bench, id: String, #[prop(into)] there: Signal<bool>) -> impl IntoView {
    let hunt = Hunt::new(bench);
    let id = format!("{id}-fix");
    let title = format!("{id}-title");
    let none = move || !there.get() || bench.sweeps();
    let possible = hunt.levers(Use::Fix) + hunt.levers(Use::Work) > 0;
    let form = if possible {
        view! { <Form hunt id=id.clone()/> }
    } else {
        view! { <p>"This lab has no setting that could be a fix: what can be set here is the load, or what is measured."</p> }
    };
    view! {
        <div class="fix" role="group" aria-labelledby=title.clone() hidden=none>
            <p class="explain__title" id=title.clone()>"The cheapest single change"</p>
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
    let path = move || goal.with(|goal| goal.as_ref().map(|goal| goal.path.clone()));
    let options = move || {
        let chosen = path();
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
                "Shorter work and ways count as fixes too"
            </label>
        }
    });
    view! {
        <p>
            "Tries every setting of this lab, one at a time, each with whole runs in the background, and looks for the least change that meets an objective. The load stays as it is."
        </p>
        <fieldset class="fix__goal" disabled=busy>
            <legend>"Objective"</legend>
            <div class="fix__field fix__field--metric">
                <label for=metric_id.clone()>"Figure"</label>
                <select id=metric_id on:change=move |event| hunt.choose(event_target_value(&event))>
                    {move || options()}
                </select>
            </div>
            <div class="fix__field">
                <label for=bound_id.clone()>"Shall be"</label>
                <select
                    id=bound_id
                    on:change=move |event| {
                        let most = event_target_value(&event) == "most";
                        hunt.bound.set(Some(if most { Bound::AtMost } else { Bound::AtLeast }));
                    }
                >
                    <option value="most" prop:selected=is_most>"at most"</option>
                    <option value="least" prop:selected=move || !is_most()>"at least"</option>
                </select>
            </div>
            <div class="fix__field">
                <label for=value_id.clone()>"Value"</label>
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
                "Find the cheapest single change"
            </button>
            <button type="button" hidden=move || !busy() on:click=move |_| hunt.stop()>"Stop the search"</button>
        </div>
        <div class="fix__progress" hidden=move || !busy()>
            <progress max=MOST.to_string() value=move || hunt.tried.get().to_string() aria-label="Runs tried"></progress>
            <span>{move || format!("{} runs, of at most {MOST}", hunt.tried.get())}</span>
        </div>
    }
}

/// What the last search found.
#[component]
fn Findings(hunt: Hunt) -> impl IntoView {
    let verdict = move || {
        if hunt.running.get() {
            return "Searching.".to_owned();
        }
        hunt.found
            .with(|found| found.as_ref().map_or_else(String::new, |found| said(found)))
    };
    let list = move || {
        let result = hunt.found.get()?;
        (result.found.answer != Answer::Met).then(|| changes(hunt, &result))
    };
    view! {
        <p class="fix__verdict" role="status">{move || verdict()}</p>
        {move || list()}
        <p class="fix__applied" role="status">{move || hunt.applied.get()}</p>
    }
}

fn words(fix: &Fix, value: &ParamValue) -> String {
    goals::shown(&fix.lever.kind, value)
}

fn figure(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| "–".to_owned(), |value| quantity::format(value, unit))
}

/// What a search came to, in words.
fn said(result: &Finding) -> String {
    let Finding {
        goal,
        found,
        stopped,
        why,
        ..
    } = result;
    let bound = match goal.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let wanted = format!(
        "{} {bound} {}",
        goal.label,
        quantity::format(goal.value, goal.unit)
    );
    let mut out = if *stopped {
        format!("Stopped after {} runs. ", found.tried)
    } else {
        format!("{} runs were made. ", found.tried)
    };
    match found.answer {
        Answer::Met => out.push_str(&format!(
            "It is met as things are: {wanted}, and it is {}.",
            figure(found.base.metric, goal.unit)
        )),
        Answer::Fixed => {
            let by = if found.priced {
                "cheapest first; of those that cost the same, the smallest change"
            } else {
                "the smallest change first, for nothing here has a price"
            };
            out.push_str(&format!("These single changes reach it ({wanted}), {by}."));
        }
        Answer::None if !found.fixes.is_empty() => out.push_str(&format!(
            "These reach it ({wanted}) with this seed; other seeds were not tried."
        )),
        Answer::None => {
            out.push_str(&format!("No single change reaches it: {wanted}."));
            if let Some(nearest) = &found.nearest {
                let held = match nearest.held {
                    Some(held) => format!(
                        " with this seed, and {held} of {SEEDS} others reach it too, which is not enough"
                    ),
                    None => String::new(),
                };
                out.push_str(&format!(
                    " The nearest is {} at {}, which makes it {}{held}; as things are it is {}.",
                    nearest.lever.name,
                    words(nearest, &nearest.to),
                    figure(nearest.metric, goal.unit),
                    figure(found.base.metric, goal.unit)
                ));
            }
        }
    }
    if let Some(why) = why.as_ref().filter(|_| found.broken > 0) {
        out.push_str(&format!(" {} could not be made: {why}.", found.broken));
    }
    out
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
    let from = words(fix, &fix.lever.now);
    let to = words(fix, &fix.to);
    let cost = if found.priced {
        format!(
            "Cost {} → {}. ",
            figure(found.base.cost, Unit::DollarsPerHour),
            figure(fix.cost, Unit::DollarsPerHour)
        )
    } else {
        String::new()
    };
    let metric = format!(
        "{} {} → {}. ",
        goal.label,
        figure(found.base.metric, goal.unit),
        figure(fix.metric, goal.unit)
    );
    let held = match fix.held {
        Some(held) => format!("Holds with {held} of {SEEDS} other seeds."),
        None => "Not tried with other seeds.".to_owned(),
    };
    let label = format!("Apply: {name} {to}");
    let (result, fix) = (result.clone(), fix.clone());
    view! {
        <li class="fix__change">
            <p class="fix__what"><b>{name}</b>" "{from}" → "{to}</p>
            <p class="fix__gain">{metric}{cost}{held}</p>
            <button type="button" aria-label=label on:click=move |_| hunt.apply(&fix, &result.setup)>"Apply"</button>
        </li>
    }
}
