//! What of a system the formulas know: services with a queue, and the clients that call them.

use crate::distribution::Distribution;
use crate::kinds::{Kind, Params, link_params};
use crate::scenario::{Link, Scenario};

/// A service as the formulas know it: one queue, slots that are all alike, and work that depends on nothing.
pub(super) struct Station {
    pub slots: u32,
    /// Seconds.
    pub mean: f64,
    /// Coefficient of variation of the work.
    pub cv: f64,
    pub exponential: bool,
    /// Who is turned away: nobody, or whoever finds no slot free.
    pub loss: bool,
    /// How many may wait.
    pub room: f64,
    /// First come, first served.
    pub in_order: bool,
}

/// The links along which a node ever calls.
pub(super) fn outgoing(scenario: &Scenario, node: usize) -> impl Iterator<Item = &Link> {
    let links = scenario.links.iter();
    links.filter(move |link| link.from as usize == node && is_used(link))
}

fn is_used(link: &Link) -> bool {
    of_link(link).number("share") > 0.0
}

pub(super) fn of_link(link: &Link) -> Params<'_> {
    Params {
        specs: link_params(),
        values: &link.params,
    }
}

pub(super) fn of_node(scenario: &Scenario, node: usize) -> Params<'_> {
    let declared = &scenario.nodes[node];
    Params {
        specs: &declared.kind.spec().params,
        values: &declared.params,
    }
}

pub(super) fn station(scenario: &Scenario, node: usize) -> Option<Station> {
    let p = of_node(scenario, node);
    let alike = scenario.nodes[node].kind == Kind::Service
        && outgoing(scenario, node).next().is_none()
        && scenario
            .classes
            .iter()
            .all(|class| (class.work - 1.0).abs() < f64::EPSILON);
    if !alike {
        return None;
    }
    let replicas = p.count("replicas");
    let one_queue = p.choice("queue") == 0 || replicas == 1;
    let waits = p.choice("shedding") == 0 && p.choice("model") != 2;
    let steady = p.choice("autoscaler") == 0
        && ["contention", "coherency", "gc_interval"]
            .iter()
            .all(|key| p.number(key) == 0.0);
    let work = p.distribution("service_time");
    let cv = work.variation()?;
    let room = p.number("queue_limit");
    (one_queue && waits && steady && replicas > 0).then(|| Station {
        slots: replicas.saturating_mul(p.count("concurrency")),
        mean: work.mean() / 1e9,
        cv,
        exponential: matches!(work, Distribution::Exponential { .. }),
        loss: room == 0.0,
        room,
        in_order: p.choice("discipline") == 0,
    })
}

/// Who calls a node, when it is clients and nobody else, each with this call alone.
pub(super) enum Feed {
    /// Independent users, and nobody gave up.
    Poisson,
    /// Think time in seconds, the way there and back included.
    Closed { users: u32, think: f64 },
}

/// The links to a node, if all of them are calls of clients that call nobody else and that add nothing of their own.
pub(super) fn callers(scenario: &Scenario, node: usize) -> Option<Vec<&Link>> {
    let mut links = Vec::new();
    let all = scenario.links.iter();
    for link in all.filter(|link| link.to as usize == node && is_used(link)) {
        let from = link.from as usize;
        let l = of_link(link);
        let plain = ["bandwidth", "connections", "hedge_after", "loss"]
            .iter()
            .all(|key| l.number(key) == 0.0);
        let client = scenario.nodes[from].kind == Kind::Client;
        if !client || outgoing(scenario, from).count() != 1 || !plain {
            return None;
        }
        links.push(link);
    }
    Some(links)
}

pub(super) fn feed(scenario: &Scenario, links: &[&Link]) -> Option<Feed> {
    let mut closed = None;
    for link in links {
        let p = of_node(scenario, link.from as usize);
        match p.choice("process") {
            0 => {}
            2 => {
                let way = 2.0 * of_link(link).distribution("latency").mean();
                let think = (p.distribution("think_time").mean() + way) / 1e9;
                closed = Some(Feed::Closed {
                    users: p.count("users"),
                    think,
                });
            }
            _ => return None,
        }
    }
    match (links.len(), closed) {
        (0, _) => None,
        (_, None) => Some(Feed::Poisson),
        // The formula is about users who are all alike.
        (1, closed) => closed,
        _ => None,
    }
}
