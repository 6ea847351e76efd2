//! The program of search. On the host there is nothing to search.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    headroom::program::search::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
