//! A digest of what was answered: who has the answers can make it again and see that it is the same.

use std::fmt::Write as _;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::session::{Paper, Session};
use super::state::State;
use crate::answer::Answer;
use crate::record::Confidence;

/// What the digest is made of, in the order of the fields: JSON without spaces, with keys of maps in order.
#[derive(Serialize)]
struct Canonical<'s> {
    format: &'static str,
    v: u32,
    paper: &'s Paper,
    /// One for each question of the paper.
    answers: Vec<(Option<&'s Answer>, Option<Confidence>)>,
    over_ms: Option<u64>,
    elapsed_ms: u64,
    extensions: u16,
}

/// SHA-256 (FIPS 180-4) of the paper, the answers and the times, as 64 hexadecimal digits. What a reader says of
/// answers afterwards does not change it.
pub fn digest(session: &Session, state: &State) -> String {
    let given = |id: &str| {
        let given = state.given.get(id);
        (
            given.and_then(|given| given.answer.as_ref()),
            given.and_then(|given| given.confidence),
        )
    };
    let canonical = Canonical {
        format: "headroom-assessment",
        v: 1,
        paper: session.paper(),
        answers: session
            .paper()
            .asked
            .iter()
            .map(|asked| given(&asked.id))
            .collect(),
        over_ms: state.over_ms,
        elapsed_ms: state.elapsed_ms,
        extensions: state.extensions,
    };
    // Strings, numbers and maps with string keys: nothing in them that JSON cannot hold.
    let text = serde_json::to_string(&canonical).unwrap_or_default();
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a string does not fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
