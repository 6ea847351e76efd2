//! Changing one parameter by its path.

use super::{Run, Scenario, Value};
use crate::descriptor::{ParamDescriptor, ParamKind, ParamValue, Unit};
use crate::distribution::Distribution;
use crate::kinds::{ParamSpec, link_params, run_params};
#[cfg(feature = "files")]
use crate::shape::Shape;
use crate::{nearest, quantity};

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}{}", .help.as_ref().map(|h| format!(" ({h})")).unwrap_or_default())]
pub struct SetError {
    pub path: String,
    pub message: String,
    pub help: Option<String>,
}

impl SetError {
    pub(crate) fn new(path: &str, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            message: message.into(),
            help: None,
        }
    }

    fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }

    pub(crate) fn unknown_preset(name: &str, scenario: &Scenario) -> Self {
        Self::new(&format!("preset {name}"), "there is no such preset").with_help(nearest::help(
            name,
            scenario.presets.iter().map(|p| p.name.as_str()),
        ))
    }
}

/// Where a path leads.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Node {
        node: usize,
        param: usize,
        spec: &'static ParamSpec,
    },
    Link {
        link: usize,
        param: usize,
        spec: &'static ParamSpec,
    },
    Run {
        spec: &'static ParamSpec,
    },
}

impl Place {
    pub fn spec(self) -> &'static ParamSpec {
        match self {
            Self::Node { spec, .. } | Self::Link { spec, .. } | Self::Run { spec, .. } => spec,
        }
    }
}

impl Scenario {
    /// Finds `nodes.<id>.<key>`, `links.<from>.<to>.<key>` or `run.<key>`.
    pub(crate) fn locate(&self, path: &str) -> Result<Place, SetError> {
        let parts: Vec<&str> = path.split('.').collect();
        match parts[..] {
            ["nodes", id, key] => {
                let node = self.node_or_error(path, id)?;
                let (param, spec) =
                    find(path, key, self.nodes[node].kind.spec().params.as_slice())?;
                Ok(Place::Node { node, param, spec })
            }
            ["links", from, to, key] => {
                let ends = (
                    self.node_or_error(path, from)?,
                    self.node_or_error(path, to)?,
                );
                let link = self
                    .links
                    .iter()
                    .position(|l| (l.from as usize, l.to as usize) == ends);
                let link = link.ok_or_else(|| {
                    let from_here: Vec<&str> = self
                        .links
                        .iter()
                        .filter(|l| l.from as usize == ends.0)
                        .map(|l| self.nodes[l.to as usize].id.as_str())
                        .collect();
                    SetError::new(path, format!("there is no link from `{from}` to `{to}`"))
                        .with_help(nearest::help(to, from_here))
                })?;
                let (param, spec) = find(path, key, link_params())?;
                Ok(Place::Link { link, param, spec })
            }
            ["run", key] => {
                let (_, spec) = find(path, key, run_params())?;
                Ok(Place::Run { spec })
            }
            _ => Err(
                SetError::new(path, "is not the path of a parameter").with_help(Some(
                    "write nodes.<node>.<key>, links.<from>.<to>.<key> or run.<key>".to_owned(),
                )),
            ),
        }
    }

    fn node_or_error(&self, path: &str, id: &str) -> Result<usize, SetError> {
        self.node(id).ok_or_else(|| {
            SetError::new(path, format!("there is no node `{id}`"))
                .with_help(nearest::help(id, self.nodes.iter().map(|n| n.id.as_str())))
        })
    }

    /// Changes the parameter at `path`, within its range.
    pub fn set(&mut self, path: &str, value: &ParamValue) -> Result<(), SetError> {
        let place = self.locate(path)?;
        let value = place.spec().accept(path, &self.value(place), value)?;
        self.store(place, value);
        Ok(())
    }

    /// Puts a value that [`parse`](super::parse) has read for `path` there.
    pub(crate) fn put(&mut self, path: &str, value: &Value) -> Result<(), SetError> {
        let place = self.locate(path)?;
        if !place.spec().takes(value) {
            return Err(SetError::new(
                path,
                "does not take the value of this preset",
            ));
        }
        self.store(place, value.clone());
        Ok(())
    }

    fn store(&mut self, place: Place, value: Value) {
        match place {
            Place::Node { node, param, .. } => self.nodes[node].params[param] = value,
            Place::Link { link, param, .. } => self.links[link].params[param] = value,
            Place::Run { spec } => {
                if let Value::Number(number) = value {
                    self.run.put(&spec.descriptor.key, number);
                }
            }
        }
    }

