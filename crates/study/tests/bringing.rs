//! What exporting and importing promise: all of it comes back, whatever has become of the file nothing here is lost, and
//! what was done can be undone.

#[path = "common/stores.rs"]
mod stores;

use headroom_study::backup::{self, Due, Exported};
use headroom_study::compare::{Meets, compare, only_here};
use headroom_study::export::{Import, export, import};
use headroom_study::saved::{self, Aside, Unreadable};
use headroom_study::{Answer, Attempt, Stamp, Store, keep};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use stores::{about, answered, attempt, stores};

/// What a store says: by key what each entry says, in its order, whenever it was brought in.
fn says(store: &Store) -> Vec<(String, Vec<String>)> {
    let said = |one: &Attempt| {
        let stamp = Stamp::default();
        format!(
            "{:?}",
            Attempt {
                stamp,
                ..one.clone()
            }
        )
    };
    let records = store.records().map(|(id, record)| {
        let said = record.attempts().map(said).collect::<Vec<_>>();
        (id.to_owned(), said)
    });
    let logs = store.logs().map(|(key, log)| {
        let said = log.entries().map(|(_, entry)| entry.to_owned()).collect();
        (key.to_owned(), said)
    });
    records
        .chain(logs)
        .filter(|(_, said)| !said.is_empty())
        .collect()
}

fn of(records: &[(&str, &[&str])]) -> Store {
    let mut store = Store::default();
    for (id, texts) in records {
        store.take_in(id, answered(texts));
    }
    store
}

fn file(store: &Store) -> Import {
    import(&export(store, &[], 1_000_000)).expect("an export")
}

#[test]
fn an_export_holds_everything_a_record_a_line_and_comes_back() {
    let mut store = of(&[("x", &["a", "b"]), ("y", &["c"])]);
    store.append("exam:1", &"started", Stamp(5, 5));
    let aside = vec![
        Aside {
            key: "z".to_owned(),
            text: "{\"v\":1,\"id\":\"z\",\"atte\u{0}\n".to_owned(),
            why: Unreadable::Damaged(String::new()),
        },
        Aside {
            key: "w".to_owned(),
            text: "{\"v\":9}".to_owned(),
            why: Unreadable::Newer(9),
        },
    ];
    let text = export(&store, &aside, 1_000_000);
    assert_eq!(text.lines().count(), 8);
    let found = import(&format!("\u{feff}{text}")).expect("an export");
    assert_eq!(found.store, store);
    assert_eq!((found.at_ms, found.damage), (Some(1_000_000), None));
    let texts = |aside: &[Aside]| -> Vec<(String, String)> {
        let pair = |aside: &Aside| (aside.key.clone(), aside.text.clone());
        aside.iter().map(pair).collect()
    };
    assert_eq!(texts(&found.aside), texts(&aside));
}

#[test]
fn a_file_that_is_no_export_says_what_it_is() {
    for text in [
        "",
        "hello",
        "[1]",
        "{}",
        "{\"v\":1}",
        "{\"format\":\"other\",\"v\":2}",
        "12",
    ] {
        assert_eq!(import(text), Err(Unreadable::NoExport), "{text}");
    }
    let newer = "{\"format\":\"headroom-progress\",\"v\":2,\"boxes\":[]}";
    assert_eq!(import(newer), Err(Unreadable::Newer(2)));
    let damaged = "{\"format\":\"headroom-progress\",\"v\":1,\n\"records\":[}";
    let Err(why) = import(damaged) else {
        panic!("it is damaged")
    };
    assert_eq!(
        why.to_string(),
        "it is damaged: expected value at line 2 column 12"
    );
}

#[test]
fn what_is_around_a_damage_is_read_and_the_rest_is_kept() {
    let store = of(&[("x", &["a"]), ("y", &["b"]), ("z", &["c"])]);
    let text = export(&store, &[], 5);
    let half = &text[..text.len() - 20];
    let found = import(half).expect("most of an export");
    assert_eq!(found.store, of(&[("x", &["a"]), ("y", &["b"])]));
    assert_eq!(found.aside.len(), 1);
    assert!(found.damage.is_some_and(|why| why.contains("line 4")));
}

