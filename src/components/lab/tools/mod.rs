//! What can be asked of a run: analysis, traces, comparison, sweep. Few readers ask, so that this is a program of its own, got
//! when the reader comes near; the lab and it speak by events of the document.
//!
//! The lab ([`offer`]) tells what is set and what has run and gives each tool a place in the page; in the tools' program a
//! [`Mirror`] of the bench is what the tools know, and what they want of the bench they ask for.

pub mod mirror;
mod offer;

use std::borrow::Cow;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{Outcome, Setup};
use headroom_sim::trace::Trace;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::bench::Phase;
use super::choice::Choice;
use super::explain::Explain;
use super::traces::TraceList;
use super::weigh::{Compare, Sweep};
use crate::components::view;
use crate::state::site::Here;
use crate::words::{Say, lab as say};

pub use self::mirror::Mirror;
pub use self::offer::Tools;

/// Events of the document: what a lab tells the tools, with the lab's id, and what they ask of it. Postcard.
pub const NEWS: &str = "headroom-news";
pub const WISH: &str = "headroom-wish";

/// Keys of the tools, in their order.
pub const KEYS: [&str; 4] = ["explain", "traces", "compare", "sweep"];
const TITLES: [Say; 4] = [say::explain, say::traces, say::compare, say::sweep];

/// What a lab tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum News<'a> {
    /// Anybody there?
    Hail,
    /// The first of a lab.
    Meet {
        here: Here,
        /// The lab's spec, encoded.
        spec: Cow<'a, [u8]>,
        stand: Stand,
    },
    /// This is how it stands now.
    Stand(Stand),
    /// How the run on show ended, once it has.
    Outcome(Option<Cow<'a, Outcome>>),
    Traces(Followed<'a>),
    /// The tool of this index shall stand in the element of that id.
    Show(usize, String),
    /// The lab is gone.
    Gone,
}

/// How a lab is set and where its run stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stand {
    pub choice: Choice,
    pub phase: Phase,
    /// Whether settings differ from those of the run on show.
    pub waits: bool,
    /// The simulated time of a run that is paused or over, nanoseconds.
    pub rests_at: Option<u64>,
}

/// Single requests of the run on show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Followed<'a> {
    Nowhere,
    Coming,
    Here {
        traces: Cow<'a, [Trace]>,
        otlp_json: Cow<'a, str>,
    },
}

/// What a tool asks of a bench.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Wish {
    /// Nothing: the tools are there now.
    Here,
    RunToEnd,
    Trace,
    /// To be set like this.
    Open(Setup),
    /// To set the parameter of that path.
    Set(String, ParamValue),
}

/// A tool of the lab with that id, by its index.
pub fn tool(index: usize, bench: Mirror, id: String) -> AnyView {
    match index {
        0 => view! { <Explain bench id/> },
        1 => view! { <TraceList bench id/> },
        2 => view! { <Compare bench id/> },
        _ => view! { <Sweep bench id/> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_heard_as_it_was() {
        let stand = Stand {
            choice: Choice {
                preset: 1,
                values: vec![ParamValue::Number(f64::INFINITY), ParamValue::Flag(true)],
                seed: u64::MAX,
                placed: Vec::new(),
            },
            phase: Phase::Paused,
            waits: true,
            rests_at: Some(7),
        };
        let news = News::Meet {
            here: Here {
                base: crate::state::site::Base::new("/sub/"),
                route: "/labs/a/".to_owned(),
                title: "A".to_owned(),
            },
            spec: Cow::Borrowed(&[1, 2, 3]),
            stand,
        };
        let bytes = postcard::to_allocvec(&("lab", &news)).unwrap();
        let heard: (String, News<'static>) = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(heard, ("lab".to_owned(), news));
    }
}
