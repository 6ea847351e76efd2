//! Paths: the steps that their front matter lists, and what is said of each.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{
    Body, Card, CardGroup, Index as IndexPage, Page, Path, Stage, Step, StepKind, TocEntry,
    study_time,
};

use super::assemble::{Assembler, LAB_MINUTES, OWN, Ready};
use super::diagnostic::Diagnostics;
use super::fields::Fields;
use super::front::{Details, Place};
use super::index::Index;
use super::map;
use super::parse::{Parsed, slug};
use super::rule::Rule;
use super::source::Located;
use super::typography::plain;

pub const PATHS: &str = "/paths/";
pub const TITLE: &str = "Paths";
pub const ABOUT: &str = "Where to begin and how to go on: pages, labs and assessments in an order that builds, each step with its reason and its time.";

/// A working day. What takes longer is several steps.
const MOST_MINUTES: i64 = 480;

#[derive(Debug)]
pub struct PathFront {
    pub order: Option<i64>,
    steps: Vec<StepEntry>,
}

#[derive(Debug)]
struct StepEntry {
    place: Range<usize>,
    /// Title of the stage that begins with this step.
    stage: Option<Located<String>>,
    to: Located<String>,
    why: String,
    minutes: Option<u32>,
}

pub fn read(fields: &mut Fields<'_, '_, '_>) -> PathFront {
    if !fields.has("step") {
        let _: Located<String> = fields.text("step");
    }
    let steps = fields.tables("step", |fields| StepEntry {
        place: fields.place(),
        stage: fields.optional_text("stage"),
        to: fields.text("to"),
        why: plain(&fields.text("why").value),
        minutes: fields
            .optional_whole("minutes", 1..MOST_MINUTES + 1)
            .map(|minutes| minutes as u32),
    });
    let staged = steps.iter().any(|step| step.stage.is_some());
    if let Some(first) = steps.first().filter(|step| staged && step.stage.is_none()) {
        fields.wrong(
            &first.place,
            "a path with stages begins with one: the first step has no `stage`",
        );
    }
    PathFront {
        order: fields.optional_whole("order", 1..1000),
        steps,
    }
}

impl PathFront {
    /// Titles of the stages.
    pub fn stages(&self) -> impl Iterator<Item = &Located<String>> {
        self.steps.iter().filter_map(|step| step.stage.as_ref())
    }
}

