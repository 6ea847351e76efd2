//! `cargo xtask bench`: how fast the engine and the page are, on this machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::args::PublicUrl;
use crate::{browser, process, project, site, tools};

pub fn run() -> Result<ExitCode> {
    tools::ensure(tools::for_building()?)?;
    tools::ensure(browser::for_testing())?;
    browser::ensure_node_packages()?;
    let dist = project::root().join("dist");
    site::release(&PublicUrl::below("/"), &dist)?;
    engine(&dist)?;
    scaling()?;
    let headroom = project::target().join("debug/headroom");
    process::run(
        browser::node_program(&["lighthouse.mjs", "--speed"])?.env("HEADROOM", &headroom),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// Requests a wall second, natively and in a worker of Chromium, beside a hand-written loop that does nothing else and
/// beside other simulators.
fn engine(dist: &Path) -> Result<()> {
    let folder = project::target().join("bench");
    build_for_browser(&folder)?;
    let mut native = process::cargo();
    native
        .args(["run", "--quiet", "--release"])
        .args(["--package", "headroom-bench", "--features", "peers", "--"])
        .args(["--rows", "--commands"])
        .arg(&folder);
    let native = measured(&mut native)?;
    let mut chromium = browser::node_program(&["engine-speed.mjs"])?;
    let chromium = measured(chromium.arg(&folder).arg(dist))?;
    print!("{}", table(&native, &chromium));
    Ok(())
}

/// What a request costs with more nodes and in longer runs.
fn scaling() -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--release", "--package", "headroom-bench"]);
    process::run(cargo.args(["--features", "peers", "--bin", "scaling"]))
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
        process::run(optimise.arg("-O1").arg(&wasm).arg("-o").arg(&wasm))?;
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

/// The first row is the bare loop and the second the engine at the same work, to which the others are set in relation.
/// Peers are measured natively alone, the lab's worker in the browser alone.
fn table(native: &[Row], chromium: &[Row]) -> String {
    let rate = |rows: &[Row], name: &str| {
        let row = rows.iter().find(|(other, _)| other == name);
        row.map(|(_, rate)| *rate)
    };
    let nth = |rows: &[Row], n: usize| rows.get(n).map_or(f64::NAN, |(_, rate)| *rate);
    let mut out = format!(
        "\nRequests a wall second, the best of seven\n{:<48}{:>12}{:>8}{:>10}{:>12}{:>8}{:>17}\n",
        "", "native", "/ bare", "engine /", "Chromium", "/ bare", "Chromium/native"
    );
    let only_there = chromium
        .iter()
        .filter(|(name, _)| rate(native, name).is_none());
    for (name, _) in native.iter().chain(only_there) {
        let (host, browser) = (rate(native, name), rate(chromium, name));
        let cells = |rate: Option<f64>, bare: f64| match rate {
            Some(rate) => format!("{rate:>12.0}{:>8.3}", rate / bare),
            None => " ".repeat(20),
        };
        let peer = name.starts_with("peer:");
        let ahead = host.filter(|_| peer).map_or(" ".repeat(10), |peer| {
            format!("{:>10.1}", nth(native, 1) / peer)
        });
        let kept = host.zip(browser).map_or(String::new(), |(host, browser)| {
            format!("{:>17.2}", browser / host)
        });
        let line = format!(
            "{name:<48}{}{ahead}{}{kept}",
            cells(host, nth(native, 0)),
            cells(browser, nth(chromium, 0))
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
    fn each_row_stands_beside_the_bare_loop_of_its_own_platform_and_each_peer_beside_the_engine() {
        let row = |name: &str, rate| (name.to_owned(), rate);
        let native = [row("bare", 8e6), row("engine", 4e6), row("peer: P", 1e6)];
        let chromium = [row("bare", 5e6), row("engine", 2e6), row("worker", 1e6)];
        let table = table(&native, &chromium);
        let lines: Vec<Vec<&str>> = table
            .lines()
            .skip(3)
            .map(|line| line.split_whitespace().collect())
            .collect();
        let expected: [&[&str]; 4] = [
            &["bare", "8000000", "1.000", "5000000", "1.000", "0.62"],
            &["engine", "4000000", "0.500", "2000000", "0.400", "0.50"],
            &["peer:", "P", "1000000", "0.125", "4.0"],
            &["worker", "1000000", "0.200"],
        ];
        assert_eq!(lines, expected);
    }
}
