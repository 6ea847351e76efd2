//! A run that a caller drives in slices: load, advance, look, change, and the report at its end.

mod forecast;
#[cfg(feature = "files")]
mod lab;
#[cfg(feature = "files")]
mod layers;
mod plan;
mod sweep;

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use self::plan::{Plan, Source};
use self::sweep::SweepRun;
use crate::descriptor::ParamValue;
use crate::engine::Engine;
use crate::engine::tally::{Charted, Standing, source};
use crate::engine::trace::Tracer;
use crate::measure::sample::Reason;
use crate::protocol::{
    Along, Foretold, Frame, LatencyView, LinkLive, NodeLive, Outcome, Past, Series, Setup,
    Spreading, Wanted, Watched,
};
use crate::report::{self, Report};
use crate::scenario::{Fault, FaultGiven, Place, Preset, Scenario, SetError};
use crate::trace::{self, Trace};

/// Why a run cannot be loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    #[error("the scenario cannot be decoded; it was made by another version of the engine")]
    Decode,
    #[error(transparent)]
    Set(#[from] SetError),
}

/// Whether there is more to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    Running,
    Finished,
}

/// What somebody does to a run while it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deed {
    /// Another value for a live parameter.
    Set { path: String, value: ParamValue },
    /// Something goes wrong.
    Inject(FaultGiven),
}

/// A deed and when it was done: at what simulated time, after how many events. That is enough to do it again at exactly
/// the same point, so that the same bytes come out ([`Session::replay`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervention {
    pub at_ns: u64,
    pub event: u64,
    pub deed: Deed,
}

/// One run, or one sweep, of a scenario.
pub struct Session {
    plan: Plan,
    seed: u64,
    preset: Option<Preset>,
    /// What frames carry besides.
    wanted: Wanted,
    run: Run,
}

#[allow(clippy::large_enum_variant, reason = "there is one of it")]
enum Run {
    Single(Single),
    Sweep(SweepRun),
}

/// One scenario with its changes, and the engine that runs it.
pub(crate) struct Single {
    scenario: Scenario,
    engine: Engine,
    /// As it began, to make it again.
    initial: Scenario,
    /// Of a run that is made again: which requests it is for.
    picked: Vec<(u32, Vec<Reason>)>,
    /// What was done to it while it ran.
    interventions: Vec<Intervention>,
    /// What is still to be done to it, in order: of a run that is made again.
    ahead: VecDeque<Intervention>,
    /// How long requests take by a formula, and what it is of, as long as nothing is done to the run.
    response: Option<(String, report::Response)>,
}

impl Session {
    /// Takes what decides a run and stands at time zero.
    pub fn load(setup: &Setup) -> Result<Self, LoadError> {
        let scenario: Scenario =
            postcard::from_bytes(&setup.scenario).map_err(|_| LoadError::Decode)?;
        if !scenario.is_whole() {
            return Err(LoadError::Decode);
        }
        let preset = setup.preset.as_deref();
        let mut session = Self::new(&scenario, preset, &setup.set, Some(setup.seed))?;
        if !setup.deeds.is_empty() {
            session.plan_deeds(&setup.deeds)?;
        }
        Ok(session)
    }

    /// What will be done to the run, if all of it can be.
    fn plan_deeds(&mut self, deeds: &[Intervention]) -> Result<(), SetError> {
        let Run::Single(single) = &mut self.run else {
            return Err(SetError::new(
                "run",
                "nothing is done to a sweep while it runs",
            ));
        };
        let mut scenario = single.scenario.clone();
        for Intervention { deed, .. } in deeds {
            deed.change(&mut scenario)?;
        }
        single.ahead = deeds.to_vec().into();
        Ok(())
    }

    /// Stands at time zero of `scenario` under a preset and changes. Without a seed, the scenario's own.
    pub fn new(
        scenario: &Scenario,
        preset: Option<&str>,
        set: &[(String, ParamValue)],
        seed: Option<u64>,
    ) -> Result<Self, SetError> {
        // Charts come from the scenario as written, so that they are those of its lab whatever was changed.
        let plan = Plan::new(scenario);
        let (changed, preset) = scenario.apply(preset, set)?;
        let seed = seed.unwrap_or(changed.run.seed);
        let run = if let Some(sweep) = preset.as_ref().and_then(|preset| preset.sweep.as_ref()) {
            Run::Sweep(SweepRun::new(&changed, sweep, seed)?)
        } else {
            let windows = preset.as_ref().map_or(&[][..], |preset| &preset.windows);
            let engine = Engine::new(&changed, windows, seed, &plan.charted);
            Run::Single(Single::of(changed, engine))
        };
        Ok(Self {
            plan,
            seed,
            preset,
            wanted: Wanted::default(),
            run,
        })
    }

