//! `load-balancer`: sends each request to one of several, and leaves out those that are not well.
//!
//! Health checks and their defaults are those of an AWS Application Load Balancer; outlier ejection, its defaults and slow start are
//! Envoy's (envoyproxy.io/docs/envoy, "Outlier detection" and "Slow start mode"). Where nobody is
//! well it sends to all, as AWS documents.

mod declare;
mod outliers;
mod targets;

pub(super) use self::declare::declare;
use self::outliers::Outliers;
use self::targets::{Algorithm, Rules, Targets};
use super::health::{self, Checks, Found};
use super::{Admit, Behaviour, Params, Pick, Pulse, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, flags};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;
use crate::structures::lru::Lru;

const REQUESTS: usize = 0;
const UNREACHED: usize = 1;
const TAKEN_OUT: usize = 2;
const EJECTIONS: usize = 3;
const MOVED: usize = 4;
const AVAILABLE: usize = 0;

/// All targets are checked.
const CHECK: Tag = Tag(0);
/// Checks without an answer have failed.
const CHECK_OVER: Tag = Tag(1);
/// Outliers are looked for, and let back.
const SWEEP: Tag = Tag(2);

/// Keys whose target is remembered.
const HOMES: u64 = 1 << 17;
/// Where the requests about a key go.
#[derive(Clone, Copy)]
struct Home {
    target: u32,
    until_ns: u64,
}

pub(crate) struct LoadBalancer {
    rules: Rules,
    checks: Checks,
    outliers: Outliers,
    sticky: bool,
    sticky_ns: u64,
    overhead: Sampler,
    per_connection: f64,
    lcu_price: f64,
    targets: Targets,
    homes: Lru<Home>,
    choices: Stream,
    checking: Stream,
    peak: u32,
}

