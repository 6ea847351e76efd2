//! `cargo xtask bench`: how fast the engine and the page are, on this machine.

use std::process::ExitCode;

use anyhow::Result;

use crate::{browser, process, project, site, tools};

pub fn run() -> Result<ExitCode> {
    // Requests a wall second on this machine, beside a hand-written loop that does nothing else.
    process::run(process::cargo().args([
        "run",
        "--release",
        "--package",
        "headroom-sim",
        "--features",
        "files",
        "--example",
        "throughput",
    ]))?;
    tools::ensure(browser::for_testing())?;
    browser::ensure_node_packages()?;
    site::release("/", &project::root().join("dist"))?;
    let headroom = project::target().join("debug/headroom");
    process::run(browser::node_program(&["lighthouse.mjs"])?.env("HEADROOM", &headroom))?;
    Ok(ExitCode::SUCCESS)
}
