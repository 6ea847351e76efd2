//! `event-stream`: a partitioned, replicated log that consumer groups read.
//!
//! Modelled on Apache Kafka (kafka.apache.org/documentation): a record goes to the partition of its key; its leader appends one after
//! the other; `acks` says whom the producer waits for. Each link from the stream is a consumer group with an offset of its own in each
//! partition. One consumer at a time reads a partition, fetches a batch, deals with it in order and commits: at least once, and a
//! record that fails holds up those behind it.

mod declare;
mod log;
mod reading;

pub(super) use self::declare::declare;
use self::log::Partition;
use self::reading::Group;
use super::{Admit, Behaviour, Params, Pick, Pulse, Worked, own_call, partition, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::Tag;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const RECORDS: usize = 0;
const REFUSED: usize = 1;
const CONSUMED: usize = 2;
const RETRIED: usize = 3;
const REREAD: usize = 4;
const DEAD: usize = 5;
const LOST: usize = 6;
const REBALANCES: usize = 7;
const LAG: usize = 0;
const READING: usize = 1;
const APPEND: usize = 0;
const DELIVERY: usize = 1;

/// Groups may read again.
const RESUME: Tag = Tag(0);
/// Records may be too old.
const OLD: Tag = Tag(1);
/// Age is looked at so many times in a retention.
const LOOKS: u64 = 20;

/// What a producer waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Acks {
    All,
    Leader,
    None,
}

pub(crate) struct EventStream {
    acks: Acks,
    replicas: u32,
    min_in_sync: u32,
    append: Sampler,
    replication: Sampler,
    election: Sampler,
    buffer: usize,
    retention_ns: u64,
    retained: usize,
    consumers: u32,
    by_batch: bool,
    batch: u64,
    poll: Sampler,
    max_attempts: u32,
    retry_ns: u64,
    rebalance_ns: u64,
    record_price: f64,
    partitions: Vec<Partition>,
    groups: Vec<Group>,
    /// Producers are turned away until there are leaders again.
    leaderless_until_ns: u64,
    /// Groups do not read until then.
    paused_until_ns: u64,
    /// Share of the consumers that there was last.
    share: f64,
    looking: bool,
    lag_max: u64,
    copies: Stream,
    elections: Stream,
}

impl Behaviour for EventStream {
    const PICKS: bool = true;

    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let partitions = p.count("partitions").max(1) as usize;
        let mut stream = Self {
            acks: Acks::All,
            replicas: p.count("replicas").max(1),
            min_in_sync: 0,
            append: p.time("append_time"),
            replication: p.time("replication_time"),
            election: p.time("election_time"),
            buffer: 0,
            retention_ns: p.ns("retention"),
            retained: 0,
            consumers: 0,
            by_batch: p.choice("delivery") == 1,
            batch: 1,
            poll: p.time("poll_time"),
            max_attempts: 0,
            retry_ns: 0,
            rebalance_ns: 0,
            record_price: 0.0,
            partitions: (0..partitions).map(|_| Partition::default()).collect(),
            groups: me.links.iter().map(|_| Group::new(partitions)).collect(),
            leaderless_until_ns: 0,
            paused_until_ns: 0,
            share: 1.0,
            looking: false,
            lag_max: 0,
            copies: Stream::new(seed, &node.id, "copies"),
            elections: Stream::new(seed, &node.id, "elections"),
        };
        stream.read(p, me, core);
        stream
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        let consumers = self.consumers;
        self.read(p, me, core);
        if self.consumers != consumers {
            self.rebalance(me, core);
        }
        self.pump_all(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        let in_sync = self.in_sync(me);
        let short = self.acks == Acks::All && in_sync < self.min_in_sync;
        let call = &core.calls[id];
        let (class, key, write) = (call.class, call.key, call.flags & flags::WRITE);
        let place = partition::of_key(key, self.partitions.len() as u32);
        let refusal = if in_sync == 0 || short || now < self.leaderless_until_ns {
            Some(Cause::NodeDown)
        } else if self.partitions[place as usize].waiting.len() >= self.buffer {
            Some(Cause::QueueFull)
        } else {
            None
        };
        if let Some(cause) = refusal {
            me.counts[REFUSED].bump();
            return Admit::Refused(cause);
        }
        let mut append = id;
        if self.acks == Acks::None {
            // The producer goes its way, and its record another.
            work(me, core, id, Part::Service, 0);
            let mut own = own_call(me, class, key, now);
            own.flags |= write;
            append = core.calls.add(own);
        }
        core.calls[append].slot = place;
        if self.partitions[place as usize].busy {
            core.calls[append].state = State::Queued;
            self.partitions[place as usize].waiting.push_back(append);
        } else {
            self.start_append(me, core, append);
        }
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &mut core.calls[id];
        if call.is(flags::MESSAGE) && call.instance != NONE {
            call.state = State::Waiting;
            return if self.fetched(core, id) {
                Worked::Proceeds
            } else {
                Worked::Answers
            };
        }
        if !call.is(flags::SLOT) {
            // Nothing was waited for, or the last of the replicas has it.
            return Worked::Answers;
        }
        call.flags &= !flags::SLOT;
        let place = call.slot as usize;
        me.times[APPEND].record(core.now_ns - call.entered_ns);
        self.appended(me, core, id);
        self.partitions[place].busy = false;
        self.next_append(me, core, place);
        // As many are drawn whatever is in sync, so that a loss leaves the others where they were.
        let followers = self.in_sync(me).saturating_sub(1);
        let mut slowest = 0;
        for follower in 0..self.replicas - 1 {
            let ns = self.replication.draw_ns(&mut self.copies);
            if follower < followers {
                slowest = slowest.max(ns);
            }
        }
        if self.acks == Acks::All && followers > 0 && !core.calls[id].is(flags::MESSAGE) {
            work(me, core, id, Part::Service, slowest);
            return Worked::Busy;
        }
        Worked::Answers
    }

