//! Links at run time: network, the caller's policy, and the list of timeouts.

use super::call::{Calls, NONE, flags};
use super::queue::{EventQueue, What};
use crate::distribution::Sampler;
use crate::kinds::{Kind, Params, link_params};
use crate::measure::gauge::Counter;
use crate::rng::Stream;
use crate::scenario::{Node, Value};

/// How long to wait before an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backoff {
    Constant,
    Exponential,
}

/// How a wait is spread. Formulas: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Jitter {
    None,
    Full,
    Equal,
    Decorrelated,
}

/// What a scenario says of a link.
pub(crate) struct Policy {
    latency: Sampler,
    loss: f64,
    pub timeout_ns: u64,
    retries: u8,
    backoff: Backoff,
    backoff_ns: u64,
    backoff_cap_ns: u64,
    jitter: Jitter,
    budget: f64,
    pub cancel: bool,
    /// Of the calls that a route sends this way, the share that goes.
    pub share: f64,
}

pub(crate) struct Link {
    pub to: u32,
    pub policy: Policy,
    stream: Stream,
    /// Retry tokens: each call brings `budget`, each retry takes one (Finagle's `RetryBudget`).
    tokens: f64,
    oldest: u32,
    newest: u32,
    armed: bool,
    pub calls: Counter,
    pub retries: Counter,
}

/// Retries a quiet client may make at once, and the most it may save up.
const BUDGET_START: f64 = 10.0;
const BUDGET_CAP: f64 = 100.0;

impl Policy {
    pub fn new(values: &[Value]) -> Self {
        let p = Params {
            specs: link_params(),
            values,
        };
        Self {
            latency: p.time("latency"),
            loss: p.number("loss"),
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
        }
    }
}

impl Link {
    pub fn new(to: u32, name: &str, seed: u64, values: &[Value]) -> Self {
        Self {
            to,
            policy: Policy::new(values),
            stream: Stream::new(seed, name, "link"),
            tokens: BUDGET_START,
            oldest: NONE,
            newest: NONE,
            armed: false,
            calls: Counter::default(),
            retries: Counter::default(),
        }
    }

    /// Takes new parameters; calls under way keep the timeout they began with.
    pub fn configure(&mut self, values: &[Value]) {
        let timeout_ns = self.policy.timeout_ns;
        self.policy = Policy {
            timeout_ns,
            ..Policy::new(values)
        };
    }

    /// How long a message takes this time; `None` when it is lost.
    #[inline]
    pub fn travel(&mut self) -> Option<u64> {
        if self.policy.loss > 0.0 && self.stream.chance(self.policy.loss) {
            return None;
        }
        match &self.policy.latency {
            Sampler::Constant(ns) => Some(*ns as u64),
            other => Some(other.draw_ns(&mut self.stream)),
        }
    }

    /// Whether a step with this probability goes this way now.
    #[inline]
    pub fn taken(&mut self, probability: f64) -> bool {
        let p = probability * self.policy.share;
        p >= 1.0 || self.stream.chance(p)
    }

    /// A call begins: it earns its share of a retry.
    #[inline]
    pub fn begin(&mut self) {
        self.calls.bump();
        if self.policy.budget > 0.0 {
            self.tokens = (self.tokens + self.policy.budget).min(BUDGET_CAP);
        }
    }

    /// How long to wait before attempt `attempt` + 1, after a wait of `before_ns` for the one before;
    /// `None` when there shall be none.
    pub fn retry_after(&mut self, attempt: u8, before_ns: u64) -> Option<u64> {
        if attempt >= self.policy.retries {
            return None;
        }
        if self.policy.budget > 0.0 {
            if self.tokens < 1.0 {
                return None;
            }
            self.tokens -= 1.0;
        }
        self.retries.bump();
        let cap = self.policy.backoff_cap_ns.max(self.policy.backoff_ns) as f64;
        let base = self.policy.backoff_ns as f64;
        let before_ns = before_ns.max(self.policy.backoff_ns);
        let growth = match self.policy.backoff {
            Backoff::Constant => 1.0,
            Backoff::Exponential => libm::exp2(f64::from(attempt)),
        };
        let wait = (base * growth).min(cap);
        let wait = match self.policy.jitter {
            Jitter::None => wait,
            Jitter::Full => wait * self.stream.unit(),
            Jitter::Equal => wait * (0.5 + 0.5 * self.stream.unit()),
            // Between the base and three times the wait before.
            Jitter::Decorrelated => {
                (base + (3.0 * before_ns as f64 - base).max(0.0) * self.stream.unit()).min(cap)
            }
        };
        Some(wait as u64)
    }

    /// Starts the timeout of a call. All of a link last equally long, so a list in order of birth is one in order of
    /// deadline: no event per call, no dead events in the heap, memory only for calls in flight.
    #[inline]
    pub fn arm(
        &mut self,
        index: u32,
        id: u32,
        calls: &mut Calls,
        events: &mut EventQueue,
        now_ns: u64,
    ) {
        if self.policy.timeout_ns == 0 {
            return;
        }
        let deadline_ns = now_ns + self.policy.timeout_ns;
        let newest = self.newest;
        let call = &mut calls[id];
        call.deadline_ns = deadline_ns;
        call.flags |= flags::LISTED;
        call.earlier = newest;
        call.later = NONE;
        if newest == NONE {
            self.oldest = id;
        } else {
            calls[newest].later = id;
        }
        self.newest = id;
        if !self.armed {
            self.armed = true;
            events.push(deadline_ns, What::Timeout(index));
        }
    }

    /// Takes a call off the list.
    #[inline]
    pub fn disarm(&mut self, id: u32, calls: &mut Calls) {
        let call = &mut calls[id];
        if !call.is(flags::LISTED) {
            return;
        }
        call.flags &= !flags::LISTED;
        let (earlier, later) = (call.earlier, call.later);
        if earlier == NONE {
            self.oldest = later;
        } else {
            calls[earlier].later = later;
        }
        if later == NONE {
            self.newest = earlier;
        } else {
            calls[later].earlier = earlier;
        }
    }

    /// The timer has come: the call that is due now, if any; else the timer is set for the oldest. It counts as
    /// set in between, so that calls which begin meanwhile do not set a second one.
    pub fn due(
        &mut self,
        index: u32,
        calls: &Calls,
        events: &mut EventQueue,
        now_ns: u64,
    ) -> Option<u32> {
        self.armed = self.oldest != NONE;
        if !self.armed {
            return None;
        }
        let deadline_ns = calls[self.oldest].deadline_ns;
        if deadline_ns <= now_ns {
            return Some(self.oldest);
        }
        events.push(deadline_ns, What::Timeout(index));
        None
    }

    /// A gateway waits no longer than its integration timeout, whatever the link says.
    pub fn bound_timeout(&mut self, caller: &Node) {
        if caller.kind == Kind::ApiGateway {
            let params = Params {
                specs: &caller.kind.spec().params,
                values: &caller.params,
            };
            let bound = params.ns("integration_timeout");
            let own = self.policy.timeout_ns;
            self.policy.timeout_ns = if own == 0 { bound } else { own.min(bound) };
        }
    }
}
