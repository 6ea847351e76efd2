//! What a node kind says about itself, once. Forms, tables, charts, reference pages and the
//! schema derive from these; nothing else lists parameters, metrics or kinds.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Text that is static in the engine and owned once it has crossed to the browser.
pub type Text = Cow<'static, str>;

/// A physical unit. Values are `f64` in the base unit named here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A plain number of things.
    Count,
    /// 0..1, shown as a percentage.
    Ratio,
    /// Base unit nanoseconds.
    Duration,
    /// Base unit milliseconds: what latency metrics report.
    Milliseconds,
    /// Base unit one per second.
    PerSecond,
    /// Base unit bytes.
    Bytes,
    /// Base unit US dollars.
    Dollars,
    /// Base unit US dollars an hour.
    DollarsPerHour,
}

/// What a form needs to offer one parameter of a node.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParamDescriptor {
    /// The key in a scenario file, for instance `keep_alive`.
    pub key: Text,
    /// The name on screen, for instance "Keep-alive".
    pub label: Text,
    /// One sentence: what it means, and where a default comes from.
    pub doc: Text,
    pub kind: ParamKind,
}

/// The type of a parameter, its range and its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ParamKind {
    Number {
        unit: Unit,
        min: f64,
        max: f64,
        default: f64,
        /// Only whole numbers make sense.
        integer: bool,
        /// A slider over this range should be logarithmic.
        log: bool,
    },
    Flag {
        default: bool,
    },
    Choice {
        /// Key and name on screen.
        options: Vec<(Text, Text)>,
        default: Text,
    },
    /// A distribution of a time, a size or a count. A form tunes its mean and keeps its shape.
    Distribution {
        unit: Unit,
        min: f64,
        max: f64,
        /// As it stands in a file, for instance `exponential(20ms)`.
        default: Text,
    },
    /// How a rate changes over the run, as a multiple of it: `flat`, `spike(at: 60s, lasting: 10s, times: 8)`.
    /// Files and presets give it as text ([`ParamValue::Choice`]); a form has no control for it.
    Shape {
        default: Text,
    },
}

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ParamValue {
    /// In the base unit of the parameter; for a distribution, its mean.
    Number(f64),
    Flag(bool),
    Choice(String),
}

/// How a metric adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MetricType {
    /// Only grows; a series of it shows its rate in each bucket.
    Counter,
    /// A level; a series of it shows its time average in each bucket.
    Gauge,
    /// Many values; reported as mean and percentiles.
    Distribution,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetricDescriptor {
    /// The key in a report, for instance `cold_start_ms`.
    pub key: Text,
    pub label: Text,
    pub doc: Text,
    pub unit: Unit,
    pub kind: MetricType,
}

/// Everything a reader, a form or a reference page needs to know of a node kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindDescriptor {
    /// The key in a scenario file, for instance `function`.
    pub key: Text,
    pub label: Text,
    /// One sentence: what it imitates.
    pub summary: Text,
    pub params: Vec<ParamDescriptor>,
    pub metrics: Vec<MetricDescriptor>,
    /// What the model leaves out, a sentence each.
    pub leaves_out: Vec<Text>,
}
