//! The simulator: a clock, an event queue, calls, links and nodes.

mod breaker;
pub(crate) mod call;
pub(crate) mod fault;
mod flow;
pub(crate) mod link;
mod outcome;
mod policy;
pub(crate) mod queue;
pub(crate) mod route;
pub(crate) mod tally;
pub(crate) mod trace;

use self::call::{Calls, Cause, NONE, State, flags};
use self::fault::{Faults, LinkFault, NodeFault};
use self::link::Link;
use self::queue::{EventQueue, What};
use self::route::Routes;
use self::tally::{Charted, Standing, Tally};
use self::trace::Tracer;
use crate::kinds::{Body, Kind, Params, link_params};
use crate::measure::attribution::Part;
use crate::measure::gauge::{Counter, Gauge, Sum};
use crate::measure::histogram::Histogram;
use crate::measure::money::Money;
use crate::rng::Stream;
use crate::scenario::{self, Place, Scenario, Window};

/// What kinds may reach of the simulator.
pub(crate) struct Core {
    pub now_ns: u64,
    pub events: EventQueue,
    pub calls: Calls,
    /// Calls of their own that kinds have begun: their steps run when the kind is done.
    pub wakes: Vec<u32>,
    /// Calls that kinds have taken and now turn away; their callers learn of it when the kind is done.
    refused: Vec<(u32, Cause)>,
    /// Calls that kinds have taken and now answer, or let go on to what their route says.
    pub ready: Vec<u32>,
    /// What each class multiplies service times by.
    pub class_work: Vec<f64>,
    /// Bytes of a request of each class, and of its answer.
    pub class_bytes: Vec<[f64; 2]>,
    pub class_priority: Vec<u32>,
    /// Which tenant and which region each class is of: indices into the names that there are, in order of first use. The first
    /// region is none at all.
    pub class_tenant: Vec<u32>,
    pub class_region: Vec<u32>,
    /// Cumulative shares of the classes among arrivals.
    pub class_shares: Vec<f64>,
    /// Of each node, by its index: instances there are, and requests that it works on at once. What its callers may
    /// know without asking; nodes without a bound have as many slots as there are numbers.
    pub instances: Vec<u32>,
    /// Of those that are told apart, the last ones that are dead: whoever knows it has asked them.
    pub dead: Vec<u32>,
    /// How often any of these numbers has changed: who has seen the last change need not look again.
    pub instances_changed: u64,
    pub slots: Vec<u32>,
    /// Of each node.
    pub kinds: Vec<Kind>,
    /// Of each node, by its index: what faults make of it, which is what a health check finds out; and its region, an
    /// index like that of a class, [`NONE`] where it does not say.
    pub faults: Vec<NodeFault>,
    pub node_region: Vec<u32>,
    /// Of each link, by its index: what its caller knows of it.
    pub links: Vec<LinkFacts>,
    /// Whether any node looks at keys; where none does, none are drawn.
    pub keyed: bool,
}

impl Core {
    /// Whether kinds have left something to the engine.
    #[inline]
    fn has_left_something(&self) -> bool {
        self.wakes.len() + self.ready.len() + self.refused.len() > 0
    }

    /// Fails a call that waited at a kind, once the engine comes to it. Given up before that, it leaves as one that is being
    /// worked on: it does not wait any more.
    pub fn refuse(&mut self, id: u32, cause: Cause) {
        self.calls[id].state = State::Working;
        self.refused.push((id, cause));
    }

    /// A node has so many instances from now on, the last `dead` of them dead.
    pub fn has_instances(&mut self, node: u32, there: u32, dead: u32) {
        self.dead[node as usize] = dead;
        let known = &mut self.instances[node as usize];
        if std::mem::replace(known, there) != there {
            self.instances_changed += 1;
        }
    }
}

/// What the caller of a link knows of it.
#[derive(Clone, Copy)]
pub(crate) struct LinkFacts {
    /// Of a caller that chooses among its links: the weight of this one.
    pub share: f64,
    /// The mean one way, nanoseconds.
    pub latency_ns: f64,
    pub fault: LinkFault,
}

impl LinkFacts {
    fn new(link: &scenario::Link) -> Self {
        let p = Params {
            specs: link_params(),
            values: &link.params,
        };
        Self {
            share: p.number("share"),
            latency_ns: p.distribution("latency").mean(),
            fault: LinkFault::default(),
        }
    }
}

