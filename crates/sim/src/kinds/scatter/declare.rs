//! What the kinds that scatter and gather take and tell alike.

use crate::descriptor::Unit;
use crate::kinds::spec::{
    Metric, ParamSpec, choice, cost, counter, derived, in_flight, level, number, time, times,
};

/// The parameters of a kind: its own, and those of scatter and gather.
pub(in crate::kinds) fn params(mut own: Vec<ParamSpec>, copy_price: ParamSpec) -> Vec<ParamSpec> {
    let count = Unit::Count;
    let mut all = vec![
        number(
            "shards",
            "Shards",
            "Parts of the index, each of which every query asks.",
            count,
            (1.0, 1000.0),
            3.0,
        )
        .whole()
        .fixed(),
        number(
            "replicas",
            "Replicas",
            "Copies of each shard beside the first, which share the queries.",
            count,
            (0.0, 20.0),
            1.0,
        )
        .whole()
        .fixed(),
        number(
            "slots",
            "Slots",
            "Parts of the work that each copy does at once. Elasticsearch: cores x 3 / 2 + 1.",
            count,
            (1.0, 10_000.0),
            4.0,
        )
        .whole(),
        number(
            "queue_limit",
            "Queue bound",
            "Parts of queries that may wait at each copy; 1,000 in Elasticsearch.",
            count,
            (0.0, 1e6),
            1000.0,
        )
        .whole(),
        choice(
            "selection",
            "Copy asked",
            "Adaptive: of each shard the copy with the least to do; else one after the other.",
            &[("adaptive", "Adaptive"), ("round-robin", "Round robin")],
        ),
    ];
    all.append(&mut own);
    all.extend([
        time(
            "merge_time",
            "Merge time",
            "To put the shards' answers together and fetch what is shown.",
            3600e9,
            "1ms",
        ),
        number(
            "refresh_interval",
            "Refresh interval",
            "What is written is found after the next refresh; 0: at once. 1 s in Elasticsearch.",
            Unit::Duration,
            (0.0, 86_400e9),
            1e9,
        )
        .fixed(),
        copy_price,
    ]);
    all
}

pub(in crate::kinds) fn metrics(mut own: Vec<Metric>) -> Vec<Metric> {
    let mut all = vec![
        counter("queries", "Queries", "Queries answered."),
        counter("writes", "Writes", "Documents written."),
        counter(
            "rejected",
            "Rejected",
            "Calls refused because a copy that they needed had its queue full.",
        ),
        counter(
            "stale_reads",
            "Stale reads",
            "Queries about a key whose last write was not yet found.",
        ),
        level("running", "Running", "Parts of the work that copies do."),
        level(
            "waiting",
            "Waiting",
            "Parts of the work that wait at copies.",
        ),
        times(
            "shard_ms",
            "Shard",
            "Of each part of a query, its wait included.",
        ),
        times(
            "slowest_ms",
            "Slowest shard",
            "Until the last shard has answered a query.",
        ),
        derived(
            "utilisation",
            "Utilisation",
            "Share of the copies' slots at work, over time.",
            Unit::Ratio,
        ),
        derived(
            "stale_ratio",
            "Stale",
            "Share of the queries that were stale.",
            Unit::Ratio,
        ),
    ];
    all.append(&mut own);
    all.extend([in_flight("Calls inside."), cost("What the copies cost.")]);
    all
}

pub(in crate::kinds) const LEAVES_OUT: [&str; 3] = [
    "Partial answers: a query that one shard cannot take fails as a whole.",
    "What refreshing and merging of segments cost, and caches of queries.",
    "A copy that is lost is missed and not rebuilt elsewhere.",
];
