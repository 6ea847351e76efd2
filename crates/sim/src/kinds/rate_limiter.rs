//! `rate-limiter`: lets so many requests through and turns the others away, before they cost anything.
//!
//! The leaky bucket is a queue that drains evenly, as nginx's `limit_req`
//! (`nginx.org/en/docs/http/ngx_http_limit_req_module.html`); the sliding counter weighs the window before by what of it is
//! still in sight, as Cloudflare's (blog.cloudflare.com/counting-things-a-lot-of-different-things).

mod meter;

use self::meter::{Adaptive, Algorithm, Bounds, Limit, Meter, Verdict};
use super::spec::{KindSpec, choice, counter, derived, in_flight, level, number, time};
use super::{Admit, Behaviour, Chart, Params, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::scenario::Node;
use crate::structures::lru::Lru;

const REQUESTS: usize = 0;
const PASSED: usize = 1;
const LIMITED: usize = 2;
const UNDER_WAY: usize = 0;

/// Tenants or keys that are remembered at once.
const MOST_METERS: u64 = 1 << 16;

/// Where a call is: let through, or its turn will come.
const LET: u32 = 1;
const WAITS: u32 = 2;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "rate-limiter",
        "Rate limiter",
        "Lets so many requests through in a time, or at once, and turns the others away before they cost anything.",
        vec![
            choice(
                "algorithm",
                "Algorithm",
                "Buckets and windows bound requests in a time. AIMD and gradient bound requests at once, by the failures and the latency of those before (Netflix concurrency-limits).",
                &[
                    ("token-bucket", "Token bucket"),
                    ("leaky-bucket", "Leaky bucket"),
                    ("fixed-window", "Fixed window"),
                    ("sliding-log", "Sliding log"),
                    ("sliding-counter", "Sliding window counter"),
                    ("aimd", "Adaptive: AIMD"),
                    ("gradient", "Adaptive: gradient"),
                ],
            )
            .fixed(),
            choice(
                "by",
                "Limit for each",
                "Whose requests are counted together: everybody's, each tenant's, each key's. Adaptive limits are for all.",
                &[("all", "All"), ("tenant", "Tenant"), ("key", "Key")],
            )
            .fixed(),
            number("limit", "Limit", "Requests let through in a window; of buckets, the rate is the limit over the window.", Unit::Count, (0.001, 1e6), 100.0),
            number("window", "Window", "In what time the limit holds.", Unit::Duration, (1e6, 3600e9), 1e9).fixed(),
            number(
                "burst",
                "Burst",
                "Of a token bucket: tokens it holds. Of a leaky bucket: requests that wait for their turn.",
                Unit::Count,
                (0.0, 1e6),
                100.0,
            ),
            number(
                "initial_limit",
                "Initial limit",
                "Adaptive: requests at once to begin with. 20 is the default of Netflix's library.",
                Unit::Count,
                (1.0, 1e6),
                20.0,
            )
            .fixed(),
            number("min_limit", "Least limit", "Adaptive: never fewer at once. The library's default: 20.", Unit::Count, (1.0, 1e6), 1.0),
            number("max_limit", "Greatest limit", "Adaptive: never more at once. The library's default: 200.", Unit::Count, (1.0, 1e6), 200.0),
            number(
                "latency_limit",
                "Latency limit",
                "AIMD: a slower answer counts as a failure. The library's default: 5 s.",
                Unit::Duration,
                (1e6, 3600e9),
                5e9,
            ),
            number("backoff", "Back-off", "AIMD: what the limit is times after a failure. The library's default: 0.9.", Unit::Ratio, (0.5, 0.99), 0.9),
            number(
                "tolerance",
                "Tolerance",
                "Gradient: how many times the long mean a latency may be before the limit falls. The library's default: 1.5.",
                Unit::Count,
                (1.0, 10.0),
                1.5,
            ),
            number("queue_size", "Queue allowed", "Gradient: how much the limit may grow while latency is low. The library's default: 4.", Unit::Count, (0.0, 1000.0), 4.0),
            time("check_time", "Check time", "Looking up a count: some 0.5 ms (assumed) when it is kept in a store beside, nothing in memory.", 60e9, "0ms"),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("passed", "Let through", "Calls let through, at once or after their wait."),
            counter("limited", "Limited", "Calls turned away (HTTP 429)."),
            level("under_way", "Under way", "Calls let through and not answered."),
            derived("limited_ratio", "Limited share", "Share of the calls that were turned away.", Unit::Ratio),
            derived("concurrency_limit", "Concurrency limit", "Adaptive: requests at once that it allows, at the end.", Unit::Count),
            in_flight("Requests inside, those that wait for what stands behind included."),
        ],
        &[
            "Counts that several limiters share and see late.",
            "More than 65,536 tenants or keys at once: who came longest ago is forgotten and begins anew.",
            "Headers that tell the client when to come back.",
        ],
    )
    .keyed()
    .fails(&[Cause::RateLimited, Cause::Shed])
    .charts(Chart::Concurrency, &["under_way"])
    .charts(Chart::Incidents, &["limited"])
}

pub(crate) struct RateLimiter {
    algorithm: Algorithm,
    by: u32,
    /// As set, and what a fault leaves of it.
    set: Limit,
    limit: Limit,
    bounds: Bounds,
    check: Sampler,
    meters: Vec<Meter>,
    /// Which meter is whose.
    whose: Lru<u32>,
    adaptive: Adaptive,
}

