//! Each kind does what the real thing does: one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use reading::near;

/// A client at an even `rate` for 100 s before `nodes`.
fn run(rate: &str, rest: &str) -> Report {
    let text = format!(
        "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"{rate}\"\n{rest}"
    );
    let report = simulate(
        &parse(&text).unwrap_or_else(|e| panic!("{e:#?}")),
        None,
        &[],
        None,
    )
    .unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

#[test]
fn a_slot_is_held_while_a_thread_waits_and_free_while_an_event_loop_does() {
    let system = |model: &str| {
        run(
            "50/s",
            &format!(
                "[nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 2\nservice_time = \"1ms\"\nmodel = \"{model}\"\n\
                 [nodes.db]\nkind = \"service\"\nconcurrency = 100\nservice_time = \"100ms\"\n[links.client.app]\n[links.app.db]\n"
            ),
        )
    };
    // Two threads held for 101 ms each serve 19.8 a second of the 50; an event loop serves them all.
    near(
        &system("thread-per-request"),
        "requests.completed_per_second",
        19.8,
        0.3,
    );
    near(&system("event-loop"), "latency_ms.mean", 101.0, 0.5);
}

#[test]
fn retries_amplify_load_and_a_budget_bounds_it() {
    let system = |budget: &str| {
        run(
            "100/s",
            &format!(
                "[nodes.app]\nkind = \"service\"\nreplicas = 0\n[links.client.app]\nretries = 3\nbackoff_base = \"1ms\"\nretry_budget = {budget}\n"
            ),
        )
    };
    let unbounded = system("0");
    near(&unbounded, "requests.retries", 30_000.0, 10.0);
    near(&unbounded, "requests.error_ratio", 1.0, 0.0);
    near(&system("0.1"), "requests.retries", 1_000.0, 15.0);
}

#[test]
fn a_callee_works_on_for_a_caller_that_gave_up_unless_it_is_told() {
    let system = |cancel: bool| {
        run(
            "10/s",
            &format!(
                "[nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 100\nservice_time = \"1s\"\n\
                 [links.client.app]\ntimeout = \"200ms\"\ncancel = {cancel}\n"
            ),
        )
    };
    near(&system(false), "nodes.app.running", 10.0, 0.2);
    near(&system(true), "nodes.app.running", 2.0, 0.1);
    near(&system(true), "requests.failed.timeout", 997.0, 3.0);
}

#[test]
fn an_environment_serves_one_request_at_a_time_and_goes_after_its_keep_alive() {
    let function = "[nodes.fn]\nkind = \"function\"\nruntime = \"custom\"\ninit_time = \"300ms\"\nservice_time = \"50ms\"\ncpu_bound = 0\n[links.client.fn]\n";
    // One request a second: within the keep-alive always warm, past it always cold.
    let warm = run(
        "1/s",
        &format!("{function}\n").replace("[links", "keep_alive = \"2s\"\n[links"),
    );
    near(&warm, "cold_starts", 1.0, 0.0);
    near(&warm, "warm_invocation_ms", 50.0, 0.1);
    let cold = run(
        "1/s",
        &function.replace("[links", "keep_alive = \"500ms\"\n[links"),
    );
    near(&cold, "cold_start_ratio", 1.0, 0.0);
    near(&cold, "latency_ms.p50", 350.0, 1.0);
    near(&cold, "cold_start_ms", 300.0, 0.1);
    // Billed with initialisation, a request price and half a GiB.
    near(
        &cold,
        "cost_per_invocation",
        0.2e-6 + 0.35 * 0.5 * 0.000_016_666_7,
        1e-9,
    );
    let limited = run(
        "100/s",
        &function.replace("[links", "reserved_concurrency = 2\n[links"),
    );
    near(&limited, "requests.completed_per_second", 40.0, 7.0);
    assert!(limited.figure("throttles").unwrap() > 5000.0);
}

#[test]
fn less_memory_is_less_cpu() {
    let system = |memory: &str| {
        run(
            "1/s",
            &format!(
                "[nodes.fn]\nkind = \"function\"\nservice_time = \"100ms\"\ncpu_bound = 1\nmemory = \"{memory}\"\n[links.client.fn]\n"
            ),
        )
    };
    near(&system("1769MiB"), "warm_invocation_ms.p50", 100.0, 0.5);
    near(&system("884.5MiB"), "warm_invocation_ms.p50", 200.0, 1.0);
    near(&system("8GiB"), "warm_invocation_ms.p50", 100.0, 0.5);
}

#[test]
fn a_gateway_lets_its_burst_and_its_rate_through() {
    let report = run(
        "100/s",
        "[nodes.gw]\nkind = \"api-gateway\"\nrate_limit = \"20/s\"\nburst = 50\n[links.client.gw]\n",
    );
    near(&report, "requests.completed", 20.0 * 100.0 + 50.0, 3.0);
    near(&report, "rate_limited", 10_000.0 - 2_050.0, 4.0);
}

#[test]
fn a_hot_partition_throttles_while_the_table_has_units_left() {
    let system = |hot: &str| {
        run(
            "800/s",
            &format!(
                "[nodes.db]\nkind = \"key-value-store\"\npartitions = 10\ncapacity = \"provisioned\"\nadaptive = false\n\
                 eventual = false\nread_units = \"1000/s\"\nhot_share = {hot}\n[links.client.db]\n"
            ),
        )
    };
    near(&system("0"), "throttles", 0.0, 0.0);
    // 440 a second meet the hot partition, which serves 100 and has five minutes' worth saved.
    near(
        &system("0.5"),
        "throttles",
        440.0 * 100.0 - 40_000.0,
        1500.0,
    );
}

#[test]
fn a_visibility_timeout_shorter_than_the_work_duplicates_it() {
    let system = |visibility: &str| {
        run(
            "2/s",
            &format!(
                "[nodes.q]\nkind = \"queue\"\nvisibility_timeout = \"{visibility}\"\nmax_receives = 10\nconsumers = 50\n\
                 [nodes.w]\nkind = \"service\"\nconcurrency = 50\nservice_time = \"3s\"\n[links.client.q]\n[links.q.w]\n"
            ),
        )
    };
    near(&system("10s"), "redelivered", 0.0, 0.0);
    assert!(system("2s").figure("redelivered").unwrap() > 150.0);
    // Whoever sends does not wait for the work.
    assert!(system("10s").figure("latency_ms.p99").unwrap() < 100.0);
}

#[test]
fn messages_that_always_fail_become_dead_letters() {
    let report = run(
        "1/s",
        "[nodes.q]\nkind = \"queue\"\nvisibility_timeout = \"1s\"\nmax_receives = 3\n\
         [nodes.w]\nkind = \"service\"\nreplicas = 0\n[links.client.q]\n[links.q.w]\n",
    );
    near(&report, "dead_letters", 96.0, 4.0);
    near(&report, "requests.error_ratio", 0.0, 0.0);
}
