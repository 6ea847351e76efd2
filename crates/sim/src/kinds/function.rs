//! `function`: functions as a service.
//!
//! Modelled on AWS Lambda, whose documentation says how it scales (docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html,
//! .../scaling-behavior.html): one request an environment at a time, the newest idle environment first, a new environment when none is
//! idle, and an environment that stays idle for the keep-alive time goes. `McGrath` and Brenner 2017 and the `SimFaaS`
//! project (Mahmoudi and Khazaei 2021) measured the order and the keep-alive.

mod declare;
mod events;
mod shared;

pub(super) use self::declare::declare;
use self::events::Events;
use self::shared::Environment;
use super::token::TokenBucket;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Distribution, Sampler, whole_ns};
use crate::engine::call::{Cause, flags};
use crate::engine::fault::{Strike, share_of};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const COLD: usize = 1;
const THROTTLED: usize = 2;
const EXPIRED: usize = 3;
const BILLED: usize = 4;
const FINISHED: usize = 5;
const EVENTS: usize = 6;
const RETRIED: usize = 7;
const DEAD: usize = 8;
const RUNNING: usize = 0;
const IDLE: usize = 1;
const QUEUED: usize = 2;
const COLD_MS: usize = 0;
const WARM_MS: usize = 1;
const AGE: usize = 2;

/// Environments may have been idle for long enough to go.
const EXPIRE: Tag = Tag(0);
/// Events that were put off may be due.
const EVENT: Tag = Tag(1);

/// Memory at which Lambda gives one whole vCPU
/// (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: "at 1,769 MB").
const ONE_CPU_BYTES: f64 = 1769.0 * 1_048_576.0;
const GIB: f64 = 1_073_741_824.0;

/// Parameters, worked out.
struct Config {
    service: Sampler,
    /// Of a cold request, when measured apart.
    cold_service: Option<Sampler>,
    cpu_factor: f64,
    /// Start of the runtime, and the function's own initialisation.
    runtime: Sampler,
    init: Sampler,
    /// Making the environment and bringing the package there.
    preparation_ns: u64,
    keep_alive_ns: u64,
    limit: u32,
    /// Requests of an environment at once.
    each: u32,
    /// Whether callers wait for the answer only until their event is stored, and how long that takes.
    asynchronous: bool,
    store: Sampler,
    async_retries: u32,
    async_age_ns: u64,
    gib: f64,
    request_price: f64,
    gib_second_price: f64,
    provisioned_price: f64,
    provisioned_run_price: f64,
}

/// Median and largest of forty initialisations of a handler that does nothing, milliseconds; the largest stands for the 99th
/// percentile. "Init Duration" of Lambda's own REPORT lines for Node.js 22, Python 3.13, Java 21, .NET 8 and Go, zip packages
/// on x86, ten cold starts at each of 128, 256, 512 and 1,024 MB, which make no difference: github.com/maxday/lambda-perf,
/// data/2025/2025-12-21.json. What a function's own code loads comes on top, and is most of it in practice: production is
/// reported at a median of 200 to 350 ms for Node.js and of 2 to 5 s for Java (edjgeek.com/blog/lambda-cold-starts-dead).
const RUNTIMES: [(f64, f64); 6] = [
    (139.0, 226.0),
    (103.0, 143.0),
    (267.0, 342.0),
    (253.0, 298.0),
    (52.0, 86.0),
    (0.0, 0.0),
];

/// Making an environment, before what the REPORT line counts. An order of magnitude: AWS tells of start-up times "as low
/// as 50 ms" in all (Brooker, Danilov, Greenwood and Piwonka, "On-demand Container Loading in AWS Lambda", USENIX ATC 2023) and
/// no more.
const ENVIRONMENT_NS: u64 = 50_000_000;

/// How fast a package comes to a new environment and is loaded there: 27 ms a megabyte, the slope between 1 KB and 8 MB of
/// a hundred cold starts each of a Node.js 18 function (gist.github.com/adriantanasa/d9cb9f7313f985f180c0aec98e482f2b, 2023).
const DOWNLOAD_BYTES_PER_NS: f64 = 37e6 / 1e9;

