//! `cache`: keyed entries with a time to live, in front of something slower.
//!
//! In cache-aside a miss is answered with [`flags::MISS`] and the caller's route goes on `when = "miss"`; the engine tells the cache
//! when the caller has what it asked for ([`Behaviour::fetched`]), and the cache keeps it. In read-through the call itself
//! goes on along the cache's own route. Single flight, leases and stale values under a lease follow Nishtala et al.,
//! "Scaling Memcache at Facebook", NSDI 2013; stale-while-revalidate is RFC 5861.

mod behind;
mod declare;
mod held;
mod keeping;
mod ring;
mod threads;

use std::collections::VecDeque;

use self::behind::Behind;
pub(super) use self::declare::declare;
use self::declare::{
    EVICTIONS, EXPIRED, FLUSHED, HITS, LOST_WRITES, MISSES, REFUSED, RUNNING, STALE, WAITING,
    WAITING_FETCH,
};
use self::held::Held;
use self::ring::Ring;
use super::locks::Locks;
use super::{Admit, Behaviour, Params, Pulse, Worked};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::fault::{Strike, share_of};
use crate::engine::queue::Tag;
use crate::engine::{Core, NodeCore};
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

#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts of a cache"
)]
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
                "At {}, only {share} of the reads are hits{why}.",
                me.label
            ));
        }
        if count(LOST_WRITES) > 0 {
            let lost = quantity::format(count(LOST_WRITES) as f64, Unit::Count);
            out.push(format!(
                "At {}, {lost} writes were lost that had been acknowledged and not passed on.",
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
        self.threads = share_of(self.config.threads, me.fault.capacity);
        core.slots[me.index as usize] = self.alive.saturating_mul(self.threads);
        core.has_instances(me.index, self.alive, 0);
        me.money
            .rate(core.now_ns, f64::from(all) * self.config.price);
    }
}
