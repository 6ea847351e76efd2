//! A record of any kind but answers to a question: entries by the moment they were made, which only ever come to be more.
//!
//! Exam sessions, notes, settings and whatever comes later are kept in this one form. What an entry says only its kind
//! knows; how copies come together does not depend on it, so that a program keeps, merges and exports kinds that it has
//! never heard of.
//!
//! # Adding a kind
//!
//! 1. Choose a name without a colon, `exam` say. A record of it is kept under the key `exam:<id>`.
//! 2. Make a serde type for what an entry says, an enum for most kinds: `Started { .. }`, `Answered { .. }`. A moment
//!    that matters stands in the entry itself: bringing back what was reset makes new stamps.
//! 3. Write with [`Log::append`], each change as soon as it is made. Of what two tabs write both is kept: what the
//!    record says is made of all entries in their order (for a note or a setting that is the last one).
//! 4. Read with [`Log::read`]. An entry that is not understood, for it may be of a later program, is passed over and
//!    stays.
//!
//! There is nothing else to register. A later program may say more in an entry; should it have to say something
//! otherwise, it makes another variant and goes on reading the old one.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kept::Kept;
use crate::record::Stamp;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// Everything up to here has been reset.
    cut: Option<Stamp>,
    /// Each is JSON.
    entries: BTreeMap<Stamp, Box<str>>,
}

impl Log {
    /// From parts in any order; what lies before the cut is left out. Each entry is JSON.
    pub(crate) fn new(
        cut: Option<Stamp>,
        entries: impl IntoIterator<Item = (Stamp, Box<str>)>,
    ) -> Self {
        let mut log = Self {
            cut,
            ..Self::default()
        };
        for (stamp, entry) in entries {
            log.insert(stamp, entry);
        }
        log.apply_cut();
        log
    }

    pub fn cut(&self) -> Option<Stamp> {
        self.cut
    }

    /// Each as JSON, the oldest first.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = (Stamp, &str)> + ExactSizeIterator {
        self.entries.iter().map(|(stamp, entry)| (*stamp, &**entry))
    }

    /// The entries that say something of this type, the oldest first.
    pub fn read<T: DeserializeOwned>(&self) -> impl DoubleEndedIterator<Item = (Stamp, T)> {
        self.entries()
            .filter_map(|(stamp, entry)| Some((stamp, serde_json::from_str(entry).ok()?)))
    }

    /// Adds what is so from now on; its stamp is chosen here. An entry that JSON cannot hold (a map whose keys are no
    /// strings) is not added: kinds are made of what it can.
    pub fn append(&mut self, entry: &impl Serialize, now: Stamp) {
        if let Ok(entry) = serde_json::to_string(entry) {
            self.insert(self.next_stamp(now), entry.into_boxed_str());
        }
    }

    /// One entry a stamp; should two differ, which only a damaged file can bring about, the greater stays.
    fn insert(&mut self, stamp: Stamp, entry: Box<str>) {
        let known = self.entries.entry(stamp).or_default();
        if *known < entry {
            *known = entry;
        }
    }

    fn apply_cut(&mut self) {
        if let Some(cut) = self.cut {
            self.entries.retain(|stamp, _| *stamp > cut);
        }
    }

    fn next_stamp(&self, now: Stamp) -> Stamp {
        let last = self.entries.keys().next_back().copied();
        last.max(self.cut).map_or(now, |last| last.next(now))
    }
}

impl Kept for Log {
    fn stamps(&self) -> Vec<Stamp> {
        self.entries.keys().copied().collect()
    }

    fn merge(&mut self, other: Self) {
        self.cut = self.cut.max(other.cut);
        for (stamp, entry) in other.entries {
            self.insert(stamp, entry);
        }
        self.apply_cut();
    }

    fn reset(&mut self, now: Stamp) {
        self.cut = Some(self.next_stamp(now));
        self.apply_cut();
    }

    fn restore(&mut self, before: &Self, now: Stamp) {
        for entry in before.entries.values() {
            self.insert(self.next_stamp(now), entry.clone());
        }
    }

    fn only(&self, keep: impl Fn(Stamp) -> bool) -> Self {
        let mut some = self.clone();
        some.cut = None;
        some.entries.retain(|stamp, _| keep(*stamp));
        some
    }

    fn minus(&self, other: &Self) -> Self {
        self.only(|stamp| self.entries.get(&stamp) != other.entries.get(&stamp))
    }

    fn lacking(&self, there: &Self) -> Self {
        // What is said twice there and once here is lacking once.
        let mut known: Vec<&str> = self.entries().map(|(_, entry)| entry).collect();
        let mut lacking = there.stamps();
        lacking.retain(|stamp| {
            let entry = there.entries.get(stamp).map_or("", |entry| &**entry);
            let found = known.iter().position(|known| *known == entry);
            found.map(|at| known.swap_remove(at)).is_none()
        });
        there.only(|stamp| lacking.contains(&stamp))
    }
}
