//! Inline constructs of our own: `:num{...}` and the blanks `[[...]]` of a cloze.
//!
//! Before Markdown is parsed, each is replaced by a token of the same length in bytes: quotes, dollar signs and
//! underscores in it mean nothing to the parser, and every place in the file stays where it is. A token is a
//! private-use character, the construct's number, letters to fill, and another private-use character;
//! neither character can stand in a source.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::diagnostic::Diagnostics;
use super::rule::Rule;
use super::source::Source;

const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// Whether a source may not hold the character.
pub fn is_reserved(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c) || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// What a token stands for.
#[derive(Debug)]
pub struct Mask {
    pub span: Range<usize>,
    pub kind: MaskKind,
}

#[derive(Debug)]
pub enum MaskKind {
    Number(Attributes),
    /// The accepted answers.
    Blank(Vec<String>),
}

/// Which constructs to look for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Find {
    Numbers,
    NumbersAndBlanks,
}

/// The text of a range with tokens in place of its constructs, which are added to `masks`.
pub fn mask(
    source: &Source,
    range: &Range<usize>,
    find: Find,
    masks: &mut Vec<Mask>,
    diagnostics: &mut Diagnostics,
) -> String {
    let text = source.slice(range);
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find([':', '[']) {
        let start = at + found;
        at = start + 1;
        let rest = &text[start..];
        let construct = if rest.starts_with(":num{") {
            number(source, range.start + start, rest, diagnostics)
        } else if rest.starts_with("[[") && find == Find::NumbersAndBlanks {
            blank(source, range.start + start, rest, diagnostics)
        } else {
            None
        };
        let Some((kind, length)) = construct else {
            continue;
        };
        let index = masks.len().to_string();
        // Shorter than its token: it was reported as incomplete and stays as it is.
        let Some(fill) = length.checked_sub(OPEN.len_utf8() + CLOSE.len_utf8() + index.len())
        else {
            continue;
        };
        masked.push_str(&text[copied..start]);
        masked.push(OPEN);
        masked.push_str(&index);
        masked.extend(std::iter::repeat_n('n', fill));
        masked.push(CLOSE);
        masks.push(Mask {
            span: range.start + start..range.start + start + length,
            kind,
        });
        copied = start + length;
        at = copied;
    }
    masked.push_str(&text[copied..]);
    masked
}

fn number(
    source: &Source,
    base: usize,
    rest: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(MaskKind, usize)> {
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let start = ":num{".len();
    let Some(end) = closing_brace(&line[start..]) else {
        let span = base..base + start;
        diagnostics.report(
            source,
            Rule::AttributeSyntax,
            &span,
            "`:num{` is not closed on its line",
        );
        return None;
    };
    let place = base..base + start + end + 1;
    let attributes = attributes::parse(
        &line[start..start + end],
        base + start,
        place,
        source,
        diagnostics,
    );
    Some((MaskKind::Number(attributes), start + end + 1))
}

/// The first `}` outside quotes.
fn closing_brace(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'}' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn blank(
    source: &Source,
    base: usize,
    rest: &str,
    diagnostics: &mut Diagnostics,
) -> Option<(MaskKind, usize)> {
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let end = line.find("]]")?;
    let accepted: Vec<String> = line[2..end]
        .split('|')
        .map(|answer| answer.trim().to_owned())
        .collect();
    if accepted.iter().any(String::is_empty) {
        diagnostics.report(
            source,
            Rule::QuestionShape,
            &(base..base + end + 2),
            "a blank holds its accepted answers, `[[answer|also accepted]]`",
        );
        return None;
    }
    Some((MaskKind::Blank(accepted), end + 2))
}

/// A piece of parsed text: plain, or the number of a construct.
pub enum Piece<'t> {
    Plain(&'t str),
    Construct(usize),
}

/// Takes parsed text apart at its tokens.
pub fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let piece = match rest.find(OPEN) {
            None => rest,
            Some(0) => {
                let end = rest
                    .find(CLOSE)
                    .map_or(rest.len(), |at| at + CLOSE.len_utf8());
                let digits = rest[OPEN.len_utf8()..end].trim_end_matches([CLOSE, 'n']);
                rest = &rest[end..];
                return Some(Piece::Construct(digits.parse().unwrap_or(usize::MAX)));
            }
            Some(at) => &rest[..at],
        };
        rest = &rest[piece.len()..];
        Some(Piece::Plain(piece))
    })
}

/// Parsed text as it was written, for code and other places where a construct means nothing.
pub fn unmask(text: &str, masks: &[Mask], source: &Source) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Plain(plain) => plain,
            Piece::Construct(index) => masks.get(index).map_or("", |mask| source.slice(&mask.span)),
        })
        .collect()
}
