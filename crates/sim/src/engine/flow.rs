//! How calls go out: sent, delivered, worked on.
//!
//! The account of a request's time is kept along its critical path. A call books its own phases; when it succeeds, it and its chain
//! of children are hung to its caller's chain. Of calls side by side only the last to answer is. What failed
//! attempts took is one stretch of waiting. So the parts of a request sum to its latency, to the nanosecond.

use super::breaker::Permit;
use super::route::Leg;
use super::{Cause, Engine, NONE, Part, State, flags};
use crate::engine::queue::What;
use crate::kinds::{Admit, Body, Worked};
use crate::scenario::When;

impl Engine {
    /// A client's request is due.
    #[inline]
    pub(super) fn arrival(&mut self, index: u32) {
        let now = self.core.now_ns;
        let node = &mut self.nodes[index as usize];
        let Body::Client(client) = &mut node.body else {
            return;
        };
        let (class, key) = client.fire(&mut node.me, &mut self.core);
        node.me.inside.add(now, 1);
        node.me.arrived.bump();
        self.tally.offered(now, class);
        let (id, request) = self.core.calls.begin(index, class, now);
        request.flags = flags::ORPHAN;
        request.state = State::Waiting;
        request.key = key;
        request.deadline_ns = self.tally.deadline_of(now);
        // Fewer than there are numbers: a scenario with more is refused.
        let number = self.tally.offered_ever as u32;
        request.slot = number;
        if let Some(tracer) = self.tracer.as_mut().filter(|t| t.wants(number)) {
            request.flags |= flags::TRACED;
            tracer.request(id, request, number);
        }
        self.next_steps(id);
    }

    /// Takes the next steps of a call's route, or answers when there are none left.
    #[inline(always)]
    pub(super) fn next_steps(&mut self, id: u32) {
        let call = &self.core.calls[id];
        if self.routes.end(call.node, call.class, call.step) {
            self.answer(id, None);
        } else {
            self.take_steps(id);
        }
    }

    #[inline(never)]
    fn take_steps(&mut self, id: u32) {
        loop {
            let call = &self.core.calls[id];
            let (node, class, step) = (call.node, call.class, call.step);
            let Some(first) = self.leg(id, node, class, step) else {
                return;
            };
            let call = &mut self.core.calls[id];
            // Held while the group is being sent: an answer that comes at once must not run ahead of it.
            call.pending = 1;
            call.child = NONE;
            call.state = State::Waiting;
            let missed = call.is(flags::MISS);
            let parallel = first.with_next;
            let mut leg = first;
            let mut step = step;
            let mut waits = false;
            loop {
                step += 1;
                let fits = match leg.when {
                    When::Always => true,
                    When::Hit => !missed,
                    When::Miss => missed,
                };
                if fits && self.links[leg.link as usize].taken(leg.probability) {
                    if !waits && !leg.detached {
                        waits = true;
                        self.begin_waiting(id);
                    }
                    self.send(id, leg, parallel);
                }
                if !leg.with_next {
                    break;
                }
                let Some(next) = self.routes.leg(node, class, step) else {
                    break;
                };
                leg = next;
            }
            let call = &mut self.core.calls[id];
            call.step = step;
            call.pending -= 1;
            if call.pending > 0 {
                return;
            }
            if call.is(flags::FAILED) {
                let cause = call.cause;
                self.answer(id, Some(cause));
                return;
            }
        }
    }

    /// The next step of a call; without one it is answered.
    #[inline]
    fn leg(&mut self, id: u32, node: u32, class: u16, step: u16) -> Option<Leg> {
        let at = &mut self.nodes[node as usize];
        if !at.body.picks() {
            let leg = self.routes.leg(node, class, step);
            if leg.is_none() {
                self.answer(id, None);
            }
            return leg;
        }
        if step > 0 {
            self.answer(id, None);
            return None;
        }
        let Some(pick) = at.body.pick(&mut at.me, &mut self.core, id) else {
            self.answer(id, Some(Cause::NodeDown));
            return None;
        };
        let mut leg = self.routes.plain(pick.link, class);
        if pick.filtered {
            leg.probability = 1.0;
        }
        leg.instance = pick.instance;
        Some(leg)
    }

    #[inline]
    fn begin_waiting(&mut self, id: u32) {
        let node = &mut self.nodes[self.core.calls[id].node as usize];
        node.body.waits(&mut node.me, &mut self.core, id);
    }

    /// Begins a call along a link on behalf of `parent`.
    #[inline]
    fn send(&mut self, parent: u32, leg: Leg, parallel: bool) {
        let now = self.core.now_ns;
        let link = &mut self.links[leg.link as usize];
        link.begin();
        let class = self.core.calls[parent].class;
        let (id, _) = self.core.calls.begin(link.to, class, now);
        let caller = &mut self.core.calls[parent];
        let (key, deadline_ns) = (caller.key, caller.deadline_ns);
        let traced = caller.is(flags::TRACED);
        let mut flags = caller.flags & flags::TRACED | if leg.write { flags::WRITE } else { 0 };
        if leg.detached {
            flags |= flags::ORPHAN;
        } else {
            flags |= if leg.optional { flags::OPTIONAL } else { 0 }
                | if parallel { flags::PARALLEL } else { 0 };
            caller.pending += 1;
            caller.child = id;
        }
        let call = &mut self.core.calls[id];
        call.link = leg.link;
        call.key = key;
        call.instance = leg.instance;
        call.flags = flags;
        if link.policy.propagate {
            let timeout = link.policy.timeout_ns;
            let own = if timeout > 0 { now + timeout } else { u64::MAX };
            call.deadline_ns = deadline_ns.min(own);
        }
        if !leg.detached {
            call.parent = parent;
        }
        if let (true, Some(tracer)) = (traced, &mut self.tracer) {
            tracer.call(id, parent);
        }
        self.attempt(id, leg.detached);
    }

