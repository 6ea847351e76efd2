//! The sections a page has, in the order a reader needs them.

use comrak::nodes::NodeValue;

use super::diagnostic::Diagnostics;
use super::parse::{Heading, Parsed, Piece, plain_text};
use super::rule::Rule;

const CONCEPT: &[&str] = &[
    "Overview",
    "Key points",
    "Simple example",
    "How it works",
    "Real-world examples",
    "Trade-offs",
    "Case study",
    "Try it",
    "Common mistakes",
    "Test your understanding",
];

const CASE_STUDY: &[&str] = &[
    "Overview",
    TIMELINE,
    "Mechanism",
    "Try it",
    "Lessons",
    "Test your understanding",
];

/// The section of a case study that says what happened when, and the columns of its table.
const TIMELINE: &str = "Timeline";
const COLUMNS: [&str; 2] = ["Time", "What happened"];

const VARIANT: &[&str] = &[
    "Problem",
    "Requirements",
    "Estimate",
    "Architecture",
    "Try it",
    "What breaks first",
    "API and data model",
    "Trade-offs",
    "Interview questions",
];

fn sections<'p>(page: &'p Parsed<'_>) -> Vec<&'p Heading> {
    let headings = page.headings.iter();
    headings.filter(|heading| heading.level == 2).collect()
}

/// Reports the sections that a concept lacks or has out of order.
pub fn concept(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    in_order(page, CONCEPT, diagnostics);
}

/// The same of a case study, and a timeline that is no table of times.
pub fn case_study(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    in_order(page, CASE_STUDY, diagnostics);
    timeline(page, diagnostics);
}

fn in_order(page: &Parsed<'_>, anatomy: &[&str], diagnostics: &mut Diagnostics) {
    let sections = sections(page);
    let mut after = 0;
    for wanted in anatomy {
        let found = sections
            .iter()
            .position(|heading| heading.title.eq_ignore_ascii_case(wanted));
        match found {
            None => {
                let place = page.source.line(0);
                diagnostics.report(
                    page.source,
                    Rule::Anatomy,
                    &place,
                    format!("the section `## {wanted}` is missing"),
                );
            }
            Some(at) if at < after => {
                let message = format!("the section `{wanted}` stands too early");
                let help = format!("the order is: {}", anatomy.join(", "));
                diagnostics
                    .report(page.source, Rule::Anatomy, &sections[at].span, message)
                    .help(help);
            }
            Some(at) => after = at,
        }
    }
}

/// The section that tells what happened when has a table of that.
fn timeline(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    let texts = page.parts.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Directive { .. } => None,
    });
    let mut inside = None;
    for (node, text) in texts.flat_map(|text| text.nodes().map(move |node| (node, text))) {
        match node.data().value {
            NodeValue::Heading(heading) if heading.level == 2 => {
                if inside.is_some() {
                    break;
                }
                if plain_text(node).eq_ignore_ascii_case(TIMELINE) {
                    inside = Some(text.origin.span(page.source, node.data().sourcepos));
                }
            }
            NodeValue::Table(_) if inside.is_some() => {
                let header = node.first_child().into_iter();
                let cells = header.flat_map(comrak::arena_tree::Node::children);
                if cells.map(plain_text).eq(COLUMNS) {
                    return;
                }
            }
            _ => {}
        }
    }
    if let Some(place) = inside {
        let message = "the timeline has no table of what happened when";
        diagnostics
            .report(page.source, Rule::Anatomy, &place, message)
            .help(format!("its columns are `{}`", COLUMNS.join(" | ")));
    }
}

/// Reports the sections that a variant of a template lacks.
pub fn variant(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    let sections = sections(page);
    for wanted in VARIANT {
        let title = |heading: &&Heading| heading.title.eq_ignore_ascii_case(wanted);
        if !sections.iter().any(title) {
            let message = format!("the section `## {wanted}` is missing");
            let top = page.source.line(0);
            diagnostics.report(page.source, Rule::ThinTemplate, &top, message);
        }
    }
}
