//! `worker`: who takes messages from a queue and deals with them.
//!
//! A queue hands a worker as many messages as it has slots for. A batch is dealt with in one go, as an AWS Lambda event source does
//! with the messages of Amazon SQS (docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: a batch is full, or its window
//! is over). A queue delivers at least once: the same message may come again while it is being dealt with, or after
//! it was and nobody noticed; a check of what was done already (docs.powertools.aws.dev, "Idempotency") costs time and saves the
//! work.

use super::service::line::Line;
use super::spec::{KindSpec, choice, cost, counter, derived, level, number, time, times};
use super::{Admit, Behaviour, Chart, Kind, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::{Sampler, whole_ns};
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::fault::share_of;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Gauge;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const MESSAGES: usize = 0;
const DONE: usize = 1;
const FAILED: usize = 2;
const DUPLICATES: usize = 3;
const BATCHES: usize = 4;
const RUNNING: usize = 0;
const WAITING: usize = 1;
const WAIT: usize = 0;

/// A batch that is not full may have waited long enough.
const WINDOW: Tag = Tag(0);

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "worker",
        "Worker",
        "Takes messages from a queue, one or a batch at a time, and may meet the same one twice.",
        vec![
            number("replicas", "Replicas", "Instances that are up.", Unit::Count, (0.0, 10_000.0), 2.0).whole(),
            number("concurrency", "Concurrency", "Batches one replica deals with at once.", Unit::Count, (1.0, 10_000.0), 4.0).whole(),
            number("batch_size", "Batch size", "Messages dealt with in one go, at most. 10 is the most that a receive of Amazon SQS brings.", Unit::Count, (1.0, 10_000.0), 1.0)
                .whole(),
            number("batch_window", "Batch window", "How long the first of a batch waits for it to be full. 0: whatever is there is taken.", Unit::Duration, (0.0, 300e9), 0.0),
            choice(
                "batch_failure",
                "Failure in a batch",
                "What comes back when one message of a batch fails: it alone, where the worker says which (partial batch responses), or the batch.",
                &[("message", "The message"), ("batch", "The batch")],
            ),
            time("service_time", "Service time", "Of a batch, calls not counted.", 86_400e9, "exponential(50ms)"),
            time("message_time", "Time of a message", "What each message of a batch adds.", 86_400e9, "0ms"),
            number(
                "poison",
                "Poison",
                "Share of the messages, by what they are about, that always fail. A dead letter ends their coming back.",
                Unit::Ratio,
                (0.0, 1.0),
                0.0,
            ),
            time(
                "check_time",
                "Idempotency check",
                "Looking up whether a message was dealt with before; then it is not again. 0: nobody looks. A read and a conditional write of a key-value store are some 10 ms.",
                60e9,
                "0ms",
            ),
            number(
                "replica_price",
                "Price of a replica",
                "Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1, November 2026 (aws.amazon.com/fargate/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.049_37,
            ),
        ],
        vec![
            counter("messages", "Messages", "Messages that came, again or not."),
            counter("processed", "Processed", "Messages dealt with, the duplicates among them."),
            counter("failed", "Failed", "Messages that failed, poison or by what the worker calls."),
            counter("duplicates", "Duplicates", "Messages that came while they were being dealt with, or after they were and their queue did not learn of it."),
            counter("batches", "Batches", "Batches begun."),
            derived("utilisation", "Utilisation", "Share of the batches that can be at work at once, over time.", Unit::Ratio),
            derived("batch_size", "Batch size", "Messages of a batch, on average.", Unit::Count),
            level("running", "Running", "Batches at work."),
            level("waiting", "Waiting", "Messages received and not begun."),
            times("wait_ms", "Wait", "From receiving a message to its batch's beginning."),
            cost("What the replicas cost."),
        ],
        &[
            "Autoscaling by the depth of the queue.",
            "Acknowledgements that are lost on the way back: only a queue that has given up waiting counts as one that did not learn.",
            "Extending the visibility timeout while at work (heartbeats).",
        ],
    )
    .keyed()
    .fails(&[Cause::NodeDown, Cause::DependencyFailed])
    .charts(Chart::Concurrency, &["running", "waiting"])
    .charts(Chart::Incidents, &["failed", "duplicates"])
}

/// What a message is, to a worker that may have seen it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    Never,
    /// It is being dealt with.
    Now,
    /// It was dealt with, and came again.
    Before,
}

/// A call inside, by its number: whose message it is.
#[derive(Clone, Copy)]
struct Item {
    feeder: u32,
    place: u32,
    seen: Seen,
}

/// A place of a queue for a message, which is one and the same until the queue learns that it was dealt with.
#[derive(Clone, Copy, Default)]
struct Place {
    out: u32,
    /// It was dealt with, and the queue had given up waiting.
    unnoticed: bool,
}

#[derive(Clone, Copy, Default)]
struct Batch {
    left: u32,
    spoilt: bool,
}

