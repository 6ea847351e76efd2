//! Node kinds: what each imitates, the parameters it takes, and how it treats a call.
//!
//! A kind is one file that declares itself and one line in [`kinds!`]. What the engine asks of it is [`Behaviour`]: what to
//! do with a call that arrives, with one whose work is done, with one that begins to wait for calls of its own, with one that
//! leaves, with a timer, with a fault. Dispatch is a match on an enum, which the compiler sees through. What a kind counts
//! it counts in the meters of its node ([`NodeCore`]), which its metrics are read from.

// Every kind answers the same questions; some need no state for the answer.
#![allow(clippy::unused_self)]

pub(crate) mod api_gateway;
pub(crate) mod cache;
pub(crate) mod cdn;
pub(crate) mod client;
pub(crate) mod dns;
pub(crate) mod event_stream;
pub(crate) mod function;
mod health;
pub(crate) mod key_value_store;
mod link;
pub(crate) mod load_balancer;
pub(crate) mod lock_service;
mod locks;
pub(crate) mod model_server;
pub(crate) mod object_storage;
pub(crate) mod partition;
pub(crate) mod queue;
pub(crate) mod rate_limiter;
mod scatter;
pub(crate) mod scheduler;
pub(crate) mod search_index;
pub(crate) mod service;
pub(crate) mod spec;
pub(crate) mod sql_database;
pub(crate) mod stream_processor;
pub(crate) mod third_party;
pub(crate) mod token;
pub(crate) mod topic;
pub(crate) mod vector_index;
pub(crate) mod websocket_service;
pub(crate) mod worker;
mod writes;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub(crate) use self::link::link_value;
pub use self::link::{link_params, run_params};
pub(crate) use self::spec::{Chart, Params, Source};
pub use self::spec::{KindSpec, ParamSpec};
use crate::descriptor::{KindDescriptor, MetricDescriptor};
use crate::distribution::whole_ns;
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::histogram::Histogram;
use crate::scenario::Node;

const HOUR_NS: f64 = 3600e9;

/// What a kind does with a call that reaches it.
pub(crate) enum Admit {
    /// Taken: it waits in the kind's queue, or an event is pending for it.
    Taken,
    /// Needs nothing of this node but what its route says.
    Pass,
    Refused(Cause),
}

/// What follows when the pending work of a call is done.
pub(crate) enum Worked {
    /// The calls of its route.
    Proceeds,
    /// More work, which is pending.
    Busy,
    /// Its answer: what the route says is done for it later, or not at all.
    Answers,
    /// That it is accepted: what becomes of it is no matter of whoever sent it.
    Accepts,
    Fails(Cause),
}

/// Where a kind that chooses among its links sends a call.
pub(crate) struct Pick {
    pub link: u32,
    /// Of the callee; [`NONE`](crate::engine::call::NONE) leaves it to the callee.
    pub instance: u32,
    /// Whether the link's share decides if the call goes at all; else it was a weight in the choice.
    pub filtered: bool,
}

/// The value of one metric at the end of a run.
pub(crate) enum Figure<'a> {
    Number(f64),
    /// Nanoseconds; reported in milliseconds.
    Times(&'a Histogram),
}

/// What a page shows of a node as it runs.
#[derive(Clone, Copy, Default)]
pub(crate) struct Pulse {
    pub in_flight: u32,
    pub waiting: u32,
    pub instances: u32,
    /// How many can be worked on at once, where there is a bound.
    pub capacity: Option<f64>,
}

/// What the engine asks of a kind. What a kind does not say is what most of them do.
pub(crate) trait Behaviour: Sized {
    /// Whether it chooses one of its links for each call, instead of following a route.
    const PICKS: bool = false;

    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self;

