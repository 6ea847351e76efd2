//! Front matter: what a page says about itself before its text.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::{CaseKind, Level};

use super::assessment::AssessmentFront;
use super::diagnostic::Diagnostics;
use super::fields::{self, Document, Fields};
use super::path::PathFront;
use super::rule::Rule;
use super::source::{Located, Source};
use super::typography::plain;

/// The line that opens and closes front matter.
const FENCE: &str = "+++";
/// A summary is two or three sentences; search engines cut it and cards have little room.
const SUMMARY_CHARS: std::ops::RangeInclusive<usize> = 40..=400;

/// Which page a file makes, told by its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Home,
    Concept {
        category: String,
        slug: String,
    },
    Component {
        kind: String,
    },
    Family {
        family: String,
    },
    Variant {
        family: String,
        variant: String,
    },
    CaseStudy {
        slug: String,
    },
    /// Made of many files.
    Glossary,
    Assessment {
        id: String,
    },
    Path {
        id: String,
    },
}

#[derive(Debug)]
pub struct Front {
    pub title: Located<String>,
    pub summary: Located<String>,
    pub sources: Vec<SourceEntry>,
    /// Terms of the glossary that its text does not link to.
    pub unlinked: Vec<Located<String>>,
    /// Paths below the base at which the page stood before.
    pub aliases: Vec<Located<String>>,
    pub details: Details,
}

/// What only one kind of page says.
#[derive(Debug)]
pub enum Details {
    Home,
    Concept(ConceptFront),
    Component,
    Family { order: Option<i64> },
    Variant(VariantFront),
    CaseStudy(CaseStudyFront),
    Assessment(AssessmentFront),
    Path(PathFront),
}

impl Details {
    /// The concepts that a page names.
    pub fn concepts(&self) -> Vec<&Located<String>> {
        match self {
            Self::Concept(concept) => {
                let related = concept.related.iter().flatten();
                concept.prerequisites.iter().chain(related).collect()
            }
            Self::Variant(variant) => variant.concepts.iter().collect(),
            Self::CaseStudy(study) => study.concepts.iter().collect(),
            Self::Home
            | Self::Component
            | Self::Family { .. }
            | Self::Assessment(_)
            | Self::Path(_) => Vec::new(),
        }
    }
}

#[derive(Debug)]
pub struct SourceEntry {
    pub id: Located<String>,
    pub title: String,
    pub url: String,
}

#[derive(Debug)]
pub struct ConceptFront {
    pub level: Level,
    pub objectives: Vec<ObjectiveEntry>,
    pub prerequisites: Vec<Located<String>>,
    /// Builds on, contrasts with, used by.
    pub related: [Vec<Located<String>>; 3],
    pub order: Option<i64>,
    pub reviewed: String,
}

#[derive(Debug)]
pub struct ObjectiveEntry {
    pub id: Located<String>,
    pub text: Located<String>,
}

#[derive(Debug)]
pub struct VariantFront {
    pub difficulty: u8,
    pub frequency: String,
    pub tags: Vec<String>,
    pub concepts: Vec<Located<String>>,
}

#[derive(Debug)]
pub struct CaseStudyFront {
    pub organisation: String,
    /// ISO date, or a year.
    pub happened: String,
    pub kind: CaseKind,
    pub concepts: Vec<Located<String>>,
    /// Each `family/variant`.
    pub templates: Vec<Located<String>>,
    pub reviewed: String,
}

/// Reads the front matter of a page. The range is that of the body after it.
pub fn read(
    source: &Source,
    place: &Place,
    diagnostics: &mut Diagnostics,
) -> (Front, Range<usize>) {
    let (matter, body, closed) = split(source, diagnostics);
    let document = Document {
        source,
        base: matter.start,
    };
    let text = &source.text[matter.clone()];
    let (table, whole) = fields::parse(text, document, diagnostics);
    let first_line = source.line(0);
    let whole = closed && whole;
    let mut fields = Fields::new(&table, document, first_line, whole, diagnostics);
    let front = read_fields(&mut fields, place);
    fields.finish();
    (front, body)
}

