//! Where an axis ends and where its marks stand: round numbers in the unit's own sense of round.

use headroom_sim::descriptor::Unit;

/// A mark of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// In the base unit of the axis.
    pub value: f64,
    pub label: String,
}

/// An axis from `min` to `max`, in the base unit, with its marks.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    pub min: f64,
    pub max: f64,
    pub ticks: Vec<Tick>,
    /// Equal lengths are equal factors.
    pub log: bool,
}

/// From a value to a place on an axis and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub min: f64,
    pub max: f64,
    pub log: bool,
}

impl Scale {
    pub fn span(&self) -> Span {
        Span {
            min: self.min,
            max: self.max,
            log: self.log,
        }
    }
}

impl Span {
    /// Where a value stands: 0 at the axis' beginning, 1 at its end.
    pub fn share(&self, value: f64) -> f64 {
        if self.log {
            (value.max(f64::MIN_POSITIVE) / self.min).ln() / (self.max / self.min).ln()
        } else {
            (value - self.min) / (self.max - self.min)
        }
    }

    /// The value at a share of the axis.
    pub fn value(&self, share: f64) -> f64 {
        if self.log {
            self.min * (self.max / self.min).powf(share)
        } else {
            self.min + share * (self.max - self.min)
        }
    }
}

const SECOND: f64 = 1e9;
const MINUTE: f64 = 60.0 * SECOND;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

/// A scale that covers `min..=max` and ends on marks at both sides, with at most `most` marks (at least two).
pub fn covering(min: f64, max: f64, unit: Unit, most: usize) -> Scale {
    let (min, max) = sane(min, max);
    let step = step(max - min, unit, most.max(3) - 1);
    // A hair of tolerance, or a maximum that stands on a mark would get another one above it.
    let first = (min / step + 1e-9).floor();
    let last = (max / step - 1e-9).ceil().max(first + 1.0);
    marks(first * step, last * step, step, unit)
}

/// A scale of exactly `min..=max` with at most `most` round marks inside.
pub fn within(min: f64, max: f64, unit: Unit, most: usize) -> Scale {
    let (min, max) = sane(min, max);
    let most = most.max(2);
    let by = |steps| marks(min, max, step(max - min, unit, steps), unit);
    // The ends are seldom marks themselves: then one step more has no more marks than are wanted.
    let finer = by(most + 1);
    if finer.ticks.len() <= most {
        finer
    } else {
        by(most)
    }
}

/// A logarithmic scale from `min` to `max`, both above zero, with marks at powers of ten and, while they are few, between.
pub fn decades(min: f64, max: f64, unit: Unit, most: usize) -> Scale {
    let min = if min.is_finite() && min > 0.0 {
        min
    } else {
        1.0
    };
    let max = if max.is_finite() && max > min * 1.01 {
        max
    } else {
        min * 10.0
    };
    let powers = min.log10().floor() as i32..=max.log10().ceil() as i32;
    let at = |factors: &[f64]| -> Vec<f64> {
        let values = powers
            .clone()
            .flat_map(|power| factors.iter().map(move |factor| factor * 10f64.powi(power)));
        let inside = (1.0 - 1e-9) * min..=(1.0 + 1e-9) * max;
        values.filter(|value| inside.contains(value)).collect()
    };
    let mut values = at(&[1.0, 2.0, 5.0]);
    // Their names are short: of one digit and zeros.
    let most = most.max(2) * 3 / 2;
    if values.len() > most {
        values = at(&[1.0]);
    }
    if values.len() < 2 {
        // Less than an octave or so: marks at equal differences are as good.
        let even = within(min, max, unit, most);
        return Scale { log: true, ..even };
    }
    let every = values.len().div_ceil(most);
    let ticks = values.into_iter().step_by(every.max(1)).map(|value| Tick {
        value,
        label: label(value, value, value, unit),
    });
    Scale {
        min,
        max,
        ticks: ticks.collect(),
        log: true,
    }
}

