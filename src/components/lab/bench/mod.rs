//! The state of one lab: what the reader has set, what the engine was told, and what it has said.

mod run;
mod settings;

use std::sync::Arc;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{
    ChartSpec, Command, Frame, Knob, LabSpec, LinkLive, NodeLive, Outcome, Past, PresetView, Setup,
    Watched,
};
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::Intervention;
use headroom_sim::trace::Trace;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::choice::{Choice, base_value, dialled};
use super::history::History;
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

/// A run on show: what the next one takes the place of.
#[derive(Clone)]
struct OnShow {
    run: u32,
    phase: Phase,
    made: Option<Setup>,
    seed: u64,
    faults: Vec<FaultGiven>,
    values: Vec<ParamValue>,
    used: Vec<bool>,
    deeds: Vec<Intervention>,
    traces: Option<Traces>,
    verdicts: Vec<String>,
    outcome: Option<Arc<Outcome>>,
}

/// Takes commands to the engine.
type Link = Arc<dyn Fn(Command)>;

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
    /// The links that something has gone along in the run on show.
    used: RwSignal<Vec<bool>>,
    /// The same of the recorded run, and its preset.
    recorded: StoredValue<(usize, Vec<bool>)>,
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
    /// The run before the one that is loading, which stays on show if that is refused.
    before: StoredValue<Option<OnShow>>,
    /// Whether the run goes to its end as fast as it can, whatever its speed.
    to_end: StoredValue<bool>,
    /// Told when settings are taken all at once.
    pub taken: RwSignal<()>,
    /// A run to be made again exactly, and how things are set as long as it is that run.
    exact: StoredValue<Option<(Choice, Setup)>>,
    history: RwSignal<History>,
    wants: RwSignal<Wants>,
    /// Where commands go once there is an engine.
    link: StoredValue<Option<Link>, LocalStorage>,
}

impl Bench {
    /// A bench that shows `frame`, how the run of preset `preset` stood at its end, in which the links `unused` were not used.
    pub fn new(
        spec: Arc<LabSpec>,
        preset: &str,
        frame: Option<Frame>,
        unused: &[u32],
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
        let links = (0..).zip(&spec.links);
        let used: Vec<bool> = links.map(|(index, _)| !unused.contains(&index)).collect();
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
            used: RwSignal::new(used.clone()),
            recorded: StoredValue::new((preset, used)),
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
            before: StoredValue::new(None),
            to_end: StoredValue::new(false),
            taken: RwSignal::new(()),
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
