//! Where the figures of arrows stand: on no box, on no other's figures, and as far as may be on no line.

use super::layout::{BOX, Flow};
use super::route::Route;

/// About the size of a rate, and of a share that failed.
const TEXT: (f32, f32) = (46.0, 13.0);
/// From a line to what stands beside, over and under it: what is wrong with it is marked on the line.
const ASIDE: f32 = 12.0;
const OVER: f32 = 11.0;
const UNDER: f32 = 20.0;
/// The same where there is little room.
const CLOSE: (f32, f32) = (7.0, 15.0);
/// Between two lines of text.
const LINE: f32 = 13.0;
/// Above a box, of what waits there.
const PILE: (f32, f32) = (90.0, 16.0);
/// The parts of a stretch at which figures may stand.
const PARTS: [f32; 5] = [0.5, 0.35, 0.65, 0.2, 0.8];

/// Where two lines of text stand beside an arrow: how much goes along it, and how much of that fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figures {
    /// The point of the arrow that they are of.
    pub at: (f32, f32),
    pub x: f32,
    /// Base lines of the two.
    pub y: (f32, f32),
    /// `text-anchor` of SVG.
    pub anchor: &'static str,
}

/// A part of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Area {
    pub fn new(left: f32, top: f32, width: f32, height: f32) -> Self {
        Self {
            left,
            top,
            right: left + width,
            bottom: top + height,
        }
    }

    /// How much of it another covers, in squares of a unit.
    pub fn shared(&self, other: &Self) -> f32 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    fn holds(&self, (x, y): (f32, f32)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

impl Figures {
    /// What the two take.
    pub fn areas(&self) -> [Area; 2] {
        let (width, height) = TEXT;
        let left = match self.anchor {
            "start" => self.x,
            "end" => self.x - width,
            _ => self.x - width / 2.0,
        };
        [self.y.0, self.y.1].map(|y| Area::new(left, y - height + 3.0, width, height))
    }

    /// The ways to stand at a point of an arrow, the usual one first.
    fn at((x, y): (f32, f32)) -> [Self; 6] {
        let at = (x, y);
        let level = |over, under| Self {
            at,
            x,
            y: (y + over, y + under),
            anchor: "middle",
        };
        let beside = |x, anchor| Self {
            at,
            x,
            y: (y - 2.0, y - 2.0 + LINE),
            anchor,
        };
        [
            level(-OVER, UNDER),
            level(-CLOSE.0, CLOSE.1),
            beside(x + ASIDE, "start"),
            beside(x - ASIDE, "end"),
            level(-OVER - LINE, -OVER),
            level(UNDER, UNDER + LINE),
        ]
    }
}

/// Of each route the place that costs least.
pub fn places(
    routes: &[Route],
    flow: Flow,
    corners: &[(f32, f32)],
    (width, height): (f32, f32),
) -> Vec<Figures> {
    let boxes: Vec<Area> = (corners.iter())
        .map(|&(x, y)| Area::new(x - 1.0, y - 1.0, BOX.0 + 2.0, BOX.1 + 2.0))
        .collect();
    let piles: Vec<Area> = (corners.iter())
        .map(|&(x, y)| Area::new(x, y - PILE.1, PILE.0, PILE.1))
        .collect();
    let page = Area::new(0.0, 0.0, width, height);
    let dots: Vec<(f32, f32)> = (routes.iter())
        .flat_map(Route::dots)
        .map(|point| flow.turn(point))
        .collect();
    let mut taken: Vec<Area> = Vec::new();
    let mut placed = Vec::with_capacity(routes.len());
    for route in routes {
        let mut best = (f32::INFINITY, Figures::at(flow.turn(route.points[0]))[0]);
        let ends = route.points.len() - 1;
        for (stretch, part) in (0..ends).flat_map(|stretch| PARTS.map(|part| (stretch, part))) {
            let (point, length) = route.point(stretch, part);
            let ways = Figures::at(flow.turn(point)).into_iter().enumerate();
            for (way, figures) in ways {
                let mut cost = (part - 0.5).abs() * 6.0 + way as f32 - length.min(60.0) / 20.0;
                // Something always goes along; that something fails is rarer.
                for (area, weight) in figures.areas().iter().zip([1.0, 0.6]) {
                    let whole = TEXT.0 * TEXT.1;
                    let over = |others: &[Area]| {
                        others.iter().map(|other| area.shared(other)).sum::<f32>() / whole
                    };
                    let lines = dots.iter().filter(|dot| area.holds(**dot)).count();
                    let out = 1.0 - area.shared(&page) / whole;
                    cost += weight
                        * (over(&boxes) * 150.0
                            + out * 150.0
                            + over(&taken) * 80.0
                            + over(&piles) * 20.0
                            + lines as f32 * 4.0);
                }
                if cost < best.0 {
                    best = (cost, figures);
                }
            }
        }
        taken.extend(best.1.areas());
        placed.push(best.1);
    }
    placed
}
