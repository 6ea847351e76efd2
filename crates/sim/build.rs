//! Gives the engine a name for its own code, so that runs kept on disk are those of one version of it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut files = vec![PathBuf::from("Cargo.toml")];
    sources(Path::new("src"), &mut files)?;
    // Fixes the versions of the arithmetic below the engine. A packaged crate has none beside it: its manifest
    // must do.
    let lock = PathBuf::from("../../Cargo.lock");
    if lock.exists() {
        files.push(lock);
    }
    files.sort();
    println!("cargo::rerun-if-changed=src");
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in &files {
        println!("cargo::rerun-if-changed={}", file.display());
        // FNV-1a: no secret is kept here.
        for byte in fs::read(file)? {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=HEADROOM_ENGINE_SOURCES={hash:016x}");
    Ok(())
}

/// What asks for runs and has no part in them.
const ASKS: [&str; 2] = ["src/share", "src/validate/catalogue"];

/// Every file below a folder that has a part in a run.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if ASKS.iter().any(|asks| path == Path::new(asks)) {
            continue;
        }
        if path.is_dir() {
            sources(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
