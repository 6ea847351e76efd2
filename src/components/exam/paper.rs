//! A sitting under way: the clock, the question on show, the sheet with all of them, and handing in.

use headroom_study::exam::{Event, Phase, State};
use leptos::prelude::*;

use super::hall::Hall;
use super::question::question;
use super::{TITLE, button, words};
use crate::components::{inert, view};
use crate::platform::focus::focus_soon;
use crate::words::{exam as say, study};

const CONFIRM: &str = "exam-confirm";

/// How a question stands, for the sheet.
#[derive(Clone, Copy, Default, PartialEq)]
struct Mark {
    answered: bool,
    flagged: bool,
}

pub fn paper(hall: Hall) -> AnyView {
    let (title, ids, terms) = untrack(|| {
        hall.of_session(|session| {
            let paper = session.paper();
            let ids: Vec<String> = paper.asked.iter().map(|asked| asked.id.clone()).collect();
            (paper.title.clone(), ids, paper.terms)
        })
    })
    .unwrap_or_default();
    let count = ids.len();
    let marks = Memo::new(move |_| {
        hall.of_state(|state| {
            let mark = |id: &String| Mark {
                answered: state.is_answered(id),
                flagged: state.given.get(id).is_some_and(|given| given.flagged),
            };
            ids.iter().map(mark).collect::<Vec<Mark>>()
        })
        .unwrap_or_default()
    });
    let confirming = RwSignal::new(false);
    let paused =
        Memo::new(move |_| hall.of_state(|state| state.phase == Phase::Paused) == Some(true));
    let body = move || {
        if paused.get() {
            covered(hall)
        } else if confirming.get() {
            confirm(hall, marks, confirming)
        } else {
            let place = hall.place.get();
            view! {
                {question(hall, place)}
                {steps(hall, place, count)}
            }
        }
    };
    let hand_in = move || {
        hall.flush();
        confirming.set(true);
        focus_soon(CONFIRM.to_owned());
    };
    let pause = (terms.pause && terms.minutes.is_some()).then(|| {
        view! {
            <button type="button" hidden=move || paused.get() on:click=move |_| {
                hall.add(Event::Paused);
                focus_soon(TITLE.to_owned());
            }>{say::pause()}</button>
        }
    });
    view! {
        <section class="exam__paper" aria-labelledby=TITLE>
            <div class="exam__bar">
                <h2 id=TITLE tabindex="-1">{title}</h2>
                <p class="exam__actions">
                    {pause}
                    <button type="button" hidden=move || paused.get() || confirming.get() on:click=move |_| hand_in()>{say::hand_in_dots()}</button>
                </p>
            </div>
            <div class="exam__strip">
                {clock(hall)}
                <p class="exam__count">{move || {
                    let answered = marks.with(|marks| marks.iter().filter(|mark| mark.answered).count());
                    say::answered_of(answered, count)
                }}</p>
            </div>
            {kept(hall)}
            <p class="exam__notice" hidden=move || hall.notice.with(Option::is_none)>{move || hall.notice.get()}</p>
            {nearly_up(hall, terms.extension)}
            <div class="exam__desk">
                <div>{body}</div>
                {sheet(hall, marks, count, paused, confirming)}
            </div>
        </section>
    }
}

fn clock(hall: Hall) -> AnyView {
    let shown = Memo::new(move |_| {
        hall.of_state(|state| match state.left_ms() {
            Some(left) => (words::clock(left), say::left()),
            None => (words::clock(state.elapsed_ms), say::so_far()),
        })
        .unwrap_or_default()
    });
    let urgent = Memo::new(move |_| hall.of_state(State::is_nearly_up) == Some(true));
    view! {
        // A timer is not announced by itself: what matters of it is said.
        <p class="exam__clock" class:exam__clock--urgent=move || urgent.get() role="timer">
            <strong>{move || shown.get().0}</strong>
            " "
            {move || shown.get().1}
        </p>
    }
}

/// Where the answers are, and louder if nowhere.
fn kept(hall: Hall) -> AnyView {
    let keeping = hall.sittings.keeping;
    view! {
        <p
            class="exam__kept"
            class:exam__kept--lost=move || keeping.get().loses()
            role=move || keeping.get().loses().then_some("alert")
        >{move || keeping.get().text()}</p>
    }
}

/// The last minutes, and more of them for whoever asks.
fn nearly_up(hall: Hall, extension: u16) -> AnyView {
    let near = Memo::new(move |_| hall.of_state(State::is_nearly_up) == Some(true));
    let more = Memo::new(move |_| {
        hall.of_session(|session| hall.of_state(|state| state.can_extend(session)))
            .flatten()
            == Some(true)
    });
    let minutes = study::minutes(usize::from(extension));
    let label = say::add(&minutes);
    let added = say::added(minutes);
    view! {
        <div class="exam__near" hidden=move || !near.get()>
            <p>{move || if more.get() {
                say::nearly_up()
            } else {
                say::nearly_up_last()
            }}</p>
            <button
                type="button"
                hidden=move || !more.get()
                on:click=move |_| {
                    hall.add(Event::Extended);
                    hall.said.set(added.clone());
                    focus_soon(TITLE.to_owned());
                }
            >{label}</button>
        </div>
    }
}

