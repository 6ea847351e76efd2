//! Markdown to documents: the content folder is read, checked, its numbers are run, and pages come out.
//!
//! The syntax is that of `content/SYNTAX.md`. The way of a page: its [`front`] matter is read, [`outline`] finds its
//! directives, [`parse`] parses the Markdown between them, [`index`] learns what can be linked to, [`runs`] makes the
//! runs that pages quote, [`render`] makes blocks, [`assemble`] makes pages. Every step reports what is wrong
//! ([`rule`], [`diagnostic`]) and goes on, so that one run names all mistakes.

mod anatomy;
mod assemble;
mod assessment;
mod attributes;
mod bank;
pub mod cache;
mod catalogue;
mod categories;
mod claim;
mod diagnostic;
mod diagram;
mod fields;
mod figure;
mod front;
mod glossary;
mod index;
mod labs;
mod lint;
mod load;
mod map;
mod markup;
mod mask;
mod outline;
mod parse;
mod path;
mod places;
mod reference;
mod render;
mod rule;
mod runs;
mod source;
mod terms;
mod typography;

use std::collections::BTreeMap;
use std::path::PathBuf;

use comrak::Arena;

use crate::model::{Bank, Catalogue, Page, SiteMap};

use assemble::{Assembler, Ready};
pub use bank::OTHERS;
use cache::Cache;
use categories::Categories;
pub use diagnostic::{Diagnostic, Diagnostics};
use front::{Details, Place};
use index::Index;
use parse::Parsed;
pub use render::highlight_classes;
pub use rule::{Rule, Severity};
use runs::Runs;

/// What to compile and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder `content/`.
    pub content_dir: PathBuf,
    /// The path that the site will stand under: `/` or `/headroom/`.
    pub base: String,
    /// What stands between that and the paths of pages, but not of files: empty, or `zh/` for those of a language.
    pub segment: String,
    /// Where runs are kept between builds ([`cache`]); made when it is not there.
    pub cache_dir: PathBuf,
}

/// Every page of the site.
#[derive(Clone, Debug)]
pub struct Site {
    pub map: SiteMap,
    /// Sorted by route.
    pub pages: Vec<Page>,
    /// Routes at which a page stood before, and the page's route now; sorted.
    pub aliases: Vec<(String, String)>,
    /// Files to copy, as paths below `content/media/`; each is served below `media/`.
    pub media: Vec<String>,
    /// Scenarios that need no other file, by their names, as they are written: what a playground can begin with.
    pub designs: Vec<(String, String)>,
    /// The questions that assessments draw from.
    pub bank: Bank,
    /// What there is to read and what each page asks, in short.
    pub catalogue: Catalogue,
    /// What a page needs to run each lab, by the names of their scenarios: postcard of the engine's `protocol::LabSpec`, opaque here.
    pub labs: Vec<(String, Vec<u8>)>,
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
    match load::read(&options.content_dir, &mut diagnostics) {
        Some(files) => compile_with(files, options, diagnostics),
        None => Err(diagnostics),
    }
}

/// Compiles files held in memory, by their paths below the content folder with forward slashes, as if they stood there.
pub fn compile_files(
    files: BTreeMap<String, Vec<u8>>,
    options: &Options,
) -> Result<Compiled, Diagnostics> {
    compile_with(files, options, Diagnostics::default())
}

fn compile_with(
    files: BTreeMap<String, Vec<u8>>,
    options: &Options,
    mut diagnostics: Diagnostics,
) -> Result<Compiled, Diagnostics> {
    let files = load::place(files, &options.content_dir, &mut diagnostics);
    let site = build(files, options, &mut diagnostics);
    diagnostics.sorted();
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    Ok(Compiled {
        site,
        lints: diagnostics,
    })
}

/// The site as far as it can be made; it is one only without errors.
fn build(files: load::Files, options: &Options, diagnostics: &mut Diagnostics) -> Site {
    let categories = match &files.categories {
        Some(source) => categories::read(source, diagnostics),
        // Reported when the files were placed.
        None => Categories::default(),
    };
    let arena = Arena::new();
    let mut pages: Vec<Parsed<'_>> = files
        .pages
        .iter()
        .map(|(place, source)| parse::parse(source, place.clone(), &arena, diagnostics))
        .collect();
    sort(&mut pages);
    let cache = Cache::new(&options.cache_dir);
    let runs = Runs::read(&files.scenarios, &files.series, cache, diagnostics);
    let entries = glossary::read(&files.glossary, diagnostics);
    let terms = glossary::terms(&entries);
    let mut index = index(options, &files, &pages, &categories, &runs);
    let anchors = entries.iter().map(|entry| entry.id.value.clone());
    index.add_made_with(glossary::ROUTE, glossary::TITLE, anchors.collect());
    places::check(&pages, &files, &categories, &index, diagnostics);
    glossary::check(&entries, &pages, &index, diagnostics);
    assessment::check(&pages, &files, &categories, &index, diagnostics);
    path::check(&pages, &index, diagnostics);
    map::check(&pages, diagnostics);
    let site = render::Site {
        index: &index,
        runs: &runs,
        terms: &terms,
    };
    let ready: Vec<Ready<'_, '_>> = pages
        .iter()
        .map(|page| ready(page, site, &arena, diagnostics))
        .collect();
    let glossary = glossary::page(&entries, site, &arena, diagnostics);
    lint::lint(&ready, &index, diagnostics);
    lint::spelling(&files, diagnostics);
    let designs = designs(&files, &runs);
    let bank = bank::gather(&ready, &categories);
    let catalogue = catalogue::gather(&ready, &categories, &index);
    let assembler = Assembler {
        index: &index,
        categories: &categories,
        runs: &runs,
        pages: &ready,
        designs: &designs,
        bank: &bank,
        glossary: &glossary,
    };
    let (map, pages) = assembler.site();
    Site {
        map,
        pages,
        aliases: aliases(&ready),
        media: files.media.into_iter().collect(),
        designs,
        bank,
        catalogue,
        labs: runs.lab_specs(),
    }
}

