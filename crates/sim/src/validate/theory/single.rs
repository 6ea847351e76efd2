//! One server: a bounded line, general service, and sharing.

/// Mean wait in the line of an M/G/1 queue, seconds, by Pollaczek and Khinchine: W = lambda E[S^2] / (2 (1 - rho)), with
/// E[S^2] = E[S]^2 (1 + cv^2). Of M/M/1 `cv` is 1, of M/D/1 it is 0. *Gross*, chapter 5; *Kleinrock*, chapter 5.
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
/// *Harchol-Balter*, chapter 22.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ps {
    pub arrival_rate: f64,
    pub mean_service: f64,
}

impl Ps {
    /// Mean time in the system, seconds: E[S] / (1 - rho).
    pub fn mean_response(self) -> f64 {
        let utilisation = self.arrival_rate * self.mean_service;
        if utilisation >= 1.0 {
            f64::INFINITY
        } else {
            self.mean_service / (1.0 - utilisation)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
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
