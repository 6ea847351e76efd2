//! What a bench has its engine do, and what it hears of the run.

use std::sync::Arc;

use headroom_sim::protocol::{Command, Event, Frame, LinkLive, NodeLive, Setup, Wanted, Watched};
use leptos::prelude::*;

use super::super::speed::Speed;
use super::super::wants::Wants;
use super::{Bench, OnShow, Phase, Then, Traces};
use crate::components::chart::Live;
use crate::words::{engine, lab as say};

/// A step is this part of the run.
const STEPS: u64 = 100;

impl Bench {
    /// Runs from where the run stands; a run that is over or was made with other settings starts anew.
    pub fn run(self) {
        self.to_end.set_value(false);
        self.run_on();
    }

    fn run_on(self) {
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

    /// Whether a link is not used by the run on show; empty as long as that is not known.
    pub fn unused(self) -> Memo<Vec<bool>> {
        Memo::new(move |_| {
            let recorded = self.recorded.with_value(|recorded| recorded.0);
            // Of an experiment that is run for the first time something is known when a part of it is over.
            let early = self.now_ns.get() < self.duration_ns.get() / STEPS;
            self.used.with(|used| {
                if !used.contains(&true) || (early && self.preset.get() != recorded) {
                    return Vec::new();
                }
                used.iter().map(|used| !used).collect()
            })
        })
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

    /// Runs to the end as fast as it goes. The speed of the next run stays what the reader has chosen.
    pub fn run_to_end(self) {
        self.to_end.set_value(true);
        if self.phase.get_untracked() == Phase::Running {
            self.go();
        } else {
            self.run_on();
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
        self.to_end.set_value(false);
        self.speed.set(speed);
        if self.phase.get_untracked() == Phase::Running {
            self.go();
        }
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
        let speed = if self.to_end.get_value() {
            Speed::FlatOut
        } else {
            self.speed.get_untracked()
        };
        self.send(Command::Run {
            run: self.run.get_value(),
            speed: speed.factor(),
        });
    }

    pub(super) fn load(self, then: Then) {
        if !matches!(self.phase.get_untracked(), Phase::Loading(_)) {
            self.before.set_value(Some(self.on_show()));
        }
        let run = self.run.get_value() + 1;
        self.run.set_value(run);
        self.phase.set(Phase::Loading(then));
        self.notice.set(None);
        self.verdicts.set(Vec::new());
        self.outcome.set(None);
        self.past.set(None);
        self.traces.set(None);
        self.deeds.set(Vec::new());
        let preset = self.preset.get_untracked();
        let used = self.recorded.with_value(|(recorded, used)| {
            let known = *recorded == preset;
            used.iter().map(|used| *used && known).collect()
        });
        self.used.set(used);
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

    fn on_show(self) -> OnShow {
        OnShow {
            run: self.run.get_value(),
            phase: self.phase.get_untracked(),
            made: self.made.get_value(),
            seed: self.loaded_seed.get_untracked(),
            faults: self.loaded_faults.get_untracked(),
            values: self.dials.with_value(|dials| {
                let loaded = dials.iter().map(|dial| dial.loaded.get_untracked());
                loaded.collect()
            }),
            used: self.used.get_untracked(),
            deeds: self.deeds.get_untracked(),
            traces: self.traces.get_untracked(),
            verdicts: self.verdicts.get_untracked(),
            outcome: self.outcome.get_untracked(),
        }
    }

    /// The run that was to come is refused: the engine still has the one before.
    fn show_again(self, before: OnShow) {
        self.run.set_value(before.run);
        self.made.set_value(before.made);
        self.loaded_seed.set(before.seed);
        self.loaded_faults.set(before.faults);
        self.dials.with_value(|dials| {
            for (dial, value) in dials.iter().zip(before.values) {
                dial.loaded.set(value);
            }
        });
        self.used.set(before.used);
        self.deeds.set(before.deeds);
        self.traces.set(before.traces);
        self.verdicts.set(before.verdicts);
        self.outcome.set(before.outcome);
        self.phase.set(before.phase);
        if self.wants.with_untracked(Wants::any) {
            self.watch();
        }
    }

    /// Takes what the engine says. What belongs to an earlier run is dropped.
    pub fn hear(self, event: Event) {
        let mine = |run| run == self.run.get_value();
        match event {
            Event::Frame(frame) if mine(frame.run) => {
                self.before.set_value(None);
                self.show(frame);
                match self.phase.get_untracked() {
                    Phase::Loading(Then::Go) => self.go(),
                    Phase::Loading(Then::Stand) => self.phase.set(Phase::Standing),
                    Phase::Loading(Then::Step) => self.step_on(),
                    _ => {}
                }
            }
            Event::Finished { run, outcome } if mine(run) => {
                let verdicts = outcome.verdicts.iter();
                self.verdicts
                    .set(verdicts.map(|said| engine::say(said)).collect());
                self.deeds.set(outcome.deeds.clone());
                self.outcome.set(Some(Arc::new(outcome)));
                self.phase.set(Phase::Finished);
            }
            Event::Failed { run, message } if mine(run) => {
                if matches!(self.phase.get_untracked(), Phase::Loading(_)) {
                    match self.before.try_update_value(Option::take).flatten() {
                        Some(before) => self.show_again(before),
                        None => self.phase.set(Phase::Broken),
                    }
                } else {
                    self.await_no_traces();
                }
                self.notice.set(Some(self.in_names(message)));
            }
            Event::Warned { run, message } if mine(run) => {
                // It waits for a reader who knows it and presses again.
                if matches!(self.phase.get_untracked(), Phase::Loading(_)) {
                    self.phase.set(Phase::Loading(Then::Stand));
                }
                self.notice.set(Some(engine::say(&message)));
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
            | Event::Warned { .. }
            | Event::Past { .. }
            | Event::Traces { .. }
            | Event::Measured { .. } => {}
        }
    }

    /// What the engine says of a setting, by the name that the reader knows it by.
    fn in_names(self, message: String) -> String {
        let Some((path, why)) = message.split_once(": ") else {
            return engine::say(&message);
        };
        let said = engine::say(why);
        self.spec.with_value(|spec| {
            match spec.knobs.iter().find(|knob| knob.path == path) {
                Some(knob) => say::refused_for(&knob.descriptor.label, &knob.group, &said),
                // Its length and its ceilings have no name in a lab.
                None if path.starts_with("run.") => say::refused(&said),
                None => engine::say(&message),
            }
        })
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
        let fresh = |used: &[bool]| {
            let mut links = used.iter().zip(&frame.links);
            links.any(|(used, link)| !used && link.per_second > 0.0)
        };
        if self.used.with_untracked(|used| fresh(used)) {
            self.used.update(|used| {
                for (used, link) in used.iter_mut().zip(&frame.links) {
                    *used |= link.per_second > 0.0;
                }
            });
        }
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

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::super::marks::tests::spec;
    use super::*;

    /// A bench and what it has its engine do.
    fn bench() -> (Bench, Arc<Mutex<Vec<Command>>>) {
        let shows = vec!["What the recorded run shows.".to_owned()];
        let bench = Bench::new(Arc::new(spec()), "", None, &[], shows);
        let said = Arc::new(Mutex::new(Vec::new()));
        let hears = said.clone();
        bench.connect(move |command| hears.lock().unwrap().push(command));
        (bench, said)
    }

    fn frame(run: u32) -> Event {
        Event::Frame(Frame {
            run,
            now_ns: 0,
            duration_ns: 90,
            requests: 0,
            events: 0,
            nodes: Vec::new(),
            charts: Vec::new(),
            headline: Vec::new(),
            links: Vec::new(),
            watched: Watched::default(),
        })
    }

    fn failed(run: u32, message: &str) -> Event {
        Event::Failed {
            run,
            message: message.to_owned(),
        }
    }

    #[test]
    fn a_run_that_is_refused_leaves_the_one_on_show_as_it_is_and_names_the_setting() {
        let owner = Owner::new();
        owner.with(|| {
            let (bench, _) = bench();
            bench.run();
            assert_eq!(bench.phase.get_untracked(), Phase::Loading(Then::Go));
            bench.hear(failed(1, "nodes.clients.rate: too many"));
            assert_eq!(bench.phase.get_untracked(), Phase::Still);
            assert_eq!(bench.verdicts.get_untracked().len(), 1);
            assert_eq!(
                bench.notice.get_untracked().as_deref(),
                Some("“Request rate” of Clients: too many.")
            );
            assert!(bench.made().is_none());

            bench.reset();
            bench.hear(frame(1));
            assert_eq!(bench.phase.get_untracked(), Phase::Standing);
            bench.set_seed(7);
            bench.run();
            bench.hear(failed(2, "run.max_events: too many"));
            assert_eq!(bench.phase.get_untracked(), Phase::Standing);
            assert!(bench.waits());
            assert_eq!(bench.made().map(|setup| setup.seed), Some(1));
        });
    }

    #[test]
    fn a_run_to_its_end_leaves_the_speed_as_it_was_chosen() {
        let owner = Owner::new();
        owner.with(|| {
            let (bench, said) = bench();
            let last = || match said.lock().unwrap().last() {
                Some(Command::Run { speed, .. }) => Some(*speed),
                _ => None,
            };
            bench.set_speed(Speed::Step(0));
            bench.run_to_end();
            bench.hear(frame(1));
            assert_eq!(last(), Some(None));
            assert_eq!(bench.speed.get_untracked(), Speed::Step(0));
            bench.pause();
            bench.run();
            assert_eq!(last(), Some(Speed::Step(0).factor()));
        });
    }
}
