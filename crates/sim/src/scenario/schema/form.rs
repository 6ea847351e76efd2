//! What schemas are made of: tables, lists, texts, and the value of a parameter.

use crate::descriptor::{ParamDescriptor, ParamKind, Unit};
use crate::distribution::{self, Distribution};
use crate::quantity;
use crate::report::Tree;
use crate::shape::{self, Shape};

/// What the parser takes for the name of a node, a class, a preset.
pub(super) const ID: &str = "[a-z0-9_-]{1,60}";

/// A table that has these keys and no others.
pub(super) fn closed(
    properties: impl IntoIterator<Item = (String, Tree)>,
    required: &[&str],
) -> Tree {
    let table = Tree::map().with("type", "object");
    let table = match required {
        [] => table,
        keys => table.with("required", texts(keys)),
    };
    table
        .with("properties", Tree::Map(properties.into_iter().collect()))
        .with("additionalProperties", false)
}

/// A table whose keys are names of the author's choosing.
pub(super) fn named(pattern: &str, each: Tree) -> Tree {
    Tree::map()
        .with("type", "object")
        .with(
            "patternProperties",
            Tree::map().with(&format!("^{pattern}$"), each),
        )
        .with("additionalProperties", false)
}

pub(super) fn list(items: Tree) -> Tree {
    Tree::map().with("type", "array").with("items", items)
}

pub(super) fn text(doc: &str) -> Tree {
    Tree::map().with("description", doc).with("type", "string")
}

pub(super) fn name(doc: &str) -> Tree {
    text(doc).with("pattern", format!("^{ID}$").as_str())
}

pub(super) fn flag(doc: &str, default: bool) -> Tree {
    Tree::map()
        .with("description", doc)
        .with("type", "boolean")
        .with("default", default)
}

pub(super) fn choice(doc: &str, options: &[&str], default: &str) -> Tree {
    Tree::map()
        .with("description", doc)
        .with("enum", texts(options))
        .with("default", default)
}

pub(super) fn texts(items: &[&str]) -> Vec<Tree> {
    items.iter().map(|&item| Tree::from(item)).collect()
}

pub(super) fn reference(definition: &str) -> Tree {
    Tree::map().with("$ref", format!("#/$defs/{definition}").as_str())
}

/// The schema of one key of a defined table.
pub(super) fn reference_to(definition: &str, key: &str) -> Tree {
    reference(&format!("{definition}/properties/{key}"))
}

pub(super) fn described(schema: Tree, doc: &str) -> Tree {
    headed("description", doc, schema)
}

/// A schema with one more keyword before its others.
pub(super) fn headed(key: &str, text: &str, mut schema: Tree) -> Tree {
    if let Tree::Map(entries) = &mut schema {
        entries.insert(0, (key.to_owned(), Tree::from(text)));
    }
    schema
}

pub(super) fn property(descriptor: &ParamDescriptor) -> (String, Tree) {
    (descriptor.key.to_string(), parameter(descriptor))
}

/// The schema of a parameter's value, as a file writes it.
pub(super) fn parameter(descriptor: &ParamDescriptor) -> Tree {
    let doc = descriptor.doc.as_ref();
    let schema = match &descriptor.kind {
        ParamKind::Number {
            unit,
            min,
            max,
            default,
            integer,
            log: _,
        } => {
            let whole = if *integer {
                "A whole number from"
            } else {
                "From"
            };
            let doc = format!("{doc} {whole} {}.", range(*unit, *min, *max));
            let written = quantity::literal(*default, *unit);
            // What needs no unit stands in a file without quotes.
            let default = written
                .parse()
                .map_or_else(|_| Tree::from(written.as_str()), |n: f64| Tree::from(n));
            quantity_of(&doc, *unit, (*min, *max), *integer).with("default", default)
        }
        ParamKind::Flag { default } => flag(doc, *default),
        ParamKind::Choice { options, default } => {
            let keys: Vec<&str> = options.iter().map(|(key, _)| key.as_ref()).collect();
            choice(doc, &keys, default)
        }
        ParamKind::Distribution {
            unit,
            min,
            max,
            default,
        } => {
            let range = range(*unit, *min, *max);
            let doc = format!("{doc} A distribution, its mean from {range}.");
            let schema = text(&doc)
                .with("pattern", Distribution::pattern(*unit).as_str())
                .with("default", default.as_ref());
            match unit {
                Unit::Duration => schema.with("examples", texts(&distribution::EXAMPLES)),
                _ => schema,
            }
        }
        ParamKind::Shape { default } => text(doc)
            .with("pattern", Shape::pattern().as_str())
            .with("default", default.as_ref())
            .with("examples", texts(&shape::EXAMPLES)),
    };
    headed("title", &descriptor.label, schema)
}

