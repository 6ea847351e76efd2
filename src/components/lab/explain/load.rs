//! Where requests spend their time, what is full, and what the laws of queues say of it.

use headroom_sim::descriptor::{MetricType, Unit};
use headroom_sim::quantity;

use super::analysis::{Section, Table};
use super::facts::{Facts, count, ms, rate, share, spaced};
use crate::words::explain as say;

/// From this share on, a node is called full.
const FULL: f64 = 0.95;
/// Of the time of the slowest, what makes a place stand out.
const STANDS_OUT: f64 = 0.5;
/// More rows than this say less.
const ROWS: usize = 8;

/// Time spent at one place, mean milliseconds of a request.
struct Spent<'a> {
    node: &'a str,
    part: &'a str,
    all: f64,
    slowest: f64,
}

/// Where time was spent, where the slowest spent most first.
fn spent(facts: Facts<'_>) -> Vec<Spent<'_>> {
    let of = |path: &'static str| {
        facts.below(path).filter_map(|(place, ms)| {
            let (node, part) = place.rsplit_once('.')?;
            Some((node, part, ms))
        })
    };
    let mut out: Vec<Spent> = of("attribution.all.nodes")
        .map(|(node, part, all)| Spent {
            node,
            part,
            all,
            slowest: 0.0,
        })
        .collect();
    for (node, part, slowest) in of("attribution.slowest.nodes") {
        match (out.iter_mut()).find(|known| known.node == node && known.part == part) {
            Some(known) => known.slowest = slowest,
            None => out.push(Spent {
                node,
                part,
                all: 0.0,
                slowest,
            }),
        }
    }
    out.retain(|spent| spent.all > 0.0 || spent.slowest > 0.0);
    out.sort_by(|a, b| b.slowest.total_cmp(&a.slowest));
    out
}

pub fn bottleneck(facts: Facts) -> Section {
    let mut section = Section {
        key: "bottleneck",
        title: say::the_bottleneck(),
        how: say::how_bottleneck(),
        ..Section::default()
    };
    let (Some(node), Some(part), Some(part_of_time)) = (
        facts.text("bottleneck.node"),
        facts.text("bottleneck.part"),
        facts.get("bottleneck.share_of_slowest"),
    ) else {
        if facts.get("requests.completed").is_some() {
            let completed = facts.words("requests.completed", Unit::Count);
            section
                .lines
                .push(say::too_few(completed.unwrap_or_default()));
        }
        return section;
    };
    let label = facts.label(node);
    let place = say::place(label, spaced(part));
    let n = facts.get("attribution.slowest.requests").unwrap_or(0.0);
    let slow = facts.get(&["attribution.slowest.nodes.", node, ".", part].concat());
    let usual = facts.get(&["attribution.all.nodes.", node, ".", part].concat());
    let all = facts.get("attribution.all.latency_ms");
    let here = slow.zip(facts.get("attribution.slowest.latency_ms"));
    let (n, part_of_time, stands_out) = (count(n), share(part_of_time), part_of_time >= STANDS_OUT);
    section.lines.push(match (stands_out, here) {
        (true, None) => say::stands_out(place, n, part_of_time),
        (true, Some((slow, of))) => say::stands_out_here(place, n, part_of_time, ms(slow), ms(of)),
        (false, None) => say::none_stands_out(n, place, part_of_time),
        (false, Some((slow, of))) => {
            say::none_stands_out_here(n, place, part_of_time, ms(slow), ms(of))
        }
    });
    if let (Some(usual), Some(all)) = (usual, all.filter(|&all| all > 0.0)) {
        section
            .lines
            .push(say::of_all(ms(usual), ms(all), share(usual / all)));
    }
    section.table = evidence(facts, node);
    section
}

