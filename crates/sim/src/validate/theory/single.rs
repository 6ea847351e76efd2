//! One server: a bounded line, general service, and sharing.

/// Mean wait in the line of an M/G/1 queue, seconds, by Pollaczek and Khinchine: W = lambda E\[S^2\] / (2 (1 - rho)), with
/// E\[S^2\] = E\[S\]^2 (1 + cv^2). Of M/M/1 `cv` is 1, of M/D/1 it is 0. *Gross*, chapter 5; *Kleinrock*, chapter 5.
pub fn mg1_mean_wait(arrival_rate: f64, mean_service: f64, cv: f64) -> f64 {
    let utilisation = arrival_rate * mean_service;
    if utilisation >= 1.0 {
        return f64::INFINITY;
    }
    utilisation * mean_service * (1.0 + cv * cv) / (2.0 * (1.0 - utilisation))
}

/// The M/M/1/K queue: one server and room for `room` requests, the one in service included. Stable at any load.
/// *Gross*, chapter 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mm1k {
    /// Arrivals a second, those turned away included.
    pub arrival_rate: f64,
    pub service_rate: f64,
    pub room: u32,
}

impl Mm1k {
    /// Probability of `n` requests inside.
    pub fn probability(self, n: u32) -> f64 {
        let load = self.arrival_rate / self.service_rate;
        let weight = |n: u32| libm::pow(load, f64::from(n));
        weight(n) / (0..=self.room).map(weight).sum::<f64>()
    }

    /// Share of arrivals turned away: Poisson arrivals see time averages, so it is the probability of a full system.
    pub fn blocking(self) -> f64 {
        self.probability(self.room)
    }

    /// Requests served a second.
    pub fn throughput(self) -> f64 {
        self.arrival_rate * (1.0 - self.blocking())
    }

    /// Share of time the server is busy.
    pub fn utilisation(self) -> f64 {
        1.0 - self.probability(0)
    }

    /// Mean number inside.
    pub fn mean_inside(self) -> f64 {
        (0..=self.room)
            .map(|n| f64::from(n) * self.probability(n))
            .sum()
    }

    /// Mean time inside of those who were let in, seconds, by Little's law.
    pub fn mean_response(self) -> f64 {
        self.mean_inside() / self.throughput()
    }
}

/// Egalitarian processor sharing, M/G/1-PS: the number inside is geometric whatever the distribution of the work.
/// *Harchol-Balter*, chapter 22. Several servers, of which a request gets at most one, hold as many as M/M/c, [`super::Mmc`],
/// again whatever the distribution (Kelly, "Reversibility and Stochastic Networks", Wiley 1979, chapter 3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ps {
    pub arrival_rate: f64,
    pub mean_service: f64,
}

impl Ps {
    /// Mean time in the system, seconds: E\[S\] / (1 - rho).
    pub fn mean_response(self) -> f64 {
        let utilisation = self.arrival_rate * self.mean_service;
        if utilisation >= 1.0 {
            f64::INFINITY
        } else {
            self.mean_service / (1.0 - utilisation)
        }
    }

    /// Mean time in the system of requests that need `work` seconds of the whole server, seconds: work / (1 - rho).
    pub fn response_of(self, work: f64) -> f64 {
        work * self.slowdown()
    }

    /// Mean of response over work, the same for small requests and large: 1 / (1 - rho).
    pub fn slowdown(self) -> f64 {
        self.mean_response() / self.mean_service
    }

    /// Share of time `n` requests are inside: (1 - rho) rho^n.
    pub fn probability(self, n: u32) -> f64 {
        let utilisation = (self.arrival_rate * self.mean_service).min(1.0);
        (1.0 - utilisation) * libm::pow(utilisation, f64::from(n))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};
    use crate::validate::theory::{Mmc, erlang_b};

    #[test]
    fn a_constant_service_time_halves_the_wait_of_an_exponential_one() {
        let (exponential, constant) = (mg1_mean_wait(0.8, 1.0, 1.0), mg1_mean_wait(0.8, 1.0, 0.0));
        assert!((exponential - 4.0).abs() < 1e-12 && (constant - 2.0).abs() < 1e-12);
        assert!(mg1_mean_wait(1.0, 1.0, 0.0).is_infinite());
    }

