//! All cards of a reader: what is due, what will be, and how much is remembered.

use super::card::{Card, KIND, TERM, question_key};
use super::day::{Clock, Day};
use super::settings::Settings;
use crate::shuffle;
use crate::store::Store;

#[derive(Clone, Debug, PartialEq)]
pub struct Deck {
    pub settings: Settings,
    pub today: Day,
    /// By id.
    pub cards: Vec<Card>,
}

impl Deck {
    /// Those that are cards by `is_card`, which is asked with their ids: `question:<id>` or `term:<id>`. A record does not
    /// say whether its question still is on the site, or whether it is one that foretells a run.
    pub fn read(store: &Store, clock: Clock, is_card: impl Fn(&str) -> bool) -> Self {
        let settings = Settings::of(store);
        let scheduler = settings.scheduler();
        let questions = store.records().filter_map(|(id, record)| {
            let log = store.log(&question_key(id));
            Card::of_question(id, record, log, clock, &scheduler)
        });
        let terms = store.of_kind(KIND).filter_map(|(id, log)| {
            let term = id.strip_prefix(TERM)?;
            Card::of_term(term, log, clock, &scheduler)
        });
        let cards = questions.chain(terms).filter(|card| is_card(&card.id));
        Self {
            settings,
            today: clock.today(),
            cards: cards.collect(),
        }
    }

    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// What is to be asked for today, beyond the daily number too: what has waited longest first. What has waited as
    /// long is mixed, by the day, so that the questions of a page do not stand together.
    pub fn due(&self) -> Vec<&Card> {
        let mut due: Vec<&Card> = self
            .cards
            .iter()
            .filter(|card| card.is_due(self.today))
            .collect();
        due.sort_by_key(|card| (card.due, shuffle::seed(&card.id, self.today.0 as u32)));
        due
    }

    /// How many that were due have been reviewed today; the first answer to a question is no review, the first look at a
    /// term is one.
    pub fn done(&self) -> usize {
        let today = |card: &&Card| {
            let last = card.reviews.last();
            last.is_some_and(|last| last.day == self.today && (last.due || card.term().is_some()))
        };
        self.cards.iter().filter(today).count()
    }

    /// How many of those that are due the daily number still holds.
    pub fn offered(&self) -> usize {
        let left = usize::from(self.settings.cards).saturating_sub(self.done());
        left.min(self.due().len())
    }

    /// The next day on which a card is due that is not today, if there is one, and how many then are.
    pub fn next(&self) -> Option<(Day, usize)> {
        let asked = || self.cards.iter().filter_map(|card| self.asked(card));
        let day = asked().filter(|day| *day > self.today).min()?;
        Some((day, asked().filter(|due| *due == day).count()))
    }

    /// How many cards come due on each of so many days from today on, if nothing is reviewed in between. Those that wait
    /// already are today's.
    pub fn forecast(&self, days: usize) -> Vec<usize> {
        let mut counts = vec![0; days];
        for day in self.cards.iter().filter_map(|card| self.asked(card)) {
            if let Some(count) = counts.get_mut(day.since(self.today) as usize) {
                *count += 1;
            }
        }
        counts
    }

    /// When a card will be asked for; never one that is suspended.
    fn asked(&self, card: &Card) -> Option<Day> {
        let not_before = card.buried.unwrap_or(self.today);
        (!card.suspended).then(|| card.due.max(not_before))
    }

    /// Of the reviews that were due, how many were remembered, in each of the last so many weeks; the last one ends
    /// today.
    pub fn weeks(&self, count: u32) -> Vec<Week> {
        let mut weeks: Vec<Week> = (0..count)
            .rev()
            .map(|back| Week {
                from: Day(self.today.0.saturating_sub_unsigned(back * 7 + 6)),
                ..Week::default()
            })
            .collect();
        let reviews = self.cards.iter().flat_map(|card| &card.reviews);
        for review in reviews.filter(|review| review.due && review.day <= self.today) {
            let week = weeks.iter_mut().rev().find(|week| week.from <= review.day);
            if let Some(week) = week {
                week.reviews += 1;
                week.remembered += usize::from(review.rating.passes());
            }
        }
        weeks
    }
}

/// What came of the due reviews of a week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Week {
    /// Its first day.
    pub from: Day,
    pub reviews: usize,
    pub remembered: usize,
}

impl Week {
    /// The share that was remembered; nothing is known of no reviews.
    pub fn share(self) -> Option<f64> {
        (self.reviews > 0).then(|| self.remembered as f64 / self.reviews as f64)
    }
}
