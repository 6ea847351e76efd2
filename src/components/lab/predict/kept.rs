//! What the reader has predicted before, here and in other labs.

use headroom_study::{Score, Verdict};
use leptos::prelude::*;

use super::ask::{Ask, Mark};
use super::{Stage, Told, mark};
use crate::components::lab::bench::Bench;
use crate::components::{inert, view};
use crate::state::predictions::{Asked, Predicted};
use crate::state::site::{Here, lab_page};
use crate::words::lab as say;

/// The predictions that are known, and where this lab's belong.
#[derive(Clone, Copy)]
pub struct Predictions {
    bench: Bench,
    /// Of every lab, oldest first within each experiment.
    all: RwSignal<Vec<Predicted>>,
    /// Whether they outlive the page: not those of a frame in another site's page, nor those of a design of the reader's.
    lasting: bool,
}

impl Predictions {
    /// `sim` is the scenario of the lab; empty for a design of the reader's.
    pub fn new(bench: Bench, sim: &str) -> Self {
        let framed = Here::get().route.starts_with(super::super::EMBED);
        let predictions = Self {
            bench,
            all: RwSignal::default(),
            lasting: !sim.is_empty() && !framed,
        };
        #[cfg(target_arch = "wasm32")]
        if predictions.lasting {
            predictions.listen();
        }
        predictions
    }

    #[cfg(target_arch = "wasm32")]
    fn listen(self) {
        use crate::platform::document::{Heard, tell};
        use crate::state::predictions::{KEPT, WANTED};

        // The host has drawn the lab without any; so it is taken over.
        let heard = StoredValue::new_local(None);
        Effect::new(move |_| {
            heard.set_value(Heard::of(KEPT, move |bytes| {
                if let Ok(all) = postcard::from_bytes(bytes) {
                    let _ = self.all.try_set(all);
                }
            }));
            tell(WANTED);
        });
        on_cleanup(move || heard.set_value(None));
    }

    /// Remembers what was predicted of the run that is over.
    pub fn add(self, ask: &Ask, told: &Told) {
        let Some(grade) = told.grade.mark else { return };
        let Some((id, revision)) = untrack(|| self.here()) else {
            return;
        };
        let made = Predicted {
            id,
            revision,
            said: told.guess.clone(),
            gave: told.grade.words.clone(),
            score: match grade {
                Mark::Right => Score::FULL,
                Mark::Near => Score::new(0.5),
                Mark::Wrong => Score::NONE,
            },
        };
        self.all.update(|all| all.push(made.clone()));
        if self.lasting {
            let prompt = untrack(|| self.prompt(ask));
            let (route, page) = self
                .bench
                .spec
                .with_value(|spec| (lab_page(&spec.id), spec.title.clone()));
            let asked = Asked {
                route,
                page,
                prompt,
            };
            pass_on(&made, &asked);
        }
    }

    /// The experiment and the question.
    fn prompt(self, ask: &Ask) -> String {
        let experiment = self.bench.preset_view().map(|preset| preset.title);
        let prompt = if self.bench.differs() {
            say::prompt_changed
        } else {
            say::prompt
        };
        let question = ask.question();
        experiment.map_or_else(|| question.clone(), |title| prompt(title, question.clone()))
    }

    /// Id and revision of what is predicted of the chosen experiment.
    fn here(self) -> Option<(String, u32)> {
        let preset = self.bench.preset_view()?;
        self.bench.spec.with_value(|spec| {
            let id = format!("{}/{}", spec.id, preset.name);
            Some((id, spec.fingerprint()))
        })
    }

    /// Those of the chosen experiment, the last first.
    fn of_here(self) -> Vec<Predicted> {
        let Some((id, revision)) = self.here() else {
            return Vec::new();
        };
        self.all.with(|all| {
            let same = |made: &&Predicted| made.id == id && made.revision == revision;
            all.iter().rev().filter(same).cloned().collect()
        })
    }

    /// How many came true, in words; nothing before there are two.
    pub fn tally(self) -> Option<String> {
        self.all.with_untracked(|all| {
            let (made, good) = (all.len(), all.iter().filter(|it| it.score != Score::NONE));
            let good = good.count();
            (made > 1).then(|| say::tally(good, made))
        })
    }
}

#[cfg(target_arch = "wasm32")]
fn pass_on(made: &Predicted, asked: &Asked) {
    if let Ok(bytes) = postcard::to_allocvec(&(made, asked)) {
        crate::platform::document::tell_with(crate::state::predictions::MADE, &bytes);
    }
}

/// Nobody predicts on the host.
#[cfg(not(target_arch = "wasm32"))]
fn pass_on(_: &Predicted, _: &Asked) {}

/// What was predicted of this experiment before, while nothing is asked: it would give the answer away.
pub fn before(predictions: Predictions, stage: RwSignal<Stage>) -> AnyView {
    let shown = Memo::new(move |_| {
        // What has just come of one is told by itself.
        let told = match stage.get() {
            Stage::Closed => 0,
            Stage::Graded(told) => usize::from(told.grade.mark.is_some()),
            Stage::Asking | Stage::Committed(..) => return (false, Vec::new()),
        };
        let mut earlier = predictions.of_here();
        earlier.drain(..told.min(earlier.len()));
        (told == 0, earlier)
    });
    let view = move || {
        let (first, mut earlier) = shown.get();
        let newest = (first && !earlier.is_empty()).then(|| earlier.remove(0));
        let newest = newest.map(|made| {
            let (symbol, word, tone) = mark(Some(mark_of(made.score)));
            view! {
                <p>{say::predicted_before()} <b>{made.said}</b></p>
                <p><strong class=tone>{format!("{symbol} {word}.")}</strong>" "{made.gave}</p>
            }
        });
        let items: Vec<AnyView> = earlier.into_iter().map(item).collect();
        let others = (!items.is_empty()).then(|| {
            view! {
                <details class="predict__earlier">
                    {inert("summary", say::predictions_before())}
                    <ul>{items}</ul>
                </details>
            }
        });
        (newest, others)
    };
    view! { <div class="predict__before">{view}</div> }
}

fn item(made: Predicted) -> AnyView {
    let (symbol, _, _) = mark(Some(mark_of(made.score)));
    view! { <li>{format!("{symbol} {}. {}", made.said, made.gave)}</li> }
}

fn mark_of(score: Score) -> Mark {
    match Verdict::of(score) {
        Verdict::Right => Mark::Right,
        Verdict::Partly => Mark::Near,
        Verdict::Wrong => Mark::Wrong,
    }
}
