//! Finding and reading the files of the content folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::diagnostic::Diagnostics;
use super::front::Place;
use super::mask;
use super::rule::Rule;
use super::source::Source;

/// A page longer than this is no page.
const MAX_BYTES: u64 = 1024 * 1024;
/// The folders of the content folder.
const FOLDERS: &[&str] = &["concepts", "components", "templates", "media"];

/// The files of the content folder.
#[derive(Debug, Default)]
pub struct Files {
    pub categories: Option<Source>,
    pub pages: Vec<(Place, Source)>,
    /// Scenario files by `family/variant`.
    pub scenarios: BTreeMap<String, Source>,
    /// Paths below `content/media/`.
    pub media: BTreeSet<String>,
}

/// Reads the folder. Only a folder that cannot be read is an `io::Error`; files are reported one by one.
pub fn load(content: &Path, diagnostics: &mut Diagnostics) -> io::Result<Files> {
    let mut loader = Loader {
        content,
        files: Files::default(),
        diagnostics,
    };
    loader.folder(Path::new(""))?;
    let mut files = loader.files;
    files.pages.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    Ok(files)
}

struct Loader<'c, 'd> {
    content: &'c Path,
    files: Files,
    diagnostics: &'d mut Diagnostics,
}

impl Loader<'_, '_> {
    fn folder(&mut self, relative: &Path) -> io::Result<()> {
        let mut entries: Vec<PathBuf> = fs::read_dir(self.content.join(relative))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        for entry in entries {
            let name = entry
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = relative.join(&name);
            if entry.is_dir() {
                if relative.as_os_str().is_empty() && !FOLDERS.contains(&name.as_str()) {
                    self.unexpected(&path);
                } else if path.components().count() < 8 {
                    self.folder(&path)?;
                }
            } else {
                self.file(&path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> io::Result<()> {
        let text = slashed(path);
        let parts: Vec<&str> = text.split('/').collect();
        let stem = |name: &str, extension: &str| name.strip_suffix(extension).map(str::to_owned);
        match parts.as_slice() {
            ["categories.toml"] => self.files.categories = self.read(path)?,
            ["home.md"] => self.page(Place::Home, path)?,
            ["pricing.toml"] => {}
            [name] if name.starts_with(|c: char| c.is_ascii_uppercase()) => {}
            ["media", rest @ ..] => {
                self.files.media.insert(rest.join("/"));
            }
            ["concepts", category, name] if name.ends_with(".md") => {
                let slug = stem(name, ".md").unwrap_or_default();
                self.page(
                    Place::Concept {
                        category: (*category).to_owned(),
                        slug,
                    },
                    path,
                )?;
            }
            ["components", name] if name.ends_with(".md") => {
                let kind = stem(name, ".md").unwrap_or_default();
                self.page(Place::Component { kind }, path)?;
            }
            ["templates", family, "family.md"] => self.page(
                Place::Family {
                    family: (*family).to_owned(),
                },
                path,
            )?,
            ["templates", family, name] if name.ends_with(".md") => {
                let variant = stem(name, ".md").unwrap_or_default();
                self.page(
                    Place::Variant {
                        family: (*family).to_owned(),
                        variant,
                    },
                    path,
                )?;
            }
            ["templates", family, name] if name.ends_with(".toml") => {
                let variant = stem(name, ".toml").unwrap_or_default();
                if let Some(source) = self.read(path)? {
                    self.files
                        .scenarios
                        .insert(format!("{family}/{variant}"), source);
                }
            }
            _ => self.unexpected(path),
        }
        Ok(())
    }

    fn page(&mut self, place: Place, path: &Path) -> io::Result<()> {
        if let Some(source) = self.read(path)? {
            self.files.pages.push((place, source));
        }
        Ok(())
    }

    fn unexpected(&mut self, path: &Path) {
        let source = Source::new(self.name(path), String::new());
        self.diagnostics
            .report(
                &source,
                Rule::UnexpectedFile,
                &(0..0),
                "this file has no place in the layout of the content folder",
            )
            .help("the layout stands in SYNTAX.md");
    }

    /// The path from the content folder's parent.
    fn name(&self, path: &Path) -> String {
        let folder = self
            .content
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        format!(
            "{}/{}",
            folder.unwrap_or_else(|| "content".to_owned()),
            slashed(path)
        )
    }

    fn read(&mut self, path: &Path) -> io::Result<Option<Source>> {
        let full = self.content.join(path);
        let name = self.name(path);
        if fs::metadata(&full)?.len() > MAX_BYTES {
            self.diagnostics.report(
                &Source::new(name, String::new()),
                Rule::InvalidText,
                &(0..0),
                "the file is longer than 1 MiB",
            );
            return Ok(None);
        }
        Ok(decode(name, fs::read(&full)?, self.diagnostics))
    }
}

fn slashed(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Text of a file; `None` when it is no text we take, which is then reported.
pub fn decode(name: String, bytes: Vec<u8>, diagnostics: &mut Diagnostics) -> Option<Source> {
    if bytes.len() as u64 > MAX_BYTES {
        diagnostics.report(
            &Source::new(name, String::new()),
            Rule::InvalidText,
            &(0..0),
            "the file is longer than 1 MiB",
        );
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
    let reserved = source
        .text
        .char_indices()
        .find(|(_, c)| mask::is_reserved(*c));
    if let Some((at, c)) = reserved {
        let message = format!("the character U+{:04X} cannot stand in a text", c as u32);
        diagnostics.report(
            &source,
            Rule::InvalidText,
            &(at..at + c.len_utf8()),
            message,
        );
        return None;
    }
    Some(source)
}
