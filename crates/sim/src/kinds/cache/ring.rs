//! Consistent hashing: which shard a key is on, and who takes it over from a shard that is lost (Karger et al., STOC 1997).

use crate::structures::sort;

/// Points of each shard on the ring; ketama, the hashing of memcached's clients, has as many.
const POINTS: u32 = 160;

pub(super) struct Ring(Vec<(u64, u32)>);

impl Ring {
    pub fn new(shards: u32) -> Self {
        let shards = shards.max(1);
        let mut points: Vec<(u64, u32)> = (0..shards)
            .flat_map(|shard| {
                (0..POINTS).map(move |i| (hash(shard * POINTS + i + 1).into(), shard))
            })
            .collect();
        sort(&mut points);
        Self(points)
    }

    /// The first shard from the key's place on that is one of the first `alive`.
    pub fn shard(&self, key: u32, alive: u32) -> u32 {
        // A cache of one shard, which most are: searching its points would be much of what a look-up costs.
        if alive <= 1 {
            return 0;
        }
        let place = u64::from(hash(key.wrapping_add(0x9e37_79b9)));
        let from = self.0.partition_point(|&(point, _)| point < place);
        let (before, after) = self.0.split_at(from);
        let mut points = after.iter().chain(before);
        points
            .find(|&&(_, shard)| shard < alive)
            .map_or(0, |&(_, shard)| shard)
    }
}

/// The finalizer of `MurmurHash3`: every bit of the number reaches every bit of the hash.
pub(super) fn hash(n: u32) -> u32 {
    let n = (n ^ (n >> 16)).wrapping_mul(0x85eb_ca6b);
    let n = (n ^ (n >> 13)).wrapping_mul(0xc2b2_ae35);
    n ^ (n >> 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_on_a_shard_that_is_alive_and_moves_only_when_its_own_is_lost() {
        let ring = Ring::new(4);
        for key in 0..1000 {
            let shards = [4, 3, 2, 1].map(|alive| ring.shard(key, alive));
            for (alive, pair) in (1..4).rev().zip(shards.windows(2)) {
                assert!(pair[1] < alive);
                assert!(pair[1] == pair[0] || pair[0] >= alive);
            }
        }
    }
}
