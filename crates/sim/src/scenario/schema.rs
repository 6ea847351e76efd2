//! The JSON Schema of scenario files, made from what kinds, links and runs declare of their parameters.
//!
//! Editors complete and check a file by it as it is written. It says what a schema can say: which keys there are, of what
//! form and between what bounds. That links lead somewhere and that a run can be made of it all is left to
//! [`parse`](super::parse()).
//!
//! Every parameter's schema is flat, with its sentence beside its bounds: editors look for what they show in `properties`
//! and `anyOf`, and most of them not behind an `if` or beside a `$ref`.

mod form;

use self::form::{
    ID, choice, closed, described, flag, headed, list, name, named, parameter, property,
    quantity_of, reference, reference_to, text, texts,
};
use super::Sweep;
use super::migrate::VERSION;
use super::parse::faults::KEYS as FAULT_KEYS;
use super::parse::presets::{ARM_KEYS, KEYS, POINTS, SCALES, SWEEP_KEYS, WINDOW_KEYS};
use super::parse::{CLASS_KEYS, NODE_KEYS, PRICE_KEYS, STEP_KEYS, TOP, WHEN};
use crate::descriptor::Unit;
use crate::faults::FaultKind;
use crate::kinds::{Kind, ParamSpec, link_params, registry, run_params};
use crate::report::{Tree, common_paths};

/// The schema of a scenario file (JSON Schema, draft 2020-12), the same bytes on every platform.
pub fn schema() -> String {
    let mut out = String::new();
    root().write_json(&mut out, 0);
    out.push('\n');
    out
}

fn root() -> Tree {
    let mut definitions = Tree::map()
        .with("figure", figure())
        .with("link", parameters(link_params()))
        .with("path", path())
        .with("run", parameters(run_params()))
        .with("set", set())
        .with("step", step());
    for kind in Kind::ALL {
        definitions = definitions.with(&of_kind(*kind), node(*kind));
    }
    for kind in FaultKind::ALL {
        definitions = definitions.with(&format!("fault-{}", kind.key()), fault(*kind));
    }
    let root = table(TOP, top, &["nodes"]).with("$defs", definitions);
    let doc = "A system to be simulated: its nodes and links, what is asked of it, and experiments with it.";
    let root = headed("title", "Headroom scenario", described(root, doc));
    headed(
        "$schema",
        "https://json-schema.org/draft/2020-12/schema",
        root,
    )
}

/// The name of a kind's definition.
fn of_kind(kind: Kind) -> String {
    format!("node-{}", kind.key())
}

/// The table of these parameters and nothing else.
fn parameters(specs: &[ParamSpec]) -> Tree {
    closed(specs.iter().map(|spec| property(&spec.descriptor)), &[])
}

/// A table that takes these keys and no others. A key that `of` does not know is one that the parser has learnt and the
/// schema has not: it takes anything.
fn table(keys: &[&str], of: fn(&str) -> Option<Tree>, required: &[&str]) -> Tree {
    let known = keys
        .iter()
        .map(|&key| ((*key).to_owned(), of(key).unwrap_or_else(Tree::map)));
    closed(known, required)
}

fn top(key: &str) -> Option<Tree> {
    Some(match key {
        "version" => Tree::map()
            .with("description", "Of the format of this file.")
            .with("const", VERSION as u64),
        "title" => text("What the system is called."),
        "run" => reference("run"),
        "classes" => described(
            named(ID, table(CLASS_KEYS, class, &[])),
            "The kinds of request, by name. Left out, there is one, called `request`.",
        ),
        "nodes" => described(named(ID, any_node()), "The parts of the system, by name."),
        "links" => described(
            named(ID, named(ID, reference("link"))),
            "Who calls whom, and how the caller treats the call: links.<from>.<to>.",
        ),
        "routes" => {
            let by_class = named(&format!(r"({ID}|\*)"), list(reference("step")));
            described(
                named(ID, by_class),
                "What a node calls for a class of request (`*`: for all others): routes.<node>.<class>. Left out, it calls along each of its links in turn.",
            )
        }
        "fault" => described(list(any_fault()), "What goes wrong, and when."),
        "preset" => described(list(table(KEYS, preset, &["name"])), "Named experiments."),
        "knobs" => described(
            list(reference("path")),
            "The parameters to offer for tuning, in reading order. Left out: all that differ from their default.",
        ),
        "headline" => described(
            list(reference("figure")),
            "The figures that sum a run up. Left out, the kinds of the nodes choose.",
        ),
        "prices" => described(
            prices(),
            "Prices for all nodes of a kind, with their source.",
        ),
        _ => return None,
    })
}

