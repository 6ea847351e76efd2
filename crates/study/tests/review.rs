//! Cards and their schedule: against the published figures of FSRS, a learner of half a year, and what becomes of records.

mod common;
#[path = "common/stores.rs"]
mod stores;

use headroom_study::export::{export, import};
use headroom_study::review::card::chosen;
use headroom_study::review::memory::Scheduler;
use headroom_study::review::{
    Card, Clock, Day, Deck, Entry, Memory, Rating, Settings, key, question_key, settings,
};
use headroom_study::{Answer, Attempt, Confidence, Score, Stamp, Store};
use proptest::prelude::*;
use stores::{about, attempt, stores};

const DAY_MS: u64 = 86_400_000;
/// Ten days after the first of 1970, at noon, in Greenwich.
const START: u64 = 10 * DAY_MS + DAY_MS / 2;

fn on(day: u64) -> Clock {
    Clock {
        now_ms: START + day * DAY_MS,
        ahead_min: 0,
    }
}

fn give(store: &mut Store, id: &str, clock: Clock, change: impl FnOnce(&mut Attempt)) {
    let now = Stamp(clock.now_ms, 1);
    let mut attempt = attempt(now, "a");
    change(&mut attempt);
    store.entry(id).add(attempt, about("Page"), now);
}

fn rate(store: &mut Store, id: &str, clock: Clock, rating: Rating) {
    let rated = Entry::Rated {
        at_ms: clock.now_ms,
        rating,
    };
    store.append(&question_key(id), &rated, Stamp(clock.now_ms, 2));
}

fn say(store: &mut Store, id: &str, clock: Clock, entry: Entry) {
    store.append(&question_key(id), &entry, Stamp(clock.now_ms, 3));
}

fn deck(store: &Store, clock: Clock) -> Deck {
    Deck::read(store, clock, |_| true)
}

fn card(store: &Store, clock: Clock) -> Card {
    let deck = deck(store, clock);
    assert_eq!(deck.cards.len(), 1, "{:?}", deck.cards);
    deck.cards[0].clone()
}

/// `src/inference.rs` of fsrs 6.6.2, `test_memory_state`; `tests/test_basic.py` of py-fsrs, `test_memo_state`, has the same.
#[test]
fn the_memory_after_a_published_history_is_the_published_one() {
    let scheduler = Scheduler::new(0.9);
    let history = [
        (Rating::Again, 0),
        (Rating::Good, 0),
        (Rating::Good, 1),
        (Rating::Good, 3),
        (Rating::Good, 8),
        (Rating::Good, 21),
    ];
    let memory = history.into_iter().fold(None, |memory, (rating, days)| {
        Some(scheduler.next(memory, days)[rating as usize].memory)
    });
    let memory = memory.expect("six reviews");
    assert!((memory.stability - 53.626_91).abs() < 1e-4, "{memory:?}");
    assert!((memory.difficulty - 6.357_486_7).abs() < 1e-4, "{memory:?}");
}

/// The first four of the default parameters are the stabilities after a first review.
#[test]
fn a_first_review_gives_the_published_stabilities() {
    let first = Scheduler::new(0.9).next(None, 0);
    for (next, published) in first.iter().zip([0.212, 1.2931, 2.3065, 8.2956]) {
        assert!((next.memory.stability - published).abs() < 1e-6, "{next:?}");
    }
    assert_eq!(first.map(|next| next.days), [1, 1, 2, 8]);
}

/// `test_next_interval` of the crate: of a stability of one day, for 10% to 100%.
#[test]
fn the_days_to_wait_for_an_asked_retention_are_the_published_ones() {
    // What a card of that stability waits is asked by a review that does not change it: good, at once.
    for (share, days) in [(0.5, 90), (0.6, 27), (0.7, 9), (0.8, 3), (0.9, 1)] {
        let memory = Memory {
            stability: 1.0,
            difficulty: 5.0,
        };
        let next = Scheduler::new(share).next(Some(memory), 0)[Rating::Good as usize];
        let grown = f64::from(next.memory.stability);
        // Stability scales the interval: short-term growth is all there is between the two.
        let scaled = f64::from(next.days) / grown;
        assert!(
            (scaled - f64::from(days)).abs() <= 0.5 / grown + 0.5,
            "{share}: {next:?}"
        );
    }
}

