//! How fast simulated time goes.

use crate::words::lab as say;

/// Simulated seconds a wall second, in steps a reader can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speed {
    /// Index into [`STEPS`].
    Step(u8),
    FlatOut,
}

const STEPS: [f64; 10] = [0.1, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0, 120.0, 300.0, 1200.0];

/// A run at its usual speed takes about so many wall seconds: long enough to watch, short enough to wait for.
const WATCHED_S: f64 = 12.0;

impl Speed {
    /// All there are, slowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..STEPS.len() as u8)
            .map(Self::Step)
            .chain([Self::FlatOut])
    }

    /// The speed at which a run of this length can be watched.
    pub fn for_duration(duration_ns: u64) -> Self {
        let wanted = duration_ns as f64 / 1e9 / WATCHED_S;
        let step = STEPS.iter().rposition(|&step| step <= wanted).unwrap_or(1);
        Self::Step(step.max(1) as u8)
    }

    /// Simulated seconds a wall second; `None` is as fast as it goes.
    pub fn factor(self) -> Option<f64> {
        match self {
            Self::Step(step) => STEPS.get(usize::from(step)).copied(),
            Self::FlatOut => None,
        }
    }

    /// For a control's value.
    pub fn key(self) -> String {
        self.factor()
            .map_or_else(|| "flat-out".to_owned(), |factor| factor.to_string())
    }

    pub fn of_key(key: &str) -> Option<Self> {
        Self::all().find(|speed| speed.key() == key)
    }

    pub fn label(self) -> String {
        match self.factor() {
            None => say::flat_out().to_owned(),
            Some(1.0) => say::real_time().to_owned(),
            Some(factor) => format!("{factor}×"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_any_length_can_be_watched() {
        assert_eq!(Speed::for_duration(60_000_000_000).factor(), Some(5.0));
        assert_eq!(Speed::for_duration(900_000_000_000).factor(), Some(60.0));
        assert_eq!(Speed::for_duration(1).factor(), Some(1.0));
        assert_eq!(Speed::for_duration(u64::MAX).factor(), Some(1200.0));
    }

    #[test]
    fn every_speed_is_found_by_its_key() {
        for speed in Speed::all() {
            assert_eq!(Speed::of_key(&speed.key()), Some(speed));
        }
        assert_eq!(Speed::of_key("warp"), None);
    }
}
