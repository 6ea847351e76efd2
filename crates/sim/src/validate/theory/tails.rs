//! The fastest, the slowest and the k-th of several calls. A distribution is given by its tail, P(X > t) on t >= 0.

use super::numeric::{binomial_tail, mean_of_tail, percentile};

/// Calls of which a second copy is sent when the first has no answer after `after` seconds; the first answer counts. Dean and
/// Barroso, "The Tail at Scale", CACM 56, 2013.
pub struct Hedged<F> {
    /// P(X > t) of one call, the copies independent.
    pub tail: F,
    /// Seconds.
    pub after: f64,
}

impl<F: Fn(f64) -> f64> Hedged<F> {
    /// P(min(X, after + Y) > t): the tail of one call until the copy is sent, then the product of both.
    pub fn response_tail(&self, t: f64) -> f64 {
        let first = (self.tail)(t);
        if t < self.after {
            first
        } else {
            first * (self.tail)(t - self.after)
        }
    }

    /// Seconds.
    pub fn mean_response(&self) -> f64 {
        mean_of_tail(&|t| self.response_tail(t))
    }

    /// The time that the share `p` of requests does not exceed, seconds.
    pub fn percentile(&self, p: f64) -> f64 {
        percentile(|t| self.response_tail(t), p)
    }

    /// Copies sent for each request: P(X > after).
    pub fn extra_calls(&self) -> f64 {
        (self.tail)(self.after)
    }
}

/// P(the k-th fastest of `n` independent calls, k from 1, takes longer than t), `tail` = P(one takes longer): fewer than k of n
/// are in time. k = n is the slowest of a scatter-gather, k = n / 2 + 1 a majority quorum. David and Nagaraja, "Order Statistics",
/// 3rd ed., 2003, chapter 2.
pub fn kth_tail(n: u32, k: u32, tail: f64) -> f64 {
    // At least n - k + 1 of n are late: summed so that a small tail keeps its digits.
    binomial_tail(n, (n + 1).saturating_sub(k), tail)
}

/// Mean of the k-th fastest of `n` independent calls, seconds: the area under its tail.
pub fn kth_mean(n: u32, k: u32, tail: impl Fn(f64) -> f64) -> f64 {
    mean_of_tail(&|t| kth_tail(n, k, tail(t)))
}

/// The time that the k-th fastest of `n` calls does not exceed with probability `p`, seconds.
pub fn kth_percentile(n: u32, k: u32, tail: impl Fn(f64) -> f64, p: f64) -> f64 {
    percentile(|t| kth_tail(n, k, tail(t)), p)
}

/// Mean of the k-th fastest of `n` exponential calls of mean `mean`, in its unit: mean (1/n + 1/(n-1) + ... + 1/(n-k+1)), by
/// Renyi's representation (David and Nagaraja, chapter 2).
pub fn kth_mean_of_exponentials(mean: f64, n: u32, k: u32) -> f64 {
    ((n + 1).saturating_sub(k)..=n)
        .map(|i| mean / f64::from(i))
        .sum()
}

/// Share of requests that meet at least one slow call out of `n`, a share `slow` of calls being slow: 1 - (1 - slow)^n. Dean
/// and Barroso 2013.
pub fn share_touched(n: u32, slow: f64) -> f64 {
    -libm::expm1(f64::from(n) * libm::log1p(-slow))
}

/// The percentile of one call that is the percentile `p` of the slowest of `n`: p^(1/n).
pub fn leaf_percentile(n: u32, p: f64) -> f64 {
    libm::pow(p, 1.0 / f64::from(n))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};
    use crate::validate::theory::expected_maximum;

    fn exponential(t: f64) -> f64 {
        libm::exp(-t)
    }

    #[test]
    fn a_hundred_servers_that_are_slow_once_in_a_hundred_slow_down_two_requests_in_three() {
        // Dean and Barroso: 63 % of requests; with 2,000 servers, one slow call in 10,000 touches almost one in five.
        assert_close(share_touched(100, 0.01), 0.634, 1e-3);
        assert_close(share_touched(2000, 0.0001), 0.181, 2e-3);
        assert_close(1.0 - leaf_percentile(100, 0.99), 1.005e-4, 1e-3);
    }

    #[test]
    fn the_kth_of_uniform_times_is_k_parts_of_n_and_one() {
        let uniform = |t: f64| (1.0 - t).clamp(0.0, 1.0);
        for (n, k) in [(3, 2), (5, 3), (10, 10), (7, 1)] {
            let mean = f64::from(k) / f64::from(n + 1);
            assert_close(kth_mean(n, k, uniform), mean, 1e-6);
        }
        // Median of three: 3 x^2 - 2 x^3 = 1/2 at x = 1/2.
        assert_close(kth_percentile(3, 2, uniform, 0.5), 0.5, 1e-9);
    }

    #[test]
    fn a_quorum_of_exponential_replicas_has_its_closed_mean() {
        for (n, k) in [(3, 2), (5, 3), (20, 20), (9, 1)] {
            let closed = kth_mean_of_exponentials(1.0, n, k);
            assert_close(kth_mean(n, k, exponential), closed, 1e-6);
        }
        assert_close(kth_mean_of_exponentials(6.0, 3, 2), 5.0, 1e-12);
        assert_eq!(
            kth_mean_of_exponentials(1.0, 8, 8),
            expected_maximum(1.0, 8)
        );
    }

    #[test]
    fn hedging_pareto_calls_ends_as_when_played_through() {
        // Scale 1, shape 1.5: one in a hundred takes more than 21.5.
        let pareto = |t: f64| if t < 1.0 { 1.0 } else { libm::pow(t, -1.5) };
        let hedged = Hedged {
            tail: pareto,
            after: 4.0,
        };
        let mut random = stream("hedge");
        let mut draw = || libm::pow(random.unit(), -1.0 / 1.5);
        let mut times: Vec<f64> = (0..400_000)
            .map(|_| f64::min(draw(), 4.0 + draw()))
            .collect();
        times.sort_by(f64::total_cmp);
        assert_close(
            hedged.mean_response(),
            times.iter().sum::<f64>() / 4e5,
            0.005,
        );
        assert_close(hedged.percentile(0.99), times[396_000], 0.02);
        assert_close(hedged.percentile(0.5), times[200_000], 0.01);
        assert_close(hedged.extra_calls(), 0.125, 1e-12);
    }

    #[test]
    fn hedging_exponential_calls_has_a_closed_mean() {
        // Until d one call, and from then on the faster of two, by lack of memory.
        let hedged = Hedged {
            tail: exponential,
            after: 0.7,
        };
        let late = exponential(0.7);
        assert_close(hedged.mean_response(), 1.0 - late + late / 2.0, 1e-8);
    }

    proptest! {
        #[test]
        fn later_answers_take_longer(n in 2u32..50, tail in 1e-6f64..1.0) {
            for k in 1..n {
                prop_assert!(kth_tail(n, k, tail) <= kth_tail(n, k + 1, tail) * (1.0 + 1e-9));
            }
            let (first, last) = (kth_tail(n, 1, tail), kth_tail(n, n, tail));
            prop_assert!((first - libm::pow(tail, f64::from(n))).abs() <= 1e-9 * first);
            prop_assert!((last - share_touched(n, tail)).abs() <= 1e-9 * last);
        }
    }
}
