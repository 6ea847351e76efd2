//! What the reader has predicted of the runs of labs. It is kept with the answers, by the program of every page; labs, which are
//! other programs, tell it what was predicted and are told what is kept, by events of the document.

use headroom_study::Score;
use serde::{Deserialize, Serialize};

#[cfg(target_arch = "wasm32")]
use crate::platform::document;

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

/// Told by a lab: the reader has seen the run that would answer a prediction; its id, as text.
#[cfg(target_arch = "wasm32")]
pub const UNCOVERED: &str = "headroom-uncovered";

/// Of the disclosure that covers a recorded run: the id of what it would answer, which is a question of the page or, on the page of
/// a lab, what the lab itself asks of its experiment.
#[cfg(target_arch = "wasm32")]
const ASKED: &str = "data-asked";

/// Keeps what labs tell, and tells them what is kept, for as long as the program runs.
#[cfg(target_arch = "wasm32")]
pub fn serve(progress: super::progress::Progress) {
    use headroom_study::{About, Answer, Attempt, Stamp, text};
    use leptos::prelude::*;

    use document::{Heard, listen};

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
    let uncovered = Heard::of(UNCOVERED, move |bytes| {
        let id = String::from_utf8_lossy(bytes);
        let key = key_of(&id);
        let known = (progress.store)
            .with_untracked(|store| store.get(&id).is_some() || is_uncovered(store, &key));
        if !known {
            progress.append(&key, &true);
        }
    });
    std::mem::forget(uncovered);
    listen(WANTED, move || progress.store.with_untracked(tell));
}

/// Under which it is kept that the run was seen which would answer a prediction.
#[cfg(target_arch = "wasm32")]
fn key_of(question: &str) -> String {
    format!("uncovered:{question}")
}

#[cfg(target_arch = "wasm32")]
fn is_uncovered(store: &headroom_study::Store, key: &str) -> bool {
    store.log(key).is_some_and(|log| log.entries().len() > 0)
}

/// Uncovers the recorded run beside a prediction once the reader has made it, or has seen the run without.
#[cfg(target_arch = "wasm32")]
pub fn uncover(question: &headroom_content::model::Question, progress: super::progress::Progress) {
    use leptos::prelude::*;

    let question = question.clone();
    let key = key_of(&question.id);
    Effect::new(move |_| {
        let uncovered = progress.latest(&question).is_some()
            || progress.store.with(|store| is_uncovered(store, &key));
        if uncovered {
            document::open(ASKED, |id| id == question.id);
        }
    });
}

/// Tells labs what is kept, and uncovers on their own pages what was predicted or seen.
#[cfg(target_arch = "wasm32")]
pub fn tell(store: &headroom_study::Store) {
    use headroom_study::Answer;

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
        document::tell_with(KEPT, &bytes);
    }
    document::open(ASKED, |id| {
        id.contains('/') && (store.get(id).is_some() || is_uncovered(store, &key_of(id)))
    });
}
