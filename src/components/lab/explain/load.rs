//! Where requests spend their time, what is full, and what the laws of queues say of it.

use headroom_sim::descriptor::{MetricType, Unit};
use headroom_sim::quantity;

use super::analysis::{Section, Table};
use super::facts::{Facts, count, ms, rate, share, spaced};

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
        title: "The bottleneck",
        how: "The time of each request is booked where it was spent: network, queue, work and so on, node by node. The bottleneck is where the slowest hundredth of the answered requests spent most of theirs. Failed requests have no latency and are not in it.",
        ..Section::default()
    };
    let (Some(node), Some(part), Some(part_of_time)) = (
        facts.text("bottleneck.node"),
        facts.text("bottleneck.part"),
        facts.get("bottleneck.share_of_slowest"),
    ) else {
        if facts.get("requests.completed").is_some() {
            section.lines.push(format!(
                "{} requests were answered well; a bottleneck is not named from fewer than 100.",
                facts
                    .words("requests.completed", Unit::Count)
                    .unwrap_or_default()
            ));
        }
        return section;
    };
    let label = facts.label(node);
    let place = format!("{label}, {}", spaced(part));
    let n = facts.get("attribution.slowest.requests").unwrap_or(0.0);
    let slow = facts.get(&["attribution.slowest.nodes.", node, ".", part].concat());
    let usual = facts.get(&["attribution.all.nodes.", node, ".", part].concat());
    let all = facts.get("attribution.all.latency_ms");
    let here = match (slow, facts.get("attribution.slowest.latency_ms")) {
        (Some(slow), Some(of)) => format!(": {} of {}", ms(slow), ms(of)),
        _ => String::new(),
    };
    section.lines.push(if part_of_time >= STANDS_OUT {
        format!(
            "{place}. The slowest {} requests spent {} of their time there{here} on average.",
            count(n),
            share(part_of_time)
        )
    } else {
        format!(
            "No single place stands out. Most time of the slowest {} requests went to {place}: {}{here} on average.",
            count(n),
            share(part_of_time)
        )
    });
    if let (Some(usual), Some(all)) = (usual, all.filter(|&all| all > 0.0)) {
        section.lines.push(format!(
            "Of all requests that were answered, it is {} of {}, or {}.",
            ms(usual),
            ms(all),
            share(usual / all)
        ));
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
                format!("{}: {}", metric.label, metric.doc),
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
                format!("{}: {}", metric.label, metric.doc),
                format!("{mean} mean, {p99} p99"),
            ]);
        }
    }
    (!rows.is_empty()).then(|| Table {
        head: vec!["Evidence", "This run"],
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
        title: "What is full next",
        how: "An extrapolation, not a run: by the utilisation law, the share of a node that is taken grows with the load as long as each request asks as much of it. It starts from the mean over the whole run. A peak fills a node sooner, queues grow long before a node is full, and caches and retries do not grow in proportion. Try it: set the load and run.",
        ..Section::default()
    };
    let load = facts.get("requests.offered_per_second");
    let times = |taken: f64| 1.0 / taken;
    let Some(&(first, most)) = taken.first() else {
        if load.is_some() {
            section.lines.push(
                "No node of this system reports a share of a capacity that could be full."
                    .to_owned(),
            );
        }
        return section;
    };
    let at_load = |taken: f64| {
        load.map_or_else(String::new, |load| {
            format!(" ({})", rate(load * times(taken)))
        })
    };
    section.lines.push(if most >= FULL {
        format!(
            "{} is full already: {} of what it can work on was taken, on average over the run.",
            facts.label(first),
            share(most)
        )
    } else {
        format!(
            "{} is first: on average {} of it was taken, so that {} times this load{} would fill it.",
            facts.label(first),
            share(most),
            count(times(most)),
            at_load(most)
        )
    });
    if let Some(&(second, taken)) = taken.get(1) {
        section.lines.push(format!(
            "Then {}: {} taken, full at {} times this load{}. More of the first moves the limit to there and no further.",
            facts.label(second),
            share(taken),
            count(times(taken)),
            at_load(taken)
        ));
    }
    if let Some(tried) = facts.get("amplification").filter(|&tried| tried > 1.05) {
        section.lines.push(format!(
            "Part of that load is made by retries: {} attempts for each call.",
            count(tried)
        ));
    }
    section.table = Some(Table {
        head: vec!["Node", "Taken", "Full at", "Load then"],
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
        lines.push(format!(
            "{} had {} requests under way on average, counted at every moment. {} requests a second times the {} that each took, well or not, is {}: {} apart.",
            source.label,
            count(source.inside),
            count(source.per_second),
            ms(source.sojourn_ms),
            count(product(&source)),
            difference(&source).trim_start_matches('-')
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
        lines.push(
            "What is inside a node on average is what comes a second times how long it stays."
                .to_owned(),
        );
    }
    Section {
        key: "little",
        title: "Little’s law",
        lines,
        table: (!rows.is_empty()).then(|| Table {
            head: vec![
                "Node",
                "Arrivals",
                "Time inside",
                "Rate × time",
                "Counted inside",
                "Apart",
            ],
            rows,
        }),
        how: "In flight = rate × time, for any system whatever happens inside it. The sides differ by what was inside when the count began or ended, whose time is not whole: little in a long run, much where a queue is growing at the end.",
    }
}

/// Where the slowest spend their time, against all.
pub fn time(facts: Facts) -> Section {
    let spent = spent(facts);
    let mut section = Section {
        key: "time",
        title: "Where time goes",
        how: "Means of one request answered well: over all of them, and over the slowest hundredth. The parts of a request sum to its latency exactly.",
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
    section.lines.push(format!(
        "A request took {} on average, one of the slowest hundredth {}: {} times as long.",
        ms(all),
        ms(slowest),
        count(slowest / all)
    ));
    let more = (spent.iter()).max_by(|a, b| (a.slowest - a.all).total_cmp(&(b.slowest - b.all)));
    if let Some(more) = more.filter(|more| more.slowest > more.all && slowest > all) {
        section.lines.push(format!(
            "{} of that difference is {}, {}.",
            share((more.slowest - more.all) / (slowest - all)),
            facts.label(more.node),
            spaced(more.part)
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
            let name = format!("{}, {}", facts.label(spent.node), spaced(spent.part));
            row(name, spent.all, spent.slowest)
        })
        .collect();
    if let Some(rest) = spent.get(ROWS..).filter(|rest| !rest.is_empty()) {
        let sum = |of: fn(&Spent) -> f64| rest.iter().map(of).sum();
        let name = format!("{} more places", rest.len());
        rows.push(row(
            name,
            sum(|spent| spent.all),
            sum(|spent| spent.slowest),
        ));
    }
    rows.push(row("Together".to_owned(), all, slowest));
    section.table = Some(Table {
        head: vec!["Where", "All", "Slowest 1%", "Against all"],
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
            format!("{}, {what}: {name}", facts.label(node)),
            shown("expected"),
            shown("simulated"),
            facts
                .words(&path("difference"), Unit::Ratio)
                .unwrap_or_else(|| "–".to_owned()),
        ]);
    }
    Section {
        key: "theory",
        title: "Theory beside it",
        lines: if rows.is_empty() {
            Vec::new()
        } else {
            vec![format!(
                "{} of this run can be had from a formula too.",
                if rows.len() == 1 {
                    "One figure".to_owned()
                } else {
                    format!("{} figures", rows.len())
                }
            )]
        },
        table: (!rows.is_empty()).then(|| Table {
            head: vec!["Figure and law", "Formula", "This run", "Apart"],
            rows,
        }),
        how: "Formulas hold where load is steady, nothing fails and nothing is tried again. What differs by a few per cent is chance, and shrinks in a longer run.",
    }
}
