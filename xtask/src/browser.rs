//! Chromium, Node.js and nginx, for the tests that need a real browser and a real host.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::process::{self, answer, command, find};
use crate::project;
use crate::tools::{Remedy, Tool};

/// Names under which systems know Chromium or Chrome.
const NAMES: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/// Node.js that Playwright and Lighthouse run on.
const OLDEST_NODE: u32 = 20;

/// Everything the browser tests use beyond what a build does.
pub fn for_testing() -> Vec<Tool> {
    vec![chromium(), chromedriver(), node()]
}

/// The same, and what the end-to-end tests have the built site served by.
pub fn for_end_to_end() -> Vec<Tool> {
    let mut tools = for_testing();
    tools.push(nginx());
    tools
}

/// The browser: what the variable CHROMIUM names, or else the first that is installed.
pub fn chromium_path() -> Option<PathBuf> {
    match env::var_os("CHROMIUM") {
        Some(path) => find(path),
        None => NAMES.iter().find_map(find),
    }
}

pub fn chromedriver_path() -> Option<PathBuf> {
    match env::var_os("CHROMEDRIVER") {
        Some(path) => find(path),
        None => find("chromedriver"),
    }
}

/// Installs the packages of `tests/` when their lock file is not the one that was installed last.
pub fn ensure_node_packages() -> Result<()> {
    let tests = project::root().join("tests");
    let lock = std::fs::read_to_string(tests.join("package-lock.json"))
        .context("reading tests/package-lock.json")?;
    let stamp = tests.join("node_modules/.installed");
    if crate::fingerprint::is_fresh(&stamp, &lock) {
        return Ok(());
    }
    println!("installing Playwright, axe and Lighthouse from npm, less than a minute");
    let mut install = command("npm");
    install
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&tests);
    process::run(&mut install)?;
    std::fs::write(&stamp, lock).context("noting which packages are installed")
}

/// A Node.js program in `tests/`, told which browser to drive.
pub fn node_program(arguments: &[&str]) -> Result<Command> {
    let browser = chromium_path().context("there is no Chromium")?;
    let mut node = command("node");
    node.args(arguments)
        .current_dir(project::root().join("tests"))
        .env("CHROMIUM", &browser)
        .env("CHROME_PATH", &browser);
    Ok(node)
}

fn chromium() -> Tool {
    let path = chromium_path();
    Tool {
        name: "chromium",
        wanted: "any recent version".to_owned(),
        fits: path.is_some(),
        found: path.map(|path| path.display().to_string()),
        remedy: from_debian(
            &["chromium", "chromium-driver"],
            "install Chromium or Chrome, or let the variable CHROMIUM name one",
        ),
    }
}

fn chromedriver() -> Tool {
    let path = chromedriver_path();
    Tool {
        name: "chromedriver",
        wanted: "the version of the browser".to_owned(),
        fits: path.is_some(),
        found: path.map(|path| path.display().to_string()),
        remedy: from_debian(
            &["chromium-driver"],
            "install the chromedriver of your browser's version, or let the variable CHROMEDRIVER name one",
        ),
    }
}

/// What the variable NGINX names, or else what is on PATH or where it is kept for administrators.
fn nginx() -> Tool {
    let path = match env::var_os("NGINX") {
        Some(path) => find(path),
        None => find("nginx").or_else(|| find("/usr/sbin/nginx")),
    };
    Tool {
        name: "nginx",
        wanted: "any recent version".to_owned(),
        fits: path.is_some(),
        found: path.map(|path| path.display().to_string()),
        remedy: from_debian(
            &["nginx-light"],
            "install nginx, or let the variable NGINX name it",
        ),
    }
}

fn node() -> Tool {
    let found = answer("node", &["--version"]).filter(|_| find("npm").is_some());
    let major = found.as_deref().and_then(|version| {
        let number = version.trim_start_matches('v').split('.').next()?;
        number.parse::<u32>().ok()
    });
    Tool {
        name: "node",
        wanted: format!("{OLDEST_NODE} or newer, with npm"),
        fits: major.is_some_and(|major| major >= OLDEST_NODE),
        found,
        remedy: Remedy::Ask("install it from your system's packages or from nodejs.org".to_owned()),
    }
}

/// Through apt where this process may; otherwise what to type.
pub fn from_debian(packages: &[&str], elsewhere: &str) -> Remedy {
    if find("apt-get").is_none() {
        return Remedy::Ask(elsewhere.to_owned());
    }
    if answer("id", &["-u"]).as_deref() != Some("0") {
        return Remedy::Ask(format!(
            "sudo apt-get install {}; or {elsewhere}",
            packages.join(" ")
        ));
    }
    let mut update = command("apt-get");
    update.args(["update", "--quiet"]);
    let mut install = command("apt-get");
    install
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive");
    Remedy::Install {
        saying: "installing it through apt, less than a minute".to_owned(),
        commands: vec![update, install],
    }
}
