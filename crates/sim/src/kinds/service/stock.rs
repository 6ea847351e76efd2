//! What there is of a service now: its parameters, its replicas, and changes of their number.

use super::{
    Core, Model, NodeCore, Order, Params, READY, REPLICAS, SCALE_INS, SCALE_OUTS, STARTING,
    Service, Shedding, What,
};
use crate::engine::fault::share_of;

impl Service {
    pub(super) fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.service = p.time("service_time");
        self.start = p.time("start_time");
        self.concurrency = p.count("concurrency");
        self.queue_limit = p.count("queue_limit");
        self.order = match p.choice("discipline") {
            0 => Order::Fifo,
            1 => Order::Lifo,
            2 => Order::Adaptive,
            _ => Order::Priority,
        };
        self.shedding = match p.choice("shedding") {
            0 => Shedding::None,
            1 => Shedding::MaxWait,
            _ => Shedding::ControlledDelay,
        };
        self.max_wait_ns = p.ns("max_wait");
        self.target_wait_ns = p.ns("target_wait");
        self.price = p.number("replica_price");
        self.collector.read(p);
        self.scaler.read(p);
        self.size(me, core);
    }

    /// Takes stock of the replicas there are.
    pub(super) fn size(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        // Of a row of slots a fault takes its share; replicas that are told apart are dead or alive.
        let dead = if self.individual {
            share_of(self.up, me.fault.lost)
        } else {
            self.up - share_of(self.up, 1.0 - me.fault.lost)
        };
        self.alive = self.up.saturating_sub(dead);
        self.room = share_of(self.concurrency, me.fault.capacity);
        self.capacity = if self.individual {
            self.alive.saturating_mul(self.room)
        } else {
            let all = self.up.saturating_mul(self.concurrency);
            share_of(all, me.fault.capacity * (1.0 - me.fault.lost))
        };
        self.slots.set(now, self.capacity);
        core.slots[me.index as usize] = self.capacity;
        let told = if self.individual { dead } else { 0 };
        core.has_instances(me.index, self.up, told.min(self.up));
        me.levels[REPLICAS].set(now, self.alive);
        let starting = self.scaler.starting.len() as u32;
        me.levels[STARTING].set(now, starting);
        me.money
            .rate(now, f64::from(self.up + starting) * self.price);
        if self.individual {
            self.grow(me, core);
        }
    }

    /// There shall be so many replicas. New ones take their time; those that are too many take no more work.
    pub(super) fn ask(&mut self, me: &mut NodeCore, core: &mut Core, wanted: u32) {
        let now = core.now_ns;
        let have = self.up + self.scaler.starting.len() as u32;
        if wanted == have {
            return;
        }
        self.scaler.changed_ns = Some(now);
        if wanted > have {
            me.counts[SCALE_OUTS].bump();
            for _ in have..wanted {
                let at = now + self.start.draw_ns(&mut self.scaler.stream);
                self.scaler.starting.push(at);
                core.events.push(at, What::Timer(me.index, READY));
            }
        } else {
            me.counts[SCALE_INS].bump();
            let starting = &mut self.scaler.starting;
            let fewer = have - wanted;
            let not_begun = fewer.min(starting.len() as u32);
            starting.truncate(starting.len() - not_begun as usize);
            self.up -= fewer - not_begun;
        }
        self.size(me, core);
        self.resettle(me, core);
    }

    /// Everything that can go on goes on.
    pub(super) fn go_on(&mut self, me: &mut NodeCore, core: &mut Core) {
        if self.model == Model::Sharing {
            for pool in 0..self.pools.len() {
                self.pools[pool].advance(core.now_ns);
                self.pace(me, core, pool);
            }
        } else {
            for line in 0..self.lines.len() {
                self.fill(me, core, line);
            }
        }
    }
}
