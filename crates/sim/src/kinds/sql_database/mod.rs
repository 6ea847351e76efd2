//! `sql-database`: a relational database, its row locks and its replicas.
//!
//! A transaction that writes takes a connection, then the lock of its row, then a core for each of its statements, and
//! waits at the end for as many replicas as its replication asks for; it holds connection and lock until then
//! (postgresql.org/docs/current/explicit-locking.html, .../warm-standby.html section Synchronous Replication). A primary
//! that is lost takes its open transactions with it, and of asynchronous replication what no replica has yet.

mod declare;

use std::collections::VecDeque;

pub(super) use self::declare::declare;
use self::declare::{
    COMMIT_WAIT, CONNECTIONS, FAILED_OVER, LOCK_TIMEOUTS, LOCK_WAIT, LOCK_WAITING, LOCK_WAITS,
    LOST_WRITES, READS, REFUSED, REPLICA_READS, RUNNING, STALE_READS, WAITING, WRITES,
};

use super::locks::Locks;
use super::writes::Writes;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Call, Cause, NONE, State, flags};
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

/// What a call is at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Nothing here is its own.
    None,
    /// Waits for a connection.
    Line,
    /// Has a connection, and waits for a lock.
    Lock,
    /// Waits for a core.
    Queue,
    /// On a core.
    Runs,
    /// Between two statements.
    Thinks,
    /// Waits for replicas.
    Commits,
    /// Is about to leave.
    Ends,
}

const PHASES: [Phase; 8] = [
    Phase::None,
    Phase::Line,
    Phase::Lock,
    Phase::Queue,
    Phase::Runs,
    Phase::Thinks,
    Phase::Commits,
    Phase::Ends,
];

/// What is known of a call, kept in its `slot`.
#[derive(Clone, Copy)]
struct At {
    phase: Phase,
    server: u32,
    /// Holds the lock of its key.
    locked: bool,
    /// Its first statement has begun, under this primary (its number modulo 16).
    begun: bool,
    term: u32,
    /// Statements that are left.
    left: u32,
}

impl At {
    fn of(call: &Call) -> Self {
        let bits = call.slot;
        Self {
            phase: PHASES[(bits & 7) as usize],
            server: (bits >> 3) & 31,
            locked: bits & (1 << 8) != 0,
            begun: bits & (1 << 9) != 0,
            term: (bits >> 10) & 15,
            left: bits >> 14,
        }
    }

    fn put(self, call: &mut Call) {
        call.slot = self.phase as u32
            | self.server << 3
            | u32::from(self.locked) << 8
            | u32::from(self.begun) << 9
            | (self.term & 15) << 10
            | self.left << 14;
    }
}

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
                self.to_core(me, core, id, at);
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
        self.writes.record(core.now_ns, core.calls[id].key);
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
                "{name} ran out of connections: it refused {share} of the requests."
            ));
        }
        let average = |level: usize| me.levels[level].average(now_ns, span_ns);
        if average(LOCK_WAITING) > average(RUNNING).max(1.0) {
            out.push(format!(
                "{name} is bound by locks: {:.1} transactions wait for a row on average, and {:.1} statements run.",
                average(LOCK_WAITING),
                average(RUNNING)
            ));
        } else if self.derived(me, "utilisation", now_ns, span_ns) >= 0.9 {
            out.push(format!(
                "{name} runs hot: its cores are nearly always busy."
            ));
        }
        if count(FAILED_OVER) > 0 {
            let failed = shown(count(FAILED_OVER));
            out.push(format!(
                "{name} lost its primary: {failed} requests failed until there was another."
            ));
        }
        if count(LOST_WRITES) > 0 {
            let lost = shown(count(LOST_WRITES));
            out.push(format!(
                "{name} lost {lost} writes that it had acknowledged."
            ));
        }
        if count(STALE_READS) * 100 >= count(REPLICA_READS).max(1) {
            let share = self.derived(me, "stale_ratio", now_ns, span_ns);
            let share = quantity::format(share, Unit::Ratio);
            out.push(format!(
                "{name} answered {share} of the reads at replicas with what was old."
            ));
        }
    }
}

impl SqlDatabase {
    fn electing(&self, now_ns: u64) -> bool {
        now_ns < self.electing_until_ns
    }

