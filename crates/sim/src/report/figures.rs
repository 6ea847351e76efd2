//! Names, sentences and units of the figures in a report.

#[cfg(feature = "files")]
use std::collections::{BTreeMap, BTreeSet};

use crate::descriptor::{MetricType, Unit};
use crate::protocol::{Better, MetricView};
use crate::quantity;
use crate::scenario::{Node, Scenario};

/// Path, name, sentence and unit of every figure that is not a node's, and which of two values is to be preferred, where that is
/// so in every system.
const COMMON: &[(&str, &str, &str, Unit, Option<Better>)] = &[
    (
        "requests.offered",
        "Offered",
        "Requests that were due.",
        Unit::Count,
        None,
    ),
    (
        "requests.completed",
        "Completed",
        "Requests answered well.",
        Unit::Count,
        Some(Better::Higher),
    ),
    (
        "requests.goodput",
        "Goodput",
        "Requests answered well before the deadline.",
        Unit::Count,
        Some(Better::Higher),
    ),
    (
        "requests.failed_total",
        "Failed",
        "Requests that failed for any cause.",
        Unit::Count,
        Some(Better::Lower),
    ),
    (
        "requests.retries",
        "Retries",
        "Attempts beyond the first, on all links.",
        Unit::Count,
        None,
    ),
    (
        "requests.unfinished",
        "Unfinished",
        "Requests still on their way at the end.",
        Unit::Count,
        None,
    ),
    (
        "requests.offered_per_second",
        "Offered load",
        "Requests due a second.",
        Unit::PerSecond,
        None,
    ),
    (
        "requests.completed_per_second",
        "Throughput",
        "Requests answered well a second.",
        Unit::PerSecond,
        Some(Better::Higher),
    ),
    (
        "requests.goodput_per_second",
        "Goodput",
        "Requests answered well before the deadline, a second.",
        Unit::PerSecond,
        Some(Better::Higher),
    ),
    (
        "requests.error_ratio",
        "Error ratio",
        "Share of the answered requests that failed.",
        Unit::Ratio,
        Some(Better::Lower),
    ),
    (
        "amplification",
        "Amplification",
        "Attempts for each call that was meant, over all links.",
        Unit::Count,
        Some(Better::Lower),
    ),
    (
        "cost.total_usd",
        "Cost of the run",
        "What all nodes cost while measured.",
        Unit::Dollars,
        Some(Better::Lower),
    ),
    (
        "cost.per_hour_usd",
        "Cost an hour",
        "What all nodes cost, over time.",
        Unit::DollarsPerHour,
        Some(Better::Lower),
    ),
    (
        "cost.per_million_requests_usd",
        "Cost a million",
        "What all nodes cost, over the requests answered well.",
        Unit::Dollars,
        Some(Better::Lower),
    ),
];

/// Last segment and name of the figures that a distribution of times has.
const TIMES: &[(&str, &str)] = &[
    ("mean", "mean"),
    ("p50", "median"),
    ("p90", "p90"),
    ("p95", "p95"),
    ("p99", "p99"),
    ("p999", "p99.9"),
    ("max", "maximum"),
    (INTERVAL, "half width of the mean's 95% interval"),
];
/// What only the latency of all requests has.
const INTERVAL: &str = "mean_ci95";

const LATENCY: &str = "From when a request was due to its answer, of the requests answered well.";

/// The nodes that have a metric of this name.
fn nodes_with<'a>(scenario: &'a Scenario, key: &'a str) -> impl Iterator<Item = &'a Node> {
    let has = move |node: &&Node| {
        let metrics = &node.kind.spec().descriptor.metrics;
        metrics.iter().any(|metric| metric.key == key)
    };
    scenario.nodes.iter().filter(has)
}

/// From when to when a window of this name lasts, which tells a reader more than its name; `None` where experiments differ in it.
fn span(scenario: &Scenario, name: &str) -> Option<String> {
    let windows = scenario.presets.iter().flat_map(|preset| &preset.windows);
    let mut spans = windows
        .filter(|window| window.name == name)
        .map(|window| (window.from_ns, window.to_ns));
    let first = spans.next()?;
    let at = |ns: u64| quantity::format(ns as f64, Unit::Duration);
    spans
        .all(|other| other == first)
        .then(|| format!("{} to {}", at(first.0), at(first.1)))
}

