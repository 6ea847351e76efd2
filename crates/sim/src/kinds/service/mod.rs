//! `service`: replicas of a program, each serving so many requests at once, behind one queue or a queue each.
//!
//! A service whose replicas are all alike is one row of slots. Where it matters which replica does what (a queue each,
//! slowdown under load, garbage collection), each is kept apart ([`Replica`]); under processor sharing there are no slots
//! to hold but a pace of work ([`Pool`]).

mod declare;
pub(super) mod line;
mod replica;
mod scaler;
mod sharing;
mod stock;
#[cfg(all(test, feature = "files"))]
mod tests;

pub(super) use self::declare::declare;
use self::line::{Line, Order};
use self::replica::{Collector, Replica};
use self::scaler::{Mode, Scaler};
use self::sharing::Pool;
use super::{Admit, Behaviour, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::{Counter, Gauge};
use crate::quantity;
use crate::rng::{Exponentials, Stream};
use crate::scenario::Node;

const REQUESTS: usize = 0;
const REFUSED: usize = 1;
const SHED: usize = 2;
const SCALE_OUTS: usize = 3;
const SCALE_INS: usize = 4;
const RUNNING: usize = 0;
const WAITING: usize = 1;
const REPLICAS: usize = 2;
const STARTING: usize = 3;
const WAIT: usize = 0;
const GC_PAUSE: usize = 1;

/// The autoscaler looks.
const LOOK: Tag = Tag(0);
/// Replicas that were asked for may be up.
const READY: Tag = Tag(1);
/// Of a replica or a pool: its number above these.
const COLLECT: u16 = 10_000;
const COLLECTED: u16 = 20_001;
const SHARE: u16 = 30_002;

/// In the slot of a call that is turned away as soon as the engine asks. Else it says the call's replica, counted from 1.
const DOOMED: u32 = u32::MAX;

/// What a request holds while it is inside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Model {
    Threads,
    EventLoop,
    Sharing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shedding {
    None,
    MaxWait,
    ControlledDelay,
}

#[allow(
    clippy::struct_field_names,
    reason = "the field is called service time"
)]
pub(crate) struct Service {
    /// Replicas that were asked for by the scenario, those that are up, and of these those that are not dead: the first.
    set: u32,
    up: u32,
    alive: u32,
    concurrency: u32,
    /// Slots there are, in all and of a replica, less what a fault takes away.
    capacity: u32,
    room: u32,
    service: Sampler,
    /// Of its stream, which gives service times only.
    ahead: Exponentials,
    start: Sampler,
    queue_limit: u32,
    order: Order,
    /// By class: how many priorities are above its own.
    ranks: Vec<usize>,
    shedding: Shedding,
    max_wait_ns: u64,
    target_wait_ns: u64,
    model: Model,
    /// A queue each.
    each: bool,
    /// It matters which replica does what.
    individual: bool,
    contention: f64,
    coherency: f64,
    price: f64,
    lines: Vec<Line>,
    replicas: Vec<Replica>,
    pools: Vec<Pool>,
    /// Whose turn it is, of replicas.
    turn: u32,
    collector: Box<Collector>,
    /// By call: of one at work, for how long its replica had stopped when it began; under sharing, its work. Nanoseconds.
    marks: Vec<u64>,
    scaler: Box<Scaler>,
    slots: Gauge,
    delayed: Counter,
}

