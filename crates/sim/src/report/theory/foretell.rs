//! What formulas foretell over the values of a setting.

use super::figures::{Figure, figures};
use crate::descriptor::ParamValue;
use crate::protocol::{Foretold, Series};
use crate::scenario::Scenario;

/// Points from one value to the next: the curves bend.
const STEPS: u32 = 8;
/// How often the place where a formula ceases to hold is looked for in half of the stretch that is left.
const HALVINGS: u32 = 12;

/// What is foretold of `wanted`, figures of a report, over the values of the parameter at `path`: at these, between them, and up to
/// where a formula ceases to hold. Figures of which nothing is known are left out.
pub(crate) fn foretell(
    scenario: &Scenario,
    path: &str,
    values: &[f64],
    wanted: &[&str],
) -> Vec<Foretold> {
    let at = |value: f64| -> Option<Vec<Option<Figure>>> {
        let mut scenario = scenario.clone();
        scenario.set(path, &ParamValue::Number(value)).ok()?;
        let mut found = figures(&scenario.checked().ok()?);
        let take = |path: &&str| {
            let place = found.iter().position(|figure| figure.path == **path)?;
            Some(found.swap_remove(place))
        };
        Some(wanted.iter().map(take).collect())
    };
    // Between two values not every number may be set.
    let mut points: Vec<(f64, Vec<Option<Figure>>)> = Vec::new();
    for &value in values {
        if let Some(before) = points.last().map(|(x, _)| *x) {
            for step in 1..STEPS {
                let x = before + (value - before) * f64::from(step) / f64::from(STEPS);
                points.extend(at(x).map(|found| (x, found)));
            }
        }
        points.extend(at(value).map(|found| (value, found)));
    }
    let which =
        |found: &[Option<Figure>]| -> Vec<bool> { found.iter().map(Option::is_some).collect() };
    let mut edges = Vec::new();
    for pair in points.windows(2) {
        let (mut low, mut high) = (pair[0].0, pair[1].0);
        let below = which(&pair[0].1);
        if below == which(&pair[1].1) {
            continue;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let Some(found) = at(middle) else { break };
            if which(&found) == below {
                low = middle;
            } else {
                high = middle;
            }
            edges.push((middle, found));
        }
    }
    points.extend(edges);
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = wanted.iter().enumerate().filter_map(|(place, path)| {
        let laws = points
            .iter()
            .filter_map(|(_, found)| Some(&found[place].as_ref()?.law));
        let law = laws.map(String::as_str).reduce(common)?.to_owned();
        let y = |found: &[Option<Figure>]| {
            found[place]
                .as_ref()
                .map_or(f64::NAN, |figure| figure.value)
        };
        Some(Foretold {
            path: (*path).to_owned(),
            law,
            series: Series {
                x: points.iter().map(|(x, _)| *x).collect(),
                y: points.iter().map(|(_, found)| y(found) as f32).collect(),
            },
        })
    });
    told.collect()
}

/// What two laws are called together.
fn common<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a == b {
        return a;
    }
    let loss = |law: &str| law.matches('/').count() == 3 && !law.contains("//");
    if a.contains("//") && b.contains("//") {
        "M/M/c//N"
    } else if loss(a) && loss(b) {
        "M/G/c/c"
    } else if [a, b].iter().any(|law| law.starts_with("M/G")) {
        "M/G/c"
    } else {
        "M/M/c"
    }
}

#[cfg(all(test, feature = "files"))]
mod tests {
    use super::super::figures::response;
    use super::*;
    use crate::scenario::parse;
    use crate::validate::theory::erlang_b;

