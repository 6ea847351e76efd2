//! What an `event-stream` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, choice, cost, counter, derived, level, number, time, times};

const S: f64 = 1e9;
const DAY: f64 = 86_400.0 * S;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "event-stream",
        "Event stream",
        "A log of records in partitions, each kept in order on several replicas and read by every consumer group at its own pace.",
        vec![
            number(
                "partitions",
                "Partitions",
                "Parts of the log, by key. Each is written by one leader and read by one consumer of a group: they bound both.",
                Unit::Count,
                (1.0, 10_000.0),
                6.0,
            )
            .whole()
            .fixed(),
            choice(
                "acks",
                "Acknowledgements",
                "What a producer waits for: all replicas that are in sync, the leader, or nothing.",
                &[("all", "All in sync"), ("leader", "Leader"), ("none", "None")],
            ),
            number("replicas", "Replicas", "Copies of each partition, its leader among them.", Unit::Count, (1.0, 15.0), 3.0).whole().fixed(),
            number(
                "min_in_sync",
                "Minimum in sync",
                "With fewer replicas a record that asks for all acknowledgements is refused (Kafka: min.insync.replicas).",
                Unit::Count,
                (1.0, 15.0),
                2.0,
            )
            .whole(),
            time(
                "append_time",
                "Append time",
                "Of a leader for one record; those of a partition are written one after the other.",
                60.0 * S,
                "0.1ms",
            ),
            time(
                "replication_time",
                "Replication time",
                "Until a follower has a record and the leader knows. An order of magnitude: from producer to consumer LinkedIn measured 2 ms in the median and 3 ms in the 99th percentile (engineering.linkedin.com, 2014).",
                60.0 * S,
                "lognormal(p50: 2ms, p99: 3ms)",
            ),
            number(
                "buffer",
                "Producer buffer",
                "Records that may wait for the leader of one partition; one more is refused.",
                Unit::Count,
                (1.0, 1e6),
                10_000.0,
            )
            .whole(),
            time("election_time", "Election time", "After a failover, until partitions have leaders again.", 3600.0 * S, "uniform(1s, 5s)"),
            number(
                "retention",
                "Retention",
                "A record older than this is dropped, read or not. 7 days is Kafka's default (log.retention.hours).",
                Unit::Duration,
                (S, 365.0 * DAY),
                7.0 * DAY,
            )
            .fixed(),
            number(
                "retained",
                "Records kept",
                "The most that one partition keeps of what is not read; the oldest goes.",
                Unit::Count,
                (1.0, 1e7),
                1e6,
            )
            .whole(),
            number(
                "consumers",
                "Consumers of a group",
                "How many share the partitions in each group; 0: as many as there are partitions. More have nothing to do.",
                Unit::Count,
                (0.0, 10_000.0),
                0.0,
            )
            .whole(),
            choice(
                "delivery",
                "Delivery",
                "What a consumer makes of a batch: a call for each record, one after the other, or one call for all.",
                &[("records", "Record by record"), ("batches", "Batch by batch")],
            )
            .fixed(),
            number("batch", "Batch", "The most records a consumer fetches at once. 500 is Kafka's default (max.poll.records).", Unit::Count, (1.0, 100_000.0), 500.0)
                .whole(),
            time("poll_time", "Poll time", "Of a fetch, from when a consumer asks until it has its batch.", 60.0 * S, "5ms"),
            number(
                "max_attempts",
                "Attempts",
                "A record that fails so often goes to the dead letters, and holds up its partition until then; 0: for ever. 10 in Spring for Apache Kafka.",
                Unit::Count,
                (0.0, 1000.0),
                10.0,
            )
            .whole(),
            number("retry_delay", "Retry delay", "Before a record that failed is tried again.", Unit::Duration, (1e6, 3600.0 * S), 0.1 * S),
            number(
                "rebalance_time",
                "Rebalance time",
                "How long a group does not read when consumers have come or gone. Kafka waits 3 s for others when a group is new (group.initial.rebalance.delay.ms); after that it depends on the consumers.",
                Unit::Duration,
                (0.0, 3600.0 * S),
                3.0 * S,
            ),
            number(
                "partition_price",
                "Price of a partition",
                "Default: Amazon Kinesis Data Streams, provisioned, us-east-1: $0.015 a shard and hour (aws.amazon.com/kinesis/data-streams/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.015,
            ),
            number("record_price", "Price of a record", "Default: Amazon Kinesis, us-east-1: $0.014 a million of up to 25 KB.", Unit::Dollars, (0.0, 1.0), 0.014e-6),
        ],
        vec![
            counter("records", "Records", "Records appended: how far the log has grown."),
            counter("refused", "Refused", "Records turned away: no leader, too few replicas in sync, or too many waiting."),
            counter("consumed", "Consumed", "Records that a group is done with, of all groups."),
            counter("retried", "Retried", "Records given to a consumer again because it had failed with them."),
            counter("reread", "Read again", "Records read again after a rebalance, because their offset was not committed."),
            counter("dead_letters", "Dead letters", "Records that a group gave up."),
            counter("lost", "Lost", "Records dropped by retention before a group had read them."),
            counter("rebalances", "Rebalances", "Times that consumers came or went."),
            level("lag", "Lag", "Records appended and not yet committed, of all partitions and groups."),
            level("reading", "Reading", "Batches that consumers are at."),
            times("append_ms", "Append", "From when a record came until it was in the log of its leader."),
            times("delivery_ms", "Delivery", "From when a record was appended until a group was done with it."),
            derived("lag_max", "Greatest lag of a partition", "The most that one group was behind in one partition.", Unit::Count),
            derived("hottest_share", "Share of the hottest partition", "Of all records, those in the fullest partition.", Unit::Ratio),
            cost("What partitions and records cost."),
        ],
        &[
            "Batches of producers, compression and sizes: a record is a record.",
            "A follower that is lost leaves the replicas in sync at once, and one that returns has caught up.",
            "Records that a failed leader had acknowledged and not copied: a failover loses time and no records.",
            "Which consumer reads which partition: whoever is free reads the next that has something.",
        ],
    )
    .keyed()
    .asynchronous()
    .fails(&[Cause::NodeDown, Cause::QueueFull])
    .charts(Chart::Backlog, &["lag"])
    .charts(Chart::Concurrency, &["reading"])
    .charts(Chart::Incidents, &["refused", "retried", "lost"])
}
