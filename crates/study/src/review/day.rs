//! Days as the reader counts them.

use serde::{Deserialize, Serialize};

use crate::record::LAST_MS;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;

/// A calendar day where the reader is: days since 1 January 1970.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    #[must_use]
    pub fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// Days from an earlier one to this; none from a later one.
    pub fn since(self, earlier: Self) -> u32 {
        u32::try_from(i64::from(self.0) - i64::from(earlier.0)).unwrap_or(0)
    }
}

/// Now, where the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Unix milliseconds.
    pub now_ms: u64,
    /// By how many minutes the reader's clocks are ahead of UTC.
    pub ahead_min: i32,
}

impl Clock {
    pub fn today(self) -> Day {
        self.day(self.now_ms)
    }

    /// On which day a moment falls, by the clocks of today: around a change to or from summer time, an hour that a day lost
    /// or gained makes no difference worth a table of time zones.
    pub fn day(self, at_ms: u64) -> Day {
        let local = at_ms.min(LAST_MS) as i64 + i64::from(self.ahead_min) * MINUTE_MS;
        Day(local.div_euclid(DAY_MS) as i32)
    }

    /// A moment of a day, about noon, Unix milliseconds: to be told as a date. Days before 1970 are that one.
    pub fn moment(self, day: Day) -> u64 {
        let noon = i64::from(day.0) * DAY_MS + DAY_MS / 2 - i64::from(self.ahead_min) * MINUTE_MS;
        u64::try_from(noon).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_begins_at_midnight_where_the_reader_is() {
        let clock = |ahead_min| Clock {
            now_ms: 0,
            ahead_min,
        };
        // 31 December 1969, 19:00 in New York.
        assert_eq!(clock(-300).today(), Day(-1));
        assert_eq!(clock(0).today(), Day(0));
        assert_eq!(clock(60).day(23 * 3_600_000 - 1), Day(0));
        assert_eq!(clock(60).day(23 * 3_600_000), Day(1));
    }

    proptest! {
        #[test]
        fn the_moment_of_a_day_falls_on_it(day in 1_i32..2_000_000, ahead_min in -720_i32..=840) {
            let clock = Clock { now_ms: 0, ahead_min };
            prop_assert_eq!(clock.day(clock.moment(Day(day))), Day(day));
        }

        #[test]
        fn no_time_is_too_far(at_ms: u64, ahead_min: i32, a: i32, b: i32, days: u32) {
            let clock = Clock { now_ms: at_ms, ahead_min };
            let _ = (clock.today(), clock.moment(Day(a)));
            prop_assert!(Day(a).plus(days) >= Day(a));
            prop_assert!(Day(a).since(Day(b)) == 0 || Day(b).plus(Day(a).since(Day(b))) == Day(a));
        }
    }
}
