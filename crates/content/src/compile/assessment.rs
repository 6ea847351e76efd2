//! Assessments: what their front matter says, and whether the bank can give it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{Asks, Blueprint, Draw, Level, Terms};

use super::assemble::SECONDS_PER_QUESTION;
use super::bank;
use super::categories::Categories;
use super::diagnostic::Diagnostics;
use super::fields::Fields;
use super::front::{self, Details, Place};
use super::index::Index;
use super::load::Files;
use super::parse::{Parsed, Piece};
use super::rule::Rule;
use super::source::Located;

/// More than anybody answers in one sitting.
const MOST_QUESTIONS: i64 = 100;
/// Eight hours.
const MOST_MINUTES: i64 = 480;
/// Names that pages of the compiler's own have.
const TAKEN: [&str; 2] = ["own", "verify"];
/// What a draw can say of the type of its questions.
const TYPES: [&str; 7] = [
    "single", "multiple", "numeric", "order", "match", "cloze", "recall",
];

#[derive(Debug)]
pub struct AssessmentFront {
    pub order: Option<i64>,
    questions: Vec<Located<String>>,
    draws: Vec<DrawEntry>,
    terms: Terms,
}

#[derive(Debug)]
struct DrawEntry {
    place: Range<usize>,
    count: u16,
    categories: Vec<Located<String>>,
    levels: Vec<Level>,
    objective: Option<Located<String>>,
    page: Option<Located<String>>,
    kind: Option<Located<String>>,
    weights: Vec<(Located<String>, u16)>,
}

pub fn read(fields: &mut Fields<'_, '_, '_>) -> AssessmentFront {
    let place = fields.place();
    let questions = fields.texts("questions");
    let draws = fields.tables("draw", read_draw);
    if questions.is_empty() == draws.is_empty() && fields.has("title") {
        fields.wrong(
            &place,
            "an assessment has either a list of `questions` or one or more `[[draw]]`",
        );
    }
    let mut known = BTreeSet::new();
    for id in &questions {
        if !known.insert(&id.value) {
            let message = format!("the question `{}` is listed a second time", id.value);
            fields.report(Rule::DuplicateId, &id.span, message);
        }
    }
    let minutes = fields.optional_whole("minutes", 1..MOST_MINUTES + 1);
    let extension = fields.optional_whole("extension", 0..MOST_MINUTES + 1);
    AssessmentFront {
        order: fields.optional_whole("order", 1..1000),
        questions,
        draws,
        terms: Terms {
            minutes: minutes.map(|minutes| minutes as u16),
            pause: fields.optional_flag("pause").unwrap_or(true),
            // A fifth more each time, unless told.
            extension: match (extension, minutes) {
                (Some(extension), _) => extension as u16,
                (None, Some(minutes)) => (minutes as u16).div_ceil(5),
                (None, None) => 0,
            },
        },
    }
}

fn read_draw(fields: &mut Fields<'_, '_, '_>) -> DrawEntry {
    let mut categories = fields.texts("categories");
    categories.extend(fields.optional_text("category"));
    let level = fields.optional_text("level");
    let level = level.and_then(|stated| front::level(fields, &stated));
    let kind = fields.optional_text("type");
    if let Some(kind) = kind
        .as_ref()
        .filter(|kind| !TYPES.contains(&kind.value.as_str()))
    {
        let message = format!("questions of the type `{}` cannot be drawn", kind.value);
        fields
            .report(Rule::WrongValue, &kind.span, message)
            .nearest(&kind.value, TYPES);
    }
    let weights = fields.numbers("weights", 1..101);
    DrawEntry {
        place: fields.place(),
        count: fields.whole("count", 1..MOST_QUESTIONS + 1) as u16,
        categories,
        levels: level.into_iter().collect(),
        objective: fields.optional_text("objective"),
        page: fields.optional_text("page"),
        kind,
        weights: weights
            .into_iter()
            .map(|(category, weight)| (category, weight as u16))
            .collect(),
    }
}

impl AssessmentFront {
    pub fn blueprint(&self, id: &str, title: &str) -> Blueprint {
        Blueprint {
            id: id.to_owned(),
            title: title.to_owned(),
            asks: if self.draws.is_empty() {
                Asks::Listed(values(&self.questions))
            } else {
                Asks::Drawn(self.draws.iter().map(DrawEntry::draw).collect())
            },
            terms: self.terms,
        }
    }

