//! Traces are of the run that was made, and say what became of single requests.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::descriptor::ParamValue;
use headroom_sim::scenario::{Scenario, parse};
use headroom_sim::session::{Progress, Session};
use headroom_sim::trace::{Reason, Trace, otlp_json};

const SYSTEM: &str = r#"
[run]
duration = "60s"
[nodes.client]
kind = "client"
rate = "100/s"
[nodes.app]
kind = "service"
concurrency = 4
service_time = "exponential(10ms)"
[nodes.db]
kind = "service"
service_time = "exponential(20ms)"
queue_limit = 5
[nodes.mail]
kind = "service"
[links.client.app]
latency = "1ms"
[links.app.db]
latency = "1ms"
timeout = "100ms"
retries = 2
backoff_base = "20ms"
hedge_after = "60ms"
[links.app.mail]
[routes.app]
"*" = ["db", { to = "mail", async = true }]
[[fault]]
kind = "error-rate"
target = "db"
share = "60%"
at = "20s"
lasting = "10s"
"#;

fn traced() -> (Scenario, Session, Vec<Trace>) {
    let scenario = parse(SYSTEM).unwrap_or_else(|e| panic!("{e:#?}"));
    let mut session = Session::new(&scenario, None, &[], Some(3)).unwrap();
    session.advance(30_000_000_000, &mut || false);
    session
        .set("nodes.client.rate", &ParamValue::Number(120.0))
        .unwrap();
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    let mut again = session.tracing().unwrap();
    while again.advance(u64::MAX, &mut || false) == Progress::Running {}
    let traces = again.traces();
    (scenario, session, traces)
}

#[test]
fn the_slowest_the_failed_and_a_few_others_are_traced_whole() {
    let (_, session, traces) = traced();
    let of = |reason| traces.iter().filter(move |t| t.reasons.contains(&reason));
    for reason in [Reason::Slowest, Reason::Failed, Reason::Sampled] {
        assert_eq!(of(reason).count(), 10, "{reason:?}");
    }
    // The slowest of the traces is the slowest of the run.
    let slowest = of(Reason::Slowest)
        .map(|trace| trace.spans[0].end_ns - trace.spans[0].start_ns)
        .max()
        .unwrap();
    let max = session.report().figure("latency_ms.max").unwrap();
    assert!((slowest as f64 / 1e6 - max).abs() < 1e-6, "{slowest} {max}");
    for trace in of(Reason::Failed) {
        assert!(trace.spans[0].failure.is_some());
        let sentence = trace.sentence(|id| format!("<{id}>"));
        assert!(sentence.starts_with("It failed after "), "{sentence}");
        assert!(sentence.contains("from <app> to <db> failed"), "{sentence}");
    }
}

#[test]
fn spans_lie_inside_of_those_they_were_done_for_and_attempts_follow_each_other() {
    let (_, _, traces) = traced();
    let mut attempts = 0;
    for trace in &traces {
        assert!(trace.spans[0].caller.is_none() && trace.spans[0].parent.is_none());
        for span in &trace.spans[1..] {
            assert!(span.start_ns <= span.end_ns);
            let parent = &trace.spans[span.parent.unwrap()];
            assert!(parent.start_ns <= span.start_ns);
            attempts += usize::from(span.attempt > 0);
            // What nobody waits for may end after those it was done for.
            if span.node == "db" && !span.unfinished && !parent.unfinished {
                assert!(span.end_ns <= parent.end_ns, "{span:?} {parent:?}");
            }
            let spent: f64 = span.parts.iter().map(|(_, ms)| ms).sum();
            assert!(spent <= (span.end_ns - span.start_ns) as f64 / 1e6 + 200.0);
        }
    }
    assert!(attempts > 10, "{attempts}");
}

#[test]
fn the_file_of_traces_is_one_that_viewers_of_opentelemetry_read() {
    let (scenario, _, traces) = traced();
    let file: serde_json::Value = serde_json::from_str(&otlp_json(&scenario, 3, &traces)).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    let mut parents = Vec::new();
    for resource in file["resourceSpans"].as_array().unwrap() {
        assert_eq!(resource["resource"]["attributes"][0]["key"], "service.name");
        for span in resource["scopeSpans"][0]["spans"].as_array().unwrap() {
            let text = |key: &str| span[key].as_str().unwrap().to_owned();
            // 16 and 8 bytes in hexadecimal, and times as decimal strings, as the mapping of OTLP to JSON wants them.
            let hex = |id: &str, digits: usize| {
                id.len() == digits && id.bytes().all(|b| b.is_ascii_hexdigit())
            };
            assert!(hex(&text("traceId"), 32) && hex(&text("spanId"), 16));
            let (start, end): (u64, u64) = (
                text("startTimeUnixNano").parse().unwrap(),
                text("endTimeUnixNano").parse().unwrap(),
            );
            assert!(start <= end);
            assert!(
                ids.insert((text("traceId"), text("spanId"))),
                "two spans of one id"
            );
            if let Some(parent) = span["parentSpanId"].as_str() {
                parents.push((text("traceId"), parent.to_owned()));
            }
        }
    }
    assert_eq!(
        ids.len(),
        traces.iter().map(|trace| trace.spans.len()).sum::<usize>()
    );
    assert!(parents.iter().all(|parent| ids.contains(parent)));
}

#[test]
fn an_attempt_that_was_given_up_says_what_it_was_waiting_for() {
    let scenario = parse(
        r#"
[run]
duration = "10s"
[nodes.client]
kind = "client"
rate = "100/s"
[nodes.app]
kind = "service"
concurrency = 1
service_time = "100ms"
queue_limit = 1000
[links.client.app]
timeout = "500ms"
"#,
    )
    .unwrap_or_else(|e| panic!("{e:#?}"));
    let mut session = Session::new(&scenario, None, &[], Some(1)).unwrap();
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    let mut again = session.tracing().unwrap();
    while again.advance(u64::MAX, &mut || false) == Progress::Running {}
    let traces = again.traces();
    let failed = traces.iter().find(|t| t.reasons.contains(&Reason::Failed));
    let trace = failed.unwrap();
    assert_eq!(trace.spans[1].parts, [("queue_ms".into(), 500.0)]);
    assert_eq!(
        trace.sentence(str::to_owned),
        "It failed after 500 ms: the call from client to app failed (timed out). 500 ms went in the queue of app."
    );
}
