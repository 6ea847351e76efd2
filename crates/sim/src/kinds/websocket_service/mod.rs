//! `websocket-service`: connections that stay open, and what happens when all of them are cut at once.
//!
//! Calls are messages that users send over their connections. The users themselves, their sessions and their tries to
//! get a connection back, live here ([`Herd`]): a reconnect storm is load that no client of the scenario sent.

mod declare;
mod herd;

pub(super) use self::declare::declare;
use self::herd::{Herd, Manners};
use super::service::line::Line;
use super::{Admit, Behaviour, Params, Pulse, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, State, flags};
use crate::engine::fault::{Strike, share_of};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const MESSAGES: usize = 0;
const PUSHED: usize = 1;
const UNCONNECTED: usize = 2;
const CONNECTS: usize = 3;
const RECONNECTS: usize = 4;
const TIMEOUTS: usize = 5;
const REFUSALS: usize = 6;
const WASTED: usize = 7;
const CONNECTIONS: usize = 0;
const CONNECTING: usize = 1;
const RUNNING: usize = 2;
const WAITING: usize = 3;
const CONNECTED: usize = 0;
const WAIT: usize = 1;

/// Something happens to the users.
const HERD: Tag = Tag(0);

/// What one replica has room for.
struct Each {
    connections: u32,
    handshakes: u32,
    line: u32,
    messages: u32,
}

impl Each {
    fn new(p: Params) -> Self {
        Self {
            connections: p.count("max_connections"),
            handshakes: p.count("connect_concurrency"),
            line: p.count("connect_queue"),
            messages: p.count("concurrency"),
        }
    }
}

pub(crate) struct WebsocketService {
    each: Each,
    replicas: u32,
    alive: u32,
    users: u32,
    memory: f64,
    capacity: u32,
    message: Sampler,
    push: Sampler,
    fan_out: u32,
    herd: Herd,
    armed_ns: u64,
    lost: f64,
    line: Line,
    senders: Stream,
}

impl Behaviour for WebsocketService {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut service = Self {
            each: Each::new(p),
            replicas: 0,
            alive: 0,
            users: p.count("users"),
            memory: 0.0,
            capacity: 0,
            message: p.time("message_time"),
            push: p.time("push_time"),
            fan_out: 0,
            herd: Herd::new(p, Stream::new(seed, &node.id, "users"), me),
            armed_ns: u64::MAX,
            lost: 0.0,
            line: Line::default(),
            senders: Stream::new(seed, &node.id, "senders"),
        };
        service.read(p, me, core);
        service
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, me, core);
        self.fill(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        let sender = self.senders.below(self.users.max(1));
        if self.alive == 0 || sender >= me.levels[CONNECTIONS].value {
            me.counts[UNCONNECTED].bump();
            return Admit::Refused(Cause::ConnectionRefused);
        }
        me.counts[MESSAGES].bump();
        me.levels[WAITING].add(now, 1);
        self.line.push(id, 0, now);
        core.calls[id].state = State::Queued;
        self.fill(me, core);
        Admit::Taken
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        self.release(me, core, id);
    }

    /// Whoever holds thousands of connections does not hold a thread while it waits.
    fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        self.release(me, core, id);
    }

    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, _: u32) {
        me.levels[WAITING].sub(core.now_ns, 1);
        self.line.forget(&mut core.calls);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, _: Tag) {
        if self.armed_ns == core.now_ns {
            self.armed_ns = u64::MAX;
            self.go_on(me, core);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let (before, lost) = (self.lost, me.fault.lost);
        self.lost = lost;
        if lost > before {
            // Who was connected to a replica that is gone is not connected.
            let share = (lost - before) / (1.0 - before);
            self.herd.cut(me, core.now_ns, share);
        }
        self.size(me, core);
        self.fill(me, core);
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Disconnect {
            self.herd.cut(me, core.now_ns, 1.0);
            self.go_on(me, core);
        }
    }

    fn derived(&self, me: &NodeCore, _: &str, now_ns: u64, span_ns: u64) -> f64 {
        me.levels[CONNECTIONS].average(now_ns, span_ns) * self.memory
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[CONNECTIONS].value,
            waiting: me.levels[CONNECTING].value,
            instances: self.alive,
            capacity: Some(f64::from(self.herd.room.connections)),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let (timeouts, connects) = (
            me.counts[TIMEOUTS].measured(),
            me.counts[CONNECTS].measured(),
        );
        if timeouts > 100 && timeouts * 10 > connects {
            let count = |n: u64| quantity::format(n as f64, Unit::Count);
            let left = self.users - me.levels[CONNECTIONS].value.min(self.users);
            out.push(format!(
                "At {}, a reconnect storm: {} tries took too long, and {} users have no connection at the end.",
                me.label,
                count(timeouts),
                count(u64::from(left))
            ));
        }
    }
}

impl WebsocketService {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.replicas = p.count("replicas");
        self.memory = p.number("connection_memory");
        self.message = p.time("message_time");
        self.push = p.time("push_time");
        self.fan_out = p.count("fan_out");
        self.herd.manners = Manners::new(p);
        self.each = Each::new(p);
        me.money.rate(
            core.now_ns,
            f64::from(self.replicas) * p.number("replica_price"),
        );
        self.size(me, core);
    }

    /// Takes stock of the replicas there are.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let dead = share_of(self.replicas, me.fault.lost);
        self.alive = self.replicas.saturating_sub(dead);
        let all = |each: u32| self.alive.saturating_mul(each);
        let left = |slots: u32| share_of(slots, me.fault.capacity);
        let room = &mut self.herd.room;
        room.connections = all(self.each.connections);
        room.handshakes = left(all(self.each.handshakes));
        room.line = all(self.each.line);
        room.slow = me.fault.slow;
        room.paused_until_ns = me.fault.paused_until_ns;
        self.capacity = left(all(self.each.messages));
        core.slots[me.index as usize] = self.capacity;
        core.has_instances(me.index, self.replicas, dead.min(self.replicas));
        self.go_on(me, core);
    }

    /// Lets the users do what they do, and sets the timer for what they do next.
    fn go_on(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        if let Some(due) = self.herd.go_on(me, now)
            && due < self.armed_ns
        {
            self.armed_ns = due.max(now + 1);
            core.events.push(self.armed_ns, What::Timer(me.index, HERD));
        }
    }

    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        while me.levels[RUNNING].value < self.capacity && self.line.waiting > 0 {
            let Some(id) = self.line.pop(false, &mut core.calls) else {
                return;
            };
            me.levels[WAITING].sub(now, 1);
            me.levels[RUNNING].add(now, 1);
            let call = &mut core.calls[id];
            call.flags |= flags::SLOT;
            me.times[WAIT].record(now - call.mark_ns);
            call.book(Part::Queue, now);
            // A user does not hear himself.
            let others = me.levels[CONNECTIONS]
                .value
                .saturating_sub(1)
                .min(self.fan_out);
            me.counts[PUSHED].add(u64::from(others));
            let factor = core.class_work[call.class as usize];
            let push = self.push.draw(&mut self.senders) * f64::from(others);
            let ns = self.message.draw(&mut me.stream) * factor + push;
            work(me, core, id, Part::Service, whole_ns(ns));
        }
    }

    fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        if call.is(flags::SLOT) {
            call.flags &= !flags::SLOT;
            me.levels[RUNNING].sub(core.now_ns, 1);
            self.fill(me, core);
        }
    }
}
