//! What the reader has predicted of the runs of labs. It is kept with the answers, by the program of every page; labs, which are
//! other programs, tell it what was predicted and are told what is kept, by events of the document.

use headroom_study::Score;
use serde::{Deserialize, Serialize};

/// A prediction and what came of it, in words: what was asked is made from the lab's figures, and is not asked again the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Predicted {
    /// The scenario and its experiment: `labs/retry-storm/budget`. Questions have no slash in their ids.
    pub id: String,
    /// The fingerprint of the scenario: of another one a run says nothing.
    pub revision: u32,
    pub said: String,
    pub gave: String,
    pub score: Score,
}

/// Where a prediction was made, and what was asked.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "nobody predicts on the host")
)]
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Asked {
    pub route: String,
    pub page: String,
    pub prompt: String,
}

/// Told by a lab: (Predicted, Asked), encoded with postcard.
#[cfg(target_arch = "wasm32")]
pub const MADE: &str = "headroom-predicted";
/// Told by a lab that has come: what is kept?
#[cfg(target_arch = "wasm32")]
pub const WANTED: &str = "headroom-predictions-wanted";
/// Told to labs: all that is kept, oldest first, encoded with postcard.
#[cfg(target_arch = "wasm32")]
pub const KEPT: &str = "headroom-predictions";

/// Told by a lab: the reader has seen the run that would answer a prediction.
#[cfg(target_arch = "wasm32")]
pub const UNCOVERED: &str = "headroom-uncovered";
/// On the disclosure of a run that would answer a prediction: the prediction's id.
#[cfg(target_arch = "wasm32")]
const ASKED: &str = "data-asked";
/// The same once the reader has seen the run without.
#[cfg(target_arch = "wasm32")]
pub const SEEN: &str = "data-seen";

/// Keeps what labs tell, and tells them what is kept, for as long as the program runs.
#[cfg(target_arch = "wasm32")]
pub fn serve(progress: super::progress::Progress) {
    use headroom_study::{About, Answer, Attempt, Stamp, text};
    use leptos::prelude::*;

    use crate::platform::document::{Heard, listen};

    /// Of a prompt in lists, characters; as of questions.
    const MOST: usize = 120;

    let heard = Heard::of(MADE, move |bytes| {
        let Ok((made, asked)) = postcard::from_bytes::<(Predicted, Asked)>(bytes) else {
            return;
        };
        let attempt = Attempt {
            stamp: Stamp::default(),
            at_ms: 0,
            revision: made.revision,
            answer: Answer::Predicted {
                said: made.said,
                gave: made.gave,
            },
            score: made.score,
            seed: 0,
            hints: 0,
            took_ms: None,
            confidence: None,
        };
        let about = About {
            route: asked.route,
            page: asked.page,
            prompt: text::plain(&crate::components::escape(&asked.prompt), MOST),
            objective: None,
        };
        progress.remember(&made.id, attempt, about);
    });
    std::mem::forget(heard);
    listen(WANTED, move || progress.store.with_untracked(tell));
}

/// Under which it is kept that the reader has seen the run that would answer a prediction.
#[cfg(target_arch = "wasm32")]
fn key_of(question: &str) -> String {
    format!("uncovered:{question}")
}

/// Whether a prediction was made, or its run seen without.
#[cfg(target_arch = "wasm32")]
fn is_over(store: &headroom_study::Store, question: &str) -> bool {
    let made = store.get(question);
    let seen = store.log(&key_of(question));
    made.is_some_and(|record| record.attempts().len() > 0)
        || seen.is_some_and(|log| log.entries().len() > 0)
}

/// Keeps which runs are seen without a prediction, for as long as the page is on show.
#[cfg(target_arch = "wasm32")]
pub fn keep_seen(progress: super::progress::Progress) {
    use leptos::prelude::*;

    use crate::platform::document::{Heard, with};

    let keep = move || {
        for question in with(SEEN) {
            if !progress
                .store
                .with_untracked(|store| is_over(store, &question))
            {
                progress.append(&key_of(&question), &true);
            }
        }
    };
    // It may have been before this program came.
    keep();
    let heard = StoredValue::new_local(Heard::of(UNCOVERED, move |_| keep()));
    on_cleanup(move || heard.set_value(None));
}

/// Tells labs what is kept, and uncovers the runs of predictions that are over.
#[cfg(target_arch = "wasm32")]
pub fn tell(store: &headroom_study::Store) {
    use headroom_study::Answer;

    crate::platform::document::open(ASKED, |question| is_over(store, question));

    let mut kept = Vec::new();
    for (id, record) in store.records() {
        for attempt in record.attempts() {
            if let Answer::Predicted { said, gave } = &attempt.answer {
                kept.push(Predicted {
                    id: id.to_owned(),
                    revision: attempt.revision,
                    said: said.clone(),
                    gave: gave.clone(),
                    score: attempt.score,
                });
            }
        }
    }
    if let Ok(bytes) = postcard::to_allocvec(&kept) {
        crate::platform::document::tell_with(KEPT, &bytes);
    }
}
