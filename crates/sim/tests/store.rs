//! Stores do what the real ones do: one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use proptest::prelude::*;

/// A run of so many seconds.
fn run(seconds: u32, rest: &str) -> Report {
    let text = format!("[run]\nduration = \"{seconds}s\"\n{rest}");
    let scenario = parse(&text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

fn figure(report: &Report, path: &str) -> f64 {
    let found = report.figure(path);
    found.unwrap_or_else(|| panic!("no {path} in {}", report.to_json()))
}

fn near(report: &Report, path: &str, expected: f64, tolerance: f64) {
    let found = figure(report, path);
    assert!(
        (found - expected).abs() <= tolerance,
        "{path} is {found}, not {expected}: {}",
        report.to_json()
    );
}

/// So many users, each with the next request as soon as the last is answered.
fn users(n: u32, more: &str) -> String {
    format!(
        "[nodes.client]\nkind = \"client\"\nprocess = \"closed\"\nthink_time = \"0s\"\nusers = {n}\n{more}\n"
    )
}

fn client(process: &str, rate: &str, more: &str) -> String {
    format!(
        "[nodes.client]\nkind = \"client\"\nprocess = \"{process}\"\nrate = \"{rate}\"\n{more}\n"
    )
}

const WRITES: &str = "[classes]\nwrite = { write = true }\n";

mod sql_database {
    use super::*;

    fn database(more: &str) -> String {
        format!("[nodes.db]\nkind = \"sql-database\"\n{more}\n[links.client.db]\n")
    }

    #[test]
    fn writers_of_one_row_take_turns_for_as_long_as_its_lock_is_held() {
        let system = |more: &str| {
            let db = database(&format!(
                "cores = 64\nwrite_time = \"10ms\"\nthink_time = \"5ms\"\nack_time = \"5ms\"\n{more}"
            ));
            run(100, &format!("{WRITES}{}{db}", users(20, "keys = 1")))
        };
        let per_second = "requests.completed_per_second";
        // The lock is held for the statement, and the commit's wait for its replica.
        near(&system(""), per_second, 1.0 / 0.010, 1.0);
        let sync = system("replicas = 1\nreplication = \"sync\"");
        near(&sync, per_second, 1.0 / 0.015, 1.0);
        near(&sync, "lock_waiting", 19.0, 0.1);
        near(&sync, "nodes.db.lock_wait_ms", 19.0 * 15.0, 2.0);
        // Idle in a transaction is still in it.
        near(&system("statements = 3"), per_second, 1.0 / 0.040, 1.0);
        near(&system("row_locks = false"), per_second, 20.0 / 0.010, 10.0);
    }

    #[test]
    fn whoever_waits_too_long_for_a_lock_fails() {
        let db = database("write_time = \"1s\"\nlock_timeout = \"2500ms\"");
        let report = run(100, &format!("{WRITES}{}{db}", users(10, "keys = 1")));
        near(&report, "writes", 100.0, 2.0);
        assert!(figure(&report, "lock_timeouts") > 200.0);
        near(
            &report,
            "requests.failed.timeout",
            figure(&report, "lock_timeouts"),
            0.0,
        );
        near(&report, "nodes.db.lock_wait_ms.max", 2000.0, 510.0);
    }

    #[test]
    fn one_connection_too_many_is_refused_or_waits() {
        let system = |more: &str| {
            let db = database(&format!(
                "cores = 64\nread_time = \"100ms\"\nmax_connections = 5\n{more}"
            ));
            run(100, &format!("{}{db}", client("even", "100/s", "")))
        };
        // Five connections of 100 ms serve 50 a second.
        let refused = system("");
        near(&refused, "refused_connections", 5000.0, 20.0);
        near(&refused, "requests.failed.connection_refused", 5000.0, 20.0);
        near(&refused, "latency_ms.max", 100.0, 0.5);
        let queued = system("connection_queue = 10");
        near(&queued, "nodes.db.waiting", 10.0, 0.2);
        near(&queued, "latency_ms.p99", 300.0, 20.0);
        near(&refused, "nodes.db.cost_per_hour", 0.065, 1e-9);
    }

    #[test]
    fn a_write_waits_for_the_slowest_replica_or_the_last_of_its_quorum() {
        let system = |replication: &str| {
            let db = database(&format!(
                "write_time = \"1ms\"\ncores = 64\nreplicas = 3\nack_time = \"exponential(10ms)\"\n{replication}"
            ));
            run(200, &format!("{WRITES}{}{db}", client("even", "200/s", "")))
        };
        // Order statistics of three exponentials; 40,000 samples of a deviation near the mean.
        let wait = "nodes.db.commit_wait_ms";
        near(&system("replication = \"async\""), wait, 0.0, 0.0);
        let all = 10.0 * (1.0 / 3.0 + 1.0 / 2.0 + 1.0);
        near(&system("replication = \"sync\""), wait, all, 0.2);
        let two = 10.0 * (1.0 / 3.0 + 1.0 / 2.0);
        let quorum = system("replication = \"quorum\"\nquorum = 2");
        near(&quorum, wait, two, 0.15);
    }

    #[test]
    fn reads_at_replicas_are_stale_as_often_as_the_lag_outlasts_the_age_of_the_last_write() {
        let system = |more: &str| {
            let db = database(&format!(
                "write_time = \"10us\"\nread_time = \"10us\"\ncores = 64\nreplicas = 2\nlag = \"exponential(250ms)\"\n{more}"
            ));
            let load = client(
                "poisson",
                "200/s",
                "keys = 50\nkey_distribution = \"uniform\"",
            );
            let classes =
                "[classes]\nread = { weight = 3 }\nwrite = { weight = 1, write = true }\n";
            run(600, &format!("{classes}{load}{db}"))
        };
        // Each key is written once a second: w m / (1 + w m).
        near(&system(""), "stale_ratio", 0.25 / 1.25, 0.01);
        near(&system("reads = \"primary\""), "stale_reads", 0.0, 0.0);
        let all = system("reads = \"all\"");
        near(
            &all,
            "replica_reads",
            figure(&all, "reads") * 2.0 / 3.0,
            5.0,
        );
        // Behind by ten seconds more there is hardly a key that was not written.
        let behind = system(
            "[[fault]]\nkind = \"replica-lag\"\ntarget = \"db\"\nat = \"0s\"\nlag = \"10s\"",
        );
        near(&behind, "stale_ratio", 1.0, 0.02);
    }

    #[test]
    fn a_lost_primary_takes_no_writes_until_another_is_elected() {
        let system = |more: &str| {
            let db = database(&format!(
                "write_time = \"1ms\"\ncores = 64\nreplicas = 1\nlag = \"200ms\"\nfailover_time = \"10s\"\n{more}\n\
                 [[fault]]\nkind = \"primary-failover\"\ntarget = \"db\"\nat = \"50s\"\n"
            ));
            run(100, &format!("{WRITES}{}{db}", client("even", "100/s", "")))
        };
        let fails = system("");
        near(&fails, "failover_failures", 1000.0, 2.0);
        near(&fails, "requests.failed.node_down", 1000.0, 2.0);
        near(&fails, "lost_writes", 20.0, 1.0);
        near(&system("replication = \"sync\""), "lost_writes", 0.0, 0.0);
        let waits = system("max_connections = 5000\nduring_failover = \"wait\"");
        near(&waits, "requests.failed_total", 0.0, 1.0);
        near(&waits, "latency_ms.max", 10_000.0, 50.0);
    }

    #[test]
    fn replicas_share_the_reads() {
        let system = |replicas: u32| {
            let db = database(&format!(
                "cores = 1\nread_time = \"10ms\"\nreplicas = {replicas}"
            ));
            run(50, &format!("{}{db}", users(60, "")))
        };
        let per_second = "requests.completed_per_second";
        near(&system(0), per_second, 100.0, 1.0);
        near(&system(1), per_second, 100.0, 1.0);
        near(&system(4), per_second, 400.0, 4.0);
    }
}

/// What every run keeps, whatever the parameters.
fn holds(text: &str, seed: u64) -> Result<(), TestCaseError> {
    let scenario = parse(text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let report = simulate(&scenario, None, &[], Some(seed)).unwrap();
    prop_assert!(report.sound, "{}", report.to_json());
    for (path, value) in report.figures() {
        prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
    }
    let again = simulate(&scenario, None, &[], Some(seed)).unwrap();
    prop_assert_eq!(report.to_json(), again.to_json());
    Ok(())
}

/// What goes wrong around a store called `s`.
const FAULTS: &str = r#"
[[fault]]
kind = "primary-failover"
target = "s"
at = "3s"
[[fault]]
kind = "cache-flush"
target = "s"
at = "4s"
[[fault]]
kind = "crash"
target = "s"
at = "5s"
lasting = "1s"
[[fault]]
kind = "thread-exhaustion"
target = "s"
at = "6s"
lasting = "500ms"
[[fault]]
kind = "outage"
target = "s"
at = "7s"
lasting = "300ms"
[[fault]]
kind = "disk-full"
target = "s"
at = "8s"
lasting = "500ms"
[[fault]]
kind = "quota-exhausted"
target = "s"
at = "8500ms"
lasting = "500ms"
"#;

/// Readers and writers of a store `s`, who give up and try again.
fn around(rate: u32, keys: u32, timeout: u32, cancel: bool, store: &str) -> String {
    format!(
        r#"
[run]
duration = "10s"
warmup = "1s"
[classes]
read = {{ weight = 2, response_size = "20kB" }}
write = {{ weight = 1, write = true, request_size = "200kB" }}
[nodes.client]
kind = "client"
rate = "{rate}/s"
keys = {keys}
[links.client.s]
timeout = "{timeout}ms"
retries = 1
backoff_base = "5ms"
cancel = {cancel}
[nodes.s]
{store}
{FAULTS}
"#
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_database_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (5u32..400, 1u32..50, 5u32..2000, any::<bool>(), 0u64..1000),
        (connections, queue, cores, statements, replicas) in (1u32..30, 0u32..20, 1u32..8, 1u32..4, 0u32..4),
        (locks, lock_timeout, wait) in (any::<bool>(), 0u32..500, any::<bool>()),
        (reads, replication, failover) in (0usize..3, 0usize..3, 0u32..3000),
    ) {
        let reads = ["replicas", "primary", "all"][reads];
        let replication = ["async", "sync", "quorum"][replication];
        let during = if wait { "wait" } else { "fail" };
        let store = format!(
            "kind = \"sql-database\"\nmax_connections = {connections}\nconnection_queue = {queue}\ncores = {cores}\n\
             statements = {statements}\nreplicas = {replicas}\nrow_locks = {locks}\nlock_timeout = \"{lock_timeout}ms\"\n\
             reads = \"{reads}\"\nreplication = \"{replication}\"\nfailover_time = \"{failover}ms\"\nduring_failover = \"{during}\"\n"
        );
        holds(&around(rate, keys, timeout, cancel, &store), seed)?;
    }
}
