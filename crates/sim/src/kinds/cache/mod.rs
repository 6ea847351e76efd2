//! `cache`: keyed entries with a time to live, in front of something slower.
//!
//! In cache-aside a miss is answered with [`flags::MISS`] and the caller's route goes on `when = "miss"`; the engine tells the cache
//! when the caller has what it asked for ([`Behaviour::fetched`]), and the cache keeps it. In read-through the call itself
//! goes on along the cache's own route. Single flight, leases and stale values under a lease follow Nishtala et al.,
//! "Scaling Memcache at Facebook", NSDI 2013; stale-while-revalidate is RFC 5861.

mod behind;
mod declare;
mod held;
mod ring;

use std::collections::VecDeque;

use self::behind::Behind;
pub(super) use self::declare::declare;
use self::declare::{
    BUFFERED, COLLAPSED, ENTRIES, EVICTIONS, EXPIRED, FILLS, FLUSHED, HITS, LOST_WRITES, MISSES,
    REFRESHES, REFUSED, RUNNING, STALE, WAIT, WAITING, WAITING_FETCH, WRITES,
};
use self::held::{Held, Item};
use self::ring::Ring;
use super::locks::Locks;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

/// Somebody may have waited too long for another's fetch.
const LEASE_DUE: Tag = Tag(0);
/// A write may be due to be passed on.
const FLUSH_DUE: Tag = Tag(1);

// What a call is at: the low bits of its `slot`; its shard above.
/// Nothing here is its own.
const NOTHING: u32 = 0;
/// Waits for a thread.
const QUEUED: u32 = 1;
/// At work on a thread.
const RUNS: u32 = 2;
/// Waits for another's fetch.
const HOLDS: u32 = 3;
/// Has what it waited for, or must fetch it itself.
const SERVED: u32 = 4;
const MUST_FETCH: u32 = 5;
/// Fetches by the cache's own route; where it `LEADS`, others may wait for it.
const FETCHES: u32 = 6;
const LEADS: u32 = 7;
/// Writes by the cache's own route.
const STORES: u32 = 8;
/// Calls of the cache's own.
const REFRESHES_KEY: u32 = 9;
const FLUSHES: u32 = 10;
/// Has waited for what is nowhere.
const ABSENT: u32 = 11;

fn put(call: &mut Call, shard: u32, phase: u32) {
    call.slot = shard << 4 | phase;
}

struct Config {
    ttl_ns: u64,
    jitter: f64,
    single_flight: bool,
    stale_ns: u64,
    refresh: f64,
    service: Sampler,
    threads: u32,
    queue_limit: u32,
    price: f64,
}

