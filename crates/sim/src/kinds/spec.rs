//! How a kind declares itself: builders for descriptors, and typed access to the values they describe.
//!
//! Each builder is called some hundred times in the program that the browser downloads and runs once for each; none is copied
//! to where it is called.

use crate::descriptor::{
    KindDescriptor, MetricDescriptor, MetricType, ParamDescriptor, ParamKind, Text, Unit,
};
use crate::distribution::{Distribution, Sampler};
use crate::engine::call::Cause;
use crate::scenario::Value;
use crate::shape::Shape;

/// A parameter with what only the engine needs to know of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ParamSpec {
    pub descriptor: ParamDescriptor,
    /// Whether a running simulation can take a new value.
    pub live: bool,
}

/// Which of the lab's charts a metric is drawn in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chart {
    /// What is at work, idle or waiting: counts.
    Concurrency,
    /// What is to be done and is not begun: counts.
    Backlog,
    /// What happens more often than it should, per second.
    Incidents,
}

/// Where the value of a metric comes from: a meter of the node by its place among its like, or a computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Count(usize),
    /// The time average of a level.
    Level(usize),
    /// The highest that a level was.
    Peak(usize),
    Times(usize),
    /// The time average of the calls inside the node.
    Inside,
    CostPerHour,
    /// [`Behaviour::derived`](super::Behaviour::derived).
    Derived,
}

/// A metric, and where it comes from.
pub(crate) struct Metric {
    descriptor: MetricDescriptor,
    source: Source,
}

