//! The sittings of assessments: among all else that is kept of the reader, and told by their logs.

use std::collections::BTreeMap;

use headroom_study::Store;
use headroom_study::exam::{Entry, Event, KIND, Paper, Session};
use leptos::prelude::*;

use super::keeping::Keeping;
use super::progress::Progress;
#[cfg(target_arch = "wasm32")]
pub use crate::platform::storage::stamp;

#[derive(Clone, Copy)]
pub struct Sittings {
    progress: Progress,
    /// By id.
    pub all: Memo<BTreeMap<String, Session>>,
    pub keeping: RwSignal<Keeping>,
}

impl Sittings {
    /// Empty on the host.
    pub fn here() -> Self {
        let progress = Progress::here();
        Self {
            progress,
            all: Memo::new(move |_| {
                progress.store.with(|store| {
                    let logs = store.of_kind(KIND);
                    logs.filter_map(|(id, log)| Some((id.to_owned(), Session::read(log)?)))
                        .collect()
                })
            }),
            keeping: progress.keeping,
        }
    }

    /// A sitting that begins now.
    pub fn begin(self, paper: Paper) {
        let key = paper.key();
        self.progress.append(&key, &Entry::Begun(paper));
    }

    /// Adds what is done in a sitting now, and keeps it.
    pub fn add(self, id: &str, event: Event) {
        let did = Entry::Did {
            at_ms: stamp().0,
            event,
        };
        self.progress.append(&format!("{KIND}:{id}"), &did);
    }

    /// Keeps answers among those to the questions of pages.
    pub fn keep_answers(self, answers: Store) {
        self.progress.bring_in(answers);
    }
}

/// No moment is told from another on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn stamp() -> headroom_study::Stamp {
    headroom_study::Stamp::default()
}
