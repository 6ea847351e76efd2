//! What a `cache` makes of a read or a write that has its thread: hits, misses, fetches that others wait for.

use super::declare::{
    BUFFERED, COLLAPSED, ENTRIES, EVICTIONS, EXPIRED, FILLS, HITS, LOST_WRITES, MISSES, REFRESHES,
    STALE, WAIT, WAITING_FETCH, WRITES,
};
use super::held::Item;
use super::{
    Cache, FETCHES, FLUSH_DUE, FLUSHES, Found, HOLDS, LEADS, LEASE_DUE, MUST_FETCH, NOTHING,
    REFRESHES_KEY, STORES, Writing, put,
};
use crate::distribution::whole_ns;
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::kinds::{Worked, work};
use crate::measure::attribution::Part;

impl Cache {
    pub(super) fn look_up(
        &mut self,
        me: &mut NodeCore,
        now: u64,
        key: u32,
    ) -> (Found, Option<Item>) {
        let place = self.ring.shard(key, self.alive) as usize;
        let held = &mut self.shards[place].held;
        let Some(item) = held.get(key, now, &mut self.chance) else {
            return (Found::Nothing, None);
        };
        if now < item.fresh_until_ns {
            return (Found::Fresh, Some(item));
        }
        if now - item.fresh_until_ns < self.config.stale_ns {
            return (Found::Stale, Some(item));
        }
        me.counts[EXPIRED].bump();
        if held.remove(key) {
            me.levels[ENTRIES].sub(now, 1);
        }
        (Found::Nothing, None)
    }

    pub(super) fn read(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        let key = core.calls[id].key;
        let (found, item) = self.look_up(me, now, key);
        match found {
            Found::Fresh => {
                me.counts[HITS].bump();
                let late = item.is_some_and(|item| {
                    let left = (item.fresh_until_ns - now) as f64;
                    item.ttl_ns < u64::MAX && left < item.ttl_ns as f64 * self.config.refresh
                });
                if late && self.through && self.flights.take(key, now, self.lease_ns) {
                    self.refresh(me, core, id);
                }
                Worked::Answers
            }
            Found::Stale => {
                let renews =
                    (self.through || self.fills) && self.flights.take(key, now, self.lease_ns);
                if renews && !self.through {
                    // In cache-aside it is the caller who renews.
                    me.counts[MISSES].bump();
                    return self.miss(core, id, true);
                }
                if renews {
                    self.refresh(me, core, id);
                }
                me.counts[STALE].bump();
                Worked::Answers
            }
            Found::Nothing => {
                me.counts[MISSES].bump();
                if !self.config.single_flight || !(self.through || self.fills) {
                    return self.miss(core, id, false);
                }
                if self.flights.take(key, now, self.lease_ns) {
                    return self.miss(core, id, true);
                }
                me.counts[COLLAPSED].bump();
                me.levels[WAITING_FETCH].add(now, 1);
                self.flights.wait(key, id, now + self.lease_ns);
                let call = &mut core.calls[id];
                put(call, 0, HOLDS);
                call.state = State::Queued;
                call.part = Part::Lock;
                self.watch(me, core);
                Worked::Busy
            }
        }
    }

    /// A read has to be fetched: by its caller, or by the cache itself.
    pub(super) fn miss(&mut self, core: &mut Core, id: u32, leads: bool) -> Worked {
        let call = &mut core.calls[id];
        call.flags |= flags::MISS;
        if !self.through {
            call.slot = NOTHING;
            return Worked::Answers;
        }
        put(call, 0, if leads { LEADS } else { FETCHES });
        Worked::Proceeds
    }

    pub(super) fn write(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        me.counts[WRITES].bump();
        let (key, class) = (core.calls[id].key, core.calls[id].class);
        match self.writing {
            Writing::Invalidate => {
                let place = self.ring.shard(key, self.alive) as usize;
                if self.shards[place].held.remove(key) {
                    me.levels[ENTRIES].sub(now, 1);
                }
                Worked::Answers
            }
            Writing::Update => {
                self.keep_answer(me, core, id);
                Worked::Answers
            }
            Writing::Behind if self.behind.take(now, key, class) => {
                self.keep_answer(me, core, id);
                self.flush(me, core);
                Worked::Answers
            }
            Writing::Through | Writing::Behind => {
                put(&mut core.calls[id], 0, STORES);
                Worked::Proceeds
            }
        }
    }

    /// Keeps what a call was about.
    pub(super) fn keep_answer(&mut self, me: &mut NodeCore, core: &Core, id: u32) {
        let call = &core.calls[id];
        let bytes = core.class_bytes[call.class as usize][1];
        let bytes = if bytes > 0.0 { bytes } else { self.value_size };
        self.keep(me, core, call.key, bytes);
    }

