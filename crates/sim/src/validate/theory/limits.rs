//! What rate limiters let through.

use super::numeric::poisson_tail;
use super::{Md1k, erlang_b};

/// A token bucket: holds `burst` tokens, gains `rate` a second, and a request takes one or is refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenBucket {
    /// Tokens a second.
    pub rate: f64,
    /// Tokens a full bucket holds; at least 1.
    pub burst: u32,
}

impl TokenBucket {
    /// The most requests that pass in any stretch of `seconds`: a full bucket and what flows in. RFC 2697 (1999) and
    /// ITU-T I.371 (the generic cell rate algorithm) police traffic by it.
    pub fn most_passed(self, seconds: f64) -> u64 {
        (f64::from(self.burst) + self.rate * seconds) as u64
    }

    /// Requests a second that pass in the long run when they come evenly, or when the burst is large.
    pub fn long_run(self, offered: f64) -> f64 {
        self.rate.min(offered)
    }

    /// How long a full bucket lets everything through when `offered` requests a second come evenly, seconds; infinite when
    /// the rate suffices.
    pub fn burst_lasts(self, offered: f64) -> f64 {
        if offered <= self.rate {
            f64::INFINITY
        } else {
            f64::from(self.burst) / (offered - self.rate)
        }
    }

    /// Share of Poisson arrivals refused. Tokens that are missing are work that a server of `rate` a second has still to do, and
    /// a whole token is there exactly when fewer than `burst` requests are in that system: M/D/1/K with K = burst.
    pub fn refused(self, arrival_rate: f64) -> f64 {
        Md1k {
            arrival_rate,
            service: 1.0 / self.rate,
            room: self.burst,
        }
        .blocking()
    }
}

/// A leaky bucket: what is let in leaves one by one, `1 / rate` apart; `capacity` fit in, the one about to leave included.
/// Turner, "New directions in communications", IEEE Communications 24, 1986. With Poisson arrivals an M/D/1/K queue; it refuses
/// as many as a token bucket with that burst, and delays those it takes.
pub fn leaky_bucket(arrival_rate: f64, rate: f64, capacity: u32) -> Md1k {
    Md1k {
        arrival_rate,
        service: 1.0 / rate,
        room: capacity,
    }
}

/// A counter that starts anew every `window` seconds and refuses whatever is above `limit`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedWindow {
    pub limit: u32,
    /// Seconds.
    pub window: f64,
}

impl FixedWindow {
    /// The most requests that pass within any `seconds` (more than 0): `limit` for each window that such a stretch can touch.
    /// Within one window's length that is twice the limit, at the boundary of two.
    pub fn most_passed(self, seconds: f64) -> u64 {
        let touched = libm::ceil(seconds / self.window) + 1.0;
        touched as u64 * u64::from(self.limit)
    }

    /// Share of Poisson arrivals refused: 1 - E\[min(N, limit)\] / E\[N\], N the arrivals of one window.
    pub fn refused(self, arrival_rate: f64) -> f64 {
        let mean = arrival_rate * self.window;
        // E[min(N, L)] = P(N >= 1) + ... + P(N >= L).
        let passed: f64 = (1..=self.limit).map(|n| poisson_tail(mean, n)).sum();
        1.0 - passed / mean
    }
}

/// Share of Poisson arrivals that a sliding log refuses, which lets `limit` through in any `window` seconds: who passed is
/// counted for exactly `window`, so it is a loss system of `limit` servers with that service time, and Erlang's B.
pub fn sliding_log_refused(arrival_rate: f64, limit: u32, window: f64) -> f64 {
    erlang_b(limit, arrival_rate * window)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    /// Share of 300,000 Poisson arrivals that `pass` refuses.
    fn play(arrival_rate: f64, mut pass: impl FnMut(f64) -> bool) -> f64 {
        const COUNT: u32 = 300_000;
        let mut random = stream("limits");
        let mut now = 0.0;
        let refused = (0..COUNT).filter(|_| {
            now += random.exponential() / arrival_rate;
            !pass(now)
        });
        refused.count() as f64 / f64::from(COUNT)
    }

    #[test]
    fn a_token_bucket_refuses_as_many_as_when_played_through() {
        for (offered, burst) in [(0.7, 3), (1.0, 10), (1.5, 5)] {
            let (mut tokens, mut at) = (f64::from(burst), 0.0);
            let played = play(offered, |now| {
                tokens = (tokens + now - at).min(f64::from(burst));
                at = now;
                let pass = tokens >= 1.0;
                tokens -= f64::from(u8::from(pass));
                pass
            });
            let bucket = TokenBucket { rate: 1.0, burst };
            assert_close(bucket.refused(offered), played, 0.04);
            let leaky = leaky_bucket(offered, 1.0, burst);
            assert_eq!(leaky.blocking(), bucket.refused(offered));
        }
    }

    #[test]
    fn a_full_bucket_gives_its_burst_and_then_its_rate() {
        let bucket = TokenBucket {
            rate: 100.0,
            burst: 20,
        };
        assert_eq!(bucket.most_passed(0.0), 20);
        assert_eq!(bucket.most_passed(1.5), 170);
        assert_eq!(bucket.long_run(1000.0), 100.0);
        assert_eq!(bucket.long_run(30.0), 30.0);
        assert_close(bucket.burst_lasts(140.0), 0.5, 1e-12);
        assert!(bucket.burst_lasts(100.0).is_infinite());
        // Far too much offered: what passes is the rate.
        assert_close((1.0 - bucket.refused(5000.0)) * 5000.0, 100.0, 1e-6);
    }

    #[test]
    fn around_a_boundary_a_fixed_window_lets_twice_its_limit_through() {
        let limiter = FixedWindow {
            limit: 10,
            window: 1.0,
        };
        // A hundred a second from 0.5 s before the boundary to 0.5 s after it.
        let mut counts = [0u32; 2];
        for i in 0..100 {
            let count = &mut counts[usize::from(i >= 50)];
            *count += u32::from(*count < limiter.limit);
        }
        assert_eq!(u64::from(counts[0] + counts[1]), limiter.most_passed(1.0));
        assert_eq!(limiter.most_passed(2.5), 40);
    }

    #[test]
    fn windows_fixed_and_sliding_refuse_as_many_as_when_played_through() {
        for (offered, limit) in [(8.0, 10), (12.0, 10), (3.0, 2)] {
            let (mut window, mut count) = (0.0, 0);
            let played = play(offered, |now: f64| {
                if now.floor() > window {
                    (window, count) = (now.floor(), 0);
                }
                count += 1;
                count <= limit
            });
            let limiter = FixedWindow { limit, window: 1.0 };
            assert_close(limiter.refused(offered), played, 0.04);

            let mut passed = VecDeque::new();
            let played = play(offered, |now| {
                while passed.front().is_some_and(|&at| at <= now - 1.0) {
                    passed.pop_front();
                }
                let pass = passed.len() < limit as usize;
                if pass {
                    passed.push_back(now);
                }
                pass
            });
            assert_close(sliding_log_refused(offered, limit, 1.0), played, 0.04);
        }
    }
}
