//! What a scenario says of a link: the network, and how the caller treats its calls.

use super::breaker::Rule;
use crate::distribution::Sampler;
use crate::kinds::{Params, link_params};
use crate::rng::Stream;
use crate::scenario::Value;

/// How long to wait before an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backoff {
    Constant,
    Exponential,
}

/// How a wait is spread. Formulas: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Jitter {
    None,
    Full,
    Equal,
    Decorrelated,
}

pub(crate) struct Policy {
    latency: Sampler,
    /// Of a latency that is always the same: nanoseconds.
    constant_ns: Option<u64>,
    pub loss: f64,
    /// Nanoseconds a byte.
    pub per_byte: f64,
    pub timeout_ns: u64,
    pub retries: u8,
    backoff: Backoff,
    backoff_ns: u64,
    backoff_cap_ns: u64,
    jitter: Jitter,
    pub budget: f64,
    pub cancel: bool,
    /// Of the calls that a route sends this way, the share that goes.
    pub share: f64,
    /// Whether the callee is told how long its answer is of use.
    pub propagate: bool,
    /// How long before a second attempt starts beside the first; 0: none does.
    pub hedge_ns: u64,
    /// The most calls at once, and how many may wait for a place; 0: no bound.
    pub connections: u32,
    pub connection_queue: u32,
    /// Its threshold is 0 where there is none.
    pub breaker: Rule,
}

impl Policy {
    /// How long a message takes this time.
    #[inline]
    pub fn latency_ns(&self, stream: &mut Stream) -> u64 {
        match self.constant_ns {
            Some(ns) => ns,
            None => self.latency.draw_ns(stream),
        }
    }

    /// Whether it says nothing but how long a message takes and how long its caller waits.
    pub fn is_plain(&self) -> bool {
        self.loss == 0.0
            && self.per_byte == 0.0
            && self.hedge_ns == 0
            && self.connections == 0
            && self.breaker.threshold == 0.0
    }

    pub fn new(values: &[Value]) -> Self {
        let p = Params {
            specs: link_params(),
            values,
        };
        let bandwidth = p.number("bandwidth");
        let latency = p.time("latency");
        Self {
            constant_ns: match latency {
                Sampler::Constant(ns) => Some(ns as u64),
                _ => None,
            },
            latency,
            loss: p.number("loss"),
            per_byte: if bandwidth > 0.0 {
                1e9 / bandwidth
            } else {
                0.0
            },
            timeout_ns: p.ns("timeout"),
            retries: p.count("retries") as u8,
            backoff: if p.choice("backoff") == 0 {
                Backoff::Exponential
            } else {
                Backoff::Constant
            },
            backoff_ns: p.ns("backoff_base"),
            backoff_cap_ns: p.ns("backoff_cap"),
            jitter: match p.choice("jitter") {
                0 => Jitter::Full,
                1 => Jitter::None,
                2 => Jitter::Equal,
                _ => Jitter::Decorrelated,
            },
            budget: p.number("retry_budget"),
            cancel: p.flag("cancel"),
            share: p.number("share"),
            propagate: p.flag("deadline_propagation"),
            hedge_ns: p.ns("hedge_after"),
            connections: p.count("connections"),
            connection_queue: p.count("connection_queue"),
            breaker: Rule {
                threshold: p.number("breaker_threshold"),
                window: p.count("breaker_window"),
                open_ns: p.ns("breaker_open"),
                probes: p.count("breaker_probes"),
            },
        }
    }

    /// How long to wait before attempt `attempt` + 1, after a wait of `before_ns` for the one before.
    pub fn wait(&self, attempt: u8, before_ns: u64, stream: &mut Stream) -> u64 {
        let cap = self.backoff_cap_ns.max(self.backoff_ns) as f64;
        let base = self.backoff_ns as f64;
        let before_ns = before_ns.max(self.backoff_ns);
        let growth = match self.backoff {
            Backoff::Constant => 1.0,
            Backoff::Exponential => libm::exp2(f64::from(attempt)),
        };
        let wait = (base * growth).min(cap);
        let wait = match self.jitter {
            Jitter::None => wait,
            Jitter::Full => wait * stream.unit(),
            Jitter::Equal => wait * (0.5 + 0.5 * stream.unit()),
            // Between the base and three times the wait before.
            Jitter::Decorrelated => {
                (base + (3.0 * before_ns as f64 - base).max(0.0) * stream.unit()).min(cap)
            }
        };
        wait as u64
    }
}
