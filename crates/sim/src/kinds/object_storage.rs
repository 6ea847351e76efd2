//! `object-storage`: objects by the byte, as Amazon S3 keeps them.
//!
//! Request limits for each prefix, the time to the first byte and what one connection carries are documented at
//! docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html and .../optimizing-performance-guidelines.html;
//! parts at .../mpuoverview.html and .../qfacts.html.

use super::spec::{KindSpec, choice, cost, counter, derived, in_flight, number, time, times};
use super::token::TokenBucket;
use super::{Admit, Behaviour, Chart, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::scenario::Node;

const READS: usize = 0;
const WRITES: usize = 1;
const REQUESTS: usize = 2;
const SLOW_DOWNS: usize = 3;
const BYTES_READ: usize = 4;
const BYTES_WRITTEN: usize = 5;
const FIRST_BYTE: usize = 0;

const GB: f64 = 1e9;
const HOURS_A_MONTH: f64 = 730.0;
/// Parts of one object at most.
const MOST_PARTS: f64 = 10_000.0;

/// What a storage class costs, and how it differs.
struct Tier {
    /// Dollars a request.
    put: f64,
    get: f64,
    /// Dollars a GB that goes in, and that comes out.
    upload: f64,
    retrieval: f64,
    /// Dollars a GB and month.
    storage: f64,
    /// What the time to the first byte is times.
    first_byte: f64,
}

/// us-east-1, without volume discounts (aws.amazon.com/s3/pricing; of Express One Zone the worked example of
/// aws.amazon.com/s3/faqs), in the order of the options.
const TIERS: [Tier; 4] = [
    Tier {
        put: 0.005e-3,
        get: 0.0004e-3,
        upload: 0.0,
        retrieval: 0.0,
        storage: 0.023,
        first_byte: 1.0,
    },
    Tier {
        put: 0.01e-3,
        get: 0.001e-3,
        upload: 0.0,
        retrieval: 0.01,
        storage: 0.0125,
        first_byte: 1.0,
    },
    Tier {
        put: 0.02e-3,
        get: 0.01e-3,
        upload: 0.0,
        retrieval: 0.03,
        storage: 0.004,
        first_byte: 1.0,
    },
    // Up to ten times faster than Standard, in one zone.
    Tier {
        put: 0.001_13e-3,
        get: 0.000_03e-3,
        upload: 0.0032,
        retrieval: 0.0006,
        storage: 0.11,
        first_byte: 0.1,
    },
];

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "object-storage",
        "Object storage",
        "Keeps whole objects by name, without end and without hurry: so many requests a second for each prefix.",
        vec![
            number("prefixes", "Prefixes", "Parts of the names that keys are spread over; each has request limits of its own.", Unit::Count, (1.0, 100_000.0), 1.0)
                .whole()
                .fixed(),
            number("get_limit", "Reads a second", "Of each prefix; beyond it answers 503 Slow Down. 5,500 on S3.", Unit::PerSecond, (1.0, 1e7), 5500.0),
            number("put_limit", "Writes a second", "Of each prefix. 3,500 on S3.", Unit::PerSecond, (1.0, 1e7), 3500.0),
            time("first_byte", "First byte", "Until an object begins to come, or a written one is acknowledged. Roughly 100 to 200 ms on S3.", 3600e9, "lognormal(p50: 100ms, p99: 200ms)"),
            number("bandwidth", "Bandwidth", "Bytes a second of one connection. For S3 AWS reckons with 85 to 90 MB/s.", Unit::Bytes, (1.0, 1e12), 85e6),
            number("object_size", "Object size", "Where the class of a request has no size of its own.", Unit::Bytes, (0.0, 5e12), 100_000.0),
            number("part_size", "Part size", "Larger objects go in parts, side by side; 0: in one piece. The AWS command line cuts at 8 MB.", Unit::Bytes, (0.0, 5e9), 8.388_608e6),
            number("part_connections", "Connections for parts", "Parts of one object that go at once. 10 by the AWS command line.", Unit::Count, (1.0, 1000.0), 10.0).whole(),
            choice(
                "tier",
                "Storage class",
                "What storing, asking and fetching cost, and on Express One Zone a first byte in a tenth of the time.",
                &[
                    ("standard", "Standard"),
                    ("infrequent-access", "Standard-Infrequent Access"),
                    ("archive-instant", "Glacier Instant Retrieval"),
                    ("express", "Express One Zone"),
                ],
            ),
            number("stored", "Stored", "What is kept, for the bill.", Unit::Bytes, (0.0, 1e18), 100e9),
            number(
                "price_factor",
                "Price factor",
                "What the prices of S3, us-east-1, are times (aws.amazon.com/s3/pricing): Standard $0.005 a thousand writes, $0.0004 a thousand reads, $0.023 a GB and month.",
                Unit::Ratio,
                (0.0, 100.0),
                1.0,
            ),
        ],
        vec![
            counter("reads", "Reads", "Objects read."),
            counter("writes", "Writes", "Objects written."),
            counter("requests", "Requests", "That were let through, those for parts included."),
            counter("slow_downs", "Slow downs", "Calls refused because a prefix was at its limit."),
            counter("bytes_read", "Bytes read", "Of objects."),
            counter("bytes_written", "Bytes written", "Of objects."),
            times("first_byte_ms", "First byte", "Of objects in one piece."),
            derived("throughput", "Throughput", "Bytes a second, read and written.", Unit::Bytes),
            in_flight("Transfers under way."),
            cost("What storing, requests and retrieval cost."),
        ],
        &[
            "A prefix that is split as it stays busy: its limit stays.",
            "Traffic out of the region in the bill, shortest storage times and smallest billed sizes.",
            "Objects that are not there, versions, and restoring from an archive that is offline.",
        ],
    )
    .keyed()
    .fails(&[Cause::Throttled])
    .charts(Chart::Incidents, &["slow_downs"])
}

