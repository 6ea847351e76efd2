//! The program of what a page shows of its reader. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    // Of the places for notes, which it makes.
    headroom::platform::document::adopt(include_str!("../../style/noting.css"));
    headroom::program::lab::start_with_progress(headroom::islands::if_marks);
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