    /// Does again what was done to another run of the same scenario and seed, each at its own point. To be told at time zero.
    pub fn replay(&mut self, interventions: Vec<Intervention>) {
        if let Run::Single(single) = &mut self.run {
            single.ahead = interventions.into();
        }
    }

    /// The same run from its start, to trace the requests that are worth a look: the slowest, some that failed, and some
    /// by chance. It is advanced as far as this one is, and then has [`Session::traces`]. `None` of a sweep.
    pub fn tracing(&self) -> Option<Self> {
        let Run::Single(single) = &self.run else {
            return None;
        };
        let picked = single.engine.tally.samples.picked();
        let mut engine = Engine::new(&single.initial, &[], self.seed, &[]);
        engine.tracer = Some(Box::new(Tracer::of(&picked)));
        let mut again = Single::of(single.initial.clone(), engine);
        again.picked = picked;
        again.ahead = single.interventions.clone().into();
        Some(Self {
            plan: Plan::default(),
            seed: self.seed,
            preset: self.preset.clone(),
            wanted: Wanted::default(),
            run: Run::Single(again),
        })
    }

    /// What became of the requests that this run was made again for.
    pub fn traces(&self) -> Vec<Trace> {
        match &self.run {
            Run::Single(single) => trace::collect(&single.scenario, &single.engine, &single.picked),
            Run::Sweep(_) => Vec::new(),
        }
    }

    /// The same for other viewers ([`trace::otlp_json`]).
    pub fn otlp_json(&self, traces: &[Trace]) -> String {
        match &self.run {
            Run::Single(single) => trace::otlp_json(&single.scenario, self.seed, traces),
            Run::Sweep(_) => String::new(),
        }
    }

    /// What was done to the run so far.
    pub fn interventions(&self) -> &[Intervention] {
        match &self.run {
            Run::Single(single) => &single.interventions,
            Run::Sweep(_) => &[],
        }
    }

    /// Goes on to `until_ns` of simulated time, or until `stop` says so; it is asked about every two thousand events.
    pub fn advance(&mut self, until_ns: u64, stop: &mut dyn FnMut() -> bool) -> Progress {
        let finished = match &mut self.run {
            Run::Single(single) => {
                single.advance(until_ns, stop);
                single.engine.finished()
            }
            Run::Sweep(sweep) => sweep.advance(until_ns, stop),
        };
        if finished {
            Progress::Finished
        } else {
            Progress::Running
        }
    }

    /// Simulated time; of a sweep, over all its runs.
    pub fn now_ns(&self) -> u64 {
        match &self.run {
            Run::Single(single) => single.engine.core.now_ns,
            Run::Sweep(sweep) => sweep.now_ns(),
        }
    }

    /// How long it will be.
    pub fn duration_ns(&self) -> u64 {
        match &self.run {
            Run::Single(single) => single.engine.end_ns,
            Run::Sweep(sweep) => sweep.duration_ns(),
        }
    }

    /// Changes a live parameter now; the run keeps record of it.
    pub fn set(&mut self, path: &str, value: &ParamValue) -> Result<(), SetError> {
        self.act(&Deed::Set {
            path: path.to_owned(),
            value: value.clone(),
        })
    }

    /// Lets something go wrong, now or at a later time; the run keeps record of it.
    pub fn inject(&mut self, fault: &FaultGiven) -> Result<(), SetError> {
        self.act(&Deed::Inject(fault.clone()))
    }

    fn act(&mut self, deed: &Deed) -> Result<(), SetError> {
        match &mut self.run {
            Run::Single(single) => single.act(deed),
            Run::Sweep(_) => Err(SetError::new(
                "run",
                "a sweep is not changed while it runs; reset it",
            )),
        }
    }

