//! What rate limits let through.

use super::text::Text;
use super::{EDGES, Family, check, oracle};
use crate::validate::Oracle;
use crate::validate::theory::{FixedWindow, TokenBucket, leaky_bucket, sliding_log_refused};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        long_run(100.0 * long),
        refused("Token bucket at 80% of its rate", 80.0, 5, 1500.0 * long),
        refused("Token bucket at 120% of its rate", 120.0, 10, 600.0 * long),
        burst(),
        limiter_bucket(2400.0 * long),
        leaky(2400.0 * long),
        fixed_window(2400.0 * long),
        sliding_log(1000.0 * long),
    ]
}

fn gateway(client: &str, rate: f64, burst: u32, seconds: f64, warm_up: f64) -> String {
    let keys = format!("rate_limit = \"{rate}/s\"\nburst = {burst}\noverhead = \"0ms\"");
    Text::client_from(client, seconds, warm_up)
        .node("api", "api-gateway", &keys)
        .link("client", "api", "")
        .done()
}

const POLICING: &str = "ITU-T I.371, generic cell rate algorithm; RFC 2697, 1999";

fn long_run(seconds: f64) -> Oracle {
    let theory = TokenBucket {
        rate: 1000.0,
        burst: 500,
    };
    let passed = check(
        "requests.completed_per_second",
        theory.long_run(2000.0),
        0.01,
    );
    oracle(
        Family::Limits,
        "Token bucket at twice its rate",
        POLICING,
        gateway("rate = \"2000/s\"", 1000.0, 500, seconds, 20.0),
        vec![passed.off_by(EDGES)],
    )
}

fn refused(name: &str, arrival_rate: f64, burst: u32, seconds: f64) -> Oracle {
    let theory = TokenBucket { rate: 100.0, burst };
    let client = format!("rate = \"{arrival_rate}/s\"");
    oracle(
        Family::Limits,
        name,
        "M/D/1/K: Gross et al. 2008, chapter 5",
        gateway(&client, 100.0, burst, seconds, 20.0),
        vec![check(
            "requests.error_ratio",
            theory.refused(arrival_rate),
            0.04,
        )],
    )
}

/// A full bucket meets ten seconds of ten times its rate; nothing in it is chance.
fn burst() -> Oracle {
    let theory = TokenBucket {
        rate: 100.0,
        burst: 500,
    };
    let most = theory.most_passed(10.0) as f64;
    let client = "rate = \"1000/s\"\nprocess = \"even\"";
    let mut made = oracle(
        Family::Limits,
        "Most that a token bucket lets through in 10 s",
        POLICING,
        gateway(client, 100.0, 500, 10.0, 0.0),
        // One request more or less at the end.
        vec![check("requests.completed", most, 0.001).off_by(0.001)],
    );
    made.replications = 2;
    made
}

fn limiter(rate: f64, keys: &str, seconds: f64) -> String {
    Text::poisson(rate, seconds)
        .node("limit", "rate-limiter", keys)
        .link("client", "limit", "")
        .done()
}

fn limiter_bucket(seconds: f64) -> Oracle {
    let theory = TokenBucket {
        rate: 100.0,
        burst: 20,
    };
    let keys = "algorithm = \"token-bucket\"\nlimit = 10\nwindow = \"100ms\"\nburst = 20";
    oracle(
        Family::Limits,
        "Token bucket of a rate limiter at 100%",
        "M/D/1/K: Gross et al. 2008, chapter 5",
        limiter(100.0, keys, seconds),
        vec![check("requests.error_ratio", theory.refused(100.0), 0.08)],
    )
}

/// Nine may wait behind the one that leaves next; who waits is let through when a server would begin.
fn leaky(seconds: f64) -> Oracle {
    let theory = leaky_bucket(90.0, 100.0, 10);
    let keys = "algorithm = \"leaky-bucket\"\nlimit = 100\nwindow = \"1s\"\nburst = 9";
    oracle(
        Family::Limits,
        "Leaky bucket at 90% of its rate",
        "M/D/1/K: Gross et al. 2008, chapter 5; Turner, IEEE Communications 24, 1986",
        limiter(90.0, keys, seconds),
        vec![
            check("requests.error_ratio", theory.blocking(), 0.08),
            check(
                "latency_ms.mean",
                (theory.mean_response() - theory.service) * 1e3,
                0.03,
            ),
        ],
    )
}

fn fixed_window(seconds: f64) -> Oracle {
    let theory = FixedWindow {
        limit: 100,
        window: 1.0,
    };
    let keys = "algorithm = \"fixed-window\"\nlimit = 100\nwindow = \"1s\"";
    oracle(
        Family::Limits,
        "Fixed window at its limit",
        "Poisson counts: Gross et al. 2008, chapter 1",
        limiter(100.0, keys, seconds),
        vec![check("requests.error_ratio", theory.refused(100.0), 0.05)],
    )
}

fn sliding_log(seconds: f64) -> Oracle {
    let keys = "algorithm = \"sliding-log\"\nlimit = 20\nwindow = \"1s\"";
    oracle(
        Family::Limits,
        "Sliding log at 120% of its limit",
        "Erlang B: Gross et al. 2008, chapters 2 and 5: who passed is counted for the window",
        limiter(24.0, keys, seconds),
        vec![check(
            "requests.error_ratio",
            sliding_log_refused(24.0, 20, 1.0),
            0.03,
        )],
    )
}
