//! Hit ratios of caches, requests drawn independently (the independent reference model).

use super::numeric::{area, bisect};

/// Popularity of `keys` keys by Zipf's law: the share of the r-th is proportional to r^-exponent.
pub fn zipf(keys: u32, exponent: f64) -> Vec<f64> {
    let weights: Vec<f64> = (1..=keys)
        .map(|r| libm::pow(f64::from(r), -exponent))
        .collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

/// The time T, in requests, at which the sum of `inside(p T)` is `size`; 0 of an empty cache and infinite of one with room for all.
fn characteristic_time(popularity: &[f64], size: u32, inside: fn(f64) -> f64) -> f64 {
    let asked = popularity.iter().filter(|&&p| p > 0.0).count();
    if size == 0 {
        return 0.0;
    }
    if size as usize >= asked {
        return f64::INFINITY;
    }
    let filled = |time: f64| popularity.iter().map(|p| inside(p * time)).sum::<f64>();
    let mut high = f64::from(size);
    while filled(high) < f64::from(size) {
        high *= 2.0;
    }
    bisect(0.0, high, |time| filled(time) >= f64::from(size))
}

/// Probability that an exponential time of mean 1 is within `x`.
fn asked_within(x: f64) -> f64 {
    -libm::expm1(-x)
}

/// Share of requests that find their key in a cache of `size` keys that drops the least recently used, by Che's approximation:
/// a key stays for a time T that is the same for all, so it is inside with probability 1 - exp(-p T), and T is such that `size`
/// keys are. Che, Tung and Wang, "Hierarchical web caching systems", IEEE JSAC 20, 2002; why it is so good: Fricker, Robert
/// and Roberts, "A versatile and accurate approximation for LRU cache performance", 2012.
///
/// Off by less than 0.001 for caches of a hundred keys and more, by up to 0.01 for a handful.
pub fn lru_hit_ratio(popularity: &[f64], size: u32) -> f64 {
    let time = characteristic_time(popularity, size, asked_within);
    if time.is_infinite() {
        return 1.0;
    }
    popularity.iter().map(|p| p * asked_within(p * time)).sum()
}

/// The same, exact. Looking back in time, the cache holds the first `size` different keys, and a request for any other is a miss;
/// in Poisson time the last of them, j, is met at t with the rate `p_j exp(-p_j t)`, when `size` - 1 others were met before and
/// i was not. So the area under the sum over i and j of `p_i p_j exp(-(p_i + p_j) t)` P(`size` - 1 of the rest are met by t).
/// Flajolet, Gardy and Thimonier, "Birthday paradox, coupon collectors, caching algorithms and self-organizing search", Discrete
/// Applied Mathematics 39, 1992. Takes some hundreds of times keys x size steps.
pub fn lru_hit_ratio_exact(popularity: &[f64], size: u32) -> f64 {
    let time = characteristic_time(popularity, size, asked_within);
    if time.is_infinite() || size == 0 {
        return if size == 0 { 0.0 } else { 1.0 };
    }
    let met_before = size as usize - 1;
    // By the logarithm of t: a hump about 1 / sqrt(size) wide where Che's time is.
    let at = |log: f64| {
        let t = time * libm::exp(log);
        // weights[m][n]: of m keys (of i and j) chosen and n of the others met, over the keys so far.
        let mut weights = vec![vec![0.0; met_before + 1]; 3];
        weights[0][0] = 1.0;
        for &p in popularity {
            let (met, not) = (asked_within(p * t), libm::exp(-p * t));
            for n in (0..=met_before).rev() {
                for chosen in (0..3).rev() {
                    let mut weight = not * weights[chosen][n];
                    if n > 0 {
                        weight += met * weights[chosen][n - 1];
                    }
                    if chosen > 0 {
                        weight += p * not * weights[chosen - 1][n];
                    }
                    weights[chosen][n] = weight;
                }
            }
        }
        // Either of the two chosen can be i.
        2.0 * weights[2][met_before] * t
    };
    1.0 - area(&at, -30.0, 0.0, 100.0) - area(&at, 0.0, 10.0, 100.0)
}

/// Share of requests that find their key in a cache of `size` keys that drops the oldest (FIFO) or any (random). Exact: both hold
/// a set of keys with a probability proportional to the product of their popularities (King, "Analysis of demand paging
/// algorithms", IFIP 1971; Gelenbe, "A unified approach to the evaluation of a class of replacement algorithms", IEEE Trans.
/// Computers 22, 1973), so the share of misses is `(C + 1) e_(C+1) / e_C`, `e_k` the sum of the products of all k different
/// popularities.
pub fn fifo_hit_ratio(popularity: &[f64], size: u32) -> f64 {
    let odds = |x: f64| x / (1.0 + x);
    let time = characteristic_time(popularity, size, odds);
    if time.is_infinite() || size == 0 {
        return if size == 0 { 0.0 } else { 1.0 };
    }
    // e_k T^k is, but for a factor, the probability that k keys are inside when each is with odds p T: numbers that neither
    // overflow nor vanish with the T that makes `size` the mean.
    let mut counts = vec![0.0; size as usize + 2];
    counts[0] = 1.0;
    for p in popularity {
        let inside = odds(p * time);
        for n in (0..counts.len()).rev() {
            let fewer = if n > 0 { counts[n - 1] } else { 0.0 };
            counts[n] = counts[n] * (1.0 - inside) + fewer * inside;
        }
    }
    let size = size as usize;
    1.0 - (size as f64 + 1.0) / time * counts[size + 1] / counts[size]
}

/// Share of requests that find their key in a cache that keeps the `size` most popular keys: the most that any policy without
/// foresight gives, and what LFU tends to.
pub fn lfu_hit_ratio(popularity: &[f64], size: u32) -> f64 {
    let mut sorted = popularity.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    sorted.iter().take(size as usize).sum()
}

/// Share of the requests for one key, Poisson, that find it when it expires a mean of `ttl` seconds after it was fetched, however
/// often it is asked for: lambda T / (1 + lambda T), T the mean, so jitter changes nothing. One miss, then lambda T hits. Jung,
/// Berger and Balakrishnan, "Modeling TTL-based Internet caches", INFOCOM 2003.
pub fn ttl_hit_ratio(request_rate: f64, ttl: f64) -> f64 {
    let hits = request_rate * ttl;
    hits / (1.0 + hits)
}

/// The same when each request starts the time anew: a hit unless the gap is longer, 1 - exp(-lambda T).
pub fn sliding_ttl_hit_ratio(request_rate: f64, ttl: f64) -> f64 {
    -libm::expm1(-request_rate * ttl)
}

/// Share of all requests, `request_rate` a second over keys of such popularity, that find their key when each expires `ttl`
/// seconds after it was fetched and the cache has room for all.
pub fn ttl_hit_ratio_of_keys(popularity: &[f64], request_rate: f64, ttl: f64) -> f64 {
    let hits = |p: &f64| p * ttl_hit_ratio(p * request_rate, ttl);
    popularity.iter().map(hits).sum()
}

/// Mean number of keys in that cache: each is inside for `ttl` out of every `ttl` and one gap.
pub fn ttl_mean_keys(popularity: &[f64], request_rate: f64, ttl: f64) -> f64 {
    popularity
        .iter()
        .map(|p| ttl_hit_ratio(p * request_rate, ttl))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::{assert_close, stationary, stream};

    /// All ordered choices of `size` of `keys` keys.
    fn orders(keys: usize, size: usize) -> Vec<Vec<usize>> {
        if size == 0 {
            return vec![Vec::new()];
        }
        let mut out = Vec::new();
        for order in orders(keys, size - 1) {
            for key in (0..keys).filter(|key| !order.contains(key)) {
                let mut longer = order.clone();
                longer.push(key);
                out.push(longer);
            }
        }
        out
    }

    /// The exact hit ratio of a small cache, from the balance of all its contents in order; `hit` is what a hit makes of them.
    fn balance(
        popularity: &[f64],
        size: usize,
        hit: impl Fn(&[usize], usize) -> Vec<usize>,
    ) -> f64 {
        let states = orders(popularity.len(), size);
        let find = |order: &[usize]| states.iter().position(|state| state == order).unwrap();
        let p = stationary(states.len(), |from| {
            let order = &states[from];
            let mut jumps = Vec::new();
            for (key, &rate) in popularity.iter().enumerate() {
                let to = if order.contains(&key) {
                    hit(order, key)
                } else {
                    let mut new = vec![key];
                    new.extend(&order[..size - 1]);
                    new
                };
                let to = find(&to);
                if to != from {
                    jumps.push((to, rate));
                }
            }
            jumps
        });
        let inside = |order: &Vec<usize>| order.iter().map(|&key| popularity[key]).sum::<f64>();
        states
            .iter()
            .zip(p)
            .map(|(order, p)| p * inside(order))
            .sum()
    }

    fn to_front(order: &[usize], key: usize) -> Vec<usize> {
        let mut new = vec![key];
        new.extend(order.iter().filter(|&&other| other != key));
        new
    }

    #[test]
    fn a_handful_of_keys_is_found_as_often_as_the_balance_of_all_contents_says() {
        for (exponent, size) in [(0.8, 1), (0.8, 3), (1.2, 4)] {
            let popularity = zipf(6, exponent);
            let cache = size as u32;
            let lru = balance(&popularity, size, to_front);
            assert_close(lru_hit_ratio_exact(&popularity, cache), lru, 1e-8);
            let che = lru_hit_ratio(&popularity, cache);
            assert!((che - lru).abs() < 0.01, "{che} {lru}");

            let fifo = balance(&popularity, size, |order, _| order.to_vec());
            assert_close(fifo_hit_ratio(&popularity, cache), fifo, 1e-9);
            assert!(fifo <= lru + 1e-12 && lru < lfu_hit_ratio(&popularity, cache));
        }
    }

    #[test]
    fn che_is_within_a_thousandth_of_the_exact_ratio_from_a_hundred_keys_on() {
        for exponent in [0.7, 1.0, 1.3] {
            let popularity = zipf(400, exponent);
            let off = lru_hit_ratio(&popularity, 100) - lru_hit_ratio_exact(&popularity, 100);
            assert!(off.abs() < 0.001, "{off}");
        }
    }

    /// Hit ratio of the second half of 300,000 requests to a cache of 100 out of 1,000 keys.
    fn play(popularity: &[f64], mut drop: impl FnMut(&mut Vec<usize>, &[u32]) -> usize) -> f64 {
        const COUNT: u32 = 300_000;
        let mut random = stream("cache");
        let cumulative: Vec<f64> = popularity
            .iter()
            .scan(0.0, |sum, p| {
                *sum += p;
                Some(*sum)
            })
            .collect();
        let (mut inside, mut used) = (Vec::new(), vec![u32::MAX; popularity.len()]);
        let mut hits = 0;
        for now in 0..COUNT {
            let pick = random.unit();
            let key = cumulative
                .partition_point(|&sum| sum < pick)
                .min(popularity.len() - 1);
            if used[key] == u32::MAX {
                if inside.len() == 100 {
                    let at = drop(&mut inside, &used);
                    used[inside.remove(at)] = u32::MAX;
                }
                inside.push(key);
            } else if now >= COUNT / 2 {
                hits += 1;
            }
            used[key] = now;
        }
        f64::from(hits) / f64::from(COUNT / 2)
    }

    #[test]
    fn a_hundred_of_a_thousand_keys_are_found_as_often_as_when_played_through() {
        let popularity = zipf(1000, 0.9);
        let lru = play(&popularity, |inside, used| {
            (0..inside.len())
                .min_by_key(|&at| used[inside[at]])
                .unwrap()
        });
        let ours = lru_hit_ratio(&popularity, 100);
        assert!((ours - lru).abs() < 0.004, "{ours} {lru}");
        let fifo = play(&popularity, |_, _| 0);
        let mut random = stream("random");
        let any = play(&popularity, |inside, _| {
            random.below(inside.len() as u32) as usize
        });
        let ours = fifo_hit_ratio(&popularity, 100);
        assert!(
            (ours - fifo).abs() < 0.004 && (ours - any).abs() < 0.004,
            "{ours} {fifo} {any}"
        );
    }

    #[test]
    fn a_cache_with_room_for_all_finds_all_and_equal_keys_are_found_by_their_share() {
        let equal = vec![0.01; 100];
        assert_eq!(lru_hit_ratio(&equal, 100), 1.0);
        assert_eq!(lru_hit_ratio(&equal, 0), 0.0);
        for ratio in [
            lru_hit_ratio(&equal, 25),
            fifo_hit_ratio(&equal, 25),
            lfu_hit_ratio(&equal, 25),
        ] {
            assert_close(ratio, 0.25, 1e-9);
        }
    }

    #[test]
    fn keys_that_expire_are_found_as_often_as_when_played_through() {
        let popularity = zipf(50, 1.0);
        for (sliding, rate, ttl) in [(false, 20.0, 1.5), (true, 20.0, 1.5)] {
            let mut random = stream("ttl");
            let (mut expires, mut hits, mut count) = (vec![0.0; 50], 0.0, 0.0);
            for (key, p) in popularity.iter().enumerate() {
                let mut now = 0.0;
                while now < 20_000.0 {
                    now += random.exponential() / (rate * p);
                    count += 1.0;
                    let hit = now < expires[key];
                    hits += f64::from(u8::from(hit));
                    if sliding || !hit {
                        expires[key] = now + ttl;
                    }
                }
            }
            let ours: f64 = if sliding {
                popularity
                    .iter()
                    .map(|p| p * sliding_ttl_hit_ratio(p * rate, ttl))
                    .sum()
            } else {
                ttl_hit_ratio_of_keys(&popularity, rate, ttl)
            };
            assert_close(ours, hits / count, 0.005);
        }
        assert_close(ttl_mean_keys(&[1.0], 3.0, 1.0), 0.75, 1e-12);
    }

    #[test]
    fn popularity_sums_to_one_and_falls_by_zipfs_law() {
        let popularity = zipf(1000, 0.9);
        assert_close(popularity.iter().sum(), 1.0, 1e-12);
        assert_close(popularity[0] / popularity[9], 10f64.powf(0.9), 1e-12);
    }
}
