//! The format in which records are kept and taken along: JSON with a version, one text a record.
//!
//! What cannot be read is never thrown away: the reader of this module gets the reason and keeps the text.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::record::{About, Attempt, LAST_MS, Record, Stamp};
use crate::store::Store;

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
}

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

/// A record as text.
pub fn write(id: &str, record: &Record) -> String {
    let saved = SavedRecord {
        v: VERSION,
        id: id.to_owned(),
        cut: record.cut(),
        about: record.about_entry().cloned(),
        attempts: record.attempts().cloned().collect(),
    };
    json(&saved)
}

/// The record that was saved under a question's id.
pub fn read(id: &str, text: &str) -> Result<Record, Unreadable> {
    let (found, record) = read_any(text)?;
    if found == id {
        Ok(record)
    } else {
        Err(Unreadable::Damaged(
            "it belongs to another question".to_owned(),
        ))
    }
}

fn read_any(text: &str) -> Result<(String, Record), Unreadable> {
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    match serde_json::from_str::<Head>(text).map_err(damaged)?.v {
        VERSION => {}
        0 => return Err(Unreadable::Damaged("there is no format 0".to_owned())),
        newer => return Err(Unreadable::Newer(newer)),
    }
    let saved: SavedRecord = serde_json::from_str(text).map_err(damaged)?;
    let stamps = saved.attempts.iter().map(|attempt| attempt.stamp);
    let others = saved
        .cut
        .into_iter()
        .chain(saved.about.iter().map(|(stamp, _)| *stamp));
    if stamps.chain(others).any(|stamp| stamp.0 > LAST_MS) {
        // A stamp at the end of time would outlive every later change.
        return Err(Unreadable::Damaged(
            "a time in it is out of range".to_owned(),
        ));
    }
    Ok((
        saved.id,
        Record::new(saved.cut, saved.attempts, saved.about),
    ))
}

/// What "Export" hands out: everything, what could not be read included.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Export {
    format: String,
    v: u32,
    exported_at_ms: u64,
    /// Each as it is saved, so that a later program reads each by its own version.
    records: Vec<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<SavedAside>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedAside {
    key: String,
    text: String,
}

const FORMAT: &str = "headroom-progress";

/// Everything as one text.
pub fn export(store: &Store, aside: &[Aside], now_ms: u64) -> String {
    let export = Export {
        format: FORMAT.to_owned(),
        v: VERSION,
        exported_at_ms: now_ms,
        records: store
            .records()
            // What `write` gives is JSON.
            .filter_map(|(id, record)| RawValue::from_string(write(id, record)).ok())
            .collect(),
        set_aside: aside
            .iter()
            .map(|aside| SavedAside {
                key: aside.key.clone(),
                text: aside.text.clone(),
            })
            .collect(),
    };
    json(&export)
}

/// Reads an exported text: the records that are readable, and the rest as it stands. What was set aside when it
/// was exported is tried again.
pub fn import(text: &str) -> Result<(Store, Vec<Aside>), Unreadable> {
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    match serde_json::from_str::<Head>(text).map_err(damaged)?.v {
        VERSION => {}
        0 => return Err(Unreadable::Damaged("there is no format 0".to_owned())),
        newer => return Err(Unreadable::Newer(newer)),
    }
    let export: Export = serde_json::from_str(text).map_err(damaged)?;
    if export.format != FORMAT {
        return Err(Unreadable::Damaged(
            "it is not an export of this site".to_owned(),
        ));
    }
    let mut store = Store::default();
    let mut aside = Vec::new();
    let records = export.records.into_iter().map(|text| SavedAside {
        key: String::new(),
        text: text.get().to_owned(),
    });
    for SavedAside { key, text } in records.chain(export.set_aside) {
        match read_any(&text) {
            Ok((id, record)) => store.take_in(&id, record),
            Err(why) => aside.push(Aside { key, text, why }),
        }
    }
    Ok((store, aside))
}

fn json(value: &impl Serialize) -> String {
    // Strings, numbers and maps with string keys: nothing in them that JSON cannot hold.
    serde_json::to_string(value).unwrap_or_default()
}
