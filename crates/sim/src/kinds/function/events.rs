//! Asynchronous invocation: the caller is answered when the event is stored, and the function is run from a queue of its own.
//!
//! docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: what fails is run again after one minute and after two
//! more; what is throttled after a second and then ever later, up to five minutes; what is not done after six hours, or
//! has failed for the last time, is given up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{AGE, DEAD, EVENT, EVENTS, Function, QUEUED, REQUESTS, RETRIED, THROTTLED};
use crate::engine::call::{Call, State, flags};
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};

const S: u64 = 1_000_000_000;
/// Before the second and the third run of what has failed.
const AFTER_FAILURE_NS: [u64; 2] = [60 * S, 120 * S];
/// Before what was throttled is tried again: at first, and at most.
const AFTER_THROTTLE_NS: (u64, u64) = (S, 300 * S);

#[derive(Clone, Copy)]
struct Event {
    stored_ns: u64,
    key: u32,
    class: u16,
    write: bool,
    failures: u32,
    throttles: u32,
}

/// Events by number, and those that wait by when they are due.
#[derive(Default)]
pub(super) struct Events {
    all: Vec<Event>,
    free: Vec<u32>,
    waiting: BinaryHeap<Reverse<(u64, u64, u32)>>,
    order: u64,
    armed_ns: Option<u64>,
}

impl Function {
    /// The event of a call is stored, and its caller answered.
    pub(super) fn store(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.counts[EVENTS].bump();
        let call = &core.calls[id];
        let event = Event {
            stored_ns: core.now_ns,
            key: call.key,
            class: call.class,
            write: call.is(flags::WRITE),
            failures: 0,
            throttles: 0,
        };
        let events = &mut self.events;
        let number = if let Some(number) = events.free.pop() {
            events.all[number as usize] = event;
            number
        } else {
            events.all.push(event);
            events.all.len() as u32 - 1
        };
        self.run(me, core, number);
    }

    /// Runs an event, or puts it off where nothing is there to run it.
    fn run(&mut self, me: &mut NodeCore, core: &mut Core, number: u32) {
        let now = core.now_ns;
        let event = self.events.all[number as usize];
        let mut call = Call::new(me.index, event.class, now);
        call.flags = flags::ORPHAN | flags::MESSAGE | if event.write { flags::WRITE } else { 0 };
        call.state = State::Waiting;
        call.key = event.key;
        call.instance = number;
        let id = core.calls.add(call);
        me.counts[REQUESTS].bump();
        if !me.fault.down && self.begin_on(me, core, id) {
            return;
        }
        core.calls.remove(id);
        me.counts[THROTTLED].bump();
        let event = &mut self.events.all[number as usize];
        let (first, most) = AFTER_THROTTLE_NS;
        let wait = (first << event.throttles.min(10)).min(most);
        event.throttles += 1;
        self.put_off(me, core, number, wait);
    }

    /// The run of an event is over.
    pub(super) fn ran(&mut self, me: &mut NodeCore, core: &mut Core, number: u32, ok: bool) {
        let event = &mut self.events.all[number as usize];
        if ok {
            me.times[AGE].record(core.now_ns - event.stored_ns);
            self.events.free.push(number);
            return;
        }
        event.failures += 1;
        event.throttles = 0;
        let failures = event.failures;
        if failures > self.config.async_retries {
            self.give_up(me, number);
            return;
        }
        me.counts[RETRIED].bump();
        let wait = AFTER_FAILURE_NS[(failures as usize - 1).min(1)];
        self.put_off(me, core, number, wait);
    }

    fn give_up(&mut self, me: &mut NodeCore, number: u32) {
        me.counts[DEAD].bump();
        self.events.free.push(number);
    }

    fn put_off(&mut self, me: &mut NodeCore, core: &mut Core, number: u32, wait_ns: u64) {
        let due = core.now_ns + wait_ns;
        let event = &self.events.all[number as usize];
        if due - event.stored_ns > self.config.async_age_ns {
            self.give_up(me, number);
            return;
        }
        me.levels[QUEUED].add(core.now_ns, 1);
        self.events.order += 1;
        let order = self.events.order;
        self.events.waiting.push(Reverse((due, order, number)));
        self.arm(me, core);
    }

    fn arm(&mut self, me: &NodeCore, core: &mut Core) {
        let Some(&Reverse((due, _, _))) = self.events.waiting.peek() else {
            return;
        };
        if self.events.armed_ns.is_none_or(|armed| due < armed) {
            self.events.armed_ns = Some(due);
            core.events.push(due, What::Timer(me.index, EVENT));
        }
    }

    /// Events that were put off are due.
    pub(super) fn run_due(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        if self.events.armed_ns != Some(now) {
            return;
        }
        self.events.armed_ns = None;
        while let Some(&Reverse((due, _, number))) = self.events.waiting.peek() {
            if due > now {
                break;
            }
            self.events.waiting.pop();
            me.levels[QUEUED].sub(now, 1);
            self.run(me, core, number);
        }
        self.arm(me, core);
    }
}
