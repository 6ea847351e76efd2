//! Whether a run will come to its end, tried before it starts: what a request costs in events, and whether the system keeps up
//! with what it is offered, is known only by running it.

use super::{Run, Session, Single};
use crate::descriptor::Unit;
use crate::engine::Engine;
use crate::quantity;
use crate::scenario::{Scenario, crowd};

/// Few requests of the largest templates, with all their retries, take as many events. Runs that would be within their ceiling
/// even so are not tried.
const DEAR_REQUEST: f64 = 200.0;
/// Nor are those that offer less than this part of the calls they may hold: most calls end soon.
const SCARCE: f64 = 0.25;
/// The trial is looked at after so many events, and after twice as many as long as it looks bad: what looks like a queue that
/// grows without end may be a system that fills, and be full when its retries have run out.
const FIRST_LOOK: u64 = 100_000;
const LOOKS: u32 = 7;

impl Session {
    /// What will stop the run before its end, as far as its first part shows, in a sentence; `None` when nothing seems to. Most
    /// runs are far below their ceilings, which costs nothing to see; the others take a trial, of some milliseconds if nothing is the
    /// matter, and of a second or two if something is.
    pub fn forecast(&self) -> Option<String> {
        match &self.run {
            Run::Single(single) => single.forecast(self.seed),
            Run::Sweep(_) => None,
        }
    }
}

impl Single {
    fn forecast(&self, seed: u64) -> Option<String> {
        let scenario = &self.initial;
        let most = scenario.offered_at_most();
        let few_events = most * DEAR_REQUEST < scenario.run.max_events as f64;
        let few_calls = most < f64::from(scenario.run.max_calls) * SCARCE;
        if few_events && few_calls {
            return None;
        }
        let mut trial = Engine::new(scenario, &[], seed, &[]);
        let mut before = Moment::of(&trial);
        let mut said = None;
        for look in 0..LOOKS {
            trial.advance(u64::MAX, FIRST_LOOK << look, &mut || false);
            let now = Moment::of(&trial);
            let stopped = trial.stopped.is_some();
            if trial.finished() && !stopped {
                return None;
            }
            said = before.pace(&now, scenario);
            if said.is_none() || stopped {
                break;
            }
            before = now;
        }
        said
    }
}

/// How far a trial has come.
struct Moment {
    at_ns: u64,
    events: f64,
    calls: f64,
}

impl Moment {
    fn of(engine: &Engine) -> Self {
        Self {
            at_ns: engine.core.now_ns,
            events: engine.events_handled as f64,
            calls: engine.core.calls.len() as f64,
        }
    }

    /// What a run that goes on as from here to `now` is stopped by.
    fn pace(&self, now: &Self, scenario: &Scenario) -> Option<String> {
        let (end_ns, run) = (scenario.run.duration_ns, &scenario.run);
        let left = end_ns.saturating_sub(now.at_ns) as f64 / (now.at_ns - self.at_ns).max(1) as f64;
        // Where the rate changes, the work does with it.
        let offered = scenario.offered(now.at_ns);
        let whole = if offered > 0.0 {
            scenario.offered(end_ns) / offered
        } else {
            end_ns as f64 / now.at_ns.max(1) as f64
        };
        let events = now.events * whole;
        let calls = now.calls + (now.calls - self.calls).max(0.0) * left;
        let (holds, ceiling) = if events > run.max_events as f64 {
            let most = crowd(run.max_events as f64);
            if now.at_ns == self.at_ns {
                return Some(format!(
                    "This run does not come to its end: at {} so much happens at once that time stands still, and it is stopped at \
                     {most} events. Let something take time, or run it as far as it goes.",
                    quantity::format(now.at_ns as f64, Unit::Duration)
                ));
            }
            (
                format!("take {} events", crowd(events)),
                format!("{most} events"),
            )
        } else if calls > f64::from(run.max_calls) {
            let most = crowd(f64::from(run.max_calls));
            (
                format!("have {} calls under way at its end", crowd(calls)),
                format!("{most} of them"),
            )
        } else {
            return None;
        };
        Some(format!(
            "This run may not come to its end. It would {holds}, if it went on as in its first {}, and is stopped at {ceiling}: \
             shorten it, lower the rate, or run it as far as it goes.",
            quantity::format(now.at_ns as f64, Unit::Duration)
        ))
    }
}
