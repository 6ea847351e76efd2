//! What the parts of the page share: the cards, the card on show, what was done and can be undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use headroom_content::model::{
    BANK, Bank, Banked, GLOSSARY, Glossary, Html, Question, QuestionKind, Term,
};
use headroom_study::review::card::{QUESTION, TERM, chosen};
use headroom_study::review::{Card, Clock, Deck, Entry, KIND, Rating, Settings, key, settings};
use headroom_study::{Attempt, Change};
use leptos::prelude::*;

use super::TITLE;
use crate::components::escape;
use crate::platform::focus::focus_soon;
use crate::state::held::{self, Held};
use crate::state::keeping::Keeping;
use crate::state::progress::{Progress, about};
use crate::state::site::{Base, Here};
use crate::words::study as say;

/// What is on show.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    Waiting,
    /// The questions did not come.
    Lost(String),
    /// There is no card.
    Empty,
    /// What is due, and all that can be looked at.
    Overview,
    /// A card is asked.
    Asking(Turn),
}

/// A card on show: its id, and a number that tells it from when it was on show before.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    pub card: String,
    number: usize,
}

/// Something that was done, and can be undone.
#[derive(Clone, Debug)]
pub struct Step {
    /// That was on show, if one was.
    card: Option<String>,
    /// "Rated “good”".
    pub did: String,
    pub rating: Option<Rating>,
    changes: Vec<Change>,
}

#[derive(Clone, Copy)]
pub struct Room {
    pub progress: Progress,
    pub stage: Memo<Stage>,
    /// Once it is known what is kept and what questions there are.
    pub deck: Memo<Option<Deck>>,
    bank: RwSignal<Held<Bank>>,
    pub glossary: RwSignal<Held<Glossary>>,
    /// Ids of the terms that are cards.
    pub chosen: Memo<BTreeSet<String>>,
    /// Places in the bank, by the ids of questions and their earlier ones.
    places: Memo<BTreeMap<String, usize>>,
    pub clock: RwSignal<Clock>,
    /// The card on show.
    open: RwSignal<Option<Turn>>,
    turns: StoredValue<usize>,
    /// Which it is of how many that are left of those of today.
    pub place: RwSignal<(usize, usize)>,
    /// Whether the reader wants more than the daily number.
    beyond: RwSignal<bool>,
    /// Of this visit, the last at the end.
    pub steps: RwSignal<Vec<Step>>,
    /// What has been changed by answering the card on show.
    pending: StoredValue<Vec<Change>>,
    /// What was done last, in words.
    pub said: RwSignal<Option<String>>,
    base: StoredValue<Base>,
}

impl Room {
    pub fn new() -> Self {
        let progress = Progress::here();
        let bank = RwSignal::new(Held::<Bank>::NotYet);
        let glossary = RwSignal::new(Held::<Glossary>::NotYet);
        let clock = RwSignal::new(Clock::default());
        let open = RwSignal::new(None::<Turn>);
        // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
        let alive = RwSignal::new(false);
        let known = move || alive.get() && progress.keeping.get() != Keeping::NotYet;
        let places = Memo::new(move |_| {
            bank.with(|held| match held {
                Held::Here(bank) => places(bank),
                _ => BTreeMap::new(),
            })
        });
        let chosen = Memo::new(move |_| progress.store.with(chosen));
        let wants_terms = move || chosen.with(|chosen| !chosen.is_empty());
        let deck = Memo::new(move |_| {
            let come = bank.with(|bank| bank.get().is_some())
                && (!wants_terms() || glossary.with(|glossary| glossary.get().is_some()));
            if !known() || !come {
                return None;
            }
            let clock = clock.get();
            places.with(|places| {
                glossary.with(|glossary| {
                    let is_card = |card: &str| {
                        let question = card.strip_prefix(QUESTION);
                        question.is_some_and(|question| places.contains_key(question))
                            || term_of(glossary.get(), card).is_some()
                    };
                    let store = progress.store;
                    store.with(|store| Some(Deck::read(store, clock, is_card)))
                })
            })
        });
        let anything = Memo::new(move |_| {
            progress.store.with(|store| {
                let mut records = store.records();
                let answers = records.any(|(_, record)| record.attempts().len() > 0);
                answers || store.of_kind(KIND).next().is_some()
            })
        });
        let stage = Memo::new(move |_| {
            if !known() {
                return Stage::Waiting;
            }
            if !anything.get() {
                return Stage::Empty;
            }
            if let Held::Lost(why) = bank.get() {
                return Stage::Lost(why);
            }
            if let (true, Held::Lost(why)) = (wants_terms(), glossary.get()) {
                return Stage::Lost(why);
            }
            deck.with(|deck| match (deck, open.get()) {
                (None, _) => Stage::Waiting,
                (Some(_), Some(turn)) => Stage::Asking(turn),
                (Some(deck), None) if deck.cards.is_empty() => Stage::Empty,
                (Some(_), None) => Stage::Overview,
            })
        });
        let room = Self {
            progress,
            stage,
            deck,
            bank,
            glossary,
            chosen,
            places,
            clock,
            open,
            turns: StoredValue::default(),
            place: RwSignal::default(),
            beyond: RwSignal::new(false),
            steps: RwSignal::default(),
            pending: StoredValue::default(),
            said: RwSignal::default(),
            base: StoredValue::new(Here::get().base),
        };
        Effect::new(move |_| {
            chosen.track();
            if known() && anything.get() {
                room.fetch();
            }
        });
        room.wake(alive);
        room
    }

