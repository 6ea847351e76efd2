//! Messages that wait for a consumer, or for company.

use super::text::{MANY, Text};
use super::{Family, check, oracle};
use crate::validate::Oracle;
use crate::validate::theory::{BatchServer, Batcher, Mmc, mg1_mean_wait};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        consumers(400.0 * long),
        company(200.0 * long),
        bulk(400.0 * long),
        tokens(2000.0 * long),
    ]
}

fn consumers(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 400.0,
        service_rate: 100.0,
        servers: 5,
    };
    let scenario = Text::poisson(400.0, seconds)
        .node("q", "queue", "send_time = \"0ms\"\nconsumers = 5")
        .service("w", MANY, "exponential(10ms)")
        .link("client", "q", "")
        .link("q", "w", "");
    oracle(
        Family::Messages,
        "Queue with 5 consumers at 80%",
        "Erlang C: Gross et al. 2008, chapter 2",
        scenario.done(),
        vec![
            check("nodes.q.wait_ms.mean", theory.mean_wait() * 1e3, 0.06),
            check("nodes.q.depth", theory.mean_waiting(), 0.06),
            check("nodes.q.in_flight", theory.offered(), 0.01),
            check("nodes.q.age_ms.mean", theory.mean_response() * 1e3, 0.05),
        ],
    )
}

/// A worker behind a queue that holds nothing back.
fn worker(rate: f64, keys: &str, seconds: f64) -> String {
    Text::poisson(rate, seconds)
        .node(
            "q",
            "queue",
            &format!("send_time = \"0ms\"\nconsumers = {MANY}"),
        )
        .node("w", "worker", keys)
        .link("client", "q", "")
        .link("q", "w", "")
        .done()
}

fn company(seconds: f64) -> Oracle {
    let theory = Batcher {
        arrival_rate: 100.0,
        size: 10,
        timeout: 0.06,
    };
    let keys = "replicas = 1\nconcurrency = 10000\nbatch_size = 10\nbatch_window = \"60ms\"\nservice_time = \"1ms\"";
    oracle(
        Family::Messages,
        "Batches of up to 10 within 60 ms",
        "Poisson counts: Gross et al. 2008, chapter 1",
        worker(100.0, keys, seconds),
        vec![
            check("nodes.w.batch_size", theory.mean_size(), 0.01),
            check("nodes.w.wait_ms.mean", theory.mean_wait() * 1e3, 0.01),
        ],
    )
}

/// One worker that takes whatever waits, up to 8.
fn bulk(seconds: f64) -> Oracle {
    let theory = BatchServer {
        arrival_rate: 120.0,
        service: 0.05,
        limit: 8,
    };
    let keys = "replicas = 1\nconcurrency = 1\nbatch_size = 8\nbatch_window = \"0ms\"\nservice_time = \"50ms\"";
    oracle(
        Family::Messages,
        "One server of batches of up to 8 at 75%",
        "bulk service: Downton, J. R. Statist. Soc. B 17, 1955; Janssen and van Leeuwaarden, Queueing Systems 50, 2005",
        worker(120.0, keys, seconds),
        vec![
            check("nodes.w.batch_size", theory.mean_batch(), 0.02),
            check("nodes.w.wait_ms.mean", theory.mean_wait() * 1e3, 0.05),
        ],
    )
}

/// A model that answers one request after the other: 100 tokens read and 50 written, 10 ms and 50 times 1.8 ms.
fn tokens(seconds: f64) -> Oracle {
    let keys = "max_batch = 1\nprompt_tokens = \"100\"\noutput_tokens = \"50\"\nprefill_rate = \"10000/s\"\n\
                step_time = \"1.8ms\"\nstep_per_request = \"0ms\"\nqueue_limit = 1000000";
    let scenario = Text::poisson(7.0, seconds)
        .node("model", "model-server", keys)
        .link("client", "model", "");
    let wait = mg1_mean_wait(7.0, 0.1, 0.0);
    oracle(
        Family::Messages,
        "Model that answers one request at a time, at 70%",
        "Pollaczek and Khinchine: Gross et al. 2008, chapter 5",
        scenario.done(),
        vec![
            check("nodes.model.utilisation", 0.7, 0.02),
            check("nodes.model.wait_ms.mean", wait * 1e3, 0.06),
            check("latency_ms.mean", (wait + 0.1) * 1e3, 0.04),
        ],
    )
}
