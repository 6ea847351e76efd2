//! The format in which records are kept and taken along: JSON with a version, one text a record.
//!
//! What cannot be read is never thrown away: the reader of this module gets the reason and keeps the text.
//!
//! A text names what it is the record of: a question by its id, anything else by its kind and its id, `exam:<id>` (see
//! [`crate::log`] on how to add a kind).

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::log::Log;
use crate::record::{About, Attempt, LAST_MS, Record, Stamp};
use crate::store::{KIND_END, Store};

/// The version written by this program. It reads this one and all before it.
pub const VERSION: u32 = 1;

/// Why a saved text is not a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error(
        "it was written by a newer version of this site (format {0}, this one reads up to {VERSION})"
    )]
    Newer(u32),
    #[error("it is damaged: {0}")]
    Damaged(String),
    #[error("it is not an export of this site")]
    NoExport,
}

/// In front of the key of what was set aside. No kind has this name.
pub(crate) const ASIDE: &str = "aside:";

/// A text that was found in the place of a record, kept as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// The key it was found under.
    pub key: String,
    pub text: String,
    pub why: Unreadable,
}

/// Only the version, of whatever else there may be.
#[derive(Deserialize)]
struct Head {
    v: u32,
}

/// Only what it is the record of.
#[derive(Deserialize)]
struct Name {
    id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedRecord {
    v: u32,
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    about: Option<(Stamp, About)>,
    attempts: Vec<Attempt>,
}

/// One of another kind than answers. Its key is its id here, kind and all.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedLog<'a> {
    v: u32,
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cut: Option<Stamp>,
    #[serde(borrow)]
    entries: Vec<(Stamp, &'a RawValue)>,
}

/// A text of a version that there is, as the present form. When the form changes, its present type stays as that of version
/// 1, and this becomes `1 => second(from_str::<RecordOf1>(text)?)` beside `_ => from_str(text)?`, where `second` makes of
/// version 1 what version 2 says; version 3 adds `third(second(..))` and so on. A test reads texts of every version.
fn read_record(version: u32, text: &str) -> serde_json::Result<SavedRecord> {
    debug_assert!((1..=VERSION).contains(&version));
    serde_json::from_str(text)
}

/// The same of another kind.
fn read_log(version: u32, text: &str) -> serde_json::Result<SavedLog<'_>> {
    debug_assert!((1..=VERSION).contains(&version));
    serde_json::from_str(text)
}

/// A question's record as text.
pub fn write(id: &str, record: &Record) -> String {
    json(&SavedRecord {
        v: VERSION,
        id: id.to_owned(),
        cut: record.cut(),
        about: record.about_entry().cloned(),
        attempts: record.attempts().cloned().collect(),
    })
}

fn write_log(key: &str, log: &Log) -> String {
    json(&SavedLog {
        v: VERSION,
        id: key.to_owned(),
        cut: log.cut(),
        entries: log
            .entries()
            // Each is JSON: it came from a text or was made as one.
            .filter_map(|(stamp, entry)| Some((stamp, serde_json::from_str(entry).ok()?)))
            .collect(),
    })
}

/// The record of a key as text, of whatever kind it is. `None` where there is none.
pub fn text(store: &Store, key: &str) -> Option<String> {
    store
        .get(key)
        .map(|record| write(key, record))
        .or_else(|| store.log(key).map(|log| write_log(key, log)))
}

/// The record that was saved under a question's id.
pub fn read(id: &str, text: &str) -> Result<Record, Unreadable> {
    let mut store = Store::default();
    read_into(&mut store, Some(id), text, Trust::Own)?;
    Ok(store.get(id).cloned().unwrap_or_default())
}

/// Whose a text is, and how late the times in it may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// It was written here.
    Own,
    /// It came in a file, or was once refused.
    Foreign,
}

/// A stamp at the end of time would outlive every later change. One that came from elsewhere leaves room for more changes
/// after it than anybody makes.
const ROOM: u64 = 1_000_000_000;

/// Merges a saved text into a store: under `key`, if that is known, or else the one it names. Nothing is changed where
/// it is no record.
pub(crate) fn read_into(
    store: &mut Store,
    key: Option<&str>,
    text: &str,
    trust: Trust,
) -> Result<(), Unreadable> {
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    let version = version(text)?;
    let named = serde_json::from_str::<Name>(text).map_err(damaged)?.id;
    if key.is_some_and(|key| key != named) {
        return Err(refused("it belongs to something else"));
    }
    if !named.contains(KIND_END) {
        let saved = read_record(version, text).map_err(damaged)?;
        let mut times: Vec<u64> = saved.cut.iter().map(|cut| cut.0).collect();
        times.extend(saved.about.iter().map(|(stamp, _)| stamp.0));
        for attempt in &saved.attempts {
            times.extend([attempt.stamp.0, attempt.at_ms]);
        }
        believable(&times, trust)?;
        store.take_in(&named, Record::new(saved.cut, saved.attempts, saved.about));
    } else if named.starts_with(ASIDE) {
        return Err(refused("its name is that of what was set aside"));
    } else {
        let saved = read_log(version, text).map_err(damaged)?;
        let mut times: Vec<u64> = saved.cut.iter().map(|cut| cut.0).collect();
        times.extend(saved.entries.iter().map(|(stamp, _)| stamp.0));
        believable(&times, trust)?;
        let entries = saved.entries.iter();
        // A record is one line. Between the marks of JSON a line's end says nothing, and within a string it is none.
        let line = |entry: &str| entry.replace(['\n', '\r'], " ").into_boxed_str();
        let entries = entries.map(|(stamp, entry)| (*stamp, line(entry.get())));
        store.take_in_log(&named, Log::new(saved.cut, entries));
    }
    Ok(())
}

fn believable(times: &[u64], trust: Trust) -> Result<(), Unreadable> {
    let latest = match trust {
        Trust::Own => LAST_MS + ROOM,
        Trust::Foreign => LAST_MS,
    };
    if times.iter().any(|ms| *ms > latest) {
        return Err(refused("a time in it is out of range"));
    }
    Ok(())
}

/// The version of a text that this program reads.
pub(crate) fn version(text: &str) -> Result<u32, Unreadable> {
    match serde_json::from_str::<Head>(text) {
        Ok(Head { v: 0 }) => Err(refused("there is no format 0")),
        Ok(Head { v }) if v <= VERSION => Ok(v),
        Ok(Head { v: newer }) => Err(Unreadable::Newer(newer)),
        Err(error) => Err(Unreadable::Damaged(error.to_string())),
    }
}

/// What a text says that it is the record of.
pub(crate) fn named(text: &str) -> Option<String> {
    Some(serde_json::from_str::<Name>(text).ok()?.id)
}

pub(crate) fn refused(why: &str) -> Unreadable {
    Unreadable::Damaged(why.to_owned())
}

pub(crate) fn json(value: &impl Serialize) -> String {
    // Strings, numbers and maps with string keys: nothing in them that JSON cannot hold.
    serde_json::to_string(value).unwrap_or_default()
}
