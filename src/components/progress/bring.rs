//! Bringing a file back: chosen, looked at, and only then merged with what is here or put in its place.

use headroom_study::Store;
use headroom_study::backup::SETTINGS;
use headroom_study::compare::{compare, only_here};
use headroom_study::export::Import;
use leptos::prelude::*;

use super::bring_markup as markup;
use super::pieces::{button, text};
use super::{Desk, Undo, done, tell};
use crate::components::view;
use crate::words::study as say;

/// A file that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Brought {
    pub name: String,
    pub file: Import,
    /// Whether the reader is asked once more.
    pub replaces: bool,
}

/// The part of the page that shows what it would change.
const PREVIEW: &str = "progress-brought";
const CONFIRM: &str = "progress-confirm";

/// Where a file is chosen, or dropped.
pub fn section(desk: Desk) -> AnyView {
    view! {
        <section aria-labelledby="import">
            <h2 id="import">{say::bring_back()}</h2>
            <p class="progress__about">{say::about_import()}</p>
            // The field lies over its label: a file dropped on it is chosen.
            <label class="button progress__file">
                {say::choose_file()}
                <input
                    type="file"
                    accept=".json,application/json"
                    on:change=move |event| take(desk, event)
                />
            </label>
            <p class="progress__trouble" role="alert">{move || desk.trouble.get()}</p>
        </section>
    }
}

/// What the file that was chosen would change, and what can be done with it.
pub fn preview(desk: Desk) -> impl Fn() -> Option<AnyView> {
    move || {
        desk.brought.with(|brought| {
            let brought = brought.as_ref()?;
            Some(
                desk.progress
                    .store
                    .with(|store| looked_at(desk, brought, store)),
            )
        })
    }
}

fn looked_at(desk: Desk, brought: &Brought, here: &Store) -> AnyView {
    let file = &brought.file;
    // Of settings, which are this browser's own, nothing is told.
    let mut rows = compare(here, &file.store);
    rows.retain(|row| !row.key.starts_with(SETTINGS));
    let only_here = only_here(&without_settings(here), &file.store);
    let html = markup::preview(brought, &rows, only_here, here);
    let title = say::what_would_change(&brought.name);
    let brings = !file.aside.is_empty() || rows.iter().any(|row| row.adds + row.forgets > 0);
    let reset_here = rows.iter().any(|row| row.reset_here > 0);
    let mut buttons = Vec::new();
    let mut offer = |class, words: &str, act: fn(Desk)| {
        let words = words.to_owned();
        buttons.push(button(class, words.clone(), words, move || act(desk)));
    };
    if brought.replaces {
        offer("danger", say::replace(), replace);
        offer("", say::keep_what_is_here(), |desk| ask(desk, false));
    } else {
        if brings {
            offer("primary", say::merge(), |desk| merge(desk, false));
        }
        if reset_here {
            let class = if brings { "" } else { "primary" };
            let words = if brings {
                say::merge_and_revive()
            } else {
                say::revive()
            };
            offer(class, words, |desk| merge(desk, true));
        }
        if only_here > 0 || brings || reset_here {
            offer("", say::replace_dots(), |desk| ask(desk, true));
        }
        offer("quiet", say::cancel(), |desk| {
            desk.brought.set(None);
            tell(desk, say::nothing_changed().to_owned());
        });
    }
    let confirm = brought.replaces.then(|| {
        let words = markup::confirm(only_here, here);
        view! { <p class="progress__confirm" id=CONFIRM tabindex="-1">{words}</p> }.into_any()
    });
    let html = text("progress__compared", html);
    view! {
        <section class="progress__brought" aria-labelledby=PREVIEW>
            <h2 id=PREVIEW tabindex="-1">{title}</h2>
            {html}
            {confirm}
            <p class="progress__choices">{buttons}</p>
        </section>
    }
    .into_any()
}

/// What a file does not speak of is not forgotten with what it does: when this browser last exported is its own.
fn without_settings(here: &Store) -> Store {
    let mut rest = Store::default();
    for (id, record) in here.records() {
        rest.take_in(id, record.clone());
    }
    let logs = here.logs();
    for (key, log) in logs.filter(|(key, _)| !key.starts_with(SETTINGS)) {
        rest.take_in_log(key, log.clone());
    }
    rest
}

/// Asks whether to replace, or no longer.
fn ask(desk: Desk, replaces: bool) {
    desk.brought.update(|brought| {
        if let Some(brought) = brought {
            brought.replaces = replaces;
        }
    });
    let to = if replaces { CONFIRM } else { PREVIEW };
    crate::platform::focus::focus_soon(to.to_owned());
}

/// Takes in what the file holds, also what was reset here if `revives`.
fn merge(desk: Desk, revives: bool) {
    let Some(Brought { name, file, .. }) = desk.brought.get_untracked() else {
        return;
    };
    desk.brought.set(None);
    let change = desk.progress.change(|store, now| {
        if revives {
            store.revive(&file.store, now);
        } else {
            store.merge(file.store);
        }
    });
    desk.progress.keep_aside(&file.aside);
    let undo = Undo {
        label: say::undo_merging(&name),
        done: say::merge_undone(&name),
    };
    done(desk, say::merged(name), undo, change);
}

fn replace(desk: Desk) {
    let Some(Brought { name, mut file, .. }) = desk.brought.get_untracked() else {
        return;
    };
    desk.brought.set(None);
    let change = desk.progress.change(|store, now| {
        for (key, log) in store.logs().filter(|(key, _)| key.starts_with(SETTINGS)) {
            file.store.take_in_log(key, log.clone());
        }
        store.replace(&file.store, now);
    });
    desk.progress.keep_aside(&file.aside);
    let undo = Undo {
        label: say::undo_replacing(&name),
        done: say::replace_undone(&name),
    };
    done(desk, say::replaced(name), undo, change);
}

/// A file that is larger is not one of ours.
#[cfg(target_arch = "wasm32")]
const MOST_BYTES: usize = 32_000_000;

#[cfg(target_arch = "wasm32")]
fn take(desk: Desk, event: leptos::ev::Event) {
    use crate::platform::editor::{NotTaken, take_file};

    take_file(event_target(&event), MOST_BYTES, move |name, text| {
        if desk.brought.is_disposed() {
            return;
        }
        let file = match text {
            Ok(text) => {
                headroom_study::export::import(&text).map_err(|why| say::unreadable_record(&why))
            }
            Err(NotTaken::TooLong(bytes)) => Err(say::too_many_bytes(
                (bytes / 1e6).round(),
                MOST_BYTES / 1_000_000,
            )),
            Err(NotTaken::NoText) => Err(say::no_text().to_owned()),
            Err(NotTaken::Unreadable) => Err(say::unreadable().to_owned()),
        };
        match file {
            Ok(file) => {
                desk.trouble.set(None);
                desk.brought.set(Some(Brought {
                    name,
                    file,
                    replaces: false,
                }));
                crate::platform::focus::focus_soon(PREVIEW.to_owned());
            }
            Err(why) => {
                desk.brought.set(None);
                desk.trouble.set(Some(say::cannot_bring_back(name, why)));
            }
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn take(_: Desk, _: leptos::ev::Event) {}
