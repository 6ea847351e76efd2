//! Numbers as readers type them.

use headroom_content::model::{Numeric, Tolerance};

use crate::mantissa;
use crate::unit;

/// Why a text is not an answer to a numeric question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    #[error("Write a number first.")]
    Empty,
    #[error("“{0}” is not a number. Write it like 1500, 1,500, 1.5 or 2e6.")]
    NotANumber(String),
    #[error("{}", unit_message(.typed, .asked))]
    Unit { typed: String, asked: String },
    #[error("This number is too large to compare.")]
    TooLarge,
}

fn unit_message(typed: &str, asked: &str) -> String {
    let mut message = String::from("“");
    message.push_str(typed);
    if asked.is_empty() {
        message.push_str("” is not expected here: answer with a plain number.");
    } else {
        message.push_str("” is not a unit that fits here: answer in ");
        message.push_str(asked);
        message.push('.');
    }
    message
}

/// What a text may mean, in the unit asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readings {
    /// As English has it.
    pub first: f64,
    /// Where a comma may be a decimal comma as well: `1,125`.
    pub second: Option<f64>,
}

/// Reads `text` as a number in `asked` (as an author writes a unit). Takes signs, decimal point or comma, thousands
/// set apart, `2e6`, `2 × 10^6`, `10⁶`, `22.5k`, a unit of the same kind, a dollar sign in front.
pub fn read(text: &str, asked: &str) -> Result<Readings, NumberError> {
    let whole = text.trim();
    if whole.is_empty() {
        return Err(NumberError::Empty);
    }
    let not_a_number = || NumberError::NotANumber(shown(whole));
    let mut rest = whole.trim_start_matches(['~', '≈', '=']).trim_start();
    let mut negative = false;
    let mut money = false;
    loop {
        if let Some(tail) = rest.strip_prefix(['-', '−', '–']) {
            if negative {
                return Err(not_a_number());
            }
            negative = true;
            rest = tail.trim_start();
        } else if let Some(tail) = rest.strip_prefix('+').filter(|_| !negative) {
            rest = tail.trim_start();
        } else if let Some(tail) = rest.strip_prefix('$').filter(|_| !money) {
            money = true;
            rest = tail.trim_start();
        } else {
            break;
        }
    }
    let (digits, tail) = rest.split_at(digits_length(rest));
    let digits = mantissa::read(digits).ok_or_else(not_a_number)?;
    let (exponent, tail) = exponent(&digits.first, tail).ok_or_else(not_a_number)?;
    let tail = tail.trim();
    let typed = match (money, tail.is_empty()) {
        (false, _) => tail.to_owned(),
        (true, true) => "$".to_owned(),
        // `$5/h`, `$5M`
        (true, false) if tail.starts_with('/') => format!("${tail}"),
        (true, false) => format!("{tail} $"),
    };
    let factor = unit_factor(&typed, asked)?;
    let sign = if negative { -1.0 } else { 1.0 };
    let value = |digits: &str| -> Result<f64, NumberError> {
        let value = match exponent {
            Exponent::Of(exponent) => decimal(digits, exponent),
            // `10^6`: the digits are the base itself.
            Exponent::OfTen(exponent) => decimal("1", exponent),
        };
        let value = sign * value * factor;
        if value.is_finite() {
            Ok(value)
        } else {
            Err(NumberError::TooLarge)
        }
    };
    Ok(Readings {
        first: value(&digits.first)?,
        second: digits.second.as_deref().map(value).transpose()?,
    })
}

/// Digits, maybe with a point among them, times a power of ten: to within a few units in the last place, and exact where
/// people write numbers. The standard library's way takes tables that are a twentieth of what a reader downloads.
fn decimal(digits: &str, exponent: i32) -> f64 {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let digits = whole.bytes().chain(fraction.bytes());
    let value = digits.fold(0.0, |value, digit| {
        value * 10.0 + f64::from(digit.wrapping_sub(b'0'))
    });
    let scale = exponent.saturating_sub(fraction.len() as i32);
    let power = 10_f64.powi(scale.saturating_abs());
    match scale {
        _ if value == 0.0 => 0.0,
        0.. => value * power,
        _ => value / power,
    }
}

fn unit_factor(typed: &str, asked: &str) -> Result<f64, NumberError> {
    // "5M $" is five million dollars: the multiplier stands where `unit` expects it.
    unit::factor(typed, asked).ok_or_else(|| NumberError::Unit {
        typed: shown(typed),
        asked: asked.to_owned(),
    })
}