/// The ranges of the TOML and of the body, and whether they could be found.
fn split(source: &Source, diagnostics: &mut Diagnostics) -> (Range<usize>, Range<usize>, bool) {
    let first = source.line(0);
    let whole = 0..source.text.len();
    if source.slice(&first).trim_end() != FENCE {
        diagnostics.report(
            source,
            Rule::FrontMatter,
            &first,
            "the file does not begin with front matter between two lines `+++`",
        );
        return (0..0, whole, false);
    }
    let closing =
        (1..source.line_count()).find(|line| source.slice(&source.line(*line)).trim_end() == FENCE);
    let Some(closing) = closing else {
        diagnostics.report(
            source,
            Rule::FrontMatter,
            &first,
            "the front matter is not closed by a second line `+++`",
        );
        // Most likely the line was forgotten, and the text begins with its first section.
        let section = (1..source.line_count())
            .map(|line| source.line(line))
            .find(|line| source.slice(line).starts_with("## "));
        let end = source.text.len();
        let start = section.map_or(end, |line| line.start);
        return (source.line(1).start.min(start)..start, start..end, true);
    };
    let matter = source.line(1).start..source.line(closing).start;
    let body = source.offset(closing + 1, 0)..source.text.len();
    (matter, body, true)
}

fn read_fields(fields: &mut Fields<'_, '_, '_>, place: &Place) -> Front {
    // A component's descriptor speaks for it where the page does not.
    let optional = matches!(place, Place::Component { .. });
    let empty = || Located::new(String::new(), 0..0);
    let title = if optional {
        fields.optional_text("title").unwrap_or_else(empty)
    } else {
        fields.text("title")
    };
    let summary = if optional {
        fields.optional_text("summary").unwrap_or_else(empty)
    } else {
        fields.text("summary")
    };
    let length = summary.value.chars().count();
    if length > 0 && !SUMMARY_CHARS.contains(&length) {
        let (least, most) = (SUMMARY_CHARS.start(), SUMMARY_CHARS.end());
        fields.wrong(
            &summary.span,
            format!("a summary has {least} to {most} characters; this one has {length}"),
        );
    }
    let sources = fields.tables("sources", read_source);
    distinct(fields, "source", sources.iter().map(|source| &source.id));
    let unlinked = if place.links_terms() {
        fields.texts("unlinked")
    } else {
        Vec::new()
    };
    let aliases = fields.texts("aliases");
    for alias in aliases.iter().filter(|alias| !is_path(&alias.value)) {
        fields.wrong(
            &alias.span,
            format!(
                "an alias is a path below the site's base such as `/concepts/old/name/`, not `{}`",
                alias.value
            ),
        );
    }
    let details = match place {
        Place::Home | Place::Glossary => Details::Home,
        Place::Component { .. } => Details::Component,
        Place::Family { .. } => Details::Family {
            order: fields.optional_whole("order", 1..1000),
        },
        Place::Concept { category, slug } => Details::Concept(read_concept(fields, category, slug)),
        Place::Variant { .. } => Details::Variant(VariantFront {
            difficulty: fields.whole("difficulty", 1..6) as u8,
            frequency: fields.text("frequency").value,
            tags: fields
                .texts("tags")
                .into_iter()
                .map(|tag| tag.value)
                .collect(),
            concepts: fields.texts("concepts"),
        }),
        Place::CaseStudy { .. } => {
            if !fields.has("sources") {
                let _: Located<String> = fields.text("sources");
            }
            Details::CaseStudy(read_case_study(fields))
        }
        Place::Assessment { .. } => Details::Assessment(super::assessment::read(fields)),
        Place::Path { .. } => Details::Path(super::path::read(fields)),
    };
    Front {
        title,
        summary,
        sources,
        unlinked,
        aliases,
        details,
    }
}

/// Ids between slashes, with a slash at both ends.
fn is_path(text: &str) -> bool {
    let inner = text
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    inner.is_some_and(|inner| inner.split('/').all(is_id))
}

