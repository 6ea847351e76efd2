//! A card: asked, answered, rated.

use headroom_content::model::{Banked, QuestionKind};
use headroom_study::review::Rating;
use headroom_study::review::card::TERM;
use headroom_study::{Answer, Grade, SelfGrade, shuffle};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::room::Room;
use super::{TITLE, words};
use crate::components::progress::pieces::text;
use crate::components::quiz::asked::{Asked, ERROR, PROMPT, VERDICT};
use crate::components::quiz::blank::blank;
use crate::components::quiz::{fields, hints, sure, verdict};
use crate::components::{escape, view};
use crate::platform::focus::focus_soon;
use crate::platform::keys::{are_off, is_typing, pressed};
use crate::state::keys::{Keys, OnCard};
use crate::words::{lang_of_content, study as say};

/// What there is to see once the card is turned.
#[derive(Clone)]
struct Told {
    /// The answer and its grade; none where only the reader can grade.
    outcome: Option<(Answer, Grade)>,
    /// What the answer says how well it was remembered.
    suggested: Option<Rating>,
    /// In how many days it comes again, by the ratings.
    again: [u32; 4],
}

/// What the parts of a card share.
#[derive(Clone, Copy)]
struct Turn {
    room: Room,
    card: StoredValue<String>,
    banked: StoredValue<Banked>,
    asked: Asked,
    told: RwSignal<Option<Told>>,
}

pub fn turn(room: Room, card: &str) -> AnyView {
    let Some(banked) = untrack(|| room.question(card)) else {
        // What has no question is no card of the deck.
        return ().into_any();
    };
    let question = &banked.question;
    let seed = untrack(|| shuffle::seed(&question.id, room.progress.tries(question)));
    let turn = Turn {
        room,
        card: StoredValue::new(card.to_owned()),
        asked: Asked::sat(question, seed, None),
        banked: StoredValue::new(banked),
        told: RwSignal::new(None),
    };
    let (place, of) = room.place.get_untracked();
    let title = say::card_of(place, of);
    // Made once when it is turned: what is kept and told meanwhile does not make it anew.
    let body = move || match turn.told.get() {
        None => untrack(|| turn.asking()),
        Some(told) => untrack(|| turn.turned(&told)),
    };
    view! {
        // Keys are heard while the keyboard is at the card, and nowhere else.
        <section class="review__card" aria-labelledby=TITLE on:keydown=move |event| turn.press(&event)>
            <div class="review__bar">
                <h2 id=TITLE tabindex="-1">{title}</h2>
                <button type="button" on:click=move |_| room.leave()>{say::stop_for_now()}</button>
            </div>
            {body}
            <p class="review__aside">
                <button type="button" class="quiet" on:click=move |_| turn.aside(Room::bury)>{say::bury()}</button>
                <button type="button" class="quiet" on:click=move |_| turn.aside(Room::put_off)>{say::suspend()}</button>
            </p>
        </section>
    }
}

impl Turn {
    fn is_recall(self) -> bool {
        self.banked
            .with_value(|banked| matches!(banked.question.kind, QuestionKind::Recall { .. }))
    }

    fn aside(self, act: fn(Room, &str)) {
        self.card.with_value(|card| act(self.room, card));
    }

    /// As it is asked. Nothing in here tells what is right.
    fn asking(self) -> AnyView {
        let asked = self.asked;
        let recall = self.is_recall();
        let question = self.banked.with_value(|banked| banked.question.clone());
        let fields = if recall {
            fields::written(asked).into_any()
        } else {
            fields::fields(&question, asked.seed.get_untracked(), asked)
        };
        let action = if recall {
            say::show_the_answer()
        } else {
            say::check()
        };
        view! {
            <form
                class="question"
                autocomplete="off"
                on:focusin=move |_| asked.begin()
                on:input=move |_| asked.error.set(None)
                on:submit=move |event| {
                    event.prevent_default();
                    if recall { self.show(None, None) } else { self.check() }
                }
            >
                <fieldset aria-labelledby=asked.id(PROMPT) aria-describedby=move || asked.described_by()>
                    <div class="question__prompt" lang=lang_of_content() id=asked.id(PROMPT) inner_html=question.prompt.0.clone()></div>
                    {fields}
                </fieldset>
                {(!recall).then(|| sure::sure(asked.confidence, || false))}
                {hints::opened(&question, asked)}
                <p class="question__error" role="alert" id=asked.id(ERROR)>{move || asked.error.get()}</p>
                <p class="question__actions">
                    <button type="submit" class="primary">{action}</button>
                    {hints::more(&question, asked)}
                    <button type="button" class="quiet" hidden=recall on:click=move |_| self.show(None, Some(Rating::Again))>
                        {say::dont_remember()}
                    </button>
                </p>
            </form>
        }
    }

    /// Grades and keeps what stands in the fields, and turns the card; or says what is missing.
    fn check(self) {
        let graded = self.banked.with_value(|banked| {
            let answer = self.asked.draft.answer(&banked.question);
            let (attempt, grade) = self.asked.graded(answer)?;
            let suggested = Rating::of(&attempt);
            let outcome = (attempt.answer.clone(), grade);
            self.room.answer(banked, attempt);
            Ok((outcome, suggested))
        });
        match graded {
            Ok((outcome, suggested)) => self.show(Some(outcome), Some(suggested)),
            Err(why) => self.asked.error.set(Some(why)),
        }
    }

