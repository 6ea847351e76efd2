//! Where requests spend their time, what is full, and what the laws of queues say of it.

use headroom_sim::descriptor::{MetricType, ParamKind, ParamValue, Unit};
use headroom_sim::protocol::NodeView;
use headroom_sim::quantity;

use super::analysis::{Section, Table};
use super::facts::{Facts, count, is_source, ms, rate, share};
use crate::words::engine::{self, spaced};
use crate::words::explain as say;

/// From this share on, a node is called full.
const FULL: f64 = 0.95;
/// Of the time of the slowest, what makes a place stand out.
const STANDS_OUT: f64 = 0.5;
/// When more than this failed, what is said of the answered ones is not of all.
const MANY_FAILED: f64 = 0.05;
/// So much above its average, a load is said to vary.
const MORE: f64 = 1.2;
/// So many nodes that were full are told of one by one.
const SAID: usize = 3;
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
    section.lines.extend(failed_apart(facts));
    if let (Some(usual), Some(all)) = (usual, all.filter(|&all| all > 0.0)) {
        section
            .lines
            .push(say::of_all(ms(usual), ms(all), share(usual / all)));
    }
    section.table = evidence(facts, node);
    section
}

/// Who fails has no latency: where many do, that what is slow is told of the others alone.
fn failed_apart(facts: Facts) -> Option<String> {
    let failed = facts.get("requests.error_ratio")?;
    let shown = |path| facts.words(path, Unit::Count);
    let (answered, lost) = (
        shown("requests.completed")?,
        shown("requests.failed_total")?,
    );
    (failed > MANY_FAILED).then(|| say::failed_apart(answered, lost, share(failed)))
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

/// A node that calls came to, and how near it is to its end.
struct Room<'a> {
    node: &'a NodeView,
    /// The share of its capacity that was taken, on average.
    taken: Option<f64>,
    turned_away: f64,
}

impl Room<'_> {
    /// Of a node that was at its limit there is no more to foretell.
    fn is_full(&self) -> bool {
        self.turned_away > 0.0 || self.taken.is_some_and(|taken| taken >= FULL)
    }

    fn share(&self) -> f64 {
        self.taken.unwrap_or(0.0)
    }
}

/// What was full, and what is full next: shares of capacity, by the utilisation law.
pub fn next(facts: Facts) -> Section {
    let mut rooms: Vec<Room> = (facts.spec.nodes.iter().enumerate())
        .filter(|&(index, node)| {
            !is_source(facts.spec, index) && facts.get(&flow(node, "per_second")).is_some()
        })
        .map(|(_, node)| Room {
            node,
            taken: facts.get(&flow(node, "saturation")),
            turned_away: facts.turned_away(node).map(|(_, count)| count).sum(),
        })
        .collect();
    rooms.sort_by(|a, b| {
        let order = b.turned_away.total_cmp(&a.turned_away);
        order.then(b.share().total_cmp(&a.share()))
    });
    let mut section = Section {
        key: "next",
        title: say::full_next(),
        how: say::how_next(),
        ..Section::default()
    };
    let load = facts.get("requests.offered_per_second");
    let (full, left): (Vec<Room>, Vec<Room>) = rooms.into_iter().partition(Room::is_full);
    let open: Vec<&Room> = left.iter().filter(|room| room.share() > 0.0).collect();
    if full.is_empty() && open.is_empty() {
        if load.is_some() {
            section.lines.push(say::none_reports().to_owned());
        }
        return section;
    }
    let times = |room: &Room| 1.0 / room.share();
    let at_load = |room: &Room| load.map(|load| rate(load * times(room)));
    let lines = &mut section.lines;
    lines.extend(full.iter().take(SAID).map(|room| already(facts, room)));
    for (place, room) in open.iter().take(2 - full.len().min(1)).enumerate() {
        let (label, of, more) = (&room.node.label, share(room.share()), count(times(room)));
        let is_first = full.is_empty() && place == 0;
        lines.push(match (is_first, at_load(room)) {
            (true, None) => say::is_first(label, of, more),
            (true, Some(load)) => say::is_first_at(label, of, more, load),
            (false, None) => say::then_second(label, of, more),
            (false, Some(load)) => say::then_second_at(label, of, more, load),
        });
    }
    if !open.is_empty() {
        if full.iter().any(|room| room.turned_away > 0.0) {
            lines.push(say::did_not_reach().to_owned());
        }
        lines.extend(varied(facts, load));
    }
    if let Some(tried) = facts.get("amplification").filter(|&tried| tried > 1.05) {
        lines.push(say::made_by_retries(count(tried)));
    }
    let silent = left.iter().filter(|room| room.taken.is_none());
    let silent: Vec<&str> = silent.map(|room| &*room.node.label).collect();
    if !silent.is_empty() {
        lines.push(say::says_nothing_of(silent.join(say::comma())));
    }
    let none = || "–".to_owned();
    section.table = Some(Table {
        head: vec![
            say::node(),
            say::taken(),
            say::turned_away(),
            say::full_at(),
            say::load_then(),
        ],
        rows: (full.iter().chain(open).take(ROWS))
            .map(|room| {
                let (at, load) = if room.is_full() {
                    (say::already().to_owned(), None)
                } else {
                    (format!("{}×", count(times(room))), at_load(room))
                };
                vec![
                    room.node.label.clone(),
                    room.taken.map_or_else(none, share),
                    count(room.turned_away),
                    at,
                    load.unwrap_or_else(none),
                ]
            })
            .collect(),
    });
    section
}

