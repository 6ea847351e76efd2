//! Questions as packages for other programs, read by a program that reads such packages.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::browser::from_debian;
use crate::process::{self, answer, command, find};
use crate::project;
use crate::site;
use crate::tools::{self, Remedy, Tool};

/// Parses QTI 2.1 and grades by it; a package of `PyPI`.
const PYSLET: &str = "0.7.20170805";

/// All questions that QTI can hold: each file has to be valid, and each question has to be graded as it says.
pub fn check() -> Result<()> {
    tools::ensure(for_reading())?;
    let package = project::target().join("questions.zip");
    let mut export = site::headroom();
    // With a site, so that links and images are in it as well.
    export
        .args(["export", "qti", "--site", "https://example.org/", "--out"])
        .arg(&package);
    process::run(&mut export)?;
    let mut read = command(interpreter());
    process::run(read.arg("tests/qti.py").arg(&package))
}

/// In the order they would be installed: the second needs the first.
pub fn for_reading() -> Vec<Tool> {
    vec![python(), pyslet()]
}

fn environment() -> PathBuf {
    project::tools().join("python")
}

fn interpreter() -> PathBuf {
    let inside = if cfg!(windows) {
        Path::new("Scripts/python.exe")
    } else {
        Path::new("bin/python3")
    };
    environment().join(inside)
}

/// The one that a system has, with what makes environments.
fn python() -> Tool {
    let found = answer(
        "python3",
        &[
            "-c",
            "import ensurepip, platform, venv; print(platform.python_version())",
        ],
    );
    Tool {
        name: "python3",
        wanted: "any recent version, with venv".to_owned(),
        fits: found.is_some(),
        found,
        remedy: from_debian(&["python3-venv"], "install Python from python.org"),
    }
}

fn pyslet() -> Tool {
    let tell = "from importlib.metadata import version; print(version('pyslet'))";
    let found = find(interpreter()).and_then(|python| answer(python, &["-c", tell]));
    let mut make = command("python3");
    make.args(["-m", "venv"]).arg(environment());
    let mut install = command(interpreter());
    install
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .arg(format!("pyslet=={PYSLET}"));
    Tool {
        name: "pyslet",
        wanted: PYSLET.to_owned(),
        fits: found.as_deref() == Some(PYSLET),
        found,
        remedy: Remedy::Install {
            saying: "getting it from PyPI, less than a minute".to_owned(),
            commands: vec![make, install],
        },
    }
}
