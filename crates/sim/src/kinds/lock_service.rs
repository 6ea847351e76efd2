//! `lock-service`: a consensus group that gives out locks by key, as leases with fencing tokens.
//!
//! Modelled on etcd and on Raft (Ongaro and Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014): a change
//! is made when the leader and enough followers have it, which is a majority; without a leader or a majority nothing is. Why a lock
//! with a lease needs a token: Kleppmann, "How to do distributed locking", 2016 (martin.kleppmann.com).
//!
//! A call asks for the lock of its key, waits while another has it, and is answered when it has it. Its holder then keeps it for a
//! while and gives it back, or loses it when its lease is over. A holder whose clock is behind does not know that.

mod declare;

use std::collections::{BTreeMap, VecDeque};

pub(super) use self::declare::declare;
use super::{Admit, Behaviour, Params, Pulse, Worked, own_call, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;
use crate::structures::sort;

const REQUESTS: usize = 0;
const ACQUISITIONS: usize = 1;
const WAITS: usize = 2;
const UNAVAILABLE: usize = 3;
const REFUSED: usize = 4;
const ELECTIONS: usize = 5;
const EXPIRED: usize = 6;
const VIOLATIONS: usize = 7;
const FENCED: usize = 8;
const HELD: usize = 0;
const WAITING: usize = 1;
const WAIT: usize = 0;
const COMMIT: usize = 1;

/// The most nodes of a group.
const MOST: usize = 15;

#[derive(Default)]
struct Lock {
    /// A caller has it, or is about to.
    taken: bool,
    waiting: VecDeque<u32>,
    /// Until when a holder whose lease is over goes on as if it were not.
    stale_until_ns: u64,
}

pub(crate) struct LockService {
    nodes: u32,
    disk: Sampler,
    ack: Sampler,
    election: Sampler,
    ttl_ns: u64,
    hold: Sampler,
    queue: usize,
    fencing: bool,
    /// Those that are held, waited for, or used by one who has lost it.
    locks: BTreeMap<u32, Lock>,
    /// Queues that are not in use, to be used again.
    spare: Vec<VecDeque<u32>>,
    leaderless_until_ns: u64,
    lost: f64,
    was_down: bool,
    acks: Stream,
    holds: Stream,
    elections: Stream,
}

impl Behaviour for LockService {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut service = Self {
            nodes: p.count("nodes").max(1),
            disk: p.time("disk_time"),
            ack: p.time("ack_time"),
            election: p.time("election_time"),
            ttl_ns: 0,
            hold: p.time("hold_time"),
            queue: 0,
            fencing: false,
            locks: BTreeMap::new(),
            spare: Vec::new(),
            leaderless_until_ns: 0,
            lost: 0.0,
            was_down: false,
            acks: Stream::new(seed, &node.id, "acks"),
            holds: Stream::new(seed, &node.id, "holds"),
            elections: Stream::new(seed, &node.id, "elections"),
        };
        service.configure(p, me, core);
        service
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.disk = p.time("disk_time");
        self.ack = p.time("ack_time");
        self.election = p.time("election_time");
        self.hold = p.time("hold_time");
        self.ttl_ns = p.ns("lease");
        self.queue = p.count("queue_limit") as usize;
        self.fencing = p.flag("fencing");
        let hourly = f64::from(self.nodes) * p.number("node_price");
        me.money.rate(core.now_ns, hourly);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        me.counts[REQUESTS].bump();
        if !self.has_majority(me) || now < self.leaderless_until_ns {
            me.counts[UNAVAILABLE].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        let spare = &mut self.spare;
        let lock = self
            .locks
            .entry(core.calls[id].key)
            .or_insert_with(|| Lock {
                waiting: spare.pop().unwrap_or_default(),
                ..Lock::default()
            });
        if !lock.taken {
            lock.taken = true;
            self.commit(me, core, id);
            return Admit::Taken;
        }
        if lock.waiting.len() >= self.queue {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        me.counts[WAITS].bump();
        me.levels[WAITING].add(now, 1);
        lock.waiting.push_back(id);
        let call = &mut core.calls[id];
        call.state = State::Queued;
        call.part = Part::Lock;
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        let call = &core.calls[id];
        if !call.is(flags::MESSAGE) {
            // A majority knows who has it.
            return Worked::Proceeds;
        }
        let (key, stage) = (call.key, call.slot);
        match stage {
            HOLDING if !self.has_majority(me) || now < self.leaderless_until_ns => {
                // Nobody can say that it is free; a new leader can.
                let at = self.leaderless_until_ns.max(now + 100_000_000);
                core.events.push(at, What::Work(id));
                return Worked::Busy;
            }
            HOLDING => {
                me.levels[HELD].sub(now, 1);
                // Giving it back, or finding that the lease is over, is a change as any other.
                core.calls[id].slot = RELEASING;
                let ns = self.quorum_ns(me);
                work(me, core, id, Part::Service, ns);
                return Worked::Busy;
            }
            RELEASING => self.release(me, core, key),
            _ => self.forget_lock(now, key),
        }
        Worked::Answers
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        if !call.is(flags::SLOT) || call.is(flags::MESSAGE) {
            return;
        }
        call.flags &= !flags::SLOT;
        let key = call.key;
        if ok {
            self.hold(me, core, key);
        } else {
            self.release(me, core, key);
        }
    }

    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, _: u32) {
        me.levels[WAITING].sub(core.now_ns, 1);
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let (up, lost) = (self.was_down && !me.fault.down, me.fault.lost);
        self.was_down = me.fault.down;
        // Of those that die one may be the leader.
        let headless = lost > self.lost && !me.fault.down && me.chance.chance(lost - self.lost);
        self.lost = lost;
        if up || headless {
            self.elect(me, core);
        }
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Failover {
            self.elect(me, core);
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[HELD].value,
            waiting: me.levels[WAITING].value,
            instances: self.alive(me),
            capacity: None,
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let count = |i: usize| quantity::format(me.counts[i].measured() as f64, Unit::Count);
        if me.counts[VIOLATIONS].measured() > 0 {
            out.push(format!(
                "At {}, two held a lock at once, {} times: a lease ended and its holder did not know.",
                me.label,
                count(VIOLATIONS)
            ));
        }
        let [waits, requests] = [WAITS, REQUESTS].map(|i| me.counts[i].measured());
        if waits * 2 > requests {
            out.push(format!(
                "At {}, requests queue: {} of them waited for a lock that another had.",
                me.label,
                quantity::format(waits as f64 / requests as f64, Unit::Ratio)
            ));
        }
        if me.counts[UNAVAILABLE].measured() > 0 {
            out.push(format!(
                "At {}, {} requests were turned away while there was no leader or no majority.",
                me.label,
                count(UNAVAILABLE)
            ));
        }
    }
}

/// What a call of the service's own stands for, in its `slot`.
const HOLDING: u32 = 0;
const RELEASING: u32 = 1;
const STALE: u32 = 2;

impl LockService {
    fn alive(&self, me: &NodeCore) -> u32 {
        let lost = (me.fault.lost * f64::from(self.nodes) + 1e-9) as u32;
        self.nodes.saturating_sub(lost)
    }

    fn has_majority(&self, me: &NodeCore) -> bool {
        self.alive(me) > self.nodes / 2
    }

    /// How long a change takes: the leader writes it down, and as many followers answer as make a majority with it.
    fn quorum_ns(&mut self, me: &NodeCore) -> u64 {
        let disk = self.disk.draw_ns(&mut self.acks);
        let needed = (self.nodes / 2) as usize;
        let followers = (self.nodes - 1) as usize;
        let mut acks = [(0, 0); MOST];
        for (ack, _) in &mut acks[..followers] {
            *ack = self.ack.draw_ns(&mut self.acks);
        }
        let there = (self.alive(me).max(1) - 1) as usize;
        let acks = &mut acks[..followers.min(there)];
        sort(acks);
        let slowest = needed.checked_sub(1).and_then(|i| acks.get(i));
        disk + slowest.map_or(0, |&(ns, _)| ns)
    }

    /// The lock is to be a caller's.
    fn commit(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        me.times[WAIT].record(now - call.entered_ns);
        call.book(Part::Lock, now);
        let ns = self.quorum_ns(me);
        me.times[COMMIT].record(ns);
        work(me, core, id, Part::Service, ns);
    }

    /// A caller has the lock, keeps it for a while and then gives it back or loses it.
    fn hold(&mut self, me: &mut NodeCore, core: &mut Core, key: u32) {
        let now = core.now_ns;
        let hold_ns = self.hold.draw_ns(&mut self.holds);
        me.counts[ACQUISITIONS].bump();
        me.levels[HELD].add(now, 1);
        let Some(lock) = self.locks.get_mut(&key) else {
            return;
        };
        if now < lock.stale_until_ns {
            // The one before still acts as if it were its own; with a token, what it writes is turned down.
            let count = if self.fencing { FENCED } else { VIOLATIONS };
            me.counts[count].bump();
        }
        // A holder gives up when its own clock says that its lease is over.
        let believed_ns = hold_ns.min(self.ttl_ns + me.fault.skew_ns);
        if hold_ns > self.ttl_ns {
            me.counts[EXPIRED].bump();
            lock.stale_until_ns = lock.stale_until_ns.max(now + believed_ns);
        }
        let until = now + hold_ns.min(self.ttl_ns);
        self.own(me, core, key, HOLDING, until);
    }

    fn own(&self, me: &NodeCore, core: &mut Core, key: u32, stage: u32, at_ns: u64) {
        let mut call = own_call(me, 0, key, core.now_ns);
        call.slot = stage;
        call.state = State::Working;
        let id = core.calls.add(call);
        core.events.push(at_ns, What::Work(id));
    }

    /// A lock is free, and the next who waits for it gets it.
    fn release(&mut self, me: &mut NodeCore, core: &mut Core, key: u32) {
        let now = core.now_ns;
        let Some(lock) = self.locks.get_mut(&key) else {
            return;
        };
        while let Some(id) = lock.waiting.pop_front() {
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(now, 1);
            if core.calls[id].deadline_ns <= now {
                core.refuse(id, Cause::DeadlineExceeded);
                continue;
            }
            self.commit(me, core, id);
            return;
        }
        lock.taken = false;
        let stale_until_ns = lock.stale_until_ns;
        if stale_until_ns > now {
            self.own(me, core, key, STALE, stale_until_ns);
        } else {
            self.forget_lock(now, key);
        }
    }

    /// A lock that nobody has or uses needs no memory.
    fn forget_lock(&mut self, now: u64, key: u32) {
        let idle = |lock: &Lock| !lock.taken && lock.stale_until_ns <= now;
        if self.locks.get(&key).is_some_and(idle)
            && let Some(lock) = self.locks.remove(&key)
        {
            self.spare.push(lock.waiting);
        }
    }

    /// The leader is gone: followers notice, and choose another.
    fn elect(&mut self, me: &mut NodeCore, core: &Core) {
        me.counts[ELECTIONS].bump();
        let ns = self.election.draw_ns(&mut self.elections) + self.quorum_ns(me);
        self.leaderless_until_ns = self.leaderless_until_ns.max(core.now_ns + ns);
    }
}
