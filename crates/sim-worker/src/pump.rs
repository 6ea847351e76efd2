//! Slices of the engine between messages. A slice is a time budget and the next one is asked for by a
//! message to itself: commands come in between, and no timer's minimum delay is paid.

use std::cell::RefCell;
use std::rc::Rc;

use headroom_sim::protocol::{BUILD, Command, Event};
use headroom_sim::session::{Progress, Session};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

/// How long the engine runs before it looks for commands, milliseconds.
const SLICE_MS: f64 = 12.0;
/// Between two frames, milliseconds: about 25 a second.
const FRAME_MS: f64 = 40.0;

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

struct Pump {
    scope: DedicatedWorkerGlobalScope,
    /// Messages sent here come back as the next slice.
    again: MessagePort,
    asked: bool,
    run: Option<Run>,
}

pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let pump = Rc::new(RefCell::new(Pump {
        scope: scope.clone(),
        again: channel.port2(),
        asked: false,
        run: None,
    }));
    let slicing = pump.clone();
    let slice = Closure::<dyn FnMut(MessageEvent)>::new(move |_| slicing.borrow_mut().slice());
    channel
        .port1()
        .set_onmessage(Some(slice.as_ref().unchecked_ref()));
    slice.forget();

    let commanded = pump.clone();
    let command = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
            commanded
                .borrow_mut()
                .receive(&Uint8Array::new(&buffer).to_vec());
        }
    });
    scope.set_onmessage(Some(command.as_ref().unchecked_ref()));
    command.forget();
    pump.borrow().post(&Event::Ready {
        build: BUILD.to_owned(),
    });
}

impl Pump {
    fn receive(&mut self, bytes: &[u8]) {
        let Ok(command) = postcard::from_bytes::<Command>(bytes) else {
            let message = "a command of another build; reload the page".to_owned();
            return self.post(&Event::Failed { run: 0, message });
        };
        match command {
            Command::Load {
                run,
                scenario,
                preset,
                set,
                seed,
            } => match Session::load(&scenario, preset.as_deref(), &set, seed) {
                Ok(session) => {
                    self.post(&Event::Frame(session.frame(run)));
                    self.run = Some(Run {
                        id: run,
                        session,
                        speed: None,
                        running: false,
                        finished: false,
                        paced_from: (0.0, 0),
                        last_frame_ms: 0.0,
                        engine_ms: 0.0,
                    });
                }
                Err(error) => self.post(&Event::Failed {
                    run,
                    message: error.to_string(),
                }),
            },
            Command::Run { run, speed } => {
                let now = self.now_ms();
                if let Some(current) = self
                    .run
                    .as_mut()
                    .filter(|current| current.id == run && !current.finished)
                {
                    current.speed = speed;
                    current.running = true;
                    current.paced_from = (now, current.session.now_ns());
                    self.ask();
                }
            }
            Command::Pause { run } => {
                if let Some(current) = self.run.as_mut().filter(|current| current.id == run) {
                    current.running = false;
                    let frame = Event::Frame(current.session.frame(run));
                    self.post(&frame);
                }
            }
            Command::Set { run, path, value } => {
                let outcome = self.run.as_mut().filter(|current| current.id == run);
                if let Some(Err(error)) = outcome.map(|current| current.session.set(&path, &value))
                {
                    self.post(&Event::Failed {
                        run,
                        message: error.to_string(),
                    });
                }
            }
        }
    }

    fn slice(&mut self) {
        self.asked = false;
        let start = self.now_ms();
        let scope = self.scope.clone();
        let Some(run) = self.run.as_mut().filter(|run| run.running) else {
            return;
        };
        let until_ns = match run.speed {
            Some(speed) => run.paced_from.1 + ((start - run.paced_from.0) * speed * 1e6) as u64,
            None => u64::MAX,
        };
        let progress = run
            .session
            .advance(until_ns, &mut || clock(&scope) - start >= SLICE_MS);
        let end = clock(&scope);
        run.engine_ms += end - start;
        let finished = progress == Progress::Finished;
        if finished || end - run.last_frame_ms >= FRAME_MS {
            run.last_frame_ms = end;
            let frame = Event::Frame(run.session.frame(run.id));
            post(&scope, &frame);
        }
        if finished {
            run.running = false;
            run.finished = true;
            let mut outcome = run.session.outcome();
            outcome.wall_ms = run.engine_ms;
            post(
                &scope,
                &Event::Finished {
                    run: run.id,
                    outcome,
                },
            );
        } else {
            self.ask();
        }
    }

    /// Asks for the next slice, once.
    fn ask(&mut self) {
        if !self.asked {
            self.asked = self.again.post_message(&JsValue::NULL).is_ok();
        }
    }

    fn now_ms(&self) -> f64 {
        clock(&self.scope)
    }

    fn post(&self, event: &Event) {
        post(&self.scope, event);
    }
}

/// Milliseconds since the worker started.
fn clock(scope: &DedicatedWorkerGlobalScope) -> f64 {
    scope
        .performance()
        .map_or(0.0, |performance| performance.now())
}

fn post(scope: &DedicatedWorkerGlobalScope, event: &Event) {
    // Events hold nothing that postcard cannot encode, and a fresh buffer can be transferred.
    if let Ok(bytes) = postcard::to_allocvec(event) {
        let buffer = Uint8Array::from(&*bytes).buffer();
        let _ = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }
}
