use headroom_content::model::Level;
use headroom_study::reading::{Read, read_key};
use headroom_study::{About, Answer, Attempt, Confidence, Score, Stamp};

use super::*;

fn catalogue() -> Catalogue {
    let page = |route: &str, title: &str, prerequisites: &[&str], question: &str| CataloguePage {
        route: route.to_owned(),
        title: title.to_owned(),
        category: "basics".to_owned(),
        level: Some(Level::Beginner),
        minutes: 7,
        prerequisites: prerequisites.iter().map(|one| (*one).to_owned()).collect(),
        objectives: vec![("o".to_owned(), "Say <why>".to_owned())],
        questions: vec![CatalogueQuestion {
            id: question.to_owned(),
            revision: 1,
            objective: Some("o".to_owned()),
            prompt: "Is 1 < 2?".to_owned(),
            ..CatalogueQuestion::default()
        }],
    };
    Catalogue {
        categories: vec![("basics".to_owned(), "Basics & more".to_owned())],
        pages: vec![
            page("/a/", "Queues", &[], "q-a"),
            page("/b/", "Caches", &["/a/"], "q-b"),
        ],
    }
}

fn answer(store: &mut Store, id: &str, worth: f64) {
    let attempt = Attempt {
        stamp: Stamp::default(),
        at_ms: 1,
        revision: 1,
        answer: Answer::Number("1".to_owned()),
        score: Score::new(worth),
        seed: 0,
        hints: 0,
        took_ms: None,
        confidence: Some(Confidence::Sure),
    };
    let about = About {
        route: "/a/".to_owned(),
        page: "Queues".to_owned(),
        prompt: String::new(),
        objective: None,
    };
    store.entry(id).add(attempt, about, Stamp(1, 1));
}

const DAY_MS: u64 = 24 * 60 * 60 * 1000;

fn html(store: &Store, days: u64) -> String {
    let clock = Clock {
        now_ms: days * DAY_MS,
        ahead_min: 0,
    };
    dashboard(&catalogue(), store, clock, &Base::new("/sub/"))
}

#[test]
fn who_has_done_nothing_is_shown_where_to_begin_and_no_zeros() {
    let html = html(&Store::default(), 0);
    assert!(
        html.contains(
            "<a href=\"/sub/a/\">Read “Queues”</a><p>It needs nothing before it. 7 min.</p>"
        ),
        "{html}"
    );
    assert!(!html.contains("At a glance"), "{html}");
}

#[test]
fn what_is_read_mastered_due_and_weak_is_told_in_numbers_and_led_to() {
    let mut store = Store::default();
    let read = Read { at_ms: Some(1) };
    store.append(&read_key("/a/"), &read, Stamp(1, 1));
    answer(&mut store, "q-a", 1.0);
    answer(&mut store, "q-b", 0.0);
    // Both answers have faded by then.
    let html = html(&store, 300);
    for shown in [
        "<dt>Read</dt><dd><b>1</b> of 2 pages</dd>",
        "<dt>Mastered</dt><dd><b>1</b> of 2 objectives</dd>",
        "<dt>Due</dt><dd><b>2</b> cards</dd>",
        "<dt>Weak</dt><dd><b>1</b> question</dd>",
        "<a href=\"/sub/review/\">Review 2 cards</a>",
        "<a href=\"/sub/b/#q-b\">Go over “Caches” again</a><p>One answer there is not right, and you were sure of one.</p>",
        "<a href=\"/sub/b/\">Read “Caches”</a><p>It builds on “Queues”, which you know. 7 min.</p>",
        "<a href=\"/sub/b/#q-b\">Is 1 &lt; 2?<span class=\"mark bad\" title=\"weak\">",
        "Basics &amp; more",
        "Pages: 1 of 2 read",
        "Objectives: 1 of 2 mastered, 1 weak",
        "Say &lt;why&gt;",
    ] {
        assert!(html.contains(shown), "{shown} in {html}");
    }
}
