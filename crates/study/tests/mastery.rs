//! What is said of how a reader stands, and what to do next.

#[path = "common/stores.rs"]
mod stores;

use headroom_content::model::{CataloguePage, CatalogueQuestion, Level};
use headroom_study::activity::{Day, by_day};
use headroom_study::mastery::{Mastery, PageStanding, Standing, page, question};
use headroom_study::next::{Next, next, weakest};
use headroom_study::reading::{self, Place, Read, read_key, read_ms};
use headroom_study::{Attempt, Change, Confidence, Score, Stamp, Store};
use proptest::prelude::*;

use stores::{about, attempt};

const HOUR: u64 = 60 * 60 * 1000;

fn asked(id: &str, objective: Option<&str>) -> CatalogueQuestion {
    CatalogueQuestion {
        id: id.to_owned(),
        revision: 1,
        objective: objective.map(str::to_owned),
        ..CatalogueQuestion::default()
    }
}

/// Two questions on one objective, one on another, one on none.
fn queues() -> CataloguePage {
    CataloguePage {
        route: "/queues/".to_owned(),
        title: "Queues".to_owned(),
        objectives: vec![
            ("wait".to_owned(), "Say how long".to_owned()),
            ("bound".to_owned(), "Bound it".to_owned()),
        ],
        questions: vec![
            asked("a", Some("wait")),
            asked("b", Some("wait")),
            asked("c", Some("bound")),
            asked("d", None),
        ],
        ..CataloguePage::default()
    }
}

#[derive(Clone, Copy, Debug)]
struct Given {
    id: &'static str,
    at_ms: u64,
    score: f64,
    hints: u32,
    sure: bool,
}

fn given(id: &'static str, at_ms: u64, score: f64) -> Given {
    Given {
        id,
        at_ms,
        score,
        hints: 0,
        sure: false,
    }
}

fn give(store: &mut Store, given: &Given) {
    let now = Stamp(given.at_ms, 1);
    let attempt = Attempt {
        at_ms: given.at_ms,
        score: Score::new(given.score),
        hints: given.hints,
        confidence: given.sure.then_some(Confidence::Sure),
        ..attempt(now, "x")
    };
    store.entry(given.id).add(attempt, about("Queues"), now);
}

fn store(all: &[Given]) -> Store {
    let mut store = Store::default();
    for given in all {
        give(&mut store, given);
    }
    store
}

fn stands(all: &[Given]) -> Vec<Mastery> {
    let (store, queues) = (store(all), queues());
    let standing = page(&store, &queues);
    let objectives = standing.objectives.iter().map(|one| one.mastery);
    objectives.chain([standing.mastery]).collect()
}

#[test]
fn a_page_is_mastered_when_each_of_its_objectives_was_shown_and_weak_when_one_answer_is_wrong() {
    use Mastery::{Begun, Mastered, NotBegun, Weak};

    let all = ["a", "b", "c", "d"].map(|id| given(id, 1, 1.0));
    assert_eq!(stands(&[]), [NotBegun; 4]);
    assert_eq!(stands(&all), [Mastered; 4]);
    assert_eq!(stands(&all[..1]), [Begun, NotBegun, NotBegun, Begun]);
    assert_eq!(stands(&all[..3]), [Mastered, Mastered, NotBegun, Begun]);
    let mut with = all.to_vec();
    with.push(given("c", 2, 0.0));
    assert_eq!(stands(&with), [Mastered, Weak, Mastered, Weak]);
    with.push(given("c", 3, 0.5));
    assert_eq!(stands(&with), [Mastered, Begun, Mastered, Begun]);
    // It was right at the first try.
    with.push(given("c", 4, 1.0));
    assert_eq!(stands(&with), [Mastered; 4]);
}

#[test]
fn what_was_read_off_the_explanation_is_mastered_when_it_is_still_known_the_next_day() {
    let mut tries = vec![
        given("c", 0, 0.0),
        given("c", 1, 1.0),
        Given {
            hints: 1,
            ..given("d", 0, 1.0)
        },
    ];
    assert_eq!(stands(&tries)[1..3], [Mastery::Begun; 2]);
    tries.extend([given("c", 13 * HOUR, 1.0), given("d", 13 * HOUR, 1.0)]);
    assert_eq!(stands(&tries)[1..3], [Mastery::Mastered; 2]);
}

