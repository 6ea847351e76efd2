//! What a chart shows, in a sentence computed from its data.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::Series;
use headroom_sim::quantity;

use super::draw::Plot;
use super::knee::{self, What};
use crate::words::chart as say;

/// A listener keeps three series in mind; the table has the others.
const TOLD: usize = 3;
/// A series whose extremes are closer together than this share of the greater one is level.
const LEVEL: f64 = 0.1;

/// One sentence; says so when there is no data. Series that stay at one value, mostly zero, are told together and last.
pub fn sentence(plot: Plot) -> String {
    let Some((from, to)) = span(plot) else {
        return say::no_values().to_owned();
    };
    let mut moving = Vec::new();
    let mut resting: Vec<(String, Vec<&str>)> = Vec::new();
    for (index, series) in plot.measured() {
        let Some(view) = plot.spec.series.get(index) else {
            continue;
        };
        match behaviour(plot, series, &view.label) {
            None => {}
            Some(Behaviour::Moves(how)) => moving.push(how),
            Some(Behaviour::Rests(at)) => {
                match resting.iter_mut().find(|(value, _)| *value == at) {
                    Some((_, labels)) => labels.push(&view.label),
                    None => resting.push((at, vec![&view.label])),
                }
            }
        }
    }
    let over = if plot.over_time() {
        // The last value is of the middle of a stretch of time; a run that is over is told by its length.
        let end = plot.until.filter(|end| to >= end * 0.99).unwrap_or(to);
        say::over(length(end, plot.spec.x.unit))
    } else {
        say::along(
            lower_first(&plot.spec.x.label),
            quantity::format(from, plot.spec.x.unit),
            quantity::format(to, plot.spec.x.unit),
        )
    };
    let more = moving.len().saturating_sub(TOLD);
    moving.truncate(TOLD);
    if more > 0 {
        let others = if more == 1 {
            say::one_more_moves()
        } else {
            say::others_move()
        };
        moving.push(others.to_owned());
    }
    let told = moving
        .into_iter()
        .chain(resting.into_iter().map(|(at, labels)| {
            let names = enumerate(&labels);
            if labels.len() == 1 {
                say::stays(names, at)
            } else {
                say::stay(names, at)
            }
        }));
    let told: Vec<String> = told.collect();
    let theory: String = plot
        .theories()
        .filter_map(|theory| apart(plot, theory))
        .collect();
    let (told, silent) = (told.join(say::semicolon()), silent(plot));
    say::sentence(over, [told, theory, silent, marked(plot)].concat())
}

/// From when on there was nothing to take the time of, where that was before the end.
fn silent(plot: Plot) -> String {
    /// Of what is charted: a gap at the end that is seen.
    const SEEN: f64 = 0.02;
    let timed = matches!(plot.spec.y.unit, Unit::Milliseconds | Unit::Duration);
    if !(timed && plot.over_time()) {
        return String::new();
    }
    let all = || plot.measured().flat_map(|(_, series)| series.x.iter());
    let end = all().copied().fold(0.0, f64::max);
    let Some((_, last)) = span(plot) else {
        return String::new();
    };
    // A bucket's value stands in its middle.
    let next = all().copied().filter(|x| *x > last).reduce(f64::min);
    match next {
        Some(next) if end - last > SEEN * end => {
            let from = quantity::format(f64::midpoint(last, next), plot.spec.x.unit);
            say::no_answers(from)
        }
        _ => String::new(),
    }
}

/// How far what was measured is from what a formula says of it.
fn apart(plot: Plot, (place, of, theory): (usize, usize, &Series)) -> Option<String> {
    /// Of the greatest value where both are: what is less is as good as nothing, of which a difference is no share.
    const SMALL: f64 = 0.01;
    let (_, measured) = plot.measured().find(|(index, _)| *index == of)?;
    let all = points(measured).count();
    let both: Vec<(f64, f64)> = points(measured)
        .filter_map(|(x, y)| Some((y, super::table::at(theory, x)?)))
        .collect();
    let most = both.iter().map(|(y, _)| y.abs()).fold(0.0, f64::max);
    let differences = both
        .iter()
        .map(|(y, expected)| (y - expected).abs() / expected.abs().max(SMALL * most));
    let differences: Vec<f64> = differences.filter(|share| share.is_finite()).collect();
    let worst = differences.iter().copied().reduce(f64::max)?;
    let label = &plot.spec.series.get(place)?.label;
    let worst = quantity::format(worst, Unit::Ratio);
    Some(if differences.len() < all {
        say::theory_holds(label, differences.len(), all, worst)
    } else {
        say::theory_away(label, worst)
    })
}

/// "a, b and c".
fn enumerate(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => say::and(rest.join(say::comma()), last),
    }
}

