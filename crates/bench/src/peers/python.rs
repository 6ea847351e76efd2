//! `SimPy` and Ciw: scripts for Python, in a virtual environment that is made for them.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::race::{Racer, Turn};

/// A tenth of what the others serve: Python takes its time, and what a request costs it does not depend on their number.
const REQUESTS: u32 = 200_000;
const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// Both, or why there is no Python that could run them.
pub fn racers() -> Result<[Racer<'static>; 2]> {
    let python = environment()?;
    let racer = |name: &str, script: &str| {
        let (python, script) = (python.clone(), Path::new(SCRIPTS).join(script));
        let mut turns = 0;
        Racer::new(name, move || {
            turns += 1;
            turn(&python, &script, turns)
        })
    };
    Ok([
        racer("peer: SimPy 4.1", "simpy_mm10.py"),
        racer("peer: Ciw 3.2", "ciw_mm10.py"),
    ])
}

/// The interpreter of the environment, which is made when it is not there, below the folder in which this was built.
fn environment() -> Result<PathBuf> {
    let built = std::env::current_exe()?;
    let target = built
        .ancestors()
        .nth(2)
        .ok_or("there is nowhere to put its packages")?;
    let folder = target.join("bench-python");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python3"
    });
    if !python.exists() {
        let mut make = Command::new(if cfg!(windows) { "python" } else { "python3" });
        done(make.args(["-m", "venv"]).arg(&folder))?;
    }
    // Asks nobody when what is wanted is there.
    let mut install = Command::new(&python);
    install
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(Path::new(SCRIPTS).join("requirements.txt"));
    done(&mut install)?;
    Ok(python)
}

fn done(command: &mut Command) -> Result<()> {
    match command.stdout(Stdio::null()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{command:?}` ended with {status}").into()),
        Err(error) => Err(format!("`{command:?}` did not start: {error}").into()),
    }
}

/// A turn of a script, which tells its time itself: starting Python and loading packages are no part of it.
fn turn(python: &Path, script: &Path, seed: u32) -> Result<Turn> {
    let output = Command::new(python)
        .arg(script)
        .args([REQUESTS.to_string(), seed.to_string()])
        .stderr(Stdio::inherit())
        .output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let cells: Vec<f64> = text
        .split_whitespace()
        .filter_map(|cell| cell.parse().ok())
        .collect();
    match cells[..] {
        [requests, seconds, mean_ms] => Ok(Turn {
            requests,
            seconds,
            mean_ms,
        }),
        _ => Err(format!("{} printed no measurement: {text:?}", script.display()).into()),
    }
}
