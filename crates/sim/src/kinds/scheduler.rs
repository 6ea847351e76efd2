//! `scheduler`: starts jobs at fixed times, all of a tick at once.
//!
//! Modelled on cron and on Kubernetes `CronJob` (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs): whether a tick may
//! start while jobs of the one before still run is its concurrency policy; ticks that come while there is no leader are missed,
//! or made up for later. Jobs are the node's own calls along its route: they are not requests of anybody, and their
//! figures are the scheduler's.

use super::spec::{KindSpec, choice, counter, level, number, time, times};
use super::{Admit, Behaviour, Chart, Params, Pulse, Worked, own_call, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, State, flags};
use crate::engine::fault::Strike;
use crate::engine::queue::{Tag, What};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const TICKS: usize = 0;
const STARTED: usize = 1;
const SUCCEEDED: usize = 2;
const FAILED: usize = 3;
const MISSED: usize = 4;
const LATE: usize = 5;
const SKIPPED: usize = 6;
const OVERLAPS: usize = 7;
const RUNNING: usize = 0;
const DELAY: usize = 0;
const DURATION: usize = 1;

/// The next tick is due.
const TICK: Tag = Tag(0);
/// There may be a leader again.
const BACK: Tag = Tag(1);

const S: f64 = 1e9;

/// What becomes of ticks that came while there was no leader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Misfire {
    Skip,
    Once,
    All,
}

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "scheduler",
        "Scheduler",
        "Starts a number of jobs at fixed times, as cron does; each is a call along its route.",
        vec![
            number("every", "Every", "From one tick to the next; the first comes after as much.", Unit::Duration, (0.1 * S, 30.0 * 86_400.0 * S), 60.0 * S),
            number("jobs", "Jobs", "How many start at each tick, about a key each: 0, 1, 2 and so on.", Unit::Count, (1.0, 100_000.0), 100.0).whole(),
            number(
                "jitter",
                "Jitter",
                "Each job starts up to so much after its tick, so that they do not all come at once (systemd: RandomizedDelaySec).",
                Unit::Duration,
                (0.0, 86_400.0 * S),
                0.0,
            ),
            number("class", "Class", "Which class of request its jobs are like: 0 is the first in the file.", Unit::Count, (0.0, 63.0), 0.0).whole().fixed(),
            choice(
                "concurrency",
                "Concurrency policy",
                "Whether a tick starts its jobs while some of an earlier one still run (Kubernetes: concurrencyPolicy).",
                &[("allow", "Allow"), ("forbid", "Forbid")],
            ),
            choice(
                "misfire",
                "Missed ticks",
                "What becomes of ticks that came while there was no leader: nothing, one run for all of them, or a run for each.",
                &[("skip", "Skip"), ("once", "Run once"), ("all", "Run all")],
            ),
            time(
                "failover_time",
                "Failover time",
                "After a failover, until another leader ticks. Controllers of Kubernetes take the lease of a dead leader after 15 s.",
                3600.0 * S,
                "uniform(15s, 17s)",
            ),
        ],
        vec![
            counter("ticks", "Ticks", "Times that jobs were due."),
            counter("started", "Started", "Jobs that began."),
            counter("succeeded", "Succeeded", "Jobs whose calls were answered well."),
            counter("failed", "Failed", "Jobs whose calls failed for good."),
            counter("missed", "Missed", "Ticks that came while there was no leader and were not made up for."),
            counter("late", "Late", "Ticks made up for when there was a leader again."),
            counter("skipped", "Skipped", "Ticks that started nothing because jobs of an earlier one still ran."),
            counter("overlaps", "Overlaps", "Ticks at which jobs of an earlier one still ran."),
            level("running", "Running", "Jobs that have begun and are not done."),
            times("delay_ms", "Delay", "From a job's tick until it began."),
            times("job_ms", "Job", "From when a job began until its calls were answered well."),
        ],
        &[
            "Time zones, and days without a certain hour.",
            "What jobs cost: they cost what they call.",
            "Retries of whole jobs: a link retries its calls.",
        ],
    )
    .fails(&[Cause::DependencyFailed])
    .charts(Chart::Concurrency, &["running"])
    .charts(Chart::Incidents, &["missed", "skipped"])
}

/// Jobs that a scheduler starts in a run, of one whose ticks never wait for earlier jobs.
pub(crate) fn expected_jobs(node: &Node, duration_ns: u64) -> f64 {
    let p = Params {
        specs: &node.kind.spec().params,
        values: &node.params,
    };
    if p.choice("concurrency") == 1 {
        return 0.0;
    }
    let ticks = duration_ns / p.ns("every").max(1);
    ticks as f64 * p.number("jobs")
}

pub(crate) struct Scheduler {
    every_ns: u64,
    jobs: u32,
    jitter_ns: f64,
    class: u16,
    forbid: bool,
    misfire: Misfire,
    failover: Sampler,
    away_until_ns: u64,
    /// When each tick was due that is to be made up for: the first of them, and how many.
    owed: (u64, u32),
    /// Jobs that wait for their jitter to be over or run.
    open: u32,
    jitters: Stream,
}

