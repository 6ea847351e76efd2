//! Every oracle there is, by family.

mod balancers;
mod caches;
mod callers;
mod functions;
mod limits;
mod messages;
mod networks;
mod orders;
mod queues;
mod scaling;
mod stores;
mod text;

use super::data::DataError;
use super::theory::NetworkError;
use super::{Check, Family, Oracle};

/// Percentiles stand in cells 1/128 wide.
const CELL: f64 = 0.005;
/// What is counted when it happens and what is counted when it was due differ at the edges of a run.
const EDGES: f64 = 0.001;
/// Replications of an oracle of theory: enough that Student's t at [`super::CONFIDENCE`] is near the normal's.
const RUNS: u32 = 32;

/// An oracle whose answer cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    #[error(transparent)]
    Data(#[from] DataError),
    #[error(transparent)]
    Network(#[from] NetworkError),
}

/// The oracles; those of `full` run longer and take every cell of the published grid.
///
/// Simulated seconds are such that every interval is well inside of its limit on precision, by what the noise of shorter
/// runs was; half of the limit is the aim and three quarters the most. The fast set takes about a minute of two processors.
pub fn oracles(full: bool) -> Result<Vec<Oracle>, CatalogueError> {
    let long = if full { 4.0 } else { 1.0 };
    let mut out = queues::oracles(long);
    out.extend(orders::oracles(long));
    out.extend(networks::oracles(long)?);
    out.extend(callers::oracles(long));
    out.extend(limits::oracles(long));
    out.extend(balancers::oracles(long));
    out.extend(caches::oracles(long));
    out.extend(stores::oracles(long));
    out.extend(messages::oracles(long));
    out.extend(scaling::oracles());
    out.extend(functions::oracles(full, long)?);
    Ok(out)
}

/// A figure that is known exactly.
fn check(figure: &str, expected: f64, precision: f64) -> Check {
    Check {
        figure: figure.to_owned(),
        expected,
        slack: 0.0,
        precision,
        one_run: false,
    }
}

/// A percentile of times that is known exactly.
fn percentile(figure: &str, expected: f64, precision: f64) -> Check {
    check(figure, expected, precision).off_by(CELL)
}

impl Check {
    /// What is known may itself be off by this share.
    fn off_by(self, slack: f64) -> Self {
        Self { slack, ..self }
    }
}

/// An oracle of theory.
fn oracle(
    family: Family,
    name: &str,
    source: &'static str,
    scenario: String,
    checks: Vec<Check>,
) -> Oracle {
    Oracle {
        family,
        name: name.to_owned(),
        source,
        scenario,
        replications: RUNS,
        checks,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{CONFIDENCE, FALSE_MISS, Finding, Verdict};
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn a_right_engine_misses_no_figure_at_all_ninety_nine_times_in_a_hundred() {
        let figures: usize = oracles(true).unwrap().iter().map(|o| o.checks.len()).sum();
        assert!(
            figures as f64 * (1.0 - CONFIDENCE) <= FALSE_MISS,
            "{figures}"
        );
    }

    /// The findings of every oracle, its runs on all processors.
    fn findings(oracles: &[Oracle]) -> Vec<Finding> {
        let next = AtomicUsize::new(0);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let mut found: Vec<(usize, Vec<Finding>)> = std::thread::scope(|scope| {
            let worker = || {
                let mut found = Vec::new();
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    let Some(oracle) = oracles.get(i) else {
                        return found;
                    };
                    let runs: Vec<Vec<f64>> = (0..oracle.replications)
                        .map(|replication| oracle.replicate(replication).unwrap())
                        .collect();
                    found.push((i, oracle.judge(&runs)));
                }
            };
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
            workers
                .into_iter()
                .flat_map(|worker| worker.join().unwrap())
                .collect()
        });
        found.sort_by_key(|&(i, _)| i);
        found.into_iter().flat_map(|(_, found)| found).collect()
    }

    #[test]
    fn the_engine_gives_what_theory_publications_and_measurements_say() {
        let mut findings = findings(&oracles(false).unwrap());
        findings.retain(|finding| finding.verdict != Verdict::Holds);
        assert!(findings.is_empty(), "{findings:#?}");
    }
}
