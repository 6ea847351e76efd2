//! `stream-processor`: windows over events, by the time at which they happened.
//!
//! Modelled on Apache Flink (nightlies.apache.org/flink/flink-docs-stable: event time and watermarks, windows, checkpointing): the
//! watermark follows the latest event at a distance; a window that ends before it is given out; an event whose windows are all over is
//! late. Tasks pause for checkpoints; a restart begins at the last one and replays what came since. A link leads to whoever takes
//! results; whoever sends an event waits until its task is done with it.

mod declare;
mod tasks;
mod windows;

pub(super) use self::declare::declare;
use self::tasks::Task;
use self::windows::{Fate, Windows};
use super::{Admit, Behaviour, Params, Pulse, Worked, own_call, partition, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, NONE, flags};
use crate::engine::fault::{Strike, share_of};
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const EVENTS: usize = 0;
const REFUSED: usize = 1;
const LATE: usize = 2;
const EMITTED: usize = 3;
const FAILED: usize = 4;
const CHECKPOINTS: usize = 5;
const RESTARTS: usize = 6;
const REPLAYED: usize = 7;
const BUSY: usize = 0;
const WAITING: usize = 1;
const OPEN: usize = 2;
const WATERMARK_LAG: usize = 0;
const RESULT: usize = 1;

/// The watermark moves on.
const WATERMARK: Tag = Tag(0);
const CHECKPOINT: Tag = Tag(1);
/// Tasks may work again.
const RESUME: Tag = Tag(2);

/// Event time of the start of the run, so that what happened before it has a time too.
const EPOCH: u64 = 2_000_000_000_000_000_000;
/// Events are no older than the run's start by more than this.
const OLDEST: u64 = 1_000_000_000_000_000_000;

pub(crate) struct StreamProcessor {
    service: Sampler,
    lag: Sampler,
    buffer: usize,
    delay_ns: u64,
    interval_ns: u64,
    lateness_ns: u64,
    state: u32,
    checkpoint_ns: u64,
    checkpoint_pause: Sampler,
    restart: Sampler,
    price: f64,
    tasks: Vec<Task>,
    /// How many of them there are now.
    there: u32,
    windows: Windows,
    /// The latest event, and the watermark behind it.
    latest: u64,
    watermark: u64,
    /// What results are like: the latest event.
    class: u16,
    /// Events since the last checkpoint.
    since: u32,
    paused_until_ns: u64,
    /// Whether the pause is that of a checkpoint.
    in_checkpoint: bool,
    was_down: bool,
    lags: Stream,
    pauses: Stream,
}

impl Behaviour for StreamProcessor {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let tasks = p.count("tasks").max(1);
        let mut processor = Self {
            service: p.time("service_time"),
            lag: p.time("event_lag"),
            buffer: 0,
            delay_ns: 0,
            interval_ns: p.ns("watermark_interval").max(1),
            lateness_ns: 0,
            state: 0,
            checkpoint_ns: p.ns("checkpoint_interval"),
            checkpoint_pause: p.time("checkpoint_pause"),
            restart: p.time("restart_time"),
            price: 0.0,
            tasks: (0..tasks).map(|_| Task::default()).collect(),
            there: tasks,
            windows: Windows::new(p),
            latest: 0,
            watermark: 0,
            class: 0,
            since: 0,
            paused_until_ns: 0,
            in_checkpoint: false,
            was_down: false,
            lags: Stream::new(seed, &node.id, "event lag"),
            pauses: Stream::new(seed, &node.id, "pauses"),
        };
        processor.read(p, me, core);
        let first = core.now_ns + processor.interval_ns;
        core.events.push(first, What::Timer(me.index, WATERMARK));
        if processor.checkpoint_ns > 0 {
            let first = core.now_ns + processor.checkpoint_ns;
            core.events.push(first, What::Timer(me.index, CHECKPOINT));
        }
        processor
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.read(p, me, core);
    }

    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        if self.there == 0 {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::NodeDown);
        }
        let place = partition::of_key(core.calls[id].key, self.there);
        let full = self.tasks[place as usize].waiting.len() >= self.buffer;
        if full || self.windows.len() >= self.state {
            me.counts[REFUSED].bump();
            return Admit::Refused(Cause::QueueFull);
        }
        self.join(me, core, id, place);
        self.next(me, core, place as usize);
        Admit::Taken
    }

    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let call = &mut core.calls[id];
        let place = call.slot as usize;
        call.flags &= !flags::SLOT;
        let again = call.is(flags::MESSAGE);
        if again {
            me.counts[REPLAYED].bump();
        } else {
            self.event(me, core, id);
        }
        self.rest(me, core, place);
        Worked::Answers
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        if call.is(flags::SLOT) {
            // Given up while its task was at it.
            call.flags &= !flags::SLOT;
            let place = call.slot as usize;
            self.rest(me, core, place);
        } else if call.is(flags::MESSAGE) && call.slot == NONE {
            if ok {
                me.times[RESULT].record(now - call.first_ns);
            } else {
                me.counts[FAILED].bump();
            }
        }
    }

    fn forget(&mut self, me: &mut NodeCore, core: &mut Core, _: u32) {
        me.levels[WAITING].sub(core.now_ns, 1);
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        match tag {
            WATERMARK => {
                let next = now + self.interval_ns;
                core.events.push(next, What::Timer(me.index, WATERMARK));
                if self.latest > 0 && !me.fault.down && me.fault.paused_until_ns <= now {
                    self.move_on(me, core);
                }
            }
            CHECKPOINT => {
                let next = now + self.checkpoint_ns;
                core.events.push(next, What::Timer(me.index, CHECKPOINT));
                let ns = self.checkpoint_pause.draw_ns(&mut self.pauses);
                if !me.fault.down && self.paused_until_ns <= now {
                    self.in_checkpoint = true;
                    self.pause(me, core, now + ns);
                }
            }
            _ => self.resume(me, core),
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let up = self.was_down && !me.fault.down;
        self.was_down = me.fault.down;
        let share = me.fault.capacity * (1.0 - me.fault.lost);
        let there = share_of(self.tasks.len() as u32, share);
        let changed = there != self.there && !me.fault.down;
        if changed {
            self.deal_anew(core, there);
        }
        if up || changed {
            self.begin_again(me, core);
        }
        self.resume(me, core);
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike != Strike::Disconnect {
            self.begin_again(me, core);
        }
    }

    fn derived(&self, me: &NodeCore, _: &str, _: u64, _: u64) -> f64 {
        let [late, events] = [LATE, EVENTS].map(|i| me.counts[i].measured() as f64);
        late / events.max(1.0)
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[BUSY].value,
            waiting: me.levels[WAITING].value,
            instances: self.there,
            capacity: Some(f64::from(self.there)),
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let [late, events] = [LATE, EVENTS].map(|i| me.counts[i].measured());
        if late * 100 >= events && late > 0 {
            out.push(format!(
                "At {}, {} of the events were dropped as late: the watermark is too close behind the latest event for them.",
                me.label,
                quantity::format(late as f64 / events as f64, Unit::Ratio)
            ));
        }
        let replayed = me.counts[REPLAYED].measured();
        if replayed > 0 {
            out.push(format!(
                "At {}, {} events were dealt with again after a restart.",
                me.label,
                quantity::format(replayed as f64, Unit::Count)
            ));
        }
    }
}

