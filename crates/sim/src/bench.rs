//! What `crates/bench` measures apart and nobody else needs: the event queue.

use crate::engine::queue::{EventQueue, What};

/// The engine's event queue, its events told apart by a number.
#[derive(Default)]
pub struct Events(EventQueue);

impl Events {
    #[inline]
    pub fn push(&mut self, time_ns: u64, id: u32) {
        self.0.push(time_ns, What::Work(id));
    }

    /// When the earliest event is due.
    #[inline]
    pub fn pop(&mut self) -> Option<u64> {
        self.0.pop_before(u64::MAX).map(|(time_ns, _)| time_ns)
    }
}
