//! What a run's report says, in words: each sentence with the figures that it is made of, and none without.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{LabSpec, Outcome};
use headroom_sim::quantity;
use headroom_sim::session::Deed;

use super::facts::{Facts, count, ms, rate, share};
use super::load;
use crate::words::engine::{self, spaced};
use crate::words::{Say, explain as say};

/// One thing that can be said of a run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Unique in an analysis.
    pub key: &'static str,
    pub title: &'static str,
    pub lines: Vec<String>,
    pub table: Option<Table>,
    /// How the figures were got, and what they do not say.
    pub how: &'static str,
}

/// The first column names what the row is of; the others are figures.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

/// What an analysis will say: for whoever has not made a run yet.
pub const SUBJECTS: [Say; 7] = [
    say::subject_requests,
    say::subject_bottleneck,
    say::subject_next,
    say::subject_little,
    say::subject_slowest,
    say::subject_formulas,
    say::subject_cost,
];

/// The analysis of a run, or of a sweep.
pub fn analyse(outcome: &Outcome, spec: &LabSpec) -> Vec<Section> {
    let facts = Facts { outcome, spec };
    if facts.text("sweep.path").is_some() {
        return vec![sweep(facts)];
    }
    let sections = [
        happened(facts),
        load::bottleneck(facts),
        load::next(facts),
        load::little(facts),
        load::time(facts),
        load::theory(facts),
        cost(facts),
        certain(facts),
    ];
    sections
        .into_iter()
        .filter(|section| !section.lines.is_empty())
        .collect()
}

fn happened(facts: Facts) -> Section {
    let mut lines = Vec::new();
    let get = |path: &str| facts.get(path);
    if let (Some(offered), Some(rate_of), Some(duration)) = (
        get("requests.offered"),
        get("requests.offered_per_second"),
        get("duration_s"),
    ) {
        let warm_up = get("warmup_s").filter(|&warm_up| warm_up > 0.0);
        let seconds = |s: f64| quantity::format(s * 1e9, Unit::Duration);
        let span = seconds(duration - warm_up.unwrap_or(0.0));
        let (n, rate) = (count(offered), rate(rate_of));
        lines.push(match warm_up {
            None => say::were_due(span, n, rate),
            Some(warm_up) => say::were_due_after(span, seconds(warm_up), n, rate),
        });
        lines.extend(answered(facts, offered));
    }
    lines.extend(failed(facts));
    if let Some(tried) = get("amplification").filter(|&tried| tried > 1.0) {
        let retries = get("requests.retries").unwrap_or(0.0);
        lines.push(say::tried(count(tried), count(retries)));
    }
    if let (Some(half), Some(most), Some(max)) = (
        get("latency_ms.p50"),
        get("latency_ms.p99"),
        get("latency_ms.max"),
    ) {
        lines.push(say::quantiles(ms(half), ms(most), ms(max)));
    }
    lines.extend(objective(facts));
    lines.extend(done(facts));
    Section {
        key: "happened",
        title: say::what_happened(),
        lines,
        table: None,
        how: say::how_happened(),
    }
}

fn answered(facts: Facts, offered: f64) -> Option<String> {
    let completed = facts.get("requests.completed")?;
    let good = facts.get("requests.goodput")?;
    let of = |n: f64| {
        if offered > 0.0 {
            share(n / offered)
        } else {
            count(n)
        }
    };
    let goodput = facts.words("requests.goodput_per_second", Unit::PerSecond)?;
    let (all, share) = (count(completed), of(completed));
    Some(if good < completed {
        say::answered_in_time(all, share, count(good), of(good), goodput)
    } else {
        say::answered(all, share, goodput)
    })
}

/// How many failed and for what causes, the commonest first; and how many were under way at the end.
fn failed(facts: Facts) -> Vec<String> {
    let mut lines = Vec::new();
    match facts.get("requests.failed_total") {
        Some(all) if all > 0.0 => {
            let mut causes: Vec<(&str, f64)> = facts.below("requests.failed").collect();
            causes.sort_by(|a, b| b.1.total_cmp(&a.1));
            let causes: Vec<String> = (causes.iter())
                .map(|(cause, n)| say::cause(spaced(cause), count(*n)))
                .collect();
            lines.push(say::failed(count(all), causes.join(say::comma())));
        }
        Some(_) => lines.push(say::none_failed().to_owned()),
        None => {}
    }
    if let Some(left) = facts.get("requests.unfinished").filter(|&left| left > 0.0) {
        lines.push(say::unfinished(count(left)));
    }
    lines
}

fn objective(facts: Facts) -> Option<String> {
    let within = facts.get("objective.latency_ms")?;
    let wanted = facts.get("objective.share")?;
    let attained = facts.get("objective.attainment")?;
    let burn = facts.get("objective.budget_burn")?;
    let told = if attained >= wanted {
        say::objective_met
    } else {
        say::objective_missed
    };
    Some(told(
        share(wanted),
        ms(within),
        share(attained),
        count(burn),
    ))
}

