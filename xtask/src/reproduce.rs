//! Whether the same sources make the same site, to the byte: its pages made again of the same programs, which is a stage of the tests, and all
//! of it made anew in another folder, which takes as long as a first build.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};

use crate::args::PublicUrl;
use crate::{process, project, site};

/// The most files that an error names.
const NAMED: usize = 20;

/// Makes the pages in `dist` again, and fails when a file differs.
pub fn pages(dist: &Path) -> Result<()> {
    let again = project::root().join("target/dist-again");
    clear(&again)?;
    site::release(&PublicUrl::below("/"), &again)?;
    compare(dist, &again)?;
    clear(&again)
}

/// `cargo xtask reproduce`: builds what is committed here and in a fresh clone elsewhere, which has no target folder yet, with a home of Cargo's that is
/// elsewhere and empty, too.
pub fn run() -> Result<ExitCode> {
    let mut status = process::command("git");
    let changes = status.args(["status", "--porcelain"]).output();
    let changes = changes.context("asking git for changes")?;
    if !changes.status.success() || !changes.stdout.is_empty() {
        bail!("what is compared is what is committed: commit what has changed, or put it aside");
    }
    let here = project::root().join("dist");
    site::release(&PublicUrl::below("/"), &here)?;
    let there = std::env::temp_dir().join("headroom-reproduced");
    let home = there.with_extension("cargo");
    clear(&there)?;
    clear(&home)?;
    let mut clone = process::command("git");
    clone.args(["clone", "--quiet", "--no-hardlinks"]);
    process::run(clone.arg(project::root()).arg(&there))?;
    let mut build = process::cargo();
    build
        .args(["xtask", "build"])
        .current_dir(&there)
        .env("CARGO_HOME", &home)
        .env_remove("CARGO_TARGET_DIR");
    process::run(&mut build)?;
    compare(&here, &there.join("dist"))?;
    clear(&there)?;
    clear(&home)?;
    Ok(ExitCode::SUCCESS)
}

/// Fails with the names of files that are in one folder only, or differ. The compressed ones follow from the others.
fn compare(one: &Path, other: &Path) -> Result<()> {
    let (first, second) = (files(one)?, files(other)?);
    let names: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
    let differing: Vec<&str> = names
        .iter()
        .filter(|name| first.get(**name) != second.get(**name))
        .map(|name| name.as_str())
        .collect();
    if !differing.is_empty() {
        let some = differing.len().min(NAMED);
        let more = if differing.len() > some { " …" } else { "" };
        bail!(
            "{} of {} files of {} and {} differ, or are in one of them only: {}{more}",
            differing.len(),
            names.len(),
            one.display(),
            other.display(),
            differing[..some].join(", ")
        );
    }
    println!(
        "all {} files of {} and {} are the same",
        first.len(),
        one.display(),
        other.display()
    );
    Ok(())
}

/// What is in each file below a folder, by its path from there.
fn files(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        let reading = || format!("looking through {}", inner.display());
        for entry in fs::read_dir(&inner).with_context(reading)? {
            let path = entry.with_context(reading)?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path
                .extension()
                .is_some_and(|ending| ending == "br" || ending == "gz")
            {
                continue;
            }
            let name = path.strip_prefix(folder).unwrap_or(&path);
            let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            found.insert(name.display().to_string(), bytes);
        }
    }
    Ok(found)
}

/// Takes a folder away, if it is there.
fn clear(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("removing {}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_package_names_programs_by_where_it_was_unpacked() {
        let lock = fs::read_to_string(project::root().join("Cargo.lock")).unwrap();
        // It comes with the real `wasm_split_helpers`: with a version, say, whose place ours no longer takes.
        assert!(!lock.contains("\"wasm_split_macros\""));
        assert!(lock.contains("\"wasm_split_helpers\""));
    }

    #[test]
    fn a_file_that_differs_or_is_in_one_folder_only_is_named_and_compressed_ones_are_not() {
        let folder = std::env::temp_dir().join(format!("headroom-compare-{}", std::process::id()));
        let (one, other) = (folder.join("one"), folder.join("other"));
        for side in [&one, &other] {
            fs::create_dir_all(side.join("a")).unwrap();
            fs::write(side.join("a/index.html"), "page").unwrap();
        }
        fs::write(one.join("a/index.html.gz"), "packed").unwrap();
        compare(&one, &other).unwrap();
        fs::write(other.join("a/index.html"), "another").unwrap();
        fs::write(other.join("new.txt"), "").unwrap();
        let told = compare(&one, &other).unwrap_err().to_string();
        assert!(told.starts_with("2 of 2 files"), "{told}");
        assert!(told.ends_with("a/index.html, new.txt"), "{told}");
        fs::remove_dir_all(&folder).unwrap();
    }
}
