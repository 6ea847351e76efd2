//! `dns`: names that lead to one of several places, and the resolvers that remember where.
//!
//! Modelled on Amazon Route 53 (docs.aws.amazon.com/Route53/latest/DeveloperGuide: routing-policy.html, dns-failover.html). Each link is a
//! record. Nobody's request goes through a name server: a request asks the resolver of its network, which knows the answer for as
//! long as it may be kept, and goes where that says. So a place that is gone is left only when health checks have noticed and the
//! resolver has forgotten.

mod declare;

pub(super) use self::declare::declare;
use super::health::{self, Checks, Found, Health};
use super::{Admit, Behaviour, Params, Pick, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const LOOKUPS: usize = 1;
const FAILED: usize = 2;
const STALE: usize = 3;
const TAKEN_OUT: usize = 4;
const HEALTHY: usize = 0;

const CHECK: Tag = Tag(0);
const CHECK_OVER: Tag = Tag(1);

/// What a call does: it asks the name server, it waits for an answer in vain, it has one and is on its way.
const ASKS: u32 = 1;
const IN_VAIN: u32 = 2;
const GOES: u32 = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    Simple,
    Weighted,
    Latency,
    Geo,
    Failover,
}

/// What one resolver remembers.
#[derive(Clone, Copy)]
struct Entry {
    /// The link it was told; [`NONE`] before the first answer.
    place: u32,
    until_ns: u64,
    asking: bool,
}

pub(crate) struct Dns {
    policy: Policy,
    ttl_ns: u64,
    resolvers: u32,
    lookup: Sampler,
    timeout_ns: u64,
    crossing: Sampler,
    query_price: f64,
    checks: Checks,
    /// Of each link.
    health: Vec<Health>,
    /// Resolvers of a region lie together.
    entries: Vec<Entry>,
    waited: u64,
    waited_base: u64,
    networks: Stream,
    answers: Stream,
    checking: Stream,
}

