//! Each fault does what it imitates while it is on, and is gone when it is over.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::faults;
use headroom_sim::scenario::{FaultGiven, Scenario, parse};
use headroom_sim::session::{Progress, Session};
use headroom_sim::{Report, simulate};
use reading::figure;

/// Two tiers with plenty of room, observed before, during and after the half minute from second 30 on. Where the
/// system heals is left ten seconds after that.
const SYSTEM: &str = r#"
[run]
duration = "100s"
[classes]
read = { weight = 3, response_size = "10KiB" }
write = { weight = 1, write = true }
[nodes.client]
kind = "client"
rate = "50/s"
[nodes.app]
kind = "service"
label = "App"
zones = ["a", "b"]
region = "eu"
replicas = 4
concurrency = 4
service_time = "10ms"
queue_limit = 1000
[nodes.db]
kind = "service"
zone = "c"
region = "eu"
replicas = 4
concurrency = 4
service_time = "5ms"
[links.client.app]
latency = "1ms"
timeout = "2s"
[links.app.db]
latency = "1ms"
timeout = "1s"
retries = 1
backoff_base = "10ms"
connections = 20
[[preset]]
name = "watched"
windows = [
  { name = "before", from = "5s", to = "30s" },
  { name = "during", from = "30s", to = "60s" },
  { name = "after", from = "70s", to = "95s" },
]
"#;

fn system() -> Scenario {
    parse(SYSTEM).unwrap_or_else(|e| panic!("{e:#?}"))
}

fn given(kind: &str, target: &str, set: &[(&str, ParamValue)]) -> FaultGiven {
    let momentary = faults::registry()
        .iter()
        .any(|f| f.key == kind && f.momentary);
    FaultGiven {
        kind: kind.to_owned(),
        target: target.to_owned(),
        at_ns: Some(30_000_000_000),
        lasting_ns: (!momentary).then_some(30_000_000_000),
        set: set
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect(),
    }
}

