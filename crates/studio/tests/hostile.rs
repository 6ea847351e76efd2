//! Whatever text is brought in, and whatever is asked of it: an answer, and never a panic.
#![cfg(feature = "edit")]

use headroom_studio::protocol::{Command, Edit, Event, MOST_BYTES, MOST_PROBLEMS};
use headroom_studio::{START, answer, draft_of};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const SEEDS: [&str; 4] = [
    START,
    include_str!("../../sim/tests/fixtures/menagerie.toml"),
    include_str!("../../../content/labs/retry-storm.toml"),
    include_str!("../../../content/templates/url-shortener/v2-serverless.toml"),
];

/// What is put into a text: pieces that mean something somewhere.
const PIECES: [&str; 24] = [
    "[",
    "]",
    "\"",
    "'''",
    "=",
    "\n",
    "{",
    "}",
    ".",
    "#",
    "\u{0}",
    "é😀",
    "-1",
    "1e999",
    "nan",
    "[[preset]]\n",
    "[nodes.client]\n",
    "[links.client.client]\n",
    "kind = \"service\"\n",
    "\"1000000000h\"",
    "[[[[[[[[[[",
    "position = [1e9, -5]\n",
    "a.b.c.d = 1\n",
    "set = { \"nodes.app.x\" = 1 }\n",
];

/// A text with some pieces cut out, put in, or doubled.
fn mutated() -> impl Strategy<Value = String> {
    let step = (0..3u8, any::<Index>(), any::<Index>(), select(&PIECES[..]));
    let steps = prop::collection::vec(step, 1..6);
    (select(&SEEDS[..]), steps).prop_map(|(seed, steps)| {
        let mut chars: Vec<char> = seed.chars().collect();
        for (what, from, length, piece) in steps {
            let at = from.index(chars.len() + 1);
            let end = (at + length.index(40)).min(chars.len());
            match what {
                0 => drop(chars.drain(at..end)),
                1 => drop(chars.splice(at..at, piece.chars())),
                _ => {
                    let again: Vec<char> = chars[at..end].to_vec();
                    chars.splice(at..at, again);
                }
            }
        }
        chars.into_iter().collect()
    })
}

fn edits() -> impl Strategy<Value = Edit> {
    let name = || {
        select(vec![
            "client", "app", "db", "redirect", "links", "", "a.b", "*",
        ])
        .prop_map(str::to_owned)
    };
    let kind = select(vec!["client", "cache", "service", "x"]).prop_map(str::to_owned);
    let path = select(vec![
        "nodes.client.rate",
        "nodes.app.concurrency",
        "links.client.app.timeout",
        "run.duration",
        "title",
        "nodes.app",
        "",
        "run.",
        "links.a.b.c.d",
    ])
    .prop_map(str::to_owned);
    let value = select(vec!["1", "1s", "é", "\"", "flat", "true", ""]).prop_map(str::to_owned);
    prop_oneof![
        (kind, prop::option::of(name())).prop_map(|(kind, from)| Edit::AddNode { kind, from }),
        (name(), name()).prop_map(|(id, to)| Edit::Rename { id, to }),
        name().prop_map(|id| Edit::RemoveNode { id }),
        (name(), name()).prop_map(|(from, to)| Edit::Connect { from, to }),
        (name(), name()).prop_map(|(from, to)| Edit::Disconnect { from, to }),
        (path, prop::option::of(value)).prop_map(|(path, value)| Edit::Set { path, value }),
        name().prop_map(|id| Edit::AddRoute { id }),
        Just(Edit::AddClass),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]
    #[test]
    fn any_text_is_answered_within_bounds(text in mutated(), edit in edits()) {
        let draft = draft_of(&text);
        let units = text.encode_utf16().count() as u32;
        let lines = text.split('\n').count() as u32;
        prop_assert!(draft.problems.len() <= MOST_PROBLEMS);
        prop_assert_eq!(draft.spec.is_some(), draft.problems.is_empty());
        for place in draft.problems.iter().filter_map(|problem| problem.place) {
            prop_assert!(place.start <= place.end && place.end <= units);
            prop_assert!((1..=lines).contains(&place.line) && place.column >= 1);
        }
        for link in &draft.links {
            prop_assert!((link.from.max(link.to) as usize) < draft.nodes.len());
        }
        for node in &draft.nodes {
            let (x, y) = node.view.position;
            prop_assert!(x.abs() <= 10_000.0 && y.abs() <= 10_000.0);
        }
        let command = Command::Edit { number: 1, text, edit };
        match answer(&command) {
            Event::Edited { text, draft, .. } => {
                prop_assert!(draft.readable && text.len() <= MOST_BYTES);
            }
            Event::Refused { message, .. } => prop_assert!(!message.is_empty()),
            other => prop_assert!(false, "{other:?}"),
        }
    }
}

#[test]
fn long_and_deep_texts_are_refused_or_read_in_time() {
    let nested = format!("a = {}", "[".repeat(MOST_BYTES - 10));
    let many = (0..4000).fold(String::new(), |many, n| {
        many + &format!("[nodes.n{n}]\nkind = \"service\"\n")
    });
    let dense: String = (0..150)
        .map(|n| format!("[nodes.n{n}]\nkind = \"service\"\n"))
        .chain((0..5000).map(|n| format!("[links.n{}.n{}]\n", n % 150, n / 150)))
        .collect();
    for text in [&nested, &many, &dense, &"x".repeat(MOST_BYTES + 1)] {
        let began = std::time::Instant::now();
        let draft = draft_of(text);
        assert!(draft.spec.is_none());
        // What a page waits for; not optimised, a test takes several times as long as the worker.
        assert!(
            began.elapsed().as_secs() < 20,
            "{:.60}: {:?}",
            text,
            began.elapsed()
        );
    }
}