    /// Whether it asks about one design, as an interview does: what is listed, or drawn from the pages of the design.
    pub fn is_interview(&self) -> bool {
        self.draws.iter().all(|draw| draw.page.is_some())
    }

    /// The category that all of it is drawn from.
    pub fn category(&self) -> Option<&str> {
        let mut drawn = self.draws.iter().flat_map(|draw| &draw.categories);
        let first = drawn.next()?;
        let alone = drawn.all(|other| other.value == first.value);
        alone.then_some(&first.value)
    }

    fn count(&self) -> usize {
        let drawn = self.draws.iter().map(|draw| usize::from(draw.count));
        self.questions.len() + drawn.sum::<usize>()
    }

    /// How long it takes: its limit, or without one about what its questions do.
    pub fn minutes(&self) -> u32 {
        let needed = (self.count() * SECONDS_PER_QUESTION).div_ceil(60);
        self.terms.minutes.map_or(needed as u32, u32::from)
    }

    /// In a few words each, for its card.
    pub fn facts(&self) -> Vec<String> {
        let count = self.count();
        let questions = if count == 1 { "question" } else { "questions" };
        let minutes = self.terms.minutes.map_or_else(
            || "No time limit".to_owned(),
            |minutes| format!("{minutes} min"),
        );
        vec![format!("{count} {questions}"), minutes]
    }
}

impl DrawEntry {
    fn draw(&self) -> Draw {
        let value = |text: &Option<Located<String>>| text.as_ref().map(|text| text.value.clone());
        Draw {
            count: self.count,
            categories: values(&self.categories),
            levels: self.levels.clone(),
            objective: value(&self.objective),
            page: value(&self.page),
            kind: value(&self.kind),
            weights: self
                .weights
                .iter()
                .map(|(category, weight)| (category.value.clone(), *weight))
                .collect(),
        }
    }
}

fn values(texts: &[Located<String>]) -> Vec<String> {
    texts.iter().map(|text| text.value.clone()).collect()
}

/// A question as it is written, whether or not it could be rendered: one with a mistake is to be mended, and not to be
/// missed in every assessment as well.
struct Asked<'p> {
    id: &'p str,
    kind: &'p str,
    route: String,
    category: &'p str,
    level: Option<Level>,
    objective: Option<String>,
}

