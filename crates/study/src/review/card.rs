//! A card: something to be remembered, and how it stands.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::day::{Clock, Day};
use super::memory::{Memory, Next, Rating, Scheduler};
use super::settings::Settings;
use crate::answer::Answer;
use crate::log::Log;
use crate::record::{Attempt, Record};
use crate::store::Store;

/// The kind of the records that say something of cards: `card:question:<id>`, `card:term:<id>`.
pub const KIND: &str = "card";
/// In front of the id of a question, and of a glossary term, in the id of a card.
pub const QUESTION: &str = "question:";
pub const TERM: &str = "term:";

/// Of the record of a card.
pub fn key(card: &str) -> String {
    format!("{KIND}:{card}")
}

/// Of that of a question's card.
pub fn question_key(question: &str) -> String {
    format!("{KIND}:{QUESTION}{question}")
}

/// What the reader does with a card beside answering its question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// Says how well it was remembered on that day, whatever the answer was.
    Rated {
        /// Unix milliseconds.
        at_ms: u64,
        rating: Rating,
    },
    /// Is not asked before that day.
    Buried(Day),
    /// Is not asked until this is taken back.
    Suspended(bool),
    /// A glossary term is to be a card, or no longer.
    Chosen(bool),
}

/// What happened to a card on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Review {
    pub day: Day,
    pub rating: Rating,
    /// Whether it was its time: neither the first answer nor one ahead of its day.
    pub due: bool,
}

/// A card as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// `question:<id>` or `term:<id>`.
    pub id: String,
    /// One a day, the oldest first.
    pub reviews: Vec<Review>,
    /// None before the first review.
    pub memory: Option<Memory>,
    /// When it is to be asked for. One that was never reviewed is due at once.
    pub due: Day,
    pub suspended: bool,
    /// Until when it is not asked.
    pub buried: Option<Day>,
    /// As it was before what was reviewed today.
    before: (Option<Memory>, Option<Day>),
}

impl Card {
    /// That of a question, if it has been answered.
    pub fn of_question(
        question: &str,
        record: &Record,
        log: Option<&Log>,
        clock: Clock,
        scheduler: &Scheduler,
    ) -> Option<Self> {
        let mut answers: Vec<&Attempt> = record.attempts().filter(|one| is_recall(one)).collect();
        // Stamps are newer than what they say where something was brought back.
        answers.sort_by_key(|answer| answer.at_ms);
        let first = answers.first()?.at_ms;
        let mut days = BTreeMap::new();
        for answer in answers {
            let day = days.entry(clock.day(answer.at_ms));
            day.or_insert(Rating::of(answer));
        }
        Some(Self::read(
            format!("{QUESTION}{question}"),
            days,
            first,
            log,
            clock,
            scheduler,
        ))
    }

    /// That of a glossary term, if it is chosen.
    pub fn of_term(id: &str, log: &Log, clock: Clock, scheduler: &Scheduler) -> Option<Self> {
        is_chosen(log).then(|| {
            let id = format!("{TERM}{id}");
            Self::read(id, BTreeMap::new(), 0, Some(log), clock, scheduler)
        })
    }

    /// `days` are the ratings by the answers, `first_ms` when it became a card: what was said before that was said of
    /// answers that are forgotten.
    fn read(
        id: String,
        mut days: BTreeMap<Day, Rating>,
        first_ms: u64,
        log: Option<&Log>,
        clock: Clock,
        scheduler: &Scheduler,
    ) -> Self {
        let (mut suspended, mut buried) = (false, None);
        for (_, entry) in log.into_iter().flat_map(Log::read::<Entry>) {
            match entry {
                Entry::Rated { at_ms, rating } if at_ms >= first_ms => {
                    days.insert(clock.day(at_ms), rating);
                }
                Entry::Suspended(on) => suspended = on,
                Entry::Buried(until) => buried = Some(until),
                Entry::Rated { .. } | Entry::Chosen(_) => {}
            }
        }
        let today = clock.today();
        let mut card = Self {
            id,
            reviews: Vec::with_capacity(days.len()),
            memory: None,
            due: today,
            suspended,
            buried: buried.filter(|until| *until > today),
            before: (None, None),
        };
        for (day, rating) in days {
            card.take(day, rating, scheduler);
            if day < today {
                card.before = (card.memory, Some(day));
            }
        }
        card
    }

    fn take(&mut self, day: Day, rating: Rating, scheduler: &Scheduler) {
        let last = self.reviews.last().map(|review| review.day);
        let next = scheduler.next(self.memory, last.map_or(0, |last| day.since(last)));
        let Next { memory, days } = next[rating as usize];
        self.reviews.push(Review {
            day,
            rating,
            due: last.is_some() && day >= self.due,
        });
        self.memory = Some(memory);
        self.due = day.plus(days);
    }

    /// In how many days it would come again, for each rating of today, in the order of [`Rating::ALL`].
    pub fn again_in(&self, today: Day, settings: Settings) -> [u32; 4] {
        let (memory, last) = self.before;
        let elapsed = last.map_or(0, |last| today.since(last));
        settings
            .scheduler()
            .next(memory, elapsed)
            .map(|next| next.days)
    }

    /// Whether it was reviewed on this day.
    pub fn is_seen(&self, today: Day) -> bool {
        self.reviews.last().is_some_and(|last| last.day >= today)
    }

    /// Whether it is to be asked for on this day.
    pub fn is_due(&self, today: Day) -> bool {
        self.due <= today && !self.suspended && self.buried.is_none() && !self.is_seen(today)
    }

    /// How often it was forgotten after it had been remembered.
    pub fn lapses(&self) -> usize {
        let pairs = self.reviews.windows(2);
        pairs
            .filter(|pair| pair[0].rating.passes() && !pair[1].rating.passes())
            .count()
    }

    /// The id of its question, if it is one's.
    pub fn question(&self) -> Option<&str> {
        self.id.strip_prefix(QUESTION)
    }

    /// The id of its glossary term, if it is one's.
    pub fn term(&self) -> Option<&str> {
        self.id.strip_prefix(TERM)
    }
}

/// The ids of the glossary terms that are cards.
pub fn chosen(store: &Store) -> BTreeSet<String> {
    let logs = store.of_kind(KIND).filter(|(_, log)| is_chosen(log));
    logs.filter_map(|(card, _)| Some(card.strip_prefix(TERM)?.to_owned()))
        .collect()
}

fn is_chosen(log: &Log) -> bool {
    let mut chosen = log.read::<Entry>().filter_map(|(_, entry)| match entry {
        Entry::Chosen(chosen) => Some(chosen),
        _ => None,
    });
    chosen.next_back() == Some(true)
}

/// Whether an answer was given from memory: what was set in a lab, or predicted of its run, was not.
fn is_recall(attempt: &Attempt) -> bool {
    !matches!(
        attempt.answer,
        Answer::Tuned { .. } | Answer::Predicted { .. }
    )
}
