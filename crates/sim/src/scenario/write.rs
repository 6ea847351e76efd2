//! A scenario as a file that a person might have written: no key that says what is so anyway, numbers in the units that
//! suit them, tables in the order in which the commented example has them. [`parse`](super::parse()) reads it back as the
//! very same scenario.
//!
//! What a file can say in several ways comes out in one of them. Comments are lost, and so is which of several equal
//! prices was given once for all nodes of a kind.

mod layout;

use self::layout::{File, Pairs, WIDTH, inline, text};
use super::migrate::VERSION;
use super::parse::presets::{MEASURE, POINTS, only_arm};
use super::{
    Arm, Class, Fault, Link, Node, Preset, PriceSource, Route, Scenario, Step, Sweep, Target,
    Value, When, Window,
};
use crate::descriptor::{ParamKind, Unit};
use crate::kinds::{Kind, ParamSpec, link_params, run_params};
use crate::quantity::literal;

/// The scenario as the text of a file of the format's present version. The ceiling of calls in flight, which no file can
/// set, is left out.
pub fn write(scenario: &Scenario) -> String {
    // Each part by its name, here and below: one that is added and not written does not compile.
    let Scenario {
        title,
        run: _,
        classes,
        nodes,
        links,
        routes,
        faults,
        presets,
        knobs,
        headline,
        prices,
    } = scenario;
    let mut file = File::default();
    file.pair("version", &VERSION.to_string());
    if !title.is_empty() {
        file.pair("title", &text(title));
    }
    file.texts("knobs", knobs);
    file.texts("headline", headline);
    file.table("run", run(scenario));
    file.table("classes", self::classes(classes));
    let shared = shared_prices(scenario);
    for node in nodes {
        file.head(&format!("[nodes.{}]", node.id));
        file.pairs(self::node(node, &shared));
    }
    for link in links {
        let id = |node: u32| scenario.nodes[node as usize].id.as_str();
        let Link { from, to, params } = link;
        file.head(&format!("[links.{}.{}]", id(*from), id(*to)));
        file.pairs(given(link_params(), params, |_, spec| spec.default_value()));
    }
    for PriceSource { kind, source, date } in prices {
        file.head(&format!("[prices.{kind}]"));
        let of_kind = shared.iter().filter(|(of, ..)| of.key() == kind);
        file.pairs(of_kind.map(|(of, param, value)| {
            let spec = &of.spec().params[*param];
            (spec.descriptor.key.to_string(), self::value(spec, value))
        }));
        file.texts_unless_empty([("source", source), ("date", date)]);
    }
    let mut before = None;
    for Route { node, class, steps } in routes {
        if before.replace(node) != Some(node) {
            file.head(&format!("[routes.{}]", scenario.nodes[*node as usize].id));
        }
        let class = match class {
            Some(class) => classes[*class as usize].name.as_str(),
            None => "\"*\"",
        };
        file.list(class, &self::steps(scenario, steps));
    }
    for fault in faults {
        file.head("[[fault]]");
        file.pairs(self::fault(scenario, fault));
    }
    for preset in presets {
        self::preset(&mut file, scenario, preset);
    }
    file.finished()
}

fn run(scenario: &Scenario) -> Pairs {
    let pair = |spec: &ParamSpec| {
        let key = spec.descriptor.key.as_ref();
        let now = scenario.value(scenario.locate(&format!("run.{key}")).ok()?);
        (now != spec.default_value()).then(|| (key.to_owned(), value(spec, &now)))
    };
    run_params().iter().filter_map(pair).collect()
}

fn classes(classes: &[Class]) -> Pairs {
    // A file that names none has this one.
    if let [only] = classes
        && *only == Class::default()
    {
        return Pairs::new();
    }
    let pair = |class: &Class| {
        let Class {
            name,
            weight,
            work,
            write,
            request_bytes,
            response_bytes,
            priority,
            tenant,
            region,
        } = class;
        let mut keys = Pairs::new();
        let mut number = |key: &str, unit: Unit, number: f64, default: f64| {
            if number.total_cmp(&default).is_ne() {
                keys.push((key.to_owned(), quantity(number, unit)));
            }
        };
        number("weight", Unit::Count, *weight, 1.0);
        number("work", Unit::Count, *work, 1.0);
        number("request_size", Unit::Bytes, *request_bytes, 0.0);
        number("response_size", Unit::Bytes, *response_bytes, 0.0);
        number("priority", Unit::Count, f64::from(*priority), 0.0);
        if *write {
            keys.push(("write".to_owned(), "true".to_owned()));
        }
        for (key, name) in [("tenant", tenant), ("region", region)] {
            if !name.is_empty() {
                keys.push((key.to_owned(), text(name)));
            }
        }
        (name.clone(), inline(&keys))
    };
    classes.iter().map(pair).collect()
}

