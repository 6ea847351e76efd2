//! The messages of a queue: where each is from when it is stored until it is over.

use super::{DEPTH, EXPIRED, OLD, Queue};
use crate::engine::call::{Call, NONE, flags};
use crate::engine::queue::What;
use crate::engine::{Core, NodeCore};

#[derive(Clone, Copy)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "independent facts of a message"
)]
pub(super) struct Message {
    pub sent_ns: u64,
    /// Tells this message from others that had the same place.
    pub generation: u32,
    pub receives: u32,
    /// Receives that have not come back.
    pub out: u32,
    pub key: u32,
    pub class: u16,
    pub write: bool,
    /// No consumer can deal with it.
    pub poison: bool,
    pub gone: bool,
    /// Is among those to be handed out or held back, and freed when it is met there.
    pub listed: bool,
    /// Counts as one that waits.
    pub waiting: bool,
    /// Neighbours among all messages, by when they were sent.
    pub older: u32,
    pub newer: u32,
    /// The next of its group.
    pub next: u32,
}

/// How old the oldest message is, over time.
#[derive(Clone, Copy, Default)]
pub(super) struct OldestAge {
    pub since_ns: u64,
    /// Age times time, square nanoseconds.
    pub area: f64,
    pub base: f64,
    pub most_ns: u64,
}

impl OldestAge {
    /// The area until now, given when the oldest was sent.
    pub fn until(&self, now_ns: u64, sent_ns: Option<u64>) -> f64 {
        let Some(sent_ns) = sent_ns else {
            return self.area;
        };
        let (from, to) = (self.since_ns - sent_ns, now_ns - sent_ns);
        self.area + (now_ns - self.since_ns) as f64 * (from as f64 + to as f64) / 2.0
    }

    /// The oldest is about to be another.
    pub fn settle(&mut self, now_ns: u64, sent_ns: Option<u64>) {
        self.area = self.until(now_ns, sent_ns);
        self.since_ns = now_ns;
        self.most_ns = self.most_ns.max(now_ns - sent_ns.unwrap_or(now_ns));
    }
}

impl Queue {
    /// A new message, the youngest of all.
    pub(super) fn store(&mut self, now: u64, call: &Call, poison: bool) -> u32 {
        let mut message = Message {
            sent_ns: now,
            generation: 0,
            receives: 0,
            out: 0,
            key: call.key,
            class: call.class,
            write: call.is(flags::WRITE),
            poison,
            gone: false,
            listed: false,
            waiting: true,
            older: self.newest,
            newer: NONE,
            next: NONE,
        };
        let place = if let Some(place) = self.free.pop() {
            message.generation = self.messages[place as usize].generation.wrapping_add(1);
            self.messages[place as usize] = message;
            place
        } else {
            self.messages.push(message);
            (self.messages.len() - 1) as u32
        };
        if self.newest == NONE {
            self.age.settle(now, None);
            self.oldest = place;
        } else {
            self.messages[self.newest as usize].newer = place;
        }
        self.newest = place;
        place
    }

    pub(super) fn oldest_sent(&self) -> Option<u64> {
        let oldest = self.messages.get(self.oldest as usize);
        oldest.map(|message| message.sent_ns)
    }

    fn group(&self, place: u32) -> Option<usize> {
        let groups = self.groups.len() as u32;
        (groups > 0).then(|| (self.messages[place as usize].key % groups) as usize)
    }

    /// A message may be handed out, when its turn in its group has come.
    pub(super) fn enqueue(&mut self, place: u32) {
        let Some(group) = self.group(place) else {
            self.list(place);
            return;
        };
        let (first, last) = self.groups[group];
        if first == NONE {
            self.groups[group] = (place, place);
            self.list(place);
        } else {
            self.messages[last as usize].next = place;
            self.groups[group].1 = place;
        }
    }

    pub(super) fn list(&mut self, place: u32) {
        self.messages[place as usize].listed = true;
        self.ready.push_back(place);
    }

    /// A message is over: dealt with, given up, or too old.
    pub(super) fn end(&mut self, me: &mut NodeCore, now: u64, place: u32) {
        let message = &mut self.messages[place as usize];
        message.gone = true;
        if message.waiting {
            message.waiting = false;
            me.levels[DEPTH].sub(now, 1);
        }
        let (older, newer, next) = (message.older, message.newer, message.next);
        if older == NONE {
            self.age.settle(now, self.oldest_sent());
            self.oldest = newer;
        } else {
            self.messages[older as usize].newer = newer;
        }
        if newer == NONE {
            self.newest = older;
        } else {
            self.messages[newer as usize].older = older;
        }
        if let Some(group) = self.group(place)
            && self.groups[group].0 == place
        {
            self.groups[group].0 = next;
            if next == NONE {
                self.groups[group].1 = NONE;
            } else {
                self.list(next);
            }
        }
        self.release(place);
    }

    /// Frees the place of a message that is gone and out nowhere.
    pub(super) fn release(&mut self, place: u32) {
        let message = &self.messages[place as usize];
        if message.gone && message.out == 0 && !message.listed {
            self.free.push(place);
        }
    }

    /// Drops messages that are too old, whoever is at them.
    pub(super) fn expire(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        self.expiring = false;
        while let Some(sent_ns) = self.oldest_sent() {
            let due = sent_ns + self.retention_ns;
            if due > now {
                self.expiring = true;
                core.events.push(due, What::Timer(me.index, OLD));
                break;
            }
            me.counts[EXPIRED].bump();
            self.end(me, now, self.oldest);
        }
        // With nobody to hand out to, those that are gone would never be met.
        while let Some(&place) = self.ready.front() {
            if !self.messages[place as usize].gone {
                break;
            }
            self.ready.pop_front();
            self.messages[place as usize].listed = false;
            self.release(place);
        }
    }
}
