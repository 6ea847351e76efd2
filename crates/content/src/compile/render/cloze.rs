//! Cloze questions: a sentence with blanks, and a reason for each.

use comrak::nodes::{ListType, Node, NodeValue};

use crate::model::{ClozePart, Html, QuestionKind};

use super::super::markup::Markup;
use super::super::mask::{self, MaskKind};
use super::super::outline::Directive;
use super::super::rule::Rule;
use super::Renderer;
use super::choices::MAX_ITEMS;
use super::option::made_id;
use super::question::Body;

impl<'a> Renderer<'_, 'a, '_> {
    pub(super) fn cloze(
        &mut self,
        directive: &Directive,
        body: &Body<'a>,
    ) -> Option<(Html, QuestionKind)> {
        let wanted =
            "a quotation with its blanks `[[...]]` and a numbered list of reasons, one a blank";
        let is_list = |value: &NodeValue| matches!(value, NodeValue::List(list) if list.list_type == ListType::Ordered);
        let ((reasons, reasons_origin), before) = match body.nodes.split_last() {
            Some((last, before)) if is_list(&last.0.data().value) => (last.clone(), before),
            _ => {
                self.report(
                    Rule::QuestionShape,
                    &directive.open,
                    format!("the text of a cloze ends with {wanted}"),
                );
                return None;
            }
        };
        let quotation = before
            .split_last()
            .filter(|((node, _), _)| matches!(node.data().value, NodeValue::BlockQuote));
        let paragraph = quotation.and_then(|((node, origin), before)| {
            Some((node.first_child()?, origin.clone(), before))
        });
        let Some((paragraph, origin, before)) = paragraph else {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                format!("the text of a cloze ends with {wanted}"),
            );
            return None;
        };
        if reasons.children().nth(MAX_ITEMS).is_some() {
            self.too_many(directive);
            return None;
        }
        let prompt = self.prompt(before);
        self.origin = reasons_origin;
        let mut whys = Vec::new();
        for item in reasons.children() {
            whys.push(self.blocks(item.children()));
        }
        self.origin = origin;
        let (parts, blanks) = self.cloze_parts(paragraph, &whys);
        if blanks == 0 || blanks != whys.len() {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                format!("{blanks} blanks and {} reasons: {wanted}", whys.len()),
            );
        }
        Some((prompt, QuestionKind::Cloze { parts }))
    }

    /// The parts of the sentence, with at most one blank a reason, and how many blanks it has.
    fn cloze_parts(&mut self, paragraph: Node<'a>, reasons: &[Html]) -> (Vec<ClozePart>, usize) {
        let mut blanks = 0;
        let mut parts = Vec::new();
        let mut out = Markup::default();
        let mut ids: Vec<String> = Vec::new();
        for node in paragraph.children() {
            let data = node.data();
            let NodeValue::Text(text) = &data.value else {
                self.inline(node, &mut out);
                continue;
            };
            for piece in mask::pieces(text, &self.page.masks) {
                let index = match piece {
                    mask::Piece::Plain(plain) => {
                        out.text(plain);
                        continue;
                    }
                    mask::Piece::Construct(index) => index,
                };
                match self.page.masks.get(index).map(|mask| &mask.kind) {
                    Some(MaskKind::Blank(accepted)) => {
                        blanks += 1;
                        let Some(reason) = reasons.get(ids.len()) else {
                            continue;
                        };
                        if !out.is_empty() {
                            parts.push(ClozePart::Text(std::mem::take(&mut out).into_html()));
                        }
                        let id = made_id(&accepted[0], |id| ids.iter().any(|known| known == id));
                        ids.push(id.clone());
                        parts.push(ClozePart::Blank {
                            id,
                            accepted: accepted.clone(),
                            reason: reason.clone(),
                        });
                    }
                    _ => self.construct(index, &mut out),
                }
            }
        }
        if !out.is_empty() {
            parts.push(ClozePart::Text(out.into_html()));
        }
        (parts, blanks)
    }
}
