//! The design's line to the worker that reads and changes texts.

use headroom_sim::protocol::BUILD;
use headroom_studio::protocol::{Command, Event};
use leptos::prelude::*;

use super::design::Design;
use crate::platform::clock;
use crate::platform::line::{Line, Loss};
use crate::words::playground as say;

/// The longest that a reader waits for an answer, milliseconds. Texts that people write take a few.
const PATIENCE_MS: f64 = 5000.0;

/// Gives the design a line to the script at `url`, and a worker at its end. Both live as long as the playground.
pub fn connect(design: Design, url: String) {
    let ready = Event::Ready {
        build: BUILD.to_owned(),
    };
    let line = Line::new(
        url,
        // There is nothing in it that cannot be encoded; nor is there in commands.
        postcard::to_allocvec(&ready).unwrap_or_default(),
        move |bytes| match postcard::from_bytes(bytes) {
            Ok(event) => {
                design.hear(event);
                true
            }
            Err(_) => false,
        },
        move |loss| design.lose(words(&loss)),
    );
    line.warm();
    let sends = line.clone();
    design.connect(move |command| {
        let (Command::Check { number, .. } | Command::Edit { number, .. }) = command;
        if let Ok(message) = postcard::to_allocvec(&command) {
            let line = sends.clone();
            sends.send(message, move || {
                clock::after(PATIENCE_MS, move || late(design, &line, number));
            });
        }
    });
    let line = StoredValue::new_local(line);
    on_cleanup(move || line.with_value(Line::end));
}

/// A worker that has not answered in time is at something that it may never end.
fn late(design: Design, line: &Line, number: u32) {
    if !design.awaits(number) {
        return;
    }
    let text = design.text_of(number);
    line.replace();
    design.lose(say::took_too_long().to_owned());
    // What was typed meanwhile is another text, and may be none the worse.
    if text.is_some_and(|text| design.text.with_untracked(|now| *now != text)) {
        design.look();
    }
}

fn words(loss: &Loss) -> String {
    match loss {
        Loss::NotStarted(why) => say::not_started(why),
        Loss::Stranger => say::different_versions().to_owned(),
        Loss::Stopped(why) => say::stopped(why),
        Loss::NotLoaded(why) => say::not_loaded(why),
    }
}