/// What was done to the system: by its experiment, and by the reader.
fn done(facts: Facts) -> Vec<String> {
    let fault_name = |kind: &str| {
        let mut views = facts.spec.faults.iter();
        views
            .find(|view| view.descriptor.key == kind)
            .map_or_else(|| kind.to_owned(), |view| view.descriptor.label.to_string())
    };
    let at = |ns: u64| quantity::format(ns as f64, Unit::Duration);
    let mut lines = Vec::new();
    let preset = facts.text("preset").unwrap_or_default();
    let mut presets = facts.spec.presets.iter();
    let own = presets
        .find(|known| known.name == preset)
        .map_or(&[][..], |preset| &preset.faults);
    for fault in own {
        let (name, place) = (fault_name(&fault.kind), facts.label(&fault.target));
        let from = at(fault.at_ns.unwrap_or(0));
        lines.push(match fault.lasting_ns {
            None => say::part_of_experiment(name, place, from),
            Some(lasting) => say::part_of_experiment_for(name, place, from, at(lasting)),
        });
    }
    for deed in &facts.outcome.deeds {
        lines.push(match &deed.deed {
            Deed::Set { path, .. } => {
                let mut knobs = facts.spec.knobs.iter();
                let name = knobs.find(|knob| knob.path == *path).map_or_else(
                    || path.clone(),
                    |knob| say::knob_of(&knob.descriptor.label, &knob.group),
                );
                say::changed_at(at(deed.at_ns), name)
            }
            Deed::Inject(fault) => say::made_to_happen(
                at(fault.at_ns.unwrap_or(deed.at_ns)),
                fault_name(&fault.kind),
                facts.label(&fault.target),
            ),
        });
    }
    lines
}

fn cost(facts: Facts) -> Section {
    let mut section = Section {
        key: "cost",
        title: say::what_it_costs(),
        how: say::how_cost(),
        ..Section::default()
    };
    let Some(hourly) = facts.get("cost.per_hour_usd").filter(|&cost| cost > 0.0) else {
        section.lines.push(say::no_price().to_owned());
        return section;
    };
    let an_hour = |cost| quantity::format(cost, Unit::DollarsPerHour);
    section.lines.push(
        match facts.words("cost.per_million_requests_usd", Unit::Dollars) {
            Some(million) => say::all_cost_million(an_hour(hourly), million),
            None => say::all_cost(an_hour(hourly)),
        },
    );
    let mut rows: Vec<(&str, f64)> = (facts.spec.nodes.iter())
        .filter_map(|node| Some((node.label.as_str(), facts.get(&node.path("cost_per_hour"))?)))
        .filter(|(_, cost)| *cost > 0.0)
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    if rows.len() > 1 {
        section.table = Some(Table {
            head: vec![say::node(), say::an_hour(), say::share()],
            rows: (rows.iter())
                .map(|(label, cost)| {
                    vec![(*label).to_owned(), an_hour(*cost), share(*cost / hourly)]
                })
                .collect(),
        });
    }
    section
}

fn certain(facts: Facts) -> Section {
    let mut lines = Vec::new();
    if let (Some(mean), Some(half)) = (
        facts.get("latency_ms.mean"),
        facts.get("latency_ms.mean_ci95"),
    ) {
        lines.push(say::mean_within(ms(mean), ms(half)));
    }
    let checks: Vec<(String, &str)> = facts
        .texts_below("checks")
        .map(|(check, word)| (spaced(check), word))
        .collect();
    if !checks.is_empty() {
        let names: Vec<&str> = checks.iter().map(|(name, _)| name.as_str()).collect();
        let wrong: Vec<String> = (checks.iter())
            .filter(|(_, word)| *word != "holds")
            .map(|(name, word)| format!("{name} {}", engine::say(word)))
            .collect();
        lines.push(if wrong.is_empty() {
            let names = names.join(say::comma()).replace("littles", "Little’s");
            say::checks_hold(names)
        } else {
            say::checks_fail(wrong.join(say::semicolon()))
        });
    }
    Section {
        key: "certain",
        title: say::how_certain(),
        lines,
        table: None,
        how: say::about_certain(),
    }
}

/// A sweep is many runs: of each of what it compares, the range of what it measures.
fn sweep(facts: Facts) -> Section {
    let named = |path: &str| {
        let mut knobs = facts.spec.knobs.iter();
        let found = knobs.find(|knob| knob.path == path);
        found.map_or_else(
            || path.to_owned(),
            |knob| say::knob_of(&knob.descriptor.label, &knob.group),
        )
    };
    let path = facts.text("sweep.path").unwrap_or_default();
    let measure = facts.text("sweep.measure").unwrap_or_default();
    let values = facts.below("sweep.values").count();
    let mut arms: Vec<(&str, Vec<f64>)> = Vec::new();
    for (rest, value) in facts.below("arms") {
        let Some((arm, "measured")) =
            (rest.rsplit_once('.')).and_then(|(left, _)| left.rsplit_once('.'))
        else {
            continue;
        };
        match arms.last_mut() {
            Some((last, figures)) if *last == arm => figures.push(value),
            _ => arms.push((arm, vec![value])),
        }
    }
    let rows = arms.iter().map(|(arm, figures)| {
        let low = figures.iter().copied().fold(f64::INFINITY, f64::min);
        let high = figures.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        vec![spaced(arm), count(low), count(high)]
    });
    Section {
        key: "sweep",
        title: say::a_range(),
        lines: vec![
            say::makes_runs(values, named(path), arms.len(), measure),
            say::belongs_to_one_run().to_owned(),
        ],
        table: Some(Table {
            head: vec![say::arm(), say::lowest(), say::highest()],
            rows: rows.collect(),
        }),
        how: say::how_range(),
    }
}
