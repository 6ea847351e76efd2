//! One holder a key, and a line of those who wait for it: rows that are locked, and what is being fetched.

use std::collections::VecDeque;

use crate::engine::call::NONE;
use crate::keys::KeyMap;

/// The line for one key that is held; [`NONE`] where nobody waits.
#[derive(Clone, Copy)]
struct Line {
    since_ns: u64,
    first: u32,
    last: u32,
}

#[derive(Clone, Copy)]
struct Waiter {
    call: u32,
    next: u32,
    /// Tells this waiter from others that had the same place.
    generation: u32,
    /// Has given up, and is swept when its turn comes.
    gone: bool,
}

#[derive(Default)]
pub(crate) struct Locks {
    held: KeyMap<Line>,
    waiters: Vec<Waiter>,
    free: Vec<u32>,
    /// All that wait, or have waited, in the order in which they came: (until, waiter, generation).
    all: VecDeque<(u64, u32, u32)>,
}

impl Locks {
    /// Takes the lock of a key if nobody holds it, or whoever does has had it for `lease_ns`.
    pub fn take(&mut self, key: u32, now_ns: u64, lease_ns: u64) -> bool {
        if let Some(line) = self.held.get_mut(&key) {
            let over = now_ns - line.since_ns >= lease_ns;
            if over {
                line.since_ns = now_ns;
            }
            return over;
        }
        let nobody = Line {
            since_ns: now_ns,
            first: NONE,
            last: NONE,
        };
        self.held.insert(key, nobody);
        true
    }

    /// Has a call wait for a key that is held, until `due_ns` at most.
    pub fn wait(&mut self, key: u32, call: u32, due_ns: u64) {
        let mut waiter = Waiter {
            call,
            next: NONE,
            generation: 0,
            gone: false,
        };
        let place = if let Some(place) = self.free.pop() {
            waiter.generation = self.waiters[place as usize].generation;
            self.waiters[place as usize] = waiter;
            place
        } else {
            self.waiters.push(waiter);
            (self.waiters.len() - 1) as u32
        };
        if let Some(line) = self.held.get_mut(&key) {
            let last = std::mem::replace(&mut line.last, place);
            if last == NONE {
                line.first = place;
            } else {
                self.waiters[last as usize].next = place;
            }
        }
        self.sweep();
        self.all.push_back((due_ns, place, waiter.generation));
    }

    /// Gives the lock of a key to the next in its line, and up when there is none.
    pub fn pass_on(&mut self, key: u32) -> Option<u32> {
        loop {
            let line = self.held.get_mut(&key)?;
            let place = line.first;
            if place == NONE {
                self.held.remove(&key);
                return None;
            }
            let waiter = &mut self.waiters[place as usize];
            line.first = waiter.next;
            if line.first == NONE {
                line.last = NONE;
            }
            waiter.generation = waiter.generation.wrapping_add(1);
            self.free.push(place);
            if !waiter.gone {
                return Some(waiter.call);
            }
        }
    }

    /// Forgets, at the front, those who wait no longer.
    fn sweep(&mut self) {
        while let Some(&(_, place, generation)) = self.all.front() {
            let waiter = &self.waiters[place as usize];
            if waiter.generation == generation && !waiter.gone {
                return;
            }
            self.all.pop_front();
        }
    }

    /// When the first of those who wait gives up.
    pub fn next_due(&mut self) -> Option<u64> {
        self.sweep();
        self.all.front().map(|&(due, ..)| due)
    }

    /// The next of those who have waited until `now_ns`: it gives up.
    pub fn give_up(&mut self, now_ns: u64) -> Option<u32> {
        self.sweep();
        let &(due, place, _) = self.all.front()?;
        if due > now_ns {
            return None;
        }
        self.all.pop_front();
        let waiter = &mut self.waiters[place as usize];
        waiter.gone = true;
        Some(waiter.call)
    }
}