#[test]
fn a_comparison_says_what_a_merge_would_do() {
    let mut here = of(&[
        ("same", &["a"]),
        ("older", &["a", "b"]),
        ("differs", &["a"]),
        ("gone", &["a", "b"]),
        ("kept", &["a"]),
    ]);
    let mut other = of(&[
        ("same", &["a"]),
        ("older", &["a"]),
        ("differs", &["a", "b"]),
        ("gone", &["a"]),
        ("new", &["a", "b", "c"]),
        ("back", &["a"]),
    ]);
    other.reset(["gone"], Stamp(5000, 1));
    here.take_in("back", answered(&["a"]));
    here.reset(["back"], Stamp(5000, 1));
    other.append("exam:1", &"started", Stamp(1, 1));
    let rows = compare(&here, &other);
    let of = |key: &str| {
        let row = rows.iter().find(|row| row.key == key);
        row.map(|row| {
            (
                row.meets(),
                row.adds,
                row.forgets,
                row.only_here,
                row.reset_here,
            )
        })
    };
    assert_eq!(of("same"), Some((Meets::Same, 0, 0, 0, 0)));
    assert_eq!(of("older"), Some((Meets::Older, 0, 0, 1, 0)));
    assert_eq!(of("differs"), Some((Meets::Differs, 1, 0, 0, 0)));
    assert_eq!(of("gone"), Some((Meets::Forgets, 0, 2, 2, 0)));
    assert_eq!(of("new"), Some((Meets::New, 3, 0, 0, 0)));
    assert_eq!(of("back"), Some((Meets::ResetHere, 0, 0, 0, 1)));
    assert_eq!(of("exam:1"), Some((Meets::New, 1, 0, 0, 0)));
    assert_eq!(of("kept"), None);
    assert_eq!(only_here(&here, &other), 4);
}

#[test]
fn what_was_reset_here_comes_back_from_a_file_if_that_is_asked_for_and_once() {
    let whole = of(&[("x", &["a", "b"]), ("y", &["c"])]);
    let mut store = whole.clone();
    store.reset(["x", "y"], Stamp(5000, 1));
    store.merge(whole.clone());
    assert!(store.is_empty());
    store.revive(&whole, Stamp(6000, 1));
    assert_eq!(says(&store), says(&whole));
    store.revive(&whole, Stamp(7000, 1));
    assert_eq!(says(&store), says(&whole));
}

#[test]
fn an_undo_leaves_what_has_come_since() {
    let mut store = of(&[("x", &["a"])]);
    let other = of(&[("x", &["a", "b"]), ("y", &["c"])]);
    let change = store.change(|store| store.merge(other));
    let now = Stamp(9000, 1);
    store
        .entry("x")
        .add(attempt(now, "since"), about("Page"), now);
    store.undo(&change, Stamp(9001, 1));
    let mut left = of(&[("x", &["a"])]);
    left.entry("x")
        .add(attempt(now, "since"), about("Page"), now);
    assert_eq!(says(&store), says(&left));
}

#[test]
fn a_reminder_comes_when_there_is_something_to_lose_and_the_last_export_is_old() {
    let day = 24 * 60 * 60 * 1000;
    let answered = |count: u64, from: u64| {
        let mut store = Store::default();
        for n in 0..count {
            let now = Stamp(from + n, 1);
            store.entry("q").add(attempt(now, "a"), about("Page"), now);
        }
        store
    };
    assert_eq!(backup::due(&Store::default(), 100 * day), None);
    assert_eq!(backup::due(&answered(9, day), 100 * day), None);
    assert_eq!(backup::due(&answered(10, 80 * day), 100 * day), None);
    let mut store = answered(10, day);
    let due = Some(Due {
        last_ms: None,
        answers: 10,
    });
    assert_eq!(backup::due(&store, 100 * day), due);
    store.append(
        backup::KEY,
        &Exported { at_ms: 50 * day },
        Stamp(50 * day, 1),
    );
    assert_eq!(backup::due(&store, 100 * day), None);
    store.merge(answered(12, 51 * day));
    assert_eq!(backup::due(&store, 79 * day), None);
    let due = Some(Due {
        last_ms: Some(50 * day),
        answers: 12,
    });
    assert_eq!(backup::due(&store, 81 * day), due);
}

