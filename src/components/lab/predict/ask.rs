//! What can be asked before a run, and how an answer is graded by it.

use headroom_sim::protocol::{ChartSpec, LabSpec, MetricView, PresetView, Series};
use headroom_sim::quantity;

use super::super::readout::watched;
use crate::words::{Say, lab as say};

/// Within this factor a value is as good as right.
const CLOSE: f64 = 1.1;
/// Within this one it is of the right size.
const NEAR: f64 = 2.0;
/// Curves that end within this share of each other end at one height.
const LEVEL: f64 = 0.01;

/// A question about a run that has not been made.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// What will the figure be?
    Value(MetricView, usize),
    /// Will the figure be lower or higher than it was in a run before?
    Way(MetricView, usize, Before),
    /// Which curve of a sweep ends highest?
    Curve(ChartSpec, usize),
    /// Does the only curve of a sweep rise or fall?
    Trend(ChartSpec, usize),
}

/// A figure of a run that is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub value: f64,
    /// Which run, for the middle of a sentence.
    pub run: String,
}

/// What a reader commits to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Guess {
    /// In the unit of the metric.
    Value(f64),
    /// One of [`Ask::options`].
    Option(usize),
}

/// How good a guess was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Right,
    Near,
    Wrong,
}

/// What came of a guess.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// `None` where the run has no answer.
    pub mark: Option<Mark>,
    pub words: String,
}

/// What a run showed.
pub struct Shown<'a> {
    /// In the order of [`LabSpec::headline`].
    pub headline: &'a [Option<f64>],
    /// Of the chart that was asked about.
    pub series: &'a [Series],
}

const WAYS: [Say; 3] = [say::lower, say::about_the_same, say::higher];
/// The same within a sentence.
const THEN: [Say; 3] = [say::then_lower, say::then_about_the_same, say::then_higher];

/// What can be asked about a run of `preset`: its first figure to watch, or the curves of a sweep. `before` gives that figure in
/// another run.
pub fn questions(
    spec: &LabSpec,
    preset: &PresetView,
    before: impl Fn(usize) -> Option<Before>,
) -> Vec<Ask> {
    if preset.sweep {
        let chart = spec
            .charts
            .iter()
            .position(|chart| chart.belongs_to(preset));
        let chart = chart.map(|index| (spec.charts[index].clone(), index));
        return chart
            .map(|(chart, index)| match chart.series.len() {
                0 | 1 => Ask::Trend(chart, index),
                _ => Ask::Curve(chart, index),
            })
            .into_iter()
            .collect();
    }
    // What the experiment says is to be watched comes first in its own order.
    let watch = preset.watch.iter().find_map(|name| {
        let name = std::slice::from_ref(name);
        spec.headline
            .iter()
            .position(|metric| watched(metric, name))
    });
    let index = watch.unwrap_or(0);
    let Some(metric) = spec.headline.get(index) else {
        return Vec::new();
    };
    let way = before(index).map(|before| Ask::Way(metric.clone(), index, before));
    let value = Ask::Value(metric.clone(), index);
    std::iter::once(value).chain(way).collect()
}

impl Ask {
    /// The question, in a sentence.
    pub fn question(&self) -> String {
        match self {
            Self::Value(metric, _) => say::what_will_it_be(&metric.label),
            Self::Way(metric, _, before) => say::what_will_it_be_here(
                &before.run,
                &metric.label,
                quantity::format(before.value, metric.unit),
            ),
            Self::Curve(chart, _) => say::which_curve(&chart.y.label, &chart.x.label),
            Self::Trend(chart, _) => say::where_does_it_come_out(&chart.x.label, &chart.y.label),
        }
    }

    /// What the question is about.
    pub fn doc(&self) -> String {
        match self {
            Self::Value(metric, _) | Self::Way(metric, ..) => metric.doc.to_string(),
            Self::Curve(chart, _) | Self::Trend(chart, _) => {
                let only = chart.series.first().filter(|_| chart.series.len() == 1);
                only.map_or_else(String::new, |series| series.doc.to_string())
            }
        }
    }

