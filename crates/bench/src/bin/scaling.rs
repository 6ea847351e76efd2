//! What a request costs with more nodes side by side and in longer runs, and how much memory a longer run takes.
//!
//! Run with `cargo run --release -p headroom-bench --bin scaling`. Each line is set beside the first of its group; what
//! the project asks for stands above. Time is the processor's, so that a busy machine can be measured; memory is the
//! peak of a process that does nothing else, and is told on Linux only.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::process::Command;

use cpu_time::ProcessTime;
use headroom_bench::Result;
use headroom_bench::race::{Racer, race};
use headroom_bench::work::{
    Case, SERVERS, SLOW_NS, behind_balancer, mm10, parallel, serverless, streams, three_tier,
};
use headroom_sim::rng::Stream;

const NODES: [u32; 3] = [10, 100, 1000];
const MINUTES: [u32; 3] = [1, 10, 100];
const ROUNDS: u32 = 3;
/// Kinds that a balancer can have behind it and that need nobody behind themselves, with their settings. Left out are those that do more on
/// their own with more of them, as `websocket-service` for its users does.
const KINDS: [(&str, &str); 9] = [
    (
        "service",
        "replicas = 1\nconcurrency = 10\nservice_time = \"exponential(8ms)\"",
    ),
    ("function", ""),
    ("api-gateway", ""),
    ("rate-limiter", ""),
    ("cache", ""),
    ("key-value-store", ""),
    ("sql-database", ""),
    ("object-storage", ""),
    ("topic", ""),
];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, case, minutes] = &args[..] {
        if flag != "--peak" {
            return Err("takes nothing, or `--peak CASE MINUTES`".into());
        }
        let minutes: u32 = minutes.parse()?;
        lasting(case, minutes)?.run()?;
        println!("{}", peak_kib()?);
        return Ok(());
    }
    // Time of the processor: what else the machine does costs it nothing but its caches.
    let start = ProcessTime::now();
    let clock = || start.elapsed().as_secs_f64();
    for (kind, settings) in KINDS {
        behind(kind, settings, &clock)?;
    }
    side_by_side("a client each, each as busy as one alone", &clock, |_| {
        1000.0
    })?;
    side_by_side(
        "a client each, the traffic of ten spread over all",
        &clock,
        |nodes| 10_000.0 / f64::from(nodes),
    )?;
    longer("M/M/10", &clock)?;
    longer("three tiers", &clock)?;
    for name in ["M/M/10", "three tiers", "serverless"] {
        memory(name);
    }
    Ok(())
}

/// The engine and the bare loop with ten nodes and more, each with so many requests a second.
fn side_by_side(what: &str, clock: &dyn Fn() -> f64, rate: impl Fn(u32) -> f64) -> Result<()> {
    println!("Nanoseconds a request, services side by side, {what}; asked for: within 20 %");
    let mut racers = Vec::new();
    for nodes in NODES {
        let case = parallel(nodes, rate(nodes))?;
        let name = format!("engine, {nodes} nodes");
        racers.push(Racer::timed(name, clock, move || case.run()));
    }
    for nodes in NODES {
        let (rate, name) = (rate(nodes), format!("bare loop, {nodes}"));
        let ns = 2e6 / f64::from(nodes) / rate * 1e9;
        racers.push(Racer::timed(name, clock, move || {
            Ok(by_hand(nodes, 1e9 / rate, ns as u64))
        }));
    }
    let rows = cost(&mut racers)?;
    let (engine, bare) = rows.split_at(NODES.len());
    show(engine, 1.2);
    show(bare, f64::INFINITY);
    Ok(())
}

/// The engine with more and more nodes of a kind behind one balancer.
fn behind(kind: &str, settings: &str, clock: &dyn Fn() -> f64) -> Result<()> {
    println!("Nanoseconds a request, {kind} nodes behind one balancer; asked for: within 20 %");
    let mut racers = Vec::new();
    for nodes in NODES {
        let case = behind_balancer(kind, settings, nodes)?;
        let name = format!("engine, {nodes} nodes");
        racers.push(Racer::timed(name, clock, move || case.run()));
    }
    show(&cost(&mut racers)?, 1.2);
    Ok(())
}

