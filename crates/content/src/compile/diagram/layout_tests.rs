//! What a layout promises, whatever the graph.

use proptest::prelude::*;

use super::super::{Edge, Graph, GraphNode};
use super::{Extent, Layout, Point, Sizes, Way, layout};

fn graph(nodes: usize, edges: &[(usize, usize)]) -> Graph {
    let node = |index: usize| GraphNode {
        label: index.to_string(),
        ..GraphNode::default()
    };
    let edge = |(from, to): &(usize, usize)| Edge {
        from: *from,
        to: *to,
        label: "l".to_owned(),
        dashed: false,
    };
    Graph {
        nodes: (0..nodes).map(node).collect(),
        edges: edges.iter().map(edge).collect(),
    }
}

/// A box on the axes: middle and half extent.
#[derive(Clone, Copy, Debug)]
struct Area(Point, Extent);

impl Area {
    fn new(centre: Point, extent: Extent) -> Self {
        let half = Extent {
            main: extent.main / 2.0,
            cross: extent.cross / 2.0,
        };
        Self(centre, half)
    }

    fn inside(self, whole: Extent) -> bool {
        let within = |at: f32, half: f32, whole: f32| at >= half && at + half <= whole;
        within(self.0.main, self.1.main, whole.main)
            && within(self.0.cross, self.1.cross, whole.cross)
    }

    fn meets(self, other: Self) -> bool {
        // Less than a hair is none.
        (self.0.main - other.0.main).abs() < self.1.main + other.1.main - 0.1
            && (self.0.cross - other.0.cross).abs() < self.1.cross + other.1.cross - 0.1
    }
}

/// Points along an arrow, as it is drawn.
fn along(way: &Way) -> Vec<Point> {
    let points = match way {
        Way::Curve(points) => &points[..],
        Way::Around(points) => points,
        Way::Loop => &[],
    };
    let steps = points.windows(2).flat_map(|pair| {
        (0..=16).map(|step| {
            let t = step as f32 / 16.0;
            let smooth = if matches!(way, Way::Curve(_)) {
                t * t * (3.0 - 2.0 * t)
            } else {
                t
            };
            // The curve's control points stand above its middle.
            let main = if matches!(way, Way::Curve(_)) {
                1.5 * t - 1.5 * t * t + t * t * t
            } else {
                t
            };
            Point {
                main: pair[0].main + main * (pair[1].main - pair[0].main),
                cross: pair[0].cross + smooth * (pair[1].cross - pair[0].cross),
            }
        })
    });
    steps.collect()
}

fn check(graph: &Graph, sizes: &Sizes, layout: &Layout) -> Result<(), TestCaseError> {
    let boxes: Vec<Area> = layout
        .nodes
        .iter()
        .zip(&sizes.nodes)
        .map(|(centre, extent)| Area::new(*centre, *extent))
        .collect();
    let labels = layout.edges.iter().zip(&sizes.labels);
    let labels: Vec<Area> = labels
        .filter(|(_, extent)| extent.cross > 0.0)
        .map(|(route, extent)| Area::new(route.label, *extent))
        .collect();
    let all: Vec<Area> = boxes.iter().chain(&labels).copied().collect();
    for (index, one) in all.iter().enumerate() {
        prop_assert!(one.inside(layout.extent), "{one:?} in {:?}", layout.extent);
        for other in &all[..index] {
            prop_assert!(!one.meets(*other), "{one:?} and {other:?}");
        }
    }
    for (edge, route) in graph.edges.iter().zip(&layout.edges) {
        prop_assert_eq!(matches!(route.way, Way::Loop), edge.from == edge.to);
        for point in along(&route.way) {
            let point = Area(point, Extent::default());
            prop_assert!(
                point.inside(layout.extent),
                "{point:?} in {:?}",
                layout.extent
            );
            for one in &boxes {
                prop_assert!(!point.meets(*one), "{point:?} of {route:?} in {one:?}");
            }
        }
    }
    Ok(())
}

fn extent(
    main: std::ops::Range<f32>,
    cross: std::ops::Range<f32>,
) -> impl Strategy<Value = Extent> {
    (main, cross).prop_map(|(main, cross)| Extent { main, cross })
}

proptest! {
    #[test]
    fn neither_boxes_nor_labels_ever_overlap_and_no_arrow_crosses_a_box(
        boxes in prop::collection::vec(
            (extent(40.0..200.0, 40.0..200.0), prop::option::weighted(0.9, (0.0_f32..4.0, 0.0_f32..4.0))),
            1..10,
        ),
        edges in prop::collection::vec(
            (0_usize..10, 0_usize..10, prop::option::of(extent(16.0..150.0, 16.0..150.0))),
            0..20,
        ),
        placed: bool,
    ) {
        let ends: Vec<_> = edges
            .iter()
            .map(|(from, to, _)| (from % boxes.len(), to % boxes.len()))
            .collect();
        let mut graph = graph(boxes.len(), &ends);
        if placed {
            for (node, (_, position)) in graph.nodes.iter_mut().zip(&boxes) {
                node.position = *position;
            }
        }
        let sizes = Sizes {
            nodes: boxes.iter().map(|(extent, _)| *extent).collect(),
            labels: edges.iter().map(|(_, _, label)| label.unwrap_or_default()).collect(),
        };
        check(&graph, &sizes, &layout(&graph, &sizes))?;
    }
}

#[test]
fn a_chain_is_straight_whatever_leads_back_along_it() {
    // The life of a function's environment: made, ready, answering, idle, gone.
    let graph = graph(4, &[(0, 1), (1, 2), (2, 3), (3, 2), (3, 0)]);
    for (boxes, labels) in [
        ((100.0, 42.0), (110.0, 20.0)),
        ((42.0, 100.0), (20.0, 110.0)),
    ] {
        let extent = |(main, cross)| Extent { main, cross };
        let sizes = Sizes {
            nodes: vec![extent(boxes); 4],
            labels: vec![extent(labels); 5],
        };
        let layout = layout(&graph, &sizes);
        let line = layout.nodes[0].cross;
        for node in &layout.nodes {
            assert!((node.cross - line).abs() < 0.01, "{layout:?}");
        }
        for route in &layout.edges[..2] {
            let points = along(&route.way);
            assert!(
                points.iter().all(|point| (point.cross - line).abs() < 0.01),
                "{route:?}"
            );
            assert!((route.label.cross - line).abs() < 0.01, "{route:?}");
        }
        assert!(matches!(layout.edges[4].way, Way::Around(_)), "{layout:?}");
    }
}
