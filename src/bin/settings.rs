//! The program of settings and of help. On the host nothing can be set.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    headroom::program::settings::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
