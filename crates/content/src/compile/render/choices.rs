//! Questions that are answered by choosing, ordering or matching: a prompt and a list.

use comrak::nodes::{ListType, Node, NodeValue};

use crate::model::{Choice, Html, Item, Pair, QuestionKind};

use super::super::outline::Directive;
use super::super::rule::Rule;
use super::Renderer;
use super::option::is_catch_all;
use super::question::Body;

/// Nobody weighs more than this against each other.
pub(super) const MAX_ITEMS: usize = 20;

impl<'a> Renderer<'_, 'a, '_> {
    /// The list that ends the body, and the prompt before it.
    fn list(
        &mut self,
        directive: &Directive,
        body: &Body<'a>,
        wanted: &str,
        fits: impl Fn(&NodeValue) -> bool,
    ) -> Option<(Html, Vec<Node<'a>>)> {
        let Some((last, before)) = body
            .nodes
            .split_last()
            .filter(|((node, _), _)| fits(&node.data().value))
        else {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                format!("the text of this question ends with {wanted}"),
            );
            return None;
        };
        let items: Vec<Node<'a>> = last.0.children().take(MAX_ITEMS + 1).collect();
        if items.len() > MAX_ITEMS {
            self.too_many(directive);
            return None;
        }
        let prompt = self.prompt(before);
        self.origin = last.1.clone();
        Some((prompt, items))
    }

    pub(super) fn too_many(&mut self, directive: &Directive) {
        self.report(
            Rule::QuestionShape,
            &directive.open,
            format!("a question has at most {MAX_ITEMS} options, items or blanks"),
        );
    }

    pub(super) fn choices(
        &mut self,
        directive: &Directive,
        body: &Body<'a>,
        single: bool,
    ) -> Option<(Html, QuestionKind)> {
        let is_list = |value: &NodeValue| matches!(value, NodeValue::List(list) if list.list_type == ListType::Bullet);
        let (prompt, items) = self.list(
            directive,
            body,
            "its options, a list of `- [x]` and `- [ ]`",
            is_list,
        )?;
        let mut choices: Vec<Choice> = Vec::new();
        let mut lengths = Vec::new();
        for node in items {
            let span = self.span(node);
            let NodeValue::TaskItem(task) = node.data().value else {
                self.report(
                    Rule::QuestionShape,
                    &span,
                    "an option without `[x]` or `[ ]`",
                );
                continue;
            };
            let option = self.option(node, |id| choices.iter().any(|choice| choice.id == id));
            if option.reason.0.is_empty() {
                self.report(
                    Rule::MissingReason,
                    &option.line,
                    "an option without its reason",
                )
                .help("say under it why it is right or wrong: `  > ...`");
            }
            if is_catch_all(&option.plain) {
                self.report(
                    Rule::AllOfTheAbove,
                    &option.line,
                    format!(
                        "\u{201c}{}\u{201d} tests reading, not understanding",
                        option.plain
                    ),
                )
                .help("ask with `type=\"multiple\"`, or name one more wrong answer");
            }
            lengths.push((task.symbol.is_some(), option.length));
            choices.push(Choice {
                id: option.id,
                text: option.text,
                right: task.symbol.is_some(),
                reason: option.reason,
            });
        }
        let right = choices.iter().filter(|choice| choice.right).count();
        let problem = match (single, right) {
            _ if choices.len() < 2 => Some("a choice has at least two options"),
            (true, 1) | (false, 1..) => None,
            (true, 0) => Some("none of the options is right; mark it `- [x]`"),
            (true, _) => Some("more than one option is right; the type is `multiple` then"),
            (false, _) => Some("none of the options is right; mark them `- [x]`"),
        };
        if let Some(problem) = problem {
            self.report(Rule::QuestionShape, &directive.open, problem);
        }
        if single {
            let longest = lengths
                .iter()
                .filter(|(right, _)| !right)
                .map(|(_, length)| *length)
                .max()
                .unwrap_or(0);
            self.singles += 1;
            if lengths
                .iter()
                .any(|(right, length)| *right && *length > longest)
            {
                self.longest_right.push(directive.open.clone());
            }
            return Some((prompt, QuestionKind::Single { choices }));
        }
        Some((prompt, QuestionKind::Multiple { choices }))
    }

    pub(super) fn order(
        &mut self,
        directive: &Directive,
        body: &Body<'a>,
    ) -> Option<(Html, QuestionKind)> {
        let is_list = |value: &NodeValue| matches!(value, NodeValue::List(list) if list.list_type == ListType::Ordered);
        let (prompt, nodes) = self.list(
            directive,
            body,
            "its items, a numbered list in the right order",
            is_list,
        )?;
        let mut items: Vec<Item> = Vec::new();
        for node in nodes {
            let option = self.option(node, |id| items.iter().any(|item| item.id == id));
            items.push(Item {
                id: option.id,
                text: option.text,
                reason: option.reason,
            });
        }
        if items.len() < 2 {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                "an order has at least two items",
            );
        }
        Some((prompt, QuestionKind::Order { items }))
    }

    pub(super) fn pairs(
        &mut self,
        directive: &Directive,
        body: &Body<'a>,
    ) -> Option<(Html, QuestionKind)> {
        let is_list = |value: &NodeValue| matches!(value, NodeValue::List(list) if list.list_type == ListType::Bullet);
        let (prompt, nodes) = self.list(
            directive,
            body,
            "its pairs, a list of `- left => right`",
            is_list,
        )?;
        let mut pairs: Vec<Pair> = Vec::new();
        for node in nodes {
            let option = self.option(node, |id| pairs.iter().any(|pair| pair.id == id));
            let Some(right) = option.after_arrow else {
                self.report(
                    Rule::QuestionShape,
                    &option.line,
                    "a pair is written `left => right`",
                );
                continue;
            };
            pairs.push(Pair {
                id: option.id,
                left: option.text,
                right,
                reason: option.reason,
            });
        }
        if pairs.len() < 2 {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                "a match has at least two pairs",
            );
        }
        Some((prompt, QuestionKind::Match { pairs }))
    }
}
