//! Laws that hold whatever the distributions, and two curves of how systems scale.
//!
//! Denning and Buzen, "The operational analysis of queueing network models", ACM Computing Surveys 10, 1978; *Lazowska*,
//! chapters 3 and 5.

/// Little's law: mean number inside = rate x mean time inside. Little, "A proof for the queuing formula L = lambda W",
/// Operations Research 9, 1961.
pub fn little(rate: f64, mean_time: f64) -> f64 {
    rate * mean_time
}

/// The utilisation law: share of time that each of `servers` is busy = throughput x mean service time / servers.
pub fn utilisation(throughput: f64, mean_service: f64, servers: u32) -> f64 {
    throughput * mean_service / f64::from(servers)
}

/// The forced flow law: requests a second at a part that each request of the whole visits `visits` times.
pub fn forced_flow(throughput: f64, visits: f64) -> f64 {
    throughput * visits
}

/// The interactive response time law: R = N / X - Z, seconds.
pub fn interactive_response(users: f64, throughput: f64, think: f64) -> f64 {
    users / throughput - think
}

/// The most requests a second that `users` who think `think` seconds get from stations with these `demands` (seconds a request):
/// min(1 / the largest, N / (their sum + Z)), the asymptotic bounds.
pub fn throughput_bound(users: f64, think: f64, demands: &[f64]) -> f64 {
    let largest = demands.iter().copied().fold(0.0, f64::max);
    (1.0 / largest).min(users / (demands.iter().sum::<f64>() + think))
}

/// Users at which both bounds meet and lines begin: (sum of demands + Z) / the largest.
pub fn saturation_point(think: f64, demands: &[f64]) -> f64 {
    let largest = demands.iter().copied().fold(0.0, f64::max);
    (demands.iter().sum::<f64>() + think) / largest
}

/// The universal scalability law: throughput of `n` against that of one is n / (1 + s (n - 1) + k n (n - 1)), with `contention`
/// s (what is done one after the other) and `coherency` k (what each does with each other). With k = 0 Amdahl's law. Gunther,
/// "Guerrilla Capacity Planning", Springer 2007, chapter 4.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scalability {
    pub contention: f64,
    pub coherency: f64,
}

impl Scalability {
    pub fn capacity(self, n: f64) -> f64 {
        n / (1.0 + self.contention * (n - 1.0) + self.coherency * n * (n - 1.0))
    }

    /// Where the capacity is largest: sqrt((1 - s) / k); infinite without coherency.
    pub fn peak(self) -> f64 {
        libm::sqrt((1.0 - self.contention) / self.coherency)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::assert_close;
    use crate::validate::theory::{ClosedNetwork, Mmc, mean_value_analysis};

    #[test]
    fn a_disk_of_40_requests_a_second_and_22_milliseconds_each_is_busy_for_nine_tenths() {
        // Lazowska, chapter 3: 40 a second, 0.0225 s each: 90 %. With 4 inside at 40 a second, 0.1 s each.
        assert_close(utilisation(40.0, 0.0225, 1), 0.9, 1e-12);
        assert_close(little(40.0, 0.1), 4.0, 1e-12);
        assert_close(forced_flow(2.0, 10.0), 20.0, 1e-12);
    }

    #[test]
    fn queues_obey_the_laws() {
        let queue = Mmc {
            arrival_rate: 7.0,
            service_rate: 1.0,
            servers: 9,
        };
        assert_close(utilisation(7.0, 1.0, 9), queue.utilisation(), 1e-12);
        let inside = queue.mean_waiting() + queue.offered();
        assert_close(little(7.0, queue.mean_response()), inside, 1e-12);
        let closed = ClosedNetwork {
            users: 25,
            think: 3.0,
            service: 0.2,
            servers: 1,
        };
        let values = mean_value_analysis(25, 3.0, &[0.2]);
        let response = interactive_response(25.0, values.throughput, 3.0);
        assert_close(closed.mean_response(), response, 1e-9);
    }

    #[test]
    fn the_peak_is_where_one_more_or_less_is_worse() {
        let system = Scalability {
            contention: 0.03,
            coherency: 0.0001,
        };
        // By trying every size.
        let best = (1..1000).max_by(|&a, &b| {
            let at = |n: i32| system.capacity(f64::from(n));
            at(a).total_cmp(&at(b))
        });
        assert!((system.peak() - f64::from(best.unwrap())).abs() <= 1.0);
        assert_eq!(system.capacity(1.0), 1.0);
        let amdahl = Scalability {
            coherency: 0.0,
            ..system
        };
        assert!(amdahl.peak().is_infinite());
        assert_close(amdahl.capacity(1e9), 1.0 / 0.03, 1e-6);
    }

    #[test]
    fn amdahl_is_the_repairman_whose_jobs_all_return_at_once() {
        // Gunther 2008: N jobs compute for Z together, then queue for S each, one after the other: s = S / (S + Z).
        let (think, service, n) = (0.9, 0.1, 16.0);
        let round = think + n * service;
        let speedup = (n / round) * (think + service);
        let amdahl = Scalability {
            contention: 0.1,
            coherency: 0.0,
        };
        assert_close(amdahl.capacity(n), speedup, 1e-12);
    }

    proptest! {
        #[test]
        fn no_closed_network_beats_its_bounds(
            users in 1u32..60, think in 0.0f64..5.0, demands in proptest::collection::vec(0.05f64..1.0, 1..5),
        ) {
            let values = mean_value_analysis(users, think, &demands);
            let bound = throughput_bound(f64::from(users), think, &demands);
            prop_assert!(values.throughput <= bound * (1.0 + 1e-12));
            let far = 50.0 * saturation_point(think, &demands);
            let values = mean_value_analysis(far as u32, think, &demands);
            prop_assert!(values.throughput > 0.85 * throughput_bound(far, think, &demands));
        }
    }
}
