//! What a link, a citation or a front matter may refer to: the pages of the site and their anchors.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Link;

use super::front::Place;
use super::parse::Parsed;

/// The site as links see it.
#[derive(Debug, Default)]
pub struct Index {
    /// The path that the site stands under, with slashes at both ends.
    base: String,
    pages: BTreeMap<String, Entry>,
    /// Routes of concepts by id.
    concepts: BTreeMap<String, String>,
    /// Paths below `content/media/`.
    media: BTreeSet<String>,
}

#[derive(Debug)]
struct Entry {
    title: String,
    /// `None`: the page could not be read, so every anchor may be right.
    anchors: Option<BTreeSet<String>>,
}

impl Place {
    /// The page's path below the base.
    pub fn route(&self) -> String {
        match self {
            Self::Home => "/".to_owned(),
            Self::Concept { category, slug } => format!("/concepts/{category}/{slug}/"),
            Self::Component { kind } => format!("/components/{kind}/"),
            Self::Family { family } => format!("/templates/{family}/"),
            Self::Variant { family, variant } => format!("/templates/{family}/{variant}/"),
            Self::Assessment { id } => format!("/assessments/{id}/"),
        }
    }
}

impl Index {
    pub fn new(base: &str, media: BTreeSet<String>) -> Self {
        let inner = base.trim_matches('/');
        let base = if inner.is_empty() {
            "/".to_owned()
        } else {
            format!("/{inner}/")
        };
        Self {
            base,
            media,
            ..Self::default()
        }
    }

    /// Adds a page made from a file.
    pub fn add(&mut self, page: &Parsed<'_>, title: &str) {
        let mut anchors: BTreeSet<String> = page.anchors.keys().cloned().collect();
        anchors.extend(
            page.front
                .sources
                .iter()
                .map(|source| format!("source-{}", source.id.value)),
        );
        let route = page.place.route();
        if let Place::Concept { slug, .. } = &page.place {
            self.concepts.insert(slug.clone(), route.clone());
        }
        self.pages.insert(
            route,
            Entry {
                title: title.to_owned(),
                anchors: Some(anchors),
            },
        );
    }

    /// Adds a page that the compiler makes itself.
    pub fn add_made(&mut self, route: &str, title: &str) {
        self.pages.insert(
            route.to_owned(),
            Entry {
                title: title.to_owned(),
                anchors: Some(BTreeSet::new()),
            },
        );
    }

    /// Adds the page of a scenario, which has its lab and no other anchors.
    pub fn add_lab(&mut self, route: &str, title: &str) {
        self.pages.insert(
            route.to_owned(),
            Entry {
                title: title.to_owned(),
                anchors: Some(BTreeSet::from(["lab".to_owned()])),
            },
        );
    }

    /// Adds a page whose file could not be read: what leads to it is not wrong for that.
    pub fn add_broken(&mut self, place: &Place) {
        let route = place.route();
        if let Place::Concept { slug, .. } = place {
            self.concepts.insert(slug.clone(), route.clone());
        }
        let entry = Entry {
            title: String::new(),
            anchors: None,
        };
        self.pages.insert(route, entry);
    }

    /// A path below the base as an address.
    pub fn href(&self, route: &str) -> String {
        format!("{}{}", self.base, route.trim_start_matches('/'))
    }

    pub fn link(&self, route: &str) -> Link {
        let title = self
            .pages
            .get(route)
            .map(|entry| entry.title.clone())
            .unwrap_or_default();
        Link {
            href: self.href(route),
            title,
        }
    }

    pub fn has_page(&self, route: &str) -> bool {
        self.pages.contains_key(route)
    }

    pub fn has_anchor(&self, route: &str, anchor: &str) -> bool {
        self.pages
            .get(route)
            .is_some_and(|entry| match &entry.anchors {
                Some(anchors) => anchors.contains(anchor),
                None => true,
            })
    }

    pub fn routes(&self) -> impl Iterator<Item = &str> {
        self.pages.keys().map(String::as_str)
    }

    pub fn anchors(&self, route: &str) -> impl Iterator<Item = &str> {
        self.pages
            .get(route)
            .and_then(|entry| entry.anchors.as_ref())
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    pub fn concept(&self, id: &str) -> Option<&str> {
        self.concepts.get(id).map(String::as_str)
    }

    pub fn concept_ids(&self) -> impl Iterator<Item = &str> {
        self.concepts.keys().map(String::as_str)
    }

    pub fn has_media(&self, path: &str) -> bool {
        self.media.contains(path)
    }

    pub fn media(&self) -> impl Iterator<Item = &str> {
        self.media.iter().map(String::as_str)
    }
}
