//! The sittings of assessments, and whether this browser keeps them.

use std::collections::{BTreeMap, BTreeSet};

use headroom_study::Store;
use headroom_study::exam::{Event, Session, saved};
use leptos::prelude::*;

use super::keeping::Keeping;
#[cfg(target_arch = "wasm32")]
pub use crate::platform::storage::stamp;
#[cfg(target_arch = "wasm32")]
use crate::platform::storage::{self, others::Others};

#[derive(Clone, Copy)]
pub struct Sittings {
    /// By id.
    pub all: RwSignal<BTreeMap<String, Session>>,
    pub keeping: RwSignal<Keeping>,
    /// How many texts are kept in the place of a sitting and cannot be read.
    pub unread: RwSignal<usize>,
    /// Those that could not be kept so far.
    unkept: StoredValue<BTreeSet<String>>,
}

impl Sittings {
    /// Empty, as on the host.
    pub fn new() -> Self {
        Self {
            all: RwSignal::default(),
            keeping: RwSignal::new(Keeping::NotYet),
            unread: RwSignal::new(0),
            unkept: StoredValue::default(),
        }
    }

    /// Reads what this browser keeps, and from now on hears what other tabs do, for as long as the page is on show.
    pub fn load(self) {
        #[cfg(target_arch = "wasm32")]
        {
            let others = Others::new(storage::SITTINGS.prefix, move |text| {
                if let Ok(session) = saved::read(text) {
                    self.all.try_update(|all| saved::take_in(all, session));
                }
            });
            let others = StoredValue::new_local(Some(others));
            on_cleanup(move || others.set_value(None));
        }
        self.keep(None);
    }

    /// A sitting that begins now.
    pub fn begin(self, session: Session) {
        let id = session.id();
        self.all.update(|all| saved::take_in(all, session));
        self.keep(Some(id));
    }

    /// Adds what is done in a sitting now, and keeps it.
    pub fn add(self, id: &str, event: Event) {
        self.all.update(|all| {
            if let Some(session) = all.get_mut(id) {
                session.add(event, stamp());
            }
        });
        self.keep(Some(id.to_owned()));
    }

    /// Nobody sits on the host.
    fn keep(self, id: Option<String>) {
        let mut ids: BTreeSet<String> = id.into_iter().collect();
        self.unkept.update_value(|unkept| ids.append(unkept));
        let texts = self.all.with_untracked(|all| {
            ids.iter()
                .filter_map(|id| Some((id.clone(), saved::write(all.get(id)?))))
                .collect::<Vec<_>>()
        });
        #[cfg(target_arch = "wasm32")]
        leptos::task::spawn_local(async move {
            let kept = storage::SITTINGS.exchange(texts).await;
            // The reader may have left the page meanwhile.
            if kept.keeping.loses() {
                self.unkept
                    .try_update_value(|unkept| unkept.append(&mut ids));
            }
            let texts = kept.texts.iter().map(|(key, text)| (&**key, &**text));
            let (found, unread) = saved::read_all(texts);
            let newer = kept.newer.map_or(0, |(_, texts)| texts.len());
            self.all.try_update(|all| {
                for session in found.into_values() {
                    saved::take_in(all, session);
                }
            });
            let _ = self.unread.try_set(unread + newer);
            let _ = self.keeping.try_set(kept.keeping);
        });
        #[cfg(not(target_arch = "wasm32"))]
        let _ = texts;
    }
}

impl Default for Sittings {
    fn default() -> Self {
        Self::new()
    }
}

/// Keeps answers among those to the questions of pages.
pub fn keep_answers(answers: &Store) {
    let texts: Vec<(String, String)> = answers
        .records()
        .map(|(id, record)| (id.to_owned(), headroom_study::saved::write(id, record)))
        .collect();
    #[cfg(target_arch = "wasm32")]
    if !texts.is_empty() {
        leptos::task::spawn_local(async move {
            // Where this is refused, the sitting is too, and says so.
            storage::ANSWERS.exchange(texts).await;
            crate::platform::document::tell(ANSWERED);
        });
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = texts;
}

/// Told to the program of every page: answers were kept that it has not heard of.
pub const ANSWERED: &str = "headroom-answered";

/// No moment is told from another on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn stamp() -> headroom_study::Stamp {
    headroom_study::Stamp::default()
}
