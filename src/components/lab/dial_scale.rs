//! From a slider's position to a value and back.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::quantity::{self, QuantityError};

use crate::platform::number;
use crate::words::{engine, lab as say};

/// The range of a numeric parameter, as a slider and a field see it. Values are in the base unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub unit: Unit,
    pub min: f64,
    pub max: f64,
    pub integer: bool,
    pub log: bool,
}

/// A slider goes from 0 to this.
pub const POSITIONS: f64 = 1000.0;
/// How far below its maximum a logarithmic slider starts when its minimum is zero.
const DECADES: f64 = 1e-6;

impl Range {
    /// `None` for a parameter that is no number.
    pub fn of(kind: &ParamKind) -> Option<Self> {
        match *kind {
            ParamKind::Number {
                unit,
                min,
                max,
                integer,
                log,
                ..
            } => Some(Self {
                unit,
                min,
                max,
                integer,
                log,
            }),
            // Times and sizes span magnitudes.
            ParamKind::Distribution { unit, min, max, .. } => Some(Self {
                unit,
                min,
                max,
                integer: false,
                log: max > 100.0 * min,
            }),
            ParamKind::Flag { .. } | ParamKind::Choice { .. } | ParamKind::Shape { .. } => None,
        }
    }

    /// The least value of the logarithmic part: a whole number's first step from zero is one.
    pub fn foot(&self) -> f64 {
        if self.min > 0.0 {
            self.min
        } else if self.integer {
            1.0
        } else {
            self.max * DECADES
        }
    }

    /// 0..=[`POSITIONS`]. A logarithmic slider keeps its very start for a minimum of zero.
    pub fn position(&self, value: f64) -> f64 {
        let share = if self.log {
            let foot = self.foot();
            if value < foot {
                0.0
            } else {
                (value / foot).ln() / (self.max / foot).ln()
            }
        } else {
            (value - self.min) / (self.max - self.min)
        };
        if share.is_finite() {
            (share.clamp(0.0, 1.0) * POSITIONS).round()
        } else {
            0.0
        }
    }

    /// The value at a position, rounded to what a person would type.
    pub fn value(&self, position: f64) -> f64 {
        let share = (position / POSITIONS).clamp(0.0, 1.0);
        if share <= 0.0 {
            return self.min;
        }
        if share >= 1.0 {
            return self.max;
        }
        let raw = if self.log {
            let foot = self.foot();
            foot * (self.max / foot).powf(share)
        } else {
            self.min + (self.max - self.min) * share
        };
        let value = if self.integer {
            raw.round()
        } else {
            two_digits(raw)
        };
        value.clamp(self.min, self.max)
    }

    /// What a reader typed, or a sentence that says what would be right.
    pub fn read(&self, text: &str) -> Result<f64, String> {
        self.read_over(text, "")
    }

    /// The same in a field that showed `shown`.
    pub fn read_over(&self, text: &str, shown: &str) -> Result<f64, String> {
        let value = parse(text, self.unit, shown)?;
        let range = || {
            say::range(
                quantity::format(self.min, self.unit),
                quantity::format(self.max, self.unit),
            )
        };
        if value < self.min || value > self.max {
            Err(say::outside(text.trim(), range()))
        } else if self.integer && value.fract() != 0.0 {
            Err(say::whole_numbers(range()))
        } else {
            Ok(value)
        }
    }
}

/// A quantity as a reader types it into a field that shows `shown`: a number alone is in the unit that stands there. A share may be
/// typed as files have it, 0.5, so of numbers alone only those above 1 are percent.
pub fn parse(text: &str, unit: Unit, shown: &str) -> Result<f64, String> {
    let read = |text: &str| quantity::parse_with(text, unit, number::read);
    let value = match read(text) {
        Err(QuantityError::NoUnit { .. }) => {
            let stands =
                shown.trim_start_matches(|c: char| c.is_ascii_digit() || " .,-".contains(c));
            read(&format!("{text}{stands}"))
        }
        Ok(share) if unit == Unit::Ratio && share > 1.0 && !text.contains('%') => Ok(share / 100.0),
        Err(QuantityError::NoNumber { example, .. }) if text.trim().is_empty() => {
            return Err(say::type_a_number(engine::say(example)));
        }
        other => other,
    };
    value.map_err(|error| engine::say(&error.to_string()))
}