fn class(key: &str) -> Option<Tree> {
    let number =
        |doc: &str, max: f64| quantity_of(doc, Unit::Count, (0.0, max), false).with("default", 1.0);
    let bytes = |doc: &str| quantity_of(doc, Unit::Bytes, (0.0, 1e12), false).with("default", 0.0);
    Some(match key {
        "weight" => number(
            "Its share of arrivals is its weight over the sum of weights.",
            1e9,
        ),
        "work" => number("Multiplies every service time it meets.", 1e3),
        "write" => flag(
            "Whether the calls it makes write, where the route does not say.",
            false,
        ),
        "request_size" => bytes("Bytes of a request, on every link."),
        "response_size" => bytes("Bytes of its answer."),
        "priority" => quantity_of(
            "Of several that wait, the highest goes first, where a queue looks at it.",
            Unit::Count,
            (0.0, 100.0),
            false,
        )
        .with("default", 0.0),
        "tenant" => text("Who it is for, where a limit is kept for each."),
        "region" => text("Where it comes from."),
        _ => return None,
    })
}

/// A node of whatever kind it says it is. The first half checks, and a mistake is told where it stands; the second half never
/// fails and is for editors, which look there for what may be written, and not behind an `if`.
fn any_node() -> Tree {
    let is = |kind: &Kind| {
        let kind = Tree::map().with("kind", Tree::map().with("const", kind.key()));
        let kind = Tree::map().with("properties", kind);
        kind.with("required", texts(&["kind"]))
    };
    let checked = Kind::ALL.iter().map(|kind| {
        let then = reference(&of_kind(*kind));
        Tree::map().with("if", is(kind)).with("then", then)
    });
    let offered = Kind::ALL.iter().map(|kind| reference(&of_kind(*kind)));
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
    let kind = Tree::map().with("kind", Tree::map().with("enum", texts(&kinds)));
    Tree::map()
        .with("type", "object")
        .with("required", texts(&["kind"]))
        .with("properties", kind)
        .with("allOf", checked.collect::<Vec<_>>())
        .with("anyOf", offered.chain([Tree::map()]).collect::<Vec<_>>())
}

fn node(kind: Kind) -> Tree {
    let descriptor = &kind.spec().descriptor;
    let own = NODE_KEYS.iter().map(|&key| {
        let schema = if key == "kind" {
            Some(described(
                Tree::map().with("const", kind.key()),
                &descriptor.summary,
            ))
        } else {
            node_key(key)
        };
        (key.to_owned(), schema.unwrap_or_else(Tree::map))
    });
    let params = descriptor.params.iter().map(property);
    let table = closed(own.chain(params), &["kind"]);
    headed(
        "title",
        &descriptor.label,
        described(table, &descriptor.summary),
    )
}

fn node_key(key: &str) -> Option<Tree> {
    Some(match key {
        "label" => text("What it is called on the screen. Left out, its name."),
        "position" => described(
            list(Tree::map().with("type", "number"))
                .with("minItems", 2u64)
                .with("maxItems", 2u64),
            "Column and row in the picture of the system. Left out, by the order of calls.",
        ),
        "zone" => text("The zone that it is in, for faults that hit a zone."),
        "zones" => described(
            list(Tree::map().with("type", "string")),
            "The zones over which its instances are spread evenly.",
        ),
        "region" => text("The region that it is in."),
        _ => return None,
    })
}

/// A fault of whatever kind it says it is, checked and offered as a node is.
fn any_fault() -> Tree {
    let of = |kind: &FaultKind| format!("fault-{}", kind.key());
    let is = |kind: &FaultKind| {
        let kind = Tree::map().with("kind", Tree::map().with("const", kind.key()));
        let kind = Tree::map().with("properties", kind);
        kind.with("required", texts(&["kind"]))
    };
    let checked = FaultKind::ALL.iter().map(|kind| {
        Tree::map()
            .with("if", is(kind))
            .with("then", reference(&of(kind)))
    });
    let offered = FaultKind::ALL.iter().map(|kind| reference(&of(kind)));
    let kinds: Vec<&str> = FaultKind::ALL.iter().map(|kind| kind.key()).collect();
    let kind = Tree::map().with("kind", Tree::map().with("enum", texts(&kinds)));
    Tree::map()
        .with("type", "object")
        .with("required", texts(&["kind", "target"]))
        .with("properties", kind)
        .with("allOf", checked.collect::<Vec<_>>())
        .with("anyOf", offered.chain([Tree::map()]).collect::<Vec<_>>())
}

fn fault(kind: FaultKind) -> Tree {
    let descriptor = &kind.spec().descriptor;
    let own = FAULT_KEYS
        .iter()
        .filter(|&&key| key != "lasting" || !descriptor.momentary)
        .map(|&key| {
            let schema = if key == "kind" {
                Some(Tree::map().with("const", kind.key()))
            } else {
                fault_key(key)
            };
            (key.to_owned(), schema.unwrap_or_else(Tree::map))
        });
    let table = closed(
        own.chain(descriptor.params.iter().map(property)),
        &["kind", "target"],
    );
    headed(
        "title",
        &descriptor.label,
        described(table, &descriptor.imitates),
    )
}

