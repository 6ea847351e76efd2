//! What is set on a bench: by the reader, by a link, by going back to what was.

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{Command, PresetView, Setup};
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};
use leptos::prelude::*;

use super::super::choice::{Choice, base_value};
use super::super::history::{History, Stroke};
use super::super::speed::Speed;
use super::{Bench, Dial, Phase, Then};

impl Bench {
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
        self.taken.notify();
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
}
