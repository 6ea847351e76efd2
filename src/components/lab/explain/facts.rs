//! A finished run's report, asked by path, with the names that a page has for what is in it.

use headroom_sim::descriptor::{MetricDescriptor, Unit};
use headroom_sim::protocol::{LabSpec, NodeView, Outcome};
use headroom_sim::quantity;

/// What kinds call the calls that they turn away because a limit of theirs is reached.
pub const TURNED_AWAY: [&str; 12] = [
    "refused",
    "shed",
    "throttles",
    "throttled",
    "rate_limited",
    "limited",
    "rejected",
    "refused_connections",
    "connect_refusals",
    "quota_exceeded",
    "over_quota",
    "slow_downs",
];

/// A report and the lab that it is of.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    pub outcome: &'a Outcome,
    pub spec: &'a LabSpec,
}

impl<'a> Facts<'a> {
    /// The figure at a path.
    pub fn get(self, path: &str) -> Option<f64> {
        figure(self.outcome, path)
    }

    /// The same, as it is written for people.
    pub fn words(self, path: &str, unit: Unit) -> Option<String> {
        Some(quantity::format(self.get(path)?, unit))
    }

    pub fn text(self, path: &str) -> Option<&'a str> {
        let mut texts = self.outcome.texts.iter();
        let found = texts.find(|(known, _)| known == path)?;
        Some(&found.1)
    }

    /// The figures below a path, by the rest of their paths.
    pub fn below(self, path: &'a str) -> impl Iterator<Item = (&'a str, f64)> {
        let figures = self.outcome.figures.iter();
        figures.filter_map(move |(known, value)| {
            let rest = known.strip_prefix(path)?.strip_prefix('.')?;
            Some((rest, *value))
        })
    }

    /// The texts below a path, by the rest of their paths.
    pub fn texts_below(self, path: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let texts = self.outcome.texts.iter();
        texts.filter_map(move |(known, text)| {
            let rest = known.strip_prefix(path)?.strip_prefix('.')?;
            Some((rest, text.as_str()))
        })
    }

    /// What a node is called.
    pub fn label(self, id: &'a str) -> &'a str {
        let mut nodes = self.spec.nodes.iter();
        nodes
            .find(|node| node.id == id)
            .map_or(id, |node| &node.label)
    }

    /// What its kind says of a metric of a node.
    pub fn metric(self, id: &str, key: &str) -> Option<&'a MetricDescriptor> {
        let node = self.spec.nodes.iter().find(|node| node.id == id)?;
        let kind = (self.spec.kinds.iter()).find(|kind| kind.key == node.kind_key)?;
        kind.metrics.iter().find(|metric| metric.key == key)
    }

    /// What a node turned away because a limit of it was reached, by the metrics that say so.
    pub fn turned_away(self, node: &'a NodeView) -> impl Iterator<Item = (&'a str, f64)> {
        let counted = move |key| Some((key, self.get(&node.path(key))?));
        (TURNED_AWAY.into_iter().filter_map(counted)).filter(|(_, count)| *count > 0.0)
    }

    /// Ids of the nodes that nobody calls: where the load comes from.
    pub fn sources(self) -> impl Iterator<Item = &'a str> {
        let spec = self.spec;
        let nodes = spec.nodes.iter().enumerate();
        nodes
            .filter(|&(index, _)| is_source(spec, index))
            .map(|(_, node)| node.id.as_str())
    }
}

/// The figure at a path of a report.
pub fn figure(outcome: &Outcome, path: &str) -> Option<f64> {
    let mut figures = outcome.figures.iter();
    figures
        .find(|(known, _)| known == path)
        .map(|found| found.1)
}

/// Whether load comes from a node: nobody calls it, and it calls others.
pub fn is_source(spec: &LabSpec, index: usize) -> bool {
    let called = spec.links.iter().any(|link| link.to as usize == index);
    let calls = spec.links.iter().any(|link| link.from as usize == index);
    calls && !called
}

pub fn share(value: f64) -> String {
    quantity::format(value, Unit::Ratio)
}

pub fn count(value: f64) -> String {
    quantity::format(value, Unit::Count)
}

pub fn ms(value: f64) -> String {
    quantity::format(value, Unit::Milliseconds)
}

pub fn rate(value: f64) -> String {
    quantity::format(value, Unit::PerSecond)
}
