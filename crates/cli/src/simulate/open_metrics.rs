//! The figures of runs in OpenMetrics text (version 1.0, <https://prometheus.io/docs/specs/om/open_metrics_spec/>), which
//! Prometheus and its like read.
//!
//! The tree of a report is walked as it is, so that a figure that is added is there, too. What stands in the tree under a
//! name of the scenario's, a node's or a class's or a link's, becomes a label; what stands there under a key of the
//! report's becomes part of the family's name. Metrics of nodes are named after their kind: two kinds may mean
//! different things by a key. Times are in seconds, as the format has it.

mod family;

use headroom_sim::descriptor::{MetricDescriptor, MetricType, Unit};
use headroom_sim::report::{Tree, describe_figure};
use headroom_sim::{Report, Scenario};

use self::family::{Families, Labels, Measured, Type};
use super::Point;

/// Every figure of all runs. The labels `swept` and `seed` tell several of them apart.
pub(super) fn text(scenario: &Scenario, points: &[Point]) -> String {
    let mut families = Families::default();
    for point in points {
        for report in &point.reports {
            let mut labels = Labels::default();
            if let Some(value) = point.value {
                labels = labels.and("swept", &value.to_string());
            }
            if point.reports.len() > 1
                && let Some(seed) = report.figure("seed")
            {
                labels = labels.and("seed", &seed.to_string());
            }
            add(&mut families, scenario, report, &labels);
        }
    }
    families.text()
}

fn add(families: &mut Families, scenario: &Scenario, report: &Report, labels: &Labels) {
    let mut about = labels.clone();
    for key in ["scenario", "preset"] {
        if let Some(Tree::Text(text)) = report.tree().get(key)
            && !text.is_empty()
        {
            about = about.and(key, text);
        }
    }
    let help = "What was run.".to_owned();
    families.add(
        "headroom_run",
        Type::Info,
        None,
        help,
        about,
        Measured::Value(1.0),
    );
    let mut walk = Walk { families, scenario };
    let place = Place {
        labels: labels.clone(),
        ..Place::default()
    };
    walk.tree(&place, report.tree());
}

/// Where in a report a figure stands.
#[derive(Clone, Default)]
struct Place {
    /// In the report: `classes.read.latency_ms`.
    path: String,
    /// The same with the names of labels in the place of their values: `classes.<class>.latency_ms`.
    pattern: String,
    /// What the family is named after: `class_latency_ms`.
    name: String,
    labels: Labels,
}

impl Place {
    fn key(&self, key: &str) -> Self {
        Self {
            path: joined(&self.path, '.', key),
            pattern: joined(&self.pattern, '.', key),
            name: joined(&self.name, '_', key),
            labels: self.labels.clone(),
        }
    }

    /// Below a name of the scenario's, which becomes the value of a label.
    fn label(&self, label: &str, value: &str) -> Self {
        Self {
            path: joined(&self.path, '.', value),
            pattern: joined(&self.pattern, '.', &format!("<{label}>")),
            name: self.name.clone(),
            labels: self.labels.and(label, value),
        }
    }

    fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }
}

fn joined(before: &str, between: char, key: &str) -> String {
    if before.is_empty() {
        key.to_owned()
    } else {
        format!("{before}{between}{key}")
    }
}

/// Tables of a report whose keys are names: where they stand, the label, and what stands for them in a family's name.
const NAMED: [(&str, &str, &str); 10] = [
    ("classes", "class", "class"),
    ("windows", "window", "window"),
    ("links", "link", "link"),
    ("flow", "node", "flow"),
    ("arms", "arm", "arm"),
    ("requests.failed", "cause", "requests_failed_by_cause"),
    (
        "classes.<class>.requests.failed",
        "cause",
        "class_requests_failed_by_cause",
    ),
    (
        "windows.<window>.requests.failed",
        "cause",
        "window_requests_failed_by_cause",
    ),
    ("attribution.all.nodes", "node", "attribution_all_nodes"),
    (
        "attribution.slowest.nodes",
        "node",
        "attribution_slowest_nodes",
    ),
];

/// Figures that are no metric of a node and only ever grow.
const COUNTERS: [&str; 5] = ["offered", "completed", "goodput", "failed_total", "retries"];