impl Behaviour for Scheduler {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let class = p.count("class") as usize;
        let mut scheduler = Self {
            every_ns: 1,
            jobs: 1,
            jitter_ns: 0.0,
            class: class.min(core.class_work.len().saturating_sub(1)) as u16,
            forbid: false,
            misfire: Misfire::Skip,
            failover: p.time("failover_time"),
            away_until_ns: 0,
            owed: (0, 0),
            open: 0,
            jitters: Stream::new(seed, &node.id, "jitter"),
        };
        scheduler.read(p);
        let first = core.now_ns + scheduler.every_ns;
        core.events.push(first, What::Timer(me.index, TICK));
        scheduler
    }

    /// The tick that is set stands; the one after it comes at the new interval.
    fn configure(&mut self, p: Params, _: &mut NodeCore, _: &mut Core) {
        self.read(p);
    }

    /// Nobody calls it.
    fn arrive(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> Admit {
        Admit::Pass
    }

    /// A job begins.
    fn worked(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Worked {
        let now = core.now_ns;
        let call = &mut core.calls[id];
        call.state = State::Waiting;
        call.entered_ns = now;
        me.counts[STARTED].bump();
        me.levels[RUNNING].add(now, 1);
        me.times[DELAY].record(now - call.first_ns);
        Worked::Proceeds
    }

    fn leave(&mut self, me: &mut NodeCore, core: &mut Core, id: u32, ok: bool) {
        let now = core.now_ns;
        let call = &core.calls[id];
        if !call.is(flags::MESSAGE) {
            return;
        }
        self.open -= 1;
        me.levels[RUNNING].sub(now, 1);
        if ok {
            me.counts[SUCCEEDED].bump();
            me.times[DURATION].record(now - call.entered_ns);
        } else {
            me.counts[FAILED].bump();
        }
    }

    fn timer(&mut self, me: &mut NodeCore, core: &mut Core, tag: Tag) {
        let now = core.now_ns;
        if tag == BACK {
            self.make_up(me, core);
            return;
        }
        core.events
            .push(now + self.every_ns, What::Timer(me.index, TICK));
        me.counts[TICKS].bump();
        if self.away(me, now) {
            self.miss(me, now);
        } else {
            self.tick(me, core, now);
        }
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let until = me.fault.paused_until_ns;
        if until > core.now_ns {
            core.events.push(until, What::Timer(me.index, BACK));
        }
        self.make_up(me, core);
    }

    fn strike(&mut self, me: &mut NodeCore, core: &mut Core, strike: Strike) {
        if strike == Strike::Failover {
            let until = core.now_ns + self.failover.draw_ns(&mut me.stream);
            self.away_until_ns = self.away_until_ns.max(until);
            core.events.push(until, What::Timer(me.index, BACK));
        }
    }

    fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.levels[RUNNING].value,
            instances: 1,
            ..Pulse::default()
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let count = |i: usize| quantity::format(me.counts[i].measured() as f64, Unit::Count);
        if me.counts[MISSED].measured() > 0 {
            out.push(format!(
                "At {}, {} ticks were missed while there was no leader.",
                me.label,
                count(MISSED)
            ));
        }
        if me.counts[OVERLAPS].measured() > 0 {
            out.push(format!(
                "At {}, jobs take longer than the interval: at {} of {} ticks some still ran.",
                me.label,
                count(OVERLAPS),
                count(TICKS)
            ));
        }
    }
}

impl Scheduler {
    fn read(&mut self, p: Params) {
        self.every_ns = p.ns("every").max(1);
        self.jobs = p.count("jobs");
        self.jitter_ns = p.number("jitter");
        self.forbid = p.choice("concurrency") == 1;
        self.misfire = match p.choice("misfire") {
            0 => Misfire::Skip,
            1 => Misfire::Once,
            _ => Misfire::All,
        };
        self.failover = p.time("failover_time");
    }

    fn away(&self, me: &NodeCore, now: u64) -> bool {
        me.fault.down || now < self.away_until_ns || now < me.fault.paused_until_ns
    }

    /// A tick comes while there is no leader.
    fn miss(&mut self, me: &mut NodeCore, now: u64) {
        let most = match self.misfire {
            Misfire::Skip => 0,
            Misfire::Once => 1,
            Misfire::All => u32::MAX,
        };
        if self.owed.1 >= most {
            me.counts[MISSED].bump();
            return;
        }
        if self.owed.1 == 0 {
            self.owed.0 = now;
        }
        self.owed.1 += 1;
    }

    /// With a leader, what is owed is done.
    fn make_up(&mut self, me: &mut NodeCore, core: &mut Core) {
        if self.away(me, core.now_ns) {
            return;
        }
        let (first, owed) = std::mem::take(&mut self.owed);
        for i in 0..u64::from(owed) {
            me.counts[LATE].bump();
            self.tick(me, core, (first + i * self.every_ns).min(core.now_ns));
        }
    }

    /// The jobs of the tick that was due then are to begin.
    fn tick(&mut self, me: &mut NodeCore, core: &mut Core, due_ns: u64) {
        if self.open > 0 {
            me.counts[OVERLAPS].bump();
            if self.forbid {
                me.counts[SKIPPED].bump();
                return;
            }
        }
        for key in 0..self.jobs {
            let mut job = own_call(me, self.class, key, core.now_ns);
            job.first_ns = due_ns;
            self.open += 1;
            let id = core.calls.add(job);
            let ns = (self.jitter_ns * self.jitters.unit()) as u64;
            work(me, core, id, Part::Queue, ns);
        }
    }
}
