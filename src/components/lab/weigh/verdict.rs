//! What a comparison shows, in words: what differs, by how much, and what is noise.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{Better, MetricView};
use headroom_sim::quantity;
use headroom_sim::statistics::{Moments, Spread, runs_to_tell};

use crate::words::{Counted, weigh as say};

/// Shares that failed and differ by less move no percentile to speak of.
const FEW: f64 = 0.001;
/// Beyond this nobody would run it.
const MOST_RUNS: usize = 10_000;

/// What runs on the same arrivals say of the difference between two arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Of the second from the first, over the runs that have the figure in both.
    pub spread: Spread,
    /// As a share of the first's mean.
    pub relative: Option<f64>,
    pub found: Found,
    /// About how many runs in all it would take to tell, of what is noise as yet.
    pub needed: Option<usize>,
    /// Of a latency, the shares of the requests that were answered in the first and in the second, where they differ: who answers
    /// few is quick, so that then neither is better.
    pub answered: Option<(f64, f64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Run by run.
    Same,
    /// The interval holds zero.
    Noise,
    Lower,
    Higher,
    /// One run has no interval.
    Unknown,
}

impl Difference {
    /// Of the values of two arms, replication by replication. `None` where no replication has both.
    pub fn of(first: &[Option<f64>], second: &[Option<f64>]) -> Option<Self> {
        let pairs = || {
            let pairs = first.iter().zip(second);
            pairs.filter_map(|(a, b)| Some(((*a)?, (*b)?)))
        };
        let moments = Moments::of(pairs().map(|(a, b)| b - a));
        let spread = moments.spread()?;
        let base = Moments::of(pairs().map(|(a, _)| a)).mean;
        let same = pairs().all(|(a, b)| b - a == 0.0);
        let found = match spread.half {
            _ if same && spread.runs > 1 => Found::Same,
            None => Found::Unknown,
            Some(_) if !spread.is_clear() => Found::Noise,
            Some(_) if spread.mean < 0.0 => Found::Lower,
            Some(_) => Found::Higher,
        };
        Some(Self {
            spread,
            relative: (base != 0.0).then(|| spread.mean / base.abs()),
            found,
            needed: (found == Found::Noise)
                .then(|| runs_to_tell(&moments, MOST_RUNS))
                .flatten(),
            answered: None,
        })
    }

    /// The same of a latency of two arms in which these shares failed.
    pub fn of_answered(self, first: &[Option<f64>], second: &[Option<f64>]) -> Self {
        let failed = Self::of(first, second)
            .filter(|failed| failed.is_clear() && failed.spread.mean.abs() >= FEW);
        let answered = |of: &[Option<f64>]| 1.0 - Moments::of(of.iter().copied().flatten()).mean;
        Self {
            answered: failed.map(|_| (answered(first), answered(second))),
            ..self
        }
    }

    /// Whether there is one to tell.
    pub fn is_clear(&self) -> bool {
        matches!(self.found, Found::Lower | Found::Higher)
    }

    /// Whether the second is to be preferred; `None` where there is no difference to tell, or no telling which is.
    pub fn is_better(&self, better: Option<Better>) -> Option<bool> {
        let better = better.filter(|_| self.answered.is_none());
        match (self.found, better?) {
            (Found::Lower, Better::Lower) | (Found::Higher, Better::Higher) => Some(true),
            (Found::Lower, Better::Higher) | (Found::Higher, Better::Lower) => Some(false),
            (Found::Same | Found::Noise | Found::Unknown, _) => None,
        }
    }

    /// "better", "lower", "noise": for a table's cell.
    pub fn tag(&self, better: Option<Better>) -> &'static str {
        match (self.found, self.is_better(better)) {
            (_, Some(true)) => say::better(),
            (_, Some(false)) => say::worse(),
            (Found::Same, _) => say::same(),
            (Found::Noise, _) => say::within_noise(),
            (Found::Lower, _) => say::tag_lower(),
            (Found::Higher, _) => say::tag_higher(),
            (Found::Unknown, _) => say::one_run(),
        }
    }
}