/// Where a report has what went through a node.
fn flow(node: &NodeView, key: &str) -> String {
    ["flow.", &node.id, ".", key].concat()
}

/// That a node was full, and by what that is known.
fn already(facts: Facts, room: &Room) -> String {
    let node = room.node;
    if room.turned_away == 0.0 {
        return say::full_already(&node.label, share(room.share()));
    }
    let docs = facts.turned_away(node).filter_map(|(key, _)| {
        let metric = facts.metric(&node.id, key)?;
        Some(say::metric(&metric.label, &metric.doc))
    });
    let docs: Vec<String> = docs.collect();
    let span = facts.get("duration_s").unwrap_or(0.0) - facts.get("warmup_s").unwrap_or(0.0);
    let came = span * facts.get(&flow(node, "per_second")).unwrap_or(0.0);
    let turned_away = count(room.turned_away);
    let turned_away = if came >= room.turned_away {
        let of = share(room.turned_away / came);
        say::of_calls(turned_away, count(came.round()), of)
    } else {
        // What it turns away are no calls: tries to connect, say.
        turned_away
    };
    say::at_limit(&node.label, turned_away, docs.join(" "))
}

/// That an average is not all that there was of the load, if so: the busiest part that the report knows, else that there are some.
fn varied(facts: Facts, load: Option<f64>) -> Option<String> {
    let parts = facts.below("windows").filter_map(|(path, load)| {
        let window = path.strip_suffix(".requests.offered_per_second")?;
        Some((window, load))
    });
    let peak = parts.max_by(|a, b| a.1.total_cmp(&b.1));
    if let (Some((window, peak)), Some(load)) = (peak, load)
        && peak > MORE * load
    {
        return Some(say::load_varied_to(window, rate(peak), count(peak / load)));
    }
    let preset = facts.text("preset").unwrap_or_default();
    let mut presets = facts.spec.presets.iter();
    let set = presets.find(|known| known.name == preset);
    let set = set.map_or(&[][..], |preset| &preset.set);
    let shaped = facts.spec.nodes.iter().any(|node| {
        let kind = (facts.spec.kinds.iter()).find(|kind| kind.key == node.kind_key);
        let params = kind.map_or(&[][..], |kind| &kind.params);
        (params.iter().zip(&node.values)).any(|(param, value)| {
            let ParamKind::Shape { default } = &param.kind else {
                return false;
            };
            let path = node.path(&param.key);
            let set = set.iter().find(|(known, _)| *known == path);
            match set {
                Some((_, ParamValue::Choice(text))) => text != default,
                _ => value != default,
            }
        })
    });
    shaped.then(|| say::load_varied().to_owned())
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
    section.lines.extend(failed_apart(facts));
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
            say::law_of(facts.label(node), what, engine::say(name)),
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
