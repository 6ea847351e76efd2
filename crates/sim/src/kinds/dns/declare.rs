//! What a `dns` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, in_flight, level, number, time,
};
use crate::kinds::{Chart, health};

const CHECKS: health::Defaults = health::Defaults {
    interval_ns: 30e9,
    timeout_ns: 4e9,
    unhealthy: 3.0,
    healthy: 3.0,
    docs: [
        "From one health check of each record to the next. Route 53 offers 30 s and 10 s.",
        "How long a check waits. Route 53 gives a place 4 s to take the connection, and 2 s more to answer (docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html).",
        "Failed checks in a row after which a record is no answer any more. Route 53's default: 3.",
        "Good checks in a row after which it is one again. Route 53's default: 3.",
    ],
};

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    let mut params = vec![
        choice(
            "policy",
            "Routing policy",
            "Which record is the answer. Simple: all of them, and each request takes one by chance, well or not. Weighted: by the shares of the links. \
             Latency: of the request's own region, else the link of least latency. Geo: of the request's own region, else the first. Failover: the first that is well.",
            &[
                ("simple", "Simple"),
                ("weighted", "Weighted"),
                ("latency", "Latency"),
                ("geo", "Geolocation"),
                ("failover", "Failover"),
            ],
        ),
        number(
            "ttl",
            "Time to live",
            "How long an answer may be kept. AWS recommends 60 s or less for records with health checks.",
            Unit::Duration,
            (0.0, 604_800e9),
            60e9,
        ),
        number(
            "resolvers",
            "Resolvers",
            "Resolvers with a cache of their own that requests of one region come by; the more, the more often one has to ask.",
            Unit::Count,
            (1.0, 100_000.0),
            100.0,
        )
        .whole()
        .fixed(),
        time("lookup_time", "Lookup time", "Until a resolver that does not know has asked.", 60e9, "lognormal(p50: 20ms, p99: 120ms)"),
        number(
            "lookup_timeout",
            "Lookup timeout",
            "How long a request waits for a name that does not resolve. 5 s is the default of Linux's resolver (resolv.conf(5)).",
            Unit::Duration,
            (0.0, 60e9),
            5e9,
        ),
        time(
            "cross_region_time",
            "Way to another region",
            "Added for a request that is sent to another region than its own, there and back.",
            60e9,
            "0ms",
        ),
        number(
            "query_price",
            "Price of a lookup",
            "Default: Amazon Route 53, standard queries: $0.40 a million (aws.amazon.com/route53/pricing).",
            Unit::Dollars,
            (0.0, 1.0),
            0.4e-6,
        ),
        number(
            "check_price",
            "Price of a health check",
            "Of each record. Default: Amazon Route 53, endpoints inside AWS: $0.50 a month, after the first 50.",
            Unit::DollarsPerHour,
            (0.0, 100.0),
            0.5 / 730.0,
        ),
    ];
    params.extend(health::params(&CHECKS));
    KindSpec::new(
        "dns",
        "DNS",
        "Leads requests to one of several places by name, as each resolver remembers it: change takes its time.",
        params,
        vec![
            counter("requests", "Requests", "Requests that needed the name."),
            counter("lookups", "Lookups", "Times that a resolver had to ask."),
            counter("unresolved", "Unresolved", "Requests that got no answer in time."),
            counter("stale", "Sent to the sick", "Requests sent to a place that was known not to be well, by an answer kept from before."),
            counter("taken_out", "Taken out", "Times that health checks took a record out."),
            level("healthy", "Healthy records", "Records that health checks find well."),
            derived("lookup_ratio", "Lookup share", "Share of the requests that had to wait for a lookup.", Unit::Ratio),
            in_flight("Requests on their way."),
            cost("What lookups and health checks cost."),
        ],
        &[
            "Resolvers and clients that keep an answer longer than they may.",
            "Answers that say there is no such name, and tries at a second name server.",
            "Where a place is: regions are near or not.",
        ],
    )
    .keyed()
    .fails(&[Cause::NodeDown])
    .charts(Chart::Incidents, &["unresolved", "stale"])
}
