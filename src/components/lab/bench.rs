//! The state of one lab: what the reader has set, what the engine was told, and what it has said.

use std::sync::Arc;

use headroom_sim::descriptor::{ParamKind, ParamValue};
use headroom_sim::protocol::{
    ChartSpec, Command, Event, Frame, Knob, LabSpec, LinkLive, NodeLive, Outcome, PresetView,
    Setup, Watched,
};
use leptos::prelude::*;

use super::speed::Speed;
use crate::components::chart::Live;

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// What is on show was drawn when the site was built.
    Still,
    /// The engine has been asked for a run and has not answered yet. `go` is whether to run at once.
    Loading {
        go: bool,
    },
    /// At time zero.
    Standing,
    Running,
    Paused,
    Finished,
    /// There is no run; [`Bench::notice`] says why.
    Broken,
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
    pub headline: RwSignal<Vec<Option<f64>>>,
    pub verdicts: RwSignal<Vec<String>>,
    pub outcome: RwSignal<Option<Arc<Outcome>>>,
    /// One a chart, in the order of the spec.
    pub charts: StoredValue<Vec<RwSignal<Option<Live>>>>,
    run: StoredValue<u32>,
    /// The seed of the run on show.
    loaded_seed: RwSignal<u64>,
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
        let dials: Vec<Dial> = spec
            .knobs
            .iter()
            // A course over time is set by presets and files; there is no dial for it.
            .filter(|knob| !matches!(knob.descriptor.kind, ParamKind::Shape { .. }))
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
            headline: RwSignal::new(frame.headline),
            verdicts: RwSignal::new(verdicts),
            outcome: RwSignal::new(None),
            charts: StoredValue::new(spec.charts.iter().map(|_| RwSignal::new(None)).collect()),
            run: StoredValue::new(0),
            loaded_seed: RwSignal::new(spec.seed),
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
    }

    /// Whether the chosen experiment has anything to draw in a chart.
    pub fn draws(self, chart: &ChartSpec) -> bool {
        self.preset_view()
            .is_none_or(|preset| chart.belongs_to(&preset))
    }

    /// Runs from where the run stands; a run that is over or was made with other settings starts anew.
    pub fn run(self) {
        match self.phase.get_untracked() {
            Phase::Paused => self.go(),
            Phase::Standing if !untrack(|| self.waits()) => self.go(),
            Phase::Running | Phase::Loading { go: true } => {}
            _ => self.load(true),
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
        self.load(false);
    }

    pub fn set_speed(self, speed: Speed) {
        self.speed.set(speed);
        if self.phase.get_untracked() == Phase::Running {
            self.go();
        }
    }

    /// Opens another experiment, with its own values.
    pub fn choose_preset(self, index: usize) {
        let spec = self.spec.get_value();
        let Some(preset) = spec.presets.get(index) else {
            return;
        };
        self.preset.set(index);
        self.speed.set(Speed::for_duration(preset.duration_ns));
        self.dials.with_value(|dials| {
            for dial in dials {
                let base = base_value(&dial.knob, Some(preset));
                dial.base.set(base.clone());
                dial.value.set(base);
            }
        });
        self.load(false);
    }

    /// Takes a new value of a parameter; a run under way gets it at once if the parameter can change while running.
    pub fn set(self, dial: &Dial, value: ParamValue) {
        if dial.value.with_untracked(|old| *old == value) {
            return;
        }
        dial.value.set(value.clone());
        if dial.knob.live && matches!(self.phase.get_untracked(), Phase::Running | Phase::Paused) {
            dial.loaded.set(value.clone());
            self.send(Command::Set {
                run: self.run.get_value(),
                path: dial.knob.path.clone(),
                value,
            });
        }
    }

    fn go(self) {
        self.phase.set(Phase::Running);
        self.send(Command::Run {
            run: self.run.get_value(),
            speed: self.speed.get_untracked().factor(),
        });
    }

    fn load(self, go: bool) {
        let spec = self.spec.get_value();
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        self.phase.set(Phase::Loading { go });
        self.notice.set(None);
        self.verdicts.set(Vec::new());
        self.outcome.set(None);
        self.loaded_seed.set(self.seed.get_untracked());
        let set = self.dials.with_value(|dials| {
            for dial in dials {
                dial.loaded.set(dial.value.get_untracked());
            }
            let changed = dials
                .iter()
                .filter(|dial| dial.value.get_untracked() != dial.base.get_untracked());
            changed
                .map(|dial| (dial.knob.path.clone(), dial.value.get_untracked()))
                .collect()
        });
        let preset = spec.presets.get(self.preset.get_untracked());
        let preset = preset.map(|preset| preset.name.as_str());
        self.send(Command::Load {
            run,
            setup: Setup {
                set,
                ..spec.setup(preset, self.seed.get_untracked())
            },
        });
    }

    /// Takes what the engine says. What belongs to an earlier run is dropped.
    pub fn hear(self, event: Event) {
        let mine = |run| run == self.run.get_value();
        match event {
            Event::Frame(frame) if mine(frame.run) => {
                self.show(frame);
                match self.phase.get_untracked() {
                    Phase::Loading { go: true } => self.go(),
                    Phase::Loading { go: false } => self.phase.set(Phase::Standing),
                    _ => {}
                }
            }
            Event::Finished { run, outcome } if mine(run) => {
                self.verdicts.set(outcome.verdicts.clone());
                self.outcome.set(Some(Arc::new(outcome)));
                self.phase.set(Phase::Finished);
            }
            Event::Failed { run, message } if mine(run) => {
                if matches!(self.phase.get_untracked(), Phase::Loading { .. }) {
                    self.phase.set(Phase::Broken);
                }
                self.notice.set(Some(message));
            }
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
        self.notice.set(Some(why));
    }

    fn show(self, frame: Frame) {
        self.now_ns.set(frame.now_ns);
        self.duration_ns.set(frame.duration_ns);
        self.requests.set(frame.requests);
        self.events.set(frame.events);
        self.nodes.set(frame.nodes);
        self.headline.set(frame.headline);
        self.charts.with_value(|charts| {
            for (chart, series) in charts.iter().zip(frame.charts) {
                chart.set(Some(Live {
                    series: Arc::new(series),
                    duration_ns: frame.duration_ns,
                }));
            }
        });
    }
}

/// The value of a parameter in a preset.
fn base_value(knob: &Knob, preset: Option<&PresetView>) -> ParamValue {
    preset
        .and_then(|preset| preset.set.iter().find(|(path, _)| *path == knob.path))
        .map_or_else(|| knob.value.clone(), |(_, value)| value.clone())
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