fn range(unit: Unit, min: f64, max: f64) -> String {
    format!(
        "{} to {}",
        quantity::format(min, unit),
        quantity::format(max, unit)
    )
}

/// A number with its unit in quotes, or without both where that leaves no doubt. Bounds bind what stands without quotes:
/// of a text a schema can tell the form only.
pub(super) fn quantity_of(doc: &str, unit: Unit, (min, max): (f64, f64), integer: bool) -> Tree {
    let number = if integer { "integer" } else { "number" };
    let pattern = format!(r"^\s*{}\s*$", quantity::pattern(unit));
    let schema = Tree::map().with("description", doc);
    // Zero needs no unit, and no other number is without one.
    let (types, bounds) = if quantity::is_bare(unit) {
        (Tree::List(texts(&[number, "string"])), Some((min, max)))
    } else if min <= 0.0 {
        (Tree::List(texts(&["string", number])), Some((0.0, 0.0)))
    } else {
        (Tree::from("string"), None)
    };
    let schema = schema.with("type", types).with("pattern", pattern.as_str());
    match bounds {
        Some((min, max)) => schema.with("minimum", min).with("maximum", max),
        None => schema,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_as_an_example_can_be_read() {
        for text in distribution::EXAMPLES {
            assert!(Distribution::parse(text, Unit::Duration).is_ok(), "{text}");
        }
        for text in shape::EXAMPLES {
            assert!(Shape::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn every_type_of_parameter_has_its_form() {
        let number = |unit, min, default, integer| ParamKind::Number {
            unit,
            min,
            max: 1e9,
            default,
            integer,
            log: false,
        };
        let kinds = [
            ("slots", number(Unit::Count, 1.0, 4.0, true)),
            ("share", number(Unit::Ratio, 0.0, 0.05, false)),
            ("timeout", number(Unit::Duration, 0.0, 0.0, false)),
            ("memory", number(Unit::Bytes, 1024.0, 512.0 * 1024.0, false)),
            ("rate", number(Unit::PerSecond, 1.0, 200.0, false)),
            ("price", number(Unit::Dollars, 0.0, 0.25, false)),
            ("hourly", number(Unit::DollarsPerHour, 0.0, 0.25, false)),
            ("cancel", ParamKind::Flag { default: true }),
            (
                "order",
                ParamKind::Choice {
                    options: vec![
                        ("fifo".into(), "First".into()),
                        ("lifo".into(), "Last".into()),
                    ],
                    default: "lifo".into(),
                },
            ),
            (
                "service_time",
                ParamKind::Distribution {
                    unit: Unit::Duration,
                    min: 0.0,
                    max: 1e9,
                    default: "exponential(20ms)".into(),
                },
            ),
            (
                "size",
                ParamKind::Distribution {
                    unit: Unit::Bytes,
                    min: 1.0,
                    max: 1e9,
                    default: "4KiB".into(),
                },
            ),
            (
                "shape",
                ParamKind::Shape {
                    default: "flat".into(),
                },
            ),
        ];
        let mut all = Tree::map();
        for (key, kind) in kinds {
            let descriptor = ParamDescriptor {
                key: key.into(),
                label: "Label".into(),
                doc: "A sentence.".into(),
                kind,
            };
            all = all.with(key, parameter(&descriptor));
        }
        let mut text = String::new();
        all.write_json(&mut text, 0);
        insta::with_settings!({ snapshot_path => "../../../tests/snapshots" }, {
            insta::assert_snapshot!(text);
        });
    }
}
