//! Where things are: the site below its base, and the page on show.

use std::sync::Arc;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

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

    /// The address of something below the base; `path` with or without a leading slash.
    pub fn href(&self, path: &str) -> String {
        format!("{}{}", self.0, path.trim_start_matches('/'))
    }

    /// Whether an address lies in the site.
    pub fn holds(&self, pathname: &str) -> bool {
        pathname.starts_with(&*self.0)
    }

    /// The route that an address below the base names; the inverse of [`Self::href`], tolerant of a
    /// missing last slash and of `index.html`.
    pub fn route(&self, pathname: &str) -> String {
        let path = match pathname.strip_prefix(self.0.trim_end_matches('/')) {
            Some(path) if path.is_empty() || path.starts_with('/') => path,
            _ => pathname,
        };
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

/// The address of that for the programs of this build.
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
    fn every_way_to_write_a_base_is_the_same_base() {
        for path in ["sub", "/sub", "sub/", "/sub/"] {
            assert_eq!(Base::new(path), Base::new("/sub/"));
        }
        assert_eq!(Base::new(""), Base::new("/"));
    }
}
