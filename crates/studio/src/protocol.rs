//! The language between the playground and its worker, encoded with postcard: one [`Command`] or [`Event`] a message.

use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor};
use headroom_sim::protocol::NodeView;
use serde::{Deserialize, Serialize};

/// The longest text of a design, bytes: many times that of any template, and little enough to be checked as it is typed.
pub const MOST_BYTES: usize = 256 * 1024;

/// Problems told at once. The rest of a long list is mostly a consequence of its beginning.
pub const MOST_PROBLEMS: usize = 100;

/// What the experiment of a design without experiments is called.
pub const AS_DESIGNED: &str = "as-designed";

/// What can be built. Forms and the palette are made from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// In reading order, without their metrics.
    pub kinds: Vec<KindDescriptor>,
    /// Parameters of a connection, and of the run.
    pub link: Vec<ParamDescriptor>,
    pub run: Vec<ParamDescriptor>,
}

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Read this text.
    Check { number: u32, text: String },
    /// Change this text.
    Edit {
        number: u32,
        text: String,
        edit: Edit,
    },
}

/// A change of a design. Nodes are named by their ids in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Edit {
    /// A node of a kind, called by `from` if that makes sense.
    AddNode {
        kind: String,
        from: Option<String>,
    },
    /// Another id, wherever the file names it.
    Rename {
        id: String,
        to: String,
    },
    /// A node, with all that the file says of it.
    RemoveNode {
        id: String,
    },
    Connect {
        from: String,
        to: String,
    },
    Disconnect {
        from: String,
        to: String,
    },
    /// A parameter or a name, by its path (`nodes.app.concurrency`, `links.a.b.timeout`, `run.duration`, `title`), as a
    /// person writes it; `None` leaves it to its default.
    Set {
        path: String,
        value: Option<String>,
    },
    /// Writes down what a node calls, to be changed in the text.
    AddRoute {
        id: String,
    },
    /// A class of requests, to be changed in the text.
    AddClass,
}

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is there; sent once.
    Ready {
        build: String,
    },
    Checked {
        number: u32,
        draft: Draft,
    },
    /// The text after a change.
    Edited {
        number: u32,
        text: String,
        draft: Draft,
        /// The node that the change was about, if it is there now.
        chosen: Option<String>,
        /// Where to look in the text.
        place: Option<Place>,
        /// What was done, in words.
        told: String,
    },
    /// The change cannot be made, and why.
    Refused {
        number: u32,
        message: String,
    },
}

/// A part of a text, in UTF-16 units, as a page counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub start: u32,
    pub end: u32,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// What a text describes as it stands, finished or not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Whether it is TOML at all; otherwise nothing but the problems is known.
    pub readable: bool,
    pub title: String,
    pub nodes: Vec<NodeDraft>,
    pub links: Vec<LinkDraft>,
    /// What `[run]` says.
    pub run: Vec<(String, String)>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
    /// How many more there are.
    pub more: u32,
    /// Postcard of the engine's `LabSpec`, of a design that can run.
    pub spec: Option<Vec<u8>>,
}

/// A node as a text has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeDraft {
    pub view: NodeView,
    /// What the file says of it: keys, and values as a form shows them.
    pub given: Vec<(String, String)>,
    pub place: Place,
}

/// A connection of two nodes that are there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkDraft {
    /// Indices into the nodes.
    pub from: u32,
    pub to: u32,
    pub given: Vec<(String, String)>,
    pub place: Place,
}

/// A mistake, in the words in which the command line tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `None` of the file as a whole.
    pub place: Option<Place>,
    pub message: String,
    pub help: Option<String>,
}
