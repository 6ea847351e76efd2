//! The report of a sweep: each arm's figure over the range, and where arms cross.

use super::{Report, Tree};
use crate::descriptor::Unit;
use crate::quantity;
use crate::scenario::{Scenario, Sweep};

/// What an arm's runs gave, as far as they have come.
pub(crate) struct ArmResult {
    /// The measured figure at each value, in order.
    pub measured: Vec<Option<f64>>,
    /// The reports at each value.
    pub reports: Vec<Report>,
}

/// Figures worth comparing beside the one that is measured.
const BESIDE: [&str; 4] = [
    "cost.per_hour_usd",
    "cost.per_million_requests_usd",
    "latency_ms.p50",
    "latency_ms.p99",
];

/// Where two arms cross: the paths of the parameter's value and of the figure there.
#[cfg(feature = "files")]
pub(crate) fn crossover_paths(sweep: &Sweep) -> std::collections::BTreeSet<String> {
    [swept_key(sweep), "measured"]
        .map(|key| format!("crossover.{key}"))
        .into()
}

fn swept_key(sweep: &Sweep) -> &str {
    sweep.path.rsplit('.').next().unwrap_or("value")
}

pub(crate) fn build(
    scenario: &Scenario,
    preset: &str,
    seed: u64,
    sweep: &Sweep,
    results: &[ArmResult],
) -> Report {
    let numbers = |values: &mut dyn Iterator<Item = Option<f64>>| {
        Tree::List(values.map(Tree::from).collect())
    };
    let values = sweep.values(scenario);
    let mut arms = Tree::map();
    for (arm, result) in sweep.arms.iter().zip(results) {
        let mut entry = Tree::map().with("measured", numbers(&mut result.measured.iter().copied()));
        for path in BESIDE {
            let name = path.replace('.', "_");
            entry = entry.with(
                &name,
                numbers(&mut result.reports.iter().map(|report| report.figure(path))),
            );
        }
        arms = arms.with(&arm.name, entry);
    }
    let mut verdicts = Vec::new();
    let mut crossover = Tree::map();
    let unit = scenario
        .describe(&sweep.path)
        .map_or(Unit::Count, |descriptor| match &descriptor.kind {
            crate::descriptor::ParamKind::Number { unit, .. }
            | crate::descriptor::ParamKind::Distribution { unit, .. } => *unit,
            _ => Unit::Count,
        });
    if let [first, second, ..] = results {
        let titles = (&sweep.arms[0].title, &sweep.arms[1].title);
        if let Some((at, level)) = crossing(&values, &first.measured, &second.measured) {
            crossover = crossover.with(swept_key(sweep), at).with("measured", level);
            let cheaper_first = first.measured.first() < second.measured.first();
            let (below, above) = if cheaper_first {
                titles
            } else {
                (titles.1, titles.0)
            };
            verdicts.push(format!(
                "{below} is lower below {}, {above} above it.",
                quantity::format(at, unit)
            ));
        } else if results.iter().all(|r| r.measured.len() == values.len()) {
            verdicts.push(format!(
                "{} and {} do not cross in this range.",
                titles.0, titles.1
            ));
        }
    }
    let sound = results
        .iter()
        .flat_map(|r| &r.reports)
        .all(|report| report.sound);
    let events = results
        .iter()
        .flat_map(|r| &r.reports)
        .map(|report| report.events)
        .sum();
    let root = Tree::map()
        .with("scenario", scenario.title.as_str())
        .with("preset", preset)
        .with("seed", seed)
        .with(
            "sweep",
            Tree::map()
                .with("path", sweep.path.as_str())
                .with("measure", sweep.measure.as_str())
                .with("values", numbers(&mut values.iter().map(|&v| Some(v)))),
        )
        .with("arms", arms)
        .with("crossover", crossover)
        .with(
            "verdicts",
            verdicts
                .iter()
                .map(|v| Tree::from(v.as_str()))
                .collect::<Vec<_>>(),
        );
    Report {
        root,
        verdicts,
        events,
        sound,
    }
}

/// The first place where two arms swap order, by straight lines between the points, and the level there. Straight in the
/// parameter itself, whatever the spacing of points: a cost is a straight line over load.
fn crossing(values: &[f64], a: &[Option<f64>], b: &[Option<f64>]) -> Option<(f64, f64)> {
    let gap = |i: usize| Some(a.get(i).copied()?? - b.get(i).copied()??);
    for i in 1..values.len() {
        let (Some(before), Some(after)) = (gap(i - 1), gap(i)) else {
            continue;
        };
        if before == 0.0 {
            return Some((values[i - 1], a[i - 1]?));
        }
        if before.signum() == after.signum() {
            continue;
        }
        let t = before / (before - after);
        let (x0, x1) = (values[i - 1], values[i]);
        let x = x0 + (x1 - x0) * t;
        let level = a[i - 1]? + (a[i]? - a[i - 1]?) * t;
        return Some((x, level));
    }
    None
}
