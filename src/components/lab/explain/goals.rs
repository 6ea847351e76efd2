//! What a search for a fix can be after, and what it may change.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::protocol::{Knob, LabSpec, Outcome, PresetView};
use headroom_sim::quantity;

use crate::components::lab::dial_scale::{Range, two_digits};

use super::facts::{figure, is_source};
use super::search::{Bound, Seen};
use crate::words::{Say, explain as say, lab};

/// A figure that can be made an objective, and the objective that suggests itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    pub path: String,
    pub label: String,
    pub unit: Unit,
    pub bound: Bound,
    pub value: f64,
}

/// Figures that every report has and that tell whether requests are served.
const SERVED: [(&str, Say, Unit); 3] = [
    ("requests.goodput_per_second", say::goodput, Unit::PerSecond),
    ("requests.error_ratio", say::error_ratio, Unit::Ratio),
    ("latency_ms.p99", say::latency_p99, Unit::Milliseconds),
];

/// What can be chosen, what suggests itself first: a scenario's own objective, then what tells whether requests are served,
/// of the windows that its experiment watches before that of the whole run.
pub fn goals(spec: &LabSpec, preset: Option<&PresetView>, outcome: &Outcome) -> Vec<Goal> {
    let mut out = Vec::new();
    let mut add = |path: &str, label: String, unit: Unit| {
        // What the run has no value of cannot be held against anything.
        let Some(now) = figure(outcome, path) else {
            return;
        };
        let (bound, value) = suggested(outcome, path, now);
        out.push(Goal {
            path: path.to_owned(),
            label,
            unit,
            bound,
            value,
        });
    };
    if let (Some(share), Some(within)) = (
        figure(outcome, "objective.share"),
        figure(outcome, "objective.latency_ms"),
    ) && share > 0.0
    {
        let within = quantity::format(within, Unit::Milliseconds);
        let label = say::answered_within(within);
        add("objective.attainment", label, Unit::Ratio);
    }
    let watched = preset.map_or(&[][..], |preset| &preset.watch);
    for path in watched {
        let window = path
            .strip_prefix("windows.")
            .and_then(|rest| rest.split_once('.'));
        let Some((window, metric)) = window else {
            continue;
        };
        if let Some(view) = spec.headline.iter().find(|view| view.path == metric) {
            add(path, say::in_window(&view.label, window), view.unit);
        }
    }
    for view in &spec.headline {
        add(&view.path, view.label.to_string(), view.unit);
    }
    for (path, label, unit) in SERVED {
        if spec.headline.iter().all(|view| view.path != path) {
            add(path, label().to_owned(), unit);
        }
    }
    out.sort_by_key(|goal| {
        if goal.path == "objective.attainment" {
            return 0;
        }
        // A run in which enough is answered can still be slow, or the reverse: what is amiss comes before what is not.
        let fine = figure(outcome, &goal.path).is_some_and(|now| match goal.bound {
            Bound::AtMost => now <= goal.value,
            Bound::AtLeast => now >= goal.value,
        });
        let place = SERVED.iter().position(|(key, ..)| goal.path.ends_with(key));
        1 + place.unwrap_or(SERVED.len()) + if fine { 2 * SERVED.len() } else { 0 }
    });
    out
}

/// What is good more of it, by the names that figures of reports have.
fn more_is_better(path: &str) -> bool {
    const GOOD: [&str; 6] = [
        "goodput",
        "completed",
        "attainment",
        "apdex",
        "hit",
        "availab",
    ];
    GOOD.iter().any(|word| path.contains(word))
}

/// An objective that is worth asking for, given what the figure is.
fn suggested(outcome: &Outcome, path: &str, now: f64) -> (Bound, f64) {
    if path == "objective.attainment" {
        let share = figure(outcome, "objective.share").unwrap_or(0.99);
        return (Bound::AtLeast, share);
    }
    if let Some(part) = path.strip_suffix("goodput_per_second") {
        let offered = figure(outcome, &[part, "offered_per_second"].concat());
        // Rounding must not ask for more than was sent.
        return (Bound::AtLeast, two_digits(0.985 * offered.unwrap_or(now)));
    }
    if path.ends_with("error_ratio") {
        return (Bound::AtMost, 0.01);
    }
    if path.contains("latency_ms.")
        && !path.starts_with("nodes.")
        && let Some(within) = figure(outcome, "objective.latency_ms")
    {
        return (Bound::AtMost, within);
    }
    if more_is_better(path) {
        return (Bound::AtLeast, two_digits(now));
    }
    (Bound::AtMost, two_digits(now / 2.0))
}

/// Whether an objective can be one: no figure that can be chosen is ever below nothing.
pub fn check(goal: &Goal, value: f64) -> Result<f64, String> {
    if value >= 0.0 {
        return Ok(value);
    }
    let zero = quantity::format(0.0, goal.unit);
    Err(say::never_below(&goal.label, zero))
}

/// What a search may do with a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A change of it is a fix.
    Fix,
    /// It is how long work or a way takes: who can change it, has done more than set something.
    Work,
    /// The load, what is measured, a price: given.
    Given,
}

pub fn use_of(spec: &LabSpec, knob: &Knob) -> Use {
    let mut parts = knob.path.split('.');
    let given = match (parts.next(), parts.next()) {
        (Some("nodes"), Some(id)) => {
            let place = spec.nodes.iter().position(|node| node.id == id);
            place.is_none_or(|place| is_source(spec, place))
        }
        (Some("links"), _) => false,
        _ => true,
    };
    match knob.descriptor.kind {
        _ if given => Use::Given,
        ParamKind::Shape { .. }
        | ParamKind::Number {
            unit: Unit::Dollars | Unit::DollarsPerHour,
            ..
        } => Use::Given,
        ParamKind::Distribution { .. } => Use::Work,
        ParamKind::Number { .. } | ParamKind::Flag { .. } | ParamKind::Choice { .. } => Use::Fix,
    }
}

/// What a search wants to know of a run.
pub fn seen(outcome: &Outcome, path: &str) -> Seen {
    let get = |path: &str| figure(outcome, path);
    let answered = get("requests.offered")
        .filter(|&offered| offered > 0.0)
        .and_then(|offered| Some(get("requests.goodput")? / offered));
    Seen {
        metric: get(path),
        cost: get("cost.per_hour_usd"),
        answered,
    }
}

/// A value of a setting as a person would write it.
pub fn shown(kind: &ParamKind, value: &ParamValue) -> String {
    match value {
        ParamValue::Number(number) => match Range::of(kind) {
            Some(range) => quantity::format(*number, range.unit),
            None => number.to_string(),
        },
        ParamValue::Flag(on) => if *on { lab::on() } else { lab::off() }.to_owned(),
        ParamValue::Choice(key) => match kind {
            ParamKind::Choice { options, .. } => options
                .iter()
                .find(|(option, _)| option == key)
                .map_or_else(|| key.clone(), |(_, label)| label.to_string()),
            _ => key.clone(),
        },
    }
}