/// Texts as they were written in each version there has been. Who makes another version adds one here.
const VERSIONS: [fn(&str) -> String; saved::VERSION as usize] = [|seed| {
    format!(
        r#"{{"v":1,"id":"q","cut":[1,2],"about":[[9,1],{{"route":"/a/","page":"A","prompt":"{seed}"}}],"attempts":[{{"stamp":[9,1],"at_ms":9,"revision":1,"answer":{{"number":"{seed}"}},"score":500000,"seed":7}}]}}"#
    )
}];

/// Of every answer a question may have had.
fn answers() -> impl Strategy<Value = Answer> {
    "[a-z]{0,8}".prop_map(Answer::Number)
}

proptest! {
    #[test]
    fn texts_of_every_version_are_read_and_written_in_the_present_one(seed in "[a-z ]{0,20}") {
        for text in VERSIONS {
            let record = saved::read("q", &text(&seed)).expect("a record");
            prop_assert_eq!(record.attempts().len(), 1);
            prop_assert_eq!(record.about().map(|about| &*about.prompt), Some(&*seed));
            let written = saved::write("q", &record);
            let head = format!("{{\"v\":{},", saved::VERSION);
            prop_assert!(written.starts_with(&head));
            prop_assert_eq!(saved::read("q", &written), Ok(record));
        }
    }

    #[test]
    fn a_merge_of_files_is_the_same_in_any_order(a in stores(), b in stores(), c in stores()) {
        let met = |files: [&Store; 3]| {
            let mut store = Store::default();
            for one in files {
                store.merge(file(one).store);
            }
            store
        };
        let all = met([&a, &b, &c]);
        for order in [[&a, &c, &b], [&b, &a, &c], [&b, &c, &a], [&c, &a, &b], [&c, &b, &a]] {
            prop_assert_eq!(&met(order), &all);
        }
        let mut twice = all.clone();
        twice.merge(file(&a).store);
        prop_assert_eq!(twice, all);
    }

    #[test]
    fn every_change_is_undone(here in stores(), other in stores(), what in 0..4, at in 100_u64..200) {
        let mut store = here.clone();
        let now = Stamp(at, 3);
        let keys: Vec<String> = here.keys().map(str::to_owned).collect();
        let change = store.change(|store| match what {
            0 => store.merge(other.clone()),
            1 => store.revive(&other, now),
            2 => store.replace(&other, now),
            _ => store.reset(keys.iter().map(String::as_str), now),
        });
        if what == 2 {
            prop_assert_eq!(says(&store), says(&other));
        }
        store.undo(&change, Stamp(at + 1, 4));
        prop_assert_eq!(says(&store), says(&here));
    }

    #[test]
    fn a_comparison_counts_what_a_merge_does(here in stores(), other in stores()) {
        let mut met = here.clone();
        met.merge(other.clone());
        let rows = compare(&here, &other);
        let count = |store: &Store| says(store).iter().map(|(_, said)| said.len()).sum::<usize>();
        let forgets: usize = rows.iter().map(|row| row.forgets).sum();
        prop_assert!(count(&met) + forgets >= count(&here));
        let mut revived = here.clone();
        revived.revive(&other, Stamp(1000, 1));
        for (key, said) in says(&other) {
            let back = says(&revived).into_iter().find(|(found, _)| *found == key);
            let back = back.map(|(_, said)| said).unwrap_or_default();
            prop_assert!(said.iter().all(|one| back.contains(one)), "{key}");
        }
    }

    #[test]
    fn any_answer_is_exported_and_imported(answer in answers()) {
        let mut store = Store::default();
        let now = Stamp(5, 1);
        let attempt = Attempt { answer, ..attempt(now, "") };
        store.entry("q").add(attempt, about("Page"), now);
        prop_assert_eq!(file(&store).store, store);
    }
}

