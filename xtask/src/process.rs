//! Running other programs: with the project's tools first on PATH, and with errors that say what was run.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::project;

/// A command that starts in the workspace's folder and finds the project's own tools.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let program = program.as_ref();
    let mut command = Command::new(find(program).unwrap_or_else(|| PathBuf::from(program)));
    command
        .current_dir(project::root())
        .env("PATH", search_path());
    command
}

/// The Cargo that runs this program.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs it with its output on the terminal. Fails when it fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    println!("$ {line}");
    let status = command
        .status()
        .with_context(|| format!("starting `{line}`"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs Rust tests, all of them whatever fails, with their output on the terminal. What it fails with names those that failed:
/// the end of a long record is what is read of it.
pub fn run_tests(command: &mut Command) -> Result<()> {
    command.arg("--no-fail-fast").stdout(Stdio::piped());
    let line = shown(command);
    println!("$ {line}");
    let starting = || format!("starting `{line}`");
    let mut tests = command.spawn().with_context(starting)?;
    let mut failed = Vec::new();
    for told in tests
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).lines())
    {
        let told = told.with_context(|| format!("reading what `{line}` prints"))?;
        println!("{told}");
        // In a browser it is FAIL.
        let ended = told
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "));
        failed.extend(
            ended
                .filter(|(_, how)| how.starts_with("FAIL"))
                .map(|(name, _)| name.to_owned()),
        );
    }
    let status = tests.wait().with_context(starting)?;
    if !status.success() {
        let names = if failed.is_empty() {
            "nothing by name"
        } else {
            &*failed.join(", ")
        };
        bail!("`{line}` ended with {status}; failed: {names}");
    }
    Ok(())
}

/// Runs it quietly; what it printed, or `None` when it is not there or fails.
pub fn answer(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = command(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The full path of a program, on the project's own search path.
pub fn find(program: impl AsRef<OsStr>) -> Option<PathBuf> {
    let program = Path::new(program.as_ref());
    if program.components().count() > 1 {
        return program.is_file().then(|| program.to_owned());
    }
    // Windows: programs are .exe, those that npm installs are .cmd.
    let endings: &[&str] = if cfg!(windows) {
        &["exe", "cmd"]
    } else {
        &[""]
    };
    env::split_paths(&search_path()).find_map(|folder| {
        endings
            .iter()
            .map(|ending| folder.join(program).with_extension(ending))
            .find(|path| path.is_file())
    })
}

fn search_path() -> std::ffi::OsString {
    let tools = project::tools();
    let own = [tools.join("bin"), tools.join("node_modules/.bin")];
    let inherited = env::var_os("PATH").unwrap_or_default();
    let all = own.into_iter().chain(env::split_paths(&inherited));
    // It fails on a folder with a separator in its name only: then that folder cannot be on a PATH at all.
    env::join_paths(all).unwrap_or(inherited)
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}
