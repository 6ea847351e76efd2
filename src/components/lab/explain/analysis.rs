//! What a run's report says, in words: each sentence with the figures that it is made of, and none without.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{LabSpec, Outcome};
use headroom_sim::quantity;
use headroom_sim::session::Deed;

use super::facts::{Facts, count, ms, rate, share, spaced};
use super::load;

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
pub const SUBJECTS: [&str; 7] = [
    "what became of the requests",
    "the bottleneck and its evidence",
    "what is full next if the load grows",
    "Little’s law with the numbers of the run",
    "where the slowest spend their time",
    "formulas beside the run, where one applies",
    "what it costs, and how certain all this is",
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
        let not = warm_up.map_or_else(String::new, |warm_up| {
            format!(
                " after a warm-up of {}, which is not counted",
                seconds(warm_up)
            )
        });
        let n = count(offered);
        lines.push(format!(
            "In {span}{not}, {n} requests were due: {} on average.",
            rate(rate_of)
        ));
        lines.extend(answered(facts, offered));
    }
    lines.extend(failed(facts));
    if let Some(tried) = get("amplification").filter(|&tried| tried > 1.0) {
        let retries = get("requests.retries").unwrap_or(0.0);
        lines.push(format!(
            "A call between nodes was tried {} times on average; {} attempts were retries.",
            count(tried),
            count(retries)
        ));
    }
    if let (Some(half), Some(most), Some(max)) = (
        get("latency_ms.p50"),
        get("latency_ms.p99"),
        get("latency_ms.max"),
    ) {
        lines.push(format!(
            "Of those answered well, half took at most {}, 99 of 100 at most {}, and the slowest {}.",
            ms(half),
            ms(most),
            ms(max)
        ));
    }
    lines.extend(objective(facts));
    lines.extend(done(facts));
    Section {
        key: "happened",
        title: "What happened",
        lines,
        table: None,
        how: "Counted. A request belongs to the moment when it was due, and its latency is from then to its answer, so that waiting before it was sent is part of it.",
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
    let in_time = if good < completed {
        format!(
            "; {} ({}) in time, which is the goodput: {}",
            count(good),
            of(good),
            facts.words("requests.goodput_per_second", Unit::PerSecond)?
        )
    } else {
        format!(
            ": a goodput of {}",
            facts.words("requests.goodput_per_second", Unit::PerSecond)?
        )
    };
    Some(format!(
        "{} ({}) were answered well{in_time}.",
        count(completed),
        of(completed)
    ))
}

/// How many failed and for what causes, the commonest first; and how many were under way at the end.
fn failed(facts: Facts) -> Vec<String> {
    let mut lines = Vec::new();
    match facts.get("requests.failed_total") {
        Some(all) if all > 0.0 => {
            let mut causes: Vec<(&str, f64)> = facts.below("requests.failed").collect();
            causes.sort_by(|a, b| b.1.total_cmp(&a.1));
            let causes: Vec<String> = (causes.iter())
                .map(|(cause, n)| format!("{} {}", spaced(cause), count(*n)))
                .collect();
            lines.push(format!("{} failed: {}.", count(all), causes.join(", ")));
        }
        Some(_) => lines.push("None failed.".to_owned()),
        None => {}
    }
    if let Some(left) = facts.get("requests.unfinished").filter(|&left| left > 0.0) {
        lines.push(format!(
            "{} were still on their way at the end and are in neither.",
            count(left)
        ));
    }
    lines
}

