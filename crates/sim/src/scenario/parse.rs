//! Scenario files: TOML to a checked [`Scenario`], with every mistake at its place.

pub(super) mod faults;
pub(super) mod presets;
mod series;
mod table;

use std::ops::Range;

use toml::de::DeTable;

use self::table::{Entries, Item, Reader};
use super::migrate::migrate;
use super::{Class, Link, Node, PriceSource, Route, Run, Scenario, Step, Value, When};
use crate::descriptor::{ParamKind, ParamValue, Unit};
use crate::expression::shorten;
use crate::kinds::{self, Kind, ParamSpec, link_params, run_params};
use crate::nearest;

/// A mistake in a scenario file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", .help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default())]
pub struct ScenarioError {
    /// Byte range in the text, where there is one.
    pub span: Option<Range<usize>>,
    pub message: String,
    pub help: Option<String>,
}

/// Larger than any scenario somebody wrote.
const LONGEST_FILE: usize = 4 << 20;
// The keys of each table that are no parameters; the schema offers the same ones.
pub(super) const TOP: &[&str] = &[
    "version", "title", "run", "classes", "nodes", "links", "routes", "fault", "preset", "knobs",
    "headline", "prices",
];
pub(super) const CLASS_KEYS: &[&str] = &[
    "weight",
    "work",
    "write",
    "request_size",
    "response_size",
    "priority",
    "tenant",
    "region",
];
pub(super) const NODE_KEYS: &[&str] = &["kind", "label", "position", "zone", "zones", "region"];
pub(super) const PRICE_KEYS: &[&str] = &["source", "date"];
pub(super) const STEP_KEYS: &[&str] = &["to", "when", "probability", "async", "optional", "write"];
pub(super) const WHEN: &[&str] = &["always", "hit", "miss"];

/// Reads a scenario that names no other file; all mistakes of the file at once.
pub fn parse(text: &str) -> Result<Scenario, Vec<ScenarioError>> {
    parse_beside(text, &|_| {
        Err("this scenario stands alone, without files beside it".to_owned())
    })
}