impl StreamProcessor {
    fn read(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.service = p.time("service_time");
        self.lag = p.time("event_lag");
        self.buffer = p.count("buffer") as usize;
        self.delay_ns = p.ns("watermark_delay");
        self.lateness_ns = p.ns("allowed_lateness");
        self.state = p.count("state");
        self.checkpoint_pause = p.time("checkpoint_pause");
        self.restart = p.time("restart_time");
        self.price = p.number("task_price");
        let hourly = self.price * self.tasks.len() as f64;
        me.money.rate(core.now_ns, hourly);
    }

    /// A task is done with an event: it is in its windows, or late.
    fn event(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) {
        let now = core.now_ns;
        let call = &core.calls[id];
        let lag = self.lag.draw_ns(&mut self.lags).min(OLDEST);
        let at = EPOCH + call.entered_ns - lag;
        let key = call.key;
        self.class = call.class;
        self.since += 1;
        me.counts[EVENTS].bump();
        let fate = self.windows.take(key, at, self.watermark, self.lateness_ns);
        self.latest = self.latest.max(at);
        match fate {
            Fate::Taken => {}
            Fate::Updates(ends) => {
                for end in ends {
                    self.emit(me, core, end.saturating_sub(EPOCH), key);
                }
            }
            Fate::Late => me.counts[LATE].bump(),
        }
        me.levels[OPEN].set(now, self.windows.len());
    }

    /// The watermark moves on, and what is over is given out.
    fn move_on(&mut self, me: &mut NodeCore, core: &mut Core) {
        let now = core.now_ns;
        let watermark = self.latest.saturating_sub(self.delay_ns);
        self.watermark = self.watermark.max(watermark);
        me.times[WATERMARK_LAG].record((EPOCH + now).saturating_sub(self.watermark));
        while let Some((end, key)) = self.windows.over(self.watermark) {
            self.emit(me, core, end.saturating_sub(EPOCH), key);
        }
        me.levels[OPEN].set(now, self.windows.len());
    }

    /// Gives out the result of a window of a key that ended then.
    fn emit(&mut self, me: &mut NodeCore, core: &mut Core, ended_ns: u64, key: u32) {
        me.counts[EMITTED].bump();
        let ended_ns = ended_ns.min(core.now_ns);
        if me.links.is_empty() {
            me.times[RESULT].record(core.now_ns - ended_ns);
            return;
        }
        let mut result = own_call(me, self.class, key, core.now_ns);
        result.first_ns = ended_ns;
        result.slot = NONE;
        let id = core.calls.add(result);
        core.wakes.push(id);
    }
}
