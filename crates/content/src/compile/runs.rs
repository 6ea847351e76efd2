//! Scenarios and their runs: which a site asks for, each made once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::rc::Rc;

use headroom_sim::descriptor::{ParamDescriptor, ParamValue};
use headroom_sim::protocol::{LabSpec, MetricView, VariantView};
use headroom_sim::scenario::{Preset, Scenario, parse_beside};
use headroom_sim::{Report, SetError, nearest, simulate};

use super::cache::Cache;
use super::diagnostic::Diagnostics;
use super::diagram::{Edge, Graph, GraphNode};
use super::reference;
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
    fn parse(text: &str) -> Option<Self> {
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
    /// `None`: the run cannot be made, which was reported.
    reports: RefCell<BTreeMap<RunKey, Option<Rc<Report>>>>,
}

impl Runs {
    /// Reads the scenario files; each mistake is reported at its place.
    pub fn read(
        files: &BTreeMap<String, Option<Source>>,
        series: &BTreeMap<String, Option<Source>>,
        cache: Cache,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut read = |sim: &str, source: &Source| {
            let folder = sim.split_once('/').map_or("", |(folder, _)| folder);
            let beside = |name: &str| match series.get(&format!("{folder}/{name}")) {
                Some(Some(series)) => Ok(series.text.clone()),
                Some(None) => Err("the file cannot be read".to_owned()),
                None => Err("there is no such file beside the scenario".to_owned()),
            };
            let errors = match parse_beside(&source.text, &beside) {
                Ok(scenario) => return Some(scenario),
                Err(errors) => errors,
            };
            for error in errors {
                let span = error.span.unwrap_or(0..0);
                let at = diagnostics.report(source, Rule::Scenario, &span, error.message);
                if let Some(help) = error.help {
                    at.help(help);
                }
            }
            None
        };
        let scenarios = files
            .iter()
            .map(|(sim, source)| {
                let scenario = source.as_ref().and_then(|source| read(sim, source));
                (sim.clone(), scenario)
            })
            .collect();
        Self {
            cache,
            scenarios,
            reports: RefCell::default(),
        }
    }

