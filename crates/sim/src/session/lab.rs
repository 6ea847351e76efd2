//! What a page is told of a scenario before and while it runs.

use super::plan::Plan;
use crate::descriptor::{ParamKind, Unit};
use crate::kinds::{Kind, ParamSpec, link_params};
use crate::protocol::{Knob, LabSpec, LinkView, NodeView, PresetView};
use crate::scenario::{Scenario, Value};

impl LabSpec {
    /// Of a scenario, under the address `family/variant`.
    pub fn new(id: &str, scenario: &Scenario) -> Self {
        let plan = Plan::new(scenario);
        let positions = layout(scenario);
        Self {
            id: id.to_owned(),
            title: scenario.title.clone(),
            nodes: scenario
                .nodes
                .iter()
                .zip(positions)
                .map(|(node, position)| NodeView {
                    id: node.id.clone(),
                    label: node.label.clone(),
                    kind: node.kind.spec().descriptor.label.clone(),
                    position: node.position.unwrap_or(position),
                })
                .collect(),
            links: scenario
                .links
                .iter()
                .map(|link| LinkView {
                    from: link.from,
                    to: link.to,
                })
                .collect(),
            knobs: knob_paths(scenario)
                .iter()
                .filter_map(|path| knob(scenario, path))
                .collect(),
            presets: scenario
                .presets
                .iter()
                .map(|preset| {
                    let each = preset.duration_ns.unwrap_or(scenario.run.duration_ns);
                    let runs = preset
                        .sweep
                        .as_ref()
                        .map_or(1, |s| s.values(scenario).len() * s.arms.len());
                    PresetView {
                        name: preset.name.clone(),
                        title: preset.title.clone(),
                        sentence: preset.sentence.clone(),
                        set: preset
                            .set
                            .iter()
                            .filter_map(|(path, value)| {
                                let shown = value.shown(scenario.describe(path).ok()?);
                                Some((path.clone(), shown))
                            })
                            .collect(),
                        duration_ns: each.saturating_mul(runs as u64),
                        watch: preset.watch.clone(),
                        sweep: preset.sweep.is_some(),
                    }
                })
                .collect(),
            charts: plan.charts.into_iter().map(|(spec, _)| spec).collect(),
            headline: plan.headline,
            seed: scenario.run.seed,
            // Fails only when memory does: every type of a scenario is one postcard can write.
            scenario: postcard::to_allocvec(scenario).unwrap_or_default(),
        }
    }
}

/// The parameters to offer: those the file lists, else the load and whatever it says otherwise than by default.
fn knob_paths(scenario: &Scenario) -> Vec<String> {
    if !scenario.knobs.is_empty() {
        return scenario.knobs.clone();
    }
    let mut out = Vec::new();
    let told = |spec: &ParamSpec, value: &Value| *value != spec.default_value() && !is_price(spec);
    for node in &scenario.nodes {
        for (spec, value) in node.kind.spec().params.iter().zip(&node.params) {
            if told(spec, value) || (node.kind == Kind::Client && spec.descriptor.key == "rate") {
                out.push(format!("nodes.{}.{}", node.id, spec.descriptor.key));
            }
        }
    }
    for link in &scenario.links {
        for (spec, value) in link_params().iter().zip(&link.params) {
            if told(spec, value) {
                let id = |node: u32| &scenario.nodes[node as usize].id;
                out.push(format!(
                    "links.{}.{}.{}",
                    id(link.from),
                    id(link.to),
                    spec.descriptor.key
                ));
            }
        }
    }
    out
}

fn is_price(spec: &ParamSpec) -> bool {
    matches!(
        spec.descriptor.kind,
        ParamKind::Number {
            unit: Unit::Dollars | Unit::DollarsPerHour,
            ..
        }
    )
}

fn knob(scenario: &Scenario, path: &str) -> Option<Knob> {
    let place = scenario.locate(path).ok()?;
    let spec = place.spec();
    if matches!(spec.descriptor.kind, ParamKind::Shape { .. }) {
        return None;
    }
    let group = match path.split('.').collect::<Vec<_>>()[..] {
        ["nodes", id, _] => scenario.nodes[scenario.node(id)?].label.clone(),
        ["links", from, to, _] => {
            let label = |id: &str| Some(scenario.nodes[scenario.node(id)?].label.clone());
            format!("{} to {}", label(from)?, label(to)?)
        }
        _ => "Run".to_owned(),
    };
    Some(Knob {
        path: path.to_owned(),
        group,
        descriptor: spec.descriptor.clone(),
        value: scenario.get(path).ok()?,
        live: spec.live,
    })
}

/// Columns by the longest chain of calls that leads to a node, rows in the order of the file, columns centred.
fn layout(scenario: &Scenario) -> Vec<(f32, f32)> {
    let n = scenario.nodes.len();
    let mut column = vec![0usize; n];
    // Relaxed at most once per node: with asynchronous calls the graph may have circles.
    for _ in 0..n {
        let mut moved = false;
        for link in &scenario.links {
            let (from, to) = (link.from as usize, link.to as usize);
            if column[to] < column[from] + 1 && column[from] + 1 < n {
                column[to] = column[from] + 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut rows = vec![0usize; n.max(1)];
    let row: Vec<usize> = column
        .iter()
        .map(|&c| {
            rows[c] += 1;
            rows[c] - 1
        })
        .collect();
    let tallest = rows.iter().copied().max().unwrap_or(1);
    (0..n)
        .map(|i| {
            (
                column[i] as f32,
                row[i] as f32 + (tallest - rows[column[i]]) as f32 / 2.0,
            )
        })
        .collect()
}
