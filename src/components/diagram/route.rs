//! Which way arrows run between boxes. In here a point is along and across the flow.

use super::figures::Figures;
use super::layout::{Arrow, Flow};

/// Length of an arrow's head, and its width as a share of that.
const HEAD: f32 = 10.0;
const WINGS: f32 = 0.5;
/// Radius of an arrow's bends.
const BEND: f32 = 10.0;
/// From a box to an arrow that runs beside it, and between arrows that run beside each other.
const LANE: f32 = 10.0;
const APART: f32 = 7.0;
/// Between arrows that meet on one side of a box: the share of the side they spread over, and the most.
const SPREAD: f32 = 0.6;
const PORT: f32 = 18.0;

type Point = (f32, f32);

/// Where arrows can run.
pub struct Roads {
    /// Of a box.
    pub size: Point,
    pub corners: Vec<Point>,
    /// Between boxes that stand next to each other.
    pub gap: Point,
}

/// The way of an arrow.
#[derive(Clone, Debug, PartialEq)]
pub struct Route {
    link: usize,
    /// Two at least.
    pub points: Vec<Point>,
    /// One bow along the flow between two points; else straight stretches with rounded corners.
    pub bow: bool,
    /// It runs beside boxes here, across the flow.
    lane: Option<f32>,
}

/// One end of an arrow.
struct End {
    route: usize,
    last: bool,
    /// Where the other end is, in the direction of the side.
    other: f32,
}

/// A side of a box: which box, whether the side is passed along the flow, and whether it is the far one.
type Side = (usize, bool, bool);

impl Roads {
    /// The ways of all links, but of those to nowhere or back to where they come from.
    pub fn routes(&self, links: &[(u32, u32)]) -> Vec<Route> {
        let mut routes: Vec<Route> = links
            .iter()
            .enumerate()
            .filter_map(|(link, &(from, to))| self.between(link, from as usize, to as usize))
            .collect();
        self.part_ends(&mut routes, links);
        part_lanes(&mut routes);
        routes
    }

    fn middle(&self, of: usize) -> Option<Point> {
        let (x, y) = self.corners.get(of)?;
        Some((x + self.size.0 / 2.0, y + self.size.1 / 2.0))
    }

    /// The first way that crosses no other box: straight on, around a corner, beside the row, through the gaps.
    fn between(&self, link: usize, from: usize, to: usize) -> Option<Route> {
        if from == to {
            return None;
        }
        let (w, h) = self.size;
        let ((ax, ay), (bx, by)) = (self.middle(from)?, self.middle(to)?);
        let way = if bx < ax { -1.0 } else { 1.0 };
        let (ahead, space) = (way * w / 2.0, way * self.gap.0 / 2.0);
        let aside = if by < ay { -h / 2.0 } else { h / 2.0 };
        let route = |points: Vec<Point>, bow: bool, lane: Option<f32>| Route {
            link,
            points,
            bow,
            lane,
        };
        let clear = |route: &Route| {
            let others = self.corners.iter().enumerate();
            !others
                .filter(|&(i, _)| i != from && i != to)
                .any(|(_, &corner)| route.hits(corner, self.size))
        };
        if (bx - ax).abs() < w {
            let straight = route(vec![(ax, ay + aside), (bx, by - aside)], false, None);
            if clear(&straight) {
                return Some(straight);
            }
            let back = ax.min(bx) - w / 2.0 - self.gap.0 / 2.0;
            let around = vec![
                (ax - w / 2.0, ay),
                (back, ay),
                (back, by),
                (bx - w / 2.0, by),
            ];
            return Some(route(around, false, None));
        }
        let bow = route(vec![(ax + ahead, ay), (bx - ahead, by)], true, None);
        if clear(&bow) {
            return Some(bow);
        }
        let mut ways = Vec::new();
        // In one row there is no corner to turn.
        if (by - ay).abs() >= h {
            ways.push(route(
                vec![(ax, ay + aside), (ax, by), (bx - ahead, by)],
                false,
                None,
            ));
            ways.push(route(
                vec![(ax + ahead, ay), (bx, ay), (bx, by - aside)],
                false,
                None,
            ));
        }
        let beside = ay.max(by) + h / 2.0 + LANE;
        ways.push(route(
            vec![
                (ax, ay + h / 2.0),
                (ax, beside),
                (bx, beside),
                (bx, by + h / 2.0),
            ],
            false,
            Some(beside),
        ));
        // The gaps next to any box, the nearest first.
        let gaps = self
            .corners
            .iter()
            .flat_map(|&(_, y)| [y - self.gap.1 / 2.0, y + h + self.gap.1 / 2.0]);
        let mut gaps: Vec<f32> = gaps.collect();
        gaps.sort_by(|a, b| {
            let detour = |y: f32| (y - ay).abs() + (y - by).abs();
            detour(*a).total_cmp(&detour(*b))
        });
        let (out, into) = (ax + ahead + space, bx - ahead - space);
        ways.extend(gaps.into_iter().map(|y| {
            let points = vec![
                (ax + ahead, ay),
                (out, ay),
                (out, y),
                (into, y),
                (into, by),
                (bx - ahead, by),
            ];
            route(points, false, Some(y))
        }));
        Some(ways.into_iter().find(clear).unwrap_or(bow))
    }

