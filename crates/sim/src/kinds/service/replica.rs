//! Replicas one by one: who works where, what slows or stops a single one, and how work is shared within.

use super::sharing::Pool;
use super::{
    Admit, COLLECT, COLLECTED, Cause, Core, DOOMED, GC_PAUSE, Line, Model, NONE, NodeCore, Params,
    Part, REFUSED, RUNNING, SHARE, Service, State, Stream, Tag, WAIT, WAITING, What, whole_ns,
};

/// One instance of the program.
#[derive(Default)]
pub(super) struct Replica {
    /// Calls that hold a slot of it, and those inside, of a service with a queue each.
    pub running: u32,
    inside: u32,
    /// For how long collections have stopped it so far, and until when the last does.
    pub stopped_ns: u64,
    until_ns: u64,
    /// When the next is due.
    due_ns: u64,
}

/// Garbage collection: how often, how long, and of how much memory.
pub(super) struct Collector {
    interval: f64,
    pause: f64,
    heap: f64,
    request: f64,
    phases: Stream,
}

/// A heap as good as full: what is live beyond it does not make matters worse.
const FULL: f64 = 0.95;
/// No collection follows another sooner.
const SOONEST_NS: f64 = 1e5;

impl Collector {
    pub fn new(p: Params, phases: Stream) -> Self {
        let mut collector = Self {
            interval: p.number("gc_interval"),
            pause: 0.0,
            heap: 1.0,
            request: 0.0,
            phases,
        };
        collector.read(p);
        collector
    }

    pub fn read(&mut self, p: Params) {
        self.pause = p.number("gc_pause");
        self.heap = p.number("heap");
        self.request = p.number("request_memory");
    }

    pub fn on(&self) -> bool {
        self.interval > 0.0
    }

    /// How long a collection stops a replica with so many requests inside, and how long after it the next one is due.
    fn cycle(&self, inside: f64) -> (u64, u64) {
        let free = 1.0 - (inside * self.request / self.heap).min(FULL);
        (
            whole_ns(self.pause / free),
            whole_ns((self.interval * free).max(SOONEST_NS)),
        )
    }
}

impl Service {
    /// Makes room for all replicas that are up; the collections of new ones begin at a point of their own.
    pub(super) fn grow(&mut self, me: &NodeCore, core: &mut Core) {
        let up = self.up as usize;
        if self.replicas.len() < up {
            self.replicas.resize_with(up, Replica::default);
        }
        if self.each && self.lines.len() < up {
            self.lines.resize_with(up, Line::default);
            self.pools.resize_with(up, Pool::default);
        }
        if self.collector.on() {
            for (i, replica) in self.replicas.iter_mut().enumerate().take(up) {
                if replica.due_ns == 0 {
                    let phase = self.collector.phases.unit() * self.collector.interval;
                    replica.due_ns = core.now_ns + whole_ns(phase).max(1);
                    let tag = Tag(COLLECT + i as u16);
                    core.events.push(replica.due_ns, What::Timer(me.index, tag));
                }
            }
        }
    }

    /// A call comes to a service of which it matters which replica does what.
    pub(super) fn choose(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let mut place = 0;
        if self.each {
            let asked = core.calls[id].instance;
            let chosen = if asked == NONE {
                self.next(|_| true).ok_or(Cause::NodeDown)
            } else if asked < self.alive {
                Ok(asked as usize)
            } else {
                // A balancer's view is older than a crash.
                Err(Cause::ConnectionRefused)
            };
            place = match chosen {
                Ok(place) => place,
                Err(cause) => {
                    me.counts[REFUSED].bump();
                    return Admit::Refused(cause);
                }
            };
            self.replicas[place].inside += 1;
            core.calls[id].slot = place as u32 + 1;
        }
        if self.model == Model::Sharing {
            self.enter(me, core, id, place)
        } else {
            self.join(me, core, id, place)
        }
    }

