//! What grading promises for every kind of question.

#![allow(clippy::float_cmp, reason = "scores of whole shares are exact")]
mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{choices, cloze, html, numeric, order, pairs, question};
use headroom_content::model::{Goal, QuestionKind, Tolerance, Tune};
use headroom_study::shuffle;
use headroom_study::{Answer, AnswerError, Mark, Offset, Score, SelfGrade, Verdict, grade};
use proptest::prelude::*;

fn chosen(ids: &[usize]) -> Answer {
    Answer::Choices(ids.iter().map(|n| format!("c{n}")).collect())
}

fn map(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
    entries
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect()
}

fn score(question: &headroom_content::model::Question, answer: &Answer) -> f64 {
    grade(question, answer).map_or(f64::NAN, |grade| grade.score.value())
}

#[test]
fn a_single_choice_is_right_or_wrong_and_marks_every_option() {
    let question = question(QuestionKind::Single {
        choices: choices(&[false, true, false]),
    });
    let right = grade(&question, &chosen(&[1])).expect("graded");
    assert_eq!(right.verdict(), Verdict::Right);
    assert_eq!(right.mark("c1"), Some(Mark::Hit));
    assert_eq!(right.mark("c0"), Some(Mark::Avoided));
    let wrong = grade(&question, &chosen(&[2])).expect("graded");
    assert_eq!(wrong.verdict(), Verdict::Wrong);
    assert_eq!(wrong.mark("c1"), Some(Mark::Missed));
    assert_eq!(wrong.mark("c2"), Some(Mark::Mistaken));
    assert_eq!(
        grade(&question, &chosen(&[])),
        Err(AnswerError::NothingChosen)
    );
    assert_eq!(
        grade(&question, &chosen(&[0, 1])),
        Err(AnswerError::MoreThanOne)
    );
    assert_eq!(
        grade(&question, &chosen(&[9])),
        Err(AnswerError::OtherQuestion)
    );
    assert_eq!(
        grade(&question, &Answer::Number("1".to_owned())),
        Err(AnswerError::OtherQuestion)
    );
}

#[test]
fn a_multiple_choice_takes_false_picks_off_the_hits() {
    let question = question(QuestionKind::Multiple {
        choices: choices(&[true, true, true, false, false]),
    });
    let third = 1.0 / 3.0;
    for (picks, expected) in [
        (&[0, 1, 2][..], 1.0),
        (&[0, 1], 2.0 * third),
        (&[0, 1, 2, 3], 2.0 * third),
        (&[0, 3], 0.0),
        (&[0, 3, 4], 0.0),
        (&[3], 0.0),
        (&[0, 1, 2, 3, 4], third),
    ] {
        let got = score(&question, &chosen(picks));
        assert_eq!(Score::new(got), Score::new(expected), "{picks:?}");
    }
}

#[test]
fn an_order_is_worth_what_need_not_be_moved() {
    let question = order(4);
    let answer = |places: &[usize]| Answer::Order(places.iter().map(|n| format!("i{n}")).collect());
    for (places, expected) in [
        ([0, 1, 2, 3], 1.0),
        ([1, 0, 2, 3], 2.0 / 3.0),
        ([3, 0, 1, 2], 2.0 / 3.0),
        ([1, 2, 3, 0], 2.0 / 3.0),
        ([1, 0, 3, 2], 1.0 / 3.0),
        ([3, 2, 1, 0], 0.0),
    ] {
        let got = score(&question, &answer(&places));
        assert_eq!(Score::new(got), Score::new(expected), "{places:?}");
    }
    let one_slip = grade(&question, &answer(&[3, 0, 1, 2])).expect("graded");
    assert_eq!(one_slip.mark("i3"), Some(Mark::Mistaken));
    assert_eq!(one_slip.mark("i0"), Some(Mark::Hit));
    for odd in [&[0, 1, 2][..], &[0, 0, 1, 2], &[0, 1, 2, 4], &[]] {
        assert_eq!(
            grade(&question, &answer(odd)),
            Err(AnswerError::OtherQuestion)
        );
    }
}

