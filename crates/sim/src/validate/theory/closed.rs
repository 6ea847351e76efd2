//! Users who wait for their answer: the closed network with think time.

/// `users` who think for an exponential time and then queue at one station of `servers` exponential servers: the
/// machine-repairman model, M/M/c//N. *Gross*, chapter 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClosedNetwork {
    pub users: u32,
    /// Mean think time, seconds. Only its mean matters.
    pub think: f64,
    /// Mean service time, seconds.
    pub service: f64,
    pub servers: u32,
}

impl ClosedNetwork {
    /// Probabilities of 0, 1, ... `users` requests at the station, from the balance of births and deaths.
    fn probabilities(self) -> Vec<f64> {
        // In logarithms: with many users the weights leave the range of a float long before their quotients do.
        let mut logs = vec![0.0_f64];
        for n in 1..=self.users {
            let thinking = f64::from(self.users - n + 1) / self.think;
            let served = f64::from(n.min(self.servers)) / self.service;
            let last = logs.last().copied().unwrap_or(0.0);
            logs.push(last + libm::log(thinking / served));
        }
        let top = logs.iter().copied().fold(f64::MIN, f64::max);
        let weights: Vec<f64> = logs.iter().map(|log| libm::exp(log - top)).collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|weight| weight / total).collect()
    }

    /// Mean number of busy servers.
    pub fn mean_busy(self) -> f64 {
        let busy = |(n, p): (usize, f64)| n.min(self.servers as usize) as f64 * p;
        self.probabilities().into_iter().enumerate().map(busy).sum()
    }

    /// Answers a second.
    pub fn throughput(self) -> f64 {
        self.mean_busy() / self.service
    }

    /// Mean time from request to answer, seconds, by the interactive response time law: R = N / X - Z.
    pub fn mean_response(self) -> f64 {
        f64::from(self.users) / self.throughput() - self.think
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Exact mean value analysis of one queueing station and one delay (Reiser and Lavenberg, JACM 27, 1980).
    fn mva(users: u32, think: f64, service: f64) -> f64 {
        let mut inside = 0.0;
        let mut response = 0.0;
        for n in 1..=users {
            response = service * (1.0 + inside);
            inside = f64::from(n) / (response + think) * response;
        }
        response
    }

    #[test]
    fn one_user_never_waits() {
        let network = ClosedNetwork {
            users: 1,
            think: 2.0,
            service: 0.5,
            servers: 1,
        };
        assert!(
            (network.mean_response() - 0.5).abs() < 1e-12
                && (network.throughput() - 0.4).abs() < 1e-12
        );
    }

    proptest! {
        #[test]
        fn mean_value_analysis_agrees(users in 1u32..120, think in 0.01f64..20.0, service in 0.01f64..2.0) {
            let network = ClosedNetwork { users, think, service, servers: 1 };
            let (ours, other) = (network.mean_response(), mva(users, think, service));
            prop_assert!((ours - other).abs() < 1e-8 * other, "{} {}", ours, other);
        }

        #[test]
        fn throughput_stays_below_both_of_its_bounds(users in 1u32..120, think in 0.01f64..20.0, servers in 1u32..20) {
            let network = ClosedNetwork { users, think, service: 1.0, servers };
            let bound = f64::from(servers).min(f64::from(users) / (think + 1.0));
            prop_assert!(network.throughput() <= bound * (1.0 + 1e-12));
        }
    }
}
