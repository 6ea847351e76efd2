//! One line for each class, the first class first.

use super::erlang_c;

/// Requests of one class, Poisson.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PriorityClass {
    /// Arrivals a second.
    pub arrival_rate: f64,
    /// Seconds.
    pub mean_service: f64,
    /// Coefficient of variation of the service time: 1 for exponential, 0 for constant.
    pub cv: f64,
}

impl PriorityClass {
    fn load(self) -> f64 {
        self.arrival_rate * self.mean_service
    }

    /// Mean of what remains of this class's service when somebody looks: lambda E\[S^2\] / 2, seconds.
    fn residual(self) -> f64 {
        self.load() * self.mean_service * (1.0 + self.cv * self.cv) / 2.0
    }
}

/// Loads of the classes before each class and with it.
fn cumulative(loads: impl Iterator<Item = f64>) -> impl Iterator<Item = (f64, f64)> {
    loads.scan(0.0, |sum, load| {
        let before = *sum;
        *sum += load;
        Some((before, *sum))
    })
}

/// Mean wait of each class at one server that finishes what it began (M/G/1, non-preemptive), classes in order of priority,
/// seconds: `W_k = W_0 / ((1 - s_(k-1)) (1 - s_k))` with `W_0` the sum of `lambda_i E[S_i^2] / 2` and `s_k` the load of the first
/// k classes. Cobham, "Priority Assignment in Waiting Line Problems", Operations Research 2, 1954; *Gross*, chapter 3.
///
/// A class that gets less than it needs waits for ever, and what it does get still stands in the way of those before it.
pub fn priority_waits(classes: &[PriorityClass]) -> Vec<f64> {
    let loads = || cumulative(classes.iter().map(|class| class.load()));
    // The share of a class's work that there is capacity for.
    let carried = |(before, with): (f64, f64)| {
        if with <= 1.0 {
            1.0
        } else {
            ((1.0 - before) / (with - before)).max(0.0)
        }
    };
    let residual: f64 = classes
        .iter()
        .zip(loads())
        .map(|(class, load)| class.residual() * carried(load))
        .sum();
    let wait = |(before, with)| {
        if with >= 1.0 {
            f64::INFINITY
        } else {
            residual / ((1.0 - before) * (1.0 - with))
        }
    };
    loads().map(wait).collect()
}

/// Mean time in the system of each class when a more urgent request interrupts the server, which later goes on where it was
/// (M/G/1, preemptive resume), seconds: `T_k = E[S_k] / (1 - s_(k-1)) + R_k / ((1 - s_(k-1)) (1 - s_k))`, with `R_k` the
/// sum of `lambda_i E[S_i^2] / 2` over the first k classes. *Gross*, chapter 3; *Harchol-Balter*, chapter 32.
pub fn preemptive_responses(classes: &[PriorityClass]) -> Vec<f64> {
    let mut residual = 0.0;
    let loads = cumulative(classes.iter().map(|class| class.load()));
    let response = |(class, (before, with)): (&PriorityClass, (f64, f64))| {
        residual += class.residual();
        if with >= 1.0 {
            return f64::INFINITY;
        }
        class.mean_service / (1.0 - before) + residual / ((1.0 - before) * (1.0 - with))
    };
    classes.iter().zip(loads).map(response).collect()
}

