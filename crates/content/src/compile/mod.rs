//! Markdown to documents: the content folder is read, checked, its numbers are run, and pages come out.
//!
//! The syntax is that of `content/SYNTAX.md`. The way of a page: its [`front`] matter is read, [`outline`] finds its
//! directives, [`parse`] parses the Markdown between them, [`index`] learns what can be linked to, [`runs`] makes the
//! runs that pages quote, [`render`] makes blocks, [`assemble`] makes pages. Every step reports what is wrong
//! ([`rule`], [`diagnostic`]) and goes on, so that one run names all mistakes.

mod anatomy;
mod assemble;
mod attributes;
pub mod cache;
mod categories;
mod claim;
mod diagnostic;
mod diagram;
mod fields;
mod figure;
mod front;
mod index;
mod lint;
mod load;
mod markup;
mod mask;
mod outline;
mod parse;
mod render;
mod rule;
mod runs;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;

use comrak::Arena;

use crate::model::{Page, SiteMap};

use assemble::{Assembler, Ready};
use cache::Cache;
pub use diagnostic::{Diagnostic, Diagnostics};
use front::{Details, Place};
use index::Index;
use parse::Parsed;
pub use render::highlight_classes;
pub use rule::{Rule, Severity};
use runs::Runs;
use source::Source;

/// What to compile and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder `content/`.
    pub content_dir: PathBuf,
    /// The path that the site will stand under: `/` or `/headroom/`.
    pub base: String,
    /// Where runs are kept between builds ([`cache`]); made when it is not there.
    pub cache_dir: PathBuf,
}

/// Every page of the site.
#[derive(Clone, Debug)]
pub struct Site {
    pub map: SiteMap,
    /// Sorted by route.
    pub pages: Vec<Page>,
    /// Files to copy, as paths below `content/media/`; each is served below `media/`.
    pub media: Vec<String>,
}

/// A site that can be built.
#[derive(Debug)]
pub struct Compiled {
    pub site: Site,
    /// Lints; no errors.
    pub lints: Diagnostics,
}

/// Compiles the content folder. The error holds everything found, lints too, sorted by place.
pub fn compile(options: &Options) -> Result<Compiled, Diagnostics> {
    let mut diagnostics = Diagnostics::default();
    let site = build(options, &mut diagnostics);
    diagnostics.sorted();
    match site {
        Some(site) if !diagnostics.has_errors() => Ok(Compiled {
            site,
            lints: diagnostics,
        }),
        _ => Err(diagnostics),
    }
}

fn build(options: &Options, diagnostics: &mut Diagnostics) -> Option<Site> {
    let place = |name: String| Source::new(name, String::new());
    let files = match load::load(&options.content_dir, diagnostics) {
        Ok(files) => files,
        Err(error) => {
            let source = place(options.content_dir.display().to_string());
            diagnostics.report(
                &source,
                Rule::MissingFile,
                &(0..0),
                format!("the content folder cannot be read: {error}"),
            );
            return None;
        }
    };
    let categories = if let Some(source) = &files.categories {
        categories::read(source, diagnostics)
    } else {
        let source = place("content/categories.toml".to_owned());
        diagnostics.report(
            &source,
            Rule::MissingFile,
            &(0..0),
            "the categories are missing",
        );
        return None;
    };
    let arena = Arena::new();
    let mut pages: Vec<Parsed<'_>> = files
        .pages
        .iter()
        .map(|(place, source)| parse::parse(source, place.clone(), &arena, diagnostics))
        .collect();
    sort(&mut pages);
    let cache = Cache::new(&options.cache_dir);
    let runs = Runs::read(&files.scenarios, cache, diagnostics);
    let index = index(options, &files, &pages, &categories, &runs);
    check_places(&pages, &files, &categories, &index, diagnostics);
    let site = render::Site {
        index: &index,
        runs: &runs,
    };
    let ready: Vec<Ready<'_, '_>> = pages
        .iter()
        .map(|page| ready(page, site, &arena, diagnostics))
        .collect();
    lint::lint(&ready, diagnostics);
    let assembler = Assembler {
        index: &index,
        categories: &categories,
        runs: &runs,
        pages: &ready,
    };
    let (map, pages) = assembler.site();
    Some(Site {
        map,
        pages,
        media: files.media.into_iter().collect(),
    })
}

