//! The language between a page and the worker that runs the engine, encoded with postcard.
//!
//! One [`Command`] or [`Event`] a message. A page sends nothing before [`Event::Ready`] has come and its
//! build matches; every later event names the run it belongs to, so a late one of an earlier run is dropped.

use serde::{Deserialize, Serialize};

use crate::descriptor::{KindDescriptor, ParamDescriptor, ParamValue, Text, Unit};
use crate::faults::FaultDescriptor;
use crate::scenario::FaultGiven;
use crate::session::Intervention;
use crate::trace::Trace;

/// Identifies the pair of programs that were built together; a page and a worker of different builds
/// (one of them cached) refuse to talk. A release build names the fingerprint of what both are made of.
pub const BUILD: &str = match option_env!("HEADROOM_BUILD") {
    Some(fingerprint) => fingerprint,
    None => env!("CARGO_PKG_VERSION"),
};

/// All that a page needs to show one scenario's lab before and while it runs. Made once, on the host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LabSpec {
    /// `family/variant`.
    pub id: String,
    pub title: String,
    pub nodes: Vec<NodeView>,
    pub links: Vec<LinkView>,
    /// The parameters offered for tuning, in reading order.
    pub knobs: Vec<Knob>,
    pub presets: Vec<PresetView>,
    /// The charts to draw, in reading order.
    pub charts: Vec<ChartSpec>,
    /// The few figures that sum the run up, in reading order; then those that experiments say are to be watched besides.
    pub headline: Vec<MetricView>,
    /// Figures that are no tile here and worth a look when settings are weighed, such as what it all costs.
    pub beside: Vec<MetricView>,
    /// What the nodes are: the kinds of this scenario, each once.
    pub kinds: Vec<KindDescriptor>,
    /// What can go wrong in this system, and where.
    pub faults: Vec<FaultView>,
    /// Other designs for the same problem, whose labs can be had. Who makes the site knows them; of a scenario alone there are none.
    pub variants: Vec<VariantView>,
    /// Seed of the file; a reader may choose another.
    pub seed: u64,
    /// The typed scenario, encoded with postcard, opaque to a page.
    #[serde(with = "bytes")]
    pub scenario: Vec<u8>,
}

impl LabSpec {
    /// For a lab without a diagram and without anything to set: what only those need is left out.
    #[must_use]
    pub fn brief(mut self) -> Self {
        self.kinds.clear();
        self.faults.clear();
        self.variants.clear();
        for node in &mut self.nodes {
            node.values.clear();
            node.areas.clear();
        }
        for link in &mut self.links {
            link.told.clear();
        }
        self
    }

    /// A run of one of its presets as it is written.
    pub fn setup(&self, preset: Option<&str>, seed: u64) -> Setup {
        Setup {
            scenario: self.scenario.clone(),
            preset: preset.map(str::to_owned),
            set: Vec::new(),
            seed,
            deeds: Vec::new(),
        }
    }
}

/// Another design for the same problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantView {
    /// [`LabSpec::id`] of its lab.
    pub id: String,
    pub title: String,
}

/// A node of the topology.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeView {
    pub id: String,
    pub label: String,
    /// What it is, in words.
    pub kind: Text,
    /// Key of its kind, as in a scenario file.
    pub kind_key: Text,
    /// Column and row in a left-to-right layout.
    pub position: (f32, f32),
    /// The zones and the region it stands in, as a fault would be aimed at them: `zone:a`, `region:eu`.
    pub areas: Vec<String>,
    /// Its parameters as a file would give them, in the order of its kind's.
    pub values: Vec<String>,
}

impl NodeView {
    /// Path of a metric of this node in reports.
    pub fn path(&self, metric: &str) -> String {
        ["nodes.", &self.id, ".", metric].concat()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// Indices into `nodes`.
    pub from: u32,
    pub to: u32,
    /// What the file says of it otherwise than by default: name and value of each parameter.
    pub told: Vec<(Text, String)>,
}

/// A fault and where it may strike.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultView {
    pub descriptor: FaultDescriptor,
    /// As [`FaultGiven::target`] wants it, and in words.
    pub targets: Vec<(String, String)>,
}

/// One tunable parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Knob {
    /// Path in the scenario, for instance `nodes.fn.keep_alive`.
    pub path: String,
    /// Name of the node, for grouping.
    pub group: String,
    pub descriptor: ParamDescriptor,
    /// Its value in the scenario as written.
    pub value: ParamValue,
    /// Whether a running simulation can take a new value; else a change takes effect at the next reset.
    pub live: bool,
}

/// A named experiment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PresetView {
    pub name: String,
    pub title: String,
    /// What it shows, in a sentence.
    pub sentence: String,
    /// What differs from the scenario as written, as (path, value).
    pub set: Vec<(String, ParamValue)>,
    /// Simulated length, nanoseconds.
    pub duration_ns: u64,
    /// Metrics to watch.
    pub watch: Vec<String>,
    /// Whether it runs a range of settings against each other and not one run in time.
    pub sweep: bool,
    /// What goes wrong in it by itself.
    pub faults: Vec<FaultGiven>,
}

