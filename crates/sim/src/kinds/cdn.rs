//! `cdn`: copies of content near those who ask for it.
//!
//! Modelled on Amazon `CloudFront` (`docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide`: Expiration.html, origin-shield.html): points of
//! presence with caches of their own, behind them perhaps one more cache, the origin shield, and requests for the same
//! object that come while it is being fetched wait for that one answer. A link leads to the origin; it is asked for what no
//! cache has. Nothing is asked twice at once where requests are collapsed, so a popular object that expires is fetched once.

mod declare;

pub(super) use self::declare::declare;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::fault::Strike;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;
use crate::structures::lru::Lru;

const REQUESTS: usize = 0;
const HITS: usize = 1;
const MISSES: usize = 2;
const SHIELD_HITS: usize = 3;
const COLLAPSED: usize = 4;
const EXPIRED: usize = 5;
const EVICTED: usize = 6;
const FETCHES: usize = 7;
const WAITING: usize = 0;

/// What a call does: it is answered here, it asks the origin for itself, or for all who wait for the same.
const SERVED: u32 = 1;
const PASSES: u32 = 2;
const FETCHES_ALONE: u32 = 3;
const LEADS: u32 = 4;

/// When a copy is too old.
type Copies = Lru<u64>;

/// A fetch under way and those who wait for it, linked by their `slot`.
#[derive(Clone, Copy)]
struct Fetch {
    first: u32,
    last: u32,
}

pub(crate) struct Cdn {
    /// Points of presence of a region.
    pops: u32,
    capacity: u64,
    ttl_ns: u64,
    collapse: bool,
    hit: Sampler,
    to_shield: Sampler,
    egress_price: f64,
    request_price: f64,
    /// Those of a region lie together.
    caches: Vec<Copies>,
    shield: Option<Copies>,
    /// By object, and where there is no shield, point of presence.
    fetching: Lru<Fetch>,
    egress: f64,
    egress_base: f64,
    networks: Stream,
}

