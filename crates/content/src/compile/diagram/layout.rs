//! Where boxes and arrows go: layers along one axis, order and distance across it.
//!
//! The usual four steps (Sugiyama, Tagawa, Toda 1981): turn round the arrows that close cycles, assign layers by longest
//! path, order each layer by the barycentres of its neighbours, and place boxes as near to their neighbours as
//! their widths allow. All is done along a *main* axis (from layer to layer) and a *cross* axis, so that left to right and top to
//! bottom are the same computation.

use super::Graph;
use super::order::{self, Layered, Vertex};

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
    /// From its tail to its head; consecutive points are joined by a curve along the main axis. Empty for an
    /// arrow from a box to itself, which stands on the near side of the box.
    pub points: Vec<Point>,
    /// Centre of its label.
    pub label: Point,
}

/// Between boxes of one layer.
const NODE_GAP: f32 = 28.0;
/// Between an arrow that passes a layer and the boxes there.
const PASS_GAP: f32 = 18.0;
/// Between layers, beside the labels in the gap.
const LAYER_GAP: f32 = 44.0;
/// Between labels in one gap.
const LABEL_GAP: f32 = 6.0;
/// Room for an arrow from a box to itself.
pub const LOOP: f32 = 30.0;
/// Between ends of arrows on one side of a box.
const PORT_GAP: f32 = 24.0;
const MARGIN: f32 = 8.0;

/// Lays a graph out.
pub fn layout(graph: &Graph, sizes: &Sizes) -> Layout {
    let layered = order::layers(graph);
    let cross_size = |vertex: Vertex| match vertex {
        Vertex::Node(node) => {
            sizes.nodes[node].cross
                + if has_loop(graph, node) {
                    2.0 * (LOOP + loop_label(graph, sizes, node))
                } else {
                    0.0
                }
        }
        Vertex::Pass(edge) => sizes.labels[edge].cross.min(PASS_GAP),
    };
    let cross = place(&layered, &cross_size);
    let mains = main_positions(graph, sizes, &layered);
    let mut nodes = vec![Point::default(); graph.nodes.len()];
    for (layer, vertices) in layered.layers.iter().enumerate() {
        for (slot, vertex) in vertices.iter().enumerate() {
            if let Vertex::Node(node) = vertex {
                nodes[*node] = Point {
                    main: mains.centres[layer],
                    cross: cross[layer][slot],
                };
            }
        }
    }
    let mut edges = routes(graph, sizes, &layered, &cross, &mains, &nodes);
    spread_labels(&mut edges, &layered, sizes);
    fit(nodes, edges, graph, sizes)
}

fn has_loop(graph: &Graph, node: usize) -> bool {
    graph
        .edges
        .iter()
        .any(|edge| edge.from == node && edge.to == node)
}

fn loop_label(graph: &Graph, sizes: &Sizes, node: usize) -> f32 {
    let own = graph
        .edges
        .iter()
        .zip(&sizes.labels)
        .filter(|(edge, _)| edge.from == node && edge.to == node);
    own.map(|(_, label)| label.cross).fold(0.0, f32::max)
}

/// Cross positions of each layer's vertices.
fn place(layered: &Layered, size: &impl Fn(Vertex) -> f32) -> Vec<Vec<f32>> {
    let separations: Vec<Vec<f32>> = layered
        .layers
        .iter()
        .map(|layer| {
            layer
                .windows(2)
                .map(|pair| {
                    let gap = if pair.iter().all(|vertex| matches!(vertex, Vertex::Node(_))) {
                        NODE_GAP
                    } else {
                        PASS_GAP
                    };
                    size(pair[0]).midpoint(size(pair[1])) + gap
                })
                .collect()
        })
        .collect();
    let mut cross: Vec<Vec<f32>> = separations
        .iter()
        .zip(&layered.layers)
        .map(|(separations, layer)| {
            let mut at = -separations.iter().sum::<f32>() / 2.0;
            let mut positions = Vec::with_capacity(layer.len());
            for slot in 0..layer.len() {
                positions.push(at);
                at += separations.get(slot).copied().unwrap_or_default();
            }
            positions
        })
        .collect();
    // Sweeps there and back; a handful settles graphs of this size.
    for sweep in 0..12 {
        let count = layered.layers.len();
        let forward = sweep % 2 == 0;
        for step in 0..count {
            let layer = if forward { step } else { count - 1 - step };
            let behind = layered.neighbours(layer, forward);
            let ahead = layered.neighbours(layer, !forward);
            let wanted: Vec<f32> = behind
                .iter()
                .zip(&ahead)
                .enumerate()
                .map(|(slot, (behind, ahead))| {
                    let also = behind.is_empty() || sweep >= 10;
                    let positions: Vec<f32> = behind
                        .iter()
                        .chain(ahead.iter().filter(|_| also))
                        .map(|(layer, slot)| cross[*layer][*slot])
                        .collect();
                    if positions.is_empty() {
                        cross[layer][slot]
                    } else {
                        positions.iter().sum::<f32>() / positions.len() as f32
                    }
                })
                .collect();
            cross[layer] = nearest_apart(&wanted, &separations[layer]);
        }
    }
    cross
}

