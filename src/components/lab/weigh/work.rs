//! Runs under way, and what the reader is told of them.

use headroom_sim::protocol::{Along, Foretold, Outcome, Series, Setup};
use leptos::prelude::*;

use crate::components::view;

#[cfg(target_arch = "wasm32")]
use crate::components::lab::pool::{Measured, Pool};
use crate::words::weigh as say;
/// On the host nothing runs.
#[cfg(not(target_arch = "wasm32"))]
type Pool = ();

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Idle,
    Running,
    Over,
    Cancelled,
}

/// Many runs, of which one lot is under way at a time.
#[derive(Clone, Copy)]
pub struct Work {
    pub state: RwSignal<State>,
    pub done: RwSignal<usize>,
    pub total: RwSignal<usize>,
    /// What went wrong, and in which runs.
    failures: RwSignal<Vec<(String, Vec<String>)>>,
    url: StoredValue<String>,
    /// To be done when no more runs come.
    over: StoredValue<Box<dyn Fn()>, LocalStorage>,
    pool: StoredValue<Option<Pool>, LocalStorage>,
}

impl Work {
    /// `over` is called when all runs are done, or the reader wants no more. The runs end with the owner of this call.
    pub fn new(over: impl Fn() + 'static) -> Self {
        let work = Self {
            state: RwSignal::new(State::Idle),
            done: RwSignal::new(0),
            total: RwSignal::new(0),
            failures: RwSignal::default(),
            url: StoredValue::new(crate::components::lab::engine_url()),
            over: StoredValue::new_local(Box::new(over)),
            pool: StoredValue::new_local(None),
        };
        on_cleanup(move || {
            work.pool.try_set_value(None);
        });
        work
    }

    pub fn is_running(self) -> bool {
        self.state.get() == State::Running
    }

    /// Runs all of `setups` in place of what was under way; `each` gets what came of one, with its place among them, and `names`
    /// says of one that failed which it was.
    pub fn start(
        self,
        setups: Vec<Setup>,
        names: impl Fn(usize) -> String + 'static,
        each: impl Fn(usize, Outcome, Vec<Vec<Series>>) + 'static,
    ) {
        let jobs = setups.into_iter().map(|setup| (setup, None));
        self.start_along(jobs.collect(), names, move |at, outcome, charts, _| {
            each(at, outcome, charts);
        });
    }

    /// The same, of runs of which some are asked what formulas say along a setting.
    pub fn start_along(
        self,
        jobs: Vec<(Setup, Option<Along>)>,
        names: impl Fn(usize) -> String + 'static,
        each: impl Fn(usize, Outcome, Vec<Vec<Series>>, Vec<Foretold>) + 'static,
    ) {
        self.done.set(0);
        self.total.set(jobs.len());
        self.failures.set(Vec::new());
        self.state.set(State::Running);
        #[cfg(target_arch = "wasm32")]
        {
            let url = self.url.get_value();
            let seeds: Vec<u64> = jobs.iter().map(|(setup, _)| setup.seed).collect();
            let pool = Pool::work(&url, jobs, move |at, result| {
                match result {
                    Ok(Measured {
                        outcome,
                        charts,
                        foretold,
                    }) => each(at, outcome, charts, foretold),
                    Err(why) => self.fail(why, say::run_with_seed(names(at), seeds[at])),
                }
                self.next();
            });
            self.pool.set_value(Some(pool));
        }
        #[cfg(not(target_arch = "wasm32"))]
        let _ = (names, each);
    }

    fn fail(self, why: String, run: String) {
        self.failures.update(|failures| {
            match failures.iter_mut().find(|(known, _)| *known == why) {
                Some((_, runs)) => runs.push(run),
                None => failures.push((why, vec![run])),
            }
        });
    }

    fn next(self) {
        self.done.update(|done| *done += 1);
        if self.done.get_untracked() >= self.total.get_untracked() {
            self.end(State::Over);
        }
    }

    /// Ends what is under way. What is done is done.
    pub fn cancel(self) {
        if self.state.get_untracked() == State::Running {
            self.pool.set_value(None);
            self.end(State::Cancelled);
        }
    }

    fn end(self, state: State) {
        self.state.set(state);
        self.over.with_value(|over| over());
    }
}

/// The button that starts and stops, how far it is, and what went wrong.
#[component]
pub fn Progress(work: Work, caption: &'static str, go: Callback<()>) -> impl IntoView {
    let click = move |_| {
        if work.state.get_untracked() == State::Running {
            work.cancel();
        } else {
            go.run(());
        }
    };
    let share = move || {
        let share = work.done.get() as f64 / work.total.get().max(1) as f64;
        format!("{share:.3}")
    };
    let count = move || {
        let (done, total) = (work.done.get(), work.total.get());
        match work.state.get() {
            State::Idle => String::new(),
            State::Running => say::runs_of(done, total),
            State::Over => say::runs_done(total),
            State::Cancelled => say::cancelled_after(done, total),
        }
    };
    // Each single run is not worth saying aloud.
    let said = move || {
        let total = work.total.get();
        match work.state.get() {
            State::Idle => String::new(),
            State::Running => say::runs_under_way(total),
            State::Over => say::runs_done(total),
            State::Cancelled => say::cancelled().to_owned(),
        }
    };
    let failures = move || {
        let failures = work.failures.get().into_iter().map(|(why, runs)| {
            view! { <p class="lab__notice">{failure(&why, &runs)}</p> }
        });
        failures.collect_view()
    };
    view! {
        <div class="weigh__go">
            <button type="button" class:primary=move || !work.is_running() on:click=click>
                {move || if work.is_running() { say::cancel() } else { caption }}
            </button>
            <div class="weigh__progress" hidden=move || work.state.get() == State::Idle>
                <progress max="1" value=share aria-label=say::progress()></progress>
                <span class="weigh__count">{count}</span>
            </div>
            <span class="visually-hidden" role="status">{said}</span>
        </div>
        <div class="weigh__failures" role="alert">{failures}</div>
    }
}

/// Which runs failed, and why.
fn failure(why: &str, runs: &[String]) -> String {
    /// More names than this nobody reads.
    const NAMED: usize = 3;
    let named = runs[..runs.len().min(NAMED)].join(say::comma());
    let why = why.trim_end_matches('.');
    match runs.len().saturating_sub(NAMED) {
        0 => say::failed(named, why),
        more => say::failed_more(named, more, why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_failed_runs_a_few_are_named() {
        let runs: Vec<String> = (1..=5).map(|seed| format!("B with seed {seed}")).collect();
        assert_eq!(
            failure("Too many nodes.", &runs),
            "Failed: B with seed 1, B with seed 2, B with seed 3 and 2 more. Too many nodes."
        );
        assert_eq!(failure("no", &runs[..1]), "Failed: B with seed 1. no.");
    }
}