impl Config {
    /// Dollars an hour for so many environments kept ready.
    fn provisioned_per_hour(&self, provisioned: u32) -> f64 {
        f64::from(provisioned) * self.gib * 3600.0 * self.provisioned_price
    }

    fn new(p: Params) -> Self {
        let memory = p.number("memory");
        let bound = p.number("cpu_bound");
        let slow = (ONE_CPU_BYTES / memory).max(1.0);
        let (p50, p99) = RUNTIMES[(p.choice("runtime") as usize).min(RUNTIMES.len() - 1)];
        let custom = p50 == 0.0;
        let cold_service = p.time("cold_service_time");
        let reserved = p.count("reserved_concurrency");
        Self {
            service: p.time("service_time"),
            cold_service: (!cold_service.is_zero()).then_some(cold_service),
            cpu_factor: 1.0 - bound + bound * slow,
            runtime: Distribution::LogNormal {
                p50: p50 * 1e6,
                p99: p99 * 1e6,
            }
            .sampler(),
            init: p.time("init_time"),
            preparation_ns: if custom {
                0
            } else {
                ENVIRONMENT_NS + (p.number("package_size") / DOWNLOAD_BYTES_PER_NS) as u64
            },
            keep_alive_ns: p.ns("keep_alive"),
            limit: if reserved > 0 {
                reserved
            } else {
                p.count("account_concurrency")
            },
            each: p.count("environment_concurrency").max(1),
            asynchronous: p.choice("invocation") == 1,
            store: p.time("async_time"),
            async_retries: p.count("async_retries"),
            async_age_ns: p.ns("async_age"),
            gib: memory / GIB,
            request_price: p.number("request_price"),
            gib_second_price: p.number("gb_second_price"),
            provisioned_price: p.number("provisioned_gb_second_price"),
            provisioned_run_price: p.number("provisioned_duration_price"),
        }
    }
}

pub(crate) struct Function {
    config: Config,
    /// Draws of cold starts, apart from those of service times: a change of runtime leaves the warm times as they are.
    cold_stream: Stream,
    scaling: TokenBucket,
    /// Idle environments in the order in which they were made. The newest serves next, so both ends of a busy life happen
    /// near the end of the list.
    idle: Vec<Idle>,
    /// How many environments were made on demand.
    made: u32,
    expiring: bool,
    /// Environments that never go, and how many of them are idle.
    provisioned: u32,
    provisioned_idle: u32,
    /// All environments, where one takes several requests.
    shared: Vec<Environment>,
    /// Those made before were replaced by a deployment.
    fresh_from: u32,
    events: Events,
}

/// The slot of a call names its environment by the order in which it was made; this one stands for all that never go.
const PROVISIONED: u32 = u32::MAX - 1;
/// The slot of a call whose event is being stored.
const STORED: u32 = u32::MAX;

/// An environment that waits for a request.
#[derive(Clone, Copy)]
struct Idle {
    made: u32,
    since_ns: u64,
}

