//! Assessments: what is asked in a sitting, what becomes of it under way, and what it says at the end.
//!
//! Pure as the rest: the seed that draws and the clock that runs out are arguments.

pub mod digest;
pub mod draw;
pub mod export;
pub mod interval;
pub mod report;
pub mod session;
pub mod state;

pub use digest::digest;
pub use draw::draw;
pub use interval::Interval;
pub use report::{Report, Row, Tally, report};
pub use session::{Asked, Entry, Event, KIND, Paper, Session};
pub use state::{Given, MOST_EXTENSIONS, Phase, State};
