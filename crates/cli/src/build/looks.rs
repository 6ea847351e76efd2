//! How the site looks: the style sheets as one file (fewer requests, and an edit of one recompiles nothing) and
//! the icon. Both have names that change with their content, so that a browser may keep them for ever.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;
use headroom::state::site::Base;

/// The order of the cascade's layers, and within `components` that of the alphabet.
const BEFORE: [&str; 4] = ["tokens.css", "base.css", "layout.css", "prose.css"];
const AFTER: [&str; 1] = ["print.css"];

/// Addresses of what every page's head refers to.
pub struct Looks {
    pub stylesheet: String,
    pub icon: String,
}

impl Looks {
    /// Writes what the folder `style` holds into `out`.
    pub fn write(style: &Path, out: &Path, base: &Base) -> anyhow::Result<Self> {
        let css = bundle(style)?;
        let icon = read(&style.join("icon.svg"))?;
        Ok(Self {
            stylesheet: base.href(&write_hashed(out, "style", "css", &css)?),
            icon: base.href(&write_hashed(out, "icon", "svg", &icon)?),
        })
    }
}

fn bundle(style: &Path) -> anyhow::Result<String> {
    let mut components: Vec<PathBuf> = fs::read_dir(style.join("components"))
        .with_context(|| format!("reading {}", style.join("components").display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    components.sort();
    let files = BEFORE.iter().map(|name| style.join(name)).chain(components);
    let mut css = String::from("@layer tokens, base, layout, prose, components, print;\n");
    for file in files.chain(AFTER.iter().map(|name| style.join(name))) {
        css += &read(&file)?;
    }
    Ok(css)
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// Gives the file's name.
fn write_hashed(out: &Path, stem: &str, extension: &str, text: &str) -> anyhow::Result<String> {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    let name = format!("{stem}-{:016x}.{extension}", hasher.finish());
    super::write(&out.join(&name), text.as_bytes())?;
    Ok(name)
}
