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

/// What is led to when another part comes on show.
const TITLE: &str = "review-title";

const WITHOUT_SCRIPT: &str = "<p>What you have answered lives in your own browser and nowhere else, so reviewing it takes JavaScript, \
    which is off. Every question stands on its page, too.</p>";

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
            .with(|steps| steps.last().map(|step| format!("Undo: {}", step.did)))?;
        Some(button("quiet", "Undo".to_owned(), label, move || {
            room.undo();
        }))
    };
    view! {
        <div class="review">
            <noscript inner_html=WITHOUT_SCRIPT></noscript>
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
    view! { <p class="review__loading" id=TITLE tabindex="-1">"Reading what this browser keeps…"</p> }
}

fn lost(room: Room, why: &str) -> AnyView {
    let why = format!("The questions could not be fetched. {why}");
    view! {
        <section aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">"No questions"</h2>
            <p role="alert">{why}</p>
            <p><button type="button" class="primary" on:click=move |_| room.fetch()>"Try again"</button></p>
        </section>
    }
}

/// Nothing has been answered: where to begin.
fn empty(room: Room) -> AnyView {
    let html = format!(
        "<p>Questions that you answer on a page become cards by themselves. Each comes back when you are about to forget \
         it: after a day or two at first, then after weeks and months.</p>\
         <p><a class=\"button primary\" href=\"{}\">Choose a page to begin with</a></p>",
        escape(&room.href("concepts/"))
    );
    view! {
        <section aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">"Nothing to review yet"</h2>
            {text("review__about", html)}
        </section>
    }
}
