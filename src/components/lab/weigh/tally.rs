//! What the runs of a comparison gave, from the first to the last, and what that amounts to.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{Better, MetricView, Outcome, Series};
use headroom_sim::statistics::Spread;

use super::course::Course;
use super::plan::Arm;
use super::verdict::{self, Difference};
use crate::words::explain as say;

/// A run's values of some figures; `None` where there was nothing to measure.
pub fn figures(metrics: &[MetricView], outcome: &Outcome) -> Vec<Option<f64>> {
    let value = |metric: &MetricView| figure(outcome, &metric.path);
    metrics.iter().map(value).collect()
}

fn figure(outcome: &Outcome, path: &str) -> Option<f64> {
    let mut figures = outcome.figures.iter();
    let (_, value) = figures.find(|(known, _)| known == path)?;
    value.is_finite().then_some(*value)
}

/// How many requests were offered: in two runs on the same arrivals it is the same number.
const OFFERED: &str = "requests.offered";
/// Which share of them failed.
const FAILED: &str = "requests.error_ratio";

/// Of a latency, where a report has the share of the same requests that failed and so have none.
fn failed_beside(metric: &MetricView) -> Option<String> {
    let (of, _) = metric.path.split_once("latency_ms.")?;
    Some([of, FAILED].concat())
}

/// What one run gave.
#[derive(Clone, Debug)]
struct Run {
    values: Vec<Option<f64>>,
    /// Of those that are latencies, the share of the same requests that failed.
    beside: Vec<Option<f64>>,
    offered: Option<f64>,
    failed: Option<f64>,
}

/// Takes runs as they come.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    arms: Vec<Arm>,
    /// The figures of all arms' headlines, each once.
    metrics: Vec<MetricView>,
    /// By replication, then by arm.
    runs: Vec<Vec<Option<Run>>>,
    /// By arm, chart of its lab and series of that.
    courses: Vec<Vec<Vec<Course>>>,
}

impl Tally {
    pub fn new(arms: Vec<Arm>, replications: usize) -> Self {
        let mut metrics: Vec<MetricView> = Vec::new();
        for metric in arms.iter().flat_map(|arm| &arm.spec.headline) {
            if metrics.iter().all(|known| known.path != metric.path) {
                metrics.push(metric.clone());
            }
        }
        let courses = |arm: &Arm| -> Vec<Vec<Course>> {
            let charts = arm.spec.charts.iter();
            charts
                .map(|chart| vec![Course::default(); chart.series.len()])
                .collect()
        };
        Self {
            runs: vec![vec![None; arms.len()]; replications],
            courses: arms.iter().map(courses).collect(),
            metrics,
            arms,
        }
    }

    /// Takes the run at `place` of [`super::plan::replicate`].
    pub fn take(&mut self, place: usize, outcome: &Outcome, charts: &[Vec<Series>]) {
        let (replication, arm) = (
            place / self.arms.len().max(1),
            place % self.arms.len().max(1),
        );
        if let Some(run) = self
            .runs
            .get_mut(replication)
            .and_then(|runs| runs.get_mut(arm))
        {
            let beside = |metric| figure(outcome, &failed_beside(metric)?);
            *run = Some(Run {
                values: figures(&self.metrics, outcome),
                beside: self.metrics.iter().map(beside).collect(),
                offered: figure(outcome, OFFERED),
                failed: figure(outcome, FAILED),
            });
        }
        let Some(courses) = self.courses.get_mut(arm) else {
            return;
        };
        for (courses, chart) in courses.iter_mut().zip(charts) {
            for (course, series) in courses.iter_mut().zip(chart) {
                course.add(series);
            }
        }
    }

