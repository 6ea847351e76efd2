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

/// Mean of the longest of `n` independent exponential times of mean `mean`: mean times the n-th harmonic number,
/// because the longest waits for n first events, then n - 1, and so on (Renyi's representation of order statistics;
/// David and Nagaraja, "Order Statistics", 3rd ed., chapter 2).
pub fn expected_maximum(mean: f64, n: u32) -> f64 {
    (1..=n).map(|k| mean / f64::from(k)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_retries_of_calls_that_always_fail_make_four_attempts() {
        assert_eq!(attempts_per_request(1.0, 3), 4.0);
        assert_eq!(attempts_per_request(0.0, 3), 1.0);
        assert_eq!(attempts_per_request(0.5, 2), 1.75);
        assert_eq!(failure_after_retries(0.5, 2), 0.125);
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
