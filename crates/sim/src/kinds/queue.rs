//! `queue`: a message queue between those who have work and those who do it.
//!
//! Modelled on Amazon SQS (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide): a message received is invisible for a
//! while; deleted when its consumer succeeds; else it comes back, and after so many receives it goes to the
//! dead letters. Of a FIFO group no message is handed out while one before it is not dealt with. Whoever sends does not wait
//! for the consumer. A link from the queue leads to the consumer.

mod declare;
mod messages;

use std::collections::VecDeque;

pub(super) use self::declare::declare;
use self::messages::{Message, OldestAge};
use super::{Admit, Behaviour, Params, Pulse, Worked, own_call, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE, flags};
use crate::engine::fault::share_of;
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
const EXPIRED: usize = 6;
const DEPTH: usize = 0;
const IN_FLIGHT: usize = 1;
const WAIT: usize = 0;
const AGE: usize = 1;

/// A message that was held back may be due.
const DELAYED: Tag = Tag(0);
/// A message that was received and not dealt with may be visible again.
const VISIBLE: Tag = Tag(1);
/// The oldest message may be too old.
const OLD: Tag = Tag(2);
/// There may be consumers again.
const LOOK: Tag = Tag(3);
/// How often a queue looks for consumers while there are none.
const LOOK_NS: u64 = 100_000_000;

pub(crate) struct Queue {
    send: Sampler,
    delay_ns: u64,
    visibility_ns: u64,
    retention_ns: u64,
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
    /// Of each group the first and the last message; the first is the one that may be handed out.
    groups: Vec<(u32, u32)>,
    oldest: u32,
    newest: u32,
    age: OldestAge,
    /// Whether the timers for them are set.
    expiring: bool,
    looking: bool,
}

