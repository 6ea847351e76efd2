//! A log-linear histogram of nanoseconds, laid out as `HdrHistogram` is: each power of two is cut into
//! 2^precision equal parts, so the relative error of a value is at most 2^-(precision + 1).
//!
//! Own code and not the crate's, for three reasons that the worker pays for per request: it holds only the powers of two
//! between the smallest and the largest value seen, records in a shift and an add, and draws no floating point into the
//! recording.
//! The crate is the oracle of its tests.

use super::gauge::Sum;
use crate::protocol::Cells;

#[derive(Clone, Debug)]
pub(crate) struct Histogram {
    counts: Vec<u32>,
    /// The cell that `counts` begins with.
    first: usize,
    precision: u32,
    pub count: u64,
    sum: Sum,
    max: u64,
}

impl Histogram {
    pub fn new(precision: u32) -> Self {
        Self {
            counts: Vec::new(),
            first: 0,
            precision,
            count: 0,
            sum: Sum::default(),
            max: 0,
        }
    }

    #[inline]
    fn index(&self, value: u64) -> usize {
        index(value, self.precision)
    }

    #[inline]
    pub fn record(&mut self, value: u64) {
        let index = self.index(value);
        // Below the first cell this is far beyond the last.
        let mut place = index.wrapping_sub(self.first);
        if place >= self.counts.len() {
            self.reach(index, index);
            place = index - self.first;
        }
        self.counts[place] += 1;
        self.count += 1;
        self.sum.add(value);
        self.max = self.max.max(value);
    }

    /// Makes room for the cells from `low` to `high`.
    #[cold]
    fn reach(&mut self, low: usize, high: usize) {
        // Whole powers of two, so that a run grows it a few dozen times at most.
        let block = 1 << self.precision;
        let (low, end) = (low / block * block, (high / block + 1) * block);
        if self.counts.is_empty() {
            self.first = low;
        } else if low < self.first {
            let before = self.first - low;
            self.counts.splice(0..0, std::iter::repeat_n(0, before));
            self.first = low;
        }
        if end > self.first + self.counts.len() {
            self.counts.resize(end - self.first, 0);
        }
    }

    pub fn clear(&mut self) {
        self.counts.clear();
        (self.count, self.sum, self.max) = (0, Sum::default(), 0);
    }

    pub fn add(&mut self, other: &Self) {
        debug_assert_eq!(self.precision, other.precision);
        if other.counts.is_empty() {
            return;
        }
        self.reach(other.first, other.first + other.counts.len() - 1);
        let mine = &mut self.counts[other.first - self.first..];
        for (mine, theirs) in mine.iter_mut().zip(&other.counts) {
            *mine += theirs;
        }
        self.count += other.count;
        self.sum += other.sum;
        self.max = self.max.max(other.max);
    }

    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum.total() as f64 / self.count as f64)
    }

    pub fn max(&self) -> Option<u64> {
        (self.count > 0).then_some(self.max)
    }

    /// The value below or at which the share `q` of all values lies: the middle of its cell, no more than the maximum.
    pub fn quantile(&self, q: f64) -> Option<f64> {
        if self.count == 0 {
            return None;
        }
        let rank = (libm::ceil(q * self.count as f64) as u64).clamp(1, self.count);
        let mut seen = 0;
        for (index, &count) in self.counts.iter().enumerate() {
            seen += u64::from(count);
            if seen >= rank {
                let (low, width) = cell(self.first + index, self.precision);
                return Some((low as f64 + (width - 1) as f64 / 2.0).min(self.max as f64));
            }
        }
        Some(self.max as f64)
    }

    /// The counts in coarser cells, 2^precision to a power of two, from the first to the last that is not empty.
    pub fn cells(&self, precision: u32) -> Cells {
        let shift = self.precision.saturating_sub(precision);
        let mut out = Cells {
            precision: (self.precision - shift) as u8,
            ..Cells::default()
        };
        let filled = self
            .counts
            .iter()
            .enumerate()
            .filter(|&(_, &count)| count > 0);
        for (place, &count) in filled {
            // Cells of powers of two are cut alike, so that whole ones fall into each coarser one.
            let (low, _) = cell(self.first + place, self.precision);
            let cell = index(low, u32::from(out.precision));
            if out.counts.is_empty() {
                out.first = cell as u32;
            }
            out.counts.resize(cell - out.first as usize + 1, 0);
            if let Some(last) = out.counts.last_mut() {
                *last += count;
            }
        }
        out
    }

    /// How many values lie at or below `limit`, to the resolution of the cells.
    pub fn at_most(&self, limit: u64) -> u64 {
        self.counts
            .iter()
            .take((self.index(limit) + 1).saturating_sub(self.first))
            .map(|&c| u64::from(c))
            .sum()
    }
}

