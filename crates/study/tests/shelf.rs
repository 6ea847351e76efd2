//! What keeping texts by key promises: whatever stands in a place and whatever comes to it, both are kept.

use std::collections::BTreeMap;

use headroom_study::saved::{self, Unreadable};
use headroom_study::{About, Answer, Attempt, Kept, Record, Score, Stamp, Verdict, keep, summary};
use proptest::prelude::*;

fn record(entries: &[(u64, f64)], route: &str) -> Record {
    let mut record = Record::default();
    for (ms, score) in entries {
        let attempt = Attempt {
            stamp: Stamp::default(),
            at_ms: *ms,
            revision: 1,
            answer: Answer::Number(ms.to_string()),
            score: Score::new(*score),
            seed: 0,
            hints: 0,
            took_ms: None,
            confidence: None,
        };
        let about = About {
            route: route.to_owned(),
            page: format!("Page at {route}"),
            prompt: "How long?".to_owned(),
            objective: None,
        };
        record.add(attempt, about, Stamp(*ms, 1));
    }
    record
}

/// A place that holds one text a key, as a browser's database does.
#[derive(Clone, Debug, Default, PartialEq)]
struct Shelf(BTreeMap<String, String>);

impl Shelf {
    fn put(&mut self, key: &str, text: &str) {
        let found = self.0.get(key).map(String::as_str);
        self.0.extend(keep::writes(key, found, text));
    }

    fn read(&self) -> (headroom_study::Store, Vec<saved::Aside>) {
        keep::read_all(self.0.iter().map(|(key, text)| (&**key, &**text)))
    }
}

#[test]
fn what_two_tabs_write_under_one_key_comes_together() {
    let mut shelf = Shelf::default();
    shelf.put("q", &saved::write("q", &record(&[(1, 0.0)], "/a/")));
    shelf.put("q", &saved::write("q", &record(&[(2, 1.0)], "/a/")));
    let (store, aside) = shelf.read();
    assert_eq!(store.get("q"), Some(&record(&[(1, 0.0), (2, 1.0)], "/a/")));
    assert!(aside.is_empty());
}

#[test]
fn a_damaged_or_newer_text_is_safe_before_a_record_takes_its_place() {
    let mine = saved::write("q", &record(&[(1, 1.0)], "/a/"));
    for (found, why) in [
        ("{\"v\":2,\"rows\":[]}", Unreadable::Newer(2)),
        ("", Unreadable::Damaged(String::new())),
    ] {
        let writes = keep::writes("q", Some(found), &mine);
        let texts: Vec<&str> = writes.iter().map(|(_, text)| &**text).collect();
        assert_eq!(texts, [found, &*mine]);
        let (store, aside) = keep::read_all(writes.iter().map(|(key, text)| (&**key, &**text)));
        assert_eq!(store.get("q"), Some(&record(&[(1, 1.0)], "/a/")));
        assert_eq!((&*aside[0].key, &*aside[0].text), ("q", found));
        match why {
            Unreadable::Newer(_) => assert_eq!(aside[0].why, why),
            _ => assert!(matches!(aside[0].why, Unreadable::Damaged(_))),
        }
    }
}

#[test]
fn a_damaged_text_never_takes_the_place_of_a_record() {
    let mine = saved::write("q", &record(&[(1, 1.0)], "/a/"));
    let mut shelf = Shelf::default();
    shelf.put("q", &mine);
    shelf.put("q", "{");
    assert_eq!(shelf.0["q"], mine);
    assert_eq!(shelf.read().1.len(), 1);
}

#[test]
fn two_damaged_texts_of_one_question_are_both_kept_and_each_once() {
    let mut shelf = Shelf::default();
    for text in ["{", "[", "{", "["] {
        shelf.put("q", text);
    }
    let texts: Vec<String> = shelf.read().1.into_iter().map(|aside| aside.text).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts.contains(&"{".to_owned()) && texts.contains(&"[".to_owned()));
}

#[test]
fn what_was_set_aside_moves_to_another_place_and_stays_what_it_was() {
    // As it was kept before texts had a key of their own, and as it is now.
    let mut shelf = Shelf::default();
    shelf.put("aside:q", "{");
    let mut other = Shelf::default();
    for (key, text) in &shelf.0 {
        other.put(key, text);
    }
    assert_eq!(other, shelf);
    let (_, aside) = other.read();
    assert_eq!((&*aside[0].key, &*aside[0].text), ("q", "{"));
}

#[test]
fn what_a_later_program_can_read_is_no_longer_aside() {
    let mut shelf = Shelf::default();
    let text = saved::write("q", &record(&[(1, 1.0)], "/a/"));
    shelf.put("aside:q", &text);
    let (store, aside) = shelf.read();
    assert!(aside.is_empty());
    assert_eq!(store.get("q"), Some(&record(&[(1, 1.0)], "/a/")));
}

