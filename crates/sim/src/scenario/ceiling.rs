//! Whether a run is within its ceilings, as far as that can be known without running any of it
//! ([`Session::forecast`](crate::session::Session::forecast) tries the rest).

use super::{Node, Problem, Scenario};
use crate::descriptor::Unit;
use crate::kinds::{Kind, client, scheduler};
use crate::quantity;

/// More requests than anybody waits for; each has a number of 32 bits.
const MOST_REQUESTS: f64 = 1e9;

impl Scenario {
    /// Refuses a run that is sure to be stopped by a ceiling: requests of open clients and jobs of schedulers come whatever
    /// becomes of them, and each takes an event at least. What a closed loop sends depends on its answers, and is not counted.
    pub(super) fn check_ceiling(&self, out: &mut Vec<Problem>) {
        let offered = self.offered(self.run.duration_ns);
        // Arrivals are drawn by chance: the number of a million of them is known to a few thousand.
        let least = offered - 6.0 * libm::sqrt(offered);
        let most = self.run.max_events as f64;
        let (path, limit) = if most < MOST_REQUESTS && least > most {
            let limit = format!("it may handle {} events", crowd(most));
            ("run.max_events".to_owned(), limit)
        } else if least > MOST_REQUESTS {
            let of = |node: &Node| offered_by(node, self.run.duration_ns);
            let most = (self.nodes.iter()).max_by(|a, b| of(a).total_cmp(&of(b)));
            let path = most.map_or_else(String::new, |node| match node.kind {
                Kind::Scheduler => format!("nodes.{}.jobs", node.id),
                _ => format!("nodes.{}.rate", node.id),
            });
            (path, format!("it may offer {}", crowd(MOST_REQUESTS)))
        } else {
            return;
        };
        let offered = crowd(offered);
        out.push(Problem {
            path,
            message: format!(
                "this run offers {offered} requests, and {limit}: shorten it or lower the rate"
            ),
            help: None,
        });
    }

    /// Requests and jobs that are to be expected until then, whatever becomes of them: none of those of closed loops.
    pub(crate) fn offered(&self, until_ns: u64) -> f64 {
        let of = |node| offered_by(node, until_ns);
        self.nodes.iter().map(of).sum()
    }

    /// The same with the most that closed loops can send.
    pub(crate) fn offered_at_most(&self) -> f64 {
        let of = |node: &Node| match node.kind {
            Kind::Client => client::most_requests(node, self.run.duration_ns),
            _ => offered_by(node, self.run.duration_ns),
        };
        self.nodes.iter().map(of).sum()
    }
}

fn offered_by(node: &Node, until_ns: u64) -> f64 {
    match node.kind {
        Kind::Client => client::expected_requests(node, until_ns),
        Kind::Scheduler => scheduler::expected_jobs(node, until_ns),
        _ => 0.0,
    }
}

/// A great number in words.
pub(crate) fn crowd(n: f64) -> String {
    let words = |size: f64, name: &str| {
        let figures = quantity::format(n / size, Unit::Count);
        format!("{figures} {name}")
    };
    if n >= 999.5e6 {
        words(1e9, "billion")
    } else if n >= 999.5e3 {
        words(1e6, "million")
    } else {
        quantity::format(libm::round(n), Unit::Count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn great_numbers_are_written_in_words() {
        assert_eq!(crowd(20_000.0), "20,000");
        assert_eq!(crowd(50e6), "50 million");
        assert_eq!(crowd(3.6e9), "3.6 billion");
        assert_eq!(crowd(999.9e6), "1 billion");
    }
}
