//! `sql-database`: a relational database, its row locks and its replicas.
//!
//! A transaction that writes takes a connection, then the lock of its row, then a core for each of its statements, and
//! waits at the end for as many replicas as its replication asks for; it holds connection and lock until then
//! (postgresql.org/docs/current/explicit-locking.html, .../warm-standby.html section Synchronous Replication). A primary
//! that is lost takes its open transactions with it, and of asynchronous replication what no replica has yet.

mod at;
mod declare;
mod flow;

use std::collections::VecDeque;

use self::at::{At, Phase};
pub(super) use self::declare::declare;
use self::declare::{
    COMMIT_WAIT, FAILED_OVER, LOCK_TIMEOUTS, LOCK_WAITING, LOST_WRITES, READS, REFUSED,
    REPLICA_READS, RUNNING, STALE_READS, WAITING, WRITES,
};

use super::locks::Locks;
use super::writes::Writes;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Gauge;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

/// Somebody may have waited too long for a lock.
const LOCKS_DUE: Tag = Tag(0);
/// A new primary may be there.
const ELECTED: Tag = Tag(1);

const PRIMARY: usize = 0;
const MOST_REPLICAS: usize = 15;

struct Config {
    max_connections: u32,
    connection_queue: u32,
    cores: u32,
    read: Sampler,
    write: Sampler,
    statements: u32,
    think: Sampler,
    /// Whether reads may go to the primary, and to replicas.
    reads: [bool; 2],
    /// How many replicas a write waits for.
    acks: usize,
    ack: Sampler,
    lag: Sampler,
    /// So far behind no replica is that is worth the memory.
    lag_most_ns: u64,
    failover: Sampler,
    waits: bool,
    price: f64,
}

impl Config {
    fn new(p: Params) -> Self {
        let replicas = p.count("replicas") as usize;
        let reads = if replicas == 0 { 1 } else { p.choice("reads") };
        Self {
            max_connections: p.count("max_connections"),
            connection_queue: p.count("connection_queue"),
            cores: p.count("cores"),
            read: p.time("read_time"),
            write: p.time("write_time"),
            statements: p.count("statements"),
            think: p.time("think_time"),
            reads: [reads != 0, reads != 1],
            acks: match p.choice("replication") {
                0 => 0,
                1 => replicas,
                _ => replicas.min(p.count("quorum") as usize),
            },
            ack: p.time("ack_time"),
            lag: p.time("lag"),
            lag_most_ns: whole_ns(64.0 * p.distribution("lag").mean()),
            failover: p.time("failover_time"),
            waits: p.choice("during_failover") == 1,
            price: p.number("instance_price"),
        }
    }
}

/// The primary, or a replica.
#[derive(Default)]
struct Server {
    connections: u32,
    /// Those who wait for a connection, and how many of them have not given up.
    line: VecDeque<u32>,
    in_line: u32,
    busy: u32,
    /// Those who wait for a core.
    queue: VecDeque<u32>,
}

pub(crate) struct SqlDatabase {
    config: Config,
    row_locks: bool,
    lock_timeout_ns: u64,
    /// The primary first.
    servers: Vec<Server>,
    /// Those of them that are there.
    alive: u32,
    /// Connections of each, less what a fault takes away.
    capacity: u32,
    turn: u32,
    locks: Locks,
    /// Whether a timer is set for those who wait for locks.
    watching: bool,
    writes: Writes,
    /// There is no primary until then.
    electing_until_ns: u64,
    term: u32,
    cores: Gauge,
    lags: Stream,
    acks: Stream,
    elections: Stream,
}

impl Behaviour for SqlDatabase {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut database = Self {
            config: Config::new(p),
            row_locks: p.flag("row_locks"),
            lock_timeout_ns: p.ns("lock_timeout"),
            servers: (0..=p.count("replicas"))
                .map(|_| Server::default())
                .collect(),
            alive: 1,
            capacity: 0,
            turn: 0,
            locks: Locks::default(),
            watching: false,
            writes: Writes::default(),
            electing_until_ns: 0,
            term: 0,
            cores: Gauge::default(),
            lags: Stream::new(seed, &node.id, "lag"),
            acks: Stream::new(seed, &node.id, "acknowledgements"),
            elections: Stream::new(seed, &node.id, "elections"),
        };
        database.size(me, core);
        database
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.config = Config::new(p);
        self.size(me, core);
        self.fill(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let call = &core.calls[id];
        let place = if call.is(flags::WRITE) {
            PRIMARY
        } else {
            self.reader(call.instance)
        };
        if place == PRIMARY && self.electing(core.now_ns) && !self.config.waits {
            me.counts[FAILED_OVER].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        let server = &mut self.servers[place];
        let mut at = At {
            phase: Phase::Line,
            server: place as u32,
            locked: false,
            begun: false,
            term: 0,
            left: 1,
        };
        if server.connections < self.capacity {
            at.put(&mut core.calls[id]);
            self.start(me, core, id, at);
        } else if server.in_line < self.config.connection_queue && self.capacity > 0 {
            server.in_line += 1;
            server.line.push_back(id);
            me.levels[WAITING].add(core.now_ns, 1);
            at.phase = Phase::Line;
            at.put(&mut core.calls[id]);
            core.calls[id].state = State::Queued;
        } else {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::ConnectionRefused);
        }
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let mut at = At::of(&core.calls[id]);
        let place = at.server as usize;
        if at.phase == Phase::Runs {
            self.servers[place].busy -= 1;
            me.levels[RUNNING].sub(core.now_ns, 1);
            at.left = at.left.saturating_sub(1);
        }
        let ran = at.phase == Phase::Runs;
        at.phase = Phase::Ends;
        at.put(&mut core.calls[id]);
        if ran {
            self.fill_cores(me, core, place);
        }
        if place == PRIMARY && at.term != self.term & 15 {
            // Its primary is gone, and the transaction with it.
            me.counts[FAILED_OVER].bump();
            return Worked::Fails(Cause::NodeDown);
        }
        let write = core.calls[id].is(flags::WRITE);
        if at.left > 0 {
            if !ran {
                self.take_core(me, core, id, at);
                return Worked::Busy;
            }
            at.phase = Phase::Thinks;
            at.put(&mut core.calls[id]);
            let ns = self.config.think.draw_ns(&mut me.stream);
            work(me, core, id, Part::Service, ns);
            return Worked::Busy;
        }
        if !write {
            me.counts[READS].bump();
            return Worked::Proceeds;
        }
        if ran {
            let ns = self.commit_wait();
            me.times[COMMIT_WAIT].record(ns);
            if ns > 0 {
                at.phase = Phase::Commits;
                at.put(&mut core.calls[id]);
                work(me, core, id, Part::Network, ns);
                return Worked::Busy;
            }
        }
        me.counts[WRITES].bump();
        let behind_ns = self.config.lag_most_ns + me.fault.lag_ns;
        self.writes
            .record(core.now_ns, core.calls[id].key, behind_ns);
        Worked::Proceeds
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        let at = At::of(&core.calls[id]);
        if at.phase == Phase::None {
            return;
        }
        core.calls[id].slot = 0;
        if at.phase == Phase::Runs {
            self.servers[at.server as usize].busy -= 1;
            me.levels[RUNNING].sub(core.now_ns, 1);
        }
        self.release(me, core, id, at);
    }

