//! Scatter and gather: what `search-index` and `vector-index` have in common.
//!
//! A query goes to one copy of every shard and is answered when the slowest of them has; a document goes to every copy of one
//! shard, and is found after the next refresh. As Elasticsearch and `OpenSearch` do it
//! (elastic.co/guide/en/elasticsearch/reference/current: Search shard routing, Near real-time search, Thread pools).
//! Each shard's part of the work is a call of the node's own, so that the account of a query is that of its slowest shard.

mod declare;

use std::collections::VecDeque;

pub(super) use self::declare::{LEAVES_OUT, metrics, params};
use super::writes::Writes;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::fault::share_of;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Gauge;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const QUERIES: usize = 0;
const WRITES: usize = 1;
const REJECTED: usize = 2;
const STALE: usize = 3;
const RUNNING: usize = 0;
const WAITING: usize = 1;
const SHARD: usize = 0;
const SLOWEST: usize = 1;

/// What a shard's part of the work takes.
pub(crate) trait Effort {
    fn new(p: Params) -> Self;
    fn query_ns(&self, stream: &mut Stream) -> f64;
    fn write_ns(&self, stream: &mut Stream) -> f64;
    /// Bytes that one copy of everything takes, where it is known.
    fn memory(&self) -> f64 {
        0.0
    }
}

/// One copy of one shard.
#[derive(Default)]
struct Replica {
    busy: u32,
    queue: VecDeque<u32>,
}

/// A call whose parts are out.
#[derive(Clone, Copy)]
struct Gather {
    call: u32,
    left: u32,
}

pub(crate) struct Scatter<E> {
    effort: E,
    merge: Sampler,
    slots: u32,
    queue_limit: usize,
    adaptive: bool,
    refresh_ns: u64,
    price: f64,
    shards: usize,
    /// Of each shard, and those of them that are there.
    copies_each: usize,
    alive: usize,
    copies: Vec<Replica>,
    turn: usize,
    gathers: Vec<Gather>,
    free: Vec<u32>,
    /// The copies that the call at hand goes to.
    chosen: Vec<usize>,
    writes: Writes,
    capacity: u32,
    all_slots: Gauge,
}