impl Behaviour for Service {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let collector = Box::new(Collector::new(
            p,
            Stream::new(seed, &node.id, "collections"),
        ));
        let each = p.choice("queue") == 1;
        let (contention, coherency) = (p.number("contention"), p.number("coherency"));
        let scaler = Box::new(Scaler::new(p, Stream::new(seed, &node.id, "starts")));
        if scaler.mode != Mode::Off {
            core.events
                .push(scaler.period_ns, What::Timer(me.index, LOOK));
        }
        let mut service = Self {
            set: p.count("replicas"),
            up: p.count("replicas"),
            alive: 0,
            concurrency: 0,
            capacity: 0,
            room: 0,
            service: p.time("service_time"),
            ahead: Exponentials::default(),
            start: p.time("start_time"),
            queue_limit: 0,
            order: Order::Fifo,
            ranks: ranks(&core.class_priority),
            shedding: Shedding::None,
            max_wait_ns: 0,
            target_wait_ns: 0,
            model: match p.choice("model") {
                0 => Model::Threads,
                1 => Model::EventLoop,
                _ => Model::Sharing,
            },
            each,
            individual: each || collector.on() || contention > 0.0 || coherency > 0.0,
            contention,
            coherency,
            price: 0.0,
            lines: Vec::new(),
            replicas: Vec::new(),
            pools: Vec::new(),
            turn: 0,
            collector,
            marks: Vec::new(),
            scaler,
            slots: Gauge::default(),
            delayed: Counter::default(),
        };
        service.lines.push(Line::default());
        service.pools.push(Pool::default());
        service.read(p, me, core);
        service
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        let order = self.order;
        self.read(p, me, core);
        if self.order != order {
            for line in 0..self.lines.len() {
                for id in self.lines[line].empty(&mut core.calls) {
                    self.enqueue(core, line, id);
                }
            }
        }
        if self.set != p.count("replicas") {
            self.set = p.count("replicas");
            self.ask(me, core, self.set);
        }
        self.go_on(me, core);
    }

    #[inline]
    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        if self.individual || self.model == Model::Sharing {
            return self.choose(me, core, id);
        }
        self.join(me, core, id, 0)
    }

    #[inline]
    fn worked(&mut self, _: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &core.calls[id];
        if call.slot == DOOMED {
            return Worked::Fails(call.cause);
        }
        if self.individual && self.collector.on() && call.is(flags::SLOT) {
            // What its replica stood still for meanwhile is still to be done.
            let stopped = self.replicas[call.slot as usize - 1].stopped_ns;
            let more = stopped - self.marks[id as usize];
            if more > 0 {
                self.marks[id as usize] = stopped;
                core.events.push(core.now_ns + more, What::Work(id));
                return Worked::Busy;
            }
        }
        Worked::Proceeds
    }

    #[inline]
    fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        if self.model == Model::EventLoop {
            self.release(me, core, id);
        }
    }

    #[inline]
    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        self.release(me, core, id);
        if self.individual {
            self.part(core, id);
        }
    }

    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let place = self.place(core, id);
        self.part(core, id);
        if self.model == Model::Sharing {
            self.pools[place].advance(now);
            self.pools[place].alive -= 1;
            self.pace(me, core, place);
            return;
        }
        me.levels[WAITING].sub(now, 1);
        self.lines[place].forget(&mut core.calls);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        match tag {
            LOOK => {
                let meters = (me.levels[RUNNING].integral(now), self.slots.integral(now));
                let wanted = self
                    .scaler
                    .wanted(now, (self.alive, self.room), self.set, meters);
                self.ask(me, core, wanted + (self.up - self.alive));
                let next = now + self.scaler.period_ns;
                core.events.push(next, What::Timer(me.index, LOOK));
            }
            READY => {
                let before = self.scaler.starting.len();
                self.scaler.starting.retain(|&at| at > now);
                self.up += (before - self.scaler.starting.len()) as u32;
                self.size(me, core);
            }
            Tag(n) if n >= SHARE => {
                self.share_due(me, core, usize::from(n - SHARE));
                return;
            }
            Tag(n) if n >= COLLECTED => {
                self.collected(me, core, usize::from(n - COLLECTED));
                return;
            }
            Tag(n) => {
                self.collect(me, core, usize::from(n.saturating_sub(COLLECT)));
                return;
            }
        }
        self.go_on(me, core);
    }

    fn dies(&self, core: &Core, id: u32) -> Option<bool> {
        let place = core.calls[id].slot;
        self.individual
            .then_some(place != DOOMED && place > self.alive && place <= self.up)
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.go_on(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.slots.begin(now_ns);
        self.delayed.begin();
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, _: u64) -> f64 {
        match key {
            "utilisation" => self.utilisation(me, now_ns),
            "gc_ratio" => Self::collecting(me, now_ns),
            _ => {
                let accepted = me.counts[REQUESTS].measured() - me.counts[REFUSED].measured();
                if accepted == 0 {
                    0.0
                } else {
                    self.delayed.measured() as f64 / accepted as f64
                }
            }
        }
    }

    /// Of what the autoscaler can make of it.
    fn saturation(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Option<f64> {
        let most = f64::from(self.scaler.most()?) * f64::from(self.concurrency);
        (most > 0.0).then(|| me.levels[RUNNING].average(now_ns, span_ns) / most)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value,
            instances: self.alive,
            capacity: Some(f64::from(self.capacity)),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let utilisation = self.utilisation(me, now_ns);
        let share = |ratio: f64| quantity::format(ratio, Unit::Ratio);
        let refused = me.counts[REFUSED].measured();
        let requests = me.counts[REQUESTS].measured();
        let shed = me.counts[SHED].measured();
        let accepted = requests - refused;
        let waiting = me.levels[WAITING].value;
        // A backlog that holds more than a tenth of all that came in has been growing, not swinging.
        if accepted > 100 && u64::from(waiting) * 10 > accepted && span_ns > 0 {
            out.push(format!(
                "At {}, more arrives than {} slots can serve, which is unstable: {} requests wait at the end.",
                me.label,
                self.capacity,
                quantity::format(f64::from(waiting), Unit::Count)
            ));
        } else if requests > 0 && (refused + shed) * 100 >= requests {
            let (turned, busy) = (
                share((refused + shed) as f64 / requests as f64),
                share(utilisation),
            );
            // A mean over the run and all replicas: what is full for a while, or in one of them, is not full by it.
            out.push(if utilisation >= 0.8 {
                format!(
                    "At {}, the slots are saturated: {busy} of them are busy on average, and {turned} of the requests were refused.",
                    me.label
                )
            } else {
                format!(
                    "At {}, {turned} of the requests were refused, though only {busy} of the slots were busy on average: it was \
                     full for a while, or in a part.",
                    me.label
                )
            });
        }
        let collecting = Self::collecting(me, now_ns);
        if collecting > 0.2 {
            out.push(format!(
                "At {}, the replicas spend {} of their time in garbage collection: what is inside fills their heap.",
                me.label,
                share(collecting)
            ));
        }
    }
}

/// Of each class, how many priorities are above its own.
fn ranks(priorities: &[u32]) -> Vec<usize> {
    let rank = |&mine: &u32| {
        let first = |(i, p): &(usize, &u32)| **p > mine && !priorities[..*i].contains(p);
        priorities.iter().enumerate().filter(first).count()
    };
    priorities.iter().map(rank).collect()
}

impl Service {
    /// A call comes to a queue, or to a free slot at once.
    #[inline(always)]
    fn join(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, line: usize) -> Admit {
        if self.has_room(me, line) {
            self.begin_work(me, core, id);
            return Admit::Taken;
        }
        if self.alive == 0 {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        if self.shedding != Shedding::None {
            self.shed(me, core, line);
        }
        if self.lines[line].waiting >= self.queue_limit {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        self.delayed.bump();
        me.levels[WAITING].add(core.now_ns, 1);
        self.enqueue(core, line, id);
        core.calls[id].state = State::Queued;
        Admit::Taken
    }

    #[inline]
    fn enqueue(&mut self, core: &Core, line: usize, id: u32) {
        let rank = if self.order == Order::Priority {
            self.ranks[core.calls[id].class as usize]
        } else {
            0
        };
        self.lines[line].push(id, rank, core.now_ns);
    }

    #[inline(always)]
    fn has_room(&self, me: &NodeCore, line: usize) -> bool {
        if self.each {
            line < self.alive as usize && self.replicas[line].running < self.room
        } else {
            me.levels[RUNNING].value < self.capacity
        }
    }

    #[inline]
    fn begin_work(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.levels[RUNNING].add(core.now_ns, 1);
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        let waited = core.now_ns - call.mark_ns;
        call.book(Part::Queue, core.now_ns);
        let mut factor = core.class_work[call.class as usize];
        if self.individual {
            factor *= self.occupy(core, id);
        }
        let ns = self.service.draw_ahead(&mut self.ahead, &mut me.stream) * factor;
        me.times[WAIT].record(waited);
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    /// Gives free slots to those who wait.
    #[inline(always)]
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core, line: usize) {
        while self.lines[line].waiting > 0 && self.has_room(me, line) {
            if self.shedding != Shedding::None {
                self.shed(me, core, line);
            }
            let last_first = match self.order {
                Order::Fifo | Order::Priority => false,
                Order::Lifo => true,
                Order::Adaptive => self.lines[line].stands(core.now_ns, self.max_wait_ns),
            };
            let Some(id) = self.lines[line].pop(last_first, &mut core.calls) else {
                return;
            };
            me.levels[WAITING].sub(core.now_ns, 1);
            if core.calls[id].deadline_ns <= core.now_ns {
                // Nobody has a use for its answer any more.
                self.turn_away(core, id, Cause::DeadlineExceeded);
                continue;
            }
            self.begin_work(me, core, id);
        }
    }

    /// Turns away those who have waited too long.
    fn shed(&mut self, me: &mut NodeCore, core: &mut Core, line: usize) {
        let now = core.now_ns;
        let stands = self.shedding == Shedding::ControlledDelay
            && self.lines[line].stands(now, self.max_wait_ns);
        let longest = if stands {
            self.target_wait_ns
        } else {
            self.max_wait_ns
        };
        let before = now.saturating_sub(longest);
        while let Some(id) = self.lines[line].stale(before, &mut core.calls) {
            me.levels[WAITING].sub(now, 1);
            me.counts[SHED].bump();
            self.turn_away(core, id, Cause::Shed);
        }
    }

    /// A call that waited fails, in its own turn: until then whoever gives it up finds it at work.
    fn turn_away(&mut self, core: &mut Core, id: u32, cause: Cause) {
        self.part(core, id);
        let now = core.now_ns;
        let call = &mut core.calls[id];
        call.book(Part::Queue, now);
        call.state = State::Working;
        call.part = Part::Queue;
        call.slot = DOOMED;
        call.cause = cause;
        core.events.push(now, What::Work(id));
    }

    #[inline(always)]
    fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        if call.is(flags::SLOT) {
            call.flags &= !flags::SLOT;
            me.levels[RUNNING].sub(core.now_ns, 1);
            let mut line = 0;
            if self.individual {
                let place = call.slot as usize - 1;
                self.replicas[place].running -= 1;
                if self.each {
                    line = place;
                }
            }
            self.fill(me, core, line);
        }
    }

    fn utilisation(&self, me: &NodeCore, now_ns: u64) -> f64 {
        let slots = self.slots.measured(now_ns);
        if slots == 0 {
            0.0
        } else {
            me.levels[RUNNING].measured(now_ns) as f64 / slots as f64
        }
    }

    /// Share of the replicas' time that they were stopped for collections.
    fn collecting(me: &NodeCore, now_ns: u64) -> f64 {
        let all = me.levels[REPLICAS].measured(now_ns) as f64;
        let pauses = &me.times[GC_PAUSE];
        let stopped = pauses.mean().unwrap_or(0.0) * pauses.count as f64;
        if all > 0.0 {
            (stopped / all).min(1.0)
        } else {
            0.0
        }
    }
}