#[test]
fn an_answer_is_rated_by_its_score_by_help_and_by_how_sure_the_reader_was() {
    let rated = |score: f64, hints, confidence| {
        Rating::of(&Attempt {
            score: Score::new(score),
            hints,
            confidence,
            ..attempt(Stamp(1, 1), "a")
        })
    };
    let (guess, unsure, sure) = (
        Some(Confidence::Guess),
        Some(Confidence::Unsure),
        Some(Confidence::Sure),
    );
    for (score, hints, confidence, rating) in [
        (0.0, 0, None, Rating::Again),
        (0.0, 0, sure, Rating::Again),
        (0.49, 0, None, Rating::Again),
        (0.5, 0, sure, Rating::Hard),
        (1.0, 0, None, Rating::Good),
        (1.0, 1, None, Rating::Hard),
        (1.0, 1, sure, Rating::Hard),
        (1.0, 0, guess, Rating::Hard),
        (1.0, 0, unsure, Rating::Hard),
        (1.0, 0, sure, Rating::Easy),
    ] {
        assert_eq!(
            rated(score, hints, confidence),
            rating,
            "{score} {hints} {confidence:?}"
        );
    }
}

#[test]
fn an_answered_question_is_a_card_and_comes_when_it_is_due() {
    let mut store = Store::default();
    assert!(deck(&store, on(0)).cards.is_empty());
    give(&mut store, "q", on(0), |_| {});
    let first = card(&store, on(0));
    assert_eq!((first.question(), first.term()), (Some("q"), None));
    assert_eq!(first.due, on(2).today());
    for (day, due) in [(0, 0), (1, 0), (2, 1), (30, 1)] {
        assert_eq!(deck(&store, on(day)).due().len(), due, "day {day}");
    }
    // Answered when it is due, it is not due any more, and waits longer.
    give(&mut store, "q", on(2), |_| {});
    let second = card(&store, on(2));
    assert!(!second.is_due(on(2).today()) && second.due > on(8).today());
    assert_eq!(deck(&store, on(2)).done(), 1);
    // Forgotten answers leave no card.
    store.reset(["q"], Stamp(on(3).now_ms, 1));
    assert!(deck(&store, on(3)).cards.is_empty());
}

#[test]
fn what_is_set_or_predicted_of_a_run_is_no_card() {
    let mut store = Store::default();
    give(&mut store, "tune", on(0), |attempt| {
        attempt.answer = Answer::Tuned {
            set: [].into(),
            figures: [].into(),
        };
    });
    give(&mut store, "labs/storm/rate", on(0), |attempt| {
        attempt.answer = Answer::Predicted {
            said: "1".to_owned(),
            gave: "2".to_owned(),
        };
    });
    assert!(deck(&store, on(9)).cards.is_empty());
    give(&mut store, "gone", on(0), |_| {});
    assert!(
        Deck::read(&store, on(9), |id| id != "question:gone")
            .cards
            .is_empty()
    );
}

#[test]
fn the_first_answer_of_a_day_counts_unless_the_reader_says_otherwise() {
    let mut store = Store::default();
    give(&mut store, "q", on(0), |attempt| {
        attempt.score = Score::NONE;
    });
    give(&mut store, "q", on(0), |_| {});
    let rating = |store: &Store| card(store, on(0)).reviews[0].rating;
    assert_eq!(rating(&store), Rating::Again);
    rate(&mut store, "q", on(0), Rating::Hard);
    rate(&mut store, "q", on(0), Rating::Easy);
    assert_eq!(rating(&store), Rating::Easy);
    assert_eq!(card(&store, on(0)).reviews.len(), 1);
}

