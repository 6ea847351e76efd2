//! One HTML page: the document rendered by the app's own components, inside the page that Trunk made.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use headroom::islands::Islands;
use headroom::pages::{Document, EmbedDocument, Embedded};
use headroom::state::bootstrap;
use headroom::state::site::{Base, Here};
use headroom::words::Language;
use headroom_content::model::{Bootstrap, Island, Page, SiteMap};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::about::{About, NAME};
use super::address::Address;
use super::looks::Looks;
use super::{finding, policy, preview};

/// Trunk's page, cut where a document goes in.
#[derive(Clone)]
pub struct Shell {
    /// With the site's base in its addresses, and the policy of all pages.
    head: String,
    /// From `</head>` to the start of the body's content.
    middle: String,
    tail: String,
    /// What pages may do and load.
    pub policy: String,
}

/// Stands in Trunk's page for the path the site will live under: one build of the programs serves any.
const BASE_MARK: &str = "/site-base/";

impl Shell {
    /// Reads `index.html` in a folder with the programs.
    pub fn read(folder: &Path, base: &Base) -> anyhow::Result<Self> {
        let file = folder.join("index.html");
        let html = fs::read_to_string(&file).with_context(|| {
            format!(
                "reading {}: build the programs first with `cargo xtask build`",
                file.display()
            )
        })?;
        let html = without_remarks(&html).replace(BASE_MARK, &base.href(""));
        let mut shell = Self::cut(&html)
            .with_context(|| format!("{} has no <head> or no empty <body>", file.display()))?;
        shell.head = policy::pinned(&shell.head, folder, &base.href(""))?;
        let scripts = [&*shell.head, &shell.middle, &shell.tail].concat();
        shell.policy = policy::of_pages(&scripts);
        // Before the first thing it is about, and behind what the parser has to know first.
        let meta = format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n",
            escape(&shell.policy)
        );
        let at = shell.head.find("<script").unwrap_or(shell.head.len());
        shell.head.insert_str(at, &meta);
        Ok(shell)
    }

    /// The same for pages in another language. `script` brings its texts, and has to have run before the programs do.
    pub fn translated(&self, language: Language, script: &str) -> Self {
        let lang = format!("<html lang=\"{}\"", language.tag());
        let mut head = self.head.replacen("<html lang=\"en\"", &lang, 1);
        let at = head.find("<script type=\"module\"").unwrap_or(head.len());
        head.insert_str(at, script);
        Self {
            head,
            ..self.clone()
        }
    }

    fn cut(html: &str) -> Option<Self> {
        let head_end = html.find("</head>")?;
        let body = head_end + html[head_end..].find("<body>")? + "<body>".len();
        let body_end = body + html[body..].find("</body>")?;
        Some(Self {
            head: html[..head_end].to_owned(),
            middle: html[head_end..body].to_owned(),
            tail: html[body_end..].to_owned(),
            policy: String::new(),
        })
    }

    /// The whole page.
    pub fn render(
        &self,
        page: Page,
        about: &About,
        map: &Arc<SiteMap>,
        address: &Address,
        looks: &Looks,
    ) -> anyhow::Result<String> {
        let map = map.clone();
        let base = address.base.clone();
        let here = Here {
            base: base.clone(),
            route: page.route.clone(),
            title: page.title.clone(),
        };
        let languages = about.languages.clone();
        let document =
            move || view! { <Document page=Arc::new(page) map base languages/> }.into_any();
        let more = listed(about, address);
        self.put_together(about, &more, here, looks, document)
    }

    /// A page for frames in other pages.
    pub fn render_embedded(
        &self,
        embedded: Embedded,
        address: &Address,
        looks: &Looks,
    ) -> anyhow::Result<String> {
        let about = About::frame(
            embedded.route.clone(),
            embedded.title.clone(),
            embedded.description.clone(),
        );
        let base = address.base.clone();
        let here = embedded.here(base.clone());
        let document = move || view! { <EmbedDocument embedded base/> }.into_any();
        // Links in a frame lead out of it.
        let more = format!("{UNLISTED}<base target=\"_blank\">\n{}", looks.frame);
        self.put_together(&about, &more, here, looks, document)
    }

    fn put_together(
        &self,
        about: &About,
        more: &str,
        here: Here,
        looks: &Looks,
        document: impl FnOnce() -> AnyView,
    ) -> anyhow::Result<String> {
        let apart = if about.apart {
            looks.apart.link()
        } else {
            String::new()
        };
        let head = format!(
            "<title>{title}</title>\n<meta name=\"description\" content=\"{description}\">\n\
             <link rel=\"icon\" type=\"image/svg+xml\" href=\"{icon}\">\n\
             {install}{stylesheet}{apart}{more}",
            title = escape(&about.full_title()),
            description = escape(&about.description),
            icon = escape(&looks.icon),
            install = looks.install,
            stylesheet = looks.stylesheet.link(),
        );
        let mut hasher = DefaultHasher::new();
        (&self.head, &self.middle, &looks.stylesheet, &looks.apart).hash(&mut hasher);
        let build = hasher.finish();
        let (body, islands) = render(document);
        // The marks between parts of a view, as the standard writes an empty comment.
        let body = body.replace("<!>", "<!---->");
        let Here { base, route, title } = here;
        let bootstrap = Bootstrap {
            route,
            title,
            islands,
        };
        let data = bootstrap::write(&bootstrap)
            .with_context(|| format!("encoding {}", bootstrap.route))?;
        let script = format!(
            "<script id=\"bootstrap\" type=\"application/octet-stream\" data-base=\"{}\" data-build=\"{build:016x}\">{data}</script>\n",
            escape(&base.file("")),
        );
        Ok([&*self.head, &head, &self.middle, &body, &script, &self.tail].concat())
    }
}

