//! Named experiments in a file.

use std::collections::BTreeSet;

use super::table::{Entries, Item, Reader};
use super::{ParamValue, Scenario, set_checked};
use crate::descriptor::{ParamKind, Unit};
use crate::nearest;
use crate::report::{crossover_paths, figure_paths, part_paths};
use crate::scenario::{Arm, Preset, SetError, Sweep, Value, Window};

pub(in crate::scenario) const KEYS: &[&str] = &[
    "name", "title", "sentence", "duration", "warmup", "set", "fault", "windows", "watch", "sweep",
    "arms",
];
pub(in crate::scenario) const WINDOW_KEYS: &[&str] = &["name", "from", "to"];
pub(in crate::scenario) const SWEEP_KEYS: &[&str] =
    &["path", "from", "to", "points", "scale", "measure"];
pub(in crate::scenario) const ARM_KEYS: &[&str] = &["name", "title", "set"];
pub(in crate::scenario) const SCALES: &[&str] = &["linear", "log"];
pub(in crate::scenario) const POINTS: u32 = 12;
pub(in crate::scenario) const MEASURE: &str = "cost.per_hour_usd";

pub(super) fn read(reader: &mut Reader, root: &Entries, scenario: &mut Scenario) {
    let Some(list) = root.get("preset") else {
        return;
    };
    let figures = figure_paths(scenario);
    let mut presets: Vec<Preset> = Vec::new();
    for item in reader.items(list) {
        let Some(table) = reader.table(&item) else {
            continue;
        };
        reader.only(&table, "a preset", KEYS);
        let mut text = |key: &str| {
            table
                .get(key)
                .and_then(|item| reader.text(item))
                .unwrap_or_default()
        };
        let (name, title, sentence) = (text("name"), text("title"), text("sentence"));
        match table.get("name") {
            Some(name_item) => reader.identifier(name_item, &name),
            None => reader.error(&item, "a preset needs a `name`", None),
        }
        if presets.iter().any(|other| other.name == name) {
            reader.error(&item, format!("there are two presets `{name}`"), None);
        }
        let mut trial = scenario.clone();
        let set = read_set(reader, &mut trial, table.get("set"));
        let mut time = |key: &str| {
            let item = table.get(key)?;
            let value = reader.number(item, Unit::Duration)?;
            trial.run.seed = scenario.run.seed;
            set_checked(reader, &mut trial, &format!("run.{key}"), item).map(|_| value as u64)
        };
        let (duration_ns, warmup_ns) = (time("duration"), time("warmup"));
        let faults = table
            .get("fault")
            .map(|item| super::faults::read(reader, item, scenario))
            .unwrap_or_default();
        let windows = read_windows(reader, &table, &name, trial.run.duration_ns);
        let sweep = read_sweep(reader, &trial, &table, &[&figures]);
        let of_windows = windows
            .iter()
            .flat_map(|window| part_paths(format!("windows.{}", window.name)))
            .collect();
        let of_sweep = sweep.as_ref().map(crossover_paths);
        let shown: &Known = match &of_sweep {
            Some(of_sweep) => &[of_sweep],
            None => &[&figures, &of_windows],
        };
        let watch = table
            .get("watch")
            .map(|item| read_figures(reader, item, shown))
            .unwrap_or_default();
        if reader.errors.is_empty() {
            for problem in trial.problems() {
                let message = format!(
                    "under preset `{name}`, {}: {}",
                    problem.path, problem.message
                );
                reader.error(&item, message, problem.help);
            }
        }
        presets.push(Preset {
            title: if title.is_empty() {
                name.clone()
            } else {
                title
            },
            name,
            sentence,
            set,
            duration_ns,
            warmup_ns,
            windows,
            watch,
            faults,
            sweep,
        });
    }
    scenario.presets = presets;
}

fn read_set(
    reader: &mut Reader,
    trial: &mut Scenario,
    item: Option<&Item>,
) -> Vec<(String, Value)> {
    let Some(table) = item.and_then(|item| reader.table(item)) else {
        return Vec::new();
    };
    let mut set = Vec::new();
    for (path, item) in table.iter() {
        let at = reader.spans.get(path).cloned();
        if let Some(value) = set_checked(reader, trial, path, item) {
            set.push((path.to_owned(), value));
        }
        // The path's own place in the file stays the one to point at.
        if let Some(at) = at {
            reader.spans.insert(path.to_owned(), at);
        }
    }
    set
}

/// Paths of the figures that there are.
type Known<'a> = [&'a BTreeSet<String>];

/// A list of figures, each of them known.
pub(super) fn read_figures(reader: &mut Reader, item: &Item, known: &Known) -> Vec<String> {
    let texts = reader.texts(item);
    for (path, item) in &texts {
        check_figure(reader, item, path, known);
    }
    texts.into_iter().map(|(path, _)| path).collect()
}

fn check_figure(reader: &mut Reader, item: &Item, path: &str, known: &Known) {
    if !known.iter().any(|figures| figures.contains(path)) {
        let all = known.iter().copied().flatten().map(String::as_str);
        let help = nearest::help(path, all)
            .unwrap_or_else(|| "for instance latency_ms.p99 or nodes.<node>.<metric>".to_owned());
        let shown = crate::expression::shorten(path);
        reader.error(item, format!("no run has a figure `{shown}`"), Some(help));
    }
}

