//! What several formulas need: harmonic numbers, probabilities of counts, areas and roots. All through `libm`, so that host
//! and browser agree.

/// The n-th harmonic number, 1 + 1/2 + ... + 1/n; 0 for none.
pub(super) fn harmonic(n: u32) -> f64 {
    (1..=n).map(|k| 1.0 / f64::from(k)).sum()
}

/// P(N = n) of a Poisson count of mean `mean`.
pub(super) fn poisson(mean: f64, n: u32) -> f64 {
    if mean <= 0.0 {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    let n = f64::from(n);
    libm::exp(n * libm::log(mean) - mean - libm::lgamma(n + 1.0))
}

/// P(N >= n) of a Poisson count of mean `mean`, which may be infinite.
pub(super) fn poisson_tail(mean: f64, n: u32) -> f64 {
    if n == 0 || mean.is_infinite() {
        return 1.0;
    }
    if f64::from(n) <= mean {
        return 1.0 - (0..n).map(|k| poisson(mean, k)).sum::<f64>();
    }
    // Above the mean the terms fall faster than a geometric series: summed from the largest, none is cancelled.
    let mut term = poisson(mean, n);
    let (mut sum, mut k) = (0.0, f64::from(n));
    while term > sum * 1e-17 {
        sum += term;
        k += 1.0;
        term *= mean / k;
    }
    sum
}

/// P(N >= k) of `n` independent trials that each succeed with probability `p`.
pub(super) fn binomial_tail(n: u32, k: u32, p: f64) -> f64 {
    if k == 0 || p >= 1.0 {
        return if k <= n { 1.0 } else { 0.0 };
    }
    if p <= 0.0 {
        return 0.0;
    }
    let (success, failure) = (libm::log(p), libm::log1p(-p));
    let ways = |j: u32| {
        let (n, j) = (f64::from(n), f64::from(j));
        libm::lgamma(n + 1.0) - libm::lgamma(j + 1.0) - libm::lgamma(n - j + 1.0)
    };
    let exactly = |j: u32| libm::exp(ways(j) + f64::from(j) * success + f64::from(n - j) * failure);
    (k..=n).map(exactly).sum::<f64>().min(1.0)
}

/// Where `reached` turns from false to true between `low` and `high`, by bisection to the last bit. `high` when it does not.
pub(super) fn bisect(mut low: f64, mut high: f64, reached: impl Fn(f64) -> bool) -> f64 {
    // 1,100 halvings take any two numbers next to each other; it ends long before unless a bound is near zero.
    for _ in 0..1100 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// The time that the share `p` does not exceed, of a distribution with P(X > t) = `tail(t)` on t >= 0.
pub(super) fn percentile(tail: impl Fn(f64) -> f64, p: f64) -> f64 {
    let reached = |t: f64| tail(t) <= 1.0 - p;
    let mut high = 1.0;
    while !reached(high) {
        if high > 1e300 {
            return f64::INFINITY;
        }
        high *= 2.0;
    }
    bisect(0.0, high, reached)
}

/// The area under `f` from `from` to `to`, to about 1e-10 of `scale`: Simpson's rule, halved where two halves and their whole
/// disagree.
pub(super) fn area(f: &dyn Fn(f64) -> f64, from: f64, to: f64, scale: f64) -> f64 {
    const PANELS: u32 = 16;
    let width = (to - from) / f64::from(PANELS);
    let panel = |i: u32| {
        let left = from + f64::from(i) * width;
        let right = left + width;
        let at = (f(left), f(f64::midpoint(left, right)), f(right));
        let off = 1e-10 * scale / f64::from(PANELS);
        halve(f, (left, right), at, off, 48)
    };
    (0..PANELS).map(panel).sum()
}

/// The area of one stretch, off by less than `most_off`, with `f` known `at` its ends and middle.
fn halve(
    f: &dyn Fn(f64) -> f64,
    (left, right): (f64, f64),
    at: (f64, f64, f64),
    most_off: f64,
    depth: u32,
) -> f64 {
    let middle = f64::midpoint(left, right);
    let first = f(f64::midpoint(left, middle));
    let second = f(f64::midpoint(middle, right));
    let sixth = (right - left) / 6.0;
    let whole = sixth * (at.0 + 4.0 * at.1 + at.2);
    let halves = sixth / 2.0 * (at.0 + 4.0 * first + 2.0 * at.1 + 4.0 * second + at.2);
    let off = halves - whole;
    if depth == 0 || off.abs() <= 15.0 * most_off {
        return halves + off / 15.0;
    }
    let (most_off, depth) = (most_off / 2.0, depth - 1);
    halve(f, (left, middle), (at.0, first, at.1), most_off, depth)
        + halve(f, (middle, right), (at.1, second, at.2), most_off, depth)
}

/// Mean of a non-negative variable: the area under P(X > t) = `tail(t)`, taken over stretches that double from the median.
pub(super) fn mean_of_tail(tail: &dyn Fn(f64) -> f64) -> f64 {
    let mut from = percentile(tail, 0.5).max(1e-12);
    if from.is_infinite() {
        return f64::INFINITY;
    }
    let mut sum = area(tail, 0.0, from, from);
    // A tail as heavy as Pareto's of shape 1.1 halves its areas every seven doublings.
    for _ in 0..400 {
        let piece = area(tail, from, 2.0 * from, sum);
        sum += piece;
        from *= 2.0;
        if piece <= 1e-12 * sum {
            break;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_the_printed_cumulative_probabilities() {
        // Poisson: P(N <= 5), mean 4; P(N <= 10), mean 10; P(N <= 2), mean 0.5. Binomial: n = 20, p = 0.3, P(N <= 5).
        for (mean, n, printed) in [(4.0, 5, 0.7851), (10.0, 10, 0.5830), (0.5, 2, 0.9856)] {
            assert!((1.0 - poisson_tail(mean, n + 1) - printed).abs() < 6e-5);
        }
        assert!((1.0 - binomial_tail(20, 6, 0.3) - 0.4164).abs() < 6e-5);
        assert_eq!(binomial_tail(5, 6, 1.0), 0.0);
        assert_eq!(binomial_tail(5, 5, 1.0), 1.0);
    }

    #[test]
    fn a_far_tail_keeps_its_digits() {
        // P(N >= 40), mean 4: its first terms, by hand.
        let first = poisson(4.0, 40);
        let by_hand = first * (1.0 + 4.0 / 41.0 * (1.0 + 4.0 / 42.0 * (1.0 + 4.0 / 43.0)));
        assert!((poisson_tail(4.0, 40) / by_hand - 1.0).abs() < 1e-4);
        assert!(poisson_tail(4.0, 40) < 1e-25);
    }

    #[test]
    fn means_come_from_tails_smooth_broken_and_heavy() {
        let close = |tail: &dyn Fn(f64) -> f64, mean: f64| {
            let ours = mean_of_tail(tail);
            assert!((ours / mean - 1.0).abs() < 1e-6, "{ours} {mean}");
        };
        close(&|t| libm::exp(-t / 0.02), 0.02);
        close(&|t| if t < 3.7 { 1.0 } else { 0.0 }, 3.7);
        // Pareto, from 1, shape 1.5: mean 3.
        close(&|t| if t < 1.0 { 1.0 } else { libm::pow(t, -1.5) }, 3.0);
    }

    #[test]
    fn a_percentile_is_where_the_tail_says() {
        let ours = percentile(|t| libm::exp(-t / 0.02), 0.99);
        assert!((ours - 0.02 * 100f64.ln()).abs() < 1e-12);
    }
}
