//! Distributions of times, sizes and counts: what a file says, and how to draw from it.
//!
//! Variates come through `libm` alone, so that host and browser agree to the last bit.

use serde::{Deserialize, Serialize};

use crate::descriptor::Unit;
use crate::expression::{self, ExpressionError, number, shorten};
use crate::rng::{Exponentials, Stream};
use crate::{nearest, quantity};

/// The 99th percentile of the standard normal.
const Z99: f64 = 2.326_347_874_040_840_8;

/// A distribution over non-negative numbers, in the base unit of whatever it describes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Distribution {
    Constant(f64),
    Uniform {
        low: f64,
        high: f64,
    },
    Exponential {
        mean: f64,
    },
    /// Sum of `k` exponentials.
    Erlang {
        k: u32,
        mean: f64,
    },
    /// Normal with what lies below zero cut off.
    Normal {
        mean: f64,
        sd: f64,
    },
    /// By its median and its 99th percentile, which is what dashboards show.
    LogNormal {
        p50: f64,
        p99: f64,
    },
    /// `min` times a power tail: P(X > x) = (min / x)^shape.
    Pareto {
        min: f64,
        shape: f64,
    },
    Weibull {
        scale: f64,
        shape: f64,
    },
    /// Measured values with their weights, drawn as they are.
    Empirical {
        values: Vec<f64>,
        weights: Vec<f64>,
    },
}

const NAMES: [&str; 10] = [
    "constant",
    "uniform",
    "exponential",
    "erlang",
    "normal",
    "lognormal",
    "pareto",
    "weibull",
    "empirical",
    "histogram",
];

/// One of each, as a file has it.
#[cfg(feature = "files")]
pub(crate) const EXAMPLES: [&str; 10] = [
    "20ms",
    "uniform(10ms, 30ms)",
    "exponential(20ms)",
    "erlang(3, 20ms)",
    "normal(20ms, 5ms)",
    "lognormal(p50: 10ms, p99: 80ms)",
    "pareto(10ms, 2.5)",
    "weibull(20ms, 0.8)",
    "empirical(10ms, 12ms, 40ms)",
    "histogram(10ms: 5, 40ms: 1)",
];