/// One chart: what to plot and how to name it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartSpec {
    pub id: String,
    pub title: Text,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<SeriesView>,
}

impl ChartSpec {
    /// What the id of a chart that belongs to a sweep starts with, before its preset's name.
    pub(crate) const SWEEP: &str = "sweep-";

    /// The preset whose sweep it shows; `None` for a chart over time, which shows any other preset's run.
    pub fn sweep(&self) -> Option<&str> {
        self.id.strip_prefix(Self::SWEEP)
    }

    /// Whether a run of `preset` has anything to draw in it.
    pub fn belongs_to(&self, preset: &PresetView) -> bool {
        self.sweep() == preset.sweep.then_some(&*preset.name)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    pub label: Text,
    pub unit: Unit,
    /// Whether equal lengths along it are equal factors.
    pub log: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeriesView {
    pub label: String,
    /// One sentence, from the metric's descriptor.
    pub doc: Text,
    /// Of a curve that a formula gives: the place of the series that it foretells.
    pub foretells: Option<u32>,
}

/// A figure of the report that is worth a tile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricView {
    /// Path in the report, for instance `latency_ms.p99` or `nodes.fn.cold_start_ms.mean`.
    pub path: String,
    pub label: Text,
    pub doc: Text,
    pub unit: Unit,
    /// Which of two values is to be preferred; `None` where that depends.
    pub better: Option<Better>,
}

impl MetricView {
    /// Whether a list of figures means this one: they are named in full, without their node, without saying that it is the mean
    /// of times, or by one of their parts.
    pub fn is_named(&self, name: &str) -> bool {
        let of_node = self.path.strip_prefix("nodes.");
        let metric = of_node.and_then(|rest| Some(rest.split_once('.')?.1));
        let mut paths = [Some(&*self.path), metric].into_iter().flatten();
        paths.any(|path| path == name || path.strip_suffix(".mean") == Some(name))
            || self.path.split('.').any(|part| part == name)
    }

    /// Whether it is of a part of the run, which only some experiments have.
    pub fn of_window(&self) -> bool {
        self.path.starts_with("windows.")
    }
}

/// Which of two values of a figure is to be preferred.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Better {
    Lower,
    Higher,
}

/// All that decides what a run does: the same setup gives the same report, byte for byte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Setup {
    /// The typed scenario, as [`LabSpec::scenario`] carries it.
    #[serde(with = "bytes")]
    pub scenario: Vec<u8>,
    pub preset: Option<String>,
    pub set: Vec<(String, ParamValue)>,
    pub seed: u64,
    /// What will be done to it while it runs, in the order of their times: faults placed ahead, and what was done to a
    /// run that is made again.
    pub deeds: Vec<Intervention>,
}

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Take this and stand at time zero.
    Load {
        run: u32,
        setup: Setup,
    },
    /// Go on, at `speed` simulated seconds a wall second; `None` is as fast as it goes.
    Run {
        run: u32,
        speed: Option<f64>,
    },
    /// Go on by so much simulated time, as fast as it goes, and pause.
    Step {
        run: u32,
        by_ns: u64,
    },
    Pause {
        run: u32,
    },
    /// Change a live parameter now.
    Set {
        run: u32,
        path: String,
        value: ParamValue,
    },
    /// Let something go wrong: now, or when it says.
    Inject {
        run: u32,
        fault: FaultGiven,
    },
    /// Let frames carry this besides; the next one comes at once.
    Watch {
        run: u32,
        wanted: Wanted,
    },
    /// Tell how things stood at a time of the run, to the resolution of its series.
    Look {
        run: u32,
        at_ns: u64,
    },
    /// Make the run again as far as it is, and tell what became of some of its requests.
    Trace {
        run: u32,
    },
    /// Run this to its end in place of what is loaded, and tell the outcome only; and what theory says of the like of it.
    Measure {
        run: u32,
        setup: Setup,
        along: Option<Along>,
    },
}

/// A setting and values of it, rising.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Along {
    /// As in [`Knob::path`].
    pub path: String,
    pub values: Vec<f64>,
}

/// A figure of the headline by a formula, over a setting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Foretold {
    /// The figure's, as in [`MetricView::path`].
    pub path: String,
    /// What the formula is of: `M/M/10`.
    pub law: String,
    /// Over the setting's values and more between them; NaN where the formula does not hold.
    pub series: Series,
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is there; sent once.
    Ready { build: String },
    /// The state after a slice; at most one a display frame or so.
    Frame(Frame),
    /// The run has ended; the last frame has been sent before it.
    Finished { run: u32, outcome: Outcome },
    /// The command could not be carried out; the run, if any, stands as it was.
    Failed { run: u32, message: String },
    /// The run that is loaded may be stopped before its end; comes before its first frame.
    Warned { run: u32, message: String },
    /// Answers [`Command::Look`].
    Past { run: u32, past: Past },
    /// Answers [`Command::Trace`]; `otlp_json` is the same for other viewers, in OpenTelemetry's form.
    Traces {
        run: u32,
        traces: Vec<Trace>,
        otlp_json: String,
    },
    /// Answers [`Command::Measure`]; the series are those of [`LabSpec::charts`].
    Measured {
        run: u32,
        outcome: Outcome,
        charts: Vec<Vec<Series>>,
        foretold: Vec<Foretold>,
    },
}

