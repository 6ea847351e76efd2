//! The simulation engine: deterministic, pure, and the same on every platform.
//!
//! It knows no clock, no browser and no files (reading scenario files is the `files` feature). A caller
//! hands in a [`Scenario`] and a seed, and asks for progress in slices of its own choosing.

#![allow(
    clippy::inline_always,
    reason = "the few that every request goes through; each a call less in WebAssembly, 3 % in all"
)]

#[cfg(feature = "bench")]
#[doc(hidden)]
pub mod bench;
pub mod descriptor;
pub mod distribution;
mod engine;
mod expression;
pub mod faults;
mod keys;
pub mod kinds;
mod logarithm;
mod measure;
pub mod nearest;
pub mod protocol;
pub mod quantity;
pub mod report;
pub mod rng;
pub mod scenario;
pub mod session;
pub mod shape;
pub mod share;
pub mod statistics;
mod structures;
pub mod trace;
pub mod validate;

pub use expression::ExpressionError;
pub use report::Report;
pub use scenario::{Scenario, SetError};
pub use session::simulate;

/// Changes with the sources of the engine, hence whenever the same scenario and seed may give another report; caches of runs
/// key on it.
pub const ENGINE_VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "-",
    env!("HEADROOM_ENGINE_SOURCES")
);
