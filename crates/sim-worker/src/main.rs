//! The worker's program: takes commands, runs the engine in slices, posts what there is to draw.

#[cfg(target_arch = "wasm32")]
mod pump;

#[cfg(target_arch = "wasm32")]
fn main() {
    pump::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
