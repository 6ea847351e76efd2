//! Data structures that several kinds keep their state in.

pub(crate) mod lru;

/// Sorts by the first of each pair, and by the second among equals. Every kind's sorting comes here: the program that a
/// reader downloads has one sort then, and not one for each type.
#[inline(never)]
pub(crate) fn sort(pairs: &mut [(u64, u32)]) {
    pairs.sort_unstable();
}
