//! What makes a scenario runnable, beyond the type of each value.

use super::{Scenario, SetError, Target, Value};
use crate::descriptor::Unit;
use crate::kinds::{Kind, ParamSpec};
#[cfg(feature = "files")]
use crate::nearest;
use crate::quantity;

/// Why a scenario cannot run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key at fault, for instance `nodes.app.rate`.
    pub path: String,
    pub message: String,
    pub help: Option<String>,
}

impl From<Problem> for SetError {
    fn from(problem: Problem) -> Self {
        Self {
            path: problem.path,
            message: problem.message,
            help: problem.help,
        }
    }
}

/// The clock counts to 584 years; a run of more than a year is a slip of the unit.
const LONGEST_NS: u64 = 366 * 86_400 * 1_000_000_000;
/// More nodes or links than a page can show or a browser hold.
const MOST_NODES: usize = 2_000;

fn problem(path: impl Into<String>, message: impl Into<String>) -> Problem {
    Problem {
        path: path.into(),
        message: message.into(),
        help: None,
    }
}

impl Scenario {
    /// Everything that is wrong with it, in reading order.
    pub fn problems(&self) -> Vec<Problem> {
        let mut out = Vec::new();
        self.check_run(&mut out);
        self.check_size(&mut out);
        self.check_sources(&mut out);
        self.check_ceiling(&mut out);
        self.check_links(&mut out);
        self.check_cycles(&mut out);
        for preset in &self.presets {
            for window in &preset.windows {
                if window.from_ns >= window.to_ns {
                    out.push(problem(
                        format!("preset.{}.windows.{}", preset.name, window.name),
                        "the window ends before it begins",
                    ));
                }
            }
        }
        out
    }

    /// Whether every index leads somewhere and every value is one that its parameter takes. It is true of what
    /// [`parse`](super::parse) gives, and not of any bytes that happen to decode.
    pub(crate) fn is_whole(&self) -> bool {
        let (nodes, classes) = (self.nodes.len(), self.classes.len());
        let fit = |specs: &[ParamSpec], values: &[Value]| {
            specs.len() == values.len() && specs.iter().zip(values).all(|(spec, v)| spec.takes(v))
        };
        let share = |p: f64| (0.0..=1.0).contains(&p);
        let weight = |w: f64| w.is_finite() && w >= 0.0;
        let whole_fault = |fault: &super::Fault| {
            let there = match fault.target {
                Target::Node(node) => (node as usize) < nodes,
                Target::Link(link) => (link as usize) < self.links.len(),
                Target::Zone(_) | Target::Region(_) => true,
            };
            there && fit(&fault.kind.spec().params, &fault.params)
        };
        self.nodes
            .iter()
            .all(|node| fit(&node.kind.spec().params, &node.params))
            && self.links.iter().all(|link| {
                let ends = (link.from as usize) < nodes && (link.to as usize) < nodes;
                ends && fit(crate::kinds::link_params(), &link.params)
            })
            && self.classes.iter().all(|class| {
                weight(class.weight)
                    && weight(class.work)
                    && weight(class.request_bytes)
                    && weight(class.response_bytes)
            })
            && self.faults.iter().all(whole_fault)
            && self
                .presets
                .iter()
                .flat_map(|preset| &preset.faults)
                .all(whole_fault)
            && self.routes.iter().all(|route| {
                let class = route.class.is_none_or(|class| (class as usize) < classes);
                let step = |step: &super::Step| {
                    let link = self.links.get(step.link as usize);
                    link.is_some_and(|link| link.from == route.node) && share(step.probability)
                };
                (route.node as usize) < nodes && class && route.steps.iter().all(step)
            })
    }

    fn check_run(&self, out: &mut Vec<Problem>) {
        let run = &self.run;
        let time = |ns: u64| quantity::format(ns as f64, Unit::Duration);
        if run.duration_ns == 0 {
            out.push(problem(
                "run.duration",
                "a run of no time measures nothing; give it for instance 60s",
            ));
        } else if run.duration_ns > LONGEST_NS {
            let message = format!("{} is longer than a simulated year", time(run.duration_ns));
            out.push(problem("run.duration", message));
        }
        if run.warmup_ns >= run.duration_ns && run.duration_ns > 0 {
            let message = format!(
                "the warm-up ({}) leaves nothing of the run ({})",
                time(run.warmup_ns),
                time(run.duration_ns)
            );
            out.push(problem("run.warmup", message));
        }
    }

    fn check_size(&self, out: &mut Vec<Problem>) {
        if self.nodes.len() > MOST_NODES || self.links.len() > 4 * MOST_NODES {
            out.push(problem(
                "nodes",
                format!("at most {MOST_NODES} nodes and {} links", 4 * MOST_NODES),
            ));
        }
        if self.classes.is_empty() || self.classes.len() > 64 {
            out.push(problem("classes", "between 1 and 64 classes"));
        }
        let total: f64 = self.classes.iter().map(|class| class.weight).sum();
        if total.is_nan() || total <= 0.0 {
            out.push(problem(
                "classes",
                "at least one class needs a weight above 0",
            ));
        }
    }

