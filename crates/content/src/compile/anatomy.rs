//! The sections a page has, in the order a reader needs them.

use super::diagnostic::Diagnostics;
use super::parse::{Heading, Parsed};
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
    let sections = sections(page);
    let mut after = 0;
    for wanted in CONCEPT {
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
                let help = format!("the order is: {}", CONCEPT.join(", "));
                diagnostics
                    .report(page.source, Rule::Anatomy, &sections[at].span, message)
                    .help(help);
            }
            Some(at) => after = at,
        }
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