fn kind(place: &Place) -> Type {
    let mut segments = place.pattern.rsplit('.');
    let (last, before) = (segments.next(), segments.next());
    let counts = match (before, last) {
        (Some("requests"), Some(key)) => COUNTERS.contains(&key),
        (Some("failed"), Some("<cause>")) => true,
        (Some("<link>"), Some(key)) => matches!(key, "calls" | "retries"),
        _ => false,
    };
    if counts { Type::Counter } else { Type::Gauge }
}

struct Walk<'a> {
    families: &'a mut Families,
    scenario: &'a Scenario,
}

impl Walk<'_> {
    fn tree(&mut self, place: &Place, tree: &Tree) {
        match tree {
            Tree::Map(entries) if place.pattern == "nodes" => {
                for (id, figures) in entries {
                    self.node(&place.label("node", id), id, figures);
                }
            }
            Tree::Map(entries) => {
                if entries.iter().any(|(key, _)| key == "mean") {
                    return self.times(place, tree, None);
                }
                let named = NAMED.iter().find(|(at, ..)| *at == place.pattern);
                let completed = tree.get("requests.completed").and_then(Tree::number);
                for (key, value) in entries {
                    match named {
                        Some((_, label, name)) => {
                            self.tree(&place.label(label, key).named(name), value);
                        }
                        // The latency of requests is that of those answered well.
                        None if key == "latency_ms" && completed.is_some() => {
                            self.times(&place.key(key), value, completed);
                        }
                        None => self.tree(&place.key(key), value),
                    }
                }
            }
            Tree::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    self.tree(&place.label("index", &i.to_string()), item);
                }
            }
            Tree::Number(number) => {
                let kind = kind(place);
                self.single(place, kind, *number);
            }
            Tree::Flag(_) | Tree::Text(_) => {}
        }
    }

    fn single(&mut self, place: &Place, kind: Type, number: Option<f64>) {
        let described = describe_figure(self.scenario, &place.path);
        let unit = described.as_ref().map(|view| view.unit);
        // A counter's samples are told apart by their ending.
        let name = match kind {
            Type::Counter => place.name.strip_suffix("_total").unwrap_or(&place.name),
            _ => &place.name,
        };
        let (name, unit, scale) = in_base_unit(name, unit);
        let help = described.map_or_else(
            || format!("The figure {} of the report.", place.pattern),
            |view| view.doc.to_string(),
        );
        // What could not be measured, such as a share of nothing, is a number to the format; a counter is always one.
        let value = number.map(|number| number / scale);
        match (kind, value) {
            (Type::Counter, None) => {}
            _ => self.families.add(
                &name,
                kind,
                unit,
                help,
                place.labels.clone(),
                Measured::Value(value.unwrap_or(f64::NAN)),
            ),
        }
    }

    /// A distribution: percentiles, and the sum and the count where it is known how many there were.
    fn times(&mut self, place: &Place, tree: &Tree, count: Option<f64>) {
        let described = describe_figure(self.scenario, &format!("{}.mean", place.path));
        let help = described.map_or_else(
            || format!("The figures {} of the report.", place.pattern),
            |view| view.doc.to_string(),
        );
        self.distribution(place, tree, count, (help, None));
    }

    fn distribution(
        &mut self,
        place: &Place,
        tree: &Tree,
        count: Option<f64>,
        (help, unit): (String, Option<Unit>),
    ) {
        let Tree::Map(entries) = tree else {
            return self.tree(place, tree);
        };
        let count = count.or_else(|| tree.get("count").and_then(Tree::number));
        let (name, unit, scale) = in_base_unit(&place.name, unit);
        let mut quantiles = Vec::new();
        let mut mean = None;
        for (key, value) in entries {
            let number = value.number();
            match (quantile(key), key.as_str()) {
                (Some(quantile), _) => {
                    quantiles.push((quantile, number.map_or(f64::NAN, |n| n / scale)));
                }
                (None, "mean") if count.is_some() => mean = number,
                (None, "count") => {}
                _ => {
                    // Of no part of a summary: half the width of its mean's interval, a mean of who knows how many.
                    let name = match place.name.strip_suffix("_ms") {
                        Some(base) => format!("{base}_{key}_ms"),
                        None => format!("{}_{key}", place.name),
                    };
                    self.single(&place.key(key).named(&name), Type::Gauge, number);
                }
            }
        }
        let measured = Measured::Summary {
            quantiles,
            sum_and_count: count.map(|count| (mean.unwrap_or(0.0) * count / scale, count)),
        };
        self.families.add(
            &name,
            Type::Summary,
            unit,
            help,
            place.labels.clone(),
            measured,
        );
    }

    /// The metrics of a node are described by its kind.
    fn node(&mut self, place: &Place, id: &str, figures: &Tree) {
        let node = self
            .scenario
            .node(id)
            .map(|index| &self.scenario.nodes[index]);
        let (Some(node), Tree::Map(figures)) = (node, figures) else {
            return;
        };
        let descriptor = &node.kind.spec().descriptor;
        for (key, figure) in figures {
            let place = place.clone().named(&joined(&descriptor.key, '_', key));
            match descriptor.metrics.iter().find(|metric| metric.key == *key) {
                Some(metric) => self.metric(&place, metric, figure),
                None => self.tree(&place, figure),
            }
        }
    }

    fn metric(&mut self, place: &Place, metric: &MetricDescriptor, figure: &Tree) {
        let kind = match metric.kind {
            MetricType::Counter => Type::Counter,
            MetricType::Gauge => Type::Gauge,
            MetricType::Distribution => {
                let about = (metric.doc.to_string(), Some(metric.unit));
                return self.distribution(place, figure, None, about);
            }
        };
        let (name, unit, scale) = in_base_unit(&place.name, Some(metric.unit));
        let value = figure.number().map(|number| number / scale);
        if kind == Type::Counter && value.is_none() {
            return;
        }
        let measured = Measured::Value(value.unwrap_or(f64::NAN));
        let help = metric.doc.to_string();
        self.families
            .add(&name, kind, unit, help, place.labels.clone(), measured);
    }
}

