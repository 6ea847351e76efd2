//! The reader's choice of light or dark, kept in this browser. The script in the page's head applies it
//! before the first paint; this applies a new choice.

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

#[cfg(target_arch = "wasm32")]
const KEY: &str = "headroom-theme";
/// Of the root element; see the style sheet's tokens.
#[cfg(target_arch = "wasm32")]
const ATTRIBUTE: &str = "data-theme";

/// What was chosen here before; `Auto` where nothing was or nothing can be kept.
pub fn saved() -> Theme {
    #[cfg(target_arch = "wasm32")]
    let name = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    #[cfg(not(target_arch = "wasm32"))]
    let name: Option<String> = None;
    name.map_or(Theme::Auto, |name| Theme::named(&name))
}

/// Shows the page in `theme` and remembers it. A browser that keeps nothing shows it until the next visit.
#[cfg(target_arch = "wasm32")]
pub fn choose(theme: Theme) {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    if let Some(root) = root {
        // Neither fails: the attribute's name is a valid one.
        let _ = match theme {
            Theme::Auto => root.remove_attribute(ATTRIBUTE),
            chosen => root.set_attribute(ATTRIBUTE, chosen.name()),
        };
    }
    if let Some(storage) = storage() {
        let _ = match theme {
            Theme::Auto => storage.remove_item(KEY),
            chosen => storage.set_item(KEY, chosen.name()),
        };
    }
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

/// Nothing is chosen on the host.
#[cfg(not(target_arch = "wasm32"))]
pub fn choose(_: Theme) {}

#[cfg(target_arch = "wasm32")]
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
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
