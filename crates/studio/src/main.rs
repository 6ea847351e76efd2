//! The program that the playground starts in a Web Worker. On the host there is no page.

#[cfg(target_arch = "wasm32")]
fn main() {
    headroom_studio::browser::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
