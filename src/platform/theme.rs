//! The reader's choice of light or dark, kept in this browser. The script in the page's head applies it
//! before the first paint; this applies a new choice.

use super::settings;

/// What the reader has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    /// As it is saved, and as `data-theme` says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn named(name: &str) -> Self {
        [Self::Light, Self::Dark]
            .into_iter()
            .find(|theme| theme.name() == name)
            .unwrap_or_default()
    }
}

/// Of [`super::settings`].
const NAME: &str = "theme";
/// Of the root element; see the style sheet's tokens.
#[cfg(target_arch = "wasm32")]
const ATTRIBUTE: &str = "data-theme";

/// What is chosen; `Auto` where nothing is.
pub fn chosen() -> Theme {
    settings::chosen(NAME).map_or(Theme::Auto, |name| Theme::named(&name))
}

/// Shows the page in `theme` and remembers it. A browser that keeps nothing shows it until the next visit.
pub fn choose(theme: Theme) {
    settings::choose(NAME, (theme != Theme::Auto).then(|| theme.name()));
}

/// Runs `act` while styles are computed in the theme of paper, which is light. The reader sees nothing of it.
#[cfg(target_arch = "wasm32")]
pub fn on_paper(act: impl FnOnce()) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let Some(root) = root else { return act() };
    let before = root.get_attribute(ATTRIBUTE);
    // Neither fails: the attribute's name is a valid one.
    let _ = root.set_attribute(ATTRIBUTE, Theme::Light.name());
    act();
    let _ = match before {
        Some(theme) => root.set_attribute(ATTRIBUTE, &theme),
        None => root.remove_attribute(ATTRIBUTE),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_name_is_read_back_and_anything_else_is_as_the_system() {
        for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::named(theme.name()), theme);
        }
        assert_eq!(Theme::named("solarized"), Theme::Auto);
    }
}
