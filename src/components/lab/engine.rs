//! The bench's line to the worker that runs the engine.

use headroom_sim::protocol::{BUILD, Command, Event};
use leptos::prelude::*;

use super::bench::Bench;
use crate::platform::worker::Worker;

/// The line. Lives as long as the lab; the worker ends with it.
#[derive(Clone, Copy)]
pub struct Line {
    bench: Bench,
    url: StoredValue<String>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
    ready: StoredValue<bool>,
    /// Commands that wait for the engine.
    waiting: StoredValue<Vec<Command>>,
}

impl Line {
    /// A line to the script at `url`, given to the bench. No worker runs before one is wanted; the one that
    /// runs ends with the owner of this call.
    pub fn new(bench: Bench, url: String) -> Self {
        let line = Self {
            bench,
            url: StoredValue::new(url),
            worker: StoredValue::new_local(None),
            ready: StoredValue::new(false),
            waiting: StoredValue::default(),
        };
        bench.connect(move |command| line.send(command));
        // Disposing the value would do it too; ending a program that may be running flat out should be said.
        on_cleanup(move || line.worker.set_value(None));
        line
    }

    /// Starts the worker, if none runs, so that the first click finds it ready.
    pub fn warm(self) {
        if self.worker.with_value(Option::is_none) {
            self.spawn();
        }
    }

    fn spawn(self) {
        self.ready.set_value(false);
        let url = self.url.get_value();
        let spawned = Worker::spawn(
            &url,
            move |bytes| self.hear(&bytes),
            move |why| self.died(&why),
        );
        match spawned {
            Ok(worker) => self.worker.set_value(Some(worker)),
            Err(why) => {
                self.waiting.set_value(Vec::new());
                self.bench
                    .lose(format!("This browser would not start the engine: {why}"));
            }
        }
    }

    fn send(self, command: Command) {
        // An engine that could not be started before gets another chance when it is wanted.
        if self.ready.get_value() {
            self.post(&command);
        } else {
            self.waiting.update_value(|waiting| waiting.push(command));
            self.warm();
        }
    }

    fn post(self, command: &Command) {
        match postcard::to_allocvec(command) {
            Ok(bytes) => self.worker.with_value(|worker| {
                if let Some(worker) = worker {
                    worker.post(&bytes);
                }
            }),
            Err(error) => self
                .bench
                .lose(format!("The engine could not be told: {error}")),
        }
    }

    fn hear(self, bytes: &[u8]) {
        match postcard::from_bytes(bytes) {
            Ok(Event::Ready { build }) if build == BUILD => {
                self.ready.set_value(true);
                for command in self
                    .waiting
                    .try_update_value(std::mem::take)
                    .unwrap_or_default()
                {
                    self.post(&command);
                }
            }
            Ok(event) if self.ready.get_value() => self.bench.hear(event),
            // An engine of another build, or one that speaks another language, which is the same.
            Ok(_) | Err(_) => {
                self.let_go(false);
                self.bench.lose(
                    "This page and its engine are of different versions; reload the page to get the new one."
                        .to_owned(),
                );
            }
        }
    }

    /// A new engine takes the place of a dead one; one that never lived is not tried again by itself.
    fn died(self, why: &str) {
        let lived = self.ready.get_value();
        self.let_go(lived);
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" ({why})")
        };
        self.bench.lose(if lived {
            format!("The engine stopped unexpectedly{why} and was restarted. That run is lost; press Run for a new one.")
        } else {
            format!("The engine could not be loaded{why}. Check the connection, then press Run to try again.")
        });
    }

    /// Ends the worker, and starts another one if `again`.
    fn let_go(self, again: bool) {
        self.ready.set_value(false);
        self.waiting.set_value(Vec::new());
        // Callers run inside callbacks that the worker owns; it goes after they have returned.
        queue_microtask(move || {
            let left = self.worker.try_set_value(None).is_some();
            if again && !left {
                self.spawn();
            }
        });
    }
}
