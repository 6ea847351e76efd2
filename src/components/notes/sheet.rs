//! One note: shown as it reads, or open to be written. The page of all notes and the places on other pages have the same.

use headroom_study::Change;
use headroom_study::notes::{self, Edit, Noted, Spot};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::markdown;
use crate::components::view;
use crate::platform::focus::focus_soon;
use crate::platform::keys::pressed;
use crate::state::keeping::Keeping;
use crate::state::keys::{InNote, Keys};
use crate::state::progress::Progress;
use crate::state::sittings::stamp;
use crate::words::{notes as say, quiz};

/// The longest that what is typed waits before it is kept, milliseconds.
#[cfg(target_arch = "wasm32")]
const SOON_MS: f64 = 500.0;

/// What notes are written on and removed from: one for a page of notes, one for each place elsewhere.
#[derive(Clone, Copy)]
pub struct Desk {
    pub progress: Progress,
    /// Where a note is being written.
    pub open: RwSignal<Vec<Spot>>,
    /// What was done last, in words.
    pub said: RwSignal<String>,
    /// What was removed and can be brought back, the last at the end.
    removed: RwSignal<Vec<Change>>,
    /// Id of the element that says so.
    notice: StoredValue<String>,
}

impl Desk {
    pub fn new(notice: String) -> Self {
        Self {
            progress: Progress::here(),
            open: RwSignal::default(),
            said: RwSignal::default(),
            removed: RwSignal::default(),
            notice: StoredValue::new(notice),
        }
    }

    /// Says what was done. The button that did it is gone: the focus goes to where it is said.
    fn tell(self, words: &str) {
        self.said.set(words.to_owned());
        focus_soon(self.notice.get_value());
    }

    /// Removes what stands at a place: the note, and the bookmark if `marks`.
    pub fn remove(self, spot: &Spot, marks: bool, words: &str) {
        let change = self.progress.change(|store, now| {
            notes::remove(store, &spot.id());
            if marks {
                notes::mark(store, spot, false, now);
            }
        });
        self.removed.update(|removed| removed.push(change));
        self.tell(words);
    }

    fn bring_back(self) {
        let mut last = None;
        self.removed.update(|removed| last = removed.pop());
        if let Some(change) = last {
            self.progress.undo(&change);
            self.tell(say::brought_back());
        }
    }

    /// Where it is said what was done, and where it can be undone.
    pub fn notice(self) -> AnyView {
        let undo = move || {
            let any = self.removed.with(|removed| !removed.is_empty());
            any.then(|| {
                view! { <button type="button" class="quiet" on:click=move |_| self.bring_back()>{say::undo()}</button> }
            })
        };
        view! {
            <div class="note__notice" id=self.notice.get_value() tabindex="-1">
                <p role="status">{move || self.said.get()}</p>
                {undo}
            </div>
        }
    }
}

/// A note and what is done with it.
#[derive(Clone, Copy)]
pub struct Sheet {
    desk: Desk,
    pub spot: StoredValue<Spot>,
    /// What is kept of it.
    pub noted: Memo<Option<Noted>>,
    pub open: Memo<bool>,
    edit: StoredValue<Option<Edit>>,
    /// Typed and not yet kept.
    pending: StoredValue<Option<String>>,
    /// Whether something was kept since it was opened.
    kept: RwSignal<bool>,
}

impl Sheet {
    pub fn new(desk: Desk, spot: Spot) -> Self {
        let id = spot.id();
        let here = spot.clone();
        Self {
            desk,
            noted: Memo::new(move |_| desk.progress.store.with(|store| notes::at(store, &id))),
            open: Memo::new(move |_| desk.open.with(|open| open.contains(&here))),
            spot: StoredValue::new(spot),
            edit: StoredValue::default(),
            pending: StoredValue::default(),
            kept: RwSignal::default(),
        }
    }

    /// The heading, for names of what is done there.
    pub fn heading(self) -> String {
        self.spot.with_value(|spot| spot.heading.clone())
    }

    /// Its text as it is kept; empty where there is none.
    pub fn text(self) -> String {
        self.noted.with(|noted| {
            noted
                .as_ref()
                .map_or_else(String::new, |one| one.text.clone())
        })
    }

    /// Of an element that belongs to it.
    pub fn id(self, part: &str) -> String {
        self.spot.with_value(|spot| format!("{part}-{}", spot.id()))
    }

