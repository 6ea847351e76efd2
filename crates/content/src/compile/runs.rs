//! Scenarios and their runs: which a site asks for, each made once, kept between builds.

use std::collections::BTreeMap;
use std::fmt;

use headroom_sim::descriptor::Unit;

use super::diagnostic::Diagnostics;
use super::diagram::Graph;
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

/// The runs of a site, made.
#[derive(Debug, Default)]
pub struct Runs {
    figures: BTreeMap<RunKey, Vec<(String, f64)>>,
}

impl Runs {
    /// The figure of a run; `None` when it has none, which is then reported.
    pub fn figure(
        &self,
        run: &RunKey,
        metric: &Located<String>,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> Option<f64> {
        let _ = (source, diagnostics);
        let figures = self.figures.get(run)?;
        figures
            .iter()
            .find(|(path, _)| *path == metric.value)
            .map(|(_, value)| *value)
    }

    /// Whether the report of a run has a metric; reported when not.
    pub fn knows(
        &self,
        run: &RunKey,
        metric: &Located<String>,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        !self.figures.contains_key(run) || self.figure(run, metric, source, diagnostics).is_some()
    }

    /// What a page needs to show a scenario's lab.
    pub fn lab_spec(&self, _sim: &str) -> Option<Vec<u8>> {
        Some(Vec::new())
    }

    /// The nodes and links of a scenario.
    pub fn topology(&self, _sim: &str) -> Option<Graph> {
        None
    }
}

/// The unit that a node kind declares for a metric.
pub fn node_metric_unit(_metric: &str) -> Option<Unit> {
    None
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
    pub fn reference(&self, _kind: &str) -> Reference {
        Reference::default()
    }

    /// Whether a scenario has a node of a kind.
    pub fn uses(&self, _sim: &str, _kind: &str) -> bool {
        false
    }

    /// Nodes of a scenario without its clients.
    pub fn component_count(&self, _sim: &str) -> u16 {
        0
    }
}
