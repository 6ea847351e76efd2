//! A fault as a person gives it, and what it means in a scenario.

use serde::{Deserialize, Serialize};

use super::{Fault, Scenario, SetError, Target, Value};
use crate::descriptor::ParamValue;
use crate::expression::shorten;
use crate::faults::FaultKind;
use crate::kinds::ParamSpec;
use crate::nearest;

/// A fault by names and values, as a command line, a palette or a shared link gives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultGiven {
    /// Key of its kind, for instance `cache-flush`.
    pub kind: String,
    /// `app`, `app->db`, `zone:a` or `region:eu`.
    pub target: String,
    /// When it begins; now, or at the start, when it does not say.
    pub at_ns: Option<u64>,
    /// How long it is on; to the end of the run when it does not say.
    pub lasting_ns: Option<u64>,
    /// Its parameters that are not as by default.
    pub set: Vec<(String, ParamValue)>,
}

impl Scenario {
    /// The fault that is meant.
    pub fn fault(&self, given: &FaultGiven) -> Result<Fault, SetError> {
        let wrong = |what: &str, message: String, help: Option<String>| SetError {
            path: format!("fault {}{what}", shorten(&given.kind)),
            message,
            help,
        };
        let Some(kind) = FaultKind::from_key(&given.kind) else {
            let help = nearest::help(&given.kind, FaultKind::ALL.iter().map(|kind| kind.key()));
            return Err(wrong("", "there is no such fault".to_owned(), help));
        };
        let spec = kind.spec();
        if spec.descriptor.momentary && given.lasting_ns.is_some() {
            let message = "it happens at once and does not last".to_owned();
            return Err(wrong(".lasting", message, None));
        }
        let target = self
            .target(kind, &given.target)
            .map_err(|(message, help)| wrong(".target", message, help))?;
        let mut params: Vec<Value> = spec.params.iter().map(ParamSpec::plain_default).collect();
        for (key, value) in &given.set {
            let place = spec.params.iter().position(|p| p.descriptor.key == *key);
            let Some(place) = place else {
                let known = spec.params.iter().map(|p| p.descriptor.key.as_ref());
                let help = nearest::help(key, known);
                let message = format!("there is no parameter `{}`", shorten(key));
                return Err(wrong("", message, help));
            };
            params[place] = spec.params[place].accept(key, &params[place], value)?;
        }
        Ok(Fault {
            kind,
            target,
            at_ns: given.at_ns.unwrap_or(0),
            lasting_ns: given.lasting_ns,
            params,
        })
    }

    /// A fault as a person would give it.
    #[cfg(feature = "files")]
    pub(crate) fn given(&self, fault: &Fault) -> FaultGiven {
        let id = |node: u32| self.nodes[node as usize].id.clone();
        let specs = &fault.kind.spec().params;
        FaultGiven {
            kind: fault.kind.key().to_owned(),
            target: match &fault.target {
                Target::Node(node) => id(*node),
                Target::Link(link) => {
                    let link = &self.links[*link as usize];
                    format!("{}->{}", id(link.from), id(link.to))
                }
                Target::Zone(zone) => format!("zone:{zone}"),
                Target::Region(region) => format!("region:{region}"),
            },
            at_ns: Some(fault.at_ns),
            lasting_ns: fault.lasting_ns,
            set: (specs.iter().zip(&fault.params))
                .filter(|(spec, value)| **value != spec.plain_default())
                .map(|(spec, value)| {
                    let descriptor = &spec.descriptor;
                    (descriptor.key.to_string(), value.shown(descriptor))
                })
                .collect(),
        }
    }

    /// What a fault of `kind` aimed at `text` hits; else what is wrong with that, and what would be right.
    pub(crate) fn target(
        &self,
        kind: FaultKind,
        text: &str,
    ) -> Result<Target, (String, Option<String>)> {
        if let Some(zone) = text.strip_prefix("zone:") {
            let known = self.nodes.iter().flat_map(|node| &node.zones);
            return if known.clone().any(|known| known == zone) {
                Ok(Target::Zone(zone.to_owned()))
            } else {
                let help = nearest::help(zone, known.map(String::as_str));
                Err((format!("no node is in a zone `{}`", shorten(zone)), help))
            };
        }
        if let Some(region) = text.strip_prefix("region:") {
            let known = self.nodes.iter().filter_map(|node| node.region.as_ref());
            return if known.clone().any(|known| known == region) {
                Ok(Target::Region(region.to_owned()))
            } else {
                let help = nearest::help(region, known.map(String::as_str));
                Err((
                    format!("no node is in a region `{}`", shorten(region)),
                    help,
                ))
            };
        }
        let node = |id: &str| {
            let index = self.node(id).map(|index| index as u32);
            index.ok_or_else(|| {
                let known = self.nodes.iter().map(|node| node.id.as_str());
                let message = format!("there is no node `{}`", shorten(id));
                (message, nearest::help(id, known))
            })
        };
        let Some((from, to)) = text.split_once("->") else {
            return Ok(Target::Node(node(text.trim())?));
        };
        let (from, to) = (from.trim(), to.trim());
        let ends = (node(from)?, node(to)?);
        if !kind.spec().descriptor.on_links {
            let message = format!("`{}` hits a node, not a link", kind.key());
            return Err((message, Some(format!("aim it at `{to}`"))));
        }
        let link = self.links.iter().position(|l| (l.from, l.to) == ends);
        link.map(|link| Target::Link(link as u32))
            .ok_or_else(|| (format!("there is no link from `{from}` to `{to}`"), None))
    }
}