    /// The next replica in turn that is fit.
    fn next(&mut self, fit: impl Fn(&Replica) -> bool) -> Option<usize> {
        for _ in 0..self.alive {
            self.turn = if self.turn + 1 >= self.alive {
                0
            } else {
                self.turn + 1
            };
            if fit(&self.replicas[self.turn as usize]) {
                return Some(self.turn as usize);
            }
        }
        None
    }

    /// The queue or the pool of a call inside.
    pub(super) fn place(&self, core: &Core, id: u32) -> usize {
        let place = core.calls[id].slot;
        if self.each && place != 0 && place != DOOMED {
            place as usize - 1
        } else {
            0
        }
    }

    /// A call takes a slot of its replica; of those that share a queue, the next in turn. How much longer its work takes
    /// for the others there.
    pub(super) fn occupy(&mut self, core: &mut Core, id: u32) -> f64 {
        let room = self.room;
        let place = if self.each {
            self.place(core, id)
        } else {
            // There is a free slot in all, and so there is a replica with one; but for an instant of a crash.
            self.next(|replica| replica.running < room).unwrap_or(0)
        };
        core.calls[id].slot = place as u32 + 1;
        let replica = &mut self.replicas[place];
        replica.running += 1;
        let running = f64::from(replica.running);
        if self.collector.on() {
            // Of a pause that is under way, the rest is still to come.
            let mark = replica.stopped_ns - replica.until_ns.saturating_sub(core.now_ns);
            self.mark(id, mark);
        }
        self.slowdown(running)
    }

    fn mark(&mut self, id: u32, mark: u64) {
        if self.marks.len() <= id as usize {
            self.marks.resize(id as usize + 1, 0);
        }
        self.marks[id as usize] = mark;
    }

    /// The universal scalability law.
    fn slowdown(&self, at_once: f64) -> f64 {
        let others = (at_once - 1.0).max(0.0);
        1.0 + self.contention * others + self.coherency * at_once * others
    }

    /// A call is no longer inside its replica.
    pub(super) fn part(&mut self, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        if self.individual && call.slot != 0 && call.slot != DOOMED {
            if self.each {
                self.replicas[call.slot as usize - 1].inside -= 1;
            }
            call.slot = 0;
        }
    }

    /// Those who wait for replicas that are gone are sent to others.
    pub(super) fn resettle(&mut self, me: &mut NodeCore, core: &mut Core) {
        if !self.each || self.model == Model::Sharing {
            return;
        }
        for gone in self.alive as usize..self.lines.len() {
            for id in self.lines[gone].empty(&mut core.calls) {
                self.part(core, id);
                if let Some(place) = self.next(|_| true) {
                    self.replicas[place].inside += 1;
                    core.calls[id].slot = place as u32 + 1;
                    self.enqueue(core, place, id);
                } else {
                    me.levels[WAITING].sub(core.now_ns, 1);
                    self.turn_away(core, id, Cause::NodeDown);
                }
            }
        }
    }

    /// A replica's heap is full.
    pub(super) fn collect(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        let Some(replica) = self.replicas.get_mut(index) else {
            return;
        };
        if replica.due_ns != now {
            return;
        }
        if index >= self.up as usize {
            // It was taken away; if it comes back, it begins anew.
            replica.due_ns = 0;
            return;
        }
        let inside = if self.each {
            f64::from(replica.inside)
        } else {
            f64::from(me.inside.value) / f64::from(self.alive.max(1))
        };
        let (pause, after) = self.collector.cycle(inside);
        replica.due_ns = now + pause + after;
        let tag = Tag(COLLECT + index as u16);
        core.events.push(replica.due_ns, What::Timer(me.index, tag));
        if index >= self.alive as usize {
            return;
        }
        replica.stopped_ns += pause;
        replica.until_ns = now + pause;
        me.times[GC_PAUSE].record(pause);
        if self.model == Model::Sharing {
            let tag = Tag(COLLECTED + index as u16);
            core.events.push(now + pause, What::Timer(me.index, tag));
            let pool = if self.each { index } else { 0 };
            self.pools[pool].advance(now);
            self.pools[pool].stopped += 1;
            self.pace(me, core, pool);
        }
    }

