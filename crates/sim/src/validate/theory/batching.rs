//! Requests that wait for company.

use super::numeric::poisson_tail;

/// A batch opens with its first request and leaves when it holds `size` or when `timeout` seconds have passed since it opened,
/// whichever comes first. Poisson arrivals.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batcher {
    /// Arrivals a second.
    pub arrival_rate: f64,
    /// At least 1.
    pub size: u32,
    /// Seconds; may be infinite.
    pub timeout: f64,
}

impl Batcher {
    /// P(at least `n` further requests come before the timeout).
    fn follow(self, n: u32) -> f64 {
        poisson_tail(self.arrival_rate * self.timeout, n)
    }

    /// Share of batches that leave full.
    pub fn full_share(self) -> f64 {
        self.follow(self.size.saturating_sub(1))
    }

    /// Mean number of requests in a batch: E\[min(size, 1 + N)\] = 1 + the sum of P(N >= j) over j < size, N the arrivals within
    /// the timeout.
    pub fn mean_size(self) -> f64 {
        1.0 + (1..self.size).map(|j| self.follow(j)).sum::<f64>()
    }

    /// Mean time from a batch's first request to its leaving, seconds: the j-th gap passes when the j-th arrival comes in time or
    /// the timeout cuts it, 1 / lambda times the sum of P(N >= j) over j < size.
    pub fn mean_open(self) -> f64 {
        (self.mean_size() - 1.0) / self.arrival_rate
    }

    /// Mean wait of a request for its batch to leave, seconds. While a batch holds j, j requests wait, and it holds j for
    /// P(N >= j) / lambda on average; so the sum of j P(N >= j) / lambda over j < size, divided by the mean size.
    pub fn mean_wait(self) -> f64 {
        let waits = (1..self.size).map(|j| f64::from(j) * self.follow(j) / self.arrival_rate);
        waits.sum::<f64>() / self.mean_size()
    }

    /// Batches a second.
    pub fn batch_rate(self) -> f64 {
        self.arrival_rate / self.mean_size()
    }
}

/// A server that, whenever it is free, takes all that wait, up to `limit`, for `service` seconds whatever their number: M/D^\[b\]/1,
/// a model server that batches dynamically. Bailey, "On queueing processes with bulk service", J. R. Statist. Soc. B 16, 1954;
/// Chaudhry and Templeton, "A First Course in Bulk Queues", 1983.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchServer {
    /// Arrivals a second.
    pub arrival_rate: f64,
    /// Seconds.
    pub service: f64,
    pub limit: u32,
}

impl BatchServer {
    /// Share of the most it could do: lambda S / b.
    pub fn load(self) -> f64 {
        self.arrival_rate * self.service / f64::from(self.limit)
    }

    /// Mean number waiting when a batch ends, and the probability of none. The chain `q' = max(q - b, 0) + A`, A the arrivals of
    /// one service, has a generating function with the b - 1 zeros of `z^b = exp(m (z - 1))` inside the unit circle, m the mean
    /// of A; each is the fixed point of `z = exp((m (z - 1) + 2 pi i k) / b)`. Downton, "Waiting time in bulk service queues",
    /// J. R. Statist. Soc. B 17, 1955; Janssen and van Leeuwaarden, "Analytic computation schemes for the discrete-time bulk
    /// service queue", Queueing Systems 50, 2005.
    fn left_waiting(self) -> (f64, f64) {
        let (mean, b) = (self.arrival_rate * self.service, f64::from(self.limit));
        let mut waiting = mean / (2.0 * (b - mean)) + mean / 2.0 - (b - 1.0) / 2.0;
        // Of the complex product (b - m) (-z_1) / (1 - z_1) ..., real in the end: its size and angle.
        let (mut size, mut angle) = (b - mean, 0.0);
        for k in 1..self.limit {
            let turn = 2.0 * std::f64::consts::PI * f64::from(k) / b;
            let (mut re, mut im) = (0.0, 0.0);
            // Each round is nearer by the load.
            for _ in 0..1_000_000 {
                let radius = libm::exp(mean * (re - 1.0) / b);
                let towards = mean * im / b + turn;
                let next = (radius * libm::cos(towards), radius * libm::sin(towards));
                let moved = (next.0 - re).abs() + (next.1 - im).abs();
                (re, im) = next;
                if moved < 1e-16 {
                    break;
                }
            }
            let away = (1.0 - re) * (1.0 - re) + im * im;
            waiting += (1.0 - re) / away;
            size *= libm::sqrt((re * re + im * im) / away);
            angle += libm::atan2(-im, -re) - libm::atan2(-im, 1.0 - re);
        }
        (waiting, size * libm::cos(angle))
    }

    /// Mean time until a request's service starts, and mean number of requests a batch. By cycles from one end of service to the
    /// next: those left over wait for all of the service and newcomers for half of it, and an idle server is no wait.
    fn cycle(self) -> (f64, f64) {
        let (waiting, none) = self.left_waiting();
        let per_service = self.arrival_rate * self.service;
        let per_cycle = per_service + none;
        let left_over = waiting - per_service;
        let waits = (left_over + per_service / 2.0) * self.service;
        (waits / per_cycle, per_cycle)
    }

