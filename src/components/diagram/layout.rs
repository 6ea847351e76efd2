//! Where boxes, arrows and their figures stand.

use super::figures::{self, Figures};
use super::route::Roads;

/// A box's size, in user units of the drawing.
pub const BOX: (f32, f32) = (146.0, 70.0);
/// Around the whole, with room above a box for its backlog.
const EDGE: (f32, f32) = (4.0, 20.0);
/// Below the whole, for what is wrong with the lowest box.
const FOOT: f32 = 16.0;
/// In a narrow place so many boxes stand side by side.
const ABREAST: usize = 2;

/// Which way requests flow on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Left to right, for wide places.
    Across,
    /// Top to bottom, for narrow ones.
    Down,
}

/// Upper left corners of the boxes, the arrows between them, and the size of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub boxes: Vec<(f32, f32)>,
    pub arrows: Vec<Arrow>,
    pub size: (f32, f32),
}

/// A line with a head, as SVG path data and polygon points.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// Index of its link.
    pub link: usize,
    pub line: String,
    pub head: String,
    pub figures: Figures,
}

/// `places` are columns and rows of a left-to-right layout; `links` are pairs of indices into them. A link to
/// a place that is not there, or to where it comes from, is left out.
pub fn layout(places: &[(f32, f32)], links: &[(u32, u32)], flow: Flow) -> Layout {
    let turned = match flow {
        Flow::Across => places.to_vec(),
        Flow::Down => stacked(places),
    };
    let least =
        |pick: fn(&(f32, f32)) -> f32| turned.iter().map(pick).fold(f32::INFINITY, f32::min);
    let (left, top) = (least(|place| place.0), least(|place| place.1));
    let gap = flow.turn(flow.gap());
    let cell = (BOX.0 + gap.0, BOX.1 + gap.1);
    let mut boxes: Vec<(f32, f32)> = turned
        .iter()
        .map(|&(x, y)| ((x - left) * cell.0, (y - top) * cell.1))
        .collect();
    let roads = Roads {
        size: flow.turn(BOX),
        corners: boxes.iter().map(|&corner| flow.turn(corner)).collect(),
        gap: flow.gap(),
    };
    let mut routes = roads.routes(links);

    // Arrows may run outside of all boxes.
    let turns = routes.iter().flat_map(|route| &route.points);
    let turns: Vec<(f32, f32)> = turns.map(|&point| flow.turn(point)).collect();
    let far = |corner: &(f32, f32)| (corner.0 + BOX.0, corner.1 + BOX.1);
    let all = || boxes.iter().copied().chain(turns.iter().copied());
    let low = all().fold((0.0f32, 0.0f32), |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let high = boxes
        .iter()
        .map(far)
        .chain(turns.iter().copied())
        .fold((0.0f32, 0.0f32), |a, b| (a.0.max(b.0), a.1.max(b.1)));
    let by = (EDGE.0 - low.0, EDGE.1 - low.1);
    let size = (high.0 + by.0 + EDGE.0, high.1 + by.1 + FOOT);
    for corner in &mut boxes {
        *corner = (corner.0 + by.0, corner.1 + by.1);
    }
    for route in &mut routes {
        for point in &mut route.points {
            let (x, y) = flow.turn(*point);
            *point = flow.turn((x + by.0, y + by.1));
        }
    }
    let figures = figures::places(&routes, flow, &boxes, size);
    let arrows = routes.iter().zip(figures).map(|(route, figures)| Arrow {
        figures,
        ..route.arrow(flow)
    });
    Layout {
        arrows: arrows.collect(),
        boxes,
        size,
    }
}

/// Columns become rows; one with too many boxes for a narrow place becomes several.
fn stacked(places: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let rows = || places.iter().map(|place| place.1);
    let spread = rows().fold(f32::NEG_INFINITY, f32::max) - rows().fold(f32::INFINITY, f32::min);
    if spread <= (ABREAST - 1) as f32 {
        return places.iter().map(|&(column, row)| (row, column)).collect();
    }
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (places[a], places[b]);
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let mut stacked = vec![(0.0, 0.0); places.len()];
    let mut down = 0.0;
    for column in order.chunk_by(|&a, &b| places[a].0.total_cmp(&places[b].0).is_eq()) {
        for row in column.chunks(ABREAST) {
            let space = (ABREAST - row.len()) as f32 / 2.0;
            for (place, &node) in row.iter().enumerate() {
                stacked[node] = (space + place as f32, down);
            }
            down += 1.0;
        }
    }
    stacked
}

impl Flow {
    /// Between boxes, along the flow and across it. Down the page a box's backlog and the figures of the arrow that leads to it
    /// are in one gap.
    fn gap(self) -> (f32, f32) {
        match self {
            Self::Across => (48.0, 34.0),
            Self::Down => (58.0, 24.0),
        }
    }

    /// From the page's directions to (along the flow, across it), and back.
    pub fn turn(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Across => (x, y),
            Self::Down => (y, x),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::figures::Area;
    use super::*;

    fn apart(boxes: &[(f32, f32)]) -> bool {
        boxes.iter().enumerate().all(|(i, a)| {
            boxes[..i]
                .iter()
                .all(|b| (a.0 - b.0).abs() >= BOX.0 || (a.1 - b.1).abs() >= BOX.1)
        })
    }

    /// The first and the last point of an arrow.
    fn ends(arrow: &Arrow) -> [(f32, f32); 2] {
        let point = |text: &str| {
            let mut parts = text.split(' ').map(|part| part.parse::<f32>().unwrap());
            (parts.next().unwrap(), parts.next().unwrap())
        };
        let start = arrow.line[1..].split(['C', 'L']).next().unwrap();
        let mut tip = arrow.head.splitn(3, ' ');
        let tip = format!("{} {}", tip.next().unwrap(), tip.next().unwrap());
        [point(start), point(&tip)]
    }

    /// Whether a point is on the edge of a box, to the rounding of what is written.
    fn on_edge((x, y): (f32, f32), corner: (f32, f32)) -> bool {
        let (right, down) = (x - corner.0, y - corner.1);
        let near = |a: f32, b: f32| (a - b).abs() < 0.1;
        let inside = right > -0.1 && right < BOX.0 + 0.1 && down > -0.1 && down < BOX.1 + 0.1;
        inside && (near(right, 0.0) || near(right, BOX.0) || near(down, 0.0) || near(down, BOX.1))
    }

    #[test]
    fn an_arrow_goes_around_the_boxes_between() {
        // Past the second box to the one below the third.
        let places = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0)];
        let drawn = layout(&places, &[(0, 1), (0, 3), (0, 2)], Flow::Across);
        let turns: Vec<usize> = drawn
            .arrows
            .iter()
            .map(|arrow| arrow.line.matches('Q').count())
            .collect();
        // Straight on; around one corner; in its own row beside the box between.
        assert_eq!(turns, [0, 1, 2]);
        let [start, end] = ends(&drawn.arrows[0]);
        assert_eq!((start.1, end.1), (55.0, 55.0));
    }

    #[test]
    fn a_narrow_place_gets_a_narrow_drawing() {
        let chain: Vec<(f32, f32)> = (0..6u8).map(|i| (f32::from(i), 0.0)).collect();
        assert!(layout(&chain, &[], Flow::Down).size.0 <= 160.0);
        assert!(layout(&chain, &[], Flow::Across).size.1 <= 110.0);
        // And of many side by side no more than fit a phone.
        let fan: Vec<(f32, f32)> = (0..7u8).map(|i| (1.0, f32::from(i))).collect();
        assert!(layout(&fan, &[], Flow::Down).size.0 <= 330.0);
    }

    #[test]
    fn a_rate_stands_on_no_box_and_on_no_other_rate() {
        // Past a box, across each other, and into one box from three sides.
        let places = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (1.0, 1.0), (2.0, 1.0)];
        let links = [(0, 1), (1, 2), (0, 2), (0, 3), (1, 4), (3, 2), (3, 4)];
        for flow in [Flow::Across, Flow::Down] {
            let drawn = layout(&places, &links, flow);
            let rates: Vec<Area> = (drawn.arrows.iter())
                .map(|arrow| arrow.figures.areas()[0])
                .collect();
            for (i, rate) in rates.iter().enumerate() {
                let free = |other: &Area| rate.shared(other) < 1.0;
                assert!(rates[..i].iter().all(free), "{flow:?} {rate:?}");
                let boxes = drawn.boxes.iter();
                let mut boxes = boxes.map(|&(x, y)| Area::new(x, y, BOX.0, BOX.1));
                assert!(boxes.all(|area| free(&area)), "{flow:?} {rate:?}");
            }
        }
    }

    #[test]
    fn links_there_and_back_are_two_lines() {
        let places = [(0.0, 0.0), (1.0, 0.0)];
        for flow in [Flow::Across, Flow::Down] {
            let drawn = layout(&places, &[(0, 1), (1, 0)], flow);
            let [a, b] = [ends(&drawn.arrows[0]), ends(&drawn.arrows[1])];
            assert!(a[0] != b[1] && a[1] != b[0], "{flow:?}");
        }
    }

    #[test]
    fn a_link_to_nowhere_is_left_out() {
        let drawn = layout(&[(0.0, 0.0)], &[(0, 9), (0, 0)], Flow::Across);
        assert_eq!(drawn.arrows, []);
        assert_eq!(layout(&[], &[], Flow::Down).boxes, []);
    }

    proptest! {
        #[test]
        fn boxes_never_overlap_and_arrows_end_at_theirs(
            halves in proptest::collection::btree_set((0u8..6, 0u8..10), 1..14),
            links in proptest::collection::vec((0u32..14, 0u32..14), 0..30),
        ) {
            // Columns are whole; rows in one column a whole row apart.
            let mut places: Vec<(f32, f32)> = Vec::new();
            for (column, half) in halves {
                let place = (f32::from(column), f32::from(half) / 2.0);
                let clash = |p: &(f32, f32)| (p.0 - place.0).abs() < 0.5 && (p.1 - place.1).abs() < 1.0;
                if !places.iter().any(clash) {
                    places.push(place);
                }
            }
            for flow in [Flow::Across, Flow::Down] {
                let drawn = layout(&places, &links, flow);
                prop_assert!(apart(&drawn.boxes), "{flow:?}");
                for corner in &drawn.boxes {
                    prop_assert!(corner.0 >= 0.0 && corner.0 + BOX.0 <= drawn.size.0);
                    prop_assert!(corner.1 >= 0.0 && corner.1 + BOX.1 <= drawn.size.1);
                }
                let there = |&&(from, to): &&(u32, u32)| {
                    from != to && (from as usize) < places.len() && (to as usize) < places.len()
                };
                prop_assert_eq!(drawn.arrows.len(), links.iter().filter(there).count());
                for arrow in &drawn.arrows {
                    let (from, to) = links[arrow.link];
                    let [start, end] = ends(arrow);
                    prop_assert!(on_edge(start, drawn.boxes[from as usize]), "{flow:?} {arrow:?}");
                    prop_assert!(on_edge(end, drawn.boxes[to as usize]), "{flow:?} {arrow:?}");
                    prop_assert!(!arrow.line.contains("NaN"), "{arrow:?}");
                }
            }
        }
    }
}
