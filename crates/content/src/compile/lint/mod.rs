//! Lints on teaching: what can be read well and still taught better.
//!
//! Those on a single option stand where options are rendered; here are those that need a page or the site to be seen.

mod figures;
mod unsourced;

use std::collections::BTreeSet;

use super::anatomy;
use super::assemble::Ready;
use super::diagnostic::Diagnostics;
use super::front::{Details, Place};
use super::index::Index;
use super::rule::Rule;

/// Reports what could teach better.
pub fn lint(pages: &[Ready<'_, '_>], index: &Index, diagnostics: &mut Diagnostics) {
    let linked = linked(pages, index);
    for page in pages {
        longest_right(page, diagnostics);
        unsourced::lint(page.parsed, diagnostics);
        to_write(page, diagnostics);
        match (&page.parsed.place, &page.parsed.front.details) {
            (Place::Concept { slug, .. }, _) => {
                untested(page, diagnostics);
                if !linked.contains(&page.parsed.place.route()) {
                    let title = &page.parsed.front.title.span;
                    let message = format!("no other page links to the concept `{slug}`");
                    diagnostics
                        .report(page.parsed.source, Rule::OrphanConcept, title, message)
                        .help("link to it where its idea is first needed, or name it in the front matter of a page that builds on it");
                }
            }
            (Place::Variant { .. }, Details::Variant(_)) => {
                anatomy::variant(page.parsed, diagnostics);
            }
            _ => {}
        }
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

/// Routes that the text or the front matter of another page leads to. Lists that the compiler makes do not count.
fn linked(pages: &[Ready<'_, '_>], index: &Index) -> BTreeSet<String> {
    let mut linked = BTreeSet::new();
    for page in pages {
        let own = page.parsed.place.route();
        let named = page.parsed.front.details.concepts();
        let named = named.iter().filter_map(|id| index.concept(&id.value));
        let links = page.rendered.links.iter().map(String::as_str);
        linked.extend(
            links
                .chain(named)
                .filter(|route| *route != own)
                .map(str::to_owned),
        );
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
