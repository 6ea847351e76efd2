//! The tools a build needs, which of them are there, and how the missing ones come.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{self, answer, cargo, command, find};
use crate::project;

/// The newest Trunk that builds with the Rust this workspace asks for.
const TRUNK: &str = "0.21.14";
/// Of the npm package `binaryen`; its major version is wasm-opt's.
const BINARYEN: &str = "132.0.0";
/// Makes the index that the site is searched by. Its program for browsers comes from it, too, so that any other version is another site.
pub const PAGEFIND: &str = "1.6.0";
/// Makes scripts short: those that wasm-bindgen writes are two thirds names and space.
const ESBUILD: &str = "0.28.2";
/// Older ones (Debian 12 has 108) do not know instructions that rustc emits.
const OLDEST_WASM_OPT: u32 = 123;
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A tool, as it was found.
pub struct Tool {
    pub name: &'static str,
    pub wanted: String,
    /// What was found; it may be another version than is wanted.
    pub found: Option<String>,
    pub fits: bool,
    pub remedy: Remedy,
}

/// What would be done about a tool that is missing.
pub enum Remedy {
    Install {
        /// In words, with how long it takes.
        saying: String,
        commands: Vec<Command>,
    },
    /// It is for the reader to do.
    Ask(String),
    /// The build works without it, but not as well.
    DoWithout(String),
}

/// Everything a release build of the site uses, in the order it would be installed.
pub fn for_building() -> Result<Vec<Tool>> {
    Ok(vec![
        wasm_target(),
        trunk(),
        wasm_bindgen(&locked_version("wasm-bindgen")?),
        wasm_opt(),
        esbuild(),
        pagefind(),
    ])
}

/// Installs what is missing.
pub fn ensure(tools: Vec<Tool>) -> Result<()> {
    for tool in tools.into_iter().filter(|tool| !tool.fits) {
        let found = tool.found.map_or("it is not there".to_owned(), |found| {
            format!("found {found}")
        });
        match tool.remedy {
            Remedy::Install { saying, commands } => {
                println!(
                    "{} {} is needed ({found}): {saying}",
                    tool.name, tool.wanted
                );
                for mut command in commands {
                    process::run(&mut command)
                        .with_context(|| format!("installing {}", tool.name))?;
                }
            }
            Remedy::Ask(what) => {
                bail!("{} {} is needed ({found}): {what}", tool.name, tool.wanted)
            }
            Remedy::DoWithout(what) => {
                eprintln!(
                    "warning: no {} {} ({found}): {what}",
                    tool.name, tool.wanted
                );
            }
        }
    }
    Ok(())
}

fn wasm_target() -> Tool {
    let there = answer(
        "rustc",
        &["--print", "target-libdir", "--target", WASM_TARGET],
    )
    .is_some_and(|folder| fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()));
    let remedy = if find("rustup").is_some() {
        let mut add = command("rustup");
        add.args(["target", "add", WASM_TARGET]);
        Remedy::Install {
            saying: "adding it through rustup, some seconds".to_owned(),
            commands: vec![add],
        }
    } else {
        Remedy::Ask(
            "install Rust's standard library for it, or Rust itself through rustup".to_owned(),
        )
    };
    Tool {
        name: "Rust target",
        wanted: WASM_TARGET.to_owned(),
        found: there.then(|| WASM_TARGET.to_owned()),
        fits: there,
        remedy,
    }
}

fn trunk() -> Tool {
    let found = version_of("trunk");
    Tool {
        name: "trunk",
        wanted: TRUNK.to_owned(),
        fits: found.as_deref() == Some(TRUNK),
        found,
        remedy: cargo_install("trunk", TRUNK, true, 5),
    }
}

/// The tool and the library speak a private language that changes with every version.
fn wasm_bindgen(version: &str) -> Tool {
    let found = version_of("wasm-bindgen");
    Tool {
        name: "wasm-bindgen",
        wanted: version.to_owned(),
        fits: found.as_deref() == Some(version),
        found,
        // Without its own lock file, which names a crate that registries no longer serve.
        remedy: cargo_install("wasm-bindgen-cli", version, false, 4),
    }
}

