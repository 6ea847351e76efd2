//! What a reader can choose of how the site looks and behaves. Each choice stands in an attribute of the page's root, `data-` and its name:
//! style sheets and programs look there. It is kept in the local storage, below `headroom-` and its name. The script in the page's head
//! (`index.html`) brings the one to the other before the first paint, and when another tab has changed it.

use crate::words::{Say, frame};

/// Route of their page.
pub const ROUTE: &str = "/settings/";
/// Id of the list of all keys on it.
pub const KEYS: &str = "keys";
/// Id of the dialog on every page that lists the keys of that page.
pub const HELP: &str = "site-help";
/// Of the root element, where the browser asks to save data (`Save-Data`, `prefers-reduced-data`).
pub const FRUGAL: &str = "data-frugal";

/// Something to choose.
pub struct Setting {
    pub name: &'static str,
    pub title: Say,
    /// What it does; markup.
    pub about: Say,
    /// Values with what they are called. The default has no value: nothing is kept, and the root has no attribute.
    pub choices: &'static [(&'static str, Say)],
}

/// In the order of their page.
pub const ALL: [Setting; 6] = [
    Setting {
        name: "theme",
        title: frame::theme,
        about: frame::theme_about,
        choices: &[
            ("light", frame::light),
            ("", frame::as_the_system),
            ("dark", frame::dark),
        ],
    },
    Setting {
        name: "text",
        title: frame::text_size,
        about: frame::text_size_about,
        choices: &[
            ("90", || "90 %"),
            ("", || "100 %"),
            ("110", || "110 %"),
            ("125", || "125 %"),
            ("150", || "150 %"),
        ],
    },
    Setting {
        name: "lines",
        title: frame::line_spacing,
        about: frame::line_spacing_about,
        choices: &[
            ("", frame::normal),
            ("wide", frame::wide),
            ("wider", frame::wider),
        ],
    },
    Setting {
        name: "motion",
        title: frame::motion,
        about: frame::motion_about,
        choices: &[("", frame::as_the_system), ("less", frame::reduced)],
    },
    Setting {
        name: "saving",
        title: frame::data,
        about: frame::data_about,
        choices: &[
            ("", frame::as_the_browser_asks),
            ("on", frame::reduced),
            ("off", frame::not_reduced),
        ],
    },
    Setting {
        name: "keys",
        title: frame::single_keys,
        about: frame::single_keys_about,
        choices: &[("", frame::on), ("off", frame::off)],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_in_the_head_knows_each_setting() {
        let page = include_str!("../../index.html");
        for Setting { name, .. } in ALL {
            assert!(page.contains(&format!("\"{name}\"")), "{name}");
        }
    }

    #[test]
    fn each_has_one_default_and_no_value_twice() {
        for Setting { name, choices, .. } in ALL {
            let mut values: Vec<&str> = choices.iter().map(|(value, _)| *value).collect();
            let defaults = values.iter().filter(|value| value.is_empty()).count();
            assert_eq!(defaults, 1, "{name}");
            values.sort_unstable();
            values.dedup();
            assert_eq!(values.len(), choices.len(), "{name}");
        }
    }

    #[test]
    fn the_style_sheet_has_each_size_and_spacing() {
        let tokens = include_str!("../../style/tokens.css");
        let sized = ALL
            .iter()
            .filter(|setting| ["text", "lines"].contains(&setting.name));
        for setting in sized {
            for (value, _) in setting
                .choices
                .iter()
                .filter(|(value, _)| !value.is_empty())
            {
                let selector = format!(":root[data-{}=\"{value}\"]", setting.name);
                assert!(tokens.contains(&selector), "{selector}");
            }
        }
    }
}
