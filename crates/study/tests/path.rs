//! What is said of how far a reader has come on a path.

mod common;
#[path = "common/stores.rs"]
mod stores;

use headroom_content::model::{Asks, Bank, Blueprint, Link, Step, StepKind, Terms};
use headroom_study::exam::{Asked, Entry, Event, Paper};
use headroom_study::path::{Done, Standing, standings};
use headroom_study::reading::{Read, read_key};
use headroom_study::{About, Answer, Stamp, Store};
use proptest::prelude::*;

const NOW: u64 = 1_700_000_000_000;
const MINUTE: u64 = 60_000;
const EXAM: &str = "/assessments/all/";

fn step(route: &str, kind: StepKind) -> Step {
    Step {
        link: Link {
            href: route.to_owned(),
            title: String::new(),
        },
        route: route.to_owned(),
        kind,
        minutes: 1,
        why: String::new(),
    }
}

/// An assessment at both ends, between them one of each kind.
fn path() -> Vec<Step> {
    vec![
        step(EXAM, StepKind::Assessment),
        step("/concepts/a/b/", StepKind::Concept),
        step("/labs/storm/", StepKind::Lab),
        step("/playground/", StepKind::Page),
        step(EXAM, StepKind::Assessment),
    ]
}

fn all(store: &Store) -> Vec<Standing> {
    standings(store, &[], path().iter(), NOW)
}

fn so_far(store: &Store) -> Vec<Option<Done>> {
    all(store).iter().map(|one| one.done).collect()
}

fn say(store: &mut Store, route: &str, at_ms: u64, read: bool) {
    let entry = Read {
        at_ms: read.then_some(at_ms),
    };
    store.append(&read_key(route), &entry, Stamp(at_ms, 1));
}

fn predict(store: &mut Store, route: &str) {
    let now = Stamp(NOW, 1);
    let about = About {
        route: route.to_owned(),
        ..stores::about("Storm")
    };
    store
        .entry("labs/storm/budget")
        .add(stores::attempt(now, "40 ms"), about, now);
}

/// A sitting of ten minutes that began so many minutes ago.
fn sit(store: &mut Store, ago: u64, events: &[Event]) {
    let began = Stamp(NOW - ago * MINUTE, 1);
    let terms = Terms {
        minutes: Some(10),
        pause: true,
        extension: 0,
    };
    let blueprint = Blueprint {
        id: "all".to_owned(),
        title: "All".to_owned(),
        asks: Asks::Listed(Vec::new()),
        terms,
    };
    let mut paper = Paper::draw(&Bank::default(), &blueprint, terms, began);
    paper.asked = vec![Asked {
        id: "q".to_owned(),
        revision: 1,
    }];
    let key = paper.key();
    store.append(&key, &Entry::Begun(paper), began);
    for event in events {
        let did = Entry::Did {
            at_ms: began.0 + 1,
            event: event.clone(),
        };
        store.append(&key, &did, began);
    }
}

fn answer() -> Event {
    Event::Answered {
        question: "q".to_owned(),
        answer: Some(Answer::Number("1".to_owned())),
    }
}

#[test]
fn nothing_is_done_at_first_and_each_step_by_what_shows_it() {
    let mut store = Store::default();
    assert_eq!(so_far(&store), [None; 5]);
    say(&mut store, "/concepts/a/b/", NOW, true);
    say(&mut store, "/playground/", NOW, true);
    predict(&mut store, "/labs/storm/");
    sit(&mut store, 1, &[answer(), Event::Submitted]);
    assert_eq!(
        so_far(&store),
        [
            Some(Done::Sat),
            Some(Done::Said),
            Some(Done::Predicted),
            Some(Done::Said),
            None
        ]
    );
}

#[test]
fn what_was_said_can_be_taken_back() {
    let mut store = Store::default();
    say(&mut store, "/labs/storm/", NOW, true);
    assert_eq!(so_far(&store)[2], Some(Done::Said));
    say(&mut store, "/labs/storm/", NOW + 1, false);
    assert_eq!(so_far(&store)[2], None);
}

#[test]
fn a_sitting_counts_when_it_is_over_and_something_was_answered() {
    let ended = |ago, events: &[Event]| {
        let mut store = Store::default();
        sit(&mut store, ago, events);
        so_far(&store)[0].is_some()
    };
    assert!(ended(1, &[answer(), Event::Submitted]));
    assert!(ended(11, &[answer()]), "its time ran out");
    assert!(!ended(1, &[answer()]), "it is still running");
    assert!(!ended(1, &[Event::Submitted]), "nothing was answered");
    assert!(!ended(1, &[answer(), Event::Submitted, Event::Discarded]));
}

#[test]
fn an_assessment_that_comes_twice_has_to_be_sat_twice() {
    let mut store = Store::default();
    sit(&mut store, 30, &[answer(), Event::Submitted]);
    let ends = |store: &Store| [so_far(store)[0], so_far(store)[4]];
    assert_eq!(ends(&store), [Some(Done::Sat), None]);
    sit(&mut store, 5, &[answer(), Event::Submitted]);
    assert_eq!(ends(&store), [Some(Done::Sat); 2]);
}

#[test]
fn who_skips_the_first_sitting_still_has_the_second_before_them() {
    let mut store = Store::default();
    say(&mut store, EXAM, NOW, true);
    let ends = |store: &Store| [so_far(store)[0], so_far(store)[4]];
    assert_eq!(ends(&store), [Some(Done::Said), None]);
    sit(&mut store, 5, &[answer(), Event::Submitted]);
    assert_eq!(ends(&store), [Some(Done::Sat), Some(Done::Said)]);
}

#[test]
fn the_reader_is_asked_where_nothing_else_shows_it_and_of_one_sitting_at_a_time() {
    let asks = |store: &Store| all(store).iter().map(|one| one.asks).collect::<Vec<_>>();
    let mut store = Store::default();
    assert_eq!(asks(&store), [true, true, true, true, false]);
    say(&mut store, "/concepts/a/b/", NOW, true);
    predict(&mut store, "/labs/storm/");
    sit(&mut store, 5, &[answer(), Event::Submitted]);
    assert_eq!(asks(&store), [false, true, false, true, true]);
}

proptest! {
    /// More that was done never makes less of the path done, and copies of the records tell the same in either order.
    #[test]
    fn doing_more_takes_nothing_away(acts in prop::collection::vec(0_usize..5, 0..8), split in 0_usize..8) {
        let act = |store: &mut Store, n: usize, act: usize| match act {
            0 => say(store, "/concepts/a/b/", NOW + n as u64, true),
            1 => say(store, "/playground/", NOW + n as u64, true),
            2 => predict(store, "/labs/storm/"),
            3 => say(store, EXAM, NOW + n as u64, true),
            _ => sit(store, 20 + n as u64, &[answer(), Event::Submitted]),
        };
        let mut store = Store::default();
        let (mut left, mut right) = (Store::default(), Store::default());
        for (n, one) in acts.iter().enumerate() {
            let before = so_far(&store);
            act(&mut store, n, *one);
            let after = so_far(&store);
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before.is_none() || after.is_some());
            }
            act(if n < split { &mut left } else { &mut right }, n, *one);
        }
        let (mut one, mut other) = (left.clone(), right.clone());
        one.merge(right);
        other.merge(left);
        prop_assert_eq!(so_far(&one), so_far(&other));
    }
}
