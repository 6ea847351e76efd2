//! Metric families, and the text of them.

use std::collections::HashMap;
use std::fmt::Write as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Counter,
    Gauge,
    Summary,
    Info,
}

/// Names of labels with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Labels(Vec<(String, String)>);

impl Labels {
    pub fn and(&self, name: &str, value: &str) -> Self {
        let mut more = self.clone();
        more.0.push((name.to_owned(), value.to_owned()));
        more
    }
}

pub(super) enum Measured {
    Value(f64),
    Summary {
        quantiles: Vec<(&'static str, f64)>,
        sum_and_count: Option<(f64, f64)>,
    },
}

struct Family {
    name: String,
    kind: Type,
    unit: Option<&'static str>,
    help: String,
    metrics: Vec<(Labels, Measured)>,
}

/// The families in the order in which they came first.
#[derive(Default)]
pub(super) struct Families {
    all: Vec<Family>,
    places: HashMap<String, usize>,
}

impl Families {
    /// One more metric, of a family that is there or a new one.
    pub fn add(
        &mut self,
        name: &str,
        kind: Type,
        unit: Option<&'static str>,
        help: String,
        labels: Labels,
        measured: Measured,
    ) {
        let next = self.all.len();
        let place = *self.places.entry(name.to_owned()).or_insert(next);
        if place == next {
            self.all.push(Family {
                name: name.to_owned(),
                kind,
                unit,
                help,
                metrics: Vec::new(),
            });
        }
        self.all[place].metrics.push((labels, measured));
    }

    pub fn text(&self) -> String {
        let mut out = String::new();
        for family in &self.all {
            family.write(&mut out);
        }
        out + "# EOF\n"
    }
}

impl Family {
    fn write(&self, out: &mut String) {
        let name = &self.name;
        let kind = match self.kind {
            Type::Counter => "counter",
            Type::Gauge => "gauge",
            Type::Summary => "summary",
            Type::Info => "info",
        };
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "# TYPE {name} {kind}");
        if let Some(unit) = self.unit {
            let _ = writeln!(out, "# UNIT {name} {unit}");
        }
        let _ = writeln!(out, "# HELP {name} {}", escaped(&self.help));
        for (labels, measured) in &self.metrics {
            match measured {
                Measured::Value(value) => {
                    let ending = match self.kind {
                        Type::Counter => "_total",
                        Type::Info => "_info",
                        Type::Gauge | Type::Summary => "",
                    };
                    sample(out, name, ending, labels, *value);
                }
                Measured::Summary {
                    quantiles,
                    sum_and_count,
                } => {
                    for (quantile, value) in quantiles {
                        sample(out, name, "", &labels.and("quantile", quantile), *value);
                    }
                    if let Some((sum, count)) = sum_and_count {
                        sample(out, name, "_sum", labels, *sum);
                        sample(out, name, "_count", labels, *count);
                    }
                }
            }
        }
    }
}

fn sample(out: &mut String, name: &str, ending: &str, labels: &Labels, value: f64) {
    let _ = write!(out, "{name}{ending}");
    if !labels.0.is_empty() {
        let pair = |(name, value): &(String, String)| format!("{name}=\"{}\"", escaped(value));
        let pairs: Vec<String> = labels.0.iter().map(pair).collect();
        let _ = write!(out, "{{{}}}", pairs.join(","));
    }
    let _ = writeln!(out, " {value}");
}

fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\");
    text.replace('"', "\\\"").replace('\n', "\\n")
}
