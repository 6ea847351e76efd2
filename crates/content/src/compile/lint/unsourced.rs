//! Figures that nothing vouches for: neither a citation nor a run in the same paragraph, list item or table row.

use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use super::super::diagnostic::Diagnostics;
use super::super::front::Place;
use super::super::mask::{self, MaskKind};
use super::super::parse::{Origin, Parsed, Piece, plain_text};
use super::super::rule::Rule;
use super::super::source::Source;
use super::figures;

/// The section of a concept whose numbers are those of its analogy.
const ANALOGY: &str = "Simple example";
/// Directives whose text is prose. Questions, labs and claims have runs or answers of their own.
const PROSE: &[&str] = &["note", "tip", "warning"];

/// Reports the first such figure of each paragraph, list item and table row.
pub fn lint(page: &Parsed<'_>, diagnostics: &mut Diagnostics) {
    let mut linter = Linter { page, diagnostics };
    let mut exempt = false;
    for piece in &page.parts {
        match piece {
            Piece::Text(text) => {
                for node in text.nodes() {
                    if let NodeValue::Heading(heading) = node.data().value
                        && heading.level <= 2
                    {
                        exempt = matches!(page.place, Place::Concept { .. })
                            && plain_text(node).eq_ignore_ascii_case(ANALOGY);
                    } else if !exempt {
                        linter.block(node, &text.origin);
                    }
                }
            }
            Piece::Directive { directive, parts } => {
                if !exempt && PROSE.contains(&directive.name.value.as_str()) {
                    linter.parts(parts);
                }
            }
        }
    }
}

/// Reports a figure in the definition of a term: nothing there could vouch for it.
pub fn definition(source: &Source, span: &Range<usize>, text: &str, diagnostics: &mut Diagnostics) {
    if let Some(figure) = figures::first(text) {
        let shown = &text[figure.digits.start..figure.end];
        diagnostics
            .report(
                source,
                Rule::UnsourcedFigure,
                span,
                format!("who says `{shown}`?"),
            )
            .help("a definition has no figures: they stand on the page that explains the term, with their source");
    }
}

struct Linter<'p, 'a, 'd> {
    page: &'p Parsed<'a>,
    diagnostics: &'d mut Diagnostics,
}

/// The text of a paragraph, an item or a row, and whether something in it vouches for its figures.
#[derive(Default)]
struct Unit {
    text: String,
    /// Where the text of each node begins, and the node's place in the file.
    nodes: Vec<(usize, Range<usize>)>,
    vouched: bool,
}

impl<'a> Linter<'_, 'a, '_> {
    fn parts(&mut self, parts: &[Piece<'a>]) {
        for part in parts {
            if let Piece::Text(text) = part {
                for node in text.nodes() {
                    self.block(node, &text.origin);
                }
            }
        }
    }

    fn block(&mut self, node: Node<'_>, origin: &Origin) {
        match node.data().value {
            NodeValue::Paragraph => self.unit([node], origin, false),
            NodeValue::Item(_) => {
                let is_list = |child: &Node<'_>| matches!(child.data().value, NodeValue::List(_));
                self.unit(
                    node.children().filter(|child| !is_list(child)),
                    origin,
                    false,
                );
                for list in node.children().filter(is_list) {
                    self.block(list, origin);
                }
            }
            // What the header of a table cites holds for its rows.
            NodeValue::Table(_) => {
                let mut header = Unit::default();
                if let Some(row) = node.first_child() {
                    self.gather(row, origin, &mut header);
                }
                for row in node.children() {
                    self.unit([row], origin, header.vouched);
                }
            }
            NodeValue::List(_) | NodeValue::BlockQuote => {
                for child in node.children() {
                    self.block(child, origin);
                }
            }
            _ => {}
        }
    }

    fn unit<'n>(
        &mut self,
        nodes: impl IntoIterator<Item = Node<'n>>,
        origin: &Origin,
        vouched: bool,
    ) {
        let mut unit = Unit {
            vouched,
            ..Unit::default()
        };
        for node in nodes {
            self.gather(node, origin, &mut unit);
            // Words of two paragraphs are no number and its unit.
            unit.text.push('\n');
        }
        if unit.vouched {
            return;
        }
        let Some(figure) = figures::first(&unit.text) else {
            return;
        };
        let span = self.place(&unit, &figure.digits);
        let shown = &unit.text[figure.digits.start..figure.end];
        self.diagnostics
            .report(
                self.page.source,
                Rule::UnsourcedFigure,
                &span,
                format!("who says `{shown}`?"),
            )
            .help("cite a source, `[^id]`; or let a run say it, `:num{...}`; `[^own]` marks an example or arithmetic of your own");
    }

    /// Adds the text below a node; code and maths are none.
    fn gather(&self, node: Node<'_>, origin: &Origin, unit: &mut Unit) {
        match &node.data().value {
            NodeValue::Text(text) => {
                let span = origin.span(self.page.source, node.data().sourcepos);
                unit.nodes.push((unit.text.len(), span));
                for piece in mask::pieces(text, &self.page.masks) {
                    match piece {
                        mask::Piece::Plain(plain) => unit.text.push_str(plain),
                        mask::Piece::Construct(index) => {
                            let mask = self.page.masks.get(index);
                            unit.vouched |=
                                mask.is_some_and(|mask| matches!(mask.kind, MaskKind::Number(_)));
                        }
                    }
                }
            }
            NodeValue::SoftBreak | NodeValue::LineBreak => unit.text.push(' '),
            NodeValue::FootnoteReference(_) => unit.vouched = true,
            NodeValue::Code(_)
            | NodeValue::CodeBlock(_)
            | NodeValue::Math(_)
            | NodeValue::Image(_) => {
                unit.text.push('\u{fffc}');
            }
            NodeValue::TableCell => {
                self.gather_all(node, origin, unit);
                unit.text.push('\n');
            }
            _ => self.gather_all(node, origin, unit),
        }
    }

    fn gather_all(&self, node: Node<'_>, origin: &Origin, unit: &mut Unit) {
        for child in node.children() {
            self.gather(child, origin, unit);
        }
    }

    /// Where digits of a unit stand in the file. Escapes and typographic quotes move them in their node, so the same digits
    /// are counted on both sides.
    fn place(&self, unit: &Unit, digits: &Range<usize>) -> Range<usize> {
        let node = unit
            .nodes
            .partition_point(|(start, _)| *start <= digits.start);
        let Some((start, span)) = node.checked_sub(1).and_then(|at| unit.nodes.get(at)) else {
            return 0..0;
        };
        let written = &unit.text[digits.clone()];
        let earlier = unit.text[*start..digits.start].matches(written).count();
        let source = self.page.source.slice(span);
        match source.match_indices(written).nth(earlier) {
            Some((at, _)) => span.start + at..span.start + at + written.len(),
            None => span.clone(),
        }
    }
}
