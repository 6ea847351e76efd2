//! Slices of the engine between messages. A slice is a time budget, and the host calls for the next one after it has
//! delivered what messages came in between.

use headroom_sim::SetError;
use headroom_sim::protocol::{BUILD, Command, Event, Foretold, Setup};
use headroom_sim::session::{Progress, Session};

/// How long the engine runs before it looks for commands, milliseconds.
const SLICE_MS: f64 = 12.0;
/// Between two frames, milliseconds: about 25 a second.
const FRAME_MS: f64 = 40.0;
/// Between two frames that tell where time goes, which is told in words that nobody reads faster.
const WHOLE_MS: f64 = 400.0;

/// What the pump needs of the world around it.
pub trait Host {
    /// Milliseconds since some moment in the past.
    fn now_ms(&self) -> f64;
    /// Sends to the page.
    fn post(&mut self, event: &Event);
    /// Asks for a call of [`Pump::slice`] after the messages that are waiting, and no earlier than in so many milliseconds.
    fn call_again(&mut self, after_ms: f64);
}

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// To be looked at: frames tell how it goes.
    Show,
    /// Only its outcome is of interest.
    Measure,
}

/// The run that is loaded, and when its next slice comes.
pub struct Pump<H> {
    host: H,
    asked: bool,
    run: Option<Run>,
    /// The loaded run made again for its traces.
    tracing: Option<(u32, Session)>,
}

struct Run {
    id: u32,
    session: Session,
    aim: Aim,
    /// Simulated seconds a wall second; `None` is as fast as it goes.
    speed: Option<f64>,
    running: bool,
    /// Simulated time at which it pauses.
    until_ns: u64,
    finished: bool,
    /// Wall and simulated time that pace a run with a speed: (milliseconds, nanoseconds).
    paced_from: (f64, u64),
    last_frame_ms: f64,
    last_whole_ms: f64,
    engine_ms: f64,
    /// What formulas said of it before it began.
    foretold: Vec<Foretold>,
}

impl<H: Host> Pump<H> {
    /// Tells the page that it is there.
    pub fn start(mut host: H) -> Self {
        host.post(&Event::Ready {
            build: BUILD.to_owned(),
        });
        Self {
            host,
            asked: false,
            run: None,
            tracing: None,
        }
    }

    /// Carries out a command. One that cannot be is answered by [`Event::Failed`] and changes nothing.
    pub fn receive(&mut self, bytes: &[u8]) {
        let Ok(command) = postcard::from_bytes::<Command>(bytes) else {
            return self.fail(0, "a command of another build; reload the page");
        };
        match command {
            Command::Load { run, setup } => {
                if self.load(run, &setup, Aim::Show) {
                    let forecast = self.current(run).and_then(|run| run.session.forecast());
                    if let Some(message) = forecast {
                        self.host.post(&Event::Warned { run, message });
                    }
                    self.show(run);
                }
            }
            Command::Measure { run, setup, along } => {
                if self.load(run, &setup, Aim::Measure) {
                    if let Some(current) = self.current(run) {
                        let foretold = along.map(|along| current.session.foretold(&along));
                        current.foretold = foretold.unwrap_or_default();
                    }
                    self.go(run, None, u64::MAX);
                }
            }
            Command::Run { run, speed } => self.go(run, speed, u64::MAX),
            Command::Step { run, by_ns } => {
                let now_ns = self.current(run).map(|current| current.session.now_ns());
                let until_ns = now_ns.unwrap_or(0).saturating_add(by_ns);
                self.go(run, None, until_ns);
            }
            Command::Pause { run } => {
                if let Some(current) = self.current(run) {
                    current.running = false;
                    self.show(run);
                }
            }
            Command::Watch { run, wanted } => {
                if let Some(current) = self.current(run) {
                    current.session.watch(wanted);
                    self.show(run);
                }
            }
            Command::Look { run, at_ns } => {
                let past = self.current(run).and_then(|run| run.session.past(at_ns));
                if let Some(past) = past {
                    self.host.post(&Event::Past { run, past });
                }
            }
            Command::Trace { run } => match self.current(run).map(|run| run.session.tracing()) {
                Some(Some(again)) => {
                    self.tracing = Some((run, again));
                    self.ask(0.0);
                }
                Some(None) => self.fail(run, "a sweep has no single requests to look at"),
                None => self.fail(
                    run,
                    "the engine has not got this run any more; run it again",
                ),
            },
            Command::Set { run, path, value } => {
                self.change(run, |session| session.set(&path, &value));
            }
            Command::Inject { run, fault } => self.change(run, |session| session.inject(&fault)),
        }
    }

    /// Changes the run, if it is still there; what is wrong with the change is told.
    fn change(&mut self, id: u32, change: impl FnOnce(&mut Session) -> Result<(), SetError>) {
        if let Some(Err(error)) = self.current(id).map(|run| change(&mut run.session)) {
            self.fail(id, &error.to_string());
        }
    }

