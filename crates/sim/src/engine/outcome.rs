//! How calls come back: answered, given up, tried again, lost, settled.

use super::call::Call;
use super::{Cause, Engine, NONE, Part, State, flags};
use crate::engine::queue::What;
use crate::kinds::Body;
use crate::measure::attribution::PARTS;

impl Engine {
    /// A call leaves its node: well, or failed for a cause.
    #[inline]
    pub(super) fn answer(&mut self, id: u32, failure: Option<Cause>) {
        let call = &self.core.calls[id];
        let request = call.link == NONE && !call.is(flags::MESSAGE);
        if call.is(flags::MISS) {
            self.tell_missed(id, false);
        }
        if request {
            self.settle(id, failure);
        } else {
            self.reply(id, failure);
        }
    }

    #[inline(never)]
    fn reply(&mut self, id: u32, failure: Option<Cause>) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        let index = call.node;
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
            node.me
                .sojourn_ns
                .add(now - entered.max(self.base_ns.min(now)));
        }
        let call = &mut self.core.calls[id];
        if message || (call.is(flags::ORPHAN) && call.attempt_is_last()) {
            self.drop_call(id);
            return;
        }
        call.mark_ns = now;
        let link = &mut self.links[call.link as usize];
        let ns = if link.plain {
            Some(link.latency_ns())
        } else {
            let bytes = self.core.class_bytes[call.class as usize][1];
            link.travel(bytes, true)
        };
        match ns {
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
    #[inline(always)]
    pub(super) fn returned(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        if call.is(flags::CANCELLED) {
            self.drop_call(id);
            return;
        }
        call.book(Part::Network, now);
        let (index, cause) = (call.link, call.cause);
        let (failed, probe) = (call.is(flags::FAILED), call.is(flags::PROBE));
        let link = &mut self.links[index as usize];
        link.disarm(id, &mut self.core.calls);
        let plain = link.plain;
        if !plain {
            link.disconnect(id, &mut self.core.calls, now);
            link.record(now, failed, probe);
        }
        if failed {
            self.failed(id, cause);
        } else {
            self.succeeded(id);
        }
        if !plain {
            self.connect_held(index);
        }
    }

    /// An attempt has failed before it came to the callee.
    pub(super) fn attempt_failed(&mut self, id: u32, cause: Cause) {
        let now = self.core.now_ns;
        let call = &self.core.calls[id];
        let (link, probe) = (call.link, call.is(flags::PROBE));
        self.links[link as usize].record(now, true, probe);
        self.failed(id, cause);
    }

    #[inline(always)]
    fn succeeded(&mut self, id: u32) {
        let call = &mut self.core.calls[id];
        call.state = State::Done;
        call.flags &= !flags::HEDGEABLE;
        if let (true, Some(tracer)) = (call.is(flags::TRACED), &mut self.tracer) {
            tracer.end(id, call, None, self.core.now_ns);
        }
        let (parent, missed, twin) = (call.parent, call.is(flags::MISS), call.twin);
        if twin != NONE {
            // The other attempt came too late.
            self.part_twins(id, twin);
            self.abandon(twin);
        }
        if parent == NONE {
            self.drop_call(id);
            return;
        }
        if !missed && self.core.calls[parent].is(flags::MISS) {
            self.tell_missed(parent, true);
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
    pub(super) fn failed(&mut self, id: u32, cause: Cause) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        self.links[call.link as usize].failures += 1;
        if let (true, Some(tracer)) = (call.is(flags::TRACED), &mut self.tracer) {
            tracer.end(id, call, Some(cause), now);
        }
        let twin = call.twin;
        if twin != NONE {
            // The other attempt decides.
            self.part_twins(id, twin);
            let parent = self.core.calls[id].parent;
            self.core.calls[parent].child = twin;
            self.drop_call(id);
            return;
        }
        let call = &mut self.core.calls[id];
        let head = call.head;
        (call.head, call.tail) = (NONE, NONE);
        call.flags &= !(flags::FAILED
            | flags::MISS
            | flags::COLD
            | flags::SLOT
            | flags::PROBE
            | flags::HEDGEABLE);
        call.step = 0;
        call.slot = 0;
        call.parts = [0; PARTS];
        let (link, attempt, before, parent) =
            (call.link, call.attempt, call.backoff_ns, call.parent);
        self.core.calls.remove_chain(head);
        // A caller that has given up itself tries no more.
        let wanted = parent == NONE || !self.core.calls[parent].is(flags::CANCELLED);
        // To ask again what has just said no, or what has no time left, is of no use.
        let hopeless = matches!(cause, Cause::BreakerOpen | Cause::DeadlineExceeded);
        let again = if wanted && !hopeless {
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
    #[inline(always)]
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
            let link = &mut self.links[index as usize];
            link.disarm(id, &mut self.core.calls);
            let told = link.policy.cancel;
            let cause = if self.core.calls[id].state == State::Lost {
                Cause::LostInNetwork
            } else {
                Cause::Timeout
            };
            self.give_up(id, cause, told);
        }
    }

    /// The caller waits no longer for this attempt.
    fn give_up(&mut self, id: u32, cause: Cause, told: bool) {
        let old = &self.core.calls[id];
        let (parent, link) = (old.parent, old.link);
        let mut mine = old.clone();
        (mine.head, mine.tail, mine.next) = (NONE, NONE, NONE);
        (mine.earlier, mine.later, mine.pending) = (NONE, NONE, 0);
        mine.flags &= flags::WRITE
            | flags::OPTIONAL
            | flags::PARALLEL
            | flags::ORPHAN
            | flags::PROBE
            | flags::OWN
            | flags::TRACED;
        let twin = mine.twin;
        let traced = mine.is(flags::TRACED);
        let mine = self.core.calls.add(mine);
        if let (true, Some(tracer)) = (traced, &mut self.tracer) {
            tracer.split(id, mine);
        }
        if twin != NONE {
            self.core.calls[twin].twin = mine;
        }
        if parent != NONE && self.core.calls[parent].child == id {
            self.core.calls[parent].child = mine;
        }
        self.core.calls[id].twin = NONE;
        self.release(id, told);
        self.attempt_failed(mine, cause);
        self.connect_held(link);
    }

    /// Lets go of an attempt: nobody waits for it any more. What the callee makes of it goes on, unless it is `told`.
    fn release(&mut self, id: u32, told: bool) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        call.parent = NONE;
        call.flags |= flags::ORPHAN;
        call.flags &= !flags::HEDGEABLE;
        call.attempt = u8::MAX;
        let (state, link) = (call.state, call.link);
        self.links[link as usize].disconnect(id, &mut self.core.calls, now);
        match state {
            State::Lost => self.drop_call(id),
            // It has not left: it is swept when its turn comes.
            State::Held => {
                self.core.calls[id].flags |= flags::CANCELLED;
                self.links[link as usize].forget(now);
            }
            State::Backoff => self.core.calls[id].flags |= flags::CANCELLED,
            _ if told => self.cancel(id),
            _ => {}
        }
    }

    /// The caller has what it wanted from another attempt.
    fn abandon(&mut self, id: u32) {
        let call = &self.core.calls[id];
        if let (true, Some(tracer)) = (call.is(flags::TRACED), &mut self.tracer) {
            tracer.abandon(id, call, self.core.now_ns);
        }
        let link = call.link;
        self.links[link as usize].disarm(id, &mut self.core.calls);
        let told = self.links[link as usize].policy.cancel;
        self.release(id, told);
        self.connect_held(link);
    }

    fn part_twins(&mut self, one: u32, other: u32) {
        self.core.calls[one].twin = NONE;
        self.core.calls[other].twin = NONE;
    }

    /// A call may have waited long enough for a second attempt beside it (Dean and Barroso, "The Tail at Scale",
    /// CACM 56(2), 2013: hedged requests).
    pub(super) fn hedge(&mut self, id: u32) {
        let now = self.core.now_ns;
        let call = &mut self.core.calls[id];
        // The place may be another call's by now.
        if !call.is(flags::HEDGEABLE) || call.hedge_ns != now {
            return;
        }
        call.flags &= !flags::HEDGEABLE;
        let mut twin = Call::new(call.node, call.class, now);
        twin.first_ns = call.first_ns;
        twin.parent = call.parent;
        twin.link = call.link;
        twin.key = call.key;
        twin.deadline_ns = call.deadline_ns;
        twin.attempt = call.attempt;
        twin.flags =
            call.flags & (flags::WRITE | flags::OPTIONAL | flags::PARALLEL | flags::TRACED);
        twin.parts[Part::RetryWait as usize] = now - call.first_ns;
        twin.twin = id;
        let (link, traced) = (twin.link, twin.is(flags::TRACED));
        let twin = self.core.calls.add(twin);
        if let (true, Some(tracer)) = (traced, &mut self.tracer) {
            tracer.hedge(id, twin);
        }
        self.core.calls[id].twin = twin;
        self.links[link as usize].hedges.bump();
        self.attempt(twin, false);
    }

    /// What a call was about to get is lost, and its caller learns of it at once.
    pub(super) fn kill(&mut self, id: u32, cause: Cause) {
        let call = &self.core.calls[id];
        let (link, given_up) = (call.link, call.attempt_is_last());
        if given_up || (call.is(flags::ORPHAN) && call.parent == NONE && call.twin == NONE) {
            // Nobody waits for it.
            self.core.calls[id].attempt = u8::MAX;
            self.cancel(id);
            return;
        }
        self.links[link as usize].disarm(id, &mut self.core.calls);
        self.give_up(id, cause, true);
    }

    /// Takes a call back from its callee.
    fn cancel(&mut self, id: u32) {
        let call = &mut self.core.calls[id];
        match call.state {
            // An event is pending, and forgets the call when it comes.
            State::Held | State::Sent | State::Answered | State::Backoff => {
                call.flags |= flags::CANCELLED;
            }
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
                let twin = self.core.calls[child].twin;
                for child in [child, twin] {
                    if child != NONE {
                        self.core.calls[child].twin = NONE;
                        let link = self.core.calls[child].link;
                        self.links[link as usize].disarm(child, &mut self.core.calls);
                        self.release(child, true);
                        self.connect_held(link);
                    }
                }
                self.withdraw(id);
                self.drop_call(id);
            }
            State::Lost | State::Done => self.drop_call(id),
        }
    }

    /// Those who did not have what a call asked for learn whether it was `found` elsewhere.
    fn tell_missed(&mut self, id: u32, found: bool) {
        let mut next = self.core.calls[id].head;
        while next != NONE {
            let call = &mut self.core.calls[next];
            let child = next;
            next = call.next;
            // In the chain are the children of children too.
            if call.parent == id && call.is(flags::MISS) {
                call.flags &= !flags::MISS;
                let node = &mut self.nodes[call.node as usize];
                node.body
                    .fetched(&mut node.me, &mut self.core, child, found);
            }
        }
    }

    /// A cancelled call gives back what it holds of its node.
    fn withdraw(&mut self, id: u32) {
        if self.core.calls[id].is(flags::MISS) {
            self.tell_missed(id, false);
        }
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
        me.sojourn_ns
            .add(now - call.entered_ns.max(self.base_ns.min(now)));
    }

    /// A request is over.
    #[inline(never)]
    fn settle(&mut self, id: u32, failure: Option<Cause>) {
        let now = self.core.now_ns;
        let request = &self.core.calls[id];
        let (due, head) = (request.first_ns, request.head);
        if let (true, Some(tracer)) = (request.is(flags::TRACED), &mut self.tracer) {
            tracer.end(id, request, failure, now);
        }
        let node = &mut self.nodes[request.node as usize];
        node.me.inside.sub(now, 1);
        node.me.left.bump();
        node.me.sojourn_ns.add(now - due.max(self.base_ns.min(now)));
        self.tally.settle(now, request, failure, &self.core.calls);
        if let Body::Client(client) = &mut node.body {
            client.answered(&node.me, &mut self.core);
        }
        self.core.calls.remove_chain(head);
        self.core.calls.remove(id);
    }
}
