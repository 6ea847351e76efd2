//! A share of the points of a question.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 0 is nothing, 1 is all of it; never outside. Kept in millionths: a whole number is the same in every copy of a
/// record, and costs the program no table of decimal fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u32);

const WHOLE: u32 = 1_000_000;

impl Score {
    pub const NONE: Self = Self(0);
    pub const FULL: Self = Self(WHOLE);

    /// What lies outside 0..1 is cut off; NaN is nothing. What is not all of it is never rounded up to all.
    pub fn new(share: f64) -> Self {
        if share >= 1.0 {
            return Self::FULL;
        }
        // NaN and what is negative become 0.
        let millionths = (share * f64::from(WHOLE)).round() as u32;
        Self(millionths.min(WHOLE - 1).max(u32::from(share > 0.0)))
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
        f64::from(self.0) / f64::from(WHOLE)
    }

    /// Rounded, but 100 only for all of it and 0 only for nothing.
    pub fn per_cent(self) -> u32 {
        let rounded = (self.value() * 100.0).round() as u32;
        if self == Self::FULL {
            100
        } else if self == Self::NONE {
            0
        } else {
            rounded.clamp(1, 99)
        }
    }
}

impl Serialize for Score {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let millionths = u32::deserialize(deserializer)?;
        if millionths <= WHOLE {
            Ok(Self(millionths))
        } else {
            Err(serde::de::Error::custom(
                "a score lies between 0 and 1000000 millionths",
            ))
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
