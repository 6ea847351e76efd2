//! What formulas are tested against: the same systems played through or solved state by state, knowing nothing of the formulas.

use crate::rng::Stream;

/// Fails unless `ours` is within the share `part` of `other`.
#[track_caller]
pub(super) fn assert_close(ours: f64, other: f64, part: f64) {
    assert!(
        (ours - other).abs() <= part * other.abs(),
        "{ours} against {other}, off by {:.2e}",
        ours / other - 1.0
    );
}

pub(super) fn stream(purpose: &str) -> Stream {
    Stream::new(20, "theory", purpose)
}

/// Mean wait in front of one first-come-first-served server, by Lindley's recursion over `count` arrivals.
pub(super) fn lindley(
    count: u32,
    mut gap: impl FnMut() -> f64,
    mut service: impl FnMut() -> f64,
) -> f64 {
    let (mut wait, mut sum) = (0.0_f64, 0.0);
    for _ in 0..count {
        sum += wait;
        wait = (wait + service() - gap()).max(0.0);
    }
    sum / f64::from(count)
}

/// Long-run probabilities of a Markov process on `0..states` whose jumps from a state are `(to, rate)`, by Gauss and Seidel.
pub(super) fn stationary(states: usize, jumps: impl Fn(usize) -> Vec<(usize, f64)>) -> Vec<f64> {
    let mut into: Vec<Vec<(usize, f64)>> = vec![Vec::new(); states];
    let mut out = vec![0.0; states];
    for (from, out) in out.iter_mut().enumerate() {
        for (to, rate) in jumps(from) {
            into[to].push((from, rate));
            *out += rate;
        }
    }
    let mut p = vec![1.0 / states as f64; states];
    for _ in 0..20_000 {
        let mut moved = 0.0;
        for state in 0..states {
            let flow: f64 = into[state].iter().map(|&(from, rate)| p[from] * rate).sum();
            let new = flow / out[state];
            moved += (new - p[state]).abs();
            p[state] = new;
        }
        let total: f64 = p.iter().sum();
        for share in &mut p {
            *share /= total;
        }
        if moved < 1e-13 {
            return p;
        }
    }
    panic!("no steady state after 20,000 sweeps");
}
