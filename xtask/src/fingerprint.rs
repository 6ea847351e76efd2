//! What a set of files was when it was last built, so that what has not changed is not built again.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, Result};

use crate::project;

/// What goes into the programs that the browser runs. More would be safe and slow, less would be wrong.
pub const PROGRAMS: &[&str] = &[
    "src",
    // They come with the programs of search, of marks and of a lab's tools.
    "style/search.css",
    "style/noting.css",
    "style/tools",
    "crates/content/src/lib.rs",
    "crates/content/src/model.rs",
    "crates/sim/src",
    "crates/sim-worker",
    "crates/studio",
    "crates/study/src",
    "crates/wasm-split-helpers",
    "crates/content/Cargo.toml",
    "crates/sim/Cargo.toml",
    "crates/study/Cargo.toml",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    // What the compiler is told of them.
    "xtask/src/site.rs",
];

/// What the site is made of beside those.
pub const SITE: &[&str] = &["content", "style", "crates/content", "crates/cli"];

/// A hash of the names and contents of the files below these paths. Missing paths count as empty.
pub fn of_contents(paths: &[&str]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files(paths)? {
        // Wherever the workspace is: what was built names its programs by this.
        file.strip_prefix(project::root())
            .unwrap_or(&file)
            .hash(&mut hasher);
        fs::read(&file)
            .with_context(|| format!("reading {}", file.display()))?
            .hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// A hash of names, lengths and times of change: cheap enough to be asked several times a second.
pub fn of_times(paths: &[&str]) -> Result<u64> {
    let mut hasher = DefaultHasher::new();
    for file in files(paths)? {
        // A file that has just been removed is a change too.
        let state = fs::metadata(&file).map(|meta| {
            let time = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            (meta.len(), time)
        });
        (file, state.ok()).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// Whether the stamp says that this was built last.
pub fn is_fresh(stamp: &Path, fingerprint: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|last| last == fingerprint)
}

/// In their order by name, whatever order the file system has them in.
fn files(paths: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for path in paths {
        let path = project::root().join(path);
        collect(&path, &mut found)
            .with_context(|| format!("looking through {}", path.display()))?;
    }
    found.sort();
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let kind = match fs::metadata(path) {
        Ok(meta) => meta.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if !kind.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        collect(&entry?.path(), found)?;
    }
    Ok(())
}