fn wasm_opt() -> Tool {
    let found = version_of("wasm-opt");
    Tool {
        name: "wasm-opt",
        wanted: format!("{OLDEST_WASM_OPT} or newer"),
        fits: found.as_deref().is_some_and(new_enough),
        found,
        remedy: npm_install("the programs stay about a fifth larger than they need be"),
    }
}

fn esbuild() -> Tool {
    // It prints nothing else.
    let found = answer("esbuild", &["--version"]);
    Tool {
        name: "esbuild",
        wanted: ESBUILD.to_owned(),
        fits: found.as_deref() == Some(ESBUILD),
        found,
        remedy: npm_install("scripts stay as long as they are written"),
    }
}

/// Whether scripts can be made short.
pub fn has_esbuild() -> bool {
    esbuild().fits
}

fn pagefind() -> Tool {
    let found = version_of("pagefind");
    Tool {
        name: "pagefind",
        wanted: PAGEFIND.to_owned(),
        fits: found.as_deref() == Some(PAGEFIND),
        found,
        remedy: npm_install("the site cannot be searched"),
    }
}

/// The indexer, if it is there.
pub fn find_pagefind() -> Option<PathBuf> {
    pagefind().fits.then(|| find("pagefind"))?
}

/// Of npm's packages all that are used: it takes away what it is not told of.
fn npm_install(without: &str) -> Remedy {
    if find("npm").is_none() {
        return Remedy::DoWithout(format!(
            "{without}; install Node.js, and the next build gets it from npm"
        ));
    }
    let mut install = command("npm");
    install
        .args([
            "install",
            "--no-save",
            "--no-audit",
            "--no-fund",
            "--prefix",
        ])
        .arg(project::tools())
        .arg(format!("binaryen@{BINARYEN}"))
        .arg(format!("esbuild@{ESBUILD}"))
        .arg(format!("pagefind@{PAGEFIND}"));
    Remedy::Install {
        saying: "getting it from npm, less than a minute".to_owned(),
        commands: vec![install],
    }
}

/// Whether Trunk will find an optimiser that knows today's instructions.
pub fn has_wasm_opt() -> bool {
    wasm_opt().fits
}

fn new_enough(wasm_opt_version: &str) -> bool {
    wasm_opt_version
        .parse()
        .is_ok_and(|number: u32| number >= OLDEST_WASM_OPT)
}

/// The second word of what `--version` prints, or the third after "version".
fn version_of(program: &str) -> Option<String> {
    let line = answer(program, &["--version"])?;
    line.split_whitespace()
        .skip(1)
        .find(|word| *word != "version")
        .map(str::to_owned)
}

/// With settings that take half the time of the default ones: these programs run for seconds a day.
fn cargo_install(package: &str, version: &str, locked: bool, minutes: u32) -> Remedy {
    let mut install = cargo();
    install
        .args([
            "install",
            package,
            "--version",
            version,
            "--force",
            "--root",
        ])
        .arg(project::tools())
        .env("CARGO_TARGET_DIR", project::tools().join("build"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    if locked {
        install.arg("--locked");
    }
    Remedy::Install {
        saying: format!(
            "compiling it once into {}, about {minutes} minutes on two cores",
            project::tools().display()
        ),
        commands: vec![install],
    }
}

/// The version of a package in Cargo.lock.
fn locked_version(package: &str) -> Result<String> {
    let path = project::root().join("Cargo.lock");
    let lock = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    version_in(&lock, package)
        .map(str::to_owned)
        .with_context(|| format!("{} names no version of {package}", path.display()))
}

fn version_in<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_that_of_the_package_and_not_of_one_whose_name_begins_alike() {
        let lock = "name = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(version_in(lock, "wasm"), None);
    }

    #[test]
    fn an_optimiser_that_is_too_old_does_not_do() {
        assert!(new_enough("132"));
        assert!(!new_enough("108"));
        assert!(!new_enough("unknown"));
    }
}
