//! What the reader has answered, on every page, and whether this browser keeps it.

use headroom_content::model::Question;
use headroom_study::{Attempt, Store};
use leptos::prelude::*;

/// Where answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Nothing has been read yet; always so on the host.
    NotYet,
    Browser,
    /// Storage is blocked or full: until the page is closed.
    PageOnly,
}

impl Keeping {
    pub fn text(self) -> &'static str {
        match self {
            Self::NotYet => "",
            Self::Browser => "Kept in this browser.",
            Self::PageOnly => {
                "This browser's storage is blocked or full: the answer is lost when you close the page."
            }
        }
    }
}

/// Provided to every island.
#[derive(Clone, Copy)]
pub struct Progress {
    pub store: RwSignal<Store>,
    pub keeping: RwSignal<Keeping>,
}

impl Progress {
    /// Empty, as on the host; the program fills it from the browser's storage after it has taken the page over.
    pub fn new() -> Self {
        Self {
            store: RwSignal::default(),
            keeping: RwSignal::new(Keeping::NotYet),
        }
    }

    /// The reader's progress; memory of this page alone where none is provided.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// The last answer to this revision of a question, under its present or an earlier id.
    pub fn latest(&self, question: &Question) -> Option<Attempt> {
        self.store.with(|store| {
            std::iter::once(&question.id)
                .chain(&question.aliases)
                .filter_map(|id| store.get(id)?.latest(question.revision))
                .max()
                .cloned()
        })
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use headroom_content::model::Question;
    use headroom_study::saved::{self, Unreadable};
    use headroom_study::{About, Attempt, Stamp, text};
    use leptos::prelude::*;

    use super::{Keeping, Progress};
    use crate::platform::storage;
    use crate::state::site::Here;

    /// Where a text that is no record is kept as it was found. Ids of questions hold no colon.
    const ASIDE: &str = "aside:";

    impl Progress {
        pub fn load(&self) {
            let found = storage::all();
            self.store.update(|store| {
                for (key, text) in found {
                    let key = key.strip_prefix(ASIDE).unwrap_or(&key).to_owned();
                    if let Ok(record) = saved::read(&key, &text) {
                        store.take_in(&key, record);
                    }
                }
            });
            self.keeping.set(if storage::available() {
                Keeping::Browser
            } else {
                Keeping::PageOnly
            });
        }

        pub fn add(&self, question: &Question, mut attempt: Attempt) {
            let (ms, nonce) = storage::stamp();
            attempt.at_ms = ms;
            let here = Here::get();
            let about = About {
                route: here.route,
                page: here.title,
                prompt: text::plain(&question.prompt.0, 120),
                objective: question.objective.clone(),
            };
            self.store.update(|store| {
                store
                    .entry(&question.id)
                    .add(attempt, about, Stamp(ms, nonce));
            });
            self.keep(&question.id);
        }

        pub fn reset(&self, question: &Question) {
            let (ms, nonce) = storage::stamp();
            for id in std::iter::once(&question.id).chain(&question.aliases) {
                let known = self
                    .store
                    .with_untracked(|store| store.get(id).is_some_and(|record| !record.is_empty()));
                if known {
                    self.store
                        .update(|store| store.entry(id).reset(Stamp(ms, nonce)));
                    self.keep(id);
                }
            }
        }

        /// Writes a record together with what another tab has written since; what cannot be read is set aside
        /// first, and never written over.
        fn keep(&self, id: &str) {
            let mut safe = true;
            if let Some(text) = storage::get(id) {
                match saved::read(id, &text) {
                    Ok(record) => self.store.update(|store| store.take_in(id, record)),
                    Err(Unreadable::Newer(_) | Unreadable::Damaged(_)) => {
                        let place = format!("{ASIDE}{id}");
                        let earlier = storage::get(&place).is_some_and(|kept| kept != text);
                        safe = !earlier && storage::put(&place, &text);
                    }
                }
            }
            let text = self
                .store
                .with_untracked(|store| store.get(id).map(|record| saved::write(id, record)));
            let kept = safe && text.is_none_or(|text| storage::put(id, &text));
            self.keeping.set(if kept {
                Keeping::Browser
            } else {
                Keeping::PageOnly
            });
        }
    }
}