/// A logarithmic scale that covers `min..=max`, both above zero, and ends on marks of 1, 2 or 5 times a power of ten.
pub fn covering_decades(min: f64, max: f64, unit: Unit, most: usize) -> Scale {
    let steps = |value: f64| {
        let power = 10f64.powf(value.log10().floor());
        [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power)
    };
    // A hair of tolerance, as for other scales.
    let below = steps(min)
        .into_iter()
        .rev()
        .find(|&step| step <= min * (1.0 + 1e-9));
    let above = steps(max)
        .into_iter()
        .find(|&step| step >= max * (1.0 - 1e-9));
    decades(below.unwrap_or(min), above.unwrap_or(max), unit, most)
}

/// An interval that has a length, whatever it was asked for.
fn sane(min: f64, max: f64) -> (f64, f64) {
    let min = if min.is_finite() { min } else { 0.0 };
    if max.is_finite() && max > min {
        (min, max)
    } else {
        (min, min + min.abs().max(1.0))
    }
}

fn marks(min: f64, max: f64, step: f64, unit: Unit) -> Scale {
    let first = (min / step - 1e-9).ceil() as i64;
    let last = (max / step + 1e-9).floor() as i64;
    let ticks = (first..=last)
        .map(|i| i as f64 * step)
        .map(|value| Tick {
            value,
            label: label(value, step, max.abs().max(min.abs()), unit),
        })
        .collect();
    Scale {
        min,
        max,
        ticks,
        log: false,
    }
}

/// The smallest round step that needs at most `most` of itself to span `span`.
fn step(span: f64, unit: Unit, most: usize) -> f64 {
    let least = span / most as f64;
    match unit {
        Unit::Duration if least > 5.0 * SECOND => clock_step(least),
        Unit::Milliseconds if least > 5000.0 => clock_step(least * 1e6) / 1e6,
        Unit::Bytes => 2f64.powf(least.max(1.0).log2().ceil()),
        _ => {
            let power = 10f64.powf(least.log10().floor());
            [1.0, 2.0, 5.0]
                .map(|factor| factor * power)
                .into_iter()
                .find(|&step| step >= least * (1.0 - 1e-9))
                .unwrap_or(10.0 * power)
        }
    }
}

/// Above some seconds time is counted by sixties and twenty-fours.
fn clock_step(least: f64) -> f64 {
    const STEPS: [f64; 17] = [
        10.0 * SECOND,
        15.0 * SECOND,
        20.0 * SECOND,
        30.0 * SECOND,
        MINUTE,
        2.0 * MINUTE,
        5.0 * MINUTE,
        10.0 * MINUTE,
        15.0 * MINUTE,
        30.0 * MINUTE,
        HOUR,
        2.0 * HOUR,
        3.0 * HOUR,
        6.0 * HOUR,
        12.0 * HOUR,
        DAY,
        2.0 * DAY,
    ];
    STEPS
        .into_iter()
        .find(|&step| step >= least)
        .unwrap_or_else(|| (least / DAY).ceil() * DAY)
}

fn label(value: f64, step: f64, size: f64, unit: Unit) -> String {
    match unit {
        Unit::Duration => time(value, step, size),
        Unit::Milliseconds => time(value * 1e6, step * 1e6, size * 1e6),
        Unit::Bytes => bytes(value, step),
        Unit::Ratio => format!("{}%", decimal(value * 100.0, step * 100.0)),
        Unit::Count => count(value, step, size),
        Unit::PerSecond => format!("{}/s", count(value, step, size)),
        Unit::Dollars => format!("${}", money(value, step, size)),
        Unit::DollarsPerHour => format!("${}/h", money(value, step, size)),
    }
}

/// With as many decimals as tell two neighbouring marks apart; zero is zero.
fn decimal(value: f64, step: f64) -> String {
    if value.abs() < step / 2.0 {
        return "0".to_owned();
    }
    let places = (-(step * (1.0 + 1e-9)).log10().floor()).clamp(0.0, 9.0) as usize;
    format!("{value:.places$}")
}

