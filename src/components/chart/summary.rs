//! What a chart shows, in a sentence computed from its data.

use headroom_sim::protocol::Series;
use headroom_sim::quantity;

use super::draw::Plot;

/// A listener keeps three series in mind; the table has the others.
const TOLD: usize = 3;
/// A series whose extremes are closer together than this share of the greater one is level.
const LEVEL: f64 = 0.1;

/// One sentence; says so when there is no data. Series that stay at one value, mostly zero, are told together and last.
pub fn sentence(plot: Plot) -> String {
    let Some((from, to)) = span(plot.series) else {
        return "No values yet.".to_owned();
    };
    let mut moving = Vec::new();
    let mut resting: Vec<(String, Vec<&str>)> = Vec::new();
    for (view, series) in plot.spec.series.iter().zip(plot.series) {
        match behaviour(plot, series) {
            None => {}
            Some(Behaviour::Moves(how)) => moving.push(format!("{} {how}", view.label)),
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
        format!("Over {}", quantity::format(end, plot.spec.x.unit))
    } else {
        format!(
            "For {} from {} to {}",
            lower_first(&plot.spec.x.label),
            quantity::format(from, plot.spec.x.unit),
            quantity::format(to, plot.spec.x.unit)
        )
    };
    let more = moving.len().saturating_sub(TOLD);
    moving.truncate(TOLD);
    if more > 0 {
        let series = if more == 1 {
            "one more moves"
        } else {
            "others move"
        };
        moving.push(format!("{series}, as the table shows"));
    }
    let told = moving
        .into_iter()
        .chain(resting.into_iter().map(|(at, labels)| {
            let verb = if labels.len() == 1 { "stays" } else { "stay" };
            format!("{} {verb} at {at}", enumerate(&labels))
        }));
    let told: Vec<String> = told.collect();
    let crossing = crossing(plot).unwrap_or_default();
    format!("{over}, {}{crossing}.", told.join("; "))
}

/// "a, b and c".
fn enumerate(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
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

fn span(series: &[Series]) -> Option<(f64, f64)> {
    let mut xs = series.iter().flat_map(points).map(|(x, _)| x);
    let first = xs.next()?;
    Some(xs.fold((first, first), |(low, high), x| (low.min(x), high.max(x))))
}

fn behaviour(plot: Plot, series: &Series) -> Option<Behaviour> {
    let show = |y| quantity::format(y, plot.spec.y.unit);
    let (first, last) = (points(series).next()?, points(series).next_back()?);
    let peak = points(series).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let pit = points(series).reduce(|a, b| if b.1 < a.1 { b } else { a })?;
    if peak.1 <= pit.1 {
        return Some(Behaviour::Rests(show(peak.1)));
    }
    if peak.1 - pit.1 <= LEVEL * peak.1.abs() {
        let mean = points(series).map(|(_, y)| y).sum::<f64>() / points(series).count() as f64;
        return Some(Behaviour::Moves(format!("stays near {}", show(mean))));
    }
    let near = |a: f64, b: f64| (a - b).abs() <= LEVEL * (peak.1 - pit.1);
    Some(Behaviour::Moves(
        if near(last.1, peak.1) && near(first.1, pit.1) {
            format!("rises from {} to {}", show(first.1), show(last.1))
        } else if near(first.1, peak.1) && near(last.1, pit.1) {
            format!("falls from {} to {}", show(first.1), show(last.1))
        } else {
            let at = quantity::format(peak.0, plot.spec.x.unit);
            let place = if plot.over_time() { "after" } else { "at" };
            format!(
                "peaks at {} {place} {at} and ends at {}",
                show(peak.1),
                show(last.1)
            )
        },
    ))
}

/// Of two series over the same x that is not time: where they cross, once.
fn crossing(plot: Plot) -> Option<String> {
    let [a, b] = plot.series else { return None };
    if plot.over_time() || a.x != b.x {
        return None;
    }
    let gap: Vec<(f64, f64)> = points(a)
        .zip(points(b))
        .map(|(a, b)| (a.0, a.1 - b.1))
        .collect();
    let mut crossings = gap
        .windows(2)
        .filter(|pair| pair[0].1 != 0.0 && (pair[0].1 < 0.0) != (pair[1].1 < 0.0));
    let (only, None) = (crossings.next()?, crossings.next()) else {
        return None;
    };
    let (before, after) = (only[0], only[1]);
    let at = before.0 + (after.0 - before.0) * before.1 / (before.1 - after.1);
    Some(format!(
        "; they cross at {}",
        quantity::format(at, plot.spec.x.unit)
    ))
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
    use headroom_sim::descriptor::Unit;

    use super::super::tests::{chart, series};
    use super::*;

    fn say(spec: &headroom_sim::protocol::ChartSpec, series: &[Series]) -> String {
        sentence(Plot {
            spec,
            series,
            until: None,
        })
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
