//! Settings weighed against each other, by runs in several workers.

mod compare;
mod sweep;

pub use compare::Compare;
pub use sweep::Sweep;
