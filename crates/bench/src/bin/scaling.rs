//! What a request costs with more nodes side by side and in longer runs, and how much memory a longer run takes.
//!
//! Run with `cargo run --release -p headroom-bench --bin scaling`. Each line is set beside the first of its group; what the
//! project asks for stands above. Memory is the peak of a process that does nothing else, and is told on Linux only.

use std::process::Command;
use std::time::Instant;

use headroom_bench::Result;
use headroom_bench::race::{Racer, race};
use headroom_bench::work::{Case, SLOW_NS, bare, mm10, parallel, serverless, three_tier};

const NODES: [u32; 3] = [10, 100, 1000];
const MINUTES: [u32; 3] = [1, 10, 100];
const ROUNDS: u32 = 3;

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
    let start = Instant::now();
    let clock = || start.elapsed().as_secs_f64();

    for (what, each) in [
        ("each as busy as one alone", None),
        ("the traffic of ten spread over all", Some(10_000.0)),
    ] {
        println!("Nanoseconds a request, services side by side, {what}; asked for: within 20 %");
        let mut racers = Vec::new();
        for nodes in NODES {
            let rate = each.map_or(1000.0, |all| all / f64::from(nodes));
            let case = parallel(nodes, rate)?;
            let name = format!("engine, {nodes} nodes");
            racers.push(Racer::timed(name, &clock, move || case.run()));
        }
        for nodes in NODES {
            let rate = each.map_or(1000.0, |all| all / f64::from(nodes));
            let ns = 2e6 / f64::from(nodes) / rate * 1e9;
            let name = format!("bare loop, {nodes}");
            racers.push(Racer::timed(name, &clock, move || {
                Ok(bare(nodes, 1e9 / rate, SLOW_NS, ns as u64))
            }));
        }
        let rows = cost(&mut racers)?;
        let (engine, by_hand) = rows.split_at(NODES.len());
        show(engine, 1.2);
        show(by_hand, f64::INFINITY);
    }
    for name in ["M/M/10", "three tiers"] {
        println!("Nanoseconds a request, {name}; asked for: within 20 %");
        let mut racers = Vec::new();
        for minutes in MINUTES {
            let case = lasting(name, minutes)?;
            // As many requests in ten runs of a minute as in one of ten.
            let times = if minutes == 1 { 10 } else { 1 };
            racers.push(Racer::timed(format!("{minutes} min"), &clock, move || {
                let mut requests = 0.0;
                for _ in 1..times {
                    requests += case.run()?.0;
                }
                let (last, mean) = case.run()?;
                Ok((requests + last, mean))
            }));
        }
        show(&cost(&mut racers)?, 1.2);
    }
    for name in ["M/M/10", "three tiers", "serverless"] {
        println!("Peak memory in KiB, {name}; asked for: at most 1.1 times");
        let peak = |minutes| Ok((format!("{minutes} min"), peak_of(name, minutes)?));
        match [1, 100].into_iter().map(peak).collect::<Result<Vec<_>>>() {
            Ok(peaks) => show(&peaks, 1.1),
            Err(error) => println!("  not known: {error}"),
        }
    }
    Ok(())
}

fn lasting(name: &str, minutes: u32) -> Result<Case> {
    let case = match name {
        "M/M/10" => mm10(),
        "three tiers" => three_tier(),
        _ => serverless(),
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
