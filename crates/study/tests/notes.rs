//! What notes and bookmarks promise: the last text stands, what was written at the same time is not lost, what was removed
//! stays removed, and it does not matter in which order copies meet.

use headroom_study::notes::{self, Edit, PageNotes, Spot, by_page, markdown};
use headroom_study::saved::Aside;
use headroom_study::{Stamp, Store, export};
use proptest::prelude::*;

fn spot(anchor: &str) -> Spot {
    Spot {
        route: "/concepts/a/".to_owned(),
        anchor: anchor.to_owned(),
        page: "Queues".to_owned(),
        heading: format!("About {anchor}"),
        position: u32::from(anchor.as_bytes()[0]),
    }
}

fn at(ms: u64) -> Stamp {
    Stamp(ms, 1)
}

fn write(store: &mut Store, anchor: &str, text: &str, ms: u64) {
    let edit = Edit::begin(store, spot(anchor), at(ms));
    edit.write(store, text, at(ms));
}

fn text(store: &Store, anchor: &str) -> Option<String> {
    notes::at(store, &spot(anchor).id()).map(|noted| noted.text)
}

fn merged(a: &Store, b: &Store) -> Store {
    let mut both = a.clone();
    both.merge(b.clone());
    both
}

#[test]
fn what_is_typed_on_is_one_text_however_often_it_is_kept() {
    let mut store = Store::default();
    let edit = Edit::begin(&store, spot("a"), at(1));
    for (n, text) in ["F", "Fi", "Fine"].into_iter().enumerate() {
        edit.write(&mut store, text, at(2 + n as u64));
    }
    write(&mut store, "a", "Finer", 9);
    assert_eq!(text(&store, "a").as_deref(), Some("Finer"));
    let entries: usize = store.logs().map(|(_, log)| log.entries().len()).sum();
    assert_eq!(entries, 1, "no earlier text is left");
    let noted = notes::at(&store, "/concepts/a/#a").expect("a note");
    assert_eq!((noted.spot, noted.at_ms), (spot("a"), 9));
    assert!(!noted.marked);
}

#[test]
fn what_two_tabs_write_at_the_same_time_stands_in_the_note_until_somebody_makes_one_of_it() {
    let mut store = Store::default();
    write(&mut store, "a", "First", 1);
    let (left, right) = (
        Edit::begin(&store, spot("a"), at(10)),
        Edit::begin(&store, spot("a"), at(11)),
    );
    left.write(&mut store, "Left", at(12));
    right.write(&mut store, "Right", at(13));
    // Who typed first types on, and does not write over the other.
    left.write(&mut store, "Left, on", at(14));
    let both = "Right\n\n---\n\nLeft, on";
    assert_eq!(text(&store, "a").as_deref(), Some(both));
    write(&mut store, "a", "Right, and left", 20);
    assert_eq!(text(&store, "a").as_deref(), Some("Right, and left"));
}

#[test]
fn a_text_of_blanks_is_no_note_and_one_that_is_removed_can_be_brought_back() {
    let mut store = Store::default();
    write(&mut store, "a", "Something", 1);
    let old = store.clone();
    let removed = store.change(|store| notes::remove(store, &spot("a").id()));
    assert_eq!(text(&store, "a"), None);
    assert_eq!(
        text(&merged(&store, &old), "a"),
        None,
        "an old copy has no say"
    );
    store.undo(&removed, at(3));
    assert_eq!(text(&store, "a").as_deref(), Some("Something"));
    write(&mut store, "a", " \n", 9);
    assert_eq!(text(&store, "a"), None);
    assert!(!notes::any_on(&store, "/concepts/a/"));
}

#[test]
fn a_bookmark_is_set_and_taken_away_beside_the_note_and_without_it() {
    let mut store = Store::default();
    notes::mark(&mut store, &spot("a"), true, at(1));
    let noted = notes::at(&store, &spot("a").id()).expect("a bookmark");
    assert!(noted.marked && noted.text.is_empty());
    assert!(notes::any_on(&store, "/concepts/a/"));
    assert!(!notes::any_on(&store, "/concepts/"), "of another page");
    write(&mut store, "a", "Text", 2);
    notes::mark(&mut store, &spot("a"), false, at(3));
    let noted = notes::at(&store, &spot("a").id()).expect("a note");
    assert!(!noted.marked && noted.text == "Text");
    assert_eq!(notes::at(&store, &spot("b").id()), None);
}

#[test]
fn notes_are_searched_by_words_of_the_text_the_heading_and_the_page() {
    let mut store = Store::default();
    write(&mut store, "lag", "Utilisation **matters**", 1);
    let all = notes::all(&store);
    let noted = &all["/concepts/a/#lag"];
    for search in ["", "utilisation", "QUEUES lag", "matters  about"] {
        assert!(noted.matches(search), "{search}");
    }
    for search in ["throughput", "queues throughput"] {
        assert!(!noted.matches(search), "{search}");
    }
}