    pub(crate) fn value(&self, place: Place) -> Value {
        match place {
            Place::Node { node, param, .. } => self.nodes[node].params[param].clone(),
            Place::Link { link, param, .. } => self.links[link].params[param].clone(),
            Place::Run { spec } => Value::Number(self.run.number(&spec.descriptor.key)),
        }
    }

    /// The value at `path` as a form shows it: of a distribution its mean.
    pub fn get(&self, path: &str) -> Result<ParamValue, SetError> {
        let place = self.locate(path)?;
        Ok(self.value(place).shown(&place.spec().descriptor))
    }
}

impl Run {
    /// The value of a parameter of `[run]`.
    fn number(&self, key: &str) -> f64 {
        match key {
            "duration" => self.duration_ns as f64,
            "warmup" => self.warmup_ns as f64,
            "deadline" => self.deadline_ns as f64,
            "objective" => self.objective_ns as f64,
            "objective_share" => self.objective_share,
            "max_events" => self.max_events as f64,
            _ => self.seed as f64,
        }
    }

    fn put(&mut self, key: &str, number: f64) {
        match key {
            "duration" => self.duration_ns = number as u64,
            "warmup" => self.warmup_ns = number as u64,
            "deadline" => self.deadline_ns = number as u64,
            "objective" => self.objective_ns = number as u64,
            "objective_share" => self.objective_share = number,
            "max_events" => self.max_events = number as u64,
            _ => self.seed = number as u64,
        }
    }
}

fn find(
    path: &str,
    key: &str,
    specs: &'static [ParamSpec],
) -> Result<(usize, &'static ParamSpec), SetError> {
    specs
        .iter()
        .enumerate()
        .find(|(_, spec)| spec.descriptor.key == key)
        .ok_or_else(|| {
            SetError::new(path, format!("there is no parameter `{key}`")).with_help(nearest::help(
                key,
                specs.iter().map(|spec| spec.descriptor.key.as_ref()),
            ))
        })
}

impl Value {
    /// For people.
    #[cfg(feature = "files")]
    pub(crate) fn words(&self, descriptor: &ParamDescriptor) -> String {
        let unit = match &descriptor.kind {
            ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. } => *unit,
            _ => Unit::Count,
        };
        match (self, &descriptor.kind) {
            (Self::Number(number), _) => quantity::format(*number, unit),
            (Self::Flag(flag), _) => if *flag { "yes" } else { "no" }.to_owned(),
            (Self::Choice(index), ParamKind::Choice { options, .. }) => options
                .get(*index as usize)
                .map(|(_, label)| label.to_string())
                .unwrap_or_default(),
            (Self::Choice(_), _) => String::new(),
            (Self::Distribution(distribution), _) => distribution.to_text(unit),
            (Self::Shape(shape), _) => shape.text().to_owned(),
        }
    }

    pub(crate) fn shown(&self, descriptor: &ParamDescriptor) -> ParamValue {
        match (self, &descriptor.kind) {
            (Self::Number(number), _) => ParamValue::Number(*number),
            (Self::Flag(flag), _) => ParamValue::Flag(*flag),
            (Self::Choice(index), ParamKind::Choice { options, .. }) => ParamValue::Choice(
                options
                    .get(*index as usize)
                    .map(|(key, _)| key.to_string())
                    .unwrap_or_default(),
            ),
            (Self::Choice(_), _) => ParamValue::Choice(String::new()),
            (Self::Distribution(distribution), _) => ParamValue::Number(distribution.mean()),
            (Self::Shape(shape), _) => ParamValue::Choice(shape.text().to_owned()),
        }
    }
}

impl ParamSpec {
    /// Whether a typed value is one of this parameter's, within its range.
    pub(crate) fn takes(&self, value: &Value) -> bool {
        match (&self.descriptor.kind, value) {
            (
                ParamKind::Number {
                    min, max, integer, ..
                },
                Value::Number(number),
            ) => (*min..=*max).contains(number) && (!integer || number.fract() == 0.0),
            (ParamKind::Flag { .. }, Value::Flag(_)) => true,
            (ParamKind::Choice { options, .. }, Value::Choice(index)) => {
                (*index as usize) < options.len()
            }
            (ParamKind::Distribution { min, max, .. }, Value::Distribution(distribution)) => {
                distribution.fault().is_none() && (*min..=*max).contains(&distribution.mean())
            }
            (ParamKind::Shape { .. }, Value::Shape(shape)) => shape.is_whole(),
            _ => false,
        }
    }

