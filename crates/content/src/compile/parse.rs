//! A page as it is read: front matter, Markdown trees and directives, with what other pages may refer to.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{Node, NodeValue, Sourcepos};
use comrak::{Arena, Options};

use super::diagnostic::Diagnostics;
use super::front::{self, Front, Place};
use super::mask::{self, Find, Mask};
use super::outline::{self, Directive, Part};
use super::rule::Rule;
use super::source::Source;

/// Levels of a Markdown tree below which nothing sensible stands; walks over trees recurse at most this deep.
const MAX_TREE_DEPTH: usize = 64;
/// Sources that are no sources: `[^own]` marks our own example or arithmetic.
pub const OWN: &str = "own";

/// A page between reading and rendering.
pub struct Parsed<'a> {
    pub source: &'a Source,
    pub place: Place,
    pub front: Front,
    pub parts: Vec<Piece<'a>>,
    pub masks: Vec<Mask>,
    /// In reading order, of the second level and below.
    pub headings: Vec<Heading>,
    /// Anchors and where they are set.
    pub anchors: BTreeMap<String, Range<usize>>,
}

pub enum Piece<'a> {
    Text(Text<'a>),
    Directive {
        directive: Box<Directive>,
        parts: Vec<Piece<'a>>,
    },
}

/// A Markdown tree and where its places count from.
#[derive(Clone)]
pub struct Text<'a> {
    pub root: Node<'a>,
    pub origin: Origin,
}

impl<'a> Text<'a> {
    /// The blocks of the text, without the definitions that were added for the parser.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        self.root.children().filter(|node| {
            let data = node.data();
            !matches!(data.value, NodeValue::FootnoteDefinition(_))
                || self.origin.holds(data.sourcepos.start.line)
        })
    }
}

/// How a place in a tree becomes a place in the file.
#[derive(Clone, Debug)]
pub enum Origin {
    /// The tree's first line is this one of the file, from 0; its last is before the other.
    Lines(usize, usize),
    /// Every place is this one: the text stood in front matter.
    Fixed(Range<usize>),
}

#[derive(Clone, Debug)]
pub struct Heading {
    pub id: String,
    pub title: String,
    pub level: u8,
    pub span: Range<usize>,
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.math_dollars = true;
    options.extension.header_attributes = true;
    options.parse.smart = true;
    // Else those that nothing refers to would be dropped without a word.
    options.parse.leave_footnote_definitions = true;
    options
}

/// Parses one page. Everything found wrong is reported; the rest is there.
pub fn parse<'a>(
    source: &'a Source,
    place: Place,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Parsed<'a> {
    let (front, body) = front::read(source, &place, diagnostics);
    let outline = outline::outline(source, &body, diagnostics);
    let mut parser = Parser {
        source,
        arena,
        masks: Vec::new(),
        headings: Vec::new(),
        anchors: BTreeMap::new(),
        diagnostics,
    };
    let parts = parser.parts(outline, Find::Numbers);
    parser.collect_headings(&parts);
    parser.collect_ids(&parts);
    let Parser {
        masks,
        headings,
        anchors,
        ..
    } = parser;
    Parsed {
        source,
        place,
        front,
        parts,
        masks,
        headings,
        anchors,
    }
}

/// Parses inline Markdown that stands in front matter.
pub fn parse_fixed<'a>(
    text: &str,
    span: Range<usize>,
    source: &Source,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Text<'a> {
    let root = comrak::parse_document(arena, text, &options());
    let text = Text {
        root,
        origin: Origin::Fixed(span),
    };
    check_depth(&text, source, diagnostics);
    text
}

struct Parser<'a, 'd> {
    source: &'a Source,
    arena: &'a Arena<'a>,
    masks: Vec<Mask>,
    headings: Vec<Heading>,
    anchors: BTreeMap<String, Range<usize>>,
    diagnostics: &'d mut Diagnostics,
}

