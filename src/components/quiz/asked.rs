//! A question and its reader: what stands in the fields, what was answered last, what can be done now.

use headroom_content::model::{Question, QuestionKind};
use headroom_study::number::NumberError;
use headroom_study::{
    Answer, AnswerError, Attempt, Change, Confidence, Grade, Stamp, grade, shuffle,
};
use leptos::prelude::*;

use super::draft::Draft;
use crate::platform::focus::focus_soon;
use crate::state::progress::Progress;
use crate::state::site::Here;
use crate::words::quiz as words;

/// The parts of a question on the page that are led to.
pub const FIELDS: &str = "fields";
/// What is asked. It may be of several paragraphs, which a legend may not.
pub const PROMPT: &str = "prompt";
pub const ERROR: &str = "error";
pub const VERDICT: &str = "verdict";

#[derive(Clone, Copy)]
pub struct Asked {
    pub question: StoredValue<Question>,
    pub draft: Draft,
    pub progress: Progress,
    here: StoredValue<Here>,
    /// The answer on show and what it is worth: the last one, here or in an earlier visit, unless it is being tried
    /// again.
    pub shown: Memo<Option<(Answer, Grade)>>,
    /// Of the order in which the options stand: another one each try, and the same when an answer is shown again.
    pub seed: Memo<u32>,
    /// How sure the reader is, where that is said.
    pub confidence: RwSignal<Option<Confidence>>,
    /// When the try began, milliseconds of the page's clock.
    began: StoredValue<Option<f64>>,
    /// Why what stands in the fields is no answer yet.
    pub error: RwSignal<Option<String>>,
    /// How many are open.
    pub hints: RwSignal<usize>,
    /// Whether the program runs: before it does nothing can be answered.
    pub ready: RwSignal<bool>,
    retrying: RwSignal<bool>,
    /// What was reset and can be brought back, until there is a new answer.
    pub reset: RwSignal<Option<Change>>,
}

impl Asked {
    pub fn new(question: &Question) -> Self {
        let progress = Progress::here();
        let draft = Draft::new(question, shuffle::seed(&question.id, 0));
        let question = StoredValue::new(question.clone());
        let retrying = RwSignal::new(false);
        // The host has made the question as it is before it is answered, and so it is taken over.
        let ready = RwSignal::new(false);
        let latest = Memo::new(move |_| {
            if !ready.get() || retrying.get() {
                return None;
            }
            question.with_value(|question| progress.latest(question))
        });
        let shown = Memo::new(move |_| {
            question.with_value(|question| {
                let answer = latest.get()?.answer;
                let grade = grade(question, &answer).ok()?;
                Some((answer, grade))
            })
        });
        let seed = Memo::new(move |_| {
            let shown = latest.with(|latest| latest.as_ref().map(|attempt| attempt.seed));
            shown.unwrap_or_else(|| {
                question.with_value(|question| {
                    // The host knows of no tries.
                    let tries = if ready.get() {
                        progress.tries(question)
                    } else {
                        0
                    };
                    shuffle::seed(&question.id, tries)
                })
            })
        });
        Effect::new(move |_| {
            ready.set(true);
            shown.with(|shown| {
                if let Some((answer, _)) = shown {
                    draft.show(answer);
                }
            });
        });
        Self {
            question,
            draft,
            progress,
            here: StoredValue::new(Here::get()),
            shown,
            seed,
            confidence: RwSignal::new(None),
            began: StoredValue::new(None),
            error: RwSignal::new(None),
            hints: RwSignal::new(0),
            ready,
            retrying,
            reset: RwSignal::new(None),
        }
    }

    /// A question of a sitting: its fields, the options in the order of `seed`, and what came of the answer once that may be
    /// known.
    pub fn sat(question: &Question, seed: u32, outcome: Option<(Answer, Grade)>) -> Self {
        let draft = Draft::new(question, seed);
        if let Some((answer, _)) = &outcome {
            draft.show(answer);
        }
        Self {
            question: StoredValue::new(question.clone()),
            draft,
            progress: Progress::here(),
            here: StoredValue::new(Here::get()),
            shown: Memo::new(move |_| outcome.clone()),
            seed: Memo::new(move |_| seed),
            confidence: RwSignal::new(None),
            began: StoredValue::new(None),
            error: RwSignal::new(None),
            hints: RwSignal::new(0),
            ready: RwSignal::new(true),
            retrying: RwSignal::new(false),
            reset: RwSignal::new(None),
        }
    }

    /// The reader turns to the question.
    pub fn begin(self) {
        self.began.update_value(|began| {
            began.get_or_insert_with(now_ms);
        });
    }

    pub fn answered(self) -> bool {
        self.shown.with(Option::is_some)
    }

