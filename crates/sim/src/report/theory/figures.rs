//! What formulas foretell of a system before it runs: the figures of its report.
//!
//! They are about the steady state of services fed straight by clients, where next to nobody fails. Where that is not so there is
//! no figure.

use super::station::{Feed, Station, callers, feed, of_link, of_node, station};
use crate::kinds::{Kind, client};
use crate::scenario::Scenario;
use crate::validate::theory::{ClosedNetwork, Mmc, erlang_b, mg1_mean_wait};

/// A share of requests that may meet with what the formulas do not know, such as a timeout, without its being seen.
const NEGLIGIBLE: f64 = 1e-4;
/// Where nothing is known of a tail, a timeout so many times the mean is as good as none.
const FAR: f64 = 50.0;
/// Percentiles, as reports name them.
const PERCENTILES: [(&str, f64); 5] = [
    ("p50", 0.5),
    ("p90", 0.9),
    ("p95", 0.95),
    ("p99", 0.99),
    ("p999", 0.999),
];

/// A figure of a report by a formula.
pub(super) struct Figure {
    pub path: String,
    pub law: String,
    pub value: f64,
}

/// A service and its callers, where formulas hold.
struct Known {
    node: usize,
    station: Station,
    feed: Feed,
    /// Requests a second, of callers that do not wait.
    rate: f64,
    /// Seconds on the way there and back, and whether that is always the same.
    way: Option<f64>,
    fixed_way: bool,
    /// Seconds after which a caller gives up; infinite if none does.
    timeout: f64,
    retries: bool,
    /// Whether what callers see is this call and nothing else.
    whole: bool,
}

fn known(scenario: &Scenario, node: usize) -> Option<Known> {
    let station = station(scenario, node)?;
    let links = callers(scenario, node)?;
    let feed = feed(scenario, &links)?;
    let (mut rate, mut timeout, mut retries) = (0.0, f64::INFINITY, false);
    let mut ways: Vec<f64> = Vec::new();
    let mut fixed_way = true;
    let mut always = true;
    for link in &links {
        let l = of_link(link);
        let share = l.number("share");
        rate += share * of_node(scenario, link.from as usize).number("rate");
        always &= share >= 1.0;
        retries |= l.number("retries") > 0.0;
        if l.number("timeout") > 0.0 {
            timeout = timeout.min(l.number("timeout") / 1e9);
        }
        let latency = l.distribution("latency");
        ways.push(2.0 * latency.mean() / 1e9);
        // Of no mean there is no variation.
        fixed_way &= latency.variation().unwrap_or(0.0) == 0.0;
    }
    let way = ways.iter().copied().reduce(f64::max);
    // To the nanosecond: they are one if they were written so.
    let way = way.filter(|most| ways.iter().all(|way| most - way < 1e-9));
    let others = (scenario.nodes.iter().enumerate()).any(|(other, declared)| {
        other != node && declared.kind != Kind::Client && busy(scenario, other)
    });
    let clients = scenario
        .nodes
        .iter()
        .filter(|node| node.kind == Kind::Client);
    let whole = always && !others && clients.count() == links.len();
    Some(Known {
        node,
        station,
        feed,
        rate,
        way,
        fixed_way,
        timeout,
        retries,
        whole,
    })
}

/// Whether a node that is no client may have requests.
fn busy(scenario: &Scenario, node: usize) -> bool {
    let calls = super::station::outgoing(scenario, node).next().is_some();
    let called = (0..scenario.nodes.len())
        .flat_map(|from| super::station::outgoing(scenario, from))
        .any(|link| link.to as usize == node);
    calls || called
}

/// The whole of what can be foretold of a scenario.
pub(super) fn figures(scenario: &Scenario) -> Vec<Figure> {
    let mut out = Vec::new();
    let steady = scenario.faults.is_empty()
        && scenario.routes.is_empty()
        && scenario.nodes.iter().all(client::is_flat);
    if steady {
        for node in 0..scenario.nodes.len() {
            if let Some(known) = known(scenario, node) {
                known.add(scenario, &mut out);
            }
        }
    }
    out
}