/// What the report says of a node that tells how near it is to its end.
fn evidence(facts: Facts, node: &str) -> Option<Table> {
    let mut rows = Vec::new();
    for (key, value) in facts.below("bottleneck") {
        if let Some(metric) = facts.metric(node, key) {
            let unit = metric.unit;
            rows.push(vec![
                say::metric(&metric.label, &metric.doc),
                quantity::format(value, unit),
            ]);
        }
    }
    let node_view = facts.spec.nodes.iter().find(|view| view.id == node)?;
    let kind = (facts.spec.kinds.iter()).find(|kind| kind.key == node_view.kind_key)?;
    for metric in &kind.metrics {
        let mean = facts.get(&node_view.path(&[&metric.key, ".mean"].concat()));
        let p99 = facts.get(&node_view.path(&[&metric.key, ".p99"].concat()));
        if let (MetricType::Distribution, Some(mean), Some(p99)) = (metric.kind, mean, p99)
            && p99 > 0.0
        {
            let (mean, p99) = (
                quantity::format(mean, metric.unit),
                quantity::format(p99, metric.unit),
            );
            rows.push(vec![
                say::metric(&metric.label, &metric.doc),
                say::mean_p99(mean, p99),
            ]);
        }
    }
    (!rows.is_empty()).then(|| Table {
        head: vec![say::evidence(), say::this_run()],
        rows,
    })
}

/// What is full next: shares of capacity, by the utilisation law.
pub fn next(facts: Facts) -> Section {
    let mut taken: Vec<(&str, f64)> = (facts.spec.nodes.iter())
        .filter_map(|node| {
            let path = ["flow.", &node.id, ".saturation"].concat();
            Some((node.id.as_str(), facts.get(&path)?))
        })
        .filter(|(_, taken)| *taken > 0.0)
        .collect();
    taken.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut section = Section {
        key: "next",
        title: say::full_next(),
        how: say::how_next(),
        ..Section::default()
    };
    let load = facts.get("requests.offered_per_second");
    let times = |taken: f64| 1.0 / taken;
    let Some(&(first, most)) = taken.first() else {
        if load.is_some() {
            section.lines.push(say::none_reports().to_owned());
        }
        return section;
    };
    let at_load = |taken: f64| load.map(|load| rate(load * times(taken)));
    let (label, of) = (facts.label(first), share(most));
    section.lines.push(match at_load(most) {
        _ if most >= FULL => say::full_already(label, of),
        None => say::is_first(label, of, count(times(most))),
        Some(load) => say::is_first_at(label, of, count(times(most)), load),
    });
    if let Some(&(second, taken)) = taken.get(1) {
        let (label, of, more) = (facts.label(second), share(taken), count(times(taken)));
        section.lines.push(match at_load(taken) {
            None => say::then_second(label, of, more),
            Some(load) => say::then_second_at(label, of, more, load),
        });
    }
    if let Some(tried) = facts.get("amplification").filter(|&tried| tried > 1.05) {
        section.lines.push(say::made_by_retries(count(tried)));
    }
    section.table = Some(Table {
        head: vec![say::node(), say::taken(), say::full_at(), say::load_then()],
        rows: (taken.iter().take(ROWS))
            .map(|&(id, taken)| {
                vec![
                    facts.label(id).to_owned(),
                    share(taken),
                    format!("{}×", count(times(taken))),
                    load.map_or_else(|| "–".to_owned(), |load| rate(load * times(taken))),
                ]
            })
            .collect(),
    });
    section
}

/// Little's law, both sides.
pub fn little(facts: Facts) -> Section {
    struct Side<'a> {
        label: &'a str,
        per_second: f64,
        sojourn_ms: f64,
        inside: f64,
    }
    let side = |id: &str| {
        let get = |key: &str| facts.get(&["flow.", id, ".", key].concat());
        let node = facts.spec.nodes.iter().find(|node| node.id == id)?;
        Some(Side {
            label: &node.label,
            per_second: get("per_second")?,
            sojourn_ms: get("sojourn_ms")?,
            inside: get("inside")?,
        })
    };
    let product = |side: &Side| side.per_second * side.sojourn_ms / 1e3;
    let difference = |side: &Side| {
        let product = product(side);
        if side.inside > 0.0 {
            share((product - side.inside) / side.inside)
        } else {
            "–".to_owned()
        }
    };
    let mut lines = Vec::new();
    for source in facts.sources().filter_map(side) {
        lines.push(say::under_way(
            source.label,
            count(source.inside),
            count(source.per_second),
            ms(source.sojourn_ms),
            count(product(&source)),
            difference(&source).trim_start_matches('-'),
        ));
    }
    let rows: Vec<Vec<String>> = (facts.spec.nodes.iter())
        .filter_map(|node| side(&node.id))
        .map(|side| {
            vec![
                side.label.to_owned(),
                rate(side.per_second),
                ms(side.sojourn_ms),
                count(product(&side)),
                count(side.inside),
                difference(&side),
            ]
        })
        .collect();
    if lines.is_empty() && !rows.is_empty() {
        lines.push(say::inside_is().to_owned());
    }
    Section {
        key: "little",
        title: say::little(),
        lines,
        table: (!rows.is_empty()).then(|| Table {
            head: vec![
                say::node(),
                say::arrivals(),
                say::time_inside(),
                say::rate_times_time(),
                say::counted_inside(),
                say::apart(),
            ],
            rows,
        }),
        how: say::how_little(),
    }
}

