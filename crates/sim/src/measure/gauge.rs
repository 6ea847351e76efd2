//! Counters, sums and levels, those that count remembering where the warm-up ended.

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

/// A sum of nanoseconds in 128 bits. Its upper half is touched when the lower one overflows and not each time: WebAssembly has no
/// addition with carry, and a `u128` costs four times as many instructions there.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    low: u64,
    high: u64,
}

impl Sum {
    #[inline]
    pub fn add(&mut self, ns: u64) {
        let (low, carried) = self.low.overflowing_add(ns);
        self.low = low;
        if carried {
            carry(&mut self.high, 1);
        }
    }

    pub fn total(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }
}

impl std::ops::AddAssign for Sum {
    fn add_assign(&mut self, other: Self) {
        self.add(other.low);
        self.high += other.high;
    }
}

/// To be expected so seldom that the code for it lies apart.
#[cold]
#[inline(never)]
fn carry(high: &mut u64, by: u64) {
    *high = high.wrapping_add(by);
}

/// A level and its integral over time, which is the level times now, less each step up times when it was, plus each
/// step down times when it was: a change costs an addition and no multiplication.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gauge {
    pub value: u32,
    pub peak: u32,
    /// Steps up times when they were, the lower half. Apart from those down, so that both only grow and seldom overflow (see [`Sum`]).
    ups: u64,
    /// Steps down times when they were, the lower half.
    downs: u64,
    /// The upper half of the steps up less that of the steps down, modulo 2^64.
    high: u64,
    base: u128,
}

fn wide(n: u32, ns: u64) -> u128 {
    u128::from(n) * u128::from(ns)
}

/// Adds steps times nanoseconds to a sum of which `low` is the lower half: what its upper half grows by.
#[inline]
fn add_times(low: &mut u64, n: u32, ns: u64) -> u64 {
    // Most steps are one; others are multiplied by a function of its own in WebAssembly, which would be several times a request.
    let (sum, over) = if n == 1 {
        let (sum, carried) = low.overflowing_add(ns);
        (sum, u64::from(carried))
    } else {
        add_wide(*low, n, ns)
    };
    *low = sum;
    over
}

#[inline(never)]
fn add_wide(low: u64, n: u32, ns: u64) -> (u64, u64) {
    let sum = u128::from(low) + wide(n, ns);
    (sum as u64, (sum >> 64) as u64)
}

impl Gauge {
    #[inline]
    pub fn add(&mut self, now_ns: u64, n: u32) {
        let over = add_times(&mut self.ups, n, now_ns);
        if over > 0 {
            carry(&mut self.high, over);
        }
        self.value += n;
        self.peak = self.peak.max(self.value);
    }

    #[inline]
    pub fn sub(&mut self, now_ns: u64, n: u32) {
        let over = add_times(&mut self.downs, n, now_ns);
        if over > 0 {
            carry(&mut self.high, over.wrapping_neg());
        }
        self.value -= n;
    }

    #[inline(never)]
    pub fn set(&mut self, now_ns: u64, value: u32) {
        self.sub(now_ns, self.value);
        self.add(now_ns, value);
    }

    /// Level times nanoseconds since the start of the run.
    pub fn integral(&self, now_ns: u64) -> u128 {
        let steps = u128::from(self.high) << 64;
        let steps = steps.wrapping_add(u128::from(self.ups));
        let steps = steps.wrapping_sub(u128::from(self.downs));
        wide(self.value, now_ns).wrapping_sub(steps)
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
        fn a_sum_is_what_128_bits_would_hold(some: Vec<u64>, others: Vec<u64>) {
            let sum = |parts: &[u64]| {
                let mut sum = Sum::default();
                for &ns in parts {
                    sum.add(ns);
                }
                sum
            };
            let mut both = sum(&some);
            both += sum(&others);
            let whole: u128 = some.iter().chain(&others).copied().map(u128::from).sum();
            proptest::prop_assert_eq!(both.total(), whole);
        }

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