fn aliases(ready: &[Ready<'_, '_>]) -> Vec<(String, String)> {
    let of = |page: &Ready<'_, '_>| {
        let route = page.parsed.place.route();
        let aliases = page.parsed.front.aliases.iter();
        aliases
            .map(|alias| (alias.value.clone(), route.clone()))
            .collect::<Vec<_>>()
    };
    let mut aliases: Vec<_> = ready.iter().flat_map(of).collect();
    aliases.sort();
    aliases
}

fn designs(files: &load::Files, runs: &Runs) -> Vec<(String, String)> {
    let design = |(sim, source): (&String, &Option<source::Source>)| {
        let text = &source.as_ref()?.text;
        let alone = runs.scenario(sim).is_some() && headroom_sim::scenario::parse(text).is_ok();
        alone.then(|| (sim.clone(), text.clone()))
    };
    files.scenarios.iter().filter_map(design).collect()
}

/// Pages in reading order: those with an `order` first, then by title; variants by file name.
fn sort(pages: &mut [Parsed<'_>]) {
    pages.sort_by_key(|page| {
        let order = match &page.front.details {
            Details::Concept(concept) => concept.order,
            Details::Family { order } => *order,
            Details::Assessment(assessment) => assessment.order,
            // The newest first.
            Details::CaseStudy(study) => Some(-assemble::day(&study.happened)),
            Details::Path(path) => path.order,
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

fn title(page: &Parsed<'_>) -> String {
    match (&page.place, page.front.title.value.as_str()) {
        (Place::Component { kind }, "") => reference::of(kind).title,
        (_, title) => typography::plain(title),
    }
}

fn index(
    options: &Options,
    files: &load::Files,
    pages: &[Parsed<'_>],
    categories: &Categories,
    runs: &Runs,
) -> Index {
    let mut index = Index::new(&options.base, &options.segment, files.media.clone());
    for page in pages {
        index.add(page, &title(page));
    }
    for place in &files.broken {
        index.add_broken(place);
    }
    for (route, title) in assemble::INDEXES {
        index.add_made(route, title);
    }
    index.add_made("/accuracy/", "How accurate is it?");
    index.add_made("/progress/", "Your progress");
    index.add_made("/review/", "Review");
    index.add_made("/notes/", "Your notes");
    index.add_made("/search/", "Search");
    index.add_made("/offline/", "Without a connection");
    index.add_made("/settings/", "Settings");
    index.add_made("/playground/", "Playground");
    index.add_made(path::PATHS, path::TITLE);
    index.add_made(map::ROUTE, map::TITLE);
    index.add_made(assemble::ASSESSMENTS, "Assessments");
    index.add_made(assemble::OWN, assemble::OWN_TITLE);
    index.add_made(assemble::VERIFY, assemble::VERIFY_TITLE);
    for (sim, scenario) in runs.labs() {
        index.add_lab(&format!("/{sim}/"), &typography::plain(&scenario.title));
    }
    for category in &categories.list {
        let used = pages.iter().any(|page| matches!(&page.place, Place::Concept { category: own, .. } if *own == category.id));
        if used {
            index.add_made(&assemble::category_route(&category.id), &category.title);
        }
    }
    index
}

fn ready<'p, 'a>(
    page: &'p Parsed<'a>,
    site: render::Site<'p>,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Ready<'p, 'a> {
    let mut rendered = render::page(page, site, diagnostics);
    bank::vary(&mut rendered.blocks);
    let mut objectives = Vec::new();
    match &page.front.details {
        Details::Concept(_) => anatomy::concept(page, diagnostics),
        Details::CaseStudy(_) => anatomy::case_study(page, diagnostics),
        _ => {}
    }
    if let Details::Concept(concept) = &page.front.details {
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
        (Place::Component { kind }, "") => reference::of(kind).summary,
        (_, summary) => typography::plain(summary),
    };
    Ready {
        parsed: page,
        rendered,
        objectives,
        title: title(page),
        summary,
    }
}