impl<'a> Parser<'a, '_> {
    fn parts(&mut self, parts: Vec<Part>, find: Find) -> Vec<Piece<'a>> {
        parts
            .into_iter()
            .map(|part| self.part(part, find))
            .collect()
    }

    fn part(&mut self, part: Part, find: Find) -> Piece<'a> {
        match part {
            Part::Markdown(range) => Piece::Text(self.text(&range, find)),
            Part::Directive(mut directive) => {
                let inner = std::mem::take(&mut directive.parts);
                let cloze = directive
                    .attributes
                    .pairs
                    .iter()
                    .any(|(key, value)| key.value == "type" && value.value == "cloze");
                let find = if cloze {
                    Find::NumbersAndBlanks
                } else {
                    Find::Numbers
                };
                // A diagram's lines are not Markdown.
                let parts = if directive.name.value == "diagram" && is_drawn(&directive) {
                    Vec::new()
                } else {
                    self.parts(inner, find)
                };
                Piece::Directive {
                    directive: Box::new(directive),
                    parts,
                }
            }
        }
    }

    fn text(&mut self, range: &Range<usize>, find: Find) -> Text<'a> {
        let mut text = mask::mask(self.source, range, find, &mut self.masks, self.diagnostics);
        let first = self.source.line_of(range.start);
        let last = self
            .source
            .line_of(range.end.saturating_sub(1).max(range.start))
            + 1;
        define_citations(&mut text);
        let root = comrak::parse_document(self.arena, &text, &options());
        let text = Text {
            root,
            origin: Origin::Lines(first, last),
        };
        check_depth(&text, self.source, self.diagnostics);
        text
    }

    /// Ids and titles of headings. Only those at the top of the page count; others are reported when rendered.
    fn collect_headings(&mut self, parts: &[Piece<'a>]) {
        let mut last_level = 1;
        for text in parts.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text),
            Piece::Directive { .. } => None,
        }) {
            for node in text.nodes() {
                let NodeValue::Heading(heading) = node.data().value else {
                    continue;
                };
                let span = text.origin.span(self.source, node.data().sourcepos);
                self.check_level(heading.level, last_level, &span);
                last_level = heading.level;
                let title = plain_text(node);
                let id = match node.data().attrs.as_deref() {
                    Some(attributes) => {
                        if !attributes.classes.is_empty() || !attributes.pairs.is_empty() {
                            self.diagnostics.report(
                                self.source,
                                Rule::UnknownAttribute,
                                &span,
                                "a heading takes nothing but an id, `{#name}`",
                            );
                        }
                        attributes.id.clone()
                    }
                    None => None,
                };
                let id = id.unwrap_or_else(|| slug(&title));
                self.anchor(&id, &span);
                self.headings.push(Heading {
                    id,
                    title,
                    level: heading.level,
                    span,
                });
            }
        }
    }

    fn check_level(&mut self, level: u8, last: u8, span: &Range<usize>) {
        if level == 1 {
            self.diagnostics
                .report(self.source, Rule::HeadingLevel, span, "a first-level heading in the text")
                .help("the title of the page is its only first-level heading; sections begin with `##`");
        } else if level > last + 1 {
            let message = format!("a heading of level {level} after one of level {last}");
            self.diagnostics
                .report(self.source, Rule::HeadingLevel, span, message)
                .help(format!("use `{}`", "#".repeat(usize::from(last) + 1)));
        }
    }

    fn collect_ids(&mut self, parts: &[Piece<'a>]) {
        for piece in parts {
            let Piece::Directive { directive, parts } = piece else {
                continue;
            };
            if let Some(id) = &directive.attributes.id {
                self.anchor(&id.value, &id.span);
            } else if directive.name.value == "lab" {
                self.anchor("lab", &directive.open);
            }
            self.collect_ids(parts);
        }
    }

    fn anchor(&mut self, id: &str, span: &Range<usize>) {
        if id.is_empty() {
            self.diagnostics.report(
                self.source,
                Rule::HeadingLevel,
                span,
                "a heading without text",
            );
        } else if let Some(first) = self.anchors.get(id) {
            let line = self.source.line_of(first.start) + 1;
            self.diagnostics
                .report(
                    self.source,
                    Rule::DuplicateId,
                    span,
                    format!("the id `{id}` stands a second time on this page"),
                )
                .help(format!(
                    "it is that of line {line}; give one of them another, `{{#name}}`"
                ));
        } else {
            self.anchors.insert(id.to_owned(), span.clone());
        }
    }
}

