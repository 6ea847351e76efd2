//! The reader's notes and bookmarks, each at a heading or a question of a page.
//!
//! A note is kept by its edits. From opening the text to closing it, an edit writes to a record of its own,
//! `note:<route>#<anchor>#<edit>`, so that saving while the reader types leaves one text and not a hundred. Of the edits
//! before it, it forgets what it began from and nothing else: what another tab or another browser has written in the meantime
//! stands in the note as well, until the next edit has made one text of both.
//!
//! A bookmark is a record `mark:<route>#<anchor>`, and is there while that has an entry.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::kept::Kept;
use crate::log::Log;
use crate::record::Stamp;
use crate::store::{KIND_END, Store};

/// The kind of a note's records.
pub const NOTE: &str = "note";
/// That of a bookmark's.
pub const MARK: &str = "mark";

/// Where a note stands, in words too: lists have the records and not the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Of the page, below the site's base.
    pub route: String,
    /// Id of the heading or the question.
    pub anchor: String,
    /// Title of the page.
    pub page: String,
    /// The heading, or a question's prompt in short; plain text.
    pub heading: String,
    /// Its place among those of the page.
    pub position: u32,
}

impl Spot {
    /// `<route>#<anchor>`.
    pub fn id(&self) -> String {
        format!("{}#{}", self.route, self.anchor)
    }
}

/// An entry of either kind; a bookmark has no text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// When it was written, Unix milliseconds.
    at_ms: u64,
    page: String,
    heading: String,
    position: u32,
    /// Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    text: String,
}

impl Entry {
    fn new(spot: &Spot, text: &str, now: Stamp) -> Self {
        Self {
            at_ms: now.0,
            page: spot.page.clone(),
            heading: spot.heading.clone(),
            position: spot.position,
            text: text.to_owned(),
        }
    }
}

/// What stands at one place: a note, a bookmark, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub spot: Spot,
    /// Markdown; empty where there is a bookmark only.
    pub text: String,
    pub marked: bool,
    /// When it was last changed, Unix milliseconds.
    pub at_ms: u64,
}

impl Noted {
    /// Whether each word of a search is in the text, the heading or the page's title, in capitals or not.
    pub fn matches(&self, search: &str) -> bool {
        let Spot { page, heading, .. } = &self.spot;
        let all = format!("{page}\n{heading}\n{}", self.text).to_lowercase();
        search
            .to_lowercase()
            .split_whitespace()
            .all(|word| all.contains(word))
    }
}

/// Between texts that were written at the same time: a rule, in Markdown.
const BESIDE: &str = "\n\n---\n\n";

/// All notes and bookmarks, by id.
pub fn all(store: &Store) -> BTreeMap<String, Noted> {
    found(store, |_| true)
}

/// What stands at the place of that id.
pub fn at(store: &Store, id: &str) -> Option<Noted> {
    found(store, |place| place == id).remove(id)
}

/// Whether there is a note or a bookmark on a page.
pub fn any_on(store: &Store, route: &str) -> bool {
    let kinds = [NOTE, MARK].into_iter();
    kinds.flat_map(|kind| store.of_kind(kind)).any(|(id, log)| {
        id.strip_prefix(route)
            .is_some_and(|rest| rest.starts_with('#'))
            && !log.is_empty()
    })
}

