//! All records of a reader.

use std::collections::BTreeMap;

use headroom_content::model::Question;

use crate::record::{Record, Stamp};

/// Records by question id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Store {
    records: BTreeMap<String, Record>,
}

impl Store {
    pub fn get(&self, id: &str) -> Option<&Record> {
        self.records.get(id)
    }

    /// In the order of their ids.
    pub fn records(&self) -> impl Iterator<Item = (&str, &Record)> {
        self.records
            .iter()
            .map(|(id, record)| (id.as_str(), record))
    }

    /// The record of a question, empty if there is none.
    pub fn entry(&mut self, id: &str) -> &mut Record {
        self.records.entry(id.to_owned()).or_default()
    }

    /// Merges a record into the one of that id.
    pub fn take_in(&mut self, id: &str, record: Record) {
        self.entry(id).merge(record);
    }

    /// Merges record by record. Commutative, associative and idempotent.
    pub fn merge(&mut self, other: Self) {
        for (id, record) in other.records {
            self.take_in(&id, record);
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

    /// Resets the records of these ids and returns them as they were, for [`Store::restore`].
    #[must_use = "what was reset can only be brought back from this"]
    pub fn reset<'a>(&mut self, ids: impl IntoIterator<Item = &'a str>, now: Stamp) -> Self {
        let mut before = Self::default();
        for id in ids {
            if let Some(record) = self.records.get_mut(id).filter(|record| !record.is_empty()) {
                before.records.insert(id.to_owned(), record.clone());
                record.reset(now);
            }
        }
        before
    }

    /// Undoes a reset.
    pub fn restore(&mut self, before: &Self, now: Stamp) {
        for (id, record) in before.records() {
            self.entry(id).restore(record, now);
        }
    }

    /// Whether nothing has been answered.
    pub fn is_empty(&self) -> bool {
        self.records.values().all(Record::is_empty)
    }
}
