//! Requests that wander from station to station.

use super::Mmc;

/// One station: exponential servers and one line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station {
    /// What one server completes a second when it never idles.
    pub service_rate: f64,
    pub servers: u32,
}

/// An open Jackson network: Poisson arrivals from outside, exponential servers, and the next station drawn at random. Each
/// station then is an M/M/c queue of its own. Jackson, "Networks of Waiting Lines", Operations Research 5, 1957; *Gross*,
/// chapter 4.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenNetwork {
    pub stations: Vec<Station>,
    /// Arrivals a second from outside, by station.
    pub arrivals: Vec<f64>,
    /// `routing[i][j]`: share of what leaves station i that goes on to j; the rest leaves the network.
    pub routing: Vec<Vec<f64>>,
}

/// Why a network has no rates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    #[error(
        "a network of {stations} stations takes {stations} arrival rates and {stations} rows of {stations} shares each"
    )]
    Shape { stations: usize },
    #[error(
        "some requests never leave: from every station there must be a way out with a share above zero"
    )]
    NoWayOut,
}

impl OpenNetwork {
    /// Requests a second through each station: the solution of `lambda_j = gamma_j + (sum over i of lambda_i r_ij)`.
    pub fn rates(&self) -> Result<Vec<f64>, NetworkError> {
        let stations = self.stations.len();
        let square = self.routing.len() == stations
            && self.routing.iter().all(|row| row.len() == stations)
            && self.arrivals.len() == stations;
        if !square {
            return Err(NetworkError::Shape { stations });
        }
        let balance = (0..stations)
            .map(|j| {
                let of = |i: usize| f64::from(i == j) - self.routing[i][j];
                let mut row: Vec<f64> = (0..stations).map(of).collect();
                row.push(self.arrivals[j]);
                row
            })
            .collect();
        solve(balance).ok_or(NetworkError::NoWayOut)
    }

    /// Each station as the queue it is in the long run.
    pub fn queues(&self) -> Result<Vec<Mmc>, NetworkError> {
        let queue = |(rate, station): (f64, &Station)| Mmc {
            arrival_rate: rate,
            service_rate: station.service_rate,
            servers: station.servers,
        };
        Ok(self
            .rates()?
            .into_iter()
            .zip(&self.stations)
            .map(queue)
            .collect())
    }

    /// Mean number of requests inside; infinite when one station is offered more than it can serve.
    pub fn mean_inside(&self) -> Result<f64, NetworkError> {
        let inside = |queue: &Mmc| {
            if queue.arrival_rate > 0.0 {
                queue.arrival_rate * queue.mean_response()
            } else {
                0.0
            }
        };
        Ok(self.queues()?.iter().map(inside).sum())
    }

    /// Mean time from arrival to departure, all visits included, seconds, by Little's law.
    pub fn mean_response(&self) -> Result<f64, NetworkError> {
        Ok(self.mean_inside()? / self.arrivals.iter().sum::<f64>())
    }
}

