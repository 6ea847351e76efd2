//! Tasks: who deals with which event, pauses, and the way back to the last checkpoint.

use std::collections::VecDeque;

use super::{
    BUSY, CHECKPOINTS, RESTARTS, RESUME, StreamProcessor, WAITING, own_call, partition, work,
};
use crate::distribution::whole_ns;
use crate::engine::call::{Cause, State, flags};
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::structures::sort;

#[derive(Default)]
pub(super) struct Task {
    pub waiting: VecDeque<u32>,
    pub busy: bool,
    /// Events to be dealt with again.
    pub replay: u32,
}

impl StreamProcessor {
    pub(super) fn join(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, place: u32) {
        core.calls[id].state = State::Queued;
        core.calls[id].slot = place;
        me.levels[WAITING].add(core.now_ns, 1);
        self.tasks[place as usize].waiting.push_back(id);
    }

    /// A task that is free takes what is to be replayed, and then what waits.
    pub(super) fn next(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        let now = core.now_ns;
        let task = &mut self.tasks[place];
        if task.busy || me.fault.down || now < self.paused_until_ns {
            return;
        }
        let id = if task.replay > 0 {
            task.replay -= 1;
            core.calls.add(own_call(me, self.class, 0, now))
        } else {
            loop {
                let Some(id) = task.waiting.pop_front() else {
                    return;
                };
                if core.calls[id].is(flags::CANCELLED) {
                    core.calls.remove(id);
                    continue;
                }
                me.levels[WAITING].sub(now, 1);
                if core.calls[id].deadline_ns > now {
                    break id;
                }
                core.refuse(id, Cause::DeadlineExceeded);
            }
        };
        task.busy = true;
        me.levels[BUSY].add(now, 1);
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        call.slot = place as u32;
        call.book(Part::Queue, now);
        let factor = core.class_work[call.class as usize];
        let ns = self.service.draw(&mut me.stream) * factor;
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    pub(super) fn rest(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        self.tasks[place].busy = false;
        me.levels[BUSY].sub(core.now_ns, 1);
        self.next(me, core, place);
    }

    /// Nothing is begun before then.
    pub(super) fn pause(&mut self, me: &NodeCore, core: &mut Core, until_ns: u64) {
        self.paused_until_ns = self.paused_until_ns.max(until_ns);
        core.events.push(until_ns, What::Timer(me.index, RESUME));
    }

    pub(super) fn resume(&mut self, me: &mut NodeCore, core: &mut Core) {
        if core.now_ns < self.paused_until_ns {
            return;
        }
        if self.in_checkpoint && !me.fault.down {
            self.in_checkpoint = false;
            self.since = 0;
            me.counts[CHECKPOINTS].bump();
        }
        for place in 0..self.tasks.len() {
            self.next(me, core, place);
        }
    }

    /// What waits is dealt to the tasks that there are now, in the order in which it came.
    pub(super) fn deal_anew(&mut self, core: &mut Core, there: u32) {
        let mut waiting: Vec<(u64, u32)> = Vec::new();
        for task in &mut self.tasks {
            let calls = task.waiting.drain(..);
            waiting.extend(calls.map(|id| (core.calls[id].entered_ns, id)));
        }
        sort(&mut waiting);
        self.there = there;
        for (_, id) in waiting {
            // With none there they wait where they are.
            let place = partition::of_key(core.calls[id].key, there.max(1));
            core.calls[id].slot = place;
            self.tasks[place as usize].waiting.push_back(id);
        }
    }

    /// The tasks begin again from the last checkpoint.
    pub(super) fn begin_again(&mut self, me: &mut NodeCore, core: &mut Core) {
        me.counts[RESTARTS].bump();
        self.in_checkpoint = false;
        let there = self.there.max(1);
        for (i, task) in (0..).zip(&mut self.tasks) {
            let one_more = u32::from(i < self.since % there);
            task.replay = if i < there {
                self.since / there + one_more
            } else {
                0
            };
        }
        let ns = self.restart.draw_ns(&mut self.pauses);
        self.pause(me, core, core.now_ns + ns);
    }
}
