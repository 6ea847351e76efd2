//! Keys spread over partitions by a hash: who meets, who is left out, and how full the fullest is.

use super::numeric::{harmonic, poisson};

/// Probability that at least two of `items` fall into the same of `bins`: 1 - product of (1 - i / bins), the birthday problem.
/// Feller, vol. 1, 3rd ed., 1968, chapter II; Mitzenmacher and Upfal, "Probability and Computing", 2nd ed., 2017, chapter 5.
pub fn collision_probability(items: u32, bins: u64) -> f64 {
    let bins = bins as f64;
    let logs = (1..items).map(|i| {
        let share = f64::from(i) / bins;
        if share >= 1.0 {
            f64::NEG_INFINITY
        } else {
            libm::log1p(-share)
        }
    });
    -libm::expm1(logs.sum::<f64>())
}

/// About how many items make a collision as likely as `p`: sqrt(2 bins ln(1 / (1 - p))).
pub fn items_for_collision(p: f64, bins: u64) -> f64 {
    libm::sqrt(-2.0 * bins as f64 * libm::log1p(-p))
}

/// Mean number of `bins` that get at least one of `items`: b (1 - (1 - 1/b)^n).
pub fn expected_distinct(items: u32, bins: u32) -> f64 {
    let bins = f64::from(bins);
    -bins * libm::expm1(f64::from(items) * libm::log1p(-1.0 / bins))
}

/// The same when an item falls into the i-th with probability `shares[i]`: the sum of 1 - (1 - p)^n.
pub fn expected_distinct_of(items: u32, shares: &[f64]) -> f64 {
    let used = |p: &f64| -libm::expm1(f64::from(items) * libm::log1p(-p));
    shares.iter().map(used).sum()
}

/// Probability that none of `bins` gets more than `most` of `items`. Exact: the counts are independent Poisson counts given their
/// sum (Mitzenmacher and Upfal, chapter 5), so the sum of such counts cut off at `most` is compared with the sum of whole ones.
pub fn fullest_at_most(items: u32, bins: u32, most: u32) -> f64 {
    if u64::from(most) * u64::from(bins) < u64::from(items) {
        return 0.0;
    }
    let mean = f64::from(items) / f64::from(bins);
    let count: Vec<f64> = (0..=most.min(items)).map(|n| poisson(mean, n)).collect();
    let mut sums = vec![0.0; items as usize + 1];
    sums[0] = 1.0;
    for _ in 0..bins {
        for sum in (0..sums.len()).rev() {
            let parts = count.iter().take(sum + 1).enumerate();
            sums[sum] = parts.map(|(n, p)| p * sums[sum - n]).sum();
        }
    }
    (sums[items as usize] / poisson(f64::from(items), items)).min(1.0)
}

/// Mean number of items in the fullest of `bins` when `items` fall at random: how hot the hottest partition is. Exact; takes
/// about items x bins x fullest steps for each possible number.
pub fn expected_fullest(items: u32, bins: u32) -> f64 {
    let even = items / bins.max(1);
    let mut mean = f64::from(even);
    for most in even..items {
        let more = 1.0 - fullest_at_most(items, bins, most);
        mean += more;
        if more < 1e-12 {
            break;
        }
    }
    mean
}

/// About the number of items in the fullest of `bins` when many more than bins ln(bins) fall: m / n + sqrt(2 m ln(n) / n).
/// Raab and Steger, "Balls into bins: a simple and tight analysis", RANDOM 1998.
pub fn fullest_of_many(items: f64, bins: u32) -> f64 {
    let bins = f64::from(bins);
    items / bins + libm::sqrt(2.0 * items * libm::log(bins) / bins)
}

/// The most requests a second that a store serves before its hottest partition, which gets the share `hottest` of them, is at its
/// own limit.
pub fn throughput_until_hot(partition_limit: f64, hottest: f64) -> f64 {
    partition_limit / hottest
}

/// Mean share of a hash ring that belongs to the luckiest of `nodes` points: `H_n / n`, the longest of n spacings of a circle.
/// David and Nagaraja, "Order Statistics", 3rd ed., 2003, chapter 6.
pub fn largest_arc(nodes: u32) -> f64 {
    harmonic(nodes) / f64::from(nodes)
}

/// Coefficient of variation of a node's share of a hash ring on which each of `nodes` has `points`: sqrt((n - 1) / (n v + 1)),
/// the share being Beta(v, (n - 1) v). Karger et al., "Consistent hashing and random trees", STOC 1997, on why many points.
pub fn ring_share_cv(nodes: u32, points: u32) -> f64 {
    let (n, v) = (f64::from(nodes), f64::from(points));
    libm::sqrt((n - 1.0) / (n * v + 1.0))
}

/// Mean share of keys that move when one node joins `nodes` others on a hash ring: what the newcomer gets, 1 / (n + 1).
pub fn moved_by_one_more(nodes: u32) -> f64 {
    1.0 / (f64::from(nodes) + 1.0)
}

