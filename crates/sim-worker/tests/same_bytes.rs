//! The browser's half of `crates/sim/tests/determinism.rs`: the same runs, in a worker of a real browser, must give the
//! reports that stand in its snapshots, byte for byte.
#![cfg(target_arch = "wasm32")]

use headroom_sim::rng::{Exponentials, Stream};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "../../sim/tests/determinism/runs.rs"]
mod runs;

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// The text of a snapshot, below its heading.
macro_rules! snapshot {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!(
                "../../sim/tests/snapshots/determinism__",
                $name,
                ".snap"
            )),
        )
    };
}

const SNAPSHOTS: [(&str, &str); 7] = [
    snapshot!("serverless_steady_42"),
    snapshot!("serverless_changed_42"),
    snapshot!("serverless_flash_crowd_42"),
    snapshot!("serverless_crossover_42"),
    snapshot!("menagerie_42"),
    snapshot!("three_tier_42"),
    snapshot!("retry_storm_42"),
];

#[wasm_bindgen_test]
fn a_report_has_the_bytes_in_the_browser_that_it_has_on_the_host() {
    assert_eq!(runs::RUNS.len(), SNAPSHOTS.len());
    for (run, (name, snapshot)) in runs::RUNS.iter().zip(SNAPSHOTS) {
        assert_eq!(run.name, name);
        let mut parts = snapshot.splitn(3, "---\n");
        let bytes = parts.nth(2).unwrap_or_default();
        let report = run.report();
        let first = report.lines().zip(bytes.lines()).find(|(a, b)| a != b);
        assert_eq!(first, None, "{name}");
        assert_eq!(report, bytes, "{name}");
    }
}

/// In the browser logarithms are taken two at a time, by other instructions than those of one.
#[wasm_bindgen_test]
fn what_is_drawn_ahead_in_the_browser_is_what_the_stream_would_give() {
    let mut stream = Stream::new(11, "a", "service");
    let (mut ahead, mut drawn) = (stream.clone(), Exponentials::default());
    for n in 0..1_000_000 {
        let (ours, one) = (drawn.next(&mut ahead), stream.exponential());
        assert_eq!(
            ours.to_bits(),
            one.to_bits(),
            "number {n}: {ours} for {one}"
        );
    }
}
