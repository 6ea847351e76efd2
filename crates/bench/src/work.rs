//! The work: M/M/10, by hand and for the engine, and the templates and meshes that only the engine can run.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::fmt::Write as _;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::rng::Stream;
use headroom_sim::scenario::parse;
use headroom_sim::{Scenario, simulate};

use crate::Result;

/// Servers of the M/M/c that all are measured at.
pub const SERVERS: u32 = 10;
/// Mean time between two arrivals: 10,000 requests a second.
pub const BETWEEN_NS: f64 = 1e5;
/// Mean service time: four fifths of what the servers can do.
pub const SERVICE_NS: f64 = 8e5;

/// Work for the engine.
pub struct Case {
    pub name: &'static str,
    pub scenario: Scenario,
    pub preset: Option<&'static str>,
    pub set: Vec<(String, ParamValue)>,
}

impl Case {
    fn new(name: &'static str, text: &str, seconds: f64) -> Result<Self> {
        let case = Self {
            name,
            scenario: parse(text).map_err(|errors| format!("{name}: {errors:#?}"))?,
            preset: None,
            set: Vec::new(),
        };
        Ok(case.lasting(seconds))
    }

    fn set(mut self, path: &str, value: f64) -> Self {
        self.set.push((path.to_owned(), ParamValue::Number(value)));
        self
    }

    /// The same for so many simulated seconds.
    #[must_use]
    pub fn lasting(self, seconds: f64) -> Self {
        self.set("run.duration", seconds * 1e9)
    }

    /// Runs it: requests offered and their mean latency in milliseconds.
    pub fn run(&self) -> Result<(f64, f64)> {
        let report = simulate(&self.scenario, self.preset, &self.set, None)?;
        let figure = |path| report.figure(path).unwrap_or(f64::NAN);
        Ok((figure("requests.offered"), figure("latency_ms.mean")))
    }
}

/// `SERVERS` servers behind one queue, for two million requests.
pub fn mm10() -> Result<Case> {
    Case::new(
        "M/M/10, every metric on",
        &pairs(1, 1e9 / BETWEEN_NS, SERVERS, SERVICE_NS),
        200.0,
    )
}

/// One server, four fifths of it busy.
pub fn mm1() -> Result<Case> {
    Case::new(
        "M/M/1, every metric on",
        &pairs(1, 1e9 / SERVICE_NS * 0.8, 1, SERVICE_NS),
        200.0,
    )
}

/// A client, a gateway, services, stores and a queue, with retries and timeouts.
pub fn three_tier() -> Result<Case> {
    Case::new(
        "three tiers, ten nodes",
        include_str!("../scenarios/three-tier.toml"),
        60.0,
    )
}

/// The serverless template of the site.
pub fn serverless() -> Result<Case> {
    let text = include_str!("../../../content/templates/url-shortener/v2-serverless.toml");
    let mut case = Case::new("serverless template, 1,000/s", text, 60.0)?;
    case.preset = Some("steady");
    Ok(case.set("nodes.clients.rate", 1000.0))
}

/// What is measured natively and in the browser.
pub fn cases() -> Result<[Case; 3]> {
    Ok([mm10()?, three_tier()?, serverless()?])
}

/// Mean service time of those side by side.
pub const SLOW_NS: f64 = 8e6;

/// So many clients, each with `SERVERS` servers of its own that take 8 ms for a request: nodes of the same kinds side
/// by side. At 1,000 requests a second each, four fifths of the servers are busy. Two million requests in all.
pub fn parallel(nodes: u32, rate: f64) -> Result<Case> {
    let requests = f64::from(nodes) * rate;
    Case::new(
        "side by side",
        &pairs(nodes, rate, SERVERS, SLOW_NS),
        2e6 / requests,
    )
}

/// So many nodes of a kind, with settings as in a scenario, behind one balancer that sends them requests in turn, 10,000 a second in
/// all: two million requests.
pub fn behind_balancer(kind: &str, settings: &str, nodes: u32) -> Result<Case> {
    let mut text = String::from(
        "[nodes.client]\nkind = \"client\"\nrate = \"10k/s\"\n[nodes.balancer]\nkind = \"load-balancer\"\n\
         [links.client.balancer]\n",
    );
    for i in 0..nodes {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "[nodes.app-{i}]\nkind = \"{kind}\"\n{settings}\n[links.balancer.app-{i}]\n"
        );
    }
    Case::new("behind a balancer", &text, 200.0)
}

fn pairs(n: u32, rate: f64, servers: u32, service_ns: f64) -> String {
    let mut text = String::new();
    for i in 0..n {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "[nodes.client-{i}]\nkind = \"client\"\nrate = \"{rate}/s\"\n\
             [nodes.app-{i}]\nkind = \"service\"\nreplicas = 1\nconcurrency = {servers}\nqueue_limit = 1e9\n\
             service_time = \"exponential({service_ns}ns)\"\n[links.client-{i}.app-{i}]\n"
        );
    }
    text
}

