//! The log: how records come into partitions, and go from them.

use std::collections::VecDeque;

use super::reading::{Cursor, Group};
use super::{EventStream, LAG, LOOKS, LOST, OLD, RECORDS, work};
use crate::engine::call::flags;
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;

#[derive(Clone, Copy)]
pub(super) struct Record {
    pub at_ns: u64,
    pub key: u32,
    pub class: u16,
    pub write: bool,
    /// No consumer can deal with it.
    pub poison: bool,
}

#[derive(Default)]
pub(super) struct Partition {
    /// Appends that wait for the one under way.
    pub waiting: VecDeque<u32>,
    pub busy: bool,
    /// What some group has not committed; the offset of the first of them.
    pub records: VecDeque<Record>,
    pub first: u64,
    /// Records there ever were, and at the end of the warm-up.
    pub end: u64,
    pub base: u64,
}

impl EventStream {
    /// Replicas of each partition that are there.
    pub(super) fn in_sync(&self, me: &NodeCore) -> u32 {
        let lost = (me.fault.lost * f64::from(self.replicas) + 1e-9) as u32;
        self.replicas.saturating_sub(lost)
    }

    pub(super) fn start_append(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        call.book(Part::Queue, core.now_ns);
        self.partitions[call.slot as usize].busy = true;
        let ns = self.append.draw_ns(&mut me.stream);
        work(me, core, id, Part::Service, ns);
    }

    /// The leader of a partition goes on to the next record.
    pub(super) fn next_append(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        while let Some(id) = self.partitions[place].waiting.pop_front() {
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            self.start_append(me, core, id);
            return;
        }
    }

    /// A record is in the log.
    pub(super) fn appended(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let call = &core.calls[id];
        let place = call.slot as usize;
        let record = Record {
            at_ns: now,
            key: call.key,
            class: call.class,
            write: call.is(flags::WRITE),
            poison: me.fault.poison > 0.0 && me.chance.chance(me.fault.poison),
        };
        me.counts[RECORDS].bump();
        me.money.spend(self.record_price);
        let partition = &mut self.partitions[place];
        partition.end += 1;
        if self.groups.is_empty() {
            partition.first = partition.end;
            return;
        }
        partition.records.push_back(record);
        let end = partition.end;
        me.levels[LAG].add(now, self.groups.len() as u32);
        self.trim(me, core, place);
        for group in 0..self.groups.len() {
            let cursor = &self.groups[group].cursors[place];
            self.lag_max = self.lag_max.max(end - cursor.committed);
            self.offer(group, place);
            self.pump(me, core, group);
        }
        if !self.looking {
            self.look(me, core);
        }
    }

    /// Sets the timer that looks for records which are too old.
    pub(super) fn look(&mut self, me: &NodeCore, core: &mut Core) {
        self.looking = true;
        let at = core.now_ns + (self.retention_ns / LOOKS).max(1);
        core.events.push(at, What::Timer(me.index, OLD));
    }

    /// Drops what every group has committed, and what is too old or too much.
    pub(super) fn trim(&mut self, me: &mut NodeCore, core: &Core, place: usize) {
        let now = core.now_ns;
        let of = |group: &Group| group.cursors[place];
        let done = self.groups.iter().map(|g| of(g).committed).min();
        // A batch that a consumer has in hand is not taken from it.
        let in_hand = self.groups.iter().map(of).filter(Cursor::has_batch);
        let in_hand = in_hand.map(|c| c.committed).min().unwrap_or(u64::MAX);
        let partition = &mut self.partitions[place];
        while let Some(record) = partition.records.front() {
            let read = done.is_some_and(|done| partition.first < done);
            let late =
                record.at_ns + self.retention_ns <= now || partition.records.len() > self.retained;
            let goes = read || (late && partition.first < in_hand);
            if !goes {
                break;
            }
            partition.records.pop_front();
            partition.first += 1;
            for group in &mut self.groups {
                let cursor = &mut group.cursors[place];
                if cursor.committed < partition.first {
                    cursor.committed += 1;
                    cursor.next = cursor.next.max(cursor.committed);
                    cursor.until = cursor.until.max(cursor.next);
                    me.counts[LOST].bump();
                    me.levels[LAG].sub(now, 1);
                }
            }
        }
    }
}
