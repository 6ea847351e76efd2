//! How sure a mean of few scores is.

/// A mean of scores and where the truth behind it lies with a confidence of 95%, all as shares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// Of the standard normal distribution, for 95% on both sides.
const Z: f64 = 1.959_963_984_540_054;

impl Interval {
    /// Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    /// JASA 22:209-212, 1927), which holds for few questions too and never leaves 0..1 (Brown, Cai, `DasGupta`,
    /// "Interval estimation for a binomial proportion", Statistical Science 16:101-133, 2001). It is made for right and
    /// wrong; a score between the two varies less than those of the same mean (Bhatia, Davis, "A better bound on the
    /// variance", American Mathematical Monthly 107:353-357, 2000), so that with partial credit it is too wide rather
    /// than too narrow.
    ///
    /// `None` of no scores at all.
    pub fn of(sum: f64, count: usize) -> Option<Self> {
        if count == 0 {
            return None;
        }
        let n = count as f64;
        let mean = (sum / n).clamp(0.0, 1.0);
        let spread = Z * Z / n;
        let middle = (mean + spread / 2.0) / (1.0 + spread);
        let half = Z / (1.0 + spread) * (mean * (1.0 - mean) / n + spread / (4.0 * n)).sqrt();
        Some(Self {
            mean,
            // At the ends the two are equal but for rounding.
            low: (middle - half).clamp(0.0, mean),
            high: (middle + half).clamp(mean, 1.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_tables() {
        // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17:857-872, 1998,
        // table I, method 3.
        for (hits, n, low, high) in [
            (81.0, 263, 0.2553, 0.3662),
            (15.0, 148, 0.0624, 0.1605),
            (0.0, 20, 0.0, 0.1611),
            (1.0, 29, 0.0061, 0.1718),
        ] {
            let interval = Interval::of(hits, n).unwrap();
            assert!((interval.low - low).abs() < 1e-4, "{interval:?}");
            assert!((interval.high - high).abs() < 1e-4, "{interval:?}");
        }
    }

    #[test]
    fn few_questions_say_little() {
        let width = |n: usize| {
            let interval = Interval::of(n as f64 / 2.0, n).unwrap();
            interval.high - interval.low
        };
        assert!(width(2) > 0.7 && width(2) > width(10) && width(10) > width(100));
        assert_eq!(Interval::of(0.0, 0), None);
        let all = Interval::of(3.0, 3).unwrap();
        assert!(all.high >= 1.0 && all.low < 0.5);
    }
}