/// What a series does.
enum Behaviour {
    Moves(String),
    /// At one value throughout.
    Rests(String),
}

/// The finite points of a series.
fn points(series: &Series) -> impl DoubleEndedIterator<Item = (f64, f64)> + Clone {
    series
        .x
        .iter()
        .zip(&series.y)
        .map(|(&x, &y)| (x, f64::from(y)))
        .filter(|(x, y)| x.is_finite() && y.is_finite())
}

fn span(plot: Plot) -> Option<(f64, f64)> {
    let mut xs = plot
        .measured()
        .flat_map(|(_, series)| points(series))
        .map(|(x, _)| x);
    let first = xs.next()?;
    Some(xs.fold((first, first), |(low, high), x| (low.min(x), high.max(x))))
}

/// How far a chart goes, of one over time as a clock has it.
fn length(end: f64, unit: Unit) -> String {
    match unit {
        Unit::Duration => quantity::clock(end),
        _ => quantity::format(end, unit),
    }
}

/// Of the greatest value of a chart: what stays below is not told in figures.
const UNSEEN: f64 = 0.001;

fn behaviour(plot: Plot, series: &Series, name: &str) -> Option<Behaviour> {
    let show = |y| quantity::format(y, plot.spec.y.unit);
    let (first, last) = (points(series).next()?, points(series).next_back()?);
    let peak = points(series).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let pit = points(series).reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    // Beside what else the chart shows it cannot be seen.
    let all = plot.measured().flat_map(|(_, series)| points(series));
    let most = all.map(|(_, y)| y.abs()).fold(0.0, f64::max);
    if peak.1 <= pit.1 {
        return Some(Behaviour::Rests(show(peak.1)));
    }
    if peak.1.abs().max(pit.1.abs()) < most * UNSEEN {
        return Some(Behaviour::Rests(say::about_zero().to_owned()));
    }
    if peak.1 - pit.1 <= LEVEL * peak.1.abs() {
        let mean = points(series).map(|(_, y)| y).sum::<f64>() / points(series).count() as f64;
        return Some(Behaviour::Moves(say::stays_near(name, show(mean))));
    }
    let near = |a: f64, b: f64| (a - b).abs() <= LEVEL * (peak.1 - pit.1);
    Some(Behaviour::Moves(
        if near(last.1, peak.1) && near(first.1, pit.1) {
            say::rises(name, show(first.1), show(last.1))
        } else if near(first.1, peak.1) && near(last.1, pit.1) {
            say::falls(name, show(first.1), show(last.1))
        } else {
            let at = quantity::format(peak.0, plot.spec.x.unit);
            if plot.over_time() {
                say::peaks_after(name, show(peak.1), at, show(last.1))
            } else {
                say::peaks_at(name, show(peak.1), at, show(last.1))
            }
        },
    ))
}

/// Where curves have their knees, or cross once, and what happened on the way.
fn marked(plot: Plot) -> String {
    let mut out = String::new();
    let show = |x| quantity::format(x, plot.spec.x.unit);
    let label = |index: usize| plot.spec.series.get(index).map_or("", |view| &*view.label);
    let places = knee::places(plot);
    let pairs = plot.measured().count();
    for place in &places {
        let at = show(place.at);
        let once = (places.iter())
            .filter(|other| other.what == place.what)
            .count()
            == 1;
        out += &match place.what {
            What::Knee(of) => say::knee_at(label(of), at),
            What::Saturation(of) => say::saturates(label(of), at),
            What::Crossing(..) if !once => String::new(),
            What::Crossing(..) if pairs == 2 => say::they_cross(at),
            What::Crossing(a, b) => say::cross(label(a), label(b), at),
        };
    }
    let end = plot.until.unwrap_or(f64::INFINITY);
    let marks = plot.marks.iter().filter(|mark| mark.at <= end);
    let mut marks: Vec<String> = marks
        .map(|mark| match mark.until {
            Some(until) if until < end => say::mark_span(&mark.label, show(mark.at), show(until)),
            Some(_) => say::mark_on(&mark.label, show(mark.at)),
            None => say::mark_at(&mark.label, show(mark.at)),
        })
        .collect();
    let more = marks.len().saturating_sub(TOLD);
    marks.truncate(TOLD);
    if more > 0 {
        marks.push(say::marks_more(more));
    }
    if !marks.is_empty() {
        out += &say::marked(marks.join(say::semicolon()));
    }
    out
}

