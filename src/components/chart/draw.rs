//! The drawing of series over an axis.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{ChartSpec, Series};
use plotters::element::{Circle, Polygon};

use super::decimate::decimate;
use super::figure::{Band, Mark};
use super::frame::{Field, frame, line};
use super::ink::{FINE, Ink};
use super::knee;
use super::sheet::{Area, Drawn};
use super::ticks::{self, Scale};

/// Few points are measurements and get a marker each; many are a line.
const MARKED: usize = 40;

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Plot<'a> {
    pub spec: &'a ChartSpec,
    pub series: &'a [Series],
    pub bands: &'a [Band],
    /// What happened, in the order of their places. Knees and crossings need not be among them.
    pub marks: &'a [Mark],
    /// Where the x axis ends, in its base unit: the length of a run that is under way. `None`: with the data.
    pub until: Option<f64>,
    /// Bit by bit, the series that are not to be seen.
    pub hidden: u32,
}

impl<'a> Plot<'a> {
    pub fn new(spec: &'a ChartSpec, series: &'a [Series]) -> Self {
        Self {
            spec,
            series,
            bands: &[],
            marks: &[],
            until: None,
            hidden: 0,
        }
    }

    /// Of a run of this length: a chart over time has room for the whole of it from its start on.
    pub fn of_run(spec: &'a ChartSpec, series: &'a [Series], duration_ns: u64) -> Self {
        let plot = Self::new(spec, series);
        Self {
            until: plot.over_time().then_some(duration_ns as f64),
            ..plot
        }
    }

    /// Whether x is time in a run.
    pub fn over_time(&self) -> bool {
        self.spec.sweep().is_none() && self.spec.x.unit == Unit::Duration
    }

    /// The series that are to be seen, with their places among all.
    pub fn seen(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Series)> + use<'a> {
        let hidden = self.hidden;
        let all = self.series.iter().enumerate();
        all.filter(move |(index, _)| is_shown(hidden, *index))
    }

    /// The marks given and, of a curve over something else than time, its knees and crossings.
    pub fn all_marks(&self) -> Vec<Mark> {
        let mut marks = self.marks.to_vec();
        marks.extend(knee::places(*self).into_iter().map(|place| place.mark()));
        marks.sort_by(|a, b| a.at.total_cmp(&b.at));
        marks
    }

    /// The range of x, for at most `most` marks.
    pub fn x_scale(&self, most: usize) -> Scale {
        let (low, high) = bounds(self.seen().flat_map(|(_, series)| series.x.iter().copied()));
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
        let values = self.seen().flat_map(|(_, series)| series.y.iter());
        let bands = (self.bands.iter()).filter(|band| is_shown(self.hidden, band.of));
        let bands = bands.flat_map(|band| band.low.iter().chain(&band.high));
        let (low, high) = bounds(values.chain(bands).map(|&y| f64::from(y)));
        ticks::covering(low.min(0.0), high, self.spec.y.unit, most)
    }
}

pub fn is_shown(hidden: u32, index: usize) -> bool {
    hidden.checked_shr(index as u32).unwrap_or(0) & 1 == 0
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
pub fn draw(area: &Area, plot: Plot, column: usize) -> Drawn<Field> {
    let field = frame(
        area,
        &|most| plot.x_scale(most),
        &|most| plot.y_scale(most),
        &plot.all_marks(),
        plot.spec.x.unit,
    )?;
    for band in plot.bands {
        if is_shown(plot.hidden, band.of) {
            draw_band(area, &field, band)?;
        }
    }
    let columns = (field.right - field.left) as usize / FINE as usize / column.max(1);
    // The first series last, on top: it is the one a chart is about.
    for (index, series) in plot.seen().rev() {
        draw_series(area, &field, index, series, columns)?;
    }
    Ok(field)
}

fn draw_series(
    area: &Area,
    field: &Field,
    index: usize,
    series: &Series,
    columns: usize,
) -> Drawn<()> {
    let ink = Ink::series(index);
    let marked = series.x.len() <= MARKED;
    let (from, to) = (field.x.min, field.x.max);
    for points in decimate(&series.x, &series.y, from, to, columns) {
        let points: Vec<_> = points.into_iter().map(|point| field.at(point)).collect();
        if marked || points.len() == 1 {
            for &point in &points {
                area.draw(&Circle::new(point, 3 * FINE, ink.fill()))?;
            }
        }
        if points.len() > 1 {
            line(area, &points, ink, 2.0)?;
        }
    }
    Ok(())
}

/// One area for each stretch without a gap.
fn draw_band(area: &Area, field: &Field, band: &Band) -> Drawn<()> {
    let ink = Ink::band(band.of);
    let edges: Vec<(f64, f32, f32)> = (band.x.iter().zip(&band.low).zip(&band.high))
        .map(|((&x, &low), &high)| (x, low, high))
        .collect();
    let whole =
        |(x, low, high): &(f64, f32, f32)| x.is_finite() && low.is_finite() && high.is_finite();
    for stretch in edges.split(|edge| !whole(edge)).filter(|s| s.len() > 1) {
        let upper = stretch.iter().map(|&(x, _, high)| (x, f64::from(high)));
        let lower = stretch.iter().map(|&(x, low, _)| (x, f64::from(low)));
        let corners: Vec<_> = (upper.chain(lower.rev()))
            .map(|point| field.at(point))
            .collect();
        area.draw(&Polygon::new(corners, ink.fill()))?;
    }
    Ok(())
}
