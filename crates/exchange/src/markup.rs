//! The compiler's markup as a tree, and out again: as HTML that means the same outside the site, as XML, as plain text.

/// A piece of markup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Not escaped.
    Text(String),
    Element(Element),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    pub name: String,
    /// Values are not escaped.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Elements that never hold anything.
const VOID: &[&str] = &["br", "hr", "img", "wbr"];
/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "p",
    "li",
    "ul",
    "ol",
    "pre",
    "blockquote",
    "table",
    "tr",
    "hr",
    "br",
    "div",
    "figure",
];
/// What an attribute says that matters outside the site.
const KEPT: &[&str] = &["alt", "colspan", "href", "rowspan", "scope", "src", "start"];

/// Text as markup.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
    out
}

/// Reads markup. What is no markup is taken as text, so that nothing is lost of what others wrote.
pub fn parse(html: &str) -> Vec<Node> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_text(&mut open, &rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
        } else if let Some((tag, after)) = Tag::read(rest) {
            rest = after;
            tag.apply(&mut open);
        } else {
            push_text(&mut open, "<");
            rest = &rest[1..];
        }
    }
    push_text(&mut open, rest);
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default().children
}

fn push_text(open: &mut [Element], raw: &str) {
    if raw.is_empty() {
        return;
    }
    let text = unescape(raw);
    if let Some(parent) = open.last_mut() {
        if let Some(Node::Text(before)) = parent.children.last_mut() {
            before.push_str(&text);
        } else {
            parent.children.push(Node::Text(text));
        }
    }
}

fn close(open: &mut Vec<Element>) {
    if let Some(element) = open.pop()
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(Node::Element(element));
    }
}

/// A tag.
struct Tag {
    element: Element,
    closing: bool,
    empty: bool,
}

impl Tag {
    /// The tag that a text starts with, and what follows it.
    fn read(text: &str) -> Option<(Self, &str)> {
        let mut rest = text.strip_prefix('<')?;
        let closing = rest.starts_with('/');
        rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':'));
        let (name, mut rest) = rest.split_at(end?);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                let element = element(name, attributes);
                return Some((tag(element, closing, true), after));
            }
            if let Some(after) = rest.strip_prefix('>') {
                let element = element(name, attributes);
                return Some((tag(element, closing, false), after));
            }
            let end = rest.find(|c: char| c == '=' || c == '>' || c == '/' || c.is_whitespace())?;
            let (key, after) = rest.split_at(end);
            if key.is_empty() {
                return None;
            }
            let (value, after) = match after.trim_start().strip_prefix('=') {
                None => ("", after),
                Some(value) => value_of(value.trim_start())?,
            };
            attributes.push((key.to_owned(), unescape(value)));
            rest = after;
        }
    }

    fn apply(self, open: &mut Vec<Element>) {
        let name = self.element.name.as_str();
        if self.closing {
            // One that was never opened closes nothing.
            if open.iter().skip(1).any(|element| element.name == name) {
                while open.len() > 1 {
                    let found = open.last().is_some_and(|element| element.name == name);
                    close(open);
                    if found {
                        break;
                    }
                }
            }
            return;
        }
        let empty = self.empty || VOID.contains(&name);
        open.push(self.element);
        if empty {
            close(open);
        }
    }
}

fn element(name: &str, attributes: Vec<(String, String)>) -> Element {
    Element {
        name: name.to_owned(),
        attributes,
        children: Vec::new(),
    }
}

fn tag(element: Element, closing: bool, empty: bool) -> Tag {
    Tag {
        element,
        closing,
        empty,
    }
}

fn value_of(text: &str) -> Option<(&str, &str)> {
    for quote in ['"', '\''] {
        if let Some(text) = text.strip_prefix(quote) {
            let end = text.find(quote)?;
            return Some((&text[..end], &text[end + 1..]));
        }
    }
    let end = text.find(|c: char| c == '>' || c.is_whitespace())?;
    Some(text.split_at(end))
}

