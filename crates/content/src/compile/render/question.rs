//! Questions: a directive's prompt, options and explanation become the model's typed question.

use comrak::nodes::{ListType, Node, NodeValue};

use crate::model::{
    Choice, ClozePart, Html, Item, Numeric, Pair, Question, QuestionKind, Tolerance,
};

use super::super::attributes::Reader;
use super::super::figure;
use super::super::front::{Details, is_id};
use super::super::markup::Markup;
use super::super::mask::{self, MaskKind};
use super::super::outline::Directive;
use super::super::parse::{Origin, Piece, plain_text, slug};
use super::super::rule::Rule;
use super::super::source::{Located, boundary};
use super::Renderer;

const TYPES: &[&str] = &[
    "single", "multiple", "numeric", "order", "match", "cloze", "recall",
];
/// About as long as a computed number is on the page.
const NUMBER_LENGTH: usize = 6;
/// Nobody weighs more than this against each other.
const MAX_ITEMS: usize = 20;
/// Ids made from text are cut here, at a word.
const ID_LENGTH: usize = 32;

/// What every question says of itself.
struct Head {
    id: String,
    revision: u32,
    aliases: Vec<String>,
    objective: Option<String>,
}

/// What stands in a question, by role.
#[derive(Default)]
struct Body<'a> {
    nodes: Vec<(Node<'a>, Origin)>,
    hints: Vec<Html>,
    explain: Option<Html>,
    answer: Option<Html>,
}

