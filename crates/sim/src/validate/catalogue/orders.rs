//! One station, and who is served when.

use super::text::Text;
use super::{Family, check, oracle};
use crate::validate::theory::{
    Mmc, PriorityClass, Ps, priority_waits, priority_waits_of_servers, round_robin_response,
};
use crate::validate::{Check, Oracle};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        shared(1000.0 * long),
        shared_by_four(500.0 * long),
        last_in_first_out(1500.0 * long),
        priorities(1500.0 * long),
        priorities_of_servers(500.0 * long),
        in_turn(1000.0 * long),
    ]
}

/// Nine in ten need 5 ms, the tenth 55 ms; 10 ms on average.
const TWO_SIZES: &str =
    "[classes.small]\nweight = 9\nwork = 0.5\n[classes.large]\nweight = 1\nwork = 5.5";

fn one(rate: f64, servers: u32, time: &str, keys: &str, seconds: f64) -> Text {
    Text::poisson(rate, seconds)
        .service_with("app", servers, time, keys)
        .link("client", "app", "")
}

fn shared(seconds: f64) -> Oracle {
    let theory = Ps {
        arrival_rate: 70.0,
        mean_service: 0.01,
    };
    let of = |class: &str, work: f64| {
        let figure = format!("classes.{class}.latency_ms.mean");
        check(&figure, theory.response_of(work) * 1e3, 0.06)
    };
    let sharing = "model = \"processor-sharing\"\n";
    oracle(
        Family::Queues,
        "M/G/1 with processor sharing at 70%",
        "Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, chapter 22",
        one(70.0, 1, "10ms", sharing, seconds)
            .with(TWO_SIZES)
            .done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.06),
            of("small", 0.005),
            of("large", 0.055),
        ],
    )
}

fn shared_by_four(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 320.0,
        service_rate: 100.0,
        servers: 4,
    };
    let sharing = "model = \"processor-sharing\"\n";
    oracle(
        Family::Queues,
        "M/G/4 with processor sharing at 80%",
        "Kelly, Reversibility and Stochastic Networks, 1979, chapter 3: as M/M/4",
        one(320.0, 4, "10ms", sharing, seconds)
            .with(TWO_SIZES)
            .done(),
        vec![check("latency_ms.mean", theory.mean_response() * 1e3, 0.06)],
    )
}

/// Who waits longer, others wait less: on average all wait alike, as long as the order looks at no sizes.
fn last_in_first_out(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 80.0,
        service_rate: 100.0,
        servers: 1,
    };
    let lifo = "discipline = \"lifo\"\n";
    oracle(
        Family::Queues,
        "M/M/1 at 80%, last in, first out",
        "Kleinrock, Queueing Systems 2, 1976, chapter 3: conservation law",
        one(80.0, 1, "exponential(10ms)", lifo, seconds).done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.06),
            check("nodes.app.wait_ms.mean", theory.mean_wait() * 1e3, 0.08),
        ],
    )
}

const PRIORITY: &str = "discipline = \"priority\"\n";

/// Response times of classes that are served for 10 ms.
fn by_class<'a>(
    names: &'a [&'a str],
    waits: Vec<f64>,
    precisions: &'a [f64],
) -> impl Iterator<Item = Check> + 'a {
    names
        .iter()
        .zip(waits)
        .zip(precisions)
        .map(|((name, wait), &precision)| {
            let figure = format!("classes.{name}.latency_ms.mean");
            check(&figure, (wait + 0.01) * 1e3, precision)
        })
}

fn priorities(seconds: f64) -> Oracle {
    let class = |arrival_rate| PriorityClass {
        arrival_rate,
        mean_service: 0.01,
        cv: 0.0,
    };
    let waits = priority_waits(&[class(30.0), class(50.0)]);
    oracle(
        Family::Queues,
        "M/D/1 at 80% with two priorities",
        "Cobham, Operations Research 2, 1954; Gross et al. 2008, chapter 3",
        one(80.0, 1, "10ms", PRIORITY, seconds)
            .with("[classes.high]\nweight = 30\npriority = 1\n[classes.low]\nweight = 50")
            .done(),
        by_class(&["high", "low"], waits, &[0.02, 0.06]).collect(),
    )
}

fn priorities_of_servers(seconds: f64) -> Oracle {
    let waits = priority_waits_of_servers(&[80.0, 120.0, 140.0], 0.01, 4);
    let classes = "[classes.first]\nweight = 80\npriority = 9\n[classes.second]\nweight = 120\npriority = 5\n\
                   [classes.third]\nweight = 140\n";
    oracle(
        Family::Queues,
        "M/M/4 at 85% with three priorities",
        "Cobham, Operations Research 2, 1954; Gross et al. 2008, chapter 3",
        one(340.0, 4, "exponential(10ms)", PRIORITY, seconds)
            .with(classes)
            .done(),
        by_class(&["first", "second", "third"], waits, &[0.02, 0.03, 0.08]).collect(),
    )
}

/// Replicas with a queue each, which get requests in turn.
fn in_turn(seconds: f64) -> Oracle {
    let scenario = Text::poisson(320.0, seconds)
        .node(
            "app",
            "service",
            "replicas = 4\nconcurrency = 1\nqueue = \"per-replica\"\nqueue_limit = 1000000\nservice_time = \"exponential(10ms)\"",
        )
        .link("client", "app", "");
    oracle(
        Family::Queues,
        "4 queues that get requests in turn",
        "Erlang arrivals, GI/M/1: Gross et al. 2008, chapter 5",
        scenario.done(),
        vec![check(
            "latency_ms.mean",
            round_robin_response(320.0, 100.0, 4) * 1e3,
            0.06,
        )],
    )
}
