//! The axes of a plot, where values stand on them, and what happened along them.

use headroom_sim::descriptor::Unit;
use plotters::element::{PathElement, Polygon};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::BackendCoord;

use super::figure::{Mark, MarkKind};
use super::ink::{FINE, Ink};
use super::names::{self, Name, Spot};
use super::sheet::{Area, Drawn};
use super::ticks::{Scale, Span};

/// Height of the labels, CSS pixels.
const FONT: f64 = 12.0;
/// Room above the plot for half a label, below it for the x labels, and at its right end for half of the last one.
const TOP: i32 = 10;
const BOTTOM: i32 = 26;
const RIGHT: i32 = 18;
/// Between a label and the plot.
const GAP: i32 = 8;
/// No narrower left of the plot, or the plot would shift while values grow.
const LEFT_LEAST: i32 = 44;
/// Of the names of what happened, above the plot: the height of a row, and how many rows at most.
const ROW: i32 = 15;
const ROWS: i32 = 4;

/// Where the plot is, in fine units from the area's corner, and what its axes are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    pub left: i32,
    pub right: i32,
    pub top: i32,
    pub bottom: i32,
    pub x: Span,
    pub y: Span,
}

impl Field {
    pub fn x_at(&self, value: f64) -> i32 {
        let share = self.x.share(value).clamp(0.0, 1.0);
        self.left + (share * f64::from(self.right - self.left)).round() as i32
    }

    pub fn y_at(&self, value: f64) -> i32 {
        let share = self.y.share(value).clamp(0.0, 1.0);
        self.bottom - (share * f64::from(self.bottom - self.top)).round() as i32
    }

    pub fn at(&self, (x, y): (f64, f64)) -> BackendCoord {
        (self.x_at(x), self.y_at(y))
    }

    /// The same in units that are so many times as small.
    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        let scaled = |fine: i32| (f64::from(fine) * by).round() as i32;
        Self {
            left: scaled(self.left),
            right: scaled(self.right),
            top: scaled(self.top),
            bottom: scaled(self.bottom),
            ..self
        }
    }

    /// The value of x at so many CSS pixels from the area's left.
    pub fn x_of(&self, css: f64) -> f64 {
        let share = (css * f64::from(FINE) - f64::from(self.left))
            / f64::from((self.right - self.left).max(1));
        self.x.value(share.clamp(0.0, 1.0))
    }
}

/// Makes an axis with at most so many marks.
pub type Axis<'a> = &'a dyn Fn(usize) -> Scale;

/// Draws axes over the whole of `area`, and what happened along the x axis, which is in `unit`.
pub fn frame(area: &Area, x: Axis, y: Axis, marks: &[Mark], unit: Unit) -> Drawn<Field> {
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (width as i32 / FINE, height as i32 / FINE);
    let mut rows = 0;
    // As many rows as the names need, and no more: what they take is taken from the plot.
    let (field, x, y, names) = loop {
        let top = TOP + rows * ROW;
        let y = y(((height - top - BOTTOM) / 32).max(2) as usize);
        let mut left = LEFT_LEAST;
        for tick in &y.ticks {
            left = left.max(wide(area, &tick.label)? / FINE + GAP + 2);
        }
        let inner = (width - left - RIGHT).max(1);
        let x = x((inner / 76).max(2) as usize);
        let field = Field {
            left: left * FINE,
            right: (left + inner) * FINE,
            top: top * FINE,
            bottom: (height - BOTTOM).max(top + 1) * FINE,
            x: x.span(),
            y: y.span(),
        };
        let names = names::of(area, &field, marks, unit)?;
        let room = (field.left, field.right + RIGHT * FINE);
        let (places, all) = names::places(&names, room, rows);
        if all || rows == ROWS {
            break (field, x, y, (names, places));
        }
        rows += 1;
    };

    for tick in &y.ticks {
        let ink = if tick.value == 0.0 {
            Ink::Axis
        } else {
            Ink::Grid
        };
        let at = field.y_at(tick.value);
        line(area, &[(field.left, at), (field.right, at)], ink, 1.0)?;
        let place = (field.left - GAP * FINE, at);
        write(area, &tick.label, HPos::Right, VPos::Center, place)?;
    }
    for tick in &x.ticks {
        let at = field.x_at(tick.value);
        let end = field.bottom + 4 * FINE;
        line(area, &[(at, field.bottom), (at, end)], Ink::Axis, 1.0)?;
        let below = field.bottom + 7 * FINE;
        // A long label at the end of the axis would stand out of the drawing.
        if at + wide(area, &tick.label)? / 2 > width * FINE {
            let edge = (width * FINE, below);
            write(area, &tick.label, HPos::Right, VPos::Top, edge)?;
        } else {
            write(area, &tick.label, HPos::Center, VPos::Top, (at, below))?;
        }
    }
    happened(area, &field, marks, &names)?;
    Ok(field)
}