fn read_windows(
    reader: &mut Reader,
    table: &Entries,
    preset: &str,
    duration_ns: u64,
) -> Vec<Window> {
    let mut out = Vec::new();
    for item in table
        .get("windows")
        .map(|item| reader.items(item))
        .unwrap_or_default()
    {
        let Some(entry) = reader.table(&item) else {
            continue;
        };
        reader.only(&entry, "a window", WINDOW_KEYS);
        let name = entry.get("name").and_then(|item| reader.text(item));
        let mut time = |key: &str| match entry.get(key) {
            Some(item) => reader.number(item, Unit::Duration).map(|ns| ns as u64),
            None => None,
        };
        let (Some(name), Some(from_ns), Some(to_ns)) = (name, time("from"), time("to")) else {
            reader.error(&item, "a window needs `name`, `from` and `to`", None);
            continue;
        };
        reader.identifier(&item, &name);
        if out.iter().any(|other: &Window| other.name == name) {
            reader.error(&item, format!("there are two windows `{name}`"), None);
        }
        if from_ns >= duration_ns {
            reader.error(&item, "the window begins after the run has ended", None);
        }
        reader
            .spans
            .insert(format!("preset.{preset}.windows.{name}"), item.span.clone());
        out.push(Window {
            name,
            from_ns,
            to_ns,
        });
    }
    out
}

#[allow(
    clippy::too_many_lines,
    reason = "one key after the other, each with its refusal"
)]
fn read_sweep(
    reader: &mut Reader,
    trial: &Scenario,
    table: &Entries,
    figures: &Known,
) -> Option<Sweep> {
    let arms_item = table.get("arms");
    let Some(item) = table.get("sweep") else {
        if let Some(item) = arms_item {
            reader.error(
                item,
                "`arms` belong to a `sweep`, and this preset has none",
                None,
            );
        }
        return None;
    };
    let entry = reader.table(item)?;
    reader.only(&entry, "a sweep", SWEEP_KEYS);
    let path_item = entry.get("path");
    let Some((path, path_item)) = path_item.and_then(|item| Some((reader.text(item)?, item)))
    else {
        reader.error(item, "a sweep needs the `path` of a parameter", None);
        return None;
    };
    let kind = match trial.describe(&path) {
        Ok(descriptor) => &descriptor.kind,
        Err(e) => {
            reader.error(path_item, e.message, e.help);
            return None;
        }
    };
    let (ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. }) = kind else {
        reader.error(path_item, "a sweep goes over numbers", None);
        return None;
    };
    let (Some(from), Some(to)) = (entry.get("from"), entry.get("to")) else {
        reader.error(item, "a sweep needs `from` and `to`", None);
        return None;
    };
    let (from, to) = (reader.number(from, *unit)?, reader.number(to, *unit)?);
    let points = match entry.get("points") {
        Some(item) => reader.number(item, Unit::Count)?,
        None => f64::from(POINTS),
    };
    let log = match entry
        .get("scale")
        .and_then(|item| reader.text(item))
        .as_deref()
    {
        None | Some("linear") => false,
        Some("log") => true,
        Some(other) => {
            reader.error(
                item,
                "`scale` is linear or log",
                nearest::help(other, SCALES.iter().copied()),
            );
            false
        }
    };
    if !(2.0..=f64::from(Sweep::MOST_POINTS)).contains(&points)
        || points.fract() != 0.0
        || from >= to
        || (log && from <= 0.0)
    {
        let help = Some(format!(
            "2 to {} points, from below to, both above 0 on a log scale",
            Sweep::MOST_POINTS
        ));
        reader.error(item, "this range cannot be swept", help);
        return None;
    }
    let mut sweep = Sweep {
        path,
        from,
        to,
        points: points as u32,
        log,
        measure: MEASURE.to_owned(),
        arms: Vec::new(),
    };
    let values = sweep.values(trial);
    for &value in &values {
        if let Err(e) = trial.clone().set(&sweep.path, &ParamValue::Number(value)) {
            reader.error(item, format!("{}: {}", e.path, e.message), e.help);
            return None;
        }
    }
    if let Some(item) = entry.get("measure") {
        sweep.measure = reader.text(item)?;
        check_figure(reader, item, &sweep.measure, figures);
    }
    for item in arms_item.map(|item| reader.items(item)).unwrap_or_default() {
        let Some(arm) = reader.table(&item) else {
            continue;
        };
        reader.only(&arm, "an arm", ARM_KEYS);
        let mut text = |key: &str| arm.get(key).and_then(|item| reader.text(item));
        let Some(name) = text("name") else {
            reader.error(&item, "an arm needs a `name`", None);
            continue;
        };
        let title = text("title").unwrap_or_else(|| name.clone());
        reader.identifier(&item, &name);
        if sweep.arms.iter().any(|other| other.name == name) {
            reader.error(&item, format!("there are two arms `{name}`"), None);
        }
        let mut arm_trial = trial.clone();
        let set = read_set(reader, &mut arm_trial, arm.get("set"));
        if reader.errors.is_empty() {
            check_arm(reader, &item, &name, arm_trial, (&sweep.path, &values));
        }
        sweep.arms.push(Arm { name, title, set });
    }
    if sweep.arms.is_empty() {
        sweep.arms.push(only_arm());
    }
    Some(sweep)
}

/// What a sweep that names no arms goes through: the system as it is.
pub(in crate::scenario) fn only_arm() -> Arm {
    Arm {
        name: "run".to_owned(),
        title: "Run".to_owned(),
        set: Vec::new(),
    }
}

/// Every run of an arm must be one that can run; its first problem is told.
fn check_arm(
    reader: &mut Reader,
    item: &Item,
    name: &str,
    mut trial: Scenario,
    (path, values): (&str, &[f64]),
) {
    for &value in values {
        let can_be = trial.set(path, &ParamValue::Number(value));
        let problems = trial.problems().into_iter().map(SetError::from);
        if let Some(e) = can_be.err().into_iter().chain(problems).next() {
            let message = format!("in arm `{name}`, {}: {}", e.path, e.message);
            return reader.error(item, message, e.help);
        }
    }
}