    /// Id of a part of the question on the page.
    pub fn id(self, part: &str) -> String {
        self.question
            .with_value(|question| format!("{}-{part}", question.id))
    }

    /// What describes the fields: the error, while there is one.
    pub fn described_by(self) -> Option<String> {
        self.error.with(Option::is_some).then(|| self.id(ERROR))
    }

    /// Grades and keeps what stands in the fields, and leads the reader to the verdict; or says what is missing.
    pub fn check(self) {
        if self.shown.with_untracked(Option::is_some) {
            return;
        }
        let recall_open = self.draft.own_grade.with_untracked(Option::is_none);
        let unfinished = self.question.with_value(|question| {
            matches!(question.kind, QuestionKind::Recall { .. }) && recall_open
        });
        if unfinished {
            self.error.set(Some(words::open_the_model().to_owned()));
            return;
        }
        let answer = self
            .question
            .with_value(|question| self.draft.answer(question));
        self.give(answer);
    }

    /// Grades and keeps an answer.
    pub fn give(self, answer: Answer) {
        let outcome = self.graded(answer).map(|(attempt, _)| {
            self.question.with_value(|question| {
                self.here
                    .with_value(|here| self.progress.add(question, attempt, here));
            });
        });
        if outcome.is_ok() {
            self.retrying.set(false);
            self.reset.set(None);
            focus_soon(self.id(VERDICT));
        }
        self.error.set(outcome.err());
    }

    /// What is to be remembered of an answer, and its grade; or why it is none yet.
    pub fn graded(self, answer: Answer) -> Result<(Attempt, Grade), String> {
        self.question.with_value(|question| {
            let grade = grade(question, &answer).map_err(said)?;
            let hints = self.hints.get_untracked();
            let attempt = Attempt {
                seed: self.seed.get_untracked(),
                took_ms: (self.began.get_value()).map(|began| (now_ms() - began).max(0.0) as u64),
                confidence: self.confidence.get_untracked(),
                ..attempt(question, answer, &grade, hints)
            };
            Ok((attempt, grade))
        })
    }

    /// A new try. What was answered stays known.
    pub fn try_again(self) {
        self.retrying.set(true);
        self.start_over();
    }

    /// Forgets what was answered, until it is brought back.
    pub fn reset(self) {
        let change = self.question.with_value(|question| {
            let aliases = question.aliases.iter().cloned();
            let ids: Vec<String> = aliases.chain([question.id.clone()]).collect();
            self.progress.reset(&ids)
        });
        self.reset.set(Some(change));
        self.hints.set(0);
        self.retrying.set(false);
        self.start_over();
    }

    /// Brings back what was reset.
    pub fn bring_back(self) {
        if let Some(change) = self.reset.get_untracked() {
            self.progress.bring_back(&change);
            self.reset.set(None);
            focus_soon(self.id(VERDICT));
        }
    }

    /// The button that was pressed goes away: the reader goes on from the question.
    fn start_over(self) {
        self.question
            .with_value(|question| self.draft.clear(question, self.seed.get_untracked()));
        self.confidence.set(None);
        self.began.set_value(None);
        self.error.set(None);
        focus_soon(self.id(FIELDS));
    }
}

#[cfg(target_arch = "wasm32")]
use crate::platform::clock::now_ms;

/// Nobody answers on the host.
#[cfg(not(target_arch = "wasm32"))]
fn now_ms() -> f64 {
    0.0
}

/// Why an answer cannot be graded, in the language of the page.
pub fn said(error: AnswerError) -> String {
    match error {
        AnswerError::NothingChosen => words::nothing_chosen().to_owned(),
        AnswerError::MoreThanOne => words::more_than_one().to_owned(),
        AnswerError::NothingFilled => words::nothing_filled().to_owned(),
        AnswerError::OtherQuestion => words::other_question().to_owned(),
        AnswerError::Number(NumberError::Empty) => words::no_number().to_owned(),
        AnswerError::Number(NumberError::NotANumber(typed)) => words::not_a_number(typed),
        AnswerError::Number(NumberError::Unit { typed, asked }) if asked.is_empty() => {
            words::unit_not_expected(typed)
        }
        AnswerError::Number(NumberError::Unit { typed, asked }) => {
            words::unit_does_not_fit(typed, asked)
        }
        AnswerError::Number(NumberError::TooLarge) => words::too_large().to_owned(),
    }
}

/// What is remembered of an answer. Its times are filled in when it is kept.
fn attempt(question: &Question, answer: Answer, grade: &Grade, hints: usize) -> Attempt {
    Attempt {
        stamp: Stamp::default(),
        at_ms: 0,
        revision: question.revision,
        answer,
        score: grade.score,
        seed: 0,
        hints: hints as u32,
        took_ms: None,
        confidence: None,
    }
}
