//! The worker's program: takes commands, runs the engine in slices, posts what there is to draw.
//!
//! [`pump`] is the whole of it but for the browser, and runs and is tested anywhere; `browser` binds it to the worker's
//! message port and clock.

#[cfg(target_arch = "wasm32")]
pub mod browser;
pub mod pump;
