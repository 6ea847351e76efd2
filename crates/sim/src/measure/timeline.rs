//! Series over simulated time, of fixed size: when the buckets run out, neighbours are merged.
//!
//! Rates and levels are kept as cumulative values at the bucket's ends, so that merging is dropping every second
//! one and loses nothing but resolution; latencies as a histogram a bucket, so that merged percentiles are
//! percentiles and not means of them.

use super::histogram::Histogram;

pub(crate) const BUCKETS: usize = 240;
/// 32 cells a power of two: a chart's percentile is within 1.6 %.
const PRECISION: u32 = 5;

#[derive(Clone, Debug)]
pub(crate) struct Timeline {
    pub width_ns: u64,
    /// End of the bucket being filled.
    pub next_ns: u64,
    /// Per source: its cumulative value at the end of each closed bucket.
    cumulative: Vec<Vec<f64>>,
    latency: Vec<Histogram>,
    current: Histogram,
}

impl Timeline {
    pub fn new(duration_ns: u64, sources: usize) -> Self {
        let width_ns = duration_ns.div_ceil(BUCKETS as u64).max(1);
        Self {
            width_ns,
            next_ns: width_ns,
            cumulative: vec![Vec::with_capacity(BUCKETS); sources],
            latency: Vec::with_capacity(BUCKETS),
            current: Histogram::new(PRECISION),
        }
    }

    #[inline]
    pub fn latency(&mut self, latency_ns: u64) {
        self.current.record(latency_ns);
    }

    /// Ends the bucket at `next_ns`; `value(i)` is the cumulative value of source `i` there.
    pub fn close(&mut self, mut value: impl FnMut(usize) -> f64) {
        for (i, series) in self.cumulative.iter_mut().enumerate() {
            series.push(value(i));
        }
        self.latency.push(std::mem::replace(
            &mut self.current,
            Histogram::new(PRECISION),
        ));
        if self.latency.len() > BUCKETS {
            self.coarsen();
        }
        self.next_ns = self.width_ns * (self.latency.len() as u64 + 1);
    }

    fn coarsen(&mut self) {
        // The odd one out goes on as the bucket being filled.
        if self.latency.len() % 2 == 1 {
            for series in &mut self.cumulative {
                series.pop();
            }
            if let Some(open) = self.latency.pop() {
                self.current.add(&open);
            }
        }
        self.width_ns *= 2;
        for series in &mut self.cumulative {
            *series = series
                .chunks(2)
                .filter_map(<[f64]>::last)
                .copied()
                .collect();
        }
        let merged = self.latency.chunks(2).map(|pair| {
            let mut sum = pair[0].clone();
            for other in &pair[1..] {
                sum.add(other);
            }
            sum
        });
        self.latency = merged.collect();
    }

    pub fn len(&self) -> usize {
        self.latency.len()
    }

    /// The middle of a closed bucket.
    pub fn middle_ns(&self, bucket: usize) -> f64 {
        (bucket as f64 + 0.5) * self.width_ns as f64
    }

    /// How much source `i` grew in a closed bucket.
    pub fn grown(&self, source: usize, bucket: usize) -> f64 {
        let series = &self.cumulative[source];
        series[bucket] - if bucket == 0 { 0.0 } else { series[bucket - 1] }
    }

    /// The value of source `i` at the end of a closed bucket.
    pub fn at(&self, source: usize, bucket: usize) -> f64 {
        self.cumulative[source][bucket]
    }

    /// The closed bucket that holds a time; of a time after the last one, that.
    pub fn bucket_of(&self, at_ns: u64) -> Option<usize> {
        let last = self.len().checked_sub(1)?;
        Some(((at_ns / self.width_ns) as usize).min(last))
    }

    /// The latencies of a closed bucket.
    pub fn latencies(&self, bucket: usize) -> &Histogram {
        &self.latency[bucket]
    }

    pub fn quantile(&self, bucket: usize, q: f64) -> Option<f64> {
        self.latency[bucket].quantile(q)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_that_run_out_merge_without_losing_a_count() {
        let mut timeline = Timeline::new(240, 1);
        let mut total = 0.0;
        for i in 0..1000u64 {
            // One unit each nanosecond, one latency each.
            timeline.latency(100 + i);
            if i + 1 == timeline.next_ns {
                total = (i + 1) as f64;
                timeline.close(|_| total);
            }
        }
        assert!(timeline.len() <= BUCKETS && timeline.len() > BUCKETS / 3);
        let sum: f64 = (0..timeline.len()).map(|b| timeline.grown(0, b)).sum();
        assert!((sum - timeline.len() as f64 * timeline.width_ns as f64).abs() < 1e-9);
        assert!(sum <= total);
        for bucket in 0..timeline.len() {
            assert_eq!(timeline.latency[bucket].count, timeline.width_ns);
        }
    }
}
