//! An answer while it is being made.

use std::collections::{BTreeMap, BTreeSet};

use headroom_content::model::{ClozePart, Question, QuestionKind};
use headroom_study::{Answer, SelfGrade, shuffle};
use leptos::prelude::*;

/// What stands in the fields of a question. The same signals serve every kind.
#[derive(Clone, Copy)]
pub struct Draft {
    pub chosen: RwSignal<BTreeSet<String>>,
    pub order: RwSignal<Vec<String>>,
    /// By blank, pair, or [`Self::VALUE`].
    pub texts: RwSignal<BTreeMap<String, String>>,
    pub own_grade: RwSignal<Option<SelfGrade>>,
}

impl Draft {
    /// The key of the only field of a question that has one.
    pub const VALUE: &'static str = "value";

    /// Of a try whose options stand in the order of this seed.
    pub fn new(question: &Question, seed: u32) -> Self {
        Self {
            chosen: RwSignal::default(),
            order: RwSignal::new(first_order(question, seed)),
            texts: RwSignal::default(),
            own_grade: RwSignal::new(None),
        }
    }

    pub fn clear(&self, question: &Question, seed: u32) {
        self.chosen.set(BTreeSet::new());
        self.order.set(first_order(question, seed));
        self.texts.set(BTreeMap::new());
        self.own_grade.set(None);
    }

    /// Shows an answer that was given before.
    pub fn show(&self, answer: &Answer) {
        match answer.clone() {
            Answer::Choices(chosen) => self.chosen.set(chosen),
            Answer::Number(text) => self.texts.set([(Self::VALUE.to_owned(), text)].into()),
            Answer::Order(order) => self.order.set(order),
            Answer::Matches(texts) | Answer::Blanks(texts) => self.texts.set(texts),
            Answer::Recall { text, grade } => {
                self.texts.set([(Self::VALUE.to_owned(), text)].into());
                self.own_grade.set(Some(grade));
            }
            // What was set stands in the lab beside it.
            Answer::Tuned { .. } | Answer::Predicted { .. } => {}
        }
    }

    /// Whoever calls this in an effect is called again when anything is changed.
    pub fn track(&self) {
        self.chosen.track();
        self.order.track();
        self.texts.track();
    }

    pub fn text(&self, key: &str) -> String {
        self.texts
            .with(|texts| texts.get(key).cloned().unwrap_or_default())
    }

    pub fn write(&self, key: &str, text: String) {
        self.texts.update(|texts| {
            texts.insert(key.to_owned(), text);
        });
    }

    pub fn answer(&self, question: &Question) -> Answer {
        let texts = || self.texts.get_untracked();
        let value = || texts().remove(Self::VALUE).unwrap_or_default();
        match &question.kind {
            QuestionKind::Single { .. } | QuestionKind::Multiple { .. } => {
                Answer::Choices(self.chosen.get_untracked())
            }
            QuestionKind::Numeric(_) | QuestionKind::Predict { .. } => Answer::Number(value()),
            QuestionKind::Order { .. } => Answer::Order(self.order.get_untracked()),
            QuestionKind::Match { .. } => {
                let mut matches = texts();
                matches.retain(|_, right| !right.is_empty());
                Answer::Matches(matches)
            }
            QuestionKind::Cloze { .. } => Answer::Blanks(texts()),
            QuestionKind::Recall { .. } => Answer::Recall {
                text: value(),
                grade: self.own_grade.get_untracked().unwrap_or(SelfGrade::Missed),
            },
            // Handed in from the lab, with what the runs gave.
            QuestionKind::Tune(_) => Answer::Tuned {
                set: BTreeMap::new(),
                figures: BTreeMap::new(),
            },
        }
    }
}

/// The order in which items are first shown: never the right one.
pub fn first_order(question: &Question, seed: u32) -> Vec<String> {
    let QuestionKind::Order { items } = &question.kind else {
        return Vec::new();
    };
    shuffle::derangement(items.len(), seed)
        .into_iter()
        .map(|n| items[n].id.clone())
        .collect()
}

/// The number of blanks, for their labels.
pub fn blanks(parts: &[ClozePart]) -> usize {
    let blank = |part: &&ClozePart| matches!(part, ClozePart::Blank { .. });
    parts.iter().filter(blank).count()
}
