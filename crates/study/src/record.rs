//! What is remembered of one question: every attempt at it, and where it stands.
//!
//! A record only ever grows in the sense of [`Kept::merge`]: copies of it in two tabs, two browsers or an
//! exported file come together without losing an attempt, in whatever order they meet. Forgetting is growth too: a
//! reset raises the stamp up to which attempts no longer count.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::kept::Kept;
use crate::score::Score;

/// The latest time that is believed, in Unix milliseconds: the end of the year 9999.
pub const LAST_MS: u64 = 253_402_300_799_999;

/// Identifies a change, and orders it among the others: Unix milliseconds, and a random number that tells apart what
/// two browsers did in the same millisecond.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Stamp(pub u64, pub u32);

impl Stamp {
    /// A stamp for now that comes after `self` even if the clock has been put back, or another browser's is ahead.
    #[must_use]
    pub fn next(self, now: Self) -> Self {
        Self(now.0.max(self.0.saturating_add(1)), now.1)
    }
}

/// One graded answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// When this entry was made; its identity.
    pub stamp: Stamp,
    /// When the question was answered, Unix milliseconds. Differs from the stamp after a reset was undone.
    pub at_ms: u64,
    /// Of the question that was answered.
    pub revision: u32,
    pub answer: Answer,
    pub score: Score,
    /// Of the order in which the options stood.
    pub seed: u32,
    /// Hints opened before answering.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub hints: u32,
    /// From the start of the try to the answer, milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_ms: Option<u64>,
    /// How sure the reader was, if asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde calls"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    Guess,
    Unsure,
    Sure,
}

impl Confidence {
    pub const ALL: [Self; 3] = [Self::Guess, Self::Unsure, Self::Sure];

    /// In a word, in what is exported.
    pub fn word(self) -> &'static str {
        match self {
            Self::Guess => "Guess",
            Self::Unsure => "Unsure",
            Self::Sure => "Sure",
        }
    }
}

/// Where a question stands and what it asks, for lists that do not have the page at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Below the site's base.
    pub route: String,
    /// Title of the page.
    pub page: String,
    /// The prompt in short, plain text.
    pub prompt: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Everything up to here has been reset.
    cut: Option<Stamp>,
    attempts: BTreeMap<Stamp, Attempt>,
    about: Option<(Stamp, About)>,
}

impl Record {
    /// From parts in any order; what lies before the cut is left out.
    pub fn new(
        cut: Option<Stamp>,
        attempts: impl IntoIterator<Item = Attempt>,
        about: Option<(Stamp, About)>,
    ) -> Self {
        let mut record = Self {
            cut,
            about,
            ..Self::default()
        };
        for attempt in attempts {
            record.insert(attempt);
        }
        record.apply_cut();
        record
    }

    pub fn cut(&self) -> Option<Stamp> {
        self.cut
    }

    /// Oldest first.
    pub fn attempts(&self) -> impl DoubleEndedIterator<Item = &Attempt> + ExactSizeIterator {
        self.attempts.values()
    }

    pub fn about(&self) -> Option<&About> {
        self.about.as_ref().map(|(_, about)| about)
    }

    pub fn about_entry(&self) -> Option<&(Stamp, About)> {
        self.about.as_ref()
    }

    /// The last attempt at this revision of the question.
    pub fn latest(&self, revision: u32) -> Option<&Attempt> {
        self.attempts()
            .rev()
            .find(|attempt| attempt.revision == revision)
    }

    /// How often this revision was answered.
    pub fn tries(&self, revision: u32) -> u32 {
        let of_revision = |attempt: &&Attempt| attempt.revision == revision;
        self.attempts().filter(of_revision).count() as u32
    }

    /// Adds an attempt made now; its stamp is chosen here.
    pub fn add(&mut self, mut attempt: Attempt, about: About, now: Stamp) {
        attempt.stamp = self.next_stamp(now);
        self.about = Some((attempt.stamp, about));
        self.insert(attempt);
    }

    /// One entry a stamp; should two differ, which only a damaged file can bring about, the greater stays.
    fn insert(&mut self, attempt: Attempt) {
        self.attempts
            .entry(attempt.stamp)
            .and_modify(|known| {
                if *known < attempt {
                    *known = attempt.clone();
                }
            })
            .or_insert(attempt);
    }

    fn apply_cut(&mut self) {
        let Some(cut) = self.cut else { return };
        self.attempts.retain(|stamp, _| *stamp > cut);
        self.about.take_if(|(stamp, _)| *stamp <= cut);
    }

    fn next_stamp(&self, now: Stamp) -> Stamp {
        let last = self.attempts.keys().next_back().copied();
        let about = self.about.as_ref().map(|(stamp, _)| *stamp);
        last.max(about)
            .max(self.cut)
            .map_or(now, |last| last.next(now))
    }
}

impl Kept for Record {
    fn stamps(&self) -> Vec<Stamp> {
        self.attempts.keys().copied().collect()
    }

    fn merge(&mut self, other: Self) {
        self.cut = self.cut.max(other.cut);
        for attempt in other.attempts.into_values() {
            self.insert(attempt);
        }
        if other.about > self.about {
            self.about = other.about;
        }
        self.apply_cut();
    }

    fn reset(&mut self, now: Stamp) {
        self.cut = Some(self.next_stamp(now));
        self.apply_cut();
    }

    fn restore(&mut self, before: &Self, now: Stamp) {
        for attempt in before.attempts() {
            let mut attempt = attempt.clone();
            attempt.stamp = self.next_stamp(now);
            self.insert(attempt);
        }
        if let Some(about) = before.about().filter(|_| !before.is_empty()) {
            self.about = Some((self.next_stamp(now), about.clone()));
        }
    }

    fn only(&self, keep: impl Fn(Stamp) -> bool) -> Self {
        let mut some = self.clone();
        some.cut = None;
        some.attempts.retain(|stamp, _| keep(*stamp));
        some
    }

    fn minus(&self, other: &Self) -> Self {
        self.only(|stamp| self.attempts.get(&stamp) != other.attempts.get(&stamp))
    }

    fn lacking(&self, there: &Self) -> Self {
        let unstamped = |one: &Attempt| Attempt {
            stamp: Stamp::default(),
            ..one.clone()
        };
        let mut known: Vec<Attempt> = self.attempts().map(unstamped).collect();
        let mut lacking = there.stamps();
        lacking.retain(|stamp| {
            let one = there.attempts.get(stamp).map(unstamped);
            let found = known.iter().position(|known| Some(known) == one.as_ref());
            found.map(|at| known.swap_remove(at)).is_none()
        });
        there.only(|stamp| lacking.contains(&stamp))
    }
}
