//! What taking in another store would do to one, before it is done.

use crate::kept::Kept;
use crate::log::Log;
use crate::record::Record;
use crate::store::Store;

/// A record of the other store, and how it stands to the one here. All are counts of entries: attempts at a question, or
/// what a record of another kind is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub key: String,
    /// There now.
    pub here: usize,
    /// That a merge would bring.
    pub adds: usize,
    /// That a merge would forget: they were reset there, after they were made here.
    pub forgets: usize,
    /// That are not in the other store.
    pub only_here: usize,
    /// Of the other store that a merge would not bring back: they were reset here.
    pub reset_here: usize,
}

/// In short.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meets {
    /// Nothing of it is here.
    New,
    /// Both say something that the other does not, or the other says more.
    Differs,
    /// Something here was reset there.
    Forgets,
    /// Something there was reset here.
    ResetHere,
    /// All of it is here, and more.
    Older,
    Same,
}

impl Row {
    pub fn meets(&self) -> Meets {
        if self.forgets > 0 {
            Meets::Forgets
        } else if self.adds > 0 && self.here == 0 {
            Meets::New
        } else if self.adds > 0 {
            Meets::Differs
        } else if self.reset_here > 0 {
            Meets::ResetHere
        } else if self.only_here > 0 {
            Meets::Older
        } else {
            Meets::Same
        }
    }
}

/// Each record of the other store that says something or forgets something, in the order of the keys.
pub fn compare(here: &Store, other: &Store) -> Vec<Row> {
    let (nothing, silent) = (Record::default(), Log::default());
    let records = other
        .records()
        .map(|(key, record)| row(key, here.get(key).unwrap_or(&nothing), record));
    let logs = other
        .logs()
        .map(|(key, log)| row(key, here.log(key).unwrap_or(&silent), log));
    records.chain(logs).flatten().collect()
}

fn row<K: Kept>(key: &str, here: &K, other: &K) -> Option<Row> {
    let mut met = here.clone();
    met.merge(other.clone());
    let count = |record: &K| record.stamps().len();
    let row = Row {
        key: key.to_owned(),
        here: count(here),
        adds: count(&here.lacking(&met)),
        forgets: count(&met.lacking(here)),
        only_here: count(&other.lacking(here)),
        reset_here: count(&met.lacking(other)),
    };
    (!other.is_empty() || row.forgets > 0).then_some(row)
}

/// How many entries are here and not in the other store: what saying no more than that one would forget.
pub fn only_here(here: &Store, other: &Store) -> usize {
    let records = here.records().map(|(id, record)| {
        let there = other.get(id).cloned().unwrap_or_default();
        there.lacking(record).stamps().len()
    });
    let logs = here.logs().map(|(key, log)| {
        let there = other.log(key).cloned().unwrap_or_default();
        there.lacking(log).stamps().len()
    });
    records.chain(logs).sum()
}
