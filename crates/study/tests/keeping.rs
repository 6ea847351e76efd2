//! What keeping records promises: nothing is lost, in whatever order copies meet and whatever a file holds.

mod common;
#[path = "common/stores.rs"]
mod stores;

use headroom_study::export::{Import, export, import};
use headroom_study::saved::{self, Unreadable};
use headroom_study::{Answer, Confidence, Kept, Log, Record, Score, Stamp, Store};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

use stores::{about, answered, attempt, records, stores};

fn answers(record: &Record) -> Vec<String> {
    record
        .attempts()
        .flat_map(|attempt| match &attempt.answer {
            Answer::Choices(ids) => ids.iter().cloned().collect(),
            _ => Vec::new(),
        })
        .collect()
}

#[test]
fn attempts_keep_their_order_even_when_the_clock_is_put_back() {
    let mut record = Record::default();
    for (ms, text) in [(5000, "first"), (4000, "second"), (4000, "third")] {
        let now = Stamp(ms, 1);
        record.add(attempt(now, text), about("Page"), now);
    }
    assert_eq!(answers(&record), ["first", "second", "third"]);
    assert_eq!(record.tries(1), 3);
    assert_eq!(record.latest(2), None);
}

#[test]
fn a_reset_forgets_everywhere_and_its_undo_brings_back_everywhere() {
    let before = answered(&["a", "b"]);
    let other_tab = before.clone();
    let mut record = before.clone();
    // The clock of the browser that resets is behind.
    record.reset(Stamp(10, 2));
    assert!(record.is_empty());
    record.merge(other_tab.clone());
    assert!(
        record.is_empty(),
        "the other tab's copy does not bring it back"
    );

    record.restore(&before, Stamp(11, 2));
    assert_eq!(answers(&record), ["a", "b"]);
    assert_eq!(record.about(), before.about());
    let mut met = other_tab;
    met.merge(record.clone());
    assert_eq!(met, record);
    assert_eq!(
        record
            .attempts()
            .map(|attempt| attempt.at_ms)
            .collect::<Vec<_>>(),
        [1000, 1001],
        "when it was answered stays"
    );
}

#[test]
fn an_answer_after_a_reset_counts_even_if_the_clock_is_behind() {
    let mut record = answered(&["a"]);
    record.reset(Stamp(9_000_000, 2));
    let now = Stamp(5, 3);
    record.add(attempt(now, "again"), about("Page"), now);
    assert_eq!(answers(&record), ["again"]);
}

#[test]
fn a_renamed_question_keeps_its_answers() {
    let mut question = common::order(3);
    question.id = "new".to_owned();
    question.aliases = vec!["old".to_owned(), "older".to_owned(), "new".to_owned()];
    let mut store = Store::default();
    store.take_in("old", answered(&["a"]));
    let now = Stamp(2000, 1);
    store
        .entry("new")
        .add(attempt(now, "b"), about("Page"), now);
    assert_eq!(store.adopt(&question, Stamp(3000, 1)), ["old"]);
    assert_eq!(
        store.get("new").map(answers),
        Some(vec!["a".to_owned(), "b".to_owned()])
    );
    assert_eq!(store.get("old").map(Kept::is_empty), Some(true));
    assert!(store.adopt(&question, Stamp(3001, 1)).is_empty());

    // A page from before the renaming, open in another tab, is answered once more.
    let now = Stamp(4000, 1);
    store
        .entry("old")
        .add(attempt(now, "c"), about("Page"), now);
    assert_eq!(store.adopt(&question, Stamp(5000, 1)), ["old"]);
    assert_eq!(
        store.get("new").map(answers),
        Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()])
    );
}

#[test]
fn a_reset_of_many_is_undone_at_once() {
    let mut store = Store::default();
    store.take_in("x", answered(&["a"]));
    store.take_in("y", answered(&["b"]));
    store.take_in("z", answered(&["c"]));
    let whole = store.clone();
    let change = store.change(|store| store.reset(["x", "y", "nowhere"], Stamp(3000, 1)));
    assert_eq!(change.keys().into_iter().collect::<Vec<_>>(), ["x", "y"]);
    assert_eq!(store.get("x").map(Kept::is_empty), Some(true));
    assert_eq!(store.get("z"), whole.get("z"));
    store.undo(&change, Stamp(3001, 1));
    for id in ["x", "y", "z"] {
        assert_eq!(store.get(id).map(answers), whole.get(id).map(answers));
    }
}