    /// A replica whose work is shared goes on after a collection.
    pub(super) fn collected(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let pool = if self.each { index } else { 0 };
        self.pools[pool].advance(core.now_ns);
        self.pools[pool].stopped -= 1;
        self.pace(me, core, pool);
    }

    /// A call comes to where work is shared.
    fn enter(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, pool: usize) -> Admit {
        let now = core.now_ns;
        let slots = if self.each { self.room } else { self.capacity };
        let at_work = self.pools[pool].alive;
        let refusal = if self.alive == 0 {
            Some(Cause::NodeDown)
        } else {
            (at_work >= slots.saturating_add(self.queue_limit)).then_some(Cause::QueueFull)
        };
        if let Some(cause) = refusal {
            me.counts[REFUSED].bump();
            return Admit::Refused(cause);
        }
        if at_work >= slots {
            self.delayed.bump();
        }
        let factor = core.class_work[core.calls[id].class as usize];
        let ns = whole_ns(self.service.draw_ahead(&mut self.ahead, &mut me.stream) * factor);
        self.mark(id, ns);
        core.calls[id].state = State::Queued;
        self.pools[pool].advance(now);
        self.pools[pool].enter(id, ns as f64);
        self.pace(me, core, pool);
        Admit::Taken
    }

    /// Sets the pace of a pool for those in it now, and the time of the next to be done. It has been advanced to now.
    pub(super) fn pace(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        let slots = if self.each { self.room } else { self.capacity };
        let alive = self.pools[index].alive;
        let replicas = if self.each { 1 } else { self.alive.max(1) };
        let slowdown = self.slowdown(f64::from(alive) / f64::from(replicas)) * me.fault.slow;
        let pool = &mut self.pools[index];
        let left = slots.saturating_sub(pool.stopped.saturating_mul(self.room));
        let paused = me.fault.paused_until_ns > now;
        pool.pace = if paused || alive == 0 {
            0.0
        } else {
            (f64::from(left) / f64::from(alive)).min(1.0) / slowdown
        };
        let (busy, beyond) = (alive.min(slots), alive.saturating_sub(slots));
        let level = |level: &mut crate::measure::gauge::Gauge, before: u32, after: u32| {
            if after > before {
                level.add(now, after - before);
            } else if after < before {
                level.sub(now, before - after);
            }
        };
        level(&mut me.levels[RUNNING], pool.busy, busy);
        level(&mut me.levels[WAITING], pool.beyond, beyond);
        (pool.busy, pool.beyond) = (busy, beyond);
        let Some(left) = pool.left(&mut core.calls) else {
            return;
        };
        let due = if pool.pace > 0.0 {
            now.saturating_add(libm::ceil(left / pool.pace) as u64)
        } else if paused {
            me.fault.paused_until_ns
        } else {
            return;
        };
        if due < pool.armed_ns {
            pool.armed_ns = due;
            let tag = Tag(SHARE + index as u16);
            core.events.push(due, What::Timer(me.index, tag));
        }
    }

    /// A job of a pool may be done. A timer that was overtaken by an earlier one is not heeded.
    pub(super) fn share_due(&mut self, me: &mut NodeCore, core: &mut Core, index: usize) {
        let now = core.now_ns;
        let pool = &mut self.pools[index];
        if pool.armed_ns != now {
            return;
        }
        pool.armed_ns = u64::MAX;
        pool.advance(now);
        while let Some(id) = self.pools[index].done(&mut core.calls) {
            let call = &mut core.calls[id];
            let elapsed = now - call.mark_ns;
            let own = self.marks[id as usize].min(elapsed);
            call.parts[Part::Service as usize] += own;
            call.parts[Part::Queue as usize] += elapsed - own;
            call.mark_ns = now;
            call.state = State::Working;
            call.part = Part::Service;
            me.times[WAIT].record(elapsed - own);
            core.events.push(now, What::Work(id));
        }
        self.pace(me, core, index);
    }
}
