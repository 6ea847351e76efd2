//! `topic`: publish and subscribe. What is published once goes to every subscriber.
//!
//! Modelled on Amazon SNS (docs.aws.amazon.com/sns/latest/dg): the publisher is answered when the message is stored; each
//! subscription, which is a link from the topic, gets a copy of its own if its filter lets it through
//! (.../sns-message-filtering.html; here the link's share), and is tried again by its own policy (.../sns-message-delivery-retries.html; the
//! link's retries). What fails all the same goes to the subscription's dead letters.

use super::spec::{KindSpec, cost, counter, level, number, time, times};
use super::token::TokenBucket;
use super::{Admit, Behaviour, Chart, Params, Pick, Pulse, Worked, own_call, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE, State, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::scenario::Node;

const PUBLISHED: usize = 0;
const THROTTLED: usize = 1;
const DELIVERED: usize = 2;
const FILTERED: usize = 3;
const DEAD: usize = 4;
const DELIVERING: usize = 0;
const DELIVERY: usize = 0;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "topic",
        "Topic",
        "Gives each subscriber a copy of every message that its filter lets through; whoever publishes does not wait for them.",
        vec![
            time("publish_time", "Publish time", "Until a message is stored and its publisher knows.", 60e9, "lognormal(p50: 5ms, p99: 25ms)"),
            time(
                "dispatch_time",
                "Dispatch time",
                "From there until a subscriber's copy sets out, for each of them.",
                60e9,
                "lognormal(p50: 10ms, p99: 50ms)",
            ),
            number(
                "publish_limit",
                "Publish limit",
                "Messages a second that it takes, of which a second's worth may come at once. 30,000 is an account's quota for Amazon SNS standard topics in us-east-1; most regions give less (docs.aws.amazon.com/general/latest/gr/sns.html).",
                Unit::PerSecond,
                (1.0, 1e7),
                30_000.0,
            ),
            number(
                "publish_price",
                "Price of a message",
                "Default: Amazon SNS, us-east-1, June 2026: $0.50 a million (aws.amazon.com/sns/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                0.5e-6,
            ),
            number(
                "delivery_price",
                "Price of a delivery",
                "Default: Amazon SNS to HTTP, us-east-1, June 2026: $0.60 a million; to SQS and Lambda it is free.",
                Unit::Dollars,
                (0.0, 1.0),
                0.6e-6,
            ),
        ],
        vec![
            counter("published", "Published", "Messages stored."),
            counter("throttled", "Throttled", "Messages turned away because too many were published."),
            counter("delivered", "Delivered", "Copies that a subscriber has taken."),
            counter("filtered", "Filtered", "Copies that a subscription's filter held back."),
            counter("dead_letters", "Dead letters", "Copies that a subscriber has not taken after its last retry."),
            level("delivering", "Delivering", "Copies on their way, waits between retries included."),
            times("delivery_ms", "Delivery", "From when a message was stored until a subscriber has taken its copy."),
            cost("What messages and deliveries cost."),
        ],
        &["FIFO topics: copies overtake each other.", "The content of filters: a filter is a share of the messages.", "Batches of messages."],
    )
    .asynchronous()
    .fails(&[Cause::Throttled])
    .charts(Chart::Concurrency, &["delivering"])
    .charts(Chart::Incidents, &["throttled", "dead_letters"])
}

pub(crate) struct Topic {
    publish: Sampler,
    dispatch: Sampler,
    limit: f64,
    tokens: TokenBucket,
    publish_price: f64,
    delivery_price: f64,
}

impl Behaviour for Topic {
    const PICKS: bool = true;

    fn new(p: Params, _: &Node, _: u64, _: &mut NodeCore, _: &mut Core) -> Self {
        let limit = p.number("publish_limit");
        Self {
            publish: p.time("publish_time"),
            dispatch: p.time("dispatch_time"),
            limit,
            tokens: TokenBucket::new(limit, limit),
            publish_price: p.number("publish_price"),
            delivery_price: p.number("delivery_price"),
        }
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.publish = p.time("publish_time");
        self.dispatch = p.time("dispatch_time");
        self.limit = p.number("publish_limit");
        self.publish_price = p.number("publish_price");
        self.delivery_price = p.number("delivery_price");
        self.hit(me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        if !self.tokens.take(core.now_ns, 1.0) {
            me.counts[THROTTLED].bump();
            return Admit::Refused(Cause::Throttled);
        }
        let ns = self.publish.draw_ns(&mut me.stream);
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    /// A message is stored: its publisher is answered and its copies are made. Or a copy sets out.
    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &core.calls[id];
        if call.is(flags::MESSAGE) {
            core.calls[id].state = State::Waiting;
            return Worked::Proceeds;
        }
        let (class, key, write) = (call.class, call.key, call.flags & flags::WRITE);
        me.counts[PUBLISHED].bump();
        me.money.spend(self.publish_price);
        for subscriber in 0..me.links.len() {
            let mut copy = own_call(me, class, key, core.now_ns);
            copy.flags |= write;
            copy.slot = subscriber as u32;
            me.levels[DELIVERING].add(core.now_ns, 1);
            let copy = core.calls.add(copy);
            let ns = self.dispatch.draw_ns(&mut me.stream);
            work(me, core, copy, Part::Service, ns);
        }
        Worked::Answers
    }

    fn pick(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Option<Pick> {
        let &(link, _) = me.links.get(core.calls[id].slot as usize)?;
        let instance = NONE;
        Some(Pick {
            link,
            instance,
            filtered: true,
        })
    }

    /// A copy has passed its filter.
    fn waits(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        core.calls[id].flags |= flags::SLOT;
        me.money.spend(self.delivery_price);
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &core.calls[id];
        if !call.is(flags::MESSAGE) {
            return;
        }
        me.levels[DELIVERING].sub(now, 1);
        if !ok {
            me.counts[DEAD].bump();
        } else if call.is(flags::SLOT) {
            me.counts[DELIVERED].bump();
            me.times[DELIVERY].record(now - call.first_ns);
        } else {
            me.counts[FILTERED].bump();
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let limit = self.limit * me.fault.quota;
        self.tokens.tune(core.now_ns, limit, limit.max(1.0));
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[DELIVERING].value,
            instances: 1,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let dead = me.counts[DEAD].measured();
        if dead > 0 {
            out.push(format!(
                "At {}, {} messages could not be delivered.",
                me.label,
                quantity::format(dead as f64, Unit::Count)
            ));
        }
    }
}