    /// The run that an attribute names. `None` when there is none, which is then reported, and when its scenario cannot
    /// be read, which was reported at its own place.
    pub fn named(
        &self,
        sim: &Located<String>,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> Option<RunKey> {
        let Some(run) = RunKey::parse(&sim.value) else {
            diagnostics
                .report(
                    source,
                    Rule::UnknownSim,
                    &sim.span,
                    format!("`{}` is no name of a run", sim.value),
                )
                .help("a run is named `family/variant#preset`");
            return None;
        };
        let Some(scenario) = self.scenarios.get(&run.sim) else {
            let names = self.scenarios.keys().map(String::as_str);
            let message = format!("there is no scenario `{}`", run.sim);
            diagnostics
                .report(source, Rule::UnknownSim, &sim.span, message)
                .nearest(&run.sim, names);
            return None;
        };
        let presets = &scenario.as_ref()?.presets;
        if let Some(preset) = &run.preset
            && !presets.iter().any(|known| known.name == *preset)
        {
            let message = format!("the scenario `{}` has no preset `{preset}`", run.sim);
            diagnostics
                .report(source, Rule::UnknownPreset, &sim.span, message)
                .nearest(preset, presets.iter().map(|known| known.name.as_str()));
            return None;
        }
        Some(run)
    }

    /// The report of a run; that it cannot be made is reported at the first `span` that asks for it.
    fn report(
        &self,
        run: &RunKey,
        source: &Source,
        span: &Range<usize>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Rc<Report>> {
        if let Some(report) = self.reports.borrow().get(run) {
            return report.clone();
        }
        let report = match self.run(self.scenario(&run.sim)?, run.preset.as_deref()) {
            Ok(report) => Some(Rc::new(report)),
            Err(error) => {
                diagnostics.report(source, Rule::Scenario, span, format!("{run}: {error}"));
                None
            }
        };
        let mut reports = self.reports.borrow_mut();
        reports.insert(run.clone(), report.clone());
        report
    }

    /// Makes a run, or finds it made by an earlier build.
    fn run(&self, scenario: &Scenario, preset: Option<&str>) -> Result<Report, SetError> {
        let key = key(scenario, preset)?;
        self.cache
            .get_or_try("report", &key, || simulate(scenario, preset, &[], None))
    }

    /// A run with other settings and another seed, made each time it is asked for unless an earlier build has made it. `None` of a
    /// scenario that cannot be read.
    pub fn with(
        &self,
        run: &RunKey,
        set: &[(String, ParamValue)],
        seed: Option<u64>,
    ) -> Option<Result<Report, SetError>> {
        let scenario = self.scenario(&run.sim)?;
        let preset = run.preset.as_deref();
        let made = || -> Result<Report, SetError> {
            let (mut applied, chosen) = scenario.apply(preset, set)?;
            applied.presets.clear();
            self.cache
                .get_or_try("tuned", &(applied, chosen, seed), || {
                    simulate(scenario, preset, set, seed)
                })
        };
        Some(made())
    }

    /// What is known of the parameter at a path; `None` of a scenario that cannot be read.
    pub fn describe(
        &self,
        sim: &str,
        path: &str,
    ) -> Option<Result<&'static ParamDescriptor, SetError>> {
        Some(self.scenario(sim)?.describe(path))
    }

    /// What a page needs to let a reader turn some dials of a scenario and see some figures. The error is a dial that its lab has
    /// not; `None` is a scenario that cannot be read.
    pub fn tune_spec(
        &self,
        sim: &str,
        dials: &[&str],
        figures: Vec<MetricView>,
    ) -> Option<Result<Vec<u8>, String>> {
        let mut spec = LabSpec::new(sim, self.scenario(sim)?).brief();
        let mut knobs = Vec::new();
        for dial in dials {
            match spec.knobs.iter().find(|knob| knob.path == *dial) {
                Some(knob) => knobs.push(knob.clone()),
                None => return Some(Err((*dial).to_owned())),
            }
        }
        (spec.knobs, spec.headline) = (knobs, figures);
        spec.charts.clear();
        postcard::to_allocvec(&spec).ok().map(Ok)
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
            diagnostics
                .report(source, Rule::UnknownMetric, &metric.span, message)
                .help_with(|| {
                    let figures = report.figures();
                    nearest::help(&metric.value, figures.iter().map(|(path, _)| path.as_str()))
                });
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

    /// One that was read and has nothing against it.
    pub fn scenario(&self, sim: &str) -> Option<&Scenario> {
        self.scenarios.get(sim)?.as_ref()
    }

    /// The scenarios that have a page of their own: those of `content/labs/` with something to try.
    pub fn labs(&self) -> impl Iterator<Item = (&str, &Scenario)> {
        let labs = self.scenarios.iter();
        labs.filter_map(|(sim, scenario)| Some((sim.as_str(), scenario.as_ref()?)))
            .filter(|(sim, scenario)| sim.starts_with("labs/") && !scenario.presets.is_empty())
    }

    /// What a page needs to show a scenario's lab.
    pub fn lab_spec(&self, sim: &str) -> Option<Vec<u8>> {
        let spec = LabSpec {
            variants: self.other_variants(sim),
            ..LabSpec::new(sim, self.scenario(sim)?)
        };
        postcard::to_allocvec(&spec).ok()
    }

    /// The other designs of a scenario's family that there is something to try with.
    fn other_variants(&self, sim: &str) -> Vec<VariantView> {
        let family = |sim: &str| match sim.split_once('/') {
            // Those have nothing in common but their folder.
            Some(("labs", _)) | None => None,
            Some((family, _)) => Some(family.to_owned()),
        };
        let of = family(sim);
        let others = self
            .scenarios
            .iter()
            .filter(|(other, _)| of.is_some() && family(other) == of && other.as_str() != sim);
        let view = |(id, scenario): (&String, &Option<Scenario>)| {
            let scenario = scenario.as_ref()?;
            (!scenario.presets.is_empty()).then(|| VariantView {
                id: id.clone(),
                title: scenario.title.clone(),
            })
        };
        others.filter_map(view).collect()
    }

    /// What a page needs of each lab's scenario, by its name.
    pub fn lab_specs(&self) -> Vec<(String, Vec<u8>)> {
        let labs = self.scenarios.iter().filter(|(_, scenario)| {
            let presets = scenario.as_ref().map(|scenario| scenario.presets.len());
            presets > Some(0)
        });
        labs.filter_map(|(sim, _)| Some((sim.clone(), self.lab_spec(sim)?)))
            .collect()
    }

    /// Whether a scenario's lab shows a figure.
    pub fn shows(&self, sim: &str, figure: &str) -> bool {
        self.scenario(sim).is_some_and(|scenario| {
            let headline = LabSpec::new(sim, scenario).headline;
            headline.iter().any(|view| view.is_named(figure))
        })
    }

    /// Ids of the charts that a run fills.
    pub fn charts(&self, run: &RunKey) -> Vec<String> {
        let Some(scenario) = self.scenario(&run.sim) else {
            return Vec::new();
        };
        let spec = LabSpec::new(&run.sim, scenario);
        let preset = spec
            .presets
            .iter()
            .find(|preset| Some(&preset.name) == run.preset.as_ref());
        let charts = spec.charts.iter();
        charts
            .filter(|chart| preset.is_some_and(|preset| chart.belongs_to(preset)))
            .map(|chart| chart.id.clone())
            .collect()
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
                    note: reference::kind(&node.kind).map(|kind| kind.label.to_lowercase()),
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

/// All that the report of a run depends on beside the engine.
fn key(scenario: &Scenario, preset: Option<&str>) -> Result<(Scenario, Option<Preset>), SetError> {
    let (mut applied, chosen) = scenario.apply(preset, &[])?;
    // The other experiments of the file do not show in the report of this one.
    applied.presets.clear();
    Ok((applied, chosen))
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, Cache, Diagnostics, Located, Runs, Source, key, simulate};
    use headroom_sim::scenario::parse;

    const SCENARIO: &str = include_str!("../../tests/fixtures/site/templates/shop/v0-till.toml");

    /// The figure of the run as written, with a scenario and what is kept in a folder.
    fn rate(text: &str, cache: &Cache) -> Option<f64> {
        let mut diagnostics = Diagnostics::default();
        let source = Source::new("v0.toml", text.to_owned());
        let files = BTreeMap::from([("shop/v0".to_owned(), Some(source))]);
        let runs = Runs::read(&files, &BTreeMap::new(), cache.clone(), &mut diagnostics);
        let page = Source::new("page.md", String::new());
        let sim = Located::new("shop/v0".to_owned(), 0..0);
        let metric = Located::new("requests.completed".to_owned(), 0..0);
        let run = runs.named(&sim, &page, &mut diagnostics)?;
        runs.figure(&run, &metric, &page, &mut diagnostics)
    }

    #[test]
    fn a_run_is_made_again_only_when_something_has_changed_that_it_depends_on() {
        let folder = std::env::temp_dir().join(format!("headroom-runs-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let cache = Cache::new(&folder);
        let scenario = parse(SCENARIO).unwrap();
        // Another run's report in the place of this one's tells whether it is taken from there.
        let other = simulate(&scenario, Some("rush"), &[], None).unwrap();
        let planted = other.figure("requests.completed");
        cache.get_or("report", &key(&scenario, None).unwrap(), || other);
        assert_eq!(rate(SCENARIO, &cache), planted);
        let reworded = SCENARIO.replace("Rush hour", "The rush");
        assert_eq!(rate(&reworded, &cache), planted);
        let changed = SCENARIO.replace("seed = 1", "seed = 2");
        assert_ne!(rate(&changed, &cache), planted);
        let faster = SCENARIO.replace("5/s", "6/s");
        assert_ne!(rate(&faster, &cache), planted);
        let _ = std::fs::remove_dir_all(&folder);
    }
}