/// Prices that can be said once for all nodes of a kind, and are not those of the kind anyway: where sources of prices are
/// told for a kind, those of its first node.
fn shared_prices(scenario: &Scenario) -> Vec<(Kind, usize, Value)> {
    let mut out = Vec::new();
    for source in &scenario.prices {
        let first = scenario
            .nodes
            .iter()
            .find(|node| node.kind.key() == source.kind);
        let Some(node) = first else { continue };
        for (param, spec) in node.kind.spec().params.iter().enumerate() {
            if spec.is_price() && node.params[param] != spec.default_value() {
                out.push((node.kind, param, node.params[param].clone()));
            }
        }
    }
    out
}

fn node(node: &Node, shared: &[(Kind, usize, Value)]) -> Pairs {
    let Node {
        id,
        label,
        kind,
        position,
        zones,
        region,
        params,
    } = node;
    let mut keys = vec![("kind".to_owned(), text(kind.key()))];
    if label != id {
        keys.push(("label".to_owned(), text(label)));
    }
    if let Some((column, row)) = position {
        keys.push((
            "position".to_owned(),
            format!("[{}, {}]", single(*column), single(*row)),
        ));
    }
    match zones.as_slice() {
        [] => {}
        [zone] => keys.push(("zone".to_owned(), text(zone))),
        zones => {
            let zones: Vec<String> = zones.iter().map(|zone| text(zone)).collect();
            keys.push(("zones".to_owned(), format!("[{}]", zones.join(", "))));
        }
    }
    if let Some(region) = region {
        keys.push(("region".to_owned(), text(region)));
    }
    let default = |param: usize, spec: &ParamSpec| {
        let of_kind = shared
            .iter()
            .find(|(of, which, _)| of == kind && *which == param);
        of_kind.map_or_else(|| spec.default_value(), |(.., value)| value.clone())
    };
    keys.extend(given(&kind.spec().params, params, default));
    keys
}

/// A number of single precision with the digits that it needs, which are fewer than those of the same number in double.
fn single(number: f32) -> String {
    let short = number.to_string();
    if short
        .parse()
        .is_ok_and(|read: f64| (read as f32).total_cmp(&number).is_eq())
    {
        short
    } else {
        f64::from(number).to_string()
    }
}

/// The parameters that differ from what they are when left out.
fn given(
    specs: &[ParamSpec],
    values: &[Value],
    default: impl Fn(usize, &ParamSpec) -> Value,
) -> Pairs {
    specs
        .iter()
        .zip(values)
        .enumerate()
        .filter(|(i, (spec, value))| **value != default(*i, spec))
        .map(|(_, (spec, value))| (spec.descriptor.key.to_string(), self::value(spec, value)))
        .collect()
}

fn value(spec: &ParamSpec, value: &Value) -> String {
    match (value, &spec.descriptor.kind) {
        (Value::Number(number), kind) => quantity(*number, unit(kind)),
        (Value::Flag(flag), _) => flag.to_string(),
        (Value::Distribution(distribution), kind) => text(&distribution.to_text(unit(kind))),
        (Value::Shape(shape), _) => text(shape.text()),
        (Value::Choice(_), _) => match value.shown(&spec.descriptor) {
            crate::descriptor::ParamValue::Choice(key) => text(&key),
            _ => String::new(),
        },
    }
}

fn unit(kind: &ParamKind) -> Unit {
    match kind {
        ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. } => *unit,
        _ => Unit::Count,
    }
}

/// In quotes, but for what needs no unit and is a number to TOML, whose whole numbers end at 2^63.
fn quantity(value: f64, unit: Unit) -> String {
    let written = literal(value, unit);
    if matches!(unit, Unit::Count | Unit::Ratio) && value.abs() < 9e18 {
        written
    } else {
        text(&written)
    }
}

fn steps(scenario: &Scenario, steps: &[Step]) -> Vec<String> {
    let mut out = Vec::new();
    let mut group = Vec::new();
    for step in steps {
        group.push(self::step(scenario, step));
        if step.with_next {
            continue;
        }
        out.push(match group.len() {
            1 => group.remove(0),
            _ => inline(&[("parallel".to_owned(), format!("[{}]", group.join(", ")))]),
        });
        group.clear();
    }
    out
}

fn step(scenario: &Scenario, step: &Step) -> String {
    let Step {
        link,
        with_next: _,
        when,
        probability,
        detached,
        optional,
        write,
    } = step;
    let to = &scenario.nodes[scenario.links[*link as usize].to as usize].id;
    let mut keys = vec![("to".to_owned(), text(to))];
    let mut key = |key: &str, value: String| keys.push((key.to_owned(), value));
    match when {
        When::Always => {}
        When::Hit => key("when", text("hit")),
        When::Miss => key("when", text("miss")),
    }
    if probability.total_cmp(&1.0).is_ne() {
        key("probability", quantity(*probability, Unit::Ratio));
    }
    if *detached {
        key("async", "true".to_owned());
    }
    if *optional {
        key("optional", "true".to_owned());
    }
    if let Some(write) = write {
        key("write", write.to_string());
    }
    match keys.as_slice() {
        [(_, to)] => to.clone(),
        keys => inline(keys),
    }
}

