//! What share of requests a cache answers.

use super::text::{MANY, Text};
use super::{Family, check, oracle};
use crate::validate::Oracle;
use crate::validate::theory::{
    fifo_hit_ratio, lfu_hit_ratio, lru_hit_ratio, lru_hit_ratio_exact, ttl_hit_ratio_of_keys, zipf,
};

pub(super) fn oracles(long: f64) -> Vec<Oracle> {
    vec![
        lru(100.0 * long),
        lru_of_many(50.0 * long),
        fifo("FIFO", 100.0 * long),
        fifo("Random", 100.0 * long),
        by_frequency("LFU", 100.0 * long),
        by_frequency("W-TinyLFU", 100.0 * long),
        by_time("1s", 0.0, 1.0, 30.0 * long),
        by_time("2s", 0.5, 1.5, 30.0 * long),
    ]
}

/// A cache that is filled by those who miss; 1,000 requests a second for keys by Zipf's law.
fn cached(keys: u32, exponent: f64, cache: &str, seconds: f64) -> String {
    let client = format!("rate = \"1000/s\"\nkeys = {keys}\nzipf_exponent = {exponent}");
    let cache = format!("service_time = \"0ms\"\n{cache}");
    Text::client(&client, seconds)
        .node("cache", "cache", &cache)
        .service("store", MANY, "0ms")
        .link("client", "cache", "")
        .link("client", "store", "")
        .route("client", "[\"cache\", { to = \"store\", when = \"miss\" }]")
        .done()
}

fn hit_ratio(name: &str, source: &'static str, expected: f64, scenario: String) -> Oracle {
    oracle(
        Family::Caches,
        name,
        source,
        scenario,
        vec![check("nodes.cache.hit_ratio", expected, 0.01)],
    )
}

fn of_fifty(policy: &str, seconds: f64) -> String {
    let keys = format!(
        "max_entries = 50\nttl = 0\neviction = \"{}\"",
        policy.to_lowercase()
    );
    cached(500, 0.8, &keys, seconds)
}

fn lru(seconds: f64) -> Oracle {
    hit_ratio(
        "LRU, 50 of 500 keys",
        "Flajolet, Gardy and Thimonier, Discrete Applied Mathematics 39, 1992",
        lru_hit_ratio_exact(&zipf(500, 0.8), 50),
        of_fifty("lru", seconds),
    )
}

/// Che's approximation is off by less than a thousandth here.
fn lru_of_many(seconds: f64) -> Oracle {
    let keys = "max_entries = 2000\nttl = 0\neviction = \"lru\"\nwarm_keys = 2000";
    let known = lru_hit_ratio(&zipf(100_000, 0.9), 2000);
    let mut made = hit_ratio(
        "LRU, 2,000 of 100,000 keys",
        "Che, Tung and Wang, IEEE JSAC 20, 2002",
        known,
        cached(100_000, 0.9, keys, seconds),
    );
    for check in &mut made.checks {
        check.slack = 0.001 / known;
    }
    made
}

fn fifo(policy: &str, seconds: f64) -> Oracle {
    hit_ratio(
        &format!("{policy} eviction, 50 of 500 keys"),
        "King, IFIP 1971; Gelenbe, IEEE Trans. Computers 22, 1973",
        fifo_hit_ratio(&zipf(500, 0.8), 50),
        of_fifty(policy, seconds),
    )
}

/// Who counts does better than who looks at the last request alone, and not better than who knows what is popular.
fn by_frequency(policy: &str, seconds: f64) -> Oracle {
    let popularity = zipf(500, 0.8);
    let least = lru_hit_ratio_exact(&popularity, 50);
    let most = lfu_hit_ratio(&popularity, 50);
    let middle = f64::midpoint(least, most);
    let mut made = hit_ratio(
        &format!("{policy}, 50 of 500 keys"),
        "between LRU and the most popular kept for ever",
        middle,
        of_fifty(policy, seconds),
    );
    for check in &mut made.checks {
        check.slack = (most - least) / 2.0 / middle;
    }
    made
}

fn by_time(ttl: &str, jitter: f64, mean: f64, seconds: f64) -> Oracle {
    let keys = format!("ttl = \"{ttl}\"\nttl_jitter = {jitter}");
    hit_ratio(
        &format!("Time to live of {mean} s, jitter of {:.0}%", jitter * 100.0),
        "Jung, Berger and Balakrishnan, Modeling TTL-based Internet caches, INFOCOM 2003",
        ttl_hit_ratio_of_keys(&zipf(1000, 0.8), 1000.0, mean),
        cached(1000, 0.8, &keys, seconds),
    )
}
