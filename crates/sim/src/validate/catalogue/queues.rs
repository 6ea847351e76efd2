//! One station and one line.

use super::text::{MANY, Text};
use super::{Family, check, oracle, percentile};
use crate::validate::Oracle;
use crate::validate::theory::{Gim1, Md1k, Mm1k, Mmc, Mminf, OnOff, erlang_b, mg1_mean_wait};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        mmc("M/M/1 at 50%", 1, 0.5, 1500.0 * long),
        mmc("M/M/1 at 80%", 1, 0.8, 1500.0 * long),
        mmc("M/M/2 at 70%", 2, 0.7, 1000.0 * long),
        mmc("M/M/10 at 80%", 10, 0.8, 300.0 * long),
        mmc("M/M/50 at 90%", 50, 0.9, 130.0 * long),
        unlimited("M/M/∞", "exponential(10ms)", 50.0 * long),
        unlimited("M/G/∞", "lognormal(mean: 10ms, cv: 2)", 50.0 * long),
        loss("M/M/10/10", "exponential(10ms)", 200.0 * long),
        loss("M/D/10/10", "10ms", 200.0 * long),
        loss("M/G/10/10", "lognormal(mean: 10ms, cv: 2)", 200.0 * long),
        bounded(600.0 * long),
        bounded_constant(600.0 * long),
        general("M/D/1 at 80%", "10ms", 0.0, 800.0 * long),
        general("M/E4/1 at 80%", "erlang(4, 10ms)", 0.5, 800.0 * long),
        general(
            "M/G/1 at 80%, cv 1.5",
            "lognormal(mean: 10ms, cv: 1.5)",
            1.5,
            2500.0 * long,
        ),
        even(1500.0 * long),
        bursts(3000.0 * long),
    ]
}

/// A client before a service of so many servers.
fn queue(rate: f64, servers: u32, service: &str, seconds: f64) -> Text {
    Text::poisson(rate, seconds)
        .service("app", servers, service)
        .link("client", "app", "")
}

/// The same with room for `limit` who wait.
fn with_room(rate: f64, servers: u32, service: &str, limit: u32, seconds: f64) -> String {
    let text = queue(rate, servers, service, seconds).done();
    text.replace("queue_limit = 1000000", &format!("queue_limit = {limit}"))
}

fn mmc(name: &str, servers: u32, load: f64, seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: load * f64::from(servers) * 100.0,
        service_rate: 100.0,
        servers,
    };
    let mut checks = vec![
        check("nodes.app.utilisation", theory.utilisation(), 0.01),
        check("nodes.app.delayed_ratio", theory.delay_probability(), 0.03),
        check("nodes.app.wait_ms.mean", theory.mean_wait() * 1e3, 0.08),
        check("latency_ms.mean", theory.mean_response() * 1e3, 0.06),
    ];
    for (figure, p, precision) in [
        ("latency_ms.p95", 0.95, 0.08),
        ("latency_ms.p99", 0.99, 0.1),
    ] {
        let known = theory.response_percentile(p) * 1e3;
        checks.push(percentile(figure, known, precision));
    }
    for (figure, p) in [
        ("nodes.app.wait_ms.p95", 0.95),
        ("nodes.app.wait_ms.p99", 0.99),
    ] {
        checks.push(percentile(figure, theory.wait_percentile(p) * 1e3, 0.1));
    }
    let scenario = queue(theory.arrival_rate, servers, "exponential(10ms)", seconds);
    oracle(
        Family::Queues,
        name,
        "Erlang C: Gross et al., Fundamentals of Queueing Theory, 4th ed. 2008, chapter 2",
        scenario.done(),
        checks,
    )
}

fn unlimited(name: &str, service: &str, seconds: f64) -> Oracle {
    let theory = Mminf {
        arrival_rate: 2000.0,
        mean_service: 0.01,
    };
    oracle(
        Family::Queues,
        name,
        "Gross et al. 2008, chapters 2 and 5: whatever the distribution of service times",
        queue(2000.0, MANY, service, seconds).done(),
        vec![
            check("nodes.app.running", theory.mean_busy(), 0.01),
            check("latency_ms.mean", theory.mean_service * 1e3, 0.01),
        ],
    )
}