    /// Takes new values of live parameters.
    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core);

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit;

    fn worked(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> Worked {
        Worked::Proceeds
    }

    /// Where a call goes, of a kind that chooses among its links; `None` where there is nobody to take it.
    fn pick(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> Option<Pick> {
        None
    }

    /// A call begins to wait for calls of its own.
    fn waits(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    /// A call that was taken leaves: answered, or given up. A failed one has its `cause`.
    fn leave(&mut self, _: &mut NodeCore, _: &mut Core, _: u32, _ok: bool) {}

    /// A queued call is given up by its caller.
    fn forget(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    fn timer(&mut self, _: &mut NodeCore, _: &mut Core, _: Tag) {}

    /// What a caller did not find here (a call that was answered with [`flags::MISS`](crate::engine::call::flags::MISS),
    /// and is in its account) it has `found` elsewhere, or has not and asks no more.
    fn fetched(&mut self, _: &mut NodeCore, _: &mut Core, _: u32, _found: bool) {}

    /// Faults that hit this node have begun or ended: [`NodeCore::fault`] is what they make of it now.
    fn hit(&mut self, _: &mut NodeCore, _: &mut Core) {}

    /// Whether a call inside is lost with the instances that have just died, where it is known which instance it is with;
    /// `None` leaves it to chance.
    fn dies(&self, _: &Core, _: u32) -> Option<bool> {
        None
    }

    /// Something happens to it that has no length.
    fn strike(&mut self, _: &mut NodeCore, _: &mut Core, _: Strike) {}

    /// The warm-up is over: what is counted beside the node's meters begins here.
    fn begin(&mut self, _now_ns: u64) {}

    /// A metric that is computed and not metered, over `span_ns` until now.
    fn derived(&self, _: &NodeCore, _key: &str, _now_ns: u64, _span_ns: u64) -> f64 {
        0.0
    }

    /// The share taken of the most that it can ever work on at once, where that is not its utilisation: it may grow.
    fn saturation(&self, _: &NodeCore, _now_ns: u64, _span_ns: u64) -> Option<f64> {
        None
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: 1,
            ..Pulse::default()
        }
    }

    /// What was the matter with it, in words.
    fn verdicts(&self, _: &NodeCore, _now_ns: u64, _span_ns: u64, _: &mut Vec<String>) {}
}

macro_rules! kinds {
    ($($kind:ident $module:ident $key:literal),* $(,)?) => {
        /// The kinds of node there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Kind { $($kind),* }

        impl Kind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Key in a scenario file.
            pub fn key(self) -> &'static str {
                match self { $(Self::$kind => $key),* }
            }
        }

        static SPECS: LazyLock<Vec<KindSpec>> = LazyLock::new(|| vec![$($module::declare()),*]);

        /// A node's state, by kind.
        pub(crate) enum Body { $($kind($module::$kind)),* }

        impl Body {
            pub fn new(node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
                let params = Params { specs: &node.kind.spec().params, values: &node.params };
                match node.kind { $(Kind::$kind => Self::$kind($module::$kind::new(params, node, seed, me, core))),* }
            }

            pub fn configure(&mut self, node: &Node, me: &mut NodeCore, core: &mut Core) {
                let params = Params { specs: &node.kind.spec().params, values: &node.params };
                match self { $(Self::$kind(body) => body.configure(params, me, core)),* }
            }

            #[inline]
            pub fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
                match self { $(Self::$kind(body) => body.arrive(me, core, id)),* }
            }

            #[inline]
            pub fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
                match self { $(Self::$kind(body) => body.worked(me, core, id)),* }
            }

            #[inline]
            pub fn picks(&self) -> bool {
                match self { $(Self::$kind(_) => <$module::$kind as Behaviour>::PICKS),* }
            }

            pub fn pick(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Option<Pick> {
                match self { $(Self::$kind(body) => body.pick(me, core, id)),* }
            }

            #[inline]
            pub fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
                match self { $(Self::$kind(body) => body.waits(me, core, id)),* }
            }

            #[inline]
            pub fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
                match self { $(Self::$kind(body) => body.leave(me, core, id, ok)),* }
            }

            pub fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
                match self { $(Self::$kind(body) => body.forget(me, core, id)),* }
            }

            pub fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
                match self { $(Self::$kind(body) => body.timer(me, core, tag)),* }
            }

            pub fn fetched(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, found: bool) {
                match self { $(Self::$kind(body) => body.fetched(me, core, id, found)),* }
            }

            pub fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
                match self { $(Self::$kind(body) => body.hit(me, core)),* }
            }

            pub fn dies(&self, core: &Core, id: u32) -> Option<bool> {
                match self { $(Self::$kind(body) => body.dies(core, id)),* }
            }

            pub fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
                match self { $(Self::$kind(body) => body.strike(me, core, strike)),* }
            }

            pub fn begin(&mut self, now_ns: u64) {
                match self { $(Self::$kind(body) => body.begin(now_ns)),* }
            }

            fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, span_ns: u64) -> f64 {
                match self { $(Self::$kind(body) => body.derived(me, key, now_ns, span_ns)),* }
            }

            pub fn saturation(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Option<f64> {
                match self { $(Self::$kind(body) => body.saturation(me, now_ns, span_ns)),* }
            }

            pub fn pulse(&self, me: &NodeCore) -> Pulse {
                match self { $(Self::$kind(body) => body.pulse(me)),* }
            }

            pub fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
                match self { $(Self::$kind(body) => body.verdicts(me, now_ns, span_ns, out)),* }
            }
        }
    };
}

