//! The algorithms of a rate limiter: what each remembers of one tenant or key, and what it lets through.

use std::collections::VecDeque;

use crate::kinds::token::TokenBucket;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    TokenBucket,
    LeakyBucket,
    FixedWindow,
    SlidingLog,
    SlidingCounter,
    Aimd,
    Gradient,
}

impl Algorithm {
    pub fn new(choice: u32) -> Self {
        match choice {
            0 => Self::TokenBucket,
            1 => Self::LeakyBucket,
            2 => Self::FixedWindow,
            3 => Self::SlidingLog,
            4 => Self::SlidingCounter,
            5 => Self::Aimd,
            _ => Self::Gradient,
        }
    }

    /// Whether it bounds requests at once and not requests in a time.
    pub fn is_adaptive(self) -> bool {
        matches!(self, Self::Aimd | Self::Gradient)
    }
}

/// So many requests in so long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    pub requests: f64,
    pub window_ns: u64,
    pub burst: f64,
}

impl Limit {
    fn per_second(&self) -> f64 {
        self.requests * 1e9 / self.window_ns as f64
    }
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Passes,
    /// Its turn comes after so long.
    Waits(u64),
    Refused,
}

/// What is remembered of one tenant or key.
pub(super) enum Meter {
    Tokens(TokenBucket),
    /// When the next drop falls.
    Leak(u64),
    /// Requests of a window that has a number, and of the one before.
    Windows {
        window: u64,
        count: f64,
        before: f64,
    },
    /// When each of the last requests came.
    Log(VecDeque<u64>),
}

impl Meter {
    pub fn new(algorithm: Algorithm, limit: &Limit, now_ns: u64) -> Self {
        match algorithm {
            Algorithm::LeakyBucket => Self::Leak(0),
            Algorithm::FixedWindow | Algorithm::SlidingCounter => Self::Windows {
                window: 0,
                count: 0.0,
                before: 0.0,
            },
            Algorithm::SlidingLog => Self::Log(VecDeque::new()),
            _ => {
                let mut bucket = TokenBucket::new(limit.per_second(), limit.burst);
                bucket.tune(now_ns, limit.per_second(), limit.burst);
                Self::Tokens(bucket)
            }
        }
    }

    /// The limit is another from now on.
    pub fn tune(&mut self, limit: &Limit, now_ns: u64) {
        if let Self::Tokens(bucket) = self {
            bucket.tune(now_ns, limit.per_second(), limit.burst);
        }
    }

    pub fn ask(&mut self, algorithm: Algorithm, limit: &Limit, now_ns: u64) -> Verdict {
        let passes = match self {
            Self::Tokens(bucket) => bucket.take(now_ns, 1.0),
            Self::Leak(next_ns) => {
                // One request a drop; as many may wait as the bucket holds.
                let drop_ns = limit.window_ns as f64 / limit.requests.max(1e-9);
                let turn_ns = (*next_ns).max(now_ns);
                let wait_ns = turn_ns - now_ns;
                if limit.requests <= 0.0 || wait_ns as f64 > drop_ns * limit.burst {
                    return Verdict::Refused;
                }
                *next_ns = turn_ns.saturating_add(drop_ns as u64);
                return match wait_ns {
                    0 => Verdict::Passes,
                    ns => Verdict::Waits(ns),
                };
            }
            Self::Windows {
                window,
                count,
                before,
            } => {
                let (current, into) = (now_ns / limit.window_ns, now_ns % limit.window_ns);
                if current != *window {
                    *before = if current == *window + 1 { *count } else { 0.0 };
                    (*window, *count) = (current, 0.0);
                }
                let carried = if algorithm == Algorithm::SlidingCounter {
                    *before * (1.0 - into as f64 / limit.window_ns as f64)
                } else {
                    0.0
                };
                let passes = *count + carried + 1.0 <= limit.requests;
                *count += if passes { 1.0 } else { 0.0 };
                passes
            }
            Self::Log(log) => {
                while log
                    .front()
                    .is_some_and(|&at| at + limit.window_ns <= now_ns)
                {
                    log.pop_front();
                }
                let passes = log.len() as f64 + 1.0 <= limit.requests;
                if passes {
                    log.push_back(now_ns);
                }
                passes
            }
        };
        if passes {
            Verdict::Passes
        } else {
            Verdict::Refused
        }
    }
}

/// A bound on requests at once that follows what comes of them, as Netflix's `concurrency-limits` does it
/// (`AIMDLimit` and `Gradient2Limit`, github.com/Netflix/concurrency-limits).
pub(super) struct Adaptive {
    pub limit: f64,
    /// The mean latency of long, and how many went into it.
    long_ns: f64,
    seen: u32,
}

/// What an [`Adaptive`] goes by.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    pub least: f64,
    pub most: f64,
    /// Of AIMD: a slower answer counts as a failure, and what the limit is times then.
    pub timeout_ns: u64,
    pub backoff: f64,
    /// Of the gradient: what a latency may be times the long mean, and how many may queue.
    pub tolerance: f64,
    pub queue: f64,
}

/// Weight of a new limit against the old (`smoothing`), and requests in the long mean (`longWindow`), of which the first
/// few are a plain mean.
const SMOOTHING: f64 = 0.2;
const LONG: f64 = 600.0;
const WARM_UP: u32 = 10;

impl Adaptive {
    pub fn new(initial: f64) -> Self {
        Self {
            limit: initial,
            long_ns: 0.0,
            seen: 0,
        }
    }

    /// An answer came after `took_ns`, when `at_once` were under way.
    pub fn learn(
        &mut self,
        algorithm: Algorithm,
        b: &Bounds,
        took_ns: u64,
        at_once: u32,
        ok: bool,
    ) {
        let at_once = f64::from(at_once);
        if algorithm == Algorithm::Aimd {
            if !ok || took_ns > b.timeout_ns {
                self.limit = (self.limit - 1.0).min(libm::floor(self.limit * b.backoff));
            } else if at_once * 2.0 >= self.limit {
                self.limit += 1.0;
            }
        } else {
            // How long a failure takes says nothing of the queue.
            if !ok {
                return;
            }
            let short = (took_ns as f64).max(1.0);
            self.seen = self.seen.saturating_add(1);
            if self.seen <= WARM_UP {
                self.long_ns += (short - self.long_ns) / f64::from(self.seen);
            } else {
                self.long_ns += (short - self.long_ns) * 2.0 / (LONG + 1.0);
            }
            if self.long_ns > 2.0 * short {
                // Latency is back to what it was: the long mean shall not take as long to follow.
                self.long_ns *= 0.95;
            }
            if at_once < self.limit / 2.0 {
                return;
            }
            let gradient = (b.tolerance * self.long_ns / short).clamp(0.5, 1.0);
            let new = self.limit * gradient + b.queue;
            self.limit = self.limit * (1.0 - SMOOTHING) + new * SMOOTHING;
        }
        self.limit = self.limit.clamp(b.least, b.most.max(b.least));
    }
}
