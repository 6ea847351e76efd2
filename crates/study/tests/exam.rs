//! What a sitting promises: nothing that was answered is lost, the clock is the clock, and few questions prove little.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod common;

use headroom_content::model::{
    Asks, Bank, Banked, Blueprint, Draw, Level, Question, QuestionKind, Terms,
};
use headroom_study::exam::{
    Entry, Event, KIND, MOST_EXTENSIONS, Paper, Phase, Session, digest, draw, export, report,
};
use headroom_study::saved::Unreadable;
use headroom_study::{Answer, Confidence, SelfGrade, Stamp, Store};
use proptest::prelude::*;

const START: u64 = 1_700_000_000_000;
const MINUTE: u64 = 60_000;

fn single(id: &str) -> Question {
    Question {
        id: id.to_owned(),
        ..common::question(QuestionKind::Single {
            choices: common::choices(&[true, false, false]),
        })
    }
}

/// Twelve questions: four of a, six of b, two to recall of c.
fn bank() -> Bank {
    let of = |category: &str, count: usize| {
        (0..count).map({
            let category = category.to_owned();
            move |n| {
                let id = format!("{category}{n}");
                let question = if category == "c" {
                    Question {
                        id,
                        ..common::question(QuestionKind::Recall {
                            answer: common::html("model"),
                        })
                    }
                } else {
                    single(&id)
                };
                Banked {
                    question,
                    route: format!("/{category}/"),
                    page: category.to_uppercase(),
                    category: category.clone(),
                    level: (n < 2).then_some(Level::Beginner),
                    objective: (n == 0).then(|| format!("{category}/first")),
                }
            }
        })
    };
    Bank {
        categories: ["a", "b", "c"]
            .map(|id| (id.to_owned(), id.to_uppercase()))
            .to_vec(),
        objectives: vec![("a/first".to_owned(), common::html("Know it"))],
        questions: of("a", 4).chain(of("b", 6)).chain(of("c", 2)).collect(),
    }
}

fn blueprint(asks: Asks, terms: Terms) -> Blueprint {
    Blueprint {
        id: "test".to_owned(),
        title: "A test".to_owned(),
        asks,
        terms,
    }
}

const TERMS: Terms = Terms {
    minutes: Some(10),
    pause: true,
    extension: 5,
};

/// A sitting as it is kept.
#[derive(Clone, Debug, PartialEq)]
struct Sitting {
    store: Store,
    key: String,
}

impl Sitting {
    fn of(paper: Paper) -> Self {
        let mut sitting = Self {
            store: Store::default(),
            key: paper.key(),
        };
        let started = paper.started;
        sitting
            .store
            .append(&sitting.key, &Entry::Begun(paper), started);
        sitting
    }

    /// Does something at `at`, by a clock that may be put back.
    fn add(&mut self, event: Event, at: Stamp) {
        let did = Entry::Did { at_ms: at.0, event };
        self.store.append(&self.key, &did, at);
    }

    fn read(&self) -> Session {
        Session::read(self.store.log(&self.key).unwrap()).unwrap()
    }

    fn state(&self, now: u64) -> headroom_study::exam::State {
        self.read().state(now)
    }

    fn merge(&mut self, other: Self) {
        self.store.merge(other.store);
    }
}

fn begin(asks: Asks, terms: Terms) -> Sitting {
    let blueprint = blueprint(asks, terms);
    Sitting::of(Paper::draw(&bank(), &blueprint, terms, Stamp(START, 0)))
}

fn listed(ids: &[&str]) -> Asks {
    Asks::Listed(ids.iter().map(|id| (*id).to_owned()).collect())
}

fn answered(question: &str, choice: &str) -> Event {
    Event::Answered {
        question: question.to_owned(),
        answer: Some(Answer::Choices([choice.to_owned()].into())),
    }
}

fn seen(question: &str) -> Event {
    Event::Seen {
        question: question.to_owned(),
    }
}

/// At `ms` after the start.
fn at(ms: u64) -> Stamp {
    Stamp(START + ms, 1)
}

fn drawn(asks: &[Draw], seed: u32) -> Vec<String> {
    let bank = bank();
    draw(&bank, &Asks::Drawn(asks.to_vec()), seed)
        .into_iter()
        .map(|place| bank.questions[place].question.id.clone())
        .collect()
}

fn few(count: u16) -> Draw {
    Draw {
        count,
        ..Draw::default()
    }
}

