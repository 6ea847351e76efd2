//! Random valid scenarios run and keep the laws; no text makes the parser panic.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::scenario::parse;
use headroom_sim::simulate;
use proptest::prelude::*;

const EXAMPLE: &str = include_str!("fixtures/serverless-url-shortener.toml");

/// Three tiers and a queue with everything that can go wrong on the way.
fn scenario(p: &Knobs) -> String {
    let Knobs {
        rate,
        timeout,
        retries,
        jitter,
        cancel,
        loss,
        slots,
        bound,
        lifo,
        model,
        keep,
        visibility,
        limit,
    } = p;
    format!(
        r#"
[run]
duration = "20s"
warmup = "3s"
[classes]
read = {{ weight = 3 }}
write = {{ weight = 1, write = true }}
[nodes.client]
kind = "client"
rate = "{rate}/s"
shape = "spike(at: 8s, lasting: 3s, times: 4, rise: 1s)"
[nodes.app]
kind = "service"
replicas = 1
concurrency = {slots}
queue_limit = {bound}
discipline = "{lifo}"
model = "{model}"
[nodes.fn]
kind = "function"
keep_alive = "{keep}ms"
reserved_concurrency = {limit}
[nodes.db]
kind = "key-value-store"
partitions = 2
capacity = "provisioned"
adaptive = false
read_units = "20/s"
write_units = "20/s"
hot_share = 0.5
hit_ratio = 0.7
[nodes.jobs]
kind = "queue"
visibility_timeout = "{visibility}ms"
max_receives = 3
[nodes.worker]
kind = "service"
service_time = "exponential(80ms)"
[links.client.app]
latency = "exponential(3ms)"
timeout = "{timeout}ms"
retries = {retries}
jitter = "{jitter}"
backoff_base = "5ms"
cancel = {cancel}
loss = {loss}
[links.app.fn]
timeout = "{timeout}ms"
retries = 1
cancel = {cancel}
[links.app.db]
timeout = "50ms"
loss = {loss}
[links.fn.db]
[links.app.jobs]
[links.jobs.worker]
timeout = "1s"
[routes.app]
read = [{{ parallel = ["fn", "db"] }}, {{ to = "fn", when = "miss", probability = 0.5 }}]
write = ["db", {{ to = "fn", optional = true }}, {{ to = "jobs", async = true }}]
"#
    )
}

#[derive(Debug)]
struct Knobs {
    rate: u32,
    timeout: u32,
    retries: u32,
    jitter: &'static str,
    cancel: bool,
    loss: f64,
    slots: u32,
    bound: u32,
    lifo: &'static str,
    model: &'static str,
    keep: u32,
    visibility: u32,
    limit: u32,
}

fn knobs() -> impl Strategy<Value = Knobs> {
    let policy = (
        5u32..400,
        20u32..500,
        0u32..4,
        any::<bool>(),
        prop_oneof![Just(0.0), Just(0.05)],
    );
    let choices = (
        prop::sample::select(vec!["none", "full", "equal", "decorrelated"]),
        prop::sample::select(vec!["fifo", "lifo"]),
        prop::sample::select(vec!["thread-per-request", "event-loop"]),
    );
    let sizes = (1u32..12, 0u32..40, 10u32..5000, 20u32..2000, 0u32..8);
    (policy, choices, sizes).prop_map(
        |(
            (rate, timeout, retries, cancel, loss),
            (jitter, lifo, model),
            (slots, bound, keep, visibility, limit),
        )| Knobs {
            rate,
            timeout,
            retries,
            jitter,
            cancel,
            loss,
            slots,
            bound,
            lifo,
            model,
            keep,
            visibility,
            limit,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn requests_are_conserved_and_parts_sum_whatever_goes_wrong(knobs in knobs(), seed in 0u64..1000) {
        let text = scenario(&knobs);
        let parsed = parse(&text).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let report = simulate(&parsed, None, &[], Some(seed)).unwrap();
        // Little's law, flow balance of every node and the sum of parts, to the nanosecond.
        prop_assert!(report.sound, "{}", report.to_json());
        for (path, value) in report.figures() {
            prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
        }
        let f = |path: &str| report.figure(path).unwrap();
        let over = f("requests.completed") + f("requests.failed_total") + f("requests.unfinished");
        prop_assert!((f("requests.offered") - over).abs() < 0.5);
        prop_assert_eq!(report.to_json(), simulate(&parsed, None, &[], Some(seed)).unwrap().to_json());
    }

    #[test]
    fn an_edit_anywhere_in_a_file_gives_a_scenario_or_errors_but_no_panic(at in 0usize..5000, cut in 0usize..40, put in ".{0,12}") {
        let start = EXAMPLE.floor_char_boundary(at.min(EXAMPLE.len()));
        let end = EXAMPLE.floor_char_boundary((start + cut).min(EXAMPLE.len()));
        let text = format!("{}{put}{}", &EXAMPLE[..start], &EXAMPLE[end..]);
        if let Err(errors) = parse(&text) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(!error.message.is_empty());
                prop_assert!(error.span.is_none_or(|span| span.end <= text.len()));
            }
        }
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,200}") {
        let _ = parse(&text);
    }
}

#[test]
fn a_run_that_would_not_end_stops_at_its_ceiling_and_says_so() {
    let text = "[run]\nmax_events = 10000\n[nodes.c]\nkind = \"client\"\nprocess = \"closed\"\nthink_time = \"0s\"\n[nodes.a]\nkind = \"service\"\nservice_time = \"0s\"\n[links.c.a]\n";
    let report = simulate(&parse(text).unwrap(), None, &[], None).unwrap();
    assert!(
        report.verdicts()[0].contains("event ceiling"),
        "{:?}",
        report.verdicts()
    );
}
