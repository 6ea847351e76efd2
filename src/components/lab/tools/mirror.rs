//! A bench as the tools of its lab know it, in their own program.

use std::sync::Arc;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{Knob, LabSpec, Outcome, PresetView, Setup};
use headroom_sim::scenario::FaultGiven;
use leptos::prelude::*;

use super::{Followed, News, Stand, Wish};
use crate::components::lab::bench::{Phase, Traces};
use crate::components::lab::choice::{Choice, dialled};

/// One tunable parameter.
#[derive(Clone)]
pub struct Dial {
    pub knob: Arc<Knob>,
    /// What the reader has set.
    pub value: RwSignal<ParamValue>,
}

/// Takes wishes to the bench.
type Ask = Arc<dyn Fn(Wish)>;

/// Shows what the bench has told last. Copied freely into closures.
#[derive(Clone, Copy)]
pub struct Mirror {
    pub spec: StoredValue<Arc<LabSpec>>,
    pub dials: StoredValue<Vec<Dial>>,
    pub preset: RwSignal<usize>,
    pub seed: RwSignal<u64>,
    /// Faults that will strike a run at their times.
    pub placed: RwSignal<Vec<FaultGiven>>,
    pub phase: RwSignal<Phase>,
    /// The simulated time of a run that is paused or over, nanoseconds.
    pub rests_at: RwSignal<Option<u64>>,
    pub outcome: RwSignal<Option<Arc<Outcome>>>,
    pub traces: RwSignal<Option<Traces>>,
    waits: RwSignal<bool>,
    ask: StoredValue<Ask, LocalStorage>,
}

impl Mirror {
    /// A mirror of a bench that stands like this. What tools want of it goes to `ask`.
    pub fn new(spec: Arc<LabSpec>, stand: Stand, ask: impl Fn(Wish) + 'static) -> Self {
        let Stand {
            choice,
            phase,
            waits,
            rests_at,
        } = stand;
        let dials = dialled(&spec).zip(choice.values).map(|(knob, value)| Dial {
            knob: Arc::new(knob.clone()),
            value: RwSignal::new(value),
        });
        Self {
            dials: StoredValue::new(dials.collect()),
            preset: RwSignal::new(choice.preset),
            seed: RwSignal::new(choice.seed),
            placed: RwSignal::new(choice.placed),
            phase: RwSignal::new(phase),
            rests_at: RwSignal::new(rests_at),
            outcome: RwSignal::new(None),
            traces: RwSignal::new(None),
            waits: RwSignal::new(waits),
            ask: StoredValue::new_local(Arc::new(ask)),
            spec: StoredValue::new(spec),
        }
    }

    /// Takes what the bench tells.
    pub fn hear(self, news: News) {
        match news {
            News::Stand(stand) => self.take(stand),
            News::Outcome(outcome) => {
                let outcome = outcome.map(|outcome| Arc::new(outcome.into_owned()));
                self.outcome.set(outcome);
            }
            News::Traces(Followed::Nowhere) => self.traces.set(None),
            News::Traces(Followed::Coming) => self.traces.set(Some(Traces::Coming)),
            News::Traces(Followed::Here { traces, otlp_json }) => {
                self.traces.set(Some(Traces::Here {
                    traces: Arc::new(traces.into_owned()),
                    otlp_json: otlp_json.into(),
                }));
            }
            // These are about the mirror and not for it.
            News::Hail | News::Meet { .. } | News::Show(..) | News::Gone => {}
        }
    }

    fn take(self, stand: Stand) {
        let choice = stand.choice;
        renew(self.preset, choice.preset);
        renew(self.seed, choice.seed);
        renew(self.placed, choice.placed);
        self.dials.with_value(|dials| {
            for (dial, value) in dials.iter().zip(choice.values) {
                renew(dial.value, value);
            }
        });
        renew(self.waits, stand.waits);
        renew(self.rests_at, stand.rests_at);
        renew(self.phase, stand.phase);
    }

    /// The chosen experiment.
    pub fn preset_view(self) -> Option<PresetView> {
        let index = self.preset.get();
        self.spec
            .with_value(|spec| spec.presets.get(index).cloned())
    }

    /// Whether the chosen experiment is many runs, in which nothing is done and of which there are no single requests.
    pub fn sweeps(self) -> bool {
        self.preset_view().is_some_and(|preset| preset.sweep)
    }

    /// Whether settings differ from those of the run on show.
    pub fn waits(self) -> bool {
        self.waits.get()
    }

    /// What a run would be made from, as things are set.
    pub fn setup(self) -> Setup {
        let value = |dial: &Dial| dial.value.get_untracked();
        let choice = Choice {
            preset: self.preset.get_untracked(),
            values: (self.dials).with_value(|dials| dials.iter().map(value).collect()),
            seed: self.seed.get_untracked(),
            placed: self.placed.get_untracked(),
        };
        self.spec.with_value(|spec| choice.setup(spec))
    }

    fn ask(self, wish: Wish) {
        self.ask.with_value(|ask| ask(wish));
    }

    /// Lets the lab run to the end as fast as it goes.
    pub fn run_to_end(self) {
        self.ask(Wish::RunToEnd);
    }

    /// Asks what became of single requests of the run on show.
    pub fn trace(self) {
        self.traces.set(Some(Traces::Coming));
        self.ask(Wish::Trace);
    }

    /// Sets the lab like this. What it has no dial for is an error, in words.
    pub fn open(self, setup: &Setup) -> Result<(), String> {
        self.spec.with_value(|spec| Choice::of(setup, spec))?;
        self.ask(Wish::Open(setup.clone()));
        Ok(())
    }

    /// Sets a parameter.
    pub fn set(self, dial: &Dial, value: ParamValue) {
        self.ask(Wish::Set(dial.knob.path.clone(), value));
    }
}

/// What is as it was tells nobody.
fn renew<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::super::marks::tests::spec;
    use super::*;

    #[test]
    fn it_sees_what_is_told_and_asks_for_what_the_lab_can_be_set_to() {
        let owner = Owner::new();
        owner.with(|| {
            let asked = Arc::new(Mutex::new(Vec::new()));
            let heard = asked.clone();
            let spec = Arc::new(spec());
            let mut stand = Stand {
                choice: Choice::as_written(&spec, 0, 3),
                phase: Phase::Still,
                waits: false,
                rests_at: None,
            };
            let mirror = Mirror::new(spec.clone(), stand.clone(), move |wish| {
                heard.lock().unwrap().push(wish);
            });
            assert!(mirror.setup().set.is_empty());
            stand.choice.values = vec![ParamValue::Number(9.0)];
            stand.phase = Phase::Finished;
            stand.rests_at = Some(100);
            mirror.hear(News::Stand(stand.clone()));
            assert_eq!(mirror.setup(), stand.choice.setup(&spec));
            assert_eq!(mirror.rests_at.get_untracked(), Some(100));

            mirror.trace();
            assert_eq!(mirror.traces.get_untracked(), Some(Traces::Coming));
            let mut setup = mirror.setup();
            assert_eq!(mirror.open(&setup), Ok(()));
            setup
                .set
                .push(("nodes.x".to_owned(), ParamValue::Flag(true)));
            assert!(mirror.open(&setup).is_err());
            setup.set.pop();
            assert_eq!(*asked.lock().unwrap(), [Wish::Trace, Wish::Open(setup)]);
        });
    }
}
