//! Which keys do something, in which part of a page, and what. It is the only list: what hears a key asks it ([`Keys::of`]) and obeys what it finds,
//! and help is made of it, so that help can neither promise a key that nothing hears nor leave one out.
//!
//! A key is written as `KeyboardEvent.key` names it, a letter as a capital, with the keys held before it: `Ctrl+Shift+Z`. ⌘ counts as Ctrl.
//! (UI Events `KeyboardEvent` key Values, W3C.)

use crate::words::frame;

/// What the keys of one part of a page do.
pub trait Keys: Copy + 'static {
    /// Selects the part in a page; empty where it is every page.
    const PLACE: &'static str;
    /// What can be done, and the keys that do it.
    const ALL: &'static [(Self, &'static [&'static str])];

    /// What the part is called.
    fn title() -> &'static str;

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
        $name:ident: $title:ident in $place:literal {
            $($act:ident = $($key:literal)|+ => $does:ident,)+
        }
    )+) => {$(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($act,)+
        }

        impl Keys for $name {
            const PLACE: &'static str = $place;
            const ALL: &'static [(Self, &'static [&'static str])] =
                &[$((Self::$act, &[$($key),+])),+];

            fn title() -> &'static str {
                frame::$title()
            }

            fn does(self) -> &'static str {
                match self {
                    $(Self::$act => frame::$does(),)+
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
    Everywhere: on_every_page in "" {
        Search = "/" | "Ctrl+K" => search_the_site,
        Help = "?" => show_the_keys,
    }

    /// The field of search and the list below it.
    InSearch: in_search in ".search--page" {
        Next = "ArrowDown" => choose_next_result,
        Previous = "ArrowUp" => choose_result_before,
        First = "Home" => choose_first_result,
        Last = "End" => choose_last_result,
        Open = "Enter" => open_the_result,
        Close = "Ctrl+K" => close_search,
    }

    /// A lab, and the text and the drawing of the playground.
    Editing: in_a_lab in ".lab:not(.lab--brief), .playground" {
        Undo = "Ctrl+Z" => undo_change,
        Redo = "Ctrl+Shift+Z" | "Ctrl+Y" => redo_change,
    }

    /// A node of a lab's diagram.
    OnNode: on_a_diagram in ".topology" {
        Left = "ArrowLeft" => node_on_the_left,
        Right = "ArrowRight" => node_on_the_right,
        Up = "ArrowUp" => node_above,
        Down = "ArrowDown" => node_below,
        First = "Home" => first_node,
        Last = "End" => last_node,
        Toggle = "Enter" | " " => toggle_the_panel,
        Close = "Escape" => close_the_panel,
    }

    /// What a node's panel shows.
    InPanel: in_a_panel in ".topology" {
        Close = "Escape" => close_the_panel,
    }

    /// A fault on a lab's timeline.
    OnFault: on_a_fault in ".timeline" {
        Later = "ArrowRight" | "ArrowUp" => fault_later,
        Earlier = "ArrowLeft" | "ArrowDown" => fault_earlier,
        MuchLater = "PageUp" | "Shift+ArrowRight" | "Shift+ArrowUp" => fault_much_later,
        MuchEarlier = "PageDown" | "Shift+ArrowLeft" | "Shift+ArrowDown" => fault_much_earlier,
        ToStart = "Home" => fault_to_start,
        Remove = "Delete" | "Backspace" => fault_remove,
        Close = "Escape" => fault_close,
    }

    /// The handle that looks back along a run.
    LookingBack: looking_back in ".timeline" {
        Now = "Escape" => back_to_the_present,
    }

    /// The values of a chart.
    OnChart: on_a_chart in ".chart" {
        Next = "ArrowRight" | "ArrowUp" => next_value,
        Previous = "ArrowLeft" | "ArrowDown" => value_before,
        FarNext = "PageDown" => ten_values_on,
        FarPrevious = "PageUp" => ten_values_back,
        First = "Home" => first_value,
        Last = "End" => last_value,
        Leave = "Escape" => crosshair_away,
    }

    /// The tabs of a lab's tools and of a run.
    OnTab: on_tabs in "[role=tab]" {
        Next = "ArrowRight" => next_tab,
        Previous = "ArrowLeft" => tab_before,
        First = "Home" => first_tab,
        Last = "End" => last_tab,
    }

    /// A card of review that has been turned.
    OnCard: in_review in ".review" {
        Again = "1" => rate_again,
        Hard = "2" => rate_hard,
        Good = "3" => rate_good,
        Easy = "4" => rate_easy,
        Bury = "B" => bury_the_card,
        Undo = "U" => undo_rating,
    }

    /// The field of a note.
    InNote: in_a_note in ".read-mark, .notes" {
        Done = "Ctrl+Enter" | "Escape" => note_done,
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
            title: K::title(),
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
    let choose: Row = (&["ArrowUp", "ArrowDown"], frame::choose_answer());
    let press: Row = (&[" "], frame::press_answer());
    let check: Row = (&["Enter"], frame::check_answer());
    let close: Row = (&["Escape"], frame::close_what_opened());
    let group = |title, place, rows: &[Row]| Group {
        title,
        place,
        rows: rows.to_vec(),
    };
    [
        group(
            frame::in_a_question(),
            ".question [type=submit]",
            &[choose, press, check],
        ),
        group(frame::in_an_assessment(), ".exam", &[choose, press]),
        group(frame::over_a_page(), "", &[close]),
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