    /// The run with this id, if it is the one that is loaded.
    fn current(&mut self, id: u32) -> Option<&mut Run> {
        self.run.as_mut().filter(|current| current.id == id)
    }

    /// Posts a frame of the run, if it is loaded.
    fn show(&mut self, id: u32) {
        if let Some(frame) = self.current(id).map(|run| run.session.frame(id)) {
            self.host.post(&Event::Frame(frame));
        }
    }

    /// Whether it could be done.
    fn load(&mut self, id: u32, setup: &Setup, aim: Aim) -> bool {
        match Session::load(setup) {
            Ok(session) => {
                self.tracing = None;
                self.run = Some(Run {
                    id,
                    session,
                    aim,
                    speed: None,
                    running: false,
                    until_ns: u64::MAX,
                    finished: false,
                    paced_from: (0.0, 0),
                    last_frame_ms: 0.0,
                    last_whole_ms: 0.0,
                    engine_ms: 0.0,
                    foretold: Vec::new(),
                });
                true
            }
            Err(error) => {
                self.fail(id, &error.to_string());
                false
            }
        }
    }

    fn go(&mut self, id: u32, speed: Option<f64>, until_ns: u64) {
        if speed.is_some_and(|speed| !speed.is_finite() || speed <= 0.0) {
            return self.fail(id, "a speed is a number above 0");
        }
        let now = self.host.now_ms();
        if let Some(current) = self.current(id).filter(|current| !current.finished) {
            current.speed = speed;
            current.until_ns = until_ns;
            current.running = true;
            current.paced_from = (now, current.session.now_ns());
            self.ask(0.0);
        }
    }

    /// Runs the engine for its time budget, if there is something to run.
    pub fn slice(&mut self) {
        self.asked = false;
        if self.run.as_ref().is_some_and(|run| run.running) {
            self.run_on();
        } else if self.tracing.is_some() {
            self.trace_on();
        }
    }

    fn run_on(&mut self) {
        let host = &mut self.host;
        let start = host.now_ms();
        let Some(run) = self.run.as_mut() else {
            return;
        };
        let paced_ns = match run.speed {
            // `as` saturates.
            Some(speed) => {
                let since_ms = start - run.paced_from.0;
                (run.paced_from.1).saturating_add((since_ms * speed * 1e6) as u64)
            }
            None => u64::MAX,
        };
        let progress = run.session.advance(paced_ns.min(run.until_ns), &mut || {
            host.now_ms() - start >= SLICE_MS
        });
        let end = host.now_ms();
        run.engine_ms += end - start;
        let finished = progress == Progress::Finished;
        let paused = run.session.now_ns() >= run.until_ns;
        run.finished = finished;
        run.running = !finished && !paused;
        let due = !run.running || end - run.last_frame_ms >= FRAME_MS;
        if due && run.aim == Aim::Show {
            run.last_frame_ms = end;
            let whole = !run.running || end - run.last_whole_ms >= WHOLE_MS;
            let frame = if whole {
                run.last_whole_ms = end;
                run.session.frame(run.id)
            } else {
                run.session.light_frame(run.id)
            };
            host.post(&Event::Frame(frame));
        }
        if finished {
            let mut outcome = run.session.outcome();
            outcome.wall_ms = run.engine_ms;
            let event = match run.aim {
                Aim::Show => Event::Finished {
                    run: run.id,
                    outcome,
                },
                Aim::Measure => Event::Measured {
                    run: run.id,
                    outcome,
                    charts: run.session.charts(),
                    foretold: std::mem::take(&mut run.foretold),
                },
            };
            host.post(&event);
        }
        if !run.running {
            // Traces that were asked for meanwhile come now.
            if self.tracing.is_some() {
                self.ask(0.0);
            }
        } else if run.session.now_ns() >= paced_ns {
            // Ahead of its pace: nothing to do, and nothing to show, until the next frame.
            let next_frame_ms = run.last_frame_ms + FRAME_MS - end;
            self.ask(next_frame_ms);
        } else {
            self.ask(0.0);
        }
    }

    /// Makes the run again, as far as it is.
    fn trace_on(&mut self) {
        let (Some((id, mut again)), Some(run)) = (self.tracing.take(), &self.run) else {
            return;
        };
        let start = self.host.now_ms();
        let host = &self.host;
        let until_ns = run.session.now_ns();
        let progress = again.advance(until_ns, &mut || host.now_ms() - start >= SLICE_MS);
        if progress == Progress::Running && again.now_ns() < until_ns {
            self.tracing = Some((id, again));
            return self.ask(0.0);
        }
        let traces = again.traces();
        let otlp_json = again.otlp_json(&traces);
        self.host.post(&Event::Traces {
            run: id,
            traces,
            otlp_json,
        });
    }

    /// Asks for the next slice, once.
    fn ask(&mut self, after_ms: f64) {
        if !self.asked {
            self.asked = true;
            self.host.call_again(after_ms);
        }
    }

    fn fail(&mut self, run: u32, message: &str) {
        self.host.post(&Event::Failed {
            run,
            message: message.to_owned(),
        });
    }
}
