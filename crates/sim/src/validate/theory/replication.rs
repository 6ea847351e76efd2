//! Reads of a copy that is behind.

use super::numeric::area;

/// Probability that a copy with an exponential lag of mean `mean_lag` does not have a write `elapsed` seconds after it: exp(-t / L).
pub fn stale_after(elapsed: f64, mean_lag: f64) -> f64 {
    libm::exp(-elapsed / mean_lag)
}

/// Share of reads from a copy that do not see the last write, when the key is written `write_rate` times a second (Poisson), each
/// write reaches the copy after an exponential time of mean `mean_lag`, independently, and an older one never covers a newer:
/// w L / (1 + w L). The last write was made an exponential time ago, and it is a race between two.
pub fn stale_share(write_rate: f64, mean_lag: f64) -> f64 {
    let writes = write_rate * mean_lag;
    writes / (1.0 + writes)
}

/// The same for a lag that is always `lag`: a write within it, 1 - exp(-w L).
pub fn stale_share_of_constant_lag(write_rate: f64, lag: f64) -> f64 {
    -libm::expm1(-write_rate * lag)
}

/// The same for any lag, `lag_tail(t)` = P(lag > t): the mean of the tail at the age of the last write, the area under
/// w exp(-w t) P(lag > t).
pub fn stale_share_of(write_rate: f64, lag_tail: impl Fn(f64) -> f64) -> f64 {
    // By u = 1 - exp(-w t), the age's own distribution.
    let at = |u: f64| lag_tail(-libm::log1p(-u.min(1.0 - 1e-16)) / write_rate);
    area(&at, 0.0, 1.0, 1.0)
}

/// Probability that `read` replicas out of `n`, drawn at random, are all among those that did not take part in the last write of
/// `write` replicas: C(n - w, r) / C(n, r), 0 when r + w > n. Bailis et al., "Probabilistically bounded staleness for
/// practical partial quorums", VLDB 2012.
pub fn quorum_miss(n: u32, read: u32, write: u32) -> f64 {
    if read + write > n {
        return 0.0;
    }
    let draw = |i: u32| f64::from(n - write - i) / f64::from(n - i);
    (0..read).map(draw).product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    #[test]
    fn one_of_three_misses_a_write_of_one_two_times_in_three() {
        // Bailis et al., section 2: N = 3, R = W = 1 misses two times in three; N = 100, R = W = 30: 1.88e-6.
        assert_close(quorum_miss(3, 1, 1), 2.0 / 3.0, 1e-12);
        assert_close(quorum_miss(3, 1, 2), 1.0 / 3.0, 1e-12);
        assert_close(quorum_miss(100, 30, 30), 1.88e-6, 3e-3);
        assert_eq!(quorum_miss(3, 2, 2), 0.0);
    }

    #[test]
    fn reads_are_stale_as_often_as_when_played_through() {
        // Writes twice a second; lag exponential of mean 0.3, or always 0.3. A read every 0.37 s or so.
        let mut random = stream("lag");
        let (mut stale, mut reads) = ([0.0; 2], 0.0);
        let (mut write, mut arrives, mut now) = (0.0, 0.0, 0.0);
        let mut next = random.exponential() / 2.0;
        for _ in 0..200_000 {
            now += 0.37 * random.exponential();
            while next <= now {
                (write, arrives) = (next, next + 0.3 * random.exponential());
                next += random.exponential() / 2.0;
            }
            reads += 1.0;
            stale[0] += f64::from(u8::from(arrives > now));
            stale[1] += f64::from(u8::from(write + 0.3 > now));
        }
        assert_close(stale_share(2.0, 0.3), stale[0] / reads, 0.01);
        assert_close(
            stale_share_of_constant_lag(2.0, 0.3),
            stale[1] / reads,
            0.01,
        );
        assert_close(stale_after(0.3, 0.3), 0.367_879, 1e-5);
    }

    #[test]
    fn any_lag_covers_both_of_its_special_cases() {
        let exponential = stale_share_of(2.0, |t| libm::exp(-t / 0.3));
        assert_close(exponential, stale_share(2.0, 0.3), 1e-7);
        let constant = stale_share_of(2.0, |t| if t < 0.3 { 1.0 } else { 0.0 });
        assert_close(constant, stale_share_of_constant_lag(2.0, 0.3), 1e-7);
    }
}
