//! The schema of scenario files, as an editor's validator reads it.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod common;

use std::fs;

use headroom_sim::descriptor::{ParamKind, Unit};
use headroom_sim::distribution::Distribution;
use headroom_sim::kinds::registry;
use headroom_sim::quantity;
use headroom_sim::scenario::{parse, schema, write};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::Value;

const EXAMPLE: &str = include_str!("fixtures/serverless-url-shortener.toml");
const PLACE: &str = "content/scenario.schema.json";

fn as_json() -> Value {
    serde_json::from_str(&schema()).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&as_json()).unwrap()
}

fn refusals(validator: &Validator, text: &str) -> Vec<String> {
    let file: Value = toml::from_str(text).unwrap();
    let errors = validator.iter_errors(&file);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn the_schema_beside_the_content_is_that_of_this_engine() {
    let there = fs::read_to_string(common::repository().join(PLACE)).unwrap_or_default();
    assert!(there == schema(), "run `headroom schema > {PLACE}`");
}

#[test]
fn it_is_a_schema() {
    assert_eq!(
        jsonschema::meta::validate(&as_json()).map_err(|e| e.to_string()),
        Ok(())
    );
}

#[test]
fn every_scenario_file_keeps_to_the_schema_and_leads_an_editor_to_it() {
    let validator = validator();
    for (path, text) in common::files() {
        assert_eq!(refusals(&validator, &text), [""; 0], "{}", path.display());
        let first = text.lines().next().unwrap();
        let Some(reference) = first.strip_prefix("#:schema ") else {
            panic!(
                "{} begins with `{first}`, not with `#:schema`",
                path.display()
            );
        };
        let target = path
            .parent()
            .unwrap()
            .join(reference)
            .canonicalize()
            .unwrap();
        assert_eq!(
            target,
            common::repository().join(PLACE),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_file_with_a_mistake_that_a_schema_can_see_does_not_keep_to_it() {
    let validator = validator();
    let mistakes = [
        ("title = \"Serverless URL shortener\"", "titel = \"\""),
        ("version = 1", "version = 2"),
        ("seed = 7", "seed = -7"),
        ("seed = 7", "seed = 1.5"),
        ("duration = \"60s\"", "duration = 60"),
        ("duration = \"60s\"", "duration = \"60 sec\""),
        ("redirect = { weight = 95 }", "redirect = { wieght = 95 }"),
        ("redirect = { weight = 95 }", "redirect = { weight = -95 }"),
        ("redirect = { weight = 95 }", "Redirect = { weight = 95 }"),
        ("kind = \"function\"", "kind = \"funktion\""),
        ("kind = \"function\"", ""),
        ("memory = \"512MiB\"", "memroy = \"512MiB\""),
        ("memory = \"512MiB\"", "memory = 512"),
        ("runtime = \"nodejs\"", "runtime = \"cobol\""),
        (
            "lognormal(p50: 8ms, p99: 40ms)",
            "lognormla(p50: 8ms, p99: 40ms)",
        ),
        ("auth_time = \"1ms\"", "auth_time = 1"),
        ("[nodes.gateway]", "[node.gateway]"),
    ];
    assert_eq!(refusals(&validator, EXAMPLE), [""; 0]);
    for (right, wrong) in mistakes {
        let text = EXAMPLE.replacen(right, wrong, 1);
        assert_ne!(text, EXAMPLE, "{right}");
        assert!(!refusals(&validator, &text).is_empty(), "{wrong}");
        assert!(parse(&text).is_err(), "{wrong}");
    }
}

#[test]
fn a_mistake_in_a_table_that_few_files_have_is_seen_too() {
    let validator = validator();
    let further = [
        ("[links.client.gateway]\nretries = 3", "retries = 21"),
        ("[links.client.gateway]\nretries = 3", "retries = 2.5"),
        (
            "[links.client.gateway]\njitter = \"full\"",
            "jitter = \"some\"",
        ),
        (
            "[links.client.gateway]\nloss = 0.5\ntimeout = \"1s\"",
            "loss = 1.5\ntimeout = \"1s\"",
        ),
        (
            "[routes.client]\n\"*\" = [\"gateway\"]",
            "\"*\" = \"gateway\"",
        ),
        (
            "[routes.client]\n\"*\" = [\"gateway\"]",
            "\"*\" = [{ to = \"gateway\", when = \"never\" }]",
        ),
        (
            "[routes.client]\n\"*\" = [\"gateway\"]",
            "\"*\" = [{ to = \"gateway\", probability = 2 }]",
        ),
        (
            "[routes.client]\n\"*\" = [\"gateway\"]",
            "\"*\" = [{ parallel = [{ parallel = [] }] }]",
        ),
        ("[[preset]]\nname = \"p\"", "nmae = \"p\""),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nset = { \"nodes.client.rat\" = \"1/s\" }",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nset = { \"nodes.client.process\" = \"evne\" }",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nset = { \"links.client.gateway.retries\" = 99 }",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nwindows = [{ name = \"w\", from = \"1s\" }]",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nsweep = { path = \"nodes.client\", from = 1, to = 2 }",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nsweep = { path = \"run.seed\", from = 1, to = 2, points = 1 }",
        ),
        (
            "[[preset]]\nname = \"p\"",
            "name = \"p\"\nsweep = { path = \"run.seed\", from = 1, to = 2, scale = \"cubic\" }",
        ),
        ("[prices.service]\nsource = \"s\"", "concurrency = 4"),
    ];
    let base = "[nodes.client]\nkind = \"client\"\n[nodes.gateway]\nkind = \"service\"\n";
    for (right, wrong) in further {
        let link = if right.contains("[links") {
            ""
        } else {
            "[links.client.gateway]\n"
        };
        let good = format!("{base}{link}{right}\n");
        assert_eq!(refusals(&validator, &good), [""; 0], "{right}");
        assert!(parse(&good).is_ok(), "{right}: {:?}", parse(&good));
        let head = right.lines().next().unwrap();
        let bad = format!("{base}{link}{head}\n{wrong}\n");
        assert!(!refusals(&validator, &bad).is_empty(), "{wrong}");
        assert!(parse(&bad).is_err(), "{wrong}");
    }
}

#[test]
fn the_tables_of_the_format_have_these_keys() {
    let schema = as_json();
    let of_id = "patternProperties/^[a-z0-9_-]{1,60}$";
    let preset = "properties/preset/items/properties";
    let tables = [
        "properties",
        &format!("properties/classes/{of_id}/properties"),
        &format!("properties/routes/{of_id}/patternProperties"),
        "$defs/step/anyOf/1/properties",
        "$defs/step/anyOf/2/properties",
        "$defs/run/properties",
        preset,
        &format!("{preset}/windows/items/properties"),
        &format!("{preset}/sweep/properties"),
        &format!("{preset}/arms/items/properties"),
    ];
    let keys = tables.map(|place| {
        let table = schema.pointer(&format!("/{place}")).unwrap();
        let keys: Vec<&str> = table
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        format!("{place}: {}\n", keys.join(", "))
    });
    insta::assert_snapshot!(keys.concat());
}

/// Of every unit that a number of some kind has: the schema of that number, without its bounds.
fn numbers() -> Vec<(Unit, Validator)> {
    let params = registry()
        .iter()
        .flat_map(|kind| kind.params.iter().map(|p| (kind.key.as_ref(), p)));
    let schema = as_json();
    let mut out: Vec<(Unit, Validator)> = Vec::new();
    for (kind, param) in params {
        let ParamKind::Number { unit, .. } = param.kind else {
            continue;
        };
        if out.iter().any(|(known, _)| *known == unit) {
            continue;
        }
        let property = &schema["$defs"][format!("node-{kind}")]["properties"][param.key.as_ref()];
        out.push((unit, jsonschema::draft202012::new(property).unwrap()));
    }
    assert!(out.len() >= 6, "{}", out.len());
    out
}

fn latency() -> Validator {
    let schema = as_json();
    jsonschema::draft202012::new(&schema["$defs"]["link"]["properties"]["latency"]).unwrap()
}

proptest! {
    #[test]
    fn every_scenario_that_is_written_keeps_to_the_schema(scenario in common::scenarios()) {
        thread_local!(static VALIDATOR: Validator = validator());
        let text = write(&scenario);
        let refusals = VALIDATOR.with(|validator| refusals(validator, &text));
        prop_assert!(refusals.is_empty(), "{refusals:#?}\n{text}");
    }

    #[test]
    fn a_text_is_a_quantity_to_the_schema_where_it_is_one_to_the_parser(
        sign in "[+-]?",
        digits in "([0-9]{1,3}(,[0-9]{3})?(\\.[0-9]{0,3})?|\\.[0-9]{1,3}|[a-z])",
        exponent in "(e[+-]?[0-9]{1,2})?",
        suffix in " {0,2}(|ns|us|µs|ms|s|m|min|h|d|B|KB|kB|MiB|GiB|/s|k/s|/min|k|K|M|%|/h|/d|/month|sec|kb|x)",
        dollar in "\\$?",
    ) {
        thread_local!(static NUMBERS: Vec<(Unit, Validator)> = numbers());
        let text = format!("{dollar}{sign}{digits}{exponent}{suffix}");
        NUMBERS.with(|numbers| {
            for (unit, schema) in numbers {
                let read = quantity::parse(&text, *unit);
                prop_assert_eq!(schema.is_valid(&Value::from(text.as_str())), read.is_ok(), "{:?} {}: {:?}", unit, &text, read);
            }
            Ok(())
        })?;
    }

    #[test]
    fn every_distribution_that_the_parser_takes_is_one_to_the_schema(
        name in "(constant|uniform|exponential|erlang|normal|lognormal|log-normal|pareto|weibull|empirical|histogram|zipf|)",
        arguments in "([0-9]{1,2}(ms|s|): ?[0-9]|[0-9]{1,2}(ms|s)?(, [0-9]{1,2}(ms)?)?|p50: [0-9]ms, p99: 1[0-9]ms|mean: [0-9]ms, cv: [0-9])",
    ) {
        thread_local!(static LATENCY: Validator = latency());
        let text = if name.is_empty() { arguments } else { format!("{name}({arguments})") };
        if Distribution::parse(&text, Unit::Duration).is_ok() {
            prop_assert!(LATENCY.with(|schema| schema.is_valid(&Value::from(text.as_str()))), "{}", text);
        }
    }
}