/// Does something bad to a text.
fn mutate(bytes: &mut Vec<u8>, rng: &mut TestRng) {
    let mut below = |most: usize| (rng.next_u64() % most.max(1) as u64) as usize;
    let at = below(bytes.len());
    match below(8) {
        0 => bytes[at] ^= 1 << below(8),
        1 => bytes.truncate(at),
        2 => {
            bytes.remove(at);
        }
        // A piece twice: keys, records, half of either.
        3 => {
            let to = (at + below(200)).min(bytes.len());
            let piece = bytes[at..to].to_vec();
            let place = below(bytes.len());
            bytes.splice(place..place, piece);
        }
        4 => {
            let depth = 1 + below(100_000);
            let open = if below(2) == 0 {
                b"[".as_slice()
            } else {
                b"{\"a\":"
            };
            let piece = open.repeat(depth);
            bytes.splice(at..at, piece);
        }
        // A number like none.
        5 => {
            let mut digits = bytes.iter().enumerate().skip(at);
            let digit = digits.find(|(_, byte)| byte.is_ascii_digit());
            let digit = digit.map(|(at, _)| at);
            if let Some(at) = digit {
                let numbers = [
                    "9".repeat(400),
                    "-1".to_owned(),
                    "1e999".to_owned(),
                    "18446744073709551615".to_owned(),
                    "253402300799999".to_owned(),
                ];
                let number = numbers[below(numbers.len())].clone();
                bytes.splice(at..=at, number.into_bytes());
            }
        }
        6 => bytes[at] = below(256) as u8,
        _ => {
            let other = below(bytes.len());
            bytes.swap(at, other);
        }
    }
}

#[test]
fn ten_thousand_mutilated_files_crash_nothing_and_lose_nothing() {
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let (mut read, mut salvaged, mut refused) = (0, 0, 0);
    for round in 0..10_000 {
        let mut one = || stores().new_tree(&mut runner).expect("a store").current();
        let (here, other) = (one(), one());
        let aside = [Aside {
            key: "q".to_owned(),
            text: "{".to_owned(),
            why: Unreadable::NoExport,
        }];
        let mut bytes = export(&other, &aside, 5).into_bytes();
        for _ in 0..=round % 3 {
            if !bytes.is_empty() {
                mutate(&mut bytes, &mut rng);
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        // What is refused changes nothing.
        let Ok(found) = import(&text) else {
            refused += 1;
            continue;
        };
        if found.damage.is_some() {
            salvaged += 1;
        } else {
            read += 1;
        }
        // All that a comparison does not announce as forgotten stays, and an undo brings that back too.
        let forgets: Vec<(String, usize)> = compare(&here, &found.store)
            .into_iter()
            .map(|row| (row.key, row.forgets))
            .collect();
        let mut store = here.clone();
        let change = store.change(|store| store.merge(found.store.clone()));
        let after = says(&store);
        for (key, said) in says(&here) {
            let left = after.iter().find(|(found, _)| *found == key);
            let left = left.map(|(_, said)| said.clone()).unwrap_or_default();
            let gone = said.iter().filter(|one| !left.contains(one)).count();
            let announced = forgets.iter().find(|(found, _)| *found == key);
            assert!(
                gone <= announced.map_or(0, |(_, count)| *count),
                "{key} in {text}"
            );
        }
        // It can be kept and read again, and so can what was set aside.
        let mut texts: Vec<(String, String)> = store
            .keys()
            .map(|key| (key.to_owned(), saved::text(&store, key).expect("a record")))
            .collect();
        texts.extend(
            found
                .aside
                .iter()
                .map(|aside| keep::aside(&aside.key, &aside.text)),
        );
        let (again, left) = keep::read_all(texts.iter().map(|(key, text)| (&**key, &**text)));
        for (key, record) in store.records() {
            assert_eq!(again.get(key), Some(record), "{text}");
        }
        for aside in &found.aside {
            let kept = left.iter().any(|kept| kept.text == aside.text);
            assert!(kept || again != store, "{text}");
        }
        store.undo(&change, Stamp(1000, 1));
        assert_eq!(says(&store), says(&here), "{text}");
    }
    // Each way a file can go has been gone often.
    println!("{read} read, {salvaged} read in part, {refused} refused");
    assert!(
        read > 500 && salvaged > 500 && refused > 500,
        "{read} {salvaged} {refused}"
    );
}
