//! The writes that a write-behind cache has acknowledged and not passed on.

use std::collections::VecDeque;

use crate::keys::KeySet;
use crate::kinds::Params;

pub(super) struct Behind {
    after_ns: u64,
    flushers: u32,
    most: u32,
    /// In the order in which they are due: (due, key, class).
    waiting: VecDeque<(u64, u32, u16)>,
    /// The keys among them: a later write of one is passed on with the earlier.
    keys: KeySet,
    out: u32,
    pub timer_set: bool,
}

impl Behind {
    pub fn new(p: Params) -> Self {
        Self {
            after_ns: p.ns("flush_after"),
            flushers: p.count("flushers"),
            most: p.count("buffer"),
            waiting: VecDeque::new(),
            keys: KeySet::default(),
            out: 0,
            timer_set: false,
        }
    }

    pub fn configure(&mut self, p: Params) {
        self.flushers = p.count("flushers");
        self.most = p.count("buffer");
    }

    pub fn waiting(&self) -> u32 {
        self.waiting.len() as u32
    }

    /// Takes a write, if there is room.
    pub fn take(&mut self, now_ns: u64, key: u32, class: u16) -> bool {
        if self.keys.contains(&key) {
            return true;
        }
        let room = self.waiting() < self.most;
        if room {
            self.keys.insert(key);
            self.waiting.push_back((now_ns + self.after_ns, key, class));
        }
        room
    }

    /// The next write that is due, if somebody is free to pass it on.
    pub fn next(&mut self, now_ns: u64) -> Option<(u32, u16)> {
        let &(due, key, class) = self.waiting.front()?;
        if self.out >= self.flushers || due > now_ns {
            return None;
        }
        self.waiting.pop_front();
        self.keys.remove(&key);
        self.out += 1;
        Some((key, class))
    }

    /// A write was passed on, or was not and waits again.
    pub fn came_back(&mut self, now_ns: u64, key: u32, class: u16, ok: bool) {
        self.out -= 1;
        if !ok && !self.keys.contains(&key) {
            self.keys.insert(key);
            // No sooner than others that wait, and not at once: it has just failed.
            let due = now_ns + self.after_ns.max(1_000_000);
            self.waiting.push_back((due, key, class));
        }
    }

    /// When a timer must be set for the next that is due.
    pub fn wake(&mut self, now_ns: u64) -> Option<u64> {
        let &(due, ..) = self.waiting.front()?;
        if self.timer_set || self.out >= self.flushers {
            return None;
        }
        self.timer_set = true;
        Some(due.max(now_ns))
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
        self.keys.clear();
    }
}