/// Pages in reading order: those with an `order` first, then by title; variants by file name.
fn sort(pages: &mut [Parsed<'_>]) {
    pages.sort_by_key(|page| {
        let order = match &page.front.details {
            Details::Concept(concept) => concept.order,
            Details::Family { order } => *order,
            _ => None,
        };
        let name = match &page.place {
            Place::Variant { variant, .. } => variant.clone(),
            Place::Component { kind } if page.front.title.value.is_empty() => kind.clone(),
            _ => page.front.title.value.to_lowercase(),
        };
        (order.unwrap_or(i64::MAX), name)
    });
}

fn title(page: &Parsed<'_>, runs: &Runs) -> String {
    match (&page.place, page.front.title.value.as_str()) {
        (Place::Component { kind }, "") => runs.reference(kind).title,
        (_, title) => title.to_owned(),
    }
}

fn index(
    options: &Options,
    files: &load::Files,
    pages: &[Parsed<'_>],
    categories: &categories::Categories,
    runs: &Runs,
) -> Index {
    let mut index = Index::new(&options.base, files.media.clone());
    for page in pages {
        index.add(page, &title(page, runs));
    }
    for (route, title) in assemble::INDEXES {
        index.add_made(route, title);
    }
    index.add_made("/progress/", "Your progress");
    for category in &categories.list {
        let used = pages.iter().any(|page| matches!(&page.place, Place::Concept { category: own, .. } if *own == category.id));
        if used {
            index.add_made(&assemble::category_route(&category.id), &category.title);
        }
    }
    index
}

/// Checks what front matter and the layout refer to.
fn check_places(
    pages: &[Parsed<'_>],
    files: &load::Files,
    categories: &categories::Categories,
    index: &Index,
    diagnostics: &mut Diagnostics,
) {
    if !index.has_page("/") {
        let source = Source::new("content/home.md", String::new());
        diagnostics.report(
            &source,
            Rule::MissingFile,
            &(0..0),
            "the home page is missing",
        );
    }
    let mut questions: BTreeMap<&str, &str> = BTreeMap::new();
    for page in pages {
        let top = page.source.line(0);
        match &page.place {
            Place::Concept { category, .. }
                if !categories.list.iter().any(|known| known.id == *category) =>
            {
                diagnostics
                    .report(
                        page.source,
                        Rule::UnknownCategory,
                        &top,
                        format!("the folder `{category}` is no category of categories.toml"),
                    )
                    .nearest(
                        category,
                        categories.list.iter().map(|category| category.id.as_str()),
                    );
            }
            Place::Variant { family, variant } => {
                if !files.scenarios.contains_key(&format!("{family}/{variant}")) {
                    diagnostics.report(
                        page.source,
                        Rule::MissingFile,
                        &top,
                        format!("its scenario `{variant}.toml` is missing"),
                    );
                }
                if !index.has_page(&format!("/templates/{family}/")) {
                    diagnostics.report(
                        page.source,
                        Rule::MissingFile,
                        &top,
                        "the page of its family, `family.md`, is missing",
                    );
                }
            }
            _ => {}
        }
        let named = match &page.front.details {
            Details::Concept(concept) => concept
                .prerequisites
                .iter()
                .chain(concept.related.iter().flatten())
                .collect(),
            Details::Variant(variant) => variant.concepts.iter().collect(),
            _ => Vec::new(),
        };
        for id in named
            .into_iter()
            .filter(|id| index.concept(&id.value).is_none())
        {
            diagnostics
                .report(
                    page.source,
                    Rule::UnknownConcept,
                    &id.span,
                    format!("there is no concept `{}`", id.value),
                )
                .nearest(&id.value, index.concept_ids());
        }
        for (id, span) in page.question_ids() {
            if let Some(other) = questions
                .insert(id, &page.source.name)
                .filter(|other| *other != page.source.name)
            {
                diagnostics.report(
                    page.source,
                    Rule::DuplicateId,
                    &span,
                    format!("the question `{id}` stands in {other}, too"),
                );
            }
        }
    }
}

fn ready<'p, 'a>(
    page: &'p Parsed<'a>,
    site: render::Site<'p>,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Ready<'p, 'a> {
    let rendered = render::page(page, site, diagnostics);
    let mut objectives = Vec::new();
    if let Details::Concept(concept) = &page.front.details {
        anatomy::check(page, diagnostics);
        for objective in &concept.objectives {
            let text = parse::parse_fixed(
                &objective.text.value,
                objective.text.span.clone(),
                page.source,
                arena,
                diagnostics,
            );
            objectives.push(assemble::objective(
                &objective.id.value,
                render::fixed(&text, page, site, diagnostics),
            ));
        }
    }
    let summary = match (&page.place, page.front.summary.value.as_str()) {
        (Place::Component { kind }, "") => site.runs.reference(kind).summary,
        (_, summary) => summary.to_owned(),
    };
    Ready {
        parsed: page,
        rendered,
        objectives,
        title: title(page, site.runs),
        summary,
    }
}
