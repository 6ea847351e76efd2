//! Formulas beside what they foretell, where they hold: steady runs of services fed straight by clients.

use super::Tree;
use crate::descriptor::Unit;
use crate::distribution::Distribution;
use crate::engine::call::Cause;
use crate::engine::{Engine, Node};
use crate::kinds::{Figure, Kind, Params, client};
use crate::quantity;
use crate::scenario::Scenario;
use crate::validate::theory::{ClosedNetwork, Mmc, erlang_b, mg1_mean_wait};

/// One figure of a node by a formula and by the run.
pub(super) struct Law {
    node: usize,
    /// The metric of the node.
    figure: &'static str,
    what: &'static str,
    unit: Unit,
    name: &'static str,
    expected: f64,
    simulated: f64,
}

/// A service as the formulas know it: one queue, slots that are all alike, and work that depends on nothing.
struct Station {
    slots: u32,
    /// Seconds.
    mean: f64,
    /// Coefficient of variation of the work.
    cv: f64,
    exponential: bool,
    /// Who is turned away: nobody, or whoever finds no slot free.
    loss: bool,
}

/// What theory says of the services of a run that nothing has disturbed.
pub(super) fn laws(scenario: &Scenario, engine: &Engine) -> Vec<Law> {
    let steady = engine.faults.is_empty()
        && engine.stopped.is_none()
        && scenario.nodes.iter().all(client::is_flat)
        && engine.tally.retries == 0
        // Whoever finds no place is in the formulas; whoever gives up, comes too late or is lost is not.
        && (Cause::ALL.into_iter()).all(|cause| {
            cause == Cause::QueueFull || engine.tally.all.failed[cause as usize] == 0
        });
    let mut out = Vec::new();
    if !steady {
        return out;
    }
    for (node, running) in engine.nodes.iter().enumerate() {
        if let Some(station) = station(scenario, node, running) {
            of_station(scenario, engine, node, &station, &mut out);
        }
    }
    out
}

fn station(scenario: &Scenario, node: usize, running: &Node) -> Option<Station> {
    let declared = &scenario.nodes[node];
    let p = Params {
        specs: &declared.kind.spec().params,
        values: &declared.params,
    };
    let alike = declared.kind == Kind::Service
        && running.me.links.is_empty()
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
    (one_queue && waits && steady && replicas > 0).then(|| Station {
        slots: replicas * p.count("concurrency"),
        mean: work.mean() / 1e9,
        cv,
        exponential: matches!(work, Distribution::Exponential { .. }),
        loss: p.number("queue_limit") == 0.0,
    })
}

fn of_station(
    scenario: &Scenario,
    engine: &Engine,
    node: usize,
    station: &Station,
    out: &mut Vec<Law>,
) {
    let figure = |key: &str| figure(engine, node, key);
    let seconds = engine.span_ns() as f64 / 1e9;
    let me = &engine.nodes[node].me;
    let (came, left) = (me.arrived.measured(), me.left.measured());
    let (Some(busy), Some(wait), Some(refused)) =
        (figure("utilisation"), figure("wait_ms"), figure("refused"))
    else {
        return;
    };
    // Too few to compare anything with.
    if came < 1000 || station.mean <= 0.0 {
        return;
    }
    let mut add = |figure, what, unit, name, expected, simulated| {
        out.push(Law {
            node,
            figure,
            what,
            unit,
            name,
            expected,
            simulated,
        });
    };
    let slots = f64::from(station.slots);
    let served = (left as f64 - refused) / seconds;
    add(
        "utilisation",
        "a utilisation",
        Unit::Ratio,
        "The utilisation law",
        served * station.mean / slots,
        busy,
    );
    let rate = came as f64 / seconds;
    let offered = rate * station.mean;
    match feed(scenario, engine, node) {
        Some(Feed::Poisson) if station.loss => add(
            "refused",
            "refusals of",
            Unit::Ratio,
            "Erlang's B formula",
            erlang_b(station.slots, offered),
            refused / came as f64,
        ),
        Some(Feed::Poisson) if refused == 0.0 && offered < slots => {
            let (law, seconds) = if station.exponential {
                let queue = Mmc {
                    arrival_rate: rate,
                    service_rate: 1.0 / station.mean,
                    servers: station.slots,
                };
                ("Erlang's C formula", queue.mean_wait())
            } else if station.slots == 1 {
                let seconds = mg1_mean_wait(rate, station.mean, station.cv);
                ("Pollaczek and Khinchine's formula", seconds)
            } else {
                return;
            };
            let (unit, ns) = (Unit::Duration, seconds * 1e9);
            add("wait_ms", "a mean wait of", unit, law, ns, wait * 1e6);
        }
        Some(Feed::Closed { users, think }) if refused == 0.0 && station.exponential => {
            let network = ClosedNetwork {
                users,
                think,
                service: station.mean,
                servers: station.slots,
            };
            let (law, simulated) = ("Mean value analysis", left as f64 / seconds);
            add(
                "requests",
                "a throughput of",
                Unit::PerSecond,
                law,
                network.throughput(),
                simulated,
            );
        }
        _ => {}
    }
}