/// A kind with what only the engine needs to know of it.
pub struct KindSpec {
    pub descriptor: KindDescriptor,
    pub params: Vec<ParamSpec>,
    /// Of each metric of the descriptor.
    pub(crate) sources: Vec<Source>,
    pub(crate) keyed: bool,
    /// Whether it answers before what it calls is done.
    pub(crate) asynchronous: bool,
    /// For what causes it turns calls away or fails them.
    pub(crate) causes: Vec<Cause>,
    pub(crate) charts: Vec<(Chart, &'static str)>,
    /// Metrics worth a tile, as paths below the node.
    pub(crate) headline: Vec<&'static str>,
}

impl KindSpec {
    #[inline(never)]
    pub(crate) fn new(
        key: &'static str,
        label: &'static str,
        summary: &'static str,
        params: Vec<ParamSpec>,
        metrics: Vec<Metric>,
        leaves_out: &[&'static str],
    ) -> Self {
        let (mut counts, mut levels, mut times) = (0, 0, 0);
        let next = |n: &mut usize| {
            *n += 1;
            *n - 1
        };
        let (metrics, sources) = metrics
            .into_iter()
            .map(|metric| {
                let source = match metric.source {
                    Source::Count(_) => Source::Count(next(&mut counts)),
                    Source::Level(_) => Source::Level(next(&mut levels)),
                    Source::Times(_) => Source::Times(next(&mut times)),
                    other => other,
                };
                (metric.descriptor, source)
            })
            .unzip();
        Self {
            descriptor: KindDescriptor {
                key: key.into(),
                label: label.into(),
                summary: prose(summary),
                params: params.iter().map(|p| p.descriptor.clone()).collect(),
                metrics,
                leaves_out: leaves_out.iter().map(|&text| prose(text)).collect(),
            },
            params,
            sources,
            keyed: false,
            asynchronous: false,
            causes: Vec::new(),
            charts: Vec::new(),
            headline: Vec::new(),
        }
    }

    pub(crate) fn fails(mut self, causes: &[Cause]) -> Self {
        self.causes.extend(causes);
        self
    }

    /// It looks at what requests are about.
    pub(crate) fn keyed(mut self) -> Self {
        self.keyed = true;
        self
    }

    /// Who calls it does not wait for what it calls.
    pub(crate) fn asynchronous(mut self) -> Self {
        self.asynchronous = true;
        self
    }

    /// How many meters of each sort its nodes have: counters, levels, times.
    pub(crate) fn meters(&self) -> (usize, usize, usize) {
        let of = |sort: fn(&Source) -> bool| self.sources.iter().filter(|s| sort(s)).count();
        (
            of(|s| matches!(s, Source::Count(_))),
            of(|s| matches!(s, Source::Level(_))),
            of(|s| matches!(s, Source::Times(_))),
        )
    }

    pub(crate) fn charts(mut self, chart: Chart, metrics: &[&'static str]) -> Self {
        self.charts.extend(metrics.iter().map(|&key| (chart, key)));
        self
    }

    pub(crate) fn headline(mut self, paths: &[&'static str]) -> Self {
        self.headline.extend(paths);
        self
    }
}

/// A sentence for people. Forms, reference pages and schemas are made where files are read; the engine in the browser has
/// no use for their sentences, and a reader would download them with it.
pub(crate) fn prose(text: &'static str) -> Text {
    if cfg!(feature = "files") {
        Text::Borrowed(text)
    } else {
        Text::Borrowed("")
    }
}

#[inline(never)]
fn spec(key: &'static str, label: &'static str, doc: &'static str, kind: ParamKind) -> ParamSpec {
    ParamSpec {
        descriptor: ParamDescriptor {
            key: key.into(),
            label: label.into(),
            doc: prose(doc),
            kind,
        },
        live: true,
    }
}

/// A number from `min` to `max` in the unit's base.
#[inline(never)]
pub(crate) fn number(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    unit: Unit,
    (min, max): (f64, f64),
    default: f64,
) -> ParamSpec {
    let log = min > 0.0 && max / min >= 1000.0;
    spec(
        key,
        label,
        doc,
        ParamKind::Number {
            unit,
            min,
            max,
            default,
            integer: false,
            log,
        },
    )
}

#[inline(never)]
pub(crate) fn flag(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    default: bool,
) -> ParamSpec {
    spec(key, label, doc, ParamKind::Flag { default })
}

/// The first option is the default.
#[inline(never)]
pub(crate) fn choice(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    options: &[(&'static str, &'static str)],
) -> ParamSpec {
    let default = options.first().map_or("", |(key, _)| key);
    let options = options
        .iter()
        .map(|&(key, name)| (key.into(), name.into()))
        .collect();
    spec(
        key,
        label,
        doc,
        ParamKind::Choice {
            options,
            default: default.into(),
        },
    )
}

/// A time drawn anew for each request, its mean from 0 to `max` nanoseconds.
#[inline(never)]
pub(crate) fn time(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    max: f64,
    default: &'static str,
) -> ParamSpec {
    spec(
        key,
        label,
        doc,
        ParamKind::Distribution {
            unit: Unit::Duration,
            min: 0.0,
            max,
            default: default.into(),
        },
    )
}

/// A count drawn anew for each request, its mean from 1 to `max`.
#[inline(never)]
pub(crate) fn amount(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    max: f64,
    default: &'static str,
) -> ParamSpec {
    spec(
        key,
        label,
        doc,
        ParamKind::Distribution {
            unit: Unit::Count,
            min: 1.0,
            max,
            default: default.into(),
        },
    )
}

#[inline(never)]
pub(crate) fn shape(key: &'static str, label: &'static str, doc: &'static str) -> ParamSpec {
    spec(
        key,
        label,
        doc,
        ParamKind::Shape {
            default: "flat".into(),
        },
    )
    .fixed()
}

impl ParamSpec {
    /// Only whole numbers.
    #[inline(never)]
    pub(crate) fn whole(mut self) -> Self {
        if let ParamKind::Number { integer, .. } = &mut self.descriptor.kind {
            *integer = true;
        }
        self
    }

    /// A change takes effect at the next reset only.
    pub(crate) fn fixed(mut self) -> Self {
        self.live = false;
        self
    }

    /// Whether it is money, which a file may state once for all nodes of a kind.
    #[cfg(feature = "files")]
    pub(crate) fn is_price(&self) -> bool {
        matches!(
            self.descriptor.kind,
            ParamKind::Number {
                unit: Unit::Dollars | Unit::DollarsPerHour,
                ..
            }
        )
    }

    /// The default as it is typed. A distribution or a shape has one in words, which is read where files are.
    pub(crate) fn plain_default(&self) -> Value {
        match &self.descriptor.kind {
            ParamKind::Number { default, .. } => Value::Number(*default),
            ParamKind::Flag { default } => Value::Flag(*default),
            ParamKind::Choice { options, default } => Value::Choice(
                options
                    .iter()
                    .position(|(key, _)| key == default)
                    .unwrap_or(0) as u32,
            ),
            ParamKind::Distribution { .. } => Value::Distribution(Distribution::Constant(0.0)),
            ParamKind::Shape { .. } => Value::Shape(Shape::default()),
        }
    }

    #[cfg(feature = "files")]
    pub(crate) fn default_value(&self) -> Value {
        match &self.descriptor.kind {
            ParamKind::Distribution { unit, default, .. } => Value::Distribution(
                Distribution::parse(default, *unit).unwrap_or(Distribution::Constant(0.0)),
            ),
            ParamKind::Shape { default } => Value::Shape(Shape::parse(default).unwrap_or_default()),
            _ => self.plain_default(),
        }
    }
}

/// The values of a node or a link by key.
#[derive(Clone, Copy)]
pub(crate) struct Params<'a> {
    pub specs: &'a [ParamSpec],
    pub values: &'a [Value],
}

impl<'a> Params<'a> {
    #[inline(never)]
    fn value(self, key: &str) -> Option<&'a Value> {
        let index = self
            .specs
            .iter()
            .position(|spec| spec.descriptor.key == key);
        // A key asked for and not declared is a slip in a kind's own file, which its test finds.
        debug_assert!(index.is_some(), "parameter `{key}` is not declared");
        index.and_then(|i| self.values.get(i))
    }

    #[inline(never)]
    pub fn number(self, key: &str) -> f64 {
        match self.value(key) {
            Some(Value::Number(number)) => *number,
            _ => 0.0,
        }
    }

    pub fn ns(self, key: &str) -> u64 {
        self.number(key) as u64
    }

    pub fn count(self, key: &str) -> u32 {
        self.number(key) as u32
    }

    #[inline(never)]
    pub fn flag(self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Flag(true)))
    }

