//! Batch means: a confidence interval for the mean of a correlated series.
//!
//! Neighbouring requests meet the same queue, so their latencies are correlated and the plain standard error lies.
//! Means of long batches are nearly independent (Law, *Simulation Modeling and Analysis*, 5th ed., section 9.5.3).

use crate::statistics::student_95;

const MOST: usize = 64;
/// Fewer batches than this say nothing.
const FEWEST: usize = 10;

/// Batches of equal size; when all are full, neighbours are merged and the size doubles.
#[derive(Clone, Debug)]
pub(crate) struct BatchMeans {
    sums: Vec<f64>,
    current: f64,
    filled: u64,
    size: u64,
}

impl Default for BatchMeans {
    fn default() -> Self {
        Self {
            sums: Vec::with_capacity(MOST),
            current: 0.0,
            filled: 0,
            size: 32,
        }
    }
}

impl BatchMeans {
    #[inline]
    pub fn record(&mut self, value: f64) {
        self.current += value;
        self.filled += 1;
        if self.filled == self.size {
            self.close();
        }
    }

    #[cold]
    fn close(&mut self) {
        self.sums.push(self.current);
        (self.current, self.filled) = (0.0, 0);
        if self.sums.len() == MOST {
            self.sums = self.sums.chunks(2).map(|pair| pair.iter().sum()).collect();
            self.size *= 2;
        }
    }

    /// Half the width of the 95 % interval around the mean, if there are enough batches to say.
    pub fn half_width(&self) -> Option<f64> {
        let n = self.sums.len();
        if n < FEWEST {
            return None;
        }
        let means = || self.sums.iter().map(|sum| sum / self.size as f64);
        let mean = means().sum::<f64>() / n as f64;
        let variance = means().map(|m| (m - mean) * (m - mean)).sum::<f64>() / (n - 1) as f64;
        Some(student_95(n - 1) * libm::sqrt(variance / n as f64))
    }
}

impl BatchMeans {
    /// Share of the batches, from the first on, that look unlike the rest: those without which the standard error of the mean
    /// would be least (MSER: White, "An effective truncation heuristic for bias reduction in simulation output", Simulation
    /// 69(6), 1997). Not more than half: then the run is too short to say.
    pub fn transient(&self) -> f64 {
        let n = self.sums.len();
        if n < 2 * FEWEST {
            return 0.0;
        }
        // From the end on, so that each truncation costs one step.
        let (mut sum, mut squares) = (0.0, 0.0);
        let (mut least, mut cut) = (f64::INFINITY, 0);
        for (i, batch) in self.sums.iter().enumerate().rev() {
            sum += batch;
            squares += batch * batch;
            let left = (n - i) as f64;
            let error = (squares - sum * sum / left) / (left * left);
            if i <= n / 2 && error <= least {
                (least, cut) = (error, i);
            }
        }
        cut as f64 / n as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Stream;

    #[test]
    fn a_start_unlike_the_rest_is_found_and_none_where_there_is_none() {
        let mut stream = crate::rng::Stream::new(5, "batch", "test");
        let (mut slow, mut even) = (BatchMeans::default(), BatchMeans::default());
        for i in 0..32 * 40 {
            let noise = stream.exponential();
            even.record(10.0 + noise);
            slow.record(10.0 + noise + if i < 32 * 8 { 50.0 } else { 0.0 });
        }
        assert!(
            (slow.transient() - 0.2).abs() < 0.06,
            "{}",
            slow.transient()
        );
        assert!(even.transient() < 0.15, "{}", even.transient());
    }

    #[test]
    fn the_interval_holds_the_mean_about_nineteen_times_in_twenty() {
        let inside = (0..400)
            .filter(|&seed| {
                let mut stream = Stream::new(seed, "batch", "test");
                let mut batches = BatchMeans::default();
                let (mut sum, n) = (0.0, 5_000);
                for _ in 0..n {
                    let value = stream.exponential();
                    sum += value;
                    batches.record(value);
                }
                (sum / f64::from(n) - 1.0).abs() <= batches.half_width().unwrap()
            })
            .count();
        assert!((365..=394).contains(&inside), "{inside} of 400");
    }
}