fn read_source(fields: &mut Fields<'_, '_, '_>) -> SourceEntry {
    let entry = SourceEntry {
        id: read_id(fields, "id"),
        title: plain(&fields.text("title").value),
        url: String::new(),
    };
    let url = fields.text("url");
    if !url.value.is_empty() && !url.value.starts_with("https://") {
        fields.wrong(&url.span, "the address of a source begins with `https://`");
    }
    SourceEntry {
        url: url.value,
        ..entry
    }
}

/// Reports the ids that stand a second time in a list.
fn distinct<'i>(
    fields: &mut Fields<'_, '_, '_>,
    name: &str,
    ids: impl Iterator<Item = &'i Located<String>>,
) {
    let mut known = BTreeSet::new();
    for id in ids.filter(|id| !id.value.is_empty()) {
        if !known.insert(&id.value) {
            let message = format!("the {name} `{}` stands a second time", id.value);
            fields.report(Rule::DuplicateId, &id.span, message);
        }
    }
}

/// An id: lower-case letters, digits and hyphens.
pub(super) fn read_id(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Located<String> {
    let id = fields.text(key);
    if !id.value.is_empty() && !is_id(&id.value) {
        fields.wrong(
            &id.span,
            format!("`{key}` consists of lower-case letters, digits and hyphens"),
        );
    }
    id
}

/// Lower-case letters, digits and hyphens, beginning with a letter or digit.
pub fn is_id(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('-')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// A level by its name; nothing where there is no name.
pub(super) fn level(fields: &mut Fields<'_, '_, '_>, stated: &Located<String>) -> Option<Level> {
    match stated.value.as_str() {
        "" => None,
        "beginner" => Some(Level::Beginner),
        "intermediate" => Some(Level::Intermediate),
        "advanced" => Some(Level::Advanced),
        other => {
            fields.wrong(
                &stated.span,
                format!("`level` is beginner, intermediate or advanced, not `{other}`"),
            );
            None
        }
    }
}

fn read_concept(fields: &mut Fields<'_, '_, '_>, category: &str, slug: &str) -> ConceptFront {
    let id = fields.text("id");
    if !id.value.is_empty() && id.value != slug {
        let message = format!("`id` is the name of the file: `{slug}`");
        fields.report(Rule::WrongPlace, &id.span, message);
    }
    let stated = fields.text("category");
    if !stated.value.is_empty() && stated.value != category {
        let message = format!("`category` is the name of the folder: `{category}`");
        fields.report(Rule::WrongPlace, &stated.span, message);
    }
    let stated = fields.text("level");
    let level = level(fields, &stated).unwrap_or(Level::Beginner);
    if !fields.has("objectives") {
        let _: Located<String> = fields.text("objectives");
    }
    let objectives = fields.tables("objectives", |fields| ObjectiveEntry {
        id: read_id(fields, "id"),
        text: fields.text("text"),
    });
    let ids = objectives.iter().map(|objective| &objective.id);
    distinct(fields, "objective", ids);
    let related = fields
        .table("related", |fields| {
            [
                fields.texts("builds-on"),
                fields.texts("contrasts-with"),
                fields.texts("used-by"),
            ]
        })
        .unwrap_or_default();
    ConceptFront {
        level,
        objectives,
        prerequisites: fields.texts("prerequisites"),
        related,
        order: fields.optional_whole("order", 1..1000),
        reviewed: fields.date("reviewed"),
    }
}

fn read_case_study(fields: &mut Fields<'_, '_, '_>) -> CaseStudyFront {
    let stated = fields.text("kind");
    let kind = CaseKind::ALL
        .into_iter()
        .find(|kind| kind.id() == stated.value);
    if kind.is_none() && !stated.value.is_empty() {
        fields
            .report(
                Rule::WrongValue,
                &stated.span,
                format!("there is no kind of case study `{}`", stated.value),
            )
            .nearest(&stated.value, CaseKind::ALL.map(CaseKind::id));
    }
    CaseStudyFront {
        organisation: fields.text("organisation").value,
        happened: fields.date_or_year("happened"),
        kind: kind.unwrap_or(CaseKind::Outage),
        concepts: fields.some_texts("concepts"),
        templates: fields.texts("templates"),
        reviewed: fields.date("reviewed"),
    }
}
