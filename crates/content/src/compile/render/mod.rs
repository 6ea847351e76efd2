//! From parsed pages to the blocks of the model.

mod choices;
mod cloze;
mod code;
mod directive;
mod inline;
mod maths;
mod option;
mod question;
mod table;
mod tune;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use comrak::nodes::{ListType, Node, NodeValue};

use crate::model::{Block, Html, Question, QuestionKind, TocEntry};

use super::diagnostic::{Diagnostics, Help};
use super::front::{Details, SourceEntry};
use super::index::Index;
use super::markup::Markup;
use super::parse::{Origin, Parsed, Piece, Text};
use super::rule::Rule;
use super::runs::{RunKey, Runs};
use super::source::Located;
use super::terms::Terms;

pub use code::classes as highlight_classes;

/// A page's text as the model has it, and what rendering it has found out.
#[derive(Debug, Default)]
pub struct Rendered {
    pub blocks: Vec<Block>,
    pub contents: Vec<TocEntry>,
    /// Ids of sources in the order of their first citation.
    pub cited: Vec<String>,
    /// Routes of the site that the text links to.
    pub links: BTreeSet<String>,
    /// Scenarios that it shows or quotes.
    pub sims: BTreeSet<String>,
    /// Objectives that a question tests.
    pub tested: BTreeSet<String>,
    pub words: usize,
    pub questions: usize,
    /// How many single choices there are, and where those stand whose right answer is the longest.
    pub singles: usize,
    pub longest_right: Vec<Range<usize>>,
    /// Figures of runs that the text states, or makes a claim about.
    pub told: Vec<RunFigure>,
    /// Those that predictions ask for.
    pub predicted: Vec<RunFigure>,
}

/// A figure of a run, where a page names it.
#[derive(Debug)]
pub struct RunFigure {
    pub run: RunKey,
    /// As it is written: a path of the report, or the bare metric of a node.
    pub metric: String,
    pub span: Range<usize>,
}

/// What rendering needs to know of the site.
#[derive(Clone, Copy)]
pub struct Site<'s> {
    pub index: &'s Index,
    pub runs: &'s Runs,
    pub terms: &'s Terms,
}

/// Renders the body of a page.
pub fn page(page: &Parsed<'_>, site: Site<'_>, diagnostics: &mut Diagnostics) -> Rendered {
    let mut renderer = Renderer::new(page, site, diagnostics);
    let mut blocks = Vec::new();
    let mut prose = Markup::default();
    for piece in &page.parts {
        match piece {
            Piece::Text(text) => renderer.text(text, &mut prose),
            Piece::Directive { directive, parts } => {
                if let Some(block) = renderer.directive(directive, parts, &mut prose) {
                    flush(&mut prose, &mut blocks);
                    blocks.push(block);
                }
            }
        }
    }
    flush(&mut prose, &mut blocks);
    ask_of_labs(&mut blocks);
    let contents = page.headings.iter().filter(|heading| heading.level <= 3);
    let contents = contents
        .map(|heading| TocEntry {
            id: heading.id.clone(),
            title: heading.title.clone(),
            level: heading.level,
        })
        .collect();
    let Renderer {
        cited,
        links,
        sims,
        tested,
        words,
        questions,
        singles,
        longest_right,
        told,
        predicted,
        ..
    } = renderer;
    Rendered {
        blocks,
        contents,
        cited,
        links,
        sims,
        tested,
        words,
        questions,
        singles,
        longest_right,
        told,
        predicted,
    }
}

/// Gives each lab the prediction, if there is one on its page, that the run it opens with would answer.
fn ask_of_labs(blocks: &mut [Block]) {
    let asked: Vec<(String, String, String)> = (blocks.iter())
        .filter_map(|block| match block {
            Block::Question(Question {
                id,
                kind: QuestionKind::Predict { sim, preset, .. },
                ..
            }) => Some((id.clone(), sim.clone(), preset.clone())),
            _ => None,
        })
        .collect();
    for block in blocks {
        if let Block::Lab(lab) = block {
            let of_this = |(_, sim, preset): &&(String, String, String)| {
                *sim == lab.sim && *preset == lab.preset
            };
            lab.asked = asked.iter().find(of_this).map(|(id, ..)| id.clone());
        }
    }
}

