//! Where things are.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub fn root() -> &'static Path {
    // This crate's own folder is one below it, always.
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap_or(Path::new("."))
}

/// Where Cargo builds: `target`, unless the environment says otherwise.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// What Trunk makes: the programs and the page that starts them.
pub fn shell() -> PathBuf {
    root().join("target/shell")
}

/// Tools that were installed for this project alone.
pub fn tools() -> PathBuf {
    target().join("tools")
}
