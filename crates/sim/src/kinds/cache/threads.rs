//! The threads of a cache's shards.

use super::declare::{RUNNING, WAITING};
use super::{Cache, RUNS, put};
use crate::distribution::whole_ns;
use crate::engine::call::flags;
use crate::engine::{Core, NodeCore};
use crate::kinds::work;
use crate::measure::attribution::Part;

impl Cache {
    pub(super) fn run(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, place: u32) {
        self.shards[place as usize].busy += 1;
        me.levels[RUNNING].add(core.now_ns, 1);
        let call = &mut core.calls[id];
        call.book(Part::Queue, core.now_ns);
        put(call, place, RUNS);
        let factor = core.class_work[call.class as usize];
        let ns = self.config.service.draw(&mut me.stream) * factor;
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    pub(super) fn free_thread(&mut self, me: &mut NodeCore, core: &mut Core, place: u32) {
        self.shards[place as usize].busy -= 1;
        me.levels[RUNNING].sub(core.now_ns, 1);
        self.fill(me, core, place);
    }

    pub(super) fn fill_all(&mut self, me: &mut NodeCore, core: &mut Core) {
        for place in 0..self.shards.len() as u32 {
            self.fill(me, core, place);
        }
    }

    /// Gives free threads to those who wait.
    pub(super) fn fill(&mut self, me: &mut NodeCore, core: &mut Core, place: u32) {
        while self.shards[place as usize].busy < self.threads {
            let shard = &mut self.shards[place as usize];
            let Some(id) = shard.queue.pop_front() else {
                return;
            };
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            shard.in_queue -= 1;
            me.levels[WAITING].sub(core.now_ns, 1);
            self.run(me, core, id, place);
        }
    }
}
