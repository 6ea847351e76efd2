//! Places of a curve that are worth a look: where it has its knee, and where two curves cross.
//!
//! The knee of a latency is where it first is twice its least, as it is read off such a curve by hand, if the curve is flat where
//! it is least; of a throughput over offered load, where it first falls a tenth short of what is offered. Both, and crossings, are
//! on the straight line between the two runs about them.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::Series;

use super::draw::Plot;
use super::figure::{Mark, MarkKind};
use crate::words::chart as say;

/// Times its least value.
const TWICE: f64 = 2.0;
/// Times its least value, to be flat still.
const FLAT: f64 = 1.25;
/// Of what is offered.
const SHORT: f64 = 0.9;

/// A place, and what is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// In the base unit of the x axis.
    pub at: f64,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Of the series with this index, a latency.
    Knee(usize),
    /// Of the series with this index, a throughput.
    Saturation(usize),
    /// Of two series.
    Crossing(usize, usize),
}

impl Place {
    /// As a mark, which of several curves says whose it is.
    pub fn mark(&self, plot: Plot) -> Mark {
        let name = |index: usize| plot.spec.series.get(index).map_or("", |view| &*view.label);
        let several = |most| plot.measured().nth(most).is_some();
        let label = match self.what {
            What::Knee(of) | What::Saturation(of) if several(1) => say::knee_of(name(of)),
            What::Knee(_) | What::Saturation(_) => say::knee().to_owned(),
            What::Crossing(a, b) if several(2) => say::meets(name(a), name(b)),
            What::Crossing(..) => say::crossing().to_owned(),
        };
        Mark {
            at: self.at,
            until: None,
            label,
            kind: MarkKind::Place,
        }
    }
}

/// The knees and crossings among the series that are seen, if x is not time.
pub fn places(plot: Plot) -> Vec<Place> {
    if plot.over_time() {
        return Vec::new();
    }
    let seen: Vec<(usize, &Series)> = plot.measured().collect();
    let mut places = Vec::new();
    let mut add = |at: Option<f64>, what| places.extend(at.map(|at| Place { at, what }));
    for &(index, series) in &seen {
        match (plot.spec.x.unit, plot.spec.y.unit) {
            (Unit::PerSecond | Unit::Count, Unit::Milliseconds | Unit::Duration) => {
                add(knee(series), What::Knee(index));
            }
            (Unit::PerSecond, Unit::PerSecond) => add(saturation(series), What::Saturation(index)),
            _ => {}
        }
    }
    for (i, &(a, first)) in seen.iter().enumerate() {
        for &(b, second) in &seen[i + 1..] {
            for at in crossings(first, second) {
                add(Some(at), What::Crossing(a, b));
            }
        }
    }
    places
}

/// The finite points of a series.
fn points(series: &Series) -> Vec<(f64, f64)> {
    let points = series.x.iter().zip(&series.y);
    points
        .map(|(&x, &y)| (x, f64::from(y)))
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect()
}

/// Where the sign changes from one point to the next, on the line between them.
fn zeros(points: &[(f64, f64)]) -> impl Iterator<Item = f64> {
    points
        .windows(2)
        .filter(|pair| pair[0].1 != 0.0 && (pair[0].1 < 0.0) != (pair[1].1 < 0.0))
        .map(|pair| {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            x0 + (x1 - x0) * y0 / (y0 - y1)
        })
}

/// Where a latency that rises with load is first twice its least. A curve that still falls there, or rises already, as a wait does
/// from no load on, has no level to rise from: twice the least would only say where the sweep begins.
fn knee(series: &Series) -> Option<f64> {
    let points = points(series);
    let (least, &(x, y)) = (points.iter().enumerate()).min_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    let near = |&(_, other): &(f64, f64)| other <= FLAT * y;
    let before = least.checked_sub(1).map(|before| &points[before]);
    // By less than load itself, whatever the step to the next point is.
    let slowly = |after: &&(f64, f64)| after.1 * x < y * after.0;
    let after = points.get(least + 1).filter(slowly);
    if !before.into_iter().chain(after).any(near) {
        return None;
    }
    let most = TWICE * y;
    let above: Vec<_> = (points[least..].iter())
        .map(|&(x, y)| (x, y - most))
        .collect();
    zeros(&above).next()
}

