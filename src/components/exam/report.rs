//! The report of a sitting that is over.

use std::sync::Arc;

use headroom_content::model::Bank;
use headroom_study::exam::{self, Phase, Report, Session, State, digest, export};
use leptos::prelude::*;

use super::hall::Hall;
use super::review::review;
use super::{TITLE, button, markup, part, text, words};
use crate::components::{inert, view};
use crate::words::exam as say;

/// The sitting on show with the bank, for whoever makes something of the two.
fn with<T>(hall: Hall, make: impl FnOnce(&Session, &State, &Report<'_>, &Bank) -> T) -> Option<T> {
    let bank: Arc<Bank> = hall.held()?;
    hall.of_session(|session| {
        hall.of_state(|state| {
            let report = exam::report(session, state, &bank);
            make(session, state, &report, &bank)
        })
    })
    .flatten()
}

pub fn report(hall: Hall) -> AnyView {
    // Handed in, answers are as good as those given on the questions' own pages.
    Effect::new(move |_| {
        let answers = with(hall, |session, state, report, _| {
            exam::report::attempts(session, state, report)
        });
        if let Some(answers) = answers {
            hall.sittings.keep_answers(answers);
        }
    });
    let head = untrack(|| {
        with(hall, |session, state, _, _| {
            let paper = session.paper();
            (
                paper.title.clone(),
                words::moment(paper.started.0),
                state.phase,
                digest(session, state),
            )
        })
    });
    let Some((title, moment, phase, digest)) = head else {
        return ().into_any();
    };
    let html = move |make: fn(&Report<'_>, &State, Hall) -> String| {
        move || with(hall, |_, state, report, _| make(report, state, hall)).unwrap_or_default()
    };
    let about = match phase {
        Phase::TimeUp => say::ended(moment),
        _ => say::was_handed_in(moment),
    };
    let reviewed = untrack(|| {
        with(hall, |session, _, report, _| {
            let rows = report.rows.iter().zip(1..);
            rows.map(|(row, number)| review(hall, session.paper(), row, number))
                .collect::<Vec<AnyView>>()
        })
    })
    .unwrap_or_default();
    let again = button("", say::back_to_start().to_owned(), move || hall.leave());
    view! {
        <section class="exam__part exam__report" aria-labelledby=TITLE>
            <div class="exam__cover">
                {inert(r#"p class="exam__quiet""#, say::cover())}
                <h2 id=TITLE tabindex="-1">{title}</h2>
                <p class="exam__notice" hidden=move || hall.notice.with(Option::is_none)>{move || hall.notice.get()}</p>
                <p>{about}</p>
                <label class="exam__field exam__name">
                    {inert("span", say::name_on_paper())}
                    <input type="text" autocomplete="off"/>
                </label>
                <div class="exam__score" inner_html=html(markup::score)></div>
                <p class="exam__digest">
                    {say::digest_of()}
                    <code>{digest}</code>
                </p>
                <p class="exam__quiet">
                    {say::made_by_browser()}
                    <a href=hall.href("assessments/verify/")>{say::verify_a_report()}</a>
                </p>
            </div>
            <p class="exam__actions">
                {button("primary", say::print().to_owned(), print)}
                {button("", say::download_json().to_owned(), move || {
                    save(hall, "headroom-assessment.json", "application/json", with(hall, |session, state, report, _| export::json(session, state, report)));
                })}
                {button("", say::download_csv().to_owned(), move || {
                    save(hall, "headroom-assessment.csv", "text/csv", with(hall, |_, _, report, _| export::csv(report)));
                })}
                {again}
            </p>
        </section>
        <div inner_html=html(markup::next)></div>
        <div inner_html=html(markup::tables)></div>
        {part("exam-review", say::every_question(), vec![text("", String::new()), view! { <div class="exam__review">{reviewed}</div> }])}
    }
}

#[cfg(target_arch = "wasm32")]
fn print() {
    crate::platform::document::print();
}

/// Nobody prints on the host.
#[cfg(not(target_arch = "wasm32"))]
fn print() {}

#[cfg(target_arch = "wasm32")]
fn save(hall: Hall, file: &str, media_type: &str, made: Option<String>) {
    let saved = made.is_some_and(|text| crate::platform::download::save(file, &text, media_type));
    hall.said.set(if saved {
        say::saved_as(file)
    } else {
        say::not_saved().to_owned()
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn save(_: Hall, _: &str, _: &str, _: Option<String>) {}
