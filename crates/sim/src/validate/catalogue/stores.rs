//! Copies, quorums, locks and partitions.

use super::text::Text;
use super::{Family, check, oracle, percentile};
use crate::validate::Oracle;
use crate::validate::theory::{
    Mmc, erlang_b, expected_distinct, expected_fullest, kth_mean_of_exponentials, kth_percentile,
    stale_share, stale_share_of_constant_lag, throughput_until_hot,
};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        quorum(100.0 * long),
        majority(200.0 * long),
        scatter(100.0 * long),
        replicated(200.0 * long),
        stale("exponential", 500.0 * long),
        stale("constant", 500.0 * long),
        cores(400.0 * long),
        connections(200.0 * long),
        row_lock(1000.0 * long),
        birthday(),
        fullest_partition(),
        hot_partition(200.0 * long),
    ]
}

const ORDER: &str = "David and Nagaraja, Order Statistics, 3rd ed. 2003, chapter 2";

fn store(kind: &str, keys: &str, client: &str, seconds: f64) -> Text {
    Text::client(client, seconds)
        .node("db", kind, keys)
        .link("client", "db", "")
}

/// Reads that wait for the second of three replicas.
fn quorum(seconds: f64) -> Oracle {
    let keys = "replicas = 3\nread_quorum = 2\nread_time = \"exponential(10ms)\"";
    let tail = |t: f64| libm::exp(-t / 10.0);
    oracle(
        Family::Stores,
        "Reads of 2 out of 3 replicas",
        ORDER,
        store("key-value-store", keys, "rate = \"500/s\"", seconds).done(),
        vec![
            check(
                "latency_ms.mean",
                kth_mean_of_exponentials(10.0, 3, 2),
                0.01,
            ),
            percentile("latency_ms.p99", kth_percentile(3, 2, tail, 0.99), 0.03),
        ],
    )
}

/// The leader and two of its four followers are a majority of five.
fn majority(seconds: f64) -> Oracle {
    let keys =
        "nodes = 5\ndisk_time = \"0ms\"\nack_time = \"exponential(10ms)\"\nhold_time = \"1ms\"";
    let client = "rate = \"200/s\"\nkey_distribution = \"uniform\"\nkeys = 1000000000";
    oracle(
        Family::Stores,
        "Changes that a majority of 5 knows",
        ORDER,
        store("lock-service", keys, client, seconds).done(),
        vec![check(
            "nodes.db.commit_ms.mean",
            kth_mean_of_exponentials(10.0, 4, 2),
            0.01,
        )],
    )
}

fn scatter(seconds: f64) -> Oracle {
    let keys = "shards = 20\nreplicas = 0\nslots = 10000\nmerge_time = \"0ms\"\nquery_time = \"exponential(10ms)\"";
    let tail = |t: f64| libm::exp(-t / 10.0);
    oracle(
        Family::Stores,
        "Slowest of 20 shards",
        ORDER,
        store("search-index", keys, "rate = \"100/s\"", seconds).done(),
        vec![
            check(
                "latency_ms.mean",
                kth_mean_of_exponentials(10.0, 20, 20),
                0.02,
            ),
            percentile("latency_ms.p99", kth_percentile(20, 20, tail, 0.99), 0.04),
        ],
    )
}

/// A producer that waits for both followers.
fn replicated(seconds: f64) -> Oracle {
    let keys = "partitions = 8\nreplicas = 3\nacks = \"all\"\nappend_time = \"0ms\"\nreplication_time = \"exponential(10ms)\"";
    let client = "rate = \"200/s\"\nkey_distribution = \"uniform\"";
    oracle(
        Family::Stores,
        "Records that both followers have",
        ORDER,
        store("event-stream", keys, client, seconds).done(),
        vec![check(
            "latency_ms.mean",
            kth_mean_of_exponentials(10.0, 2, 2),
            0.01,
        )],
    )
}

/// Ten writes a second of one key, and a replica that is 100 ms behind.
fn stale(lag: &str, seconds: f64) -> Oracle {
    let keys = format!(
        "cores = 1000\nrow_locks = false\nread_time = \"0ms\"\nwrite_time = \"0ms\"\nreplicas = 1\nlag = \"{lag}(100ms)\""
    );
    let known = if lag == "exponential" {
        stale_share(10.0, 0.1)
    } else {
        stale_share_of_constant_lag(10.0, 0.1)
    };
    let classes = "[classes.read]\nweight = 9\n[classes.write]\nweight = 1\nwrite = true";
    let client = "rate = \"100/s\"\nkeys = 1";
    oracle(
        Family::Stores,
        &format!("Reads of a replica, lag: {lag}"),
        "a race of the age of the last write and the lag: memoryless",
        store("sql-database", &keys, client, seconds)
            .with(classes)
            .done(),
        vec![check("nodes.db.stale_ratio", known, 0.02)],
    )
}