    /// Lets frames carry this besides.
    pub fn watch(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// How things stood at a time of the run; `None` of a sweep, and where nothing was kept.
    pub fn past(&self, at_ns: u64) -> Option<Past> {
        let Run::Single(single) = &self.run else {
            return None;
        };
        let timeline = &single.engine.tally.timeline;
        let bucket = timeline.bucket_of(at_ns)?;
        let nodes = 0..single.engine.nodes.len();
        Some(Past {
            at_ns: timeline.width_ns * (bucket as u64 + 1),
            nodes: nodes
                .map(|node| single.stood(&self.plan, node, bucket))
                .collect::<Option<_>>()?,
            links: single.links(&self.plan, Some(bucket)),
        })
    }

    /// The state as it is, for drawing.
    pub fn frame(&self, run: u32) -> Frame {
        self.framed(run, true)
    }

    /// The same without what is wanted of where time went: of a thousand nodes it is dear.
    pub fn light_frame(&self, run: u32) -> Frame {
        self.framed(run, false)
    }

    fn framed(&self, run: u32, whole: bool) -> Frame {
        let ((requests, events, nodes), links, watched) = match &self.run {
            Run::Single(single) => {
                let last = single.engine.tally.timeline.len().checked_sub(1);
                let links = single.links(&self.plan, last);
                (single.state(&self.plan), links, Some(single))
            }
            Run::Sweep(sweep) => (sweep.state(), Vec::new(), None),
        };
        let report = self.report_of(false);
        let watched = Watched {
            number: self.wanted.number,
            series: (self.wanted.series.iter())
                .map(|path| {
                    let single = watched?;
                    let source = self.plan.series_of(&single.scenario, path)?;
                    Some(single.series(&source))
                })
                .map(Option::unwrap_or_default)
                .collect(),
            figures: (self.wanted.figures.iter())
                .map(|path| report.figure(path))
                .collect(),
            latency: watched.filter(|_| self.wanted.latency).map(Single::latency),
            breakdown: (watched.filter(|_| whole && self.wanted.breakdown))
                .map(|single| report::breakdown(&single.scenario, &single.engine)),
        };
        Frame {
            run,
            now_ns: self.now_ns(),
            duration_ns: self.duration_ns(),
            requests,
            events,
            nodes,
            charts: self.charts(),
            headline: self
                .plan
                .headline
                .iter()
                .map(|view| report.figure(&view.path))
                .collect(),
            links,
            watched,
        }
    }

    /// What there is to draw in each chart of the lab, in their order.
    pub fn charts(&self) -> Vec<Vec<Series>> {
        let preset = self
            .preset
            .as_ref()
            .map_or("", |preset| preset.name.as_str());
        let chart = |sources: &[Source]| {
            sources
                .iter()
                .map(|source| match (source, &self.run) {
                    (Source::Arm { preset: of, arm }, Run::Sweep(sweep)) if of == preset => {
                        sweep.series(*arm)
                    }
                    (Source::Theory { preset: of, arm }, Run::Sweep(sweep)) if of == preset => {
                        sweep.theory(*arm)
                    }
                    (Source::Arm { .. } | Source::Theory { .. }, _) | (_, Run::Sweep(_)) => {
                        Series::default()
                    }
                    (source, Run::Single(single)) => single.series(source),
                })
                .collect()
        };
        self.plan
            .charts
            .iter()
            .map(|(_, sources)| chart(sources))
            .collect()
    }

    /// The report as things stand: at the end, the report of the run.
    pub fn report(&self) -> Report {
        self.report_of(true)
    }

    fn report_of(&self, whole: bool) -> Report {
        let preset = self.preset.as_ref().map(|preset| preset.name.as_str());
        match &self.run {
            Run::Single(single) => single.report(preset, self.seed, whole),
            Run::Sweep(sweep) => sweep.report(preset.unwrap_or_default(), self.seed),
        }
    }

    /// What formulas say of the headline's figures of runs like this one, but for the setting `along` which there are these values.
    /// Nothing where something is done to the run.
    pub fn foretold(&self, along: &Along) -> Vec<Foretold> {
        match &self.run {
            Run::Single(single) if single.is_undisturbed() => {
                let figures = self.plan.headline.iter();
                let figures: Vec<&str> = figures.map(|view| view.path.as_str()).collect();
                report::foretell(&single.initial, &along.path, &along.values, &figures)
            }
            _ => Vec::new(),
        }
    }

    /// How the run ended, for people; `wall_ms` is the caller's to fill.
    pub fn outcome(&self) -> Outcome {
        let report = self.report();
        Outcome {
            figures: report.figures(),
            texts: report.texts(),
            verdicts: report.verdicts().to_vec(),
            report_json: report.to_json(),
            deeds: self.interventions().to_vec(),
            wall_ms: 0.0,
        }
    }
}

impl Single {
    pub(crate) fn new(scenario: Scenario, seed: u64) -> Self {
        let engine = Engine::new(&scenario, &[], seed, &[]);
        Self::of(scenario, engine)
    }

