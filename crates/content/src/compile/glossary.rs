//! `glossary/*.toml`: terms and their definitions.

use std::collections::BTreeMap;

use comrak::Arena;
use comrak::nodes::NodeValue;

use crate::model::{Glossary, Letter, Link, Term};

use super::diagnostic::Diagnostics;
use super::fields::{self, Document, Fields};
use super::front::{self, Details, Front, Place};
use super::index::Index;
use super::lint;
use super::parse::{self, Parsed, plain_text};
use super::render;
use super::rule::Rule;
use super::source::{Located, Source};
use super::terms::{Known, Terms};
use super::typography::plain;

pub const ROUTE: &str = "/glossary/";
pub const TITLE: &str = "Glossary";
pub const SUMMARY: &str = "The terms of the field in a sentence or two each: what it is, and what it is not to be mistaken for.";

/// A definition says what something is; what is longer has a page.
const TEXT_CHARS: std::ops::RangeInclusive<usize> = 40..=400;

/// A term as it is written.
pub struct Entry<'s> {
    source: &'s Source,
    pub id: Located<String>,
    name: Located<String>,
    also: Vec<Located<String>>,
    text: Located<String>,
    /// The page that explains it.
    see: Option<Located<String>>,
    related: Vec<Located<String>>,
    /// Whether uses of it in texts become links.
    linked: bool,
}

/// The terms of all files. Ids and spellings that stand twice are reported.
pub fn read<'s>(
    sources: impl IntoIterator<Item = &'s Source>,
    diagnostics: &mut Diagnostics,
) -> Vec<Entry<'s>> {
    let mut entries = Vec::new();
    for source in sources {
        let document = Document { source, base: 0 };
        let (table, whole) = fields::parse(&source.text, document, diagnostics);
        let mut fields = Fields::new(&table, document, source.line(0), whole, diagnostics);
        entries.extend(fields.tables("term", |fields| read_entry(fields, source)));
        fields.finish();
    }
    distinct(&entries, diagnostics);
    entries
}

fn read_entry<'s>(fields: &mut Fields<'_, '_, '_>, source: &'s Source) -> Entry<'s> {
    let text = fields.text("text");
    let length = text.value.chars().count();
    if length > 0 && !TEXT_CHARS.contains(&length) {
        let (least, most) = (TEXT_CHARS.start(), TEXT_CHARS.end());
        fields.wrong(
            &text.span,
            format!("a definition has {least} to {most} characters; this one has {length}"),
        );
    }
    if text.value.contains("[^") || text.value.contains(":num{") {
        let message = "a definition has neither citations nor numbers of runs: they stand on the page that explains the term";
        fields.wrong(&text.span, message);
    }
    let spelling = |fields: &mut Fields<'_, '_, '_>, spelling: &Located<String>| {
        let text = &spelling.value;
        if !text.is_empty() && (!text.starts_with(char::is_alphanumeric) || text.ends_with(' ')) {
            let message = "a term begins with a letter or a digit, and no space follows it";
            fields.wrong(&spelling.span, message);
        }
    };
    let name = fields.text("name");
    let also = fields.texts("also");
    for written in also.iter().chain([&name]) {
        spelling(fields, written);
    }
    Entry {
        source,
        id: front::read_id(fields, "id"),
        name,
        also,
        text,
        see: fields.optional_text("see"),
        related: fields.texts("related"),
        linked: fields.optional_flag("linked").unwrap_or(true),
    }
}

impl Entry<'_> {
    fn spellings(&self) -> impl Iterator<Item = &Located<String>> {
        let all = [&self.name].into_iter().chain(&self.also);
        all.filter(|spelling| spelling.value.starts_with(char::is_alphanumeric))
    }
}

