//! How long retries wait.

use super::requests::failure_after_retries;

/// What chance does to a wait. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jitter {
    /// Nothing.
    None,
    /// Anything from nothing to all of it.
    Full,
    /// Anything from half of it to all of it.
    Equal,
    /// Anything from the base to three times the last wait, at most the cap; `factor` plays no part.
    Decorrelated,
}

/// Waits before retries: before the k-th (from 1) the lesser of `cap` and base factor^(k - 1), then [`Jitter`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Backoff {
    /// Seconds.
    pub base: f64,
    /// 1 for constant, 2 for doubling.
    pub factor: f64,
    /// Seconds; may be infinite, but for decorrelated jitter.
    pub cap: f64,
    pub jitter: Jitter,
}

impl Backoff {
    /// Mean waits before the first, second, ... of `retries` retries, seconds.
    pub fn mean_waits(self, retries: u32) -> Vec<f64> {
        let share = match self.jitter {
            Jitter::None => 1.0,
            Jitter::Full => 0.5,
            Jitter::Equal => 0.75,
            Jitter::Decorrelated => return self.decorrelated(retries),
        };
        let wait = |k: u32| (self.base * libm::pow(self.factor, f64::from(k))).min(self.cap);
        (0..retries).map(|k| share * wait(k)).collect()
    }

    /// Mean of all waits of a request that makes all its `retries`, seconds.
    pub fn mean_total(self, retries: u32) -> f64 {
        self.mean_waits(retries).iter().sum()
    }

    /// Mean of all waits of a request whose attempts each fail with probability `failure`, seconds: it comes to the k-th wait
    /// when k attempts failed.
    pub fn mean_total_per_request(self, retries: u32, failure: f64) -> f64 {
        let comes_to = |k: usize| failure_after_retries(failure, k as u32);
        let waits = self.mean_waits(retries).into_iter().enumerate();
        waits.map(|(k, wait)| wait * comes_to(k)).sum()
    }

    /// Means of the waits `s_k = min(cap, U(base, 3 s_(k-1)))`, `s_0 = base`. `m_k(s)`, the mean of the k-th wait from
    /// a last wait of s, is `m_(k-1)` averaged over what follows s; on a grid, good to a thousandth and better.
    fn decorrelated(self, retries: u32) -> Vec<f64> {
        const CELLS: u32 = 4096;
        let (base, cap) = (self.base, self.cap);
        if cap <= base {
            return vec![cap; retries as usize];
        }
        let step = (cap - base) / f64::from(CELLS);
        let at = |i: usize| base + i as f64 * step;
        // m_0(s) = s on the grid.
        let mut mean: Vec<f64> = (0..=CELLS as usize).map(at).collect();
        let mut out = Vec::new();
        for _ in 0..retries {
            // The area under m from the base up to each point, by trapezoids.
            let mut area = vec![0.0];
            for pair in mean.windows(2) {
                area.push(area[area.len() - 1] + step * (pair[0] + pair[1]) / 2.0);
            }
            let up_to = |x: f64| {
                let cell = (((x - base) / step) as usize).min(CELLS as usize - 1);
                let part = (x - at(cell)) / step;
                let end = mean[cell] + part * (mean[cell + 1] - mean[cell]);
                area[cell] + step * part * (mean[cell] + end) / 2.0
            };
            let of_cap = mean[CELLS as usize];
            let next = |i: usize| {
                let high = 3.0 * at(i);
                (up_to(high.min(cap)) + of_cap * (high - cap).max(0.0)) / (high - base)
            };
            mean = (0..=CELLS as usize).map(next).collect();
            out.push(mean[0]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    const fn backoff(jitter: Jitter, cap: f64) -> Backoff {
        Backoff {
            base: 0.1,
            factor: 2.0,
            cap,
            jitter,
        }
    }

    #[test]
    fn five_doublings_of_a_tenth_of_a_second_take_three_seconds_and_a_tenth() {
        assert_close(
            backoff(Jitter::None, f64::INFINITY).mean_total(5),
            3.1,
            1e-12,
        );
        assert_close(backoff(Jitter::None, 0.5).mean_total(5), 1.7, 1e-12);
        let constant = Backoff {
            factor: 1.0,
            ..backoff(Jitter::None, 9.0)
        };
        assert_close(constant.mean_total(5), 0.5, 1e-12);
    }

    #[test]
    fn every_jitter_waits_as_long_as_when_played_through() {
        for jitter in [
            Jitter::None,
            Jitter::Full,
            Jitter::Equal,
            Jitter::Decorrelated,
        ] {
            for cap in [1.0, 50.0] {
                let ours = backoff(jitter, cap);
                let mut random = stream("jitter");
                let (mut total, mut per_request) = (0.0, 0.0);
                for _ in 0..50_000 {
                    let (mut last, mut grown, mut failing) = (0.1, 0.1, random.chance(0.6));
                    for _ in 0..6 {
                        let top = f64::min(grown, cap);
                        let wait = match jitter {
                            Jitter::None => top,
                            Jitter::Full => random.unit() * top,
                            Jitter::Equal => top / 2.0 + random.unit() * top / 2.0,
                            Jitter::Decorrelated => {
                                f64::min(cap, 0.1 + random.unit() * (3.0 * last - 0.1))
                            }
                        };
                        total += wait;
                        if failing {
                            per_request += wait;
                            failing = random.chance(0.6);
                        }
                        (last, grown) = (wait, grown * 2.0);
                    }
                }
                assert_close(ours.mean_total(6), total / 5e4, 0.012);
                assert_close(
                    ours.mean_total_per_request(6, 0.6),
                    per_request / 5e4,
                    0.025,
                );
            }
        }
    }

    #[test]
    fn decorrelated_waits_grow_by_half_and_half_a_base_until_the_cap_is_near() {
        // E[s_k] = (base + 3 E[s_(k-1)]) / 2: 0.2, 0.35, 0.575.
        let waits = backoff(Jitter::Decorrelated, 100.0).mean_waits(3);
        for (ours, by_hand) in waits.into_iter().zip([0.2, 0.35, 0.575]) {
            assert_close(ours, by_hand, 1e-12);
        }
        assert_eq!(backoff(Jitter::Decorrelated, 0.05).mean_total(4), 0.2);
    }
}