/// Reads a scenario; `beside` reads a file that it names, whose path is relative to its own, or says why not.
pub fn parse_beside(
    text: &str,
    beside: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Scenario, Vec<ScenarioError>> {
    if text.len() > LONGEST_FILE {
        let message = format!("a scenario of {} bytes; at most {LONGEST_FILE}", text.len());
        return Err(vec![ScenarioError {
            span: None,
            message,
            help: None,
        }]);
    }
    let (mut document, faults) = DeTable::parse_recoverable(text);
    if !faults.is_empty() {
        return Err(faults
            .into_iter()
            .map(|e| ScenarioError {
                span: e.span(),
                message: e.message().to_owned(),
                help: None,
            })
            .collect());
    }
    migrate(document.get_mut()).map_err(|error| vec![error])?;
    let mut reader = Reader::new(beside);
    let root = Entries::new(document.get_ref(), document.span());
    let scenario = read_scenario(&mut reader, &root);
    if reader.errors.is_empty() {
        for problem in scenario.problems() {
            // The key at fault, or the nearest table around it.
            let mut path = problem.path.as_str();
            let span = loop {
                if let Some(span) = reader.spans.get(path) {
                    break Some(span.clone());
                }
                match path.rsplit_once('.') {
                    Some((parent, _)) => path = parent,
                    None => break None,
                }
            };
            let message = format!("{}: {}", problem.path, problem.message);
            reader.errors.push(ScenarioError {
                span,
                message,
                help: problem.help,
            });
        }
    }
    if reader.errors.is_empty() {
        Ok(scenario)
    } else {
        Err(reader.errors)
    }
}

fn read_scenario(reader: &mut Reader, root: &Entries) -> Scenario {
    reader.only(root, "a scenario", TOP);
    for (key, item) in root.iter() {
        reader.spans.insert(key.to_owned(), item.span.clone());
    }
    let mut scenario = Scenario {
        title: root
            .get("title")
            .and_then(|item| reader.text(item))
            .unwrap_or_default(),
        run: Run::default(),
        classes: Vec::new(),
        nodes: Vec::new(),
        links: Vec::new(),
        routes: Vec::new(),
        faults: Vec::new(),
        presets: Vec::new(),
        knobs: Vec::new(),
        headline: Vec::new(),
        prices: Vec::new(),
    };
    if let Some(table) = root.get("run").and_then(|item| reader.table(item)) {
        let keys: Vec<&str> = run_params()
            .iter()
            .map(|spec| spec.descriptor.key.as_ref())
            .collect();
        reader.only(&table, "[run]", &keys);
        for (key, item) in table.iter().filter(|(key, _)| keys.contains(key)) {
            let path = format!("run.{key}");
            set_checked(reader, &mut scenario, &path, item);
        }
    }
    read_classes(reader, root, &mut scenario);
    let defaults = read_prices(reader, root, &mut scenario);
    read_nodes(reader, root, &mut scenario, &defaults);
    read_links(reader, root, &mut scenario);
    read_routes(reader, root, &mut scenario);
    if let Some(item) = root.get("fault") {
        scenario.faults = faults::read(reader, item, &scenario);
    }
    presets::read(reader, root, &mut scenario);
    if let Some(item) = root.get("knobs") {
        for (path, item) in reader.texts(item) {
            if let Err(e) = scenario.locate(&path) {
                reader.error(&item, format!("{path}: {}", e.message), e.help);
            }
            scenario.knobs.push(path);
        }
    }
    if let Some(item) = root.get("headline") {
        let known = crate::report::figure_paths(&scenario);
        scenario.headline = presets::read_figures(reader, item, &[&known]);
    }
    scenario
}

fn read_classes(reader: &mut Reader, root: &Entries, scenario: &mut Scenario) {
    let table = root.get("classes").and_then(|item| reader.table(item));
    for (name, item) in table.iter().flat_map(Entries::iter) {
        let Some(entry) = reader.table(item) else {
            continue;
        };
        reader.only(&entry, "a class", CLASS_KEYS);
        reader.identifier(item, name);
        let mut number = |key: &str, unit: Unit, top: f64, default: f64| {
            let Some(item) = entry.get(key) else {
                return default;
            };
            let value = reader.number(item, unit).unwrap_or(default);
            if !(0.0..=top).contains(&value) {
                reader.error(item, format!("`{key}` lies between 0 and {top}"), None);
            }
            value
        };
        let (weight, work) = (
            number("weight", Unit::Count, 1e9, 1.0),
            number("work", Unit::Count, 1e3, 1.0),
        );
        let (request_bytes, response_bytes) = (
            number("request_size", Unit::Bytes, 1e12, 0.0),
            number("response_size", Unit::Bytes, 1e12, 0.0),
        );
        let priority = number("priority", Unit::Count, 100.0, 0.0) as u32;
        let write = entry
            .get("write")
            .and_then(|item| reader.flag(item))
            .unwrap_or(false);
        let mut text = |key: &str| {
            let text = entry.get(key).and_then(|item| reader.text(item));
            text.unwrap_or_default()
        };
        let (tenant, region) = (text("tenant"), text("region"));
        reader
            .spans
            .insert(format!("classes.{name}"), item.span.clone());
        scenario.classes.push(Class {
            name: name.to_owned(),
            weight,
            work,
            write,
            request_bytes,
            response_bytes,
            priority,
            tenant,
            region,
        });
    }
    if scenario.classes.is_empty() {
        scenario.classes.push(Class::default());
    }
}

/// Prices given once for all nodes of a kind: (kind, parameter, value).
type PriceDefaults = Vec<(Kind, usize, Value)>;

fn read_prices(reader: &mut Reader, root: &Entries, scenario: &mut Scenario) -> PriceDefaults {
    let mut defaults = Vec::new();
    let table = root.get("prices").and_then(|item| reader.table(item));
    for (name, item) in table.iter().flat_map(Entries::iter) {
        let (Some(kind), Some(entry)) = (read_kind(reader, name, item), reader.table(item)) else {
            continue;
        };
        let specs = &kind.spec().params;
        let keys: Vec<&str> = specs
            .iter()
            .filter(|spec| spec.is_price())
            .map(|spec| spec.descriptor.key.as_ref())
            .chain(PRICE_KEYS.iter().copied())
            .collect();
        reader.only(&entry, &format!("[prices.{name}]"), &keys);
        for (i, spec) in specs.iter().enumerate().filter(|(_, spec)| spec.is_price()) {
            if let Some(item) = entry.get(spec.descriptor.key.as_ref())
                && let Some(value) = read_param(reader, spec, item)
            {
                defaults.push((kind, i, value));
            }
        }
        let mut text = |key: &str| {
            entry
                .get(key)
                .and_then(|item| reader.text(item))
                .unwrap_or_default()
        };
        scenario.prices.push(PriceSource {
            kind: name.to_owned(),
            source: text("source"),
            date: text("date"),
        });
    }
    defaults
}

fn read_kind(reader: &mut Reader, name: &str, item: &Item) -> Option<Kind> {
    let kind = Kind::from_key(name);
    if kind.is_none() {
        let help = nearest::help(name, kinds::registry().iter().map(|kind| kind.key.as_ref()));
        reader.error(
            item,
            format!("there is no node kind `{}`", shorten(name)),
            help,
        );
    }
    kind
}

fn read_nodes(
    reader: &mut Reader,
    root: &Entries,
    scenario: &mut Scenario,
    prices: &PriceDefaults,
) {
    let table = root.get("nodes").and_then(|item| reader.table(item));
    for (id, item) in table.iter().flat_map(Entries::iter) {
        let Some(entry) = reader.table(item) else {
            continue;
        };
        reader.identifier(item, id);
        let Some(kind_item) = entry.get("kind") else {
            reader.error(item, format!("node `{id}` has no `kind`"), None);
            continue;
        };
        let Some(kind) = reader
            .text(kind_item)
            .and_then(|name| read_kind(reader, &name, kind_item))
        else {
            continue;
        };
        let specs = kind.spec().params.as_slice();
        let mut params: Vec<Value> = specs.iter().map(ParamSpec::default_value).collect();
        for (of, param, value) in prices {
            if *of == kind {
                params[*param] = value.clone();
            }
        }
        let keys: Vec<&str> = NODE_KEYS
            .iter()
            .copied()
            .chain(specs.iter().map(|s| s.descriptor.key.as_ref()))
            .collect();
        reader.only(&entry, &format!("a node of kind `{}`", kind.key()), &keys);
        read_params(reader, &entry, specs, &mut params, &format!("nodes.{id}"));
        let label = entry
            .get("label")
            .and_then(|item| reader.text(item))
            .unwrap_or_else(|| id.to_owned());
        let position = entry.get("position").and_then(|item| reader.pair(item));
        let zones = match (entry.get("zone"), entry.get("zones")) {
            (Some(item), Some(_)) => {
                reader.error(item, "a node has a `zone` or `zones`, not both", None);
                Vec::new()
            }
            (Some(item), None) => reader.text(item).into_iter().collect(),
            (None, Some(item)) => reader
                .texts(item)
                .into_iter()
                .map(|(zone, _)| zone)
                .collect(),
            (None, None) => Vec::new(),
        };
        let region = entry.get("region").and_then(|item| reader.text(item));
        reader
            .spans
            .insert(format!("nodes.{id}"), item.span.clone());
        scenario.nodes.push(Node {
            id: id.to_owned(),
            label,
            kind,
            position,
            zones,
            region,
            params,
        });
    }
}

fn read_params(
    reader: &mut Reader,
    entry: &Entries,
    specs: &'static [ParamSpec],
    params: &mut [Value],
    path: &str,
) {
    for (spec, slot) in specs.iter().zip(params) {
        let key = spec.descriptor.key.as_ref();
        let Some(item) = entry.get(key) else { continue };
        reader
            .spans
            .insert(format!("{path}.{key}"), item.span.clone());
        if let Some(value) = read_param(reader, spec, item) {
            *slot = value;
        }
    }
}

fn read_param(reader: &mut Reader, spec: &'static ParamSpec, item: &Item) -> Option<Value> {
    let given = read_given(reader, spec, item)?;
    match spec.accept(spec.descriptor.key.as_ref(), &spec.default_value(), &given) {
        Ok(value) => Some(value),
        Err(e) => {
            reader.error(item, format!("`{}`: {}", e.path, e.message), e.help);
            None
        }
    }
}

/// A value as a file has it, in the base unit of the parameter.
fn read_given(reader: &mut Reader, spec: &ParamSpec, item: &Item) -> Option<ParamValue> {
    Some(match &spec.descriptor.kind {
        ParamKind::Number { unit, .. } => ParamValue::Number(reader.number(item, *unit)?),
        ParamKind::Flag { .. } => ParamValue::Flag(reader.flag(item)?),
        ParamKind::Choice { .. } | ParamKind::Distribution { .. } => {
            ParamValue::Choice(reader.text(item)?)
        }
        ParamKind::Shape { .. } => {
            let text = reader.text(item)?;
            let Some(name) = series::name(&text) else {
                return Some(ParamValue::Choice(text));
            };
            match (reader.beside)(name).and_then(|csv| series::steps(&csv)) {
                Ok(steps) => ParamValue::Choice(steps),
                Err(message) => {
                    reader.error(item, format!("`{}`: {message}", shorten(name)), None);
                    return None;
                }
            }
        }
    })
}

/// Like `set` of a running scenario, its error told at `item`. What the parameter is then.
fn set_checked(
    reader: &mut Reader,
    scenario: &mut Scenario,
    path: &str,
    item: &Item,
) -> Option<Value> {
    reader.spans.insert(path.to_owned(), item.span.clone());
    let place = match scenario.locate(path) {
        Ok(place) => place,
        Err(e) => {
            reader.error(item, format!("{}: {}", e.path, e.message), e.help);
            return None;
        }
    };
    let given = read_given(reader, place.spec(), item)?;
    if let Err(e) = scenario.set(path, &given) {
        reader.error(item, format!("{}: {}", e.path, e.message), e.help);
        return None;
    }
    Some(scenario.value(place))
}

fn read_links(reader: &mut Reader, root: &Entries, scenario: &mut Scenario) {
    let keys: Vec<&str> = link_params()
        .iter()
        .map(|spec| spec.descriptor.key.as_ref())
        .collect();
    let table = root.get("links").and_then(|item| reader.table(item));
    for (from, item) in table.iter().flat_map(Entries::iter) {
        let Some(targets) = reader.table(item) else {
            continue;
        };
        let from_index = reader.node(scenario, item, from);
        for (to, item) in targets.iter() {
            let Some(entry) = reader.table(item) else {
                continue;
            };
            reader.only(&entry, "a link", &keys);
            let mut params: Vec<Value> =
                link_params().iter().map(ParamSpec::default_value).collect();
            let path = format!("links.{from}.{to}");
            read_params(reader, &entry, link_params(), &mut params, &path);
            reader.spans.insert(path, item.span.clone());
            if let (Some(from), Some(to)) = (from_index, reader.node(scenario, item, to)) {
                scenario.links.push(Link { from, to, params });
            }
        }
    }
}

fn read_routes(reader: &mut Reader, root: &Entries, scenario: &mut Scenario) {
    let table = root.get("routes").and_then(|item| reader.table(item));
    for (id, item) in table.iter().flat_map(Entries::iter) {
        let Some(by_class) = reader.table(item) else {
            continue;
        };
        let Some(node) = reader.node(scenario, item, id) else {
            continue;
        };
        for (class, item) in by_class.iter() {
            let index = scenario.classes.iter().position(|c| c.name == class);
            if index.is_none() && class != "*" {
                let help = nearest::help(
                    class,
                    scenario
                        .classes
                        .iter()
                        .map(|c| c.name.as_str())
                        .chain(["*"]),
                );
                reader.error(item, format!("there is no class `{class}`"), help);
                continue;
            }
            let mut steps = Vec::new();
            for step in reader.items(item) {
                read_step(reader, scenario, node, &step, &mut steps);
            }
            scenario.routes.push(Route {
                node,
                class: index.map(|i| i as u32),
                steps,
            });
        }
    }
}

/// `"db"`, `{ to = "db", when = "miss", probability = 0.1, async = true, optional = true, write = true }` or
/// `{ parallel = ["a", "b"] }`.
fn read_step(
    reader: &mut Reader,
    scenario: &Scenario,
    node: u32,
    item: &Item,
    steps: &mut Vec<Step>,
) {
    let link_to = |reader: &mut Reader, item: &Item, to: &str| {
        let target = reader.node(scenario, item, to)?;
        let link = scenario
            .links
            .iter()
            .position(|link| link.from == node && link.to == target);
        if link.is_none() {
            let from = &scenario.nodes[node as usize].id;
            let help = Some(format!("add a table [links.{from}.{to}]"));
            reader.error(
                item,
                format!("there is no link from `{from}` to `{to}`"),
                help,
            );
        }
        link.map(|link| link as u32)
    };
    let plain = |link: u32| Step {
        link,
        with_next: false,
        when: When::Always,
        probability: 1.0,
        detached: false,
        optional: false,
        write: None,
    };
    if let Some(to) = item.as_text() {
        steps.extend(link_to(reader, item, to).map(plain));
        return;
    }
    let Some(entry) = reader.table(item) else {
        return;
    };
    if let Some(group) = entry.get("parallel") {
        reader.only(&entry, "a parallel step", &["parallel"]);
        let first = steps.len();
        for inner in reader.items(group) {
            if inner.has("parallel") {
                reader.error(&inner, "parallel steps do not nest", None);
            } else {
                read_step(reader, scenario, node, &inner, steps);
            }
        }
        let last = steps.len().saturating_sub(1);
        for step in steps.iter_mut().take(last).skip(first) {
            step.with_next = true;
        }
        return;
    }
    reader.only(&entry, "a step", STEP_KEYS);
    let Some(to) = entry.get("to") else {
        reader.error(item, "a step needs `to` or `parallel`", None);
        return;
    };
    let Some(link) = reader.text(to).and_then(|name| link_to(reader, to, &name)) else {
        return;
    };
    let mut step = plain(link);
    if let Some(item) = entry.get("when") {
        step.when = match reader.text(item).as_deref() {
            Some("miss") => When::Miss,
            Some("hit") => When::Hit,
            Some("always") | None => When::Always,
            Some(other) => {
                let help = nearest::help(other, WHEN.iter().copied());
                reader.error(item, format!("`when` is not `{}`", shorten(other)), help);
                When::Always
            }
        };
    }
    if let Some(item) = entry.get("probability") {
        step.probability = reader.number(item, Unit::Ratio).unwrap_or(1.0);
        if !(0.0..=1.0).contains(&step.probability) {
            reader.error(item, "a probability lies between 0 and 1", None);
        }
    }
    let mut flag = |key: &str| entry.get(key).and_then(|item| reader.flag(item));
    step.detached = flag("async").unwrap_or(false);
    step.optional = flag("optional").unwrap_or(false);
    step.write = flag("write");
    steps.push(step);
}
