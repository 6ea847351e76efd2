//! Whether a run is within its ceilings, as far as that can be known before it starts.

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
        let of = |node: &Node| match node.kind {
            Kind::Client => client::expected_requests(node, self.run.duration_ns),
            Kind::Scheduler => scheduler::expected_jobs(node, self.run.duration_ns),
            _ => 0.0,
        };
        let each: Vec<f64> = self.nodes.iter().map(of).collect();
        let offered: f64 = each.iter().sum();
        // Arrivals are drawn by chance: the number of a million of them is known to a few thousand.
        let least = offered - 6.0 * libm::sqrt(offered);
        let most = self.run.max_events as f64;
        let (path, limit) = if most < MOST_REQUESTS && least > most {
            let limit = format!("it may handle {} events", crowd(most));
            ("run.max_events".to_owned(), limit)
        } else if least > MOST_REQUESTS {
            let most = each
                .iter()
                .zip(&self.nodes)
                .max_by(|a, b| a.0.total_cmp(b.0));
            let path = most.map_or_else(String::new, |(_, node)| match node.kind {
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
}

/// A great number in words.
fn crowd(n: f64) -> String {
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
