//! Counters and levels, each remembering where the warm-up ended.

/// Something that only grows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter {
    pub total: u64,
    base: u64,
}

impl Counter {
    #[inline]
    pub fn add(&mut self, n: u64) {
        self.total += n;
    }

    #[inline]
    pub fn bump(&mut self) {
        self.total += 1;
    }

    /// What was counted after the warm-up.
    pub fn measured(&self) -> u64 {
        self.total - self.base
    }

    pub fn begin(&mut self) {
        self.base = self.total;
    }
}

/// A level and its integral over time, which is the level times now, less each step up times when it was, plus each
/// step down times when it was: a change costs an addition and no multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gauge {
    pub value: u32,
    pub peak: u32,
    /// Steps up times when they were, less steps down: modulo 2^128, as it is a difference.
    steps: u128,
    base: u128,
}

/// Steps times nanoseconds. Most steps are one; others are multiplied by a function of its own in WebAssembly, which
/// would be several times a request.
#[inline]
fn times(n: u32, ns: u64) -> u128 {
    if n == 1 { u128::from(ns) } else { wide(n, ns) }
}

#[inline(never)]
fn wide(n: u32, ns: u64) -> u128 {
    u128::from(n) * u128::from(ns)
}

impl Gauge {
    #[inline]
    pub fn add(&mut self, now_ns: u64, n: u32) {
        self.steps = self.steps.wrapping_add(times(n, now_ns));
        self.value += n;
        self.peak = self.peak.max(self.value);
    }

    #[inline]
    pub fn sub(&mut self, now_ns: u64, n: u32) {
        self.steps = self.steps.wrapping_sub(times(n, now_ns));
        self.value -= n;
    }

    #[inline(never)]
    pub fn set(&mut self, now_ns: u64, value: u32) {
        self.sub(now_ns, self.value);
        self.add(now_ns, value);
    }

    /// Level times nanoseconds since the start of the run.
    pub fn integral(&self, now_ns: u64) -> u128 {
        wide(self.value, now_ns).wrapping_sub(self.steps)
    }

    /// Level times nanoseconds since the warm-up.
    pub fn measured(&self, now_ns: u64) -> u128 {
        self.integral(now_ns) - self.base
    }

    /// Time average since the warm-up, which lasted `span_ns` until now.
    pub fn average(&self, now_ns: u64, span_ns: u64) -> f64 {
        if span_ns == 0 {
            0.0
        } else {
            self.measured(now_ns) as f64 / span_ns as f64
        }
    }

    pub fn begin(&mut self, now_ns: u64) {
        self.base = self.integral(now_ns);
        self.peak = self.value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_integral_is_the_sum_of_each_level_times_how_long_it_lasted(
            steps in proptest::collection::vec((0u64..1 << 40, 0u32..1 << 20, 0u8..3), 1..50),
        ) {
            let (mut gauge, mut now, mut sum, mut peak) = (Gauge::default(), 0, 0u128, 0);
            for (lasts, n, how) in steps {
                match how {
                    0 => gauge.add(now, n),
                    1 => gauge.sub(now, n.min(gauge.value)),
                    _ => gauge.set(now, n),
                }
                peak = peak.max(gauge.value);
                now += lasts;
                sum += u128::from(gauge.value) * u128::from(lasts);
                proptest::prop_assert_eq!(gauge.integral(now), sum);
                proptest::prop_assert_eq!(gauge.peak, peak);
            }
        }
    }
}
