//! How many predictions came true, since the page's program was started. Kept nowhere else.

use std::sync::atomic::{AtomicU32, Ordering};

use super::ask::Mark;

static MADE: AtomicU32 = AtomicU32::new(0);
static GOOD: AtomicU32 = AtomicU32::new(0);

/// Counts a prediction that could be graded.
pub fn count(mark: Mark) {
    MADE.fetch_add(1, Ordering::Relaxed);
    if mark != Mark::Wrong {
        GOOD.fetch_add(1, Ordering::Relaxed);
    }
}

/// The tally in words; nothing before there are two.
pub fn words() -> Option<String> {
    let (made, good) = (MADE.load(Ordering::Relaxed), GOOD.load(Ordering::Relaxed));
    (made > 1)
        .then(|| format!("{good} of your {made} predictions were right or within a factor of 2."))
}