impl Distribution {
    /// Reads `exponential(20ms)` and the like; a bare quantity is a constant.
    #[allow(
        clippy::too_many_lines,
        reason = "one arm a name: a table, not a procedure"
    )]
    pub fn parse(text: &str, unit: Unit) -> Result<Self, ExpressionError> {
        let amount = |text: &str| {
            quantity::parse(text, unit).map_err(|e| ExpressionError::new(e.to_string()))
        };
        let Some(call) = expression::read(text)? else {
            if NAMES.contains(&text.trim()) {
                return Err(ExpressionError::new(format!(
                    "`{}` needs its arguments in parentheses",
                    text.trim()
                )));
            }
            return Self::Constant(amount(text)?).checked();
        };
        let made = match call.name {
            "constant" => {
                let [value] = call.take_all(["value"])?;
                Self::Constant(amount(value)?)
            }
            "uniform" => {
                let [low, high] = call.take_all(["low", "high"])?;
                Self::Uniform {
                    low: amount(low)?,
                    high: amount(high)?,
                }
            }
            "exponential" => {
                let [mean] = call.take_all(["mean"])?;
                Self::Exponential {
                    mean: amount(mean)?,
                }
            }
            "erlang" => {
                let [k, mean] = call.take_all(["k", "mean"])?;
                let k = number(k)?;
                if !(1.0..=100.0).contains(&k) || k.fract() != 0.0 {
                    return Err(ExpressionError::new(
                        "`k` of `erlang` is a whole number from 1 to 100",
                    ));
                }
                Self::Erlang {
                    k: k as u32,
                    mean: amount(mean)?,
                }
            }
            "normal" => {
                let [mean, sd] = call.take_all(["mean", "sd"])?;
                Self::Normal {
                    mean: amount(mean)?,
                    sd: amount(sd)?,
                }
            }
            "lognormal" | "log-normal" => match call.take(["p50", "p99", "mean", "cv"])? {
                [Some(p50), Some(p99), None, None] => Self::LogNormal {
                    p50: amount(p50)?,
                    p99: amount(p99)?,
                },
                [None, None, Some(mean), Some(cv)] => Self::log_normal(amount(mean)?, number(cv)?)?,
                _ => {
                    return Err(ExpressionError::new(
                        "`lognormal` takes p50 and p99, or mean and cv",
                    )
                    .with_help(Some("lognormal(p50: 10ms, p99: 80ms)".to_owned())));
                }
            },
            "pareto" => {
                let [min, shape] = call.take_all(["min", "shape"])?;
                Self::Pareto {
                    min: amount(min)?,
                    shape: number(shape)?,
                }
            }
            "weibull" => {
                let [scale, shape] = call.take_all(["scale", "shape"])?;
                Self::Weibull {
                    scale: amount(scale)?,
                    shape: number(shape)?,
                }
            }
            "empirical" => {
                let values = call
                    .args
                    .iter()
                    .map(|&(_, value)| amount(value))
                    .collect::<Result<Vec<_>, _>>()?;
                Self::Empirical {
                    weights: vec![1.0; values.len()],
                    values,
                }
            }
            "histogram" => {
                let mut values = Vec::with_capacity(call.args.len());
                let mut weights = Vec::with_capacity(call.args.len());
                for &(value, weight) in &call.args {
                    let value = value.ok_or_else(|| {
                        ExpressionError::new("`histogram` takes pairs of value and weight")
                            .with_help(Some("histogram(1ms: 5, 2ms: 3)".to_owned()))
                    })?;
                    values.push(amount(value)?);
                    weights.push(number(weight)?);
                }
                Self::Empirical { values, weights }
            }
            other => {
                return Err(ExpressionError::new(format!(
                    "there is no distribution `{}`",
                    shorten(other)
                ))
                .with_help(nearest::help(other, NAMES)));
            }
        };
        made.checked()
    }

    /// What [`Self::parse`] may read, as a regular expression: the names, and whatever stands in their parentheses.
    #[cfg(feature = "files")]
    pub(crate) fn pattern(unit: Unit) -> String {
        let (amount, names) = (quantity::pattern(unit), NAMES.join("|"));
        format!(r"^\s*({amount}|({names}|log-normal)\s*\(.*\))\s*$")
    }

    /// Log-normal by mean and coefficient of variation (standard deviation over mean).
    fn log_normal(mean: f64, cv: f64) -> Result<Self, ExpressionError> {
        if !(0.0..=100.0).contains(&cv) {
            return Err(ExpressionError::new("`cv` lies between 0 and 100"));
        }
        let variance = libm::log1p(cv * cv);
        let p50 = mean * libm::exp(-variance / 2.0);
        Ok(Self::LogNormal {
            p50,
            p99: p50 * libm::exp(Z99 * libm::sqrt(variance)),
        })
    }

    fn checked(self) -> Result<Self, ExpressionError> {
        match self.fault() {
            Some(message) => Err(ExpressionError::new(message)),
            None => Ok(self),
        }
    }

    /// Why it cannot be drawn from. What makes its mean no number is left to whoever knows the mean's range.
    pub(crate) fn fault(&self) -> Option<&'static str> {
        match self {
            Self::Erlang { k, .. } if !(1..=100).contains(k) => {
                Some("`k` of `erlang` is a whole number from 1 to 100")
            }
            Self::Constant(v) | Self::Exponential { mean: v } | Self::Erlang { mean: v, .. }
                if *v < 0.0 =>
            {
                Some("must not be negative")
            }
            Self::Uniform { low, high } if *low < 0.0 || high < low => {
                Some("`uniform` needs 0 <= low <= high")
            }
            Self::Normal { mean, sd } if *mean <= 0.0 || *sd < 0.0 || *sd > 3.0 * *mean => Some(
                "`normal` needs a positive mean and a standard deviation of at most three times it",
            ),
            Self::LogNormal { p50, p99 }
                if *p50 < 0.0 || p99 < p50 || (*p50 == 0.0 && *p99 > 0.0) =>
            {
                Some("`lognormal` needs 0 < p50 <= p99")
            }
            Self::Pareto { min, shape } if *min <= 0.0 || *shape <= 1.0 || *shape > 100.0 => Some(
                "`pareto` needs a positive min and a shape above 1 (at 1 and below its mean is infinite)",
            ),
            Self::Weibull { scale, shape } if *scale <= 0.0 || !(0.1..=100.0).contains(shape) => {
                Some("`weibull` needs a positive scale and a shape from 0.1 to 100")
            }
            Self::Empirical { values, weights } => {
                let total: f64 = weights.iter().sum();
                if values.is_empty() || values.len() > 10_000 {
                    Some("needs 1 to 10,000 values")
                } else if values.iter().any(|v| *v < 0.0)
                    || weights.iter().any(|w| *w < 0.0)
                    || total <= 0.0
                {
                    Some("values and weights must not be negative, and one weight must be positive")
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// The mean of what is drawn, in the base unit.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => f64::midpoint(*low, *high),
            Self::Exponential { mean } | Self::Erlang { mean, .. } => *mean,
            Self::Normal { mean, sd } => {
                if *sd == 0.0 {
                    return *mean;
                }
                // Mean of a normal truncated at zero: mean + sd * pdf(a) / (1 - cdf(a)), a = -mean / sd.
                let a = -mean / sd;
                let density = libm::exp(-a * a / 2.0) / libm::sqrt(2.0 * std::f64::consts::PI);
                mean + sd * density / (0.5 * libm::erfc(a / std::f64::consts::SQRT_2))
            }
            Self::LogNormal { p50, .. } => {
                let sigma = self.sigma();
                p50 * libm::exp(sigma * sigma / 2.0)
            }
            Self::Pareto { min, shape } => min * shape / (shape - 1.0),
            Self::Weibull { scale, shape } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Empirical { values, weights } => {
                let total: f64 = weights.iter().sum();
                values.iter().zip(weights).map(|(v, w)| v * w).sum::<f64>() / total
            }
        }
    }

    /// Its coefficient of variation: the standard deviation as a share of the mean. `None` of what has no variance, or no
    /// mean above zero.
    pub fn variation(&self) -> Option<f64> {
        let mean = self.mean();
        let squared = match self {
            Self::Constant(_) => 0.0,
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0 / (mean * mean),
            Self::Exponential { .. } => 1.0,
            Self::Erlang { k, .. } => 1.0 / f64::from(*k),
            Self::Normal { sd, .. } if *sd == 0.0 => 0.0,
            Self::Normal { mean: centre, sd } => {
                // Of a normal truncated at zero, with `above` the mean's distance from the centre in deviations.
                let above = (mean - centre) / sd;
                sd * sd * (1.0 - centre / sd * above - above * above) / (mean * mean)
            }
            Self::LogNormal { .. } => {
                let sigma = self.sigma();
                libm::exp(sigma * sigma) - 1.0
            }
            Self::Pareto { shape, .. } if *shape <= 2.0 => return None,
            Self::Pareto { shape, .. } => 1.0 / (shape * (shape - 2.0)),
            Self::Weibull { scale, shape } => {
                scale * scale * libm::tgamma(1.0 + 2.0 / shape) / (mean * mean) - 1.0
            }
            Self::Empirical { values, weights } => {
                let total: f64 = weights.iter().sum();
                let squares = values.iter().zip(weights).map(|(v, w)| v * v * w);
                squares.sum::<f64>() / total / (mean * mean) - 1.0
            }
        };
        (mean > 0.0).then(|| libm::sqrt(squared.max(0.0)))
    }

    fn sigma(&self) -> f64 {
        match self {
            Self::LogNormal { p50, p99 } if *p50 > 0.0 => libm::log(p99 / p50) / Z99,
            _ => 0.0,
        }
    }

    /// The same shape with another mean, which is what a slider tunes.
    #[must_use]
    pub fn with_mean(&self, mean: f64) -> Self {
        let old = self.mean();
        if old <= 0.0 || mean <= 0.0 {
            return Self::Constant(mean.max(0.0));
        }
        let f = mean / old;
        match self {
            Self::Constant(_) => Self::Constant(mean),
            Self::Uniform { low, high } => Self::Uniform {
                low: low * f,
                high: high * f,
            },
            Self::Exponential { .. } => Self::Exponential { mean },
            Self::Erlang { k, .. } => Self::Erlang { k: *k, mean },
            Self::Normal { mean, sd } => Self::Normal {
                mean: mean * f,
                sd: sd * f,
            },
            Self::LogNormal { p50, p99 } => Self::LogNormal {
                p50: p50 * f,
                p99: p99 * f,
            },
            Self::Pareto { min, shape } => Self::Pareto {
                min: min * f,
                shape: *shape,
            },
            Self::Weibull { scale, shape } => Self::Weibull {
                scale: scale * f,
                shape: *shape,
            },
            Self::Empirical { values, weights } => Self::Empirical {
                values: values.iter().map(|v| v * f).collect(),
                weights: weights.clone(),
            },
        }
    }

    /// As a file would have it.
    pub fn to_text(&self, unit: Unit) -> String {
        let q = |value: f64| quantity::literal(value, unit);
        match self {
            Self::Constant(value) => q(*value),
            Self::Uniform { low, high } => format!("uniform({}, {})", q(*low), q(*high)),
            Self::Exponential { mean } => format!("exponential({})", q(*mean)),
            Self::Erlang { k, mean } => format!("erlang({k}, {})", q(*mean)),
            Self::Normal { mean, sd } => format!("normal({}, {})", q(*mean), q(*sd)),
            Self::LogNormal { p50, p99 } => {
                format!("lognormal(p50: {}, p99: {})", q(*p50), q(*p99))
            }
            Self::Pareto { min, shape } => format!("pareto({}, {shape})", q(*min)),
            Self::Weibull { scale, shape } => format!("weibull({}, {shape})", q(*scale)),
            Self::Empirical { values, weights } => {
                let pairs: Vec<_> = values
                    .iter()
                    .zip(weights)
                    .map(|(v, w)| format!("{}: {w}", q(*v)))
                    .collect();
                format!("histogram({})", pairs.join(", "))
            }
        }
    }

    /// Ready to draw from.
    pub fn sampler(&self) -> Sampler {
        match self {
            Self::Constant(value) => Sampler::Constant(*value),
            Self::Uniform { low, high } => Sampler::Uniform {
                low: *low,
                width: high - low,
            },
            Self::Exponential { mean } => Sampler::Exponential { mean: *mean },
            Self::Erlang { k, mean } => Sampler::Erlang {
                k: *k,
                stage: mean / f64::from(*k),
            },
            Self::Normal { mean, sd } => Sampler::Normal {
                mean: *mean,
                sd: *sd,
            },
            Self::LogNormal { p50, .. } => {
                let sigma = self.sigma();
                if sigma == 0.0 {
                    Sampler::Constant(*p50)
                } else {
                    Sampler::LogNormal {
                        median: *p50,
                        sigma,
                    }
                }
            }
            Self::Pareto { min, shape } => Sampler::Pareto {
                min: *min,
                exponent: -1.0 / shape,
            },
            Self::Weibull { scale, shape } => Sampler::Weibull {
                scale: *scale,
                exponent: 1.0 / shape,
            },
            Self::Empirical { values, weights } => {
                let total: f64 = weights.iter().sum();
                let mut sum = 0.0;
                let cumulative = weights.iter().map(|w| {
                    sum += w / total;
                    sum
                });
                Sampler::Empirical(cumulative.zip(values.iter().copied()).collect())
            }
        }
    }
}