    /// The typed value of `given`, if it suits this parameter. Distributions and load shapes in words are the
    /// language of files: in the browser they come typed, and their reader stays out of the program.
    pub(crate) fn accept(
        &self,
        path: &str,
        old: &Value,
        given: &ParamValue,
    ) -> Result<Value, SetError> {
        let wrong = |want: &str| SetError::new(path, format!("takes {want}"));
        match (&self.descriptor.kind, given) {
            (
                ParamKind::Number {
                    unit,
                    min,
                    max,
                    integer,
                    ..
                },
                ParamValue::Number(number),
            ) => {
                within(path, *number, *unit, *min, *max)?;
                if *integer && number.fract() != 0.0 {
                    return Err(SetError::new(
                        path,
                        format!("takes a whole number, not {number}"),
                    ));
                }
                Ok(Value::Number(*number))
            }
            (ParamKind::Flag { .. }, ParamValue::Flag(flag)) => Ok(Value::Flag(*flag)),
            (ParamKind::Choice { options, .. }, ParamValue::Choice(name)) => {
                let index = options.iter().position(|(key, _)| key == name.as_str());
                index.map(|i| Value::Choice(i as u32)).ok_or_else(|| {
                    SetError::new(
                        path,
                        format!(
                            "`{}` is not one of the choices",
                            crate::expression::shorten(name)
                        ),
                    )
                    .with_help(nearest::help(
                        name,
                        options.iter().map(|(key, _)| key.as_ref()),
                    ))
                })
            }
            (ParamKind::Distribution { unit, min, max, .. }, ParamValue::Number(mean)) => {
                within(path, *mean, *unit, *min, *max)?;
                Ok(Value::Distribution(match old {
                    Value::Distribution(old) => old.with_mean(*mean),
                    _ => Distribution::Constant(*mean),
                }))
            }
            #[cfg(feature = "files")]
            (ParamKind::Distribution { unit, min, max, .. }, ParamValue::Choice(text)) => {
                let distribution = Distribution::parse(text, *unit)
                    .map_err(|e| SetError::new(path, e.message).with_help(e.help))?;
                within(path, distribution.mean(), *unit, *min, *max)?;
                Ok(Value::Distribution(distribution))
            }
            #[cfg(feature = "files")]
            (ParamKind::Shape { .. }, ParamValue::Choice(text)) => Shape::parse(text)
                .map(Value::Shape)
                .map_err(|e| SetError::new(path, e.message).with_help(e.help)),
            (ParamKind::Number { .. }, _) => Err(wrong("a number")),
            (ParamKind::Flag { .. }, _) => Err(wrong("true or false")),
            (ParamKind::Choice { options, .. }, _) => {
                let names: Vec<&str> = options.iter().map(|(key, _)| key.as_ref()).collect();
                Err(wrong(&format!("one of {}", names.join(", "))))
            }
            (ParamKind::Distribution { .. }, _) => Err(wrong("a distribution or its mean")),
            (ParamKind::Shape { .. }, _) => Err(wrong("a load shape, for instance `flat`")),
        }
    }
}

fn within(path: &str, value: f64, unit: Unit, min: f64, max: f64) -> Result<(), SetError> {
    // Written so that NaN is outside of every range.
    if value >= min && value <= max {
        return Ok(());
    }
    let range = format!(
        "from {} to {}",
        quantity::format(min, unit),
        quantity::format(max, unit)
    );
    Err(SetError::new(
        path,
        format!(
            "{} is outside of its range {range}",
            quantity::format(value, unit)
        ),
    ))
}

/// Reads a value as a command line or a file writes it: a quantity, `true`, a choice, a distribution or a shape.
pub fn read_value(descriptor: &ParamDescriptor, text: &str) -> Result<ParamValue, SetError> {
    let path = descriptor.key.as_ref();
    match &descriptor.kind {
        ParamKind::Number { unit, .. } => quantity::parse(text, *unit)
            .map(ParamValue::Number)
            .map_err(|e| SetError::new(path, e.to_string())),
        ParamKind::Flag { .. } => match text.trim() {
            "true" => Ok(ParamValue::Flag(true)),
            "false" => Ok(ParamValue::Flag(false)),
            _ => Err(SetError::new(path, "takes true or false")),
        },
        ParamKind::Choice { .. } | ParamKind::Distribution { .. } | ParamKind::Shape { .. } => {
            Ok(ParamValue::Choice(text.trim().to_owned()))
        }
    }
}
