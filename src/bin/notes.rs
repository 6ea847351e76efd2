//! The program of notes. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    headroom::program::notes::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
