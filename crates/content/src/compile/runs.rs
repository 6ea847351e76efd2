//! Scenarios and their runs: which a site asks for, each made once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor, ParamKind, Unit};
use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::{Scenario, parse};
use headroom_sim::{Report, SetError, kinds, nearest, quantity, simulate};

use super::cache::Cache;
use super::diagnostic::Diagnostics;
use super::diagram::{Edge, Graph, GraphNode};
use super::rule::Rule;
use super::source::{Located, Source};

/// Names a run: `family/variant#preset`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunKey {
    /// `family/variant`.
    pub sim: String,
    pub preset: Option<String>,
}

impl RunKey {
    pub fn parse(text: &str) -> Option<Self> {
        let (sim, preset) = match text.split_once('#') {
            Some((sim, preset)) => (sim, Some(preset.to_owned())),
            None => (text, None),
        };
        let (family, variant) = sim.split_once('/')?;
        let sound = !family.is_empty()
            && !variant.is_empty()
            && !variant.contains('/')
            && preset.as_deref() != Some("");
        sound.then(|| Self {
            sim: sim.to_owned(),
            preset,
        })
    }
}

impl fmt::Display for RunKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sim)?;
        match &self.preset {
            Some(preset) => write!(f, "#{preset}"),
            None => Ok(()),
        }
    }
}

/// The scenarios of a site, and their runs, each made when a page first asks for it.
#[derive(Debug)]
pub struct Runs {
    cache: Cache,
    /// `None`: the file was reported.
    scenarios: BTreeMap<String, Option<Scenario>>,
    reports: RefCell<BTreeMap<RunKey, Rc<Report>>>,
}

impl Runs {
    /// Reads the scenario files; each mistake is reported at its place.
    pub fn read(
        files: &BTreeMap<String, Source>,
        cache: Cache,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let scenarios = files
            .iter()
            .map(|(sim, source)| {
                let scenario = parse(&source.text);
                (
                    sim.clone(),
                    scenario
                        .map_err(|errors| {
                            for error in errors {
                                let span = error.span.unwrap_or(0..0);
                                let at = diagnostics.report(
                                    source,
                                    Rule::Scenario,
                                    &span,
                                    error.message,
                                );
                                if let Some(help) = error.help {
                                    at.help(help);
                                }
                            }
                        })
                        .ok(),
                )
            })
            .collect();
        Self {
            cache,
            scenarios,
            reports: RefCell::default(),
        }
    }

    /// The report of a run; what it lacks is reported at `span`.
    fn report(
        &self,
        run: &RunKey,
        source: &Source,
        span: &std::ops::Range<usize>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Rc<Report>> {
        if let Some(report) = self.reports.borrow().get(run) {
            return Some(Rc::clone(report));
        }
        let Some(scenario) = self.scenarios.get(&run.sim) else {
            let names = self.scenarios.keys().map(String::as_str);
            let message = format!("there is no scenario `{}`", run.sim);
            let at = diagnostics.report(source, Rule::UnknownSim, span, message);
            if let Some(help) = nearest::help(&run.sim, names) {
                at.help(help);
            }
            return None;
        };
        // A scenario that cannot be read was reported at its own place.
        let scenario = scenario.as_ref()?;
        match self.run(scenario, run.preset.as_deref()) {
            Ok(report) => {
                let report = Rc::new(report);
                self.reports
                    .borrow_mut()
                    .insert(run.clone(), Rc::clone(&report));
                Some(report)
            }
            Err(error) => {
                diagnostics.report(source, Rule::UnknownPreset, span, format!("{run}: {error}"));
                None
            }
        }
    }

    /// Makes a run, or finds it made by an earlier build.
    fn run(&self, scenario: &Scenario, preset: Option<&str>) -> Result<Report, SetError> {
        let (mut applied, chosen) = scenario.apply(preset, &[])?;
        // The other experiments of the file do not show in the report of this one.
        applied.presets.clear();
        self.cache.get_or_try("report", &(applied, chosen), || {
            simulate(scenario, preset, &[], None)
        })
    }

    /// The figure of a run; `None` when it has none, which is then reported.
    pub fn figure(
        &self,
        run: &RunKey,
        metric: &Located<String>,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> Option<f64> {
        let report = self.report(run, source, &metric.span, diagnostics)?;
        let found = report.figure(&metric.value);
        if found.is_none() {
            let message = format!("the report of {run} has no figure `{}`", metric.value);
            let at = diagnostics.report(source, Rule::UnknownMetric, &metric.span, message);
            let figures = report.figures();
            let paths = figures.iter().map(|(path, _)| path.as_str());
            if let Some(help) = nearest::help(&metric.value, paths) {
                at.help(help);
            }
        }
        found
    }

    /// Whether the report of a run has a metric; reported when not.
    pub fn knows(
        &self,
        run: &RunKey,
        metric: &Located<String>,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        self.figure(run, metric, source, diagnostics).is_some()
    }

    fn scenario(&self, sim: &str) -> Option<&Scenario> {
        self.scenarios.get(sim)?.as_ref()
    }

    /// What a page needs to show a scenario's lab.
    pub fn lab_spec(&self, sim: &str) -> Option<Vec<u8>> {
        postcard::to_allocvec(&LabSpec::new(sim, self.scenario(sim)?)).ok()
    }

    /// The nodes and links of a scenario.
    pub fn topology(&self, sim: &str) -> Option<Graph> {
        let spec = LabSpec::new(sim, self.scenario(sim)?);
        Some(Graph {
            nodes: spec
                .nodes
                .into_iter()
                .map(|node| GraphNode {
                    label: node.label,
                    note: kind(&node.kind).map(|kind| kind.label.to_lowercase()),
                    position: Some(node.position),
                })
                .collect(),
            edges: spec
                .links
                .into_iter()
                .map(|link| Edge {
                    from: link.from as usize,
                    to: link.to as usize,
                    label: String::new(),
                    dashed: false,
                })
                .collect(),
        })
    }
}

fn kind(key: &str) -> Option<&'static KindDescriptor> {
    kinds::registry()
        .iter()
        .copied()
        .find(|kind| kind.key == key)
}

/// The unit that a node kind declares for a metric, given as `nodes.<id>.<metric>` or by its bare name.
pub fn node_metric_unit(metric: &str) -> Option<Unit> {
    let mut parts = metric.split('.');
    let key = match parts.next()? {
        "nodes" => parts.nth(1)?,
        // Groups of the report of their own, whatever a kind calls a metric.
        "requests" | "cost" | "windows" => return None,
        bare => bare,
    };
    let metrics = kinds::registry().iter().flat_map(|kind| &kind.metrics);
    metrics
        .into_iter()
        .find(|metric| metric.key == key)
        .map(|metric| metric.unit)
}

/// Tables of a node kind's reference page.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    pub title: String,
    pub summary: String,
    pub params: Vec<[String; 4]>,
    pub metrics: Vec<[String; 3]>,
    pub leaves_out: Vec<String>,
}