/// Renders one paragraph of front matter without the paragraph.
pub fn fixed(
    text: &Text<'_>,
    page: &Parsed<'_>,
    site: Site<'_>,
    diagnostics: &mut Diagnostics,
) -> Html {
    let mut renderer = Renderer::new(page, site, diagnostics);
    renderer.origin = text.origin.clone();
    let mut out = Markup::default();
    for paragraph in text.root.children() {
        renderer.inlines(paragraph, &mut out);
    }
    out.into_html()
}

fn flush(prose: &mut Markup, blocks: &mut Vec<Block>) {
    if !prose.is_empty() {
        blocks.push(Block::Prose(std::mem::take(prose).into_html()));
    }
}

struct Renderer<'p, 'a, 'd> {
    page: &'p Parsed<'a>,
    site: Site<'p>,
    diagnostics: &'d mut Diagnostics,
    origin: Origin,
    /// Headings of the page met so far.
    heading: usize,
    /// Whether the words are those of a heading.
    titling: bool,
    /// Whether the nodes stand at the top of the page, where headings may be.
    top: bool,
    /// Whether terms of the glossary become links here: in running text, once a page.
    linking: bool,
    /// Terms that have become one.
    terms: BTreeSet<&'p str>,
    /// The sources of the page by id, and their numbers in the order of citation.
    sources: BTreeMap<&'p str, &'p SourceEntry>,
    numbers: BTreeMap<&'p str, usize>,
    /// Ids of the page's objectives.
    objectives: BTreeSet<&'p str>,
    cited: Vec<String>,
    links: BTreeSet<String>,
    sims: BTreeSet<String>,
    tested: BTreeSet<String>,
    words: usize,
    /// Bytes of code that were highlighted.
    highlighted: usize,
    diagrams: usize,
    labs: usize,
    questions: usize,
    singles: usize,
    longest_right: Vec<Range<usize>>,
    told: Vec<RunFigure>,
    predicted: Vec<RunFigure>,
}

impl<'p, 'a, 'd> Renderer<'p, 'a, 'd> {
    fn new(page: &'p Parsed<'a>, site: Site<'p>, diagnostics: &'d mut Diagnostics) -> Self {
        let sources = page.front.sources.iter();
        let objectives = match &page.front.details {
            Details::Concept(concept) => concept.objectives.as_slice(),
            _ => &[],
        };
        Self {
            page,
            site,
            diagnostics,
            origin: Origin::Fixed(0..0),
            heading: 0,
            titling: false,
            top: false,
            linking: false,
            // As if they had been.
            terms: (page.front.unlinked.iter())
                .map(|id| id.value.as_str())
                .collect(),
            sources: sources
                .map(|source| (source.id.value.as_str(), source))
                .collect(),
            numbers: BTreeMap::new(),
            objectives: objectives
                .iter()
                .map(|objective| objective.id.value.as_str())
                .collect(),
            cited: Vec::new(),
            links: BTreeSet::new(),
            sims: BTreeSet::new(),
            tested: BTreeSet::new(),
            words: 0,
            highlighted: 0,
            diagrams: 0,
            labs: 0,
            questions: 0,
            singles: 0,
            longest_right: Vec::new(),
            told: Vec::new(),
            predicted: Vec::new(),
        }
    }

