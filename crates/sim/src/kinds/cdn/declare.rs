//! What a `cdn` takes and tells.

use crate::descriptor::Unit;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, cost, counter, derived, flag, in_flight, level, number, time};

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "cdn",
        "CDN",
        "Points of presence near the clients that keep copies of what the origin answers, and ask it for what they do not have.",
        vec![
            number(
                "pops",
                "Points of presence",
                "In each region that requests come from; each has a cache of its own, and a request meets one of them.",
                Unit::Count,
                (1.0, 1000.0),
                1.0,
            )
            .whole()
            .fixed(),
            number("capacity", "Capacity", "Bytes that each point of presence holds; the least recently used go first.", Unit::Bytes, (1.0, 1e15), 1e12),
            number(
                "ttl",
                "Time to live",
                "How long a copy is good. 24 hours is CloudFront's default where the origin says nothing.",
                Unit::Duration,
                (0.0, 31_536_000e9),
                86_400e9,
            ),
            flag("shield", "Origin shield", "One more cache that all points of presence ask before the origin.", false).fixed(),
            number("shield_capacity", "Capacity of the shield", "Bytes that the origin shield holds.", Unit::Bytes, (1.0, 1e15), 1e12),
            flag("collapse", "Request collapsing", "Whether requests for what is being fetched wait for it; else each asks the origin.", true).fixed(),
            time("hit_time", "Hit time", "Of an answer from a point of presence.", 60e9, "lognormal(p50: 2ms, p99: 10ms)"),
            time("shield_time", "Shield time", "From a point of presence to the shield and back.", 60e9, "lognormal(p50: 15ms, p99: 50ms)"),
            number(
                "egress_price",
                "Price of a gigabyte",
                "Sent to clients. Default: Amazon CloudFront, North America and Europe, first 10 TB a month, 2026: $0.085 (aws.amazon.com/cloudfront/pricing).",
                Unit::Dollars,
                (0.0, 10.0),
                0.085,
            ),
            number(
                "request_price",
                "Price of a request",
                "Default: Amazon CloudFront, HTTPS, North America, 2026: $0.0100 for 10,000.",
                Unit::Dollars,
                (0.0, 1.0),
                1e-6,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("hits", "Hits", "Answered by the copy of a point of presence."),
            counter("misses", "Misses", "Reads that their point of presence had no good copy for."),
            counter("shield_hits", "Shield hits", "Misses that the origin shield had a copy for."),
            counter("collapsed", "Collapsed", "Misses that waited for the answer to another."),
            counter("expired", "Expired", "Misses whose copy was there and too old."),
            counter("evicted", "Evicted", "Copies that made room for others."),
            counter("origin_fetches", "Origin fetches", "Calls that went on to the origin, writes included."),
            level("waiting", "Waiting", "Requests that wait for the answer to another."),
            derived("hit_ratio", "Hit ratio", "Share of the reads that a point of presence answered by itself.", Unit::Ratio),
            derived("origin_offload", "Origin offload", "Share of the calls that did not reach the origin.", Unit::Ratio),
            derived("egress", "Egress", "Bytes sent to clients.", Unit::Bytes),
            derived("stored", "Stored", "Bytes held by all caches at the end.", Unit::Bytes),
            in_flight("Requests inside, those that wait for the origin included."),
            cost("What requests and bytes cost."),
        ],
        &[
            "Asking the origin whether an old copy is still good: it is fetched anew.",
            "Parts of objects, and compression.",
            "Prices by region, and what a shield costs.",
            "More than four million objects in one cache: the least recently used go, as if it were full.",
        ],
    )
    .keyed()
    .charts(Chart::Concurrency, &["in_flight", "waiting"])
    .charts(Chart::Incidents, &["misses", "origin_fetches"])
}
