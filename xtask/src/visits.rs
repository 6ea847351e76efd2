//! What the first visit of each page downloads, against what pages of its kind may.
//!
//! Counted are the page, what it names and a browser fetches by itself, and the programs that pages of its kind get before anybody has
//! done anything. `tests/e2e/first-visit.spec.ts` holds those to what a browser does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::sizes::gzipped;

/// Pages that download the same but for what is written on them.
struct Kind {
    name: &'static str,
    /// Their routes, folder by folder, where `*` is any one and a last `**` any number.
    routes: &'static [&'static str],
    /// Files that come by themselves and that no page names.
    comes: &'static [&'static str],
    /// Bytes, gzip, of the heaviest: what it was, and two or three per cent.
    budget: usize,
}

/// A page is of the first kind that has its route.
const KINDS: &[Kind] = &[
    Kind {
        name: "home",
        routes: &[""],
        comes: &[],
        budget: 320_000,
    },
    Kind {
        name: "concept",
        routes: &["concepts/*/*"],
        comes: &[],
        budget: 353_000,
    },
    Kind {
        name: "template",
        routes: &["templates/*/*"],
        comes: &[],
        budget: 345_000,
    },
    Kind {
        name: "component",
        routes: &["components/*"],
        comes: &[],
        budget: 327_000,
    },
    Kind {
        name: "case study",
        routes: &["case-studies/*"],
        comes: &[],
        budget: 337_000,
    },
    Kind {
        name: "assessment",
        routes: &["assessments/*"],
        comes: &["island_loader.js", "exam.js", "exam_bg.wasm"],
        budget: 681_000,
    },
    Kind {
        name: "experiment",
        routes: &["labs/*"],
        comes: LAB,
        budget: 1_188_000,
    },
    Kind {
        name: "questions in a frame",
        routes: &["embed/quiz/**"],
        comes: &[],
        budget: 326_000,
    },
    Kind {
        name: "lab in a frame",
        routes: &["embed/**"],
        comes: LAB,
        budget: 1_190_000,
    },
    Kind {
        name: "playground",
        routes: &["playground"],
        comes: &[
            "island_loader.js",
            "play.js",
            "play_bg.wasm",
            "studio_loader.js",
            "studio.js",
            "studio_bg.wasm",
        ],
        budget: 1_193_000,
    },
    Kind {
        name: "progress",
        routes: &["progress"],
        comes: &[
            "island_loader.js",
            "progress.js",
            "progress_bg.wasm",
            "data/catalogue.bin",
        ],
        budget: 610_000,
    },
    Kind {
        name: "offline",
        routes: &["offline"],
        comes: &["island_loader.js", "progress.js", "progress_bg.wasm"],
        budget: 578_000,
    },
    Kind {
        name: "review",
        routes: &["review"],
        comes: &["island_loader.js", "review.js", "review_bg.wasm"],
        budget: 647_000,
    },
    Kind {
        name: "notes",
        routes: &["notes"],
        comes: &["island_loader.js", "notes.js", "notes_bg.wasm"],
        budget: 620_000,
    },
    Kind {
        name: "settings",
        routes: &["settings"],
        comes: &["island_loader.js", "settings.js", "settings_bg.wasm"],
        budget: 357_000,
    },
    Kind {
        name: "search",
        routes: &["search"],
        comes: &[
            "island_loader.js",
            "search.js",
            "search_bg.wasm",
            "search_index.js",
        ],
        budget: 361_000,
    },
    Kind {
        name: "glossary",
        routes: &["glossary"],
        comes: &[],
        budget: 374_000,
    },
    Kind {
        name: "index",
        routes: &["**"],
        comes: &[],
        budget: 332_000,
    },
];

/// A lab at the top of its page, and the engine.
const LAB: &[&str] = &[
    "island_loader.js",
    "lab.js",
    "lab_bg.wasm",
    "sim_loader.js",
    "sim.js",
    "sim_bg.wasm",
];

/// Where pages in another language stand. Each is counted beside the same page in English.
const TRANSLATED: &str = "zh/";

