//! Environments that take more than one request at once, as the instances of Google Cloud Run do
//! (cloud.google.com/run/docs/about-concurrency: 80 by default in the console, 80 a vCPU by the command line, 1,000 at most). A
//! request that joins one which is starting waits for it; an environment is billed as long as any request is in it.

use super::{BILLED, COLD, Config, EXPIRED, Function, IDLE, PROVISIONED, RUNNING, flags, work};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;

const MS: u64 = 1_000_000;

/// An environment, at work or idle.
#[derive(Clone, Copy)]
pub(super) struct Environment {
    made: u32,
    busy: u32,
    ready_ns: u64,
    /// Since when it is idle; at work, up to when it is billed.
    since_ns: u64,
    /// It never goes.
    kept: bool,
}

impl Function {
    /// Makes those that are kept.
    pub(super) fn keep(&mut self) {
        for _ in 0..self.provisioned {
            self.shared.push(Environment {
                made: self.made,
                busy: 0,
                ready_ns: 0,
                since_ns: 0,
                kept: true,
            });
            self.made += 1;
        }
    }

    /// A request joins the newest environment that has room, or a new one; false where there can be none.
    pub(super) fn join(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, limit: u32) -> bool {
        let now = core.now_ns;
        let each = self.config.each;
        let may_start = me.levels[RUNNING].value < limit;
        let fresh = self.fresh_from;
        let fit = |e: &Environment| {
            e.busy < each && (e.busy > 0 || may_start) && (e.kept || e.made >= fresh)
        };
        let place = match self.shared.iter().rposition(fit) {
            Some(place) => place,
            None if may_start && self.scaling.take(now, 1.0) => {
                me.counts[COLD].bump();
                me.levels[IDLE].add(now, 1);
                let ns = self.cold_ns();
                self.shared.push(Environment {
                    made: self.made,
                    busy: 0,
                    ready_ns: now + ns,
                    since_ns: now,
                    kept: false,
                });
                self.made = (self.made + 1) % PROVISIONED;
                self.shared.len() - 1
            }
            None => return false,
        };
        let environment = &mut self.shared[place];
        if environment.busy == 0 {
            environment.since_ns = now;
            me.levels[IDLE].sub(now, 1);
            me.levels[RUNNING].add(now, 1);
        }
        environment.busy += 1;
        let wait = environment.ready_ns.saturating_sub(now);
        let call = &mut core.calls[id];
        call.slot = environment.made;
        call.flags |= flags::SLOT;
        if wait > 0 {
            call.flags |= flags::COLD;
            work(me, core, id, Part::ColdStart, wait);
        } else {
            let ns = self.handler_ns(me, core, id);
            work(me, core, id, Part::Service, ns);
        }
        true
    }

    /// A request leaves its environment, which is billed up to now: in whole milliseconds, the last one begun counts.
    pub(super) fn part(&mut self, me: &mut NodeCore, now: u64, made: u32) {
        let Ok(place) = self.shared.binary_search_by_key(&made, |e| e.made) else {
            return;
        };
        let environment = &mut self.shared[place];
        environment.busy -= 1;
        let (left, kept) = (environment.busy, environment.kept);
        let unpaid = now - environment.since_ns;
        let billed = if left > 0 {
            unpaid / MS
        } else {
            unpaid.div_ceil(MS)
        };
        environment.since_ns = if left > 0 {
            environment.since_ns + billed * MS
        } else {
            now
        };
        me.counts[BILLED].add(billed);
        let Config {
            gib,
            gib_second_price,
            provisioned_run_price,
            ..
        } = self.config;
        let price = if kept {
            provisioned_run_price
        } else {
            gib_second_price
        };
        me.money.spend(billed as f64 / 1e3 * gib * price);
        if left > 0 {
            return;
        }
        me.levels[RUNNING].sub(now, 1);
        if !kept && made < self.fresh_from {
            me.counts[EXPIRED].bump();
            self.shared.remove(place);
        } else {
            me.levels[IDLE].add(now, 1);
        }
    }

    /// Drops those that were idle for too long, or `all` that are idle; how many, and since when the next one is.
    pub(super) fn drop_idle(&mut self, now: u64, all: bool) -> (u32, Option<u64>) {
        let keep_alive_ns = self.config.keep_alive_ns;
        let before = self.shared.len();
        self.shared
            .retain(|e| e.busy > 0 || e.kept || (!all && e.since_ns + keep_alive_ns > now));
        let idle = self.shared.iter().filter(|e| e.busy == 0 && !e.kept);
        let oldest = idle.map(|e| e.since_ns).min();
        ((before - self.shared.len()) as u32, oldest)
    }
}
