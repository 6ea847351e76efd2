//! What the reader wants of review.

use serde::{Deserialize, Serialize};

use super::memory::Scheduler;
use crate::store::Store;

/// The record of them; an entry is [`Settings`], and the last one counts.
pub const KEY: &str = "settings:review";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The share of reviews that is to be remembered, per cent.
    pub retention: u8,
    /// How many due cards are offered a day.
    pub cards: u16,
}

impl Settings {
    /// What can be asked for. Below, more is forgotten than learned; above, every card comes every few days.
    pub const RETENTION: std::ops::RangeInclusive<u8> = 70..=97;
    pub const CARDS: std::ops::RangeInclusive<u16> = 1..=999;

    /// Those of the reader.
    pub fn of(store: &Store) -> Self {
        let kept = store.log(KEY);
        let last = kept.and_then(|log| log.read::<Self>().next_back());
        last.map_or_else(Self::default, |(_, settings)| settings.bounded())
    }

    /// The nearest that can be asked for.
    #[must_use]
    pub fn bounded(self) -> Self {
        Self {
            retention: self
                .retention
                .clamp(*Self::RETENTION.start(), *Self::RETENTION.end()),
            cards: self.cards.clamp(*Self::CARDS.start(), *Self::CARDS.end()),
        }
    }

    pub fn scheduler(self) -> Scheduler {
        Scheduler::new(f32::from(self.retention) / 100.0)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            retention: 90,
            cards: 20,
        }
    }
}
