//! Figures of a report, by their paths.
#![allow(dead_code, reason = "each test that includes this uses a part of it")]

use headroom_sim::Report;

pub fn figure(report: &Report, path: &str) -> f64 {
    report
        .figure(path)
        .unwrap_or_else(|| panic!("no {path} in {}", report.to_json()))
}

pub fn near(report: &Report, path: &str, expected: f64, tolerance: f64) {
    let found = figure(report, path);
    assert!(
        (found - expected).abs() <= tolerance,
        "{path} is {found}, not {expected}: {}",
        report.to_json()
    );
}
