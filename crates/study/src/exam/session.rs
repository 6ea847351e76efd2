//! One sitting: the paper, and everything that was done to it.
//!
//! A sitting only grows: what is done is added and nothing is taken away. Copies of it in two tabs come together as the
//! union of what was done in each, in the order of the stamps, in whatever order they meet. What it comes to is read
//! from that ([`super::state`]), so that nothing depends on a program that was running when the time was up.

use std::collections::BTreeMap;

use headroom_content::model::{Bank, Blueprint, Terms};
use serde::{Deserialize, Serialize};

use super::draw::draw;
use super::state::State;
use crate::answer::{Answer, SelfGrade};
use crate::record::{Confidence, Stamp};

/// What is asked in a sitting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// When it was begun; with it the sitting is told from all others.
    pub started: Stamp,
    /// Id of the blueprint.
    pub assessment: String,
    pub title: String,
    /// Of what was drawn, and of the order in which options stand.
    pub seed: u32,
    pub terms: Terms,
    pub asked: Vec<Asked>,
}

/// A question as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    pub id: String,
    pub revision: u32,
}

impl Paper {
    /// Draws one. The reader may have chosen other terms than those of the blueprint: more time is theirs to take.
    pub fn draw(bank: &Bank, blueprint: &Blueprint, terms: Terms, started: Stamp) -> Self {
        let seed = crate::shuffle::seed(&blueprint.id, started.1 ^ (started.0 as u32));
        let asked = draw(bank, &blueprint.asks, seed)
            .into_iter()
            .map(|place| &bank.questions[place].question)
            .map(|question| Asked {
                id: question.id.clone(),
                revision: question.revision,
            });
        Self {
            started,
            assessment: blueprint.id.clone(),
            title: blueprint.title.clone(),
            seed,
            terms,
            asked: asked.collect(),
        }
    }

    /// Names the sitting among what is kept.
    pub fn id(&self) -> String {
        format!("{:012x}-{:08x}", self.started.0, self.started.1)
    }

    /// Of the order in which the options of a question stand.
    pub fn option_seed(&self, question: &str) -> u32 {
        crate::shuffle::seed(question, self.seed)
    }
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Event {
    /// A question came on show.
    Seen {
        question: String,
    },
    /// What stands in its fields; nothing once they were emptied.
    Answered {
        question: String,
        answer: Option<Answer>,
    },
    Sure {
        question: String,
        confidence: Option<Confidence>,
    },
    Flagged {
        question: String,
        on: bool,
    },
    Paused,
    Resumed,
    Extended,
    Submitted,
    /// After the end: how well the reader did in a question that nobody else can mark.
    Graded {
        question: String,
        grade: SelfGrade,
    },
    /// Not to be shown any more.
    Discarded,
}

/// A sitting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    paper: Paper,
    events: BTreeMap<Stamp, Event>,
}

impl Session {
    pub fn new(paper: Paper) -> Self {
        Self {
            paper,
            events: BTreeMap::new(),
        }
    }

    pub fn from_parts(paper: Paper, events: impl IntoIterator<Item = (Stamp, Event)>) -> Self {
        let mut session = Self::new(paper);
        for (stamp, event) in events {
            session.insert(stamp, event);
        }
        session
    }

    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    pub fn id(&self) -> String {
        self.paper.id()
    }

    /// Oldest first.
    pub fn events(&self) -> impl Iterator<Item = (Stamp, &Event)> {
        self.events.iter().map(|(stamp, event)| (*stamp, event))
    }

    /// How it stands at a moment, in Unix milliseconds.
    pub fn state(&self, now_ms: u64) -> State {
        State::of(self, now_ms)
    }

    /// Adds what is done now. Its stamp comes after all that is known, even if the clock has been put back.
    pub fn add(&mut self, event: Event, now: Stamp) {
        let last = self.events.keys().next_back().copied();
        let stamp = last
            .max(Some(self.paper.started))
            .map_or(now, |last| last.next(now));
        self.insert(stamp, event);
    }

    /// Takes in what another copy knows. Commutative, associative and idempotent.
    pub fn merge(&mut self, other: Self) {
        // They are the same but in a damaged file.
        if other.paper > self.paper {
            self.paper = other.paper;
        }
        for (stamp, event) in other.events {
            self.insert(stamp, event);
        }
    }

    /// One event a stamp; should two differ, which only a damaged file can bring about, the greater stays.
    fn insert(&mut self, stamp: Stamp, event: Event) {
        self.events
            .entry(stamp)
            .and_modify(|known| {
                if *known < event {
                    *known = event.clone();
                }
            })
            .or_insert(event);
    }
}
