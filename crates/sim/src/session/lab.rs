//! What a page is told of a scenario before and while it runs.

use std::collections::BTreeSet;

use super::layers::layers;
use super::plan::Plan;
use crate::descriptor::{KindDescriptor, ParamKind, Unit};
use crate::faults::FaultKind;
use crate::kinds::{Kind, ParamSpec, link_params};
use crate::protocol::{FaultView, Knob, LabSpec, LinkView, MetricView, NodeView, PresetView};
use crate::report::describe_figure;
use crate::scenario::{Link, Scenario, Value};

impl LabSpec {
    /// Of a scenario, under the address `family/variant`.
    pub fn new(id: &str, scenario: &Scenario) -> Self {
        let plan = Plan::new(scenario);
        let links: Vec<(usize, usize)> = (scenario.links.iter())
            .map(|link| (link.from as usize, link.to as usize))
            .collect();
        let told: Vec<Option<(f32, f32)>> =
            scenario.nodes.iter().map(|node| node.position).collect();
        let positions = layers(scenario.nodes.len(), &links, &told);
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
                    kind_key: node.kind.key().into(),
                    position,
                    areas: (node.zones.iter().map(|zone| format!("zone:{zone}")))
                        .chain(node.region.iter().map(|region| format!("region:{region}")))
                        .collect(),
                    values: (node.kind.spec().params.iter().zip(&node.params))
                        .map(|(spec, value)| value.words(&spec.descriptor))
                        .collect(),
                })
                .collect(),
            links: scenario
                .links
                .iter()
                .map(|link| LinkView {
                    from: link.from,
                    to: link.to,
                    told: (link_params().iter().zip(&link.params))
                        .filter(|(spec, value)| **value != spec.default_value())
                        .map(|(spec, value)| {
                            let descriptor = &spec.descriptor;
                            (descriptor.label.clone(), value.words(descriptor))
                        })
                        .collect(),
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
                        faults: (scenario.faults.iter().chain(&preset.faults))
                            .map(|fault| scenario.given(fault))
                            .collect(),
                    }
                })
                .collect(),
            charts: plan.charts.into_iter().map(|(spec, _)| spec).collect(),
            beside: beside(scenario, &plan.headline),
            headline: plan.headline,
            kinds: kinds(scenario),
            faults: faults(scenario),
            variants: Vec::new(),
            seed: scenario.run.seed,
            // Fails only when memory does: every type of a scenario is one postcard can write.
            scenario: postcard::to_allocvec(scenario).unwrap_or_default(),
        }
    }
}

/// What it costs, where anything has a price and there is no tile of it.
fn beside(scenario: &Scenario, headline: &[MetricView]) -> Vec<MetricView> {
    const COST: &str = "cost.per_hour_usd";
    let priced = scenario.nodes.iter().any(|node| {
        let params = node.kind.spec().params.iter().zip(&node.params);
        let mut prices = params.filter(|(spec, _)| is_price(spec));
        prices.any(|(_, value)| !matches!(value, Value::Number(price) if *price == 0.0))
    });
    let told = headline.iter().any(|view| view.path == COST);
    let cost = (priced && !told).then(|| describe_figure(scenario, COST));
    cost.flatten().into_iter().collect()
}

/// The kinds of a scenario, each once, in the order in which they come.
fn kinds(scenario: &Scenario) -> Vec<KindDescriptor> {
    let mut kinds: Vec<Kind> = Vec::new();
    for node in &scenario.nodes {
        if !kinds.contains(&node.kind) {
            kinds.push(node.kind);
        }
    }
    let descriptor = |kind: Kind| kind.spec().descriptor.clone();
    kinds.into_iter().map(descriptor).collect()
}

/// The faults that have something to strike here.
fn faults(scenario: &Scenario) -> Vec<FaultView> {
    let label = |node: u32| scenario.nodes[node as usize].label.as_str();
    let id = |node: u32| scenario.nodes[node as usize].id.as_str();
    let nodes = scenario.nodes.iter();
    let zones: BTreeSet<&String> = nodes.clone().flat_map(|node| &node.zones).collect();
    let regions: BTreeSet<&String> = nodes.filter_map(|node| node.region.as_ref()).collect();
    let area = |of: &str, names: &BTreeSet<&String>| -> Vec<(String, String)> {
        let target = |name| (format!("{of}:{name}"), format!("The {of} {name}"));
        names.iter().map(target).collect()
    };
    let view = |&fault: &FaultKind| {
        let targets = match fault {
            FaultKind::ZoneOutage => area("zone", &zones),
            FaultKind::RegionOutage => area("region", &regions),
            _ if fault.on_links() => {
                let target = |&Link { from, to, .. }: &Link| {
                    let ends = format!("{}->{}", id(from), id(to));
                    (ends, format!("{} to {}", label(from), label(to)))
                };
                scenario.links.iter().map(target).collect()
            }
            _ => (scenario.nodes.iter())
                .filter(|node| fault.strikes(node.kind))
                .map(|node| (node.id.clone(), node.label.clone()))
                .collect(),
        };
        FaultView {
            descriptor: fault.spec().descriptor.clone(),
            targets,
        }
    };
    let views = FaultKind::ALL.iter().map(view);
    views.filter(|view| !view.targets.is_empty()).collect()
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