/// The positions nearest to those wanted (least squares) that keep their order and distances: isotonic
/// regression by pooling adjacent violators, after taking the distances off.
fn nearest_apart(wanted: &[f32], separations: &[f32]) -> Vec<f32> {
    let mut offset = 0.0;
    let mut pools: Vec<(f32, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(wanted.len());
    for (slot, want) in wanted.iter().enumerate() {
        offsets.push(offset);
        let mut pool = (want - offset, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let count = last.1 + pool.1;
            pool = (
                (last.0 * last.1 as f32 + pool.0 * pool.1 as f32) / count as f32,
                count,
            );
            pools.pop();
        }
        pools.push(pool);
        offset += separations.get(slot).copied().unwrap_or_default();
    }
    pools
        .iter()
        .flat_map(|(mean, count)| std::iter::repeat_n(*mean, *count))
        .zip(offsets)
        .map(|(mean, offset)| mean + offset)
        .collect()
}

/// Main positions of layers and of the gaps after them.
struct Mains {
    centres: Vec<f32>,
    gaps: Vec<f32>,
}

fn main_positions(graph: &Graph, sizes: &Sizes, layered: &Layered) -> Mains {
    let thickness = |layer: &Vec<Vertex>| {
        let nodes = layer.iter().map(|vertex| match vertex {
            Vertex::Node(node) => sizes.nodes[*node].main,
            Vertex::Pass(_) => 0.0,
        });
        nodes.fold(0.0, f32::max)
    };
    let mut centres = Vec::new();
    let mut gaps = Vec::new();
    let mut at = 0.0;
    for (index, layer) in layered.layers.iter().enumerate() {
        let half = thickness(layer) / 2.0;
        centres.push(at + half);
        at += 2.0 * half;
        let labels = (0..graph.edges.len())
            .filter(|edge| layered.label_gap(*edge) == Some(index))
            .map(|edge| sizes.labels[edge].main);
        let gap = LAYER_GAP + labels.fold(0.0, f32::max);
        gaps.push(at + gap / 2.0);
        at += gap;
    }
    Mains { centres, gaps }
}

fn routes(
    graph: &Graph,
    sizes: &Sizes,
    layered: &Layered,
    cross: &[Vec<f32>],
    mains: &Mains,
    nodes: &[Point],
) -> Vec<Route> {
    let ports = ports(graph, sizes, layered, cross);
    let mut routes = Vec::new();
    for (index, edge) in graph.edges.iter().enumerate() {
        let Some(path) = layered.path(index) else {
            let near = nodes[edge.from].cross - sizes.nodes[edge.from].cross / 2.0;
            let label = Point {
                main: nodes[edge.from].main,
                cross: near - LOOP - sizes.labels[index].cross / 2.0,
            };
            routes.push(Route {
                points: Vec::new(),
                label,
            });
            continue;
        };
        let (low, high) = if layered.reversed[index] {
            (edge.to, edge.from)
        } else {
            (edge.from, edge.to)
        };
        let mut points = vec![Point {
            main: nodes[low].main + sizes.nodes[low].main / 2.0,
            cross: nodes[low].cross + ports[index].0,
        }];
        points.extend(path[1..path.len() - 1].iter().map(|(layer, slot)| Point {
            main: mains.centres[*layer],
            cross: cross[*layer][*slot],
        }));
        points.push(Point {
            main: nodes[high].main - sizes.nodes[high].main / 2.0,
            cross: nodes[high].cross + ports[index].1,
        });
        let gap = layered.label_gap(index).unwrap_or(path[0].0);
        let segment = gap - path[0].0;
        let label = Point {
            main: mains.gaps[gap],
            cross: points[segment].cross.midpoint(points[segment + 1].cross),
        };
        if layered.reversed[index] {
            points.reverse();
        }
        routes.push(Route { points, label });
    }
    routes
}

/// How far from the middle of its box each edge leaves and arrives, so that ends on one side stand apart.
fn ports(graph: &Graph, sizes: &Sizes, layered: &Layered, cross: &[Vec<f32>]) -> Vec<(f32, f32)> {
    let mut ports = vec![(0.0, 0.0); graph.edges.len()];
    for node in 0..graph.nodes.len() {
        for leaving in [true, false] {
            let mut ends: Vec<(f32, usize)> = Vec::new();
            for (index, edge) in graph.edges.iter().enumerate() {
                let Some(path) = layered.path(index) else {
                    continue;
                };
                let (low, high) = if layered.reversed[index] {
                    (edge.to, edge.from)
                } else {
                    (edge.from, edge.to)
                };
                let (own, next) = if leaving {
                    (low, path[1])
                } else {
                    (high, path[path.len() - 2])
                };
                if own == node {
                    ends.push((cross[next.0][next.1], index));
                }
            }
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let room = (sizes.nodes[node].cross - 16.0).max(0.0);
            let gap = if ends.len() > 1 {
                PORT_GAP.min(room / (ends.len() - 1) as f32)
            } else {
                0.0
            };
            let first = -gap * (ends.len().saturating_sub(1)) as f32 / 2.0;
            for (at, (_, index)) in ends.iter().enumerate() {
                let offset = first + gap * at as f32;
                if leaving {
                    ports[*index].0 = offset;
                } else {
                    ports[*index].1 = offset;
                }
            }
        }
    }
    ports
}

/// Moves labels in one gap apart.
fn spread_labels(edges: &mut [Route], layered: &Layered, sizes: &Sizes) {
    for gap in 0..layered.layers.len() {
        let mut labels: Vec<usize> = (0..edges.len())
            .filter(|edge| layered.label_gap(*edge) == Some(gap) && sizes.labels[*edge].cross > 0.0)
            .collect();
        labels.sort_by(|a, b| {
            edges[*a]
                .label
                .cross
                .total_cmp(&edges[*b].label.cross)
                .then(a.cmp(b))
        });
        let wanted: Vec<f32> = labels.iter().map(|edge| edges[*edge].label.cross).collect();
        let separations: Vec<f32> = labels
            .windows(2)
            .map(|pair| {
                sizes.labels[pair[0]]
                    .cross
                    .midpoint(sizes.labels[pair[1]].cross)
                    + LABEL_GAP
            })
            .collect();
        for (edge, cross) in labels.iter().zip(nearest_apart(&wanted, &separations)) {
            edges[*edge].label.cross = cross;
        }
    }
}

/// Moves everything so that it begins at the margin, and measures it.
fn fit(mut nodes: Vec<Point>, mut edges: Vec<Route>, graph: &Graph, sizes: &Sizes) -> Layout {
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
    for (centre, extent) in nodes.iter().zip(&sizes.nodes) {
        cover(*centre, *extent);
    }
    for ((edge, route), extent) in graph.edges.iter().zip(&edges).zip(&sizes.labels) {
        cover(route.label, *extent);
        for point in &route.points {
            cover(*point, Extent::default());
        }
        if edge.from == edge.to {
            let near = Point {
                main: nodes[edge.from].main,
                cross: nodes[edge.from].cross - sizes.nodes[edge.from].cross / 2.0,
            };
            cover(
                near,
                Extent {
                    main: 0.0,
                    cross: 2.0 * LOOP,
                },
            );
        }
    }
    if nodes.is_empty() {
        return Layout {
            nodes,
            edges,
            extent: Extent::default(),
        };
    }
    let shift = |point: &mut Point| {
        point.main += MARGIN - least.main;
        point.cross += MARGIN - least.cross;
    };
    nodes.iter_mut().for_each(shift);
    for route in &mut edges {
        shift(&mut route.label);
        route.points.iter_mut().for_each(shift);
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

#[cfg(test)]
mod tests {
    use super::super::{Edge, Graph, GraphNode};
    use super::{Extent, Sizes, layout, nearest_apart};

    fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph {
        Graph {
            nodes: (0..nodes)
                .map(|index| GraphNode {
                    label: index.to_string(),
                    ..GraphNode::default()
                })
                .collect(),
            edges: edges
                .iter()
                .map(|(from, to)| Edge {
                    from: *from,
                    to: *to,
                    label: "l".to_owned(),
                    dashed: false,
                })
                .collect(),
        }
    }

    fn sizes(graph: &Graph) -> Sizes {
        Sizes {
            nodes: vec![
                Extent {
                    main: 100.0,
                    cross: 40.0
                };
                graph.nodes.len()
            ],
            labels: vec![
                Extent {
                    main: 50.0,
                    cross: 16.0
                };
                graph.edges.len()
            ],
        }
    }

    #[test]
    fn positions_stay_where_they_are_wanted_when_there_is_room() {
        assert_eq!(
            nearest_apart(&[0.0, 10.0, 20.0], &[5.0, 5.0]),
            [0.0, 10.0, 20.0]
        );
        assert_eq!(nearest_apart(&[0.0, 0.0], &[10.0]), [-5.0, 5.0]);
    }

    proptest::proptest! {
        #[test]
        fn boxes_never_overlap_and_everything_is_inside(
            count in 1_usize..12,
            ends in proptest::collection::vec((0_usize..12, 0_usize..12), 0..24),
        ) {
            let ends: Vec<_> = ends.into_iter().map(|(from, to)| (from % count, to % count)).collect();
            let graph = graph(count, &ends);
            let sizes = sizes(&graph);
            let layout = layout(&graph, &sizes);
            for (index, a) in layout.nodes.iter().enumerate() {
                proptest::prop_assert!(a.main >= 50.0 && a.main + 50.0 <= layout.extent.main);
                proptest::prop_assert!(a.cross >= 20.0 && a.cross + 20.0 <= layout.extent.cross);
                for b in &layout.nodes[..index] {
                    let apart = (a.main - b.main).abs() >= 99.9 || (a.cross - b.cross).abs() >= 39.9;
                    proptest::prop_assert!(apart, "{a:?} {b:?}");
                }
            }
            for (edge, route) in graph.edges.iter().zip(&layout.edges) {
                proptest::prop_assert_eq!(route.points.is_empty(), edge.from == edge.to);
            }
        }
    }
}
