//! Links at run time: the network, the caller's connections, and the list of timeouts.

use std::collections::VecDeque;

use super::breaker::{Breaker, Permit};
use super::call::{Calls, Cause, NONE, flags};
use super::fault::{LinkFault, share_of};
use super::policy::Policy;
use super::queue::{EventQueue, What};
use crate::kinds::{Kind, Params};
use crate::measure::gauge::{Counter, Gauge};
use crate::rng::Stream;
use crate::scenario::{Node, Value};

/// Like that of a node, its size is a power of two.
#[repr(align(256))]
pub(crate) struct Link {
    pub to: u32,
    /// Nothing but a latency and a timeout: what most links are, and what the engine need not ask about again and again.
    pub plain: bool,
    pub policy: Policy,
    /// What faults make of it now.
    fault: LinkFault,
    /// Apart, as few links have one and each link is gone through often.
    pub breaker: Box<Breaker>,
    stream: Stream,
    /// Connections in use, and the calls that wait for one. A call that was given up meanwhile stays until its turn.
    pub in_use: Gauge,
    pub waiting: Gauge,
    held: VecDeque<u32>,
    /// Retry tokens: each call brings `budget`, each retry takes one (Finagle's `RetryBudget`).
    tokens: f64,
    oldest: u32,
    newest: u32,
    armed: bool,
    pub calls: Counter,
    pub retries: Counter,
    pub hedges: Counter,
    /// Calls that were not sent: the breaker was open, or no connection and no place to wait for one.
    pub stopped: Counter,
    /// Attempts that failed, whatever followed, since the start.
    pub failures: u64,
}

/// Longer than any run; several of them still fit the clock.
const LONGEST_NS: f64 = 3e18;

/// Whole nanoseconds, none below zero and none beyond the clock.
pub(super) fn bounded_ns(ns: f64) -> u64 {
    ns.min(LONGEST_NS) as u64
}

/// Retries a quiet client may make at once, and the most it may save up.
const BUDGET_START: f64 = 10.0;
const BUDGET_CAP: f64 = 100.0;

impl Link {
    pub fn new(to: u32, name: &str, seed: u64, values: &[Value]) -> Self {
        let policy = Policy::new(values);
        Self {
            to,
            plain: policy.is_plain(),
            policy,
            fault: LinkFault::default(),
            breaker: Box::default(),
            stream: Stream::new(seed, name, "link"),
            in_use: Gauge::default(),
            waiting: Gauge::default(),
            held: VecDeque::new(),
            tokens: BUDGET_START,
            oldest: NONE,
            newest: NONE,
            armed: false,
            calls: Counter::default(),
            retries: Counter::default(),
            hedges: Counter::default(),
            stopped: Counter::default(),
            failures: 0,
        }
    }

    pub fn begin_measuring(&mut self, now_ns: u64) {
        for counter in [
            &mut self.calls,
            &mut self.retries,
            &mut self.hedges,
            &mut self.stopped,
        ] {
            counter.begin();
        }
        self.in_use.begin(now_ns);
        self.waiting.begin(now_ns);
    }

    /// Attempts since the start, the first ones of calls and all that followed.
    pub fn attempts(&self) -> u64 {
        self.calls.total + self.retries.total + self.hedges.total
    }

    /// Takes new parameters; calls under way keep the timeout they began with.
    pub fn configure(&mut self, values: &[Value]) {
        let timeout_ns = self.policy.timeout_ns;
        self.policy = Policy::new(values);
        self.policy.timeout_ns = timeout_ns;
        self.suffer(self.fault);
    }

    /// Takes what faults make of it from now on.
    pub fn suffer(&mut self, fault: LinkFault) {
        self.fault = fault;
        // A pool that is no more may still have calls in it, which have to be seen off.
        let pooled = self.in_use.value > 0 || !self.held.is_empty();
        self.plain = self.policy.is_plain() && !fault.any && !pooled;
    }

    /// Whether calls are refused where they come in.
    pub fn refuses(&self) -> bool {
        self.fault.refuses
    }

    /// How long a message takes on a plain link.
    #[inline]
    pub fn latency_ns(&mut self) -> u64 {
        self.policy.latency_ns(&mut self.stream)
    }