#[test]
fn pairs_count_one_by_one_and_like_right_sides_are_interchangeable() {
    let question = pairs(&["a queue", "a log", "a queue", "a cache"]);
    let answer = |entries: &[(&str, &str)]| Answer::Matches(map(entries));
    let all = [("p0", "p2"), ("p1", "p1"), ("p2", "p0"), ("p3", "p3")];
    assert_eq!(
        grade(&question, &answer(&all)).map(|g| g.score),
        Ok(Score::FULL)
    );
    let some = grade(&question, &answer(&[("p0", "p1"), ("p1", "p1")])).expect("graded");
    assert_eq!(some.score, Score::new(0.25));
    assert_eq!(some.mark("p0"), Some(Mark::Mistaken));
    assert_eq!(some.mark("p1"), Some(Mark::Hit));
    assert_eq!(some.mark("p2"), Some(Mark::Missed));
    assert_eq!(
        grade(&question, &answer(&[])),
        Err(AnswerError::NothingFilled)
    );
    assert_eq!(
        grade(&question, &answer(&[("p0", "gone")])),
        Err(AnswerError::OtherQuestion)
    );
}

#[test]
fn blanks_count_one_by_one() {
    let question = cloze(&["duration|time", "memory"]);
    let answer = |entries: &[(&str, &str)]| Answer::Blanks(map(entries));
    for (entries, expected) in [
        (&[("b0", "Time"), ("b1", " MEMORY ")][..], 1.0),
        (&[("b0", "Time"), ("b1", "")], 0.5),
        (&[("b0", "Time")], 0.5),
        (&[("b0", "cpu"), ("b1", "disk")], 0.0),
    ] {
        let got = score(&question, &answer(entries));
        assert_eq!(Score::new(got), Score::new(expected), "{entries:?}");
    }
    assert_eq!(
        grade(&question, &answer(&[("b0", " "), ("b1", "")])),
        Err(AnswerError::NothingFilled)
    );
    assert_eq!(
        grade(&question, &answer(&[("b0", "time"), ("b9", "x")])),
        Err(AnswerError::OtherQuestion)
    );
}

#[test]
fn a_number_that_misses_says_how() {
    let question = numeric(22_500.0, Tolerance::Relative(0.05), "requests/s");
    let offset = |text: &str| {
        grade(&question, &Answer::Number(text.to_owned()))
            .expect("graded")
            .number
            .expect("a number")
            .offset
    };
    assert_eq!(offset("22,500"), None);
    assert_eq!(offset("23600"), None);
    assert_eq!(offset("30000"), Some(Offset::TooHigh));
    assert_eq!(offset("15000"), Some(Offset::TooLow));
    assert_eq!(offset("22.5"), Some(Offset::Magnitude));
    assert_eq!(offset("22.5M"), Some(Offset::Magnitude));
    assert_eq!(offset("-22500"), Some(Offset::Sign));
    assert_eq!(offset("0"), Some(Offset::TooLow));
    // Minutes for seconds is a plain mistake.
    assert_eq!(offset("22500/min"), Some(Offset::TooLow));
}

#[test]
fn a_decimal_comma_is_right_where_the_point_would_be() {
    let question = numeric(1.125, Tolerance::Absolute(0.0), "s");
    assert_eq!(score(&question, &Answer::Number("1,125".to_owned())), 1.0);
    assert_eq!(score(&question, &Answer::Number("1125 ms".to_owned())), 1.0);
    assert_eq!(score(&question, &Answer::Number("1,126".to_owned())), 0.0);
    let question = numeric(1125.0, Tolerance::Absolute(0.0), "");
    assert_eq!(score(&question, &Answer::Number("1,125".to_owned())), 1.0);
}

#[test]
fn recall_is_what_the_reader_says_it_is() {
    let question = question(QuestionKind::Recall {
        answer: html("model"),
    });
    for (grade, expected) in [
        (SelfGrade::Missed, 0.0),
        (SelfGrade::Partly, 0.5),
        (SelfGrade::Knew, 1.0),
    ] {
        let answer = Answer::Recall {
            text: String::new(),
            grade,
        };
        assert_eq!(score(&question, &answer), expected);
    }
}

fn challenge() -> headroom_content::model::Question {
    let goal = |metric: &str, bound, before| Goal {
        metric: metric.to_owned(),
        label: metric.to_owned(),
        at_most: true,
        bound,
        before,
        unit: String::new(),
        scale: 1.0,
    };
    question(QuestionKind::Tune(Box::new(Tune {
        sim: "shop/v0".to_owned(),
        preset: "rush".to_owned(),
        goals: vec![goal("p99", 40.0, 500.0), goal("cost", 0.2, 0.1)],
        runs: 2,
        spec: Vec::new(),
    })))
}

