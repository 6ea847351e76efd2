//! Who answers with failures, and is left out for a while without being asked: Envoy's outlier detection.

use super::targets::Target;
use super::{EJECTIONS, LoadBalancer};
use crate::engine::NodeCore;
use crate::kinds::Params;

/// The longest ejection (Envoy's `max_ejection_time`).
const LONGEST_EJECTION_NS: u64 = 300_000_000_000;
/// Success rates are compared of targets with so many answers, where there are so many of them, and are too low by so many
/// standard deviations (Envoy's `success_rate_request_volume`, `_minimum_hosts`, `_stdev_factor`).
const VOLUME: u32 = 100;
const HOSTS: usize = 5;
const DEVIATIONS: f64 = 1.9;

pub(super) struct Outliers {
    pub consecutive: bool,
    pub success_rate: bool,
    pub failures: u32,
    pub interval_ns: u64,
    pub ejection_ns: u64,
    pub most: f64,
}

impl Outliers {
    pub fn read(p: Params) -> Self {
        let mode = p.choice("outliers");
        Self {
            consecutive: mode == 1 || mode == 3,
            success_rate: mode >= 2,
            failures: p.count("consecutive_failures"),
            interval_ns: p.ns("outlier_interval"),
            ejection_ns: p.ns("ejection_time"),
            most: p.number("max_ejected"),
        }
    }
}

impl LoadBalancer {
    /// Leaves a target out for a while, if not too many are already.
    pub(super) fn eject(&mut self, me: &mut NodeCore, now_ns: u64, index: u32) {
        let present = self.targets.present();
        let all = self.targets.all.iter();
        let out = all.filter(|target| target.ejected_until_ns.is_some());
        let most = libm::floor(self.outliers.most * present as f64).max(1.0);
        if out.count() as f64 >= most {
            return;
        }
        let target = &mut self.targets.all[index as usize];
        if target.ejected_until_ns.is_some() {
            return;
        }
        target.ejections += 1;
        target.failures_in_a_row = 0;
        let length = self
            .outliers
            .ejection_ns
            .saturating_mul(u64::from(target.ejections))
            .min(LONGEST_EJECTION_NS.max(self.outliers.ejection_ns));
        target.ejected_until_ns = Some(now_ns + length);
        me.counts[EJECTIONS].bump();
        self.gather(me, now_ns);
    }

    pub(super) fn sweep(&mut self, me: &mut NodeCore, now_ns: u64) {
        for target in &mut self.targets.all {
            match target.ejected_until_ns {
                Some(until) if until <= now_ns => {
                    target.ejected_until_ns = None;
                    target.warm_up(now_ns);
                }
                Some(_) => {}
                None => target.ejections = target.ejections.saturating_sub(1),
            }
        }
        self.gather(me, now_ns);
        if self.outliers.success_rate {
            self.compare(me, now_ns);
        }
        for target in &mut self.targets.all {
            (target.well, target.failed) = (0, 0);
        }
    }

    /// Ejects those whose success rate is far below the others'.
    fn compare(&mut self, me: &mut NodeCore, now_ns: u64) {
        let rate = |target: &Target| {
            let answers = target.well + target.failed;
            (answers >= VOLUME && target.ejected_until_ns.is_none())
                .then(|| f64::from(target.well) / f64::from(answers))
        };
        let rates = || self.targets.all.iter().filter_map(rate);
        let n = rates().count();
        if n < HOSTS {
            return;
        }
        let mean = rates().sum::<f64>() / n as f64;
        let variance = rates().map(|r| (r - mean) * (r - mean)).sum::<f64>() / n as f64;
        let least = mean - DEVIATIONS * libm::sqrt(variance);
        for index in 0..self.targets.all.len() {
            if rate(&self.targets.all[index]).is_some_and(|rate| rate < least) {
                self.eject(me, now_ns, index as u32);
            }
        }
    }
}
