//! Records in a place that holds one text a key: what to write there so that nothing that stands in it is lost,
//! and how to read all of it.
//!
//! A record's key is the id of its question, or its kind and its id (`exam:<id>`). A text that is no record is set aside
//! under a key of its own, made from the text itself, so that setting it aside twice keeps it once and two texts never
//! meet.

use crate::saved::{self, ASIDE, Aside, Trust};
use crate::store::{KIND_END, Store};

/// The keys and texts to write so that both `text` and what was `found` under its key are kept. Records of the same
/// key are merged; what cannot be read is set aside.
///
/// To be written in this order, and no further than the first that fails: a record takes the place of a damaged one
/// only when that one is safe.
pub fn writes(key: &str, found: Option<&str>, text: &str) -> Vec<(String, String)> {
    let (of, trust) = belongs(key);
    if trust == Trust::Foreign {
        return vec![aside(of, text)];
    }
    let mut writes = Vec::new();
    let mut merged = Store::default();
    for text in found.into_iter().chain([text]) {
        if saved::read_into(&mut merged, Some(key), text, trust).is_err() {
            writes.push(aside(key, text));
        }
    }
    if let Some(text) = saved::text(&merged, key) {
        writes.push((key.to_owned(), text));
    }
    writes
}

/// All that is kept: the records, and what is none. What was set aside is tried again, for this program may be newer
/// than the one that did.
pub fn read_all<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Store, Vec<Aside>) {
    let mut store = Store::default();
    let mut set_aside: Vec<Aside> = Vec::new();
    for (key, text) in texts {
        let (of, trust) = belongs(key);
        if let Err(why) = saved::read_into(&mut store, Some(of), text, trust) {
            let aside = Aside {
                key: of.to_owned(),
                text: text.to_owned(),
                why,
            };
            if !set_aside.contains(&aside) {
                set_aside.push(aside);
            }
        }
    }
    (store, set_aside)
}

/// The key of the record that a key belongs to. What was set aside names it between two colons.
fn belongs(key: &str) -> (&str, Trust) {
    match key.strip_prefix(ASIDE) {
        Some(rest) => {
            let of = rest.rsplit_once(KIND_END).map_or(rest, |(of, _)| of);
            (of, Trust::Foreign)
        }
        None => (key, Trust::Own),
    }
}

/// Where a text is kept that is no record of what it should be one of.
pub fn aside(of: &str, text: &str) -> (String, String) {
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (format!("{ASIDE}{of}:{hash:016x}"), text.to_owned())
}