#[test]
fn what_is_drawn_depends_on_the_seed_alone_and_is_drawn_once() {
    for seed in 0..300 {
        let ids = drawn(&[few(6), few(3)], seed);
        assert_eq!(ids, drawn(&[few(6), few(3)], seed));
        let distinct: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!((ids.len(), distinct.len()), (9, 9));
        assert!(
            !ids.iter().any(|id| id.starts_with('c')),
            "no recall unless asked for"
        );
    }
    assert_ne!(drawn(&[few(6)], 1), drawn(&[few(6)], 2));
}

#[test]
fn every_question_is_drawn_as_often_as_any_other() {
    let mut counts = std::collections::BTreeMap::new();
    for seed in 0..4000_u32 {
        for id in drawn(&[few(3)], seed.wrapping_mul(2_654_435_761)) {
            *counts.entry(id).or_insert(0_u32) += 1;
        }
    }
    assert_eq!(counts.len(), 10);
    // Five standard deviations of a binomial with n = 4,000 and p = 0.3 are 145.
    for (id, count) in counts {
        assert!(count.abs_diff(1200) < 145, "{id}: {count}");
    }
}

#[test]
fn a_wide_draw_leaves_a_narrow_one_what_it_needs() {
    let narrow = Draw {
        objective: Some("a/first".to_owned()),
        ..few(1)
    };
    for seed in 0..200 {
        let ids = drawn(&[few(9), narrow.clone()], seed);
        assert_eq!(ids.len(), 10);
        assert!(ids.contains(&"a0".to_owned()));
    }
}

#[test]
fn weights_share_a_draw_out() {
    let weighted = Draw {
        weights: vec![("a".to_owned(), 1), ("b".to_owned(), 2)],
        ..few(6)
    };
    for seed in 0..100 {
        let ids = drawn(std::slice::from_ref(&weighted), seed);
        let a = ids.iter().filter(|id| id.starts_with('a')).count();
        assert_eq!((a, ids.len()), (2, 6));
    }
    let recalled = Draw {
        kind: Some("recall".to_owned()),
        ..few(5)
    };
    assert_eq!(drawn(&[recalled], 1).len(), 2, "no more than there are");
}

#[test]
fn the_time_that_is_left_is_that_of_the_clock_whoever_was_there_to_see_it() {
    let mut session = begin(listed(&["a0", "a1"]), TERMS);
    session.add(seen("a0"), at(0));
    session.add(answered("a0", "c0"), at(2 * MINUTE));
    // The tab is gone; eight minutes after the start somebody looks again.
    let state = session.state(START + 8 * MINUTE);
    assert_eq!(
        (state.phase, state.left_ms()),
        (Phase::Running, Some(2 * MINUTE))
    );
    assert!(state.is_nearly_up());
    // Nobody does: it ends by itself, at its time.
    let late = session.state(START + 60 * MINUTE);
    assert_eq!(
        (late.phase, late.over_ms),
        (Phase::TimeUp, Some(START + 10 * MINUTE))
    );
    // What is done after that changes nothing.
    session.add(answered("a1", "c0"), at(11 * MINUTE));
    session.add(Event::Extended, at(12 * MINUTE));
    session.add(Event::Submitted, at(13 * MINUTE));
    let state = session.state(START + 60 * MINUTE);
    assert_eq!(state.over_ms, late.over_ms);
    assert!(!state.is_answered("a1") && state.is_answered("a0"));
    let session = session.read();
    assert_eq!(
        digest(&session, &state),
        digest(&session, &session.state(START + 999 * MINUTE))
    );
}

#[test]
fn a_pause_stops_the_clock_where_it_is_allowed() {
    for pause in [true, false] {
        let mut session = begin(listed(&["a0"]), Terms { pause, ..TERMS });
        session.add(seen("a0"), at(0));
        session.add(Event::Paused, at(MINUTE));
        session.add(Event::Resumed, at(31 * MINUTE));
        let state = session.state(START + 32 * MINUTE);
        if pause {
            assert_eq!(
                (state.phase, state.elapsed_ms),
                (Phase::Running, 2 * MINUTE)
            );
            assert_eq!(state.given("a0").spent_ms, 2 * MINUTE);
        } else {
            assert_eq!(state.phase, Phase::TimeUp);
        }
    }
}