impl Behaviour for Dns {
    const PICKS: bool = true;

    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let resolvers = p.count("resolvers").max(1);
        let regions = core.class_region.iter().max().map_or(1, |last| last + 1);
        let empty = Entry {
            place: NONE,
            until_ns: 0,
            asking: false,
        };
        let mut dns = Self {
            policy: Policy::Simple,
            ttl_ns: 0,
            resolvers,
            lookup: p.time("lookup_time"),
            timeout_ns: 0,
            crossing: p.time("cross_region_time"),
            query_price: 0.0,
            checks: Checks::read(p),
            health: vec![Health::default(); me.links.len()],
            entries: vec![empty; resolvers as usize * regions as usize],
            waited: 0,
            waited_base: 0,
            networks: Stream::new(seed, &node.id, "networks"),
            answers: Stream::new(seed, &node.id, "answers"),
            checking: Stream::new(seed, &node.id, "checks"),
        };
        dns.configure(p, me, core);
        core.events
            .push(dns.checks.interval_ns, What::Timer(me.index, CHECK));
        dns
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.policy = match p.choice("policy") {
            0 => Policy::Simple,
            1 => Policy::Weighted,
            2 => Policy::Latency,
            3 => Policy::Geo,
            _ => Policy::Failover,
        };
        self.ttl_ns = p.ns("ttl");
        self.lookup = p.time("lookup_time");
        self.timeout_ns = p.ns("lookup_timeout");
        self.crossing = p.time("cross_region_time");
        self.query_price = p.number("query_price");
        self.checks = Checks::read(p);
        let checked = if self.checks.on { me.links.len() } else { 0 };
        me.money
            .rate(core.now_ns, p.number("check_price") * checked as f64);
        if !self.checks.on {
            self.health.fill(Health::default());
        }
        self.show(me, core.now_ns);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        let now = core.now_ns;
        let region = core.class_region[core.calls[id].class as usize];
        let at = region * self.resolvers + self.networks.below(self.resolvers);
        let entry = &mut self.entries[at as usize];
        // The resolver of the request, until its place takes over.
        core.calls[id].instance = at;
        let ns = self.lookup.draw_ns(&mut me.stream);
        if entry.place != NONE && now < entry.until_ns {
            let place = entry.place;
            return if self.go(me, core, id, place) {
                Admit::Taken
            } else {
                Admit::Pass
            };
        }
        self.waited += 1;
        if me.fault.unresolved {
            core.calls[id].slot = IN_VAIN;
            work(me, core, id, Part::Network, self.timeout_ns);
            return Admit::Taken;
        }
        // Whoever comes while it asks waits for the same answer, and is not another question.
        if !std::mem::replace(&mut entry.asking, true) {
            me.counts[LOOKUPS].bump();
            me.money.spend(self.query_price);
        }
        core.calls[id].slot = ASKS;
        work(me, core, id, Part::Network, ns);
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        match core.calls[id].slot {
            IN_VAIN => {
                me.counts[FAILED].bump();
                Worked::Fails(Cause::NodeDown)
            }
            ASKS => {
                let place = self.resolve(me, core, id);
                if self.go(me, core, id, place) {
                    Worked::Busy
                } else {
                    Worked::Proceeds
                }
            }
            _ => Worked::Proceeds,
        }
    }

    fn pick(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Option<Pick> {
        // `go` has left the place there.
        let place = core.calls[id].instance as usize;
        let &(link, _) = me.links.get(place)?;
        // A policy that asks nobody how they are knows of no illness.
        if self.policy != Policy::Simple && !self.health[place].healthy {
            me.counts[STALE].bump();
        }
        Some(Pick {
            link,
            instance: NONE,
            filtered: false,
        })
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == CHECK {
            let due = What::Timer(me.index, CHECK);
            core.events.push(now + self.checks.interval_ns, due);
            let mut silent = false;
            for (health, &to) in self.health.iter_mut().zip(&me.links) {
                if !self.checks.on {
                    break;
                }
                match health::ask(me, core, to, None, &self.checks, &mut self.checking) {
                    Found::Silence => {
                        health.silent = true;
                        silent = true;
                    }
                    found => {
                        if health.record(found == Found::Answer, &self.checks) && !health.healthy {
                            me.counts[TAKEN_OUT].bump();
                        }
                    }
                }
            }
            if silent {
                let over = What::Timer(me.index, CHECK_OVER);
                core.events.push(now + self.checks.timeout_ns, over);
            }
        } else {
            for health in &mut self.health {
                if std::mem::take(&mut health.silent)
                    && self.checks.on
                    && health.record(false, &self.checks)
                {
                    me.counts[TAKEN_OUT].bump();
                }
            }
        }
        self.show(me, now);
    }

    fn begin(&mut self, _: u64) {
        self.waited_base = self.waited;
    }

    fn derived(&self, me: &NodeCore, _: &str, _: u64, _: u64) -> f64 {
        let requests = me.counts[REQUESTS].measured();
        if requests == 0 {
            0.0
        } else {
            (self.waited - self.waited_base) as f64 / requests as f64
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: me.levels[HEALTHY].value,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let requests = me.counts[REQUESTS].measured().max(1);
        let share = |n: u64| quantity::format(n as f64 / requests as f64, Unit::Ratio);
        let (stale, failed) = (me.counts[STALE].measured(), me.counts[FAILED].measured());
        if stale * 100 >= requests {
            out.push(format!(
                "At {}, {} of the requests were sent to a place known not to be well: resolvers kept the old answer.",
                me.label,
                share(stale)
            ));
        }
        if failed > 0 {
            out.push(format!(
                "At {}, {} of the requests got no answer.",
                me.label,
                share(failed)
            ));
        }
    }
}

impl Dns {
    fn show(&self, me: &mut NodeCore, now_ns: u64) {
        let healthy = self.health.iter().filter(|health| health.healthy).count();
        me.levels[HEALTHY].set(now_ns, healthy as u32);
    }

    /// Sends a request on to the place its resolver was told; whether it takes time to get there.
    fn go(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, place: u32) -> bool {
        // Of all records each request takes one by chance.
        let all = me.links.len() as u32;
        let chance = if all > 0 { self.answers.below(all) } else { 0 };
        let place = if self.policy == Policy::Simple {
            chance
        } else {
            place
        };
        let call = &mut core.calls[id];
        call.instance = place;
        call.slot = GOES;
        let home = core.class_region[call.class as usize];
        let there = me
            .links
            .get(place as usize)
            .map_or(NONE, |&(_, callee)| core.node_region[callee as usize]);
        let ns = self.crossing.draw_ns(&mut me.stream);
        // The first region is none at all.
        if there == NONE || home == 0 || there == home || ns == 0 {
            return false;
        }
        work(me, core, id, Part::Network, ns);
        true
    }

    /// The name server's answer, which the resolver keeps.
    fn resolve(&mut self, me: &NodeCore, core: &Core, id: u32) -> u32 {
        let call = &core.calls[id];
        let at = call.instance as usize;
        let region = core.class_region[call.class as usize];
        let place = self.answer(me, core, region);
        let (first, luck) = (self.entries[at].place == NONE, self.answers.unit());
        // Resolvers have asked before the run began, each at some time.
        let keep = if first {
            (self.ttl_ns as f64 * luck) as u64
        } else {
            self.ttl_ns
        };
        self.entries[at] = Entry {
            place,
            until_ns: core.now_ns.saturating_add(keep),
            asking: false,
        };
        place
    }

    /// The link that the policy names: among the healthy, or where nobody is, among all, as Route 53 does it.
    fn answer(&mut self, me: &NodeCore, core: &Core, region: u32) -> u32 {
        let any = self.health.iter().any(|health| health.healthy);
        let health = &self.health;
        let open = |place: &usize| !any || health[*place].healthy;
        let places = || (0..me.links.len()).filter(open);
        let fact = |place: usize| &core.links[me.links[place].0 as usize];
        let near =
            || places().find(|&place| core.node_region[me.links[place].1 as usize] == region);
        let luck = self.answers.unit();
        let chosen = match self.policy {
            Policy::Simple | Policy::Failover => places().next(),
            Policy::Weighted => {
                let total: f64 = places().map(|place| fact(place).share).sum();
                let mut left = luck * total;
                places()
                    .find(|&place| {
                        left -= fact(place).share;
                        left <= 0.0
                    })
                    .or_else(|| places().next())
            }
            Policy::Latency => near().or_else(|| {
                places().min_by(|&a, &b| fact(a).latency_ns.total_cmp(&fact(b).latency_ns))
            }),
            Policy::Geo => near().or_else(|| places().next()),
        };
        chosen.map_or(NONE, |place| place as u32)
    }
}
