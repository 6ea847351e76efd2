//! What the engine is held against: formulas, published results, measurements.
//!
//! An oracle knows an answer that the engine did not give. [`theory`] has closed formulas with their sources,
//! [`data`] what others simulated and measured.

#![cfg_attr(
    test,
    allow(
        clippy::float_cmp,
        reason = "formulas with exact answers are tested for exactly these"
    )
)]

#[cfg(feature = "files")]
mod catalogue;
pub mod data;
#[cfg(feature = "files")]
mod oracle;
pub mod theory;

#[cfg(feature = "files")]
pub use catalogue::{CatalogueError, oracles};
#[cfg(feature = "files")]
pub use oracle::{CONFIDENCE, Check, FALSE_MISS, Family, Finding, Oracle, OracleError, Verdict};