fn shown(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Bytes of digits and separators at the start; a separator counts when a digit follows, a sign of decimals always.
fn digits_length(text: &str) -> usize {
    let mut length = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let belongs = c.is_ascii_digit()
            || matches!(c, '.' | ',')
            || (mantissa::is_spacer(c) && length > 0 && next_is_digit);
        if !belongs {
            break;
        }
        length = at + c.len_utf8();
    }
    length
}

#[derive(Clone, Copy)]
enum Exponent {
    /// A power of ten that multiplies the digits.
    Of(i32),
    /// The digits were a ten that is raised.
    OfTen(i32),
}

/// The exponent at the start of `tail` and what follows it; 0 where there is none, `None` where one is begun
/// but not readable.
fn exponent<'a>(digits: &str, tail: &'a str) -> Option<(Exponent, &'a str)> {
    if let Some(after) = tail.strip_prefix(['e', 'E'])
        && let Some((power, rest)) = power(after, false)
    {
        return Some((Exponent::Of(power), rest));
    }
    if digits == "10"
        && let Some((power, rest)) = raised(tail)
    {
        return Some((Exponent::OfTen(power), rest));
    }
    let times = tail.trim_start();
    if let Some(after) = times.strip_prefix(['×', 'x', '*', '·', '⋅']) {
        let after = after.trim_start();
        if let Some((power, rest)) = after.strip_prefix("10").and_then(raised) {
            return Some((Exponent::Of(power), rest));
        }
    }
    // "3^2" and "5⁶" are sums to do, not numbers.
    (!times.starts_with('^') && superscript(times).is_none()).then_some((Exponent::Of(0), tail))
}

/// `^6`, `^-6`, `⁶`, `⁻⁶`.
fn raised(text: &str) -> Option<(i32, &str)> {
    match text.strip_prefix('^') {
        Some(after) => power(after, false),
        None => power(text, true),
    }
}

fn power(text: &str, superscripts: bool) -> Option<(i32, &str)> {
    let mut rest = text;
    let signs = if superscripts {
        ['⁺', '⁻', '⁻']
    } else {
        ['+', '-', '−']
    };
    let mut negative = false;
    if let Some(tail) = rest.strip_prefix(signs) {
        negative = !rest.starts_with(signs[0]);
        rest = tail;
    }
    let mut value: i32 = 0;
    let mut any = false;
    while let Some(c) = rest.chars().next() {
        let digit = if superscripts {
            superscript(rest)
        } else {
            c.to_digit(10)
        };
        let Some(digit) = digit else { break };
        any = true;
        // More than a float can hold is told apart by its not being finite; no need to count on.
        value = value
            .saturating_mul(10)
            .saturating_add(digit as i32)
            .min(9999);
        rest = &rest[c.len_utf8()..];
    }
    any.then_some((if negative { -value } else { value }, rest))
}

/// The superscript digit a text starts with.
fn superscript(text: &str) -> Option<u32> {
    match text.chars().next()? {
        '¹' => Some(1),
        '²' => Some(2),
        '³' => Some(3),
        c @ ('⁰' | '⁴'..='⁹') => Some(c as u32 - '⁰' as u32),
        _ => None,
    }
}