/// Reports what an assessment names and is not there, and where the bank is too small for what it draws.
pub fn check(
    pages: &[Parsed<'_>],
    files: &Files,
    categories: &Categories,
    index: &Index,
    diagnostics: &mut Diagnostics,
) {
    let bank: Vec<Asked<'_>> = pages.iter().flat_map(asked).collect();
    let objectives: BTreeSet<String> = pages.iter().flat_map(objectives).collect();
    let known: Vec<&str> = (categories.list.iter().map(|entry| entry.id.as_str()))
        .chain(bank::OTHERS.map(|(id, _)| id))
        .collect();
    for page in pages {
        let (Place::Assessment { id }, Details::Assessment(front)) =
            (&page.place, &page.front.details)
        else {
            continue;
        };
        if TAKEN.contains(&id.as_str()) {
            let message = format!("`{id}` is the name of a page that is made by the compiler");
            let top = page.source.line(0);
            diagnostics.report(page.source, Rule::WrongPlace, &top, message);
        }
        for stated in &front.questions {
            listed(page, stated, &bank, diagnostics);
        }
        // A page that could not be read has questions, too.
        let whole = files.broken.is_empty() && files.categories.is_some();
        let mut draws: Vec<(usize, &DrawEntry)> = Vec::new();
        for draw in &front.draws {
            if named(page, draw, &known, &objectives, index, diagnostics) && whole {
                let fits = draw.draw();
                draws.push((bank.iter().filter(|asked| fit(asked, &fits)).count(), draw));
            }
        }
        // As they are drawn: the narrowest first, or a wider one might take what it needs.
        draws.sort_by_key(|(found, _)| *found);
        let mut left: Vec<&Asked<'_>> = bank.iter().collect();
        for (_, draw) in draws {
            enough(page, draw, &mut left, diagnostics);
        }
    }
}

fn asked<'p>(page: &'p Parsed<'_>) -> Vec<Asked<'p>> {
    let mut asked = Vec::new();
    let Some(category) = bank::category(&page.place) else {
        return asked;
    };
    for piece in &page.parts {
        let Piece::Directive { directive, .. } = piece else {
            continue;
        };
        let attribute = |name: &str| {
            let mut pairs = directive.attributes.pairs.iter();
            pairs.find_map(|(key, value)| (key.value == name).then_some(value.value.as_str()))
        };
        let kind = match directive.name.value.as_str() {
            "question" => attribute("type").unwrap_or_default(),
            "predict" => "predict",
            _ => continue,
        };
        if let Some(id) = &directive.attributes.id {
            asked.push(Asked {
                id: &id.value,
                kind,
                route: page.place.route(),
                category,
                level: bank::level(&page.front.details),
                objective: attribute("objective")
                    .and_then(|objective| bank::objective(&page.place, objective)),
            });
        }
    }
    asked
}

fn objectives(page: &Parsed<'_>) -> Vec<String> {
    let Details::Concept(concept) = &page.front.details else {
        return Vec::new();
    };
    let ids = concept
        .objectives
        .iter()
        .map(|objective| &objective.id.value);
    ids.filter_map(|id| bank::objective(&page.place, id))
        .collect()
}

fn listed(
    page: &Parsed<'_>,
    stated: &Located<String>,
    bank: &[Asked<'_>],
    diagnostics: &mut Diagnostics,
) {
    let alone = |asked: &&Asked<'_>| bank::stands_alone(asked.kind);
    let message = match bank.iter().find(|asked| asked.id == stated.value) {
        Some(asked) if alone(&asked) => return,
        Some(_) => format!(
            "the question `{}` belongs to the run beside it and cannot be asked elsewhere",
            stated.value
        ),
        None => format!("there is no question `{}`", stated.value),
    };
    diagnostics
        .report(page.source, Rule::UnknownQuestion, &stated.span, message)
        .nearest(
            &stated.value,
            bank.iter().filter(alone).map(|asked| asked.id),
        );
}

/// Whether all that a draw names is there.
fn named(
    page: &Parsed<'_>,
    draw: &DrawEntry,
    categories: &[&str],
    objectives: &BTreeSet<String>,
    index: &Index,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut all = draw
        .kind
        .as_ref()
        .is_none_or(|kind| TYPES.contains(&kind.value.as_str()));
    let weighted = draw.weights.iter().map(|(category, _)| category);
    for stated in draw.categories.iter().chain(weighted) {
        // Without their file nothing is known of categories, which is told elsewhere.
        if categories.len() > bank::OTHERS.len() && !categories.contains(&stated.value.as_str()) {
            all = false;
            let message = format!("there is no category `{}`", stated.value);
            diagnostics
                .report(page.source, Rule::UnknownCategory, &stated.span, message)
                .nearest(&stated.value, categories.iter().copied());
        }
    }
    if let Some(stated) = draw
        .objective
        .as_ref()
        .filter(|key| !objectives.contains(&key.value))
    {
        all = false;
        let message = format!("there is no objective `{}`", stated.value);
        diagnostics
            .report(page.source, Rule::UnknownObjective, &stated.span, message)
            .nearest(&stated.value, objectives.iter().map(String::as_str));
    }
    if let Some(stated) = draw
        .page
        .as_ref()
        .filter(|page| !index.has_page(&page.value))
    {
        all = false;
        let message = format!("there is no page `{}`", stated.value);
        diagnostics
            .report(page.source, Rule::DeadLink, &stated.span, message)
            .nearest(&stated.value, index.routes());
    }
    all
}

fn fit(asked: &Asked<'_>, draw: &Draw) -> bool {
    draw.fits(asked.category, asked.level, asked.objective.as_deref())
        && draw.page.as_ref().is_none_or(|page| *page == asked.route)
        && draw.fits_kind(asked.kind)
}

/// Takes away what a draw may take, and reports when that is less than it asks for.
fn enough(
    page: &Parsed<'_>,
    draw: &DrawEntry,
    left: &mut Vec<&Asked<'_>>,
    diagnostics: &mut Diagnostics,
) {
    let fits = draw.draw();
    let mut found: u16 = 0;
    left.retain(|asked| {
        let taken = found < draw.count && fit(asked, &fits);
        found += u16::from(taken);
        !taken
    });
    if found < draw.count {
        let message = format!("{} to draw, of {found} in the bank that fit", draw.count);
        diagnostics.report(page.source, Rule::ShortBank, &draw.place, message);
    }
}
