//! What the site's search looks in. Pagefind reads pages that are made of the site's own for it alone, so that those carry nothing for it: the
//! text of a page without what is operated, and each term and each question as a page of its own, which it is to those who look for it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, ensure};
use headroom::state::search::Kind;
use headroom_content::model::{Bank, Body, Glossary, Page};

use super::address::Address;
use super::page::escape;
use super::write;

/// Where the index stands, below the site.
const INDEX: &str = "pagefind";
/// Parts of a page that say nothing of what it is about: labs, questions and other parts that do something (a question is found by its text and
/// not by its answer), numbers of citations, sources, facts and links beside the text, figures that are folded away, terms, which are found by themselves, mathematics as it was
/// typed, and the title, which is told apart.
const LEFT_OUT: &str = "h1, .island, .embed-offer, .load-lab, .cite, .sources, .card, .page-header aside, .glossary section, annotation, details table, \
    [aria-labelledby=sources], [aria-labelledby=concepts], [aria-labelledby=related-concepts], [aria-labelledby=templates], \
    [aria-labelledby=case-studies], [aria-labelledby=used-by], [aria-labelledby=beside]";
/// Files with what is shown of results, each of some of them: a file for each would be thousands.
const PARCELS: &str = "64";
/// Of what Pagefind writes, its own interfaces and its program for languages that it does not know: nothing here asks for them.
const UNUSED: [&str; 4] = [
    "pagefind-component",
    "pagefind-highlight",
    "pagefind-modular",
    "pagefind-ui",
];
const UNUSED_PROGRAM: &str = "wasm.unknown.pagefind";

/// Pages for Pagefind in a folder of their own, until this is indexed.
pub struct Source {
    /// The program. Without it there are none.
    pagefind: Option<PathBuf>,
    folder: PathBuf,
    base: String,
    count: usize,
}

/// What is found, and where.
struct Entry<'a> {
    kind: Kind,
    title: &'a str,
    /// The section of the site, or the page, that it stands in.
    place: &'a str,
    /// Of that, for questions and terms; of a page its own.
    category: &'a str,
    href: String,
}

impl Source {
    /// Below `out`, which is emptied by every build, one that was broken off as well.
    pub fn new(pagefind: Option<&Path>, out: &Path, address: &Address) -> Self {
        Self {
            pagefind: pagefind.map(Path::to_owned),
            folder: out.join("searched"),
            base: address.href(""),
            count: 0,
        }
    }

    /// Takes in a page, if it is one to be found. `html` is all of it.
    pub fn page(&mut self, page: &Found, html: &str) -> anyhow::Result<()> {
        let Some(kind) = page.kind else {
            return Ok(());
        };
        let main = html
            .split_once("<main")
            .and_then(|(_, rest)| rest.split_once("</main>"));
        let (main, _) = main.with_context(|| format!("{} has no <main>", page.route))?;
        let entry = Entry {
            kind,
            title: &page.title,
            place: &page.section,
            category: &page.section,
            href: self.href(&page.route),
        };
        // Pagefind knows nothing of cells.
        let main = main.replace("</td>", " </td>").replace("</th>", " </th>");
        // What is of no kind that teaches comes after what does.
        let weight = if kind == Kind::Page { "0.3" } else { "1" };
        self.add(
            &entry,
            &format!("<div data-pagefind-weight=\"{weight}\"><main{main}</main></div>"),
        )
    }

    pub fn terms(&mut self, route: &str, title: &str, glossary: &Glossary) -> anyhow::Result<()> {
        for term in glossary.terms() {
            let entry = Entry {
                kind: Kind::Term,
                title: &term.name,
                place: title,
                category: title,
                href: format!("{}#{}", self.href(route), term.id),
            };
            let mut text = String::new();
            for name in &term.also {
                let _ = write!(text, "<p>Also {}</p>", escape(name));
            }
            text += &term.text.0;
            self.add(&entry, &text)?;
        }
        Ok(())
    }