/// How large a difference is. Of two shares it is told in points: a share of a share would be something else.
fn size(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Ratio => {
            let points = quantity::format(value.abs() * 100.0, Unit::Count);
            if points == "1" {
                say::one_point(points)
            } else {
                say::many_points(points)
            }
        }
        _ => quantity::format(value.abs(), unit),
    }
}

/// A difference with its sign.
pub fn signed(value: f64, unit: Unit) -> String {
    let sign = if value < 0.0 { '−' } else { '+' };
    format!("{sign}{}", size(value, unit))
}

/// A difference as a share of what it is a difference from, with its sign.
pub fn signed_share(share: f64) -> String {
    let sign = if share < 0.0 { '−' } else { '+' };
    format!("{sign}{}", quantity::format(share.abs(), Unit::Ratio))
}

/// How far a mean may be off; no more digits than it is worth.
pub fn plus_minus(spread: &Spread, unit: Unit) -> Option<String> {
    let half = spread.half.filter(|half| *half > 0.0)?;
    Some(format!("± {}", quantity::format(roughly(half), unit)))
}

/// "−3 ms to +1 ms".
pub fn interval(spread: &Spread, unit: Unit) -> Option<String> {
    let half = spread.half?;
    Some(say::range(
        signed(spread.mean - half, unit),
        signed(spread.mean + half, unit),
    ))
}

/// What is said of arm `letter` against arm `first`: a sentence over all, then the details.
pub fn told(
    letter: char,
    first: char,
    metrics: &[MetricView],
    differences: &[Option<Difference>],
) -> (String, Vec<String>) {
    let known: Vec<(&MetricView, Difference)> = (metrics.iter().zip(differences))
        .filter_map(|(metric, difference)| Some((metric, (*difference)?)))
        .collect();
    let runs = known.iter().map(|(_, known)| known.spread.runs).max();
    let Some(runs) = runs else {
        let why = say::nothing_to_compare(letter, first);
        return (why, Vec::new());
    };
    if runs < 2 {
        let why = say::one_run_says_nothing(letter, first);
        return (why, Vec::new());
    }
    let count = |is: &dyn Fn(&(&MetricView, Difference)) -> bool| {
        known.iter().filter(|known| is(known)).count()
    };
    let better = count(&|(metric, known)| known.is_better(metric.better) == Some(true));
    let worse = count(&|(metric, known)| known.is_better(metric.better) == Some(false));
    let differs = count(&|(_, known)| known.is_clear());
    let same = count(&|(_, known)| known.found == Found::Same);
    let all = known.len();
    let summary = if same == all {
        say::same_figures(letter, first)
    } else if differs == 0 {
        say::cannot_tell(runs, letter, first)
    } else {
        let judged = match (better, worse) {
            (0, 0) => say::differs(letter, first),
            (_, 0) => say::is_better(letter, first),
            (0, _) => say::is_worse(letter, first),
            (_, _) => say::is_mixed(letter, first),
        };
        let noise = count(&|(_, known)| known.found == Found::Noise);
        let rest = match noise {
            0 => String::new(),
            1 => say::one_in_noise().to_owned(),
            n => say::in_noise(n),
        };
        let parts: [(usize, Counted); 3] = [
            (better, say::count_better),
            (worse, say::count_worse),
            (differs - better - worse, say::count_other),
        ];
        let parts = parts.into_iter().filter(|(n, _)| *n > 0);
        let parts: Vec<String> = parts.map(|(n, told)| told(n)).collect();
        say::summary(judged, all, parts.join(say::comma()), rest)
    };
    // What is of other requests in each comes behind what is of all.
    let (apart, whole): (Vec<_>, Vec<_>) =
        (known.iter()).partition(|(_, known)| known.answered.is_some());
    let mut details: Vec<String> = (whole.iter().chain(&apart))
        .filter_map(|(metric, known)| differing(letter, first, metric, known))
        .collect();
    let noise: Vec<String> = known
        .iter()
        .filter(|(_, known)| known.found == Found::Noise)
        .map(|(metric, known)| {
            let by = signed(known.spread.mean, metric.unit);
            let needed = match known.needed {
                Some(needed) => {
                    say::runs_would_tell(quantity::format(roughly(needed as f64), Unit::Count))
                }
                None => say::no_runs_would_tell().to_owned(),
            };
            say::noise_of(&metric.label, by, needed)
        })
        .collect();
    if !noise.is_empty() {
        details.push(say::within_noise_of(runs, noise.join(say::comma())));
    }
    let same: Vec<&str> = known
        .iter()
        .filter(|(_, known)| known.found == Found::Same)
        .map(|(metric, _)| &*metric.label)
        .collect();
    if !same.is_empty() && same.len() < all {
        details.push(say::same_in_every_run(same.join(say::comma())));
    }
    (summary, details)
}

