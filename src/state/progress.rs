//! What the reader has answered, on every page, and whether this browser keeps it.

use std::collections::BTreeSet;

use headroom_content::model::Question;
use headroom_study::export::export;
use headroom_study::saved::{self, Aside};
use headroom_study::{About, Attempt, Change, Stamp, Store, keep, text};
use leptos::prelude::*;

use super::keeping::Keeping;
use super::site::Here;
#[cfg(target_arch = "wasm32")]
use crate::platform::storage::{self, channel, stamp};

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
        let about = about(question, &here.route, &here.title);
        let mut changed = Vec::new();
        self.store.update(|store| {
            changed = store.adopt(question, now);
            store.entry(&question.id).add(attempt, about, now);
        });
        changed.push(question.id.clone());
        self.keep(&changed);
        self.ask_to_keep();
    }

    /// Takes in records that were made elsewhere, and keeps them.
    pub fn bring_in(self, store: Store) {
        let keys: Vec<String> = store.keys().map(str::to_owned).collect();
        let mut news = false;
        self.store.maybe_update(|known| {
            let mut met = known.clone();
            met.merge(store);
            news = met != *known;
            *known = met;
            news
        });
        if news {
            self.keep(&keys);
        }
    }

    /// Remembers, as given now, what was answered to what is no question of a page.
    pub fn remember(self, id: &str, mut attempt: Attempt, about: About) {
        let now = stamp();
        attempt.at_ms = now.0;
        self.store
            .update(|store| store.entry(id).add(attempt, about, now));
        self.keep(&[id.to_owned()]);
    }

    /// Remembers something of another kind than answers, by its key (see [`headroom_study::log`]): `exam:<id>`.
    pub fn append(self, key: &str, entry: &impl serde::Serialize) {
        self.store.update(|store| store.append(key, entry, stamp()));
        self.keep(&[key.to_owned()]);
    }

    /// Forgets the records of these keys, and returns what that changed, for [`Self::undo`].
    pub fn reset(self, keys: &[String]) -> Change {
        self.change(|store, now| store.reset(keys.iter().map(String::as_str), now))
    }

    /// Does something to what is remembered, and returns what that changed, for [`Self::undo`].
    pub fn change(self, act: impl FnOnce(&mut Store, Stamp)) -> Change {
        let now = stamp();
        let mut change = Change::default();
        self.store
            .update(|store| change = store.change(|store| act(store, now)));
        self.keep(&keys_of(&change));
        change
    }

    /// Takes a change back. What has come since stays.
    pub fn undo(self, change: &Change) {
        self.store.update(|store| store.undo(change, stamp()));
        self.keep(&keys_of(change));
    }

    /// Takes a reset back where nothing has come since: of what it changed, all that was there before is there again.
    pub fn bring_back(self, reset: &Change) {
        self.store
            .update(|store| store.restore(&reset.before, stamp()));
        self.keep(&keys_of(reset));
    }

    /// Keeps texts that are no records: set aside, to be looked at again.
    pub fn keep_aside(self, aside: &[Aside]) {
        if aside.is_empty() {
            return;
        }
        let texts = aside.iter().map(|one| keep::aside(&one.key, &one.text));
        self.exchange(texts.collect(), BTreeSet::new());
    }

    /// All records as one text, with what could not be read.
    pub fn export(self) -> String {
        self.store.with_untracked(|store| {
            self.aside
                .with_untracked(|aside| export(store, aside, now_ms()))
        })
    }

    /// Keeps what is known under these keys and under those that could not be kept before, and takes in all that is
    /// kept. Nobody answers on the host.
    fn keep(self, keys: &[String]) {
        let mut keys: BTreeSet<String> = keys.iter().cloned().collect();
        self.unkept.update_value(|unkept| keys.append(unkept));
        self.exchange(self.texts(&keys), keys);
    }

    fn texts(self, keys: &BTreeSet<String>) -> Vec<(String, String)> {
        let text = |store: &Store, key: &String| Some((key.clone(), saved::text(store, key)?));
        self.store
            .with_untracked(|store| keys.iter().filter_map(|key| text(store, key)).collect())
    }

    #[cfg(target_arch = "wasm32")]
    fn exchange(self, texts: Vec<(String, String)>, mut keys: BTreeSet<String>) {
        leptos::task::spawn_local(async move {
            let kept = storage::ANSWERS.exchange(texts).await;
            if !keys.is_empty() {
                channel::tell(&self.texts(&keys));
            }
            if kept.keeping.loses() {
                self.unkept.update_value(|unkept| unkept.append(&mut keys));
            }
            self.take_in(kept);
        });
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[expect(clippy::unused_self, reason = "its place in the browser")]
    fn exchange(self, _: Vec<(String, String)>, _: BTreeSet<String>) {}

    /// Takes in from now on what other tabs, and other programs of this page, write.
    #[cfg(target_arch = "wasm32")]
    pub fn follow(self) {
        let hear = move |texts: Vec<(String, String)>| {
            if texts.is_empty() {
                let unkept = self.texts(&self.unkept.get_value());
                if !unkept.is_empty() {
                    channel::tell(&unkept);
                }
            } else {
                self.merge(keep::read_all(texts.iter().map(|(key, text)| (&**key, &**text))).0);
                // Whether it is kept is found out here, too: what could not be is told to whoever comes later.
                self.exchange(texts, BTreeSet::new());
            }
        };
        channel::open(hear, move || self.load());
        channel::tell(&Vec::new());
    }

    /// Asks the browser not to clear what is kept, when there is something to keep: at the fifth answer, and not again until
    /// the fiftieth.
    fn ask_to_keep(self) {
        let answers = self.store.with_untracked(|store| {
            let records = store.records();
            records.map(|(_, record)| record.attempts().len()).sum()
        });
        #[cfg(target_arch = "wasm32")]
        if matches!(answers, 5 | 50) {
            leptos::task::spawn_local(async {
                if storage::durable::promised().await == Some(false) {
                    // What comes of it is told on the progress page.
                    let _ = storage::durable::ask().await;
                }
            });
        }
        #[cfg(not(target_arch = "wasm32"))]
        let _: usize = answers;
    }

    #[cfg(target_arch = "wasm32")]
    fn merge(self, found: Store) {
        self.store.maybe_update(|store| {
            let mut met = store.clone();
            met.merge(found);
            let news = met != *store;
            *store = met;
            news
        });
    }

    #[cfg(target_arch = "wasm32")]
    fn take_in(self, kept: storage::Kept) {
        let texts = kept.texts.iter().map(|(key, text)| (&**key, &**text));
        let (found, mut aside) = keep::read_all(texts);
        if let Some((version, texts)) = kept.newer {
            aside.extend(texts.into_iter().map(|(key, text)| Aside {
                key,
                text,
                why: saved::Unreadable::Newer(version),
            }));
        }
        self.merge(found);
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

/// What lists say of a question that stands on a page.
pub fn about(question: &Question, route: &str, page: &str) -> About {
    About {
        route: route.to_owned(),
        page: page.to_owned(),
        prompt: text::plain(&question.prompt.0, 120),
        objective: question.objective.clone(),
    }
}

fn keys_of(change: &Change) -> Vec<String> {
    change.keys().into_iter().map(str::to_owned).collect()
}

/// Unix milliseconds.
pub fn now_ms() -> u64 {
    stamp().0
}

/// No moment is told from another on the host.
#[cfg(not(target_arch = "wasm32"))]
fn stamp() -> Stamp {
    Stamp::default()
}