#[test]
fn partly_right_is_begun_and_weak_if_the_reader_was_sure() {
    let partly = given("c", 1, 0.5);
    assert_eq!(stands(&[partly])[1], Mastery::Begun);
    let sure = Given {
        sure: true,
        ..partly
    };
    assert_eq!(stands(&[sure])[1], Mastery::Weak);
}

#[test]
fn answers_to_an_earlier_revision_are_forgotten_and_those_under_an_earlier_id_are_not() {
    let answers = store(&[given("a", 1, 1.0)]);
    let mut renamed = asked("new", None);
    renamed.aliases = vec!["a".to_owned()];
    assert_eq!(question(&answers, &renamed).mastery, Mastery::Mastered);
    renamed.revision = 2;
    assert_eq!(question(&answers, &renamed), Standing::default());
}

fn any_given() -> impl Strategy<Value = Given> {
    (
        prop::sample::select(vec!["a", "b", "c", "d"]),
        0_u64..40,
        prop::sample::select(vec![0.0, 0.5, 1.0]),
        0_u32..2,
        any::<bool>(),
    )
        .prop_map(|(id, hour, score, hints, sure)| Given {
            id,
            at_ms: hour * HOUR,
            score,
            hints,
            sure,
        })
}

proptest! {
    #[test]
    fn a_right_answer_makes_nothing_worse_and_a_wrong_one_nothing_better(
        all in prop::collection::vec(any_given(), 0..12), one in any_given(),
    ) {
        let before = stands(&all);
        let after = |score| {
            let mut all = all.clone();
            all.push(Given { score, ..one });
            stands(&all)
        };
        for (before, after) in before.iter().zip(after(1.0)) {
            prop_assert!(after >= *before, "{before:?} became {after:?}");
        }
        for (before, after) in before.iter().zip(after(0.0)) {
            // What was not begun is: that is no praise.
            prop_assert!(after <= *before, "{before:?} became {after:?}");
        }
    }

    #[test]
    fn copies_that_come_together_in_any_order_tell_the_same(
        all in prop::collection::vec((any_given(), 0_u8..3), 0..12), order in Just([0_u8, 1, 2]).prop_shuffle(),
    ) {
        let whole = store(&all.iter().map(|(given, _)| *given).collect::<Vec<_>>());
        let mut met = Store::default();
        for copy in order {
            let mut part = Store::default();
            for (id, record) in whole.records() {
                use headroom_study::Kept;
                let stamps = record.stamps();
                let here = |stamp| all.get(stamps.iter().position(|one| *one == stamp).unwrap_or(0)).is_some_and(|(_, at)| *at == copy);
                part.take_in(id, record.only(here));
            }
            met.merge(part);
        }
        met.merge(whole.clone());
        let queues = queues();
        prop_assert_eq!(page(&met, &queues), page(&whole, &queues));
    }

    #[test]
    fn marks_of_two_browsers_come_together_as_the_later_one_says(
        mut here in prop::collection::vec((0_u64..20, any::<bool>()), 0..4),
        there in prop::collection::vec((30_u64..40, any::<bool>()), 1..4),
    ) {
        // A mark is stamped later than the one before it in its browser, even where the clock was set back or stood: in order, the last of
        // these four is at 22.
        here.sort_by_key(|(at, _)| *at);
        let key = read_key("/queues/");
        let marked = |entries: &[(u64, bool)]| {
            let mut store = Store::default();
            for (at, read) in entries {
                store.append(&key, &Read { at_ms: read.then_some(*at) }, Stamp(*at, 1));
            }
            store
        };
        let (mut one, mut other) = (marked(&here), marked(&there));
        let copy = one.clone();
        one.merge(other.clone());
        other.merge(copy);
        prop_assert_eq!(&one, &other);
        let last = there.last().is_some_and(|(_, read)| *read);
        prop_assert_eq!(read_ms(&one, "/queues/").is_some(), last);
        prop_assert_eq!(page(&one, &queues()).done(), last);
    }
}

