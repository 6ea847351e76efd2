//! Where a call is in a `sql-database`.

use crate::engine::call::Call;

/// What a call is at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing here is its own.
    None,
    /// Waits for a connection.
    Line,
    /// Has a connection, and waits for a lock.
    Lock,
    /// Waits for a core.
    Queue,
    /// On a core.
    Runs,
    /// Between two statements.
    Thinks,
    /// Waits for replicas.
    Commits,
    /// Is about to leave.
    Ends,
}

const PHASES: [Phase; 8] = [
    Phase::None,
    Phase::Line,
    Phase::Lock,
    Phase::Queue,
    Phase::Runs,
    Phase::Thinks,
    Phase::Commits,
    Phase::Ends,
];

/// What is known of a call, kept in its `slot`.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub phase: Phase,
    pub server: u32,
    /// Holds the lock of its key.
    pub locked: bool,
    /// Its first statement has begun, under this primary (its number modulo 16).
    pub begun: bool,
    pub term: u32,
    /// Statements that are left.
    pub left: u32,
}

impl At {
    pub fn of(call: &Call) -> Self {
        let bits = call.slot;
        Self {
            phase: PHASES[(bits & 7) as usize],
            server: (bits >> 3) & 31,
            locked: bits & (1 << 8) != 0,
            begun: bits & (1 << 9) != 0,
            term: (bits >> 10) & 15,
            left: bits >> 14,
        }
    }

    pub fn put(self, call: &mut Call) {
        call.slot = self.phase as u32
            | self.server << 3
            | u32::from(self.locked) << 8
            | u32::from(self.begun) << 9
            | (self.term & 15) << 10
            | self.left << 14;
    }
}
