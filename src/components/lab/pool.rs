//! Runs that nobody watches, in as many workers as the browser has cores.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use headroom_sim::protocol::{Along, BUILD, Command, Event, Foretold, Outcome, Series, Setup};
use leptos::prelude::queue_microtask;

use crate::platform::worker::{self, Worker};
use crate::words::{engine, lab as say};

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Measured {
    pub outcome: Outcome,
    /// In the order of the lab's charts, then of their series.
    pub charts: Vec<Vec<Series>>,
    /// What formulas say, of a run that was asked for it.
    pub foretold: Vec<Foretold>,
}

/// A run to make, and the setting over which it is asked what formulas say.
pub type Job = (Setup, Option<Along>);

/// Each worker holds an engine with its own memory; beyond this, more of them gain little.
const MOST: usize = 8;

/// Workers that take runs from one list until it is empty. Dropping this ends them.
pub struct Pool(Rc<Inner>);

struct Inner {
    url: String,
    waiting: RefCell<VecDeque<(usize, Job)>>,
    /// One a worker: what it is at.
    workers: RefCell<Vec<(Option<Worker>, Option<usize>)>>,
    each: Box<dyn Fn(usize, Result<Measured, String>)>,
    over: Cell<bool>,
}

impl Pool {
    /// Runs all of `setups` in the engine at `url`, and tells of each when it is done, by its place among them. What it tells is
    /// told from a worker's message, so that the pool may not be dropped there and then; it ends its workers by itself after the
    /// last.
    pub fn run(
        url: &str,
        setups: Vec<Setup>,
        each: impl Fn(usize, Result<Measured, String>) + 'static,
    ) -> Self {
        let jobs = setups.into_iter().map(|setup| (setup, None));
        Self::work(url, jobs.collect(), each)
    }

    /// The same, of runs of which some are asked what formulas say.
    pub fn work(
        url: &str,
        jobs: Vec<Job>,
        each: impl Fn(usize, Result<Measured, String>) + 'static,
    ) -> Self {
        let count = jobs.len().min(worker::cores()).min(MOST);
        let inner = Rc::new(Inner {
            url: url.to_owned(),
            waiting: RefCell::new(jobs.into_iter().enumerate().collect()),
            workers: RefCell::new((0..count).map(|_| (None, None)).collect()),
            each: Box::new(each),
            over: Cell::new(false),
        });
        for place in 0..count {
            inner.spawn(place);
        }
        Self(inner)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.0.end();
    }
}

impl Inner {
    fn spawn(self: &Rc<Self>, place: usize) {
        let (hears, dies) = (Rc::downgrade(self), Rc::downgrade(self));
        let spawned = Worker::spawn(
            &self.url,
            move |bytes| {
                if let Some(pool) = hears.upgrade() {
                    pool.hear(place, &bytes);
                }
            },
            move |why| {
                if let Some(pool) = dies.upgrade() {
                    pool.died(place, &why);
                }
            },
        );
        match spawned {
            Ok(worker) => self.workers.borrow_mut()[place].0 = Some(worker),
            Err(why) => self.fail_all(&say::pool_not_started(why)),
        }
    }

    fn hear(self: &Rc<Self>, place: usize, bytes: &[u8]) {
        match postcard::from_bytes(bytes) {
            Ok(Event::Ready { build }) if build == BUILD => self.next(place),
            Ok(Event::Measured {
                outcome,
                charts,
                foretold,
                ..
            }) => {
                let measured = Measured {
                    outcome,
                    charts,
                    foretold,
                };
                self.tell(place, Ok(measured));
            }
            Ok(Event::Failed { message, .. }) => self.tell(place, Err(engine::say(&message))),
            Ok(_) => {}
            Err(_) => self.fail_all(say::pool_version()),
        }
    }

    fn tell(self: &Rc<Self>, place: usize, result: Result<Measured, String>) {
        let at = self.workers.borrow_mut()[place].1.take();
        if let Some(at) = at.filter(|_| !self.over.get()) {
            (self.each)(at, result);
        }
        self.next(place);
    }

    /// Gives a worker its next run. The last to find none ends them all.
    fn next(self: &Rc<Self>, place: usize) {
        if self.over.get() {
            return;
        }
        let next = self.waiting.borrow_mut().pop_front();
        let Some((at, (setup, along))) = next else {
            let idle = (self.workers.borrow().iter()).all(|(_, at)| at.is_none());
            if idle {
                self.end_soon();
            }
            return;
        };
        let command = Command::Measure {
            run: 1,
            setup,
            along,
        };
        let Ok(bytes) = postcard::to_allocvec(&command) else {
            return;
        };
        let mut workers = self.workers.borrow_mut();
        workers[place].1 = Some(at);
        if let Some(worker) = &workers[place].0 {
            worker.post(&bytes);
        }
    }

    /// What the worker was at is lost; the others, and the runs that wait, are not.
    fn died(self: &Rc<Self>, place: usize, why: &str) {
        let at = self.workers.borrow_mut()[place].1.take();
        match at {
            Some(at) if !self.over.get() => {
                (self.each)(at, Err(say::pool_stopped(why)));
                let pool = self.clone();
                // The callback that this is belongs to the worker that goes.
                queue_microtask(move || {
                    if !pool.over.get() {
                        pool.spawn(place);
                    }
                });
            }
            _ => self.fail_all(&say::pool_lost(why)),
        }
    }

    fn fail_all(self: &Rc<Self>, why: &str) {
        if self.over.get() {
            return;
        }
        let mut left: Vec<usize> = (self.waiting.borrow_mut().drain(..))
            .map(|(at, _)| at)
            .collect();
        left.extend((self.workers.borrow_mut().iter_mut()).filter_map(|(_, at)| at.take()));
        for at in left {
            (self.each)(at, Err(why.to_owned()));
        }
        self.end_soon();
    }

    fn end_soon(self: &Rc<Self>) {
        let pool = self.clone();
        queue_microtask(move || pool.end());
    }

    fn end(&self) {
        self.over.set(true);
        self.waiting.borrow_mut().clear();
        for (worker, at) in self.workers.borrow_mut().iter_mut() {
            *worker = None;
            *at = None;
        }
    }
}
