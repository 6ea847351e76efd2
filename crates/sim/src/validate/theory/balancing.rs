//! Which of many servers a request is sent to.

use super::{Gim1, Mmc};

/// Of many servers, each with its own line: every Poisson arrival looks at `choices` of them at random and joins the shortest line.
/// Exponential service. Exact as the number of servers grows; a hundred at 90 % load hold about 1 % more. Mitzenmacher, "The
/// power of two choices in randomized load balancing", IEEE Trans. Parallel and Distributed Systems 12, 2001; Vvedenskaya,
/// Dobrushin and Karpelevich 1996.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PowerOfChoices {
    /// Share of time a server is busy; below 1.
    pub utilisation: f64,
    /// Mean, seconds.
    pub mean_service: f64,
    /// At least 1, which is a server drawn at random: M/M/1.
    pub choices: u32,
}

impl PowerOfChoices {
    /// Share of servers with at least `n` requests, the one in service included: rho^((d^n - 1) / (d - 1)).
    pub fn at_least(self, n: u32) -> f64 {
        let d = f64::from(self.choices);
        let exponent = if self.choices <= 1 {
            f64::from(n)
        } else {
            (libm::pow(d, f64::from(n)) - 1.0) / (d - 1.0)
        };
        libm::pow(self.utilisation, exponent)
    }

    /// `value(n)` for n = 0, 1, ... until the shares of servers with so many vanish.
    fn sum(self, value: impl Fn(u32) -> f64) -> f64 {
        let mut total = 0.0;
        for n in 0..1_000_000 {
            total += value(n);
            if self.at_least(n) < 1e-16 {
                break;
            }
        }
        total
    }

    /// Mean number of requests at a server.
    pub fn mean_inside(self) -> f64 {
        if self.utilisation >= 1.0 {
            return f64::INFINITY;
        }
        self.sum(|n| self.at_least(n + 1))
    }

    /// Mean time in the system, seconds, by Little's law.
    pub fn mean_response(self) -> f64 {
        self.mean_inside() / self.utilisation * self.mean_service
    }

    /// P(time in the system > t), first come first served: the shortest of the lines looked at holds n requests with
    /// probability `s_n^d - s_(n+1)^d`, and then n + 1 exponential services go by.
    pub fn response_tail(self, t: f64) -> f64 {
        if self.utilisation >= 1.0 {
            return 1.0;
        }
        let x = t / self.mean_service;
        let d = f64::from(self.choices);
        let joins = |n: u32| libm::pow(self.at_least(n), d) - libm::pow(self.at_least(n + 1), d);
        // P(more than n + 1 services go by) = P(at most n end in time).
        let in_time = |n: u32| 1.0 - super::numeric::poisson_tail(x, n + 1);
        self.sum(|n| joins(n) * in_time(n))
    }
}

/// Mean time in the system when Poisson arrivals are handed to `servers` exponential servers in turn, each with its own line,
/// seconds: every server is an `E_n/M/1` queue.
pub fn round_robin_response(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    let one = arrival_rate / f64::from(servers);
    Gim1::of_every_kth_arrival(servers, one, service_rate).mean_response()
}

/// Mean time in the system when each arrival takes a server at random, seconds: every server is an M/M/1 queue.
pub fn random_response(arrival_rate: f64, service_rate: f64, servers: u32) -> f64 {
    let one = Mmc {
        arrival_rate: arrival_rate / f64::from(servers),
        service_rate,
        servers: 1,
    };
    one.mean_response()
}

