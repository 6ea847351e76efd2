//! What is simulated: nodes, links, routes, arrivals and named experiments.
//!
//! A [`Scenario`] that [`parse`] or [`Scenario::apply`] gave is runnable. In files every key of a node or a link
//! stands at the same path at which [`Scenario::set`] changes it: `[nodes.fn] memory` is `nodes.fn.memory`,
//! `[links.api.fn] timeout` is `links.api.fn.timeout`.

mod ceiling;
mod check;
mod fault;
#[cfg(feature = "files")]
mod migrate;
#[cfg(feature = "files")]
mod parse;
#[cfg(feature = "files")]
mod schema;
mod settings;
#[cfg(feature = "files")]
mod write;

use serde::{Deserialize, Serialize};

pub(crate) use ceiling::crowd;
pub use check::Problem;
pub use fault::FaultGiven;
#[cfg(feature = "files")]
pub use migrate::VERSION;
#[cfg(feature = "files")]
pub use parse::{ScenarioError, parse, parse_beside};
#[cfg(feature = "files")]
pub use schema::schema;
pub(crate) use settings::Place;
pub use settings::{SetError, read_value};
#[cfg(feature = "files")]
pub use write::write;

use crate::descriptor::{ParamDescriptor, ParamKind, ParamValue};
use crate::distribution::Distribution;
use crate::faults::FaultKind;
use crate::kinds::Kind;
use crate::shape::Shape;

/// A runnable system with its experiments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    pub title: String,
    pub run: Run,
    pub classes: Vec<Class>,
    pub nodes: Vec<Node>,
    pub links: Vec<Link>,
    pub routes: Vec<Route>,
    /// What goes wrong, and when.
    pub faults: Vec<Fault>,
    pub presets: Vec<Preset>,
    /// Paths of the parameters to offer for tuning, in reading order; empty: all that differ from their default.
    pub knobs: Vec<String>,
    /// Paths of the figures that sum a run up; empty: chosen by the kinds.
    pub headline: Vec<String>,
    /// Where the prices come from.
    pub prices: Vec<PriceSource>,
}

/// How long to run and what ends a run early.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub duration_ns: u64,
    /// Requests due before this are not measured.
    pub warmup_ns: u64,
    pub seed: u64,
    /// A response later than this after its intended arrival is no goodput; 0 counts every success.
    pub deadline_ns: u64,
    /// How soon the share [`Self::objective_share`] of all requests shall be answered well; 0: there is no objective.
    pub objective_ns: u64,
    pub objective_share: f64,
    /// The run stops, with a message, when it has handled so many events.
    pub max_events: u64,
    /// ... or holds so many calls at once.
    pub max_calls: u32,
}

impl Default for Run {
    fn default() -> Self {
        Self {
            duration_ns: 60_000_000_000,
            warmup_ns: 0,
            seed: 1,
            deadline_ns: 0,
            objective_ns: 0,
            objective_share: 0.99,
            max_events: 4_000_000_000,
            max_calls: 2_000_000,
        }
    }
}

/// A kind of request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Class {
    pub name: String,
    /// Its share of arrivals is its weight over the sum of weights.
    pub weight: f64,
    /// Multiplies every service time it meets.
    pub work: f64,
    /// Whether the calls it makes write where the route does not say.
    pub write: bool,
    /// Bytes of a request and of its answer, on every link.
    pub request_bytes: f64,
    pub response_bytes: f64,
    /// Of several that wait, the highest goes first, where a queue looks at it.
    pub priority: u32,
    /// Who it is for, where a limit is kept for each.
    pub tenant: String,
    /// Where it comes from.
    pub region: String,
}

/// The class of a file that names none.
impl Default for Class {
    fn default() -> Self {
        Self {
            name: "request".to_owned(),
            weight: 1.0,
            work: 1.0,
            write: false,
            request_bytes: 0.0,
            response_bytes: 0.0,
            priority: 0,
            tenant: String::new(),
            region: String::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    pub id: String,
    pub label: String,
    pub kind: Kind,
    /// Column and row; laid out by the order of calls when absent.
    pub position: Option<(f32, f32)>,
    /// The zones over which its instances are spread evenly; none says nothing of it.
    pub zones: Vec<String>,
    pub region: Option<String>,
    /// In the order of the kind's parameters.
    pub params: Vec<Value>,
}

/// Calls from one node to another, and how the caller treats them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub from: u32,
    pub to: u32,
    /// In the order of [`crate::kinds::link_params`].
    pub params: Vec<Value>,
}

/// What a node calls for a class of request; without one it calls along each of its links in turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Route {
    pub node: u32,
    /// `None`: every class that has no route of its own here.
    pub class: Option<u32>,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub link: u32,
    /// Runs beside the next step; the node goes on when all of the group have answered.
    pub with_next: bool,
    pub when: When,
    pub probability: f64,
    /// The node does not wait for the answer.
    pub detached: bool,
    /// A failure of this call does not fail the caller's own request.
    pub optional: bool,
    /// `None`: as the class says.
    pub write: Option<bool>,
}