/// What a browser reads of Trunk's page: comments are for authors, and every reader would download them.
fn without_remarks(html: &str) -> String {
    let mut pieces = html.split("<!--");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text += piece.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

const UNLISTED: &str = "<meta name=\"robots\" content=\"noindex\">\n";

/// What the head of a page says to those who list pages.
fn listed(about: &About, address: &Address) -> String {
    if !about.listed {
        return UNLISTED.to_owned();
    }
    let mut head = format!(
        "<meta property=\"og:site_name\" content=\"{NAME}\">\n<meta property=\"og:type\" content=\"website\">\n\
         <meta property=\"og:title\" content=\"{}\">\n<meta property=\"og:description\" content=\"{}\">\n",
        escape(&about.title),
        escape(&about.description),
    );
    // The rest consists of absolute addresses.
    if let (Some(url), Some(feed)) = (
        address.absolute(&about.route),
        address.absolute_file(finding::FEED),
    ) {
        let url = escape(&url);
        // Writing to a String cannot fail.
        let _ = writeln!(
            head,
            "<link rel=\"canonical\" href=\"{url}\">\n<meta property=\"og:url\" content=\"{url}\">\n\
             <link rel=\"alternate\" type=\"application/atom+xml\" title=\"{NAME}\" href=\"{}\">",
            escape(&feed),
        );
    }
    let several = about.languages.len() > 1;
    let languages = about.languages.iter().filter(|_| several);
    let tags = languages.flat_map(|language| {
        let anybody = (*language == Language::English).then_some((*language, "x-default"));
        [(*language, language.tag())].into_iter().chain(anybody)
    });
    for (language, tag) in tags {
        if let Some(url) = address.absolute_in(language, &about.route) {
            let _ = writeln!(
                head,
                "<link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\">",
                escape(&url)
            );
        }
    }
    if let Some(frame) = &about.frame
        && let Some(told) = address.absolute_file(&frame.told)
    {
        let _ = writeln!(
            head,
            "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{}\">",
            escape(&frame.title),
            escape(&told),
        );
    }
    if let Some(picture) = about
        .picture
        .as_ref()
        .and_then(|path| address.absolute_file(path))
    {
        let _ = writeln!(
            head,
            "<meta property=\"og:image\" content=\"{}\">\n<meta property=\"og:image:width\" content=\"{}\">\n\
             <meta property=\"og:image:height\" content=\"{}\">\n<meta name=\"twitter:card\" content=\"summary_large_image\">",
            escape(&picture),
            preview::WIDE.width,
            preview::WIDE.height,
        );
    }
    let _ = writeln!(
        head,
        "<script type=\"application/ld+json\">{}</script>",
        about.linked_data(address)
    );
    head
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

/// Text for an attribute or element of HTML or XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_and_indentation_are_not_sent() {
        let html = "<!doctype html>\n  <!-- why\n  -->\n  <script>\n    go();\n  </script>\n";
        assert_eq!(
            without_remarks(html),
            "<!doctype html>\n<script>\ngo();\n</script>"
        );
    }

    #[test]
    fn a_page_is_cut_at_its_head_and_body() {
        let shell = Shell::cut("<html><head>a</head><body></body></html>").expect("it has both");
        assert_eq!(shell.head, "<html><head>a");
        assert_eq!(shell.middle, "</head><body>");
        assert_eq!(shell.tail, "</body></html>");
        assert!(Shell::cut("<html></html>").is_none());
    }
}
