//! The browser's half of `cargo xtask bench`: the bare loop and the engine at the same work, timed in a Web Worker.
//! Each row is posted to the page as text, and then `end`.

#[cfg(target_arch = "wasm32")]
fn main() {
    use headroom_bench::race::{ROUNDS, ours, race};
    use wasm_bindgen::prelude::{JsCast, JsValue};

    let scope: web_sys::DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Without a clock every rate is without end, which nobody will believe.
    let clock = || scope.performance().map_or(0.0, |clock| clock.now() / 1e3);
    // A text can always be posted.
    let post = |text: &str| drop(scope.post_message(&JsValue::from_str(text)));
    match ours(&clock).and_then(|mut racers| race(&mut racers, ROUNDS)) {
        Ok(rows) => {
            for (name, rate, mean) in rows {
                post(&format!("{name}\t{rate}\t{mean}"));
            }
            post("end");
        }
        // The page hears of it as of any error in a worker.
        Err(error) => wasm_bindgen::throw_str(&error.to_string()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