impl Known {
    fn queue(&self) -> Mmc {
        Mmc {
            arrival_rate: self.rate,
            service_rate: 1.0 / self.station.mean,
            servers: self.station.slots,
        }
    }

    /// Erlangs.
    fn offered(&self) -> f64 {
        self.rate * self.station.mean
    }

    fn taken(&self) -> f64 {
        self.offered() / f64::from(self.station.slots)
    }

    fn response(&self) -> Option<Response> {
        let Station {
            mean, exponential, ..
        } = self.station;
        let open = matches!(self.feed, Feed::Poisson) && self.whole && self.fixed_way;
        let way = self.way.filter(|_| open && exponential)?;
        let kind = if self.station.loss {
            Kinds::Served(mean)
        } else if self.station.in_order && self.waits_and_is_served() {
            Kinds::Queued(self.queue())
        } else {
            return None;
        };
        Some(Response { way, kind })
    }

    /// Whether everybody who comes is served in the end, as good as always.
    fn waits_and_is_served(&self) -> bool {
        let taken = self.taken();
        if taken >= 1.0 {
            return false;
        }
        let queue = self.queue();
        let (waits, longest) = if self.station.exponential {
            let late = match self.way {
                Some(way) if self.timeout.is_finite() => {
                    queue.response_tail((self.timeout - way).max(0.0))
                }
                _ if self.timeout.is_finite() => 1.0,
                _ => 0.0,
            };
            (late <= NEGLIGIBLE, queue.delay_probability())
        } else {
            let mean = self.station.mean;
            let wait = mg1_mean_wait(self.rate, mean, self.station.cv);
            (self.timeout >= FAR * (mean + wait), 1.0)
        };
        // As many wait as find no room, as good as never.
        waits && longest * libm::pow(taken, self.station.room) <= NEGLIGIBLE
    }

    fn add(&self, scenario: &Scenario, out: &mut Vec<Figure>) {
        let slots = self.station.slots;
        let (mean, capacity) = (self.station.mean, f64::from(slots));
        if mean <= 0.0 || slots == 0 {
            return;
        }
        let work = if self.station.exponential { "M" } else { "G" };
        let mut say = Says {
            law: match &self.feed {
                Feed::Closed { users, .. } => format!("M/M/{slots}//{users}"),
                Feed::Poisson if self.station.loss => format!("M/{work}/{slots}/{slots}"),
                Feed::Poisson => format!("M/{work}/{slots}"),
            },
            node: &scenario.nodes[self.node].id,
            on_time: scenario.run.deadline_ns == 0,
            known: self,
            out,
        };
        match self.feed {
            Feed::Closed { users, think } => {
                let endless = self.timeout.is_infinite() && !self.station.loss;
                if !(self.station.exponential && endless && self.station.room >= f64::from(users)) {
                    return;
                }
                let network = ClosedNetwork {
                    users,
                    think,
                    service: mean,
                    servers: slots,
                };
                say.node("utilisation", network.mean_busy() / capacity);
                say.throughput(network.throughput());
                if let Some(way) = self.way {
                    say.whole("latency_ms.mean", (network.mean_response() + way) * 1e3);
                }
            }
            Feed::Poisson if self.rate <= 0.0 => {}
            Feed::Poisson if self.station.loss => {
                if self.retries || self.timeout < FAR * mean {
                    return;
                }
                let lost = erlang_b(slots, self.offered());
                say.node("utilisation", self.taken() * (1.0 - lost));
                say.throughput(self.rate * (1.0 - lost));
                say.whole("requests.error_ratio", lost);
                if let Some(way) = self.way {
                    say.whole("latency_ms.mean", (mean + way) * 1e3);
                }
                say.percentiles();
            }
            // What comes beyond the capacity waits or is refused; the slots are never idle.
            Feed::Poisson if self.taken() >= 1.0 => {
                if self.timeout.is_infinite() {
                    say.node("utilisation", 1.0);
                    say.throughput(capacity / mean);
                }
            }
            Feed::Poisson if self.waits_and_is_served() => {
                say.node("utilisation", self.taken());
                say.throughput(self.rate);
                let queue = self.queue();
                let (delayed, wait) = if self.station.exponential {
                    (queue.delay_probability(), queue.mean_wait())
                } else if slots == 1 {
                    (
                        self.taken(),
                        mg1_mean_wait(self.rate, mean, self.station.cv),
                    )
                } else {
                    return;
                };
                say.node("delayed_ratio", delayed);
                say.node("waiting", self.rate * wait);
                say.node("wait_ms.mean", wait * 1e3);
                if self.station.exponential && self.station.in_order {
                    for (name, share) in PERCENTILES {
                        let path = ["wait_ms.", name].concat();
                        say.node(&path, queue.wait_percentile(share) * 1e3);
                    }
                }
                if let Some(way) = self.way {
                    say.whole("latency_ms.mean", (mean + wait + way) * 1e3);
                }
                say.percentiles();
            }
            Feed::Poisson => {}
        }
    }
}