    /// One attempt of a call sets out, if its link lets it. One that nobody waits for travels by an event even over no
    /// distance, so that a ring of such calls cannot hold the clock still.
    #[inline(always)]
    pub(super) fn attempt(&mut self, id: u32, by_event: bool) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        call.mark_ns = now;
        if let (true, Some(tracer)) = (call.is(flags::TRACED), &mut self.tracer) {
            tracer.attempt(id, call, now);
        }
        let index = call.link;
        let link = &mut self.links[index as usize];
        if link.plain {
            link.arm(index, id, &mut self.core.calls, &mut self.core.events, now);
            let ns = Some(link.latency_ns());
            self.travel(id, ns, by_event);
            return;
        }
        match link.permit(now) {
            Permit::Pass => {}
            Permit::Probe => self.core.calls[id].flags |= flags::PROBE,
            Permit::Refused => {
                link.stopped.bump();
                self.failed(id, Cause::BreakerOpen);
                return;
            }
        }
        if link.refuses() {
            self.attempt_failed(id, Cause::ConnectionRefused);
            return;
        }
        link.arm(index, id, &mut self.core.calls, &mut self.core.events, now);
        match link.connect(id, &mut self.core.calls, now) {
            Ok(true) => self.dispatch(id, by_event),
            Ok(false) => self.core.calls[id].state = State::Held,
            Err(cause) => {
                link.disarm(id, &mut self.core.calls);
                self.attempt_failed(id, cause);
            }
        }
    }

    /// An attempt has its connection and is on its way.
    fn dispatch(&mut self, id: u32, by_event: bool) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        let bytes = self.core.class_bytes[call.class as usize][0];
        let link = &mut self.links[call.link as usize];
        if link.policy.hedge_ns > 0 && call.twin == NONE && call.parent != NONE {
            call.flags |= flags::HEDGEABLE;
            call.hedge_ns = now + link.policy.hedge_ns;
            self.core.events.push(call.hedge_ns, What::Hedge(id));
        }
        let ns = link.travel(bytes, false);
        self.travel(id, ns, by_event);
    }

    /// A message takes so long to its callee, or is lost.
    #[inline(always)]
    fn travel(&mut self, id: u32, ns: Option<u64>, by_event: bool) {
        let call = &mut self.core.calls[id];
        match ns {
            None => {
                call.state = State::Lost;
                call.cause = Cause::LostInNetwork;
            }
            Some(0) if !by_event => self.deliver(id),
            Some(ns) => {
                call.state = State::Sent;
                self.core
                    .events
                    .push(self.core.now_ns + ns, What::Deliver(id));
            }
        }
    }

    /// Gives connections that have become free to the calls that wait for them.
    #[inline]
    pub(super) fn connect_held(&mut self, index: u32) {
        let now = self.core.now_ns;
        while let Some(id) = self.links[index as usize].next_held(&mut self.core.calls, now) {
            self.core.calls[id].book(Part::Queue, now);
            self.dispatch(id, true);
        }
    }

    /// A call reaches its callee.
    #[inline(always)]
    pub(super) fn deliver(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.core.calls.remove(id);
            return;
        }
        call.book(Part::Network, now);
        call.entered_ns = now;
        let write = call.is(flags::WRITE);
        let late = call.deadline_ns <= now;
        let node = &mut self.nodes[call.node as usize];
        node.me.inside.add(now, 1);
        node.me.arrived.bump();
        let refused = if node.me.fault.down {
            Some(Cause::ConnectionRefused)
        } else if node.me.fault.read_only && write {
            Some(Cause::DependencyFailed)
        } else {
            late.then_some(Cause::DeadlineExceeded)
        };
        if let Some(cause) = refused {
            self.answer(id, Some(cause));
            return;
        }
        match node.body.arrive(&mut node.me, &mut self.core, id) {
            Admit::Taken => {}
            Admit::Pass => self.proceed(id),
            Admit::Refused(cause) => self.answer(id, Some(cause)),
        }
    }

    /// The pending work of a call is done.
    #[inline]
    pub(super) fn work_done(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.core.calls.remove(id);
            return;
        }
        let node = &mut self.nodes[call.node as usize];
        if node.me.fault.paused_until_ns > now {
            // It ends when the node goes on.
            let until = node.me.fault.paused_until_ns;
            self.core.events.push(until, What::Work(id));
            return;
        }
        let part = call.part;
        call.book(part, now);
        match node.body.worked(&mut node.me, &mut self.core, id) {
            Worked::Proceeds => self.proceed(id),
            Worked::Busy => {}
            Worked::Accepts => self.answer(id, None),
            Worked::Answers => {
                let wrong = !self.core.calls[id].is(flags::MESSAGE) && self.erred(id);
                let failure = wrong.then_some(Cause::DependencyFailed);
                self.answer(id, failure);
            }
            Worked::Fails(cause) => self.answer(id, Some(cause)),
        }
    }

    /// A call has had what it needs of its node: its route comes next.
    #[inline(always)]
    pub(super) fn proceed(&mut self, id: u32) {
        if self.erred(id) {
            self.answer(id, Some(Cause::DependencyFailed));
            return;
        }
        self.next_steps(id);
    }

    /// Whether a fault makes an error of what a call has got of its node.
    #[inline]
    fn erred(&mut self, id: u32) -> bool {
        let me = &mut self.nodes[self.core.calls[id].node as usize].me;
        me.fault.errors > 0.0 && me.chance.chance(me.fault.errors)
    }
}
