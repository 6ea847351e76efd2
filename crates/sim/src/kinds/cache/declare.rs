//! What a `cache` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, flag, in_flight, level, number, time, times,
};
use crate::kinds::{Chart, ParamSpec};

pub(super) const HITS: usize = 0;
pub(super) const MISSES: usize = 1;
pub(super) const STALE: usize = 2;
pub(super) const EXPIRED: usize = 3;
pub(super) const EVICTIONS: usize = 4;
pub(super) const COLLAPSED: usize = 5;
pub(super) const FILLS: usize = 6;
pub(super) const WRITES: usize = 7;
pub(super) const REFRESHES: usize = 8;
pub(super) const FLUSHED: usize = 9;
pub(super) const LOST_WRITES: usize = 10;
pub(super) const REFUSED: usize = 11;
pub(super) const ENTRIES: usize = 0;
pub(super) const RUNNING: usize = 1;
pub(super) const WAITING: usize = 2;
pub(super) const WAITING_FETCH: usize = 3;
pub(super) const BUFFERED: usize = 4;
pub(super) const WAIT: usize = 0;

fn params() -> Vec<ParamSpec> {
    let count = Unit::Count;
    vec![
        number("shards", "Shards", "Nodes of the cluster, over which keys are spread by consistent hashing.", count, (1.0, 256.0), 1.0).whole().fixed(),
        number("max_entries", "Entries", "That each shard holds, as far as its memory goes.", count, (1.0, 4e6), 1e6).whole().fixed(),
        number("memory", "Memory", "Of each shard. Default: the 6.38 GiB of a cache.m6g.large.", Unit::Bytes, (1.0, 1e13), 6.85e9).fixed(),
        number("value_size", "Value size", "Of an entry with its overhead, where its class has no response size.", Unit::Bytes, (1.0, 5.4e8), 1000.0).fixed(),
        choice(
            "eviction",
            "Eviction",
            "Which entry goes when it is full: used longest ago, used least (as Redis counts), oldest, any, or by W-TinyLFU, which lets in only what is asked for more than what would go.",
            &[("lru", "LRU"), ("lfu", "LFU"), ("fifo", "FIFO"), ("random", "Random"), ("w-tinylfu", "W-TinyLFU")],
        )
        .fixed(),
        number("ttl", "Time to live", "An entry is good for so long; 0: for ever.", Unit::Duration, (0.0, 3e15), 300e9),
        number("ttl_jitter", "TTL jitter", "Each entry lives shorter by up to this share, by chance, so that what came together does not go together.", Unit::Ratio, (0.0, 1.0), 0.0),
        choice(
            "reads",
            "Reads",
            "Aside: a miss is answered, and whoever asked fetches. Through: the cache fetches, by its own link, and answers then.",
            &[("aside", "Cache-aside"), ("through", "Read-through")],
        )
        .fixed(),
        choice(
            "fill",
            "Filled",
            "Of cache-aside: what a caller fetches after its miss is kept without a further step, or only what is written here.",
            &[("on-miss", "On a miss"), ("on-write", "On a write")],
        )
        .fixed(),
        choice(
            "writes",
            "Writes",
            "Invalidate: the entry goes. Update: it is replaced. Through: it is replaced when the cache's own link has taken the write. Behind: it is replaced, and the write goes on later.",
            &[("invalidate", "Invalidate"), ("update", "Update"), ("through", "Write-through"), ("behind", "Write-behind")],
        )
        .fixed(),
        number("flush_after", "Write delay", "Of write-behind: how long a write waits for others of the same key.", Unit::Duration, (0.0, 3600e9), 1e9).fixed(),
        number("flushers", "Flushers", "Of write-behind: writes that go on at once.", count, (1.0, 10_000.0), 4.0).whole(),
        number("buffer", "Write buffer", "Of write-behind: keys that may wait; what comes beyond is written through.", count, (0.0, 1e6), 10_000.0).whole(),
        flag("single_flight", "Single flight", "Of several requests for a key that is not there one fetches it, and the others wait for it.", false),
        number(
            "lease",
            "Lease",
            "Who waits longer for another's fetch fetches itself. memcached at Facebook gives out a token for a key once in 10 s (Nishtala et al., NSDI 2013).",
            Unit::Duration,
            (1e6, 3600e9),
            10e9,
        )
        .fixed(),
        number(
            "stale_while_revalidate",
            "Stale while revalidate",
            "After its time an entry is served for so long while one request renews it (RFC 5861).",
            Unit::Duration,
            (0.0, 3e15),
            0.0,
        ),
        number("refresh_ahead", "Refresh ahead", "Of read-through: an entry that is asked for in the last share of its time is renewed in the background; 0: never.", Unit::Ratio, (0.0, 1.0), 0.0),
        number("warm_keys", "Warm keys", "The most popular keys, which are there at the start.", count, (0.0, 1e6), 0.0).whole().fixed(),
        time("service_time", "Service time", "Of one operation.", 60e9, "lognormal(p50: 200us, p99: 1ms)"),
        number("threads", "Threads", "Operations that a shard works on at once; Redis does one.", count, (1.0, 1024.0), 1.0).whole(),
        number("queue_limit", "Queue bound", "Operations that may wait at each shard.", count, (0.0, 1e9), 10_000.0).whole(),
        number(
            "shard_price",
            "Price of a shard",
            "Default: Amazon ElastiCache, cache.m6g.large, us-east-1 (aws.amazon.com/elasticache/pricing).",
            Unit::DollarsPerHour,
            (0.0, 1000.0),
            0.149,
        ),
    ]
}