#[test]
fn what_each_rating_would_do_is_told_before_and_is_what_it_does() {
    let mut store = Store::default();
    give(&mut store, "q", on(0), |_| {});
    for (n, rating) in Rating::ALL.into_iter().enumerate() {
        let deck = deck(&store, on(3));
        let told = deck.cards[0].again_in(deck.today, deck.settings);
        let mut then = store.clone();
        give(&mut then, "q", on(3), |_| {});
        rate(&mut then, "q", on(3), rating);
        let done = card(&then, on(3));
        assert_eq!(done.due, on(3).today().plus(told[n]));
        // It is told the same after the answer, so that the rating can be corrected.
        assert_eq!(done.again_in(deck.today, deck.settings), told);
        assert!(told.is_sorted() && told[0] >= 1, "{told:?}");
    }
}

#[test]
fn a_card_is_buried_until_a_day_and_suspended_until_that_is_taken_back() {
    let mut store = Store::default();
    give(&mut store, "q", on(0), |_| {});
    let due = |store: &Store, day: u64| deck(store, on(day)).due().len();
    say(&mut store, "q", on(5), Entry::Buried(on(6).today()));
    assert_eq!((due(&store, 5), due(&store, 6)), (0, 1));
    assert_eq!(deck(&store, on(5)).forecast(3), [0, 1, 0]);
    assert_eq!(deck(&store, on(5)).next(), Some((on(6).today(), 1)));
    say(&mut store, "q", on(6), Entry::Suspended(true));
    assert_eq!((due(&store, 6), due(&store, 600)), (0, 0));
    assert_eq!(deck(&store, on(6)).forecast(30), [0; 30]);
    assert_eq!(deck(&store, on(6)).next(), None);
    say(&mut store, "q", on(7), Entry::Suspended(false));
    assert_eq!(due(&store, 7), 1);
}

#[test]
fn what_was_said_of_a_card_follows_its_question_to_another_id() {
    let mut store = Store::default();
    give(&mut store, "old", on(0), |_| {});
    rate(&mut store, "old", on(0), Rating::Easy);
    say(&mut store, "old", on(0), Entry::Suspended(true));
    let before = card(&store, on(1));
    let question = headroom_content::model::Question {
        id: "new".to_owned(),
        aliases: vec!["old".to_owned()],
        ..common::question(headroom_content::model::QuestionKind::Recall {
            answer: headroom_content::model::Html::default(),
        })
    };
    let changed = store.adopt(&question, Stamp(on(1).now_ms, 1));
    assert_eq!(changed, ["old", "card:question:new"]);
    let mut after = card(&store, on(1));
    assert_eq!(after.question(), Some("new"));
    after.id.clone_from(&before.id);
    assert_eq!(after, before);
}

#[test]
fn a_chosen_term_is_a_card_at_once_and_none_when_it_is_no_longer_chosen() {
    let mut store = Store::default();
    let term = |store: &mut Store, day: u64, entry: Entry| {
        store.append(&key("term:tail-latency"), &entry, Stamp(on(day).now_ms, 1));
    };
    term(&mut store, 0, Entry::Chosen(true));
    let new = card(&store, on(0));
    assert_eq!(new.term(), Some("tail-latency"));
    assert_eq!(chosen(&store), ["tail-latency".to_owned()].into());
    assert!(new.memory.is_none() && new.is_due(on(0).today()));
    let rated = Entry::Rated {
        at_ms: on(0).now_ms,
        rating: Rating::Good,
    };
    term(&mut store, 0, rated);
    assert_eq!(card(&store, on(0)).due, on(2).today());
    assert_eq!(deck(&store, on(0)).done(), 1);
    term(&mut store, 1, Entry::Chosen(false));
    assert!(deck(&store, on(1)).cards.is_empty() && chosen(&store).is_empty());
}

#[test]
fn a_day_offers_so_many_cards_and_more_is_there_for_whoever_wants_it() {
    let mut store = Store::default();
    let want = Settings {
        retention: 90,
        cards: 3,
    };
    store.append(settings::KEY, &want, Stamp(1, 1));
    for n in 0..10 {
        give(&mut store, &format!("q{n}"), on(n % 4), |_| {});
    }
    let today = deck(&store, on(9));
    assert_eq!((today.due().len(), today.offered()), (10, 3));
    // The longest overdue first.
    assert!(today.due().is_sorted_by_key(|card| card.due));
    let first = today.due()[0].question().expect("a question").to_owned();
    give(&mut store, &first, on(9), |_| {});
    let rest = deck(&store, on(9));
    assert_eq!((rest.due().len(), rest.offered(), rest.done()), (9, 2, 1));
    assert_eq!(rest.forecast(1), [9]);
}

