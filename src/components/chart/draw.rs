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

/// A time that spans more than this factor is drawn in equal factors: else all but the worst would lie on the axis.
const WIDE: f64 = 100.0;

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

    /// Those of them that were measured, and are not from a formula.
    pub fn measured(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Series)> + use<'a> {
        let spec = self.spec;
        self.seen()
            .filter(move |(index, _)| foretells(spec, *index).is_none())
    }

    /// The formulas' curves that are to be seen: their places, and those of the series that they foretell.
    pub fn theories(
        &self,
    ) -> impl DoubleEndedIterator<Item = (usize, usize, &'a Series)> + use<'a> {
        let spec = self.spec;
        self.seen()
            .filter_map(move |(index, series)| Some((index, foretells(spec, index)?, series)))
    }

    /// The marks given and, of a curve over something else than time, its knees and crossings.
    pub fn all_marks(&self) -> Vec<Mark> {
        let mut marks = self.marks.to_vec();
        marks.extend(knee::places(*self).iter().map(|place| place.mark(*self)));
        marks.sort_by(|a, b| a.at.total_cmp(&b.at));
        marks
    }

    /// Bit by bit, the series that have no other value than zero.
    pub fn zero(&self) -> u32 {
        let zero = |series: &Series| series.y.iter().all(|y| !y.is_finite() || *y == 0.0);
        let all = (0..32).zip(self.series).filter(|(_, series)| zero(series));
        all.fold(0, |zero, (index, _)| zero | (1 << index))
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
        if self.spec.x.log && from > 0.0 {
            return ticks::decades(from, to, self.spec.x.unit, most);
        }
        ticks::within(from, to, self.spec.x.unit, most)
    }

    /// The range of y: from zero, for a length says "how much" only from there. A formula's curve may go beyond what was measured,
    /// and without end; the axis does not follow it there.
    pub fn y_scale(&self, most: usize) -> Scale {
        let measured = self.measured().next().is_some();
        let values = self
            .seen()
            .filter(|(index, _)| !measured || foretells(self.spec, *index).is_none())
            .flat_map(|(_, series)| &series.y);
        let (least, greatest) = bounds(values.map(|&y| f64::from(y)));
        let bands = (self.bands.iter()).filter(|band| is_shown(self.hidden, band.of));
        let timed = matches!(self.spec.y.unit, Unit::Milliseconds | Unit::Duration);
        if timed && !self.over_time() && least > 0.0 && greatest > WIDE * least {
            let (_, high) = bounds(bands.flat_map(|band| &band.high).map(|&y| f64::from(y)));
            return ticks::covering_decades(least, high.max(greatest), self.spec.y.unit, most);
        }
        let bands = bands.flat_map(|band| band.low.iter().chain(&band.high));
        let (low, high) = bounds(bands.map(|&y| f64::from(y)));
        let (low, high) = (low.min(least), high.max(greatest));
        ticks::covering(low.min(0.0), high, self.spec.y.unit, most)
    }
}

/// The series that a formula's curve is about.
fn foretells(spec: &ChartSpec, index: usize) -> Option<usize> {
    Some(spec.series.get(index)?.foretells? as usize)
}

/// How a series is drawn.
pub fn ink(spec: &ChartSpec, index: usize) -> Ink {
    foretells(spec, index).map_or_else(|| Ink::series(index), Ink::theory)
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
    for (index, series) in plot.measured().rev() {
        draw_series(area, &field, index, series, columns)?;
    }
    for (_, of, series) in plot.theories() {
        for points in below(series, field.y.max) {
            let points: Vec<_> = points.into_iter().map(|point| field.at(point)).collect();
            line(area, &points, Ink::theory(of), 1.5)?;
        }
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
    for points in decimate(&series.x, &series.y, field.x, columns) {
        let points: Vec<_> = points.into_iter().map(|point| field.at(point)).collect();
        // A line no longer than it is wide is not seen as one.
        let reach = |pick: fn(&(i32, i32)) -> i32| {
            let (least, most) = (points.iter().map(pick).min(), points.iter().map(pick).max());
            most.unwrap_or_default() - least.unwrap_or_default()
        };
        let short = reach(|point| point.0).max(reach(|point| point.1)) < 4 * FINE;
        if marked || short {
            for &point in points.iter().take(if short { 1 } else { MARKED }) {
                area.draw(&Circle::new(point, 3 * FINE, ink.fill()))?;
            }
        }
        if points.len() > 1 {
            line(area, &points, ink, 2.0)?;
        }
    }
    Ok(())
}

/// The stretches of a curve that lie no higher than `top`, cut off where they pass it.
fn below(series: &Series, top: f64) -> Vec<Vec<(f64, f64)>> {
    let mut stretches: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut stretch = Vec::new();
    let mut last = None::<(f64, f64)>;
    for (&x, &y) in series.x.iter().zip(&series.y) {
        let here = (x, f64::from(y));
        if !here.1.is_finite() {
            stretches.push(std::mem::take(&mut stretch));
            last = None;
            continue;
        }
        let edge = last.filter(|last| (last.1 > top) != (here.1 > top));
        if let Some((before, height)) = edge {
            stretch.push((
                before + (x - before) * (top - height) / (here.1 - height),
                top,
            ));
        }
        if here.1 <= top {
            stretch.push(here);
        } else {
            stretches.push(std::mem::take(&mut stretch));
        }
        last = Some(here);
    }
    stretches.push(stretch);
    stretches.retain(|points| points.len() > 1);
    stretches
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

#[cfg(test)]
mod tests {
    use super::super::tests::{chart, series};
    use super::*;

    #[test]
    fn a_formula_that_goes_without_end_is_cut_off_and_does_not_make_the_axis_longer() {
        let mut spec = chart(Unit::PerSecond, Unit::Count, &["a", "theory"]);
        spec.series[1].foretells = Some(0);
        let data = [
            series(&[(0.0, 1.0), (10.0, 8.0)]),
            series(&[
                (0.0, 2.0),
                (5.0, 6.0),
                (6.0, 1e9),
                (7.0, f32::NAN),
                (8.0, 3.0),
                (9.0, 4.0),
            ]),
        ];
        let scale = Plot::new(&spec, &data).y_scale(5);
        assert!((scale.max - 8.0).abs() < 1e-9, "{scale:?}");
        let curves = below(&data[1], scale.max);
        assert_eq!(curves.len(), 2);
        assert_eq!(curves[0].len(), 3);
        assert!((curves[0][2].1 - 8.0).abs() < 1e-9 && curves[0][2].0 < 5.1);
        assert_eq!(curves[1], [(8.0, 3.0), (9.0, 4.0)]);
    }

    #[test]
    fn a_latency_that_spans_magnitudes_over_load_is_drawn_by_factors_and_over_time_it_is_not() {
        let data = [series(&[(10.0, 20.0), (100.0, 30_000.0)])];
        let load = chart(Unit::PerSecond, Unit::Milliseconds, &["p99"]);
        let scale = Plot::new(&load, &data).y_scale(6);
        assert!(scale.log && (scale.min - 20.0).abs() < 1e-9, "{scale:?}");
        let time = chart(Unit::Duration, Unit::Milliseconds, &["p99"]);
        assert!(!Plot::new(&time, &data).y_scale(6).log);
    }
}
