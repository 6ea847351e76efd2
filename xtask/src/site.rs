//! Building: Trunk makes the programs and the page they start from, then `headroom build` makes the site.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};

use crate::args::PublicUrl;
use crate::{fingerprint, process, project, sbom, tools};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Optimised for size (the page's program) and speed (the worker's), by wasm-opt too.
    Release,
    /// The same with every file compressed beside it, for a host.
    Published,
    /// Quick to make again after a change.
    Debug,
}

/// Other languages that the site has its interface in.
const LANGUAGES: [&str; 1] = ["zh-Hans"];

impl Mode {
    fn shell(self) -> PathBuf {
        match self {
            Self::Release | Self::Published => project::shell(),
            Self::Debug => project::shell().with_extension("debug"),
        }
    }
}

/// The site as a reader gets it, into `out`.
pub fn release(at: &PublicUrl, out: &Path) -> Result<()> {
    make(Mode::Release, at, out)
}

/// The site for a host, into `out`.
pub fn publish(at: &PublicUrl, out: &Path) -> Result<()> {
    make(Mode::Published, at, out)
}

fn make(mode: Mode, at: &PublicUrl, out: &Path) -> Result<()> {
    let start = Instant::now();
    tools::ensure(tools::for_building()?)?;
    build(mode, at, out)?;
    println!("{} is ready after {:.1?}", out.display(), start.elapsed());
    Ok(())
}

/// Programs, then pages; each only when something it is made of has changed.
pub fn build(mode: Mode, at: &PublicUrl, out: &Path) -> Result<()> {
    let shell = mode.shell();
    let programs = programs(mode, &shell)?;
    let stamp = out.with_extension("stamp");
    let pagefind = tools::find_pagefind();
    let site = format!(
        "{}\n{:016x}\n{at:?} {mode:?} {pagefind:?}",
        programs.made_of,
        fingerprint::of_contents(fingerprint::SITE)?
    );
    if out.join("index.html").is_file() && fingerprint::is_fresh(&stamp, &site) {
        println!("nothing has changed since {} was built", out.display());
        return Ok(());
    }
    // A build that fails must not be taken for the one before it.
    remove_if_there(&stamp)?;
    // Authors who wait for what they have changed have no use for it.
    if mode != Mode::Debug {
        sbom::write(&shell, pagefind.is_some())?;
    }
    let mut build = headroom();
    build.arg("build").args([
        "--shell".as_ref(),
        shell.as_os_str(),
        "--out".as_ref(),
        out.as_os_str(),
        "--base".as_ref(),
        at.path.as_ref(),
    ]);
    if let Some(origin) = &at.origin {
        build.args(["--origin", origin]);
    }
    if mode == Mode::Published {
        build.arg("--precompress");
    }
    if let Some(pagefind) = pagefind {
        build.arg("--pagefind").arg(pagefind);
    }
    // In a debug build authors are to see what they have changed, and soon.
    if mode != Mode::Debug {
        build.args(["--offline", &programs.sources]);
        for language in LANGUAGES {
            build.args(["--language", language]);
        }
    }
    process::run(&mut build)?;
    fs::write(&stamp, site).with_context(|| format!("writing {}", stamp.display()))
}

/// The project's own command line. Not its release build: the engine and the dependencies are optimised in
/// the debug build too, and the tests have compiled it already.
pub fn headroom() -> Command {
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", "headroom-cli", "--"]);
    cargo
}

/// What identifies a build of the programs.
struct Programs {
    /// Names what they were made of. They ask for each other's files by it.
    sources: String,
    /// That, and how.
    made_of: String,
}

