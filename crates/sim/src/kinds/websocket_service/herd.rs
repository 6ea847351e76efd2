//! Users on their way to a connection, and those who have one.
//!
//! All users wait equally long for a handshake, so those who have given up are the first of the line. What happens next
//! is the earliest of a few heaps: one timer of the node's is enough for a million users.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::distribution::Sampler;
use crate::engine::NodeCore;
use crate::kinds::Params;
use crate::rng::Stream;

use super::{CONNECTED, CONNECTING, CONNECTIONS, CONNECTS, RECONNECTS, REFUSALS, TIMEOUTS, WASTED};

/// Somebody who wants a connection: since when, and how often he has tried in vain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct User {
    since_ns: u64,
    tries: u32,
}

/// What users do and what a replica does for them.
pub(super) struct Manners {
    session: Sampler,
    handshake: Sampler,
    timeout_ns: u64,
    doubles: bool,
    delay_ns: f64,
    cap_ns: f64,
    jitter: f64,
}

impl Manners {
    pub fn new(p: Params) -> Self {
        Self {
            session: p.time("session_time"),
            handshake: p.time("connect_time"),
            timeout_ns: p.ns("connect_timeout"),
            doubles: p.choice("backoff") == 0,
            delay_ns: p.number("reconnect_delay"),
            cap_ns: p.number("reconnect_cap"),
            jitter: p.number("jitter"),
        }
    }
}

/// What there is room for, in all replicas.
#[derive(Clone, Copy, Default)]
pub(super) struct Room {
    pub connections: u32,
    pub handshakes: u32,
    pub line: u32,
    /// How much longer a handshake takes.
    pub slow: f64,
    /// Nothing goes on before.
    pub paused_until_ns: u64,
}

/// A tick between tries, so that time goes on.
const SOONEST_NS: u64 = 1_000_000;

pub(super) struct Herd {
    pub manners: Manners,
    pub room: Room,
    /// When each connection is given up by its user.
    sessions: BinaryHeap<Reverse<u64>>,
    /// Who waits before another try, by when it is due.
    away: BinaryHeap<Reverse<(u64, u64, User)>>,
    /// Who waits for a handshake, and since when. The first so many have given up.
    line: VecDeque<(u64, User)>,
    gone: usize,
    /// Handshakes, by when they are done: with nobody, if their user will have given up by then.
    busy: BinaryHeap<Reverse<(u64, u64, Option<User>)>>,
    order: u64,
    stream: Stream,
}

impl Herd {
    /// All users are connected, and have been for a while.
    pub fn new(p: Params, mut stream: Stream, me: &mut NodeCore) -> Self {
        let users = p.count("users");
        let manners = Manners::new(p);
        let rest = |_| {
            let whole = manners.session.draw_ns(&mut stream);
            Reverse((whole as f64 * stream.unit()) as u64 + 1)
        };
        let sessions: BinaryHeap<_> = (0..users).map(rest).collect();
        me.levels[CONNECTIONS].set(0, users);
        Self {
            manners,
            room: Room::default(),
            sessions,
            away: BinaryHeap::new(),
            line: VecDeque::new(),
            gone: 0,
            busy: BinaryHeap::new(),
            order: 0,
            stream,
        }
    }

    /// A share of the connections is cut.
    pub fn cut(&mut self, me: &mut NodeCore, now_ns: u64, share: f64) {
        let all = std::mem::take(&mut self.sessions).into_sorted_vec();
        for session in all {
            if self.stream.unit() <= share {
                me.levels[CONNECTIONS].sub(now_ns, 1);
                let user = User {
                    since_ns: now_ns,
                    tries: 0,
                };
                self.back_off(me, now_ns, user);
            } else {
                self.sessions.push(session);
            }
        }
    }

