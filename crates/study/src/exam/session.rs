//! One sitting: the paper, and everything that was done to it.
//!
//! It is kept as a log ([`crate::log`]): what is done is added and nothing is taken away. Copies of it in two tabs come
//! together as all that was done in each, in the order of the stamps, in whatever order they meet. What it comes to is
//! read from that ([`super::state`]), so that nothing depends on a program that was running when the time was up.

use headroom_content::model::{Bank, Blueprint, Terms};
use serde::{Deserialize, Serialize};

use super::draw::draw;
use super::state::State;
use crate::answer::{Answer, SelfGrade};
use crate::log::Log;
use crate::record::{Confidence, LAST_MS, Stamp};

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

    /// Of the log of the sitting.
    pub fn key(&self) -> String {
        format!("{KIND}:{}", self.id())
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

/// What is written into the log of a sitting (see [`crate::log`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Entry {
    Begun(Paper),
    Did {
        /// Unix milliseconds.
        at_ms: u64,
        event: Event,
    },
}

/// In front of the id of a sitting, among the keys of what is kept.
pub const KIND: &str = "exam";

/// A sitting, as its log tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    paper: Paper,
    /// In the order of their stamps, each with its moment in Unix milliseconds.
    events: Vec<(u64, Event)>,
}

impl Session {
    pub fn new(paper: Paper) -> Self {
        Self {
            paper,
            events: Vec::new(),
        }
    }

    /// `None` of a log that does not begin a sitting.
    pub fn read(log: &Log) -> Option<Self> {
        Self::of(log.read().map(|(_, entry)| entry))
    }

    /// From entries in their order.
    pub fn of(entries: impl IntoIterator<Item = Entry>) -> Option<Self> {
        let mut paper = None;
        let mut events = Vec::new();
        for entry in entries {
            match entry {
                // There is one but in a damaged file.
                Entry::Begun(begun) => paper = paper.or(Some(begun)),
                Entry::Did { at_ms, event } => events.push((at_ms.min(LAST_MS), event)),
            }
        }
        let paper = paper.filter(|paper| paper.started.0 <= LAST_MS)?;
        Some(Self { paper, events })
    }

    /// What it is told by.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        let did = |(at_ms, event): &(u64, Event)| Entry::Did {
            at_ms: *at_ms,
            event: event.clone(),
        };
        std::iter::once(Entry::Begun(self.paper.clone())).chain(self.events.iter().map(did))
    }

    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    pub fn id(&self) -> String {
        self.paper.id()
    }

    /// Oldest first, each with its moment in Unix milliseconds.
    pub fn events(&self) -> impl Iterator<Item = (u64, &Event)> {
        self.events.iter().map(|(at_ms, event)| (*at_ms, event))
    }

    /// How it stands at a moment, in Unix milliseconds.
    pub fn state(&self, now_ms: u64) -> State {
        State::of(self, now_ms)
    }
}