/// What every node has, whatever its kind.
pub(crate) struct NodeCore {
    pub index: u32,
    pub kind: Kind,
    pub label: String,
    /// The links by which it calls, and whom.
    pub links: Vec<(u32, u32)>,
    /// Over how many zones it is spread.
    pub zones: u32,
    /// What faults make of it now.
    pub fault: NodeFault,
    /// Service times.
    pub stream: Stream,
    /// What is left to chance by faults.
    pub chance: Stream,
    /// The meters of its kind, in the order in which it declares them.
    pub counts: Vec<Counter>,
    pub levels: Vec<Gauge>,
    pub times: Vec<Histogram>,
    pub money: Money,
    /// Calls that have arrived and not left.
    pub inside: Gauge,
    pub arrived: Counter,
    pub left: Counter,
    pub inside_at_base: u32,
    /// Time that calls spent here since the warm-up, nanoseconds.
    pub sojourn_ns: Sum,
}

/// Its size is a power of two: an index becomes a place by a shift and not by a multiplication, of which a request takes
/// dozens.
#[repr(align(256))]
pub(crate) struct Node {
    pub me: NodeCore,
    pub body: Body,
}

/// Why a run ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    Events,
    Calls,
}

/// One run of one scenario.
pub(crate) struct Engine {
    pub core: Core,
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub(crate) faults: Faults,
    routes: Routes,
    pub tally: Tally,
    /// Of a run that is made again to be looked at.
    pub tracer: Option<Box<Tracer>>,
    pub events_handled: u64,
    pub base_ns: u64,
    pub end_ns: u64,
    begun: bool,
    max_events: u64,
    max_calls: usize,
    pub stopped: Option<Stop>,
}

/// 128 cells a power of two: two significant digits and more.
const TIMES_PRECISION: u32 = 7;

/// Names in order of first use, so that equal ones are equal numbers.
#[derive(Default)]
struct Names<'a>(Vec<&'a str>);

impl<'a> Names<'a> {
    fn index(&mut self, name: &'a str) -> u32 {
        let known = self.0.iter().position(|known| *known == name);
        known.unwrap_or_else(|| {
            self.0.push(name);
            self.0.len() - 1
        }) as u32
    }

    /// Of each node's region; [`NONE`] where it does not say.
    fn of_nodes(&mut self, scenario: &'a Scenario) -> Vec<u32> {
        let regions = scenario.nodes.iter().map(|node| node.region.as_ref());
        regions
            .map(|region| region.map_or(NONE, |name| self.index(name)))
            .collect()
    }
}

/// The region of a class that does not say.
const NO_REGION: &str = "";

/// How many events pass between two looks at the caller's wish to stop.
const SLICE: u64 = 2048;

