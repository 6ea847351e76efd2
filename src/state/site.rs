//! The site's map, the page on show, and how the next one comes.

use std::sync::Arc;

use headroom_content::model::{Bootstrap, Page, SiteMap};
use leptos::prelude::*;

/// The path the site lives under, with slashes at both ends: `/` or `/headroom/`.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// Where the data of a route lies.
    pub fn data(&self, route: &str) -> String {
        self.href(&data_file(route))
    }

    /// The base as the router wants it: no slash at the end, empty at the root.
    pub fn router_base(&self) -> String {
        self.0.trim_end_matches('/').to_owned()
    }
}

/// The file below the site's base that holds a route's document.
pub fn data_file(route: &str) -> String {
    match route.trim_matches('/') {
        "" => "data/index.bin".to_owned(),
        path => format!("data/{path}.bin"),
    }
}

/// Why a page could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    #[error("there is no page at this address")]
    NotFound,
    #[error("the page could not be fetched: {0}")]
    Network(String),
    #[error(
        "the page's data could not be read; the site may have been updated, reload to get the new one"
    )]
    Decode,
}

/// What stands in the main column.
#[derive(Clone, Debug)]
pub enum Shown {
    Page(Arc<Page>),
    Failed { route: String, error: LoadError },
}

impl Shown {
    pub fn route(&self) -> &str {
        match self {
            Self::Page(page) => &page.route,
            Self::Failed { route, .. } => route,
        }
    }

    pub fn page(&self) -> Option<&Arc<Page>> {
        match self {
            Self::Page(page) => Some(page),
            Self::Failed { .. } => None,
        }
    }

    /// For the tab and the announcement after navigation.
    pub fn title(&self) -> String {
        match self {
            Self::Page(page) => page.title.clone(),
            Self::Failed {
                error: LoadError::NotFound,
                ..
            } => "Page not found".to_owned(),
            Self::Failed { .. } => "Page not available".to_owned(),
        }
    }
}

/// Provided by [`crate::app::App`].
#[derive(Clone)]
pub struct SiteState {
    pub base: Base,
    pub map: Arc<SiteMap>,
    pub shown: RwSignal<Shown>,
    /// The route being fetched, for a progress mark.
    pub loading: RwSignal<Option<String>>,
}

impl SiteState {
    pub fn new(bootstrap: Bootstrap, base: Base) -> Self {
        Self {
            base,
            map: Arc::new(bootstrap.site),
            shown: RwSignal::new(Shown::Page(Arc::new(bootstrap.page))),
            loading: RwSignal::new(None),
        }
    }

    /// The site's state; every component under [`crate::app::App`] has it.
    #[allow(
        clippy::expect_used,
        reason = "App provides it before it renders any child"
    )]
    pub fn here() -> Self {
        expect_context()
    }

    /// The page on show, if one could be had.
    pub fn page(&self) -> Option<Arc<Page>> {
        self.shown.with(|shown| shown.page().cloned())
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

    #[test]
    fn data_lies_beside_its_route() {
        assert_eq!(Base::new("/sub/").data("/"), "/sub/data/index.bin");
        assert_eq!(
            Base::new("/").data("/concepts/a/b/"),
            "/data/concepts/a/b.bin"
        );
    }
}
