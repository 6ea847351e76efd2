//! The simulator: a clock, an event queue, calls, links and nodes.

pub(crate) mod call;
mod flow;
pub(crate) mod link;
pub(crate) mod queue;
pub(crate) mod route;
pub(crate) mod tally;

use self::call::{Calls, Cause, NONE, State, flags};
use self::link::Link;
use self::queue::{EventQueue, What};
use self::route::Routes;
use self::tally::Tally;
use crate::kinds::Body;
use crate::measure::attribution::Part;
use crate::measure::gauge::{Counter, Gauge};
use crate::rng::Stream;
use crate::scenario::{Place, Scenario, Window};

/// What kinds may reach of the simulator.
pub(crate) struct Core {
    pub now_ns: u64,
    pub events: EventQueue,
    pub calls: Calls,
    /// Calls of their own that kinds have begun: their steps run when the kind is done.
    pub wakes: Vec<u32>,
    /// What each class multiplies service times by.
    pub class_work: Vec<f64>,
    /// Cumulative shares of the classes among arrivals.
    pub class_shares: Vec<f64>,
}

/// What every node has, whatever its kind.
pub(crate) struct NodeCore {
    pub index: u32,
    pub label: String,
    /// Service times.
    pub stream: Stream,
    /// Calls that have arrived and not left.
    pub inside: Gauge,
    pub arrived: Counter,
    pub left: Counter,
    pub inside_at_base: u32,
    /// Time that calls spent here since the warm-up, nanoseconds.
    pub sojourn_ns: u128,
}

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
    routes: Routes,
    pub tally: Tally,
    pub events_handled: u64,
    pub base_ns: u64,
    pub end_ns: u64,
    begun: bool,
    max_events: u64,
    max_calls: usize,
    pub stopped: Option<Stop>,
}

/// How many events pass between two looks at the caller's wish to stop.
const SLICE: u32 = 2048;

impl Engine {
    pub fn new(
        scenario: &Scenario,
        windows: &[Window],
        seed: u64,
        charted: &[tally::Charted],
    ) -> Self {
        let total: f64 = scenario.classes.iter().map(|class| class.weight).sum();
        let mut sum = 0.0;
        let class_shares = scenario.classes.iter().map(|class| {
            sum += class.weight / total;
            sum
        });
        let mut core = Core {
            now_ns: 0,
            events: EventQueue::default(),
            calls: Calls::default(),
            wakes: Vec::new(),
            class_work: scenario.classes.iter().map(|class| class.work).collect(),
            class_shares: class_shares.collect(),
        };
        let nodes = scenario.nodes.iter().enumerate().map(|(i, node)| {
            let me = NodeCore {
                index: i as u32,
                label: node.label.clone(),
                stream: Stream::new(seed, &node.id, "service"),
                inside: Gauge::default(),
                arrived: Counter::default(),
                left: Counter::default(),
                inside_at_base: 0,
                sojourn_ns: 0,
            };
            let body = Body::new(node, seed, &me, &mut core);
            Node { me, body }
        });
        let nodes = nodes.collect();
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
        Self {
            core,
            nodes,
            links,
            routes: Routes::new(scenario),
            tally: Tally::new(scenario, windows, charted),
            events_handled: 0,
            base_ns: scenario.run.warmup_ns,
            end_ns: scenario.run.duration_ns,
            begun: false,
            max_events: scenario.run.max_events,
            max_calls: scenario.run.max_calls as usize,
            stopped: None,
        }
    }

    pub fn finished(&self) -> bool {
        self.core.now_ns >= self.end_ns || self.stopped.is_some()
    }

    /// Goes on to `until_ns`, or until `stop` says so; it is asked every so many events.
    pub fn advance(&mut self, until_ns: u64, stop: &mut dyn FnMut() -> bool) {
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
            if self.run_to(limit) {
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
            if stop() {
                break;
            }
        }
        if !self.begun && self.core.now_ns >= self.base_ns {
            self.begin();
        }
    }

    /// Handles events before `limit`; true when none is left.
    fn run_to(&mut self, limit: u64) -> bool {
        for _ in 0..SLICE {
            let Some((time, what)) = self.core.events.pop_before(limit) else {
                return true;
            };
            self.core.now_ns = time;
            self.events_handled += 1;
            self.handle(what);
            self.wake();
        }
        false
    }

    #[inline]
    fn wake(&mut self) {
        while let Some(id) = self.core.wakes.pop() {
            self.next_steps(id);
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
                self.wake();
            }
            Place::Link { link, .. } => self.links[link].configure(&scenario.links[link].params),
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
            node.me.sojourn_ns = 0;
            node.body.begin(now);
        }
        for link in &mut self.links {
            link.calls.begin();
            link.retries.begin();
        }
        self.tally.cost_base = self.cost();
    }

    /// Dollars since the start.
    pub fn cost(&self) -> f64 {
        self.nodes
            .iter()
            .map(|node| node.body.cost(&node.me, self.core.now_ns))
            .sum()
    }

    fn close_bucket(&mut self) {
        let (now, cost) = (self.core.now_ns, self.cost());
        let nodes = &self.nodes;
        self.tally.close_bucket(now, cost, |node, key| {
            let node = &nodes[node as usize];
            node.body.cumulative(&node.me, key, now)
        });
    }

    /// Nanoseconds measured so far.
    pub fn span_ns(&self) -> u64 {
        self.core.now_ns.saturating_sub(self.base_ns)
    }
}
