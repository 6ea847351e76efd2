//! What formulas foretell of a system before it runs: the figures of its report, over the values of a setting.
//!
//! They are about the steady state of services fed straight by clients, where next to nobody fails. Where that is not so there is
//! no figure.

use super::station::{Feed, Station, callers, feed, of_link, of_node, station};
use crate::descriptor::ParamValue;
use crate::kinds::{Kind, client};
use crate::protocol::{Foretold, Series};
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
/// Points from one value to the next: the curves bend.
const STEPS: u32 = 8;
/// How often the place where a formula ceases to hold is looked for in half of the stretch that is left.
const HALVINGS: u32 = 12;

/// A figure of a report by a formula.
struct Figure {
    path: String,
    law: String,
    value: f64,
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
    let way = ways.iter().all(|way| *way == ways[0]).then(|| ways[0]);
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
fn figures(scenario: &Scenario) -> Vec<Figure> {
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

/// What is foretold of `wanted`, figures of a report, over the values of the parameter at `path`: at these, between them, and up to
/// where a formula ceases to hold. Figures of which nothing is known are left out.
pub(crate) fn foretell(
    scenario: &Scenario,
    path: &str,
    values: &[f64],
    wanted: &[&str],
) -> Vec<Foretold> {
    let at = |value: f64| -> Option<Vec<Option<Figure>>> {
        let mut scenario = scenario.clone();
        scenario.set(path, &ParamValue::Number(value)).ok()?;
        let mut found = figures(&scenario.checked().ok()?);
        let take = |path: &&str| {
            let place = found.iter().position(|figure| figure.path == **path)?;
            Some(found.swap_remove(place))
        };
        Some(wanted.iter().map(take).collect())
    };
    // Not even at the values themselves, which can all be set, nor between them.
    let mut points: Vec<(f64, Vec<Option<Figure>>)> = Vec::new();
    for &value in values {
        if let Some(&(before, _)) = points.last().map(|(x, found)| (x, found)).as_ref() {
            let before = *before;
            for step in 1..STEPS {
                let x = before + (value - before) * f64::from(step) / f64::from(STEPS);
                points.extend(at(x).map(|found| (x, found)));
            }
        }
        points.extend(at(value).map(|found| (value, found)));
    }
    let which =
        |found: &[Option<Figure>]| -> Vec<bool> { found.iter().map(Option::is_some).collect() };
    let mut edges = Vec::new();
    for pair in points.windows(2) {
        let (mut low, mut high) = (pair[0].0, pair[1].0);
        let below = which(&pair[0].1);
        if below == which(&pair[1].1) {
            continue;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            let Some(found) = at(middle) else { break };
            if which(&found) == below {
                low = middle;
            } else {
                high = middle;
            }
            edges.push((middle, found));
        }
    }
    points.extend(edges);
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = wanted.iter().enumerate().filter_map(|(place, path)| {
        let laws = points
            .iter()
            .filter_map(|(_, found)| Some(&found[place].as_ref()?.law));
        let law = laws.map(String::as_str).reduce(common)?.to_owned();
        let y = |found: &[Option<Figure>]| {
            found[place]
                .as_ref()
                .map_or(f64::NAN, |figure| figure.value)
        };
        Some(Foretold {
            path: (*path).to_owned(),
            law,
            series: Series {
                x: points.iter().map(|(x, _)| *x).collect(),
                y: points.iter().map(|(_, found)| y(found) as f32).collect(),
            },
        })
    });
    told.collect()
}

/// What two laws are called together.
fn common<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a == b {
        return a;
    }
    let loss = |law: &str| law.matches('/').count() == 3 && !law.contains("//");
    if a.contains("//") && b.contains("//") {
        "M/M/c//N"
    } else if loss(a) && loss(b) {
        "M/G/c/c"
    } else if [a, b].iter().any(|law| law.starts_with("M/G")) {
        "M/G/c"
    } else {
        "M/M/c"
    }
}

#[cfg(all(test, feature = "files"))]
mod tests {
    use super::*;
    use crate::scenario::parse;

    fn station(client: &str, app: &str, link: &str) -> Scenario {
        let text = format!(
            "[nodes.client]\nkind = \"client\"\n{client}\n[nodes.app]\nkind = \"service\"\nreplicas = 1\n{app}\n[links.client.app]\n{link}\n"
        );
        parse(&text).unwrap_or_else(|errors| panic!("{errors:#?}"))
    }

    const TEN: &str = "concurrency = 10\nservice_time = \"exponential(20ms)\"";

    fn value(scenario: &Scenario, path: &str) -> Option<(String, f64)> {
        let found = figures(scenario)
            .into_iter()
            .find(|figure| figure.path == path);
        found.map(|figure| (figure.law, figure.value))
    }