/// Where the slowest spend their time, against all.
pub fn time(facts: Facts) -> Section {
    let spent = spent(facts);
    let mut section = Section {
        key: "time",
        title: say::where_time_goes(),
        how: say::how_time(),
        ..Section::default()
    };
    let (Some(all), Some(slowest)) = (
        facts.get("attribution.all.latency_ms"),
        facts.get("attribution.slowest.latency_ms"),
    ) else {
        return section;
    };
    if spent.is_empty() || all <= 0.0 {
        return section;
    }
    section.lines.push(say::request_took(
        ms(all),
        ms(slowest),
        count(slowest / all),
    ));
    let more = (spent.iter()).max_by(|a, b| (a.slowest - a.all).total_cmp(&(b.slowest - b.all)));
    if let Some(more) = more.filter(|more| more.slowest > more.all && slowest > all) {
        section.lines.push(say::of_difference(
            share((more.slowest - more.all) / (slowest - all)),
            facts.label(more.node),
            spaced(more.part),
        ));
    }
    let row = |name: String, all: f64, slowest: f64| {
        let times = if all > 0.0 {
            format!("{}×", count(slowest / all))
        } else {
            "–".to_owned()
        };
        vec![name, ms(all), ms(slowest), times]
    };
    let mut rows: Vec<Vec<String>> = (spent.iter().take(ROWS))
        .map(|spent| {
            let name = say::place(facts.label(spent.node), spaced(spent.part));
            row(name, spent.all, spent.slowest)
        })
        .collect();
    if let Some(rest) = spent.get(ROWS..).filter(|rest| !rest.is_empty()) {
        let sum = |of: fn(&Spent) -> f64| rest.iter().map(of).sum();
        let name = say::more_places(rest.len());
        rows.push(row(
            name,
            sum(|spent| spent.all),
            sum(|spent| spent.slowest),
        ));
    }
    rows.push(row(say::together().to_owned(), all, slowest));
    section.table = Some(Table {
        head: vec![
            say::head_where(),
            say::head_all(),
            say::slowest_percent(),
            say::against_all(),
        ],
        rows,
    });
    section
}

/// Formulas beside the run.
pub fn theory(facts: Facts) -> Section {
    let mut rows = Vec::new();
    for law in 0.. {
        let path = |key: &str| format!("theory.{law}.{key}");
        let Some(name) = facts.text(&path("law")) else {
            break;
        };
        let unit = match facts.text(&path("unit")) {
            Some("ratio") => Unit::Ratio,
            Some("per_second") => Unit::PerSecond,
            Some("ms") => Unit::Milliseconds,
            _ => Unit::Count,
        };
        let node = facts.text(&path("node")).unwrap_or_default();
        let key = facts.text(&path("figure")).unwrap_or_default();
        let what = facts
            .metric(node, key)
            .map_or_else(|| spaced(key), |metric| metric.label.to_string());
        let shown = |key: &str| {
            facts
                .words(&path(key), unit)
                .unwrap_or_else(|| "–".to_owned())
        };
        rows.push(vec![
            say::law_of(facts.label(node), what, name),
            shown("expected"),
            shown("simulated"),
            facts
                .words(&path("difference"), Unit::Ratio)
                .unwrap_or_else(|| "–".to_owned()),
        ]);
    }
    Section {
        key: "theory",
        title: say::theory(),
        lines: if rows.is_empty() {
            Vec::new()
        } else {
            vec![match rows.len() {
                1 => say::one_formula().to_owned(),
                count => say::formulas(count),
            }]
        },
        table: (!rows.is_empty()).then(|| Table {
            head: vec![
                say::figure_and_law(),
                say::formula(),
                say::this_run(),
                say::apart(),
            ],
            rows,
        }),
        how: say::how_theory(),
    }
}