kinds! {
    Client client "client",
    Dns dns "dns",
    Cdn cdn "cdn",
    ApiGateway api_gateway "api-gateway",
    RateLimiter rate_limiter "rate-limiter",
    LoadBalancer load_balancer "load-balancer",
    Service service "service",
    Function function "function",
    WebsocketService websocket_service "websocket-service",
    Worker worker "worker",
    StreamProcessor stream_processor "stream-processor",
    Scheduler scheduler "scheduler",
    ModelServer model_server "model-server",
    Cache cache "cache",
    SqlDatabase sql_database "sql-database",
    KeyValueStore key_value_store "key-value-store",
    SearchIndex search_index "search-index",
    VectorIndex vector_index "vector-index",
    ObjectStorage object_storage "object-storage",
    Queue queue "queue",
    EventStream event_stream "event-stream",
    Topic topic "topic",
    LockService lock_service "lock-service",
    ThirdParty third_party "third-party",
}

impl Body {
    /// The metrics of the kind, in the order of its descriptor, over `span_ns` until now.
    pub fn figures<'a>(&self, me: &'a NodeCore, now_ns: u64, span_ns: u64) -> Vec<Figure<'a>> {
        let spec = me.kind.spec();
        let figure = |(source, metric): (&Source, &MetricDescriptor)| {
            Figure::Number(match *source {
                Source::Count(i) => me.counts[i].measured() as f64,
                Source::Level(i) => me.levels[i].average(now_ns, span_ns),
                Source::Peak(i) => f64::from(me.levels[i].peak),
                Source::Inside => me.inside.average(now_ns, span_ns),
                Source::CostPerHour => {
                    let hours = span_ns as f64 / HOUR_NS;
                    if hours > 0.0 {
                        me.money.measured(now_ns) / hours
                    } else {
                        0.0
                    }
                }
                Source::Derived => self.derived(me, &metric.key, now_ns, span_ns),
                Source::Times(i) => return Figure::Times(&me.times[i]),
            })
        };
        spec.sources
            .iter()
            .zip(&spec.descriptor.metrics)
            .map(figure)
            .collect()
    }
}

impl Source {
    /// Whether it can be had at any time and adds up from there: what is drawn over time.
    pub fn is_metered(self) -> bool {
        matches!(self, Self::Count(_) | Self::Level(_) | Self::Inside)
    }
}

impl NodeCore {
    /// The cumulative value of a metered metric, by its place in the kind's list: of a counter its count, of a level its
    /// integral over nanoseconds.
    pub fn cumulative(&self, place: usize, now_ns: u64) -> Option<f64> {
        match *self.kind.spec().sources.get(place)? {
            Source::Count(i) => Some(self.counts[i].total as f64),
            Source::Level(i) => Some(self.levels[i].integral(now_ns) as f64),
            Source::Inside => Some(self.inside.integral(now_ns) as f64),
            _ => None,
        }
    }
}

impl Kind {
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    pub fn spec(self) -> &'static KindSpec {
        &SPECS[self as usize]
    }
}

/// The descriptors of all kinds, in reading order.
pub fn registry() -> &'static [&'static KindDescriptor] {
    static DESCRIPTORS: LazyLock<Vec<&'static KindDescriptor>> =
        LazyLock::new(|| SPECS.iter().map(|spec| &spec.descriptor).collect());
    &DESCRIPTORS
}

/// Puts a call to work for `ns` from now: longer where a fault slows the node.
#[inline]
pub(crate) fn work(me: &NodeCore, core: &mut Core, id: u32, part: Part, ns: u64) {
    let ns = if me.fault.slow <= 1.0 {
        ns
    } else {
        whole_ns(ns as f64 * me.fault.slow)
    };
    let call: &mut Call = &mut core.calls[id];
    call.state = State::Working;
    call.part = part;
    core.events.push(core.now_ns + ns, What::Work(id));
}

/// A call of the node's own, which takes the steps of its route for it. Nobody waits for its answer.
pub(crate) fn own_call(me: &NodeCore, class: u16, key: u32, now_ns: u64) -> Call {
    let mut call = Call::new(me.index, class, now_ns);
    call.flags = flags::ORPHAN | flags::MESSAGE;
    call.state = State::Waiting;
    call.key = key;
    call
}