    /// How long a message of so many bytes takes this time; `None` when it is lost.
    #[inline]
    pub fn travel(&mut self, bytes: f64, back: bool) -> Option<u64> {
        if self.policy.loss > 0.0 && self.stream.chance(self.policy.loss) {
            return None;
        }
        let mut ns = self.latency_ns();
        if self.policy.per_byte > 0.0 {
            ns += bounded_ns(bytes * self.policy.per_byte);
        }
        if self.fault.any {
            ns += self.fault.delay(bytes, back, &mut self.stream)?;
        }
        Some(ns)
    }

    /// Whether a call may set out now, by the breaker.
    #[inline]
    pub fn permit(&mut self, now_ns: u64) -> Permit {
        if self.policy.breaker.threshold == 0.0 {
            return Permit::Pass;
        }
        self.breaker.ask(&self.policy.breaker, now_ns)
    }

    /// An attempt that the breaker let through is over.
    #[inline]
    pub fn record(&mut self, now_ns: u64, failed: bool, probe: bool) {
        if self.policy.breaker.threshold > 0.0 {
            self.breaker
                .record(&self.policy.breaker, now_ns, failed, probe);
        }
    }

    /// The most calls at once; none is no bound.
    fn room(&self) -> Option<u32> {
        let connections = self.policy.connections;
        // A leak leaves one: a pool that is empty for ever is an outage, and there is a fault for that.
        let left = || share_of(connections, self.fault.connections).max(1);
        (connections > 0).then(left)
    }

    /// Takes a connection for a call: `Ok(true)` when it has one, `Ok(false)` when it waits for one.
    #[inline]
    pub fn connect(&mut self, id: u32, calls: &mut Calls, now_ns: u64) -> Result<bool, Cause> {
        let Some(room) = self.room() else {
            return Ok(true);
        };
        if self.in_use.value < room {
            self.in_use.add(now_ns, 1);
            calls[id].flags |= flags::CONNECTED;
            return Ok(true);
        }
        if self.waiting.value >= self.policy.connection_queue {
            self.stopped.bump();
            return Err(Cause::QueueFull);
        }
        self.waiting.add(now_ns, 1);
        self.held.push_back(id);
        Ok(false)
    }

    /// A call that waited for a connection waits no more.
    pub fn forget(&mut self, now_ns: u64) {
        self.waiting.sub(now_ns, 1);
    }

    /// Gives a call's connection back.
    #[inline]
    pub fn disconnect(&mut self, id: u32, calls: &mut Calls, now_ns: u64) {
        let call = &mut calls[id];
        if call.is(flags::CONNECTED) {
            call.flags &= !flags::CONNECTED;
            self.in_use.sub(now_ns, 1);
        }
    }

    /// The next call that has waited for a connection and now has one.
    #[inline]
    pub fn next_held(&mut self, calls: &mut Calls, now_ns: u64) -> Option<u32> {
        let room = self.room()?;
        while self.in_use.value < room {
            let id = self.held.pop_front()?;
            if calls[id].is(flags::CANCELLED) {
                calls.remove(id);
                continue;
            }
            self.waiting.sub(now_ns, 1);
            self.in_use.add(now_ns, 1);
            calls[id].flags |= flags::CONNECTED;
            return Some(id);
        }
        None
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
        if attempt >= self.policy.retries.saturating_add(self.fault.retries) {
            return None;
        }
        if self.policy.budget > 0.0 {
            if self.tokens < 1.0 {
                return None;
            }
            self.tokens -= 1.0;
        }
        self.retries.bump();
        if self.fault.retries > 0 {
            // A client that has gone wild does not wait.
            return Some(0);
        }
        Some(self.policy.wait(attempt, before_ns, &mut self.stream))
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
        let timeout_ns = now_ns + self.policy.timeout_ns;
        let newest = self.newest;
        let call = &mut calls[id];
        call.timeout_ns = timeout_ns;
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
            events.push(timeout_ns, What::Timeout(index));
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
        let timeout_ns = calls[self.oldest].timeout_ns;
        if timeout_ns <= now_ns {
            return Some(self.oldest);
        }
        events.push(timeout_ns, What::Timeout(index));
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
