//! The browser's half of `crates/sim/examples/throughput`: the same work, timed in a Web Worker by `cargo xtask bench`.
//! Each row is posted to the page as text, and then `end`.

#[cfg(target_arch = "wasm32")]
#[path = "../../sim/examples/throughput/measure.rs"]
mod measure;

#[cfg(target_arch = "wasm32")]
fn main() {
    use wasm_bindgen::prelude::{JsCast, JsValue};

    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Without a clock every rate is without end, which nobody will believe.
    let clock = || scope.performance().map_or(0.0, |clock| clock.now() / 1e3);
    // A text can always be posted.
    let post = |text: &str| drop(scope.post_message(&JsValue::from_str(text)));
    for (name, rate, mean) in measure::measure(&clock) {
        post(&format!("{name}\t{rate}\t{mean}"));
    }
    post("end");
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
