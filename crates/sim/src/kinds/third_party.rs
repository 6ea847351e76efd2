//! `third-party`: a service of somebody else: it has its price, its quota and its bad days.
//!
//! Idempotency keys as Stripe takes them (<https://docs.stripe.com/api/idempotent_requests>): a write that comes again under the same key is
//! answered as it was the first time, and not done again. Two calls are the same write when they come along the same link on
//! behalf of the same request, whoever on the way tried again.

use super::spec::{KindSpec, choice, cost, counter, derived, flag, in_flight, number, time};
use super::token::TokenBucket;
use super::{Admit, Behaviour, Chart, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Calls, Cause, NONE, flags};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Gauge;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;
use crate::structures::lru::Lru;

const CALLS: usize = 0;
const CHARGED: usize = 1;
const DUPLICATES: usize = 2;
const REPLAYED: usize = 3;
const RATE_LIMITED: usize = 4;
const OVER_QUOTA: usize = 5;
const ERRORS: usize = 6;
const OUTAGES: usize = 7;

/// It goes down, or comes back.
const TURNS: Tag = Tag(0);
const DAY_NS: u64 = 86_400_000_000_000;
/// So many writes are remembered by their key.
const REMEMBERED: u64 = 65_536;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "third-party",
        "Third party",
        "A service of somebody else, with a price a call, a quota and outages that are not yours to mend.",
        vec![
            time("latency", "Latency", "Of a call that is let through.", 3600e9, "lognormal(p50: 100ms, p99: 1s)"),
            number("rate_limit", "Quota a second", "Calls let through; others get 429. Default: Geocoding of Google Maps Platform, 3,000 a minute (developers.google.com/maps/documentation/geocoding/usage-and-billing).", Unit::PerSecond, (1e-3, 1e6), 50.0),
            number("burst", "Burst", "Calls that may come at once after a pause.", Unit::Count, (1.0, 1e6), 50.0).whole(),
            number("day_quota", "Quota a day", "Calls let through from one midnight to the next, the run beginning at one; 0: no end.", Unit::Count, (0.0, 1e12), 0.0)
                .whole(),
            number("error_share", "Errors", "Share of the calls that fail, with nothing done and nothing charged.", Unit::Ratio, (0.0, 1.0), 0.001),
            number("outage_share", "Outage", "Share of the time in which it is down. 0.001 is what 99.9 % promise.", Unit::Ratio, (0.0, 0.99), 0.0).fixed(),
            number("outage_time", "Outage length", "How long it is down each time, on average: exponential.", Unit::Duration, (1e6, 86_400e9), 300e9).fixed(),
            choice("outage", "When it is down", "It says so at once, or it answers when it is back.", &[("fails", "Fails"), ("hangs", "Hangs")]),
            flag("idempotency_keys", "Idempotency keys", "A write that comes again is answered as it was, and not done and charged again.", false),
            number(
                "call_price",
                "Price of a call",
                "Of one that was done. Default: Geocoding of Google Maps Platform, $5 a thousand, the first paid tier of 2025 (mapsplatform.google.com/pricing).",
                Unit::Dollars,
                (0.0, 1e6),
                0.005,
            ),
        ],
        vec![
            counter("calls", "Calls", "Let through and answered well."),
            counter("charged", "Charged", "Calls that were done and paid for, duplicates included."),
            counter("duplicates", "Duplicates", "Writes that had been done before and were done again."),
            counter("replayed", "Replayed", "Writes that had been done before and were answered from memory, by their key."),
            counter("rate_limited", "Rate limited", "Calls beyond the quota a second."),
            counter("over_quota", "Over quota", "Calls beyond the quota a day."),
            counter("errors", "Errors", "Calls that failed, or met an outage that fails."),
            counter("outages", "Outages", "Times it went down."),
            derived("availability", "Availability", "Share of the time in which it was up.", Unit::Ratio),
            in_flight("Calls under way."),
            cost("What the calls cost."),
        ],
        &[
            "Two different writes of one request along one link: they count as the same. Of the last 65,536 writes the keys are known.",
            "A message that a queue hands out again, and a call of an attempt that was given up: each counts as a write of its own.",
            "How its own load makes it slower.",
        ],
    )
    .fails(&[Cause::RateLimited, Cause::Throttled, Cause::DependencyFailed])
    .charts(Chart::Incidents, &["rate_limited", "errors", "duplicates"])
}

