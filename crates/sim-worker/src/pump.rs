//! Slices of the engine between messages. A slice is a time budget, and the host calls for the next one after it has
//! delivered what messages came in between.

use headroom_sim::SetError;
use headroom_sim::protocol::{BUILD, Command, Event};
use headroom_sim::session::{Progress, Session};

/// How long the engine runs before it looks for commands, milliseconds.
const SLICE_MS: f64 = 12.0;
/// Between two frames, milliseconds: about 25 a second.
const FRAME_MS: f64 = 40.0;

/// What the pump needs of the world around it.
pub trait Host {
    /// Milliseconds since some moment in the past.
    fn now_ms(&self) -> f64;
    /// Sends to the page.
    fn post(&mut self, event: &Event);
    /// Asks for a call of [`Pump::slice`] after the messages that are waiting, and no earlier than in so many milliseconds.
    fn call_again(&mut self, after_ms: f64);
}

/// The run that is loaded, and when its next slice comes.
pub struct Pump<H> {
    host: H,
    asked: bool,
    run: Option<Run>,
}

struct Run {
    id: u32,
    session: Session,
    /// Simulated seconds a wall second; `None` is as fast as it goes.
    speed: Option<f64>,
    running: bool,
    finished: bool,
    /// Wall and simulated time that pace a run with a speed: (milliseconds, nanoseconds).
    paced_from: (f64, u64),
    last_frame_ms: f64,
    engine_ms: f64,
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
        }
    }

    /// Carries out a command. One that cannot be is answered by [`Event::Failed`] and changes nothing.
    pub fn receive(&mut self, bytes: &[u8]) {
        let Ok(command) = postcard::from_bytes::<Command>(bytes) else {
            return self.fail(0, "a command of another build; reload the page");
        };
        match command {
            Command::Load {
                run,
                scenario,
                preset,
                set,
                seed,
            } => match Session::load(&scenario, preset.as_deref(), &set, seed) {
                Ok(session) => self.load(run, session),
                Err(error) => self.fail(run, &error.to_string()),
            },
            Command::Run { run, speed } => self.go(run, speed),
            Command::Pause { run } => {
                if let Some(current) = self.run.as_mut().filter(|current| current.id == run) {
                    current.running = false;
                    self.host.post(&Event::Frame(current.session.frame(run)));
                }
            }
            Command::Set { run, path, value } => {
                self.change(run, |session| session.set(&path, &value));
            }
            Command::Inject { run, fault } => self.change(run, |session| session.inject(&fault)),
        }
    }

    /// Changes the run, if it is still there; what is wrong with the change is told.
    fn change(&mut self, id: u32, change: impl FnOnce(&mut Session) -> Result<(), SetError>) {
        let current = self.run.as_mut().filter(|current| current.id == id);
        if let Some(Err(error)) = current.map(|run| change(&mut run.session)) {
            self.fail(id, &error.to_string());
        }
    }

    fn load(&mut self, id: u32, session: Session) {
        self.host.post(&Event::Frame(session.frame(id)));
        self.run = Some(Run {
            id,
            session,
            speed: None,
            running: false,
            finished: false,
            paced_from: (0.0, 0),
            last_frame_ms: 0.0,
            engine_ms: 0.0,
        });
    }

    fn go(&mut self, id: u32, speed: Option<f64>) {
        if speed.is_some_and(|speed| !speed.is_finite() || speed <= 0.0) {
            return self.fail(id, "a speed is a number above 0");
        }
        let now = self.host.now_ms();
        let current = self.run.as_mut();
        if let Some(current) = current.filter(|current| current.id == id && !current.finished) {
            current.speed = speed;
            current.running = true;
            current.paced_from = (now, current.session.now_ns());
            self.ask(0.0);
        }
    }

    /// Runs the engine for its time budget, if a run is under way.
    pub fn slice(&mut self) {
        self.asked = false;
        let host = &mut self.host;
        let start = host.now_ms();
        let Some(run) = self.run.as_mut().filter(|run| run.running) else {
            return;
        };
        let until_ns = match run.speed {
            // `as` saturates.
            Some(speed) => {
                let since_ms = start - run.paced_from.0;
                (run.paced_from.1).saturating_add((since_ms * speed * 1e6) as u64)
            }
            None => u64::MAX,
        };
        let progress = run
            .session
            .advance(until_ns, &mut || host.now_ms() - start >= SLICE_MS);
        let end = host.now_ms();
        run.engine_ms += end - start;
        let finished = progress == Progress::Finished;
        if finished || end - run.last_frame_ms >= FRAME_MS {
            run.last_frame_ms = end;
            host.post(&Event::Frame(run.session.frame(run.id)));
        }
        if finished {
            run.running = false;
            run.finished = true;
            let mut outcome = run.session.outcome();
            outcome.wall_ms = run.engine_ms;
            host.post(&Event::Finished {
                run: run.id,
                outcome,
            });
        } else if run.session.now_ns() >= until_ns {
            // Ahead of its pace: nothing to do, and nothing to show, until the next frame.
            let next_frame_ms = run.last_frame_ms + FRAME_MS - end;
            self.ask(next_frame_ms);
        } else {
            self.ask(0.0);
        }
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