    fn show(self, outcome: Option<(Answer, Grade)>, suggested: Option<Rating>) {
        let again = untrack(|| {
            self.room.of_deck(|deck| {
                let card = self.card.with_value(|id| deck.card(id)).or_else(|| {
                    // Under the present id of its question, which the answer has given it.
                    self.banked
                        .with_value(|banked| deck.card(&super::room::card_of(&banked.question.id)))
                })?;
                Some(card.again_in(deck.today, deck.settings))
            })
        });
        self.told.set(Some(Told {
            outcome,
            suggested,
            again: again.flatten().unwrap_or([1; 4]),
        }));
        focus_soon(self.asked.id(VERDICT));
    }

    /// With the answer, what was right and why, and how well it was remembered.
    fn turned(self, told: &Told) -> AnyView {
        let Banked {
            question,
            route,
            page,
            ..
        } = self.banked.get_value();
        let asked = self.asked;
        let source = say::from_page(format!(
            "<a href=\"{}#{}\">{}</a>",
            escape(&self.room.href(&route)),
            escape(&question.id),
            escape(&page)
        ));
        let known = told.outcome.clone().or_else(|| blank(&question));
        let body = if let QuestionKind::Recall { answer } = &question.kind {
            let wrote = match asked.draft.answer(&question) {
                Answer::Recall { text, .. } if !text.trim().is_empty() => text,
                _ => say::wrote_nothing().to_owned(),
            };
            view! {
                <div class="question__prompt" lang=lang_of_content() inner_html=question.prompt.0.clone()></div>
                <h3>{say::you_wrote()}</h3>
                <p class="review__wrote">{wrote}</p>
                <h3 id=asked.id(VERDICT) tabindex="-1">{say::model_answer()}</h3>
                <div class="question__reason" lang=lang_of_content() inner_html=answer.0.clone()></div>
            }
        } else {
            let shown = Asked::sat(&question, asked.seed.get_untracked(), known);
            let answered = told.outcome.is_some();
            let words = {
                let question = question.clone();
                move || {
                    if answered {
                        verdict::verdict(shown)
                    } else {
                        verdict::unanswered(&question)
                    }
                }
            };
            view! {
                <fieldset disabled aria-labelledby=asked.id(PROMPT)>
                    <div class="question__prompt" lang=lang_of_content() id=asked.id(PROMPT) inner_html=question.prompt.0.clone()></div>
                    {fields::fields(&question, asked.seed.get_untracked(), shown)}
                </fieldset>
                <div id=asked.id(VERDICT) class="question__verdict" role="status" tabindex="-1" inner_html=words></div>
            }
        };
        view! {
            <div class="question">
                {body}
                <div class="question__explain" lang=lang_of_content() inner_html=question.explain.0></div>
                {text("review__quiet", source)}
            </div>
            {self.ratings(told)}
        }
    }

    fn ratings(self, told: &Told) -> AnyView {
        let suggested = told.suggested;
        let keys = !are_off();
        let buttons = Rating::ALL.into_iter().zip(told.again).zip(1..);
        let buttons: Vec<AnyView> = buttons
            .map(|((rating, days), number)| {
                let is_suggested = suggested == Some(rating);
                let class = if is_suggested { "primary" } else { "" };
                let about = if is_suggested { say::by_your_answer() } else { "" };
                view! {
                    <button
                        type="button"
                        class=class
                        aria-keyshortcuts=keys.then(|| number.to_string())
                        on:click=move |_| self.rate(rating)
                    >
                        <b>{say::rating(rating)}</b>
                        <span>{words::ahead(days)}<span class="visually-hidden">{about}</span></span>
                    </button>
                }
            })
            .collect();
        let about = if suggested.is_some() {
            say::marked_by_answer()
        } else {
            say::be_honest()
        };
        view! {
            <div class="review__rate" role="group" aria-labelledby="review-rate">
                <h3 id="review-rate">{say::how_well()}</h3>
                <p class="review__ratings">{buttons}</p>
                <p class="review__quiet">{about} {keys.then(say::review_keys)}</p>
            </div>
        }
    }

    fn rate(self, rating: Rating) {
        let Some(told) = self.told.get_untracked() else {
            return;
        };
        let mut kept = told.outcome.is_some().then_some(told.suggested).flatten();
        // Of a term there is nothing but the rating.
        let term = self.card.with_value(|card| card.starts_with(TERM));
        if self.is_recall() && !term {
            self.recalled(rating);
            kept = None;
        }
        self.card
            .with_value(|card| self.room.rate(card, rating, kept));
    }

    /// What only the reader can grade is an answer once it is graded.
    fn recalled(self, rating: Rating) {
        self.banked.with_value(|banked| {
            let own = match rating {
                Rating::Again => SelfGrade::Missed,
                Rating::Hard => SelfGrade::Partly,
                Rating::Good | Rating::Easy => SelfGrade::Knew,
            };
            self.asked.draft.own_grade.set(Some(own));
            let answer = self.asked.draft.answer(&banked.question);
            // An own grade can always be graded.
            if let Ok((attempt, _)) = self.asked.graded(answer) {
                self.room.answer(banked, attempt);
            }
        });
    }

    /// Keys of their own, once the card is turned and no field can be meant.
    fn press(self, event: &KeyboardEvent) {
        if is_typing(event) || self.told.with_untracked(Option::is_none) {
            return;
        }
        match OnCard::of(&pressed(event)) {
            Some(OnCard::Bury) => self.aside(Room::bury),
            Some(OnCard::Undo) => self.room.undo(),
            Some(OnCard::Again) => self.rate(Rating::Again),
            Some(OnCard::Hard) => self.rate(Rating::Hard),
            Some(OnCard::Good) => self.rate(Rating::Good),
            Some(OnCard::Easy) => self.rate(Rating::Easy),
            None => return,
        }
        event.prevent_default();
    }
}
