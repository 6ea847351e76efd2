//! Challenges: a system, goals, what may be set, and a solution that shows that they can be met.

use headroom_sim::Report;
use headroom_sim::descriptor::{ParamKind, ParamValue, Text};
use headroom_sim::protocol::MetricView;
use headroom_sim::quantity;

use crate::model::{Goal, QuestionKind, Tune, hidden_seeds};

use super::super::attributes::Reader;
use super::super::figure;
use super::super::rule::Rule;
use super::super::runs::RunKey;
use super::super::source::Located;
use super::Renderer;

/// Runs that decide where nothing else is asked.
const RUNS: u8 = 5;

/// The attributes of a challenge.
pub(super) struct Stated<'a> {
    sim: &'a Located<String>,
    goals: &'a Located<String>,
    dials: &'a Located<String>,
    solution: &'a Located<String>,
    runs: Option<&'a Located<String>>,
}

impl<'a> Stated<'a> {
    pub fn read(reader: &mut Reader<'a, '_>) -> Option<Self> {
        let sim = reader.required("sim");
        let goals = reader.required("goals");
        let dials = reader.required("dials");
        let solution = reader.required("solution");
        let runs = reader.optional("runs");
        Some(Self {
            sim: sim?,
            goals: goals?,
            dials: dials?,
            solution: solution?,
            runs,
        })
    }
}

impl Renderer<'_, '_, '_> {
    pub(super) fn tune(&mut self, id: &str, stated: Stated) -> Option<QuestionKind> {
        let runs = match stated.runs {
            None => RUNS,
            Some(text) => match text.value.parse() {
                Ok(runs @ 1..=20) => runs,
                _ => return self.refuse(text, "`runs` is a number from 1 to 20"),
            },
        };
        let run = self.run(stated.sim)?;
        if run.preset.is_none() {
            return self.refuse(
                stated.sim,
                "a challenge is set in an experiment: `family/variant#preset`",
            );
        }
        let before = self.tuned(&run, &[], None, stated.sim)?;
        let mut goals = Vec::new();
        for text in stated.goals.value.split(';') {
            goals.push(self.goal(text.trim(), &before, stated.goals)?);
        }
        if goals.iter().all(|goal| goal.met(goal.before)) {
            return self.refuse(
                stated.goals,
                "the goals are met as it is: there is nothing to tune",
            );
        }
        let dials: Vec<&str> = stated.dials.value.split(',').map(str::trim).collect();
        let views = goals.iter().map(view).collect();
        let spec = match self.site.runs.tune_spec(&run.sim, &dials, views)? {
            Ok(spec) => spec,
            Err(unknown) => {
                let message = format!("the lab of `{}` has no dial `{unknown}`", run.sim);
                return self.refuse(stated.dials, message);
            }
        };
        let set = self.settings(&run, &dials, stated.solution)?;
        for seed in hidden_seeds(id, runs) {
            let report = self.tuned(&run, &set, Some(seed), stated.solution)?;
            let missed = goals
                .iter()
                .find(|goal| !(report.figure(&goal.metric)).is_some_and(|value| goal.met(value)));
            if let Some(goal) = missed {
                let value = report.figure(&goal.metric).unwrap_or(f64::NAN);
                let message = format!(
                    "the solution does not meet `{}`: {value} with the seed {seed}",
                    goal.metric
                );
                return self.refuse(stated.solution, message);
            }
        }
        Some(QuestionKind::Tune(Box::new(Tune {
            sim: run.sim,
            preset: run.preset.unwrap_or_default(),
            goals,
            runs,
            spec,
        })))
    }

    fn refuse<T>(&mut self, at: &Located<String>, message: impl Into<String>) -> Option<T> {
        self.report(Rule::WrongAttribute, &at.span, message);
        None
    }

    /// The report of a run with other settings.
    fn tuned(
        &mut self,
        run: &RunKey,
        set: &[(String, ParamValue)],
        seed: Option<u64>,
        at: &Located<String>,
    ) -> Option<Report> {
        match self.site.runs.with(run, set, seed)? {
            Ok(report) => Some(report),
            Err(error) => self.refuse(at, error.to_string()),
        }
    }

    /// `p99 of the first second: windows.return.latency_ms.p99 <= 40ms`.
    fn goal(&mut self, text: &str, before: &Report, at: &Located<String>) -> Option<Goal> {
        let form = "a goal is `what it is: path.in.the.report <= value`, or `>=`";
        let Some((label, rest)) = text.split_once(": ") else {
            return self.refuse(at, format!("`{text}` is no goal; {form}"));
        };
        let (metric, at_most, bound) = match (rest.split_once("<="), rest.split_once(">=")) {
            (Some((metric, bound)), None) => (metric.trim(), true, bound.trim()),
            (None, Some((metric, bound))) => (metric.trim(), false, bound.trim()),
            _ => return self.refuse(at, format!("`{text}` is no goal; {form}")),
        };
        let Some(before) = before.figure(metric) else {
            return self.refuse(at, format!("the report has no figure `{metric}`"));
        };
        let bound = match quantity::parse(bound, figure::base_unit(metric)) {
            Ok(bound) => bound,
            Err(error) => return self.refuse(at, format!("`{bound}`: {error}")),
        };
        let (scale, mut unit) = match figure::convert(1.0, metric, None) {
            Ok(converted) => converted,
            Err(message) => return self.refuse(at, message),
        };
        // Of the report's own rates, which need no declaration.
        if unit.is_empty() && metric.ends_with("_per_second") {
            unit.push_str("/s");
        }
        Some(Goal {
            metric: metric.to_owned(),
            label: label.trim().to_owned(),
            at_most,
            bound,
            before,
            unit,
            scale,
        })
    }

    /// `nodes.app.replicas=4, nodes.app.queue_limit=100`.
    fn settings(
        &mut self,
        run: &RunKey,
        dials: &[&str],
        at: &Located<String>,
    ) -> Option<Vec<(String, ParamValue)>> {
        let mut set = Vec::new();
        for text in at.value.split(',') {
            let Some((path, value)) = text.trim().split_once('=') else {
                return self.refuse(
                    at,
                    format!("`{}` is no setting; they are `path=value`", text.trim()),
                );
            };
            if !dials.contains(&path) {
                return self.refuse(at, format!("`{path}` is not among the dials"));
            }
            let kind = match self.site.runs.describe(&run.sim, path)? {
                Ok(descriptor) => &descriptor.kind,
                Err(error) => return self.refuse(at, error.to_string()),
            };
            let value = match *kind {
                ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. } => {
                    match quantity::parse(value, unit) {
                        Ok(number) => ParamValue::Number(number),
                        Err(error) => return self.refuse(at, format!("`{value}`: {error}")),
                    }
                }
                ParamKind::Flag { .. } => ParamValue::Flag(value == "true"),
                ParamKind::Choice { .. } | ParamKind::Shape { .. } => {
                    ParamValue::Choice(value.to_owned())
                }
            };
            set.push((path.to_owned(), value));
        }
        Some(set)
    }
}

/// A goal's figure, as the page shows figures.
fn view(goal: &Goal) -> MetricView {
    MetricView {
        path: goal.metric.clone(),
        label: Text::Owned(goal.label.clone()),
        doc: Text::Borrowed(""),
        unit: figure::base_unit(&goal.metric),
        better: None,
    }
}
