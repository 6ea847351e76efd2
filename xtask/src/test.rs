//! `cargo xtask test`: everything CI runs, in stages; each can be run alone by its name.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Result, anyhow, bail};

use crate::args::PublicUrl;
use crate::{browser, exchange, process, project, reproduce, site, sizes, tools, visits};

struct Stage {
    name: &'static str,
    /// Stages whose products it uses: it is skipped when one of them fails.
    after: &'static [&'static str],
    run: fn() -> Result<()>,
}

/// The last one has most to tell when it fails, and the end of a long record is what is read of it.
const STAGES: &[Stage] = &[
    Stage {
        name: "format",
        after: &[],
        run: format,
    },
    Stage {
        name: "lint",
        after: &[],
        run: lint,
    },
    Stage {
        name: "native",
        after: &[],
        run: native,
    },
    Stage {
        name: "check",
        after: &[],
        run: check,
    },
    Stage {
        name: "exchange",
        after: &[],
        run: exchange::check,
    },
    Stage {
        name: "lint-wasm",
        after: &[],
        run: lint_wasm,
    },
    Stage {
        name: "browser",
        after: &[],
        run: in_browser,
    },
    Stage {
        name: "build",
        after: &[],
        run: build,
    },
    Stage {
        name: "build-sub",
        after: &["build"],
        run: build_sub,
    },
    Stage {
        name: "sizes",
        after: &["build"],
        run: measure,
    },
    Stage {
        name: "reproduce",
        after: &["build"],
        run: reproduce,
    },
    Stage {
        name: "lighthouse",
        after: &["build"],
        run: lighthouse,
    },
    Stage {
        name: "e2e",
        after: &["build", "build-sub"],
        run: end_to_end,
    },
];

pub fn run(only: &[String]) -> Result<ExitCode> {
    if let Some(unknown) = only
        .iter()
        .find(|name| STAGES.iter().all(|stage| stage.name != **name))
    {
        let names = STAGES.iter().map(|stage| stage.name).collect::<Vec<_>>();
        bail!(
            "there is no stage {unknown:?}; the stages are {}",
            names.join(", ")
        );
    }
    let wanted = |stage: &&Stage| only.is_empty() || only.iter().any(|name| name == stage.name);
    let start = Instant::now();
    let mut lines = Vec::new();
    let (mut passed, mut failed, mut skipped) = (0, Vec::new(), 0);
    for stage in STAGES.iter().filter(wanted) {
        if stage.after.iter().any(|name| failed.contains(name)) {
            skipped += 1;
            failed.push(stage.name);
            lines.push(format!("  skipped  {:<10}", stage.name));
            continue;
        }
        println!("\n=== {}", stage.name);
        let began = Instant::now();
        let outcome = (stage.run)();
        let took = began.elapsed().as_secs_f64();
        match outcome {
            Ok(()) => {
                passed += 1;
                lines.push(format!("  passed   {:<10}{took:>7.1} s", stage.name));
            }
            Err(error) => {
                failed.push(stage.name);
                lines.push(format!(
                    "  FAILED   {:<10}{took:>7.1} s: {error:#}",
                    stage.name
                ));
                println!("error: {error:#}");
            }
        }
    }
    println!(
        "\nStages, {:.0} s in all:\n{}",
        start.elapsed().as_secs_f64(),
        lines.join("\n")
    );
    let failures = failed.len() - skipped;
    let tail = if skipped > 0 {
        format!(", {skipped} skipped")
    } else {
        String::new()
    };
    println!("stages: {passed} passed, {failures} failed{tail}");
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = process::cargo();
    cargo.args(arguments);
    cargo
}

