//! The sections a page has, in the order a reader needs them.

use super::diagnostic::Diagnostics;
use super::parse::Parsed;
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

/// Reports the sections that a concept lacks or has out of order.
pub fn check(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    let sections: Vec<_> = page
        .headings
        .iter()
        .filter(|heading| heading.level == 2)
        .collect();
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
