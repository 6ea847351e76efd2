//! What a `key-value-store` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, flag, in_flight, number, time, times,
};

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "key-value-store",
        "Key-value store",
        "A managed store whose keys are spread over partitions, each with so many reads and writes a second.",
        vec![
            number("partitions", "Partitions", "Parts that keys are spread over; each has limits of its own.", Unit::Count, (1.0, 10_000.0), 4.0)
                .whole()
                .fixed(),
            choice(
                "capacity",
                "Capacity mode",
                "On demand is limited by the partitions alone and paid by the request; provisioned is limited and paid by the units set.",
                &[("on-demand", "On demand"), ("provisioned", "Provisioned")],
            )
            .fixed(),
            number("read_units", "Read units", "Provisioned: strongly consistent reads of 4 KB a second.", Unit::PerSecond, (1.0, 1e7), 1000.0),
            number("write_units", "Write units", "Provisioned: writes of 1 KB a second.", Unit::PerSecond, (1.0, 1e7), 500.0),
            flag(
                "adaptive",
                "Adaptive capacity",
                "A hot partition may use what the table has left, up to the partition's own limits.",
                true,
            )
            .fixed(),
            flag("eventual", "Eventually consistent reads", "They cost half a unit.", true),
            flag(
                "by_key",
                "Partition by key",
                "Whether a request goes to the partition of what it is about, so that popular keys heat theirs; else it goes to any.",
                false,
            )
            .fixed(),
            number("item_size", "Item size", "What one read or write moves.", Unit::Bytes, (1.0, 409_600.0), 500.0),
            number("hot_share", "Hot share", "Share of the requests that go to one partition; the rest is spread evenly.", Unit::Ratio, (0.0, 1.0), 0.0),
            number("hit_ratio", "Hit ratio", "Share of reads that find their key; a route may go on for a miss only.", Unit::Ratio, (0.0, 1.0), 1.0),
            time("read_time", "Read time", "Of a read that is let through. DynamoDB promises single-digit milliseconds.", 60e9, "lognormal(p50: 3ms, p99: 10ms)"),
            time("write_time", "Write time", "Of a write that is let through.", 60e9, "lognormal(p50: 5ms, p99: 15ms)"),
            number(
                "replicas",
                "Replicas",
                "Copies of each item (N), each of which is read or written on its own time; 1 leaves copies to the store.",
                Unit::Count,
                (1.0, 9.0),
                1.0,
            )
            .whole()
            .fixed(),
            number("read_quorum", "Read quorum", "Answers of replicas that a read waits for (R), of all that it asks.", Unit::Count, (1.0, 9.0), 1.0).whole(),
            number(
                "write_quorum",
                "Write quorum",
                "Answers of replicas that a write waits for (W). With R + W more than N every read meets the last write.",
                Unit::Count,
                (1.0, 9.0),
                1.0,
            )
            .whole(),
            flag(
                "read_repair",
                "Read repair",
                "Whether a read that meets a replica which is behind brings it up to date.",
                true,
            ),
            number(
                "read_price",
                "Price of a read unit",
                "On demand. Default: DynamoDB, us-east-1, November 2026: $0.125 a million (aws.amazon.com/dynamodb/pricing/on-demand).",
                Unit::Dollars,
                (0.0, 1.0),
                0.125e-6,
            ),
            number("write_price", "Price of a write unit", "On demand. Default: DynamoDB, us-east-1, November 2026: $0.625 a million.", Unit::Dollars, (0.0, 1.0), 0.625e-6),
            number(
                "read_unit_price",
                "Price of a provisioned read unit",
                "Default: DynamoDB, us-east-1 (aws.amazon.com/dynamodb/pricing/provisioned).",
                Unit::DollarsPerHour,
                (0.0, 100.0),
                0.000_13,
            ),
            number("write_unit_price", "Price of a provisioned write unit", "Default: DynamoDB, us-east-1.", Unit::DollarsPerHour, (0.0, 100.0), 0.000_65),
        ],
        vec![
            counter("reads", "Reads", "Reads let through."),
            counter("writes", "Writes", "Writes let through."),
            counter("throttles", "Throttles", "Calls refused because a partition or the table was out of units."),
            counter("misses", "Misses", "Reads that found nothing."),
            counter("stale_reads", "Stale reads", "Reads that met no replica with the last write that was answered before."),
            counter("repairs", "Repairs", "Replicas that a read brought up to date."),
            counter("unavailable", "Unavailable", "Calls refused because fewer replicas were there than they wait for."),
            times("inconsistency_ms", "Inconsistency", "From when a write was answered until the last of the replicas had it, where there are several."),
            derived("consumed_units", "Consumed units", "Read and write units used a second.", Unit::PerSecond),
            in_flight("Requests inside."),
            cost("What capacity and requests cost."),
        ],
        &[
            "Splitting of partitions as they fill or heat up.",
            "What is stored under a key: a read misses by chance.",
            "Hinted handoff, and what a replica misses while it is away: it comes back with everything.",
            "Storage, indexes, streams and backups in the bill.",
        ],
    )
    .keyed()
    .fails(&[Cause::Throttled])
    .charts(Chart::Incidents, &["throttles"])
}
