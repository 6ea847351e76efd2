//! What is due today, how it goes, and what the reader wants of it.

use headroom_study::review::{Deck, Rating, Settings};
use leptos::prelude::*;

use super::room::Room;
use super::words::{self, counted};
use super::{TITLE, cards, charts};
use crate::components::progress::pieces::{section, text};
use crate::components::{escape, view};

pub fn overview(room: Room) -> AnyView {
    let html = move |make: fn(&Deck, Room) -> String| {
        move || room.of_deck(|deck| make(deck, room)).unwrap_or_default()
    };
    view! {
        <section class="review__today" aria-labelledby=TITLE>
            <h2 id=TITLE tabindex="-1">"Today"</h2>
            <div class="review__done" inner_html=move || done(room)></div>
            <div class="review__number" inner_html=html(today)></div>
            {move || room.of_deck(|deck| begin(room, deck))}
            <p class="review__quiet">{move || room.progress.keeping.get().text()}</p>
        </section>
        <div class="review__charts">
            <div inner_html=html(charts::forecast)></div>
            <div inner_html=html(charts::retention)></div>
        </div>
        {section("review-settings", "What you want", vec![settings(room)])}
        {cards::cards(room)}
    }
}

/// The number first.
fn today(deck: &Deck, room: Room) -> String {
    let (due, offered) = (deck.due().len(), deck.offered());
    if offered > 0 {
        let rest = if due > offered {
            format!(
                "<p>{} due in all; {} a day is what you have asked for. The others lose nothing by waiting a little.</p>",
                counted(due, "card"),
                deck.settings.cards
            )
        } else {
            String::new()
        };
        let noun = if offered == 1 { "card" } else { "cards" };
        return format!("<p><strong>{offered}</strong> {noun} to review</p>{rest}");
    }
    if due > 0 {
        return format!(
            "<p><strong>✓</strong> Done for today</p><p>{} more {} due. What is left can wait, or come now.</p>",
            counted(due, "card"),
            if due == 1 { "is" } else { "are" }
        );
    }
    let next = deck.next().map_or_else(
        || "<p>No card is on its way: all are suspended.</p>".to_owned(),
        |(day, count)| {
            let (verb, date) = (
                if count == 1 { "comes" } else { "come" },
                words::date(room.clock.get_untracked(), day),
            );
            format!(
                "<p>{} {verb} {}, on {}.</p>",
                counted(count, "card"),
                words::ahead(day.since(deck.today)),
                escape(&date)
            )
        },
    );
    format!("<p><strong>0</strong> cards to review</p>{next}")
}

fn begin(room: Room, deck: &Deck) -> AnyView {
    let (due, offered) = (deck.due().len(), deck.offered());
    let button = |class: &'static str, words: String, beyond: bool| {
        view! { <button type="button" class=class on:click=move |_| room.begin(beyond)>{words}</button> }
    };
    let mut buttons = Vec::new();
    if offered > 0 {
        buttons.push(button("primary", "Begin".to_owned(), false));
    }
    if due > offered {
        buttons.push(button("", format!("Review all {due}"), true));
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
            .map(|(rating, count)| format!("{count} {}", rating.word().to_lowercase()))
            .collect();
        format!(
            "<p>Reviewed just now: {}: {}.</p>",
            counted(all, "card"),
            told.join(", ")
        )
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
                    {move || wrong.get().then(|| format!("A whole number from {} to {}, please.", range.0, range.1))}
                </small>
            </label>
        }
    };
    let ends =
        |range: std::ops::RangeInclusive<u8>| (u16::from(*range.start()), u16::from(*range.end()));
    let fields = vec![
        field(
            "Cards a day, at most",
            "What is left over waits for the next day. More can always be had.",
            (*Settings::CARDS.start(), *Settings::CARDS.end()),
            |settings| settings.cards,
            |settings, cards| Settings { cards, ..settings },
        ),
        field(
            "Share to be remembered, %",
            "More means that cards come sooner, and so more often. It holds for all cards at once.",
            ends(Settings::RETENTION),
            |settings| settings.retention.into(),
            |settings, retention| Settings {
                retention: retention.try_into().unwrap_or(settings.retention),
                ..settings
            },
        ),
    ];
    let about = "<p>Days are worked out by FSRS, with the parameters that fit most people: each card by how often and how well \
        you have remembered it.</p>";
    view! {
        <div class="review__settings">{fields}</div>
        {text("review__quiet", about.to_owned())}
    }
}
