//! One HTML page: the document rendered by the app's own components, inside the page that Trunk made.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use headroom::islands::Islands;
use headroom::pages::{Document, EmbedDocument, Embedded};
use headroom::state::bootstrap;
use headroom::state::site::Base;
use headroom_content::model::{Body, Bootstrap, Island, Page, SiteMap};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::looks::Looks;

/// Trunk's page, cut where a document goes in.
pub struct Shell {
    head: String,
    /// From `</head>` to the start of the body's content.
    middle: String,
    tail: String,
}

/// What a page's head says of it.
struct About {
    route: String,
    title: String,
    description: String,
    /// Whether it needs the style sheet of its own kind of page, too.
    apart: bool,
    /// Further elements.
    more: &'static str,
}

/// Whether a page looks like none of those that are there to be read.
fn is_apart(body: &Body) -> bool {
    matches!(
        body,
        Body::Progress
            | Body::Review
            | Body::Playground(_)
            | Body::Assessments(_)
            | Body::Assessment(_)
            | Body::Path(_)
            | Body::Map(_)
    )
}

/// Stands in Trunk's page for the path the site will live under: one build of the programs serves any.
const BASE_MARK: &str = "/site-base/";

impl Shell {
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let html = fs::read_to_string(file).with_context(|| {
            format!(
                "reading {}: build the programs first with `cargo xtask build`",
                file.display()
            )
        })?;
        Self::cut(&html)
            .with_context(|| format!("{} has no <head> or no empty <body>", file.display()))
    }

    fn cut(html: &str) -> Option<Self> {
        let head_end = html.find("</head>")?;
        let body = head_end + html[head_end..].find("<body>")? + "<body>".len();
        let body_end = body + html[body..].find("</body>")?;
        Some(Self {
            head: html[..head_end].to_owned(),
            middle: html[head_end..body].to_owned(),
            tail: html[body_end..].to_owned(),
        })
    }

    /// The whole page.
    pub fn render(
        &self,
        page: Page,
        map: &Arc<SiteMap>,
        base: &Base,
        looks: &Looks,
    ) -> anyhow::Result<String> {
        let about = About {
            route: page.route.clone(),
            title: page.title.clone(),
            description: page.description.clone(),
            apart: is_apart(&page.body),
            more: "",
        };
        let map = map.clone();
        let document = move |base| view! { <Document page=Arc::new(page) map base/> }.into_any();
        self.put_together(about, base, looks, document)
    }

    /// The page of a lab for frames in other pages.
    pub fn render_embedded(
        &self,
        embedded: Embedded,
        base: &Base,
        looks: &Looks,
    ) -> anyhow::Result<String> {
        let about = About {
            route: embedded.route.clone(),
            title: embedded.title.clone(),
            description: embedded.description.clone(),
            apart: false,
            // The lab has a page of its own to be found by, and links in a frame lead out of it.
            more: "<meta name=\"robots\" content=\"noindex\">\n<base target=\"_blank\">\n",
        };
        let document = move |base| view! { <EmbedDocument embedded base/> }.into_any();
        self.put_together(about, base, looks, document)
    }

    fn put_together(
        &self,
        about: About,
        base: &Base,
        looks: &Looks,
        document: impl FnOnce(Base) -> AnyView,
    ) -> anyhow::Result<String> {
        let apart = if about.apart {
            format!(
                "<link rel=\"stylesheet\" href=\"{}\">\n",
                escape(&looks.apart)
            )
        } else {
            String::new()
        };
        let head = format!(
            "<title>{title} · Headroom</title>\n<meta name=\"description\" content=\"{description}\">\n\
             <link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\">\n\
             <link rel=\"stylesheet\" href=\"{stylesheet}\">\n{apart}{more}",
            title = escape(&about.title),
            description = escape(&about.description),
            more = about.more,
            icon = escape(&looks.icon),
            stylesheet = escape(&looks.stylesheet),
        );
        let mut hasher = DefaultHasher::new();
        (&self.head, &self.middle, &looks.stylesheet, &looks.apart).hash(&mut hasher);
        let build = hasher.finish();
        let (body, islands) = render(|| document(base.clone()));
        let bootstrap = Bootstrap {
            route: about.route,
            title: about.title,
            islands,
        };
        let data = bootstrap::write(&bootstrap)
            .with_context(|| format!("encoding {}", bootstrap.route))?;
        let script = format!(
            "<script id=\"bootstrap\" type=\"application/octet-stream\" data-base=\"{}\" data-build=\"{build:016x}\">{data}</script>\n",
            escape(&base.href("")),
        );
        let below = |part: &str| part.replace(BASE_MARK, &base.href(""));
        Ok([
            &*below(&self.head),
            &head,
            &below(&self.middle),
            &body,
            &script,
            &self.tail,
        ]
        .concat())
    }
}

/// The HTML of a document, and its islands, which the program takes over.
fn render(document: impl FnOnce() -> AnyView) -> (String, Vec<Island>) {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    owner.with(|| {
        let islands = Islands::default();
        provide_context(islands.clone());
        let html = document().to_html();
        (html, islands.take())
    })
}

/// Text for an HTML attribute or element.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_at_its_head_and_body() {
        let shell = Shell::cut("<html><head>a</head><body></body></html>").expect("it has both");
        assert_eq!(shell.head, "<html><head>a");
        assert_eq!(shell.middle, "</head><body>");
        assert_eq!(shell.tail, "</body></html>");
        assert!(Shell::cut("<html></html>").is_none());
    }
}
