//! `service`: replicas of a program, each serving so many requests at once, behind one queue.

use std::collections::VecDeque;

use super::spec::{KindSpec, choice, cost, counter, derived, level, number, time, times};
use super::{Admit, Behaviour, Chart, Params, Pulse, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, State, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::{Counter, Gauge};
use crate::quantity;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const REFUSED: usize = 1;
const RUNNING: usize = 0;
const WAITING: usize = 1;
const WAIT: usize = 0;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "service",
        "Service",
        "Replicas of a program, each serving a number of requests at once, behind one shared queue.",
        vec![
            number("replicas", "Replicas", "Instances that are up; 0 takes the service away.", Unit::Count, (0.0, 10_000.0), 2.0)
                .whole(),
            number(
                "concurrency",
                "Concurrency",
                "Requests one replica works on at once: threads, workers or, of an event loop, cores.",
                Unit::Count,
                (1.0, 100_000.0),
                8.0,
            )
            .whole(),
            time("service_time", "Service time", "Work of its own for a request, calls not counted.", 86_400e9, "exponential(20ms)"),
            number(
                "queue_limit",
                "Queue bound",
                "Requests that may wait; one more is refused. 0 leaves no queue at all.",
                Unit::Count,
                (0.0, 1e9),
                1000.0,
            )
            .whole(),
            choice(
                "discipline",
                "Queue discipline",
                "Who is served next. Last in first out keeps answers fresh under overload.",
                &[("fifo", "First in, first out"), ("lifo", "Last in, first out")],
            ),
            choice(
                "model",
                "Concurrency model",
                "Whether a request keeps its slot while it waits for calls of its own.",
                &[("thread-per-request", "Thread per request"), ("event-loop", "Event loop")],
            )
            .fixed(),
            number(
                "replica_price",
                "Price of a replica",
                "Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1: $0.04048 + 2 x $0.004445 an hour (aws.amazon.com/fargate/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.049_37,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("refused", "Refused", "Calls turned away because the queue was full."),
            derived("utilisation", "Utilisation", "Share of slots taken, over time.", Unit::Ratio),
            level("running", "Running", "Requests that hold a slot."),
            level("waiting", "Waiting", "Requests in the queue."),
            derived("delayed_ratio", "Delayed", "Share of requests that had to wait for a slot.", Unit::Ratio),
            times("wait_ms", "Wait", "Time in the queue of every request that was served, those that did not wait included."),
            cost("What the replicas cost."),
        ],
        &[
            "A queue of each replica's own and the load balancer in front of it.",
            "Slowdown under load, garbage collection, autoscaling.",
            "Start-up of replicas: a changed number is there at once.",
        ],
    )
    .fails(&[Cause::QueueFull])
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["refused"])
}

#[allow(
    clippy::struct_field_names,
    reason = "the field is called service time"
)]
pub(crate) struct Service {
    replicas: u32,
    concurrency: u32,
    /// Slots there are, less what a fault takes away.
    capacity: u32,
    service: Sampler,
    queue_limit: u32,
    lifo: bool,
    event_loop: bool,
    price: f64,
    queue: VecDeque<u32>,
    slots: Gauge,
    delayed: Counter,
}