    fn of(scenario: Scenario, engine: Engine) -> Self {
        Self {
            initial: scenario.clone(),
            picked: Vec::new(),
            response: report::response(&scenario),
            scenario,
            engine,
            interventions: Vec::new(),
            ahead: VecDeque::new(),
        }
    }

    fn advance(&mut self, until_ns: u64, stop: &mut dyn FnMut() -> bool) {
        while let Some(next) = self.ahead.front() {
            let (at_ns, event) = (next.at_ns.min(until_ns), next.event);
            self.engine.advance(until_ns, event, stop);
            if self.engine.events_handled < event {
                return;
            }
            self.engine.advance(at_ns, u64::MAX, stop);
            if self.engine.core.now_ns < next.at_ns {
                return;
            }
            // It could be done then, and the run is the same: it can be done now.
            if let Some(next) = self.ahead.pop_front()
                && self.act(&next.deed).is_err()
            {
                return;
            }
        }
        self.engine.advance(until_ns, u64::MAX, stop);
    }

    fn act(&mut self, deed: &Deed) -> Result<(), SetError> {
        let mut changed = self.scenario.clone();
        match deed.change(&mut changed)? {
            Change::Parameter(place) => {
                self.scenario = changed;
                self.engine.configure(&self.scenario, place);
            }
            Change::Fault(fault) => self.engine.add_fault(&self.scenario, &fault),
        }
        self.interventions.push(Intervention {
            at_ns: self.engine.core.now_ns,
            event: self.engine.events_handled,
            deed: deed.clone(),
        });
        Ok(())
    }

    fn report(&self, preset: Option<&str>, seed: u64, whole: bool) -> Report {
        let heading = report::Heading {
            preset,
            seed,
            interventions: &self.interventions,
        };
        report::build(&self.scenario, &self.engine, &heading, whole)
    }

    fn state(&self, plan: &Plan) -> (u64, u64, Vec<NodeLive>) {
        let engine = &self.engine;
        let timeline = &engine.tally.timeline;
        let nodes = engine.nodes.iter().enumerate().map(|(i, node)| {
            let pulse = node.body.pulse(&node.me);
            // Over the last whole bucket where it is charted, else as it is now.
            let busy = match (plan.busy(&self.scenario, i), timeline.len().checked_sub(1)) {
                (Some(charted), Some(last)) => {
                    timeline.grown(charted, last) / timeline.width_ns as f64
                }
                _ => f64::from(pulse.in_flight),
            };
            NodeLive {
                utilisation: pulse.capacity.and_then(|capacity| share(busy, capacity)),
                in_flight: pulse.in_flight,
                waiting: pulse.waiting,
                instances: pulse.instances,
            }
        });
        let tally = &engine.tally;
        (tally.settled_ever(), engine.events_handled, nodes.collect())
    }

    /// How a node stood at the end of a bucket, if that was kept.
    fn stood(&self, plan: &Plan, node: usize, bucket: usize) -> Option<NodeLive> {
        let timeline = &self.engine.tally.timeline;
        let standing = |of| {
            let node = node as u32;
            let place = plan.place(Charted::Pulse { node, of })?;
            Some(timeline.at(place, bucket))
        };
        let busy = match plan.busy(&self.scenario, node) {
            Some(charted) => timeline.grown(charted, bucket) / timeline.width_ns as f64,
            None => standing(Standing::InFlight)?,
        };
        Some(NodeLive {
            utilisation: share(busy, standing(Standing::Capacity)?),
            in_flight: standing(Standing::InFlight)? as u32,
            waiting: standing(Standing::Waiting)? as u32,
            instances: standing(Standing::Instances)? as u32,
        })
    }

    /// What went along the links in a bucket; nothing before there is one, and where nothing was kept.
    fn links(&self, plan: &Plan, bucket: Option<usize>) -> Vec<LinkLive> {
        let timeline = &self.engine.tally.timeline;
        let live = |link: u32| {
            let grown = |charted| Some(timeline.grown(plan.place(charted)?, bucket?));
            let attempts = grown(Charted::Attempts(link))?;
            let failures = grown(Charted::Failures(link))?;
            Some(LinkLive {
                per_second: (attempts / (timeline.width_ns as f64 / 1e9)) as f32,
                // Those that failed may have begun in an earlier bucket.
                failed: share(failures, attempts.max(failures)).unwrap_or(0.0),
            })
        };
        (0..self.engine.links.len() as u32)
            .map(|link| live(link).unwrap_or_default())
            .collect()
    }

