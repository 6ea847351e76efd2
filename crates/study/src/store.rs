//! All records of a reader.

use std::collections::{BTreeMap, BTreeSet};

use headroom_content::model::Question;
use serde::Serialize;

use crate::kept::Kept;
use crate::log::Log;
use crate::record::{Record, Stamp};
use crate::review::question_key;

/// Between the kind of a record and its id, in a key. Ids of questions hold none: their keys are the bare ids.
pub const KIND_END: char = ':';

/// Records by key: answers by the id of the question, all else by a kind and an id, `exam:<id>` (see [`crate::log`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    records: Records<Record>,
    logs: Records<Log>,
}

type Records<K> = BTreeMap<String, K>;

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

    /// Takes what was answered under earlier ids of the question to its present one, and resets those; what was said of it
    /// as a card goes along. Returns the keys of what else was changed than the record of the present id. A copy of an
    /// old record that turns up later has nothing new to say.
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
                if let Some(said) = self.logs.get(&question_key(alias)) {
                    let (key, said) = (question_key(&question.id), said.only(|_| true));
                    self.take_in_log(&key, said);
                    adopted.push(key);
                }
            }
        }
        adopted
    }

    /// Forgets what the records of these keys say.
    pub fn reset<'a>(&mut self, keys: impl IntoIterator<Item = &'a str>, now: Stamp) {
        for key in keys {
            if let Some(record) = self.records.get_mut(key).filter(|one| !one.is_empty()) {
                record.reset(now);
            }
            if let Some(log) = self.logs.get_mut(key).filter(|one| !one.is_empty()) {
                log.reset(now);
            }
        }
    }

    /// Brings in the answers of another store as new ones: those that were there before a reset.
    pub fn restore(&mut self, before: &Self, now: Stamp) {
        for (id, record) in before.records() {
            self.entry(id).restore(record, now);
        }
    }

    /// Takes in another store, also what was forgotten here.
    pub fn revive(&mut self, other: &Self, now: Stamp) {
        for (id, record) in other.records() {
            self.entry(id).revive(record, now);
        }
        for (key, log) in other.logs() {
            self.log_entry(key).revive(log, now);
        }
    }

    /// Says what another store says, and no more.
    pub fn replace(&mut self, other: &Self, now: Stamp) {
        replace(&mut self.records, &other.records, now);
        replace(&mut self.logs, &other.logs, now);
    }

    /// Does something, and returns what it has changed, for [`Store::undo`].
    pub fn change(&mut self, act: impl FnOnce(&mut Self)) -> Change {
        let mut before = self.clone();
        act(self);
        let mut after = self.clone();
        only_changed(&mut before.records, &mut after.records);
        only_changed(&mut before.logs, &mut after.logs);
        Change { before, after }
    }

    /// Takes a change back. What has come since stays.
    pub fn undo(&mut self, change: &Change, now: Stamp) {
        let Change { before, after } = change;
        undo(&mut self.records, &before.records, &after.records, now);
        undo(&mut self.logs, &before.logs, &after.logs, now);
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.records.values().all(Record::is_empty) && self.logs.values().all(Log::is_empty)
    }
}

/// The records that something has changed, as they were and as they were after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub before: Store,
    pub after: Store,
}

impl Change {
    /// Of what was changed.
    pub fn keys(&self) -> BTreeSet<&str> {
        self.before.keys().chain(self.after.keys()).collect()
    }
}

fn replace<K: Kept>(here: &mut Records<K>, other: &Records<K>, now: Stamp) {
    let nothing = K::default();
    for (key, record) in here.iter_mut() {
        record.replace(other.get(key).unwrap_or(&nothing), now);
    }
    for (key, record) in other {
        here.entry(key.clone()).or_insert_with(|| record.clone());
    }
}

fn only_changed<K: PartialEq>(before: &mut Records<K>, after: &mut Records<K>) {
    let same: Vec<String> = before
        .iter()
        .filter(|(key, record)| after.get(*key) == Some(record))
        .map(|(key, _)| key.clone())
        .collect();
    for key in same {
        before.remove(&key);
        after.remove(&key);
    }
}

fn undo<K: Kept>(here: &mut Records<K>, before: &Records<K>, after: &Records<K>, now: Stamp) {
    let nothing = K::default();
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for key in keys {
        let of = |records: &Records<K>| records.get(key).unwrap_or(&nothing).clone();
        let record = here.entry(key.clone()).or_default();
        record.undo(&of(before), &of(after), now);
    }
}
