//! How the site looks: the style sheets as one file (fewer requests, and an edit of one recompiles nothing), those of the few
//! pages that are no text to read as another, the font of formulas, and the icon. All have names that change with their content, so that a browser may keep them for ever.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::Context;
use headroom::state::site::Base;

use super::page::escape;
use super::policy::integrity;
use super::{frame, install};

/// The order of the cascade's layers, and within `components` that of the alphabet.
const BEFORE: [&str; 4] = ["tokens.css", "base.css", "layout.css", "prose.css"];
const AFTER: [&str; 1] = ["print.css"];
/// Of formulas: `style/fonts/README.md`.
const FONT: &str = "fonts/formulas.woff2";

/// Addresses of what every page's head refers to.
pub struct Looks {
    pub stylesheet: Sheet,
    /// What pages of the reader's own, assessments, paths and the playground need beside it: a first visit goes without.
    pub apart: Sheet,
    pub icon: String,
    /// What a page's head says of the site as one that can be installed.
    pub install: String,
    /// The script of pages for frames.
    pub frame: String,
}

/// A style sheet that stands beside the pages.
#[derive(Hash)]
pub struct Sheet {
    href: String,
    /// What it has to be.
    integrity: String,
}

impl Sheet {
    fn write(out: &Path, stem: &str, css: &str, base: &Base) -> anyhow::Result<Self> {
        Ok(Self {
            href: base.href(&write_hashed(out, stem, "css", css.as_bytes())?),
            integrity: integrity(css.as_bytes()),
        })
    }

    /// For the head of a page.
    pub fn link(&self) -> String {
        format!(
            "<link rel=\"stylesheet\" href=\"{}\" integrity=\"{}\">\n",
            escape(&self.href),
            self.integrity
        )
    }
}

impl Looks {
    /// Writes what the folder `style` holds into `out`.
    pub fn write(style: &Path, out: &Path, base: &Base) -> anyhow::Result<Self> {
        let font = style.join(FONT);
        let bytes = fs::read(&font).with_context(|| format!("reading {}", font.display()))?;
        // It stands beside the sheet, which asks for it by the name it has here.
        let font = write_hashed(out, "formulas", "woff2", &bytes)?;
        let css = bundle(style)?.replace("url(\"formulas.woff2\")", &format!("url(\"{font}\")"));
        let apart = joined(sheets(&style.join("apart"))?)?;
        let icon = read(&style.join("icon.svg"))?;
        let tokens = read(&style.join("tokens.css"))?;
        Ok(Self {
            stylesheet: Sheet::write(out, "style", &css, base)?,
            apart: Sheet::write(out, "apart", &apart, base)?,
            icon: base.href(&write_hashed(out, "icon", "svg", icon.as_bytes())?),
            install: install::head(&tokens, base),
            frame: frame::script(out, base)?,
        })
    }
}

fn bundle(style: &Path) -> anyhow::Result<String> {
    let before = BEFORE.iter().map(|name| style.join(name));
    let after = AFTER.iter().map(|name| style.join(name));
    let files = before
        .chain(sheets(&style.join("components"))?)
        .chain(after);
    let order = "@layer tokens, base, layout, prose, components, print;\n";
    Ok(order.to_owned() + &joined(files)?)
}

/// The files of a folder in the order of their names.
fn sheets(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<_>>()?;
    files.sort();
    Ok(files)
}

fn joined(files: impl IntoIterator<Item = PathBuf>) -> anyhow::Result<String> {
    let read = |file: PathBuf| Ok(without_remarks(&read(&file)?));
    files.into_iter().map(read).collect()
}

/// What a browser reads of a style sheet: comments, indentation and most spaces are a quarter of what would be sent, and are for authors.
fn without_remarks(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        let taken = match next {
            '/' if rest.starts_with("/*") => {
                let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
                rest = &rest[end..];
                continue;
            }
            '"' | '\'' => string_length(rest, next),
            _ => next.len_utf8(),
        };
        if next.is_ascii_whitespace() {
            // Before a colon a space tells a descendant from the element itself; behind one it tells nothing.
            if !(out.is_empty() || out.ends_with([' ', '{', '}', ';', ':', ','])) {
                out.push(' ');
            }
        } else {
            if matches!(next, '{' | '}') {
                let end = out.trim_end_matches([' ', ';']).len();
                out.truncate(end);
            }
            out.push_str(&rest[..taken]);
        }
        rest = &rest[taken..];
    }
    out
}

/// How long the string is that a text begins with, its quotes included.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        if sign == quote && !escaped {
            return at + sign.len_utf8();
        }
        escaped = sign == '\\' && !escaped;
    }
    text.len()
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}

/// What names a file by its content.
pub fn hash(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Gives the file's name.
pub fn write_hashed(
    out: &Path,
    stem: &str,
    extension: &str,
    content: &[u8],
) -> anyhow::Result<String> {
    let name = format!("{stem}-{}.{extension}", hash(content));
    super::write(&out.join(&name), content)?;
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_rules_and_not_what_is_said_about_them() {
        let css = "/* Why. */\n@layer a {\n  .b::before { content: \"/* \\\" '\"; /* here */ }\n\n  .c { margin: 0 /* none */ auto; }\n}\n/* open";
        assert_eq!(
            without_remarks(css),
            "@layer a{.b::before{content:\"/* \\\" '\"}.c{margin:0 auto}}"
        );
    }
}
