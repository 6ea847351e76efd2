//! Where a load balancer sends requests, and when a name is asked for again.

use super::text::Text;
use super::{Family, check, oracle, percentile};
use crate::validate::Oracle;
use crate::validate::theory::{
    Mmc, PowerOfChoices, join_shortest_of_two, random_response, round_robin_response, ttl_hit_ratio,
};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        random(500.0 * long),
        in_turn(500.0 * long),
        two_choices(0.8, 15.0 * long),
        two_choices(0.9, 25.0 * long),
        fewest_connections(800.0 * long),
        names(400.0 * long),
    ]
}

/// A balancer before replicas that serve one request after the other, for 10 ms on average.
fn balanced(algorithm: &str, replicas: u32, rate: f64, seconds: f64) -> String {
    let client = format!("rate = \"{rate}/s\"");
    balanced_from(algorithm, replicas, &client, seconds, 20.0)
}

fn balanced_from(
    algorithm: &str,
    replicas: u32,
    client: &str,
    seconds: f64,
    warm_up: f64,
) -> String {
    let balancer = format!("algorithm = \"{algorithm}\"\noverhead = \"0ms\"");
    let app = format!(
        "replicas = {replicas}\nconcurrency = 1\nqueue = \"per-replica\"\nqueue_limit = 1000000\nservice_time = \"exponential(10ms)\""
    );
    Text::client_from(client, seconds, warm_up)
        .node("balancer", "load-balancer", &balancer)
        .node("app", "service", &app)
        .link("client", "balancer", "")
        .link("balancer", "app", "")
        .done()
}

fn random(seconds: f64) -> Oracle {
    let one = Mmc {
        arrival_rate: 80.0,
        service_rate: 100.0,
        servers: 1,
    };
    oracle(
        Family::Balancers,
        "Random, 5 targets at 80%",
        "M/M/1 each: Gross et al. 2008, chapter 2",
        balanced("random", 5, 400.0, seconds),
        vec![
            check(
                "latency_ms.mean",
                random_response(400.0, 100.0, 5) * 1e3,
                0.06,
            ),
            percentile("latency_ms.p99", one.response_percentile(0.99) * 1e3, 0.1),
        ],
    )
}

fn in_turn(seconds: f64) -> Oracle {
    oracle(
        Family::Balancers,
        "Round robin, 5 targets at 80%",
        "Erlang arrivals, GI/M/1: Gross et al. 2008, chapter 5",
        balanced("round-robin", 5, 400.0, seconds),
        vec![check(
            "latency_ms.mean",
            round_robin_response(400.0, 100.0, 5) * 1e3,
            0.06,
        )],
    )
}

/// Exact as targets become many; a hundred hold about 1 % more at 90 % (see [`PowerOfChoices`]). Queues are so short that three
/// seconds are enough of a beginning.
fn two_choices(utilisation: f64, seconds: f64) -> Oracle {
    let theory = PowerOfChoices {
        utilisation,
        mean_service: 0.01,
        choices: 2,
    };
    let slack = 0.015;
    // The 99th percentile: where its tail is a hundredth.
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if theory.response_tail(middle) > 0.01 {
            low = middle;
        } else {
            high = middle;
        }
    }
    oracle(
        Family::Balancers,
        &format!("Two choices, 100 targets at {:.0}%", utilisation * 100.0),
        "many targets: Mitzenmacher, IEEE Trans. Parallel and Distributed Systems 12, 2001",
        balanced_from(
            "two-choices",
            100,
            &format!("rate = \"{}/s\"", utilisation * 10_000.0),
            seconds,
            3.0,
        ),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.02).off_by(slack),
            check("latency_ms.p99", high * 1e3, 0.02).off_by(slack),
        ],
    )
}

fn fewest_connections(seconds: f64) -> Oracle {
    oracle(
        Family::Balancers,
        "Least connections, 2 targets at 80%",
        "the shorter of two queues, state by state: Kingman, Annals of Mathematical Statistics 32, 1961",
        balanced("least-connections", 2, 160.0, seconds),
        vec![check(
            "latency_ms.mean",
            join_shortest_of_two(160.0, 100.0) * 1e3,
            0.05,
        )],
    )
}

/// Fifty resolvers that each remember a name for its time.
fn names(seconds: f64) -> Oracle {
    let scenario = Text::poisson(100.0, seconds)
        .node(
            "names",
            "dns",
            "ttl = \"1s\"\nresolvers = 50\nlookup_time = \"0ms\"",
        )
        .service("app", 1000, "1ms")
        .link("client", "names", "")
        .link("names", "app", "");
    oracle(
        Family::Caches,
        "Names kept for 1 s by 50 resolvers",
        "Jung, Berger and Balakrishnan, Modeling TTL-based Internet caches, INFOCOM 2003",
        scenario.done(),
        vec![check(
            "nodes.names.lookups / nodes.names.requests",
            1.0 - ttl_hit_ratio(2.0, 1.0),
            0.01,
        )],
    )
}
