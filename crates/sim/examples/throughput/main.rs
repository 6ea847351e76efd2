//! How many requests a wall second the engine simulates, beside a bare hand-written M/M/10 loop in the same run.
//!
//! Run with `cargo run --release -p headroom-sim --features files --example throughput`. For `cargo xtask bench`, which
//! sets the browser's figures beside these: `--rows` prints them for a program to read, and `--commands FOLDER` writes what a
//! page would tell the lab's worker to have it do the same.

mod measure;

use std::io;
use std::path::Path;
use std::time::Instant;

use headroom_sim::protocol::{Command, LabSpec};

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = args.iter().position(|arg| arg == "--commands") {
        let folder = args
            .get(at + 1)
            .ok_or_else(|| io::Error::other("--commands takes a folder"))?;
        write_commands(Path::new(folder))?;
    }
    let start = Instant::now();
    let rows = measure::measure(&|| start.elapsed().as_secs_f64());
    if args.iter().any(|arg| arg == "--rows") {
        for (name, rate, mean) in rows {
            println!("{name}\t{rate}\t{mean}");
        }
        return Ok(());
    }
    println!(
        "{:<46} {:>12} {:>7} {:>17}",
        "", "requests/s", "ratio", "mean latency"
    );
    for (name, rate, mean) in &rows {
        println!(
            "{name:<46} {rate:>12.0} {:>7.2} {mean:>14.3} ms",
            rate / rows[0].1
        );
    }
    Ok(())
}

/// The messages of a page that loads each case, and the one that lets it run to its end.
fn write_commands(folder: &Path) -> io::Result<()> {
    let write = |name: String, command: Command| {
        let bytes = postcard::to_allocvec(&command).map_err(io::Error::other)?;
        std::fs::write(folder.join(name), bytes)
    };
    std::fs::create_dir_all(folder)?;
    for (i, case) in measure::cases().into_iter().enumerate() {
        let load = Command::Load {
            run: 1,
            scenario: LabSpec::new("bench", &case.scenario).scenario,
            preset: case.preset.map(str::to_owned),
            set: case.set,
            seed: case.scenario.run.seed,
        };
        write(format!("load-{i}.bin"), load)?;
    }
    let run = Command::Run {
        run: 1,
        speed: None,
    };
    write("run.bin".to_owned(), run)
}
