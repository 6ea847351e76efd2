//! What callers do: try again, wait, give up, hedge, break off.

use super::text::{MANY, Text};
use super::{EDGES, Family, check, oracle, percentile};
use crate::validate::Oracle;
use crate::validate::theory::{
    Backoff, Breaker, Hedged, Jitter, Mmc, attempts_per_request, attempts_through_layers,
    attempts_with_budget, breaker_share_of_dead, erlang_b, failure_after_retries,
    failure_with_budget,
};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    let mut out = vec![retries(200.0 * long)];
    for (name, jitter) in [
        ("none", Jitter::None),
        ("full", Jitter::Full),
        ("equal", Jitter::Equal),
        ("decorrelated", Jitter::Decorrelated),
    ] {
        out.push(backoff(name, jitter, 100.0 * long));
    }
    out.extend([
        budget(100.0 * long),
        layers(100.0 * long),
        timeout(100.0 * long),
        breaker(1000.0 * long),
        breaker_of_the_dead(400.0 * long),
        breaker_from_the_start(),
        hedged_exponential(50.0 * long),
        hedged_pareto(100.0 * long),
        pool(300.0 * long),
        bulkhead(200.0 * long),
    ]);
    out
}

/// A client whose calls to a service without limits go along such a link; the service's own keys come first.
fn calls(rate: f64, time: &str, link: &str, seconds: f64) -> Text {
    Text::poisson(rate, seconds)
        .service("app", MANY, time)
        .link("client", "app", link)
}

/// A share of the answers of a node are errors.
fn errors(node: &str, share: f64) -> String {
    format!("[[fault]]\nkind = \"error-rate\"\ntarget = \"{node}\"\nshare = {share}\n")
}

const SERIES: &str = "geometric series";

fn retries(seconds: f64) -> Oracle {
    // Lost is a request or its answer.
    let failure = 1.0 - 0.8 * 0.8;
    let link = "loss = 0.2\ntimeout = \"100ms\"\nretries = 3\nbackoff = \"constant\"\nbackoff_base = \"10ms\"\n";
    let attempts = check(
        "requests.retries / requests.offered",
        attempts_per_request(failure, 3) - 1.0,
        0.01,
    );
    oracle(
        Family::Callers,
        "Three retries over a network that loses 20%",
        SERIES,
        calls(500.0, "1ms", link, seconds).done(),
        vec![
            attempts.off_by(EDGES),
            check(
                "requests.error_ratio",
                failure_after_retries(failure, 3),
                0.05,
            ),
        ],
    )
}

/// By Little's law: so many requests wait as come in the time each waits.
fn backoff(name: &str, jitter: Jitter, seconds: f64) -> Oracle {
    let theory = Backoff {
        base: 0.1,
        factor: 2.0,
        cap: 0.5,
        jitter,
    };
    let (rate, failure) = (200.0, 0.6);
    let link = format!(
        "retries = 4\nbackoff_base = \"100ms\"\nbackoff_cap = \"500ms\"\njitter = \"{name}\"\n"
    );
    let waiting = check(
        "nodes.client.in_flight",
        rate * theory.mean_total_per_request(4, failure),
        0.03,
    );
    // Computed on a grid.
    let slack = if jitter == Jitter::Decorrelated {
        0.001
    } else {
        0.0
    };
    oracle(
        Family::Callers,
        &format!("Exponential backoff, jitter: {name}"),
        "Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015; Little's law",
        calls(rate, "0ms", &link, seconds)
            .with(&errors("app", failure))
            .done(),
        vec![waiting.off_by(slack)],
    )
}

fn budget(seconds: f64) -> Oracle {
    let link = "retries = 3\nbackoff_base = \"1ms\"\nretry_budget = 0.1\n";
    let more = attempts_with_budget(0.5, 3, 0.1) - 1.0;
    oracle(
        Family::Callers,
        "Retries with a budget of 10%",
        "each call earns a tenth of a retry: Finagle's RetryBudget",
        calls(500.0, "0ms", link, seconds)
            .with(&errors("app", 0.5))
            .done(),
        vec![
            check("requests.retries / requests.offered", more, 0.01).off_by(EDGES),
            check(
                "requests.error_ratio",
                failure_with_budget(0.5, 3, 0.1),
                0.01,
            ),
        ],
    )
}

fn layers(seconds: f64) -> Oracle {
    let link = "retries = 2\nbackoff_base = \"0ms\"\n";
    let scenario = Text::poisson(200.0, seconds)
        .event_loop("a", MANY, "0ms")
        .event_loop("b", MANY, "0ms")
        .service("c", MANY, "0ms")
        .link("client", "a", link)
        .link("a", "b", link)
        .link("b", "c", link)
        .with(&errors("c", 0.9));
    oracle(
        Family::Callers,
        "Three layers that each retry twice",
        "geometric series; Beyer et al., Site Reliability Engineering, 2016, chapter 22",
        scenario.done(),
        vec![
            check(
                "nodes.c.requests / requests.offered",
                attempts_through_layers(0.9, 2, 3),
                0.03,
            ),
            check("requests.error_ratio", failure_after_retries(0.9, 26), 0.1),
        ],
    )
}

/// Who gives up leaves its call behind, which goes on: the queue knows nothing of timeouts.
fn timeout(seconds: f64) -> Oracle {
    let queue = Mmc {
        arrival_rate: 800.0,
        service_rate: 100.0,
        servers: 10,
    };
    let scenario = Text::poisson(800.0, seconds)
        .service("app", 10, "exponential(10ms)")
        .link("client", "app", "timeout = \"25ms\"\n");
    oracle(
        Family::Callers,
        "Timeout of 25 ms before M/M/10",
        "tail of the response time, Erlang C: Gross et al. 2008, chapter 2",
        scenario.done(),
        vec![
            check("requests.error_ratio", queue.response_tail(0.025), 0.06),
            check("nodes.app.utilisation", queue.utilisation(), 0.01),
        ],
    )
}

