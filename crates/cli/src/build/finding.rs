//! Files by which others find the site's pages: for search engines, readers of feeds, language models, and those who come
//! by an address that a page had before.

use std::fmt::Write as _;
use std::path::Path;

use headroom::words::Language;
use headroom_content::model::SiteMap;

use super::about::{About, NAME};
use super::address::Address;
use super::page::escape;
use super::{html_file, write};

/// Name of the feed, below the base.
pub const FEED: &str = "feed.xml";
/// Entries of the feed.
const NEWEST: usize = 50;

/// Writes them all. `pages` are those of the site in the order of their routes, `aliases` former routes with those of now. Sitemap and
/// feed consist of absolute addresses: they are left out where the host is not known.
pub fn write_all(
    out: &Path,
    pages: &[About],
    map: &SiteMap,
    address: &Address,
) -> anyhow::Result<()> {
    let listed: Vec<&About> = pages.iter().filter(|page| page.listed).collect();
    if let Some(sitemap) = sitemap(&listed, address) {
        write(&out.join("sitemap.xml"), sitemap.as_bytes())?;
    }
    if let Some(feed) = feed(&listed, address) {
        write(&out.join(FEED), feed.as_bytes())?;
    }
    write(&out.join("robots.txt"), robots(address).as_bytes())?;
    let overview = overview(&listed, map, address);
    write(&out.join("llms.txt"), overview.as_bytes())
}

/// Leads from earlier addresses to present ones, and from addresses where nothing is, in the languages `others`, to the page that says so.
pub fn redirect(
    out: &Path,
    aliases: &[(String, String)],
    address: &Address,
    others: &[Language],
) -> anyhow::Result<()> {
    for (from, to) in aliases {
        let moved = moved(to, address);
        write(&out.join(html_file(from)), moved.as_bytes())?;
    }
    let redirects = redirects(aliases, address, others);
    if redirects.is_empty() {
        return Ok(());
    }
    write(&out.join("_redirects"), redirects.as_bytes())
}

fn sitemap(pages: &[&About], address: &Address) -> Option<String> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages {
        let changed = page.reviewed.as_ref();
        let changed = changed.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"));
        for language in page.languages.iter() {
            let url = address.absolute_in(*language, &page.route)?;
            // Writing to a String cannot fail.
            let _ = writeln!(xml, "<url><loc>{}</loc>{changed}</url>", escape(&url));
        }
    }
    xml += "</urlset>\n";
    Some(xml)
}

/// Atom (RFC 4287), newest first.
fn feed(pages: &[&About], address: &Address) -> Option<String> {
    let mut dated: Vec<(&str, &About)> = pages
        .iter()
        .filter_map(|page| Some((page.reviewed.as_deref()?, *page)))
        .collect();
    // Stable: pages of one day stay in the order of their routes.
    dated.sort_by(|a, b| b.0.cmp(a.0));
    dated.truncate(NEWEST);
    let (home, own) = (address.absolute("/")?, address.absolute(FEED)?);
    let newest = dated.first().map_or("1970-01-01", |(day, _)| day);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n\
         <title>{NAME}</title>\n<subtitle>Pages, by the day on which they were last checked</subtitle>\n\
         <id>{home}</id>\n<link href=\"{home}\"/>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{own}\"/>\n\
         <author><name>{NAME}</name></author>\n<updated>{newest}T00:00:00Z</updated>\n",
        home = escape(&home),
        own = escape(&own),
    );
    for (day, page) in dated {
        let url = escape(&address.absolute(&page.route)?);
        // Writing to a String cannot fail.
        let _ = writeln!(
            xml,
            "<entry><title>{}</title><id>{url}</id><link href=\"{url}\"/><updated>{day}T00:00:00Z</updated><summary>{}</summary></entry>",
            escape(&page.title),
            escape(&page.description),
        );
    }
    xml += "</feed>\n";
    Some(xml)
}

/// Read at the root of a host only; below a path it does no harm.
fn robots(address: &Address) -> String {
    let mut text = "User-agent: *\nAllow: /\n".to_owned();
    if let Some(sitemap) = address.absolute("sitemap.xml") {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\nSitemap: {sitemap}");
    }
    text
}

/// The site in one Markdown file, as <https://llmstxt.org> describes it.
fn overview(pages: &[&About], map: &SiteMap, address: &Address) -> String {
    let home = pages.iter().find(|page| page.route == "/");
    let summary = home.map_or("", |page| &page.description);
    let mut text = format!("# {NAME}\n\n> {summary}\n");
    for section in &map.sections {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n## {}\n", section.link.title);
        for link in &section.pages {
            let route = address.base.route(&link.href);
            let url = address.absolute_href(&link.href);
            let url = url.unwrap_or_else(|| link.href.clone());
            let about = pages.iter().find(|page| page.route == route);
            let about = about.map_or_else(String::new, |page| format!(": {}", page.description));
            let _ = writeln!(text, "- [{}]({url}){about}", link.title);
        }
    }
    text
}

/// What stands where a page was before, for hosts that know nothing of redirects.
fn moved(to: &str, address: &Address) -> String {
    let href = address.href(to);
    let canonical = address.absolute(to).unwrap_or_else(|| href.clone());
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>This page has moved · {NAME}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n</head>\n<body>\n<p>This page has moved: <a href=\"{href}\">go there</a>.</p>\n\
         </body>\n</html>\n",
        href = escape(&href),
        canonical = escape(&canonical),
    )
}

/// For hosts that read such a file (Netlify, Cloudflare Pages). The lines with 404 are Netlify's: Cloudflare Pages looks for the nearest
/// `404.html` by itself (its documentation, "Serving Pages").
fn redirects(aliases: &[(String, String)], address: &Address, others: &[Language]) -> String {
    let moved = aliases
        .iter()
        .map(|(from, to)| format!("{} {} 301\n", address.href(from), address.href(to)));
    let lost = others.iter().map(|language| {
        let at = |path| address.base.href_in(*language, path);
        format!("{} {} 404\n", at("*"), at("404.html"))
    });
    moved.chain(lost).collect()
}