impl Behaviour for LoadBalancer {
    const PICKS: bool = true;

    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        me.money.rate(0, p.number("hourly_price"));
        let balancer = Self {
            rules: rules(p),
            checks: Checks::read(p),
            outliers: Outliers::read(p),
            sticky: p.flag("sticky"),
            sticky_ns: p.ns("sticky_for"),
            overhead: p.time("overhead"),
            per_connection: p.number("requests_per_connection"),
            lcu_price: p.number("lcu_price"),
            targets: Targets::default(),
            homes: Lru::new(HOMES),
            choices: Stream::new(seed, &node.id, "choices"),
            checking: Stream::new(seed, &node.id, "checks"),
            peak: 0,
        };
        let timer = |tag| What::Timer(me.index, tag);
        core.events.push(balancer.checks.interval_ns, timer(CHECK));
        core.events
            .push(balancer.outliers.interval_ns, timer(SWEEP));
        balancer
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        me.money.rate(core.now_ns, p.number("hourly_price"));
        self.rules = rules(p);
        self.checks = Checks::read(p);
        self.outliers = Outliers::read(p);
        self.sticky = p.flag("sticky");
        self.sticky_ns = p.ns("sticky_for");
        self.overhead = p.time("overhead");
        self.per_connection = p.number("requests_per_connection");
        self.lcu_price = p.number("lcu_price");
        if !self.checks.on {
            for target in &mut self.targets.all {
                target.health = health::Health::default();
            }
            self.gather(me, core.now_ns);
        }
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        let [request, answer] = core.class_bytes[core.calls[id].class as usize];
        // A capacity unit is 25 new connections a second or a gigabyte an hour, for an hour.
        let connections = 1.0 / (self.per_connection * 25.0 * 3600.0);
        me.money
            .spend(connections.max((request + answer) / 1e9) * self.lcu_price);
        let ns = self.overhead.draw_ns(&mut me.stream);
        if ns == 0 {
            return Admit::Pass;
        }
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    fn pick(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Option<Pick> {
        let now = core.now_ns;
        // Instances that are there when the first request comes have been there before.
        let first = self.targets.all.is_empty();
        if self.targets.look(me, core, first) {
            self.show(me, now);
        }
        if self.targets.pool.is_empty() {
            me.counts[UNREACHED].bump();
            return None;
        }
        let key = core.calls[id].key;
        let index = if self.sticky || self.rules.algorithm == Algorithm::ConsistentHash {
            self.at_home(me, core, key)
        } else {
            self.targets
                .choose(&self.rules, core, key, &mut self.choices)
        };
        let target = &mut self.targets.all[index as usize];
        target.outstanding += 1;
        target.sent += 1;
        self.peak = self.peak.max(target.outstanding);
        // No choice is 0.
        core.calls[id].slot = index + 1;
        Some(Pick {
            link: target.link,
            instance: target.instance,
            filtered: false,
        })
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        let Some(index) = call.slot.checked_sub(1) else {
            return;
        };
        call.slot = 0;
        let target = &mut self.targets.all[index as usize];
        target.outstanding -= 1;
        if call.is(flags::CANCELLED) {
            // Nobody knows what would have come of it.
            return;
        }
        let now = core.now_ns;
        let took = (now - call.entered_ns).saturating_sub(call.parts[Part::Service as usize]);
        target.observe(took as f64, now, self.rules.decay_ns);
        // What a limit refuses, or comes too late, is not the target's fault.
        let well = ok
            || matches!(
                call.cause,
                Cause::RateLimited | Cause::Throttled | Cause::DeadlineExceeded
            );
        if well {
            target.well += 1;
            target.failures_in_a_row = 0;
            return;
        }
        target.failed += 1;
        target.errors += 1;
        target.failures_in_a_row += 1;
        if self.outliers.consecutive && target.failures_in_a_row >= self.outliers.failures {
            self.eject(me, now, index);
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        match tag {
            CHECK => {
                let due = What::Timer(me.index, CHECK);
                core.events.push(now + self.checks.interval_ns, due);
                self.check(me, core);
            }
            CHECK_OVER => {
                let mut turned = false;
                for target in &mut self.targets.all {
                    if std::mem::take(&mut target.health.silent)
                        && self.checks.on
                        && target.health.record(false, &self.checks)
                    {
                        me.counts[TAKEN_OUT].bump();
                        turned = true;
                    }
                }
                if turned {
                    self.gather(me, now);
                }
            }
            _ => {
                let due = What::Timer(me.index, SWEEP);
                core.events.push(now + self.outliers.interval_ns, due);
                self.sweep(me, now);
            }
        }
    }

    fn begin(&mut self, _: u64) {
        self.peak = 0;
        for target in &mut self.targets.all {
            (target.sent, target.errors) = (0, 0);
            self.peak = self.peak.max(target.outstanding);
        }
    }

    fn derived(&self, _: &NodeCore, key: &str, _: u64, _: u64) -> f64 {
        if key == "peak_outstanding" {
            return f64::from(self.peak);
        }
        let sent = || self.targets.all.iter().map(|target| target.sent);
        let (all, most) = (sent().sum::<u64>(), sent().max().unwrap_or(0));
        if all == 0 {
            0.0
        } else {
            most as f64 * self.targets.all.len() as f64 / all as f64
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: me.levels[AVAILABLE].value,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let share = |part: u64, all: u64| quantity::format(part as f64 / all as f64, Unit::Ratio);
        let all: u64 = self.targets.all.iter().map(|target| target.sent).sum();
        let even = all / (self.targets.all.len() as u64).max(1);
        for target in &self.targets.all {
            if target.sent > 100 && target.sent * 2 > even * 3 && target.errors * 2 > target.sent {
                out.push(format!(
                    "At {}, a black hole: one target got {} of the requests, because it fails fast.",
                    me.label,
                    share(target.sent, all)
                ));
            }
        }
        if self.targets.fails_open && !self.targets.pool.is_empty() {
            out.push(format!(
                "At {}, no target is known to be well: requests go to all of them.",
                me.label
            ));
        }
        let (lost, requests) = (
            me.counts[UNREACHED].measured(),
            me.counts[REQUESTS].measured(),
        );
        if lost > 0 {
            out.push(format!(
                "At {}, there was no target for {} of the requests.",
                me.label,
                share(lost, requests.max(1))
            ));
        }
    }
}

impl LoadBalancer {
    fn show(&self, me: &mut NodeCore, now_ns: u64) {
        let available = if self.targets.fails_open {
            0
        } else {
            self.targets.pool.len()
        };
        me.levels[AVAILABLE].set(now_ns, available as u32);
    }

    fn gather(&mut self, me: &mut NodeCore, now_ns: u64) {
        self.targets.gather();
        self.show(me, now_ns);
    }

    /// The target of a key, which is remembered.
    fn at_home(&mut self, me: &mut NodeCore, core: &Core, key: u32) -> u32 {
        let now = core.now_ns;
        let home = self.homes.get(u64::from(key)).copied();
        let home = home.filter(|home| home.until_ns > now);
        let index = match home {
            Some(home) if self.sticky && self.targets.takes(home.target) => home.target,
            _ => self
                .targets
                .choose(&self.rules, core, key, &mut self.choices),
        };
        if home.is_some_and(|home| home.target != index) {
            me.counts[MOVED].bump();
        }
        let until_ns = now.saturating_add(self.sticky_ns);
        let new = Home {
            target: index,
            until_ns,
        };
        match self.homes.get(u64::from(key)) {
            Some(home) => *home = new,
            None => {
                self.homes.insert(u64::from(key), new, 1, |_, _| {});
            }
        }
        index
    }

    fn check(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let first = self.targets.all.is_empty();
        let mut turned = self.targets.look(me, core, first);
        let mut silent = false;
        for target in &mut self.targets.all {
            if !self.checks.on || !target.present {
                continue;
            }
            let to = (target.link, target.callee);
            match health::ask(
                me,
                core,
                to,
                Some(target.instance),
                &self.checks,
                &mut self.checking,
            ) {
                Found::Silence => {
                    target.health.silent = true;
                    silent = true;
                }
                found => {
                    if target.health.record(found == Found::Answer, &self.checks) {
                        turned = true;
                        if target.health.healthy {
                            target.warm_up(now);
                        } else {
                            me.counts[TAKEN_OUT].bump();
                        }
                    }
                }
            }
        }
        if silent {
            let over = What::Timer(me.index, CHECK_OVER);
            core.events.push(now + self.checks.timeout_ns, over);
        }
        if turned {
            self.gather(me, now);
        }
    }
}

fn rules(p: Params) -> Rules {
    Rules {
        algorithm: Algorithm::new(p.choice("algorithm")),
        by_instance: p.choice("weights") == 1,
        balance_factor: p.number("balance_factor"),
        decay_ns: p.number("ewma_decay"),
        slow_start_ns: p.ns("slow_start"),
    }
}
