//! The state of one lab: what the reader has set, what the engine was told, and what it has said.

use std::sync::Arc;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{
    ChartSpec, Command, Event, Frame, Knob, LabSpec, LinkLive, NodeLive, Outcome, Past, PresetView,
    Setup, Wanted, Watched,
};
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};
use headroom_sim::trace::Trace;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::choice::{Choice, base_value, dialled};
use super::history::{History, Stroke};
use super::marks;
use super::speed::Speed;
use super::wants::Wants;
use crate::components::chart::{Live, Mark};

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// What is on show was drawn when the site was built.
    Still,
    /// The engine has been asked for a run and has not answered yet.
    Loading(Then),
    /// At time zero.
    Standing,
    Running,
    Paused,
    Finished,
    /// There is no run; [`Bench::notice`] says why.
    Broken,
}

/// What to do with a run once it is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Then {
    Stand,
    Go,
    Step,
}

/// What became of single requests of the run on show.
#[derive(Clone, Debug, PartialEq)]
pub enum Traces {
    /// The run is made again for them.
    Coming,
    Here {
        traces: Arc<Vec<Trace>>,
        /// The same in OpenTelemetry's form.
        otlp_json: Arc<str>,
    },
}

/// One tunable parameter on this bench.
#[derive(Clone)]
pub struct Dial {
    pub knob: Arc<Knob>,
    /// Its value in the preset on show.
    pub base: RwSignal<ParamValue>,
    /// What the reader has set.
    pub value: RwSignal<ParamValue>,
    /// What the run on show has.
    pub loaded: RwSignal<ParamValue>,
}

impl Dial {
    /// Whether the run on show does not have the value yet and will not before a reset.
    pub fn waits(&self) -> bool {
        self.value
            .with(|value| self.loaded.with(|loaded| value != loaded))
    }
}

/// Takes commands to the engine.
type Link = Arc<dyn Fn(Command)>;

/// A step is this part of the run.
const STEPS: u64 = 100;

/// All of a lab's state. Copied freely into closures.
#[derive(Clone, Copy)]
pub struct Bench {
    pub spec: StoredValue<Arc<LabSpec>>,
    pub dials: StoredValue<Vec<Dial>>,
    pub preset: RwSignal<usize>,
    pub seed: RwSignal<u64>,
    pub speed: RwSignal<Speed>,
    pub phase: RwSignal<Phase>,
    /// Something the reader should know: an error, a restart.
    pub notice: RwSignal<Option<String>>,
    /// Simulated time of the run and its length, nanoseconds.
    pub now_ns: RwSignal<u64>,
    pub duration_ns: RwSignal<u64>,
    pub requests: RwSignal<u64>,
    pub events: RwSignal<u64>,
    pub nodes: RwSignal<Vec<NodeLive>>,
    pub links: RwSignal<Vec<LinkLive>>,
    /// The moment that the reader looks back at, instead of the end.
    pub past: RwSignal<Option<Arc<Past>>>,
    /// Faults that will strike a run at their times.
    pub placed: RwSignal<Vec<FaultGiven>>,
    /// What was done to the run on show while it ran, in order; what was placed is part of it once the run is over.
    pub deeds: RwSignal<Vec<Intervention>>,
    pub traces: RwSignal<Option<Traces>>,
    pub headline: RwSignal<Vec<Option<f64>>>,
    pub verdicts: RwSignal<Vec<String>>,
    pub outcome: RwSignal<Option<Arc<Outcome>>>,
    /// One a chart, in the order of the spec.
    pub charts: StoredValue<Vec<RwSignal<Option<Live>>>>,
    run: StoredValue<u32>,
    /// Of the run on show.
    loaded_seed: RwSignal<u64>,
    loaded_faults: RwSignal<Vec<FaultGiven>>,
    /// What the run on show was made from; `None` of one that was made when the site was built.
    made: StoredValue<Option<Setup>>,
    /// A run to be made again exactly, and how things are set as long as it is that run.
    exact: StoredValue<Option<(Choice, Setup)>>,
    history: RwSignal<History>,
    wants: RwSignal<Wants>,
    /// Where commands go once there is an engine.
    link: StoredValue<Option<Link>, LocalStorage>,
}