/// A [`Distribution`] with its constants worked out.
#[derive(Clone, Debug)]
pub enum Sampler {
    Constant(f64),
    Uniform {
        low: f64,
        width: f64,
    },
    Exponential {
        mean: f64,
    },
    Erlang {
        k: u32,
        stage: f64,
    },
    Normal {
        mean: f64,
        sd: f64,
    },
    LogNormal {
        median: f64,
        sigma: f64,
    },
    Pareto {
        min: f64,
        exponent: f64,
    },
    Weibull {
        scale: f64,
        exponent: f64,
    },
    /// (cumulative probability, value), ascending.
    Empirical(Box<[(f64, f64)]>),
}

impl Sampler {
    /// One value, never negative. All but Erlang and the truncated normal take exactly one number of the
    /// stream and grow with it, which keeps variants comparable.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Exponential { mean } => mean * stream.exponential(),
            other => other.draw_rare(stream),
        }
    }

    /// One value of a stream that gives nothing else, with what was drawn `ahead` of it.
    #[inline]
    pub fn draw_ahead(&self, ahead: &mut Exponentials, stream: &mut Stream) -> f64 {
        match self {
            Self::Exponential { mean } => mean * ahead.next(stream),
            other => other.draw(stream),
        }
    }

    /// One time in whole nanoseconds.
    #[inline]
    pub fn draw_ns(&self, stream: &mut Stream) -> u64 {
        whole_ns(self.draw(stream))
    }

    /// True when nothing is ever drawn but zero.
    pub fn is_zero(&self) -> bool {
        matches!(self, Self::Constant(value) if *value == 0.0)
    }

    fn draw_rare(&self, stream: &mut Stream) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, width } => low + width * stream.unit(),
            Self::Exponential { mean } => mean * stream.exponential(),
            Self::Erlang { k, stage } => (0..*k).map(|_| stage * stream.exponential()).sum(),
            Self::Normal { mean, sd } => loop {
                // At most half of the draws are cut off by the range of `sd`, so this ends soon.
                let value = mean + sd * normal_quantile(stream.unit());
                if value >= 0.0 {
                    break value;
                }
            },
            Self::LogNormal { median, sigma } => {
                median * libm::exp(sigma * normal_quantile(stream.unit()))
            }
            Self::Pareto { min, exponent } => min * libm::pow(stream.unit(), *exponent),
            Self::Weibull { scale, exponent } => scale * libm::pow(stream.exponential(), *exponent),
            Self::Empirical(table) => {
                let u = stream.unit();
                let place = table.partition_point(|&(cumulative, _)| cumulative < u);
                table[place.min(table.len() - 1)].1
            }
        }
    }
}

