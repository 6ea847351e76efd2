//! Natural logarithms two at a time, to the bit what `libm::log` gives, which is the same in every place.
//!
//! A request of the simplest queue takes two logarithms, a tenth of its time in a browser. WebAssembly's vectors work on two numbers in the time of
//! one; elsewhere each is asked of `libm` itself, so that a run in a browser that has the bytes of a native one proves these, too.

/// The logarithms of two numbers in (0, 1] that are not subnormal.
#[cfg(not(target_arch = "wasm32"))]
#[inline]
pub(crate) fn log_two(numbers: [f64; 2]) -> [f64; 2] {
    numbers.map(libm::log)
}

#[cfg(target_arch = "wasm32")]
pub(crate) use vectors::log_two;

#[cfg(target_arch = "wasm32")]
mod vectors {
    use std::arch::wasm32::{
        f64x2, f64x2_add, f64x2_div, f64x2_extract_lane, f64x2_mul, f64x2_splat, f64x2_sub,
        i64x2_add, i64x2_splat, u64x2_shr, v128, v128_and, v128_or,
    };

    /// The upper half of the root of 1/2, from which on the fraction is taken, and of 1.
    const ROOT_OF_HALF: i64 = 0x3fe6_a09e << 32;
    const ONE: i64 = 0x3ff0_0000 << 32;
    /// What tells the numbers from 2^52 on from whole ones, which stand in their last bits.
    const TWO_52: i64 = 0x4330_0000 << 32;
    /// 2^52 and the bias of an exponent.
    const TWO_52_AND_BIAS: f64 = (1u64 << 52) as f64 + 1023.0;
    const LN2_HIGH: f64 = 6.931_471_803_691_238e-1;
    const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
    /// The coefficients of fdlibm's `log` (Sun Microsystems, 1993), whose steps these are in order, so that each rounds alike.
    const SERIES: [f64; 7] = [
        6.666_666_666_666_735e-1,
        3.999_999_999_940_942e-1,
        2.857_142_874_366_239e-1,
        2.222_219_843_214_978_4e-1,
        1.818_357_216_161_805e-1,
        1.531_383_769_920_937_3e-1,
        1.479_819_860_511_658_6e-1,
    ];

    #[target_feature(enable = "simd128")]
    #[inline]
    pub(crate) fn log_two([first, second]: [f64; 2]) -> [f64; 2] {
        let bits = f64x2(first, second);
        // 2 to the power of `times` by a number between the roots of 1/2 and 2.
        let moved = i64x2_add(bits, i64x2_splat(ONE - ROOT_OF_HALF));
        let exponent = v128_or(u64x2_shr(moved, 52), i64x2_splat(TWO_52));
        let times = f64x2_sub(exponent, f64x2_splat(TWO_52_AND_BIAS));
        let fraction = v128_and(moved, i64x2_splat((1 << 52) - 1));
        let reduced = i64x2_add(fraction, i64x2_splat(ROOT_OF_HALF));

        let over = f64x2_sub(reduced, f64x2_splat(1.0));
        let half_square = f64x2_mul(f64x2_mul(f64x2_splat(0.5), over), over);
        let ratio = f64x2_div(over, f64x2_add(f64x2_splat(2.0), over));
        let z = f64x2_mul(ratio, ratio);
        let w = f64x2_mul(z, z);
        let [one, two, three, four, five, six, seven] = SERIES.map(|number| f64x2_splat(number));
        let even = f64x2_mul(w, horner(two, w, horner(four, w, six)));
        let odd = f64x2_mul(z, horner(one, w, horner(three, w, horner(five, w, seven))));
        let rest = f64x2_mul(ratio, f64x2_add(half_square, f64x2_add(odd, even)));
        let low = f64x2_add(rest, f64x2_mul(times, f64x2_splat(LN2_LOW)));
        let all = f64x2_add(f64x2_sub(low, half_square), over);
        let all = f64x2_add(all, f64x2_mul(times, f64x2_splat(LN2_HIGH)));
        [f64x2_extract_lane::<0>(all), f64x2_extract_lane::<1>(all)]
    }

    /// `first + w * next`.
    #[target_feature(enable = "simd128")]
    #[inline]
    fn horner(first: v128, w: v128, next: v128) -> v128 {
        f64x2_add(first, f64x2_mul(w, next))
    }
}
