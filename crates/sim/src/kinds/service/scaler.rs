//! The autoscaler: how many replicas there shall be, and those that are on their way.

use crate::kinds::Params;
use crate::rng::Stream;

/// Kubernetes changes nothing within a tenth of the target.
const TOLERANCE: f64 = 0.1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Off,
    Target,
    Step,
    Scheduled,
}

pub(super) struct Scaler {
    pub mode: Mode,
    pub period_ns: u64,
    min: u32,
    max: u32,
    target: f64,
    step: (f64, f64, u32),
    schedule: (u32, u64, u64, u64),
    pub cooldown_ns: u64,
    /// When each replica that was asked for will be up.
    pub starting: Vec<u64>,
    pub changed_ns: Option<u64>,
    /// Slots in use and slots there were, integrated, when it last looked.
    seen: (u128, u128),
    pub stream: Stream,
}

impl Scaler {
    pub fn new(p: Params, stream: Stream) -> Self {
        let mut scaler = Self {
            mode: match p.choice("autoscaler") {
                0 => Mode::Off,
                1 => Mode::Target,
                2 => Mode::Step,
                _ => Mode::Scheduled,
            },
            period_ns: p.ns("metric_period").max(1_000_000),
            min: 1,
            max: 1,
            target: 1.0,
            step: (1.0, 0.0, 1),
            schedule: (1, 0, 0, 1),
            cooldown_ns: 0,
            starting: Vec::new(),
            changed_ns: None,
            seen: (0, 0),
            stream,
        };
        scaler.read(p);
        scaler
    }

    /// How many replicas there can be, of one that scales by load.
    pub fn most(&self) -> Option<u32> {
        matches!(self.mode, Mode::Target | Mode::Step).then_some(self.max)
    }

    pub fn read(&mut self, p: Params) {
        self.min = p.count("min_replicas");
        self.max = p.count("max_replicas").max(self.min);
        self.target = p.number("target_utilisation");
        self.step = (
            p.number("step_high"),
            p.number("step_low"),
            p.count("step_size"),
        );
        self.schedule = (
            p.count("schedule_replicas"),
            p.ns("schedule_from"),
            p.ns("schedule_for"),
            p.ns("schedule_period").max(1),
        );
        self.cooldown_ns = p.ns("cooldown");
    }

    /// How many there shall be, where `alive` serve now with so many slots each, and `set` is what the scenario says.
    /// The meters are the integrals of slots in use and of slots there were.
    pub fn wanted(
        &mut self,
        now_ns: u64,
        (alive, room): (u32, u32),
        set: u32,
        meters: (u128, u128),
    ) -> u32 {
        let have = alive + self.starting.len() as u32;
        let (used, slots) = (meters.0 - self.seen.0, meters.1 - self.seen.1);
        self.seen = meters;
        let utilisation = used as f64 / slots.max(1) as f64;
        let wanted = match self.mode {
            Mode::Off => return have,
            Mode::Scheduled => {
                let (replicas, from, lasting, period) = self.schedule;
                let into = now_ns % period;
                return if into >= from && into - from < lasting {
                    replicas
                } else {
                    set
                };
            }
            // Where nobody serves there is nothing to reckon with.
            _ if slots == 0 => return have,
            Mode::Target => {
                let ratio = utilisation / self.target;
                if (ratio - 1.0).abs() <= TOLERANCE {
                    have
                } else {
                    let busy = used as f64 / self.period_ns as f64 / f64::from(room.max(1));
                    let ideal = libm::ceil(busy / self.target - 1e-6) as u32;
                    // Those that are starting take a part of it when they are up.
                    if ratio > 1.0 { ideal.max(have) } else { ideal }
                }
            }
            Mode::Step => {
                let (high, low, size) = self.step;
                if utilisation > high && self.starting.is_empty() {
                    have.saturating_add(size)
                } else if utilisation < low {
                    have.saturating_sub(size)
                } else {
                    have
                }
            }
        };
        let wanted = wanted.clamp(self.min, self.max);
        let quiet = self
            .changed_ns
            .is_none_or(|at| now_ns - at >= self.cooldown_ns);
        if wanted < have && !quiet && have <= self.max {
            have
        } else {
            wanted
        }
    }
}
