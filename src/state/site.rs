//! Where things are: the site below its base, and the page on show.

use std::sync::Arc;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{self, Language};

/// The path the site lives under, with slashes at both ends: `/` or `/headroom/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Base(Arc<str>);

impl Base {
    /// Takes `sub`, `/sub`, `/sub/` and the empty string.
    pub fn new(path: &str) -> Self {
        let path = path.trim_matches('/');
        if path.is_empty() {
            Self("/".into())
        } else {
            Self(format!("/{path}/").into())
        }
    }

    /// The address of a page, in the language that is spoken; `path` with or without a leading slash.
    pub fn href(&self, path: &str) -> String {
        self.href_in(words::language(), path)
    }

    /// The same in a language.
    pub fn href_in(&self, language: Language, path: &str) -> String {
        format!(
            "{}{}{}",
            self.0,
            language.segment(),
            path.trim_start_matches('/')
        )
    }

    /// The address of a file that pages of all languages share.
    pub fn file(&self, path: &str) -> String {
        self.href_in(Language::English, path)
    }

    /// The address of a page in the language that is spoken, by that in English.
    pub fn translated(&self, href: &str) -> String {
        self.href(href.strip_prefix(&*self.0).unwrap_or(href))
    }

    /// Whether an address lies in the site, and in the language that is spoken.
    pub fn holds(&self, pathname: &str) -> bool {
        let path = pathname.strip_prefix(&*self.0);
        path.is_some_and(|path| Language::at(path) == words::language())
    }

    /// The route that an address below the base names in whatever language; the inverse of [`Self::href`], tolerant of a
    /// missing last slash and of `index.html`.
    pub fn route(&self, pathname: &str) -> String {
        let path = match pathname.strip_prefix(self.0.trim_end_matches('/')) {
            Some(path) if path.is_empty() || path.starts_with('/') => path,
            _ => pathname,
        };
        let path = path.trim_start_matches('/');
        let path = path
            .strip_prefix(Language::at(path).segment())
            .unwrap_or(path);
        let path = path
            .strip_suffix("index.html")
            .unwrap_or(path)
            .trim_matches('/');
        if path.is_empty() {
            "/".to_owned()
        } else {
            format!("/{path}/")
        }
    }
}

impl From<String> for Base {
    fn from(path: String) -> Self {
        Self::new(&path)
    }
}

impl From<Base> for String {
    fn from(base: Base) -> Self {
        base.0.as_ref().to_owned()
    }
}

/// Where the text of one of the site's own designs is served, below the base.
pub fn design_path(sim: &str) -> String {
    format!("data/scenarios/{sim}.toml")
}

/// Where what runs a lab of the site is served, below the base: postcard of its `LabSpec`.
pub fn lab_data_path(sim: &str) -> String {
    format!("data/labs/{sim}.bin")
}

/// The address of that for the programs of this build, in the language of the page.
pub fn lab_data_href(base: &Base, sim: &str) -> String {
    let build = headroom_sim::protocol::BUILD;
    base.href(&format!("{}?{build}", lab_data_path(sim)))
}

/// Where a lab's comparison with another design is opened, behind its page's address.
pub fn compare_fragment(sim: &str) -> String {
    format!("{COMPARE}{sim}")
}

/// What the name of a design to compare with stands behind, in an address.
pub const COMPARE: &str = "compare=";

/// Where the playground opens one of them, below the base.
pub fn open_design_path(sim: &str) -> String {
    format!("{PLAYGROUND}#{OPEN}{sim}")
}

/// Route of the page that has the whole lab of a scenario.
pub fn lab_page(sim: &str) -> String {
    format!("/{}", headroom_content::model::lab_route(sim))
}

/// What the name of a design to open stands behind, in an address.
pub const OPEN: &str = "open=";

/// What the text of a link stands behind, in an address: of a lab, and of a design.
pub const LAB: &str = "lab=";
pub const DESIGN: &str = "design=";

/// The page of the playground, below the site's base.
pub const PLAYGROUND: &str = "playground/";

/// The page an island stands on. Every island has it as a context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Here {
    pub base: Base,
    pub route: String,
    pub title: String,
}

impl Here {
    /// The page this island stands on; the front page of a site at `/` where none is provided.
    pub fn get() -> Self {
        use_context().unwrap_or_else(|| Self {
            base: Base::new("/"),
            route: "/".to_owned(),
            title: String::new(),
        })
    }
}

/// What the parts of a page know of it while it is rendered. Provided by [`crate::pages::Document`].
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone)]
pub struct Site {
    pub base: Base,
    pub map: Arc<headroom_content::model::SiteMap>,
    pub page: Arc<headroom_content::model::Page>,
    /// In which languages there is the page.
    pub languages: Arc<[Language]>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Site {
    #[allow(
        clippy::expect_used,
        reason = "Document provides it before it renders any child"
    )]
    pub fn here() -> Self {
        expect_context()
    }

    /// The languages that the page can be read in but for the one that is spoken.
    pub fn others(&self) -> impl Iterator<Item = Language> {
        let all = self.languages.iter().copied();
        all.filter(|language| *language != words::language())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_routes_are_inverse_at_the_root_and_under_a_sub_path() {
        for base in ["/", "/sub/", "/a/b/"] {
            let base = Base::new(base);
            for route in ["/", "/concepts/", "/concepts/cloud-native/serverless-faas/"] {
                assert_eq!(base.route(&base.href(route)), route);
                assert_eq!(base.route(base.href(route).trim_end_matches('/')), route);
                assert_eq!(
                    base.route(&format!("{}index.html", base.href(route))),
                    route
                );
            }
        }
    }

    #[test]
    fn pages_of_a_language_stand_below_its_segment_and_have_the_routes_of_all() {
        for base in ["/", "/sub/"] {
            let base = Base::new(base);
            for route in ["/", "/concepts/", "/zhang/"] {
                words::speaking(Language::Chinese, || {
                    let href = base.href(route);
                    assert_eq!(href, base.file(&format!("zh{route}")));
                    assert_eq!(base.route(&href), route);
                    assert_eq!(base.route(&format!("{href}index.html")), route);
                    assert!(
                        base.holds(&href) && !base.holds(&base.file(route)),
                        "{href}"
                    );
                    assert_eq!(
                        base.translated(&base.file(&format!("{route}#a"))),
                        format!("{href}#a")
                    );
                });
                assert_eq!(base.route(&base.href_in(Language::Chinese, route)), route);
                assert!(!base.holds(&base.href_in(Language::Chinese, route)));
                assert!(base.holds(&base.href(route)));
            }
        }
    }

    #[test]
    fn every_way_to_write_a_base_is_the_same_base() {
        for path in ["sub", "/sub", "sub/", "/sub/"] {
            assert_eq!(Base::new(path), Base::new("/sub/"));
        }
        assert_eq!(Base::new(""), Base::new("/"));
    }
}
