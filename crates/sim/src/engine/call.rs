//! Calls: one attempt of one node to have another do something, kept in a slab and named by index.

use crate::measure::attribution::{PARTS, Part};

/// No call, no link.
pub(crate) const NONE: u32 = u32::MAX;

/// Why a request failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Cause {
    Timeout,
    QueueFull,
    RateLimited,
    Throttled,
    LostInNetwork,
    /// Nobody is there to take it: no replica, no environment, no healthy target.
    NodeDown,
    /// The machine is there and nothing listens: a crashed process, an expired certificate.
    ConnectionRefused,
    /// The callee answered with an error of its own.
    DependencyFailed,
    /// The caller's circuit breaker let nothing through.
    BreakerOpen,
    /// The time that the request had was over before this could begin.
    DeadlineExceeded,
    /// Turned away on purpose, to serve the others.
    Shed,
}

impl Cause {
    pub const ALL: [Self; 11] = [
        Self::Timeout,
        Self::QueueFull,
        Self::RateLimited,
        Self::Throttled,
        Self::LostInNetwork,
        Self::NodeDown,
        Self::ConnectionRefused,
        Self::DependencyFailed,
        Self::BreakerOpen,
        Self::DeadlineExceeded,
        Self::Shed,
    ];

    /// Key in a report.
    pub fn key(self) -> &'static str {
        match self {
            Self::Timeout => "timeout",
            Self::QueueFull => "queue_full",
            Self::RateLimited => "rate_limited",
            Self::Throttled => "throttled",
            Self::LostInNetwork => "lost_in_network",
            Self::NodeDown => "node_down",
            Self::ConnectionRefused => "connection_refused",
            Self::DependencyFailed => "dependency_failed",
            Self::BreakerOpen => "breaker_open",
            Self::DeadlineExceeded => "deadline_exceeded",
            Self::Shed => "shed",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Timeout => "Timed out",
            Self::QueueFull => "Queue full",
            Self::RateLimited => "Rate limited",
            Self::Throttled => "Throttled",
            Self::LostInNetwork => "Lost in the network",
            Self::NodeDown => "Node down",
            Self::ConnectionRefused => "Connection refused",
            Self::DependencyFailed => "Dependency failed",
            Self::BreakerOpen => "Breaker open",
            Self::DeadlineExceeded => "Deadline exceeded",
            Self::Shed => "Shed",
        }
    }
}

/// Where a call is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Waiting at its caller for a free connection.
    Held,
    /// On its way to the callee (an event is pending).
    Sent,
    /// Waiting for a slot of the callee.
    Queued,
    /// Being worked on (an event is pending).
    Working,
    /// Waiting for calls of its own.
    Waiting,
    /// Its answer is on its way (an event is pending).
    Answered,
    /// The request or the answer was lost: only a timeout tells.
    Lost,
    /// Waiting for its next attempt (an event is pending).
    Backoff,
    /// In the account of its caller, until the request is settled.
    Done,
}

/// Yes-or-no facts of a call, one bit each.
pub(crate) mod flags {
    /// Nobody waits for its answer.
    pub const ORPHAN: u16 = 1;
    /// Given up by its caller, who told the callee; forgotten when its pending event comes.
    pub const CANCELLED: u16 = 1 << 1;
    /// In its link's list of timeouts.
    pub const LISTED: u16 = 1 << 2;
    pub const WRITE: u16 = 1 << 3;
    /// The answer was that there is no such thing.
    pub const MISS: u16 = 1 << 4;
    /// One of its own calls failed for good.
    pub const FAILED: u16 = 1 << 5;
    /// A failure of it does not fail its caller.
    pub const OPTIONAL: u16 = 1 << 6;
    /// Its caller runs others beside it.
    pub const PARALLEL: u16 = 1 << 7;
    /// Met a cold environment.
    pub const COLD: u16 = 1 << 8;
    /// Holds a slot of its callee.
    pub const SLOT: u16 = 1 << 9;
    /// A message being received, not a call of anybody.
    pub const MESSAGE: u16 = 1 << 10;
    /// Uses one of its link's connections.
    pub const CONNECTED: u16 = 1 << 11;
    /// Lets a half-open breaker decide.
    pub const PROBE: u16 = 1 << 12;
    /// In its link's list of calls that may be hedged.
    pub const HEDGEABLE: u16 = 1 << 13;
    /// A call of a node's own, which nobody outside asked for.
    pub const OWN: u16 = 1 << 14;
    /// Somebody wants to see it.
    pub const TRACED: u16 = 1 << 15;
}

