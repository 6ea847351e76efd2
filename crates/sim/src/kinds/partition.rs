//! Which of so many parts a key belongs to.

/// The part of `key` among `parts`, which must not be 0: the finaliser of `MurmurHash3` (Appleby, public domain) spreads keys that
/// are neighbours, and the same key comes to the same part always. Kafka takes its cousin, `MurmurHash2`.
#[inline]
pub(crate) fn of_key(key: u32, parts: u32) -> u32 {
    let mut hash = key.wrapping_add(0x9e37_79b9);
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 16;
    ((u64::from(hash) * u64::from(parts)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbouring_keys_are_spread_evenly() {
        for parts in [1u32, 2, 7, 64] {
            let mut counts = vec![0u32; parts as usize];
            for key in 0..64_000 {
                counts[of_key(key, parts) as usize] += 1;
            }
            let even = f64::from(64_000 / parts);
            let off = |n: &u32| (f64::from(*n) - even).abs() > 6.0 * even.sqrt();
            assert!(!counts.iter().any(off), "{counts:?}");
        }
    }
}