#[test]
fn the_saved_form_is_this() {
    let mut record = answered(&["created"]);
    let now = Stamp(2000, 9);
    let mut second = attempt(now, "b");
    second.answer = Answer::Recall {
        text: "It is “cold”".to_owned(),
        grade: headroom_study::SelfGrade::Partly,
    };
    second.score = Score::new(0.5);
    second.hints = 2;
    second.took_ms = Some(12_345);
    second.confidence = Some(Confidence::Unsure);
    record.add(second, about("Serverless & FaaS"), now);
    insta::assert_snapshot!(saved::write("faas-cold", &record), @r#"{"v":1,"id":"faas-cold","about":[[2000,9],{"route":"/concepts/a/b/","page":"Serverless & FaaS","prompt":"What is a cold start?"}],"attempts":[{"stamp":[1000,1],"at_ms":1000,"revision":1,"answer":{"choices":["created"]},"score":1000000,"seed":7},{"stamp":[2000,9],"at_ms":2000,"revision":1,"answer":{"recall":{"text":"It is “cold”","grade":"partly"}},"score":500000,"seed":7,"hints":2,"took_ms":12345,"confidence":"unsure"}]}"#);
    let mut empty = answered(&["x"]);
    empty.reset(Stamp(3000, 4));
    insta::assert_snapshot!(saved::write("faas-cold", &empty), @r#"{"v":1,"id":"faas-cold","cut":[3000,4],"attempts":[]}"#);
}

#[test]
fn what_is_not_a_record_says_why() {
    let good = saved::write("q", &answered(&["a"]));
    assert_eq!(saved::read("q", &good), Ok(answered(&["a"])));
    let newer = good.replacen("\"v\":1", "\"v\":2", 1);
    assert_eq!(saved::read("q", &newer), Err(Unreadable::Newer(2)));
    // A newer format may look like anything.
    assert_eq!(
        saved::read("q", "{\"v\":7,\"rows\":[]}"),
        Err(Unreadable::Newer(7))
    );
    let damaged = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        "{}".to_owned(),
        good[..good.len() - 2].to_owned(),
        format!("{good} more"),
        good.replacen("\"v\":1", "\"v\":0", 1),
        good.replacen("\"v\":1", "\"v\":\"1\"", 1),
        good.replacen("\"score\":1000000", "\"score\":1000001", 1),
        good.replacen("\"score\":1000000", "\"score\":null", 1),
        good.replacen("\"seed\":7", "\"seed\":7,\"unknown\":1", 1),
        good.replacen("[1000,1]", "[99999999999999999,1]", 1),
        good.replacen("\"id\":\"q\"", "\"id\":\"other\"", 1),
    ];
    for text in damaged {
        assert!(
            matches!(saved::read("q", &text), Err(Unreadable::Damaged(_))),
            "{text}"
        );
    }
}

/// What a kind might say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Note {
    Wrote(String),
    Pinned { on: bool },
}

