//! Servers without end: nobody waits.

use super::numeric::{poisson, poisson_tail};

/// The M/G/inf system (with exponential service M/M/inf): every arrival has a server of its own, so the number busy is Poisson,
/// whatever the distribution of service times. *Gross*, chapters 2 and 5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mminf {
    /// Arrivals a second.
    pub arrival_rate: f64,
    /// Seconds.
    pub mean_service: f64,
}

impl Mminf {
    /// Mean number of busy servers, erlangs; their variance is the same.
    pub fn mean_busy(self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// Share of time `n` servers are busy: exp(-a) a^n / n!.
    pub fn probability(self, n: u32) -> f64 {
        poisson(self.mean_busy(), n)
    }

    /// Share of time at least `n` servers are busy.
    pub fn at_least(self, n: u32) -> f64 {
        poisson_tail(self.mean_busy(), n)
    }

    /// The fewest servers that suffice for the share `p` of the time.
    pub fn busy_percentile(self, p: f64) -> u32 {
        let mut n = 0;
        while self.at_least(n + 1) > 1.0 - p && n < u32::MAX - 1 {
            n += 1;
        }
        n
    }

    /// Mean number busy `t` seconds after an empty start, with exponential service: a (1 - exp(-t / E\[S\])).
    pub fn mean_busy_after(self, t: f64) -> f64 {
        -self.mean_busy() * libm::expm1(-t / self.mean_service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary};
    use crate::validate::theory::erlang_b;

    #[test]
    fn the_number_busy_balances_births_and_deaths() {
        let system = Mminf {
            arrival_rate: 30.0,
            mean_service: 0.2,
        };
        let p = stationary(60, |n| {
            let mut jumps = Vec::new();
            if n < 59 {
                jumps.push((n + 1, 30.0));
            }
            if n > 0 {
                jumps.push((n - 1, n as f64 / 0.2));
            }
            jumps
        });
        for n in [0, 3, 6, 10, 20] {
            assert_close(system.probability(n), p[n as usize], 1e-9);
        }
        let busy: f64 = p.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        assert_close(system.mean_busy(), busy, 1e-9);
    }

    #[test]
    fn cut_off_at_a_number_of_servers_it_is_erlangs_loss_system() {
        let system = Mminf {
            arrival_rate: 8.0,
            mean_service: 1.0,
        };
        let lost = system.probability(10) / (1.0 - system.at_least(11));
        assert_close(lost, erlang_b(10, 8.0), 1e-12);
    }

    #[test]
    fn the_percentile_is_that_of_a_printed_table() {
        // Poisson of mean 10: P(N <= 14) = 0.9165, P(N <= 15) = 0.9513.
        let system = Mminf {
            arrival_rate: 10.0,
            mean_service: 1.0,
        };
        assert_eq!(system.busy_percentile(0.95), 15);
        assert_eq!(system.busy_percentile(0.9165), 14);
    }

    #[test]
    fn from_empty_it_fills_as_the_differential_equation_says() {
        let system = Mminf {
            arrival_rate: 50.0,
            mean_service: 0.4,
        };
        // dL/dt = lambda - L / E[S], by small steps.
        let (step, mut busy) = (1e-5, 0.0);
        for _ in 0..30_000 {
            busy += step * (50.0 - busy / 0.4);
        }
        assert_close(system.mean_busy_after(0.3), busy, 1e-4);
    }
}