fn fault(scenario: &Scenario, fault: &Fault) -> Pairs {
    let Fault {
        kind,
        target,
        at_ns,
        lasting_ns,
        params,
    } = fault;
    let id = |node: u32| scenario.nodes[node as usize].id.as_str();
    let target = match target {
        Target::Node(node) => id(*node).to_owned(),
        Target::Link(link) => {
            let link = &scenario.links[*link as usize];
            format!("{}->{}", id(link.from), id(link.to))
        }
        Target::Zone(zone) => format!("zone:{zone}"),
        Target::Region(region) => format!("region:{region}"),
    };
    let mut keys = vec![
        ("kind".to_owned(), text(kind.key())),
        ("target".to_owned(), text(&target)),
    ];
    if *at_ns > 0 {
        keys.push(("at".to_owned(), quantity(*at_ns as f64, Unit::Duration)));
    }
    if let Some(ns) = lasting_ns {
        keys.push(("lasting".to_owned(), quantity(*ns as f64, Unit::Duration)));
    }
    let specs = &kind.spec().params;
    keys.extend(given(specs, params, |_, spec| spec.default_value()));
    keys
}

fn preset(file: &mut File, scenario: &Scenario, preset: &Preset) {
    let Preset {
        name,
        title,
        sentence,
        set,
        duration_ns,
        warmup_ns,
        windows,
        watch,
        faults,
        sweep,
    } = preset;
    file.head("[[preset]]");
    file.pair("name", &text(name));
    if title != name {
        file.pair("title", &text(title));
    }
    if !sentence.is_empty() {
        file.pair("sentence", &text(sentence));
    }
    let time = |ns: u64| quantity(ns as f64, Unit::Duration);
    for (key, ns) in [("duration", duration_ns), ("warmup", warmup_ns)] {
        if let Some(ns) = ns {
            file.pair(key, &time(*ns));
        }
    }
    let long = self::set(file, scenario, set);
    let window = |Window {
                      name,
                      from_ns,
                      to_ns,
                  }: &Window| {
        inline(&[
            ("name".to_owned(), text(name)),
            ("from".to_owned(), time(*from_ns)),
            ("to".to_owned(), time(*to_ns)),
        ])
    };
    if !windows.is_empty() {
        file.list("windows", &windows.iter().map(window).collect::<Vec<_>>());
    }
    file.texts("watch", watch);
    if !faults.is_empty() {
        let faults = faults
            .iter()
            .map(|fault| inline(&self::fault(scenario, fault)));
        file.list("fault", &faults.collect::<Vec<_>>());
    }
    if let Some(sweep) = sweep {
        file.pair("sweep", &self::sweep(scenario, sweep));
    }
    file.table("preset.set", long);
    let arms = sweep.iter().flat_map(|sweep| &sweep.arms);
    let only = only_arm();
    for arm in arms.filter(|arm| **arm != only || sweep.as_ref().is_some_and(|s| s.arms.len() > 1))
    {
        let Arm { name, title, set } = arm;
        file.head("[[preset.arms]]");
        file.pair("name", &text(name));
        if title != name {
            file.pair("title", &text(title));
        }
        let long = self::set(file, scenario, set);
        file.table("preset.arms.set", long);
    }
}

fn sweep(scenario: &Scenario, sweep: &Sweep) -> String {
    let Sweep {
        path,
        from,
        to,
        points,
        log,
        measure,
        arms: _,
    } = sweep;
    let unit = scenario
        .describe(path)
        .map_or(Unit::Count, |descriptor| unit(&descriptor.kind));
    let mut keys = vec![
        ("path".to_owned(), text(path)),
        ("from".to_owned(), quantity(*from, unit)),
        ("to".to_owned(), quantity(*to, unit)),
    ];
    let mut key = |key: &str, value: String| keys.push((key.to_owned(), value));
    if *points != POINTS {
        key("points", points.to_string());
    }
    if *log {
        key("scale", text("log"));
    }
    if measure != MEASURE {
        key("measure", text(measure));
    }
    inline(&keys)
}

/// Values by path, on the line of a key. Those too long for that are given back, for a table of their own.
fn set(file: &mut File, scenario: &Scenario, set: &[(String, Value)]) -> Pairs {
    let pair = |(path, value): &(String, Value)| {
        let spec = scenario.locate(path).ok()?.spec();
        Some((text(path), self::value(spec, value)))
    };
    let pairs: Pairs = set.iter().filter_map(pair).collect();
    let line = inline(&pairs);
    if line.len() > WIDTH {
        return pairs;
    }
    if !pairs.is_empty() {
        file.pair("set", &line);
    }
    Pairs::new()
}
