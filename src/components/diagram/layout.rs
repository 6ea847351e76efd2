//! Where boxes and arrows stand.

/// A box's size and the size of the cell it stands in, in user units of the drawing.
pub const BOX: (f32, f32) = (140.0, 66.0);
/// Room above a box for its backlog, and around the whole.
const EDGE: (f32, f32) = (4.0, 16.0);
const GAP_ALONG: f32 = 46.0;
const GAP_ACROSS: f32 = 30.0;
/// Length of an arrow's head.
const HEAD: f32 = 8.0;
/// Radius of an arrow's bends.
const BEND: f32 = 10.0;
/// From a box to an arrow that runs beside it.
const LANE: f32 = 10.0;

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
    let roads = Roads {
        size: flow.turn(BOX),
        corners: boxes.iter().map(|&corner| flow.turn(corner)).collect(),
    };
    let routes: Vec<Route> = links
        .iter()
        .filter_map(|&(from, to)| roads.between(from as usize, to as usize))
        .collect();
    let size = routes.iter().fold(size, |size, route| {
        route.points.iter().fold(size, |size, &point| {
            let (x, y) = flow.turn(point);
            (size.0.max(x + EDGE.0), size.1.max(y + EDGE.0))
        })
    });
    Layout {
        arrows: routes.iter().map(|route| route.arrow(flow)).collect(),
        boxes,
        size,
    }
}

impl Flow {
    /// From the page's directions to (along the flow, across it), and back.
    fn turn(self, (x, y): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Across => (x, y),
            Self::Down => (y, x),
        }
    }
}

/// Where arrows can run. In here a point is along and across the flow.
struct Roads {
    /// Of a box.
    size: (f32, f32),
    corners: Vec<(f32, f32)>,
}

/// The way of an arrow.
struct Route {
    points: Vec<(f32, f32)>,
    /// One bow along the flow between two points; else straight stretches with rounded corners.
    bow: bool,
}

impl Roads {
    /// The first way that crosses no other box: straight on, around a corner, or beside the row. `None` for a box
    /// that is not there.
    fn between(&self, from: usize, to: usize) -> Option<Route> {
        let (w, h) = self.size;
        let middle = |box_: usize| {
            let (x, y) = self.corners.get(box_)?;
            Some((x + w / 2.0, y + h / 2.0))
        };
        let ((ax, ay), (bx, by)) = (middle(from)?, middle(to)?);
        let ahead = if bx < ax { -w / 2.0 } else { w / 2.0 };
        let aside = if by < ay { -h / 2.0 } else { h / 2.0 };
        let straight = |points: Vec<(f32, f32)>| Route { points, bow: false };
        if (bx - ax).abs() <= w {
            return Some(straight(vec![(ax, ay + aside), (bx, by - aside)]));
        }
        let bow = Route {
            points: vec![(ax + ahead, ay), (bx - ahead, by)],
            bow: true,
        };
        let beside = ay.max(by) + h / 2.0 + LANE;
        let around = [
            vec![(ax, ay + aside), (ax, by), (bx - ahead, by)],
            vec![(ax + ahead, ay), (bx, ay), (bx, by - aside)],
            vec![
                (ax, ay + h / 2.0),
                (ax, beside),
                (bx, beside),
                (bx, by + h / 2.0),
            ],
        ];
        // In one row there is no corner to turn.
        let corners = if (by - ay).abs() < h { 2 } else { 0 };
        let clear = |route: &Route| {
            let others = self.corners.iter().enumerate();
            !others
                .filter(|&(i, _)| i != from && i != to)
                .any(|(_, &corner)| route.hits(corner, self.size))
        };
        if clear(&bow) {
            return Some(bow);
        }
        let detour = around.into_iter().skip(corners).map(straight).find(clear);
        Some(detour.unwrap_or(bow))
    }
}

impl Route {
    /// Whether it touches a box; looked at often enough that it cannot pass one between two looks.
    fn hits(&self, corner: (f32, f32), size: (f32, f32)) -> bool {
        self.points.windows(2).any(|ends| {
            let (from, to) = (ends[0], ends[1]);
            (0..=32u8).any(|look| {
                let t = f32::from(look) / 32.0;
                let (along, across) = if self.bow {
                    // Of the cubic curve that `arrow` draws.
                    (1.5 * t * (1.0 - t) + t * t * t, t * t * (3.0 - 2.0 * t))
                } else {
                    (t, t)
                };
                // From the box's corner.
                let right = from.0 + (to.0 - from.0) * along - corner.0;
                let down = from.1 + (to.1 - from.1) * across - corner.1;
                right > 0.0 && right < size.0 && down > 0.0 && down < size.1
            })
        })
    }

    fn arrow(&self, flow: Flow) -> Arrow {
        // A route has two points at least.
        let (first, last) = (self.points[0], self.points[self.points.len() - 1]);
        let before = if self.bow {
            (first.0, last.1)
        } else {
            self.points[self.points.len() - 2]
        };
        let way = toward(before, last);
        // The line ends where the head begins.
        let end = moved(last, way, -HEAD);
        let at = |point| {
            let (x, y) = flow.turn(point);
            format!("{x:.1} {y:.1}")
        };
        let mut line = format!("M{}", at(first));
        if self.bow {
            let reach = (end.0 - first.0) / 2.0;
            let (leave, arrive) = ((first.0 + reach, first.1), (end.0 - reach, end.1));
            line += &["C", &at(leave), " ", &at(arrive), " ", &at(end)].concat();
        } else {
            for corner in self.points.windows(3) {
                let (into, out) = (toward(corner[0], corner[1]), toward(corner[1], corner[2]));
                let (start, stop) = (moved(corner[1], into, -BEND), moved(corner[1], out, BEND));
                line += &["L", &at(start), "Q", &at(corner[1]), " ", &at(stop)].concat();
            }
            line += &["L", &at(end)].concat();
        }
        let side = (-way.1, way.0);
        let wings = [0.45, -0.45].map(|share| at(moved(end, side, HEAD * share)));
        Arrow {
            line,
            head: format!("{} {} {}", at(last), wings[0], wings[1]),
        }
    }
}

/// The direction from one point to another, of length one.
fn toward(from: (f32, f32), to: (f32, f32)) -> (f32, f32) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(f32::EPSILON);
    (dx / length, dy / length)
}

fn moved(point: (f32, f32), way: (f32, f32), by: f32) -> (f32, f32) {
    (point.0 + way.0 * by, point.1 + way.1 * by)
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
    fn an_arrow_goes_around_the_boxes_between() {
        // Past the second box to the one below the third.
        let places = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 1.0)];
        let drawn = layout(&places, &[(0, 1), (0, 3), (0, 2)], Flow::Across);
        assert_eq!(
            drawn.arrows[0].line,
            "M144.0 49.0C163.0 49.0 163.0 49.0 182.0 49.0"
        );
        assert_eq!(
            drawn.arrows[1].line,
            "M74.0 82.0L74.0 135.0Q74.0 145.0 84.0 145.0L368.0 145.0"
        );
        // In its own row it runs beside the box between.
        assert_eq!(drawn.arrows[2].line.matches('Q').count(), 2);
    }

    #[test]
    fn a_narrow_place_gets_a_narrow_drawing() {
        let chain: Vec<(f32, f32)> = (0..6u8).map(|i| (f32::from(i), 0.0)).collect();
        assert!(layout(&chain, &[], Flow::Down).size.0 <= 150.0);
        assert!(layout(&chain, &[], Flow::Across).size.1 <= 90.0);
    }
}