fn handed_in(p99: [f64; 2], cost: [f64; 2]) -> Answer {
    let texts = |values: [f64; 2]| values.iter().map(f64::to_string).collect();
    Answer::Tuned {
        set: BTreeMap::new(),
        figures: [
            ("p99".to_owned(), texts(p99)),
            ("cost".to_owned(), texts(cost)),
        ]
        .into(),
    }
}

#[test]
fn a_challenge_is_met_when_every_run_meets_every_goal() {
    let question = challenge();
    assert_eq!(score(&question, &handed_in([30.0, 40.0], [0.2, 0.1])), 1.0);
    // One run that misses is enough to miss; the budget was met before, and is worth nothing alone.
    assert_eq!(score(&question, &handed_in([30.0, 41.0], [0.2, 0.1])), 0.0);
    assert_eq!(score(&question, &handed_in([30.0, 40.0], [0.3, 0.3])), 0.5);
    let grade = grade(&question, &handed_in([30.0, 41.0], [0.2, 0.1])).expect("graded");
    assert_eq!(grade.mark("p99"), Some(Mark::Mistaken));
    assert_eq!(grade.mark("cost"), Some(Mark::Hit));
}

#[test]
fn an_answer_to_another_challenge_is_not_graded() {
    let question = challenge();
    let fewer = Answer::Tuned {
        set: BTreeMap::new(),
        figures: [("p99".to_owned(), vec!["1".to_owned()])].into(),
    };
    assert_eq!(grade(&question, &fewer), Err(AnswerError::OtherQuestion));
    let broken = handed_in([f64::NAN, 1.0], [0.1, 0.1]);
    assert_eq!(grade(&question, &broken), Err(AnswerError::OtherQuestion));
}

#[test]
fn the_better_of_two_answers_that_meet_all_leaves_more_of_the_budget() {
    let question = challenge();
    let QuestionKind::Tune(tune) = &question.kind else {
        unreachable!("it is a challenge");
    };
    let attempt = |answer: Answer| headroom_study::Attempt {
        stamp: headroom_study::Stamp::default(),
        at_ms: 0,
        revision: 1,
        score: grade(&question, &answer).expect("graded").score,
        answer,
        seed: 0,
        hints: 0,
        took_ms: None,
        confidence: None,
    };
    let dear = attempt(handed_in([30.0, 30.0], [0.1, 0.2]));
    let cheap = attempt(handed_in([39.0, 39.0], [0.15, 0.15]));
    let missed = attempt(handed_in([50.0, 50.0], [0.0, 0.0]));
    assert_eq!(headroom_study::better_tuned(tune, &dear, &cheap), &cheap);
    assert_eq!(headroom_study::better_tuned(tune, &missed, &dear), &dear);
}

prop_compose! {
    /// Which of up to eight choices are right, at least one, and which are picked, at least one.
    fn multiple()(len in 1_usize..9)(
        right in prop::collection::vec(any::<bool>(), len),
        picked in prop::collection::vec(any::<bool>(), len),
        key in 0..len,
        pick in 0..len,
    ) -> (Vec<bool>, Vec<bool>) {
        let (mut right, mut picked) = (right, picked);
        right[key] = true;
        picked[pick] = true;
        (right, picked)
    }
}

fn picks(picked: &[bool]) -> Answer {
    let ids: BTreeSet<String> = picked
        .iter()
        .enumerate()
        .filter(|(_, picked)| **picked)
        .map(|(n, _)| format!("c{n}"))
        .collect();
    Answer::Choices(ids)
}