fn objective(facts: Facts) -> Option<String> {
    let within = facts.get("objective.latency_ms")?;
    let wanted = facts.get("objective.share")?;
    let attained = facts.get("objective.attainment")?;
    let burn = facts.get("objective.budget_burn")?;
    let verdict = if attained >= wanted {
        "It is met"
    } else {
        "It is missed"
    };
    Some(format!(
        "The objective is {} answered well within {}; {} were. {verdict}, with {} times the errors that it allows.",
        share(wanted),
        ms(within),
        share(attained),
        count(burn)
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
        let lasting = fault
            .lasting_ns
            .map_or_else(String::new, |ns| format!(", for {}", at(ns)));
        lines.push(format!(
            "Part of the experiment: {} at {}, from {}{lasting}.",
            fault_name(&fault.kind),
            facts.label(&fault.target),
            at(fault.at_ns.unwrap_or(0))
        ));
    }
    for deed in &facts.outcome.deeds {
        lines.push(match &deed.deed {
            Deed::Set { path, .. } => {
                let mut knobs = facts.spec.knobs.iter();
                let name = knobs.find(|knob| knob.path == *path).map_or_else(
                    || path.clone(),
                    |knob| format!("{} of {}", knob.descriptor.label, knob.group),
                );
                format!("Changed at {}: {name}.", at(deed.at_ns))
            }
            Deed::Inject(fault) => format!(
                "Made to happen at {}: {} at {}.",
                at(fault.at_ns.unwrap_or(deed.at_ns)),
                fault_name(&fault.kind),
                facts.label(&fault.target)
            ),
        });
    }
    lines
}

fn cost(facts: Facts) -> Section {
    let mut section = Section {
        key: "cost",
        title: "What it costs",
        how: "Prices of the settings times what was used, after the warm-up. What has no price costs nothing here.",
        ..Section::default()
    };
    let Some(hourly) = facts.get("cost.per_hour_usd").filter(|&cost| cost > 0.0) else {
        section
            .lines
            .push("Nothing in this system has a price.".to_owned());
        return section;
    };
    let an_hour = |cost| quantity::format(cost, Unit::DollarsPerHour);
    section.lines.push(
        match facts.words("cost.per_million_requests_usd", Unit::Dollars) {
            Some(million) => format!(
                "All nodes together cost {}, or {million} for a million requests answered well.",
                an_hour(hourly)
            ),
            None => format!("All nodes together cost {}.", an_hour(hourly)),
        },
    );
    let mut rows: Vec<(&str, f64)> = (facts.spec.nodes.iter())
        .filter_map(|node| Some((node.label.as_str(), facts.get(&node.path("cost_per_hour"))?)))
        .filter(|(_, cost)| *cost > 0.0)
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    if rows.len() > 1 {
        section.table = Some(Table {
            head: vec!["Node", "An hour", "Share"],
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
        lines.push(format!(
            "The mean latency is {} ± {} with 95% confidence. Another seed will give another figure, most likely within that.",
            ms(mean),
            ms(half)
        ));
    }
    let checks: Vec<(String, &str)> = facts
        .texts_below("checks")
        .map(|(check, word)| (spaced(check), word))
        .collect();
    if !checks.is_empty() {
        let names: Vec<&str> = checks.iter().map(|(name, _)| name.as_str()).collect();
        let wrong: Vec<String> = (checks.iter())
            .filter(|(_, word)| *word != "holds")
            .map(|(name, word)| format!("{name} {word}"))
            .collect();
        lines.push(if wrong.is_empty() {
            format!(
                "The run was checked against laws that hold exactly ({}), and they do.",
                names.join(", ").replace("littles", "Little’s")
            )
        } else {
            format!(
                "The run failed its own checks, which is an error of the engine: {}.",
                wrong.join("; ")
            )
        });
    }
    Section {
        key: "certain",
        title: "How certain this is",
        lines,
        table: None,
        how: "The interval is from means of batches of requests, which takes into account that neighbours wait for the same things.",
    }
}

/// A sweep is many runs: of each of what it compares, the range of what it measures.
fn sweep(facts: Facts) -> Section {
    let named = |path: &str| {
        let mut knobs = facts.spec.knobs.iter();
        let found = knobs.find(|knob| knob.path == path);
        found.map_or_else(
            || path.to_owned(),
            |knob| format!("{} of {}", knob.descriptor.label, knob.group),
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
        title: "A range of settings, and not one run",
        lines: vec![
            format!(
                "This experiment makes a run for each of {values} values of {}, once for each of {} arms, and measures {measure} of each.",
                named(path),
                arms.len()
            ),
            "A bottleneck, Little’s law and a distribution of time belong to one run. Choose another experiment to have one explained.".to_owned(),
        ],
        table: Some(Table {
            head: vec!["Arm", "Lowest", "Highest"],
            rows: rows.collect(),
        }),
        how: "Each point is the figure of a whole run with that value.",
    }
}