/// On what answer of the step before this one runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    Always,
    Hit,
    Miss,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    pub kind: FaultKind,
    pub target: Target,
    pub at_ns: u64,
    /// `None`: to the end of the run, or of a momentary one.
    pub lasting_ns: Option<u64>,
    /// In the order of the fault's parameters.
    pub params: Vec<Value>,
}

/// What a fault hits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Target {
    Node(u32),
    Link(u32),
    /// Every node that has a part in the zone.
    Zone(String),
    Region(String),
}

/// The value of a parameter, typed by its descriptor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// In the base unit.
    Number(f64),
    Flag(bool),
    /// Index into the options.
    Choice(u32),
    Distribution(Distribution),
    Shape(Shape),
}

/// A named experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Preset {
    pub name: String,
    pub title: String,
    pub sentence: String,
    pub set: Vec<(String, Value)>,
    pub duration_ns: Option<u64>,
    pub warmup_ns: Option<u64>,
    pub windows: Vec<Window>,
    pub watch: Vec<String>,
    /// On top of the scenario's own.
    pub faults: Vec<Fault>,
    pub sweep: Option<Sweep>,
}

/// A span of arrivals reported on its own, as `windows.<name>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub name: String,
    pub from_ns: u64,
    pub to_ns: u64,
}

/// One parameter over a range, for each of several arms, each point a run of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    pub path: String,
    /// The first and the last value of the parameter, in its base unit.
    pub from: f64,
    pub to: f64,
    /// How many values, at most [`Self::MOST_POINTS`].
    pub points: u32,
    /// They grow by a factor and not by a difference.
    pub log: bool,
    /// The figure compared, for instance `cost.per_hour_usd`.
    pub measure: String,
    pub arms: Vec<Arm>,
}

impl Sweep {
    pub const MOST_POINTS: u32 = 100;

    /// The values of the parameter, rising; of one that takes whole numbers, without those that rounding made equal.
    pub fn values(&self, scenario: &Scenario) -> Vec<f64> {
        let whole = scenario.describe(&self.path).is_ok_and(|descriptor| {
            matches!(descriptor.kind, ParamKind::Number { integer: true, .. })
        });
        let points = self.points.min(Self::MOST_POINTS);
        // Encoded scenarios may hold any number of points.
        let steps = f64::from(points.max(2) - 1);
        let value = |i: u32| {
            let t = f64::from(i) / steps;
            let value = if self.log {
                self.from * libm::pow(self.to / self.from, t)
            } else {
                self.from + (self.to - self.from) * t
            };
            if whole { libm::round(value) } else { value }
        };
        let mut values: Vec<f64> = (0..points).map(value).collect();
        values.dedup();
        values
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arm {
    pub name: String,
    pub title: String,
    pub set: Vec<(String, Value)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSource {
    pub kind: String,
    pub source: String,
    pub date: String,
}

impl Scenario {
    pub fn node(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    pub fn preset(&self, name: &str) -> Option<&Preset> {
        self.presets.iter().find(|preset| preset.name == name)
    }

    /// This scenario under a preset and further changes, checked. Of a sweep preset, without its arms.
    pub fn apply(
        &self,
        preset: Option<&str>,
        set: &[(String, ParamValue)],
    ) -> Result<(Self, Option<Preset>), SetError> {
        let mut scenario = self.clone();
        let preset = match preset {
            None => None,
            Some(name) => {
                let found = self
                    .preset(name)
                    .ok_or_else(|| SetError::unknown_preset(name, self))?;
                scenario.run.duration_ns = found.duration_ns.unwrap_or(scenario.run.duration_ns);
                scenario.run.warmup_ns = found.warmup_ns.unwrap_or(scenario.run.warmup_ns);
                scenario.faults.extend(found.faults.iter().cloned());
                Some(found.clone())
            }
        };
        for (path, value) in preset.iter().flat_map(|preset| &preset.set) {
            scenario.put(path, value)?;
        }
        for (path, value) in set {
            scenario.set(path, value)?;
        }
        Ok((scenario.checked()?, preset))
    }

    /// This scenario, if it can run.
    pub(crate) fn checked(self) -> Result<Self, SetError> {
        match self.problems().into_iter().next() {
            Some(problem) => Err(problem.into()),
            None => Ok(self),
        }
    }

    /// The descriptor of the parameter at `path`.
    pub fn describe(&self, path: &str) -> Result<&'static ParamDescriptor, SetError> {
        self.locate(path).map(|place| &place.spec().descriptor)
    }
}