/// Reports steps that lead nowhere or have no time, and stages that cannot be told apart.
pub fn check(pages: &[Parsed<'_>], index: &Index, diagnostics: &mut Diagnostics) {
    let places: BTreeSet<String> = pages.iter().map(|page| page.place.route()).collect();
    for page in pages {
        let Details::Path(front) = &page.front.details else {
            continue;
        };
        let mut stages = BTreeSet::new();
        for stage in front.stages() {
            let anchor = slug(&stage.value);
            if page.anchors.contains_key(&anchor) || !stages.insert(anchor) {
                let message = format!("`{}` stands a second time on this page", stage.value);
                diagnostics.report(page.source, Rule::DuplicateId, &stage.span, message);
            }
        }
        for step in front.steps.iter().filter(|step| !step.to.value.is_empty()) {
            let Some(route) = destination(page, step, index, diagnostics) else {
                continue;
            };
            let timed = places.contains(&route) || index.is_lab(&route) || index.is_broken(&route);
            if step.minutes.is_none() && !timed {
                let message = format!("nobody knows how long `{route}` takes");
                diagnostics
                    .report(page.source, Rule::MissingKey, &step.to.span, message)
                    .help("say it in the step: `minutes = 15`");
            }
        }
    }
}

fn destination(
    page: &Parsed<'_>,
    step: &StepEntry,
    index: &Index,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if !step.to.value.starts_with('/') {
        let message = "a step leads to a page of this site";
        diagnostics
            .report(page.source, Rule::LinkScheme, &step.to.span, message)
            .help("write its path, such as `/concepts/caching/cache-aside/`");
        return None;
    }
    let own = page.place.route();
    let (route, anchor) = index.page_at(&step.to, &own, page.source, diagnostics)?;
    let at = (page.source, &step.to.span);
    index.anchored((&route, anchor), &own, at, diagnostics)?;
    Some(route)
}

impl Assembler<'_, '_, '_> {
    pub(super) fn path(&self, ready: &Ready<'_, '_>, front: &PathFront) -> Path {
        let mut stages: Vec<Stage> = Vec::new();
        for entry in &front.steps {
            if entry.stage.is_some() || stages.is_empty() {
                stages.push(Stage {
                    heading: entry.stage.as_ref().map(|title| TocEntry {
                        id: slug(&title.value),
                        title: title.value.clone(),
                        level: 2,
                    }),
                    steps: Vec::new(),
                });
            }
            if let Some(stage) = stages.last_mut() {
                stage.steps.push(self.step(entry));
            }
        }
        Path {
            summary: ready.summary.clone(),
            blocks: ready.rendered.blocks.clone(),
            stages,
        }
    }

    /// The written paths, and the map for those who find their own way.
    pub(super) fn path_cards(&self) -> Vec<Card> {
        let paths = self.of(|place| matches!(place, Place::Path { .. }));
        let paths = paths.map(|ready| self.card(ready));
        let map = self.made_card(map::ROUTE, map::ABOUT, None);
        paths.chain([map]).collect()
    }

    /// The same under the title of them all, which may lead to their page.
    pub(super) fn path_group(&self, route: Option<&str>) -> CardGroup {
        CardGroup {
            title: TITLE.to_owned(),
            href: route.map(|route| self.index.href(route)),
            cards: self.path_cards(),
        }
    }

    pub(super) fn paths_page(&self) -> Page {
        let body = Body::Index(IndexPage {
            summary: ABOUT.to_owned(),
            groups: vec![self.path_group(None)],
        });
        self.made_page(PATHS, TITLE, ABOUT, &["/"], body)
    }

    fn step(&self, entry: &StepEntry) -> Step {
        let (route, anchor) = match entry.to.value.split_once('#') {
            Some((route, anchor)) => (route, Some(anchor)),
            None => (entry.to.value.as_str(), None),
        };
        let route = format!("/{}/", route.trim_matches('/')).replace("//", "/");
        let page = self.pages.iter().find(|page| page.route() == route);
        let (kind, minutes) = match page {
            Some(page) => (kind(&page.parsed.place), Self::minutes_of(page)),
            None if self.index.is_lab(&route) => (StepKind::Lab, LAB_MINUTES),
            None if route == OWN => (StepKind::Assessment, 0),
            None => (StepKind::Page, 0),
        };
        let mut link = self.index.link(&route);
        if let Some(anchor) = anchor {
            link.href = format!("{}#{anchor}", link.href);
            let contents = page.map(|page| &page.rendered.contents[..]);
            let section = contents
                .into_iter()
                .flatten()
                .find(|line| line.id == anchor);
            if let Some(section) = section {
                link.title = format!("{}: {}", link.title, section.title);
            }
        }
        Step {
            link,
            route,
            kind,
            minutes: entry.minutes.unwrap_or(minutes),
            why: entry.why.clone(),
        }
    }

    /// How long a page takes: to read, or to answer.
    fn minutes_of(page: &Ready<'_, '_>) -> u32 {
        match &page.parsed.front.details {
            Details::Assessment(assessment) => assessment.minutes(),
            _ => page.minutes().into(),
        }
    }

    /// A path in short: how many steps, how much time.
    pub(super) fn path_facts(path: &Path) -> Vec<String> {
        let steps = path.steps().count();
        let minutes = path.steps().map(|step| step.minutes).sum();
        let noun = if steps == 1 { "step" } else { "steps" };
        vec![format!("{steps} {noun}"), study_time(minutes)]
    }
}

fn kind(place: &Place) -> StepKind {
    match place {
        Place::Concept { .. } => StepKind::Concept,
        Place::Component { .. } => StepKind::Component,
        Place::Family { .. } | Place::Variant { .. } => StepKind::Template,
        Place::Assessment { .. } => StepKind::Assessment,
        Place::CaseStudy { .. } => StepKind::CaseStudy,
        Place::Home | Place::Glossary | Place::Path { .. } => StepKind::Page,
    }
}
