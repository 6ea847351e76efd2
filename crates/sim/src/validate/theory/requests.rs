//! Requests that are repeated or split.

/// Mean number of attempts a request makes when each fails with probability `failure`, independently, and up to `retries`
/// follow the first: 1 + f + f^2 + ... + f^n = (1 - f^(n+1)) / (1 - f).
pub fn attempts_per_request(failure: f64, retries: u32) -> f64 {
    (0..=retries)
        .map(|n| libm::pow(failure, f64::from(n)))
        .sum()
}

/// Share of requests that fail for good: every attempt must.
pub fn failure_after_retries(failure: f64, retries: u32) -> f64 {
    libm::pow(failure, f64::from(retries) + 1.0)
}

/// Mean number of attempts that reach the last of `layers` services when each of them repeats failed calls to the next up to
/// `retries` times and only the last one fails, with probability `failure`. The attempts there form one series, which ends
/// with its first success or after (retries + 1)^layers. Beyer et al., "Site Reliability Engineering", O'Reilly 2016, chapter 22.
pub fn attempts_through_layers(failure: f64, retries: u32, layers: u32) -> f64 {
    let most = libm::pow(f64::from(retries) + 1.0, f64::from(layers));
    if failure >= 1.0 {
        return most;
    }
    (1.0 - libm::pow(failure, most)) / (1.0 - failure)
}

/// Mean number of attempts a request makes when retries also draw on a budget, to which each request adds `ratio` of a retry:
/// what the requests want or 1 + ratio, whichever is less, in the long run and when many share the budget. As in Finagle's
/// and tower's `RetryBudget`, without a reserve; a reserve of r retries a second at lambda requests a second adds r / lambda
/// to `ratio`.
pub fn attempts_with_budget(failure: f64, retries: u32, ratio: f64) -> f64 {
    attempts_per_request(failure, retries).min(1.0 + ratio)
}

/// Share of requests that fail for good under that budget: each attempt succeeds with probability 1 - f whether or not the
/// budget allowed others, and a request succeeds at most once.
pub fn failure_with_budget(failure: f64, retries: u32, ratio: f64) -> f64 {
    1.0 - attempts_with_budget(failure, retries, ratio) * (1.0 - failure)
}

/// Mean of the longest of `n` independent exponential times of mean `mean`: mean times the n-th harmonic number,
/// because the longest waits for n first events, then n - 1, and so on (Renyi's representation of order statistics;
/// David and Nagaraja, "Order Statistics", 3rd ed., chapter 2).
pub fn expected_maximum(mean: f64, n: u32) -> f64 {
    (1..=n).map(|k| mean / f64::from(k)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    #[test]
    fn three_retries_of_calls_that_always_fail_make_four_attempts() {
        assert_eq!(attempts_per_request(1.0, 3), 4.0);
        assert_eq!(attempts_per_request(0.0, 3), 1.0);
        assert_eq!(attempts_per_request(0.5, 2), 1.75);
        assert_eq!(failure_after_retries(0.5, 2), 0.125);
    }

    /// One request through `layers`: attempts at the last, and whether it was answered.
    fn call(layers: u32, retries: u32, fails: &mut impl FnMut() -> bool) -> (u32, bool) {
        if layers == 0 {
            return (1, !fails());
        }
        let mut attempts = 0;
        for _ in 0..=retries {
            let (more, answered) = call(layers - 1, retries, fails);
            attempts += more;
            if answered {
                return (attempts, true);
            }
        }
        (attempts, false)
    }

    #[test]
    fn three_layers_of_three_retries_make_sixty_four_attempts_of_one() {
        assert_eq!(attempts_through_layers(1.0, 3, 3), 64.0);
        assert_eq!(call(3, 3, &mut || true).0, 64);
        let mut random = stream("layers");
        let mut attempts = 0;
        for _ in 0..100_000 {
            attempts += call(2, 2, &mut || random.chance(0.7)).0;
        }
        assert_close(
            attempts_through_layers(0.7, 2, 2),
            f64::from(attempts) / 1e5,
            0.01,
        );
    }

    #[test]
    fn a_budget_caps_attempts_and_fails_the_rest() {
        for (failure, ratio) in [(0.5, 0.1), (0.05, 0.2), (1.0, 0.25)] {
            let (mut random, mut tokens) = (stream("budget"), 0.0);
            let (mut attempts, mut failed) = (0.0, 0.0);
            for _ in 0..200_000 {
                tokens = f64::min(tokens + ratio, 50.0);
                let mut left = 3;
                attempts += 1.0;
                let mut fails = random.chance(failure);
                while fails && left > 0 && tokens >= 1.0 {
                    (tokens, left) = (tokens - 1.0, left - 1);
                    attempts += 1.0;
                    fails = random.chance(failure);
                }
                failed += f64::from(u8::from(fails));
            }
            assert_close(
                attempts_with_budget(failure, 3, ratio),
                attempts / 2e5,
                0.002,
            );
            let ours = failure_with_budget(failure, 3, ratio);
            assert!((ours - failed / 2e5).abs() < 0.004, "{ours} {failed}");
        }
    }

    #[test]
    fn the_slower_of_two_takes_half_as_long_again() {
        assert_eq!(expected_maximum(10.0, 1), 10.0);
        assert_eq!(expected_maximum(10.0, 2), 15.0);
    }

    proptest::proptest! {
        #[test]
        fn the_sum_of_attempts_is_the_geometric_series(failure in 0.0f64..0.999, retries in 0u32..20) {
            let series = (1.0 - libm::pow(failure, f64::from(retries) + 1.0)) / (1.0 - failure);
            proptest::prop_assert!((attempts_per_request(failure, retries) - series).abs() < 1e-9 * series);
        }
    }
}
