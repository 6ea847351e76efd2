//! What requests are about: one of so many keys, some more popular than others.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use crate::rng::Stream;

/// A table by key. It is looked up and never walked, so that nothing depends on the order of its places; its hash is
/// the same on every platform.
pub(crate) type KeyMap<V> = HashMap<u32, V, BuildHasherDefault<KeyHasher>>;

/// Keys, looked up as in a [`KeyMap`].
pub(crate) type KeySet = HashSet<u32, BuildHasherDefault<KeyHasher>>;

/// Spreads neighbouring keys by the golden ratio (Knuth, *The Art of Computer Programming*, volume 3, section 6.4).
#[derive(Clone, Copy, Default)]
pub(crate) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(u32::from(byte));
        }
    }

    fn write_u32(&mut self, n: u32) {
        let spread = (self.0 ^ u64::from(n)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// Draws keys, the most popular first: key 0 is asked for most.
#[derive(Clone, Debug)]
pub(crate) enum Keys {
    Uniform(u32),
    /// So many keys are hot, and this share of the draws is among them.
    HotSet {
        keys: u32,
        hot: u32,
        share: f64,
    },
    Zipf(Zipf),
}

impl Keys {
    pub fn uniform(keys: u32) -> Self {
        Self::Uniform(keys.max(1))
    }

    pub fn hot_set(keys: u32, hot: u32, share: f64) -> Self {
        let keys = keys.max(1);
        Self::HotSet {
            keys,
            hot: hot.clamp(1, keys),
            share,
        }
    }

    pub fn zipf(keys: u32, exponent: f64) -> Self {
        if exponent <= 0.0 {
            Self::uniform(keys)
        } else {
            Self::Zipf(Zipf::new(keys.max(1), exponent))
        }
    }

    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> u32 {
        match self {
            Self::Uniform(keys) => stream.below(*keys),
            Self::HotSet { keys, hot, share } => {
                if *hot == *keys || stream.unit() <= *share {
                    stream.below(*hot)
                } else {
                    hot + stream.below(keys - hot)
                }
            }
            Self::Zipf(zipf) => zipf.draw(stream),
        }
    }
}

/// The Zipf distribution on 0..n, drawn by rejection-inversion in a time that does not depend on n
/// (Hörmann and Derflinger, "Rejection-inversion to generate variates from monotone discrete distributions",
/// ACM TOMACS 6(3), 1996).
#[derive(Clone, Debug)]
pub(crate) struct Zipf {
    n: f64,
    exponent: f64,
    /// Integrals of the density's hat at 1.5 and at n + 0.5.
    from: f64,
    to: f64,
    /// How near to its key a draw is accepted without another look.
    sure: f64,
}

impl Zipf {
    fn new(n: u32, exponent: f64) -> Self {
        let n = f64::from(n);
        let mut zipf = Self {
            n,
            exponent,
            from: 0.0,
            to: 0.0,
            sure: 0.0,
        };
        zipf.from = zipf.integral(1.5) - 1.0;
        zipf.to = zipf.integral(n + 0.5);
        zipf.sure = 2.0 - zipf.inverse(zipf.integral(2.5) - zipf.density(2.0));
        zipf
    }

    fn density(&self, x: f64) -> f64 {
        libm::exp(-self.exponent * libm::log(x))
    }

    /// (x^(1-s) - 1) / (1 - s), and its limit, the logarithm.
    fn integral(&self, x: f64) -> f64 {
        let log = libm::log(x);
        let y = (1.0 - self.exponent) * log;
        if y.abs() < 1e-8 {
            log * (1.0 + y / 2.0)
        } else {
            log * libm::expm1(y) / y
        }
    }

    fn inverse(&self, area: f64) -> f64 {
        let t = (area * (1.0 - self.exponent)).max(-1.0);
        if t.abs() < 1e-8 {
            libm::exp(area * (1.0 - t / 2.0))
        } else {
            libm::exp(libm::log1p(t) / t * area)
        }
    }

    fn draw(&self, stream: &mut Stream) -> u32 {
        loop {
            let u = self.to + stream.unit() * (self.from - self.to);
            let x = self.inverse(u);
            let k = libm::floor(x + 0.5).clamp(1.0, self.n);
            if k - x <= self.sure || u >= self.integral(k + 0.5) - self.density(k) {
                return (k - 1.0) as u32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWS: u32 = 200_000;

    fn counts(keys: &Keys, n: usize) -> Vec<f64> {
        let mut stream = Stream::new(11, "keys", "test");
        let mut counts = vec![0.0; n];
        for _ in 0..DRAWS {
            counts[keys.draw(&mut stream) as usize] += 1.0;
        }
        counts
    }

    #[test]
    fn zipf_keys_come_as_often_as_their_rank_says() {
        for exponent in [0.5, 0.99, 1.0, 1.6] {
            let n = 50;
            let counts = counts(&Keys::zipf(n, exponent), n as usize);
            let weight = |k: usize| (k as f64 + 1.0).powf(-exponent);
            let total: f64 = (0..n as usize).map(weight).sum();
            // Pearson's statistic of 49 degrees of freedom: above 95 once in ten thousand times.
            let statistic: f64 = counts
                .iter()
                .enumerate()
                .map(|(k, &count)| {
                    let expected = f64::from(DRAWS) * weight(k) / total;
                    (count - expected) * (count - expected) / expected
                })
                .sum();
            assert!(statistic < 95.0, "exponent {exponent}: {statistic}");
        }
    }

    #[test]
    fn a_hot_set_gets_its_share() {
        let counts = counts(&Keys::hot_set(1000, 10, 0.8), 1000);
        let hot: f64 = counts[..10].iter().sum();
        assert!((hot / f64::from(DRAWS) - 0.8).abs() < 0.005);
    }

    proptest::proptest! {
        #[test]
        fn keys_are_below_their_number(n in 1u32..1_000_000_000, exponent in 0.0..5.0f64, seed: u64) {
            let mut stream = Stream::new(seed, "a", "b");
            for keys in [Keys::zipf(n, exponent), Keys::uniform(n), Keys::hot_set(n, 7, 0.5)] {
                for _ in 0..50 {
                    proptest::prop_assert!(keys.draw(&mut stream) < n);
                }
            }
        }
    }
}
