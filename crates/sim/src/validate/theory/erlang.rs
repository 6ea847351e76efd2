//! Several servers: Erlang's formulas of 1917.

/// Erlang B: the share of arrivals that an M/G/c/c system (no waiting room) turns away at `offered` erlangs, whatever the
/// distribution of service times. By the recursion B(0) = 1, B(n) = a B(n-1) / (n + a B(n-1)), which neither overflows nor
/// cancels. *Gross*, chapter 2; that only the mean of the service time matters, chapter 5.
pub fn erlang_b(servers: u32, offered: f64) -> f64 {
    if offered <= 0.0 {
        return if servers == 0 { 1.0 } else { 0.0 };
    }
    // The reciprocal stays finite where the probability itself would vanish in rounding.
    let inverse = (1..=servers).fold(1.0, |inverse, n| 1.0 + f64::from(n) / offered * inverse);
    1.0 / inverse
}

/// Erlang C: the share of arrivals that must wait in an M/M/c queue at `offered` erlangs; 1 when there is no steady state.
/// From Erlang B: C = c B / (c - a (1 - B)). *Gross*, chapter 2.
pub fn erlang_c(servers: u32, offered: f64) -> f64 {
    let c = f64::from(servers);
    if offered >= c {
        return 1.0;
    }
    let b = erlang_b(servers, offered);
    c * b / (c - offered * (1.0 - b))
}

/// The M/M/c queue: Poisson arrivals, exponential service, `servers` servers, one line, first come first served.
/// *Gross*, chapter 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mmc {
    /// Arrivals a second.
    pub arrival_rate: f64,
    /// What one server completes a second when it never idles.
    pub service_rate: f64,
    pub servers: u32,
}

impl Mmc {
    /// Mean number of busy servers, erlangs.
    pub fn offered(self) -> f64 {
        self.arrival_rate / self.service_rate
    }

    /// Share of time a server is busy.
    pub fn utilisation(self) -> f64 {
        (self.offered() / f64::from(self.servers)).min(1.0)
    }

    /// Share of arrivals that wait.
    pub fn delay_probability(self) -> f64 {
        erlang_c(self.servers, self.offered())
    }

    /// The rate at which the line drains while all servers are busy, less what arrives.
    fn slack(self) -> f64 {
        f64::from(self.servers) * self.service_rate - self.arrival_rate
    }

    /// Mean time in the line, over all arrivals, seconds.
    pub fn mean_wait(self) -> f64 {
        let slack = self.slack();
        if slack <= 0.0 {
            f64::INFINITY
        } else {
            self.delay_probability() / slack
        }
    }

    /// Mean number in the line.
    pub fn mean_waiting(self) -> f64 {
        self.arrival_rate * self.mean_wait()
    }

    /// Mean time in the system, seconds.
    pub fn mean_response(self) -> f64 {
        self.mean_wait() + 1.0 / self.service_rate
    }

    /// The time in the line that the share `p` of arrivals does not exceed: P(W > t) = C exp(-(c mu - lambda) t).
    pub fn wait_percentile(self, p: f64) -> f64 {
        let slack = self.slack();
        if slack <= 0.0 {
            return f64::INFINITY;
        }
        (libm::log(self.delay_probability() / (1.0 - p)) / slack).max(0.0)
    }

    /// P(time in the system > t): the wait plus an exponential service independent of it.
    pub fn response_tail(self, t: f64) -> f64 {
        let (mu, slack, delayed) = (self.service_rate, self.slack(), self.delay_probability());
        if slack <= 0.0 {
            return 1.0;
        }
        let service = libm::exp(-mu * t);
        let waited = if (slack - mu).abs() < 1e-9 * mu {
            // The limit of the difference quotient where both rates are equal.
            mu * t * service
        } else {
            mu / (mu - slack) * (libm::exp(-slack * t) - service)
        };
        service + delayed * waited
    }