fn longer(name: &str, clock: &dyn Fn() -> f64) -> Result<()> {
    println!("Nanoseconds a request, {name}; asked for: within 20 %");
    let mut racers = Vec::new();
    for minutes in MINUTES {
        let case = lasting(name, minutes)?;
        // As many requests in ten runs of a minute as in one of ten.
        let times = if minutes == 1 { 10 } else { 1 };
        racers.push(Racer::timed(format!("{minutes} min"), clock, move || {
            let mut requests = 0.0;
            for _ in 1..times {
                requests += case.run()?.0;
            }
            let (last, mean) = case.run()?;
            Ok((requests + last, mean))
        }));
    }
    show(&cost(&mut racers)?, 1.2);
    Ok(())
}

fn memory(name: &str) {
    println!("Peak memory in KiB, {name}; asked for: at most 1.1 times");
    let peak = |minutes| Ok((format!("{minutes} min"), peak_of(name, minutes)?));
    match [1, 100].into_iter().map(peak).collect::<Result<Vec<_>>>() {
        Ok(peaks) => show(&peaks, 1.1),
        Err(error) => println!("  not known: {error}"),
    }
}

fn lasting(name: &str, minutes: u32) -> Result<Case> {
    let case = match name {
        "M/M/10" => mm10(),
        "three tiers" => three_tier(),
        "serverless" => serverless(),
        other => return Err(format!("no case is called {other}").into()),
    };
    Ok(case?.lasting(f64::from(minutes) * 60.0))
}

/// Nanoseconds a request.
fn cost(racers: &mut [Racer]) -> Result<Vec<(String, f64)>> {
    Ok(race(racers, ROUNDS)?
        .into_iter()
        .map(|(name, rate, _)| (name, 1e9 / rate))
        .collect())
}

fn show(rows: &[(String, f64)], most: f64) {
    for (name, value) in rows {
        let ratio = value / rows[0].1;
        let verdict = if ratio > most { "  MISSED" } else { "" };
        println!("  {name:<20}{value:>10.1}{ratio:>8.2}{verdict}");
    }
}

/// The peak of a process of its own that runs this.
fn peak_of(name: &str, minutes: u32) -> Result<f64> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--peak", name, &minutes.to_string()])
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    text.trim().parse().map_err(|_| said.trim().into())
}

/// The most memory that this process has had so far (proc(5): `VmHWM`).
fn peak_kib() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next())
        .and_then(|cell| cell.parse().ok())
        .ok_or_else(|| "/proc/self/status has no VmHWM".into())
}

/// One M/M/10 of those that stand side by side.
struct Station {
    arrivals: Stream,
    service: Stream,
    waiting: VecDeque<u64>,
    /// When the request that a server serves was due.
    due: [u64; SERVERS as usize],
    free: Vec<u8>,
}

impl Station {
    fn new(index: u32) -> Self {
        let (arrivals, service) = streams(index);
        Self {
            arrivals,
            service,
            waiting: VecDeque::new(),
            due: [0; SERVERS as usize],
            free: (0..SERVERS as u8).collect(),
        }
    }
}

/// The bare loop for so many: what the machine itself makes of more state. Requests served and their mean sojourn in
/// milliseconds.
fn by_hand(stations: u32, between_ns: f64, duration_ns: u64) -> (f64, f64) {
    const ARRIVAL: u8 = u8::MAX;
    let mut heap: BinaryHeap<Reverse<(u64, u64, u32, u8)>> = BinaryHeap::new();
    let mut all: Vec<Station> = (0..stations).map(Station::new).collect();
    let (mut seq, mut served, mut total) = (0, 0u64, 0u64);
    for station in 0..stations {
        seq += 1;
        heap.push(Reverse((0, seq, station, ARRIVAL)));
    }
    while let Some(Reverse((now, _, at, who))) = heap.pop() {
        if now >= duration_ns {
            break;
        }
        let station = &mut all[at as usize];
        let begin = if who == ARRIVAL {
            seq += 1;
            let next = now + (station.arrivals.exponential() * between_ns) as u64;
            heap.push(Reverse((next, seq, at, ARRIVAL)));
            let idle = station.free.pop();
            if idle.is_none() {
                station.waiting.push_back(now);
            }
            idle.map(|server| (server, now))
        } else {
            served += 1;
            total += now - station.due[who as usize];
            let next = station.waiting.pop_front();
            if next.is_none() {
                station.free.push(who);
            }
            next.map(|due| (who, due))
        };
        if let Some((server, due)) = begin {
            station.due[server as usize] = due;
            seq += 1;
            let done = now + (station.service.exponential() * SLOW_NS) as u64;
            heap.push(Reverse((done, seq, at, server)));
        }
    }
    (served as f64, total as f64 / served as f64 / 1e6)
}
