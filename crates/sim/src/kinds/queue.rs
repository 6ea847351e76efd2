//! `queue`: a message queue between those who have work and those who do it.
//!
//! Modelled on Amazon SQS (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide): a message received is invisible for a
//! while; deleted when its consumer succeeds; else it comes back, and after so many receives it goes to the
//! dead letters. Whoever sends does not wait for the consumer. A link from the queue leads to the consumer.

use std::collections::VecDeque;

use super::spec::{KindSpec, cost, counter, level, number, time, times};
use super::{Admit, Behaviour, Chart, Params, Pulse, Worked, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Call, Cause, State, flags};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::scenario::Node;

const SENT: usize = 0;
const RECEIVED: usize = 1;
const DELETED: usize = 2;
const REDELIVERED: usize = 3;
const DEAD: usize = 4;
const REFUSED: usize = 5;
const DEPTH: usize = 0;
const IN_FLIGHT: usize = 1;
const WAIT: usize = 0;
const AGE: usize = 1;

/// A message that was held back may be due.
const DELAYED: Tag = Tag(0);
/// A message that was received and not dealt with may be visible again.
const VISIBLE: Tag = Tag(1);

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "queue",
        "Queue",
        "Keeps messages until a consumer has dealt with them; whoever sends does not wait for that.",
        vec![
            time("send_time", "Send time", "Until a message is stored and its sender knows.", 60e9, "lognormal(p50: 4ms, p99: 20ms)"),
            number("delay", "Delivery delay", "How long a new message is held back.", Unit::Duration, (0.0, 900e9), 0.0).fixed(),
            number(
                "visibility_timeout",
                "Visibility timeout",
                "How long a received message is hidden from other consumers. 30 s is Amazon SQS's default.",
                Unit::Duration,
                (1e6, 43_200e9),
                30e9,
            )
            .fixed(),
            number(
                "max_receives",
                "Receives before dead letter",
                "A message received so often without success goes to the dead letters; 0: never.",
                Unit::Count,
                (0.0, 1000.0),
                5.0,
            )
            .whole(),
            number("consumers", "Consumers", "Messages being dealt with at once.", Unit::Count, (1.0, 100_000.0), 10.0).whole(),
            number("capacity", "Capacity", "Messages it holds; one more is refused.", Unit::Count, (1.0, 1e7), 1e6).whole(),
            number(
                "message_price",
                "Price of a message",
                "Send, receive and delete. Default: Amazon SQS, us-east-1: three requests at $0.40 a million (aws.amazon.com/sqs/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                1.2e-6,
            ),
        ],
        vec![
            counter("sent", "Sent", "Messages stored."),
            counter("received", "Received", "Times a message was handed to a consumer."),
            counter("deleted", "Deleted", "Messages dealt with."),
            counter("redelivered", "Redelivered", "Times a message was handed out again."),
            counter("dead_letters", "Dead letters", "Messages given up after too many receives."),
            counter("refused", "Refused", "Messages turned away because the queue was full."),
            level("depth", "Depth", "Messages that wait: visible or held back."),
            level("in_flight", "In flight", "Receives being dealt with."),
            times("wait_ms", "Wait", "From sending to the first receive."),
            times("age_ms", "Age", "From sending to success."),
            cost("What the messages cost."),
        ],
        &["FIFO groups, batches and long polling: a message is handed out as soon as a consumer is free.", "Retention: messages stay for the whole run."],
    )
    .fails(&[Cause::QueueFull])
    .charts(Chart::Concurrency, &["depth", "in_flight"])
    .charts(Chart::Incidents, &["redelivered", "dead_letters"])
}

#[derive(Clone, Copy)]
struct Message {
    sent_ns: u64,
    /// Tells this message from others that had the same place.
    generation: u32,
    receives: u32,
    /// Receives that have not come back.
    out: u32,
    class: u16,
    write: bool,
    gone: bool,
    /// Waits to be handed out.
    ready: bool,
}

pub(crate) struct Queue {
    send: Sampler,
    delay_ns: u64,
    visibility_ns: u64,
    max_receives: u32,
    consumers: u32,
    capacity: u32,
    price: f64,
    messages: Vec<Message>,
    free: Vec<u32>,
    ready: VecDeque<u32>,
    /// When each held-back message becomes visible, in order.
    delayed: VecDeque<(u64, u32)>,
    /// When each received message returns, in order: (due, message, generation, receive).
    hidden: VecDeque<(u64, u32, u32, u32)>,
}

