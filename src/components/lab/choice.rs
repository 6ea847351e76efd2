//! What a run is made from, by experiment and dials: how a lab is set.

use headroom_sim::descriptor::{ParamKind, ParamValue};
use headroom_sim::protocol::{Knob, LabSpec, PresetView, Setup};
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};
use serde::{Deserialize, Serialize};

use crate::words::lab as say;

/// All that a run is made from, but for the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Which experiment.
    pub preset: usize,
    /// One a dial.
    pub values: Vec<ParamValue>,
    pub seed: u64,
    pub placed: Vec<FaultGiven>,
}

/// The parameters that there are dials for. A course over time is set by presets and files.
pub fn dialled(spec: &LabSpec) -> impl Iterator<Item = &Knob> {
    let knobs = spec.knobs.iter();
    knobs.filter(|knob| !matches!(knob.descriptor.kind, ParamKind::Shape { .. }))
}

/// The value of a parameter in a preset.
pub fn base_value(knob: &Knob, preset: Option<&PresetView>) -> ParamValue {
    preset
        .and_then(|preset| preset.set.iter().find(|(path, _)| *path == knob.path))
        .map_or_else(|| knob.value.clone(), |(_, value)| value.clone())
}

impl Choice {
    /// An experiment as it is written.
    pub fn as_written(spec: &LabSpec, preset: usize, seed: u64) -> Self {
        let view = spec.presets.get(preset);
        Self {
            preset,
            values: dialled(spec).map(|knob| base_value(knob, view)).collect(),
            seed,
            placed: Vec::new(),
        }
    }

    /// How things are set in a setup; what the lab has no dial for is an error, in words. What was done to a run while it ran is
    /// no setting; a fault that was let loose in it is placed at its time.
    pub fn of(setup: &Setup, spec: &LabSpec) -> Result<Self, String> {
        let preset = match &setup.preset {
            None => 0,
            Some(name) => (spec.presets.iter())
                .position(|preset| preset.name == *name)
                .ok_or_else(|| say::no_experiment(name))?,
        };
        let mut choice = Self::as_written(spec, preset, setup.seed);
        for (path, value) in &setup.set {
            let place = dialled(spec).position(|knob| knob.path == *path);
            let place = place.ok_or_else(|| say::no_setting(path))?;
            choice.values[place] = value.clone();
        }
        let placed = setup.deeds.iter().filter_map(|made| match &made.deed {
            Deed::Inject(fault) => Some(FaultGiven {
                at_ns: fault.at_ns.or(Some(made.at_ns)),
                ..fault.clone()
            }),
            Deed::Set { .. } => None,
        });
        choice.placed = placed.collect();
        Ok(choice)
    }

    /// What a run would be made from.
    pub fn setup(&self, spec: &LabSpec) -> Setup {
        let preset = spec.presets.get(self.preset);
        let dials = dialled(spec).zip(&self.values);
        let set = dials
            .filter(|(knob, value)| base_value(knob, preset) != **value)
            .map(|(knob, value)| (knob.path.clone(), value.clone()));
        let ahead = |fault: &FaultGiven| Intervention {
            at_ns: 0,
            event: 0,
            deed: Deed::Inject(fault.clone()),
        };
        Setup {
            set: set.collect(),
            deeds: self.placed.iter().map(ahead).collect(),
            ..spec.setup(preset.map(|preset| preset.name.as_str()), self.seed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::tests::spec;
    use super::*;

    fn lab() -> LabSpec {
        let preset = |name: &str, rate| PresetView {
            name: name.to_owned(),
            title: String::new(),
            sentence: String::new(),
            set: vec![("nodes.clients.rate".to_owned(), ParamValue::Number(rate))],
            duration_ns: 1,
            watch: Vec::new(),
            sweep: false,
            faults: Vec::new(),
        };
        LabSpec {
            presets: vec![preset("calm", 2.0), preset("storm", 70.0)],
            ..spec()
        }
    }

    #[test]
    fn a_setup_names_what_is_set_otherwise_than_in_its_experiment_and_gives_the_choice_back() {
        let spec = lab();
        let mut choice = Choice::as_written(&spec, 1, 7);
        assert_eq!(choice.values, [ParamValue::Number(70.0)]);
        assert!(choice.setup(&spec).set.is_empty());
        choice.values = vec![ParamValue::Number(2.0)];
        choice.placed.push(FaultGiven {
            kind: "slow-node".to_owned(),
            target: "db".to_owned(),
            at_ns: Some(5),
            lasting_ns: None,
            set: Vec::new(),
        });
        let setup = choice.setup(&spec);
        assert_eq!(setup.preset.as_deref(), Some("storm"));
        assert_eq!(setup.set.len(), 1);
        assert_eq!(Choice::of(&setup, &spec), Ok(choice));
    }

    #[test]
    fn what_the_lab_has_no_dial_for_is_named() {
        let spec = lab();
        let mut setup = spec.setup(Some("gale"), 1);
        assert!(Choice::of(&setup, &spec).unwrap_err().contains("`gale`"));
        setup.preset = None;
        setup
            .set
            .push(("nodes.x".to_owned(), ParamValue::Flag(true)));
        assert!(Choice::of(&setup, &spec).unwrap_err().contains("`nodes.x`"));
    }
}
