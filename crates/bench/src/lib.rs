//! How fast the engine is, beside others at the same work. `cargo xtask bench` shows the table;
//! `crates/sim/PERFORMANCE.md` tells what came of it.

#[cfg(feature = "peers")]
pub mod peers;
pub mod race;
pub mod work;

/// What went wrong is for whoever measures to read.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;
