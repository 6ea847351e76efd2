//! When keys were last written: what a copy that is behind does not know yet.

use std::collections::VecDeque;

use crate::keys::KeyMap;

/// So many writes are remembered at most, and for a minute at least.
const MOST: usize = 65_536;
const MINUTE_NS: u64 = 60_000_000_000;

#[derive(Default)]
pub(crate) struct Writes {
    last: KeyMap<u64>,
    order: VecDeque<(u64, u32)>,
}

impl Writes {
    /// A key is written; of no use after `behind_ns`, which no copy is behind.
    pub fn record(&mut self, now_ns: u64, key: u32, behind_ns: u64) {
        let from = now_ns.saturating_sub(behind_ns.max(MINUTE_NS));
        while let Some(&(at, old)) = self.order.front()
            && (at < from || self.order.len() == MOST)
        {
            self.order.pop_front();
            if self.last.get(&old) == Some(&at) {
                self.last.remove(&old);
            }
        }
        self.order.push_back((now_ns, key));
        self.last.insert(key, now_ns);
    }

    /// When a key was last written, as far as it is known.
    pub fn last(&self, key: u32) -> Option<u64> {
        self.last.get(&key).copied()
    }

    /// Whether the last write of a key is younger than `age_ns`.
    pub fn younger(&self, key: u32, now_ns: u64, age_ns: u64) -> bool {
        self.last(key).is_some_and(|at| now_ns - at < age_ns)
    }

    /// Takes back what was written in the last `age_ns`, and says how much it was.
    pub fn lose(&mut self, now_ns: u64, age_ns: u64) -> u64 {
        let mut lost = 0;
        while let Some(&(at, key)) = self.order.back()
            && now_ns - at < age_ns
        {
            self.order.pop_back();
            self.last.remove(&key);
            lost += 1;
        }
        lost
    }
}
