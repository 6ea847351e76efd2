//! Which keys do something, in which part of a page, and what. It is the only list: what hears a key asks it ([`Keys::of`]) and obeys what it finds,
//! and help is made of it, so that help can neither promise a key that nothing hears nor leave one out.
//!
//! A key is written as `KeyboardEvent.key` names it, a letter as a capital, with the keys held before it: `Ctrl+Shift+Z`. ⌘ counts as Ctrl.
//! (UI Events `KeyboardEvent` key Values, W3C.)

/// What the keys of one part of a page do.
pub trait Keys: Copy + 'static {
    /// What the part is called.
    const TITLE: &'static str;
    /// Selects the part in a page; empty where it is every page.
    const PLACE: &'static str;
    /// What can be done, and the keys that do it.
    const ALL: &'static [(Self, &'static [&'static str])];

    /// In words.
    fn does(self) -> &'static str;

    /// What a key does here.
    fn of(pressed: &str) -> Option<Self> {
        let mut all = Self::ALL.iter();
        all.find(|(_, keys)| keys.contains(&pressed))
            .map(|(act, _)| *act)
    }
}

macro_rules! keys {
    ($(
        $(#[$about:meta])*
        $name:ident: $title:literal in $place:literal {
            $($act:ident = $($key:literal)|+ => $does:literal,)+
        }
    )+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($act,)+
        }

        impl Keys for $name {
            const TITLE: &'static str = $title;
            const PLACE: &'static str = $place;
            const ALL: &'static [(Self, &'static [&'static str])] =
                &[$((Self::$act, &[$($key),+])),+];

            fn does(self) -> &'static str {
                match self {
                    $(Self::$act => $does,)+
                }
            }
        }
    )+

        /// Every part that has keys of ours.
        fn ours() -> Vec<Group> {
            vec![$(Group::of::<$name>()),+]
        }
    };
}

keys! {
    /// Wherever the reader is.
    Everywhere: "On every page" in "" {
        Search = "/" | "Ctrl+K" => "search the site",
        Help = "?" => "show the keys of the page",
    }

    /// The field of search and the list below it.
    InSearch: "In search" in ".search--page" {
        Next = "ArrowDown" => "choose the next result",
        Previous = "ArrowUp" => "choose the result before",
        First = "Home" => "choose the first result, once you are past it",
        Last = "End" => "choose the last result, once you are past the first",
        Open = "Enter" => "open the result",
        Close = "Ctrl+K" => "close search",
    }

    /// A lab, and the text and the drawing of the playground.
    Editing: "In a lab or the playground" in ".lab:not(.lab--brief), .playground" {
        Undo = "Ctrl+Z" => "undo the last change of a setting, a fault or the design",
        Redo = "Ctrl+Shift+Z" | "Ctrl+Y" => "do again what was undone",
    }

    /// A node of a lab's diagram.
    OnNode: "On a diagram of a lab" in ".topology" {
        Left = "ArrowLeft" => "go to the node on the left",
        Right = "ArrowRight" => "go to the node on the right",
        Up = "ArrowUp" => "go to the node above",
        Down = "ArrowDown" => "go to the node below",
        First = "Home" => "go to the first node",
        Last = "End" => "go to the last node",
        Toggle = "Enter" | " " => "open the node’s panel, or close it",
        Close = "Escape" => "close the panel",
    }

    /// What a node's panel shows.
    InPanel: "In a node’s panel" in ".topology" {
        Close = "Escape" => "close the panel",
    }

    /// A fault on a lab's timeline.
    OnFault: "On a fault of the timeline" in ".timeline" {
        Later = "ArrowRight" | "ArrowUp" => "move it to a little later",
        Earlier = "ArrowLeft" | "ArrowDown" => "move it to a little earlier",
        MuchLater = "PageUp" | "Shift+ArrowRight" | "Shift+ArrowUp" => "move it to ten times as much later",
        MuchEarlier = "PageDown" | "Shift+ArrowLeft" | "Shift+ArrowDown" => "move it to ten times as much earlier",
        ToStart = "Home" => "move it to the start",
        Remove = "Delete" | "Backspace" => "remove it",
        Close = "Escape" => "put it back while it is moved, or close its fields",
    }

    /// The handle that looks back along a run.
    LookingBack: "While you look back along a run" in ".timeline" {
        Now = "Escape" => "go back to the present",
    }

    /// The values of a chart.
    OnChart: "On a chart that has been drawn here" in ".chart" {
        Next = "ArrowRight" | "ArrowUp" => "read the next value",
        Previous = "ArrowLeft" | "ArrowDown" => "read the value before",
        FarNext = "PageDown" => "go ten values on",
        FarPrevious = "PageUp" => "go ten values back",
        First = "Home" => "read the first value",
        Last = "End" => "read the last value",
        Leave = "Escape" => "put the crosshair away",
    }

    /// The tabs of a lab's tools and of a run.
    OnTab: "On tabs" in "[role=tab]" {
        Next = "ArrowRight" => "open the next tab",
        Previous = "ArrowLeft" => "open the tab before",
        First = "Home" => "open the first tab",
        Last = "End" => "open the last tab",
    }

    /// A card of review that has been turned.
    OnCard: "In review, once a card is turned" in ".review" {
        Again = "1" => "rate: again",
        Hard = "2" => "rate: hard",
        Good = "3" => "rate: good",
        Easy = "4" => "rate: easy",
        Bury = "B" => "bury the card until tomorrow",
        Undo = "U" => "undo the last rating",
    }

    /// The field of a note.
    InNote: "While you write a note" in ".read-mark, .notes" {
        Done = "Ctrl+Enter" | "Escape" => "done: the note is kept",
    }
}