#[test]
fn more_time_can_be_had_ten_times_and_a_clock_put_back_gives_none() {
    let mut session = begin(listed(&["a0"]), TERMS);
    for n in 0..20 {
        session.add(Event::Extended, at(n));
    }
    let state = session.state(START + 1000);
    assert_eq!(state.extensions, MOST_EXTENSIONS);
    assert_eq!(state.limit_ms, Some(60 * MINUTE));
    assert!(!state.can_extend(&session.read()));
    session.add(answered("a0", "c0"), at(5 * MINUTE));
    let before = session.state(START + 5 * MINUTE).elapsed_ms;
    session.add(answered("a0", "c1"), Stamp(START - 60 * MINUTE, 3));
    let state = session.state(START - 60 * MINUTE);
    assert!(state.elapsed_ms >= before);
    assert_eq!(
        state.given("a0").answer,
        Some(Answer::Choices(["c1".to_owned()].into())),
        "the later answer counts"
    );
}

#[test]
fn the_first_to_hand_in_ends_it_in_every_tab() {
    let start = begin(listed(&["a0", "a1"]), TERMS);
    let (mut one, mut other) = (start.clone(), start);
    one.add(answered("a0", "c0"), at(1000));
    other.add(answered("a1", "c1"), at(2000));
    one.add(Event::Submitted, at(3000));
    other.add(answered("a0", "c1"), at(4000));
    other.add(Event::Submitted, at(5000));
    let mut both = other.clone();
    both.merge(one.clone());
    one.merge(other);
    assert_eq!(one, both);
    let state = both.state(START + MINUTE);
    assert_eq!(
        (state.phase, state.over_ms),
        (Phase::Submitted, Some(START + 3000))
    );
    assert_eq!(
        state.given("a0").answer,
        Some(Answer::Choices(["c0".to_owned()].into()))
    );
    assert!(state.is_answered("a1"));
}

#[test]
fn the_report_counts_by_category_by_objective_and_by_confidence() {
    let bank = bank();
    let mut session = begin(listed(&["a0", "a1", "b0", "b1", "c0", "gone"]), TERMS);
    assert_eq!(
        session.read().paper().asked.len(),
        5,
        "what is not in the bank is not asked"
    );
    let sure = |question: &str, confidence| Event::Sure {
        question: question.to_owned(),
        confidence: Some(confidence),
    };
    let recall = Event::Answered {
        question: "c0".to_owned(),
        answer: Some(Answer::Recall {
            text: "because".to_owned(),
            grade: SelfGrade::Missed,
        }),
    };
    for (n, event) in [
        answered("a0", "c0"),
        sure("a0", Confidence::Sure),
        answered("a1", "c1"),
        sure("a1", Confidence::Sure),
        answered("b0", "c0"),
        sure("b0", Confidence::Guess),
        recall,
        Event::Submitted,
    ]
    .into_iter()
    .enumerate()
    {
        session.add(event, at(n as u64 * 1000));
    }
    let read = session.read();
    let state = session.state(START + MINUTE);
    let before = digest(&read, &state);
    let result = report(&read, &state, &bank);
    assert_eq!((result.total.sum, result.total.count), (2.0, 4));
    assert_eq!((result.unanswered, result.ungraded, result.gone), (1, 1, 0));
    let tallies: Vec<(&str, f64, usize)> = result
        .categories
        .iter()
        .map(|tally| (tally.name.as_str(), tally.sum, tally.count))
        .collect();
    assert_eq!(tallies, [("A", 1.0, 2), ("B", 1.0, 2)]);
    assert_eq!(result.objectives.len(), 1);
    let confidence: Vec<(Confidence, f64, usize)> = result
        .confidence
        .iter()
        .map(|(confidence, tally)| (*confidence, tally.sum, tally.count))
        .collect();
    assert_eq!(
        confidence,
        [(Confidence::Guess, 1.0, 1), (Confidence::Sure, 1.0, 2)]
    );
    let next: Vec<&str> = result.next.iter().map(|next| next.route.as_str()).collect();
    assert_eq!(next, ["/a/", "/b/"]);

    // The reader judges what nobody else can; the digest of the answers stays.
    session.add(
        Event::Graded {
            question: "c0".to_owned(),
            grade: SelfGrade::Partly,
        },
        at(2 * MINUTE),
    );
    let session = session.read();
    let state = session.state(START + 3 * MINUTE);
    let result = report(&session, &state, &bank);
    assert_eq!((result.total.sum, result.total.count), (2.5, 5));
    assert_eq!(digest(&session, &state), before);

    let once = headroom_study::exam::report::attempts(&session, &state, &result);
    let mut twice = once.clone();
    twice.merge(headroom_study::exam::report::attempts(
        &session, &state, &result,
    ));
    assert_eq!(once, twice);
    assert_eq!(
        once.records().count(),
        4,
        "what was left open is no attempt"
    );
    let attempt = once.get("a1").and_then(|record| record.latest(1)).unwrap();
    assert_eq!(attempt.confidence, Some(Confidence::Sure));

    // A question that is another one by now is told, and counts for nothing.
    let mut newer = bank.clone();
    newer.questions[0].question.revision = 2;
    assert_eq!(report(&session, &state, &newer).gone, 1);

    let csv = export::csv(&result);
    assert_eq!(csv.lines().count(), 6);
    assert!(csv.contains("2,a1,What?,A,a,,0,Sure,"), "{csv}");
    let json = export::json(&session, &state, &result);
    let verified = export::verify(&json).unwrap();
    assert!(verified.holds() && verified.session == session);
    let forged = json.replacen("\"c1\"", "\"c0\"", 1);
    assert_ne!(forged, json);
    assert!(!export::verify(&forged).unwrap().holds());
    assert!(export::verify("{}").is_err());
}

