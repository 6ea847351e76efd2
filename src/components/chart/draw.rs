//! The one drawing of a chart, for every backend.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{ChartSpec, Series};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, PathElement};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, TextStyle};
use plotters_backend::DrawingBackend;

use super::decimate::decimate;
use super::ink::{FINE, Ink};
use super::ticks::{self, Scale};

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
/// Few points are measurements and get a marker each; many are a line.
const MARKED: usize = 40;

type Plane = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Plot<'a> {
    pub spec: &'a ChartSpec,
    pub series: &'a [Series],
    /// Where the x axis ends, in its base unit: the length of a run that is under way. `None`: with the data.
    pub until: Option<f64>,
}

impl<'a> Plot<'a> {
    /// Of a run of this length: a chart over time has room for the whole of it from its start on.
    pub fn of_run(spec: &'a ChartSpec, series: &'a [Series], duration_ns: u64) -> Self {
        let plot = Self {
            spec,
            series,
            until: None,
        };
        Self {
            until: plot.over_time().then_some(duration_ns as f64),
            ..plot
        }
    }

    /// Whether x is time in a run.
    pub fn over_time(&self) -> bool {
        self.spec.sweep().is_none() && self.spec.x.unit == Unit::Duration
    }

    /// The range of x, for at most `most` marks.
    pub fn x_scale(&self, most: usize) -> Scale {
        let (low, high) = bounds(
            self.series
                .iter()
                .flat_map(|series| series.x.iter().copied()),
        );
        let from = if self.over_time() || low > high {
            0.0
        } else {
            low
        };
        let to = self.until.unwrap_or(high);
        ticks::within(from, to, self.spec.x.unit, most)
    }

    /// The range of y: from zero, for a length says "how much" only from there.
    pub fn y_scale(&self, most: usize) -> Scale {
        let values = self.series.iter().flat_map(|series| series.y.iter());
        let (low, high) = bounds(values.map(|&y| f64::from(y)));
        ticks::covering(low.min(0.0), high, self.spec.y.unit, most)
    }
}

/// The least and greatest finite value; (inf, -inf) of nothing.
fn bounds(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        })
}

/// Draws `plot` over the whole of `area`, whose units are [`FINE`] to a CSS pixel. Lines are thinned out to
/// their extremes in columns of `column` CSS pixels.
pub fn draw<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    plot: Plot,
    column: usize,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let (width, height) = area.dim_in_pixel();
    let (width, height) = (width as i32 / FINE, height as i32 / FINE);
    let y = plot.y_scale(((height - TOP - BOTTOM) / 32).max(2) as usize);

    let mut left = LEFT_LEAST;
    for tick in &y.ticks {
        let (label, _) = area.estimate_text_size(&tick.label, &text(HPos::Right, VPos::Center))?;
        left = left.max(label as i32 / FINE + GAP + 2);
    }
    let inner = (width - left - RIGHT).max(1);
    let x = plot.x_scale((inner / 76).max(2) as usize);

    let field = area.margin(TOP * FINE, BOTTOM * FINE, left * FINE, RIGHT * FINE);
    let (across, down) = field.get_pixel_range();
    let plane = field.apply_coord_spec(Plane::new(
        x.min..x.max,
        y.min..y.max,
        (across.clone(), down.end..down.start),
    ));

    for tick in &y.ticks {
        let ink = if tick.value == 0.0 {
            Ink::Axis
        } else {
            Ink::Grid
        };
        let line = vec![(x.min, tick.value), (x.max, tick.value)];
        plane.draw(&PathElement::new(line, ink.stroke(1.0)))?;
        let (_, at) = plane.map_coordinate(&(x.min, tick.value));
        area.draw_text(
            &tick.label,
            &text(HPos::Right, VPos::Center),
            (across.start - GAP * FINE, at),
        )?;
    }
    for tick in &x.ticks {
        let (at, _) = plane.map_coordinate(&(tick.value, y.min));
        let mark = vec![(at, down.end), (at, down.end + 4 * FINE)];
        area.draw(&PathElement::new(mark, Ink::Axis.stroke(1.0)))?;
        area.draw_text(
            &tick.label,
            &text(HPos::Center, VPos::Top),
            (at, down.end + 7 * FINE),
        )?;
    }

    // The first series last, on top: it is the one a chart is about.
    for (index, series) in plot.series.iter().enumerate().rev() {
        draw_series(
            &plane,
            index,
            series,
            (x.min, x.max),
            inner as usize / column.max(1),
        )?;
    }
    Ok(())
}

fn draw_series<DB: DrawingBackend>(
    plane: &DrawingArea<DB, Plane>,
    index: usize,
    series: &Series,
    (from, to): (f64, f64),
    columns: usize,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let ink = Ink::series(index);
    let dot = |point: (f64, f64)| Circle::new(point, 3 * FINE, ink.color().filled());
    let marked = series.x.len() <= MARKED;
    for line in decimate(&series.x, &series.y, from, to, columns) {
        if marked || line.len() == 1 {
            for &point in &line {
                plane.draw(&dot(point))?;
            }
        }
        if line.len() > 1 {
            plane.draw(&PathElement::new(line, ink.stroke(2.0)))?;
        }
    }
    Ok(())
}

fn text(across: HPos, down: VPos) -> TextStyle<'static> {
    TextStyle {
        font: FontDesc::new(
            FontFamily::SansSerif,
            FONT * f64::from(FINE),
            FontStyle::Normal,
        ),
        color: Ink::Label.color().to_backend_color(),
        pos: Pos::new(across, down),
    }
}