/// Whether `given`, in the unit of `key`, is near enough.
pub fn within(given: f64, key: &Numeric) -> bool {
    let allowed = match key.tolerance {
        Tolerance::Absolute(amount) => amount.abs(),
        Tolerance::Relative(share) => share.abs() * key.value.abs(),
    };
    // Rounding in binary and by a conversion of units is not the reader's mistake.
    let slack = 1e-9 * key.value.abs().max(given.abs());
    (given - key.value).abs() <= allowed + slack
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str, unit: &str) -> Result<f64, NumberError> {
        read(text, unit).map(|readings| readings.first)
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let table = [
            ("22500", "requests/s", 22_500.0),
            ("22,500", "requests/s", 22_500.0),
            ("22 500 requests/s", "requests/s", 22_500.0),
            ("22.5k", "requests/s", 22_500.0),
            ("22.5 k/s", "requests/s", 22_500.0),
            ("2.25e4", "requests/s", 22_500.0),
            ("2.25E+4", "requests/s", 22_500.0),
            ("2,25 × 10^4", "requests/s", 22_500.0),
            ("2.25*10⁴ rps", "requests/s", 22_500.0),
            ("2.25 x 10^4 requests/s", "requests/s", 22_500.0),
            ("10^6", "", 1e6),
            ("10⁶", "", 1e6),
            ("10⁻³", "", 1e-3),
            ("1e-3", "", 1e-3),
            ("1e−3", "", 1e-3),
            ("5 × 10", "", f64::NAN),
            ("-4", "", -4.0),
            ("−4", "", -4.0),
            ("+4", "", 4.0),
            ("~ 4", "", 4.0),
            ("≈4", "", 4.0),
            ("0", "", 0.0),
            ("-0", "", 0.0),
            (".5", "", 0.5),
            ("0,5", "", 0.5),
            ("1.2 s", "ms", 1200.0),
            ("1200ms", "ms", 1200.0),
            ("1200", "ms", 1200.0),
            ("50%", "", 0.5),
            ("50 %", "%", 50.0),
            ("50", "%", 50.0),
            ("$4", "$", 4.0),
            ("$ 1,234.50", "$", 1234.5),
            ("-$4", "$", -4.0),
            ("$-4", "$", -4.0),
            ("$5/h", "$/h", 5.0),
            ("$5M", "$", 5e6),
            ("4 $", "$", 4.0),
            ("4 dollars", "$", 4.0),
            ("1 GiB", "MiB", 1024.0),
            ("3 million", "", 3e6),
            ("7 environments", "environments", 7.0),
        ];
        for (text, unit, value) in table {
            let got = first(text, unit);
            if value.is_nan() {
                assert!(got.is_err(), "`{text}`: {got:?}");
                continue;
            }
            assert!(
                got.as_ref()
                    .is_ok_and(|got| (got - value).abs() <= 1e-12 * value.abs()),
                "`{text}` in `{unit}`: {got:?}"
            );
        }
    }

    #[test]
    fn what_is_no_number_is_said_to_be_none() {
        for text in [
            "many", "e5", "ms", "-", "--4", "1.2.3", "3^2", "5²", "NaN", "inf", "∞", "$", "$$4",
            "..", "x10", "1e",
        ] {
            let got = first(text, "ms");
            assert!(got.is_err(), "`{text}`: {got:?}");
        }
        assert_eq!(first("  ", ""), Err(NumberError::Empty));
        assert_eq!(first("1e999", ""), Err(NumberError::TooLarge));
        assert_eq!(first("1e99999999999", ""), Err(NumberError::TooLarge));
        assert_eq!(
            first("4 kg", "ms").map_err(|error| error.to_string()),
            Err("“kg” is not a unit that fits here: answer in ms.".to_owned())
        );
        assert_eq!(
            first("4 kg", "").map_err(|error| error.to_string()),
            Err("“kg” is not expected here: answer with a plain number.".to_owned())
        );
    }

    #[test]
    fn a_comma_that_may_be_either_is_read_both_ways() {
        assert_eq!(
            read("1,125", ""),
            Ok(Readings {
                first: 1125.0,
                second: Some(1.125)
            })
        );
        assert_eq!(read("1.125", "").map(|readings| readings.second), Ok(None));
        assert_eq!(read("0,125", "").map(|readings| readings.first), Ok(0.125));
    }

    #[test]
    fn tolerances_hold_at_their_very_edge() {
        let key = |value, tolerance| Numeric {
            value,
            tolerance,
            unit: String::new(),
        };
        let table = [
            (0.3, key(0.1 + 0.2, Tolerance::Absolute(0.0)), true),
            (0.301, key(0.3, Tolerance::Absolute(0.0)), false),
            (105.0, key(100.0, Tolerance::Relative(0.05)), true),
            (95.0, key(100.0, Tolerance::Relative(0.05)), true),
            (105.1, key(100.0, Tolerance::Relative(0.05)), false),
            (-105.0, key(-100.0, Tolerance::Relative(0.05)), true),
            (100.0, key(-100.0, Tolerance::Relative(0.05)), false),
            (0.0, key(0.0, Tolerance::Relative(0.05)), true),
            (0.001, key(0.0, Tolerance::Relative(0.05)), false),
            (0.5, key(0.0, Tolerance::Absolute(0.5)), true),
            (f64::MAX, key(1.0, Tolerance::Relative(0.05)), false),
        ];
        for (given, key, right) in table {
            assert_eq!(within(given, &key), right, "{given} for {key:?}");
        }
    }
}