    pub fn questions(&mut self, bank: &Bank) -> anyhow::Result<()> {
        for banked in &bank.questions {
            // Shorter than a page, and yet it ought not to come before one.
            let prompt = format!(
                "<div data-pagefind-weight=\"0.5\">{}</div>",
                banked.question.prompt.0
            );
            let category = bank
                .categories
                .iter()
                .find(|(id, _)| *id == banked.category);
            let entry = Entry {
                kind: Kind::Question,
                // It has none: what it asks is its text.
                title: Kind::Question.name(),
                place: &banked.page,
                category: category.map_or(&*banked.page, |(_, title)| title),
                href: format!("{}#{}", self.href(&banked.route), banked.question.id),
            };
            self.add(&entry, &prompt)?;
        }
        Ok(())
    }

    fn href(&self, route: &str) -> String {
        format!("{}{}", self.base, route.trim_start_matches('/'))
    }

    fn add(&mut self, entry: &Entry, body: &str) -> anyhow::Result<()> {
        if self.pagefind.is_none() {
            return Ok(());
        }
        let mark = |attribute: &str, name: &str, value: &str| {
            format!(
                "<meta data-pagefind-{attribute}=\"{name}[content]\" content=\"{}\">",
                escape(value)
            )
        };
        let kind = entry.kind.name();
        let html = format!(
            "<!doctype html><html lang=\"en\"><head><title>{}</title></head><body data-pagefind-body>{}{}{}{}{}{}{body}</body></html>",
            escape(entry.title),
            mark("meta", "title", entry.title),
            mark("meta", "url", &entry.href),
            mark("meta", "kind", kind),
            mark("meta", "place", entry.place),
            mark("filter", "kind", kind),
            mark("filter", "category", entry.category),
        );
        // By kind, then as they come: of those that fit alike the first is first.
        let file = format!("{:02}-{:05}.html", entry.kind as usize, self.count);
        self.count += 1;
        write(&self.folder.join(file), html.as_bytes())
    }

    /// Has Pagefind make the index below `out`, and takes its pages away.
    pub fn index(self, out: &Path) -> anyhow::Result<()> {
        let Some(pagefind) = &self.pagefind else {
            return Ok(());
        };
        let index = out.join(INDEX);
        let mut command = Command::new(pagefind);
        command
            .arg("--silent")
            .arg("--site")
            .arg(&self.folder)
            .arg("--output-path")
            .arg(&index);
        command.args(["--exclude-selectors", LEFT_OUT, "--max-fragments", PARCELS]);
        let status = command
            .status()
            .with_context(|| format!("starting {}", pagefind.display()))?;
        ensure!(
            status.success(),
            "{} ended with {status}",
            pagefind.display()
        );
        fs::remove_dir_all(&self.folder)
            .with_context(|| format!("removing {}", self.folder.display()))?;
        for entry in fs::read_dir(&index).with_context(|| format!("reading {}", index.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name == UNUSED_PROGRAM || UNUSED.iter().any(|unused| name.starts_with(unused)) {
                fs::remove_file(entry.path()).with_context(|| format!("removing {name}"))?;
            }
        }
        Ok(())
    }
}

/// What search is told of a page, beside its text.
pub struct Found {
    route: String,
    title: String,
    section: String,
    /// None of a page that is not to be found: it only lists others, or is the reader's own.
    kind: Option<Kind>,
}

impl Found {
    pub fn of(page: &Page) -> Self {
        let kind = match page.body {
            Body::Concept(_) => Some(Kind::Concept),
            Body::Component(_) => Some(Kind::Component),
            Body::Family(_) | Body::Variant(_) => Some(Kind::Template),
            Body::CaseStudy(_) => Some(Kind::CaseStudy),
            Body::Experiment(_) => Some(Kind::Lab),
            Body::Path(_) => Some(Kind::Path),
            Body::Assessment(_) => Some(Kind::Assessment),
            Body::Glossary(_) | Body::Accuracy(_) | Body::Playground(_) | Body::Map(_) => {
                Some(Kind::Page)
            }
            _ => None,
        };
        // Home is no section.
        let section = page.breadcrumbs.iter().skip(1).next_back();
        Self {
            route: page.route.clone(),
            title: page.title.clone(),
            section: section.map_or_else(String::new, |link| link.title.clone()),
            kind,
        }
    }
}
