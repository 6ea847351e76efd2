//! Choices, and values of parameters, read off a tape of numbers.

use headroom_sim::descriptor::ParamKind;
use headroom_sim::distribution::Distribution;
use headroom_sim::kinds::ParamSpec;
use headroom_sim::scenario::Value;
use headroom_sim::shape::Shape;

pub struct Tape(pub std::vec::IntoIter<u32>);

impl Tape {
    pub fn next(&mut self) -> u32 {
        self.0.next().unwrap_or(0)
    }

    /// Below `n`, and 0 at the end of the tape.
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn unit(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_295.0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Between two bounds: one of them, or a number with few digits, or with as many as there are.
    pub fn between(&mut self, min: f64, max: f64) -> f64 {
        let t = self.unit();
        let value = if min > 0.0 && max / min > 100.0 {
            min * (max / min).powf(t)
        } else {
            min + (max - min) * t
        };
        let value = match self.below(5) {
            0 | 1 => {
                let unit = 10f64.powf(value.abs().max(1e-300).log10().floor() - 1.0);
                (value / unit).round() * unit
            }
            2 => min,
            3 => max,
            _ => value,
        };
        value.clamp(min, max)
    }

    pub fn value(&mut self, spec: &ParamSpec) -> Value {
        match &spec.descriptor.kind {
            ParamKind::Number {
                min, max, integer, ..
            } => {
                let value = self.between(*min, *max);
                Value::Number(if *integer { value.round() } else { value })
            }
            ParamKind::Flag { .. } => Value::Flag(self.chance(50)),
            ParamKind::Choice { options, .. } => Value::Choice(self.below(options.len()) as u32),
            ParamKind::Distribution { min, max, .. } => {
                Value::Distribution(self.distribution(*min, *max))
            }
            ParamKind::Shape { .. } => Value::Shape(self.shape()),
        }
    }

    pub fn distribution(&mut self, min: f64, max: f64) -> Distribution {
        // Below the bound, so that there is room for a mean that comes out a little above.
        let mean = self.between(min, max * 0.99);
        let a = 0.1 + self.unit();
        let made = match self.below(9) {
            0 => Distribution::Constant(1.0),
            1 => Distribution::Uniform {
                low: a,
                high: 1.0 + a,
            },
            2 => Distribution::Exponential { mean: 1.0 },
            3 => Distribution::Erlang {
                k: 1 + self.below(100) as u32,
                mean: 1.0,
            },
            4 => Distribution::Normal { mean: 1.0, sd: a },
            5 => Distribution::LogNormal {
                p50: 1.0,
                p99: 1.0 + a,
            },
            6 => Distribution::Pareto {
                min: 1.0,
                shape: 1.5 + a,
            },
            7 => Distribution::Weibull {
                scale: 1.0,
                shape: a,
            },
            _ => {
                let values: Vec<f64> = (0..=self.below(4)).map(|_| a + self.unit()).collect();
                let weights = values.iter().map(|_| {
                    if self.chance(50) {
                        self.unit() + 0.1
                    } else {
                        1.0
                    }
                });
                Distribution::Empirical {
                    weights: weights.collect(),
                    values,
                }
            }
        }
        .with_mean(mean);
        if (min..=max).contains(&made.mean()) {
            made
        } else {
            Distribution::Constant(mean)
        }
    }

    pub fn shape(&mut self) -> Shape {
        let (a, b) = (1 + self.below(60), self.unit() * 3.0);
        let text = match self.below(9) {
            0 => "flat".to_owned(),
            1 => format!("steps(0s: 1, {a}s: {b})"),
            2 => format!("points(0s: {b}, {a}ms: 4)"),
            3 => format!("ramp(from: {b}, to: 3, start: 0s, end: {a}s)"),
            4 => format!("spike(at: {a}s, lasting: 10s, times: {b})"),
            5 => format!("diurnal(period: {a}min, low: {})", b / 3.0),
            6 => format!("bursts(on: {a}s, off: 9s, times: {b})"),
            7 => format!("series({a}s, 1, {b}, 2)"),
            _ => "flat()".to_owned(),
        };
        Shape::parse(&text).unwrap()
    }

    /// Values of all parameters, most of them the default's.
    pub fn params(&mut self, specs: &[ParamSpec], defaults: &[Value]) -> Vec<Value> {
        let pairs = specs.iter().zip(defaults);
        pairs
            .map(|(spec, default)| {
                if self.chance(25) {
                    self.value(spec)
                } else {
                    default.clone()
                }
            })
            .collect()
    }
}