impl Bench {
    /// A bench that shows `frame`, how the run of preset `preset` stood at its end.
    pub fn new(
        spec: Arc<LabSpec>,
        preset: &str,
        frame: Option<Frame>,
        verdicts: Vec<String>,
    ) -> Self {
        let preset = spec
            .presets
            .iter()
            .position(|known| known.name == preset)
            .unwrap_or(0);
        let dials: Vec<Dial> = dialled(&spec)
            .map(|knob| {
                let base = base_value(knob, spec.presets.get(preset));
                Dial {
                    knob: Arc::new(knob.clone()),
                    base: RwSignal::new(base.clone()),
                    value: RwSignal::new(base.clone()),
                    loaded: RwSignal::new(base),
                }
            })
            .collect();
        let duration = spec
            .presets
            .get(preset)
            .map_or(0, |preset| preset.duration_ns);
        let frame = frame.unwrap_or_else(|| blank(&spec, duration));
        Self {
            dials: StoredValue::new(dials),
            preset: RwSignal::new(preset),
            seed: RwSignal::new(spec.seed),
            speed: RwSignal::new(Speed::for_duration(duration)),
            phase: RwSignal::new(Phase::Still),
            notice: RwSignal::new(None),
            now_ns: RwSignal::new(frame.now_ns),
            duration_ns: RwSignal::new(frame.duration_ns),
            requests: RwSignal::new(frame.requests),
            events: RwSignal::new(frame.events),
            nodes: RwSignal::new(frame.nodes),
            links: RwSignal::new(frame.links),
            past: RwSignal::new(None),
            placed: RwSignal::default(),
            deeds: RwSignal::default(),
            traces: RwSignal::new(None),
            headline: RwSignal::new(frame.headline),
            verdicts: RwSignal::new(verdicts),
            outcome: RwSignal::new(None),
            charts: StoredValue::new(spec.charts.iter().map(|_| RwSignal::new(None)).collect()),
            run: StoredValue::new(0),
            loaded_seed: RwSignal::new(spec.seed),
            loaded_faults: RwSignal::default(),
            made: StoredValue::new(None),
            exact: StoredValue::new(None),
            history: RwSignal::default(),
            wants: RwSignal::default(),
            link: StoredValue::new_local(None),
            spec: StoredValue::new(spec),
        }
    }

    /// The chosen experiment.
    pub fn preset_view(self) -> Option<PresetView> {
        let index = self.preset.get();
        self.spec
            .with_value(|spec| spec.presets.get(index).cloned())
    }

    /// Gives the bench its engine.
    pub fn connect(self, link: impl Fn(Command) + 'static) {
        self.link.set_value(Some(Arc::new(link)));
    }

    fn send(self, command: Command) {
        if let Some(link) = self.link.get_value() {
            link(command);
        }
    }

    /// Whether settings differ from those of the run on show.
    pub fn waits(self) -> bool {
        self.seed.get() != self.loaded_seed.get()
            || self.dials.with_value(|dials| dials.iter().any(Dial::waits))
            || self.faults_wait()
    }

    /// Whether faults are placed that the run on show does not have, or the reverse.
    pub fn faults_wait(self) -> bool {
        self.placed
            .with(|placed| self.loaded_faults.with(|loaded| placed != loaded))
    }

    /// What happened in the run on show, and what will. It changes seldom, what is drawn with every frame.
    pub fn marks(self) -> Memo<Arc<Vec<Mark>>> {
        let duration = Memo::new(move |_| self.duration_ns.get());
        Memo::new(move |_| {
            let (preset, duration) = (self.preset_view(), duration.get());
            let (placed, deeds) = (self.loaded_faults.get(), self.deeds.get());
            let marks = self
                .spec
                .with_value(|spec| marks::of_run(spec, preset.as_ref(), &placed, &deeds, duration));
            Arc::new(marks)
        })
    }

    /// The faults that were placed for the run on show.
    pub fn loaded_faults(self) -> Vec<FaultGiven> {
        self.loaded_faults.get()
    }

    /// Whether the chosen experiment has anything to draw in a chart.
    pub fn draws(self, chart: &ChartSpec) -> bool {
        self.preset_view()
            .is_none_or(|preset| chart.belongs_to(&preset))
    }

