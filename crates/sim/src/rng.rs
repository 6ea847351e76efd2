//! Named random streams.
//!
//! One stream per (node, purpose), derived from the seed and stable names, so that adding a node or changing
//! one parameter leaves every other stream as it was: two variants see the same arrivals
//! (common random numbers; Law, *Simulation Modeling and Analysis*, 5th ed., section 11.2).

use rand_core::Rng as _;
use rand_pcg::Pcg32;

use crate::logarithm::log_two;

/// One stream of random numbers: PCG-XSH-RR 64/32 (O'Neill 2014), 2^64 long.
#[derive(Clone, Debug)]
pub struct Stream(Pcg32);

impl Stream {
    /// The stream of `purpose` at `owner` (a node's or a link's id) under `seed`.
    #[inline(never)]
    pub fn new(seed: u64, owner: &str, purpose: &str) -> Self {
        let name = fnv(fnv(FNV_OFFSET, owner.as_bytes()) ^ 0xff, purpose.as_bytes());
        let mut state = seed ^ name;
        let first = split_mix(&mut state);
        Self(Pcg32::new(first, split_mix(&mut state)))
    }

    #[inline]
    pub fn bits(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// Uniform on (0, 1], a multiple of 2^-53: safe to take the logarithm of.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
        ((self.0.next_u64() >> 11) + 1) as i64 as f64 * SCALE
    }

    /// Uniform on 0..n, without bias worth the name (Lemire's multiply-shift). `n` must not be 0.
    #[inline]
    pub fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.bits()) * u64::from(n)) >> 32) as u32
    }

    /// True with probability `p`. No number is drawn where nothing is left to chance.
    #[inline]
    pub fn chance(&mut self, p: f64) -> bool {
        p >= 1.0 || (p > 0.0 && self.unit() <= p)
    }

    /// Exponential with mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        -libm::log(self.unit())
    }
}

/// Exponentials with mean 1 of a stream that gives nothing else, some drawn ahead: their logarithms then do not wait for one another, nor
/// the event queue for them.
#[derive(Clone, Debug, Default)]
pub struct Exponentials {
    /// Last first.
    drawn: [f64; AHEAD],
    left: usize,
}

const AHEAD: usize = 16;

impl Exponentials {
    /// What [`Stream::exponential`] would give.
    #[inline]
    pub fn next(&mut self, stream: &mut Stream) -> f64 {
        if self.left == 0 {
            self.draw(stream);
        }
        self.left -= 1;
        // Never beyond the last, which the compiler cannot know.
        self.drawn[self.left % AHEAD]
    }

    #[cfg_attr(target_arch = "wasm32", target_feature(enable = "simd128"))]
    #[inline(never)]
    fn draw(&mut self, stream: &mut Stream) {
        for pair in self.drawn.as_chunks_mut().0.iter_mut().rev() {
            let [first, second] = log_two([stream.unit(), stream.unit()]);
            *pair = [-second, -first];
        }
        self.left = AHEAD;
    }
}

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a: stable across platforms and releases, which the standard hasher does not promise.
fn fnv(mut hash: u64, bytes: &[u8]) -> u64 {
    for &byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash
}

/// `SplitMix64` (Steele, Lea, Flood 2014): spreads neighbouring seeds over the whole state space.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_differ_by_seed_owner_and_purpose_and_only_by_these() {
        let draw = |seed, owner, purpose| {
            let mut stream = Stream::new(seed, owner, purpose);
            (stream.bits(), stream.bits())
        };
        let base = draw(1, "a", "service");
        assert_eq!(base, draw(1, "a", "service"));
        for other in [
            draw(2, "a", "service"),
            draw(1, "b", "service"),
            draw(1, "a", "route"),
            draw(1, "as", "ervice"),
        ] {
            assert_ne!(base, other);
        }
    }

    #[test]
    fn what_is_drawn_ahead_is_what_the_stream_would_give() {
        let mut stream = Stream::new(3, "a", "service");
        let (mut ahead, mut drawn) = (stream.clone(), Exponentials::default());
        for _ in 0..=5 * AHEAD {
            assert_eq!(
                drawn.next(&mut ahead).to_bits(),
                stream.exponential().to_bits()
            );
        }
    }

    #[test]
    fn the_unit_interval_excludes_zero() {
        let mut stream = Stream::new(7, "x", "y");
        assert!((0..100_000).all(|_| (f64::MIN_POSITIVE..=1.0).contains(&stream.unit())));
    }
}
