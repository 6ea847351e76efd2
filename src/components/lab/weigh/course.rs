//! Many runs of one series as one: its mean over the runs at each moment, and where the true mean lies.

use headroom_sim::protocol::Series;
use headroom_sim::statistics::{Moments, t_95};

use crate::components::chart::Band;

/// Takes runs one by one and keeps none.
#[derive(Clone, Debug, Default)]
pub struct Course {
    x: Vec<f64>,
    y: Vec<Moments>,
}

impl Course {
    /// Runs of one length have their points at the same moments.
    pub fn add(&mut self, series: &Series) {
        if series.x.len() > self.x.len() {
            self.x.clone_from(&series.x);
            self.y.resize(series.x.len(), Moments::default());
        }
        for (moments, &y) in self.y.iter_mut().zip(&series.y) {
            // A moment in which there was nothing to measure.
            if y.is_finite() {
                moments.add(f64::from(y));
            }
        }
    }

    pub fn mean(&self) -> Series {
        let mean = |moments: &Moments| {
            if moments.runs == 0 {
                f32::NAN
            } else {
                moments.mean as f32
            }
        };
        Series {
            x: self.x.clone(),
            y: self.y.iter().map(mean).collect(),
        }
    }

    /// The interval around the mean, where at least half of the runs have a value; elsewhere there is a gap.
    pub fn band(&self, of: usize) -> Band {
        let mut band = Band {
            of,
            ..Band::default()
        };
        let most = self.y.iter().map(|moments| moments.runs).max().unwrap_or(0);
        let enough = most.div_ceil(2).max(2);
        let mut quantiles = Quantiles::default();
        for (&x, moments) in self.x.iter().zip(&self.y) {
            let half = if moments.runs < enough {
                None
            } else {
                moments.half_by(quantiles.of(moments.runs))
            };
            let (low, high) = half.map_or((f32::NAN, f32::NAN), |half| edges(moments.mean, half));
            band.x.push(x);
            band.low.push(low);
            band.high.push(high);
        }
        band
    }
}

/// The ends of an interval. What is measured here is never negative, and neither is its true mean.
pub fn edges(mean: f64, half: f64) -> (f32, f32) {
    let low = if mean < 0.0 {
        mean - half
    } else {
        (mean - half).max(0.0)
    };
    (low as f32, (mean + half) as f32)
}

/// Student's quantiles by the number of runs; most moments have the same.
#[derive(Default)]
pub struct Quantiles(Vec<Option<f64>>);

impl Quantiles {
    /// For more than one run.
    pub fn of(&mut self, runs: usize) -> f64 {
        if self.0.len() <= runs {
            self.0.resize(runs + 1, None);
        }
        *self.0[runs].get_or_insert_with(|| t_95(runs.max(2) - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_without_a_value_in_some_run_is_told_by_the_others() {
        let mut course = Course::default();
        let x = vec![1.0, 2.0, 3.0];
        for y in [
            [1.0, f32::NAN, f32::NAN],
            [3.0, 5.0, f32::NAN],
            [5.0, 7.0, 2.0],
        ] {
            course.add(&Series {
                x: x.clone(),
                y: y.to_vec(),
            });
        }
        assert_eq!(course.mean().y, [3.0, 6.0, 2.0]);
        let band = course.band(1);
        assert_eq!((band.of, band.x.len()), (1, 3));
        assert!(band.low[2].is_nan() && band.high[2].is_nan());
        // t with two degrees of freedom is 4.303; the deviation is 2.
        let half = 4.3027 * 2.0 / 3f32.sqrt();
        assert!((band.high[0] - 3.0 - half).abs() < 1e-3, "{}", band.high[0]);
        // As low as what cannot be negative gets.
        assert!(band.low[0] == 0.0 && half > 3.0);
    }
}
