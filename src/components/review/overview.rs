//! What is due today, how it goes, and what the reader wants of it.

use headroom_study::review::{Deck, Rating, Settings};
use leptos::prelude::*;

use super::room::Room;
use super::words;
use super::{TITLE, cards, charts};
use crate::components::progress::pieces::{section, text};
use crate::components::{escape, view};
use crate::words::study as say;

pub fn overview(room: Room) -> AnyView {
    let html = move |make: fn(&Deck, Room) -> String| {
        move || room.of_deck(|deck| make(deck, room)).unwrap_or_default()
    };
    view! {
        <section class="review__today" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">{say::head_today()}</h2>
            <div class="review__done" inner_html=move || done(room)></div>
            <div class="review__number" inner_html=html(today)></div>
            {move || room.of_deck(|deck| begin(room, deck))}
            <p class="review__quiet">{move || room.progress.keeping.get().text()}</p>
        </section>
        <div class="review__charts">
            <div inner_html=html(charts::forecast)></div>
            <div inner_html=html(charts::retention)></div>
        </div>
        {section("review-settings", say::what_you_want(), vec![settings(room)])}
        {cards::cards(room)}
    }
}

/// The number first.
fn today(deck: &Deck, room: Room) -> String {
    let (due, offered) = (deck.due().len(), deck.offered());
    if offered > 0 {
        let rest = if due > offered {
            say::due_in_all(say::cards(due), deck.settings.cards)
        } else {
            String::new()
        };
        let review = if offered == 1 {
            say::to_review_one().to_owned()
        } else {
            say::to_review(offered)
        };
        return review + &rest;
    }
    if due > 0 {
        let more = if due == 1 {
            say::one_more_due().to_owned()
        } else {
            say::more_due(due)
        };
        return say::done_for_today().to_owned() + &more;
    }
    let next = deck.next().map_or_else(
        || say::all_suspended().to_owned(),
        |(day, count)| {
            let date = escape(&words::date(room.clock.get_untracked(), day));
            let ahead = words::ahead(day.since(deck.today));
            if count == 1 {
                say::one_comes(ahead, date)
            } else {
                say::many_come(count, ahead, date)
            }
        },
    );
    say::to_review(0) + &next
}

fn begin(room: Room, deck: &Deck) -> AnyView {
    let (due, offered) = (deck.due().len(), deck.offered());
    let button = |class: &'static str, words: String, beyond: bool| {
        view! { <button type="button" class=class on:click=move |_| room.begin(beyond)>{words}</button> }
    };
    let mut buttons = Vec::new();
    if offered > 0 {
        buttons.push(button("primary", say::begin_now().to_owned(), false));
    }
    if due > offered {
        buttons.push(button("", say::review_all(due), true));
    }
    view! { <p class="review__actions">{buttons}</p> }
}

/// What was reviewed since the page was opened.
fn done(room: Room) -> String {
    room.steps.with(|steps| {
        let of = |rating: Rating| {
            let rated = steps.iter().filter(|step| step.rating == Some(rating));
            rated.count()
        };
        let counts = Rating::ALL.map(|rating| (rating, of(rating)));
        let all: usize = counts.iter().map(|(_, count)| count).sum();
        if all == 0 {
            return String::new();
        }
        let told: Vec<String> = counts
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(rating, count)| say::count_of(count, say::rated_as(*rating)))
            .collect();
        say::reviewed_now(say::cards(all), told.join(say::comma()))
    })
}

fn settings(room: Room) -> AnyView {
    let now = Memo::new(move |_| room.of_deck(|deck| deck.settings).unwrap_or_default());
    let field = |label: &'static str,
                 about: &'static str,
                 range: (u16, u16),
                 of: fn(Settings) -> u16,
                 with: fn(Settings, u16) -> Settings| {
        let wrong = RwSignal::new(false);
        let take = move |event| {
            let given = event_target_value(&event).trim().parse::<u16>();
            let given = given
                .ok()
                .filter(|given| (range.0..=range.1).contains(given));
            wrong.set(given.is_none());
            if let Some(given) = given {
                room.set(with(now.get_untracked(), given));
            }
        };
        view! {
            <label class="review__field">
                <span>{label}</span>
                <input
                    type="number"
                    inputmode="numeric"
                    min=range.0.to_string()
                    max=range.1.to_string()
                    prop:value=move || of(now.get()).to_string()
                    aria-invalid=move || wrong.get().then_some("true")
                    on:change=take
                />
                <small>{about}</small>
                <small class="review__wrong" role="alert">
                    {move || wrong.get().then(|| say::whole_number(range.0, range.1))}
                </small>
            </label>
        }
    };
    let ends =
        |range: std::ops::RangeInclusive<u8>| (u16::from(*range.start()), u16::from(*range.end()));
    let fields = vec![
        field(
            say::cards_a_day(),
            say::about_cards_a_day(),
            (*Settings::CARDS.start(), *Settings::CARDS.end()),
            |settings| settings.cards,
            |settings, cards| Settings { cards, ..settings },
        ),
        field(
            say::share_remembered(),
            say::about_share(),
            ends(Settings::RETENTION),
            |settings| settings.retention.into(),
            |settings, retention| Settings {
                retention: retention.try_into().unwrap_or(settings.retention),
                ..settings
            },
        ),
    ];
    view! {
        <div class="review__settings">{fields}</div>
        {text("review__quiet", say::about_fsrs().to_owned())}
    }
}