    /// Mean wait before service, seconds.
    pub fn mean_wait(self) -> f64 {
        if self.load() >= 1.0 {
            return f64::INFINITY;
        }
        self.cycle().0
    }

    /// Mean time from arrival to answer, seconds.
    pub fn mean_response(self) -> f64 {
        self.mean_wait() + self.service
    }

    /// Mean number of requests a batch.
    pub fn mean_batch(self) -> f64 {
        if self.load() >= 1.0 {
            return f64::from(self.limit);
        }
        self.cycle().1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};
    use crate::validate::theory::mg1_mean_wait;

    #[test]
    fn batches_leave_as_when_played_through() {
        const BATCHES: u32 = 60_000;
        for (rate, size, timeout) in [(10.0, 8, 0.5), (100.0, 8, 0.05), (3.0, 20, 1.0)] {
            let ours = Batcher {
                arrival_rate: rate,
                size,
                timeout,
            };
            let mut random = stream("batch");
            let (mut wait, mut requests, mut open, mut full) = (0.0, 0.0, 0.0, 0.0);
            for _ in 0..BATCHES {
                let mut arrivals = vec![0.0];
                let mut now = 0.0;
                let leaves = loop {
                    if arrivals.len() == size as usize {
                        full += 1.0;
                        break now;
                    }
                    let next = now + random.exponential() / rate;
                    if next > timeout {
                        break timeout;
                    }
                    now = next;
                    arrivals.push(now);
                };
                wait += arrivals.iter().map(|at| leaves - at).sum::<f64>();
                requests += arrivals.len() as f64;
                open += leaves;
            }
            let batches = f64::from(BATCHES);
            assert_close(ours.mean_wait(), wait / requests, 0.01);
            assert_close(ours.mean_size(), requests / batches, 0.01);
            assert_close(ours.mean_open(), open / batches, 0.01);
            assert!((ours.full_share() - full / batches).abs() < 0.006);
        }
    }

    #[test]
    fn without_a_timeout_the_mean_wait_is_half_of_the_others_gaps() {
        let ours = Batcher {
            arrival_rate: 50.0,
            size: 9,
            timeout: f64::INFINITY,
        };
        assert_close(ours.mean_wait(), 8.0 / 2.0 / 50.0, 1e-12);
        assert_close(ours.batch_rate(), 50.0 / 9.0, 1e-12);
        let alone = Batcher { size: 1, ..ours };
        assert_eq!((alone.mean_wait(), alone.full_share()), (0.0, 1.0));
    }

    /// Mean wait and mean batch, played through.
    fn play(server: BatchServer) -> (f64, f64) {
        const COUNT: u32 = 300_000;
        let mut random = stream("bulk");
        let mut now = 0.0;
        let arrivals: Vec<f64> = (0..COUNT)
            .map(|_| {
                now += random.exponential() / server.arrival_rate;
                now
            })
            .collect();
        let (mut first, mut free, mut wait, mut batches) = (0, 0.0_f64, 0.0, 0.0);
        while first < arrivals.len() {
            let starts = free.max(arrivals[first]);
            let waiting = arrivals[first..]
                .iter()
                .take_while(|&&at| at <= starts)
                .count();
            let taken = waiting.min(server.limit as usize);
            wait += arrivals[first..first + taken]
                .iter()
                .map(|at| starts - at)
                .sum::<f64>();
            first += taken;
            batches += 1.0;
            free = starts + server.service;
        }
        (wait / f64::from(COUNT), f64::from(COUNT) / batches)
    }

    #[test]
    fn a_server_that_takes_all_that_wait_is_as_quick_as_when_played_through() {
        for (rate, limit) in [(2.0, 4), (3.2, 4), (12.0, 16)] {
            let ours = BatchServer {
                arrival_rate: rate,
                service: 1.0,
                limit,
            };
            let (wait, batch) = play(ours);
            assert_close(ours.mean_wait(), wait, 0.02);
            assert_close(ours.mean_batch(), batch, 0.01);
        }
    }

    #[test]
    fn batches_of_one_are_the_md1_queue_and_endless_ones_wait_half_a_service_of_the_busy_time() {
        let one = BatchServer {
            arrival_rate: 0.8,
            service: 1.0,
            limit: 1,
        };
        assert_close(one.mean_wait(), mg1_mean_wait(0.8, 1.0, 0.0), 1e-12);
        // Everybody fits: no line is left over, and the server idles after exp(-lambda S) of its services.
        let all = BatchServer { limit: 1000, ..one };
        assert_close(all.mean_wait(), 0.4 / (0.8 + libm::exp(-0.8)), 1e-9);
        let over = BatchServer {
            arrival_rate: 1.0,
            ..one
        };
        assert!(over.mean_wait().is_infinite());
    }
}