    fn report(&mut self, rule: Rule, span: &Range<usize>, message: impl Into<String>) -> Help<'_> {
        self.diagnostics
            .report(self.page.source, rule, span, message)
    }

    /// The run that an attribute names, which the page then shows or quotes; reported when there is none.
    fn run(&mut self, sim: &Located<String>) -> Option<RunKey> {
        let runs = self.site.runs;
        let run = runs.named(sim, self.page.source, self.diagnostics)?;
        self.sims.insert(run.sim.clone());
        Some(run)
    }

    fn span(&self, node: Node<'_>) -> Range<usize> {
        self.origin.span(self.page.source, node.data().sourcepos)
    }

    /// Text at the top of the page.
    fn text(&mut self, text: &Text<'a>, out: &mut Markup) {
        self.origin = text.origin.clone();
        self.linking = self.page.place.links_terms();
        for node in text.nodes() {
            self.top = true;
            self.block(node, out);
        }
        self.top = false;
        self.linking = false;
    }

    /// Markdown inside a directive; directives in it are misplaced.
    fn inner(&mut self, parts: &[Piece<'a>]) -> Html {
        let mut out = Markup::default();
        for part in parts {
            match part {
                Piece::Text(text) => {
                    self.origin = text.origin.clone();
                    for node in text.nodes() {
                        self.block(node, &mut out);
                    }
                }
                Piece::Directive { directive, .. } => self.misplaced(directive),
            }
        }
        out.into_html()
    }

    fn blocks<'n>(&mut self, nodes: impl IntoIterator<Item = Node<'n>>) -> Html {
        let mut out = Markup::default();
        for node in nodes {
            self.block(node, &mut out);
        }
        out.into_html()
    }

    fn block(&mut self, node: Node<'_>, out: &mut Markup) {
        let top = std::mem::replace(&mut self.top, false);
        match &node.data().value {
            NodeValue::Paragraph => self.paragraph(node, out),
            NodeValue::Heading(_) if top => self.heading(node, out),
            NodeValue::Heading(_) => {
                let span = self.span(node);
                self.report(
                    Rule::HeadingLevel,
                    &span,
                    "a heading inside a list, a quotation or a directive",
                );
            }
            NodeValue::BlockQuote => self.wrap("blockquote", node, out),
            NodeValue::List(list) => {
                let start = list.start.to_string();
                match list.list_type {
                    ListType::Bullet => self.wrap("ul", node, out),
                    ListType::Ordered if list.start == 1 => self.wrap("ol", node, out),
                    ListType::Ordered => {
                        out.open("ol", &[("start", &start)]);
                        self.children(node, out);
                        out.close("ol");
                    }
                }
            }
            NodeValue::Item(_) => self.wrap("li", node, out),
            NodeValue::TaskItem(_) => {
                let span = self.span(node);
                self.report(Rule::QuestionShape, &span, "a task list outside a question");
            }
            NodeValue::CodeBlock(code) => {
                let span = self.span(node);
                self.code_block(code, &span, out);
            }
            NodeValue::Table(table) => self.table(node, &table.alignments, out),
            NodeValue::ThematicBreak => {
                out.open("hr", &[]);
            }
            NodeValue::FootnoteDefinition(_) => {
                let span = self.span(node);
                self.report(Rule::FootnoteText, &span, "a footnote with text of its own")
                    .help("footnotes cite sources: put it into `sources` of the front matter, or into the text");
            }
            NodeValue::HtmlBlock(_) => {
                let span = self.span(node);
                self.raw_html(&span);
            }
            // Everything else that these options let the parser make is inline.
            _ => self.inline(node, out),
        }
        self.top = top;
    }

    /// Does something in which terms become no links.
    fn unlinked<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> T {
        let linking = std::mem::take(&mut self.linking);
        let result = act(self);
        self.linking = linking;
        result
    }

    fn wrap(&mut self, name: &'static str, node: Node<'_>, out: &mut Markup) {
        out.open(name, &[]);
        self.children(node, out);
        out.close(name);
    }

    fn children(&mut self, node: Node<'_>, out: &mut Markup) {
        for child in node.children() {
            self.block(child, out);
        }
    }

    fn paragraph(&mut self, node: Node<'_>, out: &mut Markup) {
        if is_tight(node) {
            self.inlines(node, out);
        } else {
            out.open("p", &[]);
            self.inlines(node, out);
            out.close("p");
        }
    }

    fn heading(&mut self, node: Node<'_>, out: &mut Markup) {
        let Some(heading) = self.page.headings.get(self.heading) else {
            return;
        };
        self.heading += 1;
        let name = match heading.level {
            0..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        out.open(name, &[("id", &heading.id)]);
        self.titling = true;
        // The heading links to itself, unless it holds a link already.
        let linked = node.descendants().any(|child| {
            matches!(
                child.data().value,
                NodeValue::Link(_) | NodeValue::FootnoteReference(_)
            )
        });
        if linked {
            self.unlinked(|this| this.inlines(node, out));
        } else {
            out.open(
                "a",
                &[("class", "anchor"), ("href", &format!("#{}", heading.id))],
            );
            self.unlinked(|this| this.inlines(node, out));
            out.close("a");
        }
        self.titling = false;
        out.close(name);
    }

    fn raw_html(&mut self, span: &Range<usize>) {
        self.report(Rule::RawHtml, span, "HTML in the text")
            .help("say it in Markdown or with a directive; `\\<` is a plain less-than sign");
    }
}

/// Whether a paragraph stands in a list without blank lines, where it is no paragraph of its own.
fn is_tight(paragraph: Node<'_>) -> bool {
    let list = paragraph.parent().filter(|item| {
        matches!(
            item.data().value,
            NodeValue::Item(_) | NodeValue::TaskItem(_)
        )
    });
    list.and_then(comrak::arena_tree::Node::parent)
        .is_some_and(|list| match &list.data().value {
            NodeValue::List(list) => list.tight,
            _ => false,
        })
}