/// A value of a parameter as text.
pub fn show(kind: &ParamKind, value: &ParamValue) -> String {
    match value {
        ParamValue::Number(value) => match Range::of(kind) {
            Some(range) => quantity::format(*value, range.unit),
            None => value.to_string(),
        },
        ParamValue::Flag(on) => if *on { say::on() } else { say::off() }.to_owned(),
        ParamValue::Choice(key) => match kind {
            ParamKind::Choice { options, .. } => (options.iter())
                .find(|(option, _)| option == key)
                .map_or_else(|| key.clone(), |(_, label)| label.to_string()),
            _ => key.clone(),
        },
    }
}

/// Two significant digits: a slider is not precise and should not look so.
pub fn two_digits(value: f64) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let power = 10f64.powf(value.abs().log10().floor() - 1.0);
    (value / power).round() * power
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEEP_ALIVE: Range = Range {
        unit: Unit::Duration,
        min: 0.0,
        max: 3600e9,
        integer: false,
        log: true,
    };

    #[test]
    fn a_value_out_of_range_is_told_the_range() {
        assert_eq!(KEEP_ALIVE.read("10min"), Ok(600e9));
        assert_eq!(
            KEEP_ALIVE.read("3h").unwrap_err(),
            "3h is outside its range, from 0 s to 60 min"
        );
        assert!(KEEP_ALIVE.read("ten").unwrap_err().contains("10min"));
    }

    #[test]
    fn a_number_alone_is_in_the_unit_that_the_field_shows() {
        assert_eq!(KEEP_ALIVE.read_over("5", "10 min"), Ok(300e9));
        assert_eq!(KEEP_ALIVE.read_over(" 5 ", "90 s"), Ok(5e9));
        assert_eq!(KEEP_ALIVE.read_over("5s", "10 min"), Ok(5e9));
        assert_eq!(parse("200", Unit::PerSecond, "1,000/s"), Ok(200.0));
        assert_eq!(parse("64", Unit::Bytes, "128 MiB"), Ok(64.0 * 1_048_576.0));
        assert!(KEEP_ALIVE.read("5").unwrap_err().contains("has no unit"));
        for (text, share) in [
            ("50", 0.5),
            ("0.5", 0.5),
            ("0.5%", 0.005),
            ("1", 1.0),
            ("50%", 0.5),
        ] {
            assert_eq!(parse(text, Unit::Ratio, "0%"), Ok(share), "{text}");
        }
    }

    #[test]
    fn nothing_is_no_number() {
        assert_eq!(
            parse(" ", Unit::Milliseconds, "").unwrap_err(),
            "Type a number, for instance 250ms or 2s"
        );
    }

    #[test]
    fn a_fraction_of_a_thing_is_refused() {
        let replicas = Range {
            unit: Unit::Count,
            min: 1.0,
            max: 64.0,
            integer: true,
            log: false,
        };
        assert_eq!(
            replicas.read("1.5").unwrap_err(),
            "only whole numbers from 1 to 64 make sense here"
        );
    }

    #[allow(clippy::float_cmp, reason = "ends and whole numbers are exact")]
    mod laws {
        use super::*;

        proptest::proptest! {
            #[test]
            fn a_slider_reaches_both_ends_and_never_leaves_its_range(position in 0.0..=POSITIONS, log: bool, integer: bool, min in 0.0..10.0f64) {
                let range = Range { unit: Unit::Count, min: min.floor(), max: 1e4, integer, log };
                let value = range.value(position);
                proptest::prop_assert!((range.min..=range.max).contains(&value));
                proptest::prop_assert!(!integer || value.fract() == 0.0);
                proptest::prop_assert_eq!(range.value(0.0), range.min);
                proptest::prop_assert_eq!(range.value(POSITIONS), range.max);
                // The slider stays about where the reader left it.
                let back = range.position(value);
                proptest::prop_assert!(integer || (back - position).abs() <= 30.0 || range.value(back) == value, "{position} {value} {back}");
            }
        }
    }
}