fn format() -> Result<()> {
    process::run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn lint() -> Result<()> {
    // Of the app, what the host renders; what the browser runs is the business of `lint-wasm`.
    process::run(&mut cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

fn native() -> Result<()> {
    process::run_tests(&mut cargo(&["test", "--workspace"]))?;
    // The bytes of a report are the same whatever the compiler makes of the engine.
    process::run_tests(&mut cargo(&[
        "test",
        "--release",
        "--package",
        "headroom-sim",
        "--features",
        "files",
        "--test",
        "determinism",
    ]))
}

fn check() -> Result<()> {
    process::run(site::headroom().args(["check", "--strict"]))?;
    process::run(site::headroom().arg("readability"))
}

/// What runs in the browser: package, features, and which of its targets have tests that run there.
const IN_BROWSER: [&[&str]; 2] = [
    &[
        "--package",
        "headroom",
        "--features",
        "hydrate",
        "--test",
        "*",
    ],
    &["--package", "headroom-sim-worker"],
];

/// The programs of the browser, and the tests that run in one. Unit tests of the app are of the host.
fn lint_wasm() -> Result<()> {
    tools::ensure(tools::for_building()?)?;
    for (part, rest) in IN_BROWSER
        .iter()
        .zip([&["--lib", "--bins"][..], &["--all-targets"]])
    {
        let mut clippy = cargo(&["clippy", "--target", tools::WASM_TARGET]);
        process::run(clippy.args(*part).args(rest).args(["--", "-D", "warnings"]))?;
    }
    Ok(())
}

/// `wasm-bindgen-test` in headless Chromium.
fn in_browser() -> Result<()> {
    tools::ensure(tools::for_building()?)?;
    tools::ensure(browser::for_testing())?;
    for part in IN_BROWSER {
        let mut test = cargo(&["test", "--target", tools::WASM_TARGET]);
        test.args(part)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env(
                "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
                project::root().join("tests/webdriver.json"),
            )
            .env("WASM_BINDGEN_TEST_TIMEOUT", "60");
        if let Some(driver) = browser::chromedriver_path() {
            test.env("CHROMEDRIVER", driver);
        }
        process::run_tests(&mut test)?;
    }
    Ok(())
}

fn build() -> Result<()> {
    // Compressed, as hosts get it: nginx sends what is there.
    site::publish(&PublicUrl::below("/"), &project::root().join("dist"))
}

fn sub_path_site() -> PathBuf {
    project::root().join("target/dist-sub")
}

fn build_sub() -> Result<()> {
    site::release(&PublicUrl::below("/sub/"), &sub_path_site())
}

fn measure() -> Result<()> {
    let dist = project::root().join("dist");
    // Both tables are printed, whichever is over.
    let (programs, visits) = (sizes::check(&dist), visits::check(&dist));
    programs.and(visits)
}

/// The pages once more, of the same programs. Those are compiled anew by `cargo xtask reproduce`.
fn reproduce() -> Result<()> {
    reproduce::pages(&project::root().join("dist"))
}

/// Playwright and axe against the built site.
fn end_to_end() -> Result<()> {
    tools::ensure(browser::for_end_to_end())?;
    browser::ensure_node_packages()?;
    let failures = project::target().join("failed.txt");
    if failures.exists() {
        fs::remove_file(&failures)?;
    }
    let mut playwright = browser::node_program(&["node_modules/@playwright/test/cli.js", "test"])?;
    playwright
        .env("HEADROOM", project::target().join("debug/headroom"))
        .env("HEADROOM_SUB_SITE", sub_path_site())
        .env("HEADROOM_FAILURES", &failures);
    process::run(&mut playwright).map_err(|error| match fs::read_to_string(&failures) {
        Ok(told) => anyhow!("{error:#}\n{told}"),
        Err(_) => error,
    })
}

/// Accessibility, best practices and SEO of some pages; how fast they are is for `cargo xtask bench`, which has the machine to itself.
fn lighthouse() -> Result<()> {
    tools::ensure(browser::for_testing())?;
    browser::ensure_node_packages()?;
    let mut lighthouse = browser::node_program(&["lighthouse.mjs"])?;
    process::run(lighthouse.env("HEADROOM", project::target().join("debug/headroom")))
}
