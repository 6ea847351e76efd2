//! Replicas that are read and written each on its own time, and how many answers are waited for.
//!
//! A read or a write goes to every replica that is there; its time is the Rth or the Wth of theirs. A write that is answered
//! may still be on its way to the others, and a read may meet only those: how often is what "Probabilistically Bounded Staleness"
//! (Bailis et al., VLDB 2012) computes, and what is counted here.

use std::collections::{BTreeMap, VecDeque};

use super::{INCONSISTENCY, REPAIRS, STALE};
use crate::distribution::{Sampler, whole_ns};
use crate::engine::NodeCore;
use crate::kinds::Params;
use crate::structures::sort;

/// The most replicas.
const MOST: usize = 9;

/// A write that some replica does not have yet.
struct Write {
    answered_ns: u64,
    /// When each replica has it.
    there_ns: [u64; MOST],
}

pub(super) struct Quorum {
    replicas: usize,
    read: usize,
    write: usize,
    repair: bool,
    /// By key and number; numbers rise.
    writes: BTreeMap<(u32, u64), Write>,
    /// The same in order of their number, each with when every replica has it.
    pending: VecDeque<(u64, u32, u64)>,
    number: u64,
}

impl Quorum {
    pub fn new(p: Params) -> Self {
        let mut quorum = Self {
            replicas: (p.count("replicas") as usize).clamp(1, MOST),
            read: 1,
            write: 1,
            repair: true,
            writes: BTreeMap::new(),
            pending: VecDeque::new(),
            number: 0,
        };
        quorum.tune(p);
        quorum
    }

    pub fn tune(&mut self, p: Params) {
        self.read = (p.count("read_quorum") as usize).clamp(1, self.replicas);
        self.write = (p.count("write_quorum") as usize).clamp(1, self.replicas);
        self.repair = p.flag("read_repair");
    }

    fn there(&self, me: &NodeCore) -> usize {
        let lost = (me.fault.lost * self.replicas as f64 + 1e-9) as usize;
        self.replicas.saturating_sub(lost)
    }

    /// Whether as many replicas are there as are waited for. Of one that is all there is the engine knows itself.
    pub fn is_there(&self, me: &NodeCore, write: bool) -> bool {
        let needed = if write { self.write } else { self.read };
        self.replicas == 1 || self.there(me) >= needed
    }

    /// How long an operation on `key` takes.
    pub fn operate(
        &mut self,
        me: &mut NodeCore,
        now: u64,
        key: u32,
        write: bool,
        time: &Sampler,
    ) -> u64 {
        if self.replicas == 1 {
            return time.draw_ns(&mut me.stream);
        }
        // As many are drawn whatever is there, so that a loss leaves the others where they were.
        let mut answers = [(0u64, 0u32); MOST];
        for (replica, answer) in answers[..self.replicas].iter_mut().enumerate() {
            *answer = (time.draw_ns(&mut me.stream), replica as u32);
        }
        let there = self.there(me);
        let answers = &mut answers[..there];
        sort(answers);
        self.forget(now);
        if write {
            self.written(me, now, key, answers);
            answers[self.write - 1].0
        } else {
            self.looked_up(me, now, key, &answers[..self.read]);
            answers[self.read - 1].0
        }
    }

    /// When work of so many nanoseconds that begins now is done.
    fn done(me: &NodeCore, now: u64, ns: u64) -> u64 {
        now + whole_ns(ns as f64 * me.fault.slow)
    }

    fn written(&mut self, me: &mut NodeCore, now: u64, key: u32, answers: &[(u64, u32)]) {
        let answered_ns = Self::done(me, now, answers[self.write - 1].0);
        // Replicas that are away have it when they come back.
        let mut there_ns = [0; MOST];
        let mut whole_ns = answered_ns;
        for (place, &(ns, replica)) in answers.iter().enumerate() {
            let lag = if place < self.write {
                0
            } else {
                me.fault.lag_ns
            };
            there_ns[replica as usize] = Self::done(me, now, ns) + lag;
            whole_ns = whole_ns.max(there_ns[replica as usize]);
        }
        me.times[INCONSISTENCY].record(whole_ns - answered_ns);
        self.number += 1;
        let write = Write {
            answered_ns,
            there_ns,
        };
        self.writes.insert((key, self.number), write);
        self.pending.push_back((whole_ns, key, self.number));
    }

    /// A read meets these replicas.
    fn looked_up(&mut self, me: &mut NodeCore, now: u64, key: u32, met: &[(u64, u32)]) {
        let all = (key, 0)..=(key, u64::MAX);
        let last = self.writes.range(all).rev();
        let last = last.filter(|(_, write)| write.answered_ns <= now);
        let Some((&(_, last), _)) = { last }.next() else {
            return;
        };
        let slow = me.fault.slow;
        let at = |ns: u64| now + whole_ns(ns as f64 * slow);
        let fresh = |&(ns, replica): &(u64, u32)| {
            let mut since = self.writes.range((key, last)..=(key, u64::MAX));
            since.any(|(_, write)| write.there_ns[replica as usize] <= at(ns))
        };
        let behind = met.iter().filter(|met| !fresh(met)).count();
        if behind == met.len() {
            me.counts[STALE].bump();
        }
        if !self.repair || behind == 0 || behind == met.len() {
            // Where nobody met is up to date nobody knows what to repair.
            return;
        }
        me.counts[REPAIRS].add(behind as u64);
        let repaired_ns = met.last().map_or(now, |&(ns, _)| at(ns));
        if let Some(write) = self.writes.get_mut(&(key, last)) {
            for &(_, replica) in met {
                write.there_ns[replica as usize] =
                    write.there_ns[replica as usize].min(repaired_ns);
            }
        }
    }

    /// Writes that every replica has tell nothing any more, and nor do those before them.
    fn forget(&mut self, now: u64) {
        while let Some(&(whole_ns, key, number)) = self.pending.front() {
            if whole_ns > now {
                return;
            }
            self.pending.pop_front();
            while let Some((&old, _)) = self.writes.range((key, 0)..=(key, number)).next() {
                self.writes.remove(&old);
            }
        }
    }
}
