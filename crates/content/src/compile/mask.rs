//! Inline constructs of our own: `:num{...}` and the blanks `[[...]]` of a cloze.
//!
//! Before Markdown is parsed, each is replaced by a token of the same length in bytes: quotes, dollar signs and
//! underscores in it mean nothing to the parser, and every place in the file stays where it is. A token is a
//! private-use character, which says which construct it is, and letters to fill; such characters cannot stand in a
//! source.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::diagnostic::Diagnostics;
use super::rule::Rule;
use super::source::Source;

/// The token of the first construct: four bytes in UTF-8, so that the shortest construct, `[[a]]`, has room for it.
const FIRST: u32 = 0xF_0000;
const TOKEN_BYTES: usize = 4;
/// As many as there are such characters.
const MAX_CONSTRUCTS: usize = 0x11_0000 - 0xF_0000;
const FILL: char = 'n';

/// Whether a source may not hold the character.
pub fn is_reserved(c: char) -> bool {
    index(c).is_some()
        || ('\u{E000}'..='\u{F8FF}').contains(&c)
        || (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// The number of the construct that a token's first character stands for.
fn index(c: char) -> Option<usize> {
    (c as u32).checked_sub(FIRST).map(|index| index as usize)
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
    let mut base = range.start;
    for line in text.split_inclusive('\n') {
        mask_line(line, base, source, find, masks, &mut masked, diagnostics);
        base += line.len();
    }
    masked
}

/// Constructs stand on one line, so each line is a text of its own.
fn mask_line(
    line: &str,
    base: usize,
    source: &Source,
    find: Find,
    masks: &mut Vec<Mask>,
    masked: &mut String,
    diagnostics: &mut Diagnostics,
) {
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = line[at..].find([':', '[']) {
        let start = at + found;
        at = start + 1;
        let rest = &line[start..];
        let construct = if rest.starts_with(":num{") {
            number(source, base + start, rest, diagnostics)
        } else if rest.starts_with("[[") && find == Find::NumbersAndBlanks {
            blank(source, base + start, rest, diagnostics)
        } else {
            continue;
        };
        let (kind, length) = match construct {
            Ok(Some(construct)) => construct,
            Ok(None) => continue,
            // Nor is any other one closed: the rest of the line need not be searched again for each.
            Err(Unclosed) => break,
        };
        let token = char::from_u32(FIRST + masks.len() as u32);
        let Some(token) = token.filter(|_| masks.len() < MAX_CONSTRUCTS) else {
            let span = base + start..base + start + length;
            let message = "a page has too many numbers and blanks before this one";
            diagnostics.report(source, Rule::AttributeSyntax, &span, message);
            break;
        };
        masked.push_str(&line[copied..start]);
        masked.push(token);
        masked.extend(std::iter::repeat_n(FILL, length - TOKEN_BYTES));
        masks.push(Mask {
            span: base + start..base + start + length,
            kind,
        });
        copied = start + length;
        at = copied;
    }
    masked.push_str(&line[copied..]);
}

/// The construct is not closed on its line.
struct Unclosed;

/// A construct and its length; `None` when it is none, which was reported where it should be one.
type Found = Result<Option<(MaskKind, usize)>, Unclosed>;

fn number(source: &Source, base: usize, rest: &str, diagnostics: &mut Diagnostics) -> Found {
    let start = ":num{".len();
    let Some(end) = closing_brace(&rest[start..]) else {
        let span = base..base + start;
        let message = "`:num{` is not closed on its line";
        diagnostics.report(source, Rule::AttributeSyntax, &span, message);
        return Err(Unclosed);
    };
    let place = base..base + start + end + 1;
    let inner = &rest[start..start + end];
    let attributes = attributes::parse(inner, base + start, place, source, diagnostics);
    Ok(Some((MaskKind::Number(attributes), start + end + 1)))
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

fn blank(source: &Source, base: usize, rest: &str, diagnostics: &mut Diagnostics) -> Found {
    let end = rest.find("]]").ok_or(Unclosed)?;
    let accepted: Vec<String> = rest[2..end]
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
        return Ok(None);
    }
    Ok(Some((MaskKind::Blank(accepted), end + 2)))
}

/// A piece of parsed text: plain, or the number of a construct.
pub enum Piece<'t> {
    Plain(&'t str),
    Construct(usize),
}

/// Takes parsed text apart at its tokens.
pub fn pieces<'t>(text: &'t str, masks: &'t [Mask]) -> impl Iterator<Item = Piece<'t>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        if let Some(index) = index(first) {
            let fill = masks
                .get(index)
                .map_or(0, |mask| mask.span.len() - TOKEN_BYTES);
            rest = &rest[TOKEN_BYTES..];
            rest = rest.get(fill..).unwrap_or_default();
            return Some(Piece::Construct(index));
        }
        let end = rest.find(|c| index(c).is_some()).unwrap_or(rest.len());
        let (plain, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Plain(plain))
    })
}

/// Parsed text as it was written, for code and other places where a construct means nothing.
pub fn unmask(text: &str, masks: &[Mask], source: &Source) -> String {
    pieces(text, masks)
        .map(|piece| match piece {
            Piece::Plain(plain) => plain,
            Piece::Construct(index) => masks.get(index).map_or("", |mask| source.slice(&mask.span)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Diagnostics, Find, Piece, Source, mask, pieces, unmask};

    #[test]
    fn a_text_with_constructs_of_any_length_is_taken_apart_as_it_was_put_together() {
        let written = "n[[a]]nnn[[be|bee]][[c]] :num{}n\n[[d]]n";
        let source = Source::new("test.md", written.to_owned());
        let mut masks = Vec::new();
        let range = 0..written.len();
        let find = Find::NumbersAndBlanks;
        let masked = mask(
            &source,
            &range,
            find,
            &mut masks,
            &mut Diagnostics::default(),
        );
        assert_eq!(masked.len(), written.len());
        assert_eq!(unmask(&masked, &masks, &source), written);
        let shown: Vec<String> = pieces(&masked, &masks)
            .map(|piece| match piece {
                Piece::Plain(plain) => plain.to_owned(),
                Piece::Construct(index) => format!("<{index}>"),
            })
            .collect();
        assert_eq!(shown.concat(), "n<0>nnn<1><2> <3>n\n<4>n");
    }
}