/// `p50` is 0.5 and `p999` 0.999; the maximum is the last of all quantiles.
fn quantile(key: &str) -> Option<&'static str> {
    Some(match key {
        "p50" => "0.5",
        "p90" => "0.9",
        "p95" => "0.95",
        "p99" => "0.99",
        "p999" => "0.999",
        "max" => "1.0",
        _ => return None,
    })
}

/// The name of a family, which begins with ours and ends in its unit; the unit; and how many of what a figure counts make
/// one of it. A figure that nobody described tells its unit by how its name ends.
fn in_base_unit(name: &str, unit: Option<Unit>) -> (String, Option<&'static str>, f64) {
    let unit = unit.or_else(|| {
        let endings = [
            ("_ms", Unit::Milliseconds),
            ("_usd", Unit::Dollars),
            ("_ratio", Unit::Ratio),
            ("_per_second", Unit::PerSecond),
        ];
        let found = endings.iter().find(|(ending, _)| name.ends_with(ending));
        found.map(|(_, unit)| *unit)
    });
    let (endings, unit, scale): (&[&str], _, _) = match unit {
        Some(Unit::Milliseconds) => (&["_ms"], "seconds", 1e3),
        Some(Unit::Duration) => (&[], "seconds", 1e9),
        Some(Unit::Ratio) => (&["_ratio"], "ratio", 1.0),
        Some(Unit::PerSecond) => (&["_per_second"], "per_second", 1.0),
        Some(Unit::Bytes) => (&["_bytes"], "bytes", 1.0),
        Some(Unit::Dollars) => (&["_usd"], "usd", 1.0),
        Some(Unit::DollarsPerHour) => (&["_usd", "_per_hour"], "usd_per_hour", 1.0),
        None if name.ends_with("_s") => (&["_s"], "seconds", 1.0),
        Some(Unit::Count) | None => (&[], "", 1.0),
    };
    let base = endings.iter().fold(name, |name, ending| {
        name.strip_suffix(ending).unwrap_or(name)
    });
    let mut out = String::from("headroom_");
    out.extend(
        base.chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }),
    );
    if unit.is_empty() {
        return (out, None, scale);
    }
    (format!("{out}_{unit}"), Some(unit), scale)
}

#[cfg(test)]
#[path = "open_metrics/tests.rs"]
mod tests;
