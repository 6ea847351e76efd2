//! Which requests are worth a closer look: the slowest, some that failed, and a few by chance.

use serde::{Deserialize, Serialize};

use crate::rng::Stream;

/// How many of each are kept.
const KEPT: usize = 10;

/// A uniform sample of a stream whose length nobody knows, by leaps: Li, "Reservoir-sampling algorithms of time complexity
/// O(n(1 + log(N/n)))", ACM TOMS 20(4), 1994 (algorithm L).
#[derive(Clone, Debug)]
struct Reservoir {
    kept: Vec<u32>,
    seen: u64,
    next: u64,
    weight: f64,
    stream: Stream,
}

impl Reservoir {
    fn new(seed: u64, purpose: &str) -> Self {
        Self {
            kept: Vec::new(),
            seen: 0,
            next: 0,
            weight: 1.0,
            stream: Stream::new(seed, "requests", purpose),
        }
    }

    #[inline]
    fn offer(&mut self, request: u32) {
        self.seen += 1;
        if self.kept.len() < KEPT {
            self.kept.push(request);
            if self.kept.len() == KEPT {
                self.leap();
            }
        } else if self.seen == self.next {
            let place = self.stream.below(KEPT as u32) as usize;
            self.kept[place] = request;
            self.leap();
        }
    }

    /// Finds the next that is taken.
    #[cold]
    fn leap(&mut self) {
        self.weight *= libm::exp(libm::log(self.stream.unit()) / KEPT as f64);
        // Both logarithms are below zero; where the second is none, nothing more is taken.
        let leap = libm::floor(libm::log(self.stream.unit()) / libm::log1p(-self.weight));
        self.next = if leap < 1e18 {
            self.seen + leap as u64 + 1
        } else {
            u64::MAX
        };
    }
}

/// Why a request was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    Slowest,
    Failed,
    Sampled,
}

/// Requests that are worth a trace, by the number of their arrival.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    /// Latency and number, the quickest of them first.
    slowest: Vec<(u64, u32)>,
    failed: Reservoir,
    any: Reservoir,
}

impl Samples {
    pub fn new(seed: u64) -> Self {
        Self {
            slowest: Vec::new(),
            failed: Reservoir::new(seed, "failed"),
            any: Reservoir::new(seed, "sampled"),
        }
    }

    /// A request is over.
    #[inline]
    pub fn offer(&mut self, request: u32, latency_ns: u64, failed: bool) {
        self.any.offer(request);
        if failed {
            self.failed.offer(request);
        } else if self.slowest.len() < KEPT || latency_ns > self.slowest[0].0 {
            self.keep(request, latency_ns);
        }
    }

    #[cold]
    fn keep(&mut self, request: u32, latency_ns: u64) {
        if self.slowest.len() == KEPT {
            self.slowest.remove(0);
        }
        let place = self
            .slowest
            .partition_point(|&(other, _)| other < latency_ns);
        self.slowest.insert(place, (latency_ns, request));
    }

    /// Those picked, each with the reasons for it, by number.
    pub fn picked(&self) -> Vec<(u32, Vec<Reason>)> {
        let slowest = self.slowest.iter().map(|&(_, n)| (n, Reason::Slowest));
        let failed = self.failed.kept.iter().map(|&n| (n, Reason::Failed));
        let any = self.any.kept.iter().map(|&n| (n, Reason::Sampled));
        let mut all: Vec<(u32, Reason)> = slowest.chain(failed).chain(any).collect();
        all.sort_unstable();
        let mut out: Vec<(u32, Vec<Reason>)> = Vec::new();
        for (request, reason) in all {
            match out.last_mut() {
                Some((last, reasons)) if *last == request => reasons.push(reason),
                _ => out.push((request, vec![reason])),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_are_kept_and_no_others() {
        let mut samples = Samples::new(1);
        for i in 0..1000u32 {
            samples.offer(i, u64::from((i * 7919) % 1000), false);
        }
        let mut slowest: Vec<u64> = samples.slowest.iter().map(|&(ns, _)| ns).collect();
        slowest.sort_unstable();
        assert_eq!(slowest, (990..1000).collect::<Vec<u64>>());
    }

    #[test]
    fn a_reservoir_keeps_each_with_the_same_chance() {
        let mut hits = [0u32; 100];
        for seed in 0..4000 {
            let mut reservoir = Reservoir::new(seed, "x");
            (0..100).for_each(|i| reservoir.offer(i));
            for &kept in &reservoir.kept {
                hits[kept as usize] += 1;
            }
        }
        // 400 each on average; five standard deviations of a binomial.
        for (i, &n) in hits.iter().enumerate() {
            assert!(n.abs_diff(400) < 95, "{i}: {n}");
        }
    }
}
