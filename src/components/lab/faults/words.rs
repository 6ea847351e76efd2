//! Faults in words.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::protocol::{FaultView, LabSpec};
use headroom_sim::quantity;
use headroom_sim::scenario::FaultGiven;

use super::super::dial_scale::Range;
use crate::words::lab as say;

/// What the lab knows of this kind of fault.
pub fn view_of<'a>(spec: &'a LabSpec, kind: &str) -> Option<&'a FaultView> {
    (spec.faults.iter()).find(|view| view.descriptor.key == kind)
}

/// What it is and what it hits. The program of a brief lab knows no kinds of faults; their keys are words.
pub fn name(spec: &LabSpec, fault: &FaultGiven) -> String {
    let view = view_of(spec, &fault.kind);
    let kind = view.map_or_else(
        || capital(&fault.kind.replace('-', " ")),
        |view| view.descriptor.label.to_string(),
    );
    say::fault_name(kind, target(spec, &fault.target))
}

/// What is hit, by its name: a node, a link, or a zone or region.
fn target(spec: &LabSpec, target: &str) -> String {
    let node = |id: &str| {
        let node = spec.nodes.iter().find(|node| node.id == id.trim());
        node.map_or_else(|| id.to_owned(), |node| node.label.clone())
    };
    if let Some((from, to)) = target.split_once("->") {
        return say::link_between(node(from), node(to));
    }
    match target.split_once(':') {
        Some((area, name)) => format!("{area} {name}"),
        None => node(target),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// Whether it happens at once and does not last.
pub fn is_momentary(spec: &LabSpec, fault: &FaultGiven) -> bool {
    view_of(spec, &fault.kind).is_some_and(|view| view.descriptor.momentary)
}

/// When it is on.
pub fn when(spec: &LabSpec, fault: &FaultGiven, begins_ns: u64) -> String {
    let begins = time(begins_ns);
    if is_momentary(spec, fault) {
        return say::at(begins);
    }
    match fault.lasting_ns {
        None => say::from_to_the_end(begins),
        Some(lasting) => say::from_for(begins, time(lasting)),
    }
}

pub fn time(ns: u64) -> String {
    quantity::format(ns as f64, Unit::Duration)
}

/// A parameter's value.
pub fn value(kind: &ParamKind, value: &ParamValue) -> String {
    match value {
        ParamValue::Number(number) => {
            let unit = Range::of(kind).map_or(Unit::Count, |range| range.unit);
            quantity::format(*number, unit)
        }
        ParamValue::Flag(on) => if *on { say::on() } else { say::off() }.to_owned(),
        ParamValue::Choice(key) => match kind {
            ParamKind::Choice { options, .. } => options
                .iter()
                .find(|(option, _)| option == key)
                .map_or_else(|| key.clone(), |(_, label)| label.to_string()),
            _ => key.clone(),
        },
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]
mod tests {
    use super::*;
    use headroom_sim::faults::registry;
    use headroom_sim::protocol::NodeView;

    fn spec() -> LabSpec {
        let view = |key: &str| {
            let known = registry().iter().find(|fault| fault.key == key).unwrap();
            FaultView {
                descriptor: (*known).clone(),
                targets: Vec::new(),
            }
        };
        let node = |id: &str, label: &str| NodeView {
            id: id.to_owned(),
            label: label.to_owned(),
            kind: "".into(),
            kind_key: "".into(),
            position: (0.0, 0.0),
            areas: Vec::new(),
            values: Vec::new(),
        };
        LabSpec {
            nodes: vec![node("redis", "Cache"), node("a", "A"), node("b", "B")],
            faults: vec![view("cache-flush"), view("packet-loss")],
            ..LabSpec::default()
        }
    }

    fn fault(kind: &str, target: &str, lasting_ns: Option<u64>) -> FaultGiven {
        FaultGiven {
            kind: kind.to_owned(),
            target: target.to_owned(),
            at_ns: None,
            lasting_ns,
            set: Vec::new(),
        }
    }

    #[test]
    fn a_fault_is_named_with_what_it_hits_and_when() {
        let spec = spec();
        let flush = fault("cache-flush", "redis", None);
        assert_eq!(name(&spec, &flush), "Cache flush: Cache");
        assert_eq!(when(&spec, &flush, 20_000_000_000), "at 20 s");
        let loss = fault("packet-loss", "a->b", Some(5_000_000_000));
        assert_eq!(name(&spec, &loss), "Packet loss: A to B");
        assert_eq!(when(&spec, &loss, 0), "from 0 s for 5 s");
        let endless = fault("packet-loss", "a->b", None);
        assert_eq!(when(&spec, &endless, 0), "from 0 s to the end");
        let zone = fault("zone-outage", "zone:a", None);
        assert_eq!(name(&spec, &zone), "Zone outage: zone a");
        // What this build does not know is named as it is given.
        assert_eq!(
            name(&spec, &fault("gremlins", "attic", None)),
            "Gremlins: attic"
        );
    }
}