/// For the middle of a sentence; an abbreviation stays as it is.
fn lower_first(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chart, series};
    use super::*;

    fn say(spec: &headroom_sim::protocol::ChartSpec, series: &[Series]) -> String {
        sentence(Plot::new(spec, series))
    }

    #[test]
    fn a_line_that_stops_says_from_when_on_there_are_no_answers() {
        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p50", "p99"]);
        let until = |last: usize| -> Series {
            let y = |at: usize| if at <= last { 20.0 } else { f32::NAN };
            series(
                &(0..60)
                    .map(|at| (at as f64 * 1e9, y(at)))
                    .collect::<Vec<_>>(),
            )
        };
        let told = say(&spec, &[until(20), until(30)]);
        assert!(told.contains("; no answers from 30.5 s on"), "{told}");
        // One that goes on, a bucket that is not over yet, and what is no latency say nothing.
        for data in [[until(20), until(59)], [until(20), until(58)]] {
            assert!(!say(&spec, &data).contains("no answers"));
        }
        let rate = chart(Unit::Duration, Unit::PerSecond, &["p50", "p99"]);
        assert!(!say(&rate, &[until(20), until(30)]).contains("no answers"));
    }

    #[test]
    fn a_peak_is_named_with_its_time() {
        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p50", "p99"]);
        let data = [
            series(&[(0.0, 20.0), (30e9, 21.0), (60e9, 20.0)]),
            series(&[(0.0, 40.0), (12e9, 1400.0), (60e9, 210.0)]),
        ];
        assert_eq!(
            say(&spec, &data),
            "Over 60 s, p50 stays near 20.3 ms; p99 peaks at 1.4 s after 12 s and ends at 210 ms."
        );
    }

    #[test]
    fn where_two_curves_cross_is_computed() {
        let spec = chart(
            Unit::PerSecond,
            Unit::DollarsPerHour,
            &["Function", "Containers"],
        );
        let data = [
            series(&[(0.0, 0.0), (100.0, 2.0)]),
            series(&[(0.0, 1.0), (100.0, 1.0)]),
        ];
        assert_eq!(
            say(&spec, &data),
            "For x from 0/s to 100/s, Function rises from $0/h to $2.00/h; Containers stays at $1.00/h; they cross at 50/s."
        );
    }

    #[test]
    fn what_happened_is_told_after_what_the_series_do() {
        use super::super::figure::{Mark, MarkKind};

        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p50", "p99"]);
        let data = [
            series(&[(0.0, 20.0), (60e9, 21.0)]),
            series(&[(0.0, 40.0), (60e9, 210.0)]),
        ];
        let mark = |at, until, label: &str, kind| Mark {
            at,
            until,
            label: label.to_owned(),
            kind,
        };
        let marks = [
            mark(10e9, Some(20e9), "Slow node: Database", MarkKind::Fault),
            mark(30e9, None, "Request rate 300/s", MarkKind::Change),
            mark(40e9, Some(f64::INFINITY), "Outage: Cache", MarkKind::Fault),
        ];
        let plot = Plot {
            marks: &marks,
            until: Some(60e9),
            hidden: 1,
            ..Plot::new(&spec, &data)
        };
        assert_eq!(
            sentence(plot),
            "Over 60 s, p99 rises from 40 ms to 210 ms. Marked: Slow node: Database from 10 s to 20 s; \
             Request rate 300/s at 30 s; Outage: Cache from 40 s on."
        );
    }

    #[test]
    fn how_far_a_formula_is_from_what_was_measured_is_said_and_where_it_holds() {
        let mut spec = chart(Unit::PerSecond, Unit::Count, &["Waiting", "theory: M/M/1"]);
        spec.series[1].foretells = Some(0);
        let measured = series(&[(10.0, 2.0), (20.0, 4.4), (30.0, 9000.0)]);
        let theory = series(&[(10.0, 2.1), (20.0, 4.0), (30.0, f32::NAN)]);
        assert_eq!(
            say(&spec, &[measured, theory]),
            "For x from 10/s to 30/s, Waiting rises from 2 to 9,000; theory: M/M/1 holds at 2 of 3 points and is at most 10% away."
        );
    }

    #[test]
    fn what_rests_is_told_together_and_last() {
        let spec = chart(
            Unit::Duration,
            Unit::PerSecond,
            &["Timed out", "Completed", "Throttled"],
        );
        let rest = series(&[(0.0, 0.0), (60e9, 0.0)]);
        let data = [rest.clone(), series(&[(0.0, 10.0), (60e9, 200.0)]), rest];
        assert_eq!(
            say(&spec, &data),
            "Over 60 s, Completed rises from 10/s to 200/s; Timed out and Throttled stay at 0/s."
        );
    }

    #[test]
    fn no_data_is_said_and_not_invented() {
        let spec = chart(Unit::Duration, Unit::Count, &["a"]);
        assert_eq!(say(&spec, &[]), "No values yet.");
        assert_eq!(say(&spec, &[series(&[(0.0, f32::NAN)])]), "No values yet.");
    }
}
