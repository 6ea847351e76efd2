//! Where time went and why requests failed: of a run under way as far as it is, and of one that is over by its report.

use std::sync::Arc;

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{LabSpec, Wanted};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::chart::bars::{Bar, Bars};
use crate::components::chart::picture::Shown;
use crate::components::lab::bench::{Bench, Phase};
use crate::words::engine::spaced;
use crate::words::{Say, explain as say};

type Figures = Arc<Vec<(String, f64)>>;

/// Makes bars of figures of a report. Beside them, the parts of what was shown before, in their order.
type Make = fn(&LabSpec, &[(String, f64)], &[String]) -> Bars;

/// Of the run on show, as far as it is.
fn bars(bench: Bench, make: Make) -> Signal<Option<Shown>> {
    let under_way = under_way(bench);
    let bars = Memo::new(move |before: Option<&Option<Arc<Bars>>>| {
        let known = before.and_then(Option::as_ref);
        bench.spec.with_value(|spec| {
            // A run that is over is told anew, the greatest first.
            if let Some(outcome) = bench.outcome.get() {
                return Some(Arc::new(make(spec, &outcome.figures, &[])));
            }
            let figures = under_way.get()?;
            let parts = known.map_or(&[][..], |bars| &bars.parts);
            Some(Arc::new(make(spec, &figures, parts)))
        })
    });
    Signal::derive(move || bars.get().map(|bars| bars as Shown))
}

/// The figures of a run under way, which not every frame has.
fn under_way(bench: Bench) -> RwSignal<Option<Figures>> {
    let watched = bench.want(|| Wanted {
        breakdown: true,
        ..Wanted::default()
    });
    let given = RwSignal::new(None::<Figures>);
    Effect::new(move |_| {
        let figures = watched.with(|watched| watched.as_ref()?.breakdown.clone());
        // At time zero there is nothing to tell.
        match bench.phase.get() {
            Phase::Running | Phase::Paused | Phase::Finished => {
                if let Some(figures) = figures {
                    given.set(Some(Arc::new(figures)));
                }
            }
            _ => given.set(None),
        }
    });
    given
}

pub fn attribution(bench: Bench, id: String) -> AnyView {
    super::figure(
        id,
        say::where_the_time_goes().to_owned(),
        say::axes_time(),
        Vec::new(),
        bars(bench, of_time),
        say::run_to_see(),
    )
}

pub fn causes(bench: Bench, id: String) -> AnyView {
    super::figure(
        id,
        say::why_requests_fail().to_owned(),
        say::axes_causes(),
        Vec::new(),
        bars(bench, of_failures),
        say::run_to_see(),
    )
}

/// Of all requests and of the slowest, by node and part. The greatest parts come first; those that are `known` stay where they are,
/// and keep their colours.
fn of_time(spec: &LabSpec, figures: &[(String, f64)], known: &[String]) -> Bars {
    const BARS: [(&str, Say); 2] = [
        ("all", say::all_requests),
        ("slowest", say::slowest_percent),
    ];
    let mut parts: Vec<(&str, [f64; 2])> = Vec::new();
    for (path, value) in figures {
        let Some(path) = path.strip_prefix("attribution.") else {
            continue;
        };
        for (bar, (key, _)) in BARS.iter().enumerate() {
            let rest = path.strip_prefix(key);
            let Some(part) = rest.and_then(|rest| rest.strip_prefix(".nodes.")) else {
                continue;
            };
            if let Some((_, values)) = parts.iter_mut().find(|(known, _)| *known == part) {
                values[bar] = *value;
            } else {
                let mut values = [0.0; 2];
                values[bar] = *value;
                parts.push((part, values));
            }
        }
    }
    let sums = [0, 1].map(|bar| parts.iter().map(|(_, values)| values[bar]).sum::<f64>());
    let share = |values: &[f64; 2], bar: usize| {
        if sums[bar] > 0.0 {
            values[bar] / sums[bar]
        } else {
            0.0
        }
    };
    let weight = |values: &[f64; 2]| share(values, 0).max(share(values, 1));
    parts.retain(|(_, values)| weight(values) > 0.0);
    parts.sort_by(|a, b| weight(&b.1).total_cmp(&weight(&a.1)));
    if !known.is_empty() {
        let place = |path: &str| {
            let name = part_name(spec, path);
            known.iter().position(|known| *known == name)
        };
        parts.sort_by_cached_key(|(path, _)| place(path).unwrap_or(usize::MAX));
    }
    let names: Vec<String> = parts
        .iter()
        .map(|(path, _)| part_name(spec, path))
        .collect();
    let most = |bar: usize| {
        let places = 0..parts.len();
        let most = places.max_by(|&a, &b| parts[a].1[bar].total_cmp(&parts[b].1[bar]))?;
        let share = quantity::format(share(&parts[most].1, bar), Unit::Ratio);
        Some(say::most_is(share, &names[most]))
    };
    let sentence = match (most(0), most(1)) {
        (Some(all), Some(slowest)) => say::request_takes(
            quantity::format(sums[0], Unit::Milliseconds),
            all,
            quantity::format(sums[1], Unit::Milliseconds),
            slowest,
        ),
        _ => say::none_answered().to_owned(),
    };
    let bars = BARS.iter().enumerate().map(|(bar, (_, label))| Bar {
        label: label().to_owned(),
        values: parts.iter().map(|(_, values)| values[bar]).collect(),
    });
    Bars {
        bars: bars.collect(),
        parts: names,
        unit: Some(Unit::Milliseconds),
        shares: true,
        sentence,
    }
}

