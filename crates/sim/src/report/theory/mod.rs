//! Formulas beside what they foretell, where they hold: steady runs of services fed straight by clients.

mod figures;
mod foretell;
mod station;

pub(crate) use self::figures::{Response, response};
pub(crate) use self::foretell::foretell;

use self::station::{Feed, Station, callers, feed, station};
use super::Tree;
use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::engine::{Engine, Node};
use crate::kinds::{Figure, client};
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
    for node in 0..scenario.nodes.len() {
        if let Some(station) = station(scenario, node) {
            of_station(scenario, engine, node, &station, &mut out);
        }
    }
    out
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
    let feed = callers(scenario, node).and_then(|links| feed(scenario, &links));
    match feed {
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