/// Who calls a node, when it is clients and nobody else, each with this call alone.
enum Feed {
    /// Independent users, and nobody gave up.
    Poisson,
    /// Think time in seconds, the way there and back included.
    Closed { users: u32, think: f64 },
}

fn feed(scenario: &Scenario, engine: &Engine, node: usize) -> Option<Feed> {
    let mut closed = None;
    let mut callers = 0;
    for (running, declared) in engine.nodes.iter().zip(&scenario.nodes) {
        let Some(&(link, _)) = (running.me.links.iter()).find(|(_, to)| *to as usize == node)
        else {
            continue;
        };
        callers += 1;
        if declared.kind != Kind::Client || running.me.links.len() != 1 {
            return None;
        }
        let p = Params {
            specs: &declared.kind.spec().params,
            values: &declared.params,
        };
        let l = Params {
            specs: crate::kinds::link_params(),
            values: &scenario.links[link as usize].params,
        };
        let plain = ["bandwidth", "connections", "hedge_after", "loss"]
            .iter()
            .all(|key| l.number(key) == 0.0);
        if !plain {
            return None;
        }
        match p.choice("process") {
            0 => {}
            2 => {
                let way = 2.0 * l.distribution("latency").mean();
                let think = (p.distribution("think_time").mean() + way) / 1e9;
                closed = Some(Feed::Closed {
                    users: p.count("users"),
                    think,
                });
            }
            _ => return None,
        }
    }
    match (callers, closed) {
        (0, _) => None,
        (_, None) => Some(Feed::Poisson),
        // The formula is about users who are all alike.
        (1, closed) => closed,
        _ => None,
    }
}

/// A number of the node, or the mean of its times in milliseconds.
fn figure(engine: &Engine, node: usize, key: &str) -> Option<f64> {
    let Node { me, body } = &engine.nodes[node];
    let metrics = &me.kind.spec().descriptor.metrics;
    let place = metrics.iter().position(|metric| metric.key == key)?;
    let figures = body.figures(me, engine.core.now_ns, engine.span_ns());
    match figures.into_iter().nth(place)? {
        Figure::Number(number) => Some(number),
        Figure::Times(times) => times.mean().map(|ns| ns / 1e6),
    }
}

impl Law {
    /// By how much the run differs from the formula, as a share of it.
    fn difference(&self) -> f64 {
        (self.simulated - self.expected) / self.expected
    }

    pub fn tree(&self, scenario: &Scenario) -> Tree {
        // A time is in milliseconds in a report, as its key says.
        let shown = |value: f64| {
            if self.unit == Unit::Duration {
                value / 1e6
            } else {
                value
            }
        };
        Tree::map()
            .with("node", scenario.nodes[self.node].id.as_str())
            .with("figure", self.figure)
            .with("law", self.name)
            .with(
                "unit",
                if self.unit == Unit::Duration {
                    "ms"
                } else if self.unit == Unit::PerSecond {
                    "per_second"
                } else {
                    "ratio"
                },
            )
            .with("expected", shown(self.expected))
            .with("simulated", shown(self.simulated))
            .with("difference", Tree::value(self.difference()))
    }

    /// In words; the utilisation law, which holds of nearly everything, says nothing new.
    pub fn sentence(&self, scenario: &Scenario) -> Option<String> {
        let worth = self.figure != "utilisation" && self.difference().is_finite();
        worth.then(|| {
            let shown = |value: f64| quantity::format(value, self.unit);
            let more = self.difference();
            let sign = if more < 0.0 { "less" } else { "more" };
            format!(
                "{} gives {} {} {}; this run has {}, {} {sign}.",
                self.name,
                scenario.nodes[self.node].label,
                self.what,
                shown(self.expected),
                shown(self.simulated),
                quantity::format(more.abs(), Unit::Ratio)
            )
        })
    }
}
