//! Directives other than questions: labs, claims, diagrams and boxes.

use crate::model::{Block, Html, Lab};

use super::super::attributes::Reader;
use super::super::claim::{Claim, FORMS};
use super::super::diagram;
use super::super::figure;
use super::super::markup::Markup;
use super::super::outline::{Directive, INNER};
use super::super::parse::{Piece, is_drawn};
use super::super::rule::Rule;
use super::super::runs::RunKey;
use super::super::source::Located;
use super::{Renderer, RunFigure};

/// More than a page can be read with. Drawings and scenarios are what makes much of few lines.
const MAX_DIAGRAMS: usize = 30;
const MAX_LABS: usize = 10;
/// What may stand at the top of a page.
const DIRECTIVES: &[&str] = &[
    "question", "predict", "lab", "claim", "diagram", "note", "tip", "warning",
];

impl<'p, 'a> Renderer<'p, 'a, '_> {
    /// A directive at the top of the page: a block of its own, or markup added to the prose.
    pub(super) fn directive(
        &mut self,
        directive: &'p Directive,
        parts: &[Piece<'a>],
        out: &mut Markup,
    ) -> Option<Block> {
        let name = directive.name.value.as_str();
        let known = DIRECTIVES.contains(&name);
        let may_be_empty = name == "claim" || name == "diagram" && !is_drawn(directive);
        if known && !may_be_empty && self.page.source.slice(&directive.body).trim().is_empty() {
            self.report(
                Rule::EmptyDirective,
                &directive.open,
                format!("`{name}` is empty"),
            );
            return None;
        }
        if self.is_one_too_many(directive) {
            return None;
        }
        match name {
            "question" | "predict" => {
                // What a question says of a run it says when it has been answered.
                let told = self.told.len();
                let question = if name == "predict" {
                    self.predict(directive, parts)
                } else {
                    self.question(directive, parts)
                };
                self.told.truncate(told);
                question.map(Block::Question)
            }
            "lab" => self
                .lab(directive, parts)
                .map(|lab| Block::Lab(Box::new(lab))),
            "claim" => {
                self.claim(directive, parts, out);
                None
            }
            "diagram" => {
                self.diagram(directive, parts, out);
                None
            }
            "note" | "tip" | "warning" => {
                self.callout(directive, parts, out);
                None
            }
            _ => {
                self.misplaced(directive);
                None
            }
        }
    }

    /// Counts diagrams and labs, and reports one past the limit.
    fn is_one_too_many(&mut self, directive: &Directive) -> bool {
        let (count, limit) = match directive.name.value.as_str() {
            "diagram" => (&mut self.diagrams, MAX_DIAGRAMS),
            "lab" => (&mut self.labs, MAX_LABS),
            _ => return false,
        };
        *count += 1;
        if *count <= limit {
            return false;
        }
        let message = format!("a page has at most {limit} of `{}`", directive.name.value);
        self.report(Rule::MisplacedDirective, &directive.open, message);
        true
    }

    /// A directive that means nothing where it stands.
    pub(super) fn misplaced(&mut self, directive: &Directive) {
        let name = &directive.name;
        if INNER.contains(&name.value.as_str()) {
            self.report(
                Rule::MisplacedDirective,
                &name.span,
                format!("`{}` stands inside a question", name.value),
            );
        } else if DIRECTIVES.contains(&name.value.as_str()) {
            self.report(
                Rule::MisplacedDirective,
                &name.span,
                format!(
                    "`{}` stands at the top of a page, not inside another directive",
                    name.value
                ),
            );
        } else {
            self.report(
                Rule::UnknownDirective,
                &name.span,
                format!("there is no directive `{}`", name.value),
            )
            .nearest(&name.value, DIRECTIVES.iter().chain(INNER).copied());
        }
    }

    fn callout(&mut self, directive: &'p Directive, parts: &[Piece<'a>], out: &mut Markup) {
        let (name, class) = match directive.name.value.as_str() {
            "tip" => ("Tip", "callout callout-tip"),
            "warning" => ("Warning", "callout callout-warning"),
            _ => ("Note", "callout callout-note"),
        };
        let mut reader = Reader::new(
            &directive.attributes,
            &directive.name.value,
            self.page.source,
            self.diagnostics,
        );
        let title = reader
            .optional("title")
            .map_or(name, |title| title.value.as_str());
        reader.finish();
        self.linking = self.page.place.links_terms();
        let body = self.inner(parts);
        self.linking = false;
        out.open("aside", &[("class", class), ("aria-label", title)]);
        out.element("p", &[("class", "callout-title")], title);
        out.push(&body.0).close("aside");
    }

    fn lab(&mut self, directive: &'p Directive, parts: &[Piece<'a>]) -> Option<Lab> {
        let mut reader = Reader::new(
            &directive.attributes,
            "lab",
            self.page.source,
            self.diagnostics,
        );
        let id = reader.id().map_or("lab", |id| id.value.as_str());
        let sim = reader.required("sim");
        let watch = reader.optional("watch");
        let charts = reader.optional("charts");
        reader.finish();
        let sentence = self.sentence(directive, parts);
        let sim = sim?;
        let run = self.run(sim)?;
        let Some(preset) = run.preset.clone() else {
            self.report(
                Rule::WrongAttribute,
                &sim.span,
                "a lab opens at a preset: `family/variant#preset`",
            );
            return None;
        };
        let watch: Vec<String> = match watch {
            Some(list) => self.watch(&run, list),
            None => Vec::new(),
        };
        let charts = match charts {
            Some(list) => self.charts(&run, list),
            None => Vec::new(),
        };
        let spec = self.site.runs.lab_spec(&run.sim)?;
        Some(Lab {
            id: id.to_owned(),
            sentence,
            sim: run.sim,
            preset,
            asked: None,
            watch,
            charts,
            spec,
            digest: 0,
            stills: Vec::new(),
            frame: Vec::new(),
            unused: Vec::new(),
            verdicts: Vec::new(),
        })
    }

    /// Metrics to watch, each checked against the report of the lab's run and against what the lab shows.
    fn watch(&mut self, run: &RunKey, list: &Located<String>) -> Vec<String> {
        let mut names = Vec::new();
        for name in listed(list) {
            if !self
                .site
                .runs
                .knows(run, &name, self.page.source, self.diagnostics)
            {
                continue;
            }
            if self.site.runs.shows(&run.sim, &name.value) {
                names.push(name.value);
            } else {
                let message = format!(
                    "the lab of `{}` does not show `{}`: add it to the `headline` of the scenario, or to the `watch` of an experiment",
                    run.sim, name.value
                );
                self.report(Rule::WrongAttribute, &name.span, message);
            }
        }
        names
    }

    /// Charts of a brief lab, each checked against those that its run fills.
    fn charts(&mut self, run: &RunKey, list: &Located<String>) -> Vec<String> {
        let filled = self.site.runs.charts(run);
        let mut ids = Vec::new();
        for id in listed(list) {
            if filled.contains(&id.value) {
                ids.push(id.value);
            } else {
                let message = format!("{run} fills no chart `{}`", id.value);
                self.report(Rule::WrongAttribute, &id.span, message)
                    .nearest(&id.value, filled.iter().map(String::as_str));
            }
        }
        ids
    }

    /// A body of one paragraph, without the paragraph.
    fn sentence(&mut self, directive: &Directive, parts: &[Piece<'a>]) -> Html {
        let mut out = Markup::default();
        let mut paragraphs = 0;
        for part in parts {
            match part {
                Piece::Text(text) => {
                    self.origin = text.origin.clone();
                    for node in text.nodes() {
                        paragraphs += 1;
                        self.inlines(node, &mut out);
                    }
                }
                Piece::Directive { directive, .. } => self.misplaced(directive),
            }
        }
        if paragraphs > 1 {
            let message = format!("the body of `{}` is one paragraph", directive.name.value);
            self.report(Rule::MisplacedDirective, &directive.open, message);
        }
        out.into_html()
    }

    fn claim(&mut self, directive: &'p Directive, parts: &[Piece<'a>], out: &mut Markup) {
        let source = self.page.source;
        let mut reader = Reader::new(&directive.attributes, "claim", source, self.diagnostics);
        let sim = reader.required("sim");
        let metric = reader.required("metric");
        let is = reader.required("is");
        let than = reader.optional("than");
        reader.finish();
        let body = self.inner(parts);
        out.push(&body.0);
        let (Some(sim), Some(metric), Some(is)) = (sim, metric, is) else {
            return;
        };
        let Some(claim) = Claim::parse(&is.value) else {
            self.report(
                Rule::WrongAttribute,
                &is.span,
                format!("`{}` is no claim", is.value),
            )
            .help(FORMS);
            return;
        };
        let Some(run) = self.run(sim) else {
            return;
        };
        let Some(mut value) = self
            .site
            .runs
            .figure(&run, metric, source, self.diagnostics)
        else {
            return;
        };
        self.told.push(RunFigure {
            run: run.clone(),
            metric: metric.value.clone(),
            span: directive.open.clone(),
        });
        let mut subject = format!("{} of {run}", metric.value);
        if let Some(than) = than {
            let Some(other) = self.run(than) else {
                return;
            };
            let Some(divisor) = self
                .site
                .runs
                .figure(&other, metric, source, self.diagnostics)
            else {
                return;
            };
            if divisor == 0.0 {
                self.report(
                    Rule::FalseClaim,
                    &than.span,
                    format!(
                        "{} of {other} is 0: nothing can be compared with it",
                        metric.value
                    ),
                );
                return;
            }
            value /= divisor;
            subject = format!("{subject} divided by that of {other}");
        }
        if !claim.holds(value) {
            let shown = figure::round(value, 4);
            self.report(
                Rule::FalseClaim,
                &is.span,
                format!("{subject} is {shown}, not {}", is.value),
            )
            .help("correct the claim and the sentence it stands for, or the scenario");
        }
    }

    fn diagram(&mut self, directive: &'p Directive, parts: &[Piece<'a>], out: &mut Markup) {
        let source = self.page.source;
        let mut reader = Reader::new(&directive.attributes, "diagram", source, self.diagnostics);
        let id = reader.required_id();
        let title = reader.required("title");
        let sim = reader.optional("sim");
        let description = reader.optional("desc").map(|text| text.value.clone());
        let direction = reader.optional("direction");
        let down = match direction.map(|direction| direction.value.as_str()) {
            None | Some("right") => false,
            Some("down") => true,
            Some(other) => {
                let message = format!("`direction` is right or down, not `{other}`");
                if let Some(direction) = direction {
                    reader.wrong(direction, message);
                }
                false
            }
        };
        reader.finish();
        let (Some(id), Some(title)) = (id, title) else {
            return;
        };
        let graph = match sim {
            None => diagram::parse(source, &directive.body, self.diagnostics),
            Some(sim) => self
                .run(sim)
                .and_then(|run| self.site.runs.topology(&run.sim)),
        };
        let caption = if sim.is_some() {
            self.inner(parts)
        } else {
            Html::default()
        };
        let Some(graph) = graph else { return };
        diagram::draw(
            &graph,
            &diagram::Frame {
                id: &id.value,
                title: &title.value,
                description,
                caption: &caption,
                down,
            },
            out,
        );
    }
}

/// The parts of a list, which commas separate.
fn listed(list: &Located<String>) -> impl Iterator<Item = Located<String>> {
    list.value.split(',').scan(list.span.start, |at, part| {
        let start = *at + part.len() - part.trim_start().len();
        *at += part.len() + 1;
        let name = part.trim().to_owned();
        let end = start + name.len();
        Some(Located::new(name, start..end))
    })
}