#[test]
fn another_kind_is_kept_in_the_same_way_and_what_is_not_understood_stays() {
    let mut store = Store::default();
    let wrote = Note::Wrote("“cold”\nstarts".to_owned());
    store.append("note:a:b", &wrote, Stamp(1000, 1));
    store.append("note:a:b", &Note::Pinned { on: true }, Stamp(900, 1));
    // A later program says something else.
    store.append(
        "note:a:b",
        &serde_json::json!({"painted": "red"}),
        Stamp(1002, 1),
    );
    let said = |store: &Store| -> Vec<Note> {
        let log = store.log("note:a:b").expect("a log");
        log.read().map(|(_, note)| note).collect()
    };
    assert_eq!(said(&store), [wrote, Note::Pinned { on: true }]);
    let text = saved::text(&store, "note:a:b").expect("a log");
    insta::assert_snapshot!(text, @r#"{"v":1,"id":"note:a:b","entries":[[[1000,1],{"wrote":"“cold”\nstarts"}],[[1001,1],{"pinned":{"on":true}}],[[1002,1],{"painted":"red"}]]}"#);
    assert_eq!(
        store.of_kind("note").map(|(id, _)| id).collect::<Vec<_>>(),
        ["a:b"]
    );
    assert_eq!(store.of_kind("not").count(), 0);

    let found = import(&export(&store, &[], 5)).expect("an export");
    assert_eq!((&found.store, found.aside.len()), (&store, 0));
    let before = store.clone();
    let change = store.change(|store| store.reset(["note:a:b"], Stamp(2000, 1)));
    assert!(store.is_empty());
    store.merge(found.store);
    assert!(store.is_empty(), "a copy does not bring it back");
    store.undo(&change, Stamp(2001, 1));
    let text = |store: &Store| -> Vec<String> {
        let entries = store.log("note:a:b").expect("a log").entries();
        entries.map(|(_, entry)| entry.to_owned()).collect()
    };
    assert_eq!(text(&store), text(&before));
}

#[test]
fn a_record_of_another_kind_that_is_none_says_why() {
    for text in [
        r#"{"v":1,"id":"exam:a","attempts":[]}"#,
        r#"{"v":1,"id":"exam:a","entries":[[[1,1],{]]}"#,
        r#"{"v":1,"id":"exam:a","entries":[[[999999999999999,1],{}]]}"#,
        r#"{"v":1,"id":"aside:a","entries":[]}"#,
        r#"{"v":1,"id":"a","entries":[]}"#,
    ] {
        let file = format!(
            r#"{{"format":"headroom-progress","v":1,"exported_at_ms":1,"records":[],"set_aside":[{{"key":"x","text":{}}}]}}"#,
            serde_json::json!(text)
        );
        let found = import(&file).expect("an export");
        assert_eq!(found.store, Store::default());
        assert!(
            matches!(found.aside[0].why, Unreadable::Damaged(_)),
            "{text}"
        );
    }
}

#[test]
fn whatever_a_file_brings_changes_made_after_it_can_still_be_kept() {
    let late = r#"{"v":1,"id":"q","cut":[253402300799999,4294967295],"attempts":[]}"#;
    let export = |text: &str| {
        format!(r#"{{"format":"headroom-progress","v":1,"exported_at_ms":1,"records":[{text}]}}"#)
    };
    let found = import(&export(late)).expect("an export");
    assert!(found.aside.is_empty());
    let mut store = found.store;
    let now = Stamp(2000, 1);
    store.entry("q").add(attempt(now, "a"), about("Page"), now);
    let text = saved::text(&store, "q").expect("a record");
    assert_eq!(
        saved::read("q", &text).as_ref(),
        Ok(store.get("q").expect("a record"))
    );
    // What is later still is not let in from elsewhere, today or at the next visit.
    let found = import(&export(&text)).expect("an export");
    assert_eq!(found.aside.len(), 1);
}

fn merged(mut one: Store, other: &Store) -> Store {
    one.merge(other.clone());
    one
}

proptest! {
    #[test]
    fn it_does_not_matter_in_which_order_copies_meet(a in stores(), b in stores(), c in stores()) {
        prop_assert_eq!(merged(a.clone(), &b), merged(b.clone(), &a));
        prop_assert_eq!(merged(merged(a.clone(), &b), &c), merged(a.clone(), &merged(b, &c)));
        prop_assert_eq!(merged(a.clone(), &a), a);
    }

    #[test]
    fn a_merge_loses_no_attempt_that_was_not_reset(a in records(), b in records()) {
        let mut met = a.clone();
        met.merge(b.clone());
        let cut = a.cut().max(b.cut());
        for attempt in a.attempts().chain(b.attempts()) {
            let kept = met.attempts().any(|kept| kept.stamp == attempt.stamp);
            prop_assert_eq!(kept, Some(attempt.stamp) > cut);
        }
    }

    #[test]
    fn nor_an_entry_of_any_other_kind(a in stores(), b in stores()) {
        let met = merged(a.clone(), &b);
        for (key, log) in a.logs().chain(b.logs()) {
            let cut = met.log(key).and_then(Log::cut);
            for (stamp, _) in log.entries() {
                let kept = met.log(key).is_some_and(|met| met.entries().any(|(kept, _)| kept == stamp));
                prop_assert_eq!(kept, Some(stamp) > cut);
            }
        }
    }

    #[test]
    fn every_record_is_read_back_as_it_was_written(record in records()) {
        prop_assert_eq!(saved::read("q", &saved::write("q", &record)), Ok(record));
    }

    #[test]
    fn every_store_is_imported_as_it_was_exported(store in stores()) {
        let text = export(&store, &[], 5);
        let found = import(&text).expect("an export");
        prop_assert_eq!(found, Import { store, at_ms: Some(5), ..Import::default() });
    }

    #[test]
    fn any_text_at_all_is_refused_without_a_panic(text in "\\PC*") {
        prop_assert!(saved::read("q", &text).is_err());
        prop_assert!(import(&text).is_err());
    }
}