/// Collects what a law says.
struct Says<'a> {
    law: String,
    node: &'a str,
    /// Whether every answer is in time.
    on_time: bool,
    known: &'a Known,
    out: &'a mut Vec<Figure>,
}

impl Says<'_> {
    fn say(&mut self, path: String, value: f64) {
        self.out.push(Figure {
            path,
            law: self.law.clone(),
            value,
        });
    }

    fn node(&mut self, metric: &str, value: f64) {
        self.say(["nodes.", self.node, ".", metric].concat(), value);
    }

    /// Of the whole system, which has to be this service and its callers.
    fn whole(&mut self, path: &str, value: f64) {
        if self.known.whole {
            self.say(path.to_owned(), value);
        }
    }

    fn throughput(&mut self, per_second: f64) {
        self.whole("requests.completed_per_second", per_second);
        if self.on_time {
            self.whole("requests.goodput_per_second", per_second);
        }
    }

    fn percentiles(&mut self) {
        if let Some(response) = self.known.response() {
            for (name, share) in PERCENTILES {
                let path = ["latency_ms.", name].concat();
                self.say(path, response.percentile(share) * 1e3);
            }
        }
    }
}

/// How long a request takes, as a distribution.
pub(crate) struct Response {
    /// Seconds.
    way: f64,
    kind: Kinds,
}

enum Kinds {
    /// Served at once, or refused; with its mean in seconds.
    Served(f64),
    Queued(Mmc),
}

impl Response {
    /// The share of requests that take at most so many seconds.
    pub fn at_most(&self, seconds: f64) -> f64 {
        let inside = seconds - self.way;
        if inside <= 0.0 {
            return 0.0;
        }
        match self.kind {
            Kinds::Served(mean) => 1.0 - libm::exp(-inside / mean),
            Kinds::Queued(queue) => 1.0 - queue.response_tail(inside),
        }
    }

    /// Seconds.
    fn percentile(&self, share: f64) -> f64 {
        self.way
            + match self.kind {
                Kinds::Served(mean) => -mean * libm::log(1.0 - share),
                Kinds::Queued(queue) => queue.response_percentile(share),
            }
    }
}

/// The distribution of the latency of requests, and the law that it is from, where one is known.
pub(crate) fn response(scenario: &Scenario) -> Option<(String, Response)> {
    let found = figures(scenario);
    let law = found
        .into_iter()
        .find(|figure| figure.path == "latency_ms.p50")?
        .law;
    let of = |node| known(scenario, node)?.response();
    Some((law, (0..scenario.nodes.len()).find_map(of)?))
}