    /// The clock goes in the browser only.
    fn wake(self, alive: RwSignal<bool>) {
        Effect::new(move |_| {
            if alive.get_untracked() {
                return;
            }
            #[cfg(target_arch = "wasm32")]
            {
                use crate::platform::clock;
                use crate::platform::leaving::Leaving;

                // Another tab may have written since this one read.
                if self.progress.keeping.get_untracked() != Keeping::NotYet {
                    self.progress.load();
                }
                self.tick();
                // The next day comes to a page that is left open, too.
                let ticks = clock::every(60_000, move || self.tick());
                let back = Leaving::new(move || self.tick());
                let kept = StoredValue::new_local(Some((ticks, back)));
                on_cleanup(move || kept.set_value(None));
            }
            #[cfg(not(target_arch = "wasm32"))]
            let _ = self;
            alive.set(true);
        });
    }

    #[cfg(target_arch = "wasm32")]
    fn tick(self) {
        use crate::platform::clock;

        let now = Clock {
            now_ms: clock::unix_ms(),
            ahead_min: clock::ahead_min(),
        };
        // Cards are told by the day, so that nothing is worked out anew each minute.
        if self
            .clock
            .try_get_untracked()
            .is_some_and(|then| then.today() != now.today())
        {
            self.clock.set(now);
        }
    }

    /// Gets what cards are made of.
    pub fn fetch(self) {
        self.base
            .with_value(|base| held::fetch(self.bank, base, BANK, || ()));
        if self.chosen.with_untracked(|chosen| !chosen.is_empty()) {
            self.fetch_terms();
        }
    }

    pub fn fetch_terms(self) {
        self.base
            .with_value(|base| held::fetch(self.glossary, base, GLOSSARY, || ()));
    }

    /// Makes a card of a term, or makes it none.
    pub fn choose(self, term: &str, on: bool) {
        self.progress
            .append(&key(&format!("{TERM}{term}")), &Entry::Chosen(on));
    }

    /// An address below the site's base.
    pub fn href(self, route: &str) -> String {
        self.base.with_value(|base| base.href(route))
    }

    /// Something of all cards.
    pub fn of_deck<T>(self, look: impl FnOnce(&Deck) -> T) -> Option<T> {
        self.deck.with(|deck| deck.as_ref().map(look))
    }

    /// The question of a card, with its page. A term is asked as a question that readers grade themselves.
    pub fn question(self, card: &str) -> Option<Banked> {
        if card.starts_with(TERM) {
            let glossary = self.glossary.get_untracked();
            return term_of(glossary.get(), card).map(asked_term);
        }
        let place = self
            .places
            .with_untracked(|places| places.get(card.strip_prefix(QUESTION)?).copied())?;
        match self.bank.get_untracked() {
            Held::Here(bank) => bank.questions.get(place).cloned(),
            _ => None,
        }
    }

    /// Brings the first card of today on show, or of all that are due.
    pub fn begin(self, beyond: bool) {
        self.beyond.set(beyond);
        self.place.set((0, 0));
        self.next();
    }

    /// The next card, or back to the overview when there is none.
    pub fn next(self) {
        self.pending.set_value(Vec::new());
        let found = untrack(|| {
            self.of_deck(|deck| {
                let due = deck.due();
                let left = if self.beyond.get() {
                    due.len()
                } else {
                    deck.offered()
                };
                let first = due.first().filter(|_| left > 0)?;
                Some((first.id.clone(), left))
            })
        });
        match found.flatten() {
            Some((card, left)) => {
                let place = self.place.get_untracked().0 + 1;
                self.place.set((place, place + left - 1));
                self.show(Some(card));
            }
            None => self.show(None),
        }
    }

    fn show(self, card: Option<String>) {
        self.turns.update_value(|turns| *turns += 1);
        let number = self.turns.get_value();
        self.open.set(card.map(|card| Turn { card, number }));
        focus_soon(TITLE.to_owned());
    }

    /// Back to the overview. The card on show is asked another time, unless it has been answered.
    pub fn leave(self) {
        self.settle(say::answered().to_owned(), None);
        self.show(None);
    }

    /// Keeps an answer to the card on show.
    pub fn answer(self, banked: &Banked, attempt: Attempt) {
        let about = about(&banked.question, &banked.route, &banked.page);
        let change = self.progress.change(|store, now| {
            store.adopt(&banked.question, now);
            let attempt = Attempt {
                at_ms: now.0,
                ..attempt
            };
            store.entry(&banked.question.id).add(attempt, about, now);
        });
        self.pending.update_value(|pending| pending.push(change));
    }