impl Behaviour for Function {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let provisioned = p.count("provisioned_concurrency");
        me.levels[IDLE].set(core.now_ns, provisioned);
        let config = Config::new(p);
        me.money
            .rate(core.now_ns, config.provisioned_per_hour(provisioned));
        let mut function = Self {
            config,
            cold_stream: Stream::new(seed, &node.id, "cold start"),
            scaling: TokenBucket::new(p.number("scaling_rate"), p.number("scaling_burst")),
            idle: Vec::new(),
            made: 0,
            expiring: false,
            provisioned,
            provisioned_idle: provisioned,
            shared: Vec::new(),
            fresh_from: 0,
            events: Events::default(),
        };
        if function.config.each > 1 {
            function.keep();
        }
        function
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.config = Config::new(p);
        let rate = self.config.provisioned_per_hour(self.provisioned);
        me.money.rate(core.now_ns, rate);
        self.scaling.tune(
            core.now_ns,
            p.number("scaling_rate"),
            p.number("scaling_burst"),
        );
        // A shorter keep-alive may have ended some environments by now.
        self.expire(me, core);
    }

    #[inline]
    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        if self.config.asynchronous {
            core.calls[id].slot = STORED;
            let ns = self.config.store.draw_ns(&mut self.cold_stream);
            work(me, core, id, Part::Service, ns);
            return Admit::Taken;
        }
        me.counts[REQUESTS].bump();
        if self.begin_on(me, core, id) {
            Admit::Taken
        } else {
            me.counts[THROTTLED].bump();
            Admit::Refused(Cause::Throttled)
        }
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &core.calls[id];
        if call.slot == STORED {
            self.store(me, core, id);
            return Worked::Accepts;
        }
        if call.part == Part::ColdStart {
            let ns = self.handler_ns(me, core, id);
            work(me, core, id, Part::Service, ns);
            return Worked::Busy;
        }
        Worked::Proceeds
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        if !call.is(flags::SLOT) {
            return;
        }
        call.flags &= !flags::SLOT;
        let duration = now - call.entered_ns;
        let init = call.parts[Part::ColdStart as usize];
        if call.is(flags::COLD) {
            me.times[COLD_MS].record(init);
        } else {
            me.times[WARM_MS].record(duration);
        }
        me.counts[FINISHED].bump();
        let (made, event) = (call.slot, call.is(flags::MESSAGE).then_some(call.instance));
        if self.config.each > 1 {
            me.money.spend(self.config.request_price);
            self.part(me, now, made);
            self.expect_expiry(me, core);
        } else {
            self.vacate(me, core, made, duration);
        }
        if let Some(event) = event {
            self.ran(me, core, event, ok);
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        if tag == EVENT {
            self.run_due(me, core);
        } else {
            self.expire(me, core);
        }
    }

    /// A deployment: what is warm goes, at once or when it is done with its request.
    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Flush {
            self.fresh_from = self.made;
            let gone = self.idle.len() as u32 + self.drop_idle(core.now_ns, true).0;
            self.idle.clear();
            me.levels[IDLE].sub(core.now_ns, gone);
            me.counts[EXPIRED].add(u64::from(gone));
        }
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, span_ns: u64) -> f64 {
        let running = me.levels[RUNNING].average(now_ns, span_ns);
        let all = running + me.levels[IDLE].average(now_ns, span_ns);
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        match key {
            "environments" => all,
            "utilisation" => share(running, all),
            "cold_start_ratio" => Self::cold_ratio(me),
            // Cost of an invocation.
            _ => share(
                me.money.measured(now_ns),
                me.counts[FINISHED].measured() as f64,
            ),
        }
    }

    /// Of its concurrency limit: environments are made as they are wanted.
    fn saturation(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Option<f64> {
        let limit = f64::from(self.config.limit);
        (limit > 0.0).then(|| me.levels[RUNNING].average(now_ns, span_ns) / limit)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: 0,
            instances: me.levels[RUNNING].value + me.levels[IDLE].value,
            capacity: Some(f64::from(self.config.limit)),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let share = |ratio: f64| quantity::format(ratio, Unit::Ratio);
        let (throttled, requests) = (
            me.counts[THROTTLED].measured(),
            me.counts[REQUESTS].measured(),
        );
        if requests > 0 && throttled * 100 >= requests {
            out.push(format!(
                "At {}, requests are throttled: {} of them met the concurrency limit or the scaling rate.",
                me.label,
                share(throttled as f64 / requests as f64)
            ));
        }
        let ratio = Self::cold_ratio(me);
        if ratio >= 0.01
            && let (Some(cold), Some(warm)) = (me.times[COLD_MS].mean(), me.times[WARM_MS].mean())
            && cold > warm
        {
            out.push(format!(
                "At {}, cold starts are the bound: {} of the invocations wait {} on average for a new environment.",
                me.label,
                share(ratio),
                quantity::format(cold, Unit::Duration)
            ));
        }
    }
}