    /// What there is to choose from; nothing where a value is to be given.
    pub fn options(&self) -> Vec<String> {
        match self {
            Self::Value(..) => Vec::new(),
            Self::Way(..) | Self::Trend(..) => WAYS.map(|way| way().to_owned()).to_vec(),
            Self::Curve(chart, _) => {
                let labels = chart.series.iter().map(|series| series.label.clone());
                labels.collect()
            }
        }
    }

    /// The chart that has the answer.
    pub fn chart(&self) -> Option<usize> {
        match self {
            Self::Curve(_, index) | Self::Trend(_, index) => Some(*index),
            Self::Value(..) | Self::Way(..) => None,
        }
    }

    /// A guess in words, after "your prediction:".
    pub fn told(&self, guess: Guess) -> String {
        match (self, guess) {
            (Self::Value(metric, _), Guess::Value(value)) => {
                format!("{} {}", metric.label, quantity::format(value, metric.unit))
            }
            (Self::Way(metric, _, before), Guess::Option(way)) => {
                let way = THEN.get(way).map_or("", |way| way());
                let was = quantity::format(before.value, metric.unit);
                say::way_from(&metric.label, way, was)
            }
            (_, Guess::Option(option)) => self.options().get(option).cloned().unwrap_or_default(),
            (_, Guess::Value(_)) => String::new(),
        }
    }

    /// Holds a guess against what the run showed.
    pub fn grade(&self, guess: Guess, shown: &Shown) -> Grade {
        let grade = match (self, guess) {
            (Self::Value(metric, index), Guess::Value(guess)) => {
                shown.figure(*index).map(|value| {
                    let (mark, miss) = miss(guess, value);
                    let words = say::you_said(
                        quantity::format(guess, metric.unit),
                        quantity::format(value, metric.unit),
                        miss,
                    );
                    (mark, words)
                })
            }
            (Self::Way(metric, index, before), Guess::Option(guess)) => {
                shown.figure(*index).map(|value| {
                    let show = |value| quantity::format(value, metric.unit);
                    let way = way(before.value, value);
                    let words =
                        say::went(&metric.label, show(before.value), show(value), THEN[way]());
                    (right(way == guess), words)
                })
            }
            (Self::Trend(chart, _), Guess::Option(guess)) => shown.ends(0).map(|(first, last)| {
                let show = |value| quantity::format(value, chart.y.unit);
                let way = way(first, last);
                let words = say::went(&chart.y.label, show(first), show(last), THEN[way]());
                (right(way == guess), words)
            }),
            (Self::Curve(chart, _), Guess::Option(guess)) => curve(chart, guess, shown),
            _ => None,
        };
        match grade {
            Some((mark, words)) => Grade {
                mark: Some(mark),
                words,
            },
            None => Grade {
                mark: None,
                words: say::no_value().to_owned(),
            },
        }
    }
}

impl Shown<'_> {
    fn figure(&self, index: usize) -> Option<f64> {
        let value = self.headline.get(index).copied().flatten();
        value.filter(|value| value.is_finite())
    }

    /// The first and the last value of a series.
    fn ends(&self, series: usize) -> Option<(f64, f64)> {
        let series = self.series.get(series)?;
        let mut values = series.y.iter().copied().filter(|y| y.is_finite());
        let first = values.next()?;
        Some((
            f64::from(first),
            f64::from(values.next_back().unwrap_or(first)),
        ))
    }
}

fn right(is: bool) -> Mark {
    if is { Mark::Right } else { Mark::Wrong }
}

/// Index in [`WAYS`].
fn way(before: f64, after: f64) -> usize {
    if (after - before).abs() <= (CLOSE - 1.0) * before.abs() {
        1
    } else if after < before {
        0
    } else {
        2
    }
}