/// The cell of a value at a precision.
#[inline]
pub(crate) fn index(value: u64, precision: u32) -> usize {
    // Below 2^precision each value has a cell of its own; setting that bit makes the first octave regular.
    let octave = (value | (1 << precision)).ilog2();
    let shift = octave - precision;
    ((u64::from(shift) << precision) + (value >> shift)) as usize
}

/// The lowest value of a cell and how many values it holds.
pub(crate) fn cell(index: usize, precision: u32) -> (u64, u64) {
    let parts = 1u64 << precision;
    let index = index as u64;
    if index < 2 * parts {
        return (index, 1);
    }
    let shift = index / parts - 1;
    ((index - shift * parts) << shift, 1 << shift)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_tile_the_numbers_without_gap_or_overlap() {
        for precision in [2, 5, 9] {
            let mut next = 0;
            for i in 0..(20 << precision) {
                let (low, width) = cell(i, precision);
                assert_eq!(low, next);
                assert_eq!(index(low, precision), i);
                assert_eq!(index(low + width - 1, precision), i);
                next = low + width;
            }
        }
        assert!(index(u64::MAX, 9) < 64 << 9);
    }

    #[test]
    fn coarser_cells_hold_the_same_counts() {
        let mut fine = Histogram::new(5);
        for value in (0..5000u64).map(|i| 900 + i * i) {
            fine.record(value);
        }
        let cells = fine.cells(3);
        assert_eq!(
            cells.counts.iter().map(|&c| u64::from(c)).sum::<u64>(),
            fine.count
        );
        assert!(cells.counts.first().is_some_and(|&c| c > 0));
        for (i, &count) in cells.counts.iter().enumerate() {
            let cell = cells.first + i as u32;
            let (from, to) = (cells.edge_ns(cell), cells.edge_ns(cell + 1));
            let below = |edge: u64| fine.at_most(edge - 1);
            assert_eq!(below(to) - below(from), u64::from(count));
        }
    }

    proptest::proptest! {
        #[test]
        fn percentiles_agree_with_hdrhistogram(values in proptest::collection::vec(1u64..10_000_000_000, 1..400)) {
            let mut ours = Histogram::new(9);
            let mut theirs = hdrhistogram::Histogram::<u64>::new(3).unwrap();
            for &value in &values {
                ours.record(value);
                theirs.record(value).unwrap();
            }
            for q in [0.0, 0.5, 0.9, 0.99, 0.999, 1.0] {
                let (a, b) = (ours.quantile(q).unwrap(), theirs.value_at_quantile(q) as f64);
                proptest::prop_assert!((a - b).abs() <= b * 0.002 + 1.0, "{} {} {}", q, a, b);
            }
            let exact = values.iter().map(|&v| v as f64).sum::<f64>() / values.len() as f64;
            proptest::prop_assert!((ours.mean().unwrap() - exact).abs() <= exact * 1e-12);
            proptest::prop_assert_eq!(ours.at_most(u64::MAX), values.len() as u64);
            for &limit in &values {
                let there = values.iter().filter(|&&v| index(v, 9) <= index(limit, 9)).count();
                proptest::prop_assert_eq!(ours.at_most(limit), there as u64);
            }
        }

        #[test]
        fn two_added_are_one_of_all_values(
            a in proptest::collection::vec(0u64..10_000_000_000, 0..40),
            b in proptest::collection::vec(0u64..10_000_000_000, 0..40),
        ) {
            let of = |values: &[u64]| {
                let mut histogram = Histogram::new(5);
                for &value in values {
                    histogram.record(value);
                }
                histogram
            };
            let mut sum = of(&a);
            sum.add(&of(&b));
            let whole = of(&[a, b].concat());
            proptest::prop_assert_eq!(sum.count, whole.count);
            proptest::prop_assert_eq!(sum.mean(), whole.mean());
            for q in [0.0, 0.3, 0.5, 0.9, 1.0] {
                proptest::prop_assert_eq!(sum.quantile(q), whole.quantile(q));
            }
        }
    }
}