/// Mean time in the system when each Poisson arrival joins the shorter of two lines, each with its exponential server, seconds. Kingman,
/// "Two similar queues in parallel", Annals of Mathematical Statistics 32, 1961, has it as an infinite series; here the balance
/// of states is solved, by how many the shorter line holds and how many more the other, as far as they come.
pub fn join_shortest_of_two(arrival_rate: f64, service_rate: f64) -> f64 {
    /// How many more the longer line may hold: the share falls off with each by more than half.
    const WIDTH: usize = 64;
    let (load, mu) = (arrival_rate / (2.0 * service_rate), service_rate);
    if load >= 1.0 {
        return f64::INFINITY;
    }
    // The share falls off by load^2 from one length of the shorter line to the next.
    let length = (libm::ceil(-18.0 / libm::log(load)) as usize).max(4);
    let at = |shorter: usize, more: usize| shorter * WIDTH + more;
    let mut p = vec![1.0; length * WIDTH];
    for _ in 0..100_000 {
        let (mut moved, mut total) = (0.0, 0.0);
        for shorter in 0..length {
            for more in 0..WIDTH {
                let (last, widest) = (shorter + 1 == length, more + 1 == WIDTH);
                let mut into = 0.0;
                if more == 1 {
                    into += arrival_rate * p[at(shorter, 0)];
                }
                if shorter > 0 && !widest {
                    into += arrival_rate * p[at(shorter - 1, more + 1)];
                }
                if !widest {
                    into += mu * p[at(shorter, more + 1)];
                }
                if !last && more > 0 {
                    let servers = if more == 1 { 2.0 } else { 1.0 };
                    into += servers * mu * p[at(shorter + 1, more - 1)];
                }
                let arrives = if last && more > 0 { 0.0 } else { arrival_rate };
                let longer_ends = if more > 0 { mu } else { 0.0 };
                let shorter_ends = match (shorter, more) {
                    (1.., 0) => 2.0 * mu,
                    (1.., _) if !widest => mu,
                    _ => 0.0,
                };
                let new = into / (arrives + longer_ends + shorter_ends);
                let old = &mut p[at(shorter, more)];
                moved += (new - *old).abs();
                *old = new;
                total += new;
            }
        }
        for share in &mut p {
            *share /= total;
        }
        if moved <= 1e-12 * total {
            break;
        }
    }
    let inside = |(i, share): (usize, &f64)| (2 * (i / WIDTH) + i % WIDTH) as f64 * share;
    p.iter().enumerate().map(inside).sum::<f64>() / arrival_rate
}

