//! Text within a paragraph: emphasis, links, citations, maths and computed numbers.

use std::ops::Range;

use comrak::nodes::{Node, NodeFootnoteReference, NodeLink, NodeValue};

use crate::text;

use super::super::attributes::Reader;
use super::super::figure;
use super::super::glossary;
use super::super::markup::Markup;
use super::super::mask::{self, MaskKind};
use super::super::parse::{OWN, plain_text};
use super::super::rule::Rule;
use super::super::source::Located;
use super::super::typography::unbroken;
use super::{Renderer, RunFigure};

impl Renderer<'_, '_, '_> {
    pub(super) fn inlines(&mut self, parent: Node<'_>, out: &mut Markup) {
        let mut nodes = parent.children().peekable();
        // What of the next words stands already, with the formula before them.
        let mut written = 0;
        while let Some(node) = nodes.next() {
            if matches!(&node.data().value, NodeValue::Math(maths) if !maths.display_math) {
                written = self.with_its_punctuation(node, out);
                continue;
            }
            if !is_words(node) {
                self.inline(node, out);
                continue;
            }
            // A term may stand on two lines.
            let mut words = String::new();
            self.gather(node, &mut words);
            while let Some(next) = nodes.next_if(|next| is_words(next)) {
                self.gather(next, &mut words);
            }
            self.emit(&words[std::mem::take(&mut written)..], out);
        }
    }

    /// A formula and the punctuation behind it, which does not begin a line; how long that is. Browsers may end a line after any formula.
    fn with_its_punctuation(&mut self, node: Node<'_>, out: &mut Markup) -> usize {
        let next = node.next_sibling();
        let punctuation = next.map_or_else(String::new, |next| match &next.data().value {
            NodeValue::Text(text) => {
                let words =
                    text.trim_start_matches(['.', ',', ';', ':', '?', '!', ')', '\u{201d}']);
                text[..text.len() - words.len()].to_owned()
            }
            _ => String::new(),
        });
        if punctuation.is_empty() {
            self.inline(node, out);
        } else {
            out.open("span", &[("class", "nobr")]);
            self.inline(node, out);
            out.text(&punctuation).close("span");
        }
        punctuation.len()
    }

    /// Adds the words of a node to those of the line before.
    fn gather(&mut self, node: Node<'_>, words: &mut String) {
        match &node.data().value {
            NodeValue::Text(text) => {
                let span = self.span(node);
                self.check_words(text, &span);
                words.push_str(text);
            }
            _ => words.push('\n'),
        }
    }

    pub(super) fn inline(&mut self, node: Node<'_>, out: &mut Markup) {
        let span = self.span(node);
        match &node.data().value {
            NodeValue::Text(text) => self.words_of(text, &span, out),
            NodeValue::SoftBreak => {
                out.text("\n");
            }
            NodeValue::LineBreak => {
                out.open("br", &[]);
            }
            NodeValue::Code(code) => {
                let literal = mask::unmask(&code.literal, &self.page.masks, self.page.source);
                out.element("code", &[], &literal);
            }
            NodeValue::Emph => self.mark("em", node, out),
            NodeValue::Strong => self.mark("strong", node, out),
            NodeValue::Strikethrough => self.mark("del", node, out),
            NodeValue::Link(link) => self.link(node, link, &span, out),
            NodeValue::Image(image) => self.image(node, image, &span, out),
            NodeValue::FootnoteReference(reference) => self.citation(reference, &span, out),
            NodeValue::Math(maths) => self.maths(&maths.literal, maths.display_math, &span, out),
            NodeValue::HtmlInline(_) => self.raw_html(&span),
            _ => self.inlines(node, out),
        }
    }

    fn mark(&mut self, name: &'static str, node: Node<'_>, out: &mut Markup) {
        out.open(name, &[]);
        self.inlines(node, out);
        out.close(name);
    }

    pub(super) fn words_of(&mut self, text: &str, span: &Range<usize>, out: &mut Markup) {
        self.check_words(text, span);
        self.emit(text, out);
    }

    fn check_words(&mut self, text: &str, span: &Range<usize>) {
        for piece in mask::pieces(text, &self.page.masks) {
            if let mask::Piece::Plain(plain) = piece {
                self.check_stray(plain, span);
            }
        }
    }

    fn emit(&mut self, text: &str, out: &mut Markup) {
        for piece in mask::pieces(text, &self.page.masks) {
            match piece {
                mask::Piece::Plain(plain) => {
                    self.words += plain.split_whitespace().count();
                    self.terms_of(plain, out);
                }
                mask::Piece::Construct(index) => self.construct(index, out),
            }
        }
    }

    /// Words, with links to the definitions of the terms among them that the page has not linked yet.
    fn terms_of(&mut self, text: &str, out: &mut Markup) {
        let mut written = 0;
        if self.linking {
            let site = self.site;
            let own = self.page.place.route();
            for found in site.terms.uses(text) {
                let term = found.term;
                let explained = term.see.as_deref() == Some(&*own);
                if !term.linked || explained || !self.terms.insert(&term.id) {
                    continue;
                }
                self.set(&text[written..found.place.start], out);
                let href = format!("{}#{}", site.index.href(glossary::ROUTE), term.id);
                let word = &text[found.place.clone()];
                out.element("a", &[("class", "term"), ("href", &href)], word);
                written = found.place.end;
            }
        }
        self.set(&text[written..], out);
    }

    /// Words as they are printed.
    fn set(&self, words: &str, out: &mut Markup) {
        let words = unbroken(words);
        if !self.titling {
            out.text(&words);
            return;
        }
        for (word, whole) in text::words(&words) {
            if whole {
                out.element("span", &[("class", "nobr")], word);
            } else {
                out.text(word);
            }
        }
    }

    /// Directives that the outline could not see: inside a quotation or a list, or inline under an unknown name.
    fn check_stray(&mut self, text: &str, span: &Range<usize>) {
        if text.starts_with(":::") {
            self.report(
                Rule::MisplacedDirective,
                span,
                "a directive inside a list or a quotation",
            )
            .help("a directive stands at the left margin");
            return;
        }
        // Where the search for the next one in the source begins: texts hold them in the order of the source.
        let mut from = span.start;
        for (at, _) in text.match_indices(':') {
            let rest = &text[at + 1..];
            let end = rest
                .bytes()
                .take(40)
                .position(|byte| !byte.is_ascii_lowercase());
            let Some(end) = end.filter(|end| *end > 0 && rest[*end..].starts_with('{')) else {
                continue;
            };
            let name = &rest[..end];
            if name == "num" {
                continue;
            }
            let unseen = self.page.source.slice(&(from..span.end));
            let written = match unseen.find(&format!(":{name}{{")) {
                Some(at) => from + at..from + at + name.len() + 1,
                None => span.clone(),
            };
            from = written.end.min(span.end);
            let message = format!("there is no inline directive `:{name}`");
            self.report(Rule::UnknownDirective, &written, message)
                .nearest(name, ["num"]);
        }
    }

    pub(super) fn construct(&mut self, index: usize, out: &mut Markup) {
        let page = self.page;
        let Some(mask) = page.masks.get(index) else {
            return;
        };
        match &mask.kind {
            MaskKind::Number(attributes) => {
                self.words += 1;
                let mut reader = Reader::new(attributes, ":num", page.source, self.diagnostics);
                let number = figure::read_number(&mut reader);
                reader.finish();
                let Some(number) = number else { return };
                let Some(run) = self.run(number.sim) else {
                    return;
                };
                let Some(value) =
                    self.site
                        .runs
                        .figure(&run, number.metric, page.source, self.diagnostics)
                else {
                    return;
                };
                self.told.push(RunFigure {
                    run: run.clone(),
                    metric: number.metric.value.clone(),
                    span: mask.span.clone(),
                });
                match figure::show(value, &number.metric.value, number.unit, number.digits) {
                    Ok(text) => {
                        let title = format!("Computed by a run of {run}: {}", number.metric.value);
                        out.element(
                            "data",
                            &[
                                ("class", "num"),
                                ("value", &value.to_string()),
                                ("title", &title),
                            ],
                            &text,
                        );
                    }
                    Err(message) => {
                        let span = number
                            .unit
                            .map_or(mask.span.clone(), |unit| unit.span.clone());
                        self.report(Rule::WrongAttribute, &span, message);
                    }
                }
            }
            MaskKind::Blank(_) => {
                self.report(
                    Rule::QuestionShape,
                    &mask.span,
                    "a blank outside the quotation of its cloze, or inside emphasis",
                );
            }
        }
    }

    fn link(&mut self, node: Node<'_>, link: &NodeLink, span: &Range<usize>, out: &mut Markup) {
        let url = mask::unmask(&link.url, &self.page.masks, self.page.source);
        let place = self.written(span, &url);
        let external = url.starts_with("https://") || url.starts_with("mailto:");
        let href = if external {
            Some(url.clone())
        } else {
            self.internal(&url, &place)
        };
        if plain_text(node).is_empty()
            && !node
                .descendants()
                .any(|child| matches!(child.data().value, NodeValue::Image(_)))
        {
            self.report(Rule::DeadLink, span, "a link without text");
        }
        let Some(href) = href else {
            self.inlines(node, out);
            return;
        };
        if external {
            out.open("a", &[("href", &href), ("rel", "external")]);
        } else {
            out.open("a", &[("href", &href)]);
        }
        self.unlinked(|this| this.inlines(node, out));
        out.close("a");
    }

    /// Where an address stands inside the span of its link.
    fn written(&self, span: &Range<usize>, url: &str) -> Range<usize> {
        match self.page.source.slice(span).rfind(url) {
            Some(at) if !url.is_empty() => span.start + at..span.start + at + url.len(),
            _ => span.clone(),
        }
    }

    /// The address of a link inside the site; reported when there is nothing.
    fn internal(&mut self, url: &str, place: &Range<usize>) -> Option<String> {
        let (index, source) = (self.site.index, self.page.source);
        let own = self.page.place.route();
        let url = Located::new(url.to_owned(), place.clone());
        let (route, anchor) = index.page_at(&url, &own, source, self.diagnostics)?;
        if route != own {
            self.links.insert(route.clone());
        }
        index.anchored((&route, anchor), &own, (source, place), self.diagnostics)
    }

    fn image(&mut self, node: Node<'_>, image: &NodeLink, span: &Range<usize>, out: &mut Markup) {
        let alt = mask::unmask(&plain_text(node), &self.page.masks, self.page.source);
        if alt.is_empty() {
            self.report(
                Rule::MissingAlt,
                span,
                "an image without a text alternative",
            )
            .help("say what it shows: `![what it shows](/media/file.svg)`");
        }
        let path = image.url.strip_prefix("/media/").unwrap_or_default();
        if !self.site.index.has_media(path) {
            let place = self.written(span, &image.url);
            let index = self.site.index;
            self.report(
                Rule::MissingImage,
                &place,
                format!("there is no image `{}`", image.url),
            )
            .nearest(path, index.media());
            return;
        }
        let src = self.site.index.file(&image.url);
        out.open(
            "img",
            &[
                ("src", &src),
                ("alt", &alt),
                ("loading", "lazy"),
                ("decoding", "async"),
            ],
        );
    }

    fn citation(
        &mut self,
        reference: &NodeFootnoteReference,
        span: &Range<usize>,
        out: &mut Markup,
    ) {
        let name = reference.name.as_str();
        if name == OWN {
            return;
        }
        let page = self.page;
        let Some(source) = self.sources.get(name).copied() else {
            let sources = page.front.sources.iter();
            let message = format!("the front matter has no source `{name}`");
            self.report(Rule::UnknownSource, span, message).nearest(
                name,
                sources.map(|source| source.id.value.as_str()).chain([OWN]),
            );
            return;
        };
        let number = *self.numbers.entry(&source.id.value).or_insert_with(|| {
            self.cited.push(name.to_owned());
            self.cited.len()
        });
        let label = format!("Source {number}: {}", source.title);
        out.open("sup", &[("class", "cite")]);
        out.element(
            "a",
            &[("href", &format!("#source-{name}")), ("aria-label", &label)],
            &number.to_string(),
        );
        out.close("sup");
    }
}

/// Whether a node is words, or the end of a line between some.
fn is_words(node: Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Text(_) | NodeValue::SoftBreak)
}