struct Config {
    get_limit: f64,
    put_limit: f64,
    first_byte: Sampler,
    ns_per_byte: f64,
    object_size: f64,
    part_size: f64,
    connections: usize,
    tier: &'static Tier,
    price_factor: f64,
    hourly: f64,
}

impl Config {
    fn new(p: Params) -> Self {
        let tier = &TIERS[(p.choice("tier") as usize).min(TIERS.len() - 1)];
        let price_factor = p.number("price_factor");
        Self {
            get_limit: p.number("get_limit"),
            put_limit: p.number("put_limit"),
            first_byte: p.time("first_byte"),
            ns_per_byte: 1e9 / p.number("bandwidth").max(1.0),
            object_size: p.number("object_size"),
            part_size: p.number("part_size"),
            connections: p.count("part_connections").max(1) as usize,
            tier,
            price_factor,
            hourly: p.number("stored") / GB * tier.storage / HOURS_A_MONTH * price_factor,
        }
    }
}

struct Prefix {
    gets: TokenBucket,
    puts: TokenBucket,
}

pub(crate) struct ObjectStorage {
    config: Config,
    prefixes: Vec<Prefix>,
    /// When each connection of a transfer in parts is free, from its start; kept to be used again.
    free_at: Vec<f64>,
}

impl Behaviour for ObjectStorage {
    fn new(p: Params, _: &Node, _: u64, me: &mut NodeCore, _: &mut Core) -> Self {
        let config = Config::new(p);
        me.money.rate(0, config.hourly);
        let bucket = |limit: f64| TokenBucket::new(limit, limit);
        let prefixes = (0..p.count("prefixes").max(1)).map(|_| Prefix {
            gets: bucket(config.get_limit),
            puts: bucket(config.put_limit),
        });
        Self {
            prefixes: prefixes.collect(),
            config,
            free_at: Vec::new(),
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.config = Config::new(p);
        me.money.rate(core.now_ns, self.config.hourly);
        self.tune(me, core.now_ns);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        let call = &core.calls[id];
        let write = call.is(flags::WRITE);
        let bytes = match core.class_bytes[call.class as usize][usize::from(!write)] {
            0.0 => self.config.object_size,
            bytes => bytes,
        };
        let parts = self.parts(bytes);
        // An object written in parts is begun and put together too.
        let requests = parts + if write && parts > 1.0 { 2.0 } else { 0.0 };
        let n = self.prefixes.len() as u32;
        let prefix = &mut self.prefixes[(call.key % n) as usize];
        let (bucket, limit) = if write {
            (&mut prefix.puts, self.config.put_limit)
        } else {
            (&mut prefix.gets, self.config.get_limit)
        };
        let quota = limit * me.fault.quota;
        if quota <= 0.0 || !bucket.take(now, requests.min(quota).max(f64::MIN_POSITIVE)) {
            me.counts[SLOW_DOWNS].bump();
            return Admit::Refused(Cause::Throttled);
        }
        me.counts[REQUESTS].add(requests as u64);
        let tier = self.config.tier;
        let dollars = if write {
            requests * tier.put + bytes / GB * tier.upload
        } else {
            requests * tier.get + bytes / GB * tier.retrieval
        };
        me.money.spend(dollars * self.config.price_factor);
        let ns = if parts > 1.0 {
            let ends = if write { 2 } else { 0 };
            self.in_parts(me, bytes, parts) + (0..ends).map(|_| self.latency(me)).sum::<f64>()
        } else {
            let latency = self.latency(me);
            me.times[FIRST_BYTE].record(whole_ns(latency));
            latency + bytes * self.config.ns_per_byte
        };
        work(me, core, id, Part::Service, whole_ns(ns));
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &core.calls[id];
        let write = call.is(flags::WRITE);
        let bytes = match core.class_bytes[call.class as usize][usize::from(!write)] {
            0.0 => self.config.object_size,
            bytes => bytes,
        };
        let (objects, moved) = if write {
            (WRITES, BYTES_WRITTEN)
        } else {
            (READS, BYTES_READ)
        };
        me.counts[objects].bump();
        me.counts[moved].add(bytes as u64);
        Worked::Proceeds
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.tune(me, core.now_ns);
    }

    fn derived(&self, me: &NodeCore, _: &str, _: u64, span_ns: u64) -> f64 {
        let moved = me.counts[BYTES_READ].measured() + me.counts[BYTES_WRITTEN].measured();
        moved as f64 / (span_ns as f64 / 1e9).max(1e-9)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: self.prefixes.len() as u32,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let (refused, all) = (me.counts[SLOW_DOWNS].measured(), me.arrived.measured());
        if all > 0 && refused * 100 >= all {
            let share = quantity::format(refused as f64 / all as f64, Unit::Ratio);
            out.push(format!(
                "At {}, a prefix is asked too often: {share} of the requests were answered with Slow Down.",
                me.label
            ));
        }
    }
}

impl ObjectStorage {
    fn tune(&mut self, me: &NodeCore, now_ns: u64) {
        let get = self.config.get_limit * me.fault.quota;
        let put = self.config.put_limit * me.fault.quota;
        for prefix in &mut self.prefixes {
            prefix.gets.tune(now_ns, get, get);
            prefix.puts.tune(now_ns, put, put);
        }
    }

    /// In how many parts an object goes.
    fn parts(&self, bytes: f64) -> f64 {
        if self.config.part_size <= 0.0 {
            return 1.0;
        }
        libm::ceil(bytes / self.config.part_size).clamp(1.0, MOST_PARTS)
    }

    fn latency(&self, me: &mut NodeCore) -> f64 {
        self.config.first_byte.draw(&mut me.stream) * self.config.tier.first_byte
    }

    /// How long an object takes that goes in parts: each connection takes the next part when it has done its last.
    fn in_parts(&mut self, me: &mut NodeCore, bytes: f64, parts: f64) -> f64 {
        let each = bytes / parts * self.config.ns_per_byte;
        self.free_at.clear();
        self.free_at
            .resize(self.config.connections.min(parts as usize), 0.0);
        for _ in 0..parts as usize {
            let ns = self.latency(me) + each;
            let mut first = 0;
            for i in 1..self.free_at.len() {
                if self.free_at[i] < self.free_at[first] {
                    first = i;
                }
            }
            self.free_at[first] += ns;
        }
        self.free_at.iter().copied().fold(0.0, f64::max)
    }
}
