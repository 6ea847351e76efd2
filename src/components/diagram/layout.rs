//! Where boxes and arrows stand.

/// A box's size and the size of the cell it stands in, in user units of the drawing.
pub const BOX: (f32, f32) = (140.0, 66.0);
/// Room above a box for its backlog, and around the whole.
const EDGE: (f32, f32) = (4.0, 16.0);
const GAP_ALONG: f32 = 46.0;
const GAP_ACROSS: f32 = 30.0;
/// Length of an arrow's head.
const HEAD: f32 = 8.0;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrow {
    pub line: String,
    pub head: String,
}

/// `places` are columns and rows of a left-to-right layout; `links` are pairs of indices into them. A link to
/// a place that is not there is left out.
pub fn layout(places: &[(f32, f32)], links: &[(u32, u32)], flow: Flow) -> Layout {
    let turned: Vec<(f32, f32)> = places
        .iter()
        .map(|&(column, row)| match flow {
            Flow::Across => (column, row),
            Flow::Down => (row, column),
        })
        .collect();
    let least =
        |pick: fn(&(f32, f32)) -> f32| turned.iter().map(pick).fold(f32::INFINITY, f32::min);
    let (left, top) = (least(|place| place.0), least(|place| place.1));
    let cell = match flow {
        Flow::Across => (BOX.0 + GAP_ALONG, BOX.1 + GAP_ACROSS),
        Flow::Down => (BOX.0 + GAP_ACROSS / 2.0, BOX.1 + GAP_ALONG),
    };
    let boxes: Vec<(f32, f32)> = turned
        .iter()
        .map(|&(x, y)| (EDGE.0 + (x - left) * cell.0, EDGE.1 + (y - top) * cell.1))
        .collect();
    let most = |pick: fn(&(f32, f32)) -> f32| boxes.iter().map(pick).fold(0.0, f32::max);
    let size = (
        most(|corner| corner.0) + BOX.0 + EDGE.0,
        most(|corner| corner.1) + BOX.1 + EDGE.0,
    );
    let arrows = links
        .iter()
        .filter_map(|&(from, to)| {
            Some(arrow(
                *boxes.get(from as usize)?,
                *boxes.get(to as usize)?,
                flow,
            ))
        })
        .collect();
    Layout {
        boxes,
        arrows,
        size,
    }
}

fn arrow(from: (f32, f32), to: (f32, f32), flow: Flow) -> Arrow {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    // Along the flow where the boxes are apart in it, else across.
    let level = match flow {
        Flow::Across => dx.abs() > BOX.0,
        Flow::Down => dy.abs() <= BOX.1,
    };
    let sign = |d: f32| if d < 0.0 { -1.0 } else { 1.0 };
    let middle = |corner: (f32, f32)| (corner.0 + BOX.0 / 2.0, corner.1 + BOX.1 / 2.0);
    let ((ax, ay), (bx, by)) = (middle(from), middle(to));
    // Where it leaves and arrives, and its direction there.
    let (ux, uy) = if level {
        (sign(dx), 0.0)
    } else {
        (0.0, sign(dy))
    };
    let (hx, hy) = (ux * BOX.0 / 2.0, uy * BOX.1 / 2.0);
    let (x0, y0, x1, y1) = (ax + hx, ay + hy, bx - hx, by - hy);
    // The line ends where the head begins.
    let (ex, ey) = (x1 - ux * HEAD, y1 - uy * HEAD);
    let reach = if level {
        (ex - x0).abs()
    } else {
        (ey - y0).abs()
    } / 2.0;
    let line = format!(
        "M{x0:.1} {y0:.1}C{:.1} {:.1} {:.1} {:.1} {ex:.1} {ey:.1}",
        x0 + ux * reach,
        y0 + uy * reach,
        ex - ux * reach,
        ey - uy * reach,
    );
    let (wx, wy) = (uy * HEAD * 0.45, ux * HEAD * 0.45);
    let head = format!(
        "{x1:.1},{y1:.1} {:.1},{:.1} {:.1},{:.1}",
        ex + wx,
        ey + wy,
        ex - wx,
        ey - wy,
    );
    Arrow { line, head }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_never_overlap_and_stay_inside() {
        let places = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0)];
        for flow in [Flow::Across, Flow::Down] {
            let drawn = layout(&places, &[(0, 1), (1, 2), (1, 3), (2, 9)], flow);
            assert_eq!(drawn.arrows.len(), 3);
            for (i, a) in drawn.boxes.iter().enumerate() {
                assert!(a.0 >= 0.0 && a.0 + BOX.0 <= drawn.size.0);
                assert!(a.1 >= 0.0 && a.1 + BOX.1 <= drawn.size.1);
                for b in &drawn.boxes[..i] {
                    assert!((a.0 - b.0).abs() >= BOX.0 || (a.1 - b.1).abs() >= BOX.1);
                }
            }
        }
    }

    #[test]
    fn a_narrow_place_gets_a_narrow_drawing() {
        let chain: Vec<(f32, f32)> = (0..6u8).map(|i| (f32::from(i), 0.0)).collect();
        assert!(layout(&chain, &[], Flow::Down).size.0 <= 150.0);
        assert!(layout(&chain, &[], Flow::Across).size.1 <= 90.0);
    }
}
