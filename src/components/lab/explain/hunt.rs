//! A search in the lab: what it is after, its runs in the background, what it found.

use std::sync::Arc;

use headroom_sim::protocol::{Outcome, Setup};
use headroom_sim::quantity;
use leptos::prelude::*;

#[cfg(target_arch = "wasm32")]
use crate::components::lab::pool::Pool;
use crate::components::lab::tools::Mirror;
use crate::platform::number;

use super::goals::{self, Goal, Use};
use super::search::{Bound, Fix, Found};
#[cfg(target_arch = "wasm32")]
use super::search::{Lever, Objective, Search};
use crate::words::{engine, explain as say, lab};

/// A search and all that belongs to it. Copied freely into closures.
#[derive(Clone, Copy)]
pub struct Hunt {
    pub bench: Mirror,
    /// What the reader chose instead of what suggests itself.
    pub path: RwSignal<Option<String>>,
    pub bound: RwSignal<Option<Bound>>,
    pub value: RwSignal<Option<f64>>,
    pub problem: RwSignal<Option<String>>,
    pub work_too: RwSignal<bool>,
    pub goals: Memo<Vec<Goal>>,
    pub running: RwSignal<bool>,
    pub tried: RwSignal<usize>,
    /// What the search that ran last was after, and what it found so far.
    pub found: RwSignal<Option<Arc<Finding>>>,
    /// What was done with it.
    pub applied: RwSignal<Option<String>>,
    #[cfg(target_arch = "wasm32")]
    engine: StoredValue<Engine, LocalStorage>,
}

/// What a search was after and made from, and what it found.
pub struct Finding {
    pub goal: Goal,
    pub setup: Setup,
    pub found: Found,
    pub stopped: bool,
    /// Why runs could not be made, if any could not.
    pub why: Option<String>,
    /// The run that was on show when it ended; of another one it says nothing.
    beside: Option<Arc<Outcome>>,
}

#[cfg(target_arch = "wasm32")]
#[derive(Default)]
struct Engine {
    url: String,
    search: Option<Search>,
    goal: Option<Goal>,
    setup: Option<Setup>,
    why: Option<String>,
    pool: Option<Pool>,
}

impl Hunt {
    pub fn new(bench: Mirror) -> Self {
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
            let url = crate::components::lab::engine_url();
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

    /// What the last search found, if it is about the run on show.
    pub fn finding(self) -> Option<Arc<Finding>> {
        let finding = self.found.get()?;
        let same = self
            .bench
            .outcome
            .with(|outcome| match (outcome, &finding.beside) {
                (Some(now), Some(then)) => Arc::ptr_eq(now, then),
                (now, then) => now.is_none() && then.is_none(),
            });
        same.then_some(finding)
    }

    /// What the reader is after.
    pub fn goal(self) -> Option<Goal> {
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

    pub fn choose(self, path: String) {
        self.path.set(Some(path));
        self.bound.set(None);
        self.value.set(None);
        self.problem.set(None);
    }

    pub fn read(self, text: &str) {
        let Some(goal) = untrack(|| self.goal()) else {
            return;
        };
        let value = quantity::parse_with(text, goal.unit, number::read)
            .map_err(|why| engine::say(&why.to_string()))
            .and_then(|value| goals::check(&goal, value));
        match value {
            Ok(value) => {
                self.problem.set(None);
                self.value.set(Some(value));
            }
            Err(why) => self.problem.set(Some(say::value_stays(
                why,
                quantity::format(goal.value, goal.unit),
            ))),
        }
    }

    /// How many settings could be a fix, and the names of those that are given.
    pub fn levers(self, of: Use) -> usize {
        let spec = self.bench.spec.get_value();
        self.bench.dials.with_value(|dials| {
            (dials.iter())
                .filter(|dial| goals::use_of(&spec, &dial.knob) == of)
                .count()
        })
    }

    /// Takes a change over: the settings that were searched from, with it.
    pub fn apply(self, fix: &Fix, setup: &Setup) {
        let mut setup = setup.clone();
        setup.set.retain(|(path, _)| *path != fix.lever.path);
        setup.set.push((fix.lever.path.clone(), fix.to.clone()));
        self.applied.set(Some(match self.bench.open(&setup) {
            Ok(()) => say::is_now(&fix.lever.name, goals::shown(&fix.lever.kind, &fix.to)),
            Err(why) => lab::not_set(why),
        }));
    }
}

#[cfg(target_arch = "wasm32")]
impl Hunt {
    pub fn start(self) {
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
                    name: say::knob_of(&dial.knob.descriptor.label, &dial.knob.group),
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
            engine.goal = Some(goal.clone());
            engine.setup = Some(setup);
            engine.why = None;
        });
        // It stays, also when it no longer is what suggests itself.
        self.path.set(Some(goal.path.clone()));
        self.bound.set(Some(goal.bound));
        self.value.set(Some(goal.value));
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
        let pool = Pool::run(&url, setups, move |at, measured| {
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

    pub fn stop(self) {
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
                beside: self.bench.outcome.get_untracked(),
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
    pub fn start(self) {}

    #[allow(clippy::unused_self, reason = "nothing is searched on the host")]
    pub fn stop(self) {}
}