impl<'p, 'a> Renderer<'p, 'a, '_> {
    pub(super) fn question(
        &mut self,
        directive: &'p Directive,
        parts: &[Piece<'a>],
    ) -> Option<Question> {
        let mut reader = Reader::new(
            &directive.attributes,
            "question",
            self.page.source,
            self.diagnostics,
        );
        let head = head(&mut reader);
        let kind = reader.required("type");
        let numeric = kind.filter(|kind| kind.value == "numeric").map(|_| {
            (
                reader.required("answer"),
                reader.optional("unit"),
                reader.required("tolerance"),
            )
        });
        if let Some(kind) = kind.filter(|kind| !TYPES.contains(&kind.value.as_str())) {
            let message = format!("there is no question of type `{}`", kind.value);
            reader
                .diagnostics
                .report(self.page.source, Rule::WrongAttribute, &kind.span, message)
                .nearest(&kind.value, TYPES.iter().copied());
        }
        reader.finish();
        let body = self.body(parts);
        let objective = self.objective(head.1);
        let (Some(mut head), Some(kind)) = (head.0, kind) else {
            return None;
        };
        head.objective = objective;
        let is_recall = kind.value == "recall";
        if body.answer.is_some() != is_recall {
            let message = if is_recall {
                "a `recall` needs its model answer in `:::answer`"
            } else {
                "only a `recall` has an `answer`"
            };
            self.report(Rule::QuestionShape, &directive.open, message);
        }
        let (prompt, kind) = match kind.value.as_str() {
            "single" | "multiple" => self.choices(directive, &body, kind.value == "single")?,
            "numeric" => {
                let (answer, unit, tolerance) = numeric?;
                let kind = QuestionKind::Numeric(Numeric {
                    value: self.number(answer?)?,
                    tolerance: self.tolerance(tolerance?)?,
                    unit: unit.map(|unit| unit.value.clone()).unwrap_or_default(),
                });
                (self.prompt(&body.nodes), kind)
            }
            "order" => self.order(directive, &body)?,
            "match" => self.pairs(directive, &body)?,
            "cloze" => self.cloze(directive, &body)?,
            "recall" => (
                self.prompt(&body.nodes),
                QuestionKind::Recall {
                    answer: body.answer.clone()?,
                },
            ),
            _ => return None,
        };
        self.finish_question(directive, head, body, prompt, kind)
    }

    /// A number to commit to before a run.
    pub(super) fn predict(
        &mut self,
        directive: &'p Directive,
        parts: &[Piece<'a>],
    ) -> Option<Question> {
        let source = self.page.source;
        let mut reader = Reader::new(&directive.attributes, "predict", source, self.diagnostics);
        let head = head(&mut reader);
        let sim = reader.required("sim");
        let metric = reader.required("metric");
        let unit = reader.optional("unit");
        let tolerance = reader.required("tolerance");
        reader.finish();
        let body = self.body(parts);
        let objective = self.objective(head.1);
        let mut head = head.0?;
        head.objective = objective;
        let (metric, tolerance) = (metric?, self.tolerance(tolerance?)?);
        let run = self.run(sim?)?;
        let value = self
            .site
            .runs
            .figure(&run, metric, source, self.diagnostics)?;
        let (value, unit) = match figure::convert(value, &metric.value, unit) {
            Ok(converted) => converted,
            Err(message) => {
                let span = unit.map_or(metric.span.clone(), |unit| unit.span.clone());
                self.report(Rule::WrongAttribute, &span, message);
                return None;
            }
        };
        let kind = QuestionKind::Predict {
            sim: run.sim,
            preset: run.preset.unwrap_or_default(),
            metric: metric.value.clone(),
            answer: Numeric {
                value,
                tolerance,
                unit,
            },
        };
        let prompt = self.prompt(&body.nodes);
        self.finish_question(directive, head, body, prompt, kind)
    }

    fn finish_question(
        &mut self,
        directive: &Directive,
        head: Head,
        body: Body<'a>,
        prompt: Html,
        kind: QuestionKind,
    ) -> Option<Question> {
        if prompt.0.trim().is_empty() {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                "a question without a prompt",
            );
        }
        let Some(explain) = body.explain else {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                "a question needs an explanation in `:::explain`",
            );
            return None;
        };
        self.questions += 1;
        let Head {
            id,
            revision,
            aliases,
            objective,
        } = head;
        Some(Question {
            id,
            revision,
            aliases,
            objective,
            prompt,
            kind,
            hints: body.hints,
            explain,
        })
    }

    /// Checks an objective against those of the page.
    fn objective(&mut self, stated: Option<&Located<String>>) -> Option<String> {
        let stated = stated?;
        let page = self.page;
        let Details::Concept(concept) = &page.front.details else {
            self.report(
                Rule::UnknownObjective,
                &stated.span,
                "only concepts have objectives",
            );
            return None;
        };
        if self.objectives.contains(stated.value.as_str()) {
            // Also of a question with a mistake: that one is to be mended, not another to be written.
            self.tested.insert(stated.value.clone());
            return Some(stated.value.clone());
        }
        let ids = concept.objectives.iter();
        let message = format!("the front matter has no objective `{}`", stated.value);
        self.report(Rule::UnknownObjective, &stated.span, message)
            .nearest(
                &stated.value,
                ids.map(|objective| objective.id.value.as_str()),
            );
        None
    }

    fn body(&mut self, parts: &[Piece<'a>]) -> Body<'a> {
        let mut body = Body::default();
        for part in parts {
            match part {
                Piece::Text(text) => {
                    let nodes = text.nodes();
                    body.nodes
                        .extend(nodes.map(|node| (node, text.origin.clone())));
                }
                Piece::Directive { directive, parts } => {
                    self.body_part(directive, parts, &mut body);
                }
            }
        }
        body
    }

    fn body_part(&mut self, directive: &Directive, parts: &[Piece<'a>], body: &mut Body<'a>) {
        let name = directive.name.value.as_str();
        if !matches!(name, "hint" | "explain" | "answer") {
            self.misplaced(directive);
            return;
        }
        Reader::new(
            &directive.attributes,
            name,
            self.page.source,
            self.diagnostics,
        )
        .finish();
        if self.page.source.slice(&directive.body).trim().is_empty() {
            self.report(
                Rule::EmptyDirective,
                &directive.open,
                format!("`{name}` is empty"),
            );
        }
        let html = self.inner(parts);
        let slot = match name {
            "hint" => {
                body.hints.push(html);
                return;
            }
            "explain" => &mut body.explain,
            _ => &mut body.answer,
        };
        if slot.replace(html).is_some() {
            self.report(
                Rule::QuestionShape,
                &directive.open,
                format!("a second `{name}`"),
            );
        }
    }

    fn prompt(&mut self, nodes: &[(Node<'a>, Origin)]) -> Html {
        let mut out = Markup::default();
        for (node, origin) in nodes {
            self.origin = origin.clone();
            self.block(node, &mut out);
        }
        out.into_html()
    }

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

    fn too_many(&mut self, directive: &Directive) {
        self.report(
            Rule::QuestionShape,
            &directive.open,
            format!("a question has at most {MAX_ITEMS} options, items or blanks"),
        );
    }

    fn choices(
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

    fn order(&mut self, directive: &Directive, body: &Body<'a>) -> Option<(Html, QuestionKind)> {
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

    fn pairs(&mut self, directive: &Directive, body: &Body<'a>) -> Option<(Html, QuestionKind)> {
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

    fn cloze(&mut self, directive: &Directive, body: &Body<'a>) -> Option<(Html, QuestionKind)> {
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

    fn number(&mut self, text: &Located<String>) -> Option<f64> {
        let number = text
            .value
            .parse::<f64>()
            .ok()
            .filter(|number| number.is_finite());
        if number.is_none() {
            self.report(
                Rule::WrongAttribute,
                &text.span,
                format!("`{}` is no number", text.value),
            );
        }
        number
    }

    fn tolerance(&mut self, text: &Located<String>) -> Option<Tolerance> {
        let (digits, percent) = match text.value.strip_suffix('%') {
            Some(digits) => (digits, true),
            None => (text.value.as_str(), false),
        };
        match digits.trim().parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 && percent => {
                Some(Tolerance::Relative(number / 100.0))
            }
            Ok(number) if number.is_finite() && number >= 0.0 => Some(Tolerance::Absolute(number)),
            _ => {
                self.report(
                    Rule::WrongAttribute,
                    &text.span,
                    format!(
                        "`{}` is no tolerance: a percentage such as `5%`, or a number",
                        text.value
                    ),
                );
                None
            }
        }
    }
}

/// Reads what every question has. The objective is checked later.
fn head<'a>(reader: &mut Reader<'a, '_>) -> (Option<Head>, Option<&'a Located<String>>) {
    let id = reader.required_id();
    let revision = match reader.optional("revision") {
        None => 1,
        Some(text) => {
            if let Ok(revision @ 1..) = text.value.parse() {
                revision
            } else {
                reader.wrong(text, "`revision` is a number from 1");
                1
            }
        }
    };
    let mut aliases = Vec::new();
    if let Some(list) = reader.optional("aliases") {
        aliases.extend(list.value.split(',').map(|alias| alias.trim().to_owned()));
        if !aliases.iter().all(|alias| is_id(alias)) {
            reader.wrong(list, "`aliases` is a list of ids, `old-id, older-id`");
        }
    }
    let objective = reader.optional("objective");
    (
        id.map(|id| Head {
            id: id.value.clone(),
            revision,
            aliases,
            objective: None,
        }),
        objective,
    )
}

/// An option that names the others.
fn is_catch_all(text: &str) -> bool {
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
struct OptionItem {
    id: String,
    text: Html,
    /// What follows ` => `, in a pair.
    after_arrow: Option<Html>,
    plain: String,
    /// Characters as shown; a computed number counts as a few.
    length: usize,
    reason: Html,
    line: std::ops::Range<usize>,
}

impl<'a> Renderer<'_, 'a, '_> {
    /// Takes an item apart: its text, an id at its end, and its reason in a quotation.
    fn option(&mut self, item: Node<'a>, taken: impl Fn(&str) -> bool) -> OptionItem {
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