fn run(fault: &FaultGiven) -> Report {
    let mut scenario = system();
    let fault = scenario.fault(fault).unwrap_or_else(|e| panic!("{e}"));
    scenario.faults.push(fault);
    let report = simulate(&scenario, Some("watched"), &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

/// During the fault the figure lies in a range; before and after it is as it is without any fault.
fn hits(
    kind: &str,
    target: &str,
    set: &[(&str, ParamValue)],
    path: &str,
    during: std::ops::RangeInclusive<f64>,
) {
    let calm = simulate(&system(), Some("watched"), &[], None).unwrap();
    let report = run(&given(kind, target, set));
    for window in ["before", "after"] {
        let path = format!("windows.{window}.{path}");
        let (found, without) = (figure(&report, &path), figure(&calm, &path));
        assert!(
            (found - without).abs() <= 0.02 * without.abs().max(0.05),
            "{kind}: {path} is {found}, and {without} without it"
        );
    }
    let found = figure(&report, &format!("windows.during.{path}"));
    assert!(
        during.contains(&found),
        "{kind}: {path} is {found}, not in {during:?}"
    );
}

const ERRORS: &str = "requests.error_ratio";
const MEAN: &str = "latency_ms.mean";

fn number(value: f64) -> ParamValue {
    ParamValue::Number(value)
}

const MS: f64 = 1e6;

#[test]
fn an_outage_refuses_everything_and_ends() {
    hits("outage", "app", &[], ERRORS, 1.0..=1.0);
    hits("outage", "db", &[], ERRORS, 1.0..=1.0);
}

#[test]
fn a_crash_takes_its_share_of_the_slots() {
    // One slot in sixteen is left: 100 a second at 10 ms and the 7 ms of the call, of which it can serve some 58.
    hits(
        "crash",
        "app",
        &[("share", number(15.0 / 16.0))],
        MEAN,
        40.0..=2000.0,
    );
}

#[test]
fn an_outage_of_a_zone_takes_the_part_that_is_there_and_of_a_region_everything() {
    hits("zone-outage", "zone:c", &[], ERRORS, 1.0..=1.0);
    // Half of the app is left, which is enough: only what was under way is lost.
    hits("zone-outage", "zone:a", &[], ERRORS, 0.0..=0.01);
    hits("region-outage", "region:eu", &[], ERRORS, 1.0..=1.0);
}

#[test]
fn a_slow_node_takes_its_factor_longer() {
    hits(
        "slow-node",
        "db",
        &[("factor", number(10.0))],
        MEAN,
        63.5..=64.5,
    );
    hits(
        "capacity-loss",
        "db",
        &[("left", number(0.5))],
        MEAN,
        23.5..=24.5,
    );
    hits(
        "iops-throttling",
        "db",
        &[("left", number(0.5))],
        MEAN,
        23.5..=24.5,
    );
    hits(
        "brown-out",
        "db",
        &[("factor", number(10.0)), ("share", number(0.0))],
        MEAN,
        63.5..=64.5,
    );
}

#[test]
fn latency_and_jitter_come_on_top_each_way() {
    hits(
        "latency-spike",
        "app->db",
        &[("extra", number(50.0 * MS))],
        MEAN,
        118.0..=120.0,
    );
    // A node stands for the links that lead to it.
    hits(
        "latency-spike",
        "db",
        &[("extra", number(50.0 * MS))],
        MEAN,
        118.0..=120.0,
    );
    hits(
        "jitter",
        "app->db",
        &[("mean", number(20.0 * MS))],
        MEAN,
        55.0..=63.0,
    );
}

#[test]
fn what_is_lost_is_noticed_by_a_timeout() {
    // Each way 10 % are lost, so 19 % of the attempts wait out their second, and 3.6 % of the calls fail twice.
    hits(
        "packet-loss",
        "app->db",
        &[("loss", number(0.1))],
        ERRORS,
        0.02..=0.055,
    );
    hits("partition", "app->db", &[], ERRORS, 1.0..=1.0);
    for direction in ["requests", "answers"] {
        let set = [("direction", ParamValue::Choice(direction.to_owned()))];
        hits("partition", "app->db", &set, ERRORS, 1.0..=1.0);
    }
}

#[test]
fn two_zones_of_three_have_two_thirds_of_the_slots_and_not_one_more() {
    let text = r#"
[run]
duration = "40s"
[nodes.client]
kind = "client"
rate = "700/s"
process = "even"
[nodes.app]
kind = "service"
zones = ["a", "b", "c"]
replicas = 9
concurrency = 8
service_time = "100ms"
queue_limit = 10
[links.client.app]
[[fault]]
kind = "zone-outage"
target = "zone:a"
at = "10s"
lasting = "30s"
[[preset]]
name = "watched"
windows = [{ name = "during", from = "15s", to = "35s" }]
"#;
    let scenario = parse(text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, Some("watched"), &[], None).unwrap();
    let served = figure(&report, "windows.during.requests.completed_per_second");
    // 48 slots of 72, each for a tenth of a second.
    assert!((served - 480.0).abs() < 2.0, "{served}");
}

#[test]
fn a_partition_cuts_a_zone_off_from_the_others_and_not_from_itself() {
    hits("partition", "zone:c", &[], ERRORS, 1.0..=1.0);
    // Both are in the region, so only what comes from outside is cut.
    let report = run(&given("partition", "region:eu", &[]));
    assert!(figure(&report, "windows.during.requests.error_ratio") >= 1.0);
    let calls = figure(&report, "links.app->db.calls");
    assert!(
        calls > 3_000.0 && figure(&report, "links.app->db.retries") < 1.0,
        "{calls}"
    );
}

#[test]
fn a_bandwidth_cap_costs_time_by_the_byte() {
    // Three quarters of the answers are 10 KiB, 102.4 ms at 100 KB a second.
    hits(
        "bandwidth-cap",
        "app->db",
        &[("bandwidth", number(1e5))],
        MEAN,
        90.0..=97.0,
    );
}

#[test]
fn pauses_stop_everything_and_are_over() {
    let gc = [
        ("every", number(1000.0 * MS)),
        ("pause", number(300.0 * MS)),
    ];
    // Three in ten arrive in a pause or end in it, and wait half of it on average.
    hits("gc-storm", "app", &gc, MEAN, 50.0..=90.0);
    hits("deadlock", "app", &gc, MEAN, 50.0..=90.0);
}

#[test]
fn errors_are_answers_after_the_work() {
    hits(
        "error-rate",
        "app",
        &[("share", number(0.3))],
        ERRORS,
        0.26..=0.34,
    );
    // Asked again once: 0.3 squared.
    hits(
        "error-rate",
        "db",
        &[("share", number(0.3))],
        ERRORS,
        0.07..=0.11,
    );
    let canary = [("canaries", number(0.25)), ("share", number(1.0))];
    hits("bad-canary", "app", &canary, ERRORS, 0.21..=0.29);
}

#[test]
fn a_full_disk_fails_writes_and_no_reads() {
    hits("disk-full", "db", &[], ERRORS, 0.22..=0.28);
    let report = run(&given("disk-full", "db", &[]));
    assert!(figure(&report, "classes.read.requests.error_ratio") <= 0.0);
}

#[test]
fn fewer_threads_serve_fewer() {
    hits(
        "thread-exhaustion",
        "app",
        &[("left", number(0.05))],
        MEAN,
        40.0..=2000.0,
    );
}

#[test]
fn a_leak_of_connections_leaves_one() {
    // One connection does 143 calls a second at 7 ms each; slow the callee so that this is not enough.
    let mut scenario = system();
    for fault in [
        given(
            "connection-leak",
            "app->db",
            &[("over", number(1000.0 * MS))],
        ),
        given("slow-node", "db", &[("factor", number(5.0))]),
    ] {
        let fault = scenario.fault(&fault).unwrap();
        scenario.faults.push(fault);
    }
    let report = simulate(&scenario, Some("watched"), &[], None).unwrap();
    assert!(report.sound);
    assert!(
        figure(&report, "windows.during.latency_ms.p99") > 500.0,
        "{}",
        report.to_json()
    );
    assert!(figure(&report, "windows.after.latency_ms.p99") < 60.0);
}

#[test]
fn an_expired_certificate_refuses_connections() {
    hits("certificate-expiry", "app->db", &[], ERRORS, 1.0..=1.0);
    let report = run(&given("certificate-expiry", "app->db", &[]));
    assert!(figure(&report, "windows.during.requests.failed.connection_refused") > 1000.0);
}

#[test]
fn a_spike_multiplies_the_rate() {
    let report = run(&given(
        "traffic-spike",
        "client",
        &[("factor", number(3.0))],
    ));
    // Three standard deviations of so many Poisson arrivals.
    for (window, rate, seconds) in [
        ("before", 50.0, 25.0),
        ("during", 150.0, 30.0),
        ("after", 50.0, 25.0f64),
    ] {
        let found = figure(
            &report,
            &format!("windows.{window}.requests.offered_per_second"),
        );
        let noise = 3.0 * (rate / seconds).sqrt();
        assert!((found - rate).abs() < noise, "{window}: {found}");
    }
}

#[test]
fn aggressive_clients_ask_again_at_once() {
    let mut scenario = system();
    for fault in [
        given("retry-storm", "app", &[("retries", number(3.0))]),
        given("outage", "db", &[]),
    ] {
        let fault = scenario.fault(&fault).unwrap();
        scenario.faults.push(fault);
    }
    let report = simulate(&scenario, Some("watched"), &[], None).unwrap();
    // One retry of its own and three more for each of about 1,500 calls.
    let retries = figure(&report, "links.app->db.retries");
    assert!((5_500.0..=6_500.0).contains(&retries), "{retries}");
}

#[test]
fn a_memory_leak_slows_kills_and_begins_anew() {
    let leak = [
        ("period", number(10_000.0 * MS)),
        ("factor", number(5.0)),
        ("restart", number(2_000.0 * MS)),
    ];
    // From 40 s and from 50 s on it is down for two seconds: four of thirty.
    hits("memory-leak", "app", &leak, ERRORS, 0.11..=0.16);
    hits("memory-leak", "app", &leak, MEAN, 28.0..=45.0);
}

#[test]
fn faults_add_up_and_each_ends_by_itself() {
    let mut scenario = system();
    let mut slow = given("slow-node", "db", &[("factor", number(2.0))]);
    scenario.faults.push(scenario.fault(&slow).unwrap());
    slow.lasting_ns = Some(10_000_000_000);
    scenario.faults.push(scenario.fault(&slow).unwrap());
    let report = simulate(&scenario, Some("watched"), &[], None).unwrap();
    // 5 ms, four times as long for ten seconds and twice for twenty: 5 x (4 + 2 + 2) / 3 instead of 5.
    let mean = figure(&report, "windows.during.latency_ms.mean");
    assert!((mean - 27.3).abs() < 0.5, "{mean}");
}

#[test]
fn what_was_done_to_a_run_is_done_again_at_the_same_point_with_the_same_bytes() {
    let scenario = system();
    let mut live = Session::new(&scenario, Some("watched"), &[], Some(7)).unwrap();
    let mut looks = 0;
    // In the middle of a slice, as a reader's click comes.
    live.advance(20_000_000_000, &mut || {
        looks += 1;
        looks == 2
    });
    live.set("nodes.client.rate", &number(200.0)).unwrap();
    live.advance(33_000_000_000, &mut || false);
    let mut crash = given("crash", "app", &[("share", number(0.75))]);
    crash.at_ns = None;
    live.inject(&crash).unwrap();
    live.inject(&given("latency-spike", "app->db", &[]))
        .unwrap();
    while live.advance(u64::MAX, &mut || false) == Progress::Running {}

    let mut again = Session::new(&scenario, Some("watched"), &[], Some(7)).unwrap();
    again.replay(live.interventions().to_vec());
    // In slices of another length.
    let mut until = 0;
    while again.advance(until, &mut || true) == Progress::Running {
        until += 777_000_000;
    }
    assert_eq!(live.report().to_json(), again.report().to_json());
    assert_eq!(live.interventions().len(), 3);
}

#[test]
fn mistakes_are_told_with_what_would_be_right() {
    let scenario = system();
    let error = |kind: &str, target: &str, set: &[(&str, ParamValue)]| {
        scenario
            .fault(&given(kind, target, set))
            .unwrap_err()
            .to_string()
    };
    insta::assert_snapshot!(
        [
            error("cache-flsh", "app", &[]),
            error("outage", "ap", &[]),
            error("outage", "app->db", &[]),
            error("latency-spike", "db->app", &[]),
            error("zone-outage", "zone:x", &[]),
            error("crash", "app", &[("shar", number(0.5))]),
            error("crash", "app", &[("share", number(1.5))]),
        ]
        .join("\n")
    );
}
