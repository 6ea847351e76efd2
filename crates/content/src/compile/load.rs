//! Finding and reading the files of the content folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::diagnostic::Diagnostics;
use super::front::{Place, is_id};
use super::mask;
use super::rule::Rule;
use super::source::Source;

/// A page longer than this is no page.
const MAX_BYTES: usize = 1024 * 1024;
/// A scenario longer than this describes no system that can be looked at.
const MAX_SCENARIO_BYTES: usize = 128 * 1024;
/// The folders of the content folder.
const FOLDERS: &[&str] = &[
    "concepts",
    "components",
    "templates",
    "case-studies",
    "glossary",
    "labs",
    "assessments",
    "paths",
    "media",
];
/// Nothing lies deeper: links may make a folder hold itself.
const MAX_FOLDERS: usize = 8;
/// What no site can do without.
const NEEDED: [(&str, &str); 2] = [
    ("categories.toml", "the categories are missing"),
    ("home.md", "the home page is missing"),
];

/// The files of the content folder.
#[derive(Debug, Default)]
pub struct Files {
    pub categories: Option<Source>,
    /// Words that are no misspellings.
    pub words: Option<Source>,
    pub pages: Vec<(Place, Source)>,
    /// Pages whose file is there but could not be taken, which was reported.
    pub broken: Vec<Place>,
    /// Terms and their definitions.
    pub glossary: Vec<Source>,
    /// Scenario files by `family/variant`; `None` for one that could not be taken.
    pub scenarios: BTreeMap<String, Option<Source>>,
    /// Rates over time that scenarios replay, as `family/name.csv`; `None` for one that could not be taken.
    pub series: BTreeMap<String, Option<Source>>,
    /// Paths below `content/media/`.
    pub media: BTreeSet<String>,
}

/// Contents of the files below a folder, by their paths with forward slashes; of media only the paths. What cannot be
/// read is reported; `None` when that is the folder itself.
pub fn read(content: &Path, diagnostics: &mut Diagnostics) -> Option<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        let names = match names(&content.join(&folder)) {
            Ok(names) => names,
            Err(error) => {
                unreadable(content, &folder, &error, diagnostics);
                if folder.is_empty() {
                    return None;
                }
                continue;
            }
        };
        for name in names.into_iter().filter(|name| !name.starts_with('.')) {
            let path = format!("{folder}{name}");
            let full = content.join(&path);
            let known = !folder.is_empty() || FOLDERS.contains(&name.as_str());
            if full.is_dir() && known {
                if path.split('/').count() < MAX_FOLDERS {
                    folders.push(format!("{path}/"));
                }
            } else if full.is_dir() || path.starts_with("media/") {
                files.insert(path, Vec::new());
            } else {
                match contents(&full) {
                    Ok(bytes) => {
                        files.insert(path, bytes);
                    }
                    Err(error) => unreadable(content, &path, &error, diagnostics),
                }
            }
        }
    }
    Some(files)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    fs::read_dir(folder)?.map(|entry| entry.map(name)).collect()
}

/// A file's bytes, and one more than the limit of one that is too long.
fn contents(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path)?
        .take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(content: &Path, path: &str, error: &io::Error, diagnostics: &mut Diagnostics) {
    let name = shown(content, path.trim_end_matches('/'));
    let source = Source::new(name, String::new());
    let message = format!("this cannot be read: {error}");
    diagnostics.report(&source, Rule::MissingFile, &(0..0), message);
}

