//! Faults at run time: which are on, and what they make of nodes and links.

use super::call::{Cause, State, flags};
use super::link::bounded_ns;
use super::queue::What;
use super::{Engine, NONE};
use crate::faults::Reach;
use crate::kinds::Kind;
use crate::rng::Stream;
use crate::scenario::{Fault, Scenario, Target};

/// What the faults that hit a node make of it, all of them together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NodeFault {
    /// Nobody is there: calls are refused, and those inside are lost.
    pub down: bool,
    /// What every work takes times.
    pub slow: f64,
    /// Share of answers that are errors.
    pub errors: f64,
    /// Share of the slots that are left.
    pub capacity: f64,
    /// Share of the instances that are lost, with what they were doing.
    pub lost: f64,
    /// Nothing goes on before this time.
    pub paused_until_ns: u64,
    /// Writes fail.
    pub read_only: bool,
    /// What remains of rates, quotas and units that limit it.
    pub quota: f64,
    /// Of a client: what its rate is times.
    pub rate: f64,
    /// Of a client: share of its requests that are about one key.
    pub hot: f64,
    /// How far its copies are behind, beyond what they are anyhow.
    pub lag_ns: u64,
    /// Share of messages that no consumer can deal with.
    pub poison: f64,
    /// How far the clocks of those that hold its leases are off.
    pub skew_ns: u64,
    /// Share of health checks that fail though nothing is the matter.
    pub flapping: f64,
    /// Names do not resolve.
    pub unresolved: bool,
}

impl NodeFault {
    /// What it comes to at a node of a kind: without its name a node is as good as gone, and a name server that is gone is
    /// one whose names do not resolve, as nobody's request goes through it.
    fn fit(&mut self, kind: Kind) {
        if kind == Kind::Dns {
            self.unresolved |= self.down;
            (self.down, self.lost) = (false, 0.0);
        } else if self.unresolved {
            (self.down, self.lost) = (true, 1.0);
        }
    }
}

/// How many of so many a share leaves, one that is begun counting as a whole one. What the last bits of the share's own arithmetic
/// add up to begins none: two zones of three are two thirds of the slots, and not one more.
pub(crate) fn share_of(count: u32, share: f64) -> u32 {
    libm::ceil(f64::from(count) * share - 1e-9) as u32
}

impl Default for NodeFault {
    fn default() -> Self {
        Self {
            down: false,
            slow: 1.0,
            errors: 0.0,
            capacity: 1.0,
            lost: 0.0,
            paused_until_ns: 0,
            read_only: false,
            quota: 1.0,
            rate: 1.0,
            hot: 0.0,
            lag_ns: 0,
            poison: 0.0,
            skew_ns: 0,
            flapping: 0.0,
            unresolved: false,
        }
    }
}

/// What the faults that hit a link make of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LinkFault {
    pub any: bool,
    pub extra_ns: u64,
    /// Mean of an exponential delay, nanoseconds.
    pub jitter_ns: f64,
    pub loss: f64,
    /// Whether what is sent, and what is answered, never arrives.
    pub cut: [bool; 2],
    /// Nanoseconds a byte.
    pub per_byte: f64,
    /// No connection can be made.
    pub refuses: bool,
    /// Share of the connections that are left.
    pub connections: f64,
    /// Further attempts, without a wait before them.
    pub retries: u8,
}

impl Default for LinkFault {
    fn default() -> Self {
        Self {
            any: false,
            extra_ns: 0,
            jitter_ns: 0.0,
            loss: 0.0,
            cut: [false; 2],
            per_byte: 0.0,
            refuses: false,
            connections: 1.0,
            retries: 0,
        }
    }
}

impl LinkFault {
    /// How much longer a message takes; `None` when it never arrives.
    pub fn delay(&self, bytes: f64, back: bool, stream: &mut Stream) -> Option<u64> {
        if self.cut[usize::from(back)] || stream.chance(self.loss) {
            return None;
        }
        let mut ns = self.extra_ns + bounded_ns(bytes * self.per_byte);
        if self.jitter_ns > 0.0 {
            ns += bounded_ns(self.jitter_ns * stream.exponential());
        }
        Some(ns)
    }
}

/// Something that happens to a node and has no length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Strike {
    /// What it keeps ready is gone: a cache's entries, warm environments.
    Flush,
    /// Its connections are cut.
    Disconnect,
    /// Its leader is gone.
    Failover,
}

/// A fault of this run.
pub(crate) struct Active {
    fault: Fault,
    nodes: Vec<u32>,
    links: Vec<u32>,
    on: bool,
}

impl Active {
    /// From when to when it was on, of one that lasts and has ended.
    pub fn over(&self) -> Option<(u64, u64)> {
        let lasting = self.fault.lasting_ns?;
        let end = self.fault.at_ns.saturating_add(lasting);
        (lasting > 0 && !self.fault.is_momentary()).then_some((self.fault.at_ns, end))
    }
}

/// All faults of a run; those of the scenario's timeline first, then those that were injected.
#[derive(Default)]
pub(crate) struct Faults {
    list: Vec<Active>,
}

impl Faults {
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// When the first of those that have an end began, and when the last of them ended.
    pub fn span(&self) -> Option<(u64, u64)> {
        let spans = || self.list.iter().filter_map(Active::over);
        let start = spans().map(|(start, _)| start).min()?;
        Some((start, spans().map(|(_, end)| end).max()?))
    }
}