    fn station(client: &str, app: &str, link: &str) -> Scenario {
        let text = format!(
            "[nodes.client]\nkind = \"client\"\n{client}\n[nodes.app]\nkind = \"service\"\nreplicas = 1\n{app}\n[links.client.app]\n{link}\n"
        );
        parse(&text).unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    const TEN: &str = "concurrency = 10\nservice_time = \"exponential(20ms)\"";

    fn value(scenario: &Scenario, path: &str) -> Option<(String, f64)> {
        let found = figures(scenario)
            .into_iter()
            .find(|figure| figure.path == path);
        found.map(|figure| (figure.law, figure.value))
    }

    #[test]
    fn ten_slots_at_eight_erlangs_are_erlang_s_textbook_queue() {
        let scenario = station("rate = \"400/s\"", TEN, "latency = \"1ms\"");
        let (law, delayed) = value(&scenario, "nodes.app.delayed_ratio").unwrap();
        assert_eq!(law, "M/M/10");
        assert!((delayed - 0.4092).abs() < 6e-5, "{delayed}");
        let (_, mean) = value(&scenario, "latency_ms.mean").unwrap();
        // C / (c mu - lambda) = 4.092 ms, and 20 ms of work, and 2 ms on the way.
        assert!((mean - 26.092).abs() < 1e-3, "{mean}");
        let (_, p99) = value(&scenario, "latency_ms.p99").unwrap();
        let (_, response) = response(&scenario).unwrap();
        assert!((response.at_most(p99 / 1e3) - 0.99).abs() < 1e-9);
    }

    #[test]
    fn a_figure_is_foretold_up_to_where_there_is_no_steady_state_and_throughput_beyond() {
        let scenario = station("rate = \"400/s\"", TEN, "");
        let wanted = [
            "latency_ms.p99",
            "requests.completed_per_second",
            "cost.per_hour_usd",
        ];
        let told = foretell(
            &scenario,
            "nodes.client.rate",
            &[100.0, 400.0, 1600.0],
            &wanted,
        );
        assert_eq!(told.len(), 2);
        let last = |told: &Foretold| {
            let points = told.series.x.iter().zip(&told.series.y);
            points
                .filter(|(_, y)| y.is_finite())
                .map(|(x, y)| (*x, *y))
                .next_back()
                .unwrap()
        };
        let (x, y) = last(&told[0]);
        assert!((480.0..500.0).contains(&x) && y > 100.0, "{x} {y}");
        let (x, y) = last(&told[1]);
        assert!(
            (x - 1600.0).abs() < 1e-9 && (y - 500.0).abs() < 1e-3,
            "{x} {y}"
        );
        assert!(told[0].series.x.is_sorted() && told[0].series.x.contains(&400.0));
    }

    #[test]
    fn replicas_that_are_swept_have_one_law_for_all_and_no_half_ones() {
        let scenario = station("rate = \"400/s\"", TEN, "");
        let told = foretell(
            &scenario,
            "nodes.app.replicas",
            &[1.0, 2.0, 3.0],
            &["latency_ms.mean"],
        );
        assert_eq!(told[0].law, "M/M/c");
        assert_eq!(told[0].series.x, [1.0, 2.0, 3.0]);
    }

    #[test]
    fn nothing_is_foretold_where_callers_give_up_or_nothing_is_known() {
        let none = |scenario: &Scenario| assert!(value(scenario, "latency_ms.mean").is_none());
        none(&station("rate = \"400/s\"", TEN, "timeout = \"100ms\""));
        none(&station("rate = \"600/s\"", TEN, ""));
        none(&station(
            "rate = \"490/s\"",
            &format!("{TEN}\nqueue_limit = 20"),
            "",
        ));
        none(&station(
            "rate = \"400/s\"",
            "concurrency = 10\nservice_time = \"20ms\"",
            "",
        ));
        none(&station("rate = \"400/s\"\nprocess = \"even\"", TEN, ""));
        // And far from there, a timeout is none.
        assert!(
            value(
                &station("rate = \"400/s\"", TEN, "timeout = \"2s\""),
                "latency_ms.p99"
            )
            .is_some()
        );
    }

    #[test]
    fn lines_that_are_lost_are_erlang_b_and_users_who_wait_are_a_closed_network() {
        let lines = station(
            "rate = \"50/s\"",
            "concurrency = 3\nservice_time = \"uniform(0ms, 80ms)\"\nqueue_limit = 0",
            "",
        );
        let (law, lost) = value(&lines, "requests.error_ratio").unwrap();
        assert_eq!(law, "M/G/3/3");
        assert!((lost - erlang_b(3, 2.0)).abs() < 1e-12);
        let closed = station(
            "process = \"closed\"\nusers = 30\nthink_time = \"500ms\"",
            "concurrency = 2\nservice_time = \"exponential(40ms)\"",
            "",
        );
        let (law, mean) = value(&closed, "latency_ms.mean").unwrap();
        assert_eq!(law, "M/M/2//30");
        let (_, rate) = value(&closed, "requests.completed_per_second").unwrap();
        // The interactive response time law.
        assert!((30.0 / rate - 0.5 - mean / 1e3).abs() < 1e-9);
    }
}