fn found(store: &Store, wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Noted> {
    let mut places: BTreeMap<&str, (Vec<Entry>, bool)> = BTreeMap::new();
    let notes = store
        .of_kind(NOTE)
        .filter_map(|(id, log)| Some((id.rsplit_once('#')?.0, log, false)));
    let marks = store.of_kind(MARK).map(|(id, log)| (id, log, true));
    for (place, log, marks) in notes.chain(marks) {
        if wanted(place)
            && let Some((_, entry)) = log.read::<Entry>().next_back()
        {
            let (entries, marked) = places.entry(place).or_default();
            entries.push(entry);
            *marked |= marks;
        }
    }
    places
        .into_iter()
        .filter_map(|(id, (entries, marked))| Some((id.to_owned(), noted(id, entries, marked)?)))
        .collect()
}

fn noted(id: &str, mut entries: Vec<Entry>, marked: bool) -> Option<Noted> {
    entries.sort_by_key(|entry| entry.at_ms);
    let mut texts: Vec<&str> = Vec::new();
    for Entry { text, .. } in &entries {
        if !text.is_empty() && !texts.contains(&&**text) {
            texts.push(text);
        }
    }
    let text = texts.join(BESIDE);
    let (route, anchor) = id.split_once('#')?;
    let last = entries.pop()?;
    Some(Noted {
        spot: Spot {
            route: route.to_owned(),
            anchor: anchor.to_owned(),
            page: last.page,
            heading: last.heading,
            position: last.position,
        },
        text,
        marked,
        at_ms: last.at_ms,
    })
}

/// The records of a note, each with its last entry.
fn edits(store: &Store, place: &str) -> Vec<(String, Stamp)> {
    let of_place = store.of_kind(NOTE).filter_map(|(id, log)| {
        let (found, _) = id.rsplit_once('#')?;
        let (last, _) = log.entries().next_back()?;
        (found == place).then(|| (format!("{NOTE}{KIND_END}{id}"), last))
    });
    of_place.collect()
}

/// Forgets so much of these records, and nothing that came later.
fn forget(store: &mut Store, edits: &[(String, Stamp)]) {
    for (key, last) in edits {
        store.take_in_log(key, Log::new(Some(*last), []));
    }
}

/// A note while it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    spot: Spot,
    /// Of the record that nobody else adds to.
    key: String,
    /// What it began from.
    began: Vec<(String, Stamp)>,
}

impl Edit {
    /// Begins from what stands in the note now. `now` tells it from every other edit.
    pub fn begin(store: &Store, spot: Spot, now: Stamp) -> Self {
        let place = spot.id();
        Self {
            key: format!("{NOTE}{KIND_END}{place}#{:x}-{:x}", now.0, now.1),
            began: edits(store, &place),
            spot,
        }
    }

    /// The text as it is now. One of blanks only is no note.
    pub fn write(&self, store: &mut Store, text: &str, now: Stamp) {
        forget(store, &self.began);
        store.reset([&*self.key], now);
        if !text.trim().is_empty() {
            store.append(&self.key, &Entry::new(&self.spot, text, now), now);
        }
    }
}

/// Removes the note of a place, as it is known here.
pub fn remove(store: &mut Store, id: &str) {
    let edits = edits(store, id);
    forget(store, &edits);
}

/// Sets a bookmark, or takes it away.
pub fn mark(store: &mut Store, spot: &Spot, on: bool, now: Stamp) {
    let key = format!("{MARK}{KIND_END}{}", spot.id());
    store.reset([&*key], now);
    if on {
        store.append(&key, &Entry::new(spot, "", now), now);
    }
}

/// A page with what is noted on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNotes {
    /// Below the site's base.
    pub route: String,
    pub title: String,
    /// In the order of the page.
    pub notes: Vec<Noted>,
}

/// By page, in the order of their routes: no page changes its place while it is written on.
pub fn by_page(noted: impl IntoIterator<Item = Noted>) -> Vec<PageNotes> {
    let mut pages: BTreeMap<String, Vec<Noted>> = BTreeMap::new();
    for one in noted {
        pages.entry(one.spot.route.clone()).or_default().push(one);
    }
    let page = |(route, mut notes): (String, Vec<Noted>)| {
        notes.sort_by(|a, b| {
            let place = |one: &Noted| (one.spot.position, one.spot.anchor.clone());
            place(a).cmp(&place(b))
        });
        let last = notes.iter().max_by_key(|one| one.at_ms);
        let title = last.map_or_else(String::new, |last| last.spot.page.clone());
        PageNotes {
            route,
            title,
            notes,
        }
    };
    pages.into_iter().map(page).collect()
}

/// All of them as one Markdown text, each with the address of its place. `address` is that of a route.
pub fn markdown(pages: &[PageNotes], address: impl Fn(&str) -> String) -> String {
    let mut text = "# Notes\n".to_owned();
    for page in pages {
        let address = address(&page.route);
        // Writing to a string does not fail.
        let _ = write!(text, "\n## [{}]({address})\n", plain(&page.title));
        for Noted {
            spot,
            text: note,
            marked,
            ..
        } in &page.notes
        {
            let heading = plain(&spot.heading);
            let _ = write!(text, "\n### [{heading}]({address}#{})\n", spot.anchor);
            if *marked {
                text += "\n*Bookmarked*\n";
            }
            if !note.is_empty() {
                let _ = write!(text, "\n{}\n", note.trim_end());
            }
        }
    }
    text
}

/// Text that Markdown shows as it is, on one line.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            escaped.push(' ');
            continue;
        }
        if c.is_ascii_punctuation() && !"',.;:?-/()".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
