//! How many requests a wall second the engine simulates, beside a bare hand-written M/M/10 loop and other simulators in
//! the same run.
//!
//! Run with `cargo run --release -p headroom-bench --features peers`. For `cargo xtask bench`, which sets the browser's
//! figures beside these: `--rows` prints them for a program to read, and `--commands FOLDER` writes what a page would
//! tell the lab's worker to have it do the same.

use std::path::Path;
use std::time::Instant;

use headroom_bench::race::{self, Row, race};
use headroom_bench::{Result, peers, work};
use headroom_sim::protocol::{Command, LabSpec, Setup};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = args.iter().position(|arg| arg == "--commands") {
        let folder = args.get(at + 1).ok_or("--commands takes a folder")?;
        write_commands(Path::new(folder))?;
    }
    let start = Instant::now();
    let clock = || start.elapsed().as_secs_f64();
    let mut racers = race::ours(&clock)?;
    // After the engine at the same work.
    racers.splice(2..2, peers::all(&clock));
    let rows = race(&mut racers, race::ROUNDS)?;
    honest(&rows)?;
    if args.iter().any(|arg| arg == "--rows") {
        for (name, rate, mean) in rows {
            println!("{name}\t{rate}\t{mean}");
        }
        return Ok(());
    }
    println!(
        "{:<46} {:>12} {:>7} {:>17}",
        "", "requests/s", "/ bare", "mean latency"
    );
    for (name, rate, mean) in &rows {
        println!(
            "{name:<46} {rate:>12.0} {:>7.3} {mean:>14.4} ms",
            rate / rows[0].1
        );
    }
    Ok(())
}

/// Whoever simulates M/M/10 finds what theory says of it; else it did something else.
fn honest(rows: &[Row]) -> Result<()> {
    let expected = work::expected_ms();
    let near = expected * 0.97..=expected * 1.03;
    let told = ["bare", "engine: M/M/10", "peer:"];
    for (name, _, mean) in rows {
        if told.iter().any(|start| name.starts_with(start)) && !near.contains(mean) {
            return Err(format!(
                "{name}: a mean of {mean} ms, where Erlang's formula has {expected}"
            )
            .into());
        }
    }
    Ok(())
}

/// The messages of a page that loads each case, and the one that lets it run to its end.
fn write_commands(folder: &Path) -> Result<()> {
    let write = |name: String, command: Command| -> Result<()> {
        let bytes = postcard::to_allocvec(&command)?;
        Ok(std::fs::write(folder.join(name), bytes)?)
    };
    std::fs::create_dir_all(folder)?;
    for (i, case) in work::cases()?.into_iter().enumerate() {
        let lab = LabSpec::new("bench", &case.scenario);
        let load = Command::Load {
            run: 1,
            setup: Setup {
                set: case.set,
                ..lab.setup(case.preset, case.scenario.run.seed)
            },
        };
        write(format!("load-{i}.bin"), load)?;
    }
    let run = Command::Run {
        run: 1,
        speed: None,
    };
    write("run.bin".to_owned(), run)
}