fn time(value: f64, step: f64, size: f64) -> String {
    let whole = |factor: f64| (step / factor).fract() == 0.0;
    let (factor, name) = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min")]
        .into_iter()
        .find(|&(factor, _)| size >= factor && whole(factor))
        .or_else(|| {
            [(SECOND, "s"), (1e6, "ms"), (1e3, "µs")]
                .into_iter()
                .find(|&(factor, _)| size >= factor)
        })
        .unwrap_or((1.0, "ns"));
    format!("{} {name}", decimal(value / factor, step / factor))
}

fn bytes(value: f64, step: f64) -> String {
    let (factor, name) = [(30, "GiB"), (20, "MiB"), (10, "KiB")]
        .map(|(power, name)| (2f64.powi(power), name))
        .into_iter()
        .find(|&(factor, _)| step >= factor)
        .unwrap_or((1.0, "B"));
    format!("{} {name}", decimal(value / factor, step / factor))
}

fn count(value: f64, step: f64, size: f64) -> String {
    let (factor, suffix) = [(1e9, "G"), (1e6, "M"), (1e3, "k")]
        .into_iter()
        .find(|&(factor, _)| size >= 10.0 * factor)
        .unwrap_or((1.0, ""));
    let figures = decimal(value / factor, step / factor);
    if value == 0.0 {
        return figures;
    }
    format!("{}{suffix}", grouped(&figures))
}

/// Thousands are set apart, as in the texts.
fn grouped(figures: &str) -> String {
    let (whole, fraction) = figures.split_at(figures.find('.').unwrap_or(figures.len()));
    let mut out = String::new();
    for (place, figure) in whole.chars().enumerate() {
        if (whole.len() - place).is_multiple_of(3)
            && out.ends_with(|last: char| last.is_ascii_digit())
        {
            out.push(',');
        }
        out.push(figure);
    }
    out + fraction
}