/// A path as messages show it: from the content folder's parent.
fn shown(content: &Path, path: &str) -> String {
    let folder = content.file_name().map_or_else(
        || "content".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    if path.is_empty() {
        folder
    } else {
        format!("{folder}/{path}")
    }
}

/// Gives each file its place in the layout.
pub fn place(
    files: BTreeMap<String, Vec<u8>>,
    content: &Path,
    diagnostics: &mut Diagnostics,
) -> Files {
    for (name, message) in NEEDED {
        if !files.contains_key(name) {
            let source = Source::new(shown(content, name), String::new());
            diagnostics.report(&source, Rule::MissingFile, &(0..0), message);
        }
    }
    let mut placed = Files::default();
    for (path, bytes) in files {
        let role = role(&path);
        let most = match role {
            Some(Role::Scenario(_)) => MAX_SCENARIO_BYTES,
            _ => MAX_BYTES,
        };
        let mut take = |bytes| decode(shown(content, &path), bytes, most, diagnostics);
        match role {
            Some(Role::Ignored) => {}
            Some(Role::Categories) => placed.categories = take(bytes),
            Some(Role::Glossary) => placed.glossary.extend(take(bytes)),
            Some(Role::Words) => placed.words = take(bytes),
            Some(Role::Media(name)) => {
                placed.media.insert(name);
            }
            Some(Role::Scenario(sim)) => {
                let source = take(bytes);
                placed.scenarios.insert(sim, source);
            }
            Some(Role::Series(path)) => {
                let source = take(bytes);
                placed.series.insert(path, source);
            }
            Some(Role::Page(place)) => match take(bytes) {
                Some(source) => placed.pages.push((place, source)),
                None => placed.broken.push(place),
            },
            None => {
                let message = "this file has no place in the layout of the content folder";
                let source = Source::new(shown(content, &path), String::new());
                diagnostics
                    .report(&source, Rule::UnexpectedFile, &(0..0), message)
                    .help("the layout stands in SYNTAX.md");
            }
        }
    }
    placed
}

/// What a file is for, told by its path.
enum Role {
    Ignored,
    Categories,
    Glossary,
    Words,
    Media(String),
    Scenario(String),
    Series(String),
    Page(Place),
}

fn role(path: &str) -> Option<Role> {
    let parts: Vec<&str> = path.split('/').collect();
    Some(match parts.as_slice() {
        ["categories.toml"] => Role::Categories,
        ["words.txt"] => Role::Words,
        ["home.md"] => Role::Page(Place::Home),
        ["pricing.toml" | "scenario.schema.json"] => Role::Ignored,
        [name] if name.starts_with(|c: char| c.is_ascii_uppercase()) => Role::Ignored,
        ["media", rest @ ..] => Role::Media(rest.join("/")),
        ["concepts", category, name] => Role::Page(Place::Concept {
            category: id(category)?,
            slug: id(name.strip_suffix(".md")?)?,
        }),
        ["components", name] => Role::Page(Place::Component {
            kind: id(name.strip_suffix(".md")?)?,
        }),
        ["case-studies", name] => Role::Page(Place::CaseStudy {
            slug: id(name.strip_suffix(".md")?)?,
        }),
        ["glossary", name] => {
            id(name.strip_suffix(".toml")?)?;
            Role::Glossary
        }
        ["assessments", name] => Role::Page(Place::Assessment {
            id: id(name.strip_suffix(".md")?)?,
        }),
        ["paths", name] => Role::Page(Place::Path {
            id: id(name.strip_suffix(".md")?)?,
        }),
        ["labs", name] => match name.strip_suffix(".csv") {
            Some(series) => Role::Series(format!("labs/{}.csv", id(series)?)),
            None => Role::Scenario(format!("labs/{}", id(name.strip_suffix(".toml")?)?)),
        },
        ["templates", family, "family.md"] => Role::Page(Place::Family {
            family: id(family)?,
        }),
        ["templates", family, name] => {
            let family = id(family)?;
            if let Some(series) = name.strip_suffix(".csv") {
                Role::Series(format!("{family}/{}.csv", id(series)?))
            } else if let Some(variant) = name.strip_suffix(".toml") {
                Role::Scenario(format!("{family}/{}", id(variant)?))
            } else {
                let variant = id(name.strip_suffix(".md")?)?;
                Role::Page(Place::Variant { family, variant })
            }
        }
        _ => return None,
    })
}

/// A name that can stand in an address.
fn id(name: &str) -> Option<String> {
    is_id(name).then(|| name.to_owned())
}

/// Text of a file; `None` when it is no text we take, which is then reported.
fn decode(
    name: String,
    bytes: Vec<u8>,
    most: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Source> {
    if bytes.len() > most {
        let source = Source::new(name, String::new());
        let message = format!("the file is longer than {} KiB", most / 1024);
        diagnostics.report(&source, Rule::InvalidText, &(0..0), message);
        return None;
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            diagnostics.report(
                &Source::new(name, text),
                Rule::InvalidText,
                &(at..at + 1),
                "the file is not UTF-8 here",
            );
            return None;
        }
    };
    let source = Source::new(name, text);
    let mut characters = source.text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        // Alone, it ends a line for the Markdown parser and for nobody else.
        let lone = c == '\r' && characters.peek().is_none_or(|(_, next)| *next != '\n');
        if lone || mask::is_reserved(c) {
            let message = format!("the character U+{:04X} cannot stand here", c as u32);
            let span = at..at + c.len_utf8();
            diagnostics.report(&source, Rule::InvalidText, &span, message);
            return None;
        }
    }
    Some(source)
}
