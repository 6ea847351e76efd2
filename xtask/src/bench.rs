//! `cargo xtask bench`: how fast the engine and the page are, on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{browser, process, project, site, tools};

pub fn run() -> Result<ExitCode> {
    tools::ensure(tools::for_building()?)?;
    tools::ensure(browser::for_testing())?;
    browser::ensure_node_packages()?;
    let dist = project::root().join("dist");
    site::release("/", &dist)?;
    engine(&dist)?;
    let headroom = project::target().join("debug/headroom");
    process::run(browser::node_program(&["lighthouse.mjs"])?.env("HEADROOM", &headroom))?;
    Ok(ExitCode::SUCCESS)
}

/// Requests a wall second, natively and in a worker of Chromium, beside a hand-written loop that does nothing else.
fn engine(dist: &Path) -> Result<()> {
    let folder = project::target().join("bench");
    build_for_browser(&folder)?;
    let mut native = process::cargo();
    native
        .args(["run", "--quiet", "--release", "--package", "headroom-sim"])
        .args(["--features", "files", "--example", "throughput", "--"])
        .args(["--rows", "--commands"])
        .arg(&folder);
    let native = measured(&mut native)?;
    let mut chromium = browser::node_program(&["engine-speed.mjs"])?;
    let chromium = measured(chromium.arg(&folder).arg(dist))?;
    print!("{}", table(&native, &chromium));
    Ok(())
}

/// The bench program: built as the lab's worker is, but for speed altogether, as a hand-written loop would be.
fn build_for_browser(folder: &Path) -> Result<()> {
    let mut cargo = process::cargo();
    cargo
        .args(["build", "--package", "headroom-sim-worker"])
        .args(["--example", "throughput", "--profile", "web-sim"])
        .args(["--config", "profile.web-sim.opt-level=3"])
        .args(["--target", tools::WASM_TARGET]);
    process::run(&mut cargo)?;
    let built = project::target()
        .join(tools::WASM_TARGET)
        .join("web-sim/examples/throughput.wasm");
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let mut bindgen = process::command("wasm-bindgen");
    bindgen
        .args(["--target", "no-modules", "--no-typescript", "--out-dir"])
        .arg(folder)
        .arg(built);
    process::run(&mut bindgen)?;
    if tools::has_wasm_opt() {
        let wasm: PathBuf = folder.join("throughput_bg.wasm");
        let mut optimise = process::command("wasm-opt");
        process::run(optimise.arg("-O3").arg(&wasm).arg("-o").arg(&wasm))?;
    }
    Ok(())
}

/// What was measured, and how many requests a second.
type Row = (String, f64);

/// The rows that a program prints: name, requests a second and mean latency, set apart by tabs.
fn measured(command: &mut Command) -> Result<Vec<Row>> {
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.context("starting a measurement")?;
    if !output.status.success() {
        bail!("a measurement ended with {}", output.status);
    }
    let text = String::from_utf8(output.stdout).context("reading a measurement")?;
    text.lines()
        .map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            let rate = cells.next().and_then(|cell| cell.parse().ok());
            Ok((name.to_owned(), rate.with_context(|| line.to_owned())?))
        })
        .collect()
}

/// The first row is the bare loop, to which the others are set in relation.
fn table(native: &[Row], chromium: &[Row]) -> String {
    let base = |rows: &[Row]| rows.first().map_or(f64::NAN, |(_, rate)| *rate);
    let mut out = format!(
        "\nRequests a wall second, the best of seven\n{:<48}{:>12}{:>8}{:>12}{:>8}{:>17}\n",
        "", "native", "/ bare", "Chromium", "/ bare", "Chromium/native"
    );
    for (name, rate) in chromium {
        let on_host = native.iter().find(|(other, _)| other == name);
        let pair = |rate: Option<f64>, base: f64| match rate {
            Some(rate) => format!("{rate:>12.0}{:>8.2}", rate / base),
            None => " ".repeat(20),
        };
        let on_host = on_host.map(|(_, rate)| *rate);
        let ratio = on_host.map_or(String::new(), |on_host| format!("{:>17.2}", rate / on_host));
        let line = format!(
            "{name:<48}{}{}{ratio}",
            pair(on_host, base(native)),
            pair(Some(*rate), base(chromium))
        );
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_stands_beside_the_bare_loop_of_its_own_platform() {
        let row = |name: &str, rate| (name.to_owned(), rate);
        let native = [row("bare", 8e6), row("engine", 4e6)];
        let chromium = [row("bare", 5e6), row("engine", 2e6), row("worker", 1e6)];
        let table = table(&native, &chromium);
        let lines: Vec<Vec<&str>> = table
            .lines()
            .skip(3)
            .map(|line| line.split_whitespace().collect())
            .collect();
        assert_eq!(
            lines[0],
            ["bare", "8000000", "1.00", "5000000", "1.00", "0.62"]
        );
        assert_eq!(
            lines[1],
            ["engine", "4000000", "0.50", "2000000", "0.40", "0.50"]
        );
        assert_eq!(lines[2], ["worker", "1000000", "0.20"]);
    }
}