impl Engine {
    #[allow(clippy::too_many_lines, reason = "one field after the other")]
    pub fn new(scenario: &Scenario, windows: &[Window], seed: u64, charted: &[Charted]) -> Self {
        let total: f64 = scenario.classes.iter().map(|class| class.weight).sum();
        let mut sum = 0.0;
        let class_shares = scenario.classes.iter().map(|class| {
            sum += class.weight / total;
            sum
        });
        let mut regions = Names(vec![NO_REGION]);
        let mut tenants = Names::default();
        let classes = &scenario.classes;
        let n = scenario.nodes.len();
        let mut core = Core {
            now_ns: 0,
            events: EventQueue::default(),
            calls: Calls::default(),
            wakes: Vec::new(),
            refused: Vec::new(),
            ready: Vec::new(),
            class_work: classes.iter().map(|class| class.work).collect(),
            class_bytes: classes
                .iter()
                .map(|class| [class.request_bytes, class.response_bytes])
                .collect(),
            class_priority: classes.iter().map(|class| class.priority).collect(),
            class_tenant: classes.iter().map(|c| tenants.index(&c.tenant)).collect(),
            class_region: classes.iter().map(|c| regions.index(&c.region)).collect(),
            class_shares: class_shares.collect(),
            instances: vec![1; n],
            dead: vec![0; n],
            instances_changed: 0,
            slots: vec![u32::MAX; n],
            kinds: scenario.nodes.iter().map(|node| node.kind).collect(),
            faults: vec![NodeFault::default(); n],
            node_region: Vec::new(),
            links: scenario.links.iter().map(LinkFacts::new).collect(),
            keyed: scenario.nodes.iter().any(|node| node.kind.spec().keyed),
        };
        core.node_region = regions.of_nodes(scenario);
        let mut calls_of: Vec<Vec<(u32, u32)>> = vec![Vec::new(); n];
        for (i, link) in scenario.links.iter().enumerate() {
            calls_of[link.from as usize].push((i as u32, link.to));
        }
        let nodes = scenario.nodes.iter().zip(calls_of).enumerate();
        let nodes = nodes.map(|(i, (node, links))| {
            let (counts, levels, times) = node.kind.spec().meters();
            let mut me = NodeCore {
                index: i as u32,
                kind: node.kind,
                label: node.label.clone(),
                links,
                zones: (node.zones.len() as u32).max(1),
                fault: NodeFault::default(),
                stream: Stream::new(seed, &node.id, "service"),
                chance: Stream::new(seed, &node.id, "chance"),
                counts: vec![Counter::default(); counts],
                levels: vec![Gauge::default(); levels],
                times: vec![Histogram::new(TIMES_PRECISION); times],
                money: Money::default(),
                inside: Gauge::default(),
                arrived: Counter::default(),
                left: Counter::default(),
                inside_at_base: 0,
                sojourn_ns: Sum::default(),
            };
            let body = Body::new(node, seed, &mut me, &mut core);
            Node { me, body }
        });
        let nodes: Vec<Node> = nodes.collect();
        let mut links: Vec<Link> = scenario
            .links
            .iter()
            .map(|link| {
                let name = format!(
                    "{} -> {}",
                    scenario.nodes[link.from as usize].id, scenario.nodes[link.to as usize].id
                );
                Link::new(link.to, &name, seed, &link.params)
            })
            .collect();
        for (link, declared) in links.iter_mut().zip(&scenario.links) {
            link.bound_timeout(&scenario.nodes[declared.from as usize]);
        }
        let mut engine = Self {
            core,
            routes: Routes::new(scenario, |node| nodes[node].body.picks()),
            nodes,
            links,
            faults: Faults::default(),
            tally: Tally::new(scenario, windows, charted, seed),
            tracer: None,
            events_handled: 0,
            base_ns: scenario.run.warmup_ns,
            end_ns: scenario.run.duration_ns,
            begun: false,
            max_events: scenario.run.max_events,
            max_calls: scenario.run.max_calls as usize,
            stopped: None,
        };
        for fault in &scenario.faults {
            engine.add_fault(scenario, fault);
        }
        engine.settle_pending();
        engine
    }

    pub fn finished(&self) -> bool {
        self.core.now_ns >= self.end_ns || self.stopped.is_some()
    }

    /// Goes on to `until_ns`, or until so many events have been handled in all, or until `stop` says so; it is asked every
    /// so many events.
    pub fn advance(&mut self, until_ns: u64, until_event: u64, stop: &mut dyn FnMut() -> bool) {
        let until_ns = until_ns.min(self.end_ns);
        while self.core.now_ns < until_ns && self.stopped.is_none() {
            if !self.begun && self.core.now_ns >= self.base_ns {
                self.begin();
            }
            // The next instant at which something other than an event happens.
            let mut limit = until_ns.min(self.tally.timeline.next_ns);
            if !self.begun {
                limit = limit.min(self.base_ns);
            }
            if self.run_to(limit, until_event) {
                self.core.now_ns = limit;
                if limit == self.tally.timeline.next_ns {
                    self.close_bucket();
                }
            }
            if self.events_handled >= self.max_events {
                self.stopped = Some(Stop::Events);
            } else if self.core.calls.len() > self.max_calls {
                self.stopped = Some(Stop::Calls);
            }
            if stop() || (self.events_handled >= until_event && self.core.now_ns < limit) {
                break;
            }
        }
        if !self.begun && self.core.now_ns >= self.base_ns {
            self.begin();
        }
    }

    /// Handles events before `limit`; true when none is left.
    fn run_to(&mut self, limit: u64, until_event: u64) -> bool {
        let room = until_event.saturating_sub(self.events_handled);
        for _ in 0..room.min(SLICE) {
            let Some((time, what)) = self.core.events.pop_before(limit) else {
                return true;
            };
            self.core.now_ns = time;
            self.events_handled += 1;
            self.handle(what);
            if self.core.has_left_something() {
                self.settle_pending();
            }
        }
        false
    }