/// Where a throughput first falls short of what is offered.
fn saturation(series: &Series) -> Option<f64> {
    let spare: Vec<_> = (points(series).into_iter())
        .map(|(x, y)| (x, y - SHORT * x))
        .collect();
    // A curve that is short from the start is no curve of throughput over offered load.
    spare.first().filter(|(_, y)| *y > 0.0)?;
    zeros(&spare).next()
}

/// Where one of two curves comes to lie above the other.
pub fn crossings(a: &Series, b: &Series) -> Vec<f64> {
    // While a sweep is under way one is a run ahead.
    let gap: Vec<_> = (a.x.iter().zip(&b.x))
        .zip(a.y.iter().zip(&b.y))
        .filter(|((a, b), (y, z))| a.total_cmp(b).is_eq() && y.is_finite() && z.is_finite())
        .map(|((&x, _), (&y, &z))| (x, f64::from(y) - f64::from(z)))
        .collect();
    zeros(&gap).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chart, series};
    use super::*;

    #[test]
    fn the_knee_of_a_latency_is_where_it_is_twice_its_least() {
        let spec = chart(Unit::PerSecond, Unit::Milliseconds, &["p99"]);
        let data = [series(&[
            (100.0, 11.0),
            (200.0, 10.0),
            (300.0, 12.0),
            (400.0, 28.0),
            (500.0, 400.0),
        ])];
        assert_eq!(
            places(Plot::new(&spec, &data)),
            [Place {
                at: 350.0,
                what: What::Knee(0)
            }]
        );
    }

    #[test]
    fn what_is_not_flat_where_it_is_least_has_no_knee() {
        let knee = |points: &[(f64, f32)]| knee(&series(points));
        // From the left end on it rises, steeply or as load does, in steps however small.
        assert_eq!(knee(&[(100.0, 1.0), (200.0, 4.0), (400.0, 90.0)]), None);
        let wait = [100.0, 110.0, 120.0, 300.0].map(|x: f64| (x, (x / (500.0 - x)) as f32));
        assert_eq!(knee(&wait), None);
        // It falls to the right end, or is least at a single point.
        assert_eq!(knee(&[(10.0, 272.0), (20.0, 90.0), (40.0, 31.0)]), None);
        assert_eq!(knee(&[(10.0, 90.0), (20.0, 30.0), (40.0, 70.0)]), None);
        // Nothing is twice no wait.
        assert_eq!(knee(&[(10.0, 0.0), (20.0, 0.0), (40.0, 70.0)]), None);
        // A latency that rises from a level, that falls to one first, and that is least at the start.
        assert_eq!(
            knee(&[(10.0, 1.0), (20.0, 1.125), (30.0, 2.875)]),
            Some(25.0)
        );
        let falls = [(5.0, 9.0), (10.0, 1.2), (20.0, 1.0), (30.0, 3.0)];
        assert_eq!(knee(&falls), Some(25.0));
    }

    #[test]
    fn a_throughput_bends_where_it_leaves_what_is_offered() {
        let spec = chart(Unit::PerSecond, Unit::PerSecond, &["Throughput"]);
        let bent = [series(&[(100.0, 100.0), (200.0, 200.0), (300.0, 200.0)])];
        let [place] = &places(Plot::new(&spec, &bent))[..] else {
            panic!("one knee");
        };
        assert!((place.at - 222.2).abs() < 0.1, "{place:?}");
        let straight = [series(&[(100.0, 100.0), (200.0, 199.0)])];
        assert_eq!(places(Plot::new(&spec, &straight)), []);
    }

    #[test]
    fn curves_cross_between_the_points_where_their_order_changes() {
        let spec = chart(Unit::PerSecond, Unit::DollarsPerHour, &["a", "b"]);
        let data = [
            series(&[(0.0, 0.0), (100.0, 2.0), (200.0, 4.0)]),
            series(&[(0.0, 1.0), (100.0, 1.0)]),
        ];
        let what = What::Crossing(0, 1);
        let at = |at| Place { at, what };
        assert_eq!(places(Plot::new(&spec, &data)), [at(50.0)]);
        let hidden = Plot {
            hidden: 2,
            ..Plot::new(&spec, &data)
        };
        assert_eq!(places(hidden), []);
    }

    #[test]
    fn a_chart_over_time_has_no_knees() {
        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p99"]);
        let data = [series(&[(0.0, 1.0), (1e9, 5.0)])];
        assert_eq!(places(Plot::new(&spec, &data)), []);
    }
}