    /// The time in the system that the share `p` of arrivals does not exceed, by bisection of [`Self::response_tail`].
    pub fn response_percentile(self, p: f64) -> f64 {
        if self.slack() <= 0.0 {
            return f64::INFINITY;
        }
        let (mut low, mut high) = (0.0, self.mean_response());
        while self.response_tail(high) > 1.0 - p {
            high *= 2.0;
        }
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if self.response_tail(middle) > 1.0 - p {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Offered load in erlangs at which so many lines lose 1 % and 5 % of calls, as printed in traffic tables
    /// (for instance ITU-D, "Teletraffic Engineering Handbook", table of the Erlang loss formula).
    const LOST_ONE_PER_CENT: [(u32, f64); 14] = [
        (1, 0.0101),
        (2, 0.153),
        (3, 0.455),
        (4, 0.869),
        (5, 1.361),
        (6, 1.909),
        (7, 2.501),
        (8, 3.128),
        (9, 3.783),
        (10, 4.461),
        (15, 8.108),
        (20, 12.031),
        (50, 37.901),
        (100, 84.064),
    ];
    const LOST_FIVE_PER_CENT: [(u32, f64); 7] = [
        (1, 0.0526),
        (2, 0.381),
        (3, 0.899),
        (4, 1.525),
        (5, 2.219),
        (10, 6.216),
        (20, 15.249),
    ];

    #[test]
    fn erlang_b_gives_the_printed_traffic_tables() {
        let tables = [
            (0.01, &LOST_ONE_PER_CENT[..]),
            (0.05, &LOST_FIVE_PER_CENT[..]),
        ];
        for (loss, table) in tables {
            for &(servers, printed) in table {
                // The load that loses so much lies within the last printed digit.
                let digit = if servers == 1 { 0.000_06 } else { 0.000_6 };
                assert!(
                    erlang_b(servers, printed - digit) < loss,
                    "{servers} {printed}"
                );
                assert!(
                    erlang_b(servers, printed + digit) > loss,
                    "{servers} {printed}"
                );
            }
        }
    }

    #[test]
    fn erlang_c_gives_the_textbook_values() {
        // c = 1 is the utilisation; 2 and 3 by hand; 5 and 10 at 80 % from tables of the M/M/s queue.
        for (servers, offered, printed) in [
            (1, 0.7, 0.7),
            (2, 1.0, 1.0 / 3.0),
            (3, 2.0, 4.0 / 9.0),
            (5, 4.0, 0.5541),
            (10, 8.0, 0.4092),
        ] {
            assert!(
                (erlang_c(servers, offered) - printed).abs() < 6e-5,
                "{servers} {}",
                erlang_c(servers, offered)
            );
        }
        // Mean line of M/M/5 and M/M/10 at 80 %: 2.2165 and 1.6370.
        for (servers, printed) in [(5, 2.2165), (10, 1.6370)] {
            let queue = Mmc {
                arrival_rate: 0.8 * f64::from(servers),
                service_rate: 1.0,
                servers,
            };
            assert!(
                (queue.mean_waiting() - printed).abs() < 1e-3,
                "{}",
                queue.mean_waiting()
            );
        }
    }

    #[test]
    fn one_server_is_the_mm1_queue() {
        let queue = Mmc {
            arrival_rate: 8.0,
            service_rate: 10.0,
            servers: 1,
        };
        // Response is exponential with rate mu - lambda; *Gross*, chapter 2.
        assert!((queue.mean_response() - 0.5).abs() < 1e-12);
        assert!((queue.response_percentile(0.95) - 20f64.ln() / 2.0).abs() < 1e-9);
        assert!((queue.wait_percentile(0.95) - (0.8f64 / 0.05).ln() / 2.0).abs() < 1e-12);
        assert_eq!(queue.wait_percentile(0.1), 0.0);
    }

    #[test]
    fn a_queue_offered_more_than_it_can_serve_waits_for_ever() {
        let queue = Mmc {
            arrival_rate: 11.0,
            service_rate: 5.0,
            servers: 2,
        };
        assert_eq!(queue.delay_probability(), 1.0);
        assert!(queue.mean_wait().is_infinite() && queue.response_percentile(0.5).is_infinite());
        assert_eq!(queue.utilisation(), 1.0);
    }

    proptest! {
        #[test]
        fn erlang_b_obeys_its_recursion(servers in 1u32..400, offered in 0.001f64..500.0) {
            let (before, now) = (erlang_b(servers - 1, offered), erlang_b(servers, offered));
            let recursion = offered * before / (f64::from(servers) + offered * before);
            // A probability below the smallest normal number is none: its reciprocal is beyond the largest.
            prop_assert!((now - recursion).abs() <= (1e-12 * recursion).max(f64::MIN_POSITIVE));
        }

        #[test]
        fn losses_rise_with_load_and_fall_with_servers(servers in 1u32..200, offered in 0.01f64..300.0) {
            let b = erlang_b(servers, offered);
            prop_assert!((0.0..=1.0).contains(&b));
            prop_assert!(erlang_b(servers, offered * 1.01) >= b);
            prop_assert!(erlang_b(servers + 1, offered) <= b);
        }

        #[test]
        fn whoever_could_be_lost_can_also_wait(servers in 1u32..200, share in 0.01f64..0.999) {
            // With a line those in the system only get more, so B <= C <= 1.
            let offered = share * f64::from(servers);
            let (b, c) = (erlang_b(servers, offered), erlang_c(servers, offered));
            prop_assert!(b <= c && c <= 1.0);
            // What is carried plus what is lost is what is offered.
            prop_assert!(offered * (1.0 - b) <= f64::from(servers));
        }

        #[test]
        fn percentiles_invert_their_tails(servers in 1u32..50, share in 0.05f64..0.99, p in 0.01f64..0.999) {
            let queue = Mmc { arrival_rate: share * f64::from(servers) * 3.0, service_rate: 3.0, servers };
            let t = queue.response_percentile(p);
            prop_assert!((queue.response_tail(t) - (1.0 - p)).abs() < 1e-9);
            // Little's law in the line and in the whole.
            let inside = queue.mean_waiting() + queue.offered();
            prop_assert!((queue.arrival_rate * queue.mean_response() - inside).abs() < 1e-9 * inside);
        }

        #[test]
        fn the_mean_is_the_area_under_the_tail(servers in 1u32..8, share in 0.1f64..0.9) {
            let queue = Mmc { arrival_rate: share * f64::from(servers), service_rate: 1.0, servers };
            let (end, steps) = (queue.response_percentile(0.999_999_9) * 1.5, 20_000);
            let step = end / f64::from(steps);
            let area: f64 = (0..steps).map(|i| queue.response_tail((f64::from(i) + 0.5) * step) * step).sum();
            prop_assert!((area - queue.mean_response()).abs() < 2e-3 * area, "{} {}", area, queue.mean_response());
        }
    }
}
