//! How a sitting stands at a moment: the clock, what is answered, whether it is over.

use std::collections::{BTreeMap, BTreeSet};

use super::session::{Event, Session};
use crate::answer::{Answer, SelfGrade};
use crate::record::Confidence;

/// WCAG 2.2, 2.2.1: who needs it may extend a time limit at least ten times.
pub const MOST_EXTENSIONS: u16 = 10;
const MINUTE_MS: u64 = 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Running,
    /// The clock stands.
    Paused,
    /// Handed in.
    Submitted,
    /// The time was up before it was handed in: it counts as it was then.
    TimeUp,
}

impl Phase {
    pub fn is_over(self) -> bool {
        matches!(self, Self::Submitted | Self::TimeUp)
    }
}

/// What was last given to a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub answer: Option<Answer>,
    pub confidence: Option<Confidence>,
    pub flagged: bool,
    /// How long it was on show while the clock ran, milliseconds.
    pub spent_ms: u64,
    /// How well the reader did, in their own judgement.
    pub grade: Option<SelfGrade>,
    /// When that was said, Unix milliseconds.
    pub graded_ms: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub phase: Phase,
    /// By question.
    pub given: BTreeMap<String, Given>,
    /// Time on the clock so far, milliseconds.
    pub elapsed_ms: u64,
    /// With all extensions; `None` without a limit.
    pub limit_ms: Option<u64>,
    pub extensions: u16,
    /// The question that came on show last.
    pub seen: Option<String>,
    /// When it was over, Unix milliseconds.
    pub over_ms: Option<u64>,
    pub discarded: bool,
}

impl State {
    pub(super) fn of(session: &Session, now_ms: u64) -> Self {
        let paper = session.paper();
        let known: BTreeSet<&str> = paper.asked.iter().map(|asked| asked.id.as_str()).collect();
        let mut state = Self {
            phase: Phase::Running,
            given: BTreeMap::new(),
            elapsed_ms: 0,
            limit_ms: paper
                .terms
                .minutes
                .map(|minutes| u64::from(minutes) * MINUTE_MS),
            extensions: 0,
            seen: None,
            over_ms: None,
            discarded: false,
        };
        let mut clock = paper.started.0;
        for (at_ms, event) in session.events() {
            state.advance(&mut clock, at_ms);
            let of = match event {
                Event::Seen { question }
                | Event::Answered { question, .. }
                | Event::Sure { question, .. }
                | Event::Flagged { question, .. }
                | Event::Graded { question, .. } => Some(question.as_str()),
                _ => None,
            };
            if of.is_none_or(|question| known.contains(question)) {
                state.apply(session, clock, event);
            }
        }
        state.advance(&mut clock, now_ms);
        state
    }

    /// Lets the clock run up to a moment. One that is put back stands.
    fn advance(&mut self, clock: &mut u64, to_ms: u64) {
        let passed = to_ms.saturating_sub(*clock);
        if self.phase == Phase::Running {
            let left = self.left_ms().unwrap_or(u64::MAX);
            let counted = passed.min(left);
            self.elapsed_ms += counted;
            if let Some(seen) = &self.seen {
                self.given.entry(seen.clone()).or_default().spent_ms += counted;
            }
            if passed >= left {
                self.phase = Phase::TimeUp;
                self.over_ms = Some(*clock + counted);
            }
        }
        *clock = to_ms.max(*clock);
    }

    /// `clock` is the moment, Unix milliseconds, and never before that of the event before.
    fn apply(&mut self, session: &Session, clock: u64, event: &Event) {
        match event {
            // Also of what is over.
            Event::Discarded => self.discarded = true,
            Event::Graded { question, grade } => {
                let given = self.given.entry(question.clone()).or_default();
                given.grade = Some(*grade);
                given.graded_ms = Some(clock);
            }
            _ if self.phase.is_over() => {}
            Event::Submitted => {
                self.phase = Phase::Submitted;
                self.over_ms = Some(clock);
            }
            Event::Paused if session.paper().terms.pause => self.phase = Phase::Paused,
            Event::Paused => {}
            Event::Resumed => self.phase = Phase::Running,
            Event::Extended => {
                let more = u64::from(session.paper().terms.extension) * MINUTE_MS;
                if let Some(limit) = self.limit_ms.as_mut()
                    && self.extensions < MOST_EXTENSIONS
                    && more > 0
                {
                    *limit += more;
                    self.extensions += 1;
                }
            }
            Event::Seen { question } => self.seen = Some(question.clone()),
            // Who answers in a tab that has not heard of the pause has gone on.
            Event::Answered { question, answer } => {
                self.phase = Phase::Running;
                let given = self.given.entry(question.clone()).or_default();
                given.answer.clone_from(answer);
            }
            Event::Sure {
                question,
                confidence,
            } => self.given.entry(question.clone()).or_default().confidence = *confidence,
            Event::Flagged { question, on } => {
                self.given.entry(question.clone()).or_default().flagged = *on;
            }
        }
    }

    /// `None` without a limit.
    pub fn left_ms(&self) -> Option<u64> {
        Some(self.limit_ms?.saturating_sub(self.elapsed_ms))
    }

    pub fn given(&self, question: &str) -> Given {
        self.given.get(question).cloned().unwrap_or_default()
    }

    pub fn is_answered(&self, question: &str) -> bool {
        self.given
            .get(question)
            .is_some_and(|given| given.answer.is_some())
    }

    /// Whether more time may be asked for.
    pub fn can_extend(&self, session: &Session) -> bool {
        self.phase == Phase::Running
            && self.limit_ms.is_some()
            && self.extensions < MOST_EXTENSIONS
            && session.paper().terms.extension > 0
    }

    /// Whether the end is so near that it is to be said: the last tenth of the time, and no less than the last two
    /// minutes of it.
    pub fn is_nearly_up(&self) -> bool {
        match (self.phase, self.left_ms(), self.limit_ms) {
            (Phase::Running, Some(left), Some(limit)) => left <= (limit / 10).max(2 * MINUTE_MS),
            _ => false,
        }
    }
}
