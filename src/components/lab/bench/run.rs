//! What a bench has its engine do, and what it hears of the run.

use std::sync::Arc;

use headroom_sim::protocol::{Command, Event, Frame, LinkLive, NodeLive, Setup, Wanted, Watched};
use leptos::prelude::*;

use super::super::speed::Speed;
use super::super::wants::Wants;
use super::{Bench, Phase, Then, Traces};
use crate::components::chart::Live;

/// A step is this part of the run.
const STEPS: u64 = 100;

impl Bench {
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

    pub(super) fn load(self, then: Then) {
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
            Event::Warned { run, message } if mine(run) => {
                // It waits for a reader who knows it and presses again.
                if matches!(self.phase.get_untracked(), Phase::Loading(_)) {
                    self.phase.set(Phase::Loading(Then::Stand));
                }
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
            | Event::Warned { .. }
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