impl Behaviour for Queue {
    fn new(p: Params, _: &Node, _: u64, _: &mut NodeCore, _: &mut Core) -> Self {
        Self {
            send: p.time("send_time"),
            delay_ns: p.ns("delay"),
            visibility_ns: p.ns("visibility_timeout"),
            max_receives: p.count("max_receives"),
            consumers: p.count("consumers"),
            capacity: p.count("capacity"),
            price: p.number("message_price"),
            messages: Vec::new(),
            free: Vec::new(),
            ready: VecDeque::new(),
            delayed: VecDeque::new(),
            hidden: VecDeque::new(),
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.send = p.time("send_time");
        self.max_receives = p.count("max_receives");
        self.consumers = p.count("consumers");
        self.capacity = p.count("capacity");
        self.price = p.number("message_price");
        self.hand_out(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        if me.levels[DEPTH].value >= self.capacity {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        let ns = self.send.draw_ns(&mut me.stream);
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    /// A message is stored, and its sender answered; what the queue calls, it calls for its messages.
    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        me.counts[SENT].bump();
        me.money.spend(self.price);
        let call = &core.calls[id];
        let mut message = Message {
            sent_ns: now,
            generation: 0,
            receives: 0,
            out: 0,
            class: call.class,
            write: call.is(flags::WRITE),
            gone: false,
            ready: true,
        };
        let place = if let Some(place) = self.free.pop() {
            message.generation = self.messages[place as usize].generation.wrapping_add(1);
            self.messages[place as usize] = message;
            place
        } else {
            self.messages.push(message);
            (self.messages.len() - 1) as u32
        };
        me.levels[DEPTH].add(now, 1);
        if self.delay_ns == 0 {
            self.ready.push_back(place);
            self.hand_out(me, core);
        } else {
            self.delayed.push_back((now + self.delay_ns, place));
            if self.delayed.len() == 1 {
                core.events
                    .push(now + self.delay_ns, What::Timer(me.index, DELAYED));
            }
        }
        Worked::Answers
    }

    /// A receive comes back.
    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &core.calls[id];
        if !call.is(flags::MESSAGE) {
            return;
        }
        let place = call.slot;
        me.levels[IN_FLIGHT].sub(now, 1);
        let message = &mut self.messages[place as usize];
        message.out -= 1;
        if ok && !message.gone {
            message.gone = true;
            me.counts[DELETED].bump();
            me.times[AGE].record(now - message.sent_ns);
        }
        // A message that is visible again is freed when it is next handed out.
        if message.gone && !message.ready {
            self.release(place);
        }
        self.hand_out(me, core);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == DELAYED {
            while let Some(&(due, place)) = self.delayed.front() {
                if due > now {
                    core.events.push(due, What::Timer(me.index, DELAYED));
                    break;
                }
                self.delayed.pop_front();
                self.ready.push_back(place);
            }
        } else {
            while let Some(&(due, place, generation, receive)) = self.hidden.front() {
                if due > now {
                    core.events.push(due, What::Timer(me.index, VISIBLE));
                    break;
                }
                self.hidden.pop_front();
                let message = &mut self.messages[place as usize];
                if message.generation == generation && !message.gone && message.receives == receive
                {
                    message.ready = true;
                    me.levels[DEPTH].add(now, 1);
                    self.ready.push_back(place);
                }
            }
        }
        self.hand_out(me, core);
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[IN_FLIGHT].value,
            waiting: me.levels[DEPTH].value,
            instances: 1,
            capacity: Some(f64::from(self.consumers)),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let (sent, dead) = (me.counts[SENT].measured(), me.counts[DEAD].measured());
        let count = |n: u64| quantity::format(n as f64, Unit::Count);
        if sent > 100 && u64::from(me.levels[DEPTH].value) * 10 > sent {
            out.push(format!(
                "{} falls behind: {} messages wait at the end.",
                me.label,
                count(u64::from(me.levels[DEPTH].value))
            ));
        }
        if dead > 0 {
            out.push(format!(
                "{} gave up {} messages as dead letters.",
                me.label,
                count(dead)
            ));
        }
    }
}

impl Queue {
    /// Gives visible messages to free consumers.
    fn hand_out(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        while me.levels[IN_FLIGHT].value < self.consumers {
            let Some(place) = self.ready.pop_front() else {
                return;
            };
            me.levels[DEPTH].sub(now, 1);
            let message = &mut self.messages[place as usize];
            message.ready = false;
            if message.gone {
                // Succeeded while it waited to be handed out again.
                self.release(place);
                continue;
            }
            if self.max_receives > 0 && message.receives >= self.max_receives {
                message.gone = true;
                me.counts[DEAD].bump();
                self.release(place);
                continue;
            }
            message.receives += 1;
            message.out += 1;
            me.counts[RECEIVED].bump();
            if message.receives == 1 {
                me.times[WAIT].record(now - message.sent_ns);
            } else {
                me.counts[REDELIVERED].bump();
            }
            self.hidden.push_back((
                now + self.visibility_ns,
                place,
                message.generation,
                message.receives,
            ));
            if self.hidden.len() == 1 {
                core.events
                    .push(now + self.visibility_ns, What::Timer(me.index, VISIBLE));
            }
            let mut receive = Call::new(me.index, message.class, now);
            receive.flags =
                flags::ORPHAN | flags::MESSAGE | if message.write { flags::WRITE } else { 0 };
            receive.state = State::Waiting;
            receive.slot = place;
            me.levels[IN_FLIGHT].add(now, 1);
            let id = core.calls.add(receive);
            core.wakes.push(id);
        }
    }

    /// Frees the place of a message that is gone and out nowhere.
    fn release(&mut self, place: u32) {
        let message = &self.messages[place as usize];
        if message.gone && message.out == 0 {
            self.free.push(place);
        }
    }
}
