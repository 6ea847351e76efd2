//! A laid-out diagram as markup.

use crate::model::Html;

use super::super::markup::Markup;
use super::Graph;

/// What stands round a diagram.
pub struct Frame<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Replaces the text alternative made from the arrows.
    pub description: Option<String>,
    pub caption: &'a Html,
    /// From top to bottom and not from left to right.
    pub down: bool,
}

/// The figure of a diagram.
pub fn draw(graph: &Graph, frame: &Frame<'_>, out: &mut Markup) {
    out.open("figure", &[("class", "diagram"), ("id", frame.id)]);
    out.element("figcaption", &[], frame.title);
    out.open("ul", &[]);
    for edge in &graph.edges {
        let (from, to) = (&graph.nodes[edge.from].label, &graph.nodes[edge.to].label);
        out.element("li", &[], &format!("{from} to {to}: {}", edge.label));
    }
    out.close("ul").push(&frame.caption.0).close("figure");
}
