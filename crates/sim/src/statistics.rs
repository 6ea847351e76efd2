//! What independent runs say of a figure: its mean over them, how far that may be off, and whether two settings differ.
//!
//! Runs with different seeds are independent, so that the classical interval holds (Law, *Simulation Modeling and Analysis*,
//! 5th ed., section 9.4.1). Settings that are run with the same seeds meet the same arrivals; then it is the differences, seed by
//! seed, that are independent, and their interval is the narrower one (paired t, section 10.2.1).

/// Mean and spread of values that come one by one, without keeping them (Welford 1962, "Note on a method for calculating
/// corrected sums of squares and products").
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    pub runs: usize,
    pub mean: f64,
    /// Sum of squared distances from the mean.
    squares: f64,
}

impl Moments {
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut moments = Self::default();
        for value in values {
            moments.add(value);
        }
        moments
    }

    pub fn add(&mut self, value: f64) {
        self.runs += 1;
        let away = value - self.mean;
        self.mean += away / self.runs as f64;
        self.squares += away * (value - self.mean);
    }

    /// The sample's standard deviation; of one value there is none.
    pub fn deviation(&self) -> Option<f64> {
        (self.runs > 1).then(|| libm::sqrt(self.squares / (self.runs - 1) as f64))
    }

    /// Half the width of the interval that holds the true mean with 95 %; one value gives none.
    pub fn half(&self) -> Option<f64> {
        self.half_by(t_95(self.runs.max(2) - 1))
    }

    /// The same where the quantile for one less than the number of runs ([`t_95`]) is known.
    pub fn half_by(&self, quantile: f64) -> Option<f64> {
        Some(quantile * self.deviation()? / libm::sqrt(self.runs as f64))
    }

    /// As a figure with its interval; `None` of nothing.
    pub fn spread(&self) -> Option<Spread> {
        (self.runs > 0).then(|| Spread {
            mean: self.mean,
            half: self.half(),
            runs: self.runs,
        })
    }
}

/// A figure over several runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub mean: f64,
    /// Half the width of the interval that holds the true mean with 95 %, by Student's t; one run gives none.
    pub half: Option<f64>,
    /// The runs that have the figure.
    pub runs: usize,
}

impl Spread {
    /// `None` of no values.
    pub fn of(values: &[f64]) -> Option<Self> {
        Moments::of(values.iter().copied()).spread()
    }

    /// Whether the interval lies on one side of zero; one run cannot say.
    pub fn is_clear(&self) -> bool {
        self.half.is_some_and(|half| self.mean.abs() > half)
    }
}

/// Of values whose true mean is not zero, about how many runs in all it takes until the interval leaves zero out, if mean and
/// deviation stay as they are. `None` where a mean of zero or too few runs say nothing, and beyond `most`.
pub fn runs_to_tell(moments: &Moments, most: usize) -> Option<usize> {
    let deviation = moments.deviation()?;
    if moments.mean == 0.0 {
        return None;
    }
    let tells =
        |runs: usize| t_95(runs - 1) * deviation / libm::sqrt(runs as f64) < moments.mean.abs();
    if !tells(most) {
        return None;
    }
    // More runs never tell less.
    let (mut few, mut enough) = (1, most);
    while enough - few > 1 {
        let middle = usize::midpoint(few, enough);
        if tells(middle) {
            enough = middle;
        } else {
            few = middle;
        }
    }
    Some(enough)
}

/// How far to both sides of zero Student's t lies with 95 %. Quick also for many degrees of freedom.
pub fn t_95(degrees: usize) -> f64 {
    /// From here on the expansion is as good as exact.
    const MANY: usize = 40;
    if degrees < MANY {
        student(0.95, degrees)
    } else {
        student_95(degrees)
    }
}

/// The 97.5th percentile of Student's t: the Cornish-Fisher expansion about the normal's
/// (Abramowitz and Stegun 26.7.5), within 0.1 % from 9 degrees of freedom up.
pub(crate) fn student_95(degrees: usize) -> f64 {
    let z = 1.959_963_984_540_054_f64;
    let n = degrees as f64;
    let (z3, z5, z7) = (z * z * z, libm::pow(z, 5.0), libm::pow(z, 7.0));
    z + (z3 + z) / (4.0 * n)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * n * n)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * n * n * n)
}

