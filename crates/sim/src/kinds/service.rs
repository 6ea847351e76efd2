//! `service`: replicas of a program, each serving so many requests at once, behind one queue.

use std::collections::VecDeque;

use super::spec::{KindSpec, choice, counter, gauge, number, time, times};
use super::{Admit, Chart, Figure, Params, Pulse, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, State, flags};
use crate::engine::queue::Tag;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::{Counter, Gauge};
use crate::measure::histogram::Histogram;
use crate::quantity;
use crate::scenario::Node;

const HOUR_NS: f64 = 3600e9;

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
            gauge("utilisation", "Utilisation", "Share of slots taken, over time.", Unit::Ratio),
            gauge("running", "Running", "Requests that hold a slot.", Unit::Count),
            gauge("waiting", "Waiting", "Requests in the queue.", Unit::Count),
            gauge("delayed_ratio", "Delayed", "Share of requests that had to wait for a slot.", Unit::Ratio),
            times("wait_ms", "Wait", "Time in the queue of every request that was served, those that did not wait included."),
            gauge("cost_per_hour", "Cost", "What the replicas cost.", Unit::DollarsPerHour),
        ],
        &[
            "A queue of each replica's own and the load balancer in front of it.",
            "Slowdown under load, garbage collection, autoscaling.",
            "Start-up of replicas: a changed number is there at once.",
        ],
    )
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["refused"])
}

#[allow(
    clippy::struct_field_names,
    reason = "the field is called service time"
)]
pub(crate) struct Service {
    replicas: u32,
    capacity: u32,
    concurrency: u32,
    service: Sampler,
    queue_limit: u32,
    lifo: bool,
    event_loop: bool,
    price: f64,
    queue: VecDeque<u32>,
    running: Gauge,
    waiting: Gauge,
    up: Gauge,
    slots: Gauge,
    refused: Counter,
    requests: Counter,
    delayed: Counter,
    served: Counter,
    wait: Histogram,
    /// What replicas cost before the price last changed, and since when it stands.
    paid: f64,
    paid_integral: u128,
}

impl Service {
    pub fn new(p: Params, _: &Node, _: u64, _: &NodeCore, core: &mut Core) -> Self {
        let mut service = Self {
            replicas: 0,
            capacity: 0,
            concurrency: 0,
            service: p.time("service_time"),
            queue_limit: 0,
            lifo: false,
            event_loop: p.choice("model") == 1,
            price: 0.0,
            queue: VecDeque::new(),
            running: Gauge::default(),
            waiting: Gauge::default(),
            up: Gauge::default(),
            slots: Gauge::default(),
            refused: Counter::default(),
            requests: Counter::default(),
            delayed: Counter::default(),
            served: Counter::default(),
            wait: Histogram::new(7),
            paid: 0.0,
            paid_integral: 0,
        };
        service.read(p, core);
        service
    }

    fn read(&mut self, p: Params, core: &Core) {
        let up = self.up.integral(core.now_ns);
        self.paid += (up - self.paid_integral) as f64 / HOUR_NS * self.price;
        self.paid_integral = up;
        self.price = p.number("replica_price");
        self.service = p.time("service_time");
        self.replicas = p.count("replicas");
        self.concurrency = p.count("concurrency");
        self.capacity = self.replicas.saturating_mul(self.concurrency);
        self.queue_limit = p.count("queue_limit");
        self.lifo = p.choice("discipline") == 1;
        self.up.set(core.now_ns, self.replicas);
        self.slots.set(core.now_ns, self.capacity);
    }

