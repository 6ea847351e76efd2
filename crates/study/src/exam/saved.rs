//! The format in which sittings are kept: JSON with a version, one text a sitting, under its own id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::session::{Event, Paper, Session};
use crate::record::{LAST_MS, Stamp};
use crate::saved::Unreadable;

/// The version written by this program.
pub const VERSION: u32 = 1;

#[derive(Deserialize)]
struct Head {
    v: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Saved {
    v: u32,
    paper: Paper,
    events: Vec<(Stamp, Event)>,
}

/// A sitting as text.
pub fn write(session: &Session) -> String {
    let saved = Saved {
        v: VERSION,
        paper: session.paper().clone(),
        events: session
            .events()
            .map(|(stamp, event)| (stamp, event.clone()))
            .collect(),
    };
    // Strings, numbers and maps with string keys: nothing in them that JSON cannot hold.
    serde_json::to_string(&saved).unwrap_or_default()
}

pub fn read(text: &str) -> Result<Session, Unreadable> {
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    match serde_json::from_str::<Head>(text).map_err(damaged)?.v {
        VERSION => {}
        0 => return Err(Unreadable::Damaged("there is no format 0".to_owned())),
        newer => return Err(Unreadable::Newer(newer)),
    }
    let saved: Saved = serde_json::from_str(text).map_err(damaged)?;
    let stamps = saved.events.iter().map(|(stamp, _)| *stamp);
    if stamps
        .chain([saved.paper.started])
        .any(|stamp| stamp.0 > LAST_MS)
    {
        return Err(Unreadable::Damaged(
            "a time in it is out of range".to_owned(),
        ));
    }
    Ok(Session::from_parts(saved.paper, saved.events))
}

/// In front of the key of what was set aside.
const ASIDE: &str = "aside:";

/// The keys and texts to write so that both `text` and what was `found` under its key are kept: copies of a sitting are
/// merged, what cannot be read is set aside under a key made from the text itself. To be written in this order.
pub fn writes(key: &str, found: Option<&str>, text: &str) -> Vec<(String, String)> {
    let mut writes = Vec::new();
    let mut merged: Option<Session> = None;
    for text in found.into_iter().chain([text]) {
        match read(text) {
            Ok(session) if session.id() == key => match &mut merged {
                Some(known) => known.merge(session),
                None => merged = Some(session),
            },
            _ if key.starts_with(ASIDE) => return vec![(key.to_owned(), text.to_owned())],
            _ => writes.push((aside(text), text.to_owned())),
        }
    }
    if let Some(session) = merged {
        writes.push((key.to_owned(), write(&session)));
    }
    writes
}

/// All sittings that can be read, by id; and how many texts cannot.
pub fn read_all<'a>(
    texts: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> (BTreeMap<String, Session>, usize) {
    let mut sessions: BTreeMap<String, Session> = BTreeMap::new();
    let mut unread = 0;
    for (_, text) in texts {
        match read(text) {
            Ok(session) => take_in(&mut sessions, session),
            Err(_) => unread += 1,
        }
    }
    (sessions, unread)
}

/// Merges a sitting into what is known of it.
pub fn take_in(sessions: &mut BTreeMap<String, Session>, session: Session) {
    match sessions.get_mut(&session.id()) {
        Some(known) => known.merge(session),
        None => {
            sessions.insert(session.id(), session);
        }
    }
}

fn aside(text: &str) -> String {
    // FNV-1a, 64 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{ASIDE}{hash:016x}")
}
