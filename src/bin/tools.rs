//! The program of what can be asked of a run. On the host there is nothing to bring to life.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom::platform::set_up();
    // Nothing of them is on a page before the program is.
    for style in [
        include_str!("../../style/tools/explain.css"),
        include_str!("../../style/tools/traces.css"),
        include_str!("../../style/tools/weigh.css"),
    ] {
        headroom::platform::document::adopt(style);
    }
    headroom::program::tools::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
