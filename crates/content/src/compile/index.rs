//! What a link, a citation or a front matter may refer to: the pages of the site and their anchors.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::model::Link;

use super::diagnostic::Diagnostics;
use super::front::{Details, Place};
use super::parse::{Parsed, slug};
use super::rule::Rule;
use super::source::{Located, Source};

/// The site as links see it.
#[derive(Debug, Default)]
pub struct Index {
    /// The path that the site stands under, with slashes at both ends.
    base: String,
    /// What stands between that and the paths of pages.
    segment: String,
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
            Self::CaseStudy { slug } => format!("/case-studies/{slug}/"),
            Self::Glossary => super::glossary::ROUTE.to_owned(),
            Self::Assessment { id } => format!("/assessments/{id}/"),
            Self::Path { id } => format!("/paths/{id}/"),
        }
    }

    /// Whether the first use of a term in the page's text leads to the glossary.
    pub fn links_terms(&self) -> bool {
        matches!(
            self,
            Self::Concept { .. }
                | Self::Component { .. }
                | Self::Variant { .. }
                | Self::CaseStudy { .. }
        )
    }
}

impl Index {
    pub fn new(base: &str, segment: &str, media: BTreeSet<String>) -> Self {
        let inner = base.trim_matches('/');
        let base = if inner.is_empty() {
            "/".to_owned()
        } else {
            format!("/{inner}/")
        };
        Self {
            base,
            segment: segment.to_owned(),
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
        if let Details::Path(path) = &page.front.details {
            anchors.extend(path.stages().map(|stage| slug(&stage.value)));
        }
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
        self.add_made_with(route, title, BTreeSet::new());
    }

    /// The same of a page that has anchors.
    pub fn add_made_with(&mut self, route: &str, title: &str, anchors: BTreeSet<String>) {
        self.pages.insert(
            route.to_owned(),
            Entry {
                title: title.to_owned(),
                anchors: Some(anchors),
            },
        );
    }

    /// Adds the page of a scenario, which has its lab and no other anchors.
    pub fn add_lab(&mut self, route: &str, title: &str) {
        self.add_made_with(route, title, BTreeSet::from(["lab".to_owned()]));
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

    /// The address of a page.
    pub fn href(&self, route: &str) -> String {
        format!(
            "{}{}{}",
            self.base,
            self.segment,
            route.trim_start_matches('/')
        )
    }

    /// The address of a file, by its path below the base.
    pub fn file(&self, path: &str) -> String {
        format!("{}{}", self.base, path.trim_start_matches('/'))
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

    /// Where an address leads that is written on the page `own`: a route of the site and an anchor, if it names one.
    /// Reported when there is no such page.
    pub fn page_at<'u>(
        &self,
        url: &'u Located<String>,
        own: &str,
        source: &Source,
        diagnostics: &mut Diagnostics,
    ) -> Option<(String, Option<&'u str>)> {
        let (path, anchor) = match url.value.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (url.value.as_str(), None),
        };
        let route = if path.is_empty() {
            own.to_owned()
        } else if path.starts_with('/') && !path.starts_with("//") {
            format!("/{}/", path.trim_matches('/')).replace("//", "/")
        } else {
            let message = format!("`{}` is no address of this site", url.value);
            diagnostics
                .report(source, Rule::LinkScheme, &url.span, message)
                .help("write a path of the site such as `/concepts/caching/cache-aside/`, `#section`, `https://...` or `mailto:...`");
            return None;
        };
        if !self.has_page(&route) {
            let message = format!("there is no page `{route}`");
            diagnostics
                .report(source, Rule::DeadLink, &url.span, message)
                .nearest(&route, self.routes());
            return None;
        }
        Some((route, anchor))
    }

    /// The address of an anchor on the page `route`, as a link on the page `own` has it. Reported when it is not there.
    pub fn anchored(
        &self,
        (route, anchor): (&str, Option<&str>),
        own: &str,
        (source, span): (&Source, &Range<usize>),
        diagnostics: &mut Diagnostics,
    ) -> Option<String> {
        let Some(anchor) = anchor else {
            return Some(self.href(route));
        };
        if !self.has_anchor(route, anchor) {
            let message = if route == own {
                format!("this page has no anchor `#{anchor}`")
            } else {
                format!("`{route}` has no anchor `#{anchor}`")
            };
            diagnostics
                .report(source, Rule::DeadAnchor, span, message)
                .nearest(anchor, self.anchors(route));
            return None;
        }
        Some(if route == own {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.href(route))
        })
    }

    /// Whether a route is that of a scenario's page.
    pub fn is_lab(&self, route: &str) -> bool {
        let name = route.strip_prefix("/labs/").unwrap_or_default();
        !name.is_empty() && self.has_page(route)
    }

    /// Whether the page is there and could not be read.
    pub fn is_broken(&self, route: &str) -> bool {
        let entry = self.pages.get(route);
        entry.is_some_and(|entry| entry.anchors.is_none())
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