/// Sixty nodes: a client, a front, and four layers of services. The front calls each of the first layer one time in
/// seven; each service calls two of the next layer side by side, seven times in ten each. A request makes about eleven
/// calls.
pub fn mesh() -> Result<Case> {
    const LAYERS: [u32; 4] = [10, 16, 16, 16];
    let mut nodes =
        String::from("[nodes.client]\nkind = \"client\"\nrate = \"2k/s\"\n[links.client.front]\n");
    let mut routes = String::new();
    // Writing to a text cannot fail.
    let mut add = |name: &str, callees: &[String], probability: f64| {
        let _ = write!(
            nodes,
            "[nodes.{name}]\nkind = \"service\"\nreplicas = 4\nconcurrency = 16\nservice_time = \"exponential(5ms)\"\n"
        );
        for callee in callees {
            let _ = write!(
                nodes,
                "[links.{name}.{callee}]\nlatency = \"exponential(300us)\"\ntimeout = \"1s\"\nretries = 2\n"
            );
        }
        let steps: Vec<String> = callees
            .iter()
            .map(|callee| format!("{{ to = \"{callee}\", probability = {probability} }}"))
            .collect();
        let _ = writeln!(
            routes,
            "[routes.{name}]\n\"*\" = [{{ parallel = [{}] }}]",
            steps.join(", ")
        );
    };
    let first: Vec<String> = (0..LAYERS[0]).map(|i| format!("s0-{i}")).collect();
    add("front", &first, 1.4 / f64::from(LAYERS[0]));
    for (layer, width) in LAYERS.into_iter().enumerate() {
        let next = LAYERS.get(layer + 1);
        for i in 0..width {
            let callees: Vec<String> = next
                .iter()
                .flat_map(|&below| [2 * i % below, (2 * i + 5) % below])
                .map(|j| format!("s{}-{j}", layer + 1))
                .collect();
            add(&format!("s{layer}-{i}"), &callees, 0.7);
        }
    }
    Case::new("mesh of sixty nodes", &(nodes + &routes), 60.0)
}

/// M/M/10 by hand: one FIFO queue and a binary heap, the mean sojourn and nothing else. How many requests were served,
/// and that mean in milliseconds.
pub fn bare(duration_ns: u64) -> (f64, f64) {
    const ARRIVAL: u32 = u32::MAX;
    let (mut arrivals, mut service) = streams(0);
    let mut heap: BinaryHeap<Reverse<(u64, u64, u32)>> = BinaryHeap::new();
    let mut waiting: VecDeque<u64> = VecDeque::new();
    let mut due = [0u64; SERVERS as usize];
    let mut free: Vec<u32> = (0..SERVERS).collect();
    let (mut seq, mut served, mut total) = (0, 0u64, 0u64);
    heap.push(Reverse((0, seq, ARRIVAL)));
    while let Some(Reverse((now, _, who))) = heap.pop() {
        if now >= duration_ns {
            break;
        }
        let begin = if who == ARRIVAL {
            seq += 1;
            let next = now + (arrivals.exponential() * BETWEEN_NS) as u64;
            heap.push(Reverse((next, seq, ARRIVAL)));
            let idle = free.pop();
            if idle.is_none() {
                waiting.push_back(now);
            }
            idle.map(|server| (server, now))
        } else {
            served += 1;
            total += now - due[who as usize];
            let next = waiting.pop_front();
            if next.is_none() {
                free.push(who);
            }
            next.map(|due| (who, due))
        };
        if let Some((server, since)) = begin {
            due[server as usize] = since;
            seq += 1;
            let done = now + (service.exponential() * SERVICE_NS) as u64;
            heap.push(Reverse((done, seq, server)));
        }
    }
    (served as f64, total as f64 / served as f64 / 1e6)
}

/// Arrivals and service times of an M/M/10, for all that are written in Rust: what differs is the simulator and not its
/// random numbers.
pub fn streams(index: u32) -> (Stream, Stream) {
    let owner = format!("bench-{index}");
    (
        Stream::new(1, &owner, "arrivals"),
        Stream::new(1, &owner, "service"),
    )
}

/// What theory says of it: the mean sojourn in milliseconds, by Erlang's C formula (Gross, Shortle, Thompson, Harris,
/// *Fundamentals of Queueing Theory*, 4th ed., Wiley 2008, chapter 2).
pub fn expected_ms() -> f64 {
    let load = SERVICE_NS / BETWEEN_NS;
    let servers = f64::from(SERVERS);
    // Erlang's B by its recursion, and C from it.
    let blocked = (1..=SERVERS).fold(1.0, |b, n| load * b / (f64::from(n) + load * b));
    let delayed = blocked / (1.0 - load / servers * (1.0 - blocked));
    (SERVICE_NS + delayed * SERVICE_NS / (servers - load)) / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_loop_and_the_engine_simulate_what_the_formula_describes() {
        let expected = expected_ms();
        assert!((expected - 0.9637).abs() < 1e-4, "{expected}");
        let engine = mm10().unwrap().lasting(50.0).run().unwrap();
        for (requests, mean) in [bare(50_000_000_000), engine] {
            assert!((requests / 500_000.0 - 1.0).abs() < 0.01, "{requests}");
            assert!(
                (mean / expected - 1.0).abs() < 0.03,
                "{mean} for {expected}"
            );
        }
    }

    #[test]
    fn every_case_runs() {
        for case in [
            mm1(),
            three_tier(),
            serverless(),
            mesh(),
            parallel(3, 100.0),
        ] {
            let (requests, mean) = case.unwrap().lasting(5.0).run().unwrap();
            assert!(requests > 100.0 && mean > 0.0);
        }
        assert_eq!(three_tier().unwrap().scenario.nodes.len(), 10);
        assert_eq!(mesh().unwrap().scenario.nodes.len(), 60);
    }
}