#[test]
fn another_kind_stands_under_its_own_key_and_comes_together_or_is_set_aside_alike() {
    let text = |entries: &str| format!("{{\"v\":1,\"id\":\"exam:a\",\"entries\":[{entries}]}}");
    let mut shelf = Shelf::default();
    shelf.put("exam:a", &text("[[1,1],{\"started\":1}]"));
    shelf.put("exam:a", &text("[[2,1],{\"flagged\":\"q\"}]"));
    shelf.put("exam:a", "{\"v\":9,\"sheets\":[]}");
    let (store, aside) = shelf.read();
    let log = store.log("exam:a").expect("a log");
    assert_eq!(log.entries().len(), 2);
    assert_eq!(
        (&*aside[0].key, &aside[0].why),
        ("exam:a", &Unreadable::Newer(9))
    );

    // A program that knew of questions only has set all of it aside.
    let mut old = Shelf::default();
    old.put("aside:exam:a:0123456789abcdef", &shelf.0["exam:a"]);
    let (found, aside) = old.read();
    assert_eq!((&found, aside.len()), (&store, 0));
}

#[test]
fn pages_are_listed_by_their_last_answer_and_questions_by_theirs() {
    let mut store = headroom_study::Store::default();
    store.take_in("a1", record(&[(10, 1.0), (40, 0.5)], "/a/"));
    store.take_in("a2", record(&[(20, 1.0)], "/a/"));
    store.take_in("b1", record(&[(30, 0.0)], "/b/"));
    let mut reset = record(&[(50, 1.0)], "/c/");
    reset.reset(Stamp(60, 1));
    store.take_in("c1", reset);
    let pages = summary::by_page(&store);
    let shown: Vec<_> = pages
        .iter()
        .map(|page| (&*page.route, &*page.title, page.last_ms()))
        .collect();
    assert_eq!(
        shown,
        [("/a/", "Page at /a/", 40), ("/b/", "Page at /b/", 30)]
    );
    let ids: Vec<&str> = pages[0].questions.iter().map(|one| &*one.id).collect();
    assert_eq!(ids, ["a1", "a2"]);
    let counts = [Verdict::Right, Verdict::Partly, Verdict::Wrong]
        .map(|verdict| (pages[0].count(verdict), pages[1].count(verdict)));
    assert_eq!(
        counts,
        [(1, 0), (1, 0), (0, 1)],
        "a question counts by its last answer"
    );
}

#[test]
fn an_answer_that_does_not_say_where_it_was_given_is_listed_all_the_same() {
    let known = record(&[(10, 1.0)], "/a/");
    let mut store = headroom_study::Store::default();
    store.take_in("q", Record::new(None, known.attempts().cloned(), None));
    let pages = summary::by_page(&store);
    assert_eq!((&*pages[0].route, &*pages[0].questions[0].id), ("/", "q"));
}

/// A record as text, or something that is none.
fn texts() -> impl Strategy<Value = String> {
    let records = prop::collection::vec((0_u64..5, prop::sample::select(vec![0.0, 1.0])), 1..3)
        .prop_map(|entries| saved::write("q", &record(&entries, "/a/")));
    prop_oneof![
        3 => records,
        1 => "[a-b]{0,2}",
        1 => (2_u32..4).prop_map(|v| format!("{{\"v\":{v}}}")),
    ]
}

proptest! {
    #[test]
    fn whatever_comes_to_a_place_in_whatever_order_nothing_is_lost(texts in prop::collection::vec(texts(), 1..6)) {
        let mut shelf = Shelf::default();
        for text in &texts {
            shelf.put("q", text);
        }
        let (store, aside) = shelf.read();
        for text in &texts {
            match saved::read("q", text) {
                Ok(record) => {
                    let kept = store.get("q").expect("a record");
                    for attempt in record.attempts() {
                        prop_assert!(kept.attempts().any(|kept| kept.stamp == attempt.stamp));
                    }
                }
                Err(_) => prop_assert!(aside.iter().any(|aside| aside.text == *text)),
            }
        }
        let mut reversed = Shelf::default();
        for text in texts.iter().rev() {
            reversed.put("q", text);
        }
        prop_assert_eq!(reversed.read().0, store);
    }

    #[test]
    fn putting_the_same_again_changes_nothing(texts in prop::collection::vec(texts(), 1..4)) {
        let mut shelf = Shelf::default();
        for text in &texts {
            shelf.put("q", text);
        }
        let once = shelf.clone();
        for text in &texts {
            shelf.put("q", text);
        }
        prop_assert_eq!(shelf.read(), once.read());
    }

    #[test]
    fn moving_all_to_another_place_keeps_all(texts in prop::collection::vec(texts(), 1..6)) {
        let mut shelf = Shelf::default();
        for text in &texts {
            shelf.put("q", text);
        }
        let mut other = Shelf::default();
        for (key, text) in &shelf.0 {
            other.put(key, text);
        }
        let (store, aside) = shelf.read();
        let (moved, moved_aside) = other.read();
        prop_assert_eq!(moved, store);
        prop_assert_eq!(moved_aside.len(), aside.len());
    }
}