/// Two digits of it: an estimate is no more precise.
fn roughly(value: f64) -> f64 {
    let power = value.log10().floor() as i32 - 1;
    // Powers above one are exact.
    let unit = 10f64.powi(power.abs());
    if power < 0 {
        (value * unit).round() / unit
    } else {
        (value / unit).round() * unit
    }
}

/// "Latency p99: lower in B by 12 ms (8%), between 10 ms and 14 ms: better."
fn differing(letter: char, first: char, metric: &MetricView, known: &Difference) -> Option<String> {
    let show = |value: f64| size(value, metric.unit);
    let (by, half) = (known.spread.mean.abs(), known.spread.half?);
    let told = match known.found {
        Found::Lower => say::lower_in(&metric.label, letter, show(by)),
        Found::Higher => say::higher_in(&metric.label, letter, show(by)),
        Found::Same | Found::Noise | Found::Unknown => return None,
    };
    let relative = known.relative.map_or_else(String::new, |share| {
        say::relative(quantity::format(share.abs(), Unit::Ratio))
    });
    let between = if half > 0.0 {
        let low = by - half;
        // A unit that is a word is said once.
        let low = match metric.unit {
            Unit::Ratio => quantity::format(low.abs() * 100.0, Unit::Count),
            _ => show(low),
        };
        say::between(low, show(by + half))
    } else {
        String::new()
    };
    let judged = match (known.answered, known.is_better(metric.better)) {
        (Some((before, now)), _) => {
            let [before, now] = [before, now].map(|share| quantity::format(share, Unit::Ratio));
            say::judged_apart(before, first, now, letter)
        }
        (None, Some(true)) => say::judged_better().to_owned(),
        (None, Some(false)) => say::judged_worse().to_owned(),
        (None, None) => say::full_stop().to_owned(),
    };
    Some([told, relative, between, judged].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(label: &'static str, unit: Unit, better: Option<Better>) -> MetricView {
        MetricView {
            path: label.to_owned(),
            label: label.into(),
            doc: "".into(),
            unit,
            better,
        }
    }

    fn values(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn a_difference_that_the_runs_share_is_found_under_noise_ten_times_as_large() {
        let noise = [100.0, 300.0, 150.0, 220.0, 80.0];
        let a = values(&noise);
        let b = values(&noise.map(|v| v + 10.0 + v / 1000.0));
        let found = Difference::of(&a, &b).unwrap();
        assert_eq!(found.found, Found::Higher);
        assert_eq!(found.is_better(Some(Better::Lower)), Some(false));
        // In another order the pairs are none, and it drowns.
        let mut shuffled = b.clone();
        shuffled.rotate_left(2);
        let lost = Difference::of(&a, &shuffled).unwrap();
        assert_eq!(lost.found, Found::Noise);
        assert!(lost.needed.unwrap() > 100, "{:?}", lost.needed);
        assert_eq!(lost.tag(Some(Better::Lower)), "within noise");
    }

    #[test]
    fn a_difference_of_shares_is_told_in_points() {
        assert_eq!(signed(-0.542, Unit::Ratio), "−54.2 points");
        assert_eq!(signed(0.01, Unit::Ratio), "+1 point");
        assert_eq!(signed_share(0.542), "+54.2%");
        let spread = Spread {
            mean: 1.0,
            half: Some(0.000_478_9),
            runs: 3,
        };
        assert_eq!(plus_minus(&spread, Unit::Count).unwrap(), "± 0.00048");
        assert_eq!((roughly(153.0), roughly(9.0)), (150.0, 9.0));
    }

    #[test]
    fn a_latency_of_those_that_are_answered_is_not_judged_where_the_others_are_not_as_many() {
        let metrics = [
            metric("Latency p99", Unit::Milliseconds, Some(Better::Lower)),
            metric("Error ratio", Unit::Ratio, Some(Better::Lower)),
        ];
        // Who begins to answer the many answers them later than the few that were left.
        let (failed, mended) = (values(&[0.75, 0.74, 0.76]), values(&[0.007, 0.006, 0.008]));
        let (quick, slow) = (
            values(&[200.0, 210.0, 220.0]),
            values(&[800.0, 810.0, 821.0]),
        );
        let latency = Difference::of(&quick, &slow).unwrap();
        assert_eq!(latency.is_better(Some(Better::Lower)), Some(false));
        let apart = latency.of_answered(&failed, &mended);
        assert_eq!(apart.is_better(Some(Better::Lower)), None);
        assert_eq!(apart.tag(Some(Better::Lower)), "higher");
        let differences = [Some(apart), Difference::of(&failed, &mended)];
        let (summary, details) = told('B', 'A', &metrics, &differences);
        assert_eq!(
            summary,
            "B is better than A: of 2 figures 1 better, 1 other."
        );
        assert!(
            details[0].starts_with("Error ratio: lower in B"),
            "{details:?}"
        );
        assert!(
            details[1].ends_with(
                ", of the 25% answered in A and the 99.3% answered in B: neither better nor worse."
            ),
            "{details:?}"
        );
        // Where as many fail in both, or all but as many, it is judged.
        for other in [&failed, &values(&[0.7501, 0.7402, 0.7601])] {
            let latency = latency.of_answered(&failed, other);
            assert_eq!(latency.is_better(Some(Better::Lower)), Some(false));
        }
    }

    #[test]
    fn swapping_the_arms_turns_the_difference_around() {
        let (a, b) = (values(&[1.0, 2.0, 4.0]), values(&[2.0, 3.5, 4.5]));
        let (there, back) = (
            Difference::of(&a, &b).unwrap(),
            Difference::of(&b, &a).unwrap(),
        );
        assert!((there.spread.mean + back.spread.mean).abs() < 1e-12);
        assert!((there.spread.half.unwrap() - back.spread.half.unwrap()).abs() < 1e-12);
    }

    #[test]
    fn runs_without_the_figure_are_left_out_with_their_partners() {
        let a = [Some(1.0), None, Some(3.0)];
        let b = [Some(2.0), Some(9.0), None];
        let found = Difference::of(&a, &b).unwrap();
        assert_eq!((found.spread.runs, found.found), (1, Found::Unknown));
        assert_eq!(Difference::of(&a[1..2], &b[1..2]), None);
    }

    #[test]
    fn the_verdict_says_what_differs_what_is_noise_and_what_is_the_same() {
        let metrics = [
            metric("Latency p99", Unit::Milliseconds, Some(Better::Lower)),
            metric("Throughput", Unit::PerSecond, Some(Better::Higher)),
            metric("Replicas", Unit::Count, None),
            metric("Error ratio", Unit::Ratio, Some(Better::Lower)),
        ];
        let of = |a: &[f64], b: &[f64]| Difference::of(&values(a), &values(b));
        let differences = [
            of(&[100.0, 110.0, 105.0], &[80.0, 91.0, 85.0]),
            of(&[50.0, 51.0, 52.0], &[51.0, 50.0, 52.5]),
            of(&[3.0, 3.0, 3.0], &[4.0, 4.0, 4.0]),
            of(&[0.0, 0.0, 0.0], &[0.0, 0.0, 0.0]),
        ];
        let (summary, details) = told('B', 'A', &metrics, &differences);
        assert_eq!(
            summary,
            "B is better than A: of 4 figures 1 better, 1 other; of one figure the difference is within the noise."
        );
        assert_eq!(
            details,
            [
                "Latency p99: lower in B by 19.7 ms (18.7%), between 18.2 ms and 21.1 ms: better.",
                "Replicas: higher in B by 1 (33.3%).",
                "Within the noise of 3 runs: Throughput (+0.167/s; about 150 runs of each would tell).",
                "The same in every run: Error ratio.",
            ]
        );
        let (nothing, _) = told('B', 'A', &metrics[1..2], &differences[1..2]);
        assert_eq!(
            nothing,
            "These 3 runs cannot tell B from A: every difference is within the noise."
        );
    }
}
