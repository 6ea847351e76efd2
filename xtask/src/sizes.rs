//! The programs and the style that a reader downloads, against what we allow ourselves.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;

const APP: usize = 280_000;
/// The interface of brief labs, which comes at the first sign of a reader.
const BRIEF: usize = 237_000;
/// That of whole labs, which comes when one of them is near: with links, predictions and every chart.
const LAB: usize = 518_000;
/// Assessments, with the fields of every kind of question and the report.
const EXAM: usize = 343_000;
/// What can be asked of a run, which comes when the reader does: analysis, search, traces, comparison, sweep.
const TOOLS: usize = 408_000;
/// The playground, with a whole lab in it, and the worker that reads and edits scenario files.
const PLAY: usize = 563_000;
const STUDIO: usize = 268_000;
/// What a page shows of its reader, and where notes can be begun.
const MARKS: usize = 198_000;
/// The page of the reader's progress. It counts what is due with the scheduler of review, and keeps the
/// whole site on a device.
const PROGRESS: usize = 251_000;
/// Review, with the fields of every kind of question in it and the schedule.
const REVIEW: usize = 320_000;
/// Notes, with the parser of Markdown.
const NOTES: usize = 293_000;
/// Search, without the index and Pagefind's own program, which come with the first query.
const SEARCH: usize = 43_000;
/// Settings, and help on the keys.
const SETTINGS: usize = 32_000;
/// With every kind of node there is. One program: the engine with two kinds is more than half of it, and a reader of two
/// labs would download two smaller ones.
const SIM: usize = 331_000;
const CSS: usize = 24_000;

/// Prints the sizes; an error when one is over its budget.
pub fn check(dist: &Path) -> Result<()> {
    let files = files(dist)?;
    let of = |fits: &dyn Fn(&str) -> bool| -> Result<usize> {
        let mut total = None;
        for file in &files {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if fits(&name) {
                *total.get_or_insert(0) += gzipped(file)?;
            }
        }
        total.with_context(|| format!("{} lacks a file that is to be measured", dist.display()))
    };
    let is = |name: &str, ending: &str| {
        Path::new(name)
            .extension()
            .is_some_and(|found| found == ending)
    };
    let wasm = |program: &str| of(&|name| name.starts_with(program) && is(name, "wasm"));
    let rows = [
        (
            "app.wasm",
            of(&|name| name.starts_with("app") && is(name, "wasm"))?,
            APP,
        ),
        (
            "lab.wasm",
            of(&|name| name.starts_with("lab") && is(name, "wasm"))?,
            LAB,
        ),
        (
            "brief.wasm",
            of(&|name| name.starts_with("brief") && is(name, "wasm"))?,
            BRIEF,
        ),
        (
            "exam.wasm",
            of(&|name| name.starts_with("exam") && is(name, "wasm"))?,
            EXAM,
        ),
        (
            "tools.wasm",
            of(&|name| name.starts_with("tools") && is(name, "wasm"))?,
            TOOLS,
        ),
        (
            "play.wasm",
            of(&|name| name.starts_with("play") && is(name, "wasm"))?,
            PLAY,
        ),
        (
            "progress.wasm",
            of(&|name| name.starts_with("progress") && is(name, "wasm"))?,
            PROGRESS,
        ),
        (
            "marks.wasm",
            of(&|name| name.starts_with("marks") && is(name, "wasm"))?,
            MARKS,
        ),
        (
            "review.wasm",
            of(&|name| name.starts_with("review") && is(name, "wasm"))?,
            REVIEW,
        ),
        (
            "notes.wasm",
            of(&|name| name.starts_with("notes") && is(name, "wasm"))?,
            NOTES,
        ),
        ("search.wasm", wasm("search")?, SEARCH),
        ("settings.wasm", wasm("settings")?, SETTINGS),
        (
            "studio.wasm",
            of(&|name| name.starts_with("studio") && is(name, "wasm"))?,
            STUDIO,
        ),
        (
            "sim.wasm",
            of(&|name| name.starts_with("sim") && is(name, "wasm"))?,
            SIM,
        ),
        ("CSS", of(&|name| is(name, "css"))?, CSS),
    ];
    println!("{:<34}{:>10}{:>10}   (bytes, gzip)", "", "size", "budget");
    for (what, size, budget) in rows {
        let verdict = if size > budget {
            "   over its budget"
        } else {
            ""
        };
        println!("{what:<34}{size:>10}{budget:>10}{verdict}");
    }
    if rows.iter().any(|(_, size, budget)| size > budget) {
        bail!("a program or the style is over its budget");
    }
    Ok(())
}

/// Bytes of a file as a host sends it.
pub fn gzipped(file: &Path) -> Result<usize> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&bytes)?;
    Ok(encoder.finish()?.len())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("looking through {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}