const LONGEST_NS: f64 = (1u64 << 60) as f64;

/// A drawn time in whole nanoseconds. The tail of a Pareto or a Weibull reaches beyond the end of the clock; 36 years are
/// longer than any run, and a few of them added together still fit.
#[inline]
pub(crate) fn whole_ns(ns: f64) -> u64 {
    let ns = ns + 0.5;
    // A comparison, and not the lesser of two: that is a function call in WebAssembly.
    floor(if ns < LONGEST_NS { ns } else { LONGEST_NS })
}

/// The whole part of a number from 0 to below 2^63.
#[inline]
pub(crate) fn floor(number: f64) -> u64 {
    if cfg!(target_arch = "wasm32") && number < TWO_52 {
        digits(number)
    } else {
        // Processors know how to convert signed numbers.
        number as i64 as u64
    }
}

const TWO_52: f64 = (1u64 << 52) as f64;

/// The same, of a number below 2^52: added to 2^52 it stands in the last 52 bits. A conversion that saturates, as WebAssembly has it, is made
/// of nine instructions in V8, which wait for one another.
#[inline]
fn digits(number: f64) -> u64 {
    (number.floor() + TWO_52).to_bits() & ((1 << 52) - 1)
}

/// Quantile of the standard normal: Wichura's algorithm AS 241 (PPND16), relative error about 1e-16.
/// At `p` = 1 it gives the value of the largest p below it.
pub fn normal_quantile(p: f64) -> f64 {
    let p = p.min(1.0 - f64::EPSILON / 2.0);
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * horner(&A, r) / horner(&B, r);
    }
    let r = libm::sqrt(-libm::log(if q < 0.0 { p } else { 1.0 - p }));
    let value = if r <= 5.0 {
        horner(&C, r - 1.6) / horner(&D, r - 1.6)
    } else {
        horner(&E, r - 5.0) / horner(&F, r - 5.0)
    };
    if q < 0.0 { -value } else { value }
}

