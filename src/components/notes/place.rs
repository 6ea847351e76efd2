//! A place for a note below a heading or a question: what the program of every page has put there, at work.

use headroom_study::notes::{self, Spot};
use leptos::prelude::*;

use super::sheet::{BUTTON, Desk, Sheet};
use crate::components::view;
use crate::words::notes as say;

/// The buttons in the order of [`crate::platform::noting`], the note, and what was done with it.
pub fn place(spot: Spot) -> AnyView {
    let desk = Desk::new(format!("note-notice-{}", spot.id()));
    let sheet = Sheet::new(desk, spot);
    let marked = Memo::new(move |_| {
        sheet
            .noted
            .with(|noted| noted.as_ref().is_some_and(|one| one.marked))
    });
    let mark = move |_| {
        let on = !marked.get_untracked();
        desk.progress.change(|store, now| {
            sheet
                .spot
                .with_value(|spot| notes::mark(store, spot, on, now));
        });
    };
    let label = move || {
        if sheet.text().is_empty() {
            say::add_at(sheet.heading())
        } else {
            say::edit_at(sheet.heading())
        }
    };
    view! {
        <p class="noting__do">
            <button
                type="button"
                class="quiet noting__mark"
                aria-label=say::bookmark_at(sheet.heading())
                aria-pressed=move || marked.get().to_string()
                on:click=mark
            >
                <span>{say::bookmark()}</span>
            </button>
            <button
                type="button"
                class="quiet noting__note"
                id=sheet.id(BUTTON)
                aria-label=label
                aria-expanded=move || sheet.open.get().to_string()
                on:click=move |_| sheet.turn()
            >
                <span>{say::note()}</span>
            </button>
        </p>
        {sheet.view()}
        {desk.notice()}
    }
}