pub(in crate::kinds) fn declare() -> KindSpec {
    KindSpec::new(
        "cache",
        "Cache",
        "Keeps what was asked for lately, by key, as far as it has room and for as long as it is good.",
        params(),
        vec![
            counter("hits", "Hits", "Reads that found an entry that was good."),
            counter("misses", "Misses", "Reads that found none, those that waited for another's fetch included."),
            counter("stale", "Stale", "Reads that were served an entry past its time."),
            counter("expired", "Expired", "Reads that found an entry past its time and of no use."),
            counter("evictions", "Evictions", "Entries that went because there was no room."),
            counter("collapsed", "Collapsed", "Misses that waited for another's fetch instead of fetching."),
            counter("fills", "Fills", "Entries that came in."),
            counter("writes", "Writes", "Writes that reached it."),
            counter("refreshes", "Refreshes", "Fetches of its own, in the background."),
            counter("flushed", "Flushed", "Writes that it passed on later."),
            counter("lost_writes", "Lost writes", "Writes acknowledged and gone before they were passed on."),
            counter("refused", "Refused", "Operations turned away because the shard's queue was full."),
            level("entries", "Entries", "Entries that it holds, those past their time included."),
            level("running", "Running", "Operations at work."),
            level("waiting", "Waiting", "Operations that wait for a thread."),
            level("waiting_fetch", "Waiting for a fetch", "Reads that wait for what another fetches."),
            level("buffered", "Buffered", "Keys whose write is to be passed on."),
            times("fetch_wait_ms", "Fetch wait", "Of the reads that waited for what another fetched."),
            derived("hit_ratio", "Hit ratio", "Share of the reads that were answered from here, stale ones included.", Unit::Ratio),
            derived("memory", "Memory", "What the entries take at the end.", Unit::Bytes),
            in_flight("Requests inside."),
            cost("What the shards cost."),
        ],
        &[
            "Races: a value that is fetched while its key is written may be kept though it is old.",
            "The message that fills it in cache-aside: what a caller fetched is there at once.",
            "Replicas of shards, resharding, fragmentation and the cost of expiry: what is past its time goes when it is asked for or pushed out.",
        ],
    )
    .keyed()
    .fails(&[Cause::QueueFull, Cause::NodeDown])
    .charts(Chart::Concurrency, &["entries", "waiting_fetch", "buffered"])
    .charts(Chart::Incidents, &["misses", "evictions", "collapsed"])
    .headline(&["hit_ratio"])
}
