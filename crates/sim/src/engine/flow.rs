//! How calls move: sent, delivered, worked on, answered, given up, tried again.
//!
//! The account of a request's time is kept along its critical path. A call books its own phases; when it succeeds, it and its chain
//! of children are hung to its caller's chain. Of calls side by side only the last to answer is. What failed
//! attempts took is one stretch of waiting. So the parts of a request sum to its latency, to the nanosecond.

use super::call::Call;
use super::route::Leg;
use super::{Cause, Engine, NONE, Part, State, flags};
use crate::engine::queue::What;
use crate::kinds::{Admit, Body};
use crate::measure::attribution::PARTS;
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
        let class = client.fire(&node.me, &mut self.core);
        node.me.inside.add(now, 1);
        node.me.arrived.bump();
        self.tally.offered(now, class);
        let mut request = Call::new(index, class, now);
        request.flags = flags::ORPHAN;
        request.state = State::Waiting;
        let id = self.core.calls.add(request);
        self.next_steps(id);
    }

    /// Takes the next steps of a call's route, or answers when there are none left.
    pub(super) fn next_steps(&mut self, id: u32) {
        loop {
            let call = &mut self.core.calls[id];
            let (node, class, step) = (call.node, call.class, call.step);
            let Some(first) = self.routes.leg(node, class, step) else {
                self.answer(id, None);
                return;
            };
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
        let caller = &mut self.core.calls[parent];
        let mut call = Call::new(link.to, caller.class, now);
        call.link = leg.link;
        call.flags = if leg.write { flags::WRITE } else { 0 };
        if leg.detached {
            call.flags |= flags::ORPHAN;
        } else {
            call.parent = parent;
            call.flags |= if leg.optional { flags::OPTIONAL } else { 0 }
                | if parallel { flags::PARALLEL } else { 0 };
            caller.pending += 1;
        }
        let id = self.core.calls.add(call);
        if !leg.detached {
            self.core.calls[parent].child = id;
        }
        self.attempt(id, leg.detached);
    }

    /// One attempt of a call sets out. One that nobody waits for travels by an event even over no distance,
    /// so that a ring of such calls cannot hold the clock still.
    fn attempt(&mut self, id: u32, by_event: bool) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        call.mark_ns = now;
        let index = call.link;
        let link = &mut self.links[index as usize];
        link.arm(index, id, &mut self.core.calls, &mut self.core.events, now);
        match link.travel() {
            None => {
                self.core.calls[id].state = State::Lost;
                self.core.calls[id].cause = Cause::LostInNetwork;
            }
            Some(0) if !by_event => self.deliver(id),
            Some(ns) => {
                self.core.calls[id].state = State::Sent;
                self.core.events.push(now + ns, What::Deliver(id));
            }
        }
    }

    /// A call reaches its callee.
    pub(super) fn deliver(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.core.calls.remove(id);
            return;
        }
        call.book(Part::Network, now);
        call.entered_ns = now;
        let node = &mut self.nodes[call.node as usize];
        node.me.inside.add(now, 1);
        node.me.arrived.bump();
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
        let part = call.part;
        call.book(part, now);
        let node = &mut self.nodes[call.node as usize];
        if node.body.worked(&mut node.me, &mut self.core, id) {
            self.proceed(id);
        }
    }

    /// A call has had what it needs of its node: its route comes next.
    #[inline]
    fn proceed(&mut self, id: u32) {
        let node = &self.nodes[self.core.calls[id].node as usize];
        // What a queue calls, it calls for its messages; their senders are answered now.
        if matches!(node.body, Body::Queue(_)) {
            self.answer(id, None);
        } else {
            self.next_steps(id);
        }
    }

    /// A call leaves its node: well, or failed for a cause.
    fn answer(&mut self, id: u32, failure: Option<Cause>) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        let index = call.node;
        if call.link == NONE && !call.is(flags::MESSAGE) {
            self.settle(id, failure);
            return;
        }
        let entered = call.entered_ns;
        let message = call.is(flags::MESSAGE);
        match failure {
            Some(cause) => {
                call.cause = cause;
                call.flags |= flags::FAILED;
            }
            None => call.flags &= !flags::FAILED,
        }
        let node = &mut self.nodes[index as usize];
        node.body
            .leave(&mut node.me, &mut self.core, id, failure.is_none());
        if !message {
            node.me.inside.sub(now, 1);
            node.me.left.bump();
            node.me.sojourn_ns += u128::from(now - entered.max(self.base_ns.min(now)));
        }
        let call = &mut self.core.calls[id];
        if message || (call.is(flags::ORPHAN) && call.attempt_is_last()) {
            self.drop_call(id);
            return;
        }
        call.mark_ns = now;
        match self.links[call.link as usize].travel() {
            None => {
                call.state = State::Lost;
                call.cause = Cause::LostInNetwork;
            }
            Some(0) => self.returned(id),
            Some(ns) => {
                call.state = State::Answered;
                self.core.events.push(now + ns, What::Return(id));
            }
        }
    }

    /// Forgets a call with all that hangs on it.
    fn drop_call(&mut self, id: u32) {
        let head = self.core.calls[id].head;
        self.core.calls.remove_chain(head);
        self.core.calls.remove(id);
    }

    /// The answer of a call reaches its caller.
    pub(super) fn returned(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.drop_call(id);
            return;
        }
        call.book(Part::Network, now);
        let link = call.link;
        self.links[link as usize].disarm(id, &mut self.core.calls);
        if self.core.calls[id].is(flags::FAILED) {
            let cause = self.core.calls[id].cause;
            self.failed(id, cause);
        } else {
            self.succeeded(id);
        }
    }

    #[inline]
    fn succeeded(&mut self, id: u32) {
        let call = &mut self.core.calls[id];
        call.state = State::Done;
        let (parent, missed) = (call.parent, call.is(flags::MISS));
        if parent == NONE {
            self.drop_call(id);
            return;
        }
        let caller = &mut self.core.calls[parent];
        caller.flags = if missed {
            caller.flags | flags::MISS
        } else {
            caller.flags & !flags::MISS
        };
        self.hand_back(id, parent);
    }

    /// An attempt has failed: another, or the end of it.
    fn failed(&mut self, id: u32, cause: Cause) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        let head = call.head;
        (call.head, call.tail) = (NONE, NONE);
        call.flags &= !(flags::FAILED | flags::MISS | flags::COLD | flags::SLOT);
        call.step = 0;
        call.parts = [0; PARTS];
        let (link, attempt, before, parent) =
            (call.link, call.attempt, call.backoff_ns, call.parent);
        self.core.calls.remove_chain(head);
        // A caller that has given up itself tries no more.
        let wanted = parent == NONE || !self.core.calls[parent].is(flags::CANCELLED);
        let again = if wanted {
            self.links[link as usize].retry_after(attempt, before)
        } else {
            None
        };
        if let Some(wait) = again {
            self.tally.retried(now);
            let call = &mut self.core.calls[id];
            call.state = State::Backoff;
            call.attempt += 1;
            call.backoff_ns = wait;
            self.core.events.push(now + wait, What::Retry(id));
            return;
        }
        let call = &mut self.core.calls[id];
        call.state = State::Done;
        call.parts[Part::RetryWait as usize] = now - call.first_ns;
        let optional = call.is(flags::OPTIONAL);
        if parent == NONE {
            self.drop_call(id);
            return;
        }
        if !optional {
            let caller = &mut self.core.calls[parent];
            caller.flags |= flags::FAILED;
            caller.cause = cause;
        }
        self.hand_back(id, parent);
    }

    /// The next attempt is due.
    pub(super) fn retry(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.core.calls.remove(id);
            return;
        }
        call.parts[Part::RetryWait as usize] = now - call.first_ns;
        self.attempt(id, false);
    }

    /// A call is settled: its caller goes on when it was the last it waited for.
    #[inline]
    fn hand_back(&mut self, id: u32, parent: u32) {
        let parallel = self.core.calls[id].is(flags::PARALLEL);
        let caller = &mut self.core.calls[parent];
        caller.pending -= 1;
        caller.child = NONE;
        caller.mark_ns = self.core.now_ns;
        let last = caller.pending == 0;
        if parallel && !last {
            self.drop_call(id);
        } else {
            let tail = caller.tail;
            if tail == NONE {
                caller.head = id;
            } else {
                self.core.calls[tail].next = id;
            }
            let call = &mut self.core.calls[id];
            let end = if call.head == NONE { id } else { call.tail };
            call.next = call.head;
            self.core.calls[parent].tail = end;
        }
        if !last {
            return;
        }
        let caller = &mut self.core.calls[parent];
        if caller.is(flags::CANCELLED) || caller.is(flags::FAILED) {
            let cause = caller.cause;
            self.answer(parent, Some(cause));
        } else {
            self.next_steps(parent);
        }
    }

    /// The oldest call of a link may have waited long enough.
    pub(super) fn timeout(&mut self, index: u32) {
        let now = self.core.now_ns;
        while let Some(id) =
            self.links[index as usize].due(index, &self.core.calls, &mut self.core.events, now)
        {
            self.links[index as usize].disarm(id, &mut self.core.calls);
            self.give_up(id);
        }
    }

    /// The caller waits no longer for this attempt. What the callee makes of it goes on without it,
    /// unless it is told.
    fn give_up(&mut self, id: u32) {
        let old = &self.core.calls[id];
        let lost = old.state == State::Lost;
        let cause = if lost {
            Cause::LostInNetwork
        } else {
            Cause::Timeout
        };
        let (parent, link) = (old.parent, old.link);
        let mut mine = old.clone();
        (mine.head, mine.tail, mine.next) = (NONE, NONE, NONE);
        (mine.earlier, mine.later, mine.pending) = (NONE, NONE, 0);
        mine.flags &= flags::WRITE | flags::OPTIONAL | flags::PARALLEL | flags::ORPHAN;
        let mine = self.core.calls.add(mine);
        if parent != NONE && self.core.calls[parent].child == id {
            self.core.calls[parent].child = mine;
        }
        let old = &mut self.core.calls[id];
        old.parent = NONE;
        old.flags |= flags::ORPHAN;
        old.attempt = u8::MAX;
        if lost {
            self.drop_call(id);
        } else if self.links[link as usize].policy.cancel {
            self.cancel(id);
        }
        self.failed(mine, cause);
    }

    /// Takes a call back from its callee.
    fn cancel(&mut self, id: u32) {
        let call = &mut self.core.calls[id];
        match call.state {
            // An event is pending, and forgets the call when it comes.
            State::Sent | State::Answered | State::Backoff => call.flags |= flags::CANCELLED,
            State::Working => {
                call.flags |= flags::CANCELLED;
                self.withdraw(id);
            }
            State::Queued => {
                call.flags |= flags::CANCELLED;
                let node = &mut self.nodes[call.node as usize];
                node.body.forget(&mut node.me, &mut self.core, id);
                self.leave_node(id);
            }
            State::Waiting => {
                call.flags |= flags::CANCELLED;
                let (child, pending) = (call.child, call.pending);
                // Calls side by side end by themselves, and the caller with the last of them.
                if child == NONE || pending != 1 || self.core.calls[child].is(flags::PARALLEL) {
                    return;
                }
                let link = self.core.calls[child].link;
                self.links[link as usize].disarm(child, &mut self.core.calls);
                let inner = &mut self.core.calls[child];
                inner.parent = NONE;
                inner.flags |= flags::ORPHAN;
                inner.attempt = u8::MAX;
                let lost = inner.state == State::Lost;
                if lost {
                    self.drop_call(child);
                } else {
                    self.cancel(child);
                }
                self.withdraw(id);
                self.drop_call(id);
            }
            State::Lost | State::Done => self.drop_call(id),
        }
    }

    /// A cancelled call gives back what it holds of its node.
    fn withdraw(&mut self, id: u32) {
        let node = &mut self.nodes[self.core.calls[id].node as usize];
        node.body.leave(&mut node.me, &mut self.core, id, false);
        self.leave_node(id);
    }

    fn leave_node(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &self.core.calls[id];
        let me = &mut self.nodes[call.node as usize].me;
        me.inside.sub(now, 1);
        me.left.bump();
        me.sojourn_ns += u128::from(now - call.entered_ns.max(self.base_ns.min(now)));
    }

    /// A request is over.
    #[inline]
    fn settle(&mut self, id: u32, failure: Option<Cause>) {
        let now = self.core.now_ns;
        let request = &self.core.calls[id];
        let (node, class, due, head) =
            (request.node, request.class, request.first_ns, request.head);
        let node = &mut self.nodes[node as usize];
        node.me.inside.sub(now, 1);
        node.me.left.bump();
        node.me.sojourn_ns += u128::from(now - due.max(self.base_ns.min(now)));
        if let Body::Client(client) = &mut node.body {
            client.answered(&node.me, &mut self.core);
        }
        self.tally
            .settle(now, class, due, failure, head, &self.core.calls);
        self.core.calls.remove_chain(head);
        self.core.calls.remove(id);
    }
}
