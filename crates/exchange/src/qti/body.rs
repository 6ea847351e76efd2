//! The compiler's markup in the part of XHTML that QTI takes.

use crate::markup::{self, Element, Node};

/// What stands within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "br", "cite", "code", "dfn", "em", "i", "img", "kbd",
    "math", "q", "samp", "small", "span", "strong", "sub", "sup", "tt", "var",
];
/// What makes lines of its own, and the parts of it.
const BLOCKS: &[&str] = &[
    "address", "caption", "col", "colgroup", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "li", "ol", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
];
const MATHS: &str = "http://www.w3.org/1998/Math/MathML";

/// Markup with both lines and paragraphs in it, for where QTI takes either.
pub fn flow(html: &str) -> String {
    markup::xml(&taken(markup::parse(html)))
}

/// Markup in a box, for the body of an item, which takes no bare text.
pub fn boxed(html: &str) -> String {
    format!("<div>{}</div>", flow(html))
}

/// Markup without paragraphs, for where QTI takes text in a line only.
pub fn inline(html: &str) -> String {
    let mut nodes = Vec::new();
    for node in taken(markup::parse(html)) {
        match node {
            Node::Element(element) if element.name == "p" => nodes.extend(element.children),
            node => nodes.push(node),
        }
    }
    markup::xml(&nodes)
}

fn taken(nodes: Vec<Node>) -> Vec<Node> {
    nodes.into_iter().flat_map(one).collect()
}

fn one(node: Node) -> Vec<Node> {
    let Node::Element(mut element) = node else {
        return vec![node];
    };
    match element.name.as_str() {
        "math" => {
            if element.get("xmlns").is_none() {
                let space = ("xmlns".to_owned(), MATHS.to_owned());
                element.attributes.insert(0, space);
            }
            return vec![Node::Element(element)];
        }
        "svg" => return drawn(&element).into_iter().collect(),
        "figure" => {
            // The same drawing for wide screens and for narrow ones: one of them says it all.
            let mut left = element
                .children
                .iter()
                .filter(|child| is(child, "svg"))
                .count();
            element.children.retain(|child| {
                let drawing = is(child, "svg");
                left -= usize::from(drawing);
                !drawing || left == 0
            });
            "div".clone_into(&mut element.name);
        }
        "aside" | "figcaption" => "div".clone_into(&mut element.name),
        "blockquote" => {
            // It takes paragraphs only.
            element.children = lined(taken(element.children));
            return vec![Node::Element(element)];
        }
        "ol" => element.attributes.clear(),
        "table" if !element.children.iter().any(|child| is(child, "tbody")) => {
            // A table must have a body.
            for child in &mut element.children {
                if let Node::Element(head) = child
                    && head.name == "thead"
                {
                    "tbody".clone_into(&mut head.name);
                }
            }
        }
        name if INLINE.contains(&name) || BLOCKS.contains(&name) => {}
        // QTI has no element for it: `del`, `wbr`.
        _ => return taken(element.children),
    }
    element.children = taken(element.children);
    vec![Node::Element(element)]
}

fn is(node: &Node, name: &str) -> bool {
    matches!(node, Node::Element(element) if element.name == name)
}

/// What a drawing says of itself, at length if it does.
fn drawn(svg: &Element) -> Option<Node> {
    let find = |name: &str| svg.children.iter().find(|child| is(child, name));
    let words = find("desc").or_else(|| find("title"))?;
    let words = markup::text(&markup::html(std::slice::from_ref(words)));
    Some(Node::Text(format!("[{words}]")))
}

/// Nodes with bare text in paragraphs.
fn lined(nodes: Vec<Node>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::new();
    let mut line: Vec<Node> = Vec::new();
    let end = |line: &mut Vec<Node>, out: &mut Vec<Node>| {
        let blank = |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
        let children = std::mem::take(line);
        if !children.iter().all(blank) {
            out.push(Node::Element(Element {
                name: "p".to_owned(),
                attributes: Vec::new(),
                children,
            }));
        }
    };
    for node in nodes {
        match &node {
            Node::Element(element) if !INLINE.contains(&element.name.as_str()) => {
                end(&mut line, &mut out);
                out.push(node);
            }
            _ => line.push(node),
        }
    }
    end(&mut line, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_qti_has_no_element_for_is_said_in_those_it_has() {
        let drawing = "<svg role=\"img\"><title>A queue</title><desc>Client to server.</desc><g><text>Client</text></g></svg>";
        let figure = format!(
            "<figure>{drawing}{drawing}<figcaption><strong>A queue</strong><p>It waits.</p></figcaption></figure>"
        );
        let cases = [
            (
                figure.as_str(),
                "<div>[Client to server.]<div><strong>A queue</strong><p>It waits.</p></div></div>",
            ),
            ("<p>a <del>b</del><wbr>c</p>", "<p>a bc</p>"),
            ("<aside><p>Note</p>x</aside>", "<div><p>Note</p>x</div>"),
            (
                "<blockquote>a <em>b</em><p>c</p></blockquote>",
                "<blockquote><p>a <em>b</em></p><p>c</p></blockquote>",
            ),
            (
                "<ol start=\"3\"><li>a<br></li></ol>",
                "<ol><li>a<br/></li></ol>",
            ),
            (
                "<table><thead><tr><th scope=\"col\">a</th></tr></thead></table>",
                "<table><tbody><tr><th scope=\"col\">a</th></tr></tbody></table>",
            ),
            (
                "<math><mi>x</mi></math>",
                "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mi>x</mi></math>",
            ),
        ];
        for (html, xml) in cases {
            assert_eq!(flow(html), xml, "{html}");
        }
        assert_eq!(inline("<p>a <em>b</em></p>"), "a <em>b</em>");
    }
}