/// Mean wait of each class at `servers` servers (M/M/c, non-preemptive) when all classes have the same exponential service time,
/// classes in order of priority, seconds: `W_k = (C E[S] / c) / ((1 - s_(k-1)) (1 - s_k))` with Erlang's C. Cobham 1954.
pub fn priority_waits_of_servers(
    arrival_rates: &[f64],
    mean_service: f64,
    servers: u32,
) -> Vec<f64> {
    let c = f64::from(servers);
    let offered = arrival_rates.iter().sum::<f64>() * mean_service;
    let first = erlang_c(servers, offered) * mean_service / c;
    let wait = |(before, with)| {
        if with >= 1.0 {
            f64::INFINITY
        } else {
            first / ((1.0 - before) * (1.0 - with))
        }
    };
    let loads = arrival_rates.iter().map(|rate| rate * mean_service / c);
    cumulative(loads).map(wait).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};
    use crate::validate::theory::{Mmc, mg1_mean_wait};

    fn class(arrival_rate: f64, mean_service: f64, cv: f64) -> PriorityClass {
        PriorityClass {
            arrival_rate,
            mean_service,
            cv,
        }
    }

    /// Mean wait of each class at `servers` servers, played through.
    fn play(classes: &[PriorityClass], servers: usize, count: u32) -> Vec<f64> {
        let mut random = stream("priority");
        let total: f64 = classes.iter().map(|class| class.arrival_rate).sum();
        let mut lines: Vec<VecDeque<f64>> = vec![VecDeque::new(); classes.len()];
        let mut waits = vec![(0.0, 0u32); classes.len()];
        let mut busy: Vec<f64> = Vec::new();
        let mut next = random.exponential() / total;
        let mut arrived = 0;
        while arrived < count {
            let first = busy.iter().copied().fold(f64::INFINITY, f64::min);
            let now = next.min(first);
            if next <= first {
                arrived += 1;
                let mut pick = random.unit() * total;
                let at = classes.iter().position(|class| {
                    pick -= class.arrival_rate;
                    pick <= 0.0
                });
                lines[at.unwrap_or(0)].push_back(now);
                next = now + random.exponential() / total;
            } else {
                busy.retain(|&end| end > now);
            }
            while busy.len() < servers {
                let Some(at) = lines.iter().position(|line| !line.is_empty()) else {
                    break;
                };
                let since = lines[at].pop_front().unwrap();
                waits[at].0 += now - since;
                waits[at].1 += 1;
                let work = if classes[at].cv == 0.0 {
                    1.0
                } else {
                    random.exponential()
                };
                busy.push(now + work * classes[at].mean_service);
            }
        }
        waits.iter().map(|&(sum, n)| sum / f64::from(n)).collect()
    }

    #[test]
    fn three_classes_wait_as_long_as_when_played_through() {
        let classes = [
            class(0.2, 1.0, 1.0),
            class(0.3, 0.8, 0.0),
            class(0.25, 1.2, 1.0),
        ];
        let played = play(&classes, 1, 400_000);
        for (ours, played) in priority_waits(&classes).into_iter().zip(played) {
            assert_close(ours, played, 0.02);
        }
    }

    #[test]
    fn two_classes_at_four_servers_wait_as_long_as_when_played_through() {
        let played = play(&[class(1.5, 1.0, 1.0), class(1.7, 1.0, 1.0)], 4, 400_000);
        let ours = priority_waits_of_servers(&[1.5, 1.7], 1.0, 4);
        for (ours, played) in ours.into_iter().zip(played) {
            assert_close(ours, played, 0.025);
        }
    }

    #[test]
    fn a_first_class_waits_for_a_second_that_overloads_the_server() {
        // The second class gets what the first leaves, 0.6 of the server, so the residual is that of a server never idle.
        let classes = [class(0.4, 1.0, 1.0), class(5.0, 1.0, 1.0)];
        let waits = priority_waits(&classes);
        assert_close(waits[0], 1.0 / 0.6, 1e-12);
        assert!(waits[1].is_infinite());
        assert_close(waits[0], play(&classes, 1, 500_000)[0], 0.02);
    }

    #[test]
    fn for_whoever_may_interrupt_there_is_nobody_else() {
        let both = preemptive_responses(&[class(0.5, 1.0, 1.0), class(0.3, 1.0, 1.0)]);
        let alone = |arrival_rate| Mmc {
            arrival_rate,
            service_rate: 1.0,
            servers: 1,
        };
        assert_close(both[0], alone(0.5).mean_response(), 1e-12);
        // Who interrupts whom does not change the number inside when service is exponential and alike.
        let inside = 0.5 * both[0] + 0.3 * both[1];
        assert_close(inside, 0.8 * alone(0.8).mean_response(), 1e-12);
    }

    proptest! {
        #[test]
        fn what_one_class_gains_the_others_lose(
            a in 0.01f64..0.3, b in 0.01f64..0.3, c in 0.01f64..0.3, cv in 0.0f64..3.0,
        ) {
            // Kleinrock's conservation law: the waits weighted by load are those of one line.
            let classes = [class(a, 1.0, cv), class(b, 1.0, cv), class(c, 1.0, cv)];
            let weighted: f64 = priority_waits(&classes)
                .iter()
                .zip(&classes)
                .map(|(wait, class)| wait * class.arrival_rate)
                .sum();
            let rate = a + b + c;
            let one_line = rate * mg1_mean_wait(rate, 1.0, cv);
            prop_assert!((weighted - one_line).abs() < 1e-9 * one_line);
        }

        #[test]
        fn one_class_of_several_servers_is_the_queue_of_erlang(load in 0.05f64..0.95, servers in 1u32..30) {
            let rate = load * f64::from(servers);
            let queue = Mmc { arrival_rate: rate, service_rate: 1.0, servers };
            let ours = priority_waits_of_servers(&[rate], 1.0, servers)[0];
            prop_assert!((ours - queue.mean_wait()).abs() <= 1e-9 * ours);
        }
    }
}