    /// Whether the chosen experiment is many runs, in which nothing is done and of which there are no single requests.
    pub fn sweeps(self) -> bool {
        self.preset_view().is_some_and(|preset| preset.sweep)
    }

    /// Whether a run is under way, so that what changes can change it.
    fn under_way(self) -> bool {
        matches!(self.phase.get_untracked(), Phase::Running | Phase::Paused)
    }

    /// Runs from where the run stands; a run that is over or was made with other settings starts anew.
    pub fn run(self) {
        match self.phase.get_untracked() {
            Phase::Paused => self.go(),
            Phase::Standing if !untrack(|| self.waits()) => self.go(),
            Phase::Running | Phase::Loading(Then::Go) => {}
            _ => self.load(Then::Go),
        }
    }

    /// Goes on by a hundredth of the run, and pauses.
    pub fn step(self) {
        match self.phase.get_untracked() {
            Phase::Running => self.pause(),
            Phase::Paused => self.step_on(),
            Phase::Standing if !untrack(|| self.waits()) => self.step_on(),
            Phase::Loading(Then::Go | Then::Step) => {}
            _ => self.load(Then::Step),
        }
    }

    fn step_on(self) {
        self.phase.set(Phase::Paused);
        self.past.set(None);
        self.send(Command::Step {
            run: self.run.get_value(),
            by_ns: (self.duration_ns.get_untracked() / STEPS).max(1),
        });
    }

    /// Shows how things stood at a time of the run on show, in place of how they stand.
    pub fn look(self, at_ns: u64) {
        self.send(Command::Look {
            run: self.run.get_value(),
            at_ns,
        });
    }

    /// Shows how things stand again.
    pub fn look_away(self) {
        self.past.set(None);
    }

    /// How the nodes stand, or stood at the moment the reader looks back at.
    pub fn nodes_seen(self) -> Vec<NodeLive> {
        let past = self.past.with(|past| Some(past.as_ref()?.nodes.clone()));
        past.unwrap_or_else(|| self.nodes.get())
    }

    /// The same of the links.
    pub fn links_seen(self) -> Vec<LinkLive> {
        let past = self.past.with(|past| Some(past.as_ref()?.links.clone()));
        past.unwrap_or_else(|| self.links.get())
    }

    /// Asks what became of single requests of the run on show.
    pub fn trace(self) {
        self.traces.set(Some(Traces::Coming));
        self.send(Command::Trace {
            run: self.run.get_value(),
        });
    }

    /// Lets frames carry `wanted` besides, until the owner of this call ends. Gives what they carry, in its order; `None` before
    /// there is any.
    pub fn want(
        self,
        wanted: impl Fn() -> Wanted + Send + Sync + 'static,
    ) -> Signal<Option<Watched>> {
        let number = self.wants.try_update(Wants::enter).unwrap_or_default();
        on_cleanup(move || {
            self.wants.try_update(|wants| wants.leave(number));
            self.watch();
        });
        Effect::new(move |_| {
            let wanted = wanted();
            let new = self
                .wants
                .try_update_untracked(|wants| wants.change(number, wanted));
            if new == Some(true) {
                self.watch();
            }
        });
        Signal::derive(move || self.wants.with(|wants| wants.answer(number)))
    }

    /// Tells the engine what frames have to carry.
    fn watch(self) {
        let wanted = self.wants.try_update_untracked(Wants::ask);
        // The lab may be gone, or show a run that no engine has.
        let made = self.made.try_with_value(Option::is_some);
        if let (Some(wanted), Some(true)) = (wanted, made) {
            self.send(Command::Watch {
                run: self.run.get_value(),
                wanted,
            });
        }
    }

    /// Runs to the end as fast as it goes.
    pub fn run_to_end(self) {
        self.speed.set(Speed::FlatOut);
        if self.phase.get_untracked() == Phase::Running {
            self.go();
        } else {
            self.run();
        }
    }

    pub fn pause(self) {
        if self.phase.get_untracked() == Phase::Running {
            self.phase.set(Phase::Paused);
            self.send(Command::Pause {
                run: self.run.get_value(),
            });
        }
    }

    /// Back to time zero, with the settings as they are.
    pub fn reset(self) {
        self.load(Then::Stand);
    }

