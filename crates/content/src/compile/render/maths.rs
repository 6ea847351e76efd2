//! LaTeX to `MathML`, which browsers set themselves.

use std::ops::Range;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::Content;
use pulldown_latex::{Event, Parser, ParserError, RenderConfig, Storage};

use super::super::markup::Markup;
use super::super::rule::Rule;
use super::Renderer;

/// Longer than any formula on a page. The LaTeX parser recurses with depth.
const MAX_LENGTH: usize = 4000;
const MAX_DEPTH: usize = 40;
/// Commands that a formula on a page has no use for. Macros make a long formula of a short one, twice as long with each,
/// and the parser panics at a `\char` out of range.
const FORBIDDEN: &[&str] = &[
    "char",
    "def",
    "futurelet",
    "let",
    "newcommand",
    "providecommand",
    "renewcommand",
];

impl Renderer<'_, '_, '_> {
    pub(super) fn maths(
        &mut self,
        latex: &str,
        display: bool,
        span: &Range<usize>,
        out: &mut Markup,
    ) {
        let depth = latex
            .bytes()
            .filter(|byte| matches!(byte, b'{' | b'[' | b'('))
            .count()
            + latex.matches("\\left").count()
            + latex.matches("\\begin").count();
        if latex.len() > MAX_LENGTH || depth > MAX_DEPTH * 8 || nesting(latex) > MAX_DEPTH {
            self.report(Rule::Maths, span, "this formula is too long");
            return;
        }
        if let Some(command) = commands(latex).find(|name| FORBIDDEN.contains(name)) {
            let message = format!("a formula has no use for `\\{command}`");
            self.report(Rule::Maths, span, message)
                .help("write out what it stands for");
            return;
        }
        let storage = Storage::new();
        let events: Result<Vec<Event<'_>>, ParserError> = Parser::new(latex, &storage).collect();
        let mut events = match events {
            Ok(events) => events,
            Err(error) => {
                // The error draws its own excerpt; its source is the bare message.
                let message = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), ToString::to_string);
                self.report(
                    Rule::Maths,
                    span,
                    format!("this formula cannot be read: {message}"),
                );
                return;
            }
        };
        for event in &mut events {
            match event {
                // The renderer would write the name of the character.
                Event::Content(Content::Text(text)) if *text == "&nbsp;" => *text = "\u{a0}",
                // The parser takes names as they are, commands and all.
                Event::Content(Content::Function(name)) if !is_name(name) => {
                    let message = format!("`{name}` is no name of a function");
                    self.report(Rule::Maths, span, message)
                        .help("names are letters and spaces; `\\text{...}` sets any other text");
                    return;
                }
                _ => {}
            }
        }
        // The renderer writes the annotation as it is.
        let mut annotation = Markup::default();
        annotation.text(latex);
        let annotation = annotation.into_string();
        let config = RenderConfig {
            display_mode: if display {
                DisplayMode::Block
            } else {
                DisplayMode::Inline
            },
            annotation: Some(&annotation),
            ..RenderConfig::default()
        };
        let mut markup = String::new();
        let events = events.into_iter().map(Ok::<_, ParserError>);
        if pulldown_latex::push_mathml(&mut markup, events, config).is_err() {
            self.report(Rule::Maths, span, "this formula cannot be set");
            return;
        }
        self.words += 3;
        if display {
            // A wide formula scrolls in its own box, by keyboard too.
            let scrolls = [
                ("class", "maths-scroll"),
                ("tabindex", "0"),
                ("role", "group"),
                ("aria-label", "Formula"),
            ];
            out.open("span", &scrolls);
            push_escaped(&markup, out);
            out.close("span");
        } else {
            push_escaped(&markup, out);
        }
    }
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || c == ' ')
}

/// Adds the markup of a formula. The renderer escapes texts, but not the signs `<` and `&` where they stand alone.
fn push_escaped(markup: &str, out: &mut Markup) {
    let mut copied = 0;
    for (at, sign) in markup.match_indices(['<', '&']) {
        let begins = |c: char| c.is_ascii_alphabetic() || c == if sign == "<" { '/' } else { '#' };
        if !markup[at + 1..].starts_with(begins) {
            out.push(&markup[copied..at]).text(sign);
            copied = at + 1;
        }
    }
    out.push(&markup[copied..]);
}

/// The names of the commands in a formula.
fn commands(latex: &str) -> impl Iterator<Item = &str> {
    latex.split('\\').skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic());
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// How deep braces nest.
fn nesting(latex: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in latex.bytes() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::{Markup, push_escaped};

    #[test]
    fn a_sign_that_stands_alone_is_escaped_and_nothing_else() {
        let mut out = Markup::default();
        push_escaped(
            "<mo><</mo><mi>&</mi><mtext>a&nbsp;&#8288;</mtext>",
            &mut out,
        );
        let escaped = "<mo>&lt;</mo><mi>&amp;</mi><mtext>a&nbsp;&#8288;</mtext>";
        assert_eq!(out.into_string(), escaped);
    }
}