#[test]
fn a_log_that_begins_no_sitting_is_none() {
    let mut store = Store::default();
    let did = Entry::Did {
        at_ms: START,
        event: Event::Submitted,
    };
    store.append("exam:x", &did, at(0));
    assert_eq!(Session::read(store.log("exam:x").unwrap()), None);
    assert_eq!(store.of_kind(KIND).count(), 1);
    let newer = r#"{"format":"headroom-assessment","v":9,"new":"form"}"#;
    assert!(matches!(export::verify(newer), Err(Unreadable::Newer(9))));
}

fn any_event() -> impl Strategy<Value = Event> {
    let question = prop::sample::select(vec!["a0", "a1", "b0", "elsewhere"]);
    (question, 0..10_u8, 0..3_u8).prop_map(|(question, what, choice)| {
        let question = question.to_owned();
        match what {
            0..=2 => answered(&question, &format!("c{choice}")),
            3 => Event::Answered {
                question,
                answer: None,
            },
            4 => Event::Flagged {
                question,
                on: choice > 0,
            },
            5 => Event::Paused,
            6 => Event::Resumed,
            7 => Event::Extended,
            8 if choice == 0 => Event::Submitted,
            8 => Event::Sure {
                question,
                confidence: Some(Confidence::ALL[usize::from(choice)]),
            },
            _ => Event::Seen { question },
        }
    })
}

/// Stamps that meet: few seconds, few browsers.
fn any_session() -> impl Strategy<Value = Sitting> {
    let stamp = (0..12 * MINUTE, 0..2_u32).prop_map(|(ms, n)| Stamp(START + ms / 1000 * 1000, n));
    prop::collection::vec((stamp, any_event()), 0..40).prop_map(|events| {
        let mut sitting = begin(listed(&["a0", "a1", "b0"]), TERMS);
        for (stamp, event) in events {
            sitting.add(event, stamp);
        }
        sitting
    })
}

fn merged(one: &Sitting, other: &Sitting) -> Sitting {
    let mut both = one.clone();
    both.merge(other.clone());
    both
}

proptest! {
    #[test]
    fn copies_come_together_in_any_order(a in any_session(), b in any_session(), c in any_session()) {
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&a, &a), a.clone());
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn what_is_kept_is_read_back(sitting in any_session()) {
        let text = headroom_study::export::export(&sitting.store, &[], START);
        let import = headroom_study::export::import(&text).unwrap();
        prop_assert!(import.aside.is_empty());
        prop_assert_eq!(&import.store, &sitting.store);
        let session = sitting.read();
        prop_assert_eq!(Session::of(session.entries()), Some(session));
    }

    #[test]
    fn a_sitting_never_takes_longer_than_it_may_and_once_over_stays_as_it_is(sitting in any_session(), later in 0..100 * MINUTE) {
        let session = sitting.read();
        let now = START + 12 * MINUTE;
        let (state, then) = (session.state(now), session.state(now + later));
        prop_assert!(then.elapsed_ms >= state.elapsed_ms);
        prop_assert!(then.limit_ms.is_none_or(|limit| then.elapsed_ms <= limit));
        let spent: u64 = then.given.values().map(|given| given.spent_ms).sum();
        prop_assert!(spent <= then.elapsed_ms);
        if state.phase.is_over() {
            prop_assert_eq!(&state, &then);
            let bank = bank();
            let result = report(&session, &state, &bank);
            prop_assert!(result.total.sum <= result.total.count as f64);
            prop_assert!(export::verify(&export::json(&session, &state, &result)).unwrap().holds());
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text: String) {
        let _ = export::verify(&text);
    }
}
