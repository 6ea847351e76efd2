//! Lints on teaching: what can be read well and still taught better.
//!
//! Those on a single option stand where options are rendered; here are those that need a page or the site to be seen.

mod figures;
mod foretold;
mod spelling;
mod unsourced;

pub use unsourced::definition;

use std::collections::{BTreeMap, BTreeSet};

use super::anatomy;
use super::assemble::{Ready, shows};
use super::diagnostic::Diagnostics;
use super::front::{Details, Place};
use super::index::Index;
use super::load::Files;
use super::rule::Rule;

/// Reports what could teach better.
pub fn lint(pages: &[Ready<'_, '_>], index: &Index, diagnostics: &mut Diagnostics) {
    let linked = linked(pages, index);
    for page in pages {
        longest_right(page, diagnostics);
        unsourced::lint(page.parsed, diagnostics);
        foretold::lint(page, diagnostics);
        to_write(page, diagnostics);
        match (&page.parsed.place, &page.parsed.front.details) {
            (Place::Concept { .. }, _) => {
                untested(page, diagnostics);
                orphaned(page, &linked, diagnostics);
            }
            (Place::Variant { .. }, Details::Variant(_)) => {
                anatomy::variant(page.parsed, diagnostics);
            }
            _ => {}
        }
    }
    unshown(pages, diagnostics);
}

/// Others that lead to a concept before it is easily come upon.
const LEADS: usize = 2;

fn orphaned(page: &Ready<'_, '_>, linked: &BTreeMap<String, usize>, diagnostics: &mut Diagnostics) {
    let Place::Concept { slug, .. } = &page.parsed.place else {
        return;
    };
    let others = match linked.get(&page.parsed.place.route()) {
        Some(&count) if count >= LEADS => return,
        Some(_) => "only one other page links",
        None => "no other page links",
    };
    let title = &page.parsed.front.title.span;
    diagnostics
        .report(
            page.parsed.source,
            Rule::OrphanConcept,
            title,
            format!("{others} to the concept `{slug}`"),
        )
        .help("link to it where its idea is first needed, or name it in the front matter of a page that builds on it; two pages are enough");
}

/// Reports concepts that no template shows, and templates that show none.
fn unshown(pages: &[Ready<'_, '_>], diagnostics: &mut Diagnostics) {
    let templates = || {
        let is = |page: &&Ready<'_, '_>| matches!(page.parsed.place, Place::Variant { .. });
        pages.iter().filter(is)
    };
    let concepts = || {
        let is = |page: &&Ready<'_, '_>| matches!(page.parsed.place, Place::Concept { .. });
        pages.iter().filter(is)
    };
    let mut report = |page: &Ready<'_, '_>, message: &str| {
        let title = &page.parsed.front.title.span;
        diagnostics
            .report(page.parsed.source, Rule::Unshown, title, message)
            .help("name the concept in `concepts` of a template in which it can be seen at work");
    };
    for concept in concepts() {
        if !templates().any(|template| shows(template, concept)) {
            report(concept, "no template shows this concept");
        }
    }
    for template in templates() {
        if !concepts().any(|concept| shows(template, concept)) {
            report(template, "this template shows no concept");
        }
    }
}

/// Reports what is misspelt, in pages, definitions and the titles and sentences of scenarios.
pub fn spelling(files: &Files, diagnostics: &mut Diagnostics) {
    let words = files
        .words
        .as_ref()
        .map(spelling::Words::read)
        .unwrap_or_default();
    let pages = files.pages.iter().map(|(_, source)| source);
    let scenarios = files.scenarios.values().flatten();
    for source in pages.chain(&files.glossary).chain(scenarios) {
        spelling::lint(source, &words, diagnostics);
    }
}

/// What `headroom new` puts where something is to be written.
const TO_WRITE: &str = "TODO:";

fn to_write(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    let source = page.parsed.source;
    for (at, _) in source.text.match_indices(TO_WRITE) {
        let line = source.line(source.line_of(at));
        let what = source.text[at + TO_WRITE.len()..line.end].trim();
        let what = what.trim_end_matches(|c: char| "\"},]{ ".contains(c));
        let message = format!("to be written: {what}");
        diagnostics.report(source, Rule::ToWrite, &(at..at + TO_WRITE.len()), message);
    }
}

/// How many other pages lead to a route with their text or their front matter. Lists that the compiler makes do not count.
fn linked(pages: &[Ready<'_, '_>], index: &Index) -> BTreeMap<String, usize> {
    let mut linked = BTreeMap::new();
    for page in pages {
        let own = page.parsed.place.route();
        let named = page.parsed.front.details.concepts();
        let named = named.iter().filter_map(|id| index.concept(&id.value));
        let links = page.rendered.links.iter().map(String::as_str);
        let routes: BTreeSet<&str> = links.chain(named).filter(|route| *route != own).collect();
        for route in routes {
            *linked.entry(route.to_owned()).or_default() += 1;
        }
    }
    linked
}

fn longest_right(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    let longest = &page.rendered.longest_right;
    let singles = page.rendered.singles;
    let Some(first) = longest.first().filter(|_| 2 * longest.len() > singles) else {
        return;
    };
    let source = page.parsed.source;
    let message = format!(
        "the right answer is the longest option in {} of {singles} single-choice questions",
        longest.len()
    );
    let lines: Vec<String> = longest
        .iter()
        .map(|span| (source.line_of(span.start) + 1).to_string())
        .collect();
    let lines = match lines.as_slice() {
        [line] => format!("in that of line {line}"),
        lines => format!("in those of lines {}", lines.join(", ")),
    };
    diagnostics
        .report(source, Rule::LongestRight, first, message)
        .help(format!("{lines}, say wrong answers as fully as right ones"));
}

fn untested(page: &Ready<'_, '_>, diagnostics: &mut Diagnostics) {
    let Details::Concept(concept) = &page.parsed.front.details else {
        return;
    };
    for objective in &concept.objectives {
        let id = &objective.id;
        if !page.rendered.tested.contains(&id.value) {
            let message = format!("no question tests the objective `{}`", id.value);
            diagnostics
                .report(
                    page.parsed.source,
                    Rule::UntestedObjective,
                    &id.span,
                    message,
                )
                .help(format!(
                    "name it in a question: `objective=\"{}\"`",
                    id.value
                ));
        }
    }
}