/// Bytes, gzip, that one of those may be heavier by: what programs say comes in its language.
const HEAVIER: usize = 30_400;
/// The same of the playground: it names all that can be built, and its program says more, by a script that is named like this.
const HEAVIER_PLAYGROUND: usize = 106_400;
const OF_PLAYGROUND: &str = "play-words-";

/// The most pages that an error names.
const NAMED: usize = 12;

/// Prints the heaviest page of each kind; an error that names the pages above the budget of their kind.
pub fn check(dist: &Path) -> Result<()> {
    let mut built = Site {
        dist,
        sizes: BTreeMap::new(),
    };
    let mut heaviest: Vec<Option<(usize, String)>> = vec![None; KINDS.len()];
    let mut counts = vec![0; KINDS.len()];
    let mut over = Vec::new();
    let (mut heavier, mut heavier_playground) = ((0, String::new()), (0, String::new()));
    for route in routes(dist)? {
        let english = route.strip_prefix(TRANSLATED).unwrap_or(&route);
        let Some(place) = KINDS.iter().position(|kind| kind.has(english)) else {
            bail!("no kind of page in xtask/src/visits.rs has the route {route:?}");
        };
        let kind = &KINDS[place];
        if english != route {
            let mut more = built
                .first_visit(&route, kind.comes)?
                .saturating_sub(built.first_visit(english, kind.comes)?);
            let playground = kind.name == "playground";
            if playground {
                more += built.size(&beginning(dist, OF_PLAYGROUND)?)?;
            }
            let (heavier, most) = if playground {
                (&mut heavier_playground, HEAVIER_PLAYGROUND)
            } else {
                (&mut heavier, HEAVIER)
            };
            if more > most {
                over.push(format!("/{route}: {more} more than in English"));
            }
            *heavier = std::mem::take(heavier).max((more, route));
            continue;
        }
        let size = built.first_visit(&route, kind.comes)?;
        counts[place] += 1;
        if size > kind.budget {
            over.push(format!(
                "/{route} ({}): {size}, {} above",
                kind.name,
                size - kind.budget
            ));
        }
        let most = &mut heaviest[place];
        if most.as_ref().is_none_or(|(known, _)| size > *known) {
            *most = Some((size, route));
        }
    }
    println!(
        "\n{:<24}{:>6}{:>10}{:>10}   the heaviest (first visit, bytes, gzip)",
        "kind of page", "pages", "size", "budget"
    );
    for ((kind, count), most) in KINDS.iter().zip(&counts).zip(heaviest) {
        let Some((size, route)) = most else {
            bail!(
                "the site has no page of the kind {:?}, which xtask/src/visits.rs has a budget for",
                kind.name
            );
        };
        let verdict = if size > kind.budget {
            "   over its budget"
        } else {
            ""
        };
        println!(
            "{:<24}{count:>6}{size:>10}{:>10}   /{route}{verdict}",
            kind.name, kind.budget
        );
    }
    for ((more, route), most) in [(heavier, HEAVIER), (heavier_playground, HEAVIER_PLAYGROUND)] {
        println!("in Chinese, beside it{more:>19}{most:>10}   /{route}");
    }
    if !over.is_empty() {
        let some = over.len().min(NAMED);
        let more = over.len() - some;
        let more = if more > 0 {
            format!("\n  and {more} more")
        } else {
            String::new()
        };
        bail!(
            "the first visit of {} pages is over its budget:\n  {}{more}",
            over.len(),
            over[..some].join("\n  ")
        );
    }
    Ok(())
}

impl Kind {
    fn has(&self, route: &str) -> bool {
        self.routes.iter().any(|pattern| fits(pattern, route))
    }
}

fn fits(pattern: &str, route: &str) -> bool {
    let (mut patterns, mut folders) = (pattern.split('/'), route.trim_end_matches('/').split('/'));
    loop {
        match (patterns.next(), folders.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some("*"), Some(folder)) if !folder.is_empty() => {}
            (Some(name), Some(folder)) if name == folder => {}
            _ => return false,
        }
    }
}

