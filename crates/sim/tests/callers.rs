//! What a caller does for itself: pools, breakers, hedges, deadlines.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use reading::near;

/// A client at `rate` before a service, 100 s long, the link between them as given.
fn run(process: &str, rate: &str, run: &str, app: &str, link: &str) -> Report {
    let text = format!(
        "[run]\nduration = \"100s\"\n{run}\n[nodes.client]\nkind = \"client\"\nprocess = \"{process}\"\nrate = \"{rate}\"\n\
         [nodes.app]\nkind = \"service\"\n{app}\n[links.client.app]\n{link}\n"
    );
    let scenario = parse(&text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

#[test]
fn a_pool_lets_so_many_through_at_once_and_the_others_wait_or_are_turned_away() {
    let system = |queue: &str| {
        run(
            "even",
            "300/s",
            "",
            "concurrency = 100\nservice_time = \"10ms\"",
            &format!("connections = 2\n{queue}"),
        )
    };
    // Two connections for 10 ms each do 200 a second.
    let endless = system("");
    near(&endless, "requests.completed_per_second", 200.0, 0.5);
    near(&endless, "links.client->app.connections_in_use", 2.0, 0.01);
    let bounded = system("connection_queue = 5");
    near(&bounded, "requests.failed.queue_full", 10_000.0, 20.0);
    // Five before it, two at a time.
    near(&bounded, "latency_ms.max", 35.0, 5.1);
}

#[test]
fn a_queue_for_connections_hands_them_to_those_who_are_about_to_give_up() {
    let report = run(
        "even",
        "300/s",
        "",
        "concurrency = 100\nservice_time = \"10ms\"",
        "connections = 2\ntimeout = \"50ms\"",
    );
    // First in, first out, at half as much again as it can do: each has waited nearly its 50 ms when its turn comes.
    let failed = report.figure("requests.failed.timeout").unwrap();
    assert!(failed > 29_000.0, "{failed}");
    near(&report, "links.client->app.connections_in_use", 2.0, 0.01);
}

#[test]
fn a_breaker_opens_and_then_lets_a_few_probes_through_each_time() {
    let report = run(
        "even",
        "100/s",
        "",
        "replicas = 0",
        "breaker_threshold = \"50%\"\nbreaker_window = 20\nbreaker_open = \"10s\"\nbreaker_probes = 5",
    )
    .figures();
    let figure = |path: &str| report.iter().find(|(p, _)| p == path).unwrap().1;
    // Twenty open it; then five in each period of 10 s and the 40 ms from the first probe to the last: nine full ones and the rest.
    let through = figure("requests.offered") - figure("links.client->app.stopped");
    assert!((through - (20.0 + 9.0 * 5.0)).abs() <= 5.0, "{through}");
    assert!((figure("links.client->app.breaker_open_ratio") - 0.998).abs() < 0.001);
}

#[test]
fn a_breaker_closes_again_when_its_probes_succeed() {
    let report = run(
        "even",
        "100/s",
        "",
        "service_time = \"1ms\"\n[[fault]]\nkind = \"outage\"\ntarget = \"app\"\nat = \"20s\"\nlasting = \"5s\"",
        "breaker_threshold = \"50%\"\nbreaker_window = 20\nbreaker_open = \"2s\"\nbreaker_probes = 5",
    );
    // Ten failures of twenty open it at 20.1 s; the outage is over at 25 s, and the probes after 26.2 s say so.
    near(&report, "requests.failed_total", 620.0, 20.0);
    near(&report, "requests.failed.connection_refused", 20.0, 5.0);
}

#[test]
fn a_hedge_cuts_the_tail_at_the_price_of_a_few_more_calls() {
    let system = |hedge: &str| {
        run(
            "poisson",
            "1000/s",
            "",
            "concurrency = 10000\nservice_time = \"exponential(10ms)\"",
            hedge,
        )
    };
    near(&system(""), "latency_ms.p99", 46.05, 1.0);
    let hedged = system("hedge_after = \"30ms\"");
    // P(X > t) P(Y > t - 30) = 1 %: exp(-(2t - 30) / 10).
    near(&hedged, "latency_ms.p99", 38.03, 0.8);
    // exp(-3) of the calls are still out after 30 ms.
    near(&hedged, "links.client->app.hedges", 4_979.0, 250.0);
    near(&hedged, "requests.failed_total", 0.0, 0.0);
}

#[test]
fn a_hedge_of_an_attempt_that_fails_decides() {
    let report = run(
        "even",
        "100/s",
        "",
        "concurrency = 1000\nservice_time = \"100ms\"\n[[fault]]\nkind = \"error-rate\"\ntarget = \"app\"\nshare = \"50%\"",
        "hedge_after = \"10ms\"\nretries = 1\nbackoff_base = \"1ms\"\njitter = \"none\"",
    );
    // Both attempts fail, and both of the second try: a half to the power of four. Each try is hedged.
    near(&report, "requests.error_ratio", 0.0625, 0.008);
    near(&report, "links.client->app.hedges", 12_500.0, 150.0);
}

#[test]
fn a_callee_that_knows_the_deadlines_has_no_stale_backlog_when_an_overload_is_over() {
    let system = |propagation: bool| {
        let text = format!(
            "[run]\nduration = \"40s\"\ndeadline = \"1s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"50/s\"\n\
             shape = \"steps(0s: 3, 30s: 1)\"\n[nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 1\nservice_time = \"10ms\"\n\
             queue_limit = 100000\n[links.client.app]\ntimeout = \"1s\"\ndeadline_propagation = {propagation}\n[[preset]]\nname = \"overload\"\n\
             windows = [{{ name = \"after\", from = \"32s\", to = \"39s\" }}]\n"
        );
        let report = simulate(&parse(&text).unwrap(), Some("overload"), &[], None).unwrap();
        assert!(report.sound);
        report
            .figure("windows.after.requests.goodput_per_second")
            .unwrap()
    };
    // Thirty seconds at half as much again as it can do leave 1,500 requests that nobody waits for: half a minute of work.
    assert!(system(false) < 1.0, "{}", system(false));
    assert!(system(true) > 49.0, "{}", system(true));
}

#[test]
fn a_deadline_goes_down_with_the_calls() {
    let text = r#"
[run]
duration = "100s"
deadline = "1s"
[nodes.client]
kind = "client"
process = "even"
rate = "10/s"
[nodes.app]
kind = "service"
concurrency = 1000
service_time = "700ms"
[nodes.db]
kind = "service"
concurrency = 1000
service_time = "1ms"
[links.client.app]
deadline_propagation = true
[links.app.db]
latency = "400ms"
deadline_propagation = true
"#;
    let report = simulate(&parse(text).unwrap(), None, &[], None).unwrap();
    assert!(report.sound);
    // 700 ms of work and 400 ms on the way: the database is asked too late and says so.
    let failed = report.figure("requests.failed.deadline_exceeded").unwrap();
    assert!(failed > 900.0, "{}", report.to_json());
}
