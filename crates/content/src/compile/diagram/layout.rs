//! Where boxes and arrows go: layers along one axis, order and distance across it.
//!
//! The usual four steps (Sugiyama, Tagawa, Toda 1981): turn round the arrows that close cycles, assign layers by longest
//! path, order each layer by the barycentres of its neighbours ([`order`]), and place what stands in them as near to its
//! neighbours as its size allows ([`place`]); then draw arrows from place to place ([`route`]). All is done along a *main* axis
//! (from layer to layer) and a *cross* axis, so that left to right and top to bottom are the same computation.

use super::Graph;
use super::order::{self, Layered, Vertex};
use super::place::place;
use super::route::routes;

/// Main and cross extent of something, in pixels at the size the diagram is designed for.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Extent {
    pub main: f32,
    pub cross: f32,
}

/// What the layout needs to know of the things it places.
pub struct Sizes {
    /// Of each node's box.
    pub nodes: Vec<Extent>,
    /// Of each edge's label; zero without one.
    pub labels: Vec<Extent>,
}

/// A point on the two axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub main: f32,
    pub cross: f32,
}

#[derive(Debug)]
pub struct Layout {
    /// Centres of the boxes.
    pub nodes: Vec<Point>,
    /// In the order of the graph's edges.
    pub edges: Vec<Route>,
    pub extent: Extent,
}

/// The way of an arrow.
#[derive(Debug)]
pub struct Route {
    pub way: Way,
    /// Centre of its label.
    pub label: Point,
}

#[derive(Debug)]
pub enum Way {
    /// From the tail to the head; consecutive points are joined by a curve along the main axis.
    Curve(Vec<Point>),
    /// From the side of a box, a turn, along all that lies between, a turn, to the side of the other box.
    Around([Point; 4]),
    /// From a box to itself, on the near side of the box.
    Loop,
}

/// Between boxes of one layer.
const NODE_GAP: f32 = 28.0;
/// Between an arrow and the boxes or labels that it passes.
const PASS_GAP: f32 = 14.0;
/// Between an arrow that leads around and the box it leads around: room for its head and its turn.
const AROUND_GAP: f32 = 26.0;
/// Between labels in one gap.
const LABEL_GAP: f32 = 6.0;
/// Between what stands in a layer and what stands in the next: room for an arrow's head and its curve.
const LAYER_GAP: f32 = 24.0;
/// Between the end of an arrow and the corner of its box.
pub const CORNER: f32 = 8.0;
/// Room for an arrow from a box to itself.
pub const LOOP: f32 = 30.0;
const MARGIN: f32 = 8.0;

/// Makes boxes so wide that arrows between the same two, whose labels stand beside each other, can be straight.
pub fn widen(graph: &Graph, sizes: &mut Sizes) {
    let ends = |edge: &super::Edge| (edge.from.min(edge.to), edge.from.max(edge.to));
    for (index, edge) in graph.edges.iter().enumerate() {
        let (a, b) = ends(edge);
        let between: Vec<usize> = (index..graph.edges.len())
            .filter(|other| a != b && ends(&graph.edges[*other]) == (a, b))
            .collect();
        let apart = between.windows(2).map(|pair| {
            let labels = [pair[0], pair[1]].map(|edge| sizes.labels[edge].cross);
            labels[0].midpoint(labels[1]) + LABEL_GAP
        });
        let least = apart.sum::<f32>() + 2.0 * CORNER;
        for node in [a, b] {
            let cross = &mut sizes.nodes[node].cross;
            *cross = cross.max(least);
        }
    }
}

/// Lays a graph out.
pub fn layout(graph: &Graph, sizes: &Sizes) -> Layout {
    let layered = order::layers(graph);
    let distances = distances(graph, sizes, &layered);
    let cross = place(graph, &layered, &distances);
    let bands = bands(graph, sizes, &layered);
    let nodes: Vec<Point> = layered
        .nodes
        .iter()
        .map(|(layer, slot)| Point {
            main: bands[*layer].centre,
            cross: cross[*layer][*slot],
        })
        .collect();
    let board = Board {
        graph,
        sizes,
        layered: &layered,
        distances: &distances,
        bands: &bands,
        nodes: &nodes,
    };
    let edges = routes(&board, cross);
    fit(nodes, edges, graph, sizes)
}

/// What is known when arrows are drawn.
pub struct Board<'a> {
    pub graph: &'a Graph,
    pub sizes: &'a Sizes,
    pub layered: &'a Layered,
    pub distances: &'a [Vec<f32>],
    pub bands: &'a [Band],
    pub nodes: &'a [Point],
}

/// A layer along the main axis.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub centre: f32,
    /// Half of its thickness.
    pub half: f32,
}

/// How far a vertex reaches to the near and the far side of its line.
fn reach(
    graph: &Graph,
    sizes: &Sizes,
    layered: &Layered,
    layer: usize,
    vertex: Vertex,
) -> (f32, f32) {
    match vertex {
        Vertex::Node(node) => {
            let half = sizes.nodes[node].cross / 2.0;
            let labels: f32 = loops(graph, node)
                .map(|edge| sizes.labels[edge].cross)
                .sum();
            let loops = if graph.has_loop(node) { LOOP } else { 0.0 };
            (half + loops + labels, half)
        }
        Vertex::Pass(edge) => {
            let labelled = layered.label_place(edge).map(|place| place.0) == Some(layer);
            let half = if labelled {
                sizes.labels[edge].cross / 2.0
            } else {
                0.0
            };
            (half, half)
        }
    }
}

