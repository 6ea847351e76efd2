//! Those who wait, and who of them is next.

use std::collections::VecDeque;

use crate::engine::call::{Calls, flags};
use crate::structures::sort;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Order {
    #[default]
    Fifo,
    Lifo,
    /// First in, first out until the queue stands, then last in, first out.
    Adaptive,
    /// The highest rank first.
    Priority,
}

/// A queue of calls. One that was given up stays until its turn, or until too many of them do.
#[derive(Default)]
pub(crate) struct Line {
    calls: VecDeque<u32>,
    /// With priorities, those of the other ranks: the first above stand in `calls`.
    lower: Vec<VecDeque<u32>>,
    pub waiting: u32,
    /// Since when it has not been empty.
    since_ns: u64,
}

/// Given up calls that may stay, beyond as many as wait.
const LITTER: usize = 64;

impl Line {
    /// `rank` 0 goes first; all have it where there are no priorities.
    #[inline]
    pub fn push(&mut self, id: u32, rank: usize, now_ns: u64) {
        if self.waiting == 0 {
            self.since_ns = now_ns;
        }
        self.waiting += 1;
        if rank == 0 {
            self.calls.push_back(id);
            return;
        }
        if self.lower.len() < rank {
            self.lower.resize_with(rank, VecDeque::new);
        }
        self.lower[rank - 1].push_back(id);
    }

    /// Whether it has not been empty for longer than that.
    pub fn stands(&self, now_ns: u64, longer_than_ns: u64) -> bool {
        self.waiting > 0 && now_ns - self.since_ns > longer_than_ns
    }

    /// The next of those who still wait.
    #[inline]
    pub fn pop(&mut self, last_first: bool, calls: &mut Calls) -> Option<u32> {
        loop {
            let next = if last_first {
                self.calls.pop_back()
            } else {
                self.calls.pop_front()
            };
            let next = next.or_else(|| self.lower.iter_mut().find_map(VecDeque::pop_front));
            let id = next?;
            if calls[id].is(flags::CANCELLED) {
                calls.remove(id);
                continue;
            }
            self.waiting -= 1;
            return Some(id);
        }
    }

    /// Who is first in the queue.
    pub fn first(&mut self, calls: &mut Calls) -> Option<u32> {
        while let Some(&id) = self.calls.front() {
            if !calls[id].is(flags::CANCELLED) {
                return Some(id);
            }
            self.calls.pop_front();
            calls.remove(id);
        }
        None
    }

    /// When whoever is first in the queue came.
    pub fn oldest(&mut self, calls: &mut Calls) -> Option<u64> {
        self.first(calls).map(|id| calls[id].mark_ns)
    }

    /// One who has waited since before `before_ns`, of those who have waited longest.
    pub fn stale(&mut self, before_ns: u64, calls: &mut Calls) -> Option<u32> {
        for rank in std::iter::once(&mut self.calls).chain(&mut self.lower) {
            while let Some(&id) = rank.front() {
                if calls[id].is(flags::CANCELLED) {
                    rank.pop_front();
                    calls.remove(id);
                    continue;
                }
                if calls[id].mark_ns >= before_ns {
                    break;
                }
                rank.pop_front();
                self.waiting -= 1;
                return Some(id);
            }
        }
        None
    }

    /// One of those who wait has been given up.
    pub fn forget(&mut self, calls: &mut Calls) {
        self.waiting -= 1;
        let all = self.calls.len() + self.lower.iter().map(VecDeque::len).sum::<usize>();
        if all <= 2 * self.waiting as usize + LITTER {
            return;
        }
        for rank in std::iter::once(&mut self.calls).chain(&mut self.lower) {
            rank.retain(|&id| {
                let gone = calls[id].is(flags::CANCELLED);
                if gone {
                    calls.remove(id);
                }
                !gone
            });
        }
    }

    /// All who wait, in order of arrival.
    pub fn empty(&mut self, calls: &mut Calls) -> Vec<u32> {
        let mut all: Vec<(u64, u32)> = Vec::new();
        while let Some(id) = self.pop(false, calls) {
            all.push((calls[id].mark_ns, id));
        }
        sort(&mut all);
        all.into_iter().map(|(_, id)| id).collect()
    }
}