impl Behaviour for Cdn {
    fn new(p: Params, node: &Node, seed: u64, _: &mut NodeCore, core: &mut Core) -> Self {
        let pops = p.count("pops").max(1);
        let regions = core.class_region.iter().max().map_or(1, |last| last + 1);
        let capacity = p.number("capacity") as u64;
        Self {
            pops,
            capacity,
            ttl_ns: p.ns("ttl"),
            collapse: p.flag("collapse"),
            hit: p.time("hit_time"),
            to_shield: p.time("shield_time"),
            egress_price: p.number("egress_price"),
            request_price: p.number("request_price"),
            caches: (0..pops * regions).map(|_| Lru::new(capacity)).collect(),
            shield: p
                .flag("shield")
                .then(|| Lru::new(p.number("shield_capacity") as u64)),
            fetching: Lru::new(u64::MAX),
            egress: 0.0,
            egress_base: 0.0,
            networks: Stream::new(seed, &node.id, "networks"),
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, _: &mut Core) {
        self.capacity = p.number("capacity") as u64;
        self.ttl_ns = p.ns("ttl");
        self.hit = p.time("hit_time");
        self.to_shield = p.time("shield_time");
        self.egress_price = p.number("egress_price");
        self.request_price = p.number("request_price");
        let evicted = &mut me.counts[EVICTED];
        for cache in &mut self.caches {
            cache.resize(self.capacity, |_, _| evicted.bump());
        }
        if let Some(shield) = &mut self.shield {
            shield.resize(p.number("shield_capacity") as u64, |_, _| evicted.bump());
        }
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        me.money.spend(self.request_price);
        let now = core.now_ns;
        let call = &mut core.calls[id];
        let pop =
            core.class_region[call.class as usize] * self.pops + self.networks.below(self.pops);
        call.instance = pop;
        // As many numbers are drawn whatever is found.
        let (hit_ns, shield_ns) = (
            self.hit.draw_ns(&mut me.stream),
            self.to_shield.draw_ns(&mut me.stream),
        );
        if call.is(flags::WRITE) {
            call.slot = PASSES;
            call.flags |= flags::MISS;
            me.counts[FETCHES].bump();
            work(me, core, id, Part::Service, hit_ns);
            return Admit::Taken;
        }
        let object = object(call.class, call.key);
        match self.caches[pop as usize].get(object).copied() {
            Some(until) if now < until => {
                me.counts[HITS].bump();
                call.slot = SERVED;
                work(me, core, id, Part::Service, hit_ns);
                return Admit::Taken;
            }
            Some(_) => me.counts[EXPIRED].bump(),
            None => {}
        }
        me.counts[MISSES].bump();
        call.flags |= flags::MISS;
        let mut ns = hit_ns;
        if let Some(shield) = &mut self.shield {
            ns += shield_ns;
            let fresh = shield.get(object).copied().filter(|&until| now < until);
            if let Some(until) = fresh {
                me.counts[SHIELD_HITS].bump();
                call.slot = SERVED;
                call.flags &= !flags::MISS;
                // A copy of a copy is as old as that (RFC 9111, section 4.2.3).
                self.keep(me, core, id, until);
                work(me, core, id, Part::Service, ns);
                return Admit::Taken;
            }
        }
        if !self.collapse {
            call.slot = FETCHES_ALONE;
            me.counts[FETCHES].bump();
            work(me, core, id, Part::Service, ns);
            return Admit::Taken;
        }
        let key = self.fetch_key(pop, object);
        if let Some(fetch) = self.fetching.get(key) {
            me.counts[COLLAPSED].bump();
            me.levels[WAITING].add(now, 1);
            call.state = State::Queued;
            call.slot = NONE;
            let last = std::mem::replace(&mut fetch.last, id);
            if last == NONE {
                fetch.first = id;
            } else {
                core.calls[last].slot = id;
            }
            return Admit::Taken;
        }
        self.lead(me, core, id, key, NONE, NONE);
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    fn worked(&mut self, _: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        if core.calls[id].slot == SERVED {
            Worked::Answers
        } else {
            Worked::Proceeds
        }
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        let role = std::mem::take(&mut call.slot);
        if ok {
            let bytes = core.class_bytes[call.class as usize][1];
            self.egress += bytes;
            me.money.spend(bytes / 1e9 * self.egress_price);
        }
        if role != FETCHES_ALONE && role != LEADS {
            return;
        }
        let (cause, given_up) = (call.cause, call.is(flags::CANCELLED));
        let (pop, object) = (call.instance, object(call.class, call.key));
        if ok {
            let until = core.now_ns.saturating_add(self.ttl_ns);
            self.keep(me, core, id, until);
            if let Some(shield) = &mut self.shield {
                let weight = core.class_bytes[core.calls[id].class as usize][1] as u64;
                let evicted = &mut me.counts[EVICTED];
                shield.insert(object, until, weight, |_, _| evicted.bump());
            }
        }
        if role == LEADS {
            let key = self.fetch_key(pop, object);
            let outcome = match (ok, given_up) {
                (true, _) => Outcome::Fetched,
                (false, true) => Outcome::GivenUp,
                (false, false) => Outcome::Failed(cause),
            };
            self.tell(me, core, key, outcome);
        }
    }

    /// A request that waits is given up; it is swept when the answer comes.
    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, _: u32) {
        me.levels[WAITING].sub(core.now_ns, 1);
    }

    fn strike(&mut self, _: &mut NodeCore, _: &mut Core, strike: Strike) {
        if strike == Strike::Flush {
            for cache in self.caches.iter_mut().chain(&mut self.shield) {
                cache.clear();
            }
        }
    }

    fn begin(&mut self, _: u64) {
        self.egress_base = self.egress;
    }

    fn derived(&self, me: &NodeCore, key: &str, _: u64, _: u64) -> f64 {
        let count = |i: usize| me.counts[i].measured() as f64;
        let share = |part: f64, all: f64| if all > 0.0 { part / all } else { 0.0 };
        match key {
            "hit_ratio" => share(count(HITS), count(HITS) + count(MISSES)),
            "origin_offload" => {
                let requests = count(REQUESTS);
                share((requests - count(FETCHES)).max(0.0), requests)
            }
            "egress" => self.egress - self.egress_base,
            _ => {
                let caches = self.caches.iter().chain(&self.shield);
                caches.map(Lru::weight).sum::<u64>() as f64
            }
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            waiting: me.levels[WAITING].value,
            instances: self.caches.iter().filter(|cache| cache.len() > 0).count() as u32,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let reads = me.counts[HITS].measured() + me.counts[MISSES].measured();
        let hits = me.counts[HITS].measured();
        if reads > 100 && hits * 2 < reads {
            out.push(format!(
                "At {}, only {} of the reads are hits: {}.",
                me.label,
                quantity::format(hits as f64 / reads as f64, Unit::Ratio),
                if me.counts[EVICTED].measured() * 2 > reads - hits {
                    "the caches are too small for what is asked for"
                } else if me.counts[EXPIRED].measured() * 2 > reads - hits {
                    "copies expire before they are asked for again"
                } else {
                    "most is asked for once"
                }
            ));
        }
    }
}

/// What came of a fetch that others wait for.
#[derive(Clone, Copy)]
enum Outcome {
    Fetched,
    Failed(Cause),
    /// Whoever fetched it is gone: the next in line does it.
    GivenUp,
}

/// What a request is about: the same key of another class is something else.
fn object(class: u16, key: u32) -> u64 {
    (u64::from(class) << 32) | u64::from(key)
}

impl Cdn {
    /// Which requests are collapsed: behind a shield all that are about the same, else those of one point of presence.
    fn fetch_key(&self, pop: u32, object: u64) -> u64 {
        // Classes are fewer than 64.
        let place = if self.shield.is_some() { 0 } else { pop };
        (u64::from(place) << 40) | object
    }

    /// The point of presence of a call keeps a copy of what it is about, fresh until then.
    fn keep(&mut self, me: &mut NodeCore, core: &Core, id: u32, until: u64) {
        let call = &core.calls[id];
        let weight = core.class_bytes[call.class as usize][1] as u64;
        let evicted = &mut me.counts[EVICTED];
        self.caches[call.instance as usize].insert(
            object(call.class, call.key),
            until,
            weight,
            |_, _| evicted.bump(),
        );
    }

    /// A call fetches for itself and for those who wait.
    fn lead(
        &mut self,
        me: &mut NodeCore,
        core: &mut Core,
        id: u32,
        key: u64,
        first: u32,
        last: u32,
    ) {
        me.counts[FETCHES].bump();
        core.calls[id].slot = LEADS;
        self.fetching
            .insert(key, Fetch { first, last }, 1, |_, _| {});
    }

    /// Those who wait for a fetch learn what came of it.
    fn tell(&mut self, me: &mut NodeCore, core: &mut Core, key: u64, outcome: Outcome) {
        let now = core.now_ns;
        let Some(fetch) = self.fetching.remove(key) else {
            return;
        };
        let mut next = fetch.first;
        while next != NONE {
            let id = next;
            let call = &mut core.calls[id];
            next = call.slot;
            if call.is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(now, 1);
            call.book(Part::Queue, now);
            call.slot = SERVED;
            // Given up before the engine comes to it, it leaves as one that is being worked on.
            call.state = State::Working;
            match outcome {
                Outcome::Fetched => {
                    call.flags &= !flags::MISS;
                    self.keep(me, core, id, now.saturating_add(self.ttl_ns));
                    let ns = self.hit.draw_ns(&mut me.stream);
                    work(me, core, id, Part::Service, ns);
                }
                Outcome::Failed(cause) => {
                    core.refuse(id, cause);
                }
                Outcome::GivenUp => {
                    let last = if next == NONE { NONE } else { fetch.last };
                    self.lead(me, core, id, key, next, last);
                    core.ready.push(id);
                    return;
                }
            }
        }
    }
}
