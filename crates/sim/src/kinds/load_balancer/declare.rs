//! What a `load-balancer` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, flag, in_flight, level, number, time,
};
use crate::kinds::{Chart, health};

const S: f64 = 1e9;

const CHECKS: health::Defaults = health::Defaults {
    interval_ns: 30.0 * S,
    timeout_ns: 5.0 * S,
    unhealthy: 2.0,
    healthy: 5.0,
    docs: [
        "From one health check of all targets to the next. 30 s is AWS's default for an Application Load Balancer (docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html).",
        "How long it waits for a target to answer a check. AWS's default: 5 s.",
        "Failed checks in a row after which a target gets no more requests. AWS's default: 2.",
        "Good checks in a row after which it gets requests again. AWS's default: 5.",
    ],
};

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    let mut params = vec![
        choice(
            "algorithm",
            "Algorithm",
            "Which target a request goes to. Two choices: the less busy of two drawn at random. Peak EWMA: of two the one whose \
             latency, mindful of peaks, times requests under way is lower (Finagle, Linkerd). Consistent hash: by the key of the request.",
            &[
                ("round-robin", "Round robin"),
                ("weighted", "Weighted round robin"),
                ("random", "Random"),
                ("least-connections", "Least connections"),
                ("two-choices", "Power of two choices"),
                ("peak-ewma", "Peak EWMA"),
                ("consistent-hash", "Consistent hash"),
            ],
        ),
        choice(
            "weights",
            "Weights",
            "Of weighted round robin. Links: by the share of each link, spread over the instances at its end. Instances: each instance has the share of its link.",
            &[("links", "By link"), ("instances", "By instance")],
        ),
        number(
            "balance_factor",
            "Balance factor",
            "Of consistent hash: no target has more than so many times the average of requests under way, the next on the ring takes \
             them (Mirrokni, Thorup, Zadimoghaddam, SODA 2018; HAProxy calls 1.25 to 2 reasonable); 0: no bound.",
            Unit::Count,
            (0.0, 100.0),
            1.25,
        ),
        number(
            "ewma_decay",
            "Decay of latencies",
            "Of peak EWMA: how long a latency is remembered. Finagle's default: 10 s.",
            Unit::Duration,
            (1e6, 3600.0 * S),
            10.0 * S,
        ),
        flag(
            "sticky",
            "Sticky sessions",
            "Whether requests about the same key go to the same target as long as it is there.",
            false,
        ),
        number(
            "sticky_for",
            "Sticky for",
            "How long after its last request a key is remembered. AWS's default: one day.",
            Unit::Duration,
            (1e6, 604_800.0 * S),
            86_400.0 * S,
        ),
        number(
            "slow_start",
            "Slow start",
            "How long a target that is new or comes back takes to get its full share, from a tenth of it up (Envoy); AWS allows 30 s to 900 s. 0: at once.",
            Unit::Duration,
            (0.0, 900.0 * S),
            0.0,
        ),
    ];
    params.extend(health::params(&CHECKS));
    params.extend([
        choice(
            "outliers",
            "Outlier ejection",
            "Whether a target whose answers are failures is left out for a while, without asking it (Envoy's outlier detection).",
            &[
                ("off", "Off"),
                ("consecutive", "Failures in a row"),
                ("success-rate", "Success rate below the others'"),
                ("both", "Both"),
            ],
        ),
        number("consecutive_failures", "Failures in a row", "After so many a target is ejected. Envoy's default: 5.", Unit::Count, (1.0, 10_000.0), 5.0).whole(),
        number(
            "outlier_interval",
            "Outlier interval",
            "How often success rates are compared and ejected targets let back. Envoy's default: 10 s.",
            Unit::Duration,
            (1e6, 3600.0 * S),
            10.0 * S,
        ),
        number(
            "ejection_time",
            "Ejection time",
            "How long a target is ejected, times how often it was. Envoy's default: 30 s, and 300 s at most.",
            Unit::Duration,
            (1e6, 300.0 * S),
            30.0 * S,
        ),
        number(
            "max_ejected",
            "Most ejected",
            "Share of the targets that may be ejected at once; one always may, as Envoy has it with always_eject_one_host. Envoy's default: 10%.",
            Unit::Ratio,
            (0.0, 1.0),
            0.1,
        ),
        time("overhead", "Overhead", "Reading and passing on a request.", 60e9, "1ms"),
        number(
            "requests_per_connection",
            "Requests a connection",
            "How many requests come over one connection of a client: new connections are part of the bill.",
            Unit::Count,
            (1.0, 1e6),
            100.0,
        ),
        number(
            "hourly_price",
            "Price of an hour",
            "Default: AWS Application Load Balancer, us-east-1, November 2026 (aws.amazon.com/elasticloadbalancing/pricing).",
            Unit::DollarsPerHour,
            (0.0, 100.0),
            0.0225,
        ),
        number(
            "lcu_price",
            "Price of a capacity unit",
            "An hour of 25 new connections a second, or of 1 GB, whichever a request takes more of. Default: AWS, us-east-1, November 2026.",
            Unit::Dollars,
            (0.0, 10.0),
            0.008,
        ),
    ]);
    KindSpec::new(
        "load-balancer",
        "Load balancer",
        "Sends each request to one of the instances at the ends of its links, and leaves out those that are not well.",
        params,
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("unreached", "No target", "Calls refused because there was no instance at all."),
            counter("taken_out", "Taken out", "Times that health checks took a target out."),
            counter("ejections", "Ejections", "Times that a target was ejected for its failures."),
            counter(
                "moved",
                "Moved keys",
                "Sticky or consistent hash: requests that went to another target than the last about the same key.",
            ),
            level("available", "Available targets", "Targets that get requests."),
            derived("imbalance", "Imbalance", "Requests of the target that got most, times the average.", Unit::Count),
            derived("peak_outstanding", "Most at one target", "Requests under way at one target at once, at most.", Unit::Count),
            in_flight("Requests inside, those that wait for a target's answer included."),
            cost("What its hours and capacity units cost."),
        ],
        &[
            "Its own capacity: a managed balancer grows with its load.",
            "What checks cost a target, and checks that fail because it is busy.",
            "Retries of a link go to the instance chosen first; a caller's own are balanced anew.",
            "Active connections and rule evaluations in the bill.",
        ],
    )
    .keyed()
    .fails(&[Cause::NodeDown])
    .charts(Chart::Concurrency, &["in_flight", "available"])
    .charts(Chart::Incidents, &["taken_out", "ejections"])
}