fn loss(name: &str, service: &str, seconds: f64) -> Oracle {
    oracle(
        Family::Queues,
        name,
        "Erlang B: Gross et al. 2008, chapters 2 and 5: whatever the distribution of service times",
        with_room(800.0, 10, service, 0, seconds),
        vec![check("requests.error_ratio", erlang_b(10, 8.0), 0.03)],
    )
}

fn bounded(seconds: f64) -> Oracle {
    let theory = Mm1k {
        arrival_rate: 120.0,
        service_rate: 100.0,
        room: 10,
    };
    oracle(
        Family::Queues,
        "M/M/1/10 at 120%",
        "M/M/1/K: Gross et al. 2008, chapter 2",
        with_room(120.0, 1, "exponential(10ms)", 9, seconds),
        vec![
            check("requests.error_ratio", theory.blocking(), 0.03),
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.02),
            check("requests.completed_per_second", theory.throughput(), 0.01),
            check("nodes.app.utilisation", theory.utilisation(), 0.01),
        ],
    )
}

fn bounded_constant(seconds: f64) -> Oracle {
    let theory = Md1k {
        arrival_rate: 120.0,
        service: 0.01,
        room: 10,
    };
    oracle(
        Family::Queues,
        "M/D/1/10 at 120%",
        "M/G/1/K: Gross et al. 2008, chapter 5",
        with_room(120.0, 1, "10ms", 9, seconds),
        vec![
            check("requests.error_ratio", theory.blocking(), 0.03),
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.02),
            check("requests.completed_per_second", theory.throughput(), 0.01),
        ],
    )
}

fn general(name: &str, service: &str, cv: f64, seconds: f64) -> Oracle {
    let wait = mg1_mean_wait(80.0, 0.01, cv) * 1e3;
    oracle(
        Family::Queues,
        name,
        "Pollaczek and Khinchine: Gross et al. 2008, chapter 5",
        queue(80.0, 1, service, seconds).done(),
        vec![check("nodes.app.wait_ms.mean", wait, 0.06)],
    )
}

/// The response of a queue with independent gaps and exponential service is exponential.
fn of_gaps(theory: Gim1) -> Vec<super::Check> {
    let response = theory.mean_response() * 1e3;
    vec![
        check("nodes.app.delayed_ratio", theory.delayed, 0.02),
        check("nodes.app.wait_ms.mean", theory.mean_wait() * 1e3, 0.06),
        check("latency_ms.mean", response, 0.05),
        percentile("latency_ms.p95", -libm::log(0.05) * response, 0.07),
        percentile("latency_ms.p99", -libm::log(0.01) * response, 0.1),
    ]
}

fn even(seconds: f64) -> Oracle {
    let scenario = Text::client("rate = \"80/s\"\nprocess = \"even\"", seconds)
        .service("app", 1, "exponential(10ms)")
        .link("client", "app", "");
    oracle(
        Family::Queues,
        "D/M/1 at 80%",
        "GI/M/1: Gross et al. 2008, chapter 5",
        scenario.done(),
        of_gaps(Gim1::of_even_arrivals(80.0, 100.0)),
    )
}

/// Twice the rate while on and nothing while off: the gaps are independent.
fn bursts(seconds: f64) -> Oracle {
    let theory = OnOff {
        rate: 120.0,
        on: 0.1,
        off: 0.1,
    };
    let client = "rate = \"60/s\"\nshape = \"bursts(on: 100ms, off: 100ms, times: 2)\"";
    let scenario = Text::client(client, seconds)
        .service("app", 1, "exponential(10ms)")
        .link("client", "app", "");
    oracle(
        Family::Queues,
        "Bursts at 60%",
        "interrupted Poisson arrivals: Kuczura, Bell System Technical Journal 52, 1973; GI/M/1",
        scenario.done(),
        of_gaps(theory.queue(100.0)),
    )
}