    /// What it amounts to. Replications that not all arms have are left out: differences are of runs on the same arrivals.
    pub fn conclude(&self) -> Option<Compared> {
        let ran = |arm: usize| self.runs.iter().any(|runs| runs[arm].is_some());
        let whole: Vec<&Vec<_>> = (self.runs.iter())
            .filter(|runs| {
                let mut arms = runs.iter().enumerate();
                runs.iter().any(Option::is_some)
                    && arms.all(|(arm, run)| run.is_some() || !ran(arm))
            })
            .collect();
        if whole.is_empty() {
            return None;
        }
        let of_runs = |arm: usize, of: &dyn Fn(&Run) -> Option<f64>| -> Vec<Option<f64>> {
            let value = |runs: &&Vec<Option<Run>>| of(runs[arm].as_ref()?);
            whole.iter().map(value).collect()
        };
        let values = |arm: usize, metric: usize| of_runs(arm, &|run| run.values[metric]);
        // What another design cannot have is nothing to compare: a figure of a part that it does not consist of.
        let has = |arm: usize, place: usize| {
            let of_arm = |metric: &MetricView| metric.path == self.metrics[place].path;
            self.arms[arm].spec.headline.iter().any(of_arm)
                || values(arm, place).iter().any(Option::is_some)
        };
        let all = 0..self.arms.len();
        let common = (0..self.metrics.len())
            .filter(|&place| all.clone().all(|arm| has(arm, place) || !ran(arm)));
        let row = |metric: MetricView,
                   of: &dyn Fn(&Run) -> Option<f64>,
                   beside: &dyn Fn(&Run) -> Option<f64>| {
            let (first, failed) = (of_runs(0, of), of_runs(0, beside));
            let against = |arm| {
                let difference = Difference::of(&first, &of_runs(arm, of))?;
                Some(difference.of_answered(&failed, &of_runs(arm, beside)))
            };
            let spread = |arm| {
                let known = of_runs(arm, of).into_iter().flatten();
                Spread::of(&known.collect::<Vec<f64>>())
            };
            Row {
                metric,
                arms: all.clone().map(spread).collect(),
                against: (1..self.arms.len()).map(against).collect(),
            }
        };
        let mut rows: Vec<Row> = common
            .map(|place| {
                let metric = self.metrics[place].clone();
                row(metric, &|run| run.values[place], &|run| run.beside[place])
            })
            .collect();
        let left_out = self.metrics.len() - rows.len();
        // Whether requests are answered comes before all else, also where no figure of the labs tells.
        if !rows.iter().any(|row| row.metric.path.contains("requests.")) {
            let metric = MetricView {
                path: FAILED.to_owned(),
                label: say::error_ratio().into(),
                doc: "".into(),
                unit: Unit::Ratio,
                better: Some(Better::Lower),
            };
            let failed = row(metric, &|run| run.failed, &|_| None);
            let mut against = failed.against.iter().flatten();
            if against.any(Difference::is_clear) {
                rows.insert(0, failed);
            }
        }
        let offered = |arm: usize| of_runs(arm, &|run| run.offered);
        let first = offered(0);
        Some(Compared {
            replications: whole.len(),
            apart: (1..self.arms.len())
                .map(|arm| ran(arm) && offered(arm) != first)
                .collect(),
            left_out,
            rows,
            arms: self.arms.clone(),
            courses: self.courses.clone(),
        })
    }
}

/// One figure over the arms.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub metric: MetricView,
    pub arms: Vec<Option<Spread>>,
    /// Of the second arm and those after it from the first.
    pub against: Vec<Option<Difference>>,
}

/// A comparison that is over.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    pub arms: Vec<Arm>,
    pub replications: usize,
    pub rows: Vec<Row>,
    /// Figures that not all arms have.
    pub left_out: usize,
    /// Of the second arm and those after it: whether runs with the same seed were offered another number of requests.
    pub apart: Vec<bool>,
    pub courses: Vec<Vec<Vec<Course>>>,
}