fn fault_key(key: &str) -> Option<Tree> {
    let time = |doc: &str| quantity_of(doc, Unit::Duration, (0.0, f64::MAX), false);
    Some(match key {
        "target" => text("What it hits: <node>, <from>-><to>, zone:<zone> or region:<region>."),
        "at" => time("When it begins. Left out, at the start."),
        "lasting" => time("How long it is on. Left out, to the end of the run."),
        _ => return None,
    })
}

fn prices() -> Tree {
    let of = |kind: &Kind| {
        let specs = kind.spec().params.iter().filter(|spec| spec.is_price());
        let params = specs.map(|spec| {
            let key = spec.descriptor.key.as_ref();
            (key.to_owned(), reference_to(&of_kind(*kind), key))
        });
        let own = PRICE_KEYS
            .iter()
            .map(|&key| (key.to_owned(), price_key(key).unwrap_or_else(Tree::map)));
        (kind.key().to_owned(), closed(params.chain(own), &[]))
    };
    closed(Kind::ALL.iter().map(of), &[])
}

fn price_key(key: &str) -> Option<Tree> {
    Some(match key {
        "source" => text("Where the prices were read."),
        "date" => text("When: 2026-11-24."),
        _ => return None,
    })
}

/// What a node calls: a name, a call with its conditions, or several calls at once.
fn step() -> Tree {
    let plain = name("The node to call, along the link to it.");
    let call = table(STEP_KEYS, step_key, &["to"]);
    let one = || Tree::map().with("anyOf", vec![plain.clone(), call.clone()]);
    let group = described(
        list(one()),
        "Calls made at once; the node goes on when all have answered.",
    );
    let parallel = closed([("parallel".to_owned(), group)], &["parallel"]);
    Tree::map().with("anyOf", vec![plain.clone(), call.clone(), parallel])
}

fn step_key(key: &str) -> Option<Tree> {
    Some(match key {
        "to" => name("The node to call, along the link to it."),
        "when" => choice("On what answer of the step before.", WHEN, "always"),
        "probability" => quantity_of(
            "How likely the call is made at all.",
            Unit::Ratio,
            (0.0, 1.0),
            false,
        )
        .with("default", 1.0),
        "async" => flag("The node does not wait for the answer.", false),
        "optional" => flag("A failure of this call does not fail the request.", false),
        "write" => Tree::map()
            .with(
                "description",
                "Whether the call writes. Left out, as the class says.",
            )
            .with("type", "boolean"),
        _ => return None,
    })
}

fn preset(key: &str) -> Option<Tree> {
    Some(match key {
        "name" => name("What other files call it."),
        "title" => text("What it is called on the screen. Left out, its name."),
        "sentence" => text("What it shows, in a sentence."),
        "duration" | "warmup" => reference_to("run", key),
        "set" => reference("set"),
        "fault" => described(
            list(any_fault()),
            "What goes wrong in it, beside what does anyway.",
        ),
        "windows" => described(
            list(table(WINDOW_KEYS, window, WINDOW_KEYS)),
            "Spans of arrivals that are reported on their own, as windows.<name>.",
        ),
        "watch" => described(list(reference("figure")), "The figures that it is about."),
        "sweep" => described(
            table(SWEEP_KEYS, sweep, &["path", "from", "to"]),
            "One parameter over a range, each point a run of its own.",
        ),
        "arms" => described(
            list(table(ARM_KEYS, arm, &["name"])),
            "Variants of the system, each of which the sweep goes through.",
        ),
        _ => return None,
    })
}

fn window(key: &str) -> Option<Tree> {
    let time = |doc: &str| quantity_of(doc, Unit::Duration, (0.0, f64::MAX), false);
    Some(match key {
        "name" => name("What its figures are called."),
        "from" => time("Its first moment."),
        "to" => time("Its end."),
        _ => return None,
    })
}

fn sweep(key: &str) -> Option<Tree> {
    // In the unit of whichever parameter `path` names.
    let end = |doc: &str| {
        Tree::map()
            .with("description", doc)
            .with("type", texts(&["string", "number"]))
    };
    Some(match key {
        "path" => reference("path"),
        "from" => end("The parameter's first value."),
        "to" => end("Its last value."),
        "points" => quantity_of(
            "How many values.",
            Unit::Count,
            (2.0, f64::from(Sweep::MOST_POINTS)),
            true,
        )
        .with("default", u64::from(POINTS)),
        "scale" => choice("How the values are spaced.", SCALES, "linear"),
        "measure" => reference("figure"),
        _ => return None,
    })
}

