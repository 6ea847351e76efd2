//! What the runs of a comparison gave, from the first to the last, and what that amounts to.

use headroom_sim::protocol::{LabSpec, MetricView, Outcome, Series};
use headroom_sim::statistics::Spread;

use super::course::Course;
use super::plan::Arm;
use super::verdict::{self, Difference};

/// A run's values of the headline's figures; `None` where there was nothing to measure.
pub fn headline(spec: &LabSpec, outcome: &Outcome) -> Vec<Option<f64>> {
    figures(&spec.headline, outcome)
}

/// A run's values of some figures.
pub fn figures(metrics: &[MetricView], outcome: &Outcome) -> Vec<Option<f64>> {
    let value = |metric: &MetricView| {
        let mut figures = outcome.figures.iter();
        let (_, value) = figures.find(|(path, _)| *path == metric.path)?;
        value.is_finite().then_some(*value)
    };
    metrics.iter().map(value).collect()
}

/// Takes runs as they come.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    arms: Vec<Arm>,
    /// By replication, then by arm.
    runs: Vec<Vec<Option<Vec<Option<f64>>>>>,
    /// By arm, chart of the lab and series of it.
    courses: Vec<Vec<Vec<Course>>>,
}

impl Tally {
    pub fn new(spec: &LabSpec, arms: Vec<Arm>, replications: usize) -> Self {
        let charts = spec.charts.iter();
        let courses: Vec<Vec<Course>> = charts
            .map(|chart| vec![Course::default(); chart.series.len()])
            .collect();
        Self {
            runs: vec![vec![None; arms.len()]; replications],
            courses: vec![courses; arms.len()],
            arms,
        }
    }

    /// Takes the run at `place` of [`super::plan::replicate`].
    pub fn take(
        &mut self,
        spec: &LabSpec,
        place: usize,
        outcome: &Outcome,
        charts: &[Vec<Series>],
    ) {
        let (replication, arm) = (
            place / self.arms.len().max(1),
            place % self.arms.len().max(1),
        );
        if let Some(run) = self
            .runs
            .get_mut(replication)
            .and_then(|runs| runs.get_mut(arm))
        {
            *run = Some(headline(spec, outcome));
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
    pub fn conclude(&self, spec: &LabSpec) -> Option<Compared> {
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
        let values = |arm: usize, metric: usize| -> Vec<Option<f64>> {
            let value = |runs: &&Vec<Option<Vec<Option<f64>>>>| *runs[arm].as_ref()?.get(metric)?;
            whole.iter().map(value).collect()
        };
        let rows = spec.headline.iter().enumerate().map(|(place, metric)| {
            let first = values(0, place);
            Row {
                metric: metric.clone(),
                arms: (0..self.arms.len())
                    .map(|arm| {
                        let known: Vec<f64> = values(arm, place).into_iter().flatten().collect();
                        Spread::of(&known)
                    })
                    .collect(),
                against: (1..self.arms.len())
                    .map(|arm| Difference::of(&first, &values(arm, place)))
                    .collect(),
            }
        });
        Some(Compared {
            replications: whole.len(),
            rows: rows.collect(),
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
    use headroom_sim::descriptor::Unit;
    use headroom_sim::protocol::Setup;

    use super::*;

    fn spec() -> LabSpec {
        LabSpec {
            id: String::new(),
            title: String::new(),
            nodes: Vec::new(),
            links: Vec::new(),
            knobs: Vec::new(),
            presets: Vec::new(),
            charts: Vec::new(),
            beside: Vec::new(),
            headline: vec![MetricView {
                path: "x".to_owned(),
                label: "X".into(),
                doc: "".into(),
                unit: Unit::Count,
                better: None,
            }],
            kinds: Vec::new(),
            faults: Vec::new(),
            seed: 1,
            scenario: Vec::new(),
        }
    }

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
        let spec = spec();
        let mut tally = Tally::new(&spec, vec![arm('A'), arm('B'), arm('C')], 3);
        assert!(tally.conclude(&spec).is_none());
        // C fails always, and B of the last replication is cut off.
        for (place, x) in [(0, 1.0), (1, 3.0), (3, 2.0), (4, 5.0), (6, 100.0)] {
            tally.take(&spec, place, &outcome(x), &[]);
        }
        let compared = tally.conclude(&spec).unwrap();
        assert_eq!(compared.replications, 2);
        let row = &compared.rows[0];
        assert!((row.arms[0].unwrap().mean - 1.5).abs() < 1e-12);
        assert!((row.against[0].unwrap().spread.mean - 2.5).abs() < 1e-12);
        assert_eq!((row.arms[2], row.against[1]), (None, None));
        assert_eq!(compared.told().len(), 2);
    }

    #[test]
    fn runs_may_come_in_any_order() {
        let spec = spec();
        let runs = [(0, 1.0), (1, 3.0), (2, 2.0), (3, 5.0), (4, 7.0), (5, 7.5)];
        let compared = |order: &mut dyn Iterator<Item = &(usize, f64)>| {
            let mut tally = Tally::new(&spec, vec![arm('A'), arm('B')], 3);
            for (place, x) in order {
                tally.take(&spec, *place, &outcome(*x), &[]);
            }
            tally.conclude(&spec).unwrap().rows
        };
        assert_eq!(compared(&mut runs.iter()), compared(&mut runs.iter().rev()));
    }
}