impl Behaviour for Queue {
    fn new(p: Params, _: &Node, _: u64, _: &mut NodeCore, _: &mut Core) -> Self {
        Self {
            send: p.time("send_time"),
            delay_ns: p.ns("delay"),
            visibility_ns: p.ns("visibility_timeout"),
            retention_ns: p.ns("retention"),
            max_receives: p.count("max_receives"),
            consumers: p.count("consumers"),
            capacity: p.count("capacity"),
            price: p.number("message_price"),
            messages: Vec::new(),
            free: Vec::new(),
            ready: VecDeque::new(),
            delayed: VecDeque::new(),
            hidden: VecDeque::new(),
            groups: vec![(NONE, NONE); p.count("fifo_groups") as usize],
            oldest: NONE,
            newest: NONE,
            age: OldestAge::default(),
            expiring: false,
            looking: false,
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
        let poison = me.fault.poison > 0.0 && me.chance.chance(me.fault.poison);
        let place = self.store(now, &core.calls[id], poison);
        me.levels[DEPTH].add(now, 1);
        if !self.expiring {
            self.expiring = true;
            let due = now + self.retention_ns;
            core.events.push(due, What::Timer(me.index, OLD));
        }
        if self.delay_ns == 0 {
            self.enqueue(place);
            self.hand_out(me, core);
        } else {
            self.messages[place as usize].listed = true;
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
        if message.gone {
            self.release(place);
        } else if ok && !message.poison {
            me.counts[DELETED].bump();
            me.times[AGE].record(now - message.sent_ns);
            self.end(me, now, place);
        }
        self.hand_out(me, core);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        match tag {
            DELAYED => {
                while let Some(&(due, place)) = self.delayed.front() {
                    if due > now {
                        core.events.push(due, What::Timer(me.index, DELAYED));
                        break;
                    }
                    self.delayed.pop_front();
                    let message = &mut self.messages[place as usize];
                    message.listed = false;
                    if message.gone {
                        self.release(place);
                    } else {
                        self.enqueue(place);
                    }
                }
            }
            VISIBLE => {
                while let Some(&(due, place, generation, receive)) = self.hidden.front() {
                    if due > now {
                        core.events.push(due, What::Timer(me.index, VISIBLE));
                        break;
                    }
                    self.hidden.pop_front();
                    let message = &mut self.messages[place as usize];
                    let same = message.generation == generation && message.receives == receive;
                    if same && !message.gone {
                        message.waiting = true;
                        me.levels[DEPTH].add(now, 1);
                        self.list(place);
                    }
                }
            }
            OLD => self.expire(me, core),
            _ => self.looking = false,
        }
        self.hand_out(me, core);
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        self.hand_out(me, core);
    }

    fn begin(&mut self, now_ns: u64) {
        self.age.most_ns = 0;
        self.age.settle(now_ns, self.oldest_sent());
        self.age.base = self.age.area;
    }

    fn derived(&self, _: &NodeCore, key: &str, now_ns: u64, span_ns: u64) -> f64 {
        let sent_ns = self.oldest_sent();
        if key == "age_of_oldest_ms" {
            let area = self.age.until(now_ns, sent_ns) - self.age.base;
            return area / (span_ns as f64).max(1.0) / 1e6;
        }
        let age_ns = now_ns - sent_ns.unwrap_or(now_ns);
        self.age.most_ns.max(age_ns) as f64 / 1e6
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[IN_FLIGHT].value,
            waiting: me.levels[DEPTH].value,
            instances: 1,
            capacity: (self.consumers > 0).then(|| f64::from(self.consumers) * me.fault.capacity),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let count = |n: u64| quantity::format(n as f64, Unit::Count);
        let depth = u64::from(me.levels[DEPTH].value);
        let [sent, dead, expired] = [SENT, DEAD, EXPIRED].map(|i| me.counts[i].measured());
        if sent > 100 && depth * 10 > sent {
            out.push(format!(
                "At {}, messages pile up: {} wait at the end.",
                me.label,
                count(depth)
            ));
        }
        if dead > 0 {
            out.push(format!(
                "At {}, {} messages were given up as dead letters.",
                me.label,
                count(dead)
            ));
        }
        if expired > 0 {
            out.push(format!(
                "At {}, {} messages were dropped: nobody had dealt with them in time.",
                me.label,
                count(expired)
            ));
        }
    }
}

impl Queue {
    /// How many messages may be dealt with at once.
    fn limit(&self, me: &NodeCore, core: &Core) -> u32 {
        if me.fault.down {
            return 0;
        }
        let mut consumers = self.consumers;
        if consumers == 0 {
            for &(_, callee) in &me.links {
                consumers = consumers.saturating_add(core.slots[callee as usize]);
            }
        }
        share_of(consumers, me.fault.capacity)
    }

    /// Gives visible messages to free consumers.
    fn hand_out(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let limit = self.limit(me, core);
        while me.levels[IN_FLIGHT].value < limit {
            let Some(place) = self.ready.pop_front() else {
                return;
            };
            let message = &mut self.messages[place as usize];
            message.listed = false;
            if message.gone {
                // Over while it waited to be handed out again.
                self.release(place);
                continue;
            }
            if self.max_receives > 0 && message.receives >= self.max_receives {
                me.counts[DEAD].bump();
                self.end(me, now, place);
                continue;
            }
            self.receive(me, core, place);
        }
        if limit == 0 && self.consumers == 0 && !self.looking && !self.ready.is_empty() {
            self.looking = true;
            core.events.push(now + LOOK_NS, What::Timer(me.index, LOOK));
        }
    }

    /// Hands a message to a consumer.
    fn receive(&mut self, me: &mut NodeCore, core: &mut Core, place: u32) {
        let now = core.now_ns;
        let message = &mut self.messages[place as usize];
        message.waiting = false;
        message.receives += 1;
        message.out += 1;
        me.levels[DEPTH].sub(now, 1);
        me.counts[RECEIVED].bump();
        if message.receives == 1 {
            me.times[WAIT].record(now - message.sent_ns);
        } else {
            me.counts[REDELIVERED].bump();
        }
        let due = now + self.visibility_ns;
        self.hidden
            .push_back((due, place, message.generation, message.receives));
        if self.hidden.len() == 1 {
            core.events.push(due, What::Timer(me.index, VISIBLE));
        }
        let mut receive = own_call(me, message.class, message.key, now);
        if message.write {
            receive.flags |= flags::WRITE;
        }
        receive.slot = place;
        me.levels[IN_FLIGHT].add(now, 1);
        let id = core.calls.add(receive);
        core.wakes.push(id);
    }
}
