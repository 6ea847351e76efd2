//! The bench's line to the worker that runs the engine.

use headroom_sim::protocol::{BUILD, Event};
use leptos::prelude::*;

use super::bench::Bench;
use crate::platform::line::{Line, Loss};

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
        Err(error) => bench.lose(format!("The engine could not be told: {error}")),
    });
    let line = StoredValue::new_local(line);
    on_cleanup(move || line.with_value(Line::end));
    line
}

fn words(loss: &Loss) -> String {
    match loss {
        Loss::NotStarted(why) => format!("This browser would not start the engine: {why}"),
        Loss::Stranger => {
            "This page and its engine are of different versions; reload the page to get the new one."
                .to_owned()
        }
        Loss::Stopped(why) => format!(
            "The engine stopped unexpectedly{why} and was restarted. That run is lost; press Run for a new one."
        ),
        Loss::NotLoaded(why) => format!(
            "The engine could not be loaded{why}. Check the connection, then press Run to try again."
        ),
    }
}