/// How far a guess is from a value, and how that is said.
fn miss(guess: f64, value: f64) -> (Mark, String) {
    let high = guess > value;
    if (guess - value).abs() <= f64::EPSILON * value.abs() {
        return (Mark::Right, say::that_is_it().to_owned());
    }
    // No multiple leads from zero, or to the other side of it.
    if guess * value <= 0.0 {
        return (Mark::Wrong, side(high).to_owned());
    }
    let factor = guess / value;
    let factor = factor.max(factor.recip());
    if factor <= CLOSE {
        return (Mark::Right, say::within_ten().to_owned());
    }
    let times = if factor < 9.95 {
        format!("{factor:.1}")
    } else {
        quantity::format(factor.round(), headroom_sim::descriptor::Unit::Count)
    };
    match (factor <= NEAR, high) {
        (true, true) => (Mark::Near, say::times_high_near(times)),
        (true, false) => (Mark::Near, say::times_low_near(times)),
        (false, true) => (Mark::Wrong, say::times_high(times)),
        (false, false) => (Mark::Wrong, say::times_low(times)),
    }
}

fn side(high: bool) -> &'static str {
    if high {
        say::side_high()
    } else {
        say::side_low()
    }
}

fn curve(chart: &ChartSpec, guess: usize, shown: &Shown) -> Option<(Mark, String)> {
    let end = |series| shown.ends(series).map(|(_, last)| last);
    let ends = (0..chart.series.len()).filter_map(|series| Some((series, end(series)?)));
    let (highest, top) = ends.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let guessed = end(guess)?;
    let at = |series: usize, value| {
        let label = chart.series.get(series).map_or("", |series| &series.label);
        say::ends_at(label, quantity::format(value, chart.y.unit))
    };
    let level = top - guessed <= LEVEL * top.abs();
    let words = if level {
        say::no_other_higher(at(guess, guessed))
    } else {
        say::but_another(at(guess, guessed), at(highest, top))
    };
    Some((right(level), words))
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;
    use headroom_sim::protocol::{Axis, SeriesView};

    use super::*;

    fn spec(headline: Vec<MetricView>, charts: Vec<ChartSpec>) -> LabSpec {
        LabSpec {
            charts,
            headline,
            seed: 1,
            ..LabSpec::default()
        }
    }

    fn preset(watch: &[&str], sweep: bool) -> PresetView {
        PresetView {
            name: "x".to_owned(),
            title: String::new(),
            sentence: String::new(),
            set: Vec::new(),
            duration_ns: 1,
            watch: watch.iter().map(|&name| name.to_owned()).collect(),
            sweep,
            faults: Vec::new(),
        }
    }

    #[test]
    fn the_first_figure_to_watch_is_asked_about_and_of_a_sweep_its_curves() {
        let figures = ["a", "b"].map(|path| MetricView {
            path: format!("nodes.app.{path}"),
            ..metric("Figure")
        });
        let one = spec(figures.to_vec(), vec![curves(&["a"])]);
        let index = |watch: &[&str]| match &questions(&one, &preset(watch, false), |_| None)[..] {
            [Ask::Value(_, index)] => Some(*index),
            _ => None,
        };
        assert_eq!(index(&["windows.after.b2", "b", "a"]), Some(1));
        assert_eq!(index(&[]), Some(0));
        let before = |_| {
            Some(Before {
                value: 1.0,
                run: String::new(),
            })
        };
        assert_eq!(questions(&one, &preset(&[], false), before).len(), 2);
        let several = spec(figures.to_vec(), vec![curves(&["a", "b"])]);
        let asked = |spec: &LabSpec| questions(spec, &preset(&[], true), |_| None);
        assert!(matches!(asked(&one)[..], [Ask::Trend(..)]));
        assert!(matches!(asked(&several)[..], [Ask::Curve(..)]));
        assert_eq!(asked(&spec(Vec::new(), Vec::new())), []);
    }

    fn curves(labels: &[&str]) -> ChartSpec {
        let axis = |label: &'static str| Axis {
            label: label.into(),
            unit: Unit::Count,
            log: false,
        };
        let series = |label: &&str| SeriesView {
            label: (*label).to_owned(),
            doc: "".into(),
            foretells: None,
        };
        ChartSpec {
            id: "sweep-x".to_owned(),
            title: "".into(),
            x: axis("Rate"),
            y: axis("Cost"),
            series: labels.iter().map(series).collect(),
        }
    }

    fn metric(label: &'static str) -> MetricView {
        MetricView {
            path: "latency_ms.p99".to_owned(),
            label: label.into(),
            doc: "".into(),
            unit: Unit::Milliseconds,
            better: None,
        }
    }

    fn graded(ask: &Ask, guess: Guess, value: Option<f64>) -> Grade {
        ask.grade(
            guess,
            &Shown {
                headline: &[value],
                series: &[],
            },
        )
    }

    #[test]
    fn a_value_is_graded_by_the_factor_that_it_is_off() {
        let ask = Ask::Value(metric("Latency p99"), 0);
        let grade = |guess, value| graded(&ask, Guess::Value(guess), Some(value));
        let cases = [
            (250.0, 250.0, Mark::Right, "that is it"),
            (260.0, 250.0, Mark::Right, "within 10%"),
            (
                150.0,
                250.0,
                Mark::Near,
                "1.7 times too low, within a factor of 2",
            ),
            (1000.0, 250.0, Mark::Wrong, "4.0 times too high"),
            (1.0, 250.0, Mark::Wrong, "250 times too low"),
            (5.0, 0.0, Mark::Wrong, "too high"),
            (0.0, 5.0, Mark::Wrong, "too low"),
            (0.0, 0.0, Mark::Right, "that is it"),
        ];
        for (guess, value, mark, words) in cases {
            let grade = grade(guess, value);
            assert_eq!(grade.mark, Some(mark), "{guess} {value}");
            assert!(
                grade.words.ends_with(&format!(": {words}.")),
                "{}",
                grade.words
            );
        }
        let none = graded(&ask, Guess::Value(1.0), None);
        assert_eq!(none.mark, None);
    }

    #[test]
    fn which_way_a_figure_goes_has_a_middle() {
        let before = Before {
            value: 100.0,
            run: "the recorded run".to_owned(),
        };
        let ask = Ask::Way(metric("Latency p99"), 0, before);
        let mark = |guess, value| graded(&ask, Guess::Option(guess), Some(value)).mark;
        assert_eq!(mark(0, 80.0), Some(Mark::Right));
        assert_eq!(mark(1, 105.0), Some(Mark::Right));
        assert_eq!(mark(2, 105.0), Some(Mark::Wrong));
        assert_eq!(mark(2, 120.0), Some(Mark::Right));
        assert_eq!(
            ask.told(Guess::Option(2)),
            "Latency p99: higher, from 100 ms"
        );
    }

    #[test]
    fn the_highest_curve_is_read_from_the_last_values_that_there_are() {
        let ask = Ask::Curve(curves(&["a", "b", "c"]), 0);
        let line = |y: &[f32]| Series {
            x: (0..y.len()).map(|x| x as f64).collect(),
            y: y.to_vec(),
        };
        let shown = [
            line(&[1.0, 9.0, f32::NAN]),
            line(&[5.0, 4.0, 3.0]),
            line(&[]),
        ];
        let grade = |guess| {
            ask.grade(
                Guess::Option(guess),
                &Shown {
                    headline: &[],
                    series: &shown,
                },
            )
        };
        assert_eq!(grade(0).words, "“a” ends at 9, and no other higher.");
        assert_eq!(grade(1).words, "“b” ends at 3, but “a” ends at 9.");
        assert_eq!(grade(1).mark, Some(Mark::Wrong));
        assert_eq!(grade(2).mark, None);
    }
}
