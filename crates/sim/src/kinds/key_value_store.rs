//! `key-value-store`: a partitioned store with capacity units, as Amazon `DynamoDB` sells it.
//!
//! Capacity units, burst of five minutes, the limits of a partition (3,000 read and 1,000 write units a second) and adaptive capacity are
//! documented at docs.aws.amazon.com/amazondynamodb/latest/developerguide/burst-adaptive-capacity.html and .../bp-partition-key-design.html.
//! With several replicas it is a store with quorums, as Amazon's Dynamo (`DeCandia` et al., SOSP 2007) and Apache Cassandra are.

mod declare;
mod quorum;

pub(super) use self::declare::declare;
use self::quorum::Quorum;
use super::token::TokenBucket;
use super::{Admit, Behaviour, Params, Pulse, partition, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const PARTITION_READS: f64 = 3000.0;
const PARTITION_WRITES: f64 = 1000.0;
/// Unused capacity of so many seconds is kept for bursts.
const BURST_SECONDS: f64 = 300.0;

const READS: usize = 0;
const WRITES: usize = 1;
const THROTTLES: usize = 2;
const MISSES: usize = 3;
const STALE: usize = 4;
const REPAIRS: usize = 5;
const UNAVAILABLE: usize = 6;
const INCONSISTENCY: usize = 0;

struct Config {
    provisioned: bool,
    adaptive: bool,
    read_units: f64,
    write_units: f64,
    /// Units of one operation.
    per_read: f64,
    per_write: f64,
    hot_share: f64,
    hit_ratio: f64,
    read: Sampler,
    write: Sampler,
    read_price: f64,
    write_price: f64,
    hourly: f64,
}

impl Config {
    fn new(p: Params) -> Self {
        let provisioned = p.choice("capacity") == 1;
        let size = p.number("item_size");
        let (read_units, write_units) = (p.number("read_units"), p.number("write_units"));
        let hourly =
            read_units * p.number("read_unit_price") + write_units * p.number("write_unit_price");
        Self {
            provisioned,
            adaptive: p.flag("adaptive"),
            read_units,
            write_units,
            per_read: libm::ceil(size / 4096.0) * if p.flag("eventual") { 0.5 } else { 1.0 },
            per_write: libm::ceil(size / 1024.0),
            hot_share: p.number("hot_share"),
            hit_ratio: p.number("hit_ratio"),
            read: p.time("read_time"),
            write: p.time("write_time"),
            read_price: if provisioned {
                0.0
            } else {
                p.number("read_price")
            },
            write_price: if provisioned {
                0.0
            } else {
                p.number("write_price")
            },
            hourly: if provisioned { hourly } else { 0.0 },
        }
    }

    /// Units a second of one partition.
    fn partition(&self, partitions: usize) -> (f64, f64) {
        if self.provisioned && !self.adaptive {
            let share = |units: f64, most: f64| (units / partitions as f64).min(most);
            (
                share(self.read_units, PARTITION_READS),
                share(self.write_units, PARTITION_WRITES),
            )
        } else {
            (PARTITION_READS, PARTITION_WRITES)
        }
    }
}

/// A bucket each for reads and writes.
struct Buckets {
    read: TokenBucket,
    write: TokenBucket,
}

impl Buckets {
    fn new((read, write): (f64, f64), seconds: f64) -> Self {
        Self {
            read: TokenBucket::new(read, read * seconds),
            write: TokenBucket::new(write, write * seconds),
        }
    }
}

pub(crate) struct KeyValueStore {
    config: Config,
    by_key: bool,
    quorum: Quorum,
    keys: Stream,
    partitions: Vec<Buckets>,
    /// The whole table's units, where they are set.
    table: Option<Buckets>,
    units: f64,
    units_base: f64,
}

impl Behaviour for KeyValueStore {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, _: &mut Core) -> Self {
        let config = Config::new(p);
        me.money.rate(0, config.hourly);
        let partitions = p.count("partitions").max(1) as usize;
        // On demand a partition serves its limit and no more; provisioned units that were not used are kept for a while.
        let seconds = if config.provisioned && !config.adaptive {
            BURST_SECONDS
        } else {
            1.0
        };
        let table = config
            .provisioned
            .then(|| Buckets::new((config.read_units, config.write_units), BURST_SECONDS));
        Self {
            partitions: (0..partitions)
                .map(|_| Buckets::new(config.partition(partitions), seconds))
                .collect(),
            by_key: p.flag("by_key"),
            quorum: Quorum::new(p),
            keys: Stream::new(seed, &node.id, "keys"),
            table,
            config,
            units: 0.0,
            units_base: 0.0,
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        self.config = Config::new(p);
        self.quorum.tune(p);
        me.money.rate(now, self.config.hourly);
        let (read, write) = (self.config.read_units, self.config.write_units);
        if let Some(table) = &mut self.table {
            table.read.tune(now, read, read * BURST_SECONDS);
            table.write.tune(now, write, write * BURST_SECONDS);
        }
        if self.config.provisioned && !self.config.adaptive {
            let (read, write) = self.config.partition(self.partitions.len());
            for partition in &mut self.partitions {
                partition.read.tune(now, read, read * BURST_SECONDS);
                partition.write.tune(now, write, write * BURST_SECONDS);
            }
        }
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        let write = core.calls[id].is(flags::WRITE);
        let n = self.partitions.len() as u32;
        // Both numbers are drawn always, so that another hot share leaves the other requests where they were.
        let (heat, place) = (self.keys.unit(), self.keys.below(n));
        let key = core.calls[id].key;
        let place = if heat <= self.config.hot_share {
            0
        } else if self.by_key {
            partition::of_key(key, n)
        } else {
            place
        };
        if !self.quorum.is_there(me, write) {
            me.counts[UNAVAILABLE].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        let units = if write {
            self.config.per_write
        } else {
            self.config.per_read
        };
        let pick = |buckets: &mut Buckets| {
            if write {
                buckets.write.take(now, units)
            } else {
                buckets.read.take(now, units)
            }
        };
        let passed =
            pick(&mut self.partitions[place as usize]) && self.table.as_mut().is_none_or(pick);
        if !passed {
            me.counts[THROTTLES].bump();
            return Admit::Refused(Cause::Throttled);
        }
        self.units += units;
        let ns = if write {
            me.counts[WRITES].bump();
            me.money.spend(units * self.config.write_price);
            self.quorum.operate(me, now, key, true, &self.config.write)
        } else {
            me.counts[READS].bump();
            me.money.spend(units * self.config.read_price);
            if !self.keys.chance(self.config.hit_ratio) {
                me.counts[MISSES].bump();
                core.calls[id].flags |= flags::MISS;
            }
            self.quorum.operate(me, now, key, false, &self.config.read)
        };
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    fn begin(&mut self, _: u64) {
        self.units_base = self.units;
    }

    fn derived(&self, _: &NodeCore, _: &str, _: u64, span_ns: u64) -> f64 {
        (self.units - self.units_base) / (span_ns as f64 / 1e9).max(1e-9)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: self.partitions.len() as u32,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let throttled = me.counts[THROTTLES].measured();
        let all = throttled + me.counts[READS].measured() + me.counts[WRITES].measured();
        if all > 0 && throttled * 100 >= all {
            let share = quantity::format(throttled as f64 / all as f64, Unit::Ratio);
            let hot = if self.config.hot_share > 0.0 {
                " Its traffic is concentrated on one partition."
            } else {
                ""
            };
            out.push(format!(
                "At {}, the capacity units are used up: {share} of the requests were throttled.{hot}",
                me.label
            ));
        }
        let [stale, reads] = [STALE, READS].map(|i| me.counts[i].measured());
        if stale > 0 {
            out.push(format!(
                "At {}, {} of the reads were answered with what was no longer so: the quorums do not overlap.",
                me.label,
                quantity::format(stale as f64 / reads.max(1) as f64, Unit::Ratio)
            ));
        }
        let unavailable = me.counts[UNAVAILABLE].measured();
        if unavailable > 0 {
            out.push(format!(
                "At {}, {} requests were turned away: fewer replicas were there than they wait for.",
                me.label,
                quantity::format(unavailable as f64, Unit::Count)
            ));
        }
    }
}
