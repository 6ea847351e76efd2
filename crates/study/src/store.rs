//! All records of a reader.

use std::collections::BTreeMap;

use headroom_content::model::Question;
use serde::Serialize;

use crate::log::Log;
use crate::record::{Record, Stamp};

/// Between the kind of a record and its id, in a key. Ids of questions hold none: their keys are the bare ids.
pub const KIND_END: char = ':';

/// Records by key: answers by the id of the question, all else by a kind and an id, `exam:<id>` (see [`crate::log`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    records: BTreeMap<String, Record>,
    logs: BTreeMap<String, Log>,
}

impl Store {
    /// The record of a question.
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.records.get(id)
    }

    /// Those of questions, in the order of their ids.
    pub fn records(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.records
            .iter()
            .map(|(id, record)| (id.as_str(), record))
    }

    /// Of another kind, by its key.
    pub fn log(&self, key: &str) -> Option<&Log> {
        self.logs.get(key)
    }

    /// All of other kinds, with their keys and in the order of these.
    pub fn logs(&self) -> impl Iterator<Item = (&str, &Log)> {
        self.logs.iter().map(|(key, log)| (key.as_str(), log))
    }

    /// All of one kind, with their ids and in the order of these.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = (&str, &Log)> {
        self.logs().filter_map(move |(key, log)| {
            let (found, id) = key.split_once(KIND_END)?;
            (found == kind).then_some((id, log))
        })
    }

    /// The keys of all kinds.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.records
            .keys()
            .chain(self.logs.keys())
            .map(String::as_str)
    }

    /// The record of a question, empty if there is none.
    pub fn entry(&mut self, id: &str) -> &mut Record {
        self.records.entry(id.to_owned()).or_default()
    }

    /// Of another kind, by its key; empty if there is none.
    fn log_entry(&mut self, key: &str) -> &mut Log {
        self.logs.entry(key.to_owned()).or_default()
    }

    /// Adds an entry to a record of another kind, by its key.
    pub fn append(&mut self, key: &str, entry: &impl Serialize, now: Stamp) {
        self.log_entry(key).append(entry, now);
    }

    /// Merges a record into the one of that id.
    pub fn take_in(&mut self, id: &str, record: Record) {
        self.entry(id).merge(record);
    }

    /// Merges one of another kind into the one of that key.
    pub fn take_in_log(&mut self, key: &str, log: Log) {
        self.log_entry(key).merge(log);
    }

    /// Merges record by record. Commutative, associative and idempotent.
    pub fn merge(&mut self, other: Self) {
        for (id, record) in other.records {
            self.take_in(&id, record);
        }
        for (key, log) in other.logs {
            self.take_in_log(&key, log);
        }
    }

    /// Takes what was answered under earlier ids of the question to its present one, and resets those. Returns the
    /// ids that had answers. A copy of an old record that turns up later has nothing new to say.
    pub fn adopt(&mut self, question: &Question, now: Stamp) -> Vec<String> {
        let mut adopted = Vec::new();
        for alias in &question.aliases {
            let answered = |record: &&mut Record| *alias != question.id && !record.is_empty();
            if let Some(old) = self.records.get_mut(alias).filter(answered) {
                // Not its cut: that is about the old id, and would cut off answers under the present one.
                let answers =
                    Record::new(None, old.attempts().cloned(), old.about_entry().cloned());
                old.reset(now);
                self.take_in(&question.id, answers);
                adopted.push(alias.clone());
            }
        }
        adopted
    }

    /// Resets the records of these keys and returns them as they were, for [`Store::restore`].
    #[must_use = "what was reset can only be brought back from this"]
    pub fn reset<'a>(&mut self, keys: impl IntoIterator<Item = &'a str>, now: Stamp) -> Self {
        let mut before = Self::default();
        for key in keys {
            if let Some(record) = self.records.get_mut(key).filter(|one| !one.is_empty()) {
                before.records.insert(key.to_owned(), record.clone());
                record.reset(now);
            }
            if let Some(log) = self.logs.get_mut(key).filter(|one| !one.is_empty()) {
                before.logs.insert(key.to_owned(), log.clone());
                log.reset(now);
            }
        }
        before
    }

    /// Undoes a reset.
    pub fn restore(&mut self, before: &Self, now: Stamp) {
        for (id, record) in before.records() {
            self.entry(id).restore(record, now);
        }
        for (key, log) in before.logs() {
            self.log_entry(key).restore(log, now);
        }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.records.values().all(Record::is_empty) && self.logs.values().all(Log::is_empty)
    }
}