/// Makes `app` and `sim` for the browser.
fn programs(mode: Mode, shell: &Path) -> Result<Programs> {
    let optimised = mode != Mode::Debug && tools::has_wasm_opt();
    let sources = format!("{:016x}", fingerprint::of_contents(fingerprint::PROGRAMS)?);
    let minified = mode != Mode::Debug && tools::has_esbuild();
    let made_of = format!("{sources} {optimised} {minified}");
    let stamp = shell.with_extension("stamp");
    if shell.join("index.html").is_file() && fingerprint::is_fresh(&stamp, &made_of) {
        println!("the programs are as they were");
        return Ok(Programs { sources, made_of });
    }
    remove_if_there(&stamp)?;
    let page = Page::new(mode, optimised)?;
    let mut trunk = process::command("trunk");
    trunk
        .args([
            "build",
            "--skip-version-check",
            // Where the site will live is said when pages are made; `headroom build` looks for this mark.
            "--public-url",
            "/site-base/",
            "--html-output",
            "index.html",
            "--dist",
        ])
        .arg(shell)
        // Trunk takes any value but "true" and "false" for a mistake; elsewhere "1" is usual.
        .env_remove("NO_COLOR");
    if mode != Mode::Debug {
        // In a debug build every edit would compile the engine anew for the sake of its name.
        trunk
            .arg("--release=true")
            .env("HEADROOM_BUILD", &sources)
            .env("CARGO_ENCODED_RUSTFLAGS", flags().join("\x1f"));
    }
    process::run(trunk.arg(&page.path))?;
    if minified {
        minify(shell)?;
    }
    fs::write(&stamp, &made_of).with_context(|| format!("writing {}", stamp.display()))?;
    Ok(Programs { sources, made_of })
}

/// Makes the scripts in a folder short. Trunk would do it with a parser that fails on what wasm-bindgen writes.
fn minify(shell: &Path) -> Result<()> {
    let files =
        fs::read_dir(shell).with_context(|| format!("looking through {}", shell.display()))?;
    let mut scripts = Vec::new();
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|ending| ending == "js") {
            scripts.push(path);
        }
    }
    scripts.sort();
    let mut esbuild = process::command("esbuild");
    esbuild
        .args(["--minify", "--log-level=warning", "--allow-overwrite"])
        .arg(format!("--outdir={}", shell.display()))
        .args(scripts);
    process::run(&mut esbuild)
}

/// What the compiler is told of released programs: what `.cargo/config.toml` tells it of all, which these take the place of, and other names
/// for the folders of this machine. They stand in what a program says when it fails, and each machine's programs would be others.
fn flags() -> Vec<String> {
    let mut flags = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    let mut rename = |folder: &Path, name: &str| {
        flags.push(format!("--remap-path-prefix={}={name}", folder.display()));
    };
    rename(project::root(), "/headroom");
    let home = env::var_os("CARGO_HOME").map_or_else(
        || env::home_dir().unwrap_or_default().join(".cargo"),
        PathBuf::from,
    );
    // A folder for each registry, named for where it is. There is one: this program's own packages have come from it.
    let registries = fs::read_dir(home.join("registry/src"))
        .into_iter()
        .flatten();
    for registry in registries.flatten() {
        rename(&registry.path(), "/crates");
    }
    flags
}

/// The page Trunk starts from. Without an optimiser it is a copy that asks for none: told in no other
/// way, Trunk would try to download one and fail where it cannot.
struct Page {
    path: PathBuf,
    temporary: bool,
}

impl Page {
    fn new(mode: Mode, optimised: bool) -> Result<Self> {
        let path = project::root().join("index.html");
        if optimised || mode == Mode::Debug {
            return Ok(Self {
                path,
                temporary: false,
            });
        }
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let path = project::root().join(".index-unoptimised.html");
        fs::write(&path, without_wasm_opt(&text))
            .with_context(|| format!("writing {}", path.display()))?;
        Ok(Self {
            path,
            temporary: true,
        })
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        if self.temporary {
            // It is ignored by git and written anew each time: a leftover harms nobody.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn without_wasm_opt(page: &str) -> String {
    let mut pieces = page.split("data-wasm-opt=\"");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let rest = piece.split_once('"').map_or("", |(_, rest)| rest);
        text.push_str("data-wasm-opt=\"0\"");
        text.push_str(rest);
    }
    text
}

fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", file.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_an_optimiser_no_program_asks_for_one() {
        let page = "<link data-wasm-opt=\"z\" data-bin=\"app\"><link data-wasm-opt=\"3\">";
        assert_eq!(
            without_wasm_opt(page),
            "<link data-wasm-opt=\"0\" data-bin=\"app\"><link data-wasm-opt=\"0\">"
        );
    }
}
