//! How well something is remembered, and when to ask for it again: FSRS-6 with its default parameters.
//!
//! The algorithm is the `fsrs` crate's, of the people who made it
//! (<https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm>).

use fsrs::{FSRS, MemoryState};
use serde::{Deserialize, Serialize};

use crate::record::{Attempt, Confidence};
use crate::score::Score;

/// How well a card was remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// Not.
    Again,
    /// With effort, in part, or by a guess.
    Hard,
    Good,
    Easy,
}

impl Rating {
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// What an answer says of it: wrong, or right by less than half, is "again"; right in part, with hints or by one who
    /// was not sure is "hard"; right by one who said to be sure is "easy".
    pub fn of(attempt: &Attempt) -> Self {
        let unsure = matches!(
            attempt.confidence,
            Some(Confidence::Guess | Confidence::Unsure)
        );
        if attempt.score < Score::new(0.5) {
            Self::Again
        } else if attempt.score < Score::FULL || attempt.hints > 0 || unsure {
            Self::Hard
        } else if attempt.confidence == Some(Confidence::Sure) {
            Self::Easy
        } else {
            Self::Good
        }
    }

    /// Whether it was remembered.
    pub fn passes(self) -> bool {
        self != Self::Again
    }
}

/// What FSRS knows of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days until it is recalled with a chance of 90%.
    pub stability: f32,
    /// From 1 to 10.
    pub difficulty: f32,
}

/// What a rating would make of a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Next {
    pub memory: Memory,
    /// When to ask again: days from the review, at least one.
    pub days: u32,
}

/// The longest that a card waits, days: a hundred years, as in other programs that follow FSRS.
const MOST_DAYS: f32 = 36_500.0;

/// Asks so that this share of the reviews is remembered.
#[derive(Clone, Debug)]
pub struct Scheduler {
    fsrs: FSRS,
    retention: f32,
}

impl Scheduler {
    /// `retention` is a share of 1.
    pub fn new(retention: f32) -> Self {
        Self {
            fsrs: FSRS::default(),
            retention,
        }
    }

    /// What each rating would make of a card, in the order of [`Rating::ALL`]; `days` after its last review. A card
    /// without a memory is one that was never reviewed.
    pub fn next(&self, memory: Option<Memory>, days: u32) -> [Next; 4] {
        let state = memory.map(|memory| MemoryState {
            stability: memory.stability,
            difficulty: memory.difficulty,
        });
        let next = |state: fsrs::ItemState| Next {
            memory: Memory {
                stability: state.memory.stability,
                difficulty: state.memory.difficulty,
            },
            days: state.interval.round().clamp(1.0, MOST_DAYS) as u32,
        };
        // It fails for a state that is no number, which it never makes of one that is. Then: as it was, tomorrow.
        self.fsrs.next_states(state, self.retention, days).map_or(
            [Next {
                memory: memory.unwrap_or(Memory {
                    stability: 1.0,
                    difficulty: 5.0,
                }),
                days: 1,
            }; 4],
            |states| [states.again, states.hard, states.good, states.easy].map(next),
        )
    }
}
