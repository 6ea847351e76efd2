//! Active health checks, as load balancers and name servers make them of those they send requests to.

use super::spec::{ParamSpec, Params, flag, number};
use crate::descriptor::Unit;
use crate::engine::{Core, NodeCore};
use crate::rng::Stream;

/// How the checks of a kind go by default, and where that is from.
pub(super) struct Defaults {
    pub interval_ns: f64,
    pub timeout_ns: f64,
    pub unhealthy: f64,
    pub healthy: f64,
    /// One doc text for each of the four.
    pub docs: [&'static str; 4],
}

pub(super) fn params(d: &Defaults) -> Vec<ParamSpec> {
    let time =
        |key, label, doc, default| number(key, label, doc, Unit::Duration, (1e6, 3600e9), default);
    let count =
        |key, label, doc, default| number(key, label, doc, Unit::Count, (1.0, 100.0), default);
    let [interval, timeout, unhealthy, healthy] = d.docs;
    vec![
        flag(
            "health_checks",
            "Health checks",
            "Whether it asks at intervals who is there, and leaves out who is not.",
            true,
        ),
        time("check_interval", "Check interval", interval, d.interval_ns),
        time("check_timeout", "Check timeout", timeout, d.timeout_ns),
        count(
            "unhealthy_threshold",
            "Unhealthy after",
            unhealthy,
            d.unhealthy,
        )
        .whole(),
        count("healthy_threshold", "Healthy after", healthy, d.healthy).whole(),
    ]
}

/// The parameters of [`params`].
#[derive(Clone, Copy)]
pub(super) struct Checks {
    pub on: bool,
    pub interval_ns: u64,
    /// Never longer than the interval: one check is over before the next begins.
    pub timeout_ns: u64,
    unhealthy: u32,
    healthy: u32,
}

impl Checks {
    pub fn read(p: Params) -> Self {
        let interval_ns = p.ns("check_interval");
        Self {
            on: p.flag("health_checks"),
            interval_ns,
            timeout_ns: p.ns("check_timeout").min(interval_ns),
            unhealthy: p.count("unhealthy_threshold"),
            healthy: p.count("healthy_threshold"),
        }
    }
}

/// What one check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Answer,
    /// Refused, or an error.
    Failure,
    /// Nothing, which counts as a failure when the timeout is over.
    Silence,
}

/// Asks a node along a link, one of its instances where the caller tells them apart. As many numbers are drawn whatever is
/// the matter.
pub(super) fn ask(
    me: &NodeCore,
    core: &Core,
    (link, callee): (u32, u32),
    instance: Option<u32>,
    checks: &Checks,
    stream: &mut Stream,
) -> Found {
    let callee = callee as usize;
    let (flap, luck) = (stream.unit(), stream.unit());
    let node = &core.faults[callee];
    let way = &core.links[link as usize].fault;
    let alive = core.instances[callee].saturating_sub(core.dead[callee]);
    let dead = instance.is_some_and(|instance| instance >= alive);
    let flapping = 1.0 - (1.0 - node.flapping) * (1.0 - me.fault.flapping);
    let late = node.paused_until_ns > core.now_ns.saturating_add(checks.timeout_ns)
        || way.extra_ns.saturating_mul(2) > checks.timeout_ns;
    if way.cut[0] || way.cut[1] || late || flap <= flapping {
        Found::Silence
    } else if node.down || dead || way.refuses || luck <= node.errors {
        Found::Failure
    } else {
        Found::Answer
    }
}

/// What the checks of one target have come to.
#[derive(Clone, Copy)]
pub(super) struct Health {
    pub healthy: bool,
    /// A check is without an answer.
    pub silent: bool,
    /// Checks in a row that say the opposite.
    streak: u32,
}

impl Default for Health {
    fn default() -> Self {
        Self {
            healthy: true,
            silent: false,
            streak: 0,
        }
    }
}

impl Health {
    /// Takes in a check; whether it turned the verdict.
    pub fn record(&mut self, answered: bool, checks: &Checks) -> bool {
        if answered == self.healthy {
            self.streak = 0;
            return false;
        }
        self.streak += 1;
        let enough = if self.healthy {
            checks.unhealthy
        } else {
            checks.healthy
        };
        let turns = self.streak >= enough;
        if turns {
            self.healthy = answered;
            self.streak = 0;
        }
        turns
    }
}