/// What a page wants to see beyond the charts of the lab.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The answer repeats it.
    pub number: u32,
    /// Metrics of nodes over time, by their paths ([`NodeView::path`]): counters as rates, gauges as levels.
    pub series: Vec<String>,
    /// Figures of the report as it stands.
    pub figures: Vec<String>,
    /// How latency is distributed, as a whole and over time.
    pub latency: bool,
    /// Where time went and why requests failed, as things stand. While a run goes on not every frame has it.
    pub breakdown: bool,
}

/// The state of a run, for drawing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    pub run: u32,
    /// Simulated time, nanoseconds (of a sweep: of the whole plan, over all its runs).
    pub now_ns: u64,
    pub duration_ns: u64,
    /// Requests that have left the system so far, and events handled.
    pub requests: u64,
    pub events: u64,
    /// In the order of [`LabSpec::nodes`].
    pub nodes: Vec<NodeLive>,
    /// In the order of [`LabSpec::charts`], then of their series.
    pub charts: Vec<Vec<Series>>,
    /// In the order of [`LabSpec::headline`]; `None` before there is a value.
    pub headline: Vec<Option<f64>>,
    /// In the order of [`LabSpec::links`].
    pub links: Vec<LinkLive>,
    /// What was asked for with [`Command::Watch`].
    pub watched: Watched,
}

/// The answer to [`Wanted`], in its order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Watched {
    pub number: u32,
    /// Of a path that has no series, empty.
    pub series: Vec<Series>,
    /// `None` where there is no such figure, or no value yet.
    pub figures: Vec<Option<f64>>,
    pub latency: Option<LatencyView>,
    /// Figures of the report with their paths: those below `attribution` and `requests.failed`.
    pub breakdown: Option<Vec<(String, f64)>>,
}

/// How the latency of the requests answered well is distributed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LatencyView {
    /// Of the measured requests, the warm-up left out.
    pub all: Cells,
    /// Length of a column of `over_time`, nanoseconds; the first begins at the start of the run.
    pub width_ns: u64,
    /// Columns of the heatmap, warm-up included.
    pub over_time: Vec<Cells>,
    /// What a formula says of `all`, where one holds.
    pub foretold: Option<Spreading>,
}

/// A distribution by a formula.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spreading {
    /// What the formula is of: `M/M/10`.
    pub law: String,
    /// The share at or below the upper edge of each cell.
    pub at_or_below: Vec<f32>,
}

/// Counts by latency: cell i holds the latencies from edge `first + i` on, below the next edge. Edges rise by equal parts of
/// each power of two ([`Cells::edge_ns`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    /// Each power of two is cut into 2^precision parts.
    pub precision: u8,
    pub first: u32,
    pub counts: Vec<u32>,
}

impl Cells {
    /// The lowest latency, in nanoseconds, of the cell with this number (`first` is that of the first of `counts`).
    pub fn edge_ns(&self, cell: u32) -> u64 {
        crate::measure::histogram::cell(cell as usize, u32::from(self.precision)).0
    }
}

/// How things stood in one bucket of a run's series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The end of the bucket.
    pub at_ns: u64,
    /// In the order of [`LabSpec::nodes`].
    pub nodes: Vec<NodeLive>,
    /// In the order of [`LabSpec::links`].
    pub links: Vec<LinkLive>,
}

/// What went along a link in the last bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LinkLive {
    /// Attempts a second.
    pub per_second: f32,
    /// Of the attempts that ended, the share that failed.
    pub failed: f32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NodeLive {
    /// 0..1 of its capacity in the last bucket; `None` where the kind has no bound.
    pub utilisation: Option<f32>,
    /// Requests being worked on.
    pub in_flight: u32,
    /// Requests waiting.
    pub waiting: u32,
    /// Replicas, environments, partitions: what the kind counts.
    pub instances: u32,
}

/// Points of one series. `y` is NaN where a bucket holds no value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// In the base unit of the chart's x axis.
    pub x: Vec<f64>,
    /// In the base unit of the chart's y axis.
    pub y: Vec<f32>,
}

/// How a run ended, for people; the whole report comes beside it as JSON text for download and tests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Figures of the report as (path, value), in report order.
    pub figures: Vec<(String, f64)>,
    /// Texts of the report in the same way: who is the bottleneck, what law was checked.
    pub texts: Vec<(String, String)>,
    /// In words: what was the matter, if anything.
    pub verdicts: Vec<String>,
    /// The report's bytes, the same as `headroom simulate --format json` prints without its `engine` part.
    pub report_json: String,
    /// What was done to the run while it ran: with the setup's, all that is needed to make it again.
    pub deeds: Vec<Intervention>,
    /// Wall time the engine itself took, milliseconds.
    pub wall_ms: f64,
}

/// Byte strings as such, not as a sequence of numbers.
mod bytes {
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }
        deserializer.deserialize_bytes(Visitor)
    }
}