    /// A user waits before the next try.
    fn back_off(&mut self, me: &mut NodeCore, now_ns: u64, user: User) {
        me.counts[RECONNECTS].bump();
        let m = &self.manners;
        let factor = if m.doubles {
            libm::exp2(f64::from(user.tries.min(40)))
        } else {
            1.0
        };
        let wait = (m.delay_ns * factor).min(m.cap_ns.max(m.delay_ns));
        let spread = 1.0 + m.jitter * (2.0 * self.stream.unit() - 1.0);
        let wait = ((wait * spread) as u64).max(SOONEST_NS);
        self.order += 1;
        self.away.push(Reverse((now_ns + wait, self.order, user)));
    }

    fn try_again(&mut self, me: &mut NodeCore, now_ns: u64, user: User) {
        let user = User {
            tries: user.tries.saturating_add(1),
            ..user
        };
        self.back_off(me, now_ns, user);
    }

    /// A user asks for a connection.
    fn ask(&mut self, me: &mut NodeCore, now_ns: u64, user: User) {
        let room = &self.room;
        let coming = (self.line.len() - self.gone + self.busy.len()) as u32;
        let full = me.levels[CONNECTIONS].value.saturating_add(coming) >= room.connections;
        if full || self.line.len() >= room.line as usize + room.handshakes as usize {
            me.counts[REFUSALS].bump();
            self.try_again(me, now_ns, user);
            return;
        }
        me.levels[CONNECTING].add(now_ns, 1);
        self.line.push_back((now_ns, user));
    }

    /// Everything that is due by now; when something is due next.
    pub fn go_on(&mut self, me: &mut NodeCore, now_ns: u64) -> Option<u64> {
        if self.room.paused_until_ns > now_ns {
            return Some(self.room.paused_until_ns);
        }
        while let Some(&Reverse((done, _, user))) = self.busy.peek().filter(|b| b.0.0 <= now_ns) {
            self.busy.pop();
            me.levels[CONNECTING].sub(now_ns, 1);
            let Some(user) = user else {
                me.counts[WASTED].bump();
                continue;
            };
            me.counts[CONNECTS].bump();
            me.levels[CONNECTIONS].add(now_ns, 1);
            me.times[CONNECTED].record(now_ns - user.since_ns);
            let stays = self
                .manners
                .session
                .draw_ns(&mut self.stream)
                .max(SOONEST_NS);
            self.sessions.push(Reverse(done.max(now_ns) + stays));
        }
        while self.sessions.peek().is_some_and(|end| end.0 <= now_ns) {
            self.sessions.pop();
            me.levels[CONNECTIONS].sub(now_ns, 1);
            let next = User {
                since_ns: now_ns,
                tries: 0,
            };
            self.ask(me, now_ns, next);
        }
        while let Some(&(asked, user)) = self.line.get(self.gone) {
            if asked + self.manners.timeout_ns > now_ns {
                break;
            }
            self.gone += 1;
            me.counts[TIMEOUTS].bump();
            self.try_again(me, now_ns, user);
        }
        while let Some(&Reverse((_, _, user))) = self.away.peek().filter(|a| a.0.0 <= now_ns) {
            self.away.pop();
            self.ask(me, now_ns, user);
        }
        while self.busy.len() < self.room.handshakes as usize {
            let Some((asked, user)) = self.line.pop_front() else {
                break;
            };
            let ns = self.manners.handshake.draw(&mut self.stream) * self.room.slow;
            let done = now_ns + (ns as u64).max(1);
            let patience = asked + self.manners.timeout_ns;
            let mut there = Some(user);
            if self.gone > 0 {
                self.gone -= 1;
                there = None;
            } else if done > patience {
                // He will give up while it is under way.
                me.counts[TIMEOUTS].bump();
                self.try_again(me, patience, user);
                there = None;
            }
            self.order += 1;
            self.busy.push(Reverse((done, self.order, there)));
        }
        let due = [
            self.busy.peek().map(|b| b.0.0),
            self.sessions.peek().map(|s| s.0),
            self.away.peek().map(|a| a.0.0),
            self.line
                .get(self.gone)
                .map(|l| l.0 + self.manners.timeout_ns),
        ];
        due.into_iter().flatten().min()
    }
}
