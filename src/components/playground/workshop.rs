//! The design's line to the worker that reads and changes texts.

use headroom_sim::protocol::BUILD;
use headroom_studio::protocol::{Command, Event};
use leptos::prelude::*;

use super::design::Design;
use crate::platform::clock;
use crate::platform::worker::Worker;

/// The longest that a reader waits for an answer, milliseconds. Texts that people write take a few.
const PATIENCE_MS: f64 = 5000.0;

/// Lives as long as the playground; the worker ends with it.
#[derive(Clone, Copy)]
pub struct Line {
    design: Design,
    url: StoredValue<String>,
    worker: StoredValue<Option<Worker>, LocalStorage>,
    ready: StoredValue<bool>,
    waiting: StoredValue<Vec<Command>>,
}

impl Line {
    /// A line to the script at `url`, given to the design, and a worker at its end.
    pub fn start(design: Design, url: String) {
        let line = Self {
            design,
            url: StoredValue::new(url),
            worker: StoredValue::new_local(None),
            ready: StoredValue::new(false),
            waiting: StoredValue::default(),
        };
        design.connect(move |command| line.send(command));
        on_cleanup(move || line.worker.set_value(None));
        line.spawn();
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
                self.design.lose(format!(
                    "This browser would not start what reads the text: {why}"
                ));
            }
        }
    }

    fn send(self, command: Command) {
        if self.ready.get_value() {
            self.post(&command);
        } else {
            self.waiting.update_value(|waiting| waiting.push(command));
            if self.worker.with_value(Option::is_none) {
                self.spawn();
            }
        }
    }

    fn post(self, command: &Command) {
        let (Command::Check { number, .. } | Command::Edit { number, .. }) = *command;
        // Commands hold nothing that postcard cannot encode.
        let Ok(bytes) = postcard::to_allocvec(command) else {
            return;
        };
        self.worker.with_value(|worker| {
            if let Some(worker) = worker {
                worker.post(&bytes);
            }
        });
        clock::after(PATIENCE_MS, move || self.late(number));
    }

    /// A worker that has not answered in time is at something that it may never end.
    fn late(self, number: u32) {
        if !self.design.awaits(number) {
            return;
        }
        let text = self.design.text_of(number);
        self.let_go(true);
        self.design.lose(
            "Reading the text took more than five seconds and was stopped. Nothing of it is lost: undo what you did last, or \
             make it shorter."
                .to_owned(),
        );
        // What was typed meanwhile is another text, and may be none the worse.
        if text.is_some_and(|text| self.design.text.with_untracked(|now| *now != text)) {
            self.design.look();
        }
    }

    fn hear(self, bytes: &[u8]) {
        match postcard::from_bytes(bytes) {
            Ok(Event::Ready { build }) if build == BUILD => {
                self.ready.set_value(true);
                let waiting = self.waiting.try_update_value(std::mem::take);
                for command in waiting.unwrap_or_default() {
                    self.post(&command);
                }
            }
            Ok(event) if self.ready.get_value() => self.design.hear(event),
            Ok(_) | Err(_) => {
                self.let_go(false);
                self.design.lose(
                    "This page and what reads the text are of different versions; reload the page to get the new one. \
                     Your design is kept."
                        .to_owned(),
                );
            }
        }
    }

    fn died(self, why: &str) {
        let lived = self.ready.get_value();
        self.let_go(lived);
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(" ({why})")
        };
        self.design.lose(if lived {
            format!("What reads the text stopped unexpectedly{why} and was restarted. Your text is all here.")
        } else {
            format!("What reads the text could not be loaded{why}. Check the connection; your next change tries again.")
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
