//! `client`: who sends the requests.

use super::spec::{KindSpec, choice, counter, in_flight, number, shape, time};
use super::{Admit, Behaviour, Chart, Params};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::keys::Keys;
use crate::rng::{Exponentials, Stream};
use crate::scenario::{Node, Value};
use crate::shape::{Cursor, Shape};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Process {
    Poisson,
    Even,
    Closed,
}

const SENT: usize = 0;

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
            number(
                "keys",
                "Keys",
                "How many different things requests are about: what caches hold and what partitions divide.",
                Unit::Count,
                (1.0, 1e9),
                1e6,
            )
            .whole()
            .fixed(),
            choice(
                "key_distribution",
                "Popularity of keys",
                "Zipf: a few are asked for often and most hardly ever, as on the web. Uniform: all alike. Hot set: a share of the requests is about a few.",
                &[("zipf", "Zipf"), ("uniform", "Uniform"), ("hot-set", "Hot set")],
            )
            .fixed(),
            number(
                "zipf_exponent",
                "Zipf exponent",
                "How much more popular the popular are: requests for the nth key go with 1 over n to this power. 0.64 to 0.83 in web traces (Breslau et al., INFOCOM 1999); 0.99 in YCSB.",
                Unit::Count,
                (0.0, 5.0),
                0.99,
            )
            .fixed(),
            number("hot_keys", "Hot keys", "Of a hot set: how many keys it has.", Unit::Count, (1.0, 1e9), 100.0).whole().fixed(),
            number("hot_share", "Hot share", "Of a hot set: share of the requests that are about its keys.", Unit::Ratio, (0.0, 1.0), 0.8).fixed(),
        ],
        vec![
            counter("sent", "Requests sent", "Requests that were due."),
            in_flight("Requests sent and not yet answered."),
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

/// The same, and of a closed loop as many as there would be if every answer came at once.
pub(crate) fn most_requests(node: &Node, duration_ns: u64) -> f64 {
    let p = Params {
        specs: &node.kind.spec().params,
        values: &node.params,
    };
    if p.choice("process") == 2 {
        let think_ns = p.distribution("think_time").mean();
        p.number("users") * duration_ns as f64 / think_ns.max(1.0)
    } else {
        expected_requests(node, duration_ns)
    }
}

pub(crate) struct Client {
    process: Process,
    per_ns: f64,
    think: Sampler,
    users: u32,
    /// `None` while the rate never changes, which is the common and the fast case.
    cursor: Option<Box<Cursor>>,
    arrivals: Stream,
    /// Of an open client, whose arrivals draw nothing else.
    gaps: Exponentials,
    switching: Stream,
    classes: Stream,
    keys: Keys,
    /// Whether anybody looks at keys.
    keyed: bool,
    key_stream: Stream,
    /// Cumulative shares of the classes.
    shares: Vec<f64>,
}

impl Behaviour for Client {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut switching = Stream::new(seed, &node.id, "switching");
        let cursor = match p.shape("shape") {
            shape if shape == Shape::default() => None,
            shape => Some(Box::new(Cursor::new(shape, &mut switching))),
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
            gaps: Exponentials::default(),
            switching,
            classes: Stream::new(seed, &node.id, "classes"),
            keys: match p.choice("key_distribution") {
                0 => Keys::zipf(p.count("keys"), p.number("zipf_exponent")),
                1 => Keys::uniform(p.count("keys")),
                _ => Keys::hot_set(p.count("keys"), p.count("hot_keys"), p.number("hot_share")),
            },
            keyed: core.keyed,
            key_stream: Stream::new(seed, &node.id, "keys"),
            shares: core.class_shares.clone(),
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

    fn configure(&mut self, p: Params, _: &mut NodeCore, _: &mut Core) {
        // The arrival under way stands; the one after it comes at the new rate.
        self.per_ns = p.number("rate") / 1e9;
        self.think = p.time("think_time");
    }

    fn arrive(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> Admit {
        Admit::Pass
    }
}

impl Client {
    /// Sets the next arrival of an open client.
    #[inline]
    fn schedule(&mut self, me: &NodeCore, core: &mut Core) {
        let amount = if self.process == Process::Poisson {
            self.gaps.next(&mut self.arrivals)
        } else {
            1.0
        };
        let at = match &mut self.cursor {
            // One over the rate is at hand before the amount is.
            None => Some(core.now_ns + whole_ns(amount * (1.0 / (self.per_ns * me.fault.rate)))),
            Some(cursor) => {
                let per_ns = self.per_ns * me.fault.rate;
                cursor.next(core.now_ns, amount, per_ns, &mut self.switching)
            }
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

    /// A request is due: its class and its key. Sets the one after it.
    #[inline]
    pub fn fire(&mut self, me: &mut NodeCore, core: &mut Core) -> (u16, u32) {
        me.counts[SENT].bump();
        if self.process != Process::Closed {
            self.schedule(me, core);
        }
        let key = if self.keyed {
            let hot = me.fault.hot > 0.0 && me.chance.chance(me.fault.hot);
            let key = self.keys.draw(&mut self.key_stream);
            if hot { 0 } else { key }
        } else {
            0
        };
        if self.shares.len() == 1 {
            return (0, key);
        }
        let u = self.classes.unit();
        let class = self.shares.partition_point(|&share| share < u);
        (class.min(self.shares.len() - 1) as u16, key)
    }

    /// A request has been answered, well or not.
    #[inline]
    pub fn answered(&mut self, me: &NodeCore, core: &mut Core) {
        if self.process == Process::Closed {
            self.think(me, core);
        }
    }
}

/// Whether arrivals of this node's requests are unlimited by answers.
pub(crate) fn is_open(values: &[Value]) -> bool {
    let p = Params {
        specs: &super::Kind::Client.spec().params,
        values,
    };
    p.choice("process") != 2
}

/// Whether it is no client, or one whose rate never changes.
pub(crate) fn is_flat(node: &Node) -> bool {
    let p = Params {
        specs: &node.kind.spec().params,
        values: &node.params,
    };
    node.kind != super::Kind::Client || p.shape("shape") == Shape::default()
}
