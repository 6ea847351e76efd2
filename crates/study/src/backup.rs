//! Whether it is time to export again.

use serde::{Deserialize, Serialize};

use crate::store::Store;

/// Of settings, which are the browser's and not the reader's: they are not forgotten with the answers.
pub const SETTINGS: &str = "settings";
/// The record of what was exported.
pub const KEY: &str = "settings:export";

/// How long an export counts as fresh, milliseconds: thirty days.
const FRESH_MS: u64 = 30 * 24 * 60 * 60 * 1000;
/// How many answers are worth a reminder.
const WORTH: usize = 10;

/// An entry of that record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// Unix milliseconds.
    pub at_ms: u64,
}

/// Why it is time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When everything was last exported, Unix milliseconds.
    pub last_ms: Option<u64>,
    /// Given since.
    pub answers: usize,
}

/// When everything was last exported, Unix milliseconds.
pub fn last_ms(store: &Store) -> Option<u64> {
    let exports = store.log(KEY)?.read::<Exported>();
    exports.map(|(_, exported)| exported.at_ms).max()
}

/// Something to say only if there are ten answers that no export has, and thirty days have gone by since the last one, or
/// since the first answer.
pub fn due(store: &Store, now_ms: u64) -> Option<Due> {
    let last_ms = last_ms(store);
    let attempts = store.records().flat_map(|(_, record)| record.attempts());
    let unsafe_ms: Vec<u64> = attempts
        .map(|attempt| attempt.at_ms)
        .filter(|at_ms| last_ms.is_none_or(|last| *at_ms > last))
        .collect();
    let since = last_ms.or_else(|| unsafe_ms.iter().min().copied())?;
    let due = unsafe_ms.len() >= WORTH && now_ms.saturating_sub(since) > FRESH_MS;
    due.then_some(Due {
        last_ms,
        answers: unsafe_ms.len(),
    })
}
