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

/// What a closed network of several stations does.
#[derive(Clone, Debug, PartialEq)]
pub struct MeanValues {
    /// Answers a second.
    pub throughput: f64,
    /// Mean time from request to answer, seconds.
    pub response: f64,
    /// Mean number at each station.
    pub inside: Vec<f64>,
}

/// Exact mean value analysis: `users` who think `think` seconds and then visit stations of one exponential server each; `demands`
/// are the mean seconds of service that a request takes at each, all visits together. A newcomer finds each station as it would
/// be with one user less. Reiser and Lavenberg, "Mean-value analysis of closed multichain queuing networks", JACM 27, 1980;
/// *Harchol-Balter*, chapter 19.
pub fn mean_value_analysis(users: u32, think: f64, demands: &[f64]) -> MeanValues {
    let mut values = MeanValues {
        throughput: 0.0,
        response: demands.iter().sum(),
        inside: vec![0.0; demands.len()],
    };
    for n in 1..=users {
        let at = |(demand, inside): (&f64, &f64)| demand * (1.0 + inside);
        let times: Vec<f64> = demands.iter().zip(&values.inside).map(at).collect();
        values.response = times.iter().sum();
        values.throughput = f64::from(n) / (think + values.response);
        values.inside = times.iter().map(|time| values.throughput * time).collect();
    }
    values
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary};

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

    /// Throughput by Buzen's convolution of normalising constants (CACM 16, 1973), think time a station without a line.
    fn convolution(users: u32, think: f64, demands: &[f64]) -> f64 {
        let mut g: Vec<f64> = (0..=users)
            .scan(1.0, |term, n| {
                if n > 0 {
                    *term *= think / f64::from(n);
                }
                Some(*term)
            })
            .collect();
        for demand in demands {
            for n in 1..g.len() {
                g[n] += demand * g[n - 1];
            }
        }
        g[g.len() - 2] / g[g.len() - 1]
    }

    #[test]
    fn repairmen_serve_as_their_balance_says() {
        // 12 users, 3 servers: births and deaths solved state by state.
        let network = ClosedNetwork {
            users: 12,
            think: 2.0,
            service: 0.7,
            servers: 3,
        };
        let p = stationary(13, |n| {
            let mut jumps = vec![];
            if n < 12 {
                jumps.push((n + 1, (12 - n) as f64 / 2.0));
            }
            if n > 0 {
                jumps.push((n - 1, n.min(3) as f64 / 0.7));
            }
            jumps
        });
        let inside: f64 = p.iter().enumerate().map(|(n, p)| n as f64 * p).sum();
        let throughput = (12.0 - inside) / 2.0;
        assert_close(network.throughput(), throughput, 1e-9);
        assert_close(network.mean_response(), inside / throughput, 1e-9);
    }

    #[test]
    fn alike_stations_without_thinking_share_the_users() {
        // X = N / (N + K - 1) / D, every distribution of N over K stations being as likely.
        let values = mean_value_analysis(10, 0.0, &[0.25; 4]);
        assert_close(values.throughput, 10.0 / 13.0 / 0.25, 1e-12);
        assert_close(values.inside[2], 2.5, 1e-12);
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
        fn convolution_agrees(
            users in 1u32..40, think in 0.0f64..5.0, demands in proptest::collection::vec(0.05f64..1.0, 1..5),
        ) {
            let values = mean_value_analysis(users, think, &demands);
            let other = convolution(users, think, &demands);
            prop_assert!((values.throughput - other).abs() < 1e-9 * other);
            let inside: f64 = values.inside.iter().sum();
            prop_assert!((inside + values.throughput * think - f64::from(users)).abs() < 1e-9 * f64::from(users));
        }

        #[test]
        fn throughput_stays_below_both_of_its_bounds(users in 1u32..120, think in 0.01f64..20.0, servers in 1u32..20) {
            let network = ClosedNetwork { users, think, service: 1.0, servers };
            let bound = f64::from(servers).min(f64::from(users) / (think + 1.0));
            prop_assert!(network.throughput() <= bound * (1.0 + 1e-12));
        }
    }
}