impl Engine {
    /// Takes a fault into the run; it begins when it is due.
    pub fn add_fault(&mut self, scenario: &Scenario, fault: &Fault) {
        let (nodes, links) = reach(scenario, fault);
        let index = self.faults.list.len() as u32;
        let due = fault.at_ns.max(self.core.now_ns);
        self.faults.list.push(Active {
            fault: Fault {
                at_ns: due,
                ..fault.clone()
            },
            nodes,
            links,
            on: false,
        });
        self.core.events.push(due, What::Fault(index));
    }

    /// A fault begins, ends, or changes.
    pub(super) fn fault_due(&mut self, index: u32) {
        let now = self.core.now_ns;
        let active = &mut self.faults.list[index as usize];
        let fault = &active.fault;
        let since = now - fault.at_ns;
        let begins = !active.on && since == 0;
        active.on = fault.lasting_ns.is_none_or(|lasting| since < lasting) && !fault.is_momentary();
        let next = if active.on {
            let end = fault.lasting_ns.unwrap_or(u64::MAX);
            fault
                .next_change_ns(since)
                .map(|ns| ns.min(end))
                .or(fault.lasting_ns)
        } else {
            None
        };
        if let Some(next) = next {
            let at = fault.at_ns.saturating_add(next);
            self.core.events.push(at, What::Fault(index));
        }
        let (nodes, links) = (active.nodes.clone(), active.links.clone());
        let strike = if begins { fault.strike() } else { None };
        for &link in &links {
            self.refit_link(link);
        }
        for &node in &nodes {
            self.refit_node(node);
            if let Some(strike) = strike {
                let node = &mut self.nodes[node as usize];
                node.body.strike(&mut node.me, &mut self.core, strike);
            }
        }
        self.settle_pending();
    }

    /// Works out anew what all faults make of a node.
    fn refit_node(&mut self, index: u32) {
        let now = self.core.now_ns;
        let mut fault = NodeFault::default();
        for active in self
            .faults
            .list
            .iter()
            .filter(|a| a.on && a.nodes.contains(&index))
        {
            let since = now - active.fault.at_ns;
            let part = match active.fault.target {
                Target::Zone(_) => 1.0 / f64::from(self.nodes[index as usize].me.zones),
                _ => 1.0,
            };
            active.fault.mar_node(&mut fault, part, since, now);
        }
        let node = &mut self.nodes[index as usize];
        fault.fit(node.me.kind);
        self.core.faults[index as usize] = fault;
        let before = std::mem::replace(&mut node.me.fault, fault);
        if before == fault {
            return;
        }
        node.body.hit(&mut node.me, &mut self.core);
        if fault.down && !before.down {
            self.lose_calls(index, 1.0);
        } else if fault.lost > before.lost {
            self.lose_calls(index, (fault.lost - before.lost) / (1.0 - before.lost));
        }
    }

    fn refit_link(&mut self, index: u32) {
        let now = self.core.now_ns;
        let mut fault = LinkFault::default();
        for active in self
            .faults
            .list
            .iter()
            .filter(|a| a.on && a.links.contains(&index))
        {
            let since = now - active.fault.at_ns;
            active.fault.mar_link(&mut fault, since);
        }
        fault.any = fault != LinkFault::default();
        self.links[index as usize].suffer(fault);
        self.core.links[index as usize].fault = fault;
        self.connect_held(index);
    }

    /// What a share of a node's instances was doing is lost: whoever waits for it learns that the connection is gone.
    fn lose_calls(&mut self, index: u32, share: f64) {
        for id in self.core.calls.live() {
            let call = &self.core.calls[id];
            let inside = matches!(call.state, State::Queued | State::Working | State::Waiting);
            let lost = call.node == index
                && inside
                && call.link != NONE
                && !call.is(flags::CANCELLED | flags::MESSAGE);
            if !lost {
                continue;
            }
            let node = &mut self.nodes[index as usize];
            let dies = node.body.dies(&self.core, id).filter(|_| share < 1.0);
            if dies.unwrap_or_else(|| node.me.chance.chance(share)) {
                // A caller that is lost with others in this very loop has given up its own calls.
                if self.core.calls[id].is(flags::CANCELLED) {
                    continue;
                }
                self.kill(id, Cause::NodeDown);
            }
        }
    }
}

/// The nodes and links that a fault hits.
fn reach(scenario: &Scenario, fault: &Fault) -> (Vec<u32>, Vec<u32>) {
    let all = |hit: &dyn Fn(usize) -> bool| -> Vec<u32> {
        (0..scenario.nodes.len())
            .filter(|&i| hit(i))
            .map(|i| i as u32)
            .collect()
    };
    let nodes = match &fault.target {
        Target::Node(node) => vec![*node],
        Target::Link(_) => Vec::new(),
        Target::Zone(zone) => all(&|i| scenario.nodes[i].zones.contains(zone)),
        Target::Region(region) => all(&|i| scenario.nodes[i].region.as_ref() == Some(region)),
    };
    let along = |hit: &dyn Fn(u32, u32) -> bool| -> Vec<u32> {
        let links = scenario.links.iter().enumerate();
        links
            .filter(|(_, link)| hit(link.from, link.to))
            .map(|(i, _)| i as u32)
            .collect()
    };
    let links = match (&fault.target, fault.kind.spec().reach) {
        (Target::Link(link), _) => vec![*link],
        (_, Reach::Node) => Vec::new(),
        (_, Reach::LinksOut) => along(&|from, _| nodes.contains(&from)),
        // What stays inside of a zone is not cut off from itself.
        (Target::Zone(_) | Target::Region(_), Reach::Links) => {
            along(&|from, to| nodes.contains(&from) != nodes.contains(&to))
        }
        (_, Reach::Links) => along(&|_, to| nodes.contains(&to)),
    };
    match fault.kind.spec().reach {
        Reach::Node => (nodes, Vec::new()),
        _ => (Vec::new(), links),
    }
}
