//! Requests split into parts that queue apart and meet again.

use super::numeric::harmonic;
use super::{Gim1, mg1_mean_wait};

/// Every Poisson arrival sends one part to each of `branches` exponential servers, each with a line of its own, and is answered
/// when the last part is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ForkJoin {
    /// Requests a second, hence parts a second at each server.
    pub arrival_rate: f64,
    /// Parts a second that one server completes when it never idles.
    pub service_rate: f64,
    pub branches: u32,
}

impl ForkJoin {
    fn utilisation(self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// Mean time in one M/M/1, seconds; infinite when there is no steady state.
    fn one_branch(self) -> f64 {
        if self.utilisation() >= 1.0 {
            f64::INFINITY
        } else {
            1.0 / (self.service_rate - self.arrival_rate)
        }
    }

    /// Mean time until the last part is done, seconds. Exact for one branch and for two, `T_2 = (12 - rho) / 8 T_1` (Flatto
    /// and Hahn, "Two parallel queues created by arrivals with two demands", SIAM J. Appl. Math. 44, 1984). For more the
    /// approximation of Nelson and Tantawi ("Approximate analysis of fork/join synchronization in parallel queues", IEEE
    /// Trans. Computers 37, 1988), within 5 % of what they simulated up to 32 branches:
    /// `T_k = (H_k / H_2 + (1 - H_k / H_2) 4 rho / 11) T_2`, `H_k` the k-th harmonic number.
    pub fn mean_response(self) -> f64 {
        if self.branches <= 1 {
            return self.one_branch();
        }
        let rho = self.utilisation();
        let two = (12.0 - rho) / 8.0 * self.one_branch();
        let growth = harmonic(self.branches) / harmonic(2);
        (growth + (1.0 - growth) * 4.0 * rho / 11.0) * two
    }

    /// What the mean is never above, seconds: `H_k T_1`, the branches taken for independent, which common arrivals do not make
    /// worse. Nelson and Tantawi 1988.
    pub fn upper_bound(self) -> f64 {
        harmonic(self.branches) * self.one_branch()
    }

    /// What the mean is never below, seconds: `H_k` times the response of D/M/1. Evenly spaced arrivals are the best there are,
    /// and leave the branches independent. Baccelli, Makowski and Shwartz, "The fork-join queue and related systems with
    /// synchronization constraints", Adv. Appl. Prob. 21, 1989.
    pub fn lower_bound(self) -> f64 {
        let even = Gim1::of_even_arrivals(self.arrival_rate, self.service_rate);
        harmonic(self.branches) * even.mean_response()
    }

    /// Mean time when a request's parts only start once the last request has all of its own back (split and merge: a thread
    /// that waits for its parallel calls before it takes the next request), seconds. An M/G/1 queue whose service is the longest
    /// of k exponentials: mean `H_k / mu`, variance the sum of 1 / (i mu)^2. *Gross*, chapter 5.
    pub fn split_merge_response(self) -> f64 {
        let mean = harmonic(self.branches);
        let squares: f64 = (1..=self.branches)
            .map(|i| 1.0 / (f64::from(i) * f64::from(i)))
            .sum();
        let service = mean / self.service_rate;
        service + mg1_mean_wait(self.arrival_rate, service, libm::sqrt(squares) / mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, lindley, stationary, stream};
    use crate::validate::theory::expected_maximum;

    fn system(arrival_rate: f64, branches: u32) -> ForkJoin {
        ForkJoin {
            arrival_rate,
            service_rate: 1.0,
            branches,
        }
    }

    /// Mean time until the last part, played through.
    fn play(system: ForkJoin, count: u32) -> f64 {
        let (mut gaps, mut work) = (stream("gaps"), stream("work"));
        let mut free = vec![0.0_f64; system.branches as usize];
        let (mut now, mut sum) = (0.0, 0.0);
        for _ in 0..count {
            now += gaps.exponential() / system.arrival_rate;
            let mut last = now;
            for free in &mut free {
                *free = free.max(now) + work.exponential() / system.service_rate;
                last = last.max(*free);
            }
            sum += last - now;
        }
        sum / f64::from(count)
    }

    #[test]
    fn with_two_branches_the_longer_line_is_the_number_of_open_requests() {
        // Both lines hold the same requests, last come last, so max(a, b) requests are open; then Little's law.
        const ROOM: usize = 46;
        let p = stationary(ROOM * ROOM, |state| {
            let (a, b) = (state / ROOM, state % ROOM);
            let mut jumps = Vec::new();
            if a.max(b) + 1 < ROOM {
                jumps.push((state + ROOM + 1, 0.5));
            }
            if a > 0 {
                jumps.push((state - ROOM, 1.0));
            }
            if b > 0 {
                jumps.push((state - 1, 1.0));
            }
            jumps
        });
        let open: f64 = p
            .iter()
            .enumerate()
            .map(|(state, p)| (state / ROOM).max(state % ROOM) as f64 * p)
            .sum();
        assert_close(system(0.5, 2).mean_response(), open / 0.5, 1e-8);
    }

    #[test]
    fn four_and_sixteen_branches_take_what_they_take_when_played_through() {
        for (branches, load) in [(4, 0.3), (4, 0.7), (16, 0.5), (16, 0.7)] {
            let system = system(load, branches);
            let played = play(system, 150_000);
            assert_close(system.mean_response(), played, 0.05);
            assert!(system.lower_bound() < played * 1.01 && played < system.upper_bound());
        }
    }

    #[test]
    fn idle_servers_leave_only_the_longest_part() {
        let idle = system(1e-6, 10);
        assert_close(idle.mean_response(), expected_maximum(1.0, 10), 1e-5);
        assert_close(idle.split_merge_response(), expected_maximum(1.0, 10), 1e-5);
        assert!(system(1.0, 3).mean_response().is_infinite());
    }

    #[test]
    fn split_and_merge_waits_as_long_as_when_played_through() {
        let (mut gaps, mut work) = (stream("gaps"), stream("work"));
        let service = || (0..5).map(|_| work.exponential()).fold(0.0, f64::max);
        let wait = lindley(300_000, || gaps.exponential() / 0.25, service);
        let played = wait + expected_maximum(1.0, 5);
        assert_close(system(0.25, 5).split_merge_response(), played, 0.01);
    }
}
