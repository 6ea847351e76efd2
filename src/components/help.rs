//! Which keys do what, as markup made of text: the program that shows it is small, and comes when a reader asks.

use std::fmt::Write as _;

use super::escape;
use crate::state::keys::{Group, is_single};
use crate::words::frame;

/// The parts with their keys. `off`: single characters do nothing, and are left out.
pub fn markup(groups: &[Group], off: bool) -> String {
    let mut html = String::new();
    for group in groups {
        let mut rows = String::new();
        for (keys, does) in &group.rows {
            let left: Vec<String> = keys
                .iter()
                .filter(|key| !(off && is_single(key)))
                .map(|key| pressed(key))
                .collect();
            if left.is_empty() {
                continue;
            }
            // Writing to a String cannot fail.
            let _ = write!(
                rows,
                "<div><dt>{}</dt><dd>{}</dd></div>",
                left.join(&format!(
                    " <span class=\"keys__or\">{}</span> ",
                    frame::or()
                )),
                escape(does)
            );
        }
        if !rows.is_empty() {
            let _ = write!(
                html,
                "<div class=\"keys__group\"><h3>{}</h3><dl>{rows}</dl></div>",
                escape(group.title)
            );
        }
    }
    html
}

/// A key with those that are held.
fn pressed(key: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = key;
    // A plus sign itself is no part of a name.
    while let Some((held, after)) = rest.split_once('+').filter(|(held, _)| !held.is_empty()) {
        parts.push(held);
        rest = after;
    }
    parts.push(rest);
    let parts: Vec<String> = parts.into_iter().map(cap).collect();
    format!("<span class=\"keys__one\">{}</span>", parts.join(" + "))
}

/// What stands on a key; where that is a sign, with a word for those who hear it.
fn cap(key: &str) -> String {
    let (sign, word) = match key {
        "ArrowUp" => ("↑", frame::up_arrow()),
        "ArrowDown" => ("↓", frame::down_arrow()),
        "ArrowLeft" => ("←", frame::left_arrow()),
        "ArrowRight" => ("→", frame::right_arrow()),
        "/" => ("/", frame::slash()),
        "?" => ("?", frame::question_mark()),
        " " => return format!("<kbd>{}</kbd>", frame::space()),
        "Escape" => return "<kbd>Esc</kbd>".to_owned(),
        "PageUp" => return "<kbd>Page up</kbd>".to_owned(),
        "PageDown" => return "<kbd>Page down</kbd>".to_owned(),
        other => return format!("<kbd>{}</kbd>", escape(other)),
    };
    format!(
        "<kbd><span aria-hidden=\"true\">{sign}</span><span class=\"visually-hidden\">{word}</span></kbd>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::keys::{Everywhere, Keys, all};

    #[test]
    fn keys_read_as_they_are_pressed() {
        assert_eq!(
            pressed("Ctrl+Shift+Z"),
            "<span class=\"keys__one\"><kbd>Ctrl</kbd> + <kbd>Shift</kbd> + <kbd>Z</kbd></span>"
        );
        assert!(pressed(" ").contains("<kbd>Space</kbd>"));
        assert!(pressed("Shift+ArrowUp").contains("up arrow"));
    }

    #[test]
    fn what_is_switched_off_is_not_promised() {
        let on = markup(&all(), false);
        assert!(on.contains("question mark") && on.contains("slash"));
        let off = markup(&all(), true);
        assert!(!off.contains("question mark") && !off.contains("slash"));
        // Another key that does the same is left.
        assert!(off.contains(Everywhere::Search.does()));
        assert!(!off.contains(Everywhere::Help.does()));
        // A part without any key left is none.
        assert!(on.contains("In review") && !off.contains("In review"));
    }
}