/// Keys, and what each of them does.
pub type Row = (&'static [&'static str], &'static str);

/// What can be done by keys in a part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub title: &'static str,
    /// See [`Keys::PLACE`].
    pub place: &'static str,
    pub rows: Vec<Row>,
}

impl Group {
    fn of<K: Keys>() -> Self {
        let rows = K::ALL.iter().map(|(act, keys)| (*keys, act.does()));
        Self {
            title: K::TITLE,
            place: K::PLACE,
            rows: rows.collect(),
        }
    }
}

/// Every part, in the order of help.
pub fn all() -> Vec<Group> {
    let mut all = ours();
    all.extend(native());
    all
}

/// What browsers do by themselves, and many readers do not know: nothing of ours hears these keys.
fn native() -> [Group; 3] {
    const CHOOSE: [Row; 2] = [
        (
            &["ArrowUp", "ArrowDown"],
            "choose the answer before or after, where only one can be chosen",
        ),
        (&[" "], "choose an answer or take it back; press a button"),
    ];
    const CHECK: Row = (&["Enter"], "check what you have answered");
    const CLOSE: Row = (
        &["Escape"],
        "close what has opened over the page: search, help, the contents, the meaning of a term",
    );
    let group = |title, place, rows: &[Row]| Group {
        title,
        place,
        rows: rows.to_vec(),
    };
    let [choose, press] = CHOOSE;
    [
        group(
            "In a question",
            ".question [type=submit]",
            &[choose, press, CHECK],
        ),
        group("In an assessment", ".exam", &CHOOSE),
        group("Over a page", "", &[CLOSE]),
    ]
}

/// Whether it is a single character, which is pressed by mistake, or by software that writes what somebody says: a reader can switch
/// such keys off (WCAG 2.2, 2.1.4). The space bar presses what has the focus and nothing else.
pub fn is_single(key: &str) -> bool {
    let mut characters = key.chars();
    let first = characters.next();
    first.is_some_and(|first| first != ' ') && characters.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_does_two_things_in_one_part() {
        for group in ours() {
            let mut keys: Vec<&str> = group
                .rows
                .iter()
                .flat_map(|(keys, _)| *keys)
                .copied()
                .collect();
            let count = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), count, "{}", group.title);
        }
    }

    #[test]
    fn a_part_obeys_each_key_that_is_listed_for_it_and_no_other() {
        fn obeys<K: Keys + PartialEq + std::fmt::Debug>() {
            for (act, keys) in K::ALL {
                for key in *keys {
                    assert_eq!(K::of(key), Some(*act), "{key}");
                }
            }
            for other in ["", "x", "Ctrl+/", "Shift+?", "F1"] {
                assert_eq!(K::of(other), None, "{other}");
            }
        }
        obeys::<Everywhere>();
        obeys::<OnNode>();
        obeys::<OnFault>();
        obeys::<OnCard>();
    }

    #[test]
    fn characters_are_single_keys_and_the_space_bar_and_keys_with_names_are_not() {
        let single: Vec<&str> = ours()
            .iter()
            .flat_map(|group| group.rows.clone())
            .flat_map(|(keys, _)| keys)
            .copied()
            .filter(|key| is_single(key))
            .collect();
        assert_eq!(single, ["/", "?", "1", "2", "3", "4", "B", "U"]);
        for key in ["", " ", "Enter", "Ctrl+K"] {
            assert!(!is_single(key), "{key}");
        }
    }
}
