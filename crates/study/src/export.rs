//! Everything in one file, to take along: JSON, a record a line, so that what is around a damage can still be read.

use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::saved::{self, Aside, Trust, Unreadable, VERSION, json};
use crate::store::Store;

const FORMAT: &str = "headroom-progress";

/// Only what tells whether a text is an export.
#[derive(Deserialize)]
struct Front {
    #[serde(default)]
    format: Option<String>,
}

/// What "Export" hands out: everything, what could not be read included.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Export<'a> {
    #[serde(rename = "format")]
    _format: String,
    #[serde(rename = "v")]
    _version: u32,
    exported_at_ms: u64,
    /// Each as it is saved, so that a later program reads each by its own version.
    #[serde(borrow)]
    records: Vec<&'a RawValue>,
    #[serde(default)]
    set_aside: Vec<SavedAside>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedAside {
    key: String,
    text: String,
}

/// Everything as one text.
pub fn export(store: &Store, aside: &[Aside], now_ms: u64) -> String {
    let records: Vec<String> = store
        .keys()
        .filter_map(|key| saved::text(store, key))
        .collect();
    let set_aside: Vec<String> = aside
        .iter()
        .map(|aside| {
            json(&SavedAside {
                key: aside.key.clone(),
                text: aside.text.clone(),
            })
        })
        .collect();
    let mut text = format!(
        "{{\"format\":\"{FORMAT}\",\"v\":{VERSION},\"exported_at_ms\":{now_ms},\"records\":[\n{}\n]",
        records.join(",\n")
    );
    if !set_aside.is_empty() {
        text += ",\"set_aside\":[\n";
        text += &set_aside.join(",\n");
        text += "\n]";
    }
    text + "}\n"
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    pub store: Store,
    /// What in it is no record, as it stands.
    pub aside: Vec<Aside>,
    /// When it was exported, Unix milliseconds, if that can be told.
    pub at_ms: Option<u64>,
    /// What is wrong with the file as a whole, and where. What could be read around it was.
    pub damage: Option<String>,
}

/// Reads an exported text: the records that are readable, and the rest as it stands. What was set aside when it
/// was exported is tried again.
pub fn import(text: &str) -> Result<Import, Unreadable> {
    let text = text.trim_start_matches('\u{feff}');
    match serde_json::from_str::<Front>(text) {
        Ok(Front { format }) if format.as_deref() != Some(FORMAT) => {
            return Err(Unreadable::NoExport);
        }
        // It is JSON, and no object.
        Err(error) if error.classify() == Category::Data => return Err(Unreadable::NoExport),
        _ => {}
    }
    let damage = match saved::version(text) {
        Ok(_) => match serde_json::from_str::<Export>(text) {
            Ok(export) => return Ok(whole(export)),
            Err(error) => error.to_string(),
        },
        Err(Unreadable::Damaged(why)) => why,
        Err(newer) => return Err(newer),
    };
    let found = salvage(text);
    if found.store == Store::default() {
        return Err(if text.contains(FORMAT) {
            Unreadable::Damaged(damage)
        } else {
            Unreadable::NoExport
        });
    }
    Ok(Import {
        damage: Some(damage),
        ..found
    })
}

fn whole(export: Export) -> Import {
    let mut found = Import {
        at_ms: Some(export.exported_at_ms),
        ..Import::default()
    };
    for text in export.records {
        found.take_in(None, text.get());
    }
    for SavedAside { key, text } in export.set_aside {
        found.take_in(Some(key), &text);
    }
    found
}

/// What a file that is no longer JSON still holds, line by line.
fn salvage(text: &str) -> Import {
    let mut found = Import::default();
    for line in text.lines() {
        let line = line.trim();
        let line = line.strip_suffix(',').unwrap_or(line);
        if line.is_empty() || line.starts_with(']') || line.starts_with("{\"format\":") {
            continue;
        }
        match serde_json::from_str::<SavedAside>(line) {
            Ok(SavedAside { key, text }) => found.take_in(Some(key), &text),
            Err(_) => found.take_in(None, line),
        }
    }
    found
}

impl Import {
    /// Takes in a record's text. `key` is what it was set aside under.
    fn take_in(&mut self, key: Option<String>, text: &str) {
        if let Err(why) = saved::read_into(&mut self.store, None, text, Trust::Foreign) {
            self.aside.push(Aside {
                key: key
                    .or_else(|| saved::named(text))
                    .unwrap_or_else(|| "file".to_owned()),
                text: text.to_owned(),
                why,
            });
        }
    }
}
