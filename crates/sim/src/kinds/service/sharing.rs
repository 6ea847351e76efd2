//! Processor sharing, exactly: all jobs go on at one pace, so whoever needs least is done first, and how far all have come is
//! one number (virtual time).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::engine::call::{Calls, flags};

/// Jobs that share some slots evenly.
pub(super) struct Pool {
    /// How much work each job that has been here all the time has got, nanoseconds.
    virtual_ns: f64,
    since_ns: u64,
    /// Work a nanosecond that each job gets now.
    pub pace: f64,
    /// (virtual time at which it is done, order of arrival, call).
    jobs: BinaryHeap<Reverse<(u64, u64, u32)>>,
    arrivals: u64,
    pub alive: u32,
    /// When its timer is next due; the end of time when none is set.
    pub armed_ns: u64,
    /// Slots in use, and jobs beyond the slots, as metered.
    pub busy: u32,
    pub beyond: u32,
    /// Replicas of it that collect garbage.
    pub stopped: u32,
}

impl Default for Pool {
    fn default() -> Self {
        Self {
            virtual_ns: 0.0,
            since_ns: 0,
            pace: 0.0,
            jobs: BinaryHeap::new(),
            arrivals: 0,
            alive: 0,
            armed_ns: u64::MAX,
            busy: 0,
            beyond: 0,
            stopped: 0,
        }
    }
}

/// The clock's resolution: what is left of a job when its time has come is less.
const TICK: f64 = 1.0;

impl Pool {
    pub fn advance(&mut self, now_ns: u64) {
        self.virtual_ns += (now_ns - self.since_ns) as f64 * self.pace;
        self.since_ns = now_ns;
    }

    pub fn enter(&mut self, id: u32, work_ns: f64) {
        self.arrivals += 1;
        // Numbers that are not negative are in the order of their bits.
        let done = (self.virtual_ns + work_ns).to_bits();
        self.jobs.push(Reverse((done, self.arrivals, id)));
        self.alive += 1;
    }

    /// A job whose work is done by now.
    pub fn done(&mut self, calls: &mut Calls) -> Option<u32> {
        let left = self.left(calls)?;
        if left > TICK {
            return None;
        }
        let Reverse((_, _, id)) = self.jobs.pop()?;
        self.alive -= 1;
        Some(id)
    }

    /// Work that the next job still needs.
    pub fn left(&mut self, calls: &mut Calls) -> Option<f64> {
        while let Some(&Reverse((done, _, id))) = self.jobs.peek() {
            if !calls[id].is(flags::CANCELLED) {
                return Some((f64::from_bits(done) - self.virtual_ns).max(0.0));
            }
            self.jobs.pop();
            calls.remove(id);
        }
        // Nobody has a share in the past.
        self.virtual_ns = 0.0;
        None
    }
}