fn covered(hall: Hall) -> AnyView {
    view! {
        <div class="exam__covered">
            {inert("p", say::clock_stands())}
            {button("primary", say::go_on().to_owned(), move || {
                hall.add(Event::Resumed);
                hall.notice.set(None);
                focus_soon(super::question::HEADING.to_owned());
            })}
        </div>
    }
}

fn steps(hall: Hall, place: usize, count: usize) -> AnyView {
    let turn = move |to: Option<usize>| {
        if let Some(to) = to.filter(|to| *to < count) {
            hall.turn(to);
        }
    };
    view! {
        <p class="exam__steps">
            <button
                type="button"
                // Not `disabled`: that would take the focus away.
                aria-disabled=(place == 0).then_some("true")
                on:click=move |_| turn(place.checked_sub(1))
            >{say::previous()}</button>
            <button
                type="button"
                class="primary"
                aria-disabled=(place + 1 >= count).then_some("true")
                on:click=move |_| turn(Some(place + 1))
            >{say::next()}</button>
        </p>
    }
}

/// Whether the reader means it, with what is still open.
fn confirm(hall: Hall, marks: Memo<Vec<Mark>>, confirming: RwSignal<bool>) -> AnyView {
    let numbers = |fits: fn(&Mark) -> bool| -> Vec<usize> {
        marks.with_untracked(|marks| {
            let numbered = marks.iter().zip(1..);
            numbered
                .filter(|(mark, _)| fits(mark))
                .map(|(_, number)| number)
                .collect()
        })
    };
    let (open, flagged) = (numbers(|mark| !mark.answered), numbers(|mark| mark.flagged));
    let mut lines = vec![match open.len() {
        0 => say::all_answered().to_owned(),
        1 => say::one_open(words::listed(&open)),
        _ => say::many_open(words::listed(&open)),
    }];
    if !flagged.is_empty() {
        lines.push(say::come_back_to(words::listed(&flagged)));
    }
    let first = open.first().or(flagged.first()).map(|number| number - 1);
    let lines: Vec<AnyView> = lines
        .into_iter()
        .map(|line| view! { <p>{line}</p> })
        .collect();
    let back = move || {
        confirming.set(false);
        hall.turn(first.unwrap_or_else(|| hall.place.get_untracked()));
    };
    view! {
        <div class="exam__covered" role="group" aria-labelledby=CONFIRM>
            <h3 id=CONFIRM tabindex="-1">{say::hand_in()}</h3>
            {lines}
            {inert("p", say::after_that())}
            <p class="exam__actions">
                {button("primary", say::hand_in_now().to_owned(), move || {
                    confirming.set(false);
                    hall.notice.set(None);
                    hall.add(Event::Submitted);
                    hall.said.set(say::handed_in().to_owned());
                    focus_soon(TITLE.to_owned());
                })}
                {button("", say::go_on_answering().to_owned(), back)}
            </p>
        </div>
    }
}

fn sheet(
    hall: Hall,
    marks: Memo<Vec<Mark>>,
    count: usize,
    paused: Memo<bool>,
    confirming: RwSignal<bool>,
) -> AnyView {
    let buttons = (0..count).map(|place| {
        let mark = Memo::new(move |_| marks.with(|marks| marks.get(place).copied().unwrap_or_default()));
        let label = move || {
            let Mark { answered, flagged } = mark.get();
            let told = match (answered, flagged) {
                (true, false) => say::cell_answered,
                (false, false) => say::cell_open,
                (true, true) => say::cell_answered_flagged,
                (false, true) => say::cell_open_flagged,
            };
            told(place + 1)
        };
        view! {
            <li>
                <button
                    type="button"
                    class="exam__cell"
                    class:exam__cell--answered=move || mark.get().answered
                    aria-label=label
                    aria-current=move || (hall.place.get() == place && !confirming.get()).then_some("true")
                    disabled=move || paused.get()
                    on:click=move |_| {
                        confirming.set(false);
                        hall.turn(place);
                    }
                >
                    {place + 1}
                    <span aria-hidden="true">{move || if mark.get().flagged { "⚑" } else if mark.get().answered { "✓" } else { "" }}</span>
                </button>
            </li>
        }
    });
    let buttons: Vec<AnyView> = buttons.collect();
    view! {
        <nav class="exam__sheet" aria-label=say::answer_sheet()>
            {inert("h3", say::answer_sheet())}
            <ol role="list">{buttons}</ol>
        </nav>
    }
}