fn distinct(entries: &[Entry<'_>], diagnostics: &mut Diagnostics) {
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let mut spellings: BTreeMap<String, &str> = BTreeMap::new();
    for entry in entries {
        let id = &entry.id;
        if id.value.is_empty() {
            continue;
        }
        if let Some(other) = ids.insert(&id.value, &entry.source.name) {
            let message = format!("the term `{}` stands in {other}, too", id.value);
            diagnostics.report(entry.source, Rule::DuplicateId, &id.span, message);
        }
        for spelling in entry.spellings() {
            let other = spellings.insert(spelling.value.to_lowercase(), &id.value);
            if let Some(other) = other.filter(|other| *other != id.value) {
                let message = format!("`{}` is a spelling of the term `{other}`", spelling.value);
                diagnostics.report(entry.source, Rule::DuplicateId, &spelling.span, message);
            }
        }
    }
}

/// What links in texts are made from.
pub fn terms(entries: &[Entry<'_>]) -> Terms {
    let mut terms = Terms::default();
    for entry in entries.iter().filter(|entry| !entry.id.value.is_empty()) {
        let spellings = entry.spellings().map(|spelling| spelling.value.as_str());
        let known = Known {
            id: entry.id.value.clone(),
            see: entry.see.as_ref().map(|see| route_of(&see.value)),
            linked: entry.linked,
        };
        terms.add(known, spellings);
    }
    terms
}

/// Checks what terms and pages name.
pub fn check(
    entries: &[Entry<'_>],
    pages: &[Parsed<'_>],
    index: &Index,
    diagnostics: &mut Diagnostics,
) {
    let unlinked = pages
        .iter()
        .flat_map(|page| page.front.unlinked.iter().map(|id| (page.source, id)));
    let related = entries
        .iter()
        .flat_map(|entry| entry.related.iter().map(|id| (entry.source, id)));
    for (source, id) in related.chain(unlinked) {
        if !index.has_anchor(ROUTE, &id.value) {
            let message = format!("the glossary has no term `{}`", id.value);
            diagnostics
                .report(source, Rule::UnknownTerm, &id.span, message)
                .nearest(&id.value, index.anchors(ROUTE));
        }
    }
    for (source, see) in entries
        .iter()
        .filter_map(|entry| Some((entry.source, entry.see.as_ref()?)))
    {
        let route = route_of(&see.value);
        let anchor = see.value.split_once('#').map(|(_, anchor)| anchor);
        if !index.has_page(&route) {
            let message = format!("there is no page `{route}`");
            diagnostics
                .report(source, Rule::DeadLink, &see.span, message)
                .nearest(&route, index.routes());
        } else if let Some(anchor) = anchor.filter(|anchor| !index.has_anchor(&route, anchor)) {
            let message = format!("`{route}` has no anchor `#{anchor}`");
            diagnostics
                .report(source, Rule::DeadAnchor, &see.span, message)
                .nearest(anchor, index.anchors(&route));
        }
    }
}

/// The page of an address that may name a part of it.
fn route_of(address: &str) -> String {
    let path = address.split('#').next().unwrap_or_default();
    match path.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// The page of all terms, by letter.
pub fn page<'a>(
    entries: &[Entry<'a>],
    site: render::Site<'_>,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Glossary {
    let mut terms: Vec<Term> = entries
        .iter()
        .map(|entry| term(entry, entries, site, arena, diagnostics))
        .collect();
    terms.sort_by_key(|term| (term.name.to_lowercase(), term.id.clone()));
    let mut letters: Vec<Letter> = Vec::new();
    for term in terms {
        let first = term.name.chars().next().filter(|c| c.is_alphabetic());
        let name = first.map_or_else(|| "0–9".to_owned(), |c| c.to_uppercase().to_string());
        match letters.last_mut().filter(|letter| letter.name == name) {
            Some(letter) => letter.terms.push(term),
            None => letters.push(Letter {
                name,
                terms: vec![term],
            }),
        }
    }
    Glossary {
        summary: SUMMARY.to_owned(),
        letters,
    }
}

fn term<'a>(
    entry: &Entry<'a>,
    entries: &[Entry<'a>],
    site: render::Site<'_>,
    arena: &'a Arena<'a>,
    diagnostics: &mut Diagnostics,
) -> Term {
    let (source, span) = (entry.source, &entry.text.span);
    let text = parse::parse_fixed(&entry.text.value, span.clone(), source, arena, diagnostics);
    let blocks: Vec<_> = text.root.children().collect();
    if let [paragraph] = blocks[..]
        && matches!(paragraph.data().value, NodeValue::Paragraph)
    {
        lint::definition(source, span, &plain_text(paragraph), diagnostics);
    } else if !entry.text.value.is_empty() {
        let message = "a definition is one paragraph of plain sentences";
        diagnostics.report(source, Rule::WrongValue, span, message);
    }
    let page = as_page(source);
    let related = entry.related.iter().filter_map(|id| {
        let other = entries.iter().find(|other| other.id.value == id.value)?;
        Some(Link {
            href: format!("#{}", id.value),
            title: plain(&other.name.value),
        })
    });
    Term {
        id: entry.id.value.clone(),
        name: plain(&entry.name.value),
        also: entry.also.iter().map(|also| plain(&also.value)).collect(),
        text: render::fixed(&text, &page, site, diagnostics),
        see: entry.see.as_ref().map(|see| {
            let link = site.index.link(&route_of(&see.value));
            let anchor = see.value.find('#').map_or("", |at| &see.value[at..]);
            Link {
                href: format!("{}{anchor}", link.href),
                title: link.title,
            }
        }),
        related: related.collect(),
    }
}

/// What renders a definition: a page without a text of its own.
fn as_page(source: &Source) -> Parsed<'_> {
    let empty = || Located::new(String::new(), 0..0);
    Parsed {
        source,
        place: Place::Glossary,
        front: Front {
            title: empty(),
            summary: empty(),
            sources: Vec::new(),
            unlinked: Vec::new(),
            aliases: Vec::new(),
            details: Details::Home,
        },
        parts: Vec::new(),
        masks: Vec::new(),
        headings: Vec::new(),
        anchors: BTreeMap::new(),
    }
}