fn arm(key: &str) -> Option<Tree> {
    Some(match key {
        "name" => name("What its figures are called."),
        "title" => text("What it is called on the screen. Left out, its name."),
        "set" => reference("set"),
        _ => return None,
    })
}

/// All parameters there may be: how their paths begin, the definition they stand in, and what they are.
fn paths() -> Vec<(String, String, &'static [ParamSpec])> {
    let mut out = Vec::new();
    for kind in Kind::ALL {
        let params = kind.spec().params.as_slice();
        out.push((format!(r"nodes\.{ID}\."), of_kind(*kind), params));
    }
    out.push((
        format!(r"links\.{ID}\.{ID}\."),
        "link".to_owned(),
        link_params(),
    ));
    out.push((r"run\.".to_owned(), "run".to_owned(), run_params()));
    out
}

fn path() -> Tree {
    let mut keys: Vec<(String, Vec<&str>)> = Vec::new();
    for (before, _, specs) in paths() {
        let own = specs.iter().map(|spec| spec.descriptor.key.as_ref());
        match keys.last_mut() {
            Some((last, keys)) if *last == before => {
                for key in own {
                    if !keys.contains(&key) {
                        keys.push(key);
                    }
                }
            }
            _ => keys.push((before, own.collect())),
        }
    }
    let alternatives: Vec<String> = keys
        .iter()
        .map(|(before, keys)| format!("{before}({})", keys.join("|")))
        .collect();
    text("The path of a parameter: nodes.<node>.<key>, links.<from>.<to>.<key> or run.<key>.").with(
        "pattern",
        format!("^({})$", alternatives.join("|")).as_str(),
    )
}

/// Values by path. Kinds that have a key in common may mean different things by it: any of them will do.
fn set() -> Tree {
    let mut patterns: Vec<(String, Vec<(Tree, Tree)>)> = Vec::new();
    for (before, definition, specs) in paths() {
        for ParamSpec { descriptor, .. } in specs {
            let pattern = format!("^{before}{}$", descriptor.key);
            let schema = parameter(descriptor);
            let reference = reference_to(&definition, &descriptor.key);
            match patterns.iter_mut().find(|(other, _)| *other == pattern) {
                Some((_, known)) if known.iter().any(|(other, _)| *other == schema) => {}
                Some((_, known)) => known.push((schema, reference)),
                None => patterns.push((pattern, vec![(schema, reference)])),
            }
        }
    }
    let patterns = patterns.into_iter().map(|(pattern, schemas)| {
        let mut references: Vec<Tree> = schemas.into_iter().map(|(_, r)| r).collect();
        let schema = match references.len() {
            1 => references.remove(0),
            _ => Tree::map().with("anyOf", references),
        };
        (pattern, schema)
    });
    Tree::map()
        .with(
            "description",
            "Other values of parameters, by path: \"nodes.<node>.<key>\" = ...",
        )
        .with("type", "object")
        .with("patternProperties", Tree::Map(patterns.collect()))
        .with("additionalProperties", false)
}

/// The figures of every report and the metrics of every kind are offered; a file may name others, below its own nodes.
fn figure() -> Tree {
    let metrics = registry().iter().flat_map(|kind| &kind.metrics);
    let mut known: Vec<Tree> = common_paths()
        .map(|path| Tree::from(path.as_str()))
        .collect();
    for metric in metrics {
        let key = Tree::from(metric.key.as_ref());
        if !known.contains(&key) {
            known.push(key);
        }
    }
    let any = Tree::map().with("type", "string");
    described(
        Tree::map().with("anyOf", vec![Tree::map().with("enum", known), any]),
        "A figure of the report: latency_ms.p99, nodes.<node>.<metric>; without its node where only one has it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_that_the_parser_takes_has_a_schema_of_its_own() {
        type Of = fn(&str) -> Option<Tree>;
        let node: Of = |key| (key == "kind").then(Tree::map).or_else(|| node_key(key));
        let fault: Of = |key| (key == "kind").then(Tree::map).or_else(|| fault_key(key));
        let tables: [(&[&str], Of); 10] = [
            (FAULT_KEYS, fault),
            (TOP, top),
            (CLASS_KEYS, class),
            (NODE_KEYS, node),
            (PRICE_KEYS, price_key),
            (STEP_KEYS, step_key),
            (KEYS, preset),
            (WINDOW_KEYS, window),
            (SWEEP_KEYS, sweep),
            (ARM_KEYS, arm),
        ];
        for (keys, of) in tables {
            for key in keys {
                assert!(of(key).is_some(), "`{key}` is missing here");
            }
        }
    }
}
