//! An item of a question's list: its text, its id and its reason.

use comrak::nodes::{Node, NodeValue};

use crate::model::Html;

use super::super::front::is_id;
use super::super::markup::Markup;
use super::super::mask;
use super::super::parse::{plain_text, slug};
use super::super::rule::Rule;
use super::super::source::boundary;
use super::Renderer;
use super::choices::MAX_ITEMS;

/// About as long as a computed number is on the page.
const NUMBER_LENGTH: usize = 6;
/// Ids made from text are cut here, at a word.
const ID_LENGTH: usize = 32;

/// An option that names the others.
pub(super) fn is_catch_all(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.trim_end_matches(['.', '!']);
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    matches!(first, "all" | "none" | "both")
        && matches!(
            rest,
            "of the above" | "of these" | "of them" | "the above" | "of the other options"
        )
}

/// An id made from text, distinct from those taken.
pub(super) fn made_id(text: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut id = slug(text);
    if id.len() > ID_LENGTH {
        let cut = boundary(&id, ID_LENGTH);
        id.truncate(id[..cut].rfind('-').unwrap_or(cut));
    }
    if id.is_empty() {
        id.push_str("item");
    }
    if !taken(&id) {
        return id;
    }
    // No more are taken than a question has items, so one of these is free.
    (2..=MAX_ITEMS + 1)
        .map(|number| format!("{id}-{number}"))
        .find(|id| !taken(id))
        .unwrap_or(id)
}

/// An item of a question's list.
pub(super) struct OptionItem {
    pub id: String,
    pub text: Html,
    /// What follows ` => `, in a pair.
    pub after_arrow: Option<Html>,
    pub plain: String,
    /// Characters as shown; a computed number counts as a few.
    pub length: usize,
    pub reason: Html,
    pub line: std::ops::Range<usize>,
}

impl<'a> Renderer<'_, 'a, '_> {
    /// Takes an item apart: its text, an id at its end, and its reason in a quotation.
    pub(super) fn option(&mut self, item: Node<'a>, taken: impl Fn(&str) -> bool) -> OptionItem {
        let mut children = item.children();
        let first = children.next();
        let line = first.map_or_else(|| self.span(item), |node| self.span(node));
        let mut reasons = Vec::new();
        for child in children {
            if matches!(child.data().value, NodeValue::BlockQuote) {
                reasons.extend(child.children());
            } else {
                let span = self.span(child);
                self.report(
                    Rule::QuestionShape,
                    &span,
                    "under an option stands its reason, as a quotation",
                )
                .help("write `  > ...`");
            }
        }
        let reason = self.blocks(reasons);
        let Some(paragraph) =
            first.filter(|node| matches!(node.data().value, NodeValue::Paragraph))
        else {
            self.report(Rule::QuestionShape, &line, "an option without text");
            return OptionItem {
                id: String::new(),
                text: Html::default(),
                after_arrow: None,
                plain: String::new(),
                length: 0,
                reason,
                line,
            };
        };
        let stated = take_id(paragraph);
        let masked = plain_text(paragraph);
        let plain = mask::unmask(&masked, &self.page.masks, self.page.source);
        let length = mask::pieces(&masked, &self.page.masks)
            .map(|piece| match piece {
                mask::Piece::Plain(plain) => plain.chars().count(),
                mask::Piece::Construct(_) => NUMBER_LENGTH,
            })
            .sum();
        let id = match stated {
            Some(id) if taken(&id) => {
                self.report(
                    Rule::DuplicateId,
                    &line,
                    format!("the id `{id}` stands a second time in this question"),
                );
                id
            }
            Some(id) => id,
            // A pair goes by its left side.
            None => made_id(plain.split("=>").next().unwrap_or_default(), taken),
        };
        let (text, after_arrow) = self.around_arrow(paragraph);
        OptionItem {
            id,
            text,
            after_arrow,
            plain,
            length,
            reason,
            line,
        }
    }

    /// The inline markup of a paragraph, split at its first `=>`.
    fn around_arrow(&mut self, paragraph: Node<'a>) -> (Html, Option<Html>) {
        let mut left = Markup::default();
        let mut right: Option<Markup> = None;
        for node in paragraph.children() {
            let span = self.span(node);
            let data = node.data();
            match (&data.value, &mut right) {
                (NodeValue::Text(text), None) if text.contains("=>") => {
                    let (before, after) = text.split_once("=>").unwrap_or((text, ""));
                    self.words_of(before.trim_end(), &span, &mut left);
                    let mut rest = Markup::default();
                    self.words_of(after.trim_start(), &span, &mut rest);
                    right = Some(rest);
                }
                (_, Some(right)) => self.inline(node, right),
                (_, None) => self.inline(node, &mut left),
            }
        }
        (left.into_html(), right.map(Markup::into_html))
    }
}

/// Takes `{#id}` off the end of a paragraph.
fn take_id(paragraph: Node<'_>) -> Option<String> {
    let last = paragraph.last_child()?;
    let mut data = last.data_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return None;
    };
    let open = text.rfind("{#")?;
    let id = text[open + 2..].trim_end().strip_suffix('}')?.to_owned();
    if !is_id(&id) {
        return None;
    }
    let rest = text[..open].trim_end().to_owned();
    *text = rest.into();
    Some(id)
}
