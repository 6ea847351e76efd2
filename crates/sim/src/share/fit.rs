//! What a link means in the lab that it is opened in.

use super::{Deeds, Shared};
use crate::descriptor::{ParamDescriptor, ParamKind, ParamValue};
use crate::expression::shorten;
use crate::protocol::{Knob, LabSpec, PresetView, Setup};
use crate::scenario::FaultGiven;
use crate::session::{Deed, Intervention};

/// A link that has been held against its lab.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    pub setup: Setup,
    /// Whether the setup is that of a run which was made, with all that was done to it at its exact points.
    pub exact: bool,
    /// What the lab does not have any more, in words: it has changed since the link was made.
    pub lost: Vec<String>,
}

/// Why a link cannot be opened in a lab.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    #[error("it belongs to another lab, `{0}`")]
    OtherLab(String),
    /// It says that it was made in this very lab, and nobody can have.
    #[error("{0}")]
    Impossible(String),
}

impl ParamDescriptor {
    /// Whether a form could give it this value.
    fn takes(&self, value: &ParamValue) -> bool {
        match (&self.kind, value) {
            (
                ParamKind::Number {
                    min, max, integer, ..
                },
                ParamValue::Number(number),
            ) => (*min..=*max).contains(number) && (!integer || number.fract() == 0.0),
            (ParamKind::Distribution { min, max, .. }, ParamValue::Number(mean)) => {
                (*min..=*max).contains(mean)
            }
            (ParamKind::Flag { .. }, ParamValue::Flag(_)) => true,
            (ParamKind::Choice { options, .. }, ParamValue::Choice(choice)) => {
                options.iter().any(|(key, _)| key == choice)
            }
            _ => false,
        }
    }
}

impl Shared {
    /// What it means in the lab of `spec`. A link of another version of the lab is opened by names as far as they go.
    pub fn fit(&self, spec: &LabSpec) -> Result<Fitted, Misfit> {
        if self.lab != spec.id {
            return Err(Misfit::OtherLab(shorten(&self.lab)));
        }
        let same = self.fingerprint == spec.fingerprint();
        let mut lost = Vec::new();
        let named = self.preset.as_ref().map(|name| {
            let known = spec.presets.iter().find(|preset| preset.name == *name);
            if known.is_none() {
                lost.push(format!("there is no experiment `{}`", shorten(name)));
            }
            known
        });
        let preset = named.flatten().or(spec.presets.first());
        let lab = Lab { spec, preset };
        let mut set = Vec::new();
        for (path, value) in &self.set {
            match lab.knob(path, value) {
                Ok(_) => set.push((path.clone(), value.clone())),
                Err(why) => lost.push(why),
            }
        }
        let exact = matches!(self.deeds, Deeds::Done(_));
        let mut deeds: Vec<Intervention> = match &self.deeds {
            Deeds::Placed(faults) => faults.iter().cloned().map(ahead).collect(),
            Deeds::Done(deeds) => deeds.clone(),
        };
        let ends_ns = lab.ends_ns(&set);
        deeds.retain(|made| match lab.deed(made, ends_ns) {
            Ok(()) => true,
            Err(why) => {
                lost.push(why);
                false
            }
        });
        if same && let Some(why) = lost.first() {
            return Err(Misfit::Impossible(why.clone()));
        }
        if !same {
            // What has changed has other events; times are as good as before.
            for made in &mut deeds {
                made.event = 0;
            }
        }
        lost.dedup();
        let name = preset.map(|preset| preset.name.as_str());
        Ok(Fitted {
            setup: Setup {
                set,
                deeds,
                ..spec.setup(name, self.seed)
            },
            exact,
            lost,
        })
    }
}

fn ahead(fault: FaultGiven) -> Intervention {
    Intervention {
        at_ns: 0,
        event: 0,
        deed: Deed::Inject(fault),
    }
}

/// A lab at one of its experiments.
struct Lab<'a> {
    spec: &'a LabSpec,
    preset: Option<&'a PresetView>,
}

impl Lab<'_> {
    /// The parameter that is to get a value.
    fn knob(&self, path: &str, value: &ParamValue) -> Result<&Knob, String> {
        let knob = self.spec.knobs.iter().find(|knob| knob.path == path);
        let knob = knob.ok_or_else(|| format!("there is no setting `{}`", shorten(path)))?;
        if knob.descriptor.takes(value) {
            return Ok(knob);
        }
        Err(format!(
            "the setting “{}” does not take what the link gives it",
            knob.descriptor.label
        ))
    }

    /// How long a run is at most, as far as the lab can know.
    fn ends_ns(&self, set: &[(String, ParamValue)]) -> u64 {
        let told = set.iter().rev().find_map(|(path, value)| match value {
            ParamValue::Number(number) if path == "run.duration" => Some(*number as u64),
            _ => None,
        });
        told.unwrap_or_else(|| self.preset.map_or(u64::MAX, |preset| preset.duration_ns))
    }

    fn deed(&self, made: &Intervention, ends_ns: u64) -> Result<(), String> {
        if self.preset.is_some_and(|preset| preset.sweep) {
            return Err("nothing is done to the runs of this experiment".to_owned());
        }
        let begins_ns = match &made.deed {
            Deed::Set { path, value } => {
                let knob = self.knob(path, value)?;
                if !knob.live {
                    let label = &knob.descriptor.label;
                    return Err(format!("the setting “{label}” cannot change during a run"));
                }
                made.at_ns
            }
            Deed::Inject(fault) => {
                self.fault(fault)?;
                made.at_ns.max(fault.at_ns.unwrap_or(0))
            }
        };
        if begins_ns > ends_ns {
            return Err("something is done after the end of the run".to_owned());
        }
        Ok(())
    }

    fn fault(&self, fault: &FaultGiven) -> Result<(), String> {
        let view = (self.spec.faults.iter()).find(|view| view.descriptor.key == fault.kind);
        let view = view.ok_or_else(|| format!("there is no fault `{}`", shorten(&fault.kind)))?;
        let FaultGiven {
            target,
            lasting_ns,
            set,
            ..
        } = fault;
        let label = &view.descriptor.label;
        if !view.targets.iter().any(|(known, _)| known == target) {
            let target = shorten(target);
            return Err(format!("the fault “{label}” has no `{target}` to strike"));
        }
        let lasts = view.descriptor.momentary && lasting_ns.is_some();
        let told = set.iter().all(|(key, value)| {
            let mut params = view.descriptor.params.iter();
            params.any(|param| param.key == *key && param.takes(value))
        });
        if lasts || !told {
            return Err(format!(
                "the fault “{label}” does not take what the link gives it"
            ));
        }
        Ok(())
    }
}
