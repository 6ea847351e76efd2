//! `[[fault]]`: what goes wrong, and when.

use super::table::{Item, Reader};
use super::{ParamSpec, read_params};
use crate::descriptor::Unit;
use crate::expression::shorten;
use crate::faults::FaultKind;
use crate::nearest;
use crate::scenario::{Fault, Scenario, Value};

pub(in crate::scenario) const KEYS: &[&str] = &["kind", "target", "at", "lasting"];

/// Reads a list of faults; each mistake is told at its place.
pub(super) fn read(reader: &mut Reader, item: &Item, scenario: &Scenario) -> Vec<Fault> {
    let items = reader.items(item);
    items
        .iter()
        .filter_map(|item| read_one(reader, item, scenario))
        .collect()
}

fn read_one(reader: &mut Reader, item: &Item, scenario: &Scenario) -> Option<Fault> {
    let entry = reader.table(item)?;
    let Some(kind_item) = entry.get("kind") else {
        reader.error(item, "a fault needs a `kind`", None);
        return None;
    };
    let name = reader.text(kind_item)?;
    let Some(kind) = FaultKind::from_key(&name) else {
        let help = nearest::help(&name, FaultKind::ALL.iter().map(|kind| kind.key()));
        let message = format!("there is no fault `{}`", shorten(&name));
        reader.error(kind_item, message, help);
        return None;
    };
    let specs = kind.spec().params.as_slice();
    let own = specs.iter().map(|spec| spec.descriptor.key.as_ref());
    let keys: Vec<&str> = KEYS.iter().copied().chain(own).collect();
    reader.only(&entry, &format!("a fault `{name}`"), &keys);
    let Some(target_item) = entry.get("target") else {
        reader.error(item, format!("a fault `{name}` needs a `target`"), None);
        return None;
    };
    let text = reader.text(target_item)?;
    let target = match scenario.target(kind, &text) {
        Ok(target) => target,
        Err((message, help)) => {
            reader.error(target_item, message, help);
            return None;
        }
    };
    let mut time = |key: &str| {
        let item = entry.get(key)?;
        let ns = reader.number(item, Unit::Duration)?;
        if !(0.0..1.8e19).contains(&ns) {
            reader.error(item, format!("`{key}` is a time from 0 on"), None);
            return None;
        }
        Some(ns as u64)
    };
    let (at_ns, lasting_ns) = (time("at").unwrap_or(0), time("lasting"));
    let mut params: Vec<Value> = specs.iter().map(ParamSpec::default_value).collect();
    read_params(reader, &entry, specs, &mut params, &format!("fault.{name}"));
    if let (Some(item), true) = (entry.get("lasting"), kind.spec().descriptor.momentary) {
        reader.error(
            item,
            format!("`{name}` happens at once and does not last"),
            None,
        );
    }
    Some(Fault {
        kind,
        target,
        at_ns,
        lasting_ns,
        params,
    })
}
