//! All cards, with what can be done to each.

use headroom_study::review::{Card, Day, Rating};
use leptos::prelude::*;

use super::room::Room;
use super::words;
use crate::components::progress::pieces::{list, text};
use crate::components::{escape, view};
use crate::words::study as say;

/// Closed at first: there may be hundreds. What is in it is made when it is opened.
pub fn cards(room: Room) -> AnyView {
    let opened = RwSignal::new(false);
    let summary = move || {
        let all = room.of_deck(|deck| deck.cards.len());
        say::all_cards(say::cards(all.unwrap_or(0)))
    };
    let entries = move || opened.get().then(|| all(room));
    view! {
        <section aria-labelledby="review-cards">
            <h2 id="review-cards">{say::your_cards()}</h2>
            <details class="review__cards" on:toggle=move |_| opened.set(true)>
                <summary>{summary}</summary>
                {text("review__quiet", say::about_cards().to_owned())}
                {entries}
            </details>
        </section>
    }
}

/// What is due first, then by day; what is suspended last. Rows stay where they are while something is done to them.
fn all(room: Room) -> AnyView {
    let ids = untrack(|| {
        room.of_deck(|deck| {
            let mut cards: Vec<&Card> = deck.cards.iter().collect();
            cards.sort_by_key(|card| (card.suspended, card.due));
            cards.into_iter().map(|card| card.id.clone()).collect()
        })
    });
    let ids: Vec<String> = ids.unwrap_or_default();
    list(ids.into_iter().filter_map(|id| row(room, id)).collect())
}

fn row(room: Room, id: String) -> Option<AnyView> {
    let banked = room.question(&id)?;
    let prompt = headroom_study::text::plain(&banked.question.prompt.0, 120);
    let link = format!(
        "<a href=\"{}#{}\">{}</a>",
        escape(&room.href(&banked.route)),
        escape(&banked.question.id),
        escape(&prompt)
    );
    let card = Memo::new(move |_| {
        room.of_deck(|deck| Some((deck.card(&id)?.clone(), deck.today)))
            .flatten()
    });
    let of = move |tell: fn(&Card, Day) -> String| {
        card.with(|card| card.as_ref().map(|(card, today)| tell(card, *today)))
            .unwrap_or_default()
    };
    let words = move || of(|card, _| offer(card).0.to_owned());
    let act = move |_| {
        if let Some((card, _)) = card.get_untracked() {
            (offer(&card).1)(room, &card);
        }
    };
    Some(view! {
        <li class="progress__entry">
            <div>
                <p inner_html=link></p>
                <p class="review__quiet">{move || say::sentence(of(stands))} " " {move || say::sentence(of(history))}</p>
            </div>
            <button
                type="button"
                class="quiet"
                aria-label=move || say::act_on(words(), &prompt)
                hidden=move || card.with(Option::is_none)
                on:click=act
            >{words}</button>
        </li>
    })
}

/// What can be done to a card, in a word.
fn offer(card: &Card) -> (&'static str, fn(Room, &Card)) {
    match (card.suspended, card.buried) {
        (true, _) => (say::resume(), |room, card| room.suspend(card, false)),
        (false, Some(_)) => (say::ask_today(), Room::unbury),
        (false, None) => (say::suspend(), |room, card| room.suspend(card, true)),
    }
}

/// "Due for 3 days", "Comes in 8 days".
fn stands(card: &Card, today: Day) -> String {
    if card.suspended {
        return say::suspended().to_owned();
    }
    if let Some(until) = card.buried {
        return say::buried_comes(words::ahead(until.since(today)));
    }
    if card.due > today {
        return say::comes(words::ahead(card.due.since(today)));
    }
    say::due(words::when(card.due, today))
}

/// "Seen 4 times, last good"
fn history(card: &Card, _: Day) -> String {
    let Some(last) = card.reviews.last() else {
        return say::not_seen().to_owned();
    };
    let times = say::how_often(card.reviews.len());
    let rating = match last.rating {
        Rating::Again => say::not_remembered(),
        other => say::rated_as(other),
    };
    match card.lapses() {
        0 => say::seen(times, rating),
        lapses => say::seen_forgotten(times, say::how_often(lapses), rating),
    }
}