    /// Opens it to be written, or closes it.
    pub fn turn(self) {
        if self.open.get_untracked() {
            return self.close();
        }
        let spot = self.spot.get_value();
        let store = self.desk.progress.store;
        let edit = store.with_untracked(|store| Edit::begin(store, spot.clone(), stamp()));
        self.edit.set_value(Some(edit));
        self.kept.set(false);
        self.desk.said.set(String::new());
        self.desk.open.update(|open| open.push(spot));
        focus_soon(self.id(TEXT));
    }

    fn close(self) {
        self.flush();
        let spot = self.spot.get_value();
        self.desk
            .open
            .update(|open| open.retain(|one| *one != spot));
        focus_soon(self.id(BUTTON));
    }

    fn remove(self) {
        self.pending.set_value(None);
        let spot = self.spot.get_value();
        self.desk
            .open
            .update(|open| open.retain(|one| *one != spot));
        self.desk.remove(&spot, false, say::note_removed());
    }

    fn typed(self, text: String) {
        self.pending.set_value(Some(text));
        #[cfg(target_arch = "wasm32")]
        {
            let expected = self.pending.get_value();
            crate::platform::clock::after(SOON_MS, move || {
                // Else more was typed since, which waits for its own time.
                if self.pending.try_get_value() == Some(expected) {
                    self.flush();
                }
            });
        }
    }

    /// Keeps what was typed and waits.
    fn flush(self) {
        let pending = self.pending.try_update_value(Option::take).flatten();
        let edit = self.edit.try_get_value().flatten();
        if let (Some(text), Some(edit)) = (pending, edit) {
            let progress = self.desk.progress;
            progress.change(|store, now| edit.write(store, &text, now));
            // The field may be gone.
            let _ = self.kept.try_set(true);
        }
    }

    /// The note as it reads, or its text in a field.
    pub fn view(self) -> AnyView {
        let shown = move || {
            if self.open.get() {
                untrack(|| self.field())
            } else {
                self.shown()
            }
        };
        shown.into_any()
    }

    fn shown(self) -> AnyView {
        let text = self.text();
        if text.is_empty() {
            return ().into_any();
        }
        let label = say::your_note_at(self.heading());
        let html = markdown::html(&text);
        let lost = move || self.lost();
        view! {
            <div class="note" role="note" aria-label=label>
                <div class="note__text" inner_html=html></div>
                <p class="note__lost" hidden=move || lost().is_none()>{lost}</p>
            </div>
        }
    }

    fn field(self) -> AnyView {
        #[cfg(target_arch = "wasm32")]
        self.flush_when_left();
        let label = say::note_in_markdown(self.heading());
        let (hint, field) = (self.id("note-hint"), self.id(TEXT));
        let kept = move || {
            let kept = self.kept.get() && self.desk.progress.keeping.get() != Keeping::NotYet;
            self.lost()
                .or_else(|| kept.then(|| quiz::kept().to_owned()))
        };
        let keys = move |event: KeyboardEvent| {
            if let Some(InNote::Done) = InNote::of(&pressed(&event)) {
                event.prevent_default();
                self.close();
            }
        };
        view! {
            <div class="note note--open">
                <textarea
                    id=field
                    aria-label=label
                    aria-describedby=hint.clone()
                    prop:value=self.text()
                    on:input=move |event| self.typed(event_target_value(&event))
                    on:blur=move |_| self.flush()
                    on:keydown=keys
                ></textarea>
                <p class="note__hint" id=hint>
                    {say::hint()}
                </p>
                <p class="note__do">
                    <button type="button" class="primary" on:click=move |_| self.close()>{say::done()}</button>
                    <button type="button" class="quiet" on:click=move |_| self.remove()>{say::remove_note()}</button>
                    <span role="status">{kept}</span>
                </p>
            </div>
        }
    }

    /// What is the matter, if what is written here is not kept.
    fn lost(self) -> Option<String> {
        match self.desk.progress.keeping.get() {
            Keeping::PageOnly(trouble) => Some(say::not_kept(trouble.words())),
            _ => None,
        }
    }

    /// Of what is typed nothing is lost when the page goes, or the field.
    #[cfg(target_arch = "wasm32")]
    fn flush_when_left(self) {
        use crate::platform::leaving::Leaving;

        let leaving = StoredValue::new_local(Some(Leaving::new(move || self.flush())));
        on_cleanup(move || {
            self.flush();
            leaving.set_value(None);
        });
    }
}

/// Of the field, and of the button that opens it.
const TEXT: &str = "note-text";
pub const BUTTON: &str = "note-button";
