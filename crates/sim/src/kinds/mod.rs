//! Node kinds: what each imitates, the parameters it takes, and how it treats a call.
//!
//! A kind is one file that declares itself and one line in [`kinds!`]. The engine asks a kind five things:
//! what to do with a call that arrives, with one whose work is done, with one that begins to wait for calls of its own, with one that
//! leaves, and with a timer. Dispatch is a match on an enum, which the compiler sees through.

// Every kind answers the same questions; some need no state for the answer.
#![allow(clippy::unused_self)]

pub(crate) mod api_gateway;
pub(crate) mod client;
pub(crate) mod function;
pub(crate) mod key_value_store;
mod link;
pub(crate) mod queue;
pub(crate) mod service;
mod spec;
pub(crate) mod token;

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

pub(crate) use self::link::link_value;
pub use self::link::{link_params, run_params};
pub(crate) use self::spec::{Chart, Params};
pub use self::spec::{KindSpec, ParamSpec};
use crate::descriptor::KindDescriptor;
use crate::engine::call::{Call, Cause};
use crate::engine::queue::Tag;
use crate::engine::{Core, NodeCore};
use crate::measure::histogram::Histogram;
use crate::scenario::Node;

/// What a kind does with a call that reaches it.
pub(crate) enum Admit {
    /// Taken: it waits in the kind's queue, or an event is pending for it.
    Taken,
    /// Needs nothing of this node but what its route says.
    Pass,
    Refused(Cause),
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
            pub fn new(node: &Node, seed: u64, me: &NodeCore, core: &mut Core) -> Self {
                let params = Params { specs: &node.kind.spec().params, values: &node.params };
                match node.kind { $(Kind::$kind => Self::$kind($module::$kind::new(params, node, seed, me, core))),* }
            }

            /// Takes new values of live parameters.
            pub fn configure(&mut self, node: &Node, me: &mut NodeCore, core: &mut Core) {
                let params = Params { specs: &node.kind.spec().params, values: &node.params };
                match self { $(Self::$kind(body) => body.configure(params, me, core)),* }
            }

            #[inline]
            pub fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
                match self { $(Self::$kind(body) => body.arrive(me, core, id)),* }
            }

            /// The pending work of a call is done. True when it may go on; false when more work is pending.
            #[inline]
            pub fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> bool {
                match self { $(Self::$kind(body) => body.worked(me, core, id)),* }
            }

            /// A call begins to wait for calls of its own.
            #[inline]
            pub fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
                match self { $(Self::$kind(body) => body.waits(me, core, id)),* }
            }

            /// A call that was taken leaves: answered, or given up.
            #[inline]
            pub fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
                match self { $(Self::$kind(body) => body.leave(me, core, id, ok)),* }
            }

            /// A queued call is given up by its caller.
            pub fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
                match self { $(Self::$kind(body) => body.forget(me, core, id)),* }
            }

            pub fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
                match self { $(Self::$kind(body) => body.timer(me, core, tag)),* }
            }

            /// The warm-up is over: counts begin here.
            pub fn begin(&mut self, now_ns: u64) {
                match self { $(Self::$kind(body) => body.begin(now_ns)),* }
            }

            /// The metrics of the kind, in the order of its descriptor, over `span_ns` until now.
            pub fn figures(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Vec<Figure<'_>> {
                match self { $(Self::$kind(body) => body.figures(me, now_ns, span_ns)),* }
            }

            /// The cumulative value of a charted metric: of a counter its count, of a level its integral over nanoseconds.
            pub fn cumulative(&self, me: &NodeCore, key: &str, now_ns: u64) -> f64 {
                match self { $(Self::$kind(body) => body.cumulative(me, key, now_ns)),* }
            }

            /// Dollars since the start of the run.
            pub fn cost(&self, me: &NodeCore, now_ns: u64) -> f64 {
                match self { $(Self::$kind(body) => body.cost(me, now_ns)),* }
            }

            pub fn pulse(&self, me: &NodeCore) -> Pulse {
                match self { $(Self::$kind(body) => body.pulse(me)),* }
            }

            /// What was the matter with it, in words.
            pub fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
                match self { $(Self::$kind(body) => body.verdicts(me, now_ns, span_ns, out)),* }
            }
        }
    };
}

kinds! {
    Client client "client",
    ApiGateway api_gateway "api-gateway",
    Function function "function",
    KeyValueStore key_value_store "key-value-store",
    Service service "service",
    Queue queue "queue",
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

/// Puts a call to work for `ns` from now.
#[inline]
pub(crate) fn work(core: &mut Core, id: u32, part: crate::measure::attribution::Part, ns: u64) {
    use crate::engine::call::State;
    let now = core.now_ns;
    let call: &mut Call = &mut core.calls[id];
    call.state = State::Working;
    call.part = part;
    core.events
        .push(now + ns, crate::engine::queue::What::Work(id));
}