    fn pick(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Option<Pick> {
        let &(link, _) = me.links.get(core.calls[id].instance as usize)?;
        let instance = NONE;
        Some(Pick {
            link,
            instance,
            filtered: true,
        })
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        if call.is(flags::MESSAGE) && call.instance != NONE {
            self.read_by(me, core, id, ok);
        } else if call.is(flags::SLOT) {
            // Given up while it was being written.
            call.flags &= !flags::SLOT;
            let place = call.slot as usize;
            self.partitions[place].busy = false;
            self.next_append(me, core, place);
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        if tag == RESUME {
            self.pump_all(me, core);
            return;
        }
        self.looking = false;
        for place in 0..self.partitions.len() {
            self.trim(me, core, place);
        }
        if self.partitions.iter().any(|p| !p.records.is_empty()) {
            self.look(me, core);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        if (me.fault.capacity - self.share).abs() > 0.0 {
            self.share = me.fault.capacity;
            self.rebalance(me, core);
        }
        self.pump_all(me, core);
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Failover {
            let until = core.now_ns + self.election.draw_ns(&mut self.elections);
            self.leaderless_until_ns = self.leaderless_until_ns.max(until);
            self.pause(me, core, until);
        }
    }

    fn begin(&mut self, _: u64) {
        self.lag_max = 0;
        for partition in &mut self.partitions {
            partition.base = partition.end;
        }
    }

    fn derived(&self, _: &NodeCore, key: &str, _: u64, _: u64) -> f64 {
        if key == "lag_max" {
            return self.lag_max as f64;
        }
        let records = self.partitions.iter().map(|p| p.end - p.base);
        let all: u64 = records.clone().sum();
        records.max().unwrap_or(0) as f64 / all.max(1) as f64
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[READING].value,
            waiting: me.levels[LAG].value,
            instances: self.partitions.len() as u32,
            capacity: None,
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let count = |n: u64| quantity::format(n as f64, Unit::Count);
        let [records, lost, dead] = [RECORDS, LOST, DEAD].map(|i| me.counts[i].measured());
        let lag = u64::from(me.levels[LAG].value);
        if records > 100 && lag * 10 > records * self.groups.len() as u64 {
            let hottest = self.derived(me, "hottest_share", now_ns, span_ns);
            let even = 1.0 / self.partitions.len() as f64;
            let hot = self.partitions.len() > 1 && hottest > 2.0 * even;
            let why = if hot {
                let share = quantity::format(hottest, Unit::Ratio);
                format!(
                    " One partition gets {share} of the records, and one consumer at a time reads it."
                )
            } else {
                String::new()
            };
            out.push(format!(
                "At {}, records are read too slowly: readers are {} behind.{why}",
                me.label,
                count(lag)
            ));
        }
        if lost > 0 {
            out.push(format!(
                "At {}, {} records were dropped before they were read.",
                me.label,
                count(lost)
            ));
        }
        if dead > 0 {
            out.push(format!(
                "Consumers of {} gave up {} records.",
                me.label,
                count(dead)
            ));
        }
    }
}

impl EventStream {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.acks = match p.choice("acks") {
            0 => Acks::All,
            1 => Acks::Leader,
            _ => Acks::None,
        };
        self.min_in_sync = p.count("min_in_sync");
        self.append = p.time("append_time");
        self.replication = p.time("replication_time");
        self.election = p.time("election_time");
        self.buffer = p.count("buffer") as usize;
        self.retained = p.count("retained") as usize;
        self.consumers = p.count("consumers");
        self.batch = u64::from(p.count("batch").max(1));
        self.poll = p.time("poll_time");
        self.max_attempts = p.count("max_attempts");
        self.retry_ns = p.ns("retry_delay");
        self.rebalance_ns = p.ns("rebalance_time");
        self.record_price = p.number("record_price");
        let hourly = p.number("partition_price") * self.partitions.len() as f64;
        me.money.rate(core.now_ns, hourly);
    }
}