impl Runs {
    /// What the engine says of a node kind; empty for an unknown one.
    #[expect(
        clippy::unused_self,
        reason = "pages ask one place for all that the engine says"
    )]
    pub fn reference(&self, key: &str) -> Reference {
        let Some(kind) = kind(key) else {
            return Reference::default();
        };
        Reference {
            title: kind.label.to_string(),
            summary: kind.summary.to_string(),
            params: kind.params.iter().map(param_row).collect(),
            metrics: kind
                .metrics
                .iter()
                .map(|metric| {
                    [
                        metric.key.to_string(),
                        unit_name(metric.unit).to_owned(),
                        metric.doc.to_string(),
                    ]
                })
                .collect(),
            leaves_out: kind.leaves_out.iter().map(ToString::to_string).collect(),
        }
    }

    /// Whether a scenario has a node of a kind.
    pub fn uses(&self, sim: &str, key: &str) -> bool {
        let nodes = self.scenario(sim).map(|scenario| scenario.nodes.iter());
        nodes
            .into_iter()
            .flatten()
            .any(|node| node.kind.key() == key)
    }

    /// Nodes of a scenario without its clients.
    pub fn component_count(&self, sim: &str) -> u16 {
        let nodes = self.scenario(sim).map(|scenario| scenario.nodes.iter());
        let count = nodes
            .into_iter()
            .flatten()
            .filter(|node| node.kind.key() != "client")
            .count();
        u16::try_from(count).unwrap_or(u16::MAX)
    }
}

/// Name, default, range, meaning.
fn param_row(param: &ParamDescriptor) -> [String; 4] {
    let show = |value: f64, unit: Unit| quantity::format(value, unit);
    let (default, range) = match &param.kind {
        ParamKind::Number {
            unit,
            min,
            max,
            default,
            ..
        } => (
            show(*default, *unit),
            format!("{} to {}", show(*min, *unit), show(*max, *unit)),
        ),
        ParamKind::Flag { default } => (default.to_string(), "true or false".to_owned()),
        ParamKind::Choice { options, default } => {
            let keys: Vec<&str> = options.iter().map(|(key, _)| key.as_ref()).collect();
            (default.to_string(), keys.join(", "))
        }
        ParamKind::Distribution {
            unit,
            min,
            max,
            default,
        } => (
            default.to_string(),
            format!("{} to {}", show(*min, *unit), show(*max, *unit)),
        ),
        ParamKind::Shape { default } => (default.to_string(), "a load shape".to_owned()),
    };
    [param.key.to_string(), default, range, param.doc.to_string()]
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "",
        Unit::Ratio => "%",
        Unit::Duration => "ns",
        Unit::Milliseconds => "ms",
        Unit::PerSecond => "/s",
        Unit::Bytes => "B",
        Unit::Dollars => "$",
        Unit::DollarsPerHour => "$/h",
    }
}
