//! Environments of a function that stay warm for a while.

/// Share of executions that start cold when there is at most one environment, which expires `keep_alive` seconds after it became
/// idle: exp(-lambda T). Arrivals are Poisson and those that find it busy are refused, so the time from the end of one
/// execution to the next is exponential, whatever an execution takes.
pub fn cold_share(arrival_rate: f64, keep_alive: f64) -> f64 {
    libm::exp(-arrival_rate * keep_alive)
}

/// Mean number of executions an environment lives for: geometric, exp(lambda T).
pub fn executions_per_environment(arrival_rate: f64, keep_alive: f64) -> f64 {
    libm::exp(arrival_rate * keep_alive)
}

/// Mean idle time between two executions of the same environment or until it expires, seconds: E\[min(gap, T)\] =
/// (1 - exp(-lambda T)) / lambda.
pub fn mean_idle(arrival_rate: f64, keep_alive: f64) -> f64 {
    -libm::expm1(-arrival_rate * keep_alive) / arrival_rate
}

/// Share of time that one environment exists, busy or idle, executions taking `service` seconds on average: of a cycle of one
/// execution and one gap, the execution and what of the gap it stays.
pub fn share_alive(arrival_rate: f64, keep_alive: f64, service: f64) -> f64 {
    (service + mean_idle(arrival_rate, keep_alive)) / (service + 1.0 / arrival_rate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};

    #[test]
    fn one_environment_starts_cold_as_often_as_when_played_through() {
        let (rate, keep_alive, mut random) = (0.4, 3.0, stream("cold"));
        let (mut now, mut free, mut cold, mut ran, mut alive) = (0.0_f64, 0.0_f64, 0.0, 0.0, 0.0);
        for _ in 0..400_000 {
            now += random.exponential() / rate;
            if now < free {
                continue;
            }
            let idle = now - free;
            alive += idle.min(keep_alive);
            cold += f64::from(u8::from(idle > keep_alive));
            ran += 1.0;
            let service = 2.0 * random.unit();
            (free, alive) = (now + service, alive + service);
        }
        assert_close(cold_share(rate, keep_alive), cold / ran, 0.01);
        assert_close(
            executions_per_environment(rate, keep_alive),
            ran / cold,
            0.01,
        );
        assert_close(share_alive(rate, keep_alive, 1.0), alive / now, 0.005);
    }

    #[test]
    fn who_asks_seldom_always_finds_it_cold_and_who_asks_often_never() {
        assert_close(cold_share(1e-6, 600.0), 1.0, 1e-3);
        assert!(cold_share(1.0, 600.0) < 1e-200);
        assert_close(mean_idle(1e-9, 600.0), 600.0, 1e-6);
        assert_close(share_alive(5.0, 600.0, 0.1), 1.0, 1e-12);
    }
}
