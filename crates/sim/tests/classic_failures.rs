//! The classic failures happen, and their cures cure them: the scenarios that the labs of the site run.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};

macro_rules! lab {
    ($name:literal) => {
        include_str!(concat!("../../../content/labs/", $name, ".toml"))
    };
}

fn run(text: &str, preset: &str) -> Report {
    let scenario = parse(text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, Some(preset), &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

fn figure(report: &Report, path: &str) -> f64 {
    report
        .figure(path)
        .unwrap_or_else(|| panic!("no {path} in {}", report.to_json()))
}

#[test]
fn a_retry_storm_outlives_its_cause_and_a_retry_budget_ends_it() {
    let goodput = |preset: &str, window: &str| {
        let report = run(lab!("retry-storm"), preset);
        figure(
            &report,
            &format!("windows.{window}.requests.goodput_per_second"),
        )
    };
    assert!(goodput("storm", "before") > 65.0);
    assert!(goodput("storm", "after") < 10.0);
    let verdicts = run(lab!("retry-storm"), "storm").verdicts().join(" ");
    assert!(verdicts.contains("metastable"), "{verdicts}");
    assert!(goodput("budget", "after") > 65.0);
    let verdicts = run(lab!("retry-storm"), "budget").verdicts().join(" ");
    assert!(!verdicts.contains("metastable"), "{verdicts}");
}

#[test]
fn a_hanging_dependency_takes_all_threads_and_a_timeout_a_bulkhead_or_a_breaker_saves_the_others() {
    let browsing = |preset: &str| {
        let report = run(lab!("timeout-cascade"), preset);
        figure(&report, "windows.hang.requests.goodput_per_second")
    };
    // Ninety a second do not need what hangs.
    assert!(browsing("cascade") < 30.0, "{}", browsing("cascade"));
    for cure in ["short-timeout", "bulkhead", "breaker"] {
        assert!(browsing(cure) > 85.0, "{cure}: {}", browsing(cure));
    }
}

#[test]
fn a_queue_of_stale_requests_has_no_goodput_and_the_newest_first_or_a_short_queue_has() {
    let goodput = |preset: &str, window: &str| {
        let report = run(lab!("stale-queue"), preset);
        figure(
            &report,
            &format!("windows.{window}.requests.goodput_per_second"),
        )
    };
    assert!(goodput("fifo", "spike") < 10.0);
    assert!(goodput("fifo", "after") < 40.0);
    for cure in ["lifo", "short-queue"] {
        assert!(goodput(cure, "spike") > 90.0, "{cure}");
        assert!(goodput(cure, "after") > 75.0, "{cure}");
    }
}

#[test]
fn a_pool_that_is_too_small_for_slow_queries_makes_everybody_wait() {
    let slow = |preset: &str, path: &str| figure(&run(lab!("connection-pool"), preset), path);
    assert!(slow("exhausted", "windows.slow.requests.error_ratio") > 0.9);
    assert!(slow("exhausted", "nodes.db.utilisation") < 0.2);
    assert!(slow("wider", "windows.slow.latency_ms.p50") < 100.0);
    assert!(slow("fail-fast", "windows.slow.latency_ms.p50") < 250.0);
    let errors = slow("fail-fast", "windows.slow.requests.error_ratio");
    assert!((0.35..0.55).contains(&errors), "{errors}");
}