#[allow(
    clippy::struct_field_names,
    reason = "the field is called service time"
)]
pub(crate) struct Worker {
    replicas: u32,
    concurrency: u32,
    batch_size: u32,
    window_ns: u64,
    whole: bool,
    service: Sampler,
    message: Sampler,
    poison: f64,
    check: Sampler,
    price: f64,
    /// Replicas that serve, and batches that can be at work at once.
    alive: u32,
    capacity: u32,
    slots: Gauge,
    line: Line,
    /// When the timer of the window is due.
    armed_ns: u64,
    batches: Vec<Batch>,
    free: Vec<u32>,
    items: Vec<Item>,
    /// Queues that have sent something, and their places.
    feeders: Vec<(u32, Vec<Place>)>,
    /// Tells poison from other messages, the same at each time.
    salt: u64,
    extras: Stream,
}

impl Behaviour for Worker {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let mut worker = Self {
            replicas: 0,
            concurrency: 0,
            batch_size: 1,
            window_ns: 0,
            whole: false,
            service: p.time("service_time"),
            message: p.time("message_time"),
            poison: 0.0,
            check: p.time("check_time"),
            price: 0.0,
            alive: 0,
            capacity: 0,
            slots: Gauge::default(),
            line: Line::default(),
            armed_ns: u64::MAX,
            batches: Vec::new(),
            free: Vec::new(),
            items: Vec::new(),
            feeders: Vec::new(),
            salt: u64::from(Stream::new(seed, &node.id, "poison").bits()),
            extras: Stream::new(seed, &node.id, "messages"),
        };
        worker.read(p, me, core);
        worker
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, me, core);
        self.fill(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[MESSAGES].bump();
        if self.alive == 0 {
            return Admit::Refused(Cause::NodeDown);
        }
        self.note(me, core, id);
        me.levels[WAITING].add(core.now_ns, 1);
        self.line.push(id, 0, core.now_ns);
        core.calls[id].state = State::Queued;
        self.fill(me, core);
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &core.calls[id];
        if !self.check.is_zero() {
            match self.items[id as usize].seen {
                Seen::Never => {}
                // Whoever is at it has the say; this one comes again if that fails.
                Seen::Now => return Worked::Fails(Cause::DependencyFailed),
                Seen::Before => return Worked::Answers,
            }
        }
        let spoilt = self.whole && self.batches[call.slot as usize - 1].spoilt;
        if spoilt || self.is_poison(me, call.key) {
            return Worked::Fails(Cause::DependencyFailed);
        }
        Worked::Proceeds
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let call = &mut core.calls[id];
        if !call.is(flags::SLOT) {
            return;
        }
        call.flags &= !flags::SLOT;
        let noticed = call.parent != NONE;
        let batch = call.slot - 1;
        me.counts[if ok { DONE } else { FAILED }].bump();
        if let Some(place) = self.place(id) {
            place.out -= 1;
            if ok {
                place.unnoticed = !noticed;
            }
        }
        let state = &mut self.batches[batch as usize];
        state.left -= 1;
        if state.left == 0 {
            self.free.push(batch);
            me.levels[RUNNING].sub(core.now_ns, 1);
            self.fill(me, core);
        }
    }

    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        if let Some(place) = self.place(id) {
            place.out -= 1;
        }
        me.levels[WAITING].sub(core.now_ns, 1);
        self.line.forget(&mut core.calls);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, _: Tag) {
        if self.armed_ns == core.now_ns {
            self.armed_ns = u64::MAX;
            self.fill(me, core);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.size(me, core);
        self.fill(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.slots.begin(now_ns);
    }

    fn derived(&self, me: &NodeCore, key: &str, now_ns: u64, _: u64) -> f64 {
        let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
        if key == "utilisation" {
            let slots = self.slots.measured(now_ns) as f64;
            share(me.levels[RUNNING].measured(now_ns) as f64, slots)
        } else {
            share(
                me.times[WAIT].count as f64,
                me.counts[BATCHES].measured() as f64,
            )
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            waiting: me.levels[WAITING].value,
            instances: self.alive,
            capacity: Some(f64::from(self.capacity)),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let messages = me.counts[MESSAGES].measured();
        let duplicates = me.counts[DUPLICATES].measured();
        if messages > 0 && duplicates * 20 >= messages {
            out.push(format!(
                "At {}, {} of the messages came again: they take longer than their queue waits for them.",
                me.label,
                quantity::format(duplicates as f64 / messages as f64, Unit::Ratio)
            ));
        }
    }
}

impl Worker {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.replicas = p.count("replicas");
        self.concurrency = p.count("concurrency");
        self.batch_size = p.count("batch_size").max(1);
        self.window_ns = p.ns("batch_window");
        self.whole = p.choice("batch_failure") == 1;
        self.service = p.time("service_time");
        self.message = p.time("message_time");
        self.poison = p.number("poison");
        self.check = p.time("check_time");
        self.price = p.number("replica_price");
        self.size(me, core);
    }

    /// Takes stock of the replicas there are, and lets those who have messages know.
    fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let dead = share_of(self.replicas, me.fault.lost);
        self.alive = self.replicas.saturating_sub(dead);
        let all = self.alive.saturating_mul(self.concurrency);
        self.capacity = share_of(all, me.fault.capacity);
        self.slots.set(core.now_ns, self.capacity);
        core.slots[me.index as usize] = self.capacity.saturating_mul(self.batch_size);
        core.has_instances(me.index, self.replicas, 0);
        let hourly = f64::from(self.replicas) * self.price;
        me.money.rate(core.now_ns, hourly);
    }

    /// Makes batches for those who are free.
    fn fill(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        while me.levels[RUNNING].value < self.capacity && self.line.waiting > 0 {
            if self.window_ns > 0 && self.line.waiting < self.batch_size {
                let Some(oldest) = self.line.oldest(&mut core.calls) else {
                    return;
                };
                let due = oldest + self.window_ns;
                if due > now {
                    if due < self.armed_ns {
                        self.armed_ns = due;
                        core.events.push(due, What::Timer(me.index, WINDOW));
                    }
                    return;
                }
            }
            self.start(me, core);
        }
    }

    fn start(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let n = self.line.waiting.min(self.batch_size);
        let index = self.free.pop().unwrap_or_else(|| {
            self.batches.push(Batch::default());
            self.batches.len() as u32 - 1
        });
        let mut batch = Batch::default();
        // The calls of a batch are chained by their slots until its length in time is known.
        let (mut first, mut own, mut weight) = (NONE, 0.0, 0.0);
        let mut fresh = 0.0;
        for _ in 0..n {
            let Some(id) = self.line.pop(false, &mut core.calls) else {
                break;
            };
            let factor = core.class_work[core.calls[id].class as usize];
            let (message, check) = (
                self.message.draw(&mut self.extras),
                self.check.draw(&mut self.extras),
            );
            own += check;
            let seen = self.items[id as usize].seen;
            if self.check.is_zero() || seen == Seen::Never {
                own += message * factor;
                weight += factor;
                fresh += 1.0;
            }
            batch.spoilt |= self.is_poison(me, core.calls[id].key);
            batch.left += 1;
            core.calls[id].slot = first;
            first = id;
        }
        let service = self.service.draw(&mut me.stream);
        if fresh > 0.0 {
            own += service * weight / fresh;
        }
        self.batches[index as usize] = batch;
        me.levels[WAITING].sub(now, batch.left);
        me.levels[RUNNING].add(now, 1);
        me.counts[BATCHES].bump();
        while first != NONE {
            let id = first;
            let call = &mut core.calls[id];
            first = call.slot;
            call.slot = index + 1;
            call.flags |= flags::SLOT;
            me.times[WAIT].record(now - call.mark_ns);
            call.book(Part::Queue, now);
            work(me, core, id, Part::Service, whole_ns(own));
        }
    }

    /// Remembers whose message a call brings, and whether it has been here.
    fn note(&mut self, me: &mut NodeCore, core: &Core, id: u32) {
        if self.items.len() <= id as usize {
            let nobody = Item {
                feeder: NONE,
                place: 0,
                seen: Seen::Never,
            };
            self.items.resize(id as usize + 1, nobody);
        }
        let parent = core.calls[id].parent;
        let mut item = Item {
            feeder: NONE,
            place: 0,
            seen: Seen::Never,
        };
        if parent != NONE && core.kinds[core.calls[parent].node as usize] == Kind::Queue {
            let queue = core.calls[parent].node;
            item.place = core.calls[parent].slot;
            let known = self.feeders.iter().position(|&(node, _)| node == queue);
            let feeder = known.unwrap_or_else(|| {
                self.feeders.push((queue, Vec::new()));
                self.feeders.len() - 1
            });
            item.feeder = feeder as u32;
            let places = &mut self.feeders[feeder].1;
            if places.len() <= item.place as usize {
                places.resize(item.place as usize + 1, Place::default());
            }
            let place = &mut places[item.place as usize];
            if place.out > 0 {
                item.seen = Seen::Now;
            } else if place.unnoticed {
                item.seen = Seen::Before;
            }
            if item.seen != Seen::Never {
                me.counts[DUPLICATES].bump();
            }
            place.out += 1;
        }
        self.items[id as usize] = item;
    }

    fn place(&mut self, id: u32) -> Option<&mut Place> {
        let item = self.items[id as usize];
        let (_, places) = self.feeders.get_mut(item.feeder as usize)?;
        places.get_mut(item.place as usize)
    }

    /// Whether nobody can deal with what a message is about.
    fn is_poison(&self, me: &NodeCore, key: u32) -> bool {
        let share = 1.0 - (1.0 - self.poison) * (1.0 - me.fault.poison);
        if share <= 0.0 {
            return false;
        }
        // Spreads keys over the numbers of 32 bits, each always to the same place (the finaliser of MurmurHash3).
        let mut x = u64::from(key) | self.salt << 32;
        for factor in [0xff51_afd7_ed55_8ccd_u64, 0xc4ce_b9fe_1a85_ec53] {
            x = (x ^ (x >> 33)).wrapping_mul(factor);
        }
        let place = (x ^ (x >> 33)) >> 32;
        (place as f64) < share * 4_294_967_296.0
    }
}