    /// Says how well the card was remembered, and goes on. `suggested` is what its answer says already.
    pub fn rate(self, card: &str, rating: Rating, suggested: Option<Rating>) {
        if suggested != Some(rating) {
            self.append(card, |at_ms| Entry::Rated { at_ms, rating });
        }
        let did = say::rated(say::rated_as(rating));
        self.settle(did, Some(rating));
        self.next();
    }

    /// Not before tomorrow.
    pub fn bury(self, card: &str) {
        let until = self.clock.get_untracked().today().plus(1);
        self.append(card, |_| Entry::Buried(until));
        self.settle(say::buried().to_owned(), None);
        self.next();
    }

    /// Sets aside the card on show.
    pub fn put_off(self, card: &str) {
        self.append(card, |_| Entry::Suspended(true));
        self.settle(say::suspended().to_owned(), None);
        self.next();
    }

    /// Suspends a card of the list, or takes that back.
    pub fn suspend(self, card: &Card, on: bool) {
        self.append(&card.id, |_| Entry::Suspended(on));
        let did = if on {
            say::suspended()
        } else {
            say::back_in_review()
        };
        self.settle(did.to_owned(), None);
    }

    /// Asks a buried card of the list again.
    pub fn unbury(self, card: &Card) {
        let today = self.clock.get_untracked().today();
        self.append(&card.id, |_| Entry::Buried(today));
        self.settle(say::back_in_review().to_owned(), None);
    }

    fn append(self, card: &str, entry: impl FnOnce(u64) -> Entry) {
        // An answer may have given the card's question its present id.
        let present = (card.strip_prefix(QUESTION))
            .and_then(|_| Some(card_of(&self.question(card)?.question.id)));
        let card = present.unwrap_or_else(|| card.to_owned());
        let change = self
            .progress
            .change(|store, now| store.append(&key(&card), &entry(now.0), now));
        self.pending.update_value(|pending| pending.push(change));
    }

    /// What was done to a card becomes one step that can be undone.
    fn settle(self, did: String, rating: Option<Rating>) {
        let changes = self.pending.try_update_value(std::mem::take);
        let changes = changes.unwrap_or_default();
        if changes.is_empty() {
            return;
        }
        self.said.set(Some(say::sentence(&did)));
        let card = self.open.get_untracked().map(|turn| turn.card);
        self.steps.update(|steps| {
            steps.push(Step {
                card,
                did,
                rating,
                changes,
            });
        });
    }

    /// Takes the last step back. A card that was on show comes on show again.
    pub fn undo(self) {
        // What has been answered and not rated yet comes first.
        let unrated = self.pending.with_value(|pending| !pending.is_empty());
        self.settle(say::answered().to_owned(), None);
        let Some(step) = self.steps.try_update(Vec::pop).flatten() else {
            return;
        };
        for change in step.changes.iter().rev() {
            self.progress.undo(change);
        }
        self.said.set(Some(say::taken_back(lower(&step.did))));
        if step.card.is_some() {
            if !unrated && self.open.with_untracked(Option::is_some) {
                self.place
                    .update(|(place, _)| *place = place.saturating_sub(1));
            }
            self.show(step.card);
        } else {
            focus_soon(TITLE.to_owned());
        }
    }

    pub fn set(self, settings: Settings) {
        self.progress.append(settings::KEY, &settings);
        self.said.set(Some(say::kept().to_owned()));
    }
}

/// As it stands within a sentence.
fn lower(did: &str) -> String {
    let mut chars = did.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// The id of the card of a question.
pub fn card_of(question: &str) -> String {
    format!("{QUESTION}{question}")
}

fn term_of<'a>(glossary: Option<&'a Arc<Glossary>>, card: &str) -> Option<&'a Term> {
    let id = card.strip_prefix(TERM)?;
    glossary?.terms().find(|term| term.id == id)
}

fn asked_term(term: &Term) -> Banked {
    let name = escape(&term.name);
    let see = term.see.as_ref().map_or_else(String::new, |link| {
        let (href, title) = (escape(&link.href), escape(&link.title));
        format!("<p>Explained in <a href=\"{href}\">{title}</a>.</p>")
    });
    Banked {
        question: Question {
            id: term.id.clone(),
            revision: 0,
            aliases: Vec::new(),
            objective: None,
            variation: None,
            prompt: Html(format!("What does “{name}” mean?")),
            kind: QuestionKind::Recall {
                answer: Html(format!("<p>{}</p>", term.text.0)),
            },
            hints: Vec::new(),
            explain: Html(see),
        },
        route: "/glossary/".to_owned(),
        page: "Glossary".to_owned(),
        category: String::new(),
        level: None,
        objective: None,
    }
}

fn places(bank: &Arc<Bank>) -> BTreeMap<String, usize> {
    let mut places = BTreeMap::new();
    for (place, banked) in bank.questions.iter().enumerate() {
        for alias in &banked.question.aliases {
            places.entry(alias.clone()).or_insert(place);
        }
    }
    // A present id is never hidden by another question's earlier one.
    let ids = bank.questions.iter().enumerate();
    places.extend(ids.map(|(place, banked)| (banked.question.id.clone(), place)));
    places
}