impl Function {
    /// A request leaves its environment, which is idle, and pays for it.
    fn vacate(&mut self, me: &mut NodeCore, core: &mut Core, call_slot: u32, duration: u64) {
        let now = core.now_ns;
        // Rounded up to the millisecond, initialisation included: for all runtimes since 1 August 2025
        // (AWS Compute Blog, "AWS Lambda standardizes billing for INIT Phase").
        let billed = duration.div_ceil(1_000_000);
        me.counts[BILLED].add(billed);
        let provisioned = call_slot == PROVISIONED;
        let price = if provisioned {
            self.config.provisioned_run_price
        } else {
            self.config.gib_second_price
        };
        me.money
            .spend(self.config.request_price + billed as f64 / 1e3 * self.config.gib * price);
        me.levels[RUNNING].sub(now, 1);
        if provisioned {
            me.levels[IDLE].add(now, 1);
            self.provisioned_idle += 1;
        } else if call_slot < self.fresh_from {
            // It runs what was deployed before.
            me.counts[EXPIRED].bump();
        } else {
            me.levels[IDLE].add(now, 1);
            let made = call_slot;
            let place = self.idle.partition_point(|other| other.made < made);
            self.idle.insert(
                place,
                Idle {
                    made,
                    since_ns: now,
                },
            );
            self.expect_expiry(me, core);
        }
    }

    /// Sets the timer that drops idle environments, if it is not set.
    fn expect_expiry(&mut self, me: &NodeCore, core: &mut Core) {
        if !self.expiring {
            self.expiring = true;
            let at = core.now_ns + self.config.keep_alive_ns;
            core.events.push(at, What::Timer(me.index, EXPIRE));
        }
    }

    /// How long a new environment takes to be ready.
    fn cold_ns(&mut self) -> u64 {
        let (config, stream) = (&self.config, &mut self.cold_stream);
        config.runtime.draw_ns(stream) + config.init.draw_ns(stream) + config.preparation_ns
    }

    /// A request gets an environment; false where the limit or the scaling rate is against it.
    #[inline]
    fn begin_on(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> bool {
        let now = core.now_ns;
        let mut limit = self.config.limit;
        if me.fault.quota < 1.0 {
            limit = share_of(limit, me.fault.quota);
        }
        if self.config.each > 1 {
            return self.join(me, core, id, limit);
        }
        if me.levels[RUNNING].value >= limit {
            return false;
        }
        if self.provisioned_idle > 0 {
            self.provisioned_idle -= 1;
            me.levels[IDLE].sub(now, 1);
            core.calls[id].slot = PROVISIONED;
        } else if let Some(newest) = self.idle.pop() {
            me.levels[IDLE].sub(now, 1);
            core.calls[id].slot = newest.made;
        } else if self.scaling.take(now, 1.0) {
            me.counts[COLD].bump();
            let call = &mut core.calls[id];
            call.slot = self.made;
            self.made = (self.made + 1) % PROVISIONED;
            call.flags |= flags::COLD | flags::SLOT;
            me.levels[RUNNING].add(now, 1);
            let ns = self.cold_ns();
            work(me, core, id, Part::ColdStart, ns);
            return true;
        } else {
            return false;
        }
        core.calls[id].flags |= flags::SLOT;
        me.levels[RUNNING].add(now, 1);
        let ns = self.handler_ns(me, core, id);
        work(me, core, id, Part::Service, ns);
        true
    }

    #[inline]
    fn handler_ns(&mut self, me: &mut NodeCore, core: &Core, id: u32) -> u64 {
        let call = &core.calls[id];
        let sampler = match &self.config.cold_service {
            Some(cold) if call.is(flags::COLD) => cold,
            _ => &self.config.service,
        };
        let factor = core.class_work[call.class as usize] * self.config.cpu_factor;
        whole_ns(sampler.draw(&mut me.stream) * factor)
    }

    fn expire(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let keep_alive_ns = self.config.keep_alive_ns;
        let before = self.idle.len();
        self.idle.retain(|idle| idle.since_ns + keep_alive_ns > now);
        let (more, oldest_shared) = self.drop_idle(now, false);
        let gone = (before - self.idle.len()) as u32 + more;
        me.levels[IDLE].sub(now, gone);
        me.counts[EXPIRED].add(u64::from(gone));
        let idle = self.idle.iter().map(|idle| idle.since_ns);
        if let Some(oldest) = idle.chain(oldest_shared).min() {
            self.expiring = true;
            core.events
                .push(oldest + keep_alive_ns, What::Timer(me.index, EXPIRE));
            return;
        }
        self.expiring = false;
    }

    fn cold_ratio(me: &NodeCore) -> f64 {
        let started = me.counts[REQUESTS].measured() - me.counts[THROTTLED].measured();
        if started == 0 {
            0.0
        } else {
            me.counts[COLD].measured() as f64 / started as f64
        }
    }
}