/// Text without references. Those it does not know it leaves as they stand.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let known = rest
            .find(';')
            .and_then(|end| Some((reference(&rest[1..end])?, &rest[end + 1..])));
        if let Some((c, after)) = known {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    })
}

/// Markup as HTML.
pub fn html(nodes: &[Node]) -> String {
    let mut out = String::new();
    write(nodes, false, &mut out);
    out
}

/// Markup as well-formed XML.
pub fn xml(nodes: &[Node]) -> String {
    let mut out = String::new();
    write(nodes, true, &mut out);
    out
}

fn write(nodes: &[Node], xml: bool, out: &mut String) {
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                out.push_str(&escape(text));
                continue;
            }
            Node::Element(element) => element,
        };
        out.push('<');
        out.push_str(&element.name);
        for (key, value) in &element.attributes {
            out.push_str(&format!(" {key}=\"{}\"", escape(value)));
        }
        let void = VOID.contains(&element.name.as_str());
        if xml && element.children.is_empty() {
            out.push_str("/>");
            continue;
        }
        out.push('>');
        if !void {
            write(&element.children, xml, out);
            out.push_str(&format!("</{}>", element.name));
        }
    }
}

/// Markup that means the same outside the site: without what only its style sheet and scripts know, without citations of a
/// list that does not come along, and with links and images by their whole address below `site`; without a site, links become
/// plain text and images what they show. `route` is that of the page.
pub fn portable(markup: &str, site: Option<&str>, route: &str) -> String {
    html(&carried(parse(markup), site, route))
}

fn carried(nodes: Vec<Node>, site: Option<&str>, route: &str) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    for node in nodes {
        let pieces = match node {
            Node::Text(_) => vec![node],
            Node::Element(element) => carried_element(element, site, route),
        };
        for piece in pieces {
            // Texts that were apart have become one.
            match (out.last_mut(), piece) {
                (Some(Node::Text(before)), Node::Text(text)) => before.push_str(&text),
                (_, piece) => out.push(piece),
            }
        }
    }
    out
}

fn carried_element(mut element: Element, site: Option<&str>, route: &str) -> Vec<Node> {
    let whole = |address: &str| -> Option<String> {
        let outside = ["https://", "http://", "mailto:"];
        if outside.iter().any(|scheme| address.starts_with(scheme)) {
            return Some(address.to_owned());
        }
        let site = site?.trim_end_matches('/');
        Some(if address.starts_with('#') {
            format!("{site}{route}{address}")
        } else {
            format!("{site}{address}")
        })
    };
    match element.name.as_str() {
        "math" | "svg" => return vec![Node::Element(element)],
        "sup" if element.get("class") == Some("cite") => return Vec::new(),
        "span" | "data" | "div" => return carried(element.children, site, route),
        "a" => match element.get("href").and_then(whole) {
            None => return carried(element.children, site, route),
            Some(href) => element.attributes = vec![("href".to_owned(), href)],
        },
        "img" => match element.get("src").and_then(whole) {
            None => {
                let shown = element.get("alt").unwrap_or_default();
                return vec![Node::Text(format!("[{shown}]"))];
            }
            Some(src) => {
                let alt = element.get("alt").unwrap_or_default().to_owned();
                element.attributes = vec![("src".to_owned(), src), ("alt".to_owned(), alt)];
            }
        },
        _ => {}
    }
    element
        .attributes
        .retain(|(key, _)| KEPT.contains(&key.as_str()));
    element.children = carried(element.children, site, route);
    vec![Node::Element(element)]
}

/// Markup as plain text on one line. A formula that is more than a row of signs is given in LaTeX.
pub fn text(markup: &str) -> String {
    let mut out = String::new();
    plain(&parse(markup), &mut out);
    out.split([' ', '\n', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn plain(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) if element.name == "math" => out.push_str(&formula(element)),
            Node::Element(element) => {
                let block = BLOCKS.contains(&element.name.as_str());
                if block {
                    out.push(' ');
                }
                plain(&element.children, out);
                if block {
                    out.push(' ');
                }
            }
        }
    }
}

