//! What is counted of whole requests: by class, by window, over time, and where their time went.
//!
//! A request belongs to the measurement, to a window and to a class by when it was due, so that slow requests
//! cannot slip out of it by ending late (no coordinated omission).

use super::call::{Call, Calls, Cause, NONE};
use crate::measure::attribution::Attribution;
use crate::measure::batch::BatchMeans;
use crate::measure::histogram::Histogram;
use crate::measure::sample::Samples;
use crate::measure::timeline::Timeline;
use crate::scenario::{Scenario, Window};

const CAUSES: usize = Cause::ALL.len();
/// 512 cells a power of two: three significant digits.
const PRECISION: u32 = 9;

/// Counts and latencies of some requests.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub offered: u64,
    pub completed: u64,
    /// Completed before the deadline.
    pub good: u64,
    pub failed: [u64; CAUSES],
    pub latency: Histogram,
}

impl Account {
    fn new() -> Self {
        Self {
            offered: 0,
            completed: 0,
            good: 0,
            failed: [0; CAUSES],
            latency: Histogram::new(PRECISION),
        }
    }

    #[inline]
    fn settle(&mut self, latency_ns: u64, good: bool, failure: Option<Cause>) {
        match failure {
            None => {
                self.completed += 1;
                self.good += u64::from(good);
                self.latency.record(latency_ns);
            }
            Some(cause) => self.failed[cause as usize] += 1,
        }
    }

    pub fn failures(&self) -> u64 {
        self.failed.iter().sum()
    }

    /// Due and neither completed nor failed.
    pub fn unfinished(&self) -> u64 {
        self.offered - self.completed - self.failures()
    }
}

/// What is kept over time beyond what every run has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charted {
    /// A metered metric of a node, by its place in the kind's list, as a cumulative value.
    Metric {
        node: u32,
        place: u32,
    },
    /// How a node stands at the end of each bucket.
    Pulse {
        node: u32,
        of: Standing,
    },
    /// Attempts of calls along a link, and those that failed.
    Attempts(u32),
    Failures(u32),
}

/// One of the numbers that a page shows of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    InFlight,
    Waiting,
    Instances,
    /// Zero where there is no bound.
    Capacity,
}

impl Standing {
    pub const ALL: [Self; 4] = [
        Self::InFlight,
        Self::Waiting,
        Self::Instances,
        Self::Capacity,
    ];
}

/// Sources of the timeline that every run has, before the charted metrics.
pub(crate) mod source {
    pub const OFFERED: usize = 0;
    pub const COMPLETED: usize = 1;
    pub const COST: usize = 2;
    /// Completed before the deadline.
    pub const GOOD: usize = 3;
    /// One for each cause of failure.
    pub const FAILED: usize = 4;
    pub const METRICS: usize = FAILED + super::CAUSES;
}

pub(crate) struct Tally {
    pub all: Account,
    /// By class; empty when there is one class only.
    pub classes: Vec<Account>,
    pub windows: Vec<(Window, Account)>,
    pub retries: u64,
    pub batches: BatchMeans,
    pub attribution: Attribution,
    /// Requests whose parts did not sum to their latency: an engine bug.
    pub unbalanced: u64,
    pub timeline: Timeline,
    /// Requests worth a trace.
    pub samples: Samples,
    charted: Vec<Charted>,
    /// Since the start, warm-up included, for the timeline.
    pub offered_ever: u64,
    pub completed_ever: u64,
    good_ever: u64,
    failed_ever: [u64; CAUSES],
    base_ns: u64,
    deadline_ns: u64,
    pub cost_base: f64,
}