/// Five failures in a row open it, and one probe decides.
fn of_five(open: f64) -> (Breaker, String) {
    let theory = Breaker {
        arrival_rate: 0.0,
        threshold: 5,
        open,
        probes: 1,
    };
    let link = format!(
        "breaker_threshold = \"100%\"\nbreaker_window = 5\nbreaker_open = \"{open}s\"\nbreaker_probes = 1\n"
    );
    (theory, link)
}

fn breaker(seconds: f64) -> Oracle {
    let (theory, link) = of_five(1.0);
    let theory = Breaker {
        arrival_rate: 100.0,
        ..theory
    };
    oracle(
        Family::Callers,
        "Circuit breaker before a service that fails half the time",
        "runs of failures: Feller, vol. 1, 3rd ed. 1968, chapter XIII; renewal theory",
        calls(100.0, "0ms", &link, seconds)
            .with(&errors("app", 0.5))
            .done(),
        vec![check(
            "links.client->app.stopped / requests.offered",
            1.0 - theory.share_let_through(0.5),
            0.02,
        )],
    )
}

fn breaker_of_the_dead(seconds: f64) -> Oracle {
    let link = "loss = 1\ntimeout = \"100ms\"\nbreaker_threshold = \"50%\"\nbreaker_window = 20\n\
                breaker_open = \"1s\"\nbreaker_probes = 10\n";
    oracle(
        Family::Callers,
        "Circuit breaker before a service that does not answer",
        "renewal theory: ten probes, then open for its time",
        calls(100.0, "0ms", link, seconds).done(),
        vec![check(
            "requests.failed.lost_in_network / requests.offered",
            breaker_share_of_dead(100.0, 1.0, 10, 0.1),
            0.01,
        )],
    )
}

/// Calls so rare that they come at any time of its cycle.
fn breaker_from_the_start() -> Oracle {
    let (theory, link) = of_five(2.0);
    let theory = Breaker {
        arrival_rate: 0.5,
        ..theory
    };
    let scenario = Text::client_from("rate = \"0.5/s\"", 1000.0, 0.0)
        .node("app", "service", "replicas = 0")
        .link("client", "app", &link);
    oracle(
        Family::Callers,
        "Circuit breaker from the start of an outage",
        "renewal theorem: Feller, vol. 2, 2nd ed. 1971, chapter XI",
        scenario.done(),
        vec![check(
            "requests.failed.node_down",
            theory.let_through_when_dead(1000.0),
            0.04,
        )],
    )
}

fn hedged_exponential(seconds: f64) -> Oracle {
    let theory = Hedged {
        tail: |t: f64| libm::exp(-t / 0.01),
        after: 0.02,
    };
    oracle(
        Family::Callers,
        "Calls of 10 ms hedged after 20 ms",
        "product of the tails; Dean and Barroso, The Tail at Scale, CACM 56(2), 2013",
        calls(
            1000.0,
            "exponential(10ms)",
            "hedge_after = \"20ms\"\n",
            seconds,
        )
        .done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.01),
            percentile("latency_ms.p99", theory.percentile(0.99) * 1e3, 0.02),
            check(
                "links.client->app.hedges / links.client->app.calls",
                theory.extra_calls(),
                0.02,
            ),
        ],
    )
}

fn hedged_pareto(seconds: f64) -> Oracle {
    let tail = |t: f64| {
        if t < 0.005 {
            1.0
        } else {
            libm::pow(t / 0.005, -1.5)
        }
    };
    let theory = Hedged { tail, after: 0.03 };
    oracle(
        Family::Callers,
        "Calls with a heavy tail hedged after 30 ms",
        "product of the tails; Dean and Barroso 2013",
        calls(
            1000.0,
            "pareto(min: 5ms, shape: 1.5)",
            "hedge_after = \"30ms\"\n",
            seconds,
        )
        .done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.01),
            percentile("latency_ms.p99", theory.percentile(0.99) * 1e3, 0.02),
            percentile("latency_ms.p999", theory.percentile(0.999) * 1e3, 0.05),
            check(
                "links.client->app.hedges / links.client->app.calls",
                theory.extra_calls(),
                0.02,
            ),
        ],
    )
}

/// Ten connections to a service without limits are ten servers.
fn pool(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 800.0,
        service_rate: 100.0,
        servers: 10,
    };
    oracle(
        Family::Callers,
        "Pool of 10 connections",
        "Erlang C: Gross et al. 2008, chapter 2",
        calls(800.0, "exponential(10ms)", "connections = 10\n", seconds).done(),
        vec![
            check(
                "links.client->app.connections_in_use",
                theory.offered(),
                0.01,
            ),
            check("links.client->app.waiting", theory.mean_waiting(), 0.08),
            percentile(
                "latency_ms.p99",
                theory.response_percentile(0.99) * 1e3,
                0.05,
            ),
        ],
    )
}

fn bulkhead(seconds: f64) -> Oracle {
    let link = "connections = 10\nconnection_queue = 0\n";
    oracle(
        Family::Callers,
        "Bulkhead of 10 connections",
        "Erlang B: Gross et al. 2008, chapter 2",
        calls(800.0, "exponential(10ms)", link, seconds).done(),
        vec![check("requests.error_ratio", erlang_b(10, 8.0), 0.03)],
    )
}