/// Between what the mean time in the system lies when each arrival joins the shortest of all lines, seconds. No less than with one
/// line for all servers (M/M/c, where none idles while another has two); no more than in turn, because to join the
/// shortest is the best that can be done for exponential service without moving anybody later (Winston, "Optimality of the
/// shortest line discipline", J. Appl. Prob. 14, 1977).
pub fn join_shortest_bounds(arrival_rate: f64, service_rate: f64, servers: u32) -> (f64, f64) {
    let one_line = Mmc {
        arrival_rate,
        service_rate,
        servers,
    };
    (
        one_line.mean_response(),
        round_robin_response(arrival_rate, service_rate, servers),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary, stream};
    use crate::validate::theory::numeric::mean_of_tail;

    fn choices(utilisation: f64, choices: u32) -> PowerOfChoices {
        PowerOfChoices {
            utilisation,
            mean_service: 1.0,
            choices,
        }
    }

    #[test]
    fn the_shares_are_where_the_differential_equations_come_to_rest() {
        // ds_n/dt = rho (s_(n-1)^d - s_n^d) - (s_n - s_(n+1)), from empty.
        for (rho, d) in [(0.7, 2), (0.9, 2), (0.9, 3)] {
            let mut s = vec![0.0; 40];
            s[0] = 1.0;
            for _ in 0..40_000 {
                let old = s.clone();
                for n in 1..39 {
                    let joins = rho * (f64::powi(old[n - 1], d) - f64::powi(old[n], d));
                    s[n] += 0.02 * (joins - (old[n] - old[n + 1]));
                }
            }
            let ours = choices(rho, d as u32);
            for n in 1..5 {
                assert_close(ours.at_least(n), s[n as usize], 1e-6);
            }
            assert_close(ours.mean_inside(), s[1..].iter().sum(), 1e-6);
        }
    }

    #[test]
    fn two_hundred_servers_are_near_the_limit() {
        const SERVERS: u32 = 200;
        let (rho, mut random) = (0.9, stream("choices"));
        let mut lines = vec![0u32; SERVERS as usize];
        let (mut inside, mut sum, mut long, mut steps) = (0u32, 0.0, 0.0, 0.0);
        for step in 0..1_500_000 {
            // Arrivals and (possible) ends of service come in the ratio of their rates.
            if random.unit() < rho / (1.0 + rho) {
                let (a, b) = (
                    random.below(SERVERS) as usize,
                    random.below(SERVERS) as usize,
                );
                let shorter = if lines[a] <= lines[b] { a } else { b };
                lines[shorter] += 1;
                inside += 1;
            } else {
                let at = random.below(SERVERS) as usize;
                inside -= u32::from(lines[at] > 0);
                lines[at] = lines[at].saturating_sub(1);
            }
            if step >= 200_000 {
                sum += f64::from(inside);
                long += f64::from(u8::from(lines[0] >= 3));
                steps += 1.0;
            }
        }
        let ours = choices(rho, 2);
        assert_close(ours.mean_inside(), sum / steps / f64::from(SERVERS), 0.02);
        assert_close(ours.at_least(3), long / steps, 0.1);
    }

    #[test]
    fn one_choice_is_the_mm1_queue() {
        let (ours, queue) = (
            choices(0.8, 1),
            Mmc {
                arrival_rate: 0.8,
                service_rate: 1.0,
                servers: 1,
            },
        );
        assert_close(ours.mean_response(), queue.mean_response(), 1e-9);
        for t in [0.5, 3.0, 12.0] {
            assert_close(ours.response_tail(t), queue.response_tail(t), 1e-9);
        }
        assert!(choices(1.0, 2).mean_response().is_infinite());
    }

    #[test]
    fn the_mean_is_the_area_under_the_tail() {
        let ours = choices(0.9, 2);
        let area = mean_of_tail(&|t| ours.response_tail(t));
        assert_close(area, ours.mean_response(), 1e-8);
    }

    #[test]
    fn the_shorter_of_two_lines_lies_between_its_bounds() {
        const ROOM: usize = 60;
        for load in [0.5, 0.8] {
            let p = stationary(ROOM * ROOM, |state| {
                let (a, b) = (state / ROOM, state % ROOM);
                let mut jumps = Vec::new();
                let join = 2.0 * load;
                if a.min(b) + 1 < ROOM {
                    match a.cmp(&b) {
                        std::cmp::Ordering::Less => jumps.push((state + ROOM, join)),
                        std::cmp::Ordering::Greater => jumps.push((state + 1, join)),
                        std::cmp::Ordering::Equal => {
                            jumps.push((state + ROOM, join / 2.0));
                            jumps.push((state + 1, join / 2.0));
                        }
                    }
                }
                if a > 0 {
                    jumps.push((state - ROOM, 1.0));
                }
                if b > 0 {
                    jumps.push((state - 1, 1.0));
                }
                jumps
            });
            let inside = |state: usize| (state / ROOM + state % ROOM) as f64;
            let mean: f64 = p
                .iter()
                .enumerate()
                .map(|(state, p)| inside(state) * p)
                .sum();
            let exact = mean / (2.0 * load);
            let (low, high) = join_shortest_bounds(2.0 * load, 1.0, 2);
            assert!(low < exact && exact < high, "{low} {exact} {high}");
            assert!(high < random_response(2.0 * load, 1.0, 2));
            assert_close(join_shortest_of_two(2.0 * load, 1.0), exact, 1e-6);
        }
    }

    #[test]
    fn in_turn_takes_as_long_as_when_played_through() {
        let (mut gaps, mut work) = (stream("gaps"), stream("work"));
        let (mut free, mut now, mut sum) = ([0.0_f64; 3], 0.0, 0.0);
        for i in 0..400_000 {
            now += gaps.exponential() / 2.1;
            let free = &mut free[i % 3];
            *free = free.max(now) + work.exponential();
            sum += *free - now;
        }
        assert_close(round_robin_response(2.1, 1.0, 3), sum / 400_000.0, 0.02);
    }
}
