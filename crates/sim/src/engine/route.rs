//! What a node calls, compiled: one flat list of steps, and where each node's stand for each class.

use super::call::NONE;
use crate::scenario::{Scenario, Step, When};

/// One step, ready to take.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts of a step")]
pub(crate) struct Leg {
    pub link: u32,
    pub with_next: bool,
    pub when: When,
    pub probability: f64,
    pub detached: bool,
    pub optional: bool,
    /// Whether the call writes.
    pub write: bool,
    /// Of the callee; [`NONE`] leaves it to the callee.
    pub instance: u32,
}

pub(crate) struct Routes {
    classes: usize,
    /// Whether the calls of each class write.
    writes: Vec<bool>,
    /// `[node][class]`: start and end in `legs`.
    spans: Vec<(u32, u32)>,
    legs: Vec<Leg>,
}

impl Routes {
    pub fn new(scenario: &Scenario, picks: impl Fn(usize) -> bool) -> Self {
        let mut routes = Self {
            classes: scenario.classes.len(),
            writes: scenario.classes.iter().map(|class| class.write).collect(),
            spans: Vec::new(),
            legs: Vec::new(),
        };
        // Links by caller, once: a scenario may have thousands.
        let mut by_caller: Vec<Vec<u32>> = vec![Vec::new(); scenario.nodes.len()];
        for (i, link) in scenario.links.iter().enumerate() {
            by_caller[link.from as usize].push(i as u32);
        }
        for (node, links) in by_caller.iter().enumerate() {
            for (class, declared) in scenario.classes.iter().enumerate() {
                let start = routes.legs.len() as u32;
                match scenario.route(node, class) {
                    Some(steps) => routes
                        .legs
                        .extend(steps.iter().map(|step| leg(step, declared.write))),
                    None => routes.legs.extend(links.iter().map(|&link| Leg {
                        link,
                        with_next: false,
                        when: When::Always,
                        probability: 1.0,
                        detached: false,
                        optional: false,
                        write: declared.write,
                        instance: NONE,
                    })),
                }
                // Of a node that chooses among its links nobody knows beforehand.
                let end = if picks(node) {
                    u32::MAX
                } else {
                    routes.legs.len() as u32
                };
                routes.spans.push((start, end));
            }
        }
        routes
    }

    /// The step that a node takes which has chosen a link for a call. The link's share is its weight in that choice and
    /// takes nothing away any more.
    pub fn plain(&self, link: u32, class: u16) -> Leg {
        Leg {
            link,
            with_next: false,
            when: When::Always,
            probability: f64::MAX,
            detached: false,
            optional: false,
            write: self.writes[class as usize],
            instance: NONE,
        }
    }

    /// Whether a node has no step `step` for a class.
    #[inline]
    pub fn end(&self, node: u32, class: u16, step: u16) -> bool {
        let (start, end) = self.spans[node as usize * self.classes + class as usize];
        start + u32::from(step) >= end
    }

    /// Step `step` of a node for a class.
    #[inline]
    pub fn leg(&self, node: u32, class: u16, step: u16) -> Option<Leg> {
        let (start, end) = self.spans[node as usize * self.classes + class as usize];
        let at = start + u32::from(step);
        (at < end).then(|| self.legs[at as usize])
    }
}

fn leg(step: &Step, class_writes: bool) -> Leg {
    Leg {
        link: step.link,
        with_next: step.with_next,
        when: step.when,
        probability: step.probability,
        detached: step.detached,
        optional: step.optional,
        write: step.write.unwrap_or(class_writes),
        instance: NONE,
    }
}
