//! One server whose service always takes as long, and room for so many.

use super::numeric::{poisson, poisson_tail};

/// The M/D/1/K queue: Poisson arrivals, constant service, room for `room` requests, the one in service included. What passes
/// a token bucket and a leaky bucket obeys it too. *Gross*, chapter 5 (M/G/1/K).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Md1k {
    /// Arrivals a second, those turned away included.
    pub arrival_rate: f64,
    /// Seconds.
    pub service: f64,
    /// At least 1.
    pub room: u32,
}

impl Md1k {
    /// Probabilities of 0, 1, ... `room` inside at any time.
    fn probabilities(self) -> Vec<f64> {
        let load = self.arrival_rate * self.service;
        let none = poisson(load, 0);
        // What a departure leaves behind: as often up from n as down from n + 1. Nothing is subtracted.
        let more: Vec<f64> = (0..=self.room).map(|n| poisson_tail(load, n)).collect();
        let mut left = vec![1.0];
        if none < 1e-250 && self.room > 1 {
            // So much arrives during one service that it always leaves the rest of the room full.
            left = vec![0.0; self.room as usize];
            left[self.room as usize - 1] = 1.0;
        }
        while left.len() < self.room as usize {
            let n = left.len() - 1;
            let inner = (1..=n).map(|i| left[i] * more[n - i + 2]);
            let up = left[0] * more[n + 1] + inner.sum::<f64>();
            let next = up / none;
            left.push(next);
            if next > 1e200 {
                for x in &mut left {
                    *x /= next;
                }
            }
        }
        let total: f64 = left.iter().sum();
        for x in &mut left {
            *x /= total;
        }
        // Arrivals from one departure to the next, of which those are lost that come in service and find no room.
        let arrivals = left[0] + load;
        let lost: f64 = left
            .iter()
            .enumerate()
            .map(|(n, share)| share * excess(load, self.room.saturating_sub((n as u32).max(1))))
            .sum();
        let mut p: Vec<f64> = left.iter().map(|x| x / arrivals).collect();
        p.push(lost / arrivals);
        p
    }

    /// Probability of `n` inside.
    pub fn probability(self, n: u32) -> f64 {
        self.probabilities().get(n as usize).copied().unwrap_or(0.0)
    }

    /// Share of arrivals turned away.
    pub fn blocking(self) -> f64 {
        self.probability(self.room)
    }

    /// Requests served a second.
    pub fn throughput(self) -> f64 {
        self.arrival_rate * (1.0 - self.blocking())
    }

    /// Mean number inside.
    pub fn mean_inside(self) -> f64 {
        let terms = self.probabilities().into_iter().enumerate();
        terms.map(|(n, p)| n as f64 * p).sum()
    }

    /// Mean time inside of those who were let in, seconds, by Little's law.
    pub fn mean_response(self) -> f64 {
        self.mean_inside() / self.throughput()
    }
}

/// E\[(N - room)^+\] of a Poisson count: the sum of P(N > n) over n >= room.
fn excess(mean: f64, room: u32) -> f64 {
    let mut sum = 0.0;
    for n in room.. {
        let more = poisson_tail(mean, n + 1);
        sum += more;
        if f64::from(n) > mean && more <= 1e-17 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::assert_close;
    use crate::validate::theory::{erlang_b, mg1_mean_wait};

    fn queue(load: f64, room: u32) -> Md1k {
        Md1k {
            arrival_rate: load * 10.0,
            service: 0.1,
            room,
        }
    }

    /// `b_n` of Brun and Garcia, "Analytical solution of finite capacity M/D/1 queues", J. Appl. Prob. 37, 2000.
    fn b(n: u32, load: f64) -> f64 {
        let mut term = 1.0;
        let mut sum = 0.0;
        for k in 0..=n {
            if k > 0 {
                term *= -load / f64::from(k);
            }
            let rest = f64::from(n - k);
            sum += term * libm::pow(rest, f64::from(k)) * libm::exp(rest * load);
        }
        sum
    }

    #[test]
    fn blocking_and_the_number_inside_are_those_of_brun_and_garcia() {
        for load in [0.3, 0.8, 1.0, 1.7] {
            for room in [2, 3, 5, 10] {
                let (all, last) = (1.0 + load * b(room - 1, load), b(room - 1, load));
                let ours = queue(load, room);
                assert!((ours.blocking() - (1.0 - last / all)).abs() < 1e-12);
                let inside = f64::from(room) - (0..room).map(|k| b(k, load)).sum::<f64>() / all;
                assert_close(ours.mean_inside(), inside, 1e-8);
            }
        }
    }

    #[test]
    fn room_for_one_is_erlangs_loss_and_endless_room_is_pollaczek_and_khinchine() {
        assert_close(queue(1.5, 1).blocking(), erlang_b(1, 1.5), 1e-12);
        let free = mg1_mean_wait(8.0, 0.1, 0.0) + 0.1;
        assert_close(queue(0.8, 200).mean_response(), free, 1e-9);
        assert!(queue(0.8, 200).blocking() < 1e-12);
    }

    #[test]
    fn far_beyond_its_capacity_it_serves_at_its_capacity() {
        let ours = queue(50.0, 400);
        assert_close(ours.throughput(), 10.0, 1e-9);
        assert_close(ours.mean_inside(), 400.0, 1e-2);
        assert_close(queue(5000.0, 3).throughput(), 10.0, 1e-9);
    }
}