proptest! {
    #[test]
    fn the_score_of_choices_stays_in_range_and_is_full_only_for_the_key((right, picked) in multiple()) {
        let question = question(QuestionKind::Multiple { choices: choices(&right) });
        let got = score(&question, &picks(&picked));
        prop_assert!((0.0..=1.0).contains(&got));
        prop_assert_eq!(got == 1.0, right == picked);
    }

    #[test]
    fn one_more_right_pick_never_costs_and_one_more_false_pick_never_pays((right, picked) in multiple(), at in 0_usize..8) {
        let at = at % right.len();
        prop_assume!(!picked[at]);
        let question = question(QuestionKind::Multiple { choices: choices(&right) });
        let before = score(&question, &picks(&picked));
        let mut more = picked;
        more[at] = true;
        let after = score(&question, &picks(&more));
        if right[at] {
            prop_assert!(after >= before);
        } else {
            prop_assert!(after <= before);
        }
    }

    #[test]
    fn the_order_on_screen_does_not_matter((right, picked) in multiple(), seed in any::<u32>()) {
        let straight = choices(&right);
        let shuffled = shuffle::permutation(right.len(), seed)
            .into_iter()
            .map(|n| straight[n].clone())
            .collect();
        let answer = picks(&picked);
        let one = question(QuestionKind::Multiple { choices: straight });
        let other = question(QuestionKind::Multiple { choices: shuffled });
        let (one, other) = (grade(&one, &answer), grade(&other, &answer));
        let (one, other) = (one.expect("graded"), other.expect("graded"));
        prop_assert_eq!(one.score, other.score);
        for feedback in &one.feedback {
            prop_assert_eq!(other.mark(&feedback.id), Some(feedback.mark));
        }
    }

    #[test]
    fn an_order_is_full_only_when_it_is_right_and_never_falls_by_a_step_towards_it(len in 2_usize..7, seed in any::<u32>()) {
        let question = order(len);
        let places = shuffle::permutation(len, seed);
        let answer = |places: &[usize]| Answer::Order(places.iter().map(|n| format!("i{n}")).collect());
        let before = score(&question, &answer(&places));
        prop_assert!((0.0..=1.0).contains(&before));
        prop_assert_eq!(before == 1.0, places.is_sorted());
        for at in 1..len {
            if places[at - 1] > places[at] {
                let mut better = places.clone();
                better.swap(at - 1, at);
                prop_assert!(score(&question, &answer(&better)) >= before);
            }
        }
    }

    #[test]
    fn one_more_right_pair_or_blank_always_pays(len in 1_usize..6, right in 0_u8..64, at in 0_usize..6) {
        let at = at % len;
        prop_assume!(right & (1 << at) == 0);
        let texts: Vec<String> = (0..len).map(|n| format!("word{n}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let blanks = |right: u8| Answer::Blanks((0..len)
            .map(|n| (format!("b{n}"), if right & (1 << n) == 0 { "no".to_owned() } else { texts[n].to_owned() }))
            .collect());
        let matches = |right: u8| Answer::Matches((0..len)
            .map(|n| (format!("p{n}"), if right & (1 << n) == 0 { format!("p{}", (n + 1) % len) } else { format!("p{n}") }))
            .collect());
        let question = cloze(&texts);
        prop_assert!(score(&question, &blanks(right | (1 << at))) > score(&question, &blanks(right)));
        if len > 1 {
            let question = pairs(&texts);
            prop_assert!(score(&question, &matches(right | (1 << at))) > score(&question, &matches(right)));
        }
    }

    #[test]
    fn whatever_is_typed_is_graded_or_refused(text in "\\PC{0,24}", number in "[-+$~]?[0-9., ’'_]{0,12}(e|E|×10\\^|k|M| )?[-0-9]{0,4}(ms|s|%| req/s|/h)?") {
        for unit in ["", "ms", "requests/s", "%", "$", "bananas^2"] {
            let question = numeric(5.0, Tolerance::Relative(0.1), unit);
            for text in [&text, &number] {
                if let Ok(grade) = grade(&question, &Answer::Number(text.clone())) {
                    prop_assert!(grade.score == Score::NONE || grade.score == Score::FULL);
                    prop_assert!(grade.number.is_some_and(|number| number.value.is_finite()));
                }
            }
        }
        let _ = grade(&cloze(&["word", "5"]), &Answer::Blanks(map(&[("b0", &text), ("b1", &number)])));
    }

    #[test]
    fn a_number_is_read_the_same_with_and_without_its_thousands_set_apart(n in 0_u32..2_000_000_000) {
        let plain = n.to_string();
        for separator in [",", " ", "'", "\u{202f}", "."] {
            let mut grouped = String::new();
            for (at, digit) in plain.chars().enumerate() {
                if at > 0 && (plain.len() - at) % 3 == 0 {
                    grouped.push_str(separator);
                }
                grouped.push(digit);
            }
            // One point, as in 1.500, is a decimal point in English.
            if separator == "." && grouped.matches('.').count() == 1 {
                continue;
            }
            let read = headroom_study::number::read(&grouped, "").expect("a number");
            prop_assert_eq!(read.first, f64::from(n), "{}", grouped);
        }
    }
}
