//! The order in which choices, items and pairs are shown: random to look at, the same on every render of the
//! same try.

/// Tries are numbered from 0. The seed depends on nothing else than the question and the try, so that the host, the
/// browser and the same page after a reload all show the same order.
pub fn seed(question: &str, attempt: u32) -> u32 {
    // FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/
    question
        .bytes()
        .chain(attempt.to_le_bytes())
        .fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
}

/// A permutation of `0..len`.
pub fn permutation(len: usize, seed: u32) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut state = u64::from(seed);
    // Fisher and Yates, from the end.
    for last in (1..len).rev() {
        // SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        // The high half of z, scaled to 0..=last.
        let pick = ((z >> 32) * (last as u64 + 1)) >> 32;
        order.swap(last, pick as usize);
    }
    order
}

/// A permutation that is not the order itself, where there is another: a question whose answer is the order must
/// not start solved.
pub fn derangement(len: usize, seed: u32) -> Vec<usize> {
    let mut order = permutation(len, seed);
    if order.is_sorted() {
        order.rotate_left(usize::from(len > 1));
    }
    order
}

/// Whether choices have an order of their own that shuffling would spoil: each starts with a number, as in
/// "10 ms, 100 ms, 1 s".
pub fn ordinal<'a>(mut texts: impl Iterator<Item = &'a str>) -> bool {
    texts.all(|text| {
        crate::text::plain(text, 40)
            .trim_start_matches(['$', '≈', '~', '<', '>', '≤', '≥', '-', '−', ' '])
            .starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permutation_holds_everything_once_and_depends_on_the_seed_alone() {
        for len in 0..12 {
            for seed in 0..200 {
                let order = permutation(len, seed);
                assert_eq!(order, permutation(len, seed));
                let mut sorted = order;
                sorted.sort_unstable();
                assert!(sorted.into_iter().eq(0..len));
            }
        }
    }

    #[test]
    fn every_permutation_of_four_comes_about_as_often() {
        let mut counts = std::collections::BTreeMap::new();
        for n in 0..24_000 {
            *counts
                .entry(permutation(4, seed("question", n)))
                .or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        // Five standard deviations of a binomial with n = 24,000 and p = 1/24 are 155.
        for (order, count) in counts {
            assert!(count.abs_diff(1000) < 155, "{order:?}: {count}");
        }
    }

    #[test]
    fn an_order_question_never_starts_solved() {
        for seed in 0..2000 {
            for len in 2..6 {
                assert!(!derangement(len, seed).is_sorted());
            }
        }
        assert_eq!(derangement(1, 7), [0]);
        assert!(derangement(0, 7).is_empty());
    }

    #[test]
    fn choices_that_are_numbers_keep_their_order() {
        assert!(ordinal(["10 ms", "about 1 s"].into_iter().take(1)));
        assert!(ordinal(["<p>10 ms</p>", "$4", "≈ 3%"].into_iter()));
        assert!(!ordinal(["10 ms", "It depends"].into_iter()));
    }
}
