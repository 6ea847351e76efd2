//! Who takes part in a comparison, and the comparison.

use crate::Result;
use crate::work::{Case, bare, cases};

/// What one did in one turn.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub requests: f64,
    /// On the wall.
    pub seconds: f64,
    /// Mean latency of those requests, which shows that the same was simulated.
    pub mean_ms: f64,
}

/// Something that simulates.
pub struct Racer<'a> {
    /// Begins with `bare`, `engine:` or `peer:`.
    pub name: String,
    turn: Box<dyn FnMut() -> Result<Turn> + 'a>,
}

impl<'a> Racer<'a> {
    /// One that tells its time itself.
    pub fn new(name: impl Into<String>, turn: impl FnMut() -> Result<Turn> + 'a) -> Self {
        Self {
            name: name.into(),
            turn: Box::new(turn),
        }
    }

    /// One that is timed: it gives requests and their mean latency in milliseconds, `clock` gives seconds.
    pub fn timed(
        name: impl Into<String>,
        clock: &'a dyn Fn() -> f64,
        mut work: impl FnMut() -> Result<(f64, f64)> + 'a,
    ) -> Self {
        Self::new(name, move || {
            let start = clock();
            let (requests, mean_ms) = work()?;
            Ok(Turn {
                requests,
                seconds: clock() - start,
                mean_ms,
            })
        })
    }
}

/// The bare loop, with which the others are compared, and the engine at the same and at other work.
pub fn ours(clock: &dyn Fn() -> f64) -> Result<Vec<Racer<'_>>> {
    let bare = Racer::timed("bare M/M/10 loop", clock, || Ok(bare(200_000_000_000)));
    let engine =
        |case: Case| Racer::timed(format!("engine: {}", case.name), clock, move || case.run());
    Ok(std::iter::once(bare)
        .chain(cases()?.into_iter().map(engine))
        .collect())
}

/// A name, requests a wall second, and the mean latency in milliseconds.
pub type Row = (String, f64, f64);

/// The best of so many is what a comparison shows: what the machine can do when nothing else wants it.
pub const ROUNDS: u32 = 7;

/// They take turns, so that what else the machine does meanwhile falls on all alike. The best of each.
pub fn race(racers: &mut [Racer], rounds: u32) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = racers
        .iter()
        .map(|racer| (racer.name.clone(), 0.0, 0.0))
        .collect();
    for _ in 0..rounds {
        for (racer, (_, rate, mean)) in racers.iter_mut().zip(&mut rows) {
            let turn = (racer.turn)()?;
            *rate = f64::max(*rate, turn.requests / turn.seconds);
            *mean = turn.mean_ms;
        }
    }
    Ok(rows)
}
