//! `client`: who sends the requests.

use super::spec::{KindSpec, choice, counter, gauge, number, shape, time};
use super::{Admit, Chart, Figure, Params, Pulse};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::gauge::Counter;
use crate::rng::Stream;
use crate::scenario::{Node, Value};
use crate::shape::{Cursor, Shape};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    Poisson,
    Even,
    Closed,
}

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "client",
        "Client",
        "Sends requests: so many a second whatever comes of them, or each user the next one after the last was answered.",
        vec![
            number(
                "rate",
                "Request rate",
                "Requests offered a second, times what the load shape says.",
                Unit::PerSecond,
                (1e-6, 1e6),
                100.0,
            ),
            choice(
                "process",
                "Arrivals",
                "Poisson: many users who know nothing of each other. Even: a load generator's beat. Closed: users who wait for their answer.",
                &[("poisson", "Poisson"), ("even", "Evenly spaced"), ("closed", "Closed loop")],
            )
            .fixed(),
            shape("shape", "Load shape", "How the rate changes over the run, as a multiple of it."),
            number("users", "Users", "Of a closed loop: how many take turns.", Unit::Count, (1.0, 1e6), 10.0).whole().fixed(),
            time("think_time", "Think time", "Of a closed loop: from an answer to the user's next request.", 86_400e9, "1s"),
        ],
        vec![
            counter("sent", "Requests sent", "Requests that were due."),
            gauge("in_flight", "In flight", "Requests sent and not yet answered.", Unit::Count),
        ],
        &["Connections and their set-up: a request leaves at once.", "Users who go away when they are kept waiting; a timeout on the link stands for them."],
    )
    .charts(Chart::Concurrency, &["in_flight"])
}

/// Requests a client would send in a run: what a scenario is refused for beforehand.
pub(crate) fn expected_requests(node: &Node, duration_ns: u64) -> f64 {
    let p = Params {
        specs: &node.kind.spec().params,
        values: &node.params,
    };
    if p.choice("process") == 2 {
        return 0.0;
    }
    let mean = p.shape("shape").mean(duration_ns);
    p.number("rate") * mean * duration_ns as f64 / 1e9
}

pub(crate) struct Client {
    process: Process,
    per_ns: f64,
    think: Sampler,
    users: u32,
    /// `None` while the rate never changes, which is the common and the fast case.
    cursor: Option<Cursor>,
    arrivals: Stream,
    switching: Stream,
    classes: Stream,
    /// Cumulative shares of the classes.
    shares: Vec<f64>,
    sent: Counter,
}

impl Client {
    pub fn new(p: Params, node: &Node, seed: u64, me: &NodeCore, core: &mut Core) -> Self {
        let mut switching = Stream::new(seed, &node.id, "switching");
        let cursor = match p.shape("shape") {
            shape if shape == Shape::default() => None,
            shape => Some(Cursor::new(shape, &mut switching)),
        };
        let mut client = Self {
            process: match p.choice("process") {
                0 => Process::Poisson,
                1 => Process::Even,
                _ => Process::Closed,
            },
            per_ns: p.number("rate") / 1e9,
            think: p.time("think_time"),
            users: p.count("users"),
            cursor,
            arrivals: Stream::new(seed, &node.id, "arrivals"),
            switching,
            classes: Stream::new(seed, &node.id, "classes"),
            shares: core.class_shares.clone(),
            sent: Counter::default(),
        };
        if client.process == Process::Closed {
            for _ in 0..client.users {
                client.think(me, core);
            }
        } else {
            client.schedule(me, core);
        }
        client
    }

    pub fn configure(&mut self, p: Params, _: &mut NodeCore, _: &mut Core) {
        // The arrival under way stands; the one after it comes at the new rate.
        self.per_ns = p.number("rate") / 1e9;
        self.think = p.time("think_time");
    }

    /// Sets the next arrival of an open client.
    #[inline]
    fn schedule(&mut self, me: &NodeCore, core: &mut Core) {
        let amount = if self.process == Process::Poisson {
            self.arrivals.exponential()
        } else {
            1.0
        };
        let at = match &mut self.cursor {
            None => Some(core.now_ns + (amount / self.per_ns + 0.5) as u64),
            Some(cursor) => cursor.next(core.now_ns, amount, self.per_ns, &mut self.switching),
        };
        if let Some(at) = at {
            core.events.push(at, What::Arrival(me.index));
        }
    }

    /// A user of a closed loop thinks.
    fn think(&mut self, me: &NodeCore, core: &mut Core) {
        let ns = self.think.draw_ns(&mut self.arrivals);
        core.events.push(core.now_ns + ns, What::Arrival(me.index));
    }

    /// A request is due: its class. Sets the one after it.
    #[inline]
    pub fn fire(&mut self, me: &NodeCore, core: &mut Core) -> u16 {
        self.sent.bump();
        if self.process != Process::Closed {
            self.schedule(me, core);
        }
        if self.shares.len() == 1 {
            return 0;
        }
        let u = self.classes.unit();
        self.shares
            .partition_point(|&share| share < u)
            .min(self.shares.len() - 1) as u16
    }

    /// A request has been answered, well or not.
    #[inline]
    pub fn answered(&mut self, me: &NodeCore, core: &mut Core) {
        if self.process == Process::Closed {
            self.think(me, core);
        }
    }

    pub fn arrive(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> Admit {
        Admit::Pass
    }

    pub fn worked(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> bool {
        true
    }

    pub fn waits(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    pub fn leave(&mut self, _: &mut NodeCore, _: &mut Core, _: u32, _: bool) {}

    pub fn forget(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    pub fn timer(&mut self, _: &mut NodeCore, _: &mut Core, _: Tag) {}

    pub fn begin(&mut self, _: u64) {
        self.sent.begin();
    }

    pub fn figures(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Vec<Figure<'_>> {
        vec![
            Figure::Number(self.sent.measured() as f64),
            Figure::Number(me.inside.average(now_ns, span_ns)),
        ]
    }

    pub fn cumulative(&self, me: &NodeCore, key: &str, now_ns: u64) -> f64 {
        match key {
            "in_flight" => me.inside.integral(now_ns) as f64,
            _ => self.sent.total as f64,
        }
    }

    pub fn cost(&self, _: &NodeCore, _: u64) -> f64 {
        0.0
    }

    pub fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: 1,
            ..Pulse::default()
        }
    }

    pub fn verdicts(&self, _: &NodeCore, _: u64, _: u64, _: &mut Vec<String>) {}
}

/// Whether arrivals of this node's requests are unlimited by answers.
pub(crate) fn is_open(values: &[Value]) -> bool {
    let p = Params {
        specs: &super::Kind::Client.spec().params,
        values,
    };
    p.choice("process") != 2
}
