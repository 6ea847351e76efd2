//! Assessments: begun, sat through, handed in, reported on. What they are and what they come to is
//! [`headroom_study::exam`]'s; here it is shown and operated.
#![allow(
    clippy::large_types_passed_by_value,
    reason = "the hall is a handful of signals, copied as each of them is"
)]
#![cfg_attr(
    not(target_arch = "wasm32"),
    allow(
        dead_code,
        reason = "on the host nothing is begun: only the first look is rendered"
    )
)]

mod hall;
mod markup;
mod own;
mod paper;
mod question;
mod report;
mod review;
mod start;
mod verify;
pub(crate) mod words;

use headroom_content::model::ExamDesk;
use leptos::prelude::*;

use self::hall::{Hall, Stage};
use crate::components::view;
use crate::words::{exam as say, study};

/// What is led to when another part comes on show.
const TITLE: &str = "exam-title";

#[component]
pub fn ExamView(desk: ExamDesk) -> impl IntoView {
    let hall = Hall::new(&desk);
    let desk = StoredValue::new(desk);
    let part = move || match hall.stage.get() {
        Stage::Start => desk.with_value(|desk| match desk {
            ExamDesk::Written(blueprint) => start::written(hall, blueprint),
            ExamDesk::Own(offer) => own::own(hall, offer),
            ExamDesk::Verify => verify::verify(hall),
        }),
        Stage::Coming => waiting(),
        Stage::Lost(why) => lost(hall, &why),
        Stage::Sitting => paper::paper(hall),
        Stage::Report => report::report(hall),
    };
    view! {
        <div class="exam">
            <noscript inner_html=say::without_script()></noscript>
            <p class="exam__notices" role="alert"></p>
            // In place before there is anything to say, so that it is heard when there is.
            <p class="visually-hidden" role="status">{move || hall.said.get()}</p>
            {part}
        </div>
    }
}

fn waiting() -> AnyView {
    view! { <p class="exam__quiet" id=TITLE tabindex="-1">{say::fetching_questions()}</p> }
}

fn lost(hall: Hall, why: &str) -> AnyView {
    let why = study::questions_lost(why);
    view! {
        <section class="exam__part" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{study::no_questions()}</h2>
            <p role="alert">{why}</p>
            <p class="exam__actions">
                <button type="button" class="primary" on:click=move |_| hall.fetch()>{study::try_again()}</button>
                <button type="button" on:click=move |_| hall.leave()>{say::back()}</button>
            </p>
        </section>
    }
}

/// A part of the page with its heading.
fn part(id: &'static str, title: &'static str, parts: Vec<AnyView>) -> AnyView {
    view! {
        <section class="exam__part" aria-labelledby=id>
            <h2 id=id tabindex="-1">{title}</h2>
            {parts}
        </section>
    }
}

/// A piece of markup in its place.
fn text(class: &'static str, html: String) -> AnyView {
    view! { <div class=class inner_html=html></div> }
}

/// A button that does something at once.
fn button(class: &'static str, words: String, act: impl Fn() + 'static + Send + Sync) -> AnyView {
    let act: std::sync::Arc<dyn Fn() + Send + Sync> = std::sync::Arc::new(act);
    view! { <button type="button" class=class on:click=move |_| act()>{words}</button> }
}