fn cores(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 320.0,
        service_rate: 100.0,
        servers: 4,
    };
    let keys = "cores = 4\nmax_connections = 100000\nread_time = \"exponential(10ms)\"";
    oracle(
        Family::Stores,
        "Database with 4 cores at 80%",
        "Erlang C: Gross et al. 2008, chapter 2",
        store("sql-database", keys, "rate = \"320/s\"", seconds).done(),
        vec![
            check("nodes.db.utilisation", theory.utilisation(), 0.01),
            check("nodes.db.waiting", theory.mean_waiting(), 0.08),
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.05),
        ],
    )
}

fn connections(seconds: f64) -> Oracle {
    let keys = "cores = 1000\nmax_connections = 10\nconnection_queue = 0\nread_time = \"exponential(10ms)\"";
    oracle(
        Family::Stores,
        "Database with 10 connections",
        "Erlang B: Gross et al. 2008, chapter 2",
        store("sql-database", keys, "rate = \"800/s\"", seconds).done(),
        vec![check("requests.error_ratio", erlang_b(10, 8.0), 0.03)],
    )
}

/// All write one row: its lock is one server.
fn row_lock(seconds: f64) -> Oracle {
    let theory = Mmc {
        arrival_rate: 70.0,
        service_rate: 100.0,
        servers: 1,
    };
    let keys = "cores = 1000\nmax_connections = 100000\nwrite_time = \"exponential(10ms)\"\nlock_timeout = \"0s\"";
    oracle(
        Family::Stores,
        "Writers of one row at 70%",
        "M/M/1: Gross et al. 2008, chapter 2",
        store("sql-database", keys, "rate = \"70/s\"\nkeys = 1", seconds)
            .with("[classes.write]\nwrite = true")
            .done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.05),
            check("nodes.db.lock_waiting", theory.mean_waiting(), 0.08),
        ],
    )
}

/// Forty callers who come within a second and want locks of 365; nobody gives one back.
fn birthday() -> Oracle {
    let client = "process = \"even\"\nrate = \"40/s\"\nkeys = 365\nkey_distribution = \"uniform\"\nshape = \"steps(0s: 1, 1s: 0)\"";
    let keys = "nodes = 1\ndisk_time = \"0ms\"\nhold_time = \"1000s\"\nlease = \"2000s\"";
    let scenario = Text::client_from(client, 2.0, 0.0)
        .node("db", "lock-service", keys)
        .link("client", "db", "");
    let mut made = oracle(
        Family::Stores,
        "40 callers who want one of 365 locks",
        "birthday problem: Feller, vol. 1, 3rd ed. 1968, chapter II",
        scenario.done(),
        vec![check(
            "nodes.db.waits",
            40.0 - expected_distinct(40, 365),
            0.05,
        )],
    );
    made.replications = 6000;
    made
}

/// The hottest of 16 partitions, of 160 records about as many things.
fn fullest_partition() -> Oracle {
    let client = "process = \"even\"\nrate = \"160/s\"\nkeys = 1000000000\nkey_distribution = \"uniform\"\nshape = \"steps(0s: 1, 1s: 0)\"";
    let scenario = Text::client_from(client, 2.0, 0.0)
        .node("db", "event-stream", "partitions = 16")
        .link("client", "db", "");
    let mut made = oracle(
        Family::Stores,
        "Fullest of 16 partitions with 160 records",
        "balls into bins: Mitzenmacher and Upfal, Probability and Computing, 2nd ed. 2017, chapter 5",
        scenario.done(),
        vec![check(
            "nodes.db.hottest_share",
            expected_fullest(160, 16) / 160.0,
            0.02,
        )],
    );
    made.replications = 1000;
    made
}

/// Six in ten requests meet one of ten partitions, and of these only as many as it has units for get through.
fn hot_partition(seconds: f64) -> Oracle {
    let keys = "partitions = 10\ncapacity = \"provisioned\"\nadaptive = false\neventual = false\nread_units = \"1000/s\"\nhot_share = 0.6";
    let (limit, hottest, rate) = (100.0, 0.6 + 0.4 / 10.0, 1000.0);
    // Above that, what exceeds the limit of the hottest is refused.
    let from = throughput_until_hot(limit, hottest);
    // What a partition has saved for five minutes is gone after one.
    let scenario = Text::client_from("rate = \"1000/s\"", seconds, 100.0)
        .node("db", "key-value-store", keys)
        .link("client", "db", "");
    oracle(
        Family::Stores,
        "One hot partition of ten",
        "the hottest partition's own limit; long-run rate of a token bucket",
        scenario.done(),
        vec![check(
            "requests.error_ratio",
            hottest * (1.0 - from / rate),
            0.01,
        )],
    )
}
