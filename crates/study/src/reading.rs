//! What the reader says to have read, and where they are.

use serde::{Deserialize, Serialize};

use crate::record::Stamp;
use crate::store::{KIND_END, Store};

/// The kind of record that says whether a page has been read; the id is its route below the site's base.
pub const READ: &str = "read";

/// An entry of that record; the last one counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// When the reader said so, Unix milliseconds; none when they took it back.
    pub at_ms: Option<u64>,
}

/// The key of the record for the page of a route.
pub fn read_key(route: &str) -> String {
    format!("{READ}{KIND_END}{route}")
}

/// When the page of a route was marked as read, Unix milliseconds.
pub fn read_ms(store: &Store, route: &str) -> Option<u64> {
    let (_, last) = store.log(&read_key(route))?.read::<Read>().next_back()?;
    last.at_ms
}

/// Every page that is marked as read: its route, and when that was, Unix milliseconds.
pub fn all_read(store: &Store) -> impl Iterator<Item = (&str, u64)> {
    store.of_kind(READ).filter_map(|(route, log)| {
        let (_, last) = log.read::<Read>().next_back()?;
        Some((route, last.at_ms?))
    })
}

/// The record of where the reader is: one for all pages, and like settings no part of what was learnt.
pub const PLACE: &str = "settings:place";

/// An entry of that record; the last one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Below the site's base.
    pub route: String,
    /// Title of the page.
    pub page: String,
    /// Anchor and title of the section; none at the top of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<(String, String)>,
    /// Unix milliseconds.
    pub at_ms: u64,
}

impl Place {
    /// In words: "Little's law, Trade-offs".
    pub fn words(&self) -> String {
        match &self.section {
            Some((_, section)) => format!("{}, {section}", self.page),
            None => self.page.clone(),
        }
    }

    /// Below the site's base, with the anchor of the section.
    pub fn address(&self) -> String {
        match &self.section {
            Some((anchor, _)) => format!("{}#{anchor}", self.route),
            None => self.route.clone(),
        }
    }
}

/// Remembers where the reader is, and no longer where they were.
pub fn move_to(store: &mut Store, place: &Place, now: Stamp) {
    store.reset([PLACE], now);
    store.append(PLACE, place, now);
}

/// Where the reader was last.
pub fn place(store: &Store) -> Option<Place> {
    let (_, last) = store.log(PLACE)?.read::<Place>().next_back()?;
    Some(last)
}

/// Where to go on: where the reader was last, unless they have said since that they have read that page.
pub fn left_at(store: &Store) -> Option<Place> {
    place(store)
        .filter(|place| read_ms(store, &place.route).is_none_or(|read_ms| read_ms < place.at_ms))
}
