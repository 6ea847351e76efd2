//! Review: what is due, one card at a time, and how it goes. When a card is due is [`headroom_study::review`]'s; here it
//! is shown and operated.
#![allow(
    clippy::large_types_passed_by_value,
    reason = "the room is a handful of signals, copied as each of them is"
)]
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        reason = "on the host nobody reviews: only the first look is rendered"
    )
)]

mod cards;
mod charts;
mod choose;
mod overview;
mod room;
mod turn;
mod words;

use leptos::prelude::*;

use self::room::{Room, Stage};
use crate::components::progress::pieces::{button, text};
use crate::components::{escape, view};
use crate::words::study as say;

/// What is led to when another part comes on show.
const TITLE: &str = "review-title";

#[component]
pub fn ReviewView() -> impl IntoView {
    let room = Room::new();
    let part = move || match room.stage.get() {
        Stage::Waiting => waiting(),
        Stage::Lost(why) => lost(room, &why),
        Stage::Empty => empty(room),
        Stage::Overview => overview::overview(room),
        Stage::Asking(turn) => turn::turn(room, &turn.card),
    };
    let undo = move || {
        let label = room
            .steps
            .with(|steps| steps.last().map(|step| say::undo_what(&step.did)))?;
        Some(button("quiet", say::undo().to_owned(), label, move || {
            room.undo();
        }))
    };
    view! {
        <div class="review">
            <noscript inner_html=say::review_without_script()></noscript>
            // In place before there is anything to say, so that it is heard when there is.
            <div class="review__notice">
                <p role="status">{move || room.said.get()}</p>
                {undo}
            </div>
            {part}
            {choose::choose(room)}
        </div>
    }
}

fn waiting() -> AnyView {
    view! { <p class="review__loading" id=TITLE tabindex="-1">{say::reading_records()}</p> }
}

fn lost(room: Room, why: &str) -> AnyView {
    let why = say::questions_lost(why);
    view! {
        <section aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{say::no_questions()}</h2>
            <p role="alert">{why}</p>
            <p><button type="button" class="primary" on:click=move |_| room.fetch()>{say::try_again()}</button></p>
        </section>
    }
}

/// Nothing has been answered: where to begin.
fn empty(room: Room) -> AnyView {
    let html = say::about_review(escape(&room.href("concepts/")));
    view! {
        <section aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{say::nothing_to_review()}</h2>
            {text("review__about", html)}
        </section>
    }
}