/// Whether a diagram is drawn from its lines and not from a scenario.
pub fn is_drawn(directive: &Directive) -> bool {
    !directive
        .attributes
        .pairs
        .iter()
        .any(|(key, _)| key.value == "sim")
}

/// The Markdown parser keeps a footnote reference only if its document defines it; ours are defined in front
/// matter. A definition for every `[^name]` is added after the text, where it moves nothing.
fn define_citations(text: &mut String) {
    let mut names: Vec<String> = Vec::new();
    for (at, _) in text.match_indices("[^") {
        let rest = &text[at + 2..];
        let end = rest
            .bytes()
            .take(80)
            .position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')));
        if let Some(end) = end.filter(|end| *end > 0 && rest[*end..].starts_with(']')) {
            names.push(rest[..end].to_owned());
        }
    }
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return;
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    for name in names {
        text.push_str("[^");
        text.push_str(&name);
        text.push_str("]: -\n");
    }
}

/// Reports blocks too deep to walk, and takes them out.
fn check_depth(text: &Text<'_>, source: &Source, diagnostics: &mut Diagnostics) {
    let mut next = text.root.first_child();
    while let Some(block) = next {
        next = block.next_sibling();
        if let Some(deep) = too_deep(block) {
            let span = text.origin.span(source, deep.data().sourcepos);
            diagnostics.report(source, Rule::TooDeep, &span, "this is nested too deeply");
            block.detach();
        }
    }
}

/// The first node that lies too deep below a block at the top.
fn too_deep(block: Node<'_>) -> Option<Node<'_>> {
    let mut depth = 0;
    for edge in block.traverse() {
        match edge {
            NodeEdge::Start(_) if depth < MAX_TREE_DEPTH => depth += 1,
            NodeEdge::Start(node) => return Some(node),
            NodeEdge::End(_) => depth -= 1,
        }
    }
    None
}

impl Origin {
    /// A place of the tree in the file.
    pub fn span(&self, source: &Source, place: Sourcepos) -> Range<usize> {
        match self {
            Self::Fixed(span) => span.clone(),
            Self::Lines(first, _) => {
                let at = |line: usize, column: usize| {
                    source.offset(first + line.saturating_sub(1), column)
                };
                let start = at(place.start.line, place.start.column.saturating_sub(1));
                // The end is the last byte of the node.
                start..at(place.end.line, place.end.column).max(start)
            }
        }
    }

    /// Whether a line of the tree (from 1) is one of the file and not added for the parser.
    fn holds(&self, line: usize) -> bool {
        match self {
            Self::Fixed(_) => true,
            Self::Lines(first, last) => first + line <= *last,
        }
    }
}

/// The words of a node without any markup.
pub fn plain_text(node: Node<'_>) -> String {
    let mut text = String::new();
    for descendant in node.descendants() {
        match &descendant.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::Math(math) => text.push_str(&math.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

/// Text as an anchor: lower-case letters and digits, words joined by hyphens.
pub fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !matches!(c, '\'' | '\u{2019}') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

impl Parsed<'_> {
    /// Ids and aliases of the questions, with their places.
    pub fn question_ids(&self) -> Vec<(&str, Range<usize>)> {
        let mut ids = Vec::new();
        for piece in &self.parts {
            let Piece::Directive { directive, .. } = piece else {
                continue;
            };
            if !matches!(directive.name.value.as_str(), "question" | "predict") {
                continue;
            }
            ids.extend(
                directive
                    .attributes
                    .id
                    .as_ref()
                    .map(|id| (id.value.as_str(), id.span.clone())),
            );
            for (key, value) in &directive.attributes.pairs {
                if key.value == "aliases" {
                    ids.extend(
                        value
                            .value
                            .split(',')
                            .map(|alias| (alias.trim(), value.span.clone())),
                    );
                }
            }
        }
        ids
    }
}
