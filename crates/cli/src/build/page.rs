//! One HTML page: the document rendered by the app's own components, inside the page that Trunk made.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use base64::prelude::{BASE64_STANDARD, Engine};
use headroom::app::App;
use headroom::state::site::Base;
use headroom_content::model::Bootstrap;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;

/// Trunk's page, cut where a document goes in.
pub struct Shell {
    head: String,
    /// From `</head>` to the start of the body's content.
    middle: String,
    tail: String,
}

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

    /// The whole page. `stylesheet` is an address.
    pub fn render(
        &self,
        bootstrap: Bootstrap,
        base: &Base,
        stylesheet: &str,
    ) -> anyhow::Result<String> {
        let page = &bootstrap.page;
        let head = format!(
            "<title>{title} · Headroom</title>\n<meta name=\"description\" content=\"{description}\">\n\
             <link rel=\"stylesheet\" href=\"{stylesheet}\">\n",
            title = escape(&page.title),
            description = escape(&page.description),
            stylesheet = escape(stylesheet),
        );
        let handed_over = Bootstrap {
            site: bootstrap.site.clone(),
            page: page.clone().stripped(),
        };
        let data = BASE64_STANDARD.encode(
            postcard::to_allocvec(&handed_over)
                .with_context(|| format!("encoding {}", page.route))?,
        );
        let script = format!(
            "<script id=\"bootstrap\" type=\"application/octet-stream\" data-base=\"{}\">{data}</script>\n",
            escape(&base.href("")),
        );
        let body = render_app(bootstrap, base);
        Ok([&self.head, &*head, &script, &self.middle, &body, &self.tail].concat())
    }
}

/// The app's HTML for one document, with the marks that hydration needs.
fn render_app(bootstrap: Bootstrap, base: &Base) -> String {
    let address = base.href(&bootstrap.page.route);
    let base = base.clone();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    owner.with(|| {
        provide_context(RequestUrl::new(&address));
        view! { <App bootstrap base/> }.to_html()
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
