//! Stores do what the real ones do: one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use proptest::prelude::*;
use reading::{figure, near};

/// A run of so many seconds.
fn run(seconds: u32, rest: &str) -> Report {
    let text = format!("[run]\nduration = \"{seconds}s\"\n{rest}");
    let scenario = parse(&text).unwrap_or_else(|e| panic!("{e:#?}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

/// So many users, each with the next request as soon as the last is answered.
fn users(n: u32, more: &str) -> String {
    format!(
        "[nodes.client]\nkind = \"client\"\nprocess = \"closed\"\nthink_time = \"0s\"\nusers = {n}\n{more}\n"
    )
}

fn client(process: &str, rate: &str, more: &str) -> String {
    format!(
        "[nodes.client]\nkind = \"client\"\nprocess = \"{process}\"\nrate = \"{rate}\"\n{more}\n"
    )
}

const WRITES: &str = "[classes]\nwrite = { write = true }\n";

mod sql_database {
    use super::*;

    fn database(more: &str) -> String {
        format!("[nodes.db]\nkind = \"sql-database\"\n{more}\n[links.client.db]\n")
    }

    #[test]
    fn writers_of_one_row_take_turns_for_as_long_as_its_lock_is_held() {
        let system = |more: &str| {
            let db = database(&format!(
                "cores = 64\nwrite_time = \"10ms\"\nthink_time = \"5ms\"\nack_time = \"5ms\"\n{more}"
            ));
            run(100, &format!("{WRITES}{}{db}", users(20, "keys = 1")))
        };
        let per_second = "requests.completed_per_second";
        // The lock is held for the statement, and the commit's wait for its replica.
        near(&system(""), per_second, 1.0 / 0.010, 1.0);
        let sync = system("replicas = 1\nreplication = \"sync\"");
        near(&sync, per_second, 1.0 / 0.015, 1.0);
        near(&sync, "lock_waiting", 19.0, 0.1);
        near(&sync, "nodes.db.lock_wait_ms", 19.0 * 15.0, 2.0);
        // Idle in a transaction is still in it.
        near(&system("statements = 3"), per_second, 1.0 / 0.040, 1.0);
        near(&system("row_locks = false"), per_second, 20.0 / 0.010, 10.0);
    }

    #[test]
    fn whoever_waits_too_long_for_a_lock_fails() {
        let db = database("write_time = \"1s\"\nlock_timeout = \"2500ms\"");
        let report = run(100, &format!("{WRITES}{}{db}", users(10, "keys = 1")));
        near(&report, "writes", 100.0, 2.0);
        assert!(figure(&report, "lock_timeouts") > 200.0);
        near(
            &report,
            "requests.failed.timeout",
            figure(&report, "lock_timeouts"),
            0.0,
        );
        near(&report, "nodes.db.lock_wait_ms.max", 2000.0, 510.0);
    }

    #[test]
    fn one_connection_too_many_is_refused_or_waits() {
        let system = |more: &str| {
            let db = database(&format!(
                "cores = 64\nread_time = \"100ms\"\nmax_connections = 5\n{more}"
            ));
            run(100, &format!("{}{db}", client("even", "100/s", "")))
        };
        // Five connections of 100 ms serve 50 a second.
        let refused = system("");
        near(&refused, "refused_connections", 5000.0, 20.0);
        near(&refused, "requests.failed.connection_refused", 5000.0, 20.0);
        near(&refused, "latency_ms.max", 100.0, 0.5);
        let queued = system("connection_queue = 10");
        near(&queued, "nodes.db.waiting", 10.0, 0.2);
        near(&queued, "latency_ms.p99", 300.0, 20.0);
        near(&refused, "nodes.db.cost_per_hour", 0.065, 1e-9);
    }

    #[test]
    fn a_write_waits_for_the_slowest_replica_or_the_last_of_its_quorum() {
        let system = |replication: &str| {
            let db = database(&format!(
                "write_time = \"1ms\"\ncores = 64\nreplicas = 3\nack_time = \"exponential(10ms)\"\n{replication}"
            ));
            run(200, &format!("{WRITES}{}{db}", client("even", "200/s", "")))
        };
        // Order statistics of three exponentials; 40,000 samples of a deviation near the mean.
        let wait = "nodes.db.commit_wait_ms";
        near(&system("replication = \"async\""), wait, 0.0, 0.0);
        let all = 10.0 * (1.0 / 3.0 + 1.0 / 2.0 + 1.0);
        near(&system("replication = \"sync\""), wait, all, 0.2);
        let two = 10.0 * (1.0 / 3.0 + 1.0 / 2.0);
        let quorum = system("replication = \"quorum\"\nquorum = 2");
        near(&quorum, wait, two, 0.15);
    }

    #[test]
    fn reads_at_replicas_are_stale_as_often_as_the_lag_outlasts_the_age_of_the_last_write() {
        let system = |more: &str| {
            let db = database(&format!(
                "write_time = \"10us\"\nread_time = \"10us\"\ncores = 64\nreplicas = 2\nlag = \"exponential(250ms)\"\n{more}"
            ));
            let load = client(
                "poisson",
                "200/s",
                "keys = 50\nkey_distribution = \"uniform\"",
            );
            let classes =
                "[classes]\nread = { weight = 3 }\nwrite = { weight = 1, write = true }\n";
            run(600, &format!("{classes}{load}{db}"))
        };
        // Each key is written once a second: w m / (1 + w m).
        near(&system(""), "stale_ratio", 0.25 / 1.25, 0.01);
        near(&system("reads = \"primary\""), "stale_reads", 0.0, 0.0);
        let all = system("reads = \"all\"");
        near(
            &all,
            "replica_reads",
            figure(&all, "reads") * 2.0 / 3.0,
            5.0,
        );
        // Behind by ten seconds more there is hardly a key that was not written.
        let behind = system(
            "[[fault]]\nkind = \"replica-lag\"\ntarget = \"db\"\nat = \"0s\"\nlag = \"10s\"",
        );
        near(&behind, "stale_ratio", 1.0, 0.02);
    }

    #[test]
    fn a_lost_primary_takes_no_writes_until_another_is_elected() {
        let system = |more: &str| {
            let db = database(&format!(
                "write_time = \"1ms\"\ncores = 64\nreplicas = 1\nlag = \"200ms\"\nfailover_time = \"10s\"\n{more}\n\
                 [[fault]]\nkind = \"primary-failover\"\ntarget = \"db\"\nat = \"50s\"\n"
            ));
            run(100, &format!("{WRITES}{}{db}", client("even", "100/s", "")))
        };
        let fails = system("");
        near(&fails, "failover_failures", 1000.0, 2.0);
        near(&fails, "requests.failed.node_down", 1000.0, 2.0);
        near(&fails, "lost_writes", 20.0, 1.0);
        near(&system("replication = \"sync\""), "lost_writes", 0.0, 0.0);
        let waits = system("max_connections = 5000\nduring_failover = \"wait\"");
        near(&waits, "requests.failed_total", 0.0, 1.0);
        near(&waits, "latency_ms.max", 10_000.0, 50.0);
    }

    #[test]
    fn replicas_share_the_reads() {
        let system = |replicas: u32| {
            let db = database(&format!(
                "cores = 1\nread_time = \"10ms\"\nreplicas = {replicas}"
            ));
            run(50, &format!("{}{db}", users(60, "")))
        };
        let per_second = "requests.completed_per_second";
        near(&system(0), per_second, 100.0, 1.0);
        near(&system(1), per_second, 100.0, 1.0);
        near(&system(4), per_second, 400.0, 4.0);
    }
}

mod cache {
    use super::*;

    /// Keys from 0 on with the popularity of Zipf's law, as shares.
    fn zipf(keys: u32, exponent: f64) -> Vec<f64> {
        let weights: Vec<f64> = (1..=keys).map(|k| f64::from(k).powf(-exponent)).collect();
        let sum: f64 = weights.iter().sum();
        weights.into_iter().map(|w| w / sum).collect()
    }

    /// The hit ratio of an LRU cache by Che's approximation: an entry stays for a characteristic time T, such that on
    /// average as many are there as fit (Che, Tung and Wang, IEEE JSAC 20(7), 2002).
    fn che(shares: &[f64], entries: f64) -> f64 {
        let there = |t: f64, f: &dyn Fn(f64) -> f64| -> f64 {
            shares.iter().map(|&p| f(p) * (1.0 - (-p * t).exp())).sum()
        };
        let (mut low, mut high) = (0.0, 1e12);
        for _ in 0..200 {
            let t = 0.5 * (low + high);
            if there(t, &|_| 1.0) < entries {
                low = t;
            } else {
                high = t;
            }
        }
        there(low, &|p| p)
    }

    /// Client, application, cache and database, with further keys of each.
    fn aside(seconds: u32, load: &str, cache: &str, db: &str) -> Report {
        run(
            seconds,
            &format!(
                "{load}\n[nodes.app]\nkind = \"service\"\nconcurrency = 10000\nservice_time = \"0s\"\n\
                 [nodes.cache]\nkind = \"cache\"\nservice_time = \"10us\"\n{cache}\n\
                 [nodes.db]\nkind = \"service\"\nqueue_limit = 1e6\n{db}\n\
                 [links.client.app]\n[links.app.cache]\n[links.app.db]\n\
                 [routes.app]\n\"*\" = [\"cache\", {{ to = \"db\", when = \"miss\" }}]\n"
            ),
        )
    }

    /// The same with the database behind the cache.
    fn through(seconds: u32, load: &str, cache: &str, db: &str) -> Report {
        run(
            seconds,
            &format!(
                "{load}\n[nodes.cache]\nkind = \"cache\"\nreads = \"through\"\nservice_time = \"10us\"\n{cache}\n\
                 [nodes.db]\nkind = \"service\"\nqueue_limit = 1e6\n{db}\n[links.client.cache]\n[links.cache.db]\n"
            ),
        )
    }

    const FAST: &str = "concurrency = 10000\nservice_time = \"0s\"";
    const SLOW: &str = "concurrency = 10000\nservice_time = \"100ms\"";

    #[test]
    fn the_hit_ratio_of_lru_under_zipf_is_that_of_ches_approximation() {
        for (exponent, entries) in [(0.8, 1000), (1.0, 100)] {
            let load = client(
                "poisson",
                "1000/s",
                &format!("keys = 10000\nzipf_exponent = {exponent}"),
            );
            let cache = format!("max_entries = {entries}\nttl = \"0s\"");
            let expected = che(&zipf(10_000, exponent), f64::from(entries));
            let text = format!("warmup = \"60s\"\n{load}");
            let report = aside(260, &text, &cache, FAST);
            // 200,000 requests, and the approximation itself is within a per cent.
            near(&report, "hit_ratio", expected, 0.01);
            near(&report, "nodes.cache.entries", f64::from(entries), 1.0);
        }
    }

    #[test]
    fn what_counts_frequency_beats_what_counts_recency_and_that_beats_chance() {
        let ratio = |policy: &str| {
            let load = client("poisson", "1000/s", "keys = 10000\nzipf_exponent = 0.8");
            let cache = format!("max_entries = 500\nttl = \"0s\"\neviction = \"{policy}\"");
            let report = aside(200, &format!("warmup = \"60s\"\n{load}"), &cache, FAST);
            figure(&report, "hit_ratio")
        };
        let (lru, fifo, random) = (ratio("lru"), ratio("fifo"), ratio("random"));
        let (lfu, tiny) = (ratio("lfu"), ratio("w-tinylfu"));
        // Under independent requests FIFO and random let go alike (Gelenbe, IEEE ToC C-22(6), 1973).
        assert!((fifo - random).abs() < 0.01, "{fifo} {random}");
        assert!(lru > fifo + 0.02, "{lru} {fifo}");
        assert!(lfu > lru + 0.02, "{lfu} {lru}");
        assert!(tiny > lru + 0.04, "{tiny} {lru}");
        // None can do better than to hold the most popular.
        let best: f64 = zipf(10_000, 0.8)[..500].iter().sum();
        assert!(tiny < best, "{tiny} {best}");
    }

    #[test]
    fn an_entry_is_good_for_its_time_to_live() {
        // 100 keys, each asked for twice a second and good for one: 2 / (1 + 2).
        let load = client(
            "poisson",
            "200/s",
            "keys = 100\nkey_distribution = \"uniform\"",
        );
        let report = aside(500, &load, "ttl = \"1s\"", FAST);
        near(&report, "hit_ratio", 2.0 / 3.0, 0.01);
        let entries = figure(&report, "expired") + 100.0;
        near(&report, "misses", entries, 1.0);
    }

    #[test]
    fn an_expired_hot_key_is_fetched_by_all_at_once_or_by_one_in_a_single_flight() {
        let load = client("even", "1000/s", "keys = 1");
        // 100 ms of 1,000 a second miss each time that it expires: once in 10.1 s.
        let fetches = 100.0 / 10.1;
        let all = aside(100, &load, "ttl = \"10s\"", SLOW);
        near(&all, "nodes.db.requests", fetches * 100.0, 105.0);
        for one in [
            aside(100, &load, "ttl = \"10s\"\nsingle_flight = true", SLOW),
            through(100, &load, "ttl = \"10s\"\nsingle_flight = true", SLOW),
        ] {
            near(&one, "nodes.db.requests", fetches, 1.0);
            near(&one, "collapsed", fetches * 99.0, 105.0);
            near(&one, "nodes.cache.fetch_wait_ms", 50.0, 1.0);
            near(&one, "latency_ms.max", 100.0, 1.0);
        }
        // Stale while it is renewed: who asks first waits where he fetches himself, nobody where the cache does.
        let stale = "ttl = \"10s\"\nstale_while_revalidate = \"5s\"";
        let caller = aside(100, &load, &format!("{stale}\nwarm_keys = 1"), SLOW);
        near(&caller, "nodes.db.requests", fetches, 1.0);
        near(&caller, "latency_ms.p99", 0.01, 0.001);
        let cache = through(100, &load, &format!("{stale}\nwarm_keys = 1"), SLOW);
        near(&cache, "refreshes", fetches, 1.0);
        near(&cache, "stale", fetches * 100.0, 105.0);
        near(&cache, "latency_ms.max", 0.01, 0.001);
        // Renewed ahead it does not even expire.
        let ahead = through(
            100,
            &load,
            "ttl = \"10s\"\nrefresh_ahead = 0.1\nwarm_keys = 1",
            SLOW,
        );
        near(&ahead, "hit_ratio", 1.0, 0.0);
        near(&ahead, "refreshes", 100.0 / 9.1, 1.0);
    }

    #[test]
    fn who_waits_for_a_fetch_that_fails_fetches_itself_or_fails_with_it() {
        let load = client("even", "1000/s", "keys = 1");
        let broken = "concurrency = 10000\nservice_time = \"100ms\"\n[[fault]]\nkind = \"error-rate\"\ntarget = \"db\"\nshare = 1.0\nat = \"0s\"\nlasting = \"2050ms\"";
        let one = "ttl = \"0s\"\nsingle_flight = true";
        // One after the other asks in vain, until one gets it for all.
        let aside = aside(10, &load, one, broken);
        near(&aside, "nodes.db.requests", 21.0, 1.0);
        near(&aside, "requests.failed_total", 20.0, 1.0);
        near(&aside, "nodes.cache.fetch_wait_ms.max", 2100.0, 110.0);
        // All that waited for a fetch fail with it, twenty times.
        let through = through(10, &load, one, broken);
        near(&through, "nodes.db.requests", 21.0, 1.0);
        near(&through, "requests.failed_total", 2000.0, 110.0);
    }

    #[test]
    fn a_lease_that_is_over_lets_those_who_waited_fetch() {
        let load = client("even", "10/s", "keys = 1");
        // The first fetch never comes back: its caller gives up after a minute.
        let hangs = "concurrency = 10000\nservice_time = \"60s\"";
        let one = "ttl = \"0s\"\nsingle_flight = true\nlease = \"5s\"";
        let report = aside(50, &load, one, hangs);
        near(&report, "nodes.cache.fetch_wait_ms.max", 5000.0, 30.0);
        assert!(figure(&report, "nodes.db.requests") > 100.0);
    }

    #[test]
    fn a_flush_empties_it_and_a_lost_shard_takes_its_share() {
        let load = client(
            "even",
            "1000/s",
            "keys = 1000\nkey_distribution = \"uniform\"",
        );
        let system = |fault: &str| {
            let cache = format!(
                "ttl = \"0s\"\nshards = 4\nwarm_keys = 1000\n[[fault]]\ntarget = \"cache\"\nat = \"20s\"\n{fault}"
            );
            aside(60, &load, &cache, FAST)
        };
        near(&system("kind = \"cache-flush\""), "misses", 1000.0, 1.0);
        // Once when it is gone, once more when it comes back empty; a shard's share is a quarter, more or less.
        let crash = system("kind = \"crash\"\nshare = 0.25\nlasting = \"20s\"");
        near(&crash, "misses", 500.0, 120.0);
    }

    #[test]
    fn a_hot_key_is_as_fast_as_its_one_shard() {
        let system = |keys: u32| {
            run(
                20,
                &format!(
                    "{}[nodes.cache]\nkind = \"cache\"\nshards = 4\nservice_time = \"1ms\"\nwarm_keys = {keys}\n[links.client.cache]\n",
                    users(
                        100,
                        &format!("keys = {keys}\nkey_distribution = \"uniform\"")
                    )
                ),
            )
        };
        let per_second = "requests.completed_per_second";
        near(&system(1), per_second, 1000.0, 5.0);
        assert!(figure(&system(1000), per_second) > 3000.0);
    }

    #[test]
    fn write_behind_answers_before_the_database_has_it_and_joins_writes_of_a_key() {
        let system = |writes: &str| {
            let load = format!("{WRITES}{}", client("even", "100/s", "keys = 1"));
            through(100, &load, &format!("writes = \"{writes}\""), SLOW)
        };
        let behind = system("behind");
        near(&behind, "latency_ms.max", 0.01, 0.001);
        near(&behind, "nodes.db.requests", 100.0, 2.0);
        near(&behind, "flushed", 100.0, 2.0);
        let through = system("through");
        near(&through, "latency_ms.p50", 100.0, 0.5);
        near(&through, "nodes.db.requests", 10_000.0, 2.0);
        // What was acknowledged and not passed on goes with a flush.
        let load = format!(
            "{WRITES}{}",
            client(
                "even",
                "100/s",
                "keys = 1000000\nkey_distribution = \"uniform\""
            )
        );
        let fault = "writes = \"behind\"\nflushers = 100\nflush_after = \"2s\"\n[[fault]]\nkind = \"cache-flush\"\ntarget = \"cache\"\nat = \"50s\"";
        let lost = super::cache::through(100, &load, fault, SLOW);
        near(&lost, "lost_writes", 200.0, 5.0);
    }

    #[test]
    fn a_write_invalidates_or_fills() {
        let classes = "[classes]\nread = {}\nwrite = { write = true }\n";
        let load = format!(
            "{classes}{}",
            client(
                "poisson",
                "200/s",
                "keys = 10\nkey_distribution = \"uniform\""
            )
        );
        // Reads and writes of a key alternate by chance: a read follows a write as often as not.
        let invalidated = aside(200, &load, "ttl = \"0s\"", FAST);
        near(&invalidated, "hit_ratio", 0.5, 0.015);
        let updated = aside(
            200,
            &load,
            "ttl = \"0s\"\nfill = \"on-write\"\nwrites = \"update\"",
            FAST,
        );
        near(&updated, "misses", 10.0, 12.0);
        let never = aside(
            100,
            &client("even", "100/s", "keys = 10"),
            "fill = \"on-write\"",
            FAST,
        );
        near(&never, "hit_ratio", 0.0, 0.0);
    }

    #[test]
    fn jitter_keeps_what_came_together_from_expiring_together() {
        let slowest = |jitter: &str| {
            let load = client(
                "even",
                "500/s",
                "keys = 1000\nkey_distribution = \"uniform\"",
            );
            let cache = format!("warm_keys = 1000\nttl = \"20s\"\nttl_jitter = {jitter}");
            let db = "replicas = 1\nconcurrency = 2\nservice_time = \"10ms\"";
            figure(&aside(40, &load, &cache, db), "latency_ms.p99")
        };
        let (together, apart) = (slowest("0"), slowest("0.8"));
        assert!(together > 500.0 && apart < 60.0, "{together} {apart}");
    }
}

mod object_storage {
    use super::*;

    fn storage(seconds: u32, classes: &str, load: &str, more: &str) -> Report {
        run(
            seconds,
            &format!(
                "[classes]\nrequest = {{ {classes} }}\n{load}\n[nodes.s3]\nkind = \"object-storage\"\nfirst_byte = \"100ms\"\n{more}\n[links.client.s3]\n"
            ),
        )
    }

    #[test]
    fn a_prefix_says_slow_down_beyond_its_requests_a_second() {
        let system = |prefixes: u32, classes: &str| {
            let load = client("even", "300/s", "keys = 6\nkey_distribution = \"uniform\"");
            let more =
                format!("prefixes = {prefixes}\nget_limit = \"100/s\"\nput_limit = \"50/s\"");
            storage(100, classes, &load, &more)
        };
        // What one second lets through is saved, and no more.
        near(&system(1, ""), "slow_downs", 30_000.0 - 10_100.0, 5.0);
        near(
            &system(1, "write = true"),
            "slow_downs",
            30_000.0 - 5_050.0,
            5.0,
        );
        near(&system(6, ""), "slow_downs", 0.0, 0.0);
        near(&system(1, ""), "requests.failed.throttled", 19_900.0, 5.0);
    }

    #[test]
    fn an_object_takes_its_first_byte_and_its_bytes_and_parts_go_side_by_side() {
        let system = |classes: &str, more: &str| {
            let more = format!("bandwidth = \"80MB\"\npart_connections = 5\n{more}");
            storage(20, classes, &client("even", "1/s", ""), &more)
        };
        let large = "response_size = \"80MB\"";
        let whole = system(large, "part_size = \"0B\"");
        near(&whole, "latency_ms.p50", 100.0 + 1000.0, 6.0);
        // Ten parts of 100 + 100 ms by five connections.
        let parts = system(large, "part_size = \"8MB\"");
        near(&parts, "latency_ms.p50", 400.0, 2.0);
        near(&parts, "nodes.s3.requests", 190.0, 10.0);
        // Written it is begun before, and put together after.
        let written = system(
            "write = true, request_size = \"80MB\"",
            "part_size = \"8MB\"",
        );
        near(&written, "latency_ms.p50", 600.0, 3.0);
        near(&written, "nodes.s3.requests", 12.0 * 19.0, 12.0);
        near(&written, "bytes_written", 80e6 * 19.0, 80e6);
    }

    #[test]
    fn a_colder_class_stores_for_less_and_gives_back_for_more() {
        let hourly = |tier: &str| {
            let more = format!("tier = \"{tier}\"\nstored = \"730GB\"");
            let load = client("even", "10/s", "");
            storage(100, "response_size = \"1MB\"", &load, &more)
        };
        // 36,000 reads of a MB each an hour.
        let cost = "nodes.s3.cost_per_hour";
        near(&hourly("standard"), cost, 0.023 + 36.0 * 0.0004, 1e-4);
        near(
            &hourly("infrequent-access"),
            cost,
            0.0125 + 36.0 * (0.001 + 0.01),
            1e-3,
        );
        near(
            &hourly("archive-instant"),
            cost,
            0.004 + 36.0 * (0.01 + 0.03),
            3e-3,
        );
        let express = hourly("express");
        near(&express, cost, 0.11 + 36.0 * (0.000_03 + 0.0006), 1e-4);
        near(&express, "first_byte_ms", 10.0, 0.1);
    }
}

mod search_index {
    use super::*;

    fn index(seconds: u32, load: &str, more: &str) -> Report {
        run(
            seconds,
            &format!(
                "{load}\n[nodes.index]\nkind = \"search-index\"\nmerge_time = \"0s\"\n{more}\n[links.client.index]\n"
            ),
        )
    }

    #[test]
    fn a_query_is_as_slow_as_its_slowest_shard() {
        for shards in [1, 4, 10] {
            let more =
                format!("shards = {shards}\nslots = 1000\nquery_time = \"exponential(10ms)\"");
            let report = index(200, &client("even", "200/s", ""), &more);
            // The largest of n exponentials is the harmonic number times their mean.
            let harmonic: f64 = (1..=shards).map(|i| 1.0 / f64::from(i)).sum();
            near(&report, "slowest_ms", 10.0 * harmonic, 0.3);
            near(&report, "shard_ms", 10.0, 0.2);
            near(&report, "latency_ms.mean", 10.0 * harmonic, 0.3);
        }
    }

    #[test]
    fn replicas_share_queries_and_every_copy_takes_every_write() {
        let system = |replicas: u32, more: &str| {
            let more = format!(
                "shards = 2\nslots = 1\nreplicas = {replicas}\nquery_time = \"10ms\"\nindex_time = \"10ms\"\n{more}"
            );
            index(50, &users(60, ""), &more)
        };
        let per_second = "requests.completed_per_second";
        near(&system(0, ""), per_second, 100.0, 1.0);
        near(&system(2, ""), per_second, 300.0, 3.0);
        // With a copy of each shard lost, a third of the queries have no place.
        let crash = "[[fault]]\nkind = \"crash\"\ntarget = \"index\"\nat = \"0s\"\nshare = 0.34";
        near(&system(2, crash), per_second, 200.0, 3.0);
        let writes = index(
            50,
            &format!("{WRITES}{}", client("even", "20/s", "")),
            "replicas = 2\nindex_time = \"10ms\"",
        );
        near(&writes, "nodes.index.running", 20.0 * 0.010 * 3.0, 0.01);
        near(&writes, "latency_ms.p50", 10.0, 0.1);
    }

    #[test]
    fn the_copy_with_the_least_to_do_answers_sooner_than_the_next_in_turn() {
        let mean = |selection: &str| {
            let more = format!(
                "shards = 3\nreplicas = 2\nslots = 1\nquery_time = \"exponential(10ms)\"\nselection = \"{selection}\""
            );
            figure(
                &index(100, &client("poisson", "210/s", ""), &more),
                "latency_ms.mean",
            )
        };
        let (adaptive, turns) = (mean("adaptive"), mean("round-robin"));
        assert!(adaptive < turns * 0.85, "{adaptive} {turns}");
    }

    #[test]
    fn what_is_written_is_found_after_the_next_refresh() {
        let system = |refresh: &str| {
            let classes =
                "[classes]\nread = { weight = 3 }\nwrite = { weight = 1, write = true }\n";
            let load = client(
                "poisson",
                "200/s",
                "keys = 50\nkey_distribution = \"uniform\"",
            );
            let more = format!(
                "slots = 1000\nquery_time = \"10us\"\nindex_time = \"10us\"\nrefresh_interval = \"{refresh}\""
            );
            index(600, &format!("{classes}{load}"), &more)
        };
        // A key is written once a second: some write since the last refresh, which was up to a second ago.
        let expected = 1.0 - (1.0 - (-1.0f64).exp());
        near(&system("1s"), "stale_ratio", expected, 0.01);
        near(&system("0s"), "stale_reads", 0.0, 0.0);
    }

    #[test]
    fn a_copy_whose_queue_is_full_rejects_the_query() {
        let report = index(
            50,
            &client("even", "200/s", ""),
            "shards = 1\nreplicas = 0\nslots = 1\nquery_time = \"10ms\"\nqueue_limit = 5",
        );
        near(&report, "rejected", 5000.0, 20.0);
        near(&report, "latency_ms.p99", 60.0, 5.0);
    }
}

mod vector_index {
    use super::*;

    #[test]
    fn a_query_takes_the_distances_that_its_index_computes() {
        let system = |index: &str| {
            run(
                20,
                &format!(
                    "{}[nodes.v]\nkind = \"vector-index\"\nshards = 1\nreplicas = 1\nvectors = 1048576\ndimensions = 1000\ndimension_time = \"1ns\"\n\
                     overhead = \"0s\"\nmerge_time = \"0s\"\nindex = \"{index}\"\n[links.client.v]\n",
                    client("even", "1/s", "")
                ),
            )
        };
        // A distance is a microsecond: (100 candidates + log2 of the vectors) x 16 neighbours.
        let hnsw = system("hnsw");
        near(
            &hnsw,
            "latency_ms.p50",
            (100.0 + 20.0) * 16.0 / 1000.0,
            0.02,
        );
        near(
            &hnsw,
            "nodes.v.memory",
            2.0 * 1.1 * (4000.0 + 128.0) * 1_048_576.0,
            1e3,
        );
        // 4,096 centroids and eight lists of 256.
        near(&system("ivf"), "latency_ms.p50", 6.144, 0.03);
        near(&system("flat"), "latency_ms.p50", 1048.576, 5.0);
    }
}

mod third_party {
    use super::*;

    fn party(seconds: u32, load: &str, more: &str, link: &str) -> Report {
        run(
            seconds,
            &format!(
                "{load}\n[nodes.pay]\nkind = \"third-party\"\nlatency = \"300ms\"\nerror_share = 0\n{more}\n[links.client.pay]\n{link}\n"
            ),
        )
    }

    #[test]
    fn calls_beyond_the_quota_of_a_second_or_a_day_are_turned_away() {
        let load = client("even", "100/s", "");
        let limited = party(100, &load, "rate_limit = \"20/s\"\nburst = 50", "");
        near(&limited, "charged", 2050.0, 15.0);
        near(&limited, "rate_limited", 10_000.0 - 2050.0, 3.0);
        near(
            &limited,
            "nodes.pay.cost_per_hour",
            0.005 * 2050.0 * 36.0,
            3.0,
        );
        let daily = party(100, &load, "rate_limit = \"1000/s\"\nday_quota = 500", "");
        near(&daily, "charged", 500.0, 0.0);
        near(&daily, "requests.failed.throttled", 9500.0, 2.0);
        let used_up = "rate_limit = \"1000/s\"\n[[fault]]\nkind = \"quota-exhausted\"\ntarget = \"pay\"\nat = \"50s\"";
        near(&party(100, &load, used_up, ""), "rate_limited", 5000.0, 3.0);
        // The next day there is another quota.
        let days = party(
            200_000,
            &client("even", "0.01/s", ""),
            "day_quota = 500",
            "",
        );
        near(&days, "charged", 500.0 + 500.0 + 272.0, 2.0);
    }

    #[test]
    fn a_write_tried_again_is_charged_again_unless_it_has_an_idempotency_key() {
        let load = format!("{WRITES}{}", client("even", "1/s", ""));
        let impatient = "timeout = \"200ms\"\nretries = 1\nbackoff_base = \"1ms\"";
        let twice = party(100, &load, "", impatient);
        near(&twice, "charged", 198.0, 2.0);
        near(&twice, "duplicates", 99.0, 1.0);
        let once = party(100, &load, "idempotency_keys = true", impatient);
        near(&once, "charged", 99.0, 1.0);
        near(&once, "replayed", 99.0, 1.0);
        // Told in time it does nothing at all.
        let told = party(100, &load, "", &format!("{impatient}\ncancel = true"));
        near(&told, "charged", 0.0, 0.0);
        // Nobody minds a read that is done twice.
        let reads = party(100, &client("even", "1/s", ""), "", impatient);
        near(&reads, "duplicates", 0.0, 0.0);
        // Whoever on the way tries again.
        let way = format!(
            "{load}[nodes.app]\nkind = \"service\"\nconcurrency = 100\nservice_time = \"0s\"\n\
             [nodes.pay]\nkind = \"third-party\"\nlatency = \"300ms\"\nerror_share = 0\n[links.app.pay]\n[links.client.app]\n{impatient}\n"
        );
        near(&run(100, &way), "duplicates", 99.0, 1.0);
    }

    #[test]
    fn it_is_down_for_its_share_of_the_time_and_fails_or_hangs() {
        let system = |outage: &str| {
            let more = format!(
                "rate_limit = \"1000/s\"\nburst = 1000\noutage_share = 0.2\noutage_time = \"1s\"\noutage = \"{outage}\""
            );
            party(4000, &client("even", "20/s", ""), &more, "")
        };
        let fails = system("fails");
        // 800 outages of a second: the share is known to a few per cent of it.
        near(&fails, "availability", 0.8, 0.02);
        near(
            &fails,
            "requests.error_ratio",
            1.0 - figure(&fails, "availability"),
            0.005,
        );
        let hangs = system("hangs");
        near(&hangs, "requests.failed_total", 0.0, 0.0);
        // What meets an outage waits for what is left of it: a second, as it has no memory.
        near(&hangs, "latency_ms.mean", 300.0 + 0.2 * 1000.0, 40.0);
    }
}

/// What every run keeps, whatever the parameters.
fn holds(text: &str, seed: u64) -> Result<(), TestCaseError> {
    let scenario = parse(text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let report = simulate(&scenario, None, &[], Some(seed)).unwrap();
    prop_assert!(report.sound, "{}", report.to_json());
    for (path, value) in report.figures() {
        prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
    }
    let again = simulate(&scenario, None, &[], Some(seed)).unwrap();
    prop_assert_eq!(report.to_json(), again.to_json());
    Ok(())
}

/// What goes wrong around a store called `s`.
const FAULTS: &str = r#"
[[fault]]
kind = "primary-failover"
target = "s"
at = "3s"
[[fault]]
kind = "cache-flush"
target = "s"
at = "4s"
[[fault]]
kind = "crash"
target = "s"
at = "5s"
lasting = "1s"
[[fault]]
kind = "thread-exhaustion"
target = "s"
at = "6s"
lasting = "500ms"
[[fault]]
kind = "outage"
target = "s"
at = "7s"
lasting = "300ms"
[[fault]]
kind = "disk-full"
target = "s"
at = "8s"
lasting = "500ms"
[[fault]]
kind = "quota-exhausted"
target = "s"
at = "8500ms"
lasting = "500ms"
"#;

/// Readers and writers of a store `s`, who give up and try again.
fn around(rate: u32, keys: u32, timeout: u32, cancel: bool, store: &str) -> String {
    format!(
        r#"
[run]
duration = "10s"
warmup = "1s"
[classes]
read = {{ weight = 2, response_size = "20kB" }}
write = {{ weight = 1, write = true, request_size = "200kB" }}
[nodes.client]
kind = "client"
rate = "{rate}/s"
keys = {keys}
[links.client.s]
timeout = "{timeout}ms"
retries = 1
backoff_base = "5ms"
cancel = {cancel}
[nodes.s]
{store}
{FAULTS}
"#
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_database_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (5u32..400, 1u32..50, 5u32..2000, any::<bool>(), 0u64..1000),
        (connections, queue, cores, statements, replicas) in (1u32..30, 0u32..20, 1u32..8, 1u32..4, 0u32..4),
        (locks, lock_timeout, wait) in (any::<bool>(), 0u32..500, any::<bool>()),
        (reads, replication, failover) in (0usize..3, 0usize..3, 0u32..3000),
    ) {
        let reads = ["replicas", "primary", "all"][reads];
        let replication = ["async", "sync", "quorum"][replication];
        let during = if wait { "wait" } else { "fail" };
        let store = format!(
            "kind = \"sql-database\"\nmax_connections = {connections}\nconnection_queue = {queue}\ncores = {cores}\n\
             statements = {statements}\nreplicas = {replicas}\nrow_locks = {locks}\nlock_timeout = \"{lock_timeout}ms\"\n\
             reads = \"{reads}\"\nreplication = \"{replication}\"\nfailover_time = \"{failover}ms\"\nduring_failover = \"{during}\"\n"
        );
        holds(&around(rate, keys, timeout, cancel, &store), seed)?;
    }

    #[test]
    fn a_cache_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (20u32..600, 1u32..200, 2u32..500, any::<bool>(), 0u64..1000),
        (eviction, reads, fill, writes) in (0usize..5, 0usize..2, 0usize..2, 0usize..4),
        (shards, entries, memory, ttl, jitter) in (1u32..5, 1u32..100, 1u32..1_000_000, 0u32..2000, 0.0f64..1.0),
        (single, lease, stale, ahead, warm) in (any::<bool>(), 1u32..300, 0u32..500, 0.0f64..1.0, 0u32..50),
        (threads, queue, buffer, after) in (1u32..4, 0u32..20, 0u32..20, 0u32..500),
    ) {
        let eviction = ["lru", "lfu", "fifo", "random", "w-tinylfu"][eviction];
        let reads = ["aside", "through"][reads];
        let fill = ["on-miss", "on-write"][fill];
        let writes = ["invalidate", "update", "through", "behind"][writes];
        let store = format!(
            "kind = \"cache\"\neviction = \"{eviction}\"\nreads = \"{reads}\"\nfill = \"{fill}\"\nwrites = \"{writes}\"\n\
             shards = {shards}\nmax_entries = {entries}\nmemory = \"{memory}B\"\nttl = \"{ttl}ms\"\nttl_jitter = {jitter}\n\
             single_flight = {single}\nlease = \"{lease}ms\"\nstale_while_revalidate = \"{stale}ms\"\nrefresh_ahead = {ahead}\n\
             warm_keys = {warm}\nthreads = {threads}\nqueue_limit = {queue}\nbuffer = {buffer}\nflush_after = \"{after}ms\"\n"
        );
        let around = around(rate, keys, timeout, cancel, &store).replace("[links.client.s]", "[links.client.app]");
        let text = format!(
            "{around}\n[nodes.app]\nkind = \"service\"\nservice_time = \"1ms\"\n\
             [nodes.db]\nkind = \"service\"\nconcurrency = 4\nservice_time = \"exponential(20ms)\"\n\
             [links.app.s]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\n[links.app.db]\n[links.s.db]\ntimeout = \"100ms\"\n\
             [routes.app]\n\"*\" = [\"s\", {{ to = \"db\", when = \"miss\" }}]\n"
        );
        holds(&text, seed)?;
    }

    #[test]
    fn object_storage_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (5u32..300, 1u32..50, 5u32..2000, any::<bool>(), 0u64..1000),
        (prefixes, limit, part, connections, tier) in (1u32..5, 1u32..300, 0u32..200_000, 1u32..5, 0usize..4),
    ) {
        let tier = ["standard", "infrequent-access", "archive-instant", "express"][tier];
        let store = format!(
            "kind = \"object-storage\"\nprefixes = {prefixes}\nget_limit = \"{limit}/s\"\nput_limit = \"{limit}/s\"\n\
             part_size = \"{part}B\"\npart_connections = {connections}\ntier = \"{tier}\"\n"
        );
        holds(&around(rate, keys, timeout, cancel, &store), seed)?;
    }

    #[test]
    fn an_index_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (5u32..300, 1u32..50, 5u32..500, any::<bool>(), 0u64..1000),
        (shards, replicas, slots, queue, refresh) in (1u32..6, 0u32..4, 1u32..4, 0u32..10, 0u32..2000),
        (adaptive, vectors, index) in (any::<bool>(), any::<bool>(), 0usize..3),
    ) {
        let selection = if adaptive { "adaptive" } else { "round-robin" };
        let index = ["hnsw", "ivf", "flat"][index];
        let kind = if vectors {
            format!("kind = \"vector-index\"\nindex = \"{index}\"\nvectors = 100000\n")
        } else {
            "kind = \"search-index\"\n".to_owned()
        };
        let store = format!(
            "{kind}shards = {shards}\nreplicas = {replicas}\nslots = {slots}\nqueue_limit = {queue}\n\
             refresh_interval = \"{refresh}ms\"\nselection = \"{selection}\"\n"
        );
        holds(&around(rate, keys, timeout, cancel, &store), seed)?;
    }

    #[test]
    fn a_third_party_keeps_the_laws_whatever_its_parameters(
        (rate, keys, timeout, cancel, seed) in (5u32..300, 1u32..50, 5u32..500, any::<bool>(), 0u64..1000),
        (limit, day, errors, share, outage) in (1u32..300, 0u32..500, 0.0f64..1.0, 0.0f64..0.9, 1u32..2000),
        (hangs, idempotent) in (any::<bool>(), any::<bool>()),
    ) {
        let when = if hangs { "hangs" } else { "fails" };
        let store = format!(
            "kind = \"third-party\"\nrate_limit = \"{limit}/s\"\nday_quota = {day}\nerror_share = {errors}\n\
             outage_share = {share}\noutage_time = \"{outage}ms\"\noutage = \"{when}\"\nidempotency_keys = {idempotent}\n"
        );
        holds(&around(rate, keys, timeout, cancel, &store), seed)?;
    }
}