impl Config {
    fn new(p: Params) -> Self {
        Self {
            ttl_ns: p.ns("ttl"),
            jitter: p.number("ttl_jitter"),
            single_flight: p.flag("single_flight"),
            stale_ns: p.ns("stale_while_revalidate"),
            refresh: p.number("refresh_ahead"),
            service: p.time("service_time"),
            threads: p.count("threads"),
            queue_limit: p.count("queue_limit"),
            price: p.number("shard_price"),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Invalidate,
    Update,
    Through,
    Behind,
}

struct Shard {
    held: Held,
    busy: u32,
    queue: VecDeque<u32>,
    in_queue: u32,
}

/// What a lookup found.
enum Found {
    Fresh,
    /// Past its time, and good enough while it is renewed.
    Stale,
    Nothing,
}

pub(crate) struct Cache {
    config: Config,
    through: bool,
    fills: bool,
    writing: Writing,
    lease_ns: u64,
    /// Weights are entries and not bytes.
    by_entries: bool,
    value_size: f64,
    shards: Vec<Shard>,
    alive: u32,
    threads: u32,
    ring: Ring,
    /// Keys that are being fetched, and who waits for them.
    flights: Locks,
    watching: bool,
    behind: Behind,
    lives: Stream,
    chance: Stream,
}

impl Behaviour for Cache {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let shards = p.count("shards").max(1);
        let (entries, memory) = (p.number("max_entries"), p.number("memory"));
        let value_size = p.number("value_size");
        let by_entries = entries * value_size <= memory;
        let capacity = if by_entries { entries } else { memory };
        let expected = entries.min(memory / value_size).max(1.0) as u64;
        let held = || Held::new(p.choice("eviction"), capacity as u64, expected);
        let mut cache = Self {
            config: Config::new(p),
            through: p.choice("reads") == 1,
            fills: p.choice("fill") == 0,
            writing: match p.choice("writes") {
                0 => Writing::Invalidate,
                1 => Writing::Update,
                2 => Writing::Through,
                _ => Writing::Behind,
            },
            lease_ns: p.ns("lease"),
            by_entries,
            value_size,
            shards: (0..shards)
                .map(|_| Shard {
                    held: held(),
                    busy: 0,
                    queue: VecDeque::new(),
                    in_queue: 0,
                })
                .collect(),
            alive: shards,
            threads: 0,
            ring: Ring::new(shards),
            flights: Locks::default(),
            watching: false,
            behind: Behind::new(p),
            lives: Stream::new(seed, &node.id, "lives"),
            chance: Stream::new(seed, &node.id, "eviction"),
        };
        cache.size(me, core);
        // The most popular last, that they are the youngest.
        for key in (0..p.count("warm_keys")).rev() {
            cache.keep(me, core, key, value_size);
        }
        cache
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.config = Config::new(p);
        self.behind.configure(p);
        self.size(me, core);
        self.fill_all(me, core);
        self.flush(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let place = self.ring.shard(core.calls[id].key, self.alive);
        let shard = &mut self.shards[place as usize];
        if self.threads == 0 {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        if shard.busy < self.threads {
            self.run(me, core, id, place);
        } else if shard.in_queue < self.config.queue_limit {
            shard.in_queue += 1;
            shard.queue.push_back(id);
            me.levels[WAITING].add(core.now_ns, 1);
            put(&mut core.calls[id], place, QUEUED);
            core.calls[id].state = State::Queued;
        } else {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let place = core.calls[id].slot >> 4;
        match core.calls[id].slot & 15 {
            SERVED => {
                core.calls[id].slot = NOTHING;
                Worked::Answers
            }
            ABSENT => {
                core.calls[id].slot = NOTHING;
                core.calls[id].flags |= flags::MISS;
                Worked::Answers
            }
            MUST_FETCH => self.miss(core, id, true),
            _ => {
                core.calls[id].slot = NOTHING;
                self.free_thread(me, core, place);
                if core.calls[id].is(flags::WRITE) {
                    self.write(me, core, id)
                } else {
                    self.read(me, core, id)
                }
            }
        }
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        let (place, phase) = (call.slot >> 4, call.slot & 15);
        call.slot = NOTHING;
        let found = ok && !call.is(flags::MISS);
        let (key, cause, gone) = (call.key, call.cause, call.is(flags::CANCELLED));
        match phase {
            RUNS => self.free_thread(me, core, place),
            MUST_FETCH => self.next_fetches(me, core, key),
            FETCHES | LEADS | REFRESHES_KEY => {
                if found {
                    self.keep_answer(me, core, id);
                }
                if phase == FETCHES {
                    return;
                }
                if ok {
                    let phase = if found { SERVED } else { ABSENT };
                    self.land(me, core, key, phase);
                } else if gone {
                    self.next_fetches(me, core, key);
                } else {
                    self.crash(me, core, key, cause);
                }
            }
            STORES if ok => self.keep_answer(me, core, id),
            FLUSHES => {
                if ok {
                    me.counts[FLUSHED].bump();
                }
                let class = core.calls[id].class;
                self.behind.came_back(core.now_ns, key, class, ok);
                self.flush(me, core);
            }
            _ => {}
        }
    }

    /// The entry in the queue is swept when its turn comes.
    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        let (place, phase) = (call.slot >> 4, call.slot & 15);
        call.slot = NOTHING;
        if phase == QUEUED {
            self.shards[place as usize].in_queue -= 1;
            me.levels[WAITING].sub(core.now_ns, 1);
        } else if phase == HOLDS {
            me.levels[WAITING_FETCH].sub(core.now_ns, 1);
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == FLUSH_DUE {
            self.behind.timer_set = false;
            self.flush(me, core);
            return;
        }
        self.watching = false;
        while let Some(id) = self.flights.give_up(now) {
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            // It fetches, and others wait for it now.
            self.flights.take(core.calls[id].key, now, 0);
            self.let_go(me, core, id, MUST_FETCH);
        }
        self.watch(me, core);
    }

    fn fetched(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, found: bool) {
        if self.through || !self.fills {
            return;
        }
        let key = core.calls[id].key;
        if found {
            self.keep_answer(me, core, id);
            self.land(me, core, key, SERVED);
        } else {
            self.next_fetches(me, core, key);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        // What a lost shard held is lost with it.
        let from = if me.fault.down { 0 } else { self.alive };
        for shard in &mut self.shards[from as usize..] {
            shard.held.clear();
        }
        self.count_entries(me, core.now_ns);
        if me.fault.down {
            self.lose_writes(me, core.now_ns);
        }
        self.fill_all(me, core);
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Flush {
            for shard in &mut self.shards {
                shard.held.clear();
            }
            self.count_entries(me, core.now_ns);
            self.lose_writes(me, core.now_ns);
        }
    }

    fn derived(&self, me: &NodeCore, key: &str, _: u64, _: u64) -> f64 {
        if key == "memory" {
            let weight: u64 = self.shards.iter().map(|s| s.held.weight()).sum();
            let each = if self.by_entries {
                self.value_size
            } else {
                1.0
            };
            return weight as f64 * each;
        }
        let count = |i: usize| me.counts[i].measured() as f64;
        let answered = count(HITS) + count(STALE);
        let all = answered + count(MISSES);
        if all > 0.0 { answered / all } else { 0.0 }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value + me.levels[WAITING_FETCH].value,
            instances: self.alive,
            capacity: Some(f64::from(self.alive) * f64::from(self.threads)),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let count = |i: usize| me.counts[i].measured();
        let reads = count(HITS) + count(STALE) + count(MISSES);
        let ratio = self.derived(me, "hit_ratio", now_ns, span_ns);
        if reads > 100 && ratio < 0.5 {
            let why = if count(EVICTIONS) * 2 > count(MISSES) {
                ": it is too small for what is asked for"
            } else if count(EXPIRED) * 2 > count(MISSES) {
                ": entries expire before they are asked for again"
            } else {
                ""
            };
            let share = quantity::format(ratio, Unit::Ratio);
            out.push(format!(
                "{} answers only {share} of its reads{why}.",
                me.label
            ));
        }
        if count(LOST_WRITES) > 0 {
            let lost = quantity::format(count(LOST_WRITES) as f64, Unit::Count);
            out.push(format!(
                "{} lost {lost} writes that it had acknowledged and not passed on.",
                me.label
            ));
        }
    }
}

impl Cache {
    /// Takes stock of what there is.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let all = self.shards.len() as u32;
        let lost = (me.fault.lost * f64::from(all)) as u32;
        self.alive = (all - lost.min(all)).max(1);
        self.threads = libm::ceil(f64::from(self.config.threads) * me.fault.capacity) as u32;
        core.slots[me.index as usize] = self.alive.saturating_mul(self.threads);
        core.instances[me.index as usize] = self.alive;
        me.money
            .rate(core.now_ns, f64::from(all) * self.config.price);
    }

    fn run(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, place: u32) {
        self.shards[place as usize].busy += 1;
        me.levels[RUNNING].add(core.now_ns, 1);
        let call = &mut core.calls[id];
        call.book(Part::Queue, core.now_ns);
        put(call, place, RUNS);
        let factor = core.class_work[call.class as usize];
        let ns = self.config.service.draw(&mut me.stream) * factor;
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    fn free_thread(&mut self, me: &mut NodeCore, core: &mut Core, place: u32) {
        self.shards[place as usize].busy -= 1;
        me.levels[RUNNING].sub(core.now_ns, 1);
        self.fill(me, core, place);
    }

    fn fill_all(&mut self, me: &mut NodeCore, core: &mut Core) {
        for place in 0..self.shards.len() as u32 {
            self.fill(me, core, place);
        }
    }

    /// Gives free threads to those who wait.
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core, place: u32) {
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

    fn look_up(&mut self, me: &mut NodeCore, now: u64, key: u32) -> (Found, Option<Item>) {
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

    fn read(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
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
                put(&mut core.calls[id], 0, HOLDS);
                core.calls[id].state = State::Queued;
                self.watch(me, core);
                Worked::Busy
            }
        }
    }

    /// A read has to be fetched: by its caller, or by the cache itself.
    fn miss(&mut self, core: &mut Core, id: u32, leads: bool) -> Worked {
        let call = &mut core.calls[id];
        call.flags |= flags::MISS;
        if !self.through {
            call.slot = NOTHING;
            return Worked::Answers;
        }
        put(call, 0, if leads { LEADS } else { FETCHES });
        Worked::Proceeds
    }

    fn write(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
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
    fn keep_answer(&mut self, me: &mut NodeCore, core: &Core, id: u32) {
        let call = &core.calls[id];
        let bytes = core.class_bytes[call.class as usize][1];
        let bytes = if bytes > 0.0 { bytes } else { self.value_size };
        self.keep(me, core, call.key, bytes);
    }

    fn keep(&mut self, me: &mut NodeCore, core: &Core, key: u32, bytes: f64) {
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

    fn count_entries(&self, me: &mut NodeCore, now: u64) {
        let entries: usize = self.shards.iter().map(|shard| shard.held.len()).sum();
        me.levels[ENTRIES].set(now, entries as u32);
    }

    /// Renews an entry in the background, on occasion of a read.
    fn refresh(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.counts[REFRESHES].bump();
        let (class, key) = (core.calls[id].class, core.calls[id].key);
        own_call(me, core, class, key, flags::MISS, REFRESHES_KEY);
    }

    /// A fetch is over: those who waited for it are served, or know that there is nothing.
    fn land(&mut self, me: &mut NodeCore, core: &mut Core, key: u32, phase: u32) {
        while let Some(id) = self.next_waiter(core, key) {
            self.let_go(me, core, id, phase);
        }
    }

    /// A fetch has failed: it fails those who waited for it.
    fn crash(&mut self, me: &mut NodeCore, core: &mut Core, key: u32, cause: Cause) {
        while let Some(id) = self.next_waiter(core, key) {
            self.stop_waiting(me, core, id);
            let call = &mut core.calls[id];
            call.slot = NOTHING;
            call.state = State::Working;
            core.refused.push((id, cause));
        }
    }

    /// Whoever fetched has given up: the next who waits fetches.
    fn next_fetches(&mut self, me: &mut NodeCore, core: &mut Core, key: u32) {
        if let Some(id) = self.next_waiter(core, key) {
            self.flights.take(key, core.now_ns, 0);
            self.let_go(me, core, id, MUST_FETCH);
        }
    }

    fn next_waiter(&mut self, core: &mut Core, key: u32) -> Option<u32> {
        loop {
            let id = self.flights.pass_on(key)?;
            if !core.calls[id].is(flags::CANCELLED) {
                return Some(id);
            }
            core.calls.remove(id);
        }
    }

    fn stop_waiting(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        me.levels[WAITING_FETCH].sub(now, 1);
        me.times[WAIT].record(now - call.mark_ns);
        call.book(Part::Lock, now);
    }

    /// One who waited for a fetch goes on at once.
    fn let_go(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, phase: u32) {
        self.stop_waiting(me, core, id);
        put(&mut core.calls[id], 0, phase);
        work(me, core, id, Part::Service, 0);
    }

    fn watch(&mut self, me: &NodeCore, core: &mut Core) {
        if !self.watching
            && let Some(due) = self.flights.next_due()
        {
            self.watching = true;
            let due = due.max(core.now_ns);
            core.events.push(due, What::Timer(me.index, LEASE_DUE));
        }
    }

    /// Passes on the writes that are due.
    fn flush(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        while let Some((key, class)) = self.behind.next(now) {
            own_call(me, core, class, key, flags::WRITE, FLUSHES);
        }
        me.levels[BUFFERED].set(now, self.behind.waiting());
        if let Some(due) = self.behind.wake(now) {
            core.events.push(due, What::Timer(me.index, FLUSH_DUE));
        }
    }

    fn lose_writes(&mut self, me: &mut NodeCore, now: u64) {
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
