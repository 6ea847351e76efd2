//! The program of every page. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    // In a task of its own: on a phone the one that has brought the program is long enough.
    headroom::platform::clock::after(0.0, headroom::program::page::start);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