    pub fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        if self.phase.get_untracked() == Phase::Running {
            self.go();
        }
    }

    /// Opens another experiment, with its own values.
    pub fn choose_preset(self, index: usize) {
        if self.preset_at(index).is_none() {
            return;
        }
        self.before(Stroke::Preset);
        let seed = self.seed.get_untracked();
        let choice = (self.spec).with_value(|spec| Choice::as_written(spec, index, seed));
        self.take(&choice);
    }

    /// Whether anything is set otherwise than the experiment has it.
    pub fn differs(self) -> bool {
        let changed = |dial: &Dial| {
            dial.value
                .with(|value| dial.base.with(|base| value != base))
        };
        self.seed.get() != self.spec.with_value(|spec| spec.seed)
            || self.placed.with(|placed| !placed.is_empty())
            || self.dials.with_value(|dials| dials.iter().any(changed))
    }

    /// All settings as the experiment has them, and no fault but its own.
    pub fn as_written(self) {
        self.before(Stroke::Preset);
        let preset = self.preset.get_untracked();
        let choice = (self.spec).with_value(|spec| Choice::as_written(spec, preset, spec.seed));
        self.take(&choice);
    }

    /// Takes a new value of a parameter; a run under way gets it at once if the parameter can change while running.
    pub fn set(self, dial: &Dial, value: ParamValue) {
        if dial.value.with_untracked(|old| *old != value) {
            self.before(Stroke::Dial(dial.knob.path.clone()));
            self.turn(dial, value);
        }
    }

    pub fn set_seed(self, seed: u64) {
        if self.seed.get_untracked() != seed {
            self.before(Stroke::Seed);
            self.seed.set(seed);
        }
    }

    /// A slider is let go: what it does next is undone by itself.
    pub fn settle(self) {
        self.history.update(History::settle);
    }

    /// Lets something go wrong now, in the run under way.
    pub fn inject(self, fault: FaultGiven) {
        if self.under_way() {
            self.done(Deed::Inject(fault.clone()));
            self.send(Command::Inject {
                run: self.run.get_value(),
                fault,
            });
        }
    }

    /// Changes what is placed on the timeline. A run under way gets what is added ahead of it; for the rest it takes a new one.
    pub fn place(self, placed: Vec<FaultGiven>) {
        if self.placed.with_untracked(|old| *old == placed) {
            return;
        }
        self.before(Stroke::Faults);
        self.take_faults(placed);
    }

    fn take_faults(self, placed: Vec<FaultGiven>) {
        if self.under_way() {
            let now = self.now_ns.get_untracked();
            let mut loaded = self.loaded_faults.get_untracked();
            // What is moved is not added: the run has it where it was.
            let adds = loaded.iter().all(|fault| placed.contains(fault));
            for fault in &placed {
                if adds && !loaded.contains(fault) && fault.at_ns.is_some_and(|at| at > now) {
                    loaded.push(fault.clone());
                    self.send(Command::Inject {
                        run: self.run.get_value(),
                        fault: fault.clone(),
                    });
                }
            }
            // What is as it was placed is in the order in which it was placed.
            if placed.len() == loaded.len() && placed.iter().all(|fault| loaded.contains(fault)) {
                loaded.clone_from(&placed);
            }
            self.loaded_faults.set(loaded);
        }
        self.placed.set(placed);
    }

    fn preset_at(self, index: usize) -> Option<PresetView> {
        self.spec
            .with_value(|spec| spec.presets.get(index).cloned())
    }

    fn turn(self, dial: &Dial, value: ParamValue) {
        if dial.value.with_untracked(|old| *old == value) {
            return;
        }
        dial.value.set(value.clone());
        if dial.knob.live && self.under_way() {
            dial.loaded.set(value.clone());
            let path = dial.knob.path.clone();
            self.done(Deed::Set {
                path: path.clone(),
                value: value.clone(),
            });
            self.send(Command::Set {
                run: self.run.get_value(),
                path,
                value,
            });
        }
    }

    /// Notes what was done to the run. The engine knows the exact moment and tells it at the end.
    fn done(self, deed: Deed) {
        let at_ns = self.now_ns.get_untracked();
        let event = self.events.get_untracked();
        let made = Intervention { at_ns, event, deed };
        self.deeds.update(|deeds| deeds.push(made));
    }

    /// How things are set.
    pub fn choice(self) -> Choice {
        let value = |dial: &Dial| dial.value.get_untracked();
        Choice {
            preset: self.preset.get_untracked(),
            values: self
                .dials
                .with_value(|dials| dials.iter().map(value).collect()),
            seed: self.seed.get_untracked(),
            placed: self.placed.get_untracked(),
        }
    }

    /// Tracks all that [`Self::choice`] and [`Self::setup`] are made from.
    pub fn track(self) {
        self.preset.track();
        self.seed.track();
        self.placed.track();
        self.dials.with_value(|dials| {
            for dial in dials {
                dial.value.track();
            }
        });
    }

    /// To be told before something is chosen: how it was can be had back.
    fn before(self, stroke: Stroke) {
        let choice = self.choice();
        self.history.update(|history| history.note(stroke, choice));
    }

    pub fn can_undo(self) -> bool {
        self.history.with(History::can_undo)
    }

    pub fn can_redo(self) -> bool {
        self.history.with(History::can_redo)
    }

    pub fn undo(self) {
        let now = self.choice();
        if let Some(choice) = self
            .history
            .try_update(|history| history.undo(now))
            .flatten()
        {
            self.take(&choice);
        }
    }

    pub fn redo(self) {
        let now = self.choice();
        if let Some(choice) = self
            .history
            .try_update(|history| history.redo(now))
            .flatten()
        {
            self.take(&choice);
        }
    }

    fn take(self, choice: &Choice) {
        let other = choice.preset != self.preset.get_untracked();
        if other && let Some(preset) = self.preset_at(choice.preset) {
            self.preset.set(choice.preset);
            self.speed.set(Speed::for_duration(preset.duration_ns));
            self.dials.with_value(|dials| {
                for dial in dials {
                    dial.base.set(base_value(&dial.knob, Some(&preset)));
                }
            });
            // The run of another experiment is not changed by what this one has.
            self.phase.set(Phase::Loading(Then::Stand));
        }
        self.seed.set(choice.seed);
        self.dials.with_value(|dials| {
            for (dial, value) in dials.iter().zip(&choice.values) {
                self.turn(dial, value.clone());
            }
        });
        self.take_faults(choice.placed.clone());
        if other {
            self.load(Then::Stand);
        }
    }

    /// Opens what another lab of the same scenario was set to, or was seen to run: a link, a comparison, a better setting. What
    /// the bench has no dial for is an error, in words.
    pub fn open(self, setup: &Setup) -> Result<(), String> {
        let choice = self.choice_of(setup)?;
        self.before(Stroke::Open);
        self.exact.set_value(None);
        self.take(&choice);
        Ok(())
    }

    /// Opens a run that was made elsewhere, to be made again exactly, with all that was done to it while it ran. It stays that
    /// run, however often it is started, until the reader chooses something else.
    pub fn rerun(self, setup: Setup) -> Result<(), String> {
        let choice = self.choice_of(&setup)?;
        self.before(Stroke::Open);
        self.exact.set_value(Some((choice.clone(), setup)));
        // What is under way is not changed by what comes in its place.
        self.phase.set(Phase::Loading(Then::Stand));
        self.take(&choice);
        self.load(Then::Stand);
        Ok(())
    }

    /// How things are set in a setup.
    fn choice_of(self, setup: &Setup) -> Result<Choice, String> {
        self.spec.with_value(|spec| Choice::of(setup, spec))
    }

    /// What a run would be made from, as things are set.
    pub fn setup(self) -> Setup {
        let choice = self.choice();
        self.spec.with_value(|spec| choice.setup(spec))
    }

    /// What makes the run on show again, with all that was done to it; exact once it is over. `None` of one that was made when
    /// the site was built.
    pub fn made(self) -> Option<Setup> {
        let setup = self.made.get_value()?;
        let over = self.outcome.with_untracked(Option::is_some);
        let deeds = self.deeds.get_untracked();
        Some(Setup {
            deeds: if over {
                deeds
            } else {
                setup.deeds.clone().into_iter().chain(deeds).collect()
            },
            ..setup
        })
    }

    fn go(self) {
        self.phase.set(Phase::Running);
        self.past.set(None);
        self.send(Command::Run {
            run: self.run.get_value(),
            speed: self.speed.get_untracked().factor(),
        });
    }

    fn load(self, then: Then) {
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        self.phase.set(Phase::Loading(then));
        self.notice.set(None);
        self.verdicts.set(Vec::new());
        self.outcome.set(None);
        self.past.set(None);
        self.traces.set(None);
        self.deeds.set(Vec::new());
        self.wants.update(Wants::forget);
        self.loaded_seed.set(self.seed.get_untracked());
        self.loaded_faults.set(self.placed.get_untracked());
        self.dials.with_value(|dials| {
            for dial in dials {
                dial.loaded.set(dial.value.get_untracked());
            }
        });
        let exact = self.exact.get_value();
        let exact = exact.filter(|(choice, _)| *choice == self.choice());
        let setup = exact.map_or_else(|| self.setup(), |(_, setup)| setup);
        self.made.set_value(Some(setup.clone()));
        self.send(Command::Load { run, setup });
        if self.wants.with_untracked(Wants::any) {
            self.watch();
        }
    }

    /// Takes what the engine says. What belongs to an earlier run is dropped.
    pub fn hear(self, event: Event) {
        let mine = |run| run == self.run.get_value();
        match event {
            Event::Frame(frame) if mine(frame.run) => {
                self.show(frame);
                match self.phase.get_untracked() {
                    Phase::Loading(Then::Go) => self.go(),
                    Phase::Loading(Then::Stand) => self.phase.set(Phase::Standing),
                    Phase::Loading(Then::Step) => self.step_on(),
                    _ => {}
                }
            }
            Event::Finished { run, outcome } if mine(run) => {
                self.verdicts.set(outcome.verdicts.clone());
                self.deeds.set(outcome.deeds.clone());
                self.outcome.set(Some(Arc::new(outcome)));
                self.phase.set(Phase::Finished);
            }
            Event::Failed { run, message } if mine(run) => {
                if matches!(self.phase.get_untracked(), Phase::Loading(_)) {
                    self.phase.set(Phase::Broken);
                }
                self.await_no_traces();
                self.notice.set(Some(message));
            }
            Event::Past { run, past } if mine(run) => self.past.set(Some(Arc::new(past))),
            Event::Traces {
                run,
                traces,
                otlp_json,
            } if mine(run) => self.traces.set(Some(Traces::Here {
                traces: Arc::new(traces),
                otlp_json: otlp_json.into(),
            })),
            // Readiness is the link's affair, and it has checked it.
            Event::Ready { .. }
            | Event::Frame(_)
            | Event::Finished { .. }
            | Event::Failed { .. }
            | Event::Past { .. }
            | Event::Traces { .. }
            | Event::Measured { .. } => {}
        }
    }

    /// The engine is gone and with it the run, if there was one.
    pub fn lose(self, why: String) {
        if !matches!(self.phase.get_untracked(), Phase::Still | Phase::Finished) {
            self.phase.set(Phase::Broken);
        }
        self.await_no_traces();
        self.notice.set(Some(why));
    }

    /// Traces that were asked for will not come.
    fn await_no_traces(self) {
        if self
            .traces
            .with_untracked(|traces| *traces == Some(Traces::Coming))
        {
            self.traces.set(None);
        }
    }

    fn show(self, frame: Frame) {
        self.now_ns.set(frame.now_ns);
        self.duration_ns.set(frame.duration_ns);
        self.requests.set(frame.requests);
        self.events.set(frame.events);
        self.nodes.set(frame.nodes);
        self.links.set(frame.links);
        self.headline.set(frame.headline);
        self.wants.update(|wants| wants.hear(frame.watched));
        self.charts.with_value(|charts| {
            for (chart, series) in charts.iter().zip(frame.charts) {
                chart.set(Some(Live {
                    series: Arc::new(series),
                    duration_ns: frame.duration_ns,
                    ..Live::default()
                }));
            }
        });
    }
}

/// A run before its start.
fn blank(spec: &LabSpec, duration_ns: u64) -> Frame {
    Frame {
        run: 0,
        now_ns: 0,
        duration_ns,
        requests: 0,
        events: 0,
        nodes: vec![NodeLive::default(); spec.nodes.len()],
        charts: vec![Vec::new(); spec.charts.len()],
        headline: vec![None; spec.headline.len()],
        links: vec![LinkLive::default(); spec.links.len()],
        watched: Watched::default(),
    }
}