#[test]
fn a_page_marked_as_read_can_be_taken_back_and_that_undone() {
    let mut store = Store::default();
    let key = read_key("/queues/");
    store.append(&key, &Read { at_ms: Some(7) }, Stamp(7, 1));
    assert_eq!(read_ms(&store, "/queues/"), Some(7));
    assert_eq!(
        reading::all_read(&store).collect::<Vec<_>>(),
        [("/queues/", 7)]
    );
    let change: Change =
        store.change(|store| store.append(&key, &Read { at_ms: None }, Stamp(8, 1)));
    assert_eq!(read_ms(&store, "/queues/"), None);
    store.undo(&change, Stamp(9, 1));
    assert_eq!(read_ms(&store, "/queues/"), Some(7));
}

#[test]
fn only_the_last_place_is_kept_and_it_is_left_when_its_page_has_been_read() {
    let mut store = Store::default();
    for (at_ms, section) in [(1, "overview"), (2, "trade-offs")] {
        let place = Place {
            route: "/queues/".to_owned(),
            page: "Queues".to_owned(),
            section: Some((section.to_owned(), "Trade-offs".to_owned())),
            at_ms,
        };
        reading::move_to(&mut store, &place, Stamp(at_ms, 1));
    }
    assert_eq!(
        store.log(reading::PLACE).map(|log| log.entries().len()),
        Some(1)
    );
    let place = reading::left_at(&store).expect("a place");
    assert_eq!(place.words(), "Queues, Trade-offs");
    assert_eq!(place.address(), "/queues/#trade-offs");
    store.append(&read_key("/queues/"), &Read { at_ms: Some(3) }, Stamp(3, 1));
    assert_eq!(reading::left_at(&store), None);
    assert_eq!(reading::place(&store), Some(place));
}

fn concept(route: &str, prerequisites: &[&str]) -> CataloguePage {
    CataloguePage {
        route: route.to_owned(),
        level: Some(Level::Beginner),
        prerequisites: prerequisites.iter().map(|one| (*one).to_owned()).collect(),
        questions: vec![asked(route, None)],
        ..CataloguePage::default()
    }
}

#[test]
fn next_is_what_is_due_then_what_is_weakest_then_what_can_be_read() {
    let pages = [
        concept("/c/", &["/b/"]),
        concept("/a/", &[]),
        concept("/b/", &["/a/"]),
        concept("/d/", &["/a/"]),
    ];
    let told = |store: &Store, due| {
        let standings: Vec<PageStanding<'_>> = pages.iter().map(|one| page(store, one)).collect();
        let told: Vec<String> = next(&standings, due)
            .into_iter()
            .map(|next| match next {
                Next::Review(due) => format!("review {due}"),
                Next::Repeat {
                    question,
                    weak,
                    sure,
                    ..
                } => format!("repeat {question} {weak} {sure}"),
                Next::Read { page, builds_on } => {
                    format!("read {} on {}", page.route, builds_on.len())
                }
            })
            .collect();
        told
    };
    let mut store = Store::default();
    assert_eq!(told(&store, 0), ["read /a/ on 0"]);
    give(&mut store, &given("/a/", 1, 1.0));
    assert_eq!(told(&store, 2), ["review 2", "read /b/ on 1"]);
    store.append(&read_key("/b/"), &Read { at_ms: Some(1) }, Stamp(1, 1));
    give(&mut store, &given("/d/", 1, 0.0));
    assert_eq!(told(&store, 0), ["repeat /d/ 1 0", "read /c/ on 1"]);
    give(
        &mut store,
        &Given {
            sure: true,
            ..given("/c/", 2, 0.5)
        },
    );
    let standings: Vec<PageStanding<'_>> = pages.iter().map(|one| page(&store, one)).collect();
    let weak: Vec<&str> = weakest(&standings)
        .iter()
        .map(|one| &*one.page.route)
        .collect();
    assert_eq!(
        weak,
        ["/c/", "/d/"],
        "what the reader was sure of comes first"
    );
}

#[test]
fn a_day_counts_each_answer_and_each_page_read() {
    let mut store = store(&[
        given("a", 1, 0.0),
        given("a", 2, 1.0),
        given("b", 25 * HOUR, 1.0),
    ]);
    store.append(
        &read_key("/queues/"),
        &Read {
            at_ms: Some(26 * HOUR),
        },
        Stamp(1, 1),
    );
    let days = by_day(&store, |ms| ms / (24 * HOUR));
    let day = |answers, right, pages| Day {
        answers,
        right,
        pages,
    };
    assert_eq!(
        days.into_iter().collect::<Vec<_>>(),
        [(0, day(2, 1, 0)), (1, day(1, 1, 1))]
    );
}
