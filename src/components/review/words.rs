//! Days and numbers in words.

use headroom_study::review::{Clock, Day};

use crate::words::study as say;

/// How long from a day to one that comes after it: "tomorrow", "in 8 days", "in 3 months".
pub fn ahead(days: u32) -> String {
    match days {
        0 => say::today().to_owned(),
        1 => say::tomorrow().to_owned(),
        2..=59 => say::in_days(days),
        // 30.44 days are a month, on average.
        60..=729 => say::in_months((f64::from(days) / 30.44).round()),
        _ => say::in_years((f64::from(days) / 365.25).round()),
    }
}

/// The same about a day that may have gone by.
pub fn when(day: Day, today: Day) -> String {
    match today.since(day) {
        0 => ahead(day.since(today)),
        1 => say::since_yesterday().to_owned(),
        late => say::for_days(late),
    }
}

/// "29 November 2026"
#[cfg(target_arch = "wasm32")]
pub fn date(clock: Clock, day: Day) -> String {
    crate::platform::clock::long_day(clock.moment(day))
}

/// On the host there is no reader, whose days they would be.
#[cfg(not(target_arch = "wasm32"))]
pub fn date(_: Clock, _: Day) -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_to_come_are_told_as_they_are_said() {
        for (days, told) in [
            (0, "today"),
            (1, "tomorrow"),
            (2, "in 2 days"),
            (59, "in 59 days"),
            (60, "in 2 months"),
            (380, "in 12 months"),
            (730, "in 2 years"),
        ] {
            assert_eq!(ahead(days), told);
        }
        assert_eq!(when(Day(9), Day(10)), "since yesterday");
        assert_eq!(when(Day(3), Day(10)), "for 7 days");
        assert_eq!(when(Day(11), Day(10)), "tomorrow");
    }
}
