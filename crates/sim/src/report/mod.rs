//! What a run came to: one tree of figures, of which paths, JSON and verdicts are views.

mod analysis;
mod build;
mod checks;
mod figures;
mod flow;
mod sweep;
mod theory;
mod tree;

pub(crate) use self::build::{Heading, breakdown, build};
pub use self::figures::describe as describe_figure;
#[cfg(feature = "files")]
pub(crate) use self::figures::{common_paths, part_paths, paths as figure_paths};
#[cfg(feature = "files")]
pub(crate) use self::sweep::crossover_paths;
pub(crate) use self::sweep::{ArmResult, build as build_sweep};
pub(crate) use self::theory::{Response, foretell, response};
pub use self::tree::Tree;

use serde::{Deserialize, Serialize};

/// Nanoseconds of a millisecond, in which a report has its times.
const MS: f64 = 1e6;

/// The result of a run or of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub(crate) root: Tree,
    pub(crate) verdicts: Vec<String>,
    /// Events handled: deterministic, but no figure of the system.
    pub events: u64,
    /// Whether Little's law, flow balance and the sum of parts held; a violation is an engine bug.
    pub sound: bool,
}

impl Report {
    /// The figure at a path, for instance `latency_ms.p99` or `nodes.fn.throttles`; a distribution's bare path is its mean.
    /// A node's metric may stand without its node (`cold_start_ms.p50`) when exactly one node has it.
    pub fn figure(&self, path: &str) -> Option<f64> {
        if let Some(found) = self.root.get(path) {
            return found.number();
        }
        let Some(Tree::Map(nodes)) = self.root.get("nodes") else {
            return None;
        };
        let mut found = nodes.iter().filter_map(|(_, node)| node.get(path));
        match (found.next(), found.next()) {
            (Some(only), None) => only.number(),
            _ => None,
        }
    }

    /// Every figure with its path, in the order of the report.
    pub fn figures(&self) -> Vec<(String, f64)> {
        let mut out = Vec::new();
        self.root.flatten("", &mut out);
        out
    }

    /// Every text in it with its path, in the order of the report.
    pub fn texts(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        self.root.flatten_texts("", &mut out);
        out
    }

    /// In words: what was the matter, if anything.
    pub fn verdicts(&self) -> &[String] {
        &self.verdicts
    }

    /// The whole report, the same bytes for the same scenario and seed on every platform.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.root.write_json(&mut out, 0);
        out.push('\n');
        out
    }

    /// The report as a tree, for those who print it otherwise.
    pub fn tree(&self) -> &Tree {
        &self.root
    }
}