impl Behaviour for RateLimiter {
    fn new(p: Params, _: &Node, _: u64, _: &mut NodeCore, _: &mut Core) -> Self {
        let set = limit(p);
        Self {
            algorithm: Algorithm::new(p.choice("algorithm")),
            by: p.choice("by"),
            set,
            limit: set,
            bounds: bounds(p),
            check: p.time("check_time"),
            meters: Vec::new(),
            whose: Lru::new(MOST_METERS),
            adaptive: Adaptive::new(p.number("initial_limit")),
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.set = limit(p);
        self.bounds = bounds(p);
        self.check = p.time("check_time");
        self.hit(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        let ns = self.check.draw_ns(&mut me.stream);
        if ns > 0 {
            work(me, core, id, Part::Service, ns);
            return Admit::Taken;
        }
        match self.decide(me, core, id) {
            Ok(true) => Admit::Pass,
            Ok(false) => Admit::Taken,
            Err(cause) => Admit::Refused(cause),
        }
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        if core.calls[id].slot == WAITS {
            self.let_through(me, core, id);
            return Worked::Proceeds;
        }
        match self.decide(me, core, id) {
            Ok(true) => Worked::Proceeds,
            Ok(false) => Worked::Busy,
            Err(cause) => Worked::Fails(cause),
        }
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        if call.slot != LET {
            return;
        }
        call.slot = 0;
        let at_once = me.levels[UNDER_WAY].value;
        me.levels[UNDER_WAY].sub(core.now_ns, 1);
        // An answer that its caller gave up tells nothing, but for AIMD, to which it is a loss.
        let given_up = call.is(flags::CANCELLED);
        if self.algorithm.is_adaptive() && (!given_up || self.algorithm == Algorithm::Aimd) {
            let spent = call.parts[Part::Service as usize];
            let took = (core.now_ns - call.entered_ns).saturating_sub(spent);
            self.adaptive
                .learn(self.algorithm, &self.bounds, took, at_once, ok);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.limit = Limit {
            requests: self.set.requests * me.fault.quota,
            burst: self.set.burst * me.fault.quota,
            ..self.set
        };
        for meter in &mut self.meters {
            meter.tune(&self.limit, core.now_ns);
        }
    }

    fn derived(&self, me: &NodeCore, key: &str, _: u64, _: u64) -> f64 {
        if key == "concurrency_limit" {
            return if self.algorithm.is_adaptive() {
                libm::floor(self.adaptive.limit)
            } else {
                0.0
            };
        }
        limited_share(me)
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let share = limited_share(me);
        if share >= 0.01 {
            out.push(format!(
                "At {}, {} of the requests were turned away.",
                me.label,
                quantity::format(share, Unit::Ratio)
            ));
        }
    }
}

impl RateLimiter {
    /// Whether a call goes on now, or later; or why not.
    fn decide(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Result<bool, Cause> {
        let now = core.now_ns;
        if self.algorithm.is_adaptive() {
            let bound = libm::floor(self.adaptive.limit * me.fault.quota);
            if f64::from(me.levels[UNDER_WAY].value) >= bound {
                me.counts[LIMITED].bump();
                return Err(Cause::Shed);
            }
            self.let_through(me, core, id);
            return Ok(true);
        }
        let call = &core.calls[id];
        let who = match self.by {
            0 => 0,
            1 => core.class_tenant[call.class as usize],
            _ => call.key,
        };
        let meter = self.meter(u64::from(who), now);
        let (algorithm, limit) = (self.algorithm, self.limit);
        match self.meters[meter as usize].ask(algorithm, &limit, now) {
            Verdict::Passes => {
                self.let_through(me, core, id);
                Ok(true)
            }
            Verdict::Waits(ns) => {
                core.calls[id].slot = WAITS;
                work(me, core, id, Part::Queue, ns);
                Ok(false)
            }
            Verdict::Refused => {
                me.counts[LIMITED].bump();
                Err(Cause::RateLimited)
            }
        }
    }

    fn let_through(&self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.counts[PASSED].bump();
        me.levels[UNDER_WAY].add(core.now_ns, 1);
        core.calls[id].slot = LET;
    }

    /// The meter of a tenant or a key; whoever was here longest ago may lose its own.
    fn meter(&mut self, who: u64, now_ns: u64) -> u32 {
        if let Some(&mut meter) = self.whose.get(who) {
            return meter;
        }
        let fresh = Meter::new(self.algorithm, &self.limit, now_ns);
        let mut place = self.meters.len() as u32;
        if self.whose.len() as u64 == MOST_METERS
            && let Some((_, old)) = self.whose.evict_oldest()
        {
            place = old;
            self.meters[old as usize] = fresh;
        } else {
            self.meters.push(fresh);
        }
        self.whose.insert(who, place, 1, |_, _| {});
        place
    }
}

fn limited_share(me: &NodeCore) -> f64 {
    let requests = me.counts[REQUESTS].measured();
    if requests == 0 {
        0.0
    } else {
        me.counts[LIMITED].measured() as f64 / requests as f64
    }
}

fn limit(p: Params) -> Limit {
    Limit {
        requests: p.number("limit"),
        window_ns: p.ns("window").max(1),
        burst: p.number("burst"),
    }
}

fn bounds(p: Params) -> Bounds {
    Bounds {
        least: p.number("min_limit"),
        most: p.number("max_limit"),
        timeout_ns: p.ns("latency_limit"),
        backoff: p.number("backoff"),
        tolerance: p.number("tolerance"),
        queue: p.number("queue_size"),
    }
}
