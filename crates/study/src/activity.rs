//! What the reader did on which day.

use std::collections::BTreeMap;

use crate::grade::Verdict;
use crate::reading::all_read;
use crate::store::Store;

/// What was done on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// To questions, each try counted.
    pub answers: u32,
    /// Of these, how many were all right.
    pub right: u32,
    /// Pages marked as read.
    pub pages: u32,
}

/// The days on which something was done, in their order. `day_of` says on which day a moment (Unix milliseconds) falls where the
/// reader is.
pub fn by_day<D: Ord>(store: &Store, day_of: impl Fn(u64) -> D) -> BTreeMap<D, Day> {
    let mut days: BTreeMap<D, Day> = BTreeMap::new();
    for attempt in store.records().flat_map(|(_, record)| record.attempts()) {
        let day = days.entry(day_of(attempt.at_ms)).or_default();
        day.answers += 1;
        day.right += u32::from(Verdict::of(attempt.score) == Verdict::Right);
    }
    for (_, at_ms) in all_read(store) {
        days.entry(day_of(at_ms)).or_default().pages += 1;
    }
    days
}