/// How far to both sides of zero Student's t lies with a probability, by bisection of its distribution.
pub fn student(probability: f64, degrees: usize) -> f64 {
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if within(middle, degrees) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

/// The probability that Student's t lies between -t and t: the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4.
fn within(t: f64, degrees: usize) -> f64 {
    let angle = libm::atan(t / libm::sqrt(degrees as f64));
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    // For an odd number of degrees the powers of the cosine are odd, for an even one even; each term from the one before.
    let odd = degrees % 2;
    let mut term = if odd == 1 { cosine } else { 1.0 };
    let mut sum = 0.0;
    let mut power = odd;
    while power + 2 <= degrees {
        sum += term;
        power += 2;
        term *= cosine * cosine * (power - 1) as f64 / power as f64;
    }
    if odd == 1 {
        (angle + sine * sum) * std::f64::consts::FRAC_2_PI
    } else {
        sine * sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::normal_quantile;
    use crate::rng::Stream;

    #[test]
    fn students_percentiles_match_the_tables() {
        let table = [
            (0.95, 1, 12.706),
            (0.95, 2, 4.303),
            (0.95, 9, 2.262),
            (0.999, 7, 5.408),
            (0.999, 10, 4.587),
            (0.999, 19, 3.883),
            (0.999, 40, 3.551),
        ];
        for (probability, degrees, t) in table {
            assert!(
                (student(probability, degrees) - t).abs() < 0.001,
                "{probability} {degrees}"
            );
        }
        for (degrees, t) in [(9, 2.262), (15, 2.131), (31, 2.040), (63, 1.998)] {
            assert!((student_95(degrees) - t).abs() < 0.002, "{degrees}");
            assert!((t_95(degrees) - t).abs() < 0.001, "{degrees}");
        }
        for degrees in [39, 40, 1000] {
            assert!((t_95(degrees) / student(0.95, degrees) - 1.0).abs() < 1e-6);
        }
        // With many degrees it is the normal's: 4.2649 standard deviations hold all but 2e-5.
        assert!((student(1.0 - 2e-5, 100_000) - 4.2649).abs() < 0.002);
    }

    #[test]
    fn an_interval_is_students_and_one_run_has_none() {
        // t with 3 degrees of freedom and 95 % is 3.182; the values deviate by 2 from their mean of 12.
        let spread = Spread::of(&[10.0, 14.0, 10.0, 14.0]).unwrap();
        let deviation = (16.0 / 3.0_f64).sqrt();
        assert!((spread.half.unwrap() - 3.182_446 * deviation / 2.0).abs() < 1e-5);
        assert!((spread.mean - 12.0).abs() < 1e-12);
        assert_eq!(spread.runs, 4);
        assert_eq!(Spread::of(&[7.0]).unwrap().half, None);
        assert_eq!(Spread::of(&[]), None);
    }

    /// Pairs that share most of their noise, as runs on the same arrivals do, and differ by `shift` on average.
    fn differences(seed: u64, runs: usize, shift: f64) -> Moments {
        let mut common = Stream::new(seed, "pairs", "common");
        let mut own = Stream::new(seed, "pairs", "own");
        let normal = |stream: &mut Stream| normal_quantile(stream.unit());
        Moments::of((0..runs).map(|_| {
            let shared = 100.0 + 20.0 * normal(&mut common);
            let a = shared + 2.0 * normal(&mut own);
            let b = shared + shift + 2.0 * normal(&mut own);
            b - a
        }))
    }

    #[test]
    fn a_paired_interval_holds_the_true_difference_nineteen_times_in_twenty() {
        const SEEDS: u64 = 4000;
        for (runs, shift) in [(3, 0.0), (5, 1.5), (10, -40.0), (20, 0.1)] {
            let held = (0..SEEDS)
                .filter(|&seed| {
                    let found = differences(seed, runs, shift);
                    (found.mean - shift).abs() <= found.half().unwrap()
                })
                .count();
            let share = held as f64 / SEEDS as f64;
            // Three standard errors of a share of 0.95 among as many.
            assert!((share - 0.95).abs() < 0.0104, "{runs} runs: {share}");
        }
    }

    #[test]
    fn noise_is_called_a_difference_once_in_twenty() {
        const SEEDS: u64 = 4000;
        let called = (0..SEEDS)
            .filter(|&seed| differences(seed, 10, 0.0).spread().unwrap().is_clear())
            .count();
        let share = called as f64 / SEEDS as f64;
        assert!((share - 0.05).abs() < 0.0104, "{share}");
    }

    #[test]
    fn with_the_runs_it_is_told_to_take_a_difference_is_told_about_every_other_time() {
        // Of pairs whose true shift is as large as was seen: the interval is then as often a little wider as a little narrower.
        let deviation = 2.0 * std::f64::consts::SQRT_2;
        let seen = Moments {
            runs: 10,
            mean: 1.0,
            squares: 9.0 * deviation * deviation,
        };
        let runs = runs_to_tell(&seen, 10_000).unwrap();
        let told = (0..1000)
            .filter(|&seed| {
                let spread = differences(seed, runs, 1.0).spread().unwrap();
                spread.is_clear() && spread.mean > 0.0
            })
            .count();
        assert!((420..=580).contains(&told), "{told} of 1000 with {runs}");
        assert_eq!(runs_to_tell(&seen, 10), None);
    }

    mod laws {
        use super::*;

        proptest::proptest! {
            #[test]
            fn a_spread_moves_and_stretches_with_its_values(
                values in proptest::collection::vec(-1e3..1e3f64, 2..20),
                shift in -1e3..1e3f64,
                scale in 0.1..10.0f64,
            ) {
                let plain = Spread::of(&values).unwrap();
                let changed: Vec<f64> = values.iter().map(|v| v * scale + shift).collect();
                let changed = Spread::of(&changed).unwrap();
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs().max(b.abs()));
                proptest::prop_assert!(near(changed.mean, plain.mean * scale + shift));
                proptest::prop_assert!(near(changed.half.unwrap(), plain.half.unwrap() * scale));
            }

            #[test]
            fn the_order_of_runs_does_not_matter(values in proptest::collection::vec(-1e3..1e3f64, 2..20)) {
                let there = Spread::of(&values).unwrap();
                let back: Vec<f64> = values.iter().rev().copied().collect();
                let back = Spread::of(&back).unwrap();
                proptest::prop_assert!((there.mean - back.mean).abs() < 1e-9);
                proptest::prop_assert!((there.half.unwrap() - back.half.unwrap()).abs() < 1e-6);
            }

            #[test]
            fn the_runs_it_takes_are_the_fewest_that_tell(mean in 0.01..5.0f64, deviation in 0.1..5.0f64) {
                let seen = Moments { runs: 5, mean, squares: 4.0 * deviation * deviation };
                if let Some(runs) = runs_to_tell(&seen, 5000) {
                    let half = |runs: usize| t_95(runs - 1) * deviation / libm::sqrt(runs as f64);
                    proptest::prop_assert!(half(runs) < mean);
                    proptest::prop_assert!(runs == 2 || half(runs - 1) >= mean);
                }
            }
        }
    }
}
