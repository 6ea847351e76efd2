//! `search-index`: a full-text index in shards, as Elasticsearch and `OpenSearch` have it.

use super::scatter::{Effort, LEAVES_OUT, Scatter, metrics, params};
use super::spec::{KindSpec, number, time};
use super::{Chart, Params};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::Cause;
use crate::rng::Stream;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "search-index",
        "Search index",
        "Text in shards: a query asks them all and is as slow as the slowest, and what is written is found after a refresh.",
        params(
            vec![
                time("query_time", "Query time", "Of one shard's part of a query.", 3600e9, "lognormal(p50: 5ms, p99: 50ms)"),
                time("index_time", "Indexing time", "Of a document, on each copy of its shard.", 3600e9, "lognormal(p50: 2ms, p99: 20ms)"),
            ],
            number(
                "copy_price",
                "Price of a copy",
                "Of the node that holds one copy of one shard. Default: Amazon OpenSearch Service, r6g.large.search, us-east-1 (aws.amazon.com/opensearch-service/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.167,
            ),
        ),
        metrics(Vec::new()),
        &LEAVES_OUT,
    )
    .keyed()
    .fails(&[Cause::QueueFull, Cause::NodeDown])
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["rejected", "stale_reads"])
}

/// Times as they were measured.
pub(crate) struct Text {
    query: Sampler,
    index: Sampler,
}

impl Effort for Text {
    fn new(p: Params) -> Self {
        Self {
            query: p.time("query_time"),
            index: p.time("index_time"),
        }
    }

    fn query_ns(&self, stream: &mut Stream) -> f64 {
        self.query.draw(stream)
    }

    fn write_ns(&self, stream: &mut Stream) -> f64 {
        self.index.draw(stream)
    }
}

pub(crate) type SearchIndex = Scatter<Text>;