impl<E: Effort> Behaviour for Scatter<E> {
    fn new(p: Params, _: &Node, _: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let shards = p.count("shards").max(1) as usize;
        let copies_each = p.count("replicas") as usize + 1;
        let mut index = Self {
            effort: E::new(p),
            merge: p.time("merge_time"),
            slots: 0,
            queue_limit: 0,
            adaptive: true,
            refresh_ns: p.ns("refresh_interval"),
            price: 0.0,
            shards,
            copies_each,
            alive: copies_each,
            copies: (0..shards * copies_each)
                .map(|_| Replica::default())
                .collect(),
            turn: 0,
            gathers: Vec::new(),
            free: Vec::new(),
            chosen: Vec::new(),
            writes: Writes::default(),
            capacity: 0,
            all_slots: Gauge::default(),
        };
        index.read(p, me, core);
        index
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.effort = E::new(p);
        self.merge = p.time("merge_time");
        self.read(p, me, core);
        self.fill_all(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        let call = &core.calls[id];
        let (write, key) = (call.is(flags::WRITE), call.key);
        if self.capacity == 0 {
            me.counts[REJECTED].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        self.choose(write, key);
        let full = |&copy: &usize| {
            let copy = &self.copies[copy];
            copy.busy >= self.capacity && copy.queue.len() >= self.queue_limit
        };
        if self.chosen.iter().any(full) {
            me.counts[REJECTED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        if !write && self.refresh_ns > 0 && self.is_stale(key, now) {
            me.counts[STALE].bump();
        }
        let gather = Gather {
            call: id,
            left: self.chosen.len() as u32,
        };
        let place = if let Some(place) = self.free.pop() {
            self.gathers[place as usize] = gather;
            place
        } else {
            self.gathers.push(gather);
            (self.gathers.len() - 1) as u32
        };
        core.calls[id].state = State::Queued;
        let class = core.calls[id].class;
        for i in 0..self.chosen.len() {
            let copy = self.chosen[i];
            let mut part = Call::new(me.index, class, now);
            part.flags =
                flags::ORPHAN | flags::MESSAGE | flags::OWN | if write { flags::WRITE } else { 0 };
            part.slot = place;
            part.instance = copy as u32;
            part.state = State::Queued;
            let part = core.calls.add(part);
            self.copies[copy].queue.push_back(part);
            me.levels[WAITING].add(now, 1);
            self.fill(me, core, copy);
        }
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        let call = &core.calls[id];
        let write = call.is(flags::WRITE);
        if !call.is(flags::MESSAGE) {
            // Merged.
            if write {
                me.counts[WRITES].bump();
                self.writes.record(now, call.key, self.refresh_ns);
            } else {
                me.counts[QUERIES].bump();
            }
            return Worked::Proceeds;
        }
        let (copy, place, since) = (call.instance as usize, call.slot, call.first_ns);
        let parts = call.parts;
        self.copies[copy].busy -= 1;
        me.levels[RUNNING].sub(now, 1);
        if !write {
            me.times[SHARD].record(now - since);
        }
        self.fill(me, core, copy);
        let gather = &mut self.gathers[place as usize];
        gather.left -= 1;
        if gather.left > 0 {
            return Worked::Answers;
        }
        let main = gather.call;
        self.free.push(place);
        let call = &mut core.calls[main];
        if call.is(flags::CANCELLED) {
            core.calls.remove(main);
            return Worked::Answers;
        }
        // What the last shard's time was spent on is what the whole waited for.
        for part in [Part::Queue, Part::Service] {
            call.parts[part as usize] += parts[part as usize];
        }
        call.mark_ns = now;
        let ns = if write {
            0
        } else {
            me.times[SLOWEST].record(now - since);
            self.merge.draw_ns(&mut me.stream)
        };
        work(me, core, main, Part::Service, ns);
        Worked::Answers
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.fill_all(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.all_slots.begin(now_ns);
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, _: u64) -> f64 {
        let count = |i: usize| me.counts[i].measured() as f64;
        let (part, whole) = match key {
            "memory" => (self.effort.memory() * self.copies_each as f64, 1.0),
            "utilisation" => (
                me.levels[RUNNING].measured(now_ns) as f64,
                self.all_slots.measured(now_ns) as f64,
            ),
            _ => (count(STALE), count(QUERIES)),
        };
        if whole > 0.0 { part / whole } else { 0.0 }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value,
            instances: (self.alive * self.shards) as u32,
            capacity: Some((self.alive * self.shards) as f64 * f64::from(self.capacity)),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let (rejected, all) = (me.counts[REJECTED].measured(), me.arrived.measured());
        let share = |ratio: f64| quantity::format(ratio, Unit::Ratio);
        if all > 0 && rejected * 100 >= all {
            let share = share(rejected as f64 / all as f64);
            out.push(format!(
                "At {}, the copies are saturated: {share} of the calls were rejected.",
                me.label
            ));
        } else if self.derived(me, "utilisation", now_ns, span_ns) >= 0.9 {
            out.push(format!(
                "At {}, the copies are nearly always busy.",
                me.label
            ));
        }
        let (mean, slowest) = (me.times[SHARD].mean(), me.times[SLOWEST].mean());
        if let (Some(mean), Some(slowest)) = (mean, slowest)
            && slowest > 3.0 * mean
        {
            out.push(format!(
                "At {}, queries wait for the slowest shard: {:.1} times as long as a shard takes on average.",
                me.label,
                slowest / mean
            ));
        }
    }
}

impl<E: Effort> Scatter<E> {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.slots = p.count("slots");
        self.queue_limit = p.count("queue_limit") as usize;
        self.adaptive = p.choice("selection") == 0;
        self.price = p.number("copy_price");
        self.size(me, core);
    }

    /// Takes stock of what there is.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let lost = (me.fault.lost * self.copies_each as f64) as usize;
        self.alive = (self.copies_each - lost.min(self.copies_each)).max(1);
        self.capacity = share_of(self.slots, me.fault.capacity);
        let there = (self.alive * self.shards) as u32;
        self.all_slots
            .set(core.now_ns, there.saturating_mul(self.capacity));
        // A query takes a slot of each shard.
        core.slots[me.index as usize] = (self.alive as u32).saturating_mul(self.capacity);
        let price = self.copies.len() as f64 * self.price;
        me.money.rate(core.now_ns, price);
    }

    /// The copies that a call goes to: all of one shard, or one of each.
    fn choose(&mut self, write: bool, key: u32) {
        self.chosen.clear();
        let each = self.copies_each;
        if write {
            let spread = key.wrapping_mul(0x9e37_79b9) >> 8;
            let first = spread as usize % self.shards * each;
            self.chosen.extend(first..first + self.alive);
            return;
        }
        self.turn = (self.turn + 1) % self.alive;
        for shard in 0..self.shards {
            let first = shard * each;
            let copies = (0..self.alive).map(|i| first + (self.turn + i) % self.alive);
            let load = |&copy: &usize| {
                let copy = &self.copies[copy];
                copy.busy as usize + copy.queue.len()
            };
            let copy = if self.adaptive {
                copies.min_by_key(load)
            } else {
                copies.take(1).next()
            };
            self.chosen.push(copy.unwrap_or(first));
        }
    }

    /// Whether the last write of a key is not found yet: refreshes are as often as the interval says, from the start on.
    fn is_stale(&self, key: u32, now_ns: u64) -> bool {
        let refreshed = now_ns - now_ns % self.refresh_ns;
        self.writes.last(key).is_some_and(|at| at >= refreshed)
    }

    fn fill_all(&mut self, me: &mut NodeCore, core: &mut Core) {
        for copy in 0..self.copies.len() {
            self.fill(me, core, copy);
        }
    }

    /// Gives free slots of a copy to the parts that wait there.
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core, copy: usize) {
        let now = core.now_ns;
        while self.copies[copy].busy < self.capacity {
            let Some(id) = self.copies[copy].queue.pop_front() else {
                return;
            };
            self.copies[copy].busy += 1;
            me.levels[WAITING].sub(now, 1);
            me.levels[RUNNING].add(now, 1);
            let call = &mut core.calls[id];
            call.book(Part::Queue, now);
            let factor = core.class_work[call.class as usize];
            let ns = if call.is(flags::WRITE) {
                self.effort.write_ns(&mut me.stream)
            } else {
                self.effort.query_ns(&mut me.stream)
            };
            work(me, core, id, Part::Service, whole_ns(ns * factor));
        }
    }
}
