//! The text of a note as markup. It may have come in a file from anywhere: what is HTML in it is shown as text, and the only
//! thing that leads away is a link to the web or to an address for mail.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::components::escape;

/// The markup of a text in Markdown (`CommonMark`, and text struck out).
pub fn html(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 3 / 2);
    // For each link and picture that is open: whether it became a link.
    let mut links = Vec::new();
    for event in Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => start(tag, &mut links, &mut html),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                html += if links.pop() == Some(true) {
                    "</a>"
                } else {
                    ""
                };
            }
            Event::End(tag) => html += end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                html += &escape(&text);
            }
            Event::Code(code) => {
                html += "<code>";
                html += &escape(&code);
                html += "</code>";
            }
            // A note is no book: where its writer begins a line, a line begins.
            Event::SoftBreak | Event::HardBreak => html += "<br>",
            Event::Rule => html += "<hr>",
            _ => {}
        }
    }
    html
}

fn start(tag: Tag, links: &mut Vec<bool>, html: &mut String) {
    let opening = match tag {
        Tag::Paragraph | Tag::HtmlBlock => "<p>",
        // Headings are the page's: one in a note would be found among them.
        Tag::Heading { .. } => "<p><strong>",
        Tag::BlockQuote(_) => "<blockquote>",
        Tag::CodeBlock(_) => "<pre><code>",
        Tag::List(Some(1)) => "<ol>",
        Tag::List(Some(first)) => {
            *html += "<ol start=\"";
            *html += &first.to_string();
            "\">"
        }
        Tag::List(None) => "<ul>",
        Tag::Item => "<li>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::Strikethrough => "<s>",
        // A picture would be a request to somebody else: its address is a link.
        Tag::Link {
            link_type,
            dest_url,
            ..
        }
        | Tag::Image {
            link_type,
            dest_url,
            ..
        } => {
            let address = match link_type {
                LinkType::Email => format!("mailto:{dest_url}"),
                _ => dest_url.into_string(),
            };
            let leads = leads_away(&address) && !links.contains(&true);
            links.push(leads);
            if leads {
                *html += "<a rel=\"external nofollow noopener noreferrer\" href=\"";
                *html += &escape(&address.replace('>', "%3E"));
                *html += "\">";
            }
            return;
        }
        _ => "",
    };
    *html += opening;
}

fn end(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph | TagEnd::HtmlBlock => "</p>",
        TagEnd::Heading(_) => "</strong></p>",
        TagEnd::BlockQuote(_) => "</blockquote>",
        TagEnd::CodeBlock => "</code></pre>",
        TagEnd::List(true) => "</ol>",
        TagEnd::List(false) => "</ul>",
        TagEnd::Item => "</li>",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</s>",
        _ => "",
    }
}

/// Whether an address is one of the web or of mail.
fn leads_away(address: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markdown_becomes_markup() {
        let table = [
            (
                "*a* **b** ~~c~~ `d<`",
                "<p><em>a</em> <strong>b</strong> <s>c</s> <code>d&lt;</code></p>",
            ),
            ("one\ntwo", "<p>one<br>two</p>"),
            (
                "# A\n\n- b\n- c",
                "<p><strong>A</strong></p><ul><li>b</li><li>c</li></ul>",
            ),
            ("3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>"),
            ("> a\n\n---", "<blockquote><p>a</p></blockquote><hr>"),
            ("```sh\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ];
        for (text, expected) in table {
            assert_eq!(html(text), expected);
        }
    }

    #[test]
    fn links_lead_to_the_web_and_to_mail_and_nowhere_else() {
        let a = "<a rel=\"external nofollow noopener noreferrer\" href=";
        let table = [
            (
                "[a](https://b.example/?c=1&d=\"2\")",
                format!("<p>{a}\"https://b.example/?c=1&amp;d=&quot;2&quot;\">a</a></p>"),
            ),
            (
                "<c@d.example>",
                format!("<p>{a}\"mailto:c@d.example\">c@d.example</a></p>"),
            ),
            ("[a](javascript:alert(1))", "<p>a</p>".to_owned()),
            ("[a](JaVaScRiPt&colon;alert(1))", "<p>a</p>".to_owned()),
            ("[a](data:text/html,b)", "<p>a</p>".to_owned()),
            ("[a](/progress/)", "<p>a</p>".to_owned()),
            (
                "![a](https://b.example/c.png)",
                format!("<p>{a}\"https://b.example/c.png\">a</a></p>"),
            ),
            (
                "[![a](https://b.example/)](https://c.example/)",
                format!("<p>{a}\"https://c.example/\">a</a></p>"),
            ),
        ];
        for (text, expected) in table {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn markup_in_a_note_is_shown_as_the_text_that_it_is() {
        assert_eq!(
            html("<script>alert(1)</script>\n\na <img src=x onerror=alert(1)> b"),
            "<p>&lt;script&gt;alert(1)&lt;/script&gt;\n</p><p>a &lt;img src=x onerror=alert(1)&gt; b</p>"
        );
    }

    /// Pieces of Markdown and of HTML, put together as they come.
    fn texts() -> impl Strategy<Value = String> {
        let pieces = vec![
            "[a](",
            "](",
            ")",
            "![",
            "<",
            ">",
            "<img src=x onerror=y>",
            "<a href='",
            "\"",
            "'",
            "javascript:",
            "https://x",
            "&lt;",
            "&#60;script&#62;",
            "`",
            "```",
            "\n",
            "\n\n",
            "# ",
            "- ",
            "> ",
            "*",
            "~~",
            "<!--",
            "--",
            "[a]: ",
            "1. ",
            "    ",
            "é",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..24)
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn whatever_is_written_makes_no_markup_but_ours_and_each_element_ends_where_it_should(text in prop_oneof![texts(), ".*"]) {
            let html = html(&text);
            let mut open = Vec::new();
            for piece in html.split('<').skip(1) {
                // Nothing of what was written holds the sign that begins a tag.
                let (tag, _) = piece.split_once('>').expect("a tag ends");
                if let Some(link) = tag.strip_prefix("a rel=\"external nofollow noopener noreferrer\" href=\"") {
                    let address = link.strip_suffix('"').expect("one attribute more");
                    prop_assert!(leads_away(address) && !address.contains('"'), "{}", html);
                    open.push("a");
                } else if let Some(name) = tag.strip_prefix('/') {
                    prop_assert_eq!(open.pop(), Some(name), "{}", html);
                } else {
                    let name = tag.split(' ').next().unwrap_or_default();
                    prop_assert!(name == tag || name == "ol", "{}", html);
                    let ours = ["p", "strong", "em", "s", "code", "pre", "ol", "ul", "li", "blockquote", "br", "hr"];
                    prop_assert!(ours.contains(&name), "{} in {}", name, html);
                    if !["br", "hr"].contains(&name) {
                        open.push(ours.into_iter().find(|one| *one == name).expect("one of ours"));
                    }
                }
            }
            prop_assert!(open.is_empty(), "{}", html);
        }
    }
}
