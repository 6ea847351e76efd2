//! Glossary terms, chosen to be cards.

use std::collections::BTreeSet;

use headroom_content::model::{Glossary, Term};
use leptos::prelude::*;

use super::room::{Room, Stage};
use crate::components::view;
use crate::state::held::Held;
use crate::words::study as say;

/// How many are listed at a time; the field finds the others.
const LISTED: usize = 30;

/// It stays where it is while what is above it changes: the first term that is chosen makes a deck of none.
pub fn choose(room: Room) -> AnyView {
    let sought = RwSignal::new(String::new());
    let summary = move || match room.chosen.with(BTreeSet::len) {
        0 => say::choose_terms().to_owned(),
        count => say::choose_terms_so_far(count),
    };
    let choosing = RwSignal::new(false);
    let hidden = move || match room.stage.get() {
        Stage::Empty | Stage::Overview => false,
        Stage::Waiting => !choosing.get(),
        Stage::Lost(_) | Stage::Asking(_) => true,
    };
    let open = move |_| {
        choosing.set(true);
        room.fetch_terms();
    };
    let terms = move || {
        choosing.get().then(|| {
            room.glossary.with(|glossary| match glossary {
                Held::Here(glossary) => found(room, glossary, &sought.get()),
                Held::Lost(why) => {
                    view! { <p role="alert">{say::terms_lost(why)}</p> }
                }
                Held::NotYet | Held::Coming => {
                    view! { <p class="review__quiet">{say::fetching_terms()}</p> }
                }
            })
        })
    };
    view! {
        <section aria-labelledby="review-terms" hidden=hidden>
            <h2 id="review-terms">{say::terms()}</h2>
            <details class="review__cards" on:toggle=open>
                <summary>{summary}</summary>
                <label class="review__field">
                    <span>{say::find_a_term()}</span>
                    <input
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        on:input=move |event| sought.set(event_target_value(&event))
                    />
                </label>
                {terms}
            </details>
        </section>
    }
}

/// The terms that fit, each with a box to tick.
fn found(room: Room, glossary: &Glossary, sought: &str) -> AnyView {
    let sought = sought.trim().to_lowercase();
    let fits = |term: &&Term| {
        let mut names = std::iter::once(&term.name).chain(&term.also);
        names.any(|name| name.to_lowercase().contains(&sought))
    };
    let terms: Vec<&Term> = glossary.terms().filter(fits).collect();
    let told = match terms.len() {
        0 => say::no_such_term().to_owned(),
        count if count > LISTED => say::first_listed(say::counted_terms(count), LISTED),
        count => say::sentence(say::counted_terms(count)),
    };
    let boxes = terms.into_iter().take(LISTED).map(|term| {
        let id = StoredValue::new(term.id.clone());
        let chosen = move || id.with_value(|id| room.chosen.with(|chosen| chosen.contains(id)));
        view! {
            <li>
                <label class="review__tick">
                    <input
                        type="checkbox"
                        prop:checked=chosen
                        on:change=move |event| id.with_value(|id| room.choose(id, event_target_checked(&event)))
                    />
                    {term.name.clone()}
                </label>
            </li>
        }
    });
    let boxes: Vec<AnyView> = boxes.collect();
    view! {
        <p class="review__quiet" role="status">{told}</p>
        <ul class="review__ticks" role="list">{boxes}</ul>
    }
}