fn horner(coefficients: &[f64; 8], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, c| sum * x + c)
}

const A: [f64; 8] = [
    3.387_132_872_796_366_5,
    133.141_667_891_784_38,
    1_971.590_950_306_551_3,
    13_731.693_765_509_46,
    45_921.953_931_549_87,
    67_265.770_927_008_7,
    33_430.575_583_588_13,
    2_509.080_928_730_122_7,
];
const B: [f64; 8] = [
    1.0,
    42.313_330_701_600_91,
    687.187_007_492_057_9,
    5_394.196_021_424_751,
    21_213.794_301_586_597,
    39_307.895_800_092_71,
    28_729.085_735_721_943,
    5_226.495_278_852_854,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_5,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    0.241_780_725_177_450_6,
    0.022_723_844_989_269_184,
    7.745_450_142_783_414e-4,
];
const D: [f64; 8] = [
    1.0,
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    0.689_767_334_985_1,
    0.148_103_976_427_480_08,
    0.015_198_666_563_616_457,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];
const E: [f64; 8] = [
    6.657_904_643_501_103,
    5.463_784_911_164_114,
    1.784_826_539_917_291_3,
    0.296_560_571_828_504_87,
    0.026_532_189_526_576_124,
    0.001_242_660_947_388_078_4,
    2.711_555_568_743_487_6e-5,
    2.010_334_399_292_288_1e-7,
];
const F: [f64; 8] = [
    1.0,
    0.599_832_206_555_888,
    0.136_929_880_922_735_8,
    0.014_875_361_290_850_615,
    7.868_691_311_456_133e-4,
    1.846_318_317_510_054_8e-5,
    1.421_511_758_316_446e-7,
    2.044_263_103_389_939_8e-15,
];

#[cfg(test)]
#[path = "distribution_tests.rs"]
mod tests;
