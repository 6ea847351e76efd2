//! What the reader has answered, on every page, and whether this browser keeps it.

use std::collections::BTreeSet;

use headroom_content::model::Question;
use headroom_study::saved::{self, Aside};
use headroom_study::{About, Attempt, Store, text};
use leptos::prelude::*;

use super::keeping::Keeping;
use super::site::Here;
#[cfg(target_arch = "wasm32")]
use crate::platform::storage::{self, stamp};

/// Provided to every island.
#[derive(Clone, Copy)]
pub struct Progress {
    pub store: RwSignal<Store>,
    pub keeping: RwSignal<Keeping>,
    /// What is kept here and cannot be read.
    pub aside: RwSignal<Vec<Aside>>,
    /// The keys of what could not be kept so far.
    unkept: StoredValue<BTreeSet<String>>,
}

impl Progress {
    /// Empty, as on the host; the program fills it from the browser's storage after it has taken the page over.
    pub fn new() -> Self {
        Self {
            store: RwSignal::default(),
            keeping: RwSignal::new(Keeping::NotYet),
            aside: RwSignal::default(),
            unkept: StoredValue::default(),
        }
    }

    /// The reader's progress; memory of this page alone where none is provided.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::new)
    }

    /// That of a program other than the one of every page, for as long as it runs: what is on its way into the storage
    /// outlives the page it was made on.
    pub fn of_program() -> Self {
        #[cfg(target_arch = "wasm32")]
        {
            thread_local! {
                static OF_PROGRAM: (Owner, Progress) = {
                    let owner = Owner::new_root(None);
                    let progress = owner.with(Progress::new);
                    (owner, progress)
                };
            }
            OF_PROGRAM.with(|(_, progress)| *progress)
        }
        #[cfg(not(target_arch = "wasm32"))]
        Self::new()
    }

    /// The last answer to this revision of a question, under its present or an earlier id.
    pub fn latest(self, question: &Question) -> Option<Attempt> {
        self.store.with(|store| {
            std::iter::once(&question.id)
                .chain(&question.aliases)
                .filter_map(|id| store.get(id)?.latest(question.revision))
                .max()
                .cloned()
        })
    }

    /// How often this revision of a question was answered.
    pub fn tries(self, question: &Question) -> u32 {
        self.store.with(|store| {
            store
                .get(&question.id)
                .map_or(0, |record| record.tries(question.revision))
        })
    }

    /// Reads what this browser keeps, also what other tabs have written since the last time.
    pub fn load(self) {
        self.keep(&[]);
    }

    /// Remembers an answer that was given now, on the page `here`.
    pub fn add(self, question: &Question, mut attempt: Attempt, here: &Here) {
        let now = stamp();
        attempt.at_ms = now.0;
        let about = About {
            route: here.route.clone(),
            page: here.title.clone(),
            prompt: text::plain(&question.prompt.0, 120),
            objective: question.objective.clone(),
        };
        let mut changed = Vec::new();
        self.store.update(|store| {
            changed = store.adopt(question, now);
            store.entry(&question.id).add(attempt, about, now);
        });
        changed.push(question.id.clone());
        self.keep(&changed);
    }

    /// Remembers something of another kind than answers, by its key (see [`headroom_study::log`]): `exam:<id>`.
    pub fn append(self, key: &str, entry: &impl serde::Serialize) {
        self.store.update(|store| store.append(key, entry, stamp()));
        self.keep(&[key.to_owned()]);
    }

    /// Takes in records that were made elsewhere, and keeps them. Whether there was anything new in them.
    pub fn bring_in(self, store: Store) -> bool {
        let keys: Vec<String> = store.keys().map(str::to_owned).collect();
        let before = self.store.get_untracked();
        let mut after = before.clone();
        after.merge(store);
        let changed = after != before;
        if changed {
            self.store.set(after);
            self.keep(&keys);
        }
        changed
    }

    /// Remembers, as given now, what was answered to what is no question of a page.
    pub fn remember(self, id: &str, mut attempt: Attempt, about: About) {
        let now = stamp();
        attempt.at_ms = now.0;
        self.store
            .update(|store| store.entry(id).add(attempt, about, now));
        self.keep(&[id.to_owned()]);
    }

    /// Forgets the records of these keys, and returns them for [`Self::restore`].
    pub fn reset(self, keys: &[String]) -> Store {
        let mut before = Store::default();
        self.store.update(|store| {
            before = store.reset(keys.iter().map(String::as_str), stamp());
        });
        self.keep(keys);
        before
    }

    /// Brings back what a reset has forgotten.
    pub fn restore(self, before: &Store) {
        self.store.update(|store| store.restore(before, stamp()));
        let keys: Vec<String> = before.keys().map(str::to_owned).collect();
        self.keep(&keys);
    }

    /// All records as one text, with what could not be read.
    pub fn export(self) -> String {
        self.store.with_untracked(|store| {
            self.aside
                .with_untracked(|aside| saved::export(store, aside, stamp().0))
        })
    }

    /// Keeps what is known under these keys and under those that could not be kept before, and takes in all that is
    /// kept. Nobody answers on the host.
    fn keep(self, keys: &[String]) {
        let mut keys: BTreeSet<String> = keys.iter().cloned().collect();
        self.unkept.update_value(|unkept| keys.append(unkept));
        let texts = self.store.with_untracked(|store| {
            keys.iter()
                .filter_map(|key| Some((key.clone(), saved::text(store, key)?)))
                .collect::<Vec<_>>()
        });
        #[cfg(target_arch = "wasm32")]
        leptos::task::spawn_local(async move {
            let kept = storage::ANSWERS.exchange(texts).await;
            if kept.keeping.loses() {
                self.unkept.update_value(|unkept| unkept.append(&mut keys));
            }
            self.take_in(kept);
        });
        #[cfg(not(target_arch = "wasm32"))]
        let _ = texts;
    }

    #[cfg(target_arch = "wasm32")]
    fn take_in(self, kept: storage::Kept) {
        let texts = kept.texts.iter().map(|(key, text)| (&**key, &**text));
        let (found, mut aside) = headroom_study::keep::read_all(texts);
        if let Some((version, texts)) = kept.newer {
            aside.extend(texts.into_iter().map(|(key, text)| Aside {
                key,
                text,
                why: saved::Unreadable::Newer(version),
            }));
        }
        self.store.update(|store| store.merge(found));
        self.store.with_untracked(super::predictions::tell);
        self.aside.set(aside);
        self.keeping.set(kept.keeping);
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self::new()
    }
}

/// No moment is told from another on the host.
#[cfg(not(target_arch = "wasm32"))]
fn stamp() -> headroom_study::Stamp {
    headroom_study::Stamp::default()
}