    /// Whether nothing was done to it, and nothing will be.
    fn is_undisturbed(&self) -> bool {
        self.interventions.is_empty() && self.ahead.is_empty()
    }

    fn latency(&self) -> LatencyView {
        /// Parts of a power of two: what the eye tells apart in a curve, and in a heatmap.
        const FINE: u32 = 5;
        const COARSE: u32 = 3;
        let tally = &self.engine.tally;
        let timeline = &tally.timeline;
        let all = tally.all.latency.cells(FINE);
        let foretold = self.response.as_ref().filter(|_| self.is_undisturbed());
        let foretold = foretold.map(|(law, response)| {
            let ends = (all.first + 1..).take(all.counts.len());
            let share = |end| response.at_most(all.edge_ns(end) as f64 / 1e9) as f32;
            Spreading {
                law: law.clone(),
                at_or_below: ends.map(share).collect(),
            }
        });
        LatencyView {
            foretold,
            all,
            width_ns: timeline.width_ns,
            over_time: (0..timeline.len())
                .map(|bucket| timeline.latencies(bucket).cells(COARSE))
                .collect(),
        }
    }

    fn series(&self, what: &Source) -> Series {
        let timeline = &self.engine.tally.timeline;
        let seconds = timeline.width_ns as f64 / 1e9;
        let y = |bucket: usize| -> f64 {
            match what {
                Source::Latency(q) => timeline
                    .quantile(bucket, *q)
                    .map_or(f64::NAN, |ns| ns / 1e6),
                Source::Rate(source) => timeline.grown(*source, bucket) / seconds,
                Source::Failures(causes) => {
                    let failed = causes.iter();
                    let failed = failed.map(|cause| timeline.grown(source::FAILED + cause, bucket));
                    failed.sum::<f64>() / seconds
                }
                Source::Level(source) => timeline.grown(*source, bucket) / timeline.width_ns as f64,
                Source::CostPerHour => timeline.grown(source::COST, bucket) / (seconds / 3600.0),
                Source::CostPerMillion => {
                    let done = timeline.grown(source::COMPLETED, bucket);
                    if done > 0.0 {
                        timeline.grown(source::COST, bucket) / done * 1e6
                    } else {
                        f64::NAN
                    }
                }
                Source::Arm { .. } | Source::Theory { .. } => f64::NAN,
            }
        };
        Series {
            x: (0..timeline.len())
                .map(|bucket| timeline.middle_ns(bucket))
                .collect(),
            y: (0..timeline.len()).map(|bucket| y(bucket) as f32).collect(),
        }
    }
}

/// A part of a whole, 0..1, if there is a whole.
fn share(part: f64, whole: f64) -> Option<f32> {
    (whole > 0.0).then(|| (part / whole).clamp(0.0, 1.0) as f32)
}

/// What a deed does to a scenario.
enum Change {
    Parameter(Place),
    Fault(Fault),
}

impl Deed {
    /// Makes the change of a parameter in `scenario`; says what the engine has to be told. An error leaves the scenario in
    /// an unknown state.
    fn change(&self, scenario: &mut Scenario) -> Result<Change, SetError> {
        match self {
            Self::Set { path, value } => {
                let place = scenario.locate(path)?;
                if !place.spec().live {
                    return Err(SetError::new(path, "takes effect at the next reset only"));
                }
                scenario.set(path, value)?;
                match scenario.problems().into_iter().next() {
                    Some(problem) => Err(problem.into()),
                    None => Ok(Change::Parameter(place)),
                }
            }
            Self::Inject(given) => Ok(Change::Fault(scenario.fault(given)?)),
        }
    }
}

/// Runs a scenario to its end: the whole of what the command line, the content compiler and tests need.
pub fn simulate(
    scenario: &Scenario,
    preset: Option<&str>,
    set: &[(String, ParamValue)],
    seed: Option<u64>,
) -> Result<Report, SetError> {
    let mut session = Session::new(scenario, preset, set, seed)?;
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    Ok(session.report())
}
