//! How a kind declares itself: builders for descriptors, and typed access to the values they describe.

use crate::descriptor::{
    KindDescriptor, MetricDescriptor, MetricType, ParamDescriptor, ParamKind, Text, Unit,
};
use crate::distribution::{Distribution, Sampler};
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
    /// What happens more often than it should, per second.
    Incidents,
}

/// A kind with what only the engine needs to know of it.
pub struct KindSpec {
    pub descriptor: KindDescriptor,
    pub params: Vec<ParamSpec>,
    pub(crate) charts: Vec<(Chart, &'static str)>,
    /// Metrics worth a tile, as paths below the node.
    pub(crate) headline: Vec<&'static str>,
}

impl KindSpec {
    pub(crate) fn new(
        key: &'static str,
        label: &'static str,
        summary: &'static str,
        params: Vec<ParamSpec>,
        metrics: Vec<MetricDescriptor>,
        leaves_out: &[&'static str],
    ) -> Self {
        Self {
            descriptor: KindDescriptor {
                key: key.into(),
                label: label.into(),
                summary: summary.into(),
                params: params.iter().map(|p| p.descriptor.clone()).collect(),
                metrics,
                leaves_out: leaves_out.iter().map(|&text| Text::from(text)).collect(),
            },
            params,
            charts: Vec::new(),
            headline: Vec::new(),
        }
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

fn spec(key: &'static str, label: &'static str, doc: &'static str, kind: ParamKind) -> ParamSpec {
    ParamSpec {
        descriptor: ParamDescriptor {
            key: key.into(),
            label: label.into(),
            doc: doc.into(),
            kind,
        },
        live: true,
    }
}

/// A number from `min` to `max` in the unit's base.
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

pub(crate) fn flag(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    default: bool,
) -> ParamSpec {
    spec(key, label, doc, ParamKind::Flag { default })
}

/// The first option is the default.
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

    pub(crate) fn default_value(&self) -> Value {
        match &self.descriptor.kind {
            ParamKind::Number { default, .. } => Value::Number(*default),
            ParamKind::Flag { default } => Value::Flag(*default),
            ParamKind::Choice { options, default } => Value::Choice(
                options
                    .iter()
                    .position(|(key, _)| key == default)
                    .unwrap_or(0) as u32,
            ),
            ParamKind::Distribution { unit, default, .. } => Value::Distribution(
                Distribution::parse(default, *unit).unwrap_or(Distribution::Constant(0.0)),
            ),
            ParamKind::Shape { default } => Value::Shape(Shape::parse(default).unwrap_or_default()),
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
    fn value(self, key: &str) -> Option<&'a Value> {
        let index = self
            .specs
            .iter()
            .position(|spec| spec.descriptor.key == key);
        // A key asked for and not declared is a slip in a kind's own file, which its test finds.
        debug_assert!(index.is_some(), "parameter `{key}` is not declared");
        index.and_then(|i| self.values.get(i))
    }

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

    pub fn flag(self, key: &str) -> bool {
        matches!(self.value(key), Some(Value::Flag(true)))
    }

    /// The index of the chosen option.
    pub fn choice(self, key: &str) -> u32 {
        match self.value(key) {
            Some(Value::Choice(index)) => *index,
            _ => 0,
        }
    }

    pub fn time(self, key: &str) -> Sampler {
        match self.value(key) {
            Some(Value::Distribution(distribution)) => distribution.sampler(),
            _ => Sampler::Constant(0.0),
        }
    }

    pub fn shape(self, key: &str) -> Shape {
        match self.value(key) {
            Some(Value::Shape(shape)) => shape.clone(),
            _ => Shape::default(),
        }
    }
}

fn metric(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    unit: Unit,
    kind: MetricType,
) -> MetricDescriptor {
    MetricDescriptor {
        key: key.into(),
        label: label.into(),
        doc: doc.into(),
        unit,
        kind,
    }
}

pub(crate) fn counter(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
) -> MetricDescriptor {
    metric(key, label, doc, Unit::Count, MetricType::Counter)
}

pub(crate) fn gauge(
    key: &'static str,
    label: &'static str,
    doc: &'static str,
    unit: Unit,
) -> MetricDescriptor {
    metric(key, label, doc, unit, MetricType::Gauge)
}

/// A distribution of times in milliseconds.
pub(crate) fn times(key: &'static str, label: &'static str, doc: &'static str) -> MetricDescriptor {
    metric(
        key,
        label,
        doc,
        Unit::Milliseconds,
        MetricType::Distribution,
    )
}
