//! The compiler's markup in the part of XHTML that QTI takes.

use crate::markup::{self, Element, Node};

const INLINE: &[&str] = &[
    "a", "abbr", "b", "br", "cite", "code", "em", "i", "img", "kbd", "q", "samp", "small",
    "strong", "sub", "sup", "tt", "var", "math",
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
        // QTI has no element for what was struck out, and none for drawings in the page.
        "del" | "figure" | "svg" | "wbr" => return taken(element.children),
        "aside" => "div".clone_into(&mut element.name),
        "blockquote" => {
            // It takes paragraphs only.
            element.children = lined(taken(element.children));
            return vec![Node::Element(element)];
        }
        "ol" => element.attributes.clear(),
        _ => {}
    }
    element.children = taken(element.children);
    vec![Node::Element(element)]
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
