//! Parameters that are not a node's: those of links, and of the run.

use std::sync::LazyLock;

use super::spec::{ParamSpec, choice, flag, number, time};
use crate::descriptor::Unit;
use crate::scenario::Value;

const S: f64 = 1e9;
const HOUR: f64 = 3600.0 * S;

static LINK: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    vec![
        time(
            "latency",
            "Network latency",
            "One way, drawn anew for the request and for the answer.",
            60.0 * S,
            "0ms",
        ),
        number(
            "loss",
            "Loss",
            "Share of messages that never arrive; the caller learns of it by its timeout.",
            Unit::Ratio,
            (0.0, 1.0),
            0.0,
        ),
        number(
            "bandwidth",
            "Bandwidth",
            "Bytes a second that each message has to itself; 0: sizes cost no time.",
            Unit::Bytes,
            (0.0, 1e12),
            0.0,
        ),
        number(
            "timeout",
            "Timeout",
            "How long the caller waits for one attempt; 0 waits for ever.",
            Unit::Duration,
            (0.0, HOUR),
            0.0,
        )
        .fixed(),
        number(
            "retries",
            "Retries",
            "How many further attempts follow a failed one.",
            Unit::Count,
            (0.0, 20.0),
            0.0,
        )
        .whole(),
        choice(
            "backoff",
            "Backoff",
            "How the wait before an attempt grows.",
            &[("exponential", "Exponential"), ("constant", "Constant")],
        ),
        number(
            "backoff_base",
            "Backoff base",
            "The wait before the first retry. AWS SDKs start at 50 ms, and at 1 s when they are throttled (their rules of 2026).",
            Unit::Duration,
            (0.0, 60.0 * S),
            0.1 * S,
        ),
        number(
            "backoff_cap",
            "Backoff cap",
            "No wait is longer than this. 20 s in the AWS SDKs' standard mode (docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).",
            Unit::Duration,
            (0.0, HOUR),
            20.0 * S,
        ),
        choice(
            "jitter",
            "Jitter",
            "How waits are spread, so that callers that failed together do not return together.",
            &[
                ("full", "Full"),
                ("none", "None"),
                ("equal", "Equal"),
                ("decorrelated", "Decorrelated"),
            ],
        ),
        number(
            "retry_budget",
            "Retry budget",
            "Retries a call, over time: 10% lets one call in ten be retried. 0 sets no budget.",
            Unit::Ratio,
            (0.0, 10.0),
            0.0,
        ),
        flag(
            "cancel",
            "Cancellation",
            "Whether a caller that gives up tells the callee, which then stops working on it.",
            false,
        ),
        flag(
            "deadline_propagation",
            "Deadline propagation",
            "Whether the callee is told until when its answer is of use, and turns down what is too late (gRPC deadlines).",
            false,
        ),
        number(
            "hedge_after",
            "Hedge after",
            "How long before a second attempt starts beside the first, whose answer counts if it is sooner; 0 never.",
            Unit::Duration,
            (0.0, HOUR),
            0.0,
        ),
        number(
            "connections",
            "Connections",
            "Calls at once, of a pool or a bulkhead; 0 sets no bound.",
            Unit::Count,
            (0.0, 1e6),
            0.0,
        )
        .whole(),
        number(
            "connection_queue",
            "Connection queue",
            "Calls that may wait for a connection; one more fails at once. Their timeout runs meanwhile.",
            Unit::Count,
            (0.0, 1e9),
            1e6,
        )
        .whole(),
        number(
            "breaker_threshold",
            "Breaker threshold",
            "Share of failures among the last calls at which the circuit breaker opens; 0: there is none. 50% in resilience4j.",
            Unit::Ratio,
            (0.0, 1.0),
            0.0,
        ),
        number(
            "breaker_window",
            "Breaker window",
            "How many of the last calls it looks at. 100 in resilience4j.",
            Unit::Count,
            (1.0, 1024.0),
            100.0,
        )
        .whole()
        .fixed(),
        number(
            "breaker_open",
            "Breaker open time",
            "How long it lets nothing through before it tries again. 60 s in resilience4j.",
            Unit::Duration,
            (0.0, HOUR),
            60.0 * S,
        ),
        number(
            "breaker_probes",
            "Breaker probes",
            "How many calls a half-open breaker lets through to decide. 10 in resilience4j.",
            Unit::Count,
            (1.0, 1000.0),
            10.0,
        )
        .whole(),
        number(
            "share",
            "Share",
            "Of the calls that a route sends along this link, the share that goes.",
            Unit::Ratio,
            (0.0, 1.0),
            1.0,
        ),
    ]
});

/// What a link takes, in the order of [`crate::scenario::Link::params`].
pub fn link_params() -> &'static [ParamSpec] {
    &LINK
}

/// The value of a link's parameter.
pub(crate) fn link_value<'a>(values: &'a [Value], key: &str) -> Option<&'a Value> {
    LINK.iter()
        .position(|spec| spec.descriptor.key == key)
        .and_then(|i| values.get(i))
}

static RUN: LazyLock<Vec<ParamSpec>> = LazyLock::new(|| {
    // Ranges wide of what makes sense: the checks of a scenario say why a run is refused.
    const CENTURIES: f64 = 1.8e19;
    let time = |key, label, doc, default| {
        number(key, label, doc, Unit::Duration, (0.0, CENTURIES), default).fixed()
    };
    vec![
        time(
            "duration",
            "Duration",
            "Simulated time from start to end.",
            60.0 * S,
        ),
        time(
            "warmup",
            "Warm-up",
            "Requests due before this are not measured.",
            0.0,
        ),
        time(
            "deadline",
            "Deadline",
            "A later answer is no goodput; 0 counts every success.",
            0.0,
        ),
        time(
            "objective",
            "Objective",
            "The service-level objective: how soon requests shall be answered well; 0 sets none.",
            0.0,
        ),
        number(
            "objective_share",
            "Share of the objective",
            "Of all requests, the share that the objective is about. What is left is the error budget.",
            Unit::Ratio,
            (0.0, 0.999_999),
            0.99,
        )
        .fixed(),
        number(
            "seed",
            "Seed",
            "Where all random streams start.",
            Unit::Count,
            (0.0, 9e15),
            1.0,
        )
        .whole()
        .fixed(),
        number(
            "max_events",
            "Event ceiling",
            "The run stops after so many events.",
            Unit::Count,
            (1.0, 4e9),
            4e9,
        )
        .whole()
        .fixed(),
    ]
});

/// What `[run]` takes.
pub fn run_params() -> &'static [ParamSpec] {
    &RUN
}
