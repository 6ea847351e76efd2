//! What is measured, natively and in the browser alike: a bare hand-written M/M/10 loop, and the engine at the same and at
//! other work. Whoever includes this brings the clock.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use headroom_sim::descriptor::ParamValue;
use headroom_sim::rng::Stream;
use headroom_sim::scenario::parse;
use headroom_sim::{Scenario, simulate};

const MM10: &str = r#"
[run]
duration = "200s"
[nodes.client]
kind = "client"
rate = "10k/s"
[nodes.app]
kind = "service"
replicas = 1
concurrency = 10
queue_limit = 1e9
service_time = "exponential(0.9ms)"
[links.client.app]
"#;
const TEMPLATE: &str =
    include_str!("../../../../content/templates/url-shortener/v2-serverless.toml");

/// Work for the engine.
pub struct Case {
    pub name: &'static str,
    pub scenario: Scenario,
    pub preset: Option<&'static str>,
    pub set: Vec<(String, ParamValue)>,
}

pub fn cases() -> [Case; 2] {
    let read = |text| parse(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let set = [("run.duration", 60e9), ("nodes.clients.rate", 1000.0)];
    [
        Case {
            name: "M/M/10, every metric on",
            scenario: read(MM10),
            preset: None,
            set: Vec::new(),
        },
        Case {
            name: "serverless template, 60 s at 1,000/s",
            scenario: read(TEMPLATE),
            preset: Some("steady"),
            set: set
                .map(|(path, value)| (path.to_owned(), ParamValue::Number(value)))
                .into(),
        },
    ]
}

/// A name, requests a wall second, and the mean latency in milliseconds, which shows that the same was run.
pub type Row = (String, f64, f64);

/// The best of so many: what the machine can do when nothing else wants it.
const ROUNDS: u32 = 7;

/// The bare loop first, with which the others are compared. `clock` gives seconds. They take turns, so that what else the
/// machine does meanwhile falls on all alike.
pub fn measure(clock: &dyn Fn() -> f64) -> Vec<Row> {
    let cases = cases();
    let mut rows: Vec<Row> = vec![("bare M/M/10 loop".to_owned(), 0.0, 0.0)];
    rows.extend(
        cases
            .iter()
            .map(|case| (format!("engine: {}", case.name), 0.0, 0.0)),
    );
    for _ in 0..ROUNDS {
        for (i, (_, rate, mean)) in rows.iter_mut().enumerate() {
            let start = clock();
            let (requests, latency) = match i.checked_sub(1) {
                None => bare(200_000_000_000),
                Some(case) => engine(&cases[case]),
            };
            *rate = f64::max(*rate, requests / (clock() - start));
            *mean = latency;
        }
    }
    rows
}

/// Requests offered and their mean latency.
fn engine(case: &Case) -> (f64, f64) {
    let report = simulate(&case.scenario, case.preset, &case.set, None);
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    let figure = |path| report.figure(path).unwrap_or(f64::NAN);
    (figure("requests.offered"), figure("latency_ms.mean"))
}

/// Ten servers, one FIFO queue, a binary heap; the mean sojourn and nothing else. Requests served.
fn bare(duration_ns: u64) -> (f64, f64) {
    const ARRIVAL: u32 = u32::MAX;
    let (mut arrivals, mut service) = (
        Stream::new(1, "bare", "arrivals"),
        Stream::new(1, "bare", "service"),
    );
    let mut heap: BinaryHeap<Reverse<(u64, u64, u32)>> = BinaryHeap::new();
    let mut waiting: VecDeque<u64> = VecDeque::new();
    let mut started = [0u64; 10];
    let mut free: Vec<u32> = (0..10).collect();
    let (mut seq, mut served, mut total) = (0, 0u64, 0u64);
    heap.push(Reverse((0, seq, ARRIVAL)));
    while let Some(Reverse((now, _, who))) = heap.pop() {
        if now >= duration_ns {
            break;
        }
        let begin = if who == ARRIVAL {
            seq += 1;
            heap.push(Reverse((
                now + (arrivals.exponential() * 1e5) as u64,
                seq,
                ARRIVAL,
            )));
            let idle = free.pop();
            if idle.is_none() {
                waiting.push_back(now);
            }
            idle.map(|place| (place, now))
        } else {
            served += 1;
            total += now - started[who as usize];
            let next = waiting.pop_front();
            if next.is_none() {
                free.push(who);
            }
            next.map(|due| (who, due))
        };
        if let Some((server, due)) = begin {
            started[server as usize] = due;
            seq += 1;
            heap.push(Reverse((
                now + (service.exponential() * 9e5) as u64,
                seq,
                server,
            )));
        }
    }
    (served as f64, total as f64 / served as f64 / 1e6)
}