#[test]
fn settings_are_kept_within_what_can_be_asked() {
    let mut store = Store::default();
    assert_eq!(
        Settings::of(&store),
        Settings {
            retention: 90,
            cards: 20
        }
    );
    let wild = Settings {
        retention: 255,
        cards: 0,
    };
    store.append(settings::KEY, &wild, Stamp(1, 1));
    assert_eq!(
        Settings::of(&store),
        Settings {
            retention: 97,
            cards: 1
        }
    );
}

#[test]
fn retention_is_told_by_week_and_of_due_reviews_only() {
    let mut store = Store::default();
    give(&mut store, "q", on(0), |_| {});
    // Ahead of its day.
    give(&mut store, "q", on(1), |_| {});
    let due = card(&store, on(1)).due.since(on(0).today());
    give(&mut store, "q", on(u64::from(due)), |attempt| {
        attempt.score = Score::NONE;
    });
    let now = on(u64::from(due));
    let kept = deck(&store, now).weeks(2);
    assert_eq!((kept[1].reviews, kept[1].remembered), (1, 0));
    assert_eq!(kept[1].from, Day(now.today().0 - 6));
    assert_eq!((kept[0].reviews, kept[0].share()), (0, None));
    assert_eq!(card(&store, now).lapses(), 1);
}

