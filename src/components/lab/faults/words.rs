//! Faults in words.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::protocol::{FaultView, LabSpec};
use headroom_sim::quantity;
use headroom_sim::scenario::FaultGiven;

use super::super::dial_scale::Range;

/// What the lab knows of this kind of fault.
pub fn view_of<'a>(spec: &'a LabSpec, kind: &str) -> Option<&'a FaultView> {
    (spec.faults.iter()).find(|view| view.descriptor.key == kind)
}

/// What it is and what it hits.
pub fn name(spec: &LabSpec, fault: &FaultGiven) -> String {
    let Some(view) = view_of(spec, &fault.kind) else {
        return format!("{}: {}", fault.kind, fault.target);
    };
    let target = (view.targets.iter()).find(|(target, _)| *target == fault.target);
    let target = target.map_or(&fault.target, |(_, words)| words);
    format!("{}: {target}", view.descriptor.label)
}

/// Whether it happens at once and does not last.
pub fn is_momentary(spec: &LabSpec, fault: &FaultGiven) -> bool {
    view_of(spec, &fault.kind).is_some_and(|view| view.descriptor.momentary)
}

/// When it is on.
pub fn when(spec: &LabSpec, fault: &FaultGiven, begins_ns: u64) -> String {
    let begins = time(begins_ns);
    if is_momentary(spec, fault) {
        return format!("at {begins}");
    }
    match fault.lasting_ns {
        None => format!("from {begins} to the end"),
        Some(lasting) => format!("from {begins} for {}", time(lasting)),
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
        ParamValue::Flag(on) => if *on { "on" } else { "off" }.to_owned(),
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

    fn spec() -> LabSpec {
        let view = |key: &str, target: (&str, &str)| {
            let known = registry().iter().find(|fault| fault.key == key).unwrap();
            FaultView {
                descriptor: (*known).clone(),
                targets: vec![(target.0.to_owned(), target.1.to_owned())],
            }
        };
        LabSpec {
            faults: vec![
                view("cache-flush", ("redis", "Cache")),
                view("packet-loss", ("a->b", "A to B")),
            ],
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
        // What this build does not know is named as it is given.
        assert_eq!(
            name(&spec, &fault("gremlins", "redis", None)),
            "gremlins: redis"
        );
    }
}
