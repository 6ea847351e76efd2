//! Records and stores, some of them at random.
#![allow(dead_code, reason = "each test program uses some of them")]

use headroom_study::keep;
use headroom_study::{About, Answer, Attempt, Confidence, Record, Score, Stamp, Store};
use proptest::prelude::*;

pub fn attempt(stamp: Stamp, answer: &str) -> Attempt {
    Attempt {
        stamp,
        at_ms: stamp.0,
        revision: 1,
        answer: Answer::Choices([answer.to_owned()].into()),
        score: Score::FULL,
        seed: 7,
        hints: 0,
        took_ms: None,
        confidence: None,
    }
}

pub fn about(page: &str) -> About {
    About {
        route: "/concepts/a/b/".to_owned(),
        page: page.to_owned(),
        prompt: "What is a cold start?".to_owned(),
        objective: None,
    }
}

pub fn answered(texts: &[&str]) -> Record {
    let mut record = Record::default();
    for (n, text) in texts.iter().enumerate() {
        let now = Stamp(1000 + n as u64, 1);
        record.add(attempt(now, text), about("Page"), now);
    }
    record
}

fn stamps() -> impl Strategy<Value = Stamp> {
    // Few, so that copies collide.
    (0_u64..6, 0_u32..2).prop_map(|(ms, nonce)| Stamp(ms, nonce))
}

prop_compose! {
    fn attempts()(
        stamp in stamps(),
        at_ms in 0_u64..3,
        revision in 1_u32..3,
        text in "[a-c]",
        score in prop::sample::select(vec![0.0, 0.5, 1.0]),
        hints in 0_u32..2,
        took_ms in prop::option::of(0_u64..3),
        confidence in prop::option::of(prop::sample::select(vec![Confidence::Guess, Confidence::Sure])),
    ) -> Attempt {
        Attempt {
            stamp, at_ms, revision, answer: Answer::Number(text), score: Score::new(score), seed: 1, hints, took_ms, confidence,
        }
    }
}

prop_compose! {
    pub fn records()(
        cut in prop::option::of(stamps()),
        attempts in prop::collection::vec(attempts(), 0..5),
        entry in prop::option::of((stamps(), "[a-b]")),
    ) -> Record {
        Record::new(cut, attempts, entry.map(|(stamp, page)| (stamp, about(&page))))
    }
}

prop_compose! {
    fn logs()(
        cut in prop::option::of(stamps()),
        entries in prop::collection::vec((stamps(), prop::sample::select(vec!["1", "{\"a\":[]}", "null"])), 0..5),
    ) -> String {
        let entries: Vec<String> = entries.iter().map(|(Stamp(ms, n), entry)| format!("[[{ms},{n}],{entry}]")).collect();
        let cut = cut.map_or(String::new(), |Stamp(ms, n)| format!("\"cut\":[{ms},{n}],"));
        format!("{cut}\"entries\":[{}]", entries.join(","))
    }
}

/// Of every kind there is, and of one that no program knows.
pub fn stores() -> impl Strategy<Value = Store> {
    let records = prop::collection::btree_map("[x-z]", records(), 0..4);
    let logs = prop::collection::btree_map("(exam|later):[x-z]?", logs(), 0..4);
    (records, logs).prop_map(|(records, logs)| {
        let mut store = Store::default();
        for (id, record) in records {
            store.take_in(&id, record);
        }
        let texts: Vec<_> = logs
            .iter()
            .map(|(key, rest)| (&**key, format!("{{\"v\":1,\"id\":\"{key}\",{rest}}}")))
            .collect();
        let (logs, aside) = keep::read_all(texts.iter().map(|(key, text)| (*key, &**text)));
        assert!(aside.is_empty(), "{aside:?}");
        store.merge(logs);
        store
    })
}
