//! `vector-index`: nearest neighbours among embeddings, in shards.
//!
//! What a query takes is the number of distances it computes times what one costs. HNSW looks at the neighbours of as many
//! candidates as it keeps, after a way down that grows with the logarithm (Malkov and Yashunin, IEEE TPAMI 42(4), 2020); an inverted
//! file looks at its centroids and at the lists that it probes (Jégou, Douze and Schmid, IEEE TPAMI 33(1), 2011).

use super::scatter::{Effort, LEAVES_OUT, Scatter, metrics, params};
use super::spec::{KindSpec, choice, derived, number, time};
use super::{Chart, Params};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::Cause;
use crate::rng::Stream;

pub(super) fn declare() -> KindSpec {
    let count = Unit::Count;
    let mut leaves_out = LEAVES_OUT.to_vec();
    leaves_out.push("Recall: more candidates or lists find more of the nearest, by how much depends on the data. Filters, and vectors on disk.");
    KindSpec::new(
        "vector-index",
        "Vector index",
        "Embeddings in shards: a query looks for the nearest in each and is as slow as the slowest.",
        params(
            vec![
                number("vectors", "Vectors", "In all shards together.", count, (1.0, 1e11), 1e6).whole(),
                number("dimensions", "Dimensions", "Of a vector, four bytes each.", count, (1.0, 65_536.0), 768.0).whole(),
                choice(
                    "index",
                    "Index",
                    "HNSW: a graph of neighbours. Inverted file: lists around centroids. Flat: every vector is compared.",
                    &[("hnsw", "HNSW"), ("ivf", "Inverted file"), ("flat", "Flat")],
                ),
                number("m", "Neighbours", "Of HNSW: links of a vector. 16 in Elasticsearch.", count, (2.0, 256.0), 16.0).whole(),
                number("ef_search", "Candidates", "Of HNSW: kept while it searches; more find more, and take longer.", count, (1.0, 100_000.0), 100.0).whole(),
                number("ef_construction", "Candidates when building", "Of HNSW: kept while a vector is put in. 100 in Elasticsearch.", count, (1.0, 100_000.0), 100.0)
                    .whole(),
                number("nprobe", "Lists probed", "Of an inverted file, which has four times the square root of its vectors as lists, the least that Faiss' guidelines advise.", count, (1.0, 1e6), 8.0)
                    .whole(),
                number("dimension_time", "Time a dimension", "Of one distance. Default: four bytes from memory at 16 GB/s.", Unit::Duration, (0.0, 1e6), 0.25),
                time("overhead", "Overhead", "Of each shard's part of a query, and of each write, beside the distances.", 3600e9, "lognormal(p50: 500us, p99: 3ms)"),
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
        metrics(vec![derived(
            "memory",
            "Memory",
            "What the vectors take in all copies; of HNSW 1.1 x (4 x dimensions + 8 x neighbours) bytes each (OpenSearch, k-NN index).",
            Unit::Bytes,
        )]),
        &leaves_out,
    )
    .keyed()
    .fails(&[Cause::QueueFull, Cause::NodeDown])
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["rejected", "stale_reads"])
}

/// Times by the number of distances.
pub(crate) struct Distances {
    query_ns: f64,
    write_ns: f64,
    overhead: Sampler,
    memory: f64,
}

impl Effort for Distances {
    fn new(p: Params) -> Self {
        let (vectors, dimensions, m) = (p.number("vectors"), p.number("dimensions"), p.number("m"));
        let here = (vectors / p.number("shards").max(1.0)).max(1.0);
        let graph = |candidates: f64| (candidates + libm::log2(here)) * m;
        let lists = (4.0 * libm::sqrt(here)).min(here);
        let (query, write, links) = match p.choice("index") {
            0 => (
                graph(p.number("ef_search")),
                graph(p.number("ef_construction")),
                m,
            ),
            1 => (
                lists + p.number("nprobe").min(lists) * here / lists,
                lists,
                0.0,
            ),
            _ => (here, 0.0, 0.0),
        };
        let distance_ns = dimensions * p.number("dimension_time");
        Self {
            // Nothing is compared more often than it is there.
            query_ns: query.min(here + lists) * distance_ns,
            write_ns: write.min(here + lists) * distance_ns,
            overhead: p.time("overhead"),
            memory: vectors
                * if links > 0.0 {
                    1.1 * (4.0 * dimensions + 8.0 * links)
                } else {
                    4.0 * dimensions
                },
        }
    }

    fn query_ns(&self, stream: &mut Stream) -> f64 {
        self.query_ns + self.overhead.draw(stream)
    }

    fn write_ns(&self, stream: &mut Stream) -> f64 {
        self.write_ns + self.overhead.draw(stream)
    }

    fn memory(&self) -> f64 {
        self.memory
    }
}

pub(crate) type VectorIndex = Scatter<Distances>;