/// The most that any of `nodes` holds of `items` under consistent hashing with bounded loads: the average times `balance` (above
/// 1), rounded up. Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded loads", SODA 2018.
pub fn bounded_load(items: u32, nodes: u32, balance: f64) -> u32 {
    let exact = balance * f64::from(items) / f64::from(nodes);
    // 1.1 times 10 is 11, though not in binary.
    libm::ceil(exact - 1e-9 * exact) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stream};
    use crate::validate::theory::zipf;

    #[test]
    fn among_23_people_two_share_a_birthday_more_often_than_not() {
        // Printed everywhere: 50.73 % of 23, 97.04 % of 50.
        assert_close(collision_probability(23, 365), 0.5073, 1e-4);
        assert_close(collision_probability(50, 365), 0.9704, 1e-4);
        assert_eq!(collision_probability(366, 365), 1.0);
        assert_eq!(collision_probability(1, 365), 0.0);
        assert_close(items_for_collision(0.5, 365), 22.5, 0.01);
    }

    /// Mean of `value` of the counts of `items` in `bins`, over `runs` throws.
    fn throw(items: u32, bins: u32, runs: u32, value: impl Fn(&[u32]) -> u32) -> f64 {
        let mut random = stream("bins");
        let mut sum = 0.0;
        for _ in 0..runs {
            let mut counts = vec![0; bins as usize];
            (0..items).for_each(|_| counts[random.below(bins) as usize] += 1);
            sum += f64::from(value(&counts));
        }
        sum / f64::from(runs)
    }

    #[test]
    fn the_fullest_and_the_used_are_as_many_as_when_thrown() {
        for (items, bins) in [(100, 10), (64, 64), (20, 100)] {
            let fullest = throw(items, bins, 4000, |counts| *counts.iter().max().unwrap());
            assert_close(expected_fullest(items, bins), fullest, 0.01);
            let used = |counts: &[u32]| counts.iter().filter(|&&n| n > 0).count() as u32;
            assert_close(
                expected_distinct(items, bins),
                throw(items, bins, 4000, used),
                0.005,
            );
        }
    }

    #[test]
    fn three_balls_in_three_bins_by_counting() {
        // Of 27 ways 6 have no two together and 3 have all three: mean fullest (6 + 2 * 18 + 3 * 3) / 27.
        assert_close(fullest_at_most(3, 3, 1), 6.0 / 27.0, 1e-12);
        assert_close(fullest_at_most(3, 3, 2), 24.0 / 27.0, 1e-12);
        assert_close(expected_fullest(3, 3), 51.0 / 27.0, 1e-12);
        assert_eq!(fullest_at_most(4, 3, 1), 0.0);
        assert_eq!(expected_fullest(7, 1), 7.0);
    }

    #[test]
    fn two_in_the_same_bin_are_a_collision() {
        let exact = 1.0 - fullest_at_most(12, 40, 1);
        assert_close(exact, collision_probability(12, 40), 1e-9);
    }

    #[test]
    fn with_many_items_the_fullest_nears_its_asymptote() {
        let (exact, near) = (expected_fullest(2000, 20), fullest_of_many(2000.0, 20));
        // 100 on average, about 120 in the fullest.
        assert_close(near, exact, 0.05);
        assert_close(
            throughput_until_hot(1000.0, exact / 2000.0),
            1000.0 * 2000.0 / exact,
            1e-12,
        );
    }

    #[test]
    fn popular_keys_meet_more_often_than_equal_ones() {
        let shares = zipf(50, 1.0);
        let mut random = stream("zipf");
        let mut used = 0;
        for _ in 0..5000 {
            let mut seen = [false; 50];
            for _ in 0..40 {
                let mut pick = random.unit();
                let key = shares.iter().position(|p| {
                    pick -= p;
                    pick <= 0.0
                });
                seen[key.unwrap_or(49)] = true;
            }
            used += seen.iter().filter(|&&seen| seen).count();
        }
        assert_close(
            expected_distinct_of(40, &shares),
            used as f64 / 5000.0,
            0.005,
        );
        assert_close(
            expected_distinct_of(40, &[0.02; 50]),
            expected_distinct(40, 50),
            1e-12,
        );
    }

    #[test]
    fn a_ring_is_shared_as_when_points_are_thrown_on_it() {
        let mut random = stream("ring");
        let (nodes, points, runs) = (8, 5, 4000);
        let (mut longest, mut squares) = (0.0, 0.0);
        for _ in 0..runs {
            let mut ring: Vec<f64> = (0..nodes * points).map(|_| random.unit()).collect();
            ring.sort_by(f64::total_cmp);
            let arc = |i: usize| (ring[(i + 1) % ring.len()] - ring[i]).rem_euclid(1.0);
            // Which point is whose is left to chance: the first so many are.
            let mut own: Vec<usize> = (0..ring.len()).collect();
            for i in 0..points {
                let other = i + random.below((ring.len() - i) as u32) as usize;
                own.swap(i, other);
            }
            let share: f64 = own[..points].iter().map(|&i| arc(i)).sum();
            squares += (share - 0.125) * (share - 0.125);
            let mut single: Vec<f64> = (0..nodes).map(|_| random.unit()).collect();
            single.sort_by(f64::total_cmp);
            let gaps = (0..nodes).map(|i| (single[(i + 1) % nodes] - single[i]).rem_euclid(1.0));
            longest += gaps.fold(0.0, f64::max);
        }
        let (runs, n) = (f64::from(runs), nodes as f64);
        assert_close(largest_arc(8), longest / runs, 0.01);
        let cv = f64::sqrt(squares / runs) * n;
        assert_close(ring_share_cv(8, 5), cv, 0.05);
        assert_close(moved_by_one_more(3), 0.25, 1e-12);
    }

    #[test]
    fn no_node_holds_more_than_its_bound() {
        assert_eq!(bounded_load(100, 10, 1.25), 13);
        assert_eq!(bounded_load(100, 10, 1.1), 11);
        assert_eq!(bounded_load(7, 3, 1.0), 3);
    }
}