struct Config {
    latency: Sampler,
    rate: f64,
    burst: f64,
    day_quota: f64,
    error_share: f64,
    hangs: bool,
    keys: bool,
    price: f64,
}

impl Config {
    fn new(p: Params) -> Self {
        Self {
            latency: p.time("latency"),
            rate: p.number("rate_limit"),
            burst: p.number("burst"),
            day_quota: p.number("day_quota"),
            error_share: p.number("error_share"),
            hangs: p.choice("outage") == 1,
            keys: p.flag("idempotency_keys"),
            price: p.number("call_price"),
        }
    }
}

pub(crate) struct ThirdParty {
    config: Config,
    bucket: TokenBucket,
    day: u64,
    today: f64,
    /// Writes done, by what they were for.
    done: Lru<()>,
    /// What the writes under way are for.
    marks: Vec<u64>,
    free: Vec<u32>,
    outage_share: f64,
    /// Mean, nanoseconds.
    outage_time: f64,
    /// 1 while it is down.
    down: Gauge,
    back_ns: u64,
    errors: Stream,
    outages: Stream,
}

impl Behaviour for ThirdParty {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let config = Config::new(p);
        let mut party = Self {
            bucket: TokenBucket::new(config.rate, config.burst),
            config,
            day: 0,
            today: 0.0,
            done: Lru::new(REMEMBERED),
            marks: Vec::new(),
            free: Vec::new(),
            outage_share: p.number("outage_share"),
            outage_time: p.number("outage_time"),
            down: Gauge::default(),
            back_ns: 0,
            errors: Stream::new(seed, &node.id, "errors"),
            outages: Stream::new(seed, &node.id, "outages"),
        };
        if party.outage_share > 0.0 {
            let up = party.up_ns();
            core.events.push(up, What::Timer(me.index, TURNS));
        }
        party
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.config = Config::new(p);
        self.hit(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        if now / DAY_NS != self.day {
            self.day = now / DAY_NS;
            self.today = 0.0;
        }
        // Both are drawn always, so that other limits leave the other calls as they were.
        let fails = self.errors.unit() <= self.config.error_share;
        let latency = self.config.latency.draw_ns(&mut me.stream);
        if self.down.value > 0 && !self.config.hangs {
            me.counts[ERRORS].bump();
            return Admit::Refused(Cause::DependencyFailed);
        }
        if me.fault.quota <= 0.0 || !self.bucket.take(now, 1.0) {
            me.counts[RATE_LIMITED].bump();
            return Admit::Refused(Cause::RateLimited);
        }
        let quota = self.config.day_quota * me.fault.quota;
        if self.config.day_quota > 0.0 && self.today >= quota {
            me.counts[OVER_QUOTA].bump();
            return Admit::Refused(Cause::Throttled);
        }
        self.today += 1.0;
        let held = if self.down.value > 0 {
            self.back_ns.saturating_sub(now)
        } else {
            0
        };
        let slot = if fails {
            FAILS
        } else if core.calls[id].is(flags::WRITE) {
            // What a write is for is known while its callers still wait for it.
            MARKED + self.mark(&core.calls, id)
        } else {
            READ
        };
        core.calls[id].slot = slot;
        work(me, core, id, Part::Service, held + latency);
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let slot = std::mem::replace(&mut core.calls[id].slot, READ);
        if slot == FAILS {
            me.counts[ERRORS].bump();
            return Worked::Fails(Cause::DependencyFailed);
        }
        if slot >= MARKED {
            let mark = self.take_mark(slot - MARKED);
            if self.done.get(mark).is_none() {
                self.done.insert(mark, (), 1, |_, ()| {});
            } else if self.config.keys {
                me.counts[REPLAYED].bump();
                me.counts[CALLS].bump();
                return Worked::Proceeds;
            } else {
                me.counts[DUPLICATES].bump();
            }
        }
        me.counts[CALLS].bump();
        me.counts[CHARGED].bump();
        me.money.spend(self.config.price);
        Worked::Proceeds
    }