/// The solution of linear equations, the right side the last column; by elimination with the largest pivot. `None` when they
/// have none or many.
fn solve(mut rows: Vec<Vec<f64>>) -> Option<Vec<f64>> {
    let n = rows.len();
    for column in 0..n {
        let largest = |a: &usize, b: &usize| {
            let (a, b) = (rows[*a][column].abs(), rows[*b][column].abs());
            a.total_cmp(&b)
        };
        let pivot = (column..n).max_by(largest)?;
        rows.swap(column, pivot);
        let base = rows[column].clone();
        if base[column].abs() < 1e-12 {
            return None;
        }
        for (i, row) in rows.iter_mut().enumerate() {
            let factor = row[column] / base[column];
            if i != column && factor != 0.0 {
                row.iter_mut()
                    .zip(&base)
                    .for_each(|(x, b)| *x -= factor * b);
            }
        }
    }
    Some((0..n).map(|i| rows[i][n] / rows[i][i]).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary};

    fn one(service_rate: f64) -> Station {
        Station {
            service_rate,
            servers: 1,
        }
    }

    #[test]
    fn a_station_that_sends_back_a_quarter_works_a_third_more() {
        let network = OpenNetwork {
            stations: vec![one(10.0)],
            arrivals: vec![6.0],
            routing: vec![vec![0.25]],
        };
        assert_close(network.rates().unwrap()[0], 8.0, 1e-12);
        // M/M/1 at 80 %: 4 inside, 6 a second arrive.
        assert_close(network.mean_response().unwrap(), 4.0 / 6.0, 1e-12);
    }

    #[test]
    fn two_stations_with_feedback_hold_what_their_balance_equations_say() {
        const ROOM: usize = 45;
        // Station 1 has two servers and sends 0.7 on; station 2 sends 0.4 back.
        let network = OpenNetwork {
            stations: vec![
                Station {
                    service_rate: 2.0,
                    servers: 2,
                },
                one(3.0),
            ],
            arrivals: vec![1.0, 0.4],
            routing: vec![vec![0.0, 0.7], vec![0.4, 0.1]],
        };
        let p = stationary(ROOM * ROOM, |state| {
            let (a, b) = (state / ROOM, state % ROOM);
            let at = |a: usize, b: usize| a * ROOM + b;
            let mut jumps = Vec::new();
            if a + 1 < ROOM {
                jumps.push((at(a + 1, b), 1.0));
            }
            if b + 1 < ROOM {
                jumps.push((at(a, b + 1), 0.4));
            }
            if a > 0 {
                let rate = 2.0 * a.min(2) as f64;
                jumps.push((at(a - 1, b), 0.3 * rate));
                if b + 1 < ROOM {
                    jumps.push((at(a - 1, b + 1), 0.7 * rate));
                }
            }
            if b > 0 {
                jumps.push((at(a, b - 1), 0.5 * 3.0));
                if a + 1 < ROOM {
                    jumps.push((at(a + 1, b - 1), 0.4 * 3.0));
                }
            }
            jumps
        });
        let inside: f64 = p
            .iter()
            .enumerate()
            .map(|(state, p)| (state / ROOM + state % ROOM) as f64 * p)
            .sum();
        assert_close(network.mean_inside().unwrap(), inside, 1e-6);
        assert_close(network.mean_response().unwrap(), inside / 1.4, 1e-6);
    }

    #[test]
    fn a_circle_without_a_way_out_is_an_error_and_so_is_a_missing_row() {
        let mut network = OpenNetwork {
            stations: vec![one(1.0), one(1.0)],
            arrivals: vec![0.1, 0.0],
            routing: vec![vec![0.0, 1.0], vec![1.0, 0.0]],
        };
        assert_eq!(network.rates(), Err(NetworkError::NoWayOut));
        network.routing.pop();
        assert_eq!(network.rates(), Err(NetworkError::Shape { stations: 2 }));
    }

    #[test]
    fn one_overloaded_station_makes_the_whole_wait_for_ever() {
        let network = OpenNetwork {
            stations: vec![one(10.0), one(1.0)],
            arrivals: vec![2.0, 0.0],
            routing: vec![vec![0.0, 1.0], vec![0.0, 0.0]],
        };
        assert!(network.mean_response().unwrap().is_infinite());
    }

    proptest! {
        #[test]
        fn what_goes_in_comes_out(shares in proptest::collection::vec(0.0f64..0.3, 9), rate in 0.1f64..10.0) {
            let routing: Vec<Vec<f64>> = shares.chunks(3).map(<[f64]>::to_vec).collect();
            let network = OpenNetwork {
                stations: vec![one(100.0); 3],
                arrivals: vec![rate, 0.0, rate / 2.0],
                routing: routing.clone(),
            };
            let rates = network.rates().unwrap();
            let out: f64 = rates
                .iter()
                .zip(&routing)
                .map(|(rate, row)| rate * (1.0 - row.iter().sum::<f64>()))
                .sum();
            prop_assert!((out - 1.5 * rate).abs() < 1e-9 * rate);
        }
    }
}
