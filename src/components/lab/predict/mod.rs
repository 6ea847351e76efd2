//! A prediction before the run, and what came of it.

mod ask;
mod form;
mod kept;

use headroom_sim::protocol::Setup;
use leptos::prelude::*;

use self::ask::{Ask, Before, Grade, Guess, Mark, Shown, questions};
use self::form::Form;
use self::kept::Predictions;
use super::bench::{Bench, Phase, Then};
use crate::components::{inert, view};
use crate::platform::focus;
use crate::words::lab as say;

/// Where the reader is with it.
#[derive(Clone, Debug, PartialEq)]
enum Stage {
    Closed,
    Asking,
    /// Until the run is over.
    Committed(Ask, Guess),
    Graded(Told),
}

/// A prediction and what came of it.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    guess: String,
    grade: Grade,
    /// What the run shows; where it says nothing, what the experiment is to show.
    because: Vec<String>,
}

/// The last run that is over.
struct Over {
    setup: Setup,
    /// For the middle of a sentence.
    name: String,
    headline: Vec<Option<f64>>,
}

/// So much of what the run shows is told as the reason.
const TOLD: usize = 2;

/// The state of a lab's predictions. Copied freely into closures.
#[derive(Clone, Copy)]
pub struct Predicting {
    bench: Bench,
    stage: RwSignal<Stage>,
    /// The reader wants to see the run on show all the same.
    uncovered: RwSignal<bool>,
    over: StoredValue<Over>,
    kept: Predictions,
}

impl Predicting {
    /// `sim` is the scenario of the lab; empty for a design of the reader's.
    pub fn new(bench: Bench, sim: &str) -> Self {
        let predicting = Self {
            bench,
            stage: RwSignal::new(Stage::Closed),
            uncovered: RwSignal::new(false),
            over: StoredValue::new(Over {
                setup: bench.setup(),
                name: name_of(bench, "the recorded run"),
                headline: bench.headline.get_untracked(),
            }),
            kept: Predictions::new(bench, sim),
        };
        predicting.follow();
        predicting
    }

    /// Keeps step with the run.
    fn follow(self) {
        let Self { bench, stage, .. } = self;
        Effect::new(move |before: Option<usize>| {
            let preset = bench.preset.get();
            if before.is_some_and(|before| before != preset) {
                self.close();
            }
            preset
        });
        Effect::new(move |before: Option<Phase>| {
            let phase = bench.phase.get();
            let over = match phase {
                // A run without a prediction; what came of an earlier one is not of this run.
                Phase::Running | Phase::Loading(Then::Go | Then::Step) => {
                    stage.with_untracked(|stage| !matches!(stage, Stage::Committed(..)))
                }
                Phase::Loading(Then::Stand) => {
                    stage.with_untracked(|stage| matches!(stage, Stage::Graded(_)))
                }
                _ => false,
            };
            if over {
                self.close();
            }
            if phase == Phase::Finished && before != Some(phase) {
                self.grade();
            }
            phase
        });
    }

    /// Whether the run on show would give the answer away.
    pub fn covers(self) -> bool {
        self.stage
            .with(|stage| matches!(stage, Stage::Asking | Stage::Committed(..)))
            && !self.uncovered.get()
            && matches!(
                self.bench.phase.get(),
                Phase::Still | Phase::Finished | Phase::Loading(_)
            )
            && !self.bench.waits()
    }

    /// Whether it is too late for a prediction, or too early for another.
    fn is_late(self) -> bool {
        matches!(
            self.bench.phase.get(),
            Phase::Running | Phase::Paused | Phase::Loading(_)
        )
    }

    fn close(self) {
        if self.stage.with_untracked(|stage| *stage != Stage::Closed) {
            self.stage.set(Stage::Closed);
        }
        self.uncovered.set(false);
    }

    /// What can be asked about the run that would be made now.
    fn questions(self) -> Vec<Ask> {
        // What changes it.
        self.bench.waits();
        let Some(preset) = self.bench.preset_view() else {
            return Vec::new();
        };
        let setup = self.bench.setup();
        let before = |index: usize| {
            self.over.with_value(|over| {
                let value = over.headline.get(index).copied().flatten()?;
                // Of a run that was the same the answer is known.
                (over.setup != setup).then(|| Before {
                    value,
                    run: over.name.clone(),
                })
            })
        };
        let spec = self.bench.spec.get_value();
        questions(&spec, &preset, before)
    }

    /// Grades what was committed to, and keeps the run's figures for the next question.
    fn grade(self) {
        let bench = self.bench;
        let headline = bench.headline.get_untracked();
        if let Stage::Committed(ask, guess) = self.stage.get_untracked() {
            let series = ask.chart().and_then(|chart| {
                let live = bench.charts.with_value(|charts| charts.get(chart).copied());
                Some(live?.get_untracked()?.series)
            });
            let grade = ask.grade(
                guess,
                &Shown {
                    headline: &headline,
                    series: series.as_ref().map_or(&[], |series| series),
                },
            );
            let mut because = bench.verdicts.get_untracked();
            because.truncate(TOLD);
            if because.is_empty() {
                let preset = untrack(|| bench.preset_view());
                because.extend(preset.map(|preset| preset.sentence));
            }
            let told = Told {
                guess: ask.told(guess),
                grade,
                because,
            };
            self.kept.add(&ask, &told);
            self.stage.set(Stage::Graded(told));
        }
        self.uncovered.set(false);
        // A sweep has no figures of its own to hold others against.
        if let (false, Some(setup)) = (untrack(|| bench.sweeps()), bench.made()) {
            self.over.set_value(Over {
                setup,
                name: name_of(bench, say::last_run()),
                headline,
            });
        }
    }
}

