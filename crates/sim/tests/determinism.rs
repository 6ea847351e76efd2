//! The same scenario and seed give the same bytes: here, in a release build and in a browser, which all hold their reports
//! against the same snapshots (the browser's test is `crates/sim-worker/tests/same_bytes.rs`).
#![cfg(feature = "files")]

#[path = "determinism/runs.rs"]
mod runs;

#[test]
fn a_report_has_the_bytes_it_had() {
    for run in runs::RUNS {
        insta::assert_snapshot!(run.name, run.report());
    }
}