    /// Does what kinds have left to the engine.
    #[inline(never)]
    fn settle_pending(&mut self) {
        while self.core.has_left_something() {
            let (id, refused) = if let Some(id) = self.core.wakes.pop() {
                self.next_steps(id);
                continue;
            } else if let Some(id) = self.core.ready.pop() {
                (id, None)
            } else if let Some((id, cause)) = self.core.refused.pop() {
                (id, Some(cause))
            } else {
                return;
            };
            if self.core.calls[id].is(flags::CANCELLED) {
                // Its caller gave it up in the meantime, and it has left.
                self.core.calls.remove(id);
            } else if refused.is_some() {
                self.answer(id, refused);
            } else {
                self.proceed(id);
            }
        }
    }

    /// Takes the new value of a live parameter.
    pub fn configure(&mut self, scenario: &Scenario, place: Place) {
        match place {
            Place::Node { node, .. } => {
                let running = &mut self.nodes[node];
                running
                    .body
                    .configure(&scenario.nodes[node], &mut running.me, &mut self.core);
                self.settle_pending();
            }
            Place::Link { link, .. } => {
                self.links[link].configure(&scenario.links[link].params);
                let fault = self.core.links[link].fault;
                self.core.links[link] = LinkFacts {
                    fault,
                    ..LinkFacts::new(&scenario.links[link])
                };
                self.connect_held(link as u32);
                self.settle_pending();
            }
            // Nothing of a run is live.
            Place::Run { .. } => {}
        }
    }

    #[inline]
    fn handle(&mut self, what: What) {
        match what {
            What::Arrival(node) => self.arrival(node),
            What::Work(id) => self.work_done(id),
            What::Deliver(id) => self.deliver(id),
            What::Return(id) => self.returned(id),
            What::Retry(id) => self.retry(id),
            What::Timeout(link) => self.timeout(link),
            What::Hedge(id) => self.hedge(id),
            What::Fault(index) => self.fault_due(index),
            What::Timer(node, tag) => {
                let node = &mut self.nodes[node as usize];
                node.body.timer(&mut node.me, &mut self.core, tag);
            }
        }
    }

    /// The warm-up is over.
    fn begin(&mut self) {
        self.begun = true;
        let now = self.core.now_ns;
        for node in &mut self.nodes {
            node.me.inside.begin(now);
            node.me.arrived.begin();
            node.me.left.begin();
            node.me.inside_at_base = node.me.inside.value;
            node.me.sojourn_ns = Sum::default();
            for counter in &mut node.me.counts {
                counter.begin();
            }
            for level in &mut node.me.levels {
                level.begin(now);
            }
            for times in &mut node.me.times {
                times.clear();
            }
            node.me.money.begin(now);
            node.body.begin(now);
        }
        for link in &mut self.links {
            link.begin_measuring(now);
        }
        self.tally.cost_base = self.cost();
    }

    /// Dollars since the start.
    pub fn cost(&self) -> f64 {
        self.nodes
            .iter()
            .map(|node| node.me.money.total(self.core.now_ns))
            .sum()
    }

    fn close_bucket(&mut self) {
        let (now, cost) = (self.core.now_ns, self.cost());
        let (nodes, links) = (&self.nodes, &self.links);
        self.tally.close_bucket(now, cost, |charted| match charted {
            Charted::Metric { node, place } => {
                let me = &nodes[node as usize].me;
                me.cumulative(place as usize, now).unwrap_or(0.0)
            }
            Charted::Pulse { node, of } => {
                let node = &nodes[node as usize];
                let pulse = node.body.pulse(&node.me);
                match of {
                    Standing::InFlight => f64::from(pulse.in_flight),
                    Standing::Waiting => f64::from(pulse.waiting),
                    Standing::Instances => f64::from(pulse.instances),
                    Standing::Capacity => pulse.capacity.unwrap_or(0.0),
                }
            }
            Charted::Attempts(link) => links[link as usize].attempts() as f64,
            Charted::Failures(link) => links[link as usize].failures as f64,
        });
    }

    /// Nanoseconds measured so far.
    pub fn span_ns(&self) -> u64 {
        self.core.now_ns.saturating_sub(self.base_ns)
    }
}