    pub(super) fn keep(&mut self, me: &mut NodeCore, core: &Core, key: u32, bytes: f64) {
        let now = core.now_ns;
        let shorter = self.lives.unit() * self.config.jitter;
        let ttl_ns = match self.config.ttl_ns {
            0 => u64::MAX,
            ttl => whole_ns(ttl as f64 * (1.0 - shorter)),
        };
        let item = Item {
            fresh_until_ns: now.saturating_add(ttl_ns),
            ttl_ns,
            weight: if self.by_entries { 1 } else { bytes as u32 }.max(1),
        };
        me.counts[FILLS].bump();
        let place = self.ring.shard(key, self.alive) as usize;
        let held = &mut self.shards[place].held;
        let before = held.len() as u32;
        let gone = held.insert(key, item, now, &mut self.chance);
        me.counts[EVICTIONS].add(gone);
        let entries = me.levels[ENTRIES].value - before + held.len() as u32;
        me.levels[ENTRIES].set(now, entries);
    }

    pub(super) fn count_entries(&self, me: &mut NodeCore, now: u64) {
        let entries: usize = self.shards.iter().map(|shard| shard.held.len()).sum();
        me.levels[ENTRIES].set(now, entries as u32);
    }

    /// Renews an entry in the background, on occasion of a read.
    pub(super) fn refresh(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.counts[REFRESHES].bump();
        let (class, key) = (core.calls[id].class, core.calls[id].key);
        own_call(me, core, class, key, flags::MISS, REFRESHES_KEY);
    }

    /// A fetch is over: those who waited for it are served, or know that there is nothing.
    pub(super) fn land(&mut self, me: &mut NodeCore, core: &mut Core, key: u32, phase: u32) {
        while let Some(id) = self.next_waiter(core, key) {
            self.let_go(me, core, id, phase);
        }
    }

    /// A fetch has failed: it fails those who waited for it.
    pub(super) fn crash(&mut self, me: &mut NodeCore, core: &mut Core, key: u32, cause: Cause) {
        while let Some(id) = self.next_waiter(core, key) {
            self.stop_waiting(me, core, id);
            let call = &mut core.calls[id];
            call.slot = NOTHING;
            core.refuse(id, cause);
        }
    }

    /// Whoever fetched has given up: the next who waits fetches.
    pub(super) fn next_fetches(&mut self, me: &mut NodeCore, core: &mut Core, key: u32) {
        if let Some(id) = self.next_waiter(core, key) {
            self.flights.take(key, core.now_ns, 0);
            self.let_go(me, core, id, MUST_FETCH);
        }
    }

    pub(super) fn next_waiter(&mut self, core: &mut Core, key: u32) -> Option<u32> {
        loop {
            let id = self.flights.pass_on(key)?;
            if !core.calls[id].is(flags::CANCELLED) {
                return Some(id);
            }
            core.calls.remove(id);
        }
    }

    pub(super) fn stop_waiting(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        me.levels[WAITING_FETCH].sub(now, 1);
        me.times[WAIT].record(now - call.mark_ns);
        call.book(Part::Lock, now);
    }

    /// One who waited for a fetch goes on at once.
    pub(super) fn let_go(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, phase: u32) {
        self.stop_waiting(me, core, id);
        put(&mut core.calls[id], 0, phase);
        work(me, core, id, Part::Service, 0);
    }

    pub(super) fn watch(&mut self, me: &NodeCore, core: &mut Core) {
        if !self.watching
            && let Some(due) = self.flights.next_due()
        {
            self.watching = true;
            let due = due.max(core.now_ns);
            core.events.push(due, What::Timer(me.index, LEASE_DUE));
        }
    }

    /// Passes on the writes that are due.
    pub(super) fn flush(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        while let Some((key, class)) = self.behind.next(now) {
            own_call(me, core, class, key, flags::WRITE, FLUSHES);
        }
        me.levels[BUFFERED].set(now, self.behind.waiting());
        if let Some(due) = self.behind.wake(now) {
            core.events.push(due, What::Timer(me.index, FLUSH_DUE));
        }
    }

    pub(super) fn lose_writes(&mut self, me: &mut NodeCore, now: u64) {
        me.counts[LOST_WRITES].add(u64::from(self.behind.waiting()));
        self.behind.clear();
        me.levels[BUFFERED].set(now, 0);
    }
}

/// A call of the cache's own, along its route.
fn own_call(me: &NodeCore, core: &mut Core, class: u16, key: u32, flag: u16, phase: u32) {
    let mut call = Call::new(me.index, class, core.now_ns);
    call.flags = flags::ORPHAN | flags::MESSAGE | flag;
    call.state = State::Waiting;
    call.key = key;
    put(&mut call, 0, phase);
    let id = core.calls.add(call);
    core.wakes.push(id);
}
