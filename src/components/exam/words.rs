//! Times and numbers in words.

use crate::words::study;

/// `4:05`, `1:04:05`.
pub fn clock(ms: u64) -> String {
    // A second that has begun is still there: at 0:00 the time is up.
    let seconds = ms.div_ceil(1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// "5 minutes", "40 seconds".
pub fn spoken(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    if seconds >= 60 {
        study::minutes((seconds.div_ceil(60)) as usize)
    } else {
        study::seconds(seconds as usize)
    }
}

/// A share in whole per cent.
pub fn per_cent(share: f64) -> String {
    format!("{}%", (share * 100.0).round())
}

/// Points with one decimal at most.
pub fn points(sum: f64) -> String {
    ((sum * 10.0).round() / 10.0).to_string()
}

/// "3, 7 and 12"
pub fn listed(numbers: &[usize]) -> String {
    study::listed(numbers.iter().map(ToString::to_string).collect())
}

/// "29 November 2026, 14:05"
#[cfg(target_arch = "wasm32")]
pub fn moment(unix_ms: u64) -> String {
    use crate::platform::clock::{long_day, time_of_day};

    format!("{}, {}", long_day(unix_ms), time_of_day(unix_ms))
}

/// On the host there is no reader, whose days they would be.
#[cfg(not(target_arch = "wasm32"))]
pub fn moment(_: u64) -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_on_a_clock_and_spoken_in_words() {
        assert_eq!(clock(0), "0:00");
        assert_eq!(clock(1), "0:01");
        assert_eq!(clock(65_000), "1:05");
        assert_eq!(clock(3_600_000), "1:00:00");
        assert_eq!(spoken(300_000), "5 minutes");
        assert_eq!(spoken(60_000), "1 minute");
        assert_eq!(spoken(1_000), "1 second");
    }

    #[test]
    fn numbers_are_listed_as_they_are_said() {
        assert_eq!(listed(&[3]), "3");
        assert_eq!(listed(&[3, 7, 12]), "3, 7 and 12");
        assert_eq!(points(14.25), "14.3");
        assert_eq!(points(14.0), "14");
    }
}