/// What a page needs to show the figure at `path`; `None` when no report of this scenario has it. What it is found under among
/// all figures is the path that it gives: a name alone is completed by the node that has it, times alone are their mean.
pub fn describe(scenario: &Scenario, path: &str) -> Option<MetricView> {
    let view = |label: String, doc: &str, unit: Unit| MetricView {
        path: path.to_owned(),
        label: label.into(),
        doc: doc.to_owned().into(),
        unit,
        // Whoever waits or pays wants less of it; of the rest it depends.
        better: matches!(
            unit,
            Unit::Milliseconds | Unit::Dollars | Unit::DollarsPerHour
        )
        .then_some(Better::Lower),
    };
    if let Some(&(_, label, doc, unit, better)) = COMMON.iter().find(|(known, ..)| *known == path) {
        return Some(MetricView {
            better,
            ..view(label.to_owned(), doc, unit)
        });
    }
    if let Some(key) = path.strip_prefix("latency_ms.") {
        let (_, name) = TIMES.iter().find(|(known, _)| *known == key)?;
        return Some(view(format!("Latency {name}"), LATENCY, Unit::Milliseconds));
    }
    let window = path.strip_prefix("windows.");
    if let Some(rest) = window.or_else(|| path.strip_prefix("classes.")) {
        let (name, inner) = rest.split_once('.')?;
        let inner = describe(scenario, inner)?;
        let when = window.and_then(|_| span(scenario, name));
        return Some(MetricView {
            path: path.to_owned(),
            label: format!("{} ({})", inner.label, when.as_deref().unwrap_or(name)).into(),
            ..inner
        });
    }
    let (node, metric) = if let Some(rest) = path.strip_prefix("nodes.") {
        let (id, metric) = rest.split_once('.')?;
        (&scenario.nodes[scenario.node(id)?], metric)
    } else {
        let mut found = nodes_with(scenario, path.split('.').next()?);
        match (found.next(), found.next()) {
            (Some(only), None) => (only, path),
            _ => return None,
        }
    };
    let (key, part) = metric
        .split_once('.')
        .map_or((metric, None), |(key, part)| (key, Some(part)));
    let descriptor = node
        .kind
        .spec()
        .descriptor
        .metrics
        .iter()
        .find(|m| m.key == key)?;
    // Where other nodes have one too, it is said whose it is.
    let owner = if nodes_with(scenario, key).nth(1).is_some() {
        format!("{}: ", node.label)
    } else {
        String::new()
    };
    let name = &descriptor.label;
    let view = |label: String, unit: Unit| MetricView {
        path: match (descriptor.kind, part) {
            (MetricType::Distribution, None) => format!("nodes.{}.{metric}.mean", node.id),
            _ => format!("nodes.{}.{metric}", node.id),
        },
        ..view(label, &descriptor.doc, unit)
    };
    let label = match (descriptor.kind, part) {
        (MetricType::Distribution, None) => format!("{owner}{name} mean"),
        (MetricType::Distribution, Some("count")) => {
            return Some(view(format!("{owner}{name}"), Unit::Count));
        }
        (MetricType::Distribution, Some(part)) => {
            let (_, which) = TIMES.iter().find(|(known, _)| *known == part)?;
            format!("{owner}{name} {which}")
        }
        (_, None) => format!("{owner}{name}"),
        (_, Some(_)) => return None,
    };
    Some(view(label, descriptor.unit))
}

/// The paths that every report of a run has, whatever its nodes are.
#[cfg(feature = "files")]
pub(crate) fn common_paths() -> impl Iterator<Item = String> {
    let times = TIMES.iter().map(|(key, _)| format!("latency_ms.{key}"));
    COMMON
        .iter()
        .map(|&(path, ..)| path.to_owned())
        .chain(times)
}

/// Every path that [`describe`] knows, but for those below the windows of a preset.
#[cfg(feature = "files")]
pub(crate) fn paths(scenario: &Scenario) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = common_paths().collect();
    // A single class is not told apart from all requests.
    if scenario.classes.len() > 1 {
        for class in &scenario.classes {
            out.extend(part_paths(format!("classes.{}", class.name)));
        }
    }
    let mut nodes_with = BTreeMap::<&str, usize>::new();
    for node in &scenario.nodes {
        for metric in &node.kind.spec().descriptor.metrics {
            *nodes_with.entry(&metric.key).or_default() += 1;
        }
    }
    for node in &scenario.nodes {
        for metric in &node.kind.spec().descriptor.metrics {
            let mut keys = vec![metric.key.to_string()];
            if metric.kind == MetricType::Distribution {
                keys.extend(times_of_some().map(|part| format!("{}.{part}", metric.key)));
                keys.push(format!("{}.count", metric.key));
            }
            for key in keys {
                out.insert(format!("nodes.{}.{key}", node.id));
                if nodes_with.get(metric.key.as_ref()) == Some(&1) {
                    out.insert(key);
                }
            }
        }
    }
    out
}

/// The paths below a window or a class.
#[cfg(feature = "files")]
pub(crate) fn part_paths(part: String) -> impl Iterator<Item = String> {
    let requests = COMMON.iter().map(|&(path, ..)| path);
    requests
        .filter(|path| path.starts_with("requests."))
        .map(str::to_owned)
        .chain(times_of_some().map(|key| format!("latency_ms.{key}")))
        .map(move |path| format!("{part}.{path}"))
}

/// The figures of times that are not those of all requests, for which alone an interval is kept.
#[cfg(feature = "files")]
fn times_of_some() -> impl Iterator<Item = &'static str> {
    let keys = TIMES.iter().map(|&(key, _)| key);
    keys.filter(|key| *key != INTERVAL)
}

#[cfg(all(test, feature = "files"))]
mod tests {
    use super::*;
    use crate::report::Tree;

    #[test]
    fn every_path_that_is_listed_has_a_name_and_is_a_figure_of_the_report() {
        let text = include_str!("../../tests/fixtures/serverless-url-shortener.toml");
        let scenario = crate::scenario::parse(text).unwrap();
        let report = crate::simulate(&scenario, Some("flash-crowd"), &[], None).unwrap();
        let preset = scenario.preset("flash-crowd").unwrap();
        let mut all = paths(&scenario);
        for window in &preset.windows {
            all.extend(part_paths(format!("windows.{}", window.name)));
        }
        assert!(all.len() > 200, "{}", all.len());
        for path in all {
            let view = describe(&scenario, &path).expect(&path);
            assert!(view.is_named(&path), "{path}");
            // There, if without a value: nothing is sent to the containers in this run.
            let there = report.tree().get(&view.path);
            assert!(there.is_some(), "{path}");
            // A number, and no table of them, or it would not be among the figures that a run gives.
            let figures = report.figures();
            let given = figures.iter().any(|(known, _)| *known == view.path);
            assert_eq!(given, there.and_then(Tree::number).is_some(), "{path}");
        }
    }
}
