//! Where a time stands on the timeline, and what time a place stands for.

const S: u64 = 1_000_000_000;
const MIN: u64 = 60 * S;
const H: u64 = 60 * MIN;
const DAY: u64 = 24 * H;

/// More labels than these stand too close on a phone.
const MOST_TICKS: u64 = 5;

/// What is dragged snaps to this part of the run.
pub const SNAPS: u64 = 200;

/// Distances that a person counts in.
const STEPS: [u64; 26] = [
    S / 1000,
    S / 500,
    S / 200,
    S / 100,
    S / 50,
    S / 20,
    S / 10,
    S / 5,
    S / 2,
    S,
    2 * S,
    5 * S,
    10 * S,
    20 * S,
    30 * S,
    MIN,
    2 * MIN,
    5 * MIN,
    10 * MIN,
    20 * MIN,
    30 * MIN,
    H,
    3 * H,
    6 * H,
    12 * H,
    DAY,
];

/// The times to label, and how: from the start in even steps, not beyond the end.
pub fn ticks(run_ns: u64) -> Vec<(u64, String)> {
    if run_ns == 0 {
        return Vec::new();
    }
    let fits = |&&step: &&u64| run_ns / step <= MOST_TICKS;
    let mut step = STEPS.iter().find(fits).copied().unwrap_or(DAY);
    while run_ns / step > MOST_TICKS {
        step *= 2;
    }
    let (unit, name) = if step >= DAY {
        (DAY, "d")
    } else if step >= H {
        (H, "h")
    } else if step >= MIN {
        (MIN, "min")
    } else if step >= S {
        (S, "s")
    } else {
        (S / 1000, "ms")
    };
    (0..=run_ns / step)
        .map(|i| (i * step, format!("{} {name}", i * step / unit)))
        .collect()
}

/// 0 at the start of the run, 1 at its end.
pub fn share(at_ns: u64, run_ns: u64) -> f64 {
    if run_ns == 0 {
        0.0
    } else {
        (at_ns as f64 / run_ns as f64).clamp(0.0, 1.0)
    }
}

/// For a style or an attribute.
pub fn written(share: f64) -> String {
    format!("{share:.4}")
}

/// A time moved by a part of the run, where it snaps to; never out of `least..=most`.
pub fn moved(at_ns: u64, by: f64, run_ns: u64, (least, most): (u64, u64)) -> u64 {
    let snap = (run_ns / SNAPS).max(1);
    let to = at_ns as f64 + by * run_ns as f64;
    let to = (to.max(0.0) / snap as f64).round() as u64 * snap;
    to.clamp(least.min(most), most)
}

/// Spans in as few rows as they fit in side by side, each in the first that has room, in their order.
pub fn rows(spans: &[(f64, f64)]) -> Vec<usize> {
    let mut taken: Vec<Vec<(f64, f64)>> = Vec::new();
    spans
        .iter()
        .map(|&(from, to)| {
            let free = |row: &Vec<(f64, f64)>| row.iter().all(|&(a, b)| to <= a || b <= from);
            let row = taken.iter().position(free).unwrap_or_else(|| {
                taken.push(Vec::new());
                taken.len() - 1
            });
            taken[row].push((from, to));
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_labels_stand_at_even_times_in_one_unit() {
        let shown = |run: u64| -> Vec<String> { ticks(run).into_iter().map(|(_, t)| t).collect() };
        assert_eq!(shown(60 * S), ["0 s", "20 s", "40 s", "60 s"],);
        assert_eq!(shown(180 * S), ["0 min", "1 min", "2 min", "3 min"]);
        assert_eq!(shown(13 * MIN), ["0 min", "5 min", "10 min"]);
        assert_eq!(
            shown(S / 2),
            ["0 ms", "100 ms", "200 ms", "300 ms", "400 ms", "500 ms"]
        );
        assert_eq!(shown(0), Vec::<String>::new());
        for run in [1, S, 7 * S, 999 * S, 40 * DAY, 366 * DAY] {
            assert!((1..=6).contains(&ticks(run).len()), "{run}");
        }
    }

    #[test]
    fn what_is_moved_snaps_and_stays_in_the_run() {
        let within = (0, 60 * S);
        assert_eq!(moved(20 * S, 0.1, 60 * S, within), 26_100_000_000);
        assert_eq!(moved(20 * S, -1.0, 60 * S, within), 0);
        assert_eq!(moved(20 * S, 1.0, 60 * S, within), 60 * S);
        assert_eq!(moved(20 * S, 0.0, 60 * S, (30 * S, 60 * S)), 30 * S);
        assert_eq!(moved(0, 0.5, 0, (0, 0)), 0);
    }

    #[test]
    fn spans_that_overlap_stand_in_different_rows() {
        assert_eq!(
            rows(&[(0.0, 0.5), (0.4, 0.6), (0.5, 0.9), (0.7, 1.0)]),
            [0, 1, 0, 1]
        );
    }
}