    /// Arrows that meet on one side of a box end beside each other, in the order in which they come.
    fn part_ends(&self, routes: &mut [Route], links: &[(u32, u32)]) {
        let mut sides: Vec<(Side, Vec<End>)> = Vec::new();
        for (place, route) in routes.iter().enumerate() {
            let (from, to) = links[route.link];
            let ends = [
                (from as usize, to as usize, false),
                (to as usize, from as usize, true),
            ];
            for (own, other, last) in ends {
                let (along, far) = route.side(last);
                let Some((x, y)) = self.middle(other) else {
                    continue;
                };
                let end = End {
                    route: place,
                    last,
                    other: if along { y } else { x },
                };
                let side = (own, along, far);
                match sides.iter_mut().find(|(known, _)| *known == side) {
                    Some((_, ends)) => ends.push(end),
                    None => sides.push((side, vec![end])),
                }
            }
        }
        for ((_, along, _), mut ends) in sides {
            ends.sort_by(|a, b| a.other.total_cmp(&b.other));
            let extent = if along { self.size.1 } else { self.size.0 };
            let step = (extent * SPREAD / ends.len() as f32).min(PORT);
            let middle = (ends.len() - 1) as f32 / 2.0;
            for (place, end) in ends.iter().enumerate() {
                routes[end.route].shift(end.last, along, (place as f32 - middle) * step);
            }
        }
    }
}

/// Arrows that run in one gap run beside each other there.
fn part_lanes(routes: &mut [Route]) {
    let mut used: Vec<f32> = Vec::new();
    for route in routes {
        let Some(lane) = route.lane else {
            continue;
        };
        let before = used
            .iter()
            .filter(|&&other| (other - lane).abs() < 1.0)
            .count();
        used.push(lane);
        // To one side and the other by turns; a gap has room for three.
        let by = [0.0, APART, -APART][before % 3];
        for point in &mut route.points {
            if (point.1 - lane).abs() < f32::EPSILON {
                point.1 += by;
            }
        }
    }
}

impl Route {
    /// Which side of its box it leaves, or arrives at: whether along the flow, and whether the far one.
    fn side(&self, last: bool) -> (bool, bool) {
        let n = self.points.len();
        let (end, next) = if last {
            (self.points[n - 1], self.points[n - 2])
        } else {
            (self.points[0], self.points[1])
        };
        let along = self.bow || (end.1 - next.1).abs() < f32::EPSILON;
        let far = if along {
            next.0 > end.0
        } else {
            next.1 > end.1
        };
        (along, far)
    }

    /// Moves an end along the side of its box, and with it the stretch that leads there.
    fn shift(&mut self, last: bool, along: bool, by: f32) {
        let n = self.points.len();
        let end = if last { n - 1 } else { 0 };
        let next = if last { n - 2 } else { 1 };
        let moved: &[usize] = if n > 2 { &[end, next] } else { &[end] };
        for &point in moved {
            let point = &mut self.points[point];
            if along {
                point.1 += by;
            } else {
                point.0 += by;
            }
        }
    }

    /// Whether it touches a box; looked at often enough that it cannot pass one between two looks.
    fn hits(&self, corner: Point, size: Point) -> bool {
        self.points.windows(2).any(|ends| {
            let (from, to) = (ends[0], ends[1]);
            (0..=32u8).any(|look| {
                let (along, across) = self.between(from, to, f32::from(look) / 32.0);
                // From the box's corner.
                let (right, down) = (along - corner.0, across - corner.1);
                right > 0.0 && right < size.0 && down > 0.0 && down < size.1
            })
        })
    }

    /// The point at a part of the way between two of its points.
    fn between(&self, from: Point, to: Point, part: f32) -> Point {
        let t = part;
        let (along, across) = if self.bow {
            // Of the cubic curve that `arrow` draws.
            (1.5 * t * (1.0 - t) + t * t * t, t * t * (3.0 - 2.0 * t))
        } else {
            (t, t)
        };
        (
            from.0 + (to.0 - from.0) * along,
            from.1 + (to.1 - from.1) * across,
        )
    }

    /// The point at a part of one of its stretches, and how long that stretch is.
    pub fn point(&self, stretch: usize, part: f32) -> (Point, f32) {
        let (from, to) = (self.points[stretch], self.points[stretch + 1]);
        (self.between(from, to, part), length(from, to))
    }

    /// Points of it close enough to each other that no text stands between two.
    pub fn dots(&self) -> Vec<Point> {
        const STEP: f32 = 6.0;
        let mut dots = Vec::new();
        for ends in self.points.windows(2) {
            let steps = (length(ends[0], ends[1]) / STEP).ceil().max(1.0);
            let along = (0..=steps as u16).map(|step| f32::from(step) / steps);
            dots.extend(along.map(|part| self.between(ends[0], ends[1], part)));
        }
        dots
    }

    /// Drawn on the page; its figures have yet to find their place.
    pub fn arrow(&self, flow: Flow) -> Arrow {
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
                let room = length(corner[0], corner[1]).min(length(corner[1], corner[2])) / 2.0;
                let bend = BEND.min(room);
                let (start, stop) = (moved(corner[1], into, -bend), moved(corner[1], out, bend));
                line += &["L", &at(start), "Q", &at(corner[1]), " ", &at(stop)].concat();
            }
            line += &["L", &at(end)].concat();
        }
        let side = (-way.1, way.0);
        let wings = [WINGS, -WINGS].map(|share| at(moved(end, side, HEAD * share)));
        Arrow {
            link: self.link,
            line,
            head: format!("{} {} {}", at(last), wings[0], wings[1]),
            figures: Figures {
                at: first,
                x: 0.0,
                y: (0.0, 0.0),
                anchor: "middle",
            },
        }
    }
}

fn length(from: Point, to: Point) -> f32 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// The direction from one point to another, of length one.
fn toward(from: Point, to: Point) -> Point {
    let length = length(from, to).max(f32::EPSILON);
    ((to.0 - from.0) / length, (to.1 - from.1) / length)
}

fn moved(point: Point, way: Point, by: f32) -> Point {
    (point.0 + way.0 * by, point.1 + way.1 * by)
}