    pub fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, core);
        self.fill(me, core);
    }

    #[inline]
    fn start(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        self.running.add(core.now_ns, 1);
        self.served.bump();
        let call = &mut core.calls[id];
        call.flags |= flags::SLOT;
        let waited = core.now_ns - call.mark_ns;
        call.book(Part::Queue, core.now_ns);
        let factor = core.class_work[call.class as usize];
        let ns = self.service.draw(&mut me.stream) * factor;
        self.wait.record(waited);
        work(core, id, Part::Service, whole_ns(ns));
    }

    /// Gives free slots to those who wait.
    #[inline]
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        while self.running.value < self.capacity && self.waiting.value > 0 {
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
            self.waiting.sub(core.now_ns, 1);
            self.start(me, core, id);
        }
    }

    #[inline]
    fn release(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let call = &mut core.calls[id];
        if call.is(flags::SLOT) {
            call.flags &= !flags::SLOT;
            self.running.sub(core.now_ns, 1);
            self.fill(me, core);
        }
    }

    #[inline]
    pub fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        self.requests.bump();
        if self.running.value < self.capacity {
            self.start(me, core, id);
            return Admit::Taken;
        }
        if self.capacity == 0 {
            self.refused.bump();
            return Admit::Refused(Cause::NodeDown);
        }
        if self.waiting.value >= self.queue_limit {
            self.refused.bump();
            return Admit::Refused(Cause::QueueFull);
        }
        self.delayed.bump();
        self.waiting.add(core.now_ns, 1);
        self.queue.push_back(id);
        core.calls[id].state = State::Queued;
        Admit::Taken
    }

    pub fn worked(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> bool {
        true
    }

    #[inline]
    pub fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        if self.event_loop {
            self.release(me, core, id);
        }
    }

    #[inline]
    pub fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, _: bool) {
        self.release(me, core, id);
    }

    /// The place in the queue is given up; the entry is swept when its turn comes.
    pub fn forget(&mut self, _: &mut NodeCore, core: &mut Core, _: u32) {
        self.waiting.sub(core.now_ns, 1);
    }

    pub fn timer(&mut self, _: &mut NodeCore, _: &mut Core, _: Tag) {}

    pub fn begin(&mut self, now_ns: u64) {
        for gauge in [
            &mut self.running,
            &mut self.waiting,
            &mut self.up,
            &mut self.slots,
        ] {
            gauge.begin(now_ns);
        }
        for counter in [
            &mut self.refused,
            &mut self.requests,
            &mut self.delayed,
            &mut self.served,
        ] {
            counter.begin();
        }
        self.wait.clear();
    }

    fn utilisation(&self, now_ns: u64) -> f64 {
        let slots = self.slots.measured(now_ns);
        if slots == 0 {
            0.0
        } else {
            self.running.measured(now_ns) as f64 / slots as f64
        }
    }

    pub fn figures(&self, _: &NodeCore, now_ns: u64, span_ns: u64) -> Vec<Figure<'_>> {
        let accepted = self.requests.measured() - self.refused.measured();
        let delayed = if accepted == 0 {
            0.0
        } else {
            self.delayed.measured() as f64 / accepted as f64
        };
        vec![
            Figure::Number(self.requests.measured() as f64),
            Figure::Number(self.refused.measured() as f64),
            Figure::Number(self.utilisation(now_ns)),
            Figure::Number(self.running.average(now_ns, span_ns)),
            Figure::Number(self.waiting.average(now_ns, span_ns)),
            Figure::Number(delayed),
            Figure::Times(&self.wait),
            Figure::Number(self.up.average(now_ns, span_ns) * self.price),
        ]
    }

    pub fn cumulative(&self, _: &NodeCore, key: &str, now_ns: u64) -> f64 {
        match key {
            "running" => self.running.integral(now_ns) as f64,
            "waiting" => self.waiting.integral(now_ns) as f64,
            "refused" => self.refused.total as f64,
            _ => self.requests.total as f64,
        }
    }

    pub fn cost(&self, _: &NodeCore, now_ns: u64) -> f64 {
        self.paid + (self.up.integral(now_ns) - self.paid_integral) as f64 / HOUR_NS * self.price
    }

    pub fn pulse(&self, _: &NodeCore) -> Pulse {
        Pulse {
            in_flight: self.running.value,
            waiting: self.waiting.value,
            instances: self.replicas,
            capacity: Some(f64::from(self.capacity)),
        }
    }

    pub fn verdicts(&self, me: &NodeCore, now_ns: u64, span_ns: u64, out: &mut Vec<String>) {
        let utilisation = self.utilisation(now_ns);
        let share = |ratio: f64| quantity::format(ratio, crate::descriptor::Unit::Ratio);
        let refused = self.refused.measured();
        let requests = self.requests.measured();
        let accepted = requests - refused;
        // A backlog that holds more than a tenth of all that came in has been growing, not swinging.
        if accepted > 100 && u64::from(self.waiting.value) * 10 > accepted && span_ns > 0 {
            out.push(format!(
                "{} is unstable: more arrives than its {} slots can serve, and {} requests wait at the end.",
                me.label,
                self.capacity,
                quantity::format(f64::from(self.waiting.value), crate::descriptor::Unit::Count)
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
