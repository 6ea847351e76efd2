//! The simulation engine: deterministic, pure, and the same on every platform.
//!
//! It knows no clock, no browser and no files (reading scenario files is the `files` feature). A caller
//! hands in a scenario and a seed, and asks for progress in slices of its own choosing.

pub mod descriptor;
pub mod distribution;
mod expression;
pub mod nearest;
pub mod protocol;
pub mod quantity;
pub mod rng;
pub mod shape;
pub mod validate;

pub use expression::ExpressionError;