/// `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014), as a share of 1.
fn chance(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A learner who forgets as FSRS says that people do answers two new questions a day for four months and reviews all that
/// is due for six: the share remembered of due reviews, and how many there were.
fn half_a_year(retention: u8, seed: u64) -> (f64, usize) {
    let mut store = Store::default();
    let want = Settings {
        retention,
        cards: 999,
    };
    store.append(settings::KEY, &want, Stamp(1, 1));
    let mut random = seed;
    for day in 0..180 {
        let clock = on(day);
        let today = clock.today();
        let due: Vec<(String, f32)> = {
            let deck = deck(&store, clock);
            let due = deck.due().into_iter().map(|card| {
                let memory = card.memory.expect("it was answered");
                let state = fsrs::MemoryState {
                    stability: memory.stability,
                    difficulty: memory.difficulty,
                };
                let last = card.reviews.last().expect("it was answered").day;
                let recalled = fsrs::current_retrievability(
                    state,
                    today.since(last) as f32,
                    fsrs::FSRS6_DEFAULT_DECAY,
                );
                (card.question().expect("a question").to_owned(), recalled)
            });
            due.collect()
        };
        for (id, recalled) in due {
            let knows = chance(&mut random) < f64::from(recalled);
            give(&mut store, &id, clock, |attempt| {
                attempt.score = Score::new(f64::from(u8::from(knows)));
            });
        }
        for n in 0..if day < 120 { 2 } else { 0 } {
            // Six of ten are right the first time.
            let knows = chance(&mut random) < 0.6;
            give(&mut store, &format!("q{day}-{n}"), clock, |attempt| {
                attempt.score = Score::new(f64::from(u8::from(knows)));
            });
        }
    }
    let kept = deck(&store, on(179)).weeks(26);
    let (reviews, remembered) = kept.iter().fold((0, 0), |(reviews, remembered), week| {
        (reviews + week.reviews, remembered + week.remembered)
    });
    (remembered as f64 / reviews as f64, reviews)
}

#[test]
fn a_simulated_learner_of_180_days_keeps_the_asked_retention_within_three_points() {
    for (retention, seed) in [(80, 1), (85, 2), (90, 3), (90, 4), (95, 5)] {
        let (share, reviews) = half_a_year(retention, seed);
        println!(
            "asked {retention}%, kept {:.1}% of {reviews}",
            share * 100.0
        );
        assert!(reviews > 500, "{reviews}");
        let off = share * 100.0 - f64::from(retention);
        assert!(
            off.abs() <= 3.0,
            "asked {retention}%, kept {:.1}% of {reviews}",
            share * 100.0
        );
    }
}

/// What readers do with two questions over a few days, in two browsers.
fn done() -> impl Strategy<Value = Vec<(u64, usize, u8)>> {
    prop::collection::vec((0_u64..12, 0_usize..2, 0_u8..8), 0..12)
}

fn store_of(done: &[(u64, usize, u8)], browser: u32) -> Store {
    let mut store = Store::default();
    for &(day, question, what) in done {
        let (id, clock) = (["a", "b"][question], on(day));
        let now = Stamp(clock.now_ms, browser);
        let mut log = |entry: Entry| store.append(&question_key(id), &entry, now);
        match what {
            0..4 => log(Entry::Rated {
                at_ms: clock.now_ms,
                rating: Rating::ALL[usize::from(what)],
            }),
            4 => log(Entry::Buried(clock.today().plus(2))),
            5 => log(Entry::Suspended(day % 2 == 0)),
            _ => {
                let mut attempt = attempt(now, "a");
                attempt.score = Score::new(f64::from(what - 6));
                store.entry(id).add(attempt, about("Page"), now);
            }
        }
    }
    store
}

proptest! {
    #[test]
    fn copies_that_meet_in_any_order_agree_on_every_card(a in done(), b in done(), c in done(), day in 0_u64..20) {
        let (a, b, c) = (store_of(&a, 1), store_of(&b, 2), store_of(&c, 3));
        let met = |stores: [&Store; 3]| {
            let mut met = Store::default();
            for store in stores {
                met.merge(store.clone());
            }
            deck(&met, on(day)).cards
        };
        let cards = met([&a, &b, &c]);
        prop_assert_eq!(&met([&c, &a, &b]), &cards);
        let mut twice = a.clone();
        twice.merge(b.clone());
        twice.merge(a.clone());
        twice.merge(c.clone());
        twice.merge(b);
        prop_assert_eq!(&deck(&twice, on(day)).cards, &cards);
    }

    #[test]
    fn cards_are_taken_along_and_brought_back_as_they_were(done in done(), day in 0_u64..20) {
        let store = store_of(&done, 1);
        let file = export(&store, &[], 5);
        let back = import(&file).expect("an export").store;
        prop_assert_eq!(deck(&back, on(day)).cards, deck(&store, on(day)).cards);
    }

    #[test]
    fn a_review_that_is_undone_leaves_every_card_as_it_was(done in done(), question in 0_usize..2, day in 12_u64..20) {
        let mut store = store_of(&done, 1);
        let before = deck(&store, on(day)).cards;
        let id = ["a", "b"][question];
        let now = on(day);
        let change = store.change(|store| {
            give(store, id, now, |_| {});
            rate(store, id, now, Rating::Hard);
            say(store, id, now, Entry::Buried(now.today().plus(1)));
        });
        prop_assert_eq!(deck(&store, on(day)).cards.iter().filter(|card| card.is_seen(now.today())).count(), 1);
        store.undo(&change, Stamp(now.now_ms, 9));
        prop_assert_eq!(deck(&store, on(day)).cards, before);
    }

    /// A better answer never brings a card back sooner, whatever came before.
    #[test]
    fn better_ratings_wait_at_least_as_long(done in done(), day in 12_u64..400) {
        let store = store_of(&done, 1);
        let deck = deck(&store, on(day));
        for card in &deck.cards {
            let again = card.again_in(deck.today, deck.settings);
            prop_assert!(again[0] >= 1 && again.is_sorted(), "{:?} {again:?}", card.reviews);
        }
    }

    #[test]
    fn no_records_make_it_fail(store in stores(), now_ms: u64, ahead_min in -840_i32..=840) {
        let deck = deck(&store, Clock { now_ms, ahead_min });
        let due = deck.due().len();
        prop_assert!(deck.offered() <= due);
        prop_assert_eq!(deck.forecast(1)[0], deck.due().len());
        let _ = (deck.next(), deck.weeks(12), deck.done());
    }
}