/// Three cache lines, and no more than three.
#[derive(Clone, Debug)]
#[repr(align(64))]
pub(crate) struct Call {
    /// When the first attempt began; of a request, when it was due.
    pub first_ns: u64,
    /// When it reached its callee.
    pub entered_ns: u64,
    /// Since when it is in its present phase.
    pub mark_ns: u64,
    /// When its caller gives up this attempt.
    pub timeout_ns: u64,
    /// When an answer is of no use any more to whoever asked first; the end of time where that is not passed on.
    pub deadline_ns: u64,
    /// The wait before this attempt.
    pub backoff_ns: u64,
    /// When a second attempt may start beside it.
    pub hedge_ns: u64,
    /// Time spent, by [`Part`]; with those of its children in the chain they make up its whole time.
    pub parts: [u64; PARTS],
    pub parent: u32,
    pub link: u32,
    pub node: u32,
    /// The kind's own: an environment, a partition, a message.
    pub slot: u32,
    /// The child it waits for, if it is only one.
    pub child: u32,
    /// The next settled call in its caller's chain.
    pub next: u32,
    /// Its own chain of settled children.
    pub head: u32,
    pub tail: u32,
    /// Neighbours in the link's list of timeouts.
    pub earlier: u32,
    pub later: u32,
    /// The other attempt of a hedged call.
    pub twin: u32,
    /// What the request is about, below the number of keys of its client.
    pub key: u32,
    /// Which instance of the callee: the balancer's or the callee's choice.
    pub instance: u32,
    pub class: u16,
    pub step: u16,
    pub pending: u16,
    pub flags: u16,
    pub attempt: u8,
    pub state: State,
    pub cause: Cause,
    /// What the present phase counts as.
    pub part: Part,
}

impl Call {
    #[inline]
    pub fn new(node: u32, class: u16, now_ns: u64) -> Self {
        Self {
            first_ns: now_ns,
            entered_ns: now_ns,
            mark_ns: now_ns,
            timeout_ns: 0,
            deadline_ns: u64::MAX,
            backoff_ns: 0,
            hedge_ns: 0,
            parts: [0; PARTS],
            parent: NONE,
            link: NONE,
            node,
            slot: 0,
            child: NONE,
            next: NONE,
            head: NONE,
            tail: NONE,
            earlier: NONE,
            later: NONE,
            twin: NONE,
            key: 0,
            instance: NONE,
            class,
            step: 0,
            pending: 0,
            flags: 0,
            attempt: 0,
            state: State::Sent,
            cause: Cause::Timeout,
            part: Part::Service,
        }
    }

    #[inline]
    pub fn is(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// Books the time since the last mark.
    #[inline]
    pub fn book(&mut self, part: Part, now_ns: u64) {
        self.parts[part as usize] += now_ns - self.mark_ns;
        self.mark_ns = now_ns;
    }

    /// What the time since the last mark will count as once the present phase is over; `None` while it waits for calls of its
    /// own, whose time that is.
    pub fn phase(&self) -> Option<Part> {
        match self.state {
            State::Queued if self.part == Part::Lock => Some(Part::Lock),
            State::Held | State::Queued => Some(Part::Queue),
            State::Working => Some(self.part),
            State::Sent | State::Answered | State::Lost => Some(Part::Network),
            State::Waiting | State::Backoff | State::Done => None,
        }
    }

    /// Whether no further attempt can follow: a call that its caller has given up.
    #[inline]
    pub fn attempt_is_last(&self) -> bool {
        self.attempt == u8::MAX
    }
}

/// Calls by index; freed places are used again.
#[derive(Default)]
pub(crate) struct Calls {
    calls: Vec<Call>,
    free: Vec<u32>,
}

impl Calls {
    #[inline]
    pub fn add(&mut self, call: Call) -> u32 {
        if let Some(id) = self.free.pop() {
            self.calls[id as usize] = call;
            return id;
        }
        self.calls.push(call);
        (self.calls.len() - 1) as u32
    }

    /// A new call, to be filled in where it stands: not a copy of one that was filled in elsewhere.
    #[inline]
    pub fn begin(&mut self, node: u32, class: u16, now_ns: u64) -> (u32, &mut Call) {
        let id = self.free.pop().unwrap_or(self.calls.len() as u32);
        if id as usize == self.calls.len() {
            self.calls.push(Call::new(node, class, now_ns));
            return (id, &mut self.calls[id as usize]);
        }
        let call = &mut self.calls[id as usize];
        *call = Call::new(node, class, now_ns);
        (id, call)
    }

    #[inline]
    pub fn remove(&mut self, id: u32) {
        debug_assert!(
            !self.free.contains(&id) || self.free.len() > 64,
            "call {id} freed twice"
        );
        // Whoever goes through the calls of a node while some of them are freed takes it for none.
        self.calls[id as usize].flags = 0;
        self.calls[id as usize].state = State::Done;
        self.free.push(id);
    }

    /// Frees a chain of settled calls.
    pub fn remove_chain(&mut self, mut id: u32) {
        while id != NONE {
            let next = self.calls[id as usize].next;
            self.remove(id);
            id = next;
        }
    }

    /// How many are alive.
    pub fn len(&self) -> usize {
        self.calls.len() - self.free.len()
    }

    /// Ids of the live ones, in order; for the end of a run.
    pub fn live(&self) -> Vec<u32> {
        let mut dead = vec![false; self.calls.len()];
        for &id in &self.free {
            dead[id as usize] = true;
        }
        (0..self.calls.len() as u32)
            .filter(|&id| !dead[id as usize])
            .collect()
    }
}

impl std::ops::Index<u32> for Calls {
    type Output = Call;
    #[inline]
    fn index(&self, id: u32) -> &Call {
        &self.calls[id as usize]
    }
}

impl std::ops::IndexMut<u32> for Calls {
    #[inline]
    fn index_mut(&mut self, id: u32) -> &mut Call {
        &mut self.calls[id as usize]
    }
}
