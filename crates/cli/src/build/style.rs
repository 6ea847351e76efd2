//! The style sheets as one file: fewer requests, and an edit of one recompiles nothing.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;

/// The order of the cascade's layers, and within `components` that of the alphabet.
const BEFORE: [&str; 4] = ["tokens.css", "base.css", "layout.css", "prose.css"];
const AFTER: [&str; 1] = ["print.css"];

/// Writes one style sheet into `out` and gives its name, which changes with its content.
pub fn bundle(style: &Path, out: &Path) -> anyhow::Result<String> {
    let mut components: Vec<PathBuf> = fs::read_dir(style.join("components"))
        .with_context(|| format!("reading {}", style.join("components").display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    components.sort();
    let files = BEFORE.iter().map(|name| style.join(name)).chain(components);
    let mut css = String::from("@layer tokens, base, layout, prose, components, print;\n");
    for file in files.chain(AFTER.iter().map(|name| style.join(name))) {
        css += &fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    }
    let mut hasher = DefaultHasher::new();
    css.hash(&mut hasher);
    let name = format!("style-{:016x}.css", hasher.finish());
    super::write(&out.join(&name), css.as_bytes())?;
    Ok(name)
}