impl Tally {
    pub fn new(scenario: &Scenario, windows: &[Window], charted: &[Charted], seed: u64) -> Self {
        let classes = if scenario.classes.len() > 1 {
            scenario.classes.len()
        } else {
            0
        };
        Self {
            all: Account::new(),
            classes: vec![Account::new(); classes],
            windows: windows
                .iter()
                .map(|window| (window.clone(), Account::new()))
                .collect(),
            retries: 0,
            batches: BatchMeans::default(),
            attribution: Attribution::new(scenario.nodes.len()),
            unbalanced: 0,
            timeline: Timeline::new(scenario.run.duration_ns, source::METRICS + charted.len()),
            samples: Samples::new(seed),
            charted: charted.to_vec(),
            offered_ever: 0,
            completed_ever: 0,
            good_ever: 0,
            failed_ever: [0; CAUSES],
            base_ns: scenario.run.warmup_ns,
            deadline_ns: if scenario.run.deadline_ns == 0 {
                u64::MAX
            } else {
                scenario.run.deadline_ns
            },
            cost_base: 0.0,
        }
    }

    /// Until when an answer to a request that is due now is of use.
    #[inline]
    pub fn deadline_of(&self, due_ns: u64) -> u64 {
        due_ns.saturating_add(self.deadline_ns)
    }

    /// A request is due.
    #[inline]
    pub fn offered(&mut self, now_ns: u64, class: u16) {
        self.offered_ever += 1;
        for (window, account) in &mut self.windows {
            account.offered += u64::from(window.from_ns <= now_ns && now_ns < window.to_ns);
        }
        if now_ns >= self.base_ns {
            self.all.offered += 1;
            if let Some(account) = self.classes.get_mut(class as usize) {
                account.offered += 1;
            }
        }
    }

    pub fn retried(&mut self, now_ns: u64) {
        self.retries += u64::from(now_ns >= self.base_ns);
    }

    /// A request is over.
    #[inline]
    pub fn settle(&mut self, now_ns: u64, request: &Call, failure: Option<Cause>, calls: &Calls) {
        let (class, due_ns) = (request.class, request.first_ns);
        let latency_ns = now_ns - due_ns;
        let good = latency_ns <= self.deadline_ns;
        match failure {
            None => {
                self.completed_ever += 1;
                self.good_ever += u64::from(good);
                self.timeline.latency(latency_ns);
            }
            Some(cause) => self.failed_ever[cause as usize] += 1,
        }
        for (window, account) in &mut self.windows {
            if window.from_ns <= due_ns && due_ns < window.to_ns {
                account.settle(latency_ns, good, failure);
            }
        }
        if due_ns < self.base_ns {
            return;
        }
        self.all.settle(latency_ns, good, failure);
        // The slot of a request is its number.
        self.samples
            .offer(request.slot, latency_ns, failure.is_some());
        if let Some(account) = self.classes.get_mut(class as usize) {
            account.settle(latency_ns, good, failure);
        }
        if failure.is_some() {
            return;
        }
        self.batches.record(latency_ns as i64 as f64);
        let row = self.attribution.open(latency_ns);
        let mut sum = 0;
        let mut at = request.head;
        while at != NONE {
            let call = &calls[at];
            sum += row.add(call.node as usize, &call.parts);
            at = call.next;
        }
        self.unbalanced += u64::from(sum != latency_ns);
    }

    /// Requests that have left the system since the start.
    pub fn settled_ever(&self) -> u64 {
        self.completed_ever + self.failed_ever.iter().sum::<u64>()
    }

    /// Ends a bucket of the timeline; `value` is that of what is kept besides.
    pub fn close_bucket(&mut self, now_ns: u64, cost: f64, value: impl Fn(Charted) -> f64) {
        debug_assert_eq!(now_ns, self.timeline.next_ns);
        let (offered, completed, good) = (self.offered_ever, self.completed_ever, self.good_ever);
        let failed = &self.failed_ever;
        let charted = &self.charted;
        self.timeline.close(|i| match i {
            source::OFFERED => offered as f64,
            source::COMPLETED => completed as f64,
            source::COST => cost,
            source::GOOD => good as f64,
            _ if i < source::METRICS => failed[i - source::FAILED] as f64,
            _ => value(charted[i - source::METRICS]),
        });
    }
}