    /// Takes stock of what there is.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let all = self.servers.len() as u32;
        let lost = (me.fault.lost * f64::from(all)) as u32;
        self.alive = (all - lost.min(all)).max(1);
        let connections = f64::from(self.config.max_connections) * me.fault.capacity;
        self.capacity = libm::ceil(connections) as u32;
        let cores = self.alive.saturating_mul(self.config.cores);
        self.cores.set(core.now_ns, cores);
        core.slots[me.index as usize] = cores;
        core.instances[me.index as usize] = self.alive;
        me.money
            .rate(core.now_ns, f64::from(all) * self.config.price);
    }

    /// Which server takes the next read.
    fn reader(&mut self, chosen: u32) -> usize {
        let first = u32::from(!self.config.reads[0]);
        let end = if self.config.reads[1] { self.alive } else { 1 };
        if end <= first {
            return PRIMARY;
        }
        if chosen != NONE {
            return (first + chosen % (end - first)) as usize;
        }
        self.turn = (self.turn + 1) % (end - first);
        (first + self.turn) as usize
    }

    /// A call gets a connection.
    fn start(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let now = core.now_ns;
        self.servers[at.server as usize].connections += 1;
        me.levels[CONNECTIONS].add(now, 1);
        let call = &mut core.calls[id];
        if !call.is(flags::WRITE) {
            self.to_core(me, core, id, at);
            return;
        }
        at.left = self.config.statements.max(1);
        if !self.row_locks || self.locks.take(call.key, now, u64::MAX) {
            at.locked = self.row_locks;
            self.to_core(me, core, id, at);
            return;
        }
        let due = if self.lock_timeout_ns == 0 {
            u64::MAX
        } else {
            now + self.lock_timeout_ns
        };
        at.phase = Phase::Lock;
        at.put(call);
        call.state = State::Queued;
        me.counts[LOCK_WAITS].bump();
        me.levels[LOCK_WAITING].add(now, 1);
        self.locks.wait(core.calls[id].key, id, due);
        self.watch_locks(me, core);
    }

    fn to_core(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let place = at.server as usize;
        let gone = place == PRIMARY && self.electing(core.now_ns);
        if !gone && self.servers[place].busy < self.config.cores {
            self.run(me, core, id, at);
            return;
        }
        at.phase = Phase::Queue;
        at.put(&mut core.calls[id]);
        core.calls[id].state = State::Queued;
        self.servers[place].queue.push_back(id);
        me.levels[WAITING].add(core.now_ns, 1);
    }

    fn run(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, mut at: At) {
        let now = core.now_ns;
        self.servers[at.server as usize].busy += 1;
        me.levels[RUNNING].add(now, 1);
        let call = &mut core.calls[id];
        call.book(Part::Queue, now);
        let write = call.is(flags::WRITE);
        if at.server > 0 {
            let (key, lag) = (call.key, self.lag_ns(me));
            me.counts[REPLICA_READS].bump();
            if self.writes.younger(key, now, lag) {
                me.counts[STALE_READS].bump();
            }
        } else if !at.begun {
            at.begun = true;
            at.term = self.term;
        }
        at.phase = Phase::Runs;
        let call = &mut core.calls[id];
        at.put(call);
        let factor = core.class_work[call.class as usize];
        let time = if write {
            &self.config.write
        } else {
            &self.config.read
        };
        let ns = time.draw(&mut me.stream) * factor;
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    /// How far behind a replica is now.
    fn lag_ns(&mut self, me: &NodeCore) -> u64 {
        self.config.lag.draw_ns(&mut self.lags) + me.fault.lag_ns
    }

    /// How long a transaction waits for the replicas that must have it.
    fn commit_wait(&mut self) -> u64 {
        let replicas = self.servers.len() - 1;
        if self.config.acks == 0 || replicas == 0 {
            return 0;
        }
        let mut times = [0; MOST_REPLICAS];
        let times = &mut times[..replicas.min(MOST_REPLICAS)];
        for time in &mut *times {
            *time = self.config.ack.draw_ns(&mut self.acks);
        }
        times.sort_unstable();
        times[self.config.acks.min(times.len()) - 1]
    }

    /// A call gives back its lock and its connection.
    fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, at: At) {
        if at.phase == Phase::Line {
            return;
        }
        let place = at.server as usize;
        self.servers[place].connections -= 1;
        me.levels[CONNECTIONS].sub(core.now_ns, 1);
        if at.locked {
            self.pass_lock(me, core, id);
        }
        self.fill_cores(me, core, place);
        self.fill_line(me, core, place);
    }

    /// The lock of a call's key goes to the next who waits for it.
    fn pass_lock(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let key = core.calls[id].key;
        while let Some(next) = self.locks.pass_on(key) {
            let call = &mut core.calls[next];
            if call.is(flags::CANCELLED) {
                core.calls.remove(next);
                continue;
            }
            me.levels[LOCK_WAITING].sub(now, 1);
            me.times[LOCK_WAIT].record(now - call.mark_ns);
            call.book(Part::Lock, now);
            let mut at = At::of(call);
            at.locked = true;
            self.to_core(me, core, next, at);
            return;
        }
    }

    fn watch_locks(&mut self, me: &NodeCore, core: &mut Core) {
        if !self.watching
            && let Some(due) = self.locks.next_due()
            && due < u64::MAX
        {
            self.watching = true;
            core.events
                .push(due.max(core.now_ns), What::Timer(me.index, LOCKS_DUE));
        }
    }

    /// One who waited for a lock fails; false when it had gone itself.
    fn turn_away_from_lock(
        &mut self,
        me: &mut NodeCore,
        core: &mut Core,
        id: u32,
        cause: Cause,
    ) -> bool {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        if call.is(flags::CANCELLED) {
            core.calls.remove(id);
            return false;
        }
        me.levels[LOCK_WAITING].sub(now, 1);
        call.book(Part::Lock, now);
        end(core, id, cause);
        true
    }

    /// Whoever waits for the primary fails.
    fn turn_away(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let primary = &mut self.servers[PRIMARY];
        let (queue, line) = (primary.queue.drain(..), primary.line.drain(..));
        for id in queue.chain(line) {
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(now, 1);
            me.counts[FAILED_OVER].bump();
            core.calls[id].book(Part::Queue, now);
            if At::of(&core.calls[id]).phase == Phase::Line {
                primary.in_line -= 1;
                core.calls[id].slot = 0;
                core.calls[id].state = State::Working;
                core.refused.push((id, Cause::NodeDown));
            } else {
                end(core, id, Cause::NodeDown);
            }
        }
        while let Some(id) = self.locks.give_up(u64::MAX) {
            if self.turn_away_from_lock(me, core, id, Cause::NodeDown) {
                me.counts[FAILED_OVER].bump();
            }
        }
    }

    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        for place in 0..self.servers.len() {
            self.fill_cores(me, core, place);
            self.fill_line(me, core, place);
        }
    }

    fn fill_cores(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        while self.servers[place].busy < self.config.cores
            && !(place == PRIMARY && self.electing(core.now_ns))
        {
            let Some(id) = self.servers[place].queue.pop_front() else {
                return;
            };
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(core.now_ns, 1);
            let at = At::of(&core.calls[id]);
            self.run(me, core, id, at);
        }
    }

    fn fill_line(&mut self, me: &mut NodeCore, core: &mut Core, place: usize) {
        let now = core.now_ns;
        while self.servers[place].connections < self.capacity {
            let server = &mut self.servers[place];
            let Some(id) = server.line.pop_front() else {
                return;
            };
            let call = &mut core.calls[id];
            if call.is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            server.in_line -= 1;
            me.levels[WAITING].sub(now, 1);
            call.book(Part::Queue, now);
            if call.deadline_ns <= now {
                // Nobody has a use for its answer any more.
                call.slot = 0;
                call.state = State::Working;
                core.refused.push((id, Cause::DeadlineExceeded));
                continue;
            }
            let at = At::of(call);
            self.start(me, core, id, at);
        }
    }
}

/// A call that has a connection is about to fail.
fn end(core: &mut Core, id: u32, cause: Cause) {
    let call = &mut core.calls[id];
    let mut at = At::of(call);
    at.phase = Phase::Ends;
    at.put(call);
    call.state = State::Working;
    core.refused.push((id, cause));
}
