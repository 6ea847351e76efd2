//! General arrivals: exact with exponential service, approximate with any.

use super::numeric::bisect;
use super::{Mmc, mg1_mean_wait};

/// The GI/M/1 queue: independent gaps between arrivals of any distribution, one exponential server. An arrival finds a geometric
/// number inside, with the root of sigma = A(mu (1 - sigma)), where A(s) = E\[exp(-s gap)\]. *Gross*, chapter 5;
/// *Kleinrock*, chapter 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gim1 {
    pub service_rate: f64,
    /// Share of arrivals that wait; 1 when there is no steady state.
    pub delayed: f64,
}

impl Gim1 {
    /// Of gaps with the transform `gap(s)` = E\[exp(-s gap)\] and `arrival_rate` a second.
    pub fn new(arrival_rate: f64, service_rate: f64, gap: impl Fn(f64) -> f64) -> Self {
        let delayed = if arrival_rate >= service_rate {
            1.0
        } else {
            // Convex, above the diagonal before the root and below it from there to 1.
            bisect(0.0, 1.0, |x| gap(service_rate * (1.0 - x)) <= x)
        };
        Self {
            service_rate,
            delayed,
        }
    }

    /// Evenly spaced arrivals, D/M/1.
    pub fn of_even_arrivals(arrival_rate: f64, service_rate: f64) -> Self {
        Self::new(arrival_rate, service_rate, |s| libm::exp(-s / arrival_rate))
    }

    /// Gaps that are sums of `k` exponentials, `E_k/M/1`: every k-th arrival of a Poisson process, as round robin hands them out.
    pub fn of_every_kth_arrival(k: u32, arrival_rate: f64, service_rate: f64) -> Self {
        let stages = f64::from(k) * arrival_rate;
        Self::new(arrival_rate, service_rate, |s| {
            libm::pow(stages / (stages + s), f64::from(k))
        })
    }

    /// Mean time in the system, seconds: 1 / (mu (1 - sigma)). The time itself is exponential.
    pub fn mean_response(self) -> f64 {
        1.0 / (self.service_rate * (1.0 - self.delayed))
    }

    /// Mean time in the line, over all arrivals, seconds.
    pub fn mean_wait(self) -> f64 {
        self.delayed * self.mean_response()
    }
}

/// Kingman's approximation of the mean wait at one server with any arrivals and any service (G/G/1), seconds:
/// W = rho / (1 - rho) (ca^2 + cs^2) / 2 E\[S\], from the coefficients of variation of gaps and service times. Exact for Poisson
/// arrivals, and as rho nears 1. Kingman, "The single server queue in heavy traffic", 1961; *Gross*, chapter 7.
pub fn kingman_wait(arrival_rate: f64, mean_service: f64, cv_gap: f64, cv_service: f64) -> f64 {
    // Pollaczek and Khinchine, their 1 for Poisson arrivals replaced by the variation of the gaps at hand.
    let exponential = mg1_mean_wait(arrival_rate, mean_service, 1.0);
    exponential * (cv_gap * cv_gap + cv_service * cv_service) / 2.0
}

/// What the mean wait of G/G/1 never exceeds, seconds: lambda (var(gap) + var(S)) / (2 (1 - rho)). Kingman, "Some
/// inequalities for the queue GI/G/1", Biometrika 49, 1962; *Gross*, chapter 7.
pub fn kingman_bound(arrival_rate: f64, mean_service: f64, cv_gap: f64, cv_service: f64) -> f64 {
    let utilisation = arrival_rate * mean_service;
    if utilisation >= 1.0 {
        return f64::INFINITY;
    }
    let sd = (cv_gap / arrival_rate, cv_service * mean_service);
    arrival_rate * (sd.0 * sd.0 + sd.1 * sd.1) / (2.0 * (1.0 - utilisation))
}

/// The same approximation for several servers (G/G/c): the wait of `queue`, M/M/c, times (ca^2 + cs^2) / 2, seconds. Allen,
/// "Probability, Statistics, and Queueing Theory", 2nd ed., 1990 (Allen and Cunneen).
pub fn allen_cunneen_wait(queue: Mmc, cv_gap: f64, cv_service: f64) -> f64 {
    queue.mean_wait() * (cv_gap * cv_gap + cv_service * cv_service) / 2.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, lindley, stream};

    #[test]
    fn even_arrivals_at_half_load_make_one_in_five_wait() {
        // The root of x = exp(-2 (1 - x)): 0.20319 (-W(-2 exp(-2)) / 2).
        let queue = Gim1::of_even_arrivals(0.5, 1.0);
        assert_close(queue.delayed, 0.203_188, 1e-5);
    }

    #[test]
    fn even_and_every_fourth_arrivals_wait_as_long_as_when_played_through() {
        let mut random = stream("service");
        let played = lindley(400_000, || 1.25, || random.exponential());
        assert_close(Gim1::of_even_arrivals(0.8, 1.0).mean_wait(), played, 0.02);

        let (mut random, mut gaps) = (stream("service"), stream("gaps"));
        let gap = || (0..4).map(|_| gaps.exponential()).sum::<f64>() * 1.25 / 4.0;
        let played = lindley(400_000, gap, || random.exponential());
        let ours = Gim1::of_every_kth_arrival(4, 0.8, 1.0);
        assert_close(ours.mean_wait(), played, 0.02);
    }

    #[test]
    fn kingman_comes_nearer_as_load_rises_and_his_bound_is_never_below_the_truth() {
        let cv = 0.5f64.sqrt();
        let mut last_off = f64::INFINITY;
        for load in [0.3, 0.6, 0.8, 0.95, 0.99] {
            let exact = Gim1::of_every_kth_arrival(2, load, 1.0).mean_wait();
            assert!(kingman_bound(load, 1.0, cv, 1.0) >= exact);
            let off = kingman_wait(load, 1.0, cv, 1.0) / exact - 1.0;
            assert!(0.0 < off && off < last_off, "{off} at {load}");
            last_off = off;
        }
        assert!(last_off < 0.01, "{last_off}");
    }

    proptest! {
        #[test]
        fn with_poisson_arrivals_all_of_them_agree(load in 0.05f64..0.98, cv in 0.0f64..3.0) {
            let queue = Mmc { arrival_rate: load, service_rate: 1.0, servers: 1 };
            let poisson = Gim1::of_every_kth_arrival(1, load, 1.0);
            prop_assert!((poisson.mean_response() - queue.mean_response()).abs() < 1e-9 * queue.mean_response());
            let exact = mg1_mean_wait(load, 1.0, cv);
            prop_assert!((kingman_wait(load, 1.0, 1.0, cv) - exact).abs() <= 1e-12 * exact);
            prop_assert!((allen_cunneen_wait(queue, 1.0, cv) - exact).abs() <= 1e-9 * exact);
            prop_assert!(kingman_bound(load, 1.0, 1.0, cv) >= exact);
        }
    }
}