impl Behaviour for Service {
    fn new(p: Params, _: &Node, _: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut service = Self {
            replicas: 0,
            concurrency: 0,
            capacity: 0,
            service: p.time("service_time"),
            queue_limit: 0,
            lifo: false,
            event_loop: p.choice("model") == 1,
            price: 0.0,
            queue: VecDeque::new(),
            slots: Gauge::default(),
            delayed: Counter::default(),
        };
        service.read(p, me, core);
        service
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, me, core);
        self.fill(me, core);
    }

    #[inline]
    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        if me.levels[RUNNING].value < self.capacity {
            self.start(me, core, id);
            return Admit::Taken;
        }
        if self.capacity == 0 {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        if me.levels[WAITING].value >= self.queue_limit {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        self.delayed.bump();
        me.levels[WAITING].add(core.now_ns, 1);
        self.queue.push_back(id);
        core.calls[id].state = State::Queued;
        Admit::Taken
    }

    #[inline]
    fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        if self.event_loop {
            self.release(me, core, id);
        }
    }

    #[inline]
    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        self.release(me, core, id);
    }

    /// The place in the queue is given up; the entry is swept when its turn comes.
    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, _: u32) {
        me.levels[WAITING].sub(core.now_ns, 1);
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.fill(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.slots.begin(now_ns);
        self.delayed.begin();
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, _: u64) -> f64 {
        if key == "utilisation" {
            return self.utilisation(me, now_ns);
        }
        let accepted = me.counts[REQUESTS].measured() - me.counts[REFUSED].measured();
        if accepted == 0 {
            0.0
        } else {
            self.delayed.measured() as f64 / accepted as f64
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value,
            instances: self.replicas,
            capacity: Some(f64::from(self.capacity)),
        }
    }

    fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let utilisation = self.utilisation(me, now_ns);
        let share = |ratio: f64| quantity::format(ratio, Unit::Ratio);
        let refused = me.counts[REFUSED].measured();
        let requests = me.counts[REQUESTS].measured();
        let accepted = requests - refused;
        let waiting = me.levels[WAITING].value;
        // A backlog that holds more than a tenth of all that came in has been growing, not swinging.
        if accepted > 100 && u64::from(waiting) * 10 > accepted && span_ns > 0 {
            out.push(format!(
                "{} is unstable: more arrives than its {} slots can serve, and {} requests wait at the end.",
                me.label,
                self.capacity,
                quantity::format(f64::from(waiting), Unit::Count)
            ));
        } else if requests > 0 && refused * 100 >= requests {
            out.push(format!(
                "{} is saturated: it refused {} of its requests at {} utilisation.",
                me.label,
                share(refused as f64 / requests as f64),
                share(utilisation)
            ));
        } else if utilisation >= 0.9 {
            out.push(format!(
                "{} runs hot: {} of its slots are taken on average.",
                me.label,
                share(utilisation)
            ));
        }
    }
}

impl Service {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.service = p.time("service_time");
        self.replicas = p.count("replicas");
        self.concurrency = p.count("concurrency");
        self.queue_limit = p.count("queue_limit");
        self.lifo = p.choice("discipline") == 1;
        self.price = p.number("replica_price");
        self.size(me, core);
    }

    /// Takes stock of the replicas there are.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let slots = self.replicas.saturating_mul(self.concurrency);
        let left = me.fault.capacity * (1.0 - me.fault.lost);
        self.capacity = libm::ceil(f64::from(slots) * left) as u32;
        self.slots.set(core.now_ns, self.capacity);
        core.slots[me.index as usize] = self.capacity;
        core.instances[me.index as usize] = self.replicas;
        me.money
            .rate(core.now_ns, f64::from(self.replicas) * self.price);
    }

    #[inline]
    fn start(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        me.levels[RUNNING].add(core.now_ns, 1);
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        let waited = core.now_ns - call.mark_ns;
        call.book(Part::Queue, core.now_ns);
        let factor = core.class_work[call.class as usize];
        let ns = self.service.draw(&mut me.stream) * factor;
        me.times[WAIT].record(waited);
        work(me, core, id, Part::Service, whole_ns(ns));
    }

    /// Gives free slots to those who wait.
    #[inline]
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        while me.levels[RUNNING].value < self.capacity && me.levels[WAITING].value > 0 {
            let next = if self.lifo {
                self.queue.pop_back()
            } else {
                self.queue.pop_front()
            };
            let Some(id) = next else { return };
            if core.calls[id].is(flags::CANCELLED) {
                core.calls.remove(id);
                continue;
            }
            me.levels[WAITING].sub(core.now_ns, 1);
            if core.calls[id].deadline_ns <= core.now_ns {
                // Nobody has a use for its answer any more.
                core.refused.push((id, Cause::DeadlineExceeded));
                continue;
            }
            self.start(me, core, id);
        }
    }

    #[inline]
    fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        if call.is(flags::SLOT) {
            call.flags &= !flags::SLOT;
            me.levels[RUNNING].sub(core.now_ns, 1);
            self.fill(me, core);
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
}