impl Compared {
    /// What it shows of each arm against the first: a sentence, and the details.
    pub fn told(&self) -> Vec<(String, Vec<String>)> {
        let metrics: Vec<MetricView> = self.rows.iter().map(|row| row.metric.clone()).collect();
        let Some((first, others)) = self.arms.split_first() else {
            return Vec::new();
        };
        let told = others.iter().enumerate().map(|(place, arm)| {
            let differences: Vec<_> = self.rows.iter().map(|row| row.against[place]).collect();
            verdict::told(arm.letter, first.letter, &metrics, &differences)
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use headroom_sim::protocol::{LabSpec, Setup};
    use headroom_sim::scenario;
    use headroom_sim::session::{Progress, Session};

    use super::super::plan;
    use super::super::tests::{metric, spec};
    use super::*;

    fn arm(letter: char) -> Arm {
        let setup = Setup {
            scenario: Vec::new(),
            preset: None,
            set: Vec::new(),
            seed: 1,
            deeds: Vec::new(),
        };
        Arm {
            letter,
            words: String::new(),
            setup,
            duration_ns: 1,
            spec: Arc::new(spec()),
        }
    }

    fn outcome(x: f64) -> Outcome {
        Outcome {
            figures: vec![("x".to_owned(), x)],
            texts: Vec::new(),
            verdicts: Vec::new(),
            report_json: String::new(),
            deeds: Vec::new(),
            wall_ms: 0.0,
        }
    }

    #[test]
    fn what_was_cut_short_is_left_out_and_an_arm_that_never_ran_is_not_waited_for() {
        let mut tally = Tally::new(vec![arm('A'), arm('B'), arm('C')], 3);
        assert!(tally.conclude().is_none());
        // C fails always, and B of the last replication is cut off.
        for (place, x) in [(0, 1.0), (1, 3.0), (3, 2.0), (4, 5.0), (6, 100.0)] {
            tally.take(place, &outcome(x), &[]);
        }
        let compared = tally.conclude().unwrap();
        assert_eq!(compared.replications, 2);
        let row = &compared.rows[0];
        assert!((row.arms[0].unwrap().mean - 1.5).abs() < 1e-12);
        assert!((row.against[0].unwrap().spread.mean - 2.5).abs() < 1e-12);
        assert_eq!((row.arms[2], row.against[1]), (None, None));
        assert_eq!(compared.told().len(), 2);
    }

    #[test]
    fn of_two_designs_the_figures_are_compared_that_both_have() {
        let design = |letter, headline: &[&str]| Arm {
            spec: Arc::new(LabSpec {
                headline: headline.iter().map(|path| metric(path)).collect(),
                ..spec()
            }),
            ..arm(letter)
        };
        let arms = vec![design('A', &["x", "a"]), design('B', &["b", "y", "x"])];
        let mut tally = Tally::new(arms, 1);
        let told = |figures: &[(&str, f64)]| Outcome {
            figures: (figures.iter())
                .map(|(path, value)| ((*path).to_owned(), *value))
                .collect(),
            ..outcome(0.0)
        };
        // A measures y, too, though its lab does not show it.
        tally.take(
            0,
            &told(&[("x", 1.0), ("a", 1.0), ("y", 3.0), (OFFERED, 9.0)]),
            &[],
        );
        tally.take(
            1,
            &told(&[("x", 2.0), ("b", 1.0), ("y", 5.0), (OFFERED, 8.0)]),
            &[],
        );
        let compared = tally.conclude().unwrap();
        let paths: Vec<&str> = compared.rows.iter().map(|row| &*row.metric.path).collect();
        assert_eq!(paths, ["x", "y"]);
        assert_eq!(compared.left_out, 2);
        assert_eq!(compared.apart, [true]);
    }

    #[test]
    fn a_latency_is_held_against_the_share_of_the_same_requests_that_failed() {
        let of = |letter| Arm {
            spec: Arc::new(LabSpec {
                headline: ["windows.after.latency_ms.p99", "latency_ms.p99"]
                    .map(metric)
                    .into(),
                ..spec()
            }),
            ..arm(letter)
        };
        let mut tally = Tally::new(vec![of('A'), of('B')], 2);
        for place in 0..4 {
            let failed = if place % 2 == 0 { 0.75 } else { 0.01 };
            let figures = [
                ("windows.after.latency_ms.p99", 5.0 + place as f64),
                ("windows.after.requests.error_ratio", 0.0),
                ("latency_ms.p99", 5.0 + place as f64),
                (FAILED, failed),
            ];
            let figures = figures.map(|(path, value)| (path.to_owned(), value));
            let outcome = Outcome {
                figures: figures.into(),
                ..outcome(0.0)
            };
            tally.take(place, &outcome, &[]);
        }
        let compared = tally.conclude().unwrap();
        let rows = compared.rows.iter().map(|row| {
            let answered = row.against[0].unwrap().answered;
            (&*row.metric.path, answered)
        });
        // Nothing here tells how many failed, and so that is told besides.
        let told = [
            (FAILED, None),
            ("windows.after.latency_ms.p99", None),
            ("latency_ms.p99", Some((0.25, 0.99))),
        ];
        assert_eq!(rows.collect::<Vec<_>>(), told);
    }

    #[test]
    fn what_mends_a_retry_storm_is_better_though_who_was_given_up_is_answered_late() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/content/labs/retry-storm.toml");
        let scenario = scenario::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
        let spec = Arc::new(LabSpec::new("retry-storm", &scenario));
        let arms = [('A', "storm"), ('B', "budget")].map(|(letter, preset)| Arm {
            setup: spec.setup(Some(preset), spec.seed),
            spec: spec.clone(),
            ..arm(letter)
        });
        let setups = plan::replicate(&arms, 1, 3);
        let mut tally = Tally::new(arms.into(), 3);
        for (place, setup) in setups.iter().enumerate() {
            let mut session = Session::load(setup).unwrap();
            while session.advance(u64::MAX, &mut || false) == Progress::Running {}
            tally.take(place, &session.outcome(), &[]);
        }
        let (summary, details) = tally.conclude().unwrap().told().remove(0);
        assert!(summary.starts_with("B is better than A: "), "{summary}");
        let latency = details
            .iter()
            .find(|told| told.starts_with("Latency p99: higher in B"));
        let latency = latency.unwrap();
        assert!(
            latency.ends_with("answered in B: neither better nor worse."),
            "{latency}"
        );
    }

    #[test]
    fn runs_may_come_in_any_order() {
        let runs = [(0, 1.0), (1, 3.0), (2, 2.0), (3, 5.0), (4, 7.0), (5, 7.5)];
        let compared = |order: &mut dyn Iterator<Item = &(usize, f64)>| {
            let mut tally = Tally::new(vec![arm('A'), arm('B')], 3);
            for (place, x) in order {
                tally.take(*place, &outcome(*x), &[]);
            }
            tally.conclude().unwrap().rows
        };
        assert_eq!(compared(&mut runs.iter()), compared(&mut runs.iter().rev()));
    }
}
