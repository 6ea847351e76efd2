//! How much a circuit breaker lets through.

/// A breaker in front of Poisson calls: closed until `threshold` calls in a row fail, then open for `open` seconds, then half open,
/// where it closes once `probes` calls in a row succeed and opens again with the first that fails. Calls are answered at once:
/// within a time in which hardly another one comes. Nygard, "Release It!", 2nd ed., 2018, chapter 5.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Breaker {
    /// Calls a second, those refused included.
    pub arrival_rate: f64,
    pub threshold: u32,
    /// Seconds.
    pub open: f64,
    pub probes: u32,
}

impl Breaker {
    /// Mean number of calls until `threshold` in a row have failed, each with probability `failure`: (f^-k - 1) / (1 - f). Feller,
    /// "An Introduction to Probability Theory and Its Applications", vol. 1, 3rd ed., 1968, chapter XIII.
    pub fn calls_to_trip(self, failure: f64) -> f64 {
        let k = f64::from(self.threshold);
        if failure >= 1.0 {
            return k;
        }
        (libm::pow(failure, -k) - 1.0) / (1.0 - failure)
    }

    /// Share of calls let through in the long run when each that is fails with probability `failure`. By cycles from closing to
    /// closing: with s = (1 - f)^p the chance that p probes succeed and m = (1 - s) / f the mean number of probes tried, the
    /// breaker is open 1 / s times a cycle, and the share is (s c + m) / (s c + m + lambda open), c the calls to trip.
    /// With one probe that is 1 / (1 + f^k lambda open).
    pub fn share_let_through(self, failure: f64) -> f64 {
        if failure <= 0.0 {
            return 1.0;
        }
        let closes = libm::pow(1.0 - failure, f64::from(self.probes));
        let tried = (1.0 - closes) / failure;
        let passed = if closes > 0.0 {
            closes * self.calls_to_trip(failure) + tried
        } else {
            tried
        };
        if passed.is_infinite() {
            return 1.0;
        }
        passed / (passed + self.arrival_rate * self.open)
    }

    /// Mean number of calls let through within `seconds`, so many cycles that chance has lost where the last one stands (with
    /// gaps much shorter than `open` that takes very many), when all fail from their start on: the
    /// `threshold` that trip it, and then one probe for each time it was open and a call came, of mean length c = open + g with
    /// the gap g = 1 / lambda; t / c + (g^2 / c^2 - 1) / 2 of them in the t that remain. Feller, vol. 2, 2nd ed., 1971,
    /// chapter XI (renewal theorem).
    pub fn let_through_when_dead(self, seconds: f64) -> f64 {
        let gap = 1.0 / self.arrival_rate;
        let (trips, cycle) = (f64::from(self.threshold), self.open + gap);
        let rest = seconds - trips * gap;
        trips + rest / cycle + (gap * gap / (cycle * cycle) - 1.0) / 2.0
    }
}

/// Share of Poisson calls let through, in the long run, to a dependency that is down and answers (or times out) after `answer`
/// seconds, when the breaker is open for `open` seconds and then lets `probes` through before it judges them, refusing others
/// meanwhile (resilience4j's `permittedNumberOfCallsInHalfOpenState`): p / (p + lambda (open + answer)).
pub fn breaker_share_of_dead(arrival_rate: f64, open: f64, probes: u32, answer: f64) -> f64 {
    let passed = f64::from(probes);
    passed / (passed + arrival_rate * (open + answer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    /// Share of calls let through, played through.
    fn play(breaker: Breaker, failure: f64) -> f64 {
        const COUNT: u32 = 600_000;
        let mut random = stream("breaker");
        let (mut now, mut open_until, mut half, mut row, mut passed) = (0.0, 0.0, false, 0, 0.0);
        for _ in 0..COUNT {
            now += random.exponential() / breaker.arrival_rate;
            if now < open_until {
                continue;
            }
            passed += 1.0;
            let fails = random.chance(failure);
            if half {
                row += 1;
                if fails {
                    (open_until, row) = (now + breaker.open, 0);
                } else if row == breaker.probes {
                    (half, row) = (false, 0);
                }
            } else {
                row = if fails { row + 1 } else { 0 };
                if row == breaker.threshold {
                    (open_until, half, row) = (now + breaker.open, true, 0);
                }
            }
        }
        passed / f64::from(COUNT)
    }

    fn breaker(threshold: u32, probes: u32) -> Breaker {
        Breaker {
            arrival_rate: 20.0,
            threshold,
            open: 0.5,
            probes,
        }
    }

    #[test]
    fn it_lets_as_many_through_as_when_played_through() {
        for (failure, threshold, probes) in [(0.5, 5, 1), (0.7, 4, 2), (0.3, 3, 3), (1.0, 5, 2)] {
            let breaker = breaker(threshold, probes);
            let played = play(breaker, failure);
            assert_close(breaker.share_let_through(failure), played, 0.04);
        }
    }

    #[test]
    fn with_one_probe_the_share_has_a_short_form() {
        for failure in [0.1, 0.5, 0.9, 1.0] {
            let short = 1.0 / (1.0 + f64::powi(failure, 5) * 10.0);
            assert_close(breaker(5, 1).share_let_through(failure), short, 1e-9);
        }
        assert_eq!(breaker(5, 1).share_let_through(0.0), 1.0);
        assert_eq!(breaker(5, 1).calls_to_trip(1.0), 5.0);
        // Two heads in a row of a fair coin: six throws.
        assert_eq!(breaker(2, 1).calls_to_trip(0.5), 6.0);
    }

    #[test]
    fn a_dead_dependency_gets_its_probes_and_no_more() {
        let mut random = stream("dead");
        let (mut now, mut refused_until, mut probes, mut passed) = (0.0, 0.0, 0, 0.0);
        for _ in 0..300_000 {
            now += random.exponential() / 20.0;
            if now < refused_until {
                continue;
            }
            passed += 1.0;
            probes += 1;
            if probes == 3 {
                // The last of three answers comes 0.4 s later; open for 2 s from then on.
                (probes, refused_until) = (0, now + 0.4 + 2.0);
            }
        }
        assert_close(
            breaker_share_of_dead(20.0, 2.0, 3, 0.4),
            passed / 300_000.0,
            0.01,
        );
    }

    #[test]
    fn ten_seconds_of_death_cost_the_calls_that_trip_and_a_probe_a_cycle() {
        let (breaker, mut random) = (breaker(5, 2), stream("death"));
        let mut passed = 0u32;
        for _ in 0..5000 {
            let (mut now, mut open_until, mut row) = (0.0, 0.0, 0);
            loop {
                now += random.exponential() / breaker.arrival_rate;
                if now > 10.0 {
                    break;
                }
                if now >= open_until {
                    (passed, row) = (passed + 1, row + 1);
                    if row >= breaker.threshold {
                        open_until = now + breaker.open;
                    }
                }
            }
        }
        let ours = breaker.let_through_when_dead(10.0);
        assert_close(ours, f64::from(passed) / 5000.0, 0.003);
    }
}
