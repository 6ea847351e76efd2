//! A line to a worker: messages wait until it is ready, and one that dies is replaced.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::queue_microtask;

use super::worker::Worker;

/// Why what was on the line is lost.
pub enum Loss {
    /// The browser would not start the worker, and says why.
    NotStarted(String),
    /// The worker speaks another language: it is of another build.
    Stranger,
    /// It stopped, and another one has taken its place; with the browser's reason in brackets, if it gave one.
    Stopped(String),
    /// It could not be loaded; the next message tries again.
    NotLoaded(String),
}

/// A message, and what is to be done when it has been handed to a worker.
type Sent = (Vec<u8>, Box<dyn FnOnce()>);

/// Takes what a worker says, and tells whether that can be understood.
type Hear = Box<dyn Fn(&[u8]) -> bool>;

/// A line to the worker of one script. Clones are ends of the same line.
#[derive(Clone)]
pub struct Line(Rc<Inner>);

struct Inner {
    url: String,
    /// The first message of a worker of this build.
    greeting: Vec<u8>,
    hear: Hear,
    lose: Box<dyn Fn(Loss)>,
    worker: RefCell<Option<Worker>>,
    ready: Cell<bool>,
    /// Messages that wait for the worker.
    waiting: RefCell<Vec<Sent>>,
    over: Cell<bool>,
}

impl Line {
    /// A line to the script at `url`; no worker runs before one is wanted. `hear` gets what it says after its greeting, and tells
    /// whether that can be understood; `lose` is told when what was sent will not be answered.
    pub fn new(
        url: String,
        greeting: Vec<u8>,
        hear: impl Fn(&[u8]) -> bool + 'static,
        lose: impl Fn(Loss) + 'static,
    ) -> Self {
        Self(Rc::new(Inner {
            url,
            greeting,
            hear: Box::new(hear),
            lose: Box::new(lose),
            worker: RefCell::new(None),
            ready: Cell::new(false),
            waiting: RefCell::default(),
            over: Cell::new(false),
        }))
    }

    /// Starts the worker, if none runs, so that the first message finds it ready.
    pub fn warm(&self) {
        self.0.warm();
    }

    /// Sends a message; `then` is called when the worker has it. A worker that could not be started before gets another chance.
    pub fn send(&self, message: Vec<u8>, then: impl FnOnce() + 'static) {
        if self.0.ready.get() {
            self.0.post(&message);
            then();
        } else {
            self.0.waiting.borrow_mut().push((message, Box::new(then)));
            self.0.warm();
        }
    }

    /// Puts another worker in the place of one that is at something it may never end.
    pub fn replace(&self) {
        self.0.let_go(true);
    }

    /// Ends the worker at once: it may be running flat out. Not to be called from what it says.
    pub fn end(&self) {
        self.0.over.set(true);
        self.0.ready.set(false);
        self.0.waiting.borrow_mut().clear();
        *self.0.worker.borrow_mut() = None;
    }
}

impl Inner {
    fn warm(self: &Rc<Self>) {
        if self.worker.borrow().is_none() && !self.over.get() {
            self.spawn();
        }
    }

    fn spawn(self: &Rc<Self>) {
        self.ready.set(false);
        let (hears, dies) = (Rc::downgrade(self), Rc::downgrade(self));
        let spawned = Worker::spawn(
            &self.url,
            move |bytes| {
                if let Some(line) = hears.upgrade() {
                    line.hear(&bytes);
                }
            },
            move |why| {
                if let Some(line) = dies.upgrade() {
                    line.died(&why);
                }
            },
        );
        match spawned {
            Ok(worker) => *self.worker.borrow_mut() = Some(worker),
            Err(why) => {
                self.waiting.borrow_mut().clear();
                (self.lose)(Loss::NotStarted(why));
            }
        }
    }

    fn post(&self, message: &[u8]) {
        if let Some(worker) = &*self.worker.borrow() {
            worker.post(message);
        }
    }

    fn hear(self: &Rc<Self>, bytes: &[u8]) {
        let understood = if self.ready.get() {
            (self.hear)(bytes)
        } else {
            bytes == self.greeting
        };
        if !understood {
            self.let_go(false);
            (self.lose)(Loss::Stranger);
        } else if !self.ready.replace(true) {
            for (message, then) in self.waiting.take() {
                self.post(&message);
                then();
            }
        }
    }

    /// A new worker takes the place of a dead one; one that never lived is not tried again by itself.
    fn died(self: &Rc<Self>, why: &str) {
        let lived = self.ready.get();
        self.let_go(lived);
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" ({why})")
        };
        (self.lose)(if lived {
            Loss::Stopped(why)
        } else {
            Loss::NotLoaded(why)
        });
    }

    /// Ends the worker, and starts another one if `again`.
    fn let_go(self: &Rc<Self>, again: bool) {
        self.ready.set(false);
        self.waiting.borrow_mut().clear();
        let line = self.clone();
        // Callers run inside callbacks that the worker owns; it goes after they have returned.
        queue_microtask(move || {
            *line.worker.borrow_mut() = None;
            if again {
                line.warm();
            }
        });
    }
}
