//! The bench's line to the worker that runs the engine.

use headroom_sim::protocol::{BUILD, Event};
use leptos::prelude::*;

use super::bench::Bench;
use crate::platform::line::{Line, Loss};
use crate::words::lab as say;

/// Gives the bench a line to the script at `url`. It lives as long as the lab; the worker ends with it.
pub fn connect(bench: Bench, url: String) -> StoredValue<Line, LocalStorage> {
    let ready = Event::Ready {
        build: BUILD.to_owned(),
    };
    let line = Line::new(
        url,
        // There is nothing in it that cannot be encoded.
        postcard::to_allocvec(&ready).unwrap_or_default(),
        move |bytes| match postcard::from_bytes(bytes) {
            Ok(event) => {
                bench.hear(event);
                true
            }
            Err(_) => false,
        },
        move |loss| bench.lose(words(&loss)),
    );
    let sends = line.clone();
    bench.connect(move |command| match postcard::to_allocvec(&command) {
        Ok(message) => sends.send(message, || {}),
        Err(error) => bench.lose(say::not_told(error)),
    });
    let line = StoredValue::new_local(line);
    on_cleanup(move || line.with_value(Line::end));
    line
}

fn words(loss: &Loss) -> String {
    match loss {
        Loss::NotStarted(why) => say::not_started(why),
        Loss::Stranger => say::different_versions().to_owned(),
        Loss::Stopped(why) => say::engine_stopped(why),
        Loss::NotLoaded(why) => say::engine_lost(why),
    }
}