    /// The index of the chosen option.
    #[inline(never)]
    pub fn choice(self, key: &str) -> u32 {
        match self.value(key) {
            Some(Value::Choice(index)) => *index,
            _ => 0,
        }
    }

    #[inline(never)]
    pub fn distribution(self, key: &str) -> Distribution {
        match self.value(key) {
            Some(Value::Distribution(distribution)) => distribution.clone(),
            _ => Distribution::Constant(0.0),
        }
    }

    #[inline(never)]
    pub fn time(self, key: &str) -> Sampler {
        match self.value(key) {
            Some(Value::Distribution(distribution)) => distribution.sampler(),
            _ => Sampler::Constant(0.0),
        }
    }

    #[inline(never)]
    pub fn shape(self, key: &str) -> Shape {
        match self.value(key) {
            Some(Value::Shape(shape)) => shape.clone(),
            _ => Shape::default(),
        }
    }
}

#[inline(never)]
fn metric(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    unit: Unit,
    kind: MetricType,
    source: Source,
) -> Metric {
    Metric {
        descriptor: MetricDescriptor {
            key: key.into(),
            label: label.into(),
            doc: prose(doc),
            unit,
            kind,
        },
        source,
    }
}

/// The next of the node's counters.
#[inline(never)]
pub(crate) fn counter(key: &'static str, label: &'static str, doc: &'static str) -> Metric {
    let (unit, kind) = (Unit::Count, MetricType::Counter);
    metric(key, label, doc, unit, kind, Source::Count(0))
}

/// The time average of the next of the node's levels.
#[inline(never)]
pub(crate) fn level(key: &'static str, label: &'static str, doc: &'static str) -> Metric {
    let (unit, kind) = (Unit::Count, MetricType::Gauge);
    metric(key, label, doc, unit, kind, Source::Level(0))
}

/// The highest that the node's level number `of` was.
#[inline(never)]
pub(crate) fn peak(key: &'static str, label: &'static str, doc: &'static str, of: usize) -> Metric {
    let (unit, kind) = (Unit::Count, MetricType::Gauge);
    metric(key, label, doc, unit, kind, Source::Peak(of))
}

/// The time average of the calls inside the node.
#[inline(never)]
pub(crate) fn in_flight(doc: &'static str) -> Metric {
    let (unit, kind) = (Unit::Count, MetricType::Gauge);
    metric("in_flight", "In flight", doc, unit, kind, Source::Inside)
}

/// What the node costs, over time.
#[inline(never)]
pub(crate) fn cost(doc: &'static str) -> Metric {
    let (unit, kind) = (Unit::DollarsPerHour, MetricType::Gauge);
    metric(
        "cost_per_hour",
        "Cost",
        doc,
        unit,
        kind,
        Source::CostPerHour,
    )
}

/// A value that the kind computes when it is asked.
#[inline(never)]
pub(crate) fn derived(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    unit: Unit,
) -> Metric {
    metric(key, label, doc, unit, MetricType::Gauge, Source::Derived)
}

/// The next of the node's distributions of times, in milliseconds.
#[inline(never)]
pub(crate) fn times(key: &'static str, label: &'static str, doc: &'static str) -> Metric {
    let (unit, kind) = (Unit::Milliseconds, MetricType::Distribution);
    metric(key, label, doc, unit, kind, Source::Times(0))
}
