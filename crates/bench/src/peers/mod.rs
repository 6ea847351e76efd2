//! Other simulators at M/M/10, each as its documentation would have it written: the requests arrive from one component
//! and are served in another.

mod nexosim;
mod python;
mod simrs;

use crate::race::Racer;
use crate::work::SERVERS;

/// Requests of a turn: as many as arrive in the engine's 200 seconds.
const REQUESTS: u32 = 2_000_000;

/// All that can run here.
pub fn all(clock: &dyn Fn() -> f64) -> Vec<Racer<'_>> {
    let mut racers = vec![
        Racer::timed("peer: simrs 0.2", clock, || Ok(simrs::run(REQUESTS))),
        Racer::timed("peer: NeXosim 1.0", clock, || nexosim::run(REQUESTS)),
    ];
    match python::racers() {
        Ok(more) => racers.extend(more),
        Err(why) => eprintln!("SimPy and Ciw are left out: {why}"),
    }
    racers
}

/// Requests served, and the sum of their sojourns.
#[derive(Default, serde::Deserialize, serde::Serialize)]
struct Served {
    requests: u64,
    total_ns: u64,
}

impl Served {
    fn add(&mut self, sojourn: std::time::Duration) {
        self.requests += 1;
        self.total_ns += sojourn.as_nanos() as u64;
    }

    /// Requests and their mean sojourn in milliseconds.
    fn outcome(&self) -> (f64, f64) {
        let requests = self.requests as f64;
        (requests, self.total_ns as f64 / requests / 1e6)
    }
}
