//! The program of labs. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    headroom::program::lab::start_labs(headroom::islands::if_of_lab, false);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