/// Prices of one request are millionths of a dollar: past three zeros a power of ten reads better.
fn money(value: f64, step: f64, size: f64) -> String {
    if size >= 0.01 || value == 0.0 {
        return grouped(&decimal(value, step));
    }
    let power = size.log10().floor();
    let factor = 10f64.powf(power);
    let raised: String = format!("{}", -power)
        .chars()
        .filter_map(|digit| "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(digit.to_digit(10)? as usize))
        .collect();
    format!("{}×10⁻{raised}", decimal(value / factor, step / factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: &Scale) -> Vec<&str> {
        scale.ticks.iter().map(|tick| &*tick.label).collect()
    }

    #[test]
    fn minutes_are_counted_by_sixties_and_milliseconds_by_tens() {
        let minutes = within(0.0, 900.0 * SECOND, Unit::Duration, 6);
        assert_eq!(labels(&minutes), ["0 min", "5 min", "10 min", "15 min"]);
        let seconds = within(0.0, 60.0 * SECOND, Unit::Duration, 6);
        assert_eq!(
            labels(&seconds),
            ["0 s", "10 s", "20 s", "30 s", "40 s", "50 s", "60 s"]
        );
        let latency = covering(0.0, 1180.0, Unit::Milliseconds, 6);
        assert_eq!(labels(&latency), ["0 s", "0.5 s", "1.0 s", "1.5 s"]);
    }

    #[test]
    fn each_unit_is_written_its_own_way() {
        let top = |max, unit| {
            covering(0.0, max, unit, 5)
                .ticks
                .pop()
                .map(|tick| tick.label)
        };
        assert_eq!(top(0.97, Unit::Ratio).as_deref(), Some("100%"));
        assert_eq!(top(42_000.0, Unit::PerSecond).as_deref(), Some("60k/s"));
        assert_eq!(top(3.0e8, Unit::Bytes).as_deref(), Some("384 MiB"));
        assert_eq!(top(0.000_002_1, Unit::Dollars).as_deref(), Some("$3×10⁻⁶"));
        assert_eq!(top(38_000.0, Unit::Dollars).as_deref(), Some("$40,000"));
        assert_eq!(top(1.3, Unit::DollarsPerHour).as_deref(), Some("$1.5/h"));
        assert_eq!(top(7.0, Unit::Count).as_deref(), Some("8"));
        assert_eq!(top(2600.0, Unit::PerSecond).as_deref(), Some("3,000/s"));
        let bottom = &covering(0.0, 42_000.0, Unit::PerSecond, 5).ticks[0];
        assert_eq!(bottom.label, "0/s");
    }

    #[test]
    fn nothing_at_all_still_has_an_axis() {
        for (min, max) in [
            (0.0, 0.0),
            (0.0, f64::NAN),
            (f64::INFINITY, 1.0),
            (5.0, 5.0),
        ] {
            let scale = covering(min, max, Unit::Count, 5);
            assert!(scale.max > scale.min && scale.ticks.len() >= 2, "{scale:?}");
        }
    }

    #[test]
    fn a_logarithmic_axis_is_marked_at_powers_of_ten() {
        let wide = decades(300_000.0, 2.0 * SECOND, Unit::Duration, 6);
        assert_eq!(labels(&wide), ["1 ms", "10 ms", "100 ms", "1 s"]);
        let narrow = decades(15e6, 90e6, Unit::Duration, 6);
        assert_eq!(labels(&narrow), ["20 ms", "50 ms"]);
        let little = decades(55e6, 95e6, Unit::Duration, 6);
        assert!(little.log && little.ticks.len() >= 3, "{little:?}");
        let load = covering_decades(11.0, 60_000.0, Unit::Milliseconds, 6);
        assert!((load.min - 10.0).abs() < 1e-9 && (load.max - 100_000.0).abs() < 1e-6);
        let nothing = decades(0.0, f64::NAN, Unit::Duration, 6);
        assert!(nothing.max > nothing.min && nothing.ticks.len() >= 2);
    }

    proptest::proptest! {
        #[test]
        fn a_place_on_an_axis_leads_back_to_its_value(min in 1e-3..1e3f64, factor in 1.5..1e6f64, share in 0.0..1.0f64, log: bool) {
            let span = Span { min, max: min * factor, log };
            proptest::prop_assert!((span.share(span.value(share)) - share).abs() < 1e-9);
            proptest::prop_assert!((min..=span.max * (1.0 + 1e-9)).contains(&span.value(share)));
        }

        #[test]
        fn marks_are_few_ordered_and_cover_the_data(max in 1e-9..1e15f64, most in 3usize..12) {
            for unit in [Unit::Count, Unit::Ratio, Unit::Duration, Unit::Milliseconds, Unit::Bytes, Unit::Dollars] {
                let scale = covering(0.0, max, unit, most);
                proptest::prop_assert!(scale.max >= max * (1.0 - 1e-6));
                proptest::prop_assert!((2..=most + 1).contains(&scale.ticks.len()), "{scale:?}");
                proptest::prop_assert!(scale.ticks.windows(2).all(|pair| pair[0].value < pair[1].value));
                proptest::prop_assert!(scale.ticks.windows(2).all(|pair| pair[0].label != pair[1].label), "{scale:?}");
            }
        }

        #[test]
        fn marks_within_a_range_are_few_and_inside(min in 0.0..1e6f64, span in 1e-3..1e6f64, most in 2usize..12) {
            let scale = within(min, min + span, Unit::Count, most);
            proptest::prop_assert!(scale.ticks.len() <= most + 1, "{scale:?}");
            let inside = min - 1e-6 * span..=min + span * (1.0 + 1e-6);
            proptest::prop_assert!(scale.ticks.iter().all(|tick| inside.contains(&tick.value)), "{scale:?}");
        }
    }
}