/// A run with its experiment.
fn name_of(bench: Bench, run: &str) -> String {
    match untrack(|| bench.preset_view()) {
        Some(preset) => format!("{run} (“{}”)", preset.title),
        None => run.to_owned(),
    }
}

/// One line above the button that runs, until the reader wants more of it.
#[component]
pub fn Predict(bench: Bench, predicting: Predicting, id: String) -> impl IntoView {
    if bench.spec.with_value(|spec| spec.headline.is_empty()) {
        return ().into_any();
    }
    let ids = Ids::of(&id);
    let outcome = move || match predicting.stage.get() {
        Stage::Graded(told) => Some(outcome(predicting, &told)),
        _ => None,
    };
    let body = move || match predicting.stage.get() {
        Stage::Closed => opener(predicting, &ids, say::predict_first()),
        Stage::Graded(_) => opener(predicting, &ids, say::predict_again()),
        Stage::Asking => view! { <Form predicting ids=ids.clone()/> },
        Stage::Committed(ask, guess) => committed(predicting, &ids, &ask, guess),
    };
    view! {
        <div class="predict">
            <div role="status">{outcome}</div>
            {kept::before(predicting.kept, predicting.stage)}
            {body}
        </div>
    }
    .into_any()
}

/// Where the focus goes.
#[derive(Clone)]
struct Ids {
    open: String,
    field: String,
    change: String,
}

impl Ids {
    fn of(lab: &str) -> Self {
        Self {
            open: format!("{lab}-predict"),
            field: format!("{lab}-predict-field"),
            change: format!("{lab}-predict-change"),
        }
    }
}

fn opener(predicting: Predicting, ids: &Ids, caption: &'static str) -> AnyView {
    let field = ids.field.clone();
    let open = move |_| {
        predicting.stage.set(Stage::Asking);
        focus::focus_soon(field.clone());
    };
    view! {
        <button
            type="button"
            class="quiet predict__open"
            id=ids.open.clone()
            disabled=move || predicting.is_late()
            on:click=open
        >
            {caption}
        </button>
    }
}

fn committed(predicting: Predicting, ids: &Ids, ask: &Ask, guess: Guess) -> AnyView {
    let (open, field) = (ids.open.clone(), ids.field.clone());
    let change = move |_| {
        predicting.stage.set(Stage::Asking);
        focus::focus_soon(field.clone());
    };
    let withdraw = move |_| {
        predicting.close();
        focus::focus_soon(open.clone());
    };
    view! {
        <div class="predict__box">
            <p>{say::your_prediction()} <b>{ask.told(guess)}</b></p>
            {inert(r#"p class="predict__doc""#, say::run_simulation_to_see())}
            <div class="predict__actions">
                <button
                    type="button"
                    id=ids.change.clone()
                    disabled=move || predicting.is_late()
                    on:click=change
                >
                    {say::change()}
                </button>
                <button type="button" class="quiet" on:click=withdraw>{say::withdraw()}</button>
            </div>
        </div>
    }
}

fn outcome(predicting: Predicting, told: &Told) -> AnyView {
    let because = told.because.iter().cloned();
    let because = because.map(|line| view! { <p class="predict__because">{line}</p> });
    let (symbol, word, tone) = mark(told.grade.mark);
    view! {
        <div class="predict__box">
            <p>{say::you_predicted()} <b>{told.guess.clone()}</b></p>
            <p><strong class=tone>{format!("{symbol} {word}.")}</strong>" "{told.grade.words.clone()}</p>
            {because.collect_view()}
            <p class="predict__doc">{predicting.kept.tally()}</p>
        </div>
    }
}

/// A symbol, a word and a class for how good a guess was.
fn mark(mark: Option<Mark>) -> (&'static str, &'static str, &'static str) {
    match mark {
        Some(Mark::Right) => ("✓", say::right(), "predict__mark--good"),
        Some(Mark::Near) => ("◐", say::near(), "predict__mark--warn"),
        Some(Mark::Wrong) => ("✗", say::wrong(), "predict__mark--bad"),
        None => ("–", say::not_graded(), "predict__mark--none"),
    }
}

/// Says that the run on show is covered, and uncovers it. `id` is the lab's.
#[component]
pub fn Veil(predicting: Predicting, id: String) -> impl IntoView {
    let ids = Ids::of(&id);
    let show = move |_| {
        // The button goes; the keyboard is led back to where it was.
        let asking = predicting
            .stage
            .with_untracked(|stage| *stage == Stage::Asking);
        focus::focus_soon(if asking {
            ids.field.clone()
        } else {
            ids.change.clone()
        });
        predicting.uncovered.set(true);
    };
    view! {
        <p class="predict__veil" hidden=move || !predicting.covers()>
            {inert("span", say::covered_while())}
            <button type="button" on:click=show>{say::show_it()}</button>
        </p>
    }
}
