//! Questions: a directive's prompt, options and explanation become the model's typed question.

use comrak::nodes::Node;

use crate::model::{Html, Numeric, Question, QuestionKind, Tolerance};

use super::super::attributes::Reader;
use super::super::figure;
use super::super::front::{Details, is_id};
use super::super::markup::Markup;
use super::super::outline::Directive;
use super::super::parse::{Origin, Piece};
use super::super::rule::Rule;
use super::super::source::Located;
use super::{Renderer, RunFigure, tune};

const TYPES: &[&str] = &[
    "single", "multiple", "numeric", "order", "match", "cloze", "recall", "tune",
];

/// What every question says of itself.
struct Head {
    id: String,
    revision: u32,
    aliases: Vec<String>,
    objective: Option<String>,
}

/// What stands in a question, by role.
#[derive(Default)]
pub(super) struct Body<'a> {
    pub nodes: Vec<(Node<'a>, Origin)>,
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
        let tune = kind
            .filter(|kind| kind.value == "tune")
            .and_then(|_| tune::Stated::read(&mut reader));
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
            "tune" => {
                let kind = self.tune(&head.id, tune?)?;
                (self.prompt(&body.nodes), kind)
            }
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
        self.predicted.push(RunFigure {
            run: run.clone(),
            metric: metric.value.clone(),
            span: directive.open.clone(),
        });
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
            // Known once all of the page are.
            variation: None,
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

    pub(super) fn prompt(&mut self, nodes: &[(Node<'a>, Origin)]) -> Html {
        let mut out = Markup::default();
        for (node, origin) in nodes {
            self.origin = origin.clone();
            self.block(node, &mut out);
        }
        out.into_html()
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
