//! Diagrams drawn from data: a topology, or the boxes and arrows an author lists.

mod arrow;
mod layout;
mod lines;
mod order;
mod place;
mod plan;
mod route;
mod svg;
mod text;

pub use lines::parse;
pub use plan::plan;
pub use svg::{Frame, draw};

/// Boxes and arrows between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    pub nodes: Vec<GraphNode>,
    pub edges: Vec<Edge>,
}

impl Graph {
    fn has_loop(&self, node: usize) -> bool {
        self.edges
            .iter()
            .any(|edge| edge.from == node && edge.to == node)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GraphNode {
    pub label: String,
    /// A second, smaller line.
    pub note: Option<String>,
    /// Column and row, where the data has them; else they are computed.
    pub position: Option<(f32, f32)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Indices into `nodes`.
    pub from: usize,
    pub to: usize,
    pub label: String,
    pub dashed: bool,
}
