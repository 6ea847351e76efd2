//! The classic failures happen, and their cures cure them: the scenarios that the labs of the site run.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use reading::figure;

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

#[test]
fn entries_that_expire_together_are_a_stampede_and_jitter_single_flight_or_stale_answers_are_none()
{
    let report = |preset: &str| run(lab!("cache-stampede"), preset);
    let p99 = |preset: &str| figure(&report(preset), "windows.expiry.latency_ms.p99");
    assert!(p99("stampede") > 1000.0, "{}", p99("stampede"));
    assert!(p99("jitter") < 500.0, "{}", p99("jitter"));
    // One in twelve fetches and waits, and nobody waits for another.
    let p90 = |preset: &str| figure(&report(preset), "windows.expiry.latency_ms.p90");
    assert!(p90("stale") < 100.0, "{}", p90("stale"));
    assert!(p90("single-flight") > 500.0, "{}", p90("single-flight"));
    // 500 fetches of a database that does 200 a second take two and a half seconds, whoever asks.
    let fetches = |preset: &str| figure(&report(preset), "nodes.db.requests");
    assert!(
        fetches("single-flight") < 1_100.0,
        "{}",
        fetches("single-flight")
    );
    assert!(fetches("stampede") > 3_000.0, "{}", fetches("stampede"));
}

#[test]
fn a_flushed_cache_stays_empty_when_answers_come_too_late_to_fill_it_and_shedding_fills_it() {
    let after = |preset: &str| {
        let report = run(lab!("cache-flush"), preset);
        figure(&report, "windows.after.requests.goodput_per_second")
    };
    assert!(after("collapse") < 300.0, "{}", after("collapse"));
    assert!(after("shed") > 900.0, "{}", after("shed"));
}

#[test]
fn a_full_heap_collects_all_the_time_and_a_bounded_queue_keeps_it_free() {
    let after = |preset: &str| {
        let report = run(lab!("gc-death-spiral"), preset);
        figure(&report, "windows.after.requests.goodput_per_second")
    };
    assert!(after("spiral") < 35.0, "{}", after("spiral"));
    assert!(after("bounded") > 60.0, "{}", after("bounded"));
}

#[test]
fn a_dead_replica_draws_what_counts_connections_and_is_left_out_by_what_counts_failures() {
    let errors = |preset: &str| {
        let report = run(lab!("balancer-black-hole"), preset);
        figure(&report, "windows.dead.requests.error_ratio")
    };
    assert!(errors("black-hole") > 0.8, "{}", errors("black-hole"));
    assert!(
        (errors("round-robin") - 0.1).abs() < 0.01,
        "{}",
        errors("round-robin")
    );
    assert!(errors("ejection") < 0.01, "{}", errors("ejection"));
}

#[test]
fn users_who_come_back_together_keep_each_other_out_and_users_who_spread_do_not() {
    let figures = |preset: &str| {
        let report = run(lab!("thundering-herd"), preset);
        (
            figure(&report, "windows.after.requests.error_ratio"),
            figure(&report, "nodes.chat.wasted_handshakes"),
        )
    };
    let (errors, wasted) = figures("herd");
    assert!(errors > 0.3 && wasted > 50_000.0, "{errors} {wasted}");
    let (errors, wasted) = figures("jitter");
    assert!(errors < 0.05 && wasted < 20_000.0, "{errors} {wasted}");
}

#[test]
fn a_hot_key_throttles_a_table_that_is_half_idle_and_a_cache_takes_it_off() {
    let errors = |preset: &str| {
        let report = run(lab!("hot-partition"), preset);
        figure(&report, "windows.viral.requests.error_ratio")
    };
    // 140 reads and a tenth of the other 60 come to the partition, which does 80 a second, or 96.
    assert!(
        (errors("hot") - 66.0 / 200.0).abs() < 0.02,
        "{}",
        errors("hot")
    );
    assert!(
        (errors("more-units") - 50.0 / 200.0).abs() < 0.02,
        "{}",
        errors("more-units")
    );
    assert!(errors("cached") <= 0.0, "{}", errors("cached"));
}

#[test]
fn a_deployment_at_full_load_is_a_storm_of_cold_starts_and_provisioned_environments_are_none() {
    let report = |preset: &str| run(lab!("cold-start-storm"), preset);
    let storm = report("storm");
    assert!(figure(&storm, "windows.deploy.latency_ms.p99") > 2000.0);
    assert!(
        figure(&storm, "windows.deploy.requests.error_ratio") > 0.05,
        "{}",
        storm.to_json()
    );
    let ready = report("provisioned");
    assert!(
        figure(&ready, "windows.deploy.latency_ms.p99") < 150.0,
        "{}",
        ready.to_json()
    );
    assert!(figure(&ready, "windows.deploy.requests.error_ratio") <= 0.0);
}

#[test]
fn a_region_that_takes_over_more_than_it_can_do_goes_down_too_and_headroom_or_shedding_saves_it() {
    let goodput = |preset: &str| {
        let report = run(lab!("failover-overload"), preset);
        figure(&report, "windows.outage.requests.goodput_per_second")
    };
    assert!(goodput("overload") < 20.0, "{}", goodput("overload"));
    assert!(goodput("headroom") > 115.0, "{}", goodput("headroom"));
    assert!(goodput("shed") > 90.0, "{}", goodput("shed"));
}
