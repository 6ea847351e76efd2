//! A token bucket, refilled as time passes and not by events.

/// Holds up to `burst` tokens and gains `rate` a second.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TokenBucket {
    tokens: f64,
    rate_per_ns: f64,
    burst: f64,
    at_ns: u64,
}

impl TokenBucket {
    /// Full at the start.
    pub fn new(rate_per_second: f64, burst: f64) -> Self {
        Self {
            tokens: burst,
            rate_per_ns: rate_per_second / 1e9,
            burst,
            at_ns: 0,
        }
    }

    /// Takes `n` tokens if they are there.
    #[inline]
    pub fn take(&mut self, now_ns: u64, n: f64) -> bool {
        self.tokens =
            (self.tokens + (now_ns - self.at_ns) as f64 * self.rate_per_ns).min(self.burst);
        self.at_ns = now_ns;
        let there = self.tokens >= n;
        if there {
            self.tokens -= n;
        }
        there
    }

    /// New limits; the tokens there are stay.
    pub fn tune(&mut self, now_ns: u64, rate_per_second: f64, burst: f64) {
        self.take(now_ns, 0.0);
        self.rate_per_ns = rate_per_second / 1e9;
        self.burst = burst;
        self.tokens = self.tokens.min(burst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_time_no_more_passes_than_rate_and_burst_allow() {
        let mut bucket = TokenBucket::new(100.0, 20.0);
        // 1,000 a second ask for 10 s.
        let passed = (0..10_000u64)
            .filter(|i| bucket.take(i * 1_000_000, 1.0))
            .count();
        assert!((1019..=1020).contains(&passed), "{passed}");
    }
}