/// Every page that was built, as its path below the base: with a slash behind each folder and none in front.
fn routes(dist: &Path) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let mut folders = vec![(dist.to_owned(), String::new())];
    while let Some((folder, route)) = folders.pop() {
        let reading = || format!("looking through {}", folder.display());
        for entry in fs::read_dir(&folder).with_context(reading)? {
            let entry = entry.with_context(reading)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if entry.file_type().with_context(reading)?.is_dir() {
                folders.push((entry.path(), format!("{route}{name}/")));
            } else if name == "index.html" {
                found.insert(route.clone());
            }
        }
    }
    Ok(found)
}

/// A built site.
struct Site<'a> {
    dist: &'a Path,
    /// Of files that were compressed once: most pages name the same ones.
    sizes: BTreeMap<PathBuf, usize>,
}

impl Site<'_> {
    /// Bytes, gzip, of a page and all that comes by itself.
    fn first_visit(&mut self, route: &str, comes: &[&str]) -> Result<usize> {
        let path = self.dist.join(route).join("index.html");
        let page =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        let mut files = named(&page, |name| self.dist.join(name).is_file());
        files.extend(comes.iter().map(|file| (*file).to_owned()));
        let mut total = gzipped(&path)?;
        for file in files {
            total += self.size(&self.dist.join(file))?;
        }
        Ok(total)
    }

    fn size(&mut self, file: &Path) -> Result<usize> {
        if let Some(size) = self.sizes.get(file) {
            return Ok(*size);
        }
        let size = gzipped(file)?;
        self.sizes.insert(file.to_owned(), size);
        Ok(size)
    }
}

/// The file whose name begins like this.
fn beginning(dist: &Path, start: &str) -> Result<PathBuf> {
    for entry in fs::read_dir(dist)? {
        let name = entry?.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(start) && name.ends_with(".js") {
            return Ok(dist.join(&*name));
        }
    }
    bail!("the site has no script {start}*")
}

/// Quoted words of the page that are files of the site, but for other pages and what only machines read.
/// The site's base is not known here, so a word is tried without its first folders as well.
fn named(page: &str, exists: impl Fn(&str) -> bool) -> BTreeSet<String> {
    page.split(['"', '\''])
        .filter(|word| word.len() < 300 && word.contains('.') && !word.contains([' ', '<', '\n']))
        .filter_map(|word| {
            let word = word.trim_start_matches("./").trim_start_matches('/');
            let tails = std::iter::successors(Some(word), |tail| {
                tail.split_once('/').map(|(_, rest)| rest)
            });
            tails
                .into_iter()
                .find(|tail| exists(tail))
                .map(str::to_owned)
        })
        .filter(|file| {
            ![".html", ".xml", ".bin"]
                .iter()
                .any(|ending| file.ends_with(ending))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_counts_each_file_once_and_no_other_page() {
        let page = "<link href=\"/sub/style.css\"><script>import init from '/sub/app-1.js'; \
                    init('/sub/app-1_bg.wasm')</script><link href=\"/sub/app-1.js\">\
                    <a href=\"/sub/a/index.html\">";
        let there = ["style.css", "app-1.js", "app-1_bg.wasm", "a/index.html"];
        let found = named(page, |name| there.contains(&name));
        assert_eq!(
            Vec::from_iter(found),
            ["app-1.js", "app-1_bg.wasm", "style.css"]
        );
    }

    #[test]
    fn a_page_is_of_the_first_kind_that_has_its_route() {
        let kind = |route: &str| KINDS.iter().find(|kind| kind.has(route)).unwrap().name;
        assert_eq!(kind(""), "home");
        assert_eq!(kind("concepts/caching/cache-stampede/"), "concept");
        assert_eq!(kind("concepts/caching/"), "index");
        assert_eq!(kind("assessments/"), "index");
        assert_eq!(kind("assessments/caching/"), "assessment");
        assert_eq!(
            kind("embed/quiz/concepts/caching/cache-stampede/"),
            "questions in a frame"
        );
        assert_eq!(kind("embed/labs/cache/"), "lab in a frame");
        assert_eq!(kind("notes/"), "notes");
    }
}