/// The LaTeX that a formula was made from.
pub fn latex(math: &Element) -> Option<&str> {
    math.children.iter().find_map(|child| match child {
        Node::Element(element) if element.name == "annotation" => {
            match element.children.as_slice() {
                [Node::Text(latex)] => Some(latex.as_str()),
                _ => None,
            }
        }
        Node::Element(element) => latex(element),
        Node::Text(_) => None,
    })
}

fn formula(math: &Element) -> String {
    let mut row = String::new();
    if is_row(&math.children, &mut row) {
        row
    } else {
        latex(math).map_or(row, |latex| format!("${latex}$"))
    }
}

/// Whether a formula is nothing but signs side by side, which it adds.
fn is_row(nodes: &[Node], out: &mut String) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => {
            out.push_str(text);
            true
        }
        Node::Element(element) => match element.name.as_str() {
            "annotation" => true,
            "mi" | "mn" | "mo" | "mrow" | "mtext" | "semantics" | "mstyle" => {
                is_row(&element.children, out)
            }
            "mspace" => {
                out.push(' ');
                true
            }
            _ => false,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_the_site_knows_stays_there() {
        let markup = "<p>The <data class=\"num\" value=\"0.12\" title=\"run\">120 ms</data> of a <a href=\"/concepts/x/y/#z\">start</a>\
                      <sup class=\"cite\"><a href=\"#source-a\">1</a></sup>, see <a href=\"https://e.org/?a&amp;b\" rel=\"external\">E</a>.</p>\
                      <pre class=\"code\" tabindex=\"0\"><code><span class=\"hl-keyword\">fn</span> f()\n{}</code></pre>";
        assert_eq!(
            portable(markup, None, "/p/"),
            "<p>The 120 ms of a start, see <a href=\"https://e.org/?a&amp;b\">E</a>.</p><pre><code>fn f()\n{}</code></pre>"
        );
        assert!(
            portable(markup, Some("https://h.org/sub/"), "/p/")
                .contains("<a href=\"https://h.org/sub/concepts/x/y/#z\">start</a>")
        );
    }

    #[test]
    fn an_image_without_a_site_is_what_it_shows() {
        let image = "<img src=\"/media/a.svg\" alt=\"a queue\" loading=\"lazy\">";
        assert_eq!(portable(image, None, "/p/"), "[a queue]");
        assert_eq!(
            portable(image, Some("https://h.org"), "/p/"),
            "<img src=\"https://h.org/media/a.svg\" alt=\"a queue\">"
        );
    }

    #[test]
    fn what_is_no_markup_is_text() {
        let cases = [
            ("a < b & c", "a &lt; b &amp; c"),
            ("a <b>c", "a <b>c</b>"),
            ("</p>x", "x"),
            ("<p a='1' b>x<br/>y", "<p a=\"1\" b=\"\">x<br>y</p>"),
            ("<", "&lt;"),
            ("<p", "&lt;p"),
            ("&nbsp;&#8288;&bogus;", "\u{a0}\u{2060}&amp;bogus;"),
            ("a<!-- b -->c", "ac"),
        ];
        for (markup, read) in cases {
            assert_eq!(html(&parse(markup)), read, "{markup}");
        }
        assert_eq!(xml(&parse("a<br>b<hr><i></i>")), "a<br/>b<hr/><i/>");
    }

    #[test]
    fn plain_text_keeps_words_apart_and_formulas_readable() {
        let row = "<math><semantics><mrow><mi>L</mi><mo>=</mo><mi>λ</mi></mrow><annotation encoding=\"application/x-tex\">L = \\lambda</annotation></semantics></math>";
        assert_eq!(
            text(&format!("<p>By {row},</p>\n<p>so.</p>")),
            "By L=λ, so."
        );
        let fraction = "<math><semantics><mfrac><mi>N</mi><mi>W</mi></mfrac><annotation encoding=\"application/x-tex\">\\frac N W</annotation></semantics></math>";
        assert_eq!(text(fraction), "$\\frac N W$");
        assert_eq!(text("<ul><li>a</li><li>b &lt; c</li></ul>"), "a b < c");
    }
}