/// The arrows from a box to itself.
fn loops(graph: &Graph, node: usize) -> impl Iterator<Item = usize> {
    let own = graph.edges.iter().enumerate();
    own.filter(move |(_, edge)| edge.from == node && edge.to == node)
        .map(|(index, _)| index)
}

/// Least distances between neighbours in each layer.
fn distances(graph: &Graph, sizes: &Sizes, layered: &Layered) -> Vec<Vec<f32>> {
    let labelled = |layer, vertex: Vertex| match vertex {
        Vertex::Node(_) => true,
        Vertex::Pass(edge) => {
            sizes.labels[edge].cross > 0.0
                && layered.label_place(edge).map(|place| place.0) == Some(layer)
        }
    };
    let around = |vertex: Vertex| match vertex {
        Vertex::Node(_) => false,
        Vertex::Pass(edge) => layered.around[edge].is_some(),
    };
    layered
        .layers
        .iter()
        .enumerate()
        .map(|(layer, vertices)| {
            let pairs = vertices.windows(2).map(|pair| {
                let (a, b) = (pair[0], pair[1]);
                let gap = match (a, b) {
                    (Vertex::Node(_), Vertex::Node(_)) => NODE_GAP,
                    (Vertex::Node(_), other) | (other, Vertex::Node(_)) if around(other) => {
                        AROUND_GAP
                    }
                    _ if labelled(layer, a) && labelled(layer, b) => LABEL_GAP,
                    _ => PASS_GAP,
                };
                reach(graph, sizes, layered, layer, a).1
                    + gap
                    + reach(graph, sizes, layered, layer, b).0
            });
            pairs.collect()
        })
        .collect()
}

/// Where layers stand along the main axis.
fn bands(graph: &Graph, sizes: &Sizes, layered: &Layered) -> Vec<Band> {
    let mut at = 0.0;
    let layers = layered.layers.iter().enumerate();
    layers
        .map(|(layer, vertices)| {
            let mains = vertices.iter().map(|vertex| match vertex {
                Vertex::Node(node) => loops(graph, *node)
                    .map(|edge| sizes.labels[edge].main)
                    .fold(sizes.nodes[*node].main, f32::max),
                Vertex::Pass(edge)
                    if layered.label_place(*edge).map(|place| place.0) == Some(layer) =>
                {
                    sizes.labels[*edge].main
                }
                Vertex::Pass(_) => 0.0,
            });
            let half = mains.fold(0.0, f32::max) / 2.0;
            let centre = at + half;
            at += 2.0 * half + LAYER_GAP;
            Band { centre, half }
        })
        .collect()
}

/// Moves everything so that it begins at the margin, and measures it.
fn fit(mut nodes: Vec<Point>, mut edges: Vec<Route>, graph: &Graph, sizes: &Sizes) -> Layout {
    if nodes.is_empty() {
        return Layout {
            nodes,
            edges,
            extent: Extent::default(),
        };
    }
    let mut least = Point {
        main: f32::MAX,
        cross: f32::MAX,
    };
    let mut most = Point {
        main: f32::MIN,
        cross: f32::MIN,
    };
    let mut cover = |centre: Point, extent: Extent| {
        least.main = least.main.min(centre.main - extent.main / 2.0);
        least.cross = least.cross.min(centre.cross - extent.cross / 2.0);
        most.main = most.main.max(centre.main + extent.main / 2.0);
        most.cross = most.cross.max(centre.cross + extent.cross / 2.0);
    };
    for (node, (centre, extent)) in nodes.iter().zip(&sizes.nodes).enumerate() {
        let looped = if graph.has_loop(node) { LOOP } else { 0.0 };
        let outer = Extent {
            cross: extent.cross + 2.0 * looped,
            ..*extent
        };
        cover(*centre, outer);
    }
    for (route, extent) in edges.iter().zip(&sizes.labels) {
        cover(route.label, *extent);
        for point in route.points() {
            cover(*point, Extent::default());
        }
    }
    let shift = |point: &mut Point| {
        point.main += MARGIN - least.main;
        point.cross += MARGIN - least.cross;
    };
    nodes.iter_mut().for_each(shift);
    for route in &mut edges {
        shift(&mut route.label);
        match &mut route.way {
            Way::Curve(points) => points.iter_mut().for_each(shift),
            Way::Around(points) => points.iter_mut().for_each(shift),
            Way::Loop => {}
        }
    }
    let extent = Extent {
        main: most.main - least.main + 2.0 * MARGIN,
        cross: most.cross - least.cross + 2.0 * MARGIN,
    };
    Layout {
        nodes,
        edges,
        extent,
    }
}

impl Route {
    fn points(&self) -> &[Point] {
        match &self.way {
            Way::Curve(points) => points,
            Way::Around(points) => points,
            Way::Loop => &[],
        }
    }
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
