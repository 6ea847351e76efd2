//! The program of notes. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::report_panics();
    headroom::program::notes::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
