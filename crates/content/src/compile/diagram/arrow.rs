//! The lines of arrows and their heads, as path data.

use std::fmt::Write as _;

use super::layout::{Extent, LOOP, Point, Way};

const HEAD: f32 = 9.0;
/// Of the turns of an arrow that leads around.
const RADIUS: f32 = 14.0;

/// From main and cross to x and y.
#[derive(Clone, Copy)]
pub struct Axes {
    pub down: bool,
}

impl Axes {
    pub fn point(self, point: Point) -> (f32, f32) {
        if self.down {
            (point.cross, point.main)
        } else {
            (point.main, point.cross)
        }
    }

    pub fn size(self, extent: Extent) -> (f32, f32) {
        if self.down {
            (extent.cross, extent.main)
        } else {
            (extent.main, extent.cross)
        }
    }
}

/// The line of an arrow and its head; `centre` and `extent` are those of the box at its tail.
pub fn arrow(way: &Way, centre: Point, extent: Extent, axes: Axes) -> (String, String) {
    match way {
        Way::Curve(points) => curve(points, axes),
        Way::Around(points) => around(points, axes),
        Way::Loop => around_itself(centre, extent, axes),
    }
}

/// A line under way: path data.
struct Line {
    data: String,
    axes: Axes,
}

impl Line {
    fn step(&mut self, letter: char, points: &[Point]) {
        self.data.push(letter);
        for (index, point) in points.iter().enumerate() {
            let (x, y) = self.axes.point(*point);
            let space = if index == 0 { "" } else { " " };
            // Writing to a string does not fail.
            let _ = write!(self.data, "{space}{x:.1} {y:.1}");
        }
    }
}

fn line(axes: Axes) -> Line {
    Line {
        data: String::new(),
        axes,
    }
}

/// A head at `tip`, come from the direction `back`, a unit along one axis. The line ends a little inside it.
fn head(tip: Point, back: Point, axes: Axes) -> (Point, String) {
    let at = |along: f32, beside: f32| Point {
        main: tip.main + along * back.main + beside * back.cross,
        cross: tip.cross + along * back.cross + beside * back.main,
    };
    let mut triangle = line(axes);
    triangle.step('M', &[tip]);
    triangle.step('L', &[at(HEAD, HEAD * 0.5)]);
    triangle.step('L', &[at(HEAD, -HEAD * 0.5)]);
    triangle.data.push('Z');
    (at(HEAD * 0.8, 0.0), triangle.data)
}

/// Both ends lie along the main axis.
fn curve(points: &[Point], axes: Axes) -> (String, String) {
    let mut points = points.to_vec();
    let [.., before, tip] = &mut points[..] else {
        return Default::default();
    };
    let back = if tip.main > before.main { -1.0 } else { 1.0 };
    let back = Point {
        main: back,
        cross: 0.0,
    };
    let (end, head) = head(*tip, back, axes);
    *tip = end;
    let mut line = line(axes);
    line.step('M', &points[..1]);
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        if (from.cross - to.cross).abs() < 0.05 {
            line.step('L', &[to]);
            continue;
        }
        let main = from.main.midpoint(to.main);
        let turn = |cross| Point { main, cross };
        line.step('C', &[turn(from.cross), turn(to.cross), to]);
    }
    (line.data, head)
}

/// Out of the side of a box, along, into the side of another.
fn around(points: &[Point; 4], axes: Axes) -> (String, String) {
    let [from, turn, other, to] = *points;
    let along = (other.main - turn.main).signum();
    let out = (turn.cross - from.cross).signum();
    let radius = [
        (other.main - turn.main).abs() / 2.0,
        (turn.cross - from.cross).abs(),
        (other.cross - to.cross).abs() - HEAD,
    ];
    let radius = radius.into_iter().fold(RADIUS, f32::min).max(0.0);
    let back = Point {
        main: 0.0,
        cross: out,
    };
    let (end, head) = head(to, back, axes);
    let moved = |point: Point, main: f32, cross: f32| Point {
        main: point.main + radius * main,
        cross: point.cross + radius * cross,
    };
    let mut line = line(axes);
    line.step('M', &[from]);
    line.step('L', &[moved(turn, 0.0, -out)]);
    line.step('Q', &[turn, moved(turn, along, 0.0)]);
    line.step('L', &[moved(other, -along, 0.0)]);
    line.step('Q', &[other, moved(other, 0.0, -out)]);
    line.step('L', &[end]);
    (line.data, head)
}

/// On the near side of a box.
fn around_itself(centre: Point, extent: Extent, axes: Axes) -> (String, String) {
    let side = centre.cross - extent.cross / 2.0;
    let half = (extent.main / 4.0).min(18.0);
    let at = |main: f32, cross: f32| Point {
        main: centre.main + main,
        cross: side + cross,
    };
    let back = Point {
        main: 0.0,
        cross: -1.0,
    };
    let (end, head) = head(at(half, 0.0), back, axes);
    let mut line = line(axes);
    line.step('M', &[at(-half, 0.0)]);
    line.step('C', &[at(-half, -LOOP * 1.2), at(half, -LOOP * 1.2), end]);
    (line.data, head)
}
