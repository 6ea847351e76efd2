//! A sweep: one run after the other, each arm at each value.

use super::Single;
use crate::descriptor::ParamValue;
use crate::protocol::{Foretold, NodeLive, Series};
use crate::report::{ArmResult, Report, build_sweep, foretell};
use crate::scenario::{Scenario, SetError, Sweep};

pub(super) struct SweepRun {
    base: Scenario,
    sweep: Sweep,
    /// Of the parameter, rising.
    values: Vec<f64>,
    seed: u64,
    results: Vec<ArmResult>,
    current: Option<Single>,
    /// What a formula says, by arm: nothing where there is none.
    theory: Vec<Series>,
    /// Runs that are over.
    done: u64,
    requests: u64,
    events: u64,
}

/// What a formula says of the figure that a sweep measures, for one of its arms. `base` is the scenario under its preset.
pub(super) fn foretold(base: &Scenario, sweep: &Sweep, arm: usize) -> Option<Foretold> {
    let mut scenario = base.clone();
    for (path, value) in &sweep.arms.get(arm)?.set {
        scenario.put(path, value).ok()?;
    }
    let values = sweep.values(&scenario);
    foretell(&scenario, &sweep.path, &values, &[&sweep.measure]).pop()
}

impl SweepRun {
    pub fn new(base: &Scenario, sweep: &Sweep, seed: u64) -> Result<Self, SetError> {
        let results = sweep
            .arms
            .iter()
            .map(|_| ArmResult {
                measured: Vec::new(),
                reports: Vec::new(),
            })
            .collect();
        let mut run = Self {
            base: base.clone(),
            sweep: sweep.clone(),
            values: sweep.values(base),
            seed,
            results,
            current: None,
            theory: Vec::new(),
            done: 0,
            requests: 0,
            events: 0,
        };
        // Every run must be possible before the first one starts.
        for index in 0..run.runs() {
            run.scenario(index)?;
        }
        run.theory = (0..sweep.arms.len())
            .map(|arm| foretold(base, sweep, arm).map_or_else(Series::default, |told| told.series))
            .collect();
        run.begin();
        Ok(run)
    }

    fn runs(&self) -> u64 {
        (self.sweep.arms.len() * self.values.len()) as u64
    }

    /// Run `index`: values rise in the outer order, so that all arms grow together.
    fn scenario(&self, index: u64) -> Result<Scenario, SetError> {
        let arms = self.sweep.arms.len();
        let arm = &self.sweep.arms[index as usize % arms];
        let value = ParamValue::Number(self.values[index as usize / arms]);
        let mut scenario = self.base.clone();
        for (path, value) in &arm.set {
            scenario.put(path, value)?;
        }
        scenario.set(&self.sweep.path, &value)?;
        scenario.checked()
    }

    fn begin(&mut self) {
        self.current = if self.done < self.runs() {
            self.scenario(self.done)
                .ok()
                .map(|s| Single::new(s, self.seed))
        } else {
            None
        };
    }

    /// Goes on; true when the last run is over.
    pub fn advance(&mut self, until_ns: u64, stop: &mut dyn FnMut() -> bool) -> bool {
        let each = self.base.run.duration_ns;
        while let Some(single) = &mut self.current {
            let start = self.done.saturating_mul(each);
            if until_ns <= start {
                break;
            }
            single.engine.advance(until_ns - start, u64::MAX, stop);
            if !single.engine.finished() {
                return false;
            }
            let report = single.report(None, self.seed, true);
            let arms = self.sweep.arms.len() as u64;
            self.requests += single.engine.tally.settled_ever();
            self.events += single.engine.events_handled;
            let result = &mut self.results[(self.done % arms) as usize];
            result.measured.push(report.figure(&self.sweep.measure));
            result.reports.push(report);
            self.done += 1;
            self.begin();
            if stop() {
                break;
            }
        }
        self.current.is_none()
    }

    pub fn now_ns(&self) -> u64 {
        let inside = self
            .current
            .as_ref()
            .map_or(0, |single| single.engine.core.now_ns);
        (self.done.saturating_mul(self.base.run.duration_ns))
            .saturating_add(inside)
            .min(self.duration_ns())
    }

    pub fn duration_ns(&self) -> u64 {
        self.runs().saturating_mul(self.base.run.duration_ns)
    }

    pub fn state(&self) -> (u64, u64, Vec<NodeLive>) {
        let Some(single) = &self.current else {
            return (
                self.requests,
                self.events,
                vec![NodeLive::default(); self.base.nodes.len()],
            );
        };
        let (requests, events, nodes) = single.state(&super::Plan::default());
        (self.requests + requests, self.events + events, nodes)
    }

    pub fn series(&self, arm: usize) -> Series {
        let Some(result) = self.results.get(arm) else {
            return Series::default();
        };
        let y = result
            .measured
            .iter()
            .map(|value| value.map_or(f32::NAN, |v| v as f32))
            .collect();
        Series {
            x: self.values[..result.measured.len()].to_vec(),
            y,
        }
    }

    pub fn theory(&self, arm: usize) -> Series {
        self.theory.get(arm).cloned().unwrap_or_default()
    }

    pub fn report(&self, preset: &str, seed: u64) -> Report {
        build_sweep(&self.base, preset, seed, &self.sweep, &self.results)
    }
}
