//! Files as they are sent: compressed once when the site is built, as far as it goes, and not by the host at each request.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;
use rayon::prelude::*;

/// Endings of what becomes smaller. Pictures are compressed as they are.
const ENDINGS: [&str; 9] = [
    "html", "css", "js", "wasm", "svg", "json", "xml", "txt", "toml",
];
/// Postcard, most of it text.
const DATA: &str = "bin";
/// Below this many bytes the packet is the same.
const LEAST: u64 = 512;
/// Of brotli's 11 the last step costs ten times the time for a hundredth of the size: for programs, which are most of what is
/// sent, and not for pages.
const QUALITY: i32 = 9;
const QUALITY_OF_PROGRAMS: i32 = 11;

/// Writes `.br` and `.gz` beside each file below a folder that becomes smaller by it.
pub fn all(folder: &Path) -> anyhow::Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    // Those that take longest first.
    files.sort_by_key(|(_, length)| std::cmp::Reverse(*length));
    files
        .par_iter()
        .with_max_len(1)
        .try_for_each(|(file, _)| one(file))
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, u64)>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files)?;
            continue;
        }
        let length = entry.metadata()?.len();
        let ending = path.extension().unwrap_or_default();
        if length >= LEAST && (ending == DATA || ENDINGS.iter().any(|known| ending == *known)) {
            files.push((path, length));
        }
    }
    Ok(())
}

fn one(file: &Path) -> anyhow::Result<()> {
    let bytes = fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    for (ending, small) in [("br", brotli(file, &bytes)?), ("gz", gzip(&bytes)?)] {
        if small.len() < bytes.len() {
            let mut name = file.as_os_str().to_owned();
            name.push(format!(".{ending}"));
            super::write(Path::new(&name), &small)?;
        }
    }
    Ok(())
}

fn brotli(file: &Path, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let page = file.extension().is_some_and(|ending| ending == "html");
    let how = BrotliEncoderParams {
        quality: if page { QUALITY } else { QUALITY_OF_PROGRAMS },
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut small, &how)
        .with_context(|| format!("compressing {}", file.display()))?;
    Ok(small)
}

/// Without a name and a time: the same bytes for the same file.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
