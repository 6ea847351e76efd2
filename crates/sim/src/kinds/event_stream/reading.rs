//! How consumer groups read a stream.

use std::collections::VecDeque;

use super::{
    CONSUMED, DEAD, DELIVERY, EventStream, LAG, READING, REBALANCES, REREAD, RESUME, RETRIED,
    own_call, work,
};
use crate::engine::call::flags;
use crate::engine::fault::share_of;
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;

/// Where a group is in a partition. Offsets.
#[derive(Clone, Copy, Default)]
pub(super) struct Cursor {
    /// Everything before it is dealt with for good.
    pub committed: u64,
    /// What is dealt with now, or next.
    pub next: u64,
    /// Where the batch ends that a consumer has in hand; no further than `next` where it has none.
    pub until: u64,
    /// How often the record at `next` has failed.
    attempts: u32,
    /// Whether a consumer is at it, or it waits for one.
    busy: bool,
    queued: bool,
}

impl Cursor {
    pub fn has_batch(&self) -> bool {
        self.busy && self.until > self.next
    }
}

pub(super) struct Group {
    pub cursors: Vec<Cursor>,
    /// Partitions that have something to read and wait for a consumer.
    ready: VecDeque<u32>,
    /// Consumers that are at a partition.
    active: u32,
}

impl Group {
    pub fn new(partitions: usize) -> Self {
        Self {
            cursors: vec![Cursor::default(); partitions],
            ready: VecDeque::new(),
            active: 0,
        }
    }
}

impl EventStream {
    /// How many consumers each group has.
    fn limit(&self, me: &NodeCore) -> u32 {
        if me.fault.down {
            return 0;
        }
        let partitions = self.partitions.len() as u32;
        let consumers = if self.consumers == 0 {
            partitions
        } else {
            self.consumers.min(partitions)
        };
        share_of(consumers, me.fault.capacity)
    }

    /// Consumers have come or gone: no group reads until they have shared the partitions out.
    pub(super) fn rebalance(&mut self, me: &mut NodeCore, core: &mut Core) {
        me.counts[REBALANCES].bump();
        self.pause(me, core, core.now_ns + self.rebalance_ns);
    }

    /// No group reads until then.
    pub(super) fn pause(&mut self, me: &NodeCore, core: &mut Core, until_ns: u64) {
        if until_ns > core.now_ns {
            self.paused_until_ns = self.paused_until_ns.max(until_ns);
            core.events.push(until_ns, What::Timer(me.index, RESUME));
        }
    }

    /// A partition may have something to read for a group.
    pub(super) fn offer(&mut self, group: usize, place: usize) {
        let group = &mut self.groups[group];
        let cursor = &mut group.cursors[place];
        if !cursor.busy && !cursor.queued && cursor.next < self.partitions[place].end {
            cursor.queued = true;
            group.ready.push_back(place as u32);
        }
    }

    pub(super) fn pump_all(&mut self, me: &mut NodeCore, core: &mut Core) {
        for group in 0..self.groups.len() {
            self.pump(me, core, group);
        }
    }

    /// Free consumers of a group fetch.
    pub(super) fn pump(&mut self, me: &mut NodeCore, core: &mut Core, group: usize) {
        let limit = self.limit(me);
        while core.now_ns >= self.paused_until_ns && self.groups[group].active < limit {
            let Some(place) = self.groups[group].ready.pop_front() else {
                return;
            };
            let cursor = &mut self.groups[group].cursors[place as usize];
            cursor.queued = false;
            if cursor.next >= self.partitions[place as usize].end {
                continue;
            }
            cursor.busy = true;
            cursor.until = cursor.next;
            self.groups[group].active += 1;
            me.levels[READING].add(core.now_ns, 1);
            let ns = self.poll.draw_ns(&mut me.stream);
            let id = self.consumer(me, core, group, place);
            work(me, core, id, Part::Service, ns);
        }
    }

    /// A call for what a consumer does next at a partition.
    fn consumer(&self, me: &NodeCore, core: &mut Core, group: usize, place: u32) -> u32 {
        let mut call = own_call(me, 0, 0, core.now_ns);
        call.slot = place;
        call.instance = group as u32;
        let id = core.calls.add(call);
        self.address(core, id);
        id
    }

    /// Makes the call one about the record that is next.
    fn address(&self, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        let partition = &self.partitions[call.slot as usize];
        let cursor = &self.groups[call.instance as usize].cursors[call.slot as usize];
        let record = cursor.next.checked_sub(partition.first);
        if let Some(record) = record.and_then(|at| partition.records.get(at as usize)) {
            call.class = record.class;
            call.key = record.key;
            call.flags &= !flags::WRITE;
            if record.write {
                call.flags |= flags::WRITE;
            }
        }
    }

    /// A fetch is done, or the wait before another attempt: whether there is something to deal with.
    pub(super) fn fetched(&mut self, core: &mut Core, id: u32) -> bool {
        let call = &core.calls[id];
        let place = call.slot as usize;
        let end = self.partitions[place].end;
        let cursor = &mut self.groups[call.instance as usize].cursors[place];
        if cursor.until <= cursor.next {
            cursor.until = end.min(cursor.next + self.batch);
        }
        let any = cursor.until > cursor.next;
        self.address(core, id);
        any
    }

    /// A consumer is done with what it was at: a record, or a batch.
    pub(super) fn read_by(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &core.calls[id];
        let (group, place) = (call.instance as usize, call.slot as usize);
        let partition = &self.partitions[place];
        let cursor = &mut self.groups[group].cursors[place];
        let left = cursor.until.saturating_sub(cursor.next);
        let n = if self.by_batch { left } else { left.min(1) };
        let from = cursor.next.saturating_sub(partition.first) as usize;
        let records = || partition.records.iter().skip(from).take(n as usize);
        let ok = ok && !records().any(|record| record.poison);
        if ok {
            me.counts[CONSUMED].add(n);
            for record in records() {
                me.times[DELIVERY].record(now - record.at_ns);
            }
        } else {
            cursor.attempts += 1;
            if self.max_attempts == 0 || cursor.attempts < self.max_attempts {
                me.counts[RETRIED].add(n);
                if core.now_ns >= self.paused_until_ns
                    && self.groups[group].active <= self.limit(me)
                {
                    let again = self.consumer(me, core, group, place as u32);
                    let ns = self.retry_ns;
                    work(me, core, again, Part::Service, ns);
                    return;
                }
                self.rest(me, core, group, place);
                return;
            }
            me.counts[DEAD].add(n);
        }
        let cursor = &mut self.groups[group].cursors[place];
        cursor.next += n;
        cursor.attempts = 0;
        if cursor.next >= cursor.until {
            let committed = cursor.next - cursor.committed;
            cursor.committed = cursor.next;
            me.levels[LAG].sub(now, committed as u32);
        } else if now >= self.paused_until_ns && self.groups[group].active <= self.limit(me) {
            let next = self.consumer(me, core, group, place as u32);
            core.wakes.push(next);
            return;
        }
        self.rest(me, core, group, place);
    }

    /// A consumer leaves a partition. What it has not committed is read again.
    fn rest(&mut self, me: &mut NodeCore, core: &mut Core, group: usize, place: usize) {
        let cursor = &mut self.groups[group].cursors[place];
        me.counts[REREAD].add(cursor.next - cursor.committed);
        cursor.next = cursor.committed;
        cursor.until = cursor.next;
        cursor.busy = false;
        self.groups[group].active -= 1;
        me.levels[READING].sub(core.now_ns, 1);
        self.trim(me, core, place);
        self.offer(group, place);
        self.pump(me, core, group);
    }
}
