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

pub mod data;
pub mod theory;