    #[test]
    fn ten_slots_at_eight_erlangs_are_erlang_s_textbook_queue() {
        let scenario = station("rate = \"400/s\"", TEN, "latency = \"1ms\"");
        let (law, delayed) = value(&scenario, "nodes.app.delayed_ratio").unwrap();
        assert_eq!(law, "M/M/10");
        assert!((delayed - 0.4092).abs() < 6e-5, "{delayed}");
        let (_, mean) = value(&scenario, "latency_ms.mean").unwrap();
        // C / (c mu - lambda) = 4.092 ms, and 20 ms of work, and 2 ms on the way.
        assert!((mean - 26.092).abs() < 1e-3, "{mean}");
        let (_, p99) = value(&scenario, "latency_ms.p99").unwrap();
        let (_, response) = response(&scenario).unwrap();
        assert!((response.at_most(p99 / 1e3) - 0.99).abs() < 1e-9);
    }

    #[test]
    fn a_figure_is_foretold_up_to_where_there_is_no_steady_state_and_throughput_beyond() {
        let scenario = station("rate = \"400/s\"", TEN, "");
        let wanted = [
            "latency_ms.p99",
            "requests.completed_per_second",
            "cost.per_hour_usd",
        ];
        let told = foretell(
            &scenario,
            "nodes.client.rate",
            &[100.0, 400.0, 1600.0],
            &wanted,
        );
        assert_eq!(told.len(), 2);
        let last = |told: &Foretold| {
            let points = told.series.x.iter().zip(&told.series.y);
            points
                .filter(|(_, y)| y.is_finite())
                .map(|(x, y)| (*x, *y))
                .last()
                .unwrap()
        };
        let (x, y) = last(&told[0]);
        assert!((480.0..500.0).contains(&x) && y > 100.0, "{x} {y}");
        let (x, y) = last(&told[1]);
        assert!(
            (x - 1600.0).abs() < 1e-9 && (y - 500.0).abs() < 1e-3,
            "{x} {y}"
        );
        assert!(told[0].series.x.is_sorted() && told[0].series.x.contains(&400.0));
    }

    #[test]
    fn replicas_that_are_swept_have_one_law_for_all_and_no_half_ones() {
        let scenario = station("rate = \"400/s\"", TEN, "");
        let told = foretell(
            &scenario,
            "nodes.app.replicas",
            &[1.0, 2.0, 3.0],
            &["latency_ms.mean"],
        );
        assert_eq!(told[0].law, "M/M/c");
        assert_eq!(told[0].series.x, [1.0, 2.0, 3.0]);
    }

    #[test]
    fn nothing_is_foretold_where_callers_give_up_or_nothing_is_known() {
        let none = |scenario: &Scenario| assert!(value(scenario, "latency_ms.mean").is_none());
        none(&station("rate = \"400/s\"", TEN, "timeout = \"100ms\""));
        none(&station("rate = \"600/s\"", TEN, ""));
        none(&station(
            "rate = \"490/s\"",
            &format!("{TEN}\nqueue_limit = 20"),
            "",
        ));
        none(&station(
            "rate = \"400/s\"",
            "concurrency = 10\nservice_time = \"20ms\"",
            "",
        ));
        none(&station("rate = \"400/s\"\nprocess = \"even\"", TEN, ""));
        // And far from there, a timeout is none.
        assert!(
            value(
                &station("rate = \"400/s\"", TEN, "timeout = \"2s\""),
                "latency_ms.p99"
            )
            .is_some()
        );
    }

    #[test]
    fn lines_that_are_lost_are_erlang_b_and_users_who_wait_are_a_closed_network() {
        let loss = station(
            "rate = \"50/s\"",
            "concurrency = 3\nservice_time = \"uniform(0ms, 80ms)\"\nqueue_limit = 0",
            "",
        );
        let (law, lost) = value(&loss, "requests.error_ratio").unwrap();
        assert_eq!(law, "M/G/3/3");
        assert!((lost - erlang_b(3, 2.0)).abs() < 1e-12);
        let closed = station(
            "process = \"closed\"\nusers = 30\nthink_time = \"500ms\"",
            "concurrency = 2\nservice_time = \"exponential(40ms)\"",
            "",
        );
        let (law, mean) = value(&closed, "latency_ms.mean").unwrap();
        assert_eq!(law, "M/M/2//30");
        let (_, rate) = value(&closed, "requests.completed_per_second").unwrap();
        // The interactive response time law.
        assert!((30.0 / rate - 0.5 - mean / 1e3).abs() < 1e-9);
    }
}