    /// A call that is taken back before it was done leaves no trace.
    fn leave(&mut self, _: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        let slot = std::mem::replace(&mut core.calls[id].slot, READ);
        if slot >= MARKED {
            self.take_mark(slot - MARKED);
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, _: Tag) {
        let now = core.now_ns;
        let next = if self.down.value == 0 {
            me.counts[OUTAGES].bump();
            self.down.set(now, 1);
            self.back_ns = now + self.span_ns(self.outage_time);
            self.back_ns
        } else {
            self.down.set(now, 0);
            now + self.up_ns()
        };
        core.events.push(next, What::Timer(me.index, TURNS));
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let rate = self.config.rate * me.fault.quota;
        self.bucket.tune(core.now_ns, rate, self.config.burst);
    }

    fn begin(&mut self, now_ns: u64) {
        self.down.begin(now_ns);
    }

    fn derived(&self, _: &NodeCore, _: &str, now_ns: u64, span_ns: u64) -> f64 {
        1.0 - self.down.average(now_ns, span_ns)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: 1 - self.down.value,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let count = |i: usize| me.counts[i].measured();
        let all = me.arrived.measured().max(1);
        let limited = count(RATE_LIMITED) + count(OVER_QUOTA);
        let share = |n: u64| quantity::format(n as f64 / all as f64, Unit::Ratio);
        if limited * 100 >= all {
            out.push(format!(
                "At {}, {} of the calls were not let through: the quota was used up.",
                me.label,
                share(limited)
            ));
        }
        if count(DUPLICATES) > 0 {
            out.push(format!(
                "At {}, {} writes were done twice: they were tried again without an idempotency key.",
                me.label,
                quantity::format(count(DUPLICATES) as f64, Unit::Count)
            ));
        }
        let down = self.down.average(now_ns, span_ns);
        if down > 0.0 {
            out.push(format!(
                "At {}, nobody answered for {} of the time.",
                me.label,
                quantity::format(down, Unit::Ratio)
            ));
        }
    }
}

// What is known of a call, kept in its `slot`.
const READ: u32 = 0;
const FAILS: u32 = 1;
/// A write, with the place of its mark added.
const MARKED: u32 = 2;

impl ThirdParty {
    /// How long it is up until the next outage: as long as its share of the time asks for.
    fn up_ns(&mut self) -> u64 {
        let share = self.outage_share;
        self.span_ns(self.outage_time * (1.0 - share) / share.max(1e-9))
    }

    /// An exponential time, no shorter than what keeps the clock going.
    fn span_ns(&mut self, mean: f64) -> u64 {
        whole_ns((mean * self.outages.exponential()).max(1e6))
    }

    /// What a write is for, in a place of its own: two with the same mark are the same write.
    fn mark(&mut self, calls: &Calls, id: u32) -> u32 {
        let link = calls[id].link;
        let mut root = id;
        while calls[root].parent != NONE {
            root = calls[root].parent;
        }
        let origin = &calls[root];
        // A request keeps its place among the calls; what nobody waits for is known by when it began.
        let whose = if origin.link == NONE {
            root
        } else {
            origin.key
        };
        let mark = origin.first_ns ^ u64::from(whose) << 32;
        let mark = mark.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(link);
        if let Some(place) = self.free.pop() {
            self.marks[place as usize] = mark;
            return place;
        }
        self.marks.push(mark);
        (self.marks.len() - 1) as u32
    }

    /// Gives back the place of a write's mark.
    fn take_mark(&mut self, place: u32) -> u64 {
        self.free.push(place);
        self.marks[place as usize]
    }
}
