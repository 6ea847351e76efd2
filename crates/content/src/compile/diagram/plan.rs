//! A laid-out diagram whose boxes somebody else draws: where they stand, and the arrows between them.

use super::Graph;
use super::arrow::{Axes, arrow};
use super::layout::{Extent, Sizes, layout};
use super::text::wrap;

/// A diagram from left to right, in pixels at the size it is designed for.
#[derive(Debug)]
pub struct Plan {
    /// Left, top, width and height of each box.
    pub places: Vec<[f32; 4]>,
    /// Column of each box, from 0.
    pub columns: Vec<usize>,
    /// Of each arrow, path data: its line and its head.
    pub arrows: Vec<(String, String)>,
    /// Width and height of it all.
    pub size: [f32; 2],
}

/// All boxes are as wide; the style sheet says so, too.
const WIDTH: f32 = 176.0;
/// Characters in a line of a box, by its widest face.
const CHARACTERS: usize = 19;
const LINE: f32 = 19.0;
/// Of the note below the label, and of what stands above and below both.
const NOTE: f32 = 18.0;
const PADDING: f32 = 18.0;

pub fn plan(graph: &Graph) -> Plan {
    let across = Axes { down: false };
    let extent = |lines: usize, notes: usize| Extent {
        main: WIDTH,
        cross: lines as f32 * LINE + notes as f32 * NOTE + PADDING,
    };
    let sizes = Sizes {
        nodes: (graph.nodes.iter())
            .map(|node| {
                extent(
                    wrap(&node.label, CHARACTERS).len(),
                    node.note.iter().count(),
                )
            })
            .collect(),
        labels: vec![Extent::default(); graph.edges.len()],
    };
    let placed = layout(graph, &sizes);
    let boxes = placed.nodes.iter().zip(&sizes.nodes);
    let boxes = boxes.map(|(centre, extent)| {
        let (x, y) = across.point(*centre);
        let (width, height) = across.size(*extent);
        [x - width / 2.0, y - height / 2.0, width, height]
    });
    let mut columns: Vec<f32> = placed.nodes.iter().map(|centre| centre.main).collect();
    columns.sort_by(f32::total_cmp);
    columns.dedup();
    let column = |main: f32| columns.partition_point(|known| *known < main);
    let arrows = graph.edges.iter().zip(&placed.edges);
    let arrows = arrows.map(|(edge, route)| {
        let (centre, extent) = (placed.nodes[edge.from], sizes.nodes[edge.from]);
        arrow(&route.way, centre, extent, across)
    });
    let (width, height) = across.size(placed.extent);
    Plan {
        places: boxes.collect(),
        columns: (placed.nodes.iter().map(|centre| column(centre.main))).collect(),
        arrows: arrows.collect(),
        size: [width, height],
    }
}
