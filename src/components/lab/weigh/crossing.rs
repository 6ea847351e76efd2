//! Where one of two curves comes to lie below the other, in words, and how well that is known.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{MetricView, Series};
use headroom_sim::quantity;
use headroom_sim::statistics::Spread;

use crate::components::chart::knee::crossings;

use super::verdict::plus_minus;
use crate::words::weigh as say;

/// A figure of both at each value; `None` where there is none.
pub type Pair = [Vec<Option<f64>>; 2];

/// What was swept, of both.
pub struct Swept<'a> {
    pub values: &'a [f64],
    pub unit: Unit,
    /// Of the means over all runs.
    pub means: Pair,
    /// Of each replication that both have at every value.
    pub runs: Vec<Pair>,
}

/// "Cost per hour: A is lower below 46/s, B above it (± 2/s with 95%, from 3 runs of each)." Nothing before there are two curves.
pub fn told(metric: &MetricView, swept: &Swept) -> Option<String> {
    let series = |y: &[Option<f64>]| Series {
        x: swept.values.to_vec(),
        y: (y.iter().map(|y| y.map_or(f32::NAN, |y| y as f32))).collect(),
    };
    let last = swept.values.last().copied();
    // Curves that meet at the end of the range have not crossed in it.
    let of = |[a, b]: &Pair| -> Vec<f64> {
        let mut places = crossings(&series(a), &series(b));
        places.retain(|at| Some(*at) < last);
        places
    };
    let gaps: Vec<f64> = (swept.means[0].iter().zip(&swept.means[1]))
        .filter_map(|(a, b)| Some((*a)? - (*b)?))
        .collect();
    if gaps.len() < 2 {
        return None;
    }
    let label = &metric.label;
    let less = match metric.unit {
        Unit::Dollars | Unit::DollarsPerHour => say::cheaper(),
        _ => say::lower(),
    };
    let show = |x: f64| quantity::format(x, swept.unit);
    let found = of(&swept.means);
    Some(match &found[..] {
        [] => {
            let nothing = gaps.iter().all(|gap| *gap == 0.0);
            let first = gaps.iter().find(|gap| **gap != 0.0).copied();
            match first {
                None if nothing => say::same_everywhere(label),
                gap => {
                    let who = if gap < Some(0.0) { "A" } else { "B" };
                    say::whole_range(label, who, less)
                }
            }
        }
        [at] => {
            let (below, above) = if gaps.iter().find(|gap| **gap != 0.0) < Some(&0.0) {
                ("A", "B")
            } else {
                ("B", "A")
            };
            say::one_crossing(label, below, less, show(*at), above, certain(swept, &of))
        }
        many => {
            let places: Vec<String> = many.iter().map(|at| show(*at)).collect();
            say::crossings(label, many.len(), places.join(say::comma()))
        }
    })
}

/// How well the place is known, from the places that each replication by itself gives.
fn certain(swept: &Swept, of: &dyn Fn(&Pair) -> Vec<f64>) -> String {
    let all = swept.runs.len();
    if all < 2 {
        return String::new();
    }
    let places = swept.runs.iter().filter_map(|run| match of(run)[..] {
        [at] => Some(at),
        _ => None,
    });
    let places: Vec<f64> = places.collect();
    if places.len() < all {
        return say::pairs_cross(places.len(), all);
    }
    let half = Spread::of(&places).and_then(|spread| plus_minus(&spread, swept.unit));
    half.map_or_else(String::new, |half| say::half_from(half, all))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost() -> MetricView {
        MetricView {
            path: "cost.per_hour_usd".to_owned(),
            label: "Cost per hour".into(),
            doc: "".into(),
            unit: Unit::DollarsPerHour,
            better: None,
        }
    }

    fn pair(a: [f64; 3], b: [f64; 3]) -> Pair {
        [a.map(Some).into(), b.map(Some).into()]
    }

    fn say(means: Pair, runs: Vec<Pair>) -> Option<String> {
        let swept = Swept {
            values: &[10.0, 20.0, 30.0],
            unit: Unit::PerSecond,
            means,
            runs,
        };
        told(&cost(), &swept)
    }

    #[test]
    fn a_crossing_is_told_with_the_interval_of_its_place() {
        let (low, high) = (
            pair([1.0, 2.0, 3.0], [1.4, 1.4, 1.4]),
            pair([1.0, 2.0, 3.0], [1.6, 1.6, 1.6]),
        );
        assert_eq!(
            say(pair([1.0, 2.0, 3.0], [1.5, 1.5, 1.5]), vec![low, high]).as_deref(),
            Some(
                "Cost per hour: A is cheaper below 15/s, B above it (± 13/s with 95%, from 2 runs of each)."
            )
        );
    }

    #[test]
    fn curves_that_do_not_cross_or_cross_by_chance_are_told_so() {
        let apart = pair([3.0, 4.0, 5.0], [1.0, 1.0, 1.0]);
        assert_eq!(
            say(apart.clone(), Vec::new()).as_deref(),
            Some("Cost per hour: B is cheaper over the whole range; they do not cross.")
        );
        let once = pair([1.0, 2.0, 3.0], [1.5, 1.5, 1.5]);
        assert!(
            say(once, vec![apart.clone(), apart])
                .unwrap()
                .ends_with("; taken by themselves, 0 of 2 pairs of runs cross once.")
        );
        let same = pair([1.0, 1.0, 1.0], [1.0, 1.0, 1.0]);
        assert!(say(same, Vec::new()).unwrap().contains("the same"));
        assert_eq!(say([vec![Some(1.0)], vec![Some(2.0)]], Vec::new()), None);
    }
}
