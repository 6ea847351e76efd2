//! What happened in a run, as marks on its charts over time.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::protocol::{LabSpec, PresetView};
use headroom_sim::quantity;
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};

use crate::components::chart::{Mark, MarkKind};

use super::faults::words;
use crate::words::lab as say;

/// Changes of one setting that are closer together than this part of the run are one: a slider makes many.
const AT_ONCE: f64 = 0.01;

/// What goes wrong in an experiment, what was placed besides, and what was done, in the order of their times. A fault that is
/// told twice, because it was placed and then done, is marked once.
pub fn of_run(
    spec: &LabSpec,
    preset: Option<&PresetView>,
    placed: &[FaultGiven],
    deeds: &[Intervention],
    duration_ns: u64,
) -> Vec<Mark> {
    let Some(preset) = preset.filter(|preset| !preset.sweep) else {
        return Vec::new();
    };
    let mut faults: Vec<FaultGiven> = Vec::new();
    let mut add = |fault: FaultGiven| {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    let begins = |fault: &FaultGiven, at_ns| FaultGiven {
        at_ns: fault.at_ns.or(Some(at_ns)),
        ..fault.clone()
    };
    for fault in preset.faults.iter().chain(placed) {
        add(begins(fault, 0));
    }
    let mut changes: Vec<(u64, &str, &ParamValue)> = Vec::new();
    for made in deeds {
        match &made.deed {
            Deed::Inject(fault) => add(begins(fault, made.at_ns)),
            Deed::Set { path, value } => {
                let close = AT_ONCE * duration_ns as f64;
                match changes.last_mut() {
                    Some((at, last, to)) if last == path && (made.at_ns - *at) as f64 <= close => {
                        (*at, *to) = (made.at_ns, value);
                    }
                    _ => changes.push((made.at_ns, path, value)),
                }
            }
        }
    }
    let faults = faults.iter().map(|fault| fault_mark(spec, fault));
    let changes = changes.into_iter().map(|(at_ns, path, value)| Mark {
        at: at_ns as f64,
        until: None,
        label: change_label(spec, path, value),
        kind: MarkKind::Change,
    });
    let mut marks: Vec<Mark> = faults.chain(changes).collect();
    marks.sort_by(|a, b| a.at.total_cmp(&b.at));
    marks
}

fn fault_mark(spec: &LabSpec, fault: &FaultGiven) -> Mark {
    let at = fault.at_ns.unwrap_or(0) as f64;
    let momentary = words::is_momentary(spec, fault);
    let end = |ns: u64| at + ns as f64;
    Mark {
        at,
        until: match fault.lasting_ns {
            Some(0) => None,
            Some(ns) => Some(end(ns)),
            None => (!momentary).then_some(f64::INFINITY),
        },
        label: words::name(spec, fault),
        kind: MarkKind::Fault,
    }
}

fn change_label(spec: &LabSpec, path: &str, value: &ParamValue) -> String {
    let knob = spec.knobs.iter().find(|knob| knob.path == path);
    let Some(knob) = knob else {
        return path.to_owned();
    };
    let kind = &knob.descriptor.kind;
    let value = match (value, kind) {
        (
            ParamValue::Number(number),
            ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. },
        ) => quantity::format(*number, *unit),
        (ParamValue::Number(number), _) => quantity::format(*number, Unit::Count),
        (ParamValue::Flag(on), _) => if *on { say::on() } else { say::off() }.to_owned(),
        (ParamValue::Choice(key), ParamKind::Choice { options, .. }) => {
            let option = options.iter().find(|(option, _)| option == key);
            option.map_or_else(|| key.clone(), |(_, label)| label.to_string())
        }
        (ParamValue::Choice(text), _) => text.clone(),
    };
    format!("{} {value}", knob.descriptor.label)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub fn spec() -> LabSpec {
        let knob = headroom_sim::protocol::Knob {
            path: "nodes.clients.rate".to_owned(),
            group: "Clients".to_owned(),
            descriptor: headroom_sim::descriptor::ParamDescriptor {
                key: "rate".into(),
                label: "Request rate".into(),
                doc: "".into(),
                kind: ParamKind::Number {
                    unit: Unit::PerSecond,
                    min: 0.0,
                    max: 1e6,
                    default: 1.0,
                    integer: false,
                    log: true,
                },
            },
            value: ParamValue::Number(1.0),
            live: true,
        };
        LabSpec {
            knobs: vec![knob],
            seed: 1,
            ..LabSpec::default()
        }
    }

    fn fault(at_ns: Option<u64>, lasting_ns: Option<u64>) -> FaultGiven {
        FaultGiven {
            kind: "slow-node".to_owned(),
            target: "db".to_owned(),
            at_ns,
            lasting_ns,
            set: Vec::new(),
        }
    }

    fn preset(faults: Vec<FaultGiven>) -> PresetView {
        PresetView {
            name: "p".to_owned(),
            title: String::new(),
            sentence: String::new(),
            set: Vec::new(),
            duration_ns: 1000,
            watch: Vec::new(),
            sweep: false,
            faults,
        }
    }

    fn done(at_ns: u64, deed: Deed) -> Intervention {
        Intervention {
            at_ns,
            event: 0,
            deed,
        }
    }

    #[test]
    fn a_fault_that_was_placed_and_then_done_is_marked_once() {
        let preset = preset(vec![fault(Some(100), Some(50))]);
        let placed = fault(Some(300), None);
        let deeds = [
            done(0, Deed::Inject(placed.clone())),
            done(500, Deed::Inject(fault(None, Some(10)))),
        ];
        let marks = of_run(&spec(), Some(&preset), &[placed], &deeds, 1000);
        let times: Vec<_> = marks.iter().map(|mark| (mark.at, mark.until)).collect();
        assert_eq!(
            times,
            [
                (100.0, Some(150.0)),
                (300.0, Some(f64::INFINITY)),
                (500.0, Some(510.0))
            ]
        );
        assert_eq!(marks[0].label, "Slow node: db");
    }

    #[test]
    fn a_slider_s_many_steps_are_one_change_to_where_it_stopped() {
        let set = |at_ns, rate| {
            let path = "nodes.clients.rate".to_owned();
            let value = ParamValue::Number(rate);
            done(at_ns, Deed::Set { path, value })
        };
        let deeds = [
            set(100, 20.0),
            set(105, 25.0),
            set(110, 30.0),
            set(400, 300.0),
        ];
        let marks = of_run(&spec(), Some(&preset(Vec::new())), &[], &deeds, 1000);
        let labels: Vec<_> = marks.iter().map(|mark| &*mark.label).collect();
        assert_eq!(labels, ["Request rate 30/s", "Request rate 300/s"]);
    }

    #[test]
    fn nothing_happens_along_a_sweep() {
        let preset = PresetView {
            sweep: true,
            ..preset(vec![fault(Some(1), None)])
        };
        assert!(of_run(&spec(), Some(&preset), &[], &[], 1000).is_empty());
    }
}
