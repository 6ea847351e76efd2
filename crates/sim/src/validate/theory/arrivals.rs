//! Arrivals in bursts.

use super::Gim1;

/// A Poisson process whose rate changes between two at random: the two-state Markov-modulated Poisson process. Fischer and
/// Meier-Hellstern, "The Markov-modulated Poisson process (MMPP) cookbook", Performance Evaluation 18, 1993.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmpp2 {
    /// Arrivals a second in each state.
    pub rates: [f64; 2],
    /// Mean seconds in each state, exponential.
    pub stays: [f64; 2],
}

impl Mmpp2 {
    /// Share of time in each state.
    fn shares(self) -> [f64; 2] {
        let both = self.stays[0] + self.stays[1];
        self.stays.map(|stay| stay / both)
    }

    /// Arrivals a second in the long run.
    pub fn mean_rate(self) -> f64 {
        let [a, b] = self.shares();
        a * self.rates[0] + b * self.rates[1]
    }

    /// Variance over mean of the number of arrivals within `seconds`, 1 for a Poisson process: with c the sum of the rates of
    /// change and V the variance of the rate, 1 + 2 V / (c m) (1 - (1 - exp(-c t)) / (c t)).
    pub fn index_of_dispersion(self, seconds: f64) -> f64 {
        let ct = (1.0 / self.stays[0] + 1.0 / self.stays[1]) * seconds;
        1.0 + (self.index_of_dispersion_limit() - 1.0) * (1.0 + libm::expm1(-ct) / ct)
    }

    /// What the index of dispersion of long stretches comes to.
    pub fn index_of_dispersion_limit(self) -> f64 {
        let [a, b] = self.shares();
        let apart = self.rates[0] - self.rates[1];
        let change = 1.0 / self.stays[0] + 1.0 / self.stays[1];
        1.0 + 2.0 * a * b * apart * apart / (change * self.mean_rate())
    }
}

/// Poisson arrivals during exponential times of activity, none in between: the interrupted Poisson process, whose gaps are
/// independent. Kuczura, "The interrupted Poisson process as an overflow process", Bell System Technical Journal 52, 1973.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnOff {
    /// Arrivals a second while on.
    pub rate: f64,
    /// Mean seconds on.
    pub on: f64,
    /// Mean seconds off.
    pub off: f64,
}

impl OnOff {
    pub fn mmpp(self) -> Mmpp2 {
        Mmpp2 {
            rates: [self.rate, 0.0],
            stays: [self.on, self.off],
        }
    }

    /// Arrivals a second in the long run.
    pub fn mean_rate(self) -> f64 {
        self.mmpp().mean_rate()
    }

    /// Squared coefficient of variation of the gaps: 1 + 2 rate a / (a + b)^2, a and b the rates of going off and on.
    pub fn squared_cv_of_gaps(self) -> f64 {
        let (off, on) = (1.0 / self.on, 1.0 / self.off);
        1.0 + 2.0 * self.rate * off / ((off + on) * (off + on))
    }

    /// E\[exp(-s gap)\] = rate (s + b) / (s^2 + (rate + a + b) s + rate b).
    pub fn gap_transform(self, s: f64) -> f64 {
        let (off, on) = (1.0 / self.on, 1.0 / self.off);
        self.rate * (s + on) / (s * s + (self.rate + off + on) * s + self.rate * on)
    }

    /// The queue these arrivals make at one exponential server; exact, since their gaps are independent.
    pub fn queue(self, service_rate: f64) -> Gim1 {
        Gim1::new(self.mean_rate(), service_rate, |s| self.gap_transform(s))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary, stream};
    use crate::validate::theory::numeric::area;

    const BURSTS: OnOff = OnOff {
        rate: 3.0,
        on: 2.0,
        off: 4.0,
    };

    #[test]
    fn counts_spread_as_the_rate_that_makes_them() {
        // Var N(t) = m t + 2 area of (t - u) Cov(rate(0), rate(u)); Cov = V exp(-c u).
        let process = Mmpp2 {
            rates: [20.0, 5.0],
            stays: [3.0, 7.0],
        };
        assert_close(process.mean_rate(), 9.5, 1e-12);
        let (variance, change) = (0.3 * 0.7 * 15.0 * 15.0, 1.0 / 3.0 + 1.0 / 7.0);
        for seconds in [0.1, 2.0, 50.0] {
            let spread = |u: f64| (seconds - u) * variance * libm::exp(-change * u);
            let count = 9.5 * seconds + 2.0 * area(&spread, 0.0, seconds, variance * seconds);
            let index = count / (9.5 * seconds);
            assert_close(process.index_of_dispersion(seconds), index, 1e-9);
        }
        assert_close(
            process.index_of_dispersion(1e9),
            process.index_of_dispersion_limit(),
            1e-6,
        );
    }

    #[test]
    fn counts_spread_as_when_played_through() {
        let mut random = stream("bursts");
        let process = BURSTS.mmpp();
        let (mut state, mut left, mut counts) = (0, 0.0, Vec::new());
        for _ in 0..60_000 {
            let (mut rest, mut mean) = (5.0, 0.0);
            while rest > 0.0 {
                if left <= 0.0 {
                    state = 1 - state;
                    left = random.exponential() * process.stays[state];
                }
                let step = f64::min(rest, left);
                mean += step * process.rates[state];
                (rest, left) = (rest - step, left - step);
            }
            let (mut count, mut at) = (0.0, random.exponential());
            while at < mean {
                count += 1.0;
                at += random.exponential();
            }
            counts.push(count);
        }
        let n = counts.len() as f64;
        let mean = counts.iter().sum::<f64>() / n;
        let variance = counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / n;
        assert_close(process.mean_rate() * 5.0, mean, 0.02);
        assert_close(process.index_of_dispersion(5.0), variance / mean, 0.03);
    }

    #[test]
    fn independent_gaps_spread_counts_by_their_squared_variation() {
        let limit = BURSTS.mmpp().index_of_dispersion_limit();
        assert_close(BURSTS.squared_cv_of_gaps(), limit, 1e-12);
        // The mean gap is minus the slope of the transform at 0.
        let slope = (BURSTS.gap_transform(1e-6) - BURSTS.gap_transform(0.0)) / 1e-6;
        assert_close(-slope, 1.0 / BURSTS.mean_rate(), 1e-4);
        assert_close(BURSTS.gap_transform(0.0), 1.0, 1e-12);
    }

    #[test]
    fn bursts_wait_as_the_balance_of_states_says() {
        // State 2 n + (1 while off); service 2 a second, load 0.5.
        const ROOM: usize = 400;
        let p = stationary(2 * ROOM, |state| {
            let (n, off) = (state / 2, state % 2 == 1);
            let mut jumps = vec![if off {
                (state - 1, 1.0 / 4.0)
            } else {
                (state + 1, 1.0 / 2.0)
            }];
            if !off && n + 1 < ROOM {
                jumps.push((state + 2, 3.0));
            }
            if n > 0 {
                jumps.push((state - 2, 2.0));
            }
            jumps
        });
        let inside: f64 = p
            .iter()
            .enumerate()
            .map(|(state, p)| (state / 2) as f64 * p)
            .sum();
        assert_close(BURSTS.queue(2.0).mean_response(), inside / 1.0, 1e-6);
    }
}
