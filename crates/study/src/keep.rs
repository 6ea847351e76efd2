//! Records in a place that holds one text a key: what to write there so that nothing that stands in it is lost,
//! and how to read all of it.
//!
//! A record's key is the id of its question. A text that is no record is set aside under a key of its own, made from
//! the text itself, so that setting it aside twice keeps it once and two texts never meet.

use crate::record::Record;
use crate::saved::{self, Aside};
use crate::store::Store;

/// In front of the key of what was set aside. Ids of questions hold no colon.
const ASIDE: &str = "aside:";

/// The keys and texts to write so that both `text` and what was `found` under its key are kept. Records of the same
/// question are merged; what cannot be read is set aside.
///
/// To be written in this order, and no further than the first that fails: a record takes the place of a damaged one
/// only when that one is safe.
pub fn writes(key: &str, found: Option<&str>, text: &str) -> Vec<(String, String)> {
    if key.starts_with(ASIDE) {
        return vec![aside(question(key), text)];
    }
    let mut writes = Vec::new();
    let mut merged: Option<Record> = None;
    for text in found.into_iter().chain([text]) {
        match saved::read(key, text) {
            Ok(record) => merged.get_or_insert_default().merge(record),
            Err(_) => writes.push(aside(key, text)),
        }
    }
    if let Some(record) = merged {
        writes.push((key.to_owned(), saved::write(key, &record)));
    }
    writes
}

/// All that is kept: the records, and what is none. What was set aside is tried again, for this program may be newer
/// than the one that did.
pub fn read_all<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Store, Vec<Aside>) {
    let mut store = Store::default();
    let mut set_aside: Vec<Aside> = Vec::new();
    for (key, text) in texts {
        let id = question(key);
        match saved::read(id, text) {
            Ok(record) => store.take_in(id, record),
            Err(why) => {
                let aside = Aside {
                    key: id.to_owned(),
                    text: text.to_owned(),
                    why,
                };
                if !set_aside.contains(&aside) {
                    set_aside.push(aside);
                }
            }
        }
    }
    (store, set_aside)
}

/// The id of the question that a key belongs to.
fn question(key: &str) -> &str {
    key.strip_prefix(ASIDE)
        .map_or(key, |rest| rest.split_once(':').map_or(rest, |(id, _)| id))
}

fn aside(id: &str, text: &str) -> (String, String) {
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (format!("{ASIDE}{id}:{hash:016x}"), text.to_owned())
}