#[test]
fn all_notes_are_one_markdown_text_in_the_order_of_their_pages() {
    let mut store = Store::default();
    write(&mut store, "b", "- a list\n- of two\n", 1);
    notes::mark(&mut store, &spot("a"), true, at(2));
    notes::mark(&mut store, &spot("b"), true, at(3));
    let elsewhere = Spot {
        route: "/".to_owned(),
        page: "The *front* [page]".to_owned(),
        heading: "A question\nof two lines?".to_owned(),
        ..spot("q")
    };
    let edit = Edit::begin(&store, elsewhere, at(4));
    edit.write(&mut store, "Yes.", at(4));
    let pages = by_page(notes::all(&store).into_values());
    let text = markdown(&pages, |route| format!("https://example.org/sub{route}"));
    insta::assert_snapshot!(text, @r"
    # Notes

    ## [The \*front\* \[page\]](https://example.org/sub/)

    ### [A question of two lines?](https://example.org/sub/#q)

    Yes.

    ## [Queues](https://example.org/sub/concepts/a/)

    ### [About a](https://example.org/sub/concepts/a/#a)

    *Bookmarked*

    ### [About b](https://example.org/sub/concepts/a/#b)

    *Bookmarked*

    - a list
    - of two
    ");
    assert_eq!(by_page([]), Vec::<PageNotes>::new());
}

/// What a browser does: which of two places, what, and what it writes.
#[derive(Clone, Debug)]
enum Act {
    Write(bool, String),
    Remove(bool),
    Mark(bool, bool),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (any::<bool>(), "[a-c]{0,2}").prop_map(|(place, text)| Act::Write(place, text)),
        1 => any::<bool>().prop_map(Act::Remove),
        1 => any::<(bool, bool)>().prop_map(|(place, on)| Act::Mark(place, on)),
    ];
    prop::collection::vec(act, 0..6)
}

fn anchor(place: bool) -> &'static str {
    if place { "a" } else { "b" }
}

/// A browser that does all of it to what it begins with, with its own number in every stamp.
fn after(begins: &Store, acts: &[Act], own: u32) -> Store {
    let mut store = begins.clone();
    for (n, act) in acts.iter().enumerate() {
        let now = Stamp(100 + n as u64, own);
        match act {
            Act::Write(place, text) => {
                let edit = Edit::begin(&store, spot(anchor(*place)), now);
                edit.write(&mut store, text, now);
            }
            Act::Remove(place) => notes::remove(&mut store, &spot(anchor(*place)).id()),
            Act::Mark(place, on) => notes::mark(&mut store, &spot(anchor(*place)), *on, now),
        }
    }
    store
}

fn begun() -> Store {
    let mut store = Store::default();
    for place in ["a", "b"] {
        write(&mut store, place, "before", 1);
    }
    store
}

proptest! {
    #[test]
    fn copies_come_together_in_any_order_and_once_is_enough(one in acts(), two in acts(), three in acts()) {
        let [one, two, three] = [(&one, 1), (&two, 2), (&three, 3)].map(|(acts, own)| after(&begun(), acts, own));
        let together = merged(&merged(&one, &two), &three);
        prop_assert_eq!(&merged(&three, &merged(&two, &one)), &together);
        prop_assert_eq!(&merged(&together, &two), &together);
        prop_assert_eq!(notes::all(&merged(&merged(&three, &one), &two)), notes::all(&together));
    }

    #[test]
    fn what_each_of_two_browsers_wrote_last_is_there_and_what_it_wrote_over_is_not(one in acts(), two in acts()) {
        let stores = [(&one, 1), (&two, 2)].map(|(acts, own)| after(&begun(), acts, own));
        let together = merged(&stores[0], &stores[1]);
        for place in ["a", "b"] {
            let mut texts: Vec<String> = stores.iter().filter_map(|store| text(store, place)).collect();
            // Whoever did nothing there has nothing to say against the other.
            let idle = |acts: &[Act]| !acts.iter().any(|act| match act {
                Act::Write(at, _) | Act::Remove(at) => anchor(*at) == place,
                Act::Mark(..) => false,
            });
            if !(idle(&one) && idle(&two)) {
                texts.retain(|text| text != "before");
            }
            texts.retain(|text| !text.is_empty());
            texts.sort();
            texts.dedup();
            let whole = text(&together, place).unwrap_or_default();
            let mut found: Vec<&str> = whole.split("\n\n---\n\n").filter(|text| !text.is_empty()).collect();
            found.sort_unstable();
            prop_assert_eq!(found, texts);
        }
    }

    #[test]
    fn notes_go_with_the_export_and_come_back_as_they_were(acts in acts()) {
        let store = after(&begun(), &acts, 1);
        let file = export::export(&store, &Vec::<Aside>::new(), 1);
        let back = export::import(&file).expect("an export");
        prop_assert_eq!(notes::all(&back.store), notes::all(&store));
    }

    #[test]
    fn any_text_is_kept_to_the_letter(words in ".{1,40}") {
        let mut store = Store::default();
        write(&mut store, "a", &words, 1);
        let file = export::export(&store, &[], 1);
        let back = export::import(&file).expect("an export").store;
        let expected = Some(words.clone()).filter(|words| !words.trim().is_empty());
        prop_assert_eq!(text(&back, "a"), expected);
    }
}