    fn check_sources(&self, out: &mut Vec<Problem>) {
        if !self.nodes.iter().any(|node| node.kind == Kind::Client) {
            out.push(problem(
                "nodes",
                "nothing sends requests: a scenario needs a node of kind `client`",
            ));
        }
        for (i, node) in self.nodes.iter().enumerate() {
            let sends = self.links.iter().any(|link| link.from as usize == i);
            let silent = match node.kind {
                _ if sends => None,
                Kind::Client => Some("client calls nobody"),
                Kind::Queue => Some("queue has no consumer"),
                Kind::Scheduler => Some("scheduler starts nothing"),
                Kind::LoadBalancer => Some("load balancer has no target"),
                Kind::Dns => Some("name leads nowhere"),
                Kind::Cdn => Some("CDN has no origin"),
                _ => None,
            };
            if let Some(what) = silent {
                out.push(Problem {
                    path: format!("nodes.{}", node.id),
                    message: format!("the {what}"),
                    help: Some(format!("add a table [links.{}.<node>]", node.id)),
                });
            }
        }
    }

    fn check_links(&self, out: &mut Vec<Problem>) {
        for link in &self.links {
            let id = |node: u32| self.nodes[node as usize].id.as_str();
            let path = format!("links.{}.{}", id(link.from), id(link.to));
            if link.from == link.to {
                out.push(problem(&path, "a node cannot call itself"));
            }
            if let Kind::Client | Kind::Scheduler = self.nodes[link.to as usize].kind {
                let kind = self.nodes[link.to as usize].kind.key();
                out.push(problem(&path, format!("a {kind} takes no calls")));
            }
            let number = |key: &str| match crate::kinds::link_value(&link.params, key) {
                Some(Value::Number(n)) => *n,
                _ => 0.0,
            };
            if number("loss") > 0.0 && number("timeout") == 0.0 {
                out.push(Problem {
                    path: format!("{path}.loss"),
                    message:
                        "a lost message is only ever noticed by a timeout, and this link has none"
                            .to_owned(),
                    help: Some("add for instance timeout = \"1s\"".to_owned()),
                });
            }
        }
    }

    /// The steps a node takes for a class: its route, else the route for all classes, else each link in turn.
    pub(crate) fn route(&self, node: usize, class: usize) -> Option<&[super::Step]> {
        let mine = || {
            self.routes
                .iter()
                .filter(move |route| route.node as usize == node)
        };
        mine()
            .find(|route| route.class == Some(class as u32))
            .or_else(|| mine().find(|route| route.class.is_none()))
            .map(|route| route.steps.as_slice())
    }

    /// Nodes that wait for each other in a circle would each hold a slot the other needs, for ever.
    fn check_cycles(&self, out: &mut Vec<Problem>) {
        for class in 0..self.classes.len() {
            let mut mark = vec![0u8; self.nodes.len()];
            for start in 0..self.nodes.len() {
                let mut path = Vec::new();
                if let Some(cycle) = self.find_cycle(start, class, &mut mark, &mut path) {
                    let names: Vec<&str> =
                        cycle.iter().map(|&n| self.nodes[n].id.as_str()).collect();
                    let found = Problem {
                        path: format!("links.{}.{}", names[0], names[1]),
                        message: format!(
                            "synchronous calls go in a circle: {}",
                            names.join(" -> ")
                        ),
                        help: Some(
                            "make one of them `async = true` in its route, or put a queue between"
                                .to_owned(),
                        ),
                    };
                    if !out.contains(&found) {
                        out.push(found);
                    }
                    return;
                }
            }
        }
    }

    /// Depth first without recursion: a chain of nodes may be long.
    fn find_cycle(
        &self,
        start: usize,
        class: usize,
        mark: &mut [u8],
        path: &mut Vec<(usize, usize)>,
    ) -> Option<Vec<usize>> {
        const ON_PATH: u8 = 1;
        const DONE: u8 = 2;
        if mark[start] != 0 {
            return None;
        }
        path.push((start, 0));
        mark[start] = ON_PATH;
        while let Some(&mut (node, ref mut next)) = path.last_mut() {
            let Some(target) = self.waited_for(node, class, *next) else {
                mark[node] = DONE;
                path.pop();
                continue;
            };
            *next += 1;
            let Some(target) = target else { continue };
            match mark[target] {
                0 => {
                    mark[target] = ON_PATH;
                    path.push((target, 0));
                }
                ON_PATH => {
                    let from = path.iter().position(|&(n, _)| n == target).unwrap_or(0);
                    let mut cycle: Vec<usize> = path[from..].iter().map(|&(n, _)| n).collect();
                    cycle.push(target);
                    return Some(cycle);
                }
                _ => {}
            }
        }
        None
    }

    /// The `nth` call of a node: `None` past the last, `Some(None)` when it is not waited for.
    #[allow(
        clippy::option_option,
        reason = "no such call, or one that nobody waits for"
    )]
    fn waited_for(&self, node: usize, class: usize, nth: usize) -> Option<Option<usize>> {
        // Whoever puts a message in a queue, say, does not wait for its consumer.
        let breaks = self.nodes[node].kind.spec().asynchronous;
        if let Some(steps) = self.route(node, class) {
            let step = steps.get(nth)?;
            let waits = !step.detached && !breaks;
            return Some(waits.then_some(self.links[step.link as usize].to as usize));
        }
        let link = self
            .links
            .iter()
            .filter(|link| link.from as usize == node)
            .nth(nth)?;
        Some((!breaks).then_some(link.to as usize))
    }

    #[cfg(feature = "files")]
    pub(crate) fn nearest_node(&self, id: &str) -> Option<String> {
        nearest::help(id, self.nodes.iter().map(|node| node.id.as_str()))
    }
}