/// What happened: a line each, with its name above the plot. Told apart by the line and what stands on it: a fault's is whole with
/// a wedge and hatched while it lasts, a change's is dashed with a diamond, a place's is dotted.
fn happened(
    area: &Area,
    field: &Field,
    marks: &[Mark],
    (names, places): &(Vec<Name>, Vec<Option<Spot>>),
) -> Drawn<()> {
    for mark in marks.iter().filter(|mark| names::is_seen(mark, field)) {
        let Some(until) = mark.until else { continue };
        let end = field.x_at(until);
        for stroke in hatch(field.x_at(mark.at), end, field.top, field.bottom) {
            line(area, &stroke, Ink::Hatch, 1.0)?;
        }
        if until < field.x.max {
            let edge = [(end, field.top), (end, field.bottom)];
            line(area, &edge, Ink::Hatch, 1.0)?;
        }
    }
    let middle = |row: i32| field.top - row * ROW * FINE - ROW * FINE / 2;
    for (name, place) in names.iter().zip(places) {
        let ink = match name.kind {
            MarkKind::Fault => Ink::Fault,
            MarkKind::Change => Ink::Change,
            MarkKind::Place => Ink::Place,
        };
        let tip = place.map_or(field.top, |place| middle(place.tip));
        for &at in &name.at {
            line(area, &[(at, field.bottom), (at, tip)], ink, 1.5)?;
            sign(area, (at, tip), name.kind, ink)?;
        }
        if let Some(place) = place {
            let at = (place.start, middle(place.row));
            write(area, &name.text, HPos::Left, VPos::Center, at)?;
        }
    }
    Ok(())
}

/// What stands on a mark's line.
fn sign(area: &Area, (x, y): BackendCoord, kind: MarkKind, ink: Ink) -> Drawn<()> {
    let (r, s) = (4 * FINE, 5 * FINE);
    let corners = match kind {
        MarkKind::Fault => vec![(x - s, y - r), (x + s, y - r), (x, y + r)],
        MarkKind::Change => vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
        MarkKind::Place => {
            return area.draw(&plotters::element::Circle::new(
                (x, y),
                3 * FINE,
                ink.fill(),
            ));
        }
    };
    area.draw(&Polygon::new(corners, ink.fill()))
}

/// Slanted strokes over a box.
fn hatch(left: i32, right: i32, top: i32, bottom: i32) -> Vec<[BackendCoord; 2]> {
    const STEP: i32 = 9 * FINE;
    let height = bottom - top;
    let mut strokes = Vec::new();
    // A stroke is where x + y is one sum, from the lower left to the upper right.
    let mut foot = left - height + STEP;
    while foot < right {
        let from = foot.max(left);
        let to = (foot + height).min(right);
        if from < to {
            strokes.push([(from, bottom - (from - foot)), (to, bottom - (to - foot))]);
        }
        foot += STEP;
    }
    strokes
}

pub fn line(area: &Area, points: &[BackendCoord], ink: Ink, width: f64) -> Drawn<()> {
    area.draw(&PathElement::new(points.to_vec(), ink.stroke(width)))
}

/// A label.
pub fn write(area: &Area, text: &str, across: HPos, down: VPos, at: BackendCoord) -> Drawn<()> {
    area.draw_text(text, &text_style(across, down, Ink::Label, FONT), at)
}

/// How wide a label will be, fine units.
pub fn wide(area: &Area, text: &str) -> Drawn<i32> {
    let style = text_style(HPos::Left, VPos::Center, Ink::Label, FONT);
    Ok(area.estimate_text_size(text, &style)?.0 as i32)
}

pub fn text_style(across: HPos, down: VPos, ink: Ink, size: f64) -> TextStyle<'static> {
    TextStyle {
        font: FontDesc::new(
            FontFamily::SansSerif,
            size * f64::from(FINE),
            FontStyle::Normal,
        ),
        color: ink.color().to_backend_color(),
        pos: Pos::new(across, down),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hatching_stays_in_its_box() {
        for right in [300, 1000, 5000] {
            let strokes = hatch(200, right, 80, 1400);
            assert!(!strokes.is_empty());
            for (x, y) in strokes.concat() {
                assert!(
                    (200..=right).contains(&x) && (80..=1400).contains(&y),
                    "{x} {y}"
                );
            }
        }
        assert!(hatch(200, 200, 80, 1400).is_empty());
    }

    #[test]
    fn a_pixel_leads_to_the_value_that_stands_there() {
        let span = |max| Span {
            min: 0.0,
            max,
            log: false,
        };
        let field = Field {
            left: 400,
            right: 2400,
            top: 80,
            bottom: 1400,
            x: span(60e9),
            y: span(100.0),
        };
        let at = field.x_at(15e9);
        assert_eq!(at, 900);
        assert!((field.x_of(f64::from(at) / f64::from(FINE)) - 15e9).abs() < 1.0);
        assert!((field.x_of(-3.0)).abs() < f64::EPSILON);
        assert_eq!(field.y_at(1e9), 80);
    }
}