    #[test]
    fn a_system_with_room_for_one_is_erlangs_loss_system() {
        let system = Mm1k {
            arrival_rate: 3.0,
            service_rate: 2.0,
            room: 1,
        };
        assert!((system.blocking() - erlang_b(1, 1.5)).abs() < 1e-12);
        assert!((system.mean_response() - 0.5).abs() < 1e-12);
    }

    #[test]
    fn at_a_load_of_one_every_number_inside_is_as_likely_as_any_other() {
        let system = Mm1k {
            arrival_rate: 2.0,
            service_rate: 2.0,
            room: 9,
        };
        assert!(
            (system.blocking() - 0.1).abs() < 1e-12 && (system.mean_inside() - 4.5).abs() < 1e-12
        );
    }

    /// Requests that share `servers` servers, each at most one: nine in ten need 0.5 s, one needs 5.5 s (mean 1, cv 1.5).
    /// Mean response of both, share of time exactly one is inside, and mean number inside.
    fn share(servers: f64, arrival_rate: f64) -> ([f64; 2], f64, f64) {
        let (mut random, mut now, mut next) = (stream("shared"), 0.0_f64, 0.0_f64);
        // What each still needs, needed and when it came.
        let mut inside: Vec<(f64, f64, f64)> = Vec::new();
        let (mut sums, mut alone, mut area) = ([(0.0, 0u32); 2], 0.0, 0.0);
        for _ in 0..600_000 {
            let speed = (servers / inside.len() as f64).min(1.0);
            let least = inside.iter().map(|r| r.0).fold(f64::INFINITY, f64::min);
            let at = next.min(now + least / speed);
            for request in &mut inside {
                request.0 -= (at - now) * speed;
            }
            area += (at - now) * inside.len() as f64;
            if inside.len() == 1 {
                alone += at - now;
            }
            now = at;
            inside.retain(|&(left, work, since)| {
                if left < 1e-9 {
                    let sum = &mut sums[usize::from(work > 1.0)];
                    *sum = (sum.0 + now - since, sum.1 + 1);
                }
                left >= 1e-9
            });
            if now >= next {
                let work = if random.chance(0.1) { 5.5 } else { 0.5 };
                inside.push((work, work, now));
                next = now + random.exponential() / arrival_rate;
            }
        }
        let means = sums.map(|(sum, count)| sum / f64::from(count));
        (means, alone / now, area / now)
    }

    #[test]
    fn who_shares_a_server_is_slowed_down_alike_whatever_he_brings() {
        let (played, alone, _) = share(1.0, 0.7);
        let shared = Ps {
            arrival_rate: 0.7,
            mean_service: 1.0,
        };
        assert_close(shared.response_of(0.5), played[0], 0.03);
        assert_close(shared.response_of(5.5), played[1], 0.03);
        assert_close(shared.probability(1), alone, 0.02);
    }

    #[test]
    fn four_shared_servers_hold_as_many_as_four_with_one_line_and_exponential_service() {
        let queue = Mmc {
            arrival_rate: 3.0,
            service_rate: 1.0,
            servers: 4,
        };
        let (_, _, inside) = share(4.0, 3.0);
        assert_close(3.0 * queue.mean_response(), inside, 0.02);
    }

    proptest! {
        #[test]
        fn what_goes_in_is_what_the_server_does(load in 0.05f64..5.0, room in 1u32..60) {
            let system = Mm1k { arrival_rate: load * 7.0, service_rate: 7.0, room };
            prop_assert!((system.throughput() - 7.0 * system.utilisation()).abs() < 1e-9 * system.throughput());
        }

        #[test]
        fn with_much_room_the_bound_is_forgotten(load in 0.05f64..0.7) {
            let bounded = Mm1k { arrival_rate: load, service_rate: 1.0, room: 200 };
            let free = Mmc { arrival_rate: load, service_rate: 1.0, servers: 1 };
            prop_assert!((bounded.mean_response() - free.mean_response()).abs() < 1e-9);
            prop_assert!((free.mean_wait() - mg1_mean_wait(load, 1.0, 1.0)).abs() < 1e-9);
            let shared = Ps { arrival_rate: load, mean_service: 1.0 };
            prop_assert!((shared.mean_response() - free.mean_response()).abs() < 1e-9);
        }
    }
}
