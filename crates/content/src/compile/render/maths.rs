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
        self.words += 3;
        if !display {
            if let Some(formula) = self.formula(latex, display, span) {
                push_escaped(&formula, out);
            }
            return;
        }
        // A wide formula scrolls in its own box, by keyboard too. Those that stand side by side may go below each other.
        let scrolls = [
            ("class", "maths-scroll"),
            ("tabindex", "0"),
            ("role", "group"),
            ("aria-label", "Formula"),
        ];
        out.open("span", &scrolls);
        for latex in side_by_side(latex) {
            if let Some(formula) = self.formula(latex, display, span) {
                push_escaped(&formula, out);
            }
        }
        out.close("span");
    }

    /// A formula as `MathML`, signs not escaped; `None` after an error.
    fn formula(&mut self, latex: &str, display: bool, span: &Range<usize>) -> Option<String> {
        let storage = Storage::new();
        let grouped = with_thousands(latex);
        let events: Result<Vec<Event<'_>>, ParserError> = Parser::new(&grouped, &storage).collect();
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
                return None;
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
                    return None;
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
            return None;
        }
        let markup = markup
            // The renderer forgets a space.
            .replace("\"minsize=", "\" minsize=")
            // Digits and the comma between them are one number, with no more room than in the text.
            .replace("</mn><mrow><mo>,</mo></mrow><mn>", ",")
            // It writes the sign of a unit, which is not slanted, for the letter.
            .replace("<mi>\u{b5}</mi>", "<mi>\u{3bc}</mi>");
        Some(markup)
    }
}

/// A comma between a digit and a group of three as LaTeX has one that separates digits: `1,550` as `1{,}550`. That of `(1, 550)` is
/// punctuation.
fn with_thousands(latex: &str) -> String {
    let mut grouped = String::with_capacity(latex.len());
    for (at, sign) in latex.char_indices() {
        let digit = |c: char| c.is_ascii_digit();
        let digits = latex[at..]
            .chars()
            .skip(1)
            .take_while(|c| digit(*c))
            .count();
        if sign == ',' && digits == 3 && latex[..at].ends_with(digit) {
            grouped.push_str("{,}");
        } else {
            grouped.push(sign);
        }
    }
    grouped
}

/// The formulas of a line, which wide spaces separate. A space within braces or an environment separates none.
fn side_by_side(latex: &str) -> Vec<&str> {
    let mut formulas = Vec::new();
    let mut rest = latex;
    let mut from = 0;
    while let Some((at, space)) = rest[from..].match_indices("\\qquad").next() {
        let (before, after) = (&rest[..from + at], &rest[from + at + space.len()..]);
        let whole = nesting_at_end(before) == 0
            && before.matches("\\begin").count() == before.matches("\\end").count()
            && before.matches("\\left").count() == before.matches("\\right").count();
        if whole && !before.trim().is_empty() && !after.trim().is_empty() {
            formulas.push(before.trim());
            rest = after;
            from = 0;
        } else {
            from += at + space.len();
        }
    }
    formulas.push(rest.trim());
    formulas
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
    depths(latex).max().unwrap_or_default()
}

/// How many braces are open at the end.
fn nesting_at_end(latex: &str) -> usize {
    depths(latex).last().unwrap_or_default()
}

/// After each byte, how many braces are open.
fn depths(latex: &str) -> impl Iterator<Item = usize> {
    latex.bytes().scan(0_usize, |depth, byte| {
        match byte {
            b'{' => *depth += 1,
            b'}' => *depth = depth.saturating_sub(1),
            _ => {}
        }
        Some(*depth)
    })
}

#[cfg(test)]
mod tests {
    use super::{Markup, push_escaped, side_by_side, with_thousands};

    #[test]
    fn a_comma_separates_digits_only_before_a_group_of_three() {
        let cases = [
            ("1,550", "1{,}550"),
            ("1,234,567 + x", "1{,}234{,}567 + x"),
            ("(1, 550)", "(1, 550)"),
            ("x,550", "x,550"),
            ("1,55", "1,55"),
            ("1,5500", "1,5500"),
            ("1{,}550", "1{,}550"),
        ];
        for (latex, grouped) in cases {
            assert_eq!(with_thousands(latex), grouped);
        }
    }

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

    #[test]
    fn formulas_side_by_side_are_told_apart_and_what_is_within_one_is_not_taken_apart() {
        let cases: [(&str, &[&str]); 5] = [
            (r"a = b", &["a = b"]),
            (r"a \qquad b \qquad c", &["a", "b", "c"]),
            (r"\text{a \qquad b}", &[r"\text{a \qquad b}"]),
            (
                r"\left( a \qquad b \right) \qquad c",
                &[r"\left( a \qquad b \right)", "c"],
            ),
            (
                r"\begin{cases} a \qquad b \end{cases}",
                &[r"\begin{cases} a \qquad b \end{cases}"],
            ),
        ];
        for (latex, formulas) in cases {
            assert_eq!(side_by_side(latex), formulas);
        }
    }
}