/// "redirect: cold start" of `redirect.cold_start_ms`.
fn part_name(spec: &LabSpec, path: &str) -> String {
    let (id, key) = path.rsplit_once('.').unwrap_or((path, ""));
    let node = spec.nodes.iter().find(|node| node.id == id);
    let label = node.map_or(id, |node| &node.label);
    say::node_metric(label, spaced(key))
}

/// One bar a cause, the most frequent first. Those beyond a handful are one.
fn of_failures(_: &LabSpec, figures: &[(String, f64)], _: &[String]) -> Bars {
    const MOST: usize = 6;
    let cause = |(path, count): &(String, f64)| {
        let key = path.strip_prefix("requests.failed.")?;
        (*count > 0.0).then(|| (spaced(key), *count))
    };
    let mut causes: Vec<(String, f64)> = figures.iter().filter_map(cause).collect();
    causes.sort_by(|a, b| b.1.total_cmp(&a.1));
    let all: f64 = causes.iter().map(|(_, count)| count).sum();
    let count = |count: f64| quantity::format(count, Unit::Count);
    let sentence = match causes.first() {
        None => say::no_request_failed().to_owned(),
        Some((_, n)) if causes.len() == 1 => say::failed_one_cause(count(*n), &causes[0].0),
        Some((most, n)) => say::failed_most_often(count(all), count(*n), most),
    };
    if causes.len() > MOST {
        let rest = causes
            .split_off(MOST - 1)
            .iter()
            .map(|(_, count)| count)
            .sum();
        causes.push((say::other_causes().to_owned(), rest));
    }
    let bar = |(label, count)| Bar {
        label,
        values: vec![count],
    };
    Bars {
        bars: causes.into_iter().map(bar).collect(),
        parts: vec![say::failed_requests().to_owned()],
        unit: Some(Unit::Count),
        shares: false,
        sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::lab::marks::tests::spec;

    fn figures(of: &[(&str, f64)]) -> Vec<(String, f64)> {
        of.iter()
            .map(|&(path, value)| (path.to_owned(), value))
            .collect()
    }

    #[test]
    fn time_is_told_by_node_and_part_the_greatest_first() {
        let bars = of_time(
            &spec(),
            &figures(&[
                ("latency_ms.p50", 9.0),
                ("attribution.all.requests", 100.0),
                ("attribution.all.parts.queue_ms", 1.0),
                ("attribution.all.nodes.app.queue_ms", 1.0),
                ("attribution.all.nodes.app.service_ms", 3.0),
                ("attribution.all.nodes.app.lock_ms", 0.0),
                ("attribution.slowest.nodes.app.queue_ms", 90.0),
                ("attribution.slowest.nodes.app.service_ms", 10.0),
            ]),
            &[],
        );
        assert_eq!(bars.parts, ["app: queue", "app: service"]);
        assert_eq!(bars.bars[1].values, [90.0, 10.0]);
        assert_eq!(
            bars.sentence,
            "A request takes 4 ms on average; 75% of it is app: service. \
             One of the slowest 1% takes 100 ms; 90% of it is app: queue."
        );
    }

    #[test]
    fn while_it_runs_parts_keep_their_places() {
        let at = |queue, service, lock| {
            figures(&[
                ("attribution.all.nodes.app.queue_ms", queue),
                ("attribution.all.nodes.app.service_ms", service),
                ("attribution.all.nodes.app.lock_ms", lock),
            ])
        };
        let first = of_time(&spec(), &at(1.0, 3.0, 0.0), &[]);
        let then = of_time(&spec(), &at(9.0, 3.0, 5.0), &first.parts);
        assert_eq!(then.parts, ["app: service", "app: queue", "app: lock"]);
        assert_eq!(then.bars[0].values, [3.0, 9.0, 5.0]);
    }

    #[test]
    fn causes_come_with_the_most_frequent_first() {
        let bars = of_failures(
            &spec(),
            &figures(&[
                ("requests.failed.timeout", 3.0),
                ("requests.failed.queue_full", 40.0),
                ("requests.failed_total", 43.0),
            ]),
            &[],
        );
        let labels: Vec<_> = bars.bars.iter().map(|bar| &*bar.label).collect();
        assert_eq!(labels, ["queue full", "timeout"]);
        assert_eq!(
            bars.sentence,
            "43 requests failed; most often, 40 times, because of: queue full."
        );
        assert_eq!(
            of_failures(&spec(), &[], &[]).sentence,
            "No request failed."
        );
    }
}