    /// The entry in the queue is swept when its turn comes.
    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let at = At::of(&core.calls[id]);
        core.calls[id].slot = 0;
        let now = core.now_ns;
        match at.phase {
            Phase::Line => {
                self.servers[at.server as usize].in_line -= 1;
                me.levels[WAITING].sub(now, 1);
            }
            Phase::Lock => {
                me.levels[LOCK_WAITING].sub(now, 1);
                self.release(me, core, id, at);
            }
            Phase::Queue => {
                me.levels[WAITING].sub(now, 1);
                self.release(me, core, id, at);
            }
            _ => {}
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == ELECTED {
            if !self.electing(now) {
                self.fill(me, core);
            }
            return;
        }
        self.watching = false;
        while let Some(id) = self.locks.give_up(now) {
            if self.turn_away_from_lock(me, core, id, Cause::Timeout) {
                me.counts[LOCK_TIMEOUTS].bump();
            }
        }
        self.watch_locks(me, core);
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.fill(me, core);
    }

    /// The primary is lost.
    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike != Strike::Failover {
            return;
        }
        let now = core.now_ns;
        self.term = self.term.wrapping_add(1);
        let until = now + self.config.failover.draw_ns(&mut self.elections);
        self.electing_until_ns = self.electing_until_ns.max(until);
        core.events.push(until, What::Timer(me.index, ELECTED));
        let lag = self.lag_ns(me);
        if self.config.acks == 0 && self.servers.len() > 1 {
            let lost = self.writes.lose(now, lag);
            me.counts[LOST_WRITES].add(lost);
        }
        if !self.config.waits {
            self.turn_away(me, core);
        }
    }

    fn begin(&mut self, now_ns: u64) {
        self.cores.begin(now_ns);
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, _: u64) -> f64 {
        let (part, whole) = if key == "utilisation" {
            let work = me.levels[RUNNING].measured(now_ns) as f64;
            (work, self.cores.measured(now_ns) as f64)
        } else {
            let count = |i: usize| me.counts[i].measured() as f64;
            (count(STALE_READS), count(REPLICA_READS))
        };
        if whole > 0.0 { part / whole } else { 0.0 }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value + me.levels[LOCK_WAITING].value,
            instances: self.alive,
            capacity: Some(f64::from(self.alive) * f64::from(self.config.cores)),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let count = |i: usize| me.counts[i].measured();
        let shown = |n: u64| quantity::format(n as f64, Unit::Count);
        let all = me.arrived.measured().max(1);
        let name = &me.label;
        if count(REFUSED) * 100 >= all {
            let share = quantity::format(count(REFUSED) as f64 / all as f64, Unit::Ratio);
            out.push(format!(
                "At {name}, connections ran out: {share} of the requests were refused."
            ));
        }
        let average = |level: usize| me.levels[level].average(now_ns, span_ns);
        if average(LOCK_WAITING) > average(RUNNING).max(1.0) {
            out.push(format!(
                "At {name}, locks are the bound: {:.1} transactions wait for a row on average, and {:.1} statements run.",
                average(LOCK_WAITING),
                average(RUNNING)
            ));
        } else if self.derived(me, "utilisation", now_ns, span_ns) >= 0.9 {
            out.push(format!("At {name}, the cores are nearly always busy."));
        }
        if count(FAILED_OVER) > 0 {
            let failed = shown(count(FAILED_OVER));
            out.push(format!(
                "At {name}, the primary was lost: {failed} requests failed until there was another."
            ));
        }
        if count(LOST_WRITES) > 0 {
            let lost = shown(count(LOST_WRITES));
            out.push(format!(
                "At {name}, {lost} writes were lost that had been acknowledged."
            ));
        }
        if count(STALE_READS) * 100 >= count(REPLICA_READS).max(1) {
            let share = self.derived(me, "stale_ratio", now_ns, span_ns);
            let share = quantity::format(share, Unit::Ratio);
            out.push(format!(
                "At {name}, {share} of the reads were answered by replicas with what was old."
            ));
        }
    }
}
