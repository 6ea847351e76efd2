//! How calls go through a `sql-database`: connection, lock, core, replicas, and back.

use super::at::{At, Phase};
use super::declare::{
    CONNECTIONS, FAILED_OVER, LOCK_WAIT, LOCK_WAITING, LOCK_WAITS, REPLICA_READS, RUNNING,
    STALE_READS, WAITING,
};
use super::{LOCKS_DUE, MOST_REPLICAS, PRIMARY, SqlDatabase};
use crate::distribution::whole_ns;
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::fault::share_of;
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::kinds::work;
use crate::measure::attribution::Part;
use crate::structures::sort;

impl SqlDatabase {
    pub(super) fn electing(&self, now_ns: u64) -> bool {
        now_ns < self.electing_until_ns
    }

    /// Takes stock of what there is.
    pub(super) fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let all = self.servers.len() as u32;
        self.alive = share_of(all, 1.0 - me.fault.lost).max(1);
        self.capacity = share_of(self.config.max_connections, me.fault.capacity);
        let cores = self.alive.saturating_mul(self.config.cores);
        self.cores.set(core.now_ns, cores);
        core.slots[me.index as usize] = cores;
        core.has_instances(me.index, self.alive, 0);
        me.money
            .rate(core.now_ns, f64::from(all) * self.config.price);
    }

    /// Which server takes the next read.
    pub(super) fn reader(&mut self, chosen: u32) -> usize {
        let first = u32::from(!self.config.reads[0]);
        let end = if self.config.reads[1] { self.alive } else { 1 };
        if end <= first {
            return PRIMARY;
        }
        if chosen != NONE {
            return (first + chosen % (end - first)) as usize;
        }
        self.turn = (self.turn + 1) % (end - first);
        (first + self.turn) as usize
    }

    /// A call gets a connection.
    pub(super) fn start(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let now = core.now_ns;
        self.servers[at.server as usize].connections += 1;
        me.levels[CONNECTIONS].add(now, 1);
        let call = &mut core.calls[id];
        if !call.is(flags::WRITE) {
            self.take_core(me, core, id, at);
            return;
        }
        at.left = self.config.statements.max(1);
        if !self.row_locks || self.locks.take(call.key, now, u64::MAX) {
            at.locked = self.row_locks;
            self.take_core(me, core, id, at);
            return;
        }
        let due = if self.lock_timeout_ns == 0 {
            u64::MAX
        } else {
            now + self.lock_timeout_ns
        };
        at.phase = Phase::Lock;
        at.put(call);
        call.state = State::Queued;
        call.part = Part::Lock;
        me.counts[LOCK_WAITS].bump();
        me.levels[LOCK_WAITING].add(now, 1);
        self.locks.wait(core.calls[id].key, id, due);
        self.watch_locks(me, core);
    }

    pub(super) fn take_core(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let place = at.server as usize;
        let gone = place == PRIMARY && self.electing(core.now_ns);
        if !gone && self.servers[place].busy < self.config.cores {
            self.run(me, core, id, at);
            return;
        }
        at.phase = Phase::Queue;
        let call = &mut core.calls[id];
        at.put(call);
        call.state = State::Queued;
        call.part = Part::Queue;
        self.servers[place].queue.push_back(id);
        me.levels[WAITING].add(core.now_ns, 1);
    }

    pub(super) fn run(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let now = core.now_ns;
        self.servers[at.server as usize].busy += 1;
        me.levels[RUNNING].add(now, 1);
        let call = &mut core.calls[id];
        call.book(Part::Queue, now);
        let write = call.is(flags::WRITE);
        if at.server > 0 {
            let (key, lag) = (call.key, self.lag_ns(me));
            me.counts[REPLICA_READS].bump();
            if self.writes.younger(key, now, lag) {
                me.counts[STALE_READS].bump();
            }
        } else if !at.begun {
            at.begun = true;
            at.term = self.term;
        }
        at.phase = Phase::Runs;
        let call = &mut core.calls[id];
        at.put(call);
        let factor = core.class_work[call.class as usize];
        let time = if write {
            &self.config.write
        } else {
            &self.config.read
        };
        let ns = time.draw(&mut me.stream) * factor;
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    /// How far behind a replica is now.
    pub(super) fn lag_ns(&mut self, me: &NodeCore) -> u64 {
        self.config.lag.draw_ns(&mut self.lags) + me.fault.lag_ns
    }

    /// How long a transaction waits for the replicas that must have it.
    pub(super) fn commit_wait(&mut self) -> u64 {
        let replicas = self.servers.len() - 1;
        if self.config.acks == 0 || replicas == 0 {
            return 0;
        }
        let mut times = [(0, 0); MOST_REPLICAS];
        let times = &mut times[..replicas.min(MOST_REPLICAS)];
        for (time, _) in &mut *times {
            *time = self.config.ack.draw_ns(&mut self.acks);
        }
        sort(times);
        times[self.config.acks.min(times.len()) - 1].0
    }

    /// A call gives back its lock and its connection.
    pub(super) fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, at: At) {
        if at.phase == Phase::Line {
            return;
        }
        let place = at.server as usize;
        self.servers[place].connections -= 1;
        me.levels[CONNECTIONS].sub(core.now_ns, 1);
        if at.locked {
            self.pass_lock(me, core, id);
        }
        self.fill_cores(me, core, place);
        self.fill_line(me, core, place);
    }

    /// The lock of a call's key goes to the next who waits for it.
    pub(super) fn pass_lock(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let key = core.calls[id].key;
        while let Some(next) = self.locks.pass_on(key) {
            let call = &mut core.calls[next];
            if call.is(flags::CANCELLED) {
                core.calls.remove(next);
                continue;
            }
            me.levels[LOCK_WAITING].sub(now, 1);
            me.times[LOCK_WAIT].record(now - call.mark_ns);
            call.book(Part::Lock, now);
            let mut at = At::of(call);
            at.locked = true;
            self.take_core(me, core, next, at);
            return;
        }
    }

    pub(super) fn watch_locks(&mut self, me: &NodeCore, core: &mut Core) {
        if !self.watching
            && let Some(due) = self.locks.next_due()
            && due < u64::MAX
        {
            self.watching = true;
            core.events
                .push(due.max(core.now_ns), What::Timer(me.index, LOCKS_DUE));
        }
    }

    /// One who waited for a lock fails; false when it had gone itself.
    pub(super) fn turn_away_from_lock(
        &mut self,
        me: &mut NodeCore,
        core: &mut Core,
        id: u32,
        cause: Cause,
    ) -> bool {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        if call.is(flags::CANCELLED) {
            core.calls.remove(id);
            return false;
        }
        me.levels[LOCK_WAITING].sub(now, 1);
        call.book(Part::Lock, now);
        end(core, id, cause);
        true
    }

    /// Whoever waits for the primary fails.
    pub(super) fn turn_away(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let primary = &mut self.servers[PRIMARY];
        let (queue, line) = (primary.queue.drain(..), primary.line.drain(..));
        for id in queue.chain(line) {
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(now, 1);
            me.counts[FAILED_OVER].bump();
            core.calls[id].book(Part::Queue, now);
            if At::of(&core.calls[id]).phase == Phase::Line {
                primary.in_line -= 1;
                core.calls[id].slot = 0;
                core.refuse(id, Cause::NodeDown);
            } else {
                end(core, id, Cause::NodeDown);
            }
        }
        while let Some(id) = self.locks.give_up(u64::MAX) {
            if self.turn_away_from_lock(me, core, id, Cause::NodeDown) {
                me.counts[FAILED_OVER].bump();
            }
        }
    }

    pub(super) fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        for place in 0..self.servers.len() {
            self.fill_cores(me, core, place);
            self.fill_line(me, core, place);
        }
    }

    pub(super) fn fill_cores(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        while self.servers[place].busy < self.config.cores
            && !(place == PRIMARY && self.electing(core.now_ns))
        {
            let Some(id) = self.servers[place].queue.pop_front() else {
                return;
            };
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(core.now_ns, 1);
            let at = At::of(&core.calls[id]);
            self.run(me, core, id, at);
        }
    }

    pub(super) fn fill_line(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        let now = core.now_ns;
        while self.servers[place].connections < self.capacity {
            let server = &mut self.servers[place];
            let Some(id) = server.line.pop_front() else {
                return;
            };
            let call = &mut core.calls[id];
            if call.is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            server.in_line -= 1;
            me.levels[WAITING].sub(now, 1);
            call.book(Part::Queue, now);
            if call.deadline_ns <= now {
                // Nobody has a use for its answer any more.
                call.slot = 0;
                core.refuse(id, Cause::DeadlineExceeded);
                continue;
            }
            let at = At::of(call);
            self.start(me, core, id, at);
        }
    }
}

/// A call that has a connection is about to fail.
fn end(core: &mut Core, id: u32, cause: Cause) {
    let call = &mut core.calls[id];
    let mut at = At::of(call);
    at.phase = Phase::Ends;
    at.put(call);
    core.refuse(id, cause);
}
