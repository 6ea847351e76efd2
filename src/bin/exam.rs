//! The program of assessments. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    headroom::program::lab::start_with_progress(headroom::islands::if_exam);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
