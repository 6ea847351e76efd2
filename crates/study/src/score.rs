//! A share of the points of a question.

use std::cmp::Ordering;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 0 is nothing, 1 is all of it; never outside and never NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score(f64);

impl Score {
    pub const NONE: Self = Self(0.0);
    pub const FULL: Self = Self(1.0);

    /// What lies outside 0..1 is cut off; NaN is nothing.
    pub fn new(share: f64) -> Self {
        // Not a clamp: NaN compares false, and -0 becomes 0.
        if share > 0.0 {
            Self(share.min(1.0))
        } else {
            Self::NONE
        }
    }

    /// `part` of `whole`; of nothing, all.
    pub fn share(part: usize, whole: usize) -> Self {
        if whole == 0 {
            Self::FULL
        } else {
            Self::new(part as f64 / whole as f64)
        }
    }

    pub fn value(self) -> f64 {
        self.0
    }

    /// Rounded, but 100 only for all of it and 0 only for nothing.
    pub fn per_cent(self) -> u32 {
        let rounded = (self.0 * 100.0).round() as u32;
        if self == Self::FULL {
            100
        } else if self == Self::NONE {
            0
        } else {
            rounded.clamp(1, 99)
        }
    }
}

impl Eq for Score {}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Score {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let share = f64::deserialize(deserializer)?;
        if (0.0..=1.0).contains(&share) {
            Ok(Self::new(share))
        } else {
            Err(serde::de::Error::custom("a score lies between 0 and 1"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_never_leaves_its_range() {
        assert_eq!(Score::new(f64::NAN), Score::NONE);
        assert_eq!(Score::new(-3.0), Score::NONE);
        assert_eq!(Score::new(f64::INFINITY), Score::FULL);
        assert_eq!(Score::share(0, 0), Score::FULL);
    }

    #[test]
    fn all_but_a_little_is_not_a_hundred_per_cent() {
        assert_eq!(Score::new(0.9999).per_cent(), 99);
        assert_eq!(Score::new(0.0001).per_cent(), 1);
        assert_eq!(Score::share(2, 3).per_cent(), 67);
        assert_eq!(Score::FULL.per_cent(), 100);
    }
}
