//! Numbers with units, as people write and read them.
//!
//! Files never hold a bare number whose unit must be guessed: a time is `250ms`, a rate `10k/s`, a size `512MiB`.
//! Inside, every value is an `f64` in the base unit that [`Unit`] names.

use crate::descriptor::Unit;
use crate::nearest;

/// Why a text is not a quantity of the unit asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    #[error("`{text}` has no number at its start; write {example}")]
    NoNumber { text: String, example: &'static str },
    #[error("`{text}` has no unit; write {example}")]
    NoUnit { text: String, example: &'static str },
    #[error("`{unit}` is not a unit of {what}; write {example}{}", hint(.help.as_ref()))]
    WrongUnit {
        unit: String,
        what: &'static str,
        example: &'static str,
        help: Option<String>,
    },
    #[error("`{text}` is not a finite number")]
    NotFinite { text: String },
}

fn hint(help: Option<&String>) -> String {
    help.map(|h| format!(" ({h})")).unwrap_or_default()
}

const NS: f64 = 1.0;
const US: f64 = 1e3;
const MS: f64 = 1e6;
const S: f64 = 1e9;
const MIN: f64 = 60.0 * S;
const H: f64 = 3600.0 * S;
const DAY: f64 = 24.0 * H;

/// Suffix and factor to nanoseconds.
const TIMES: &[(&str, f64)] = &[
    ("ns", NS),
    ("us", US),
    ("µs", US),
    ("μs", US),
    ("ms", MS),
    ("s", S),
    ("min", MIN),
    ("m", MIN),
    ("h", H),
    ("d", DAY),
];
/// Suffix and factor to bytes. `MB` is 10^6 and `MiB` 2^20, as IEC 80000-13 has it.
const SIZES: &[(&str, f64)] = &[
    ("B", 1.0),
    ("KB", 1e3),
    ("kB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
];
/// Suffix and factor to one per second.
const RATES: &[(&str, f64)] = &[
    ("/s", 1.0),
    ("k/s", 1e3),
    ("M/s", 1e6),
    ("/min", 1.0 / 60.0),
    ("k/min", 1e3 / 60.0),
    ("/h", 1.0 / 3600.0),
    ("k/h", 1e3 / 3600.0),
    ("M/h", 1e6 / 3600.0),
    ("/d", 1.0 / 86_400.0),
    ("k/d", 1e3 / 86_400.0),
    ("M/d", 1e6 / 86_400.0),
];
const COUNTS: &[(&str, f64)] = &[("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9)];
const RATIOS: &[(&str, f64)] = &[("%", 0.01)];
const HOURLY: &[(&str, f64)] = &[("/h", 1.0), ("/d", 1.0 / 24.0), ("/month", 1.0 / 730.0)];

struct Rules {
    suffixes: &'static [(&'static str, f64)],
    /// The factor from the suffix table's base to the unit's base.
    scale: f64,
    bare: bool,
    what: &'static str,
    example: &'static str,
}

fn rules(unit: Unit) -> Rules {
    let (suffixes, scale, bare, what, example) = match unit {
        Unit::Count => (COUNTS, 1.0, true, "a count", "for instance 16 or 10k"),
        Unit::Ratio => (RATIOS, 1.0, true, "a ratio", "for instance 0.05 or 5%"),
        Unit::Duration => (
            TIMES,
            1.0,
            false,
            "time",
            "for instance 250ms, 30s or 10min",
        ),
        Unit::Milliseconds => (TIMES, 1.0 / MS, false, "time", "for instance 250ms or 2s"),
        Unit::PerSecond => (
            RATES,
            1.0,
            false,
            "a rate",
            "for instance 100/s, 10k/s or 30/min",
        ),
        Unit::Bytes => (SIZES, 1.0, false, "size", "for instance 512MiB or 4KB"),
        Unit::Dollars => (&[][..], 1.0, true, "money", "for instance $0.20"),
        Unit::DollarsPerHour => (HOURLY, 1.0, true, "money an hour", "for instance $0.04/h"),
    };
    Rules {
        suffixes,
        scale,
        bare,
        what,
        example,
    }
}

/// How a quantity of a unit is written, as the end of a sentence: "for instance 250ms or 2s".
pub fn example(unit: Unit) -> &'static str {
    rules(unit).example
}

/// Reads a quantity: a number, then a suffix of the unit, with or without a space between them.
/// Zero needs no suffix; thousands may be set apart with `,` or `_`.
pub fn parse(text: &str, unit: Unit) -> Result<f64, QuantityError> {
    parse_with(text, unit, |digits| digits.parse().ok())
}

/// [`parse`] with another way to read the digits. A browser has one of its own; the tables of the standard library's are a
/// twentieth of what a reader downloads.
pub fn parse_with(
    text: &str,
    unit: Unit,
    read: fn(&str) -> Option<f64>,
) -> Result<f64, QuantityError> {
    let Rules {
        suffixes,
        scale,
        bare,
        what,
        example,
    } = rules(unit);
    let trimmed = text.trim();
    let body = match unit {
        Unit::Dollars | Unit::DollarsPerHour => trimmed.strip_prefix('$').unwrap_or(trimmed),
        _ => trimmed,
    };
    let split = number_length(body);
    let (digits, suffix) = body.split_at(split);
    let shown = || text.chars().take(40).collect::<String>();
    let digits: String = digits.chars().filter(|c| !matches!(c, ',' | '_')).collect();
    let value = read(&digits).ok_or_else(|| QuantityError::NoNumber {
        text: shown(),
        example,
    })?;
    let suffix = suffix.trim();
    let factor = if suffix.is_empty() {
        if !bare && value != 0.0 {
            return Err(QuantityError::NoUnit {
                text: shown(),
                example,
            });
        }
        1.0
    } else {
        let known = suffixes.iter().find(|(name, _)| *name == suffix);
        known
            .map(|&(_, factor)| factor * scale)
            .ok_or_else(|| QuantityError::WrongUnit {
                unit: suffix.chars().take(20).collect(),
                what,
                example,
                help: nearest::help(suffix, suffixes.iter().map(|(name, _)| *name)),
            })?
    };
    let value = value * factor;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(QuantityError::NotFinite { text: shown() })
    }
}

/// How many bytes of `text` are its leading number, exponent included.
fn number_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    let mut digits = false;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'0'..=b'9' => digits = true,
            b'+' | b'-' if end == 0 => {}
            b'.' | b',' | b'_' => {}
            b'e' | b'E' if digits => {
                // An exponent only when digits follow; else the letter begins the unit.
                let mut next = end + 1;
                if matches!(bytes.get(next), Some(b'+' | b'-')) {
                    next += 1;
                }
                if !matches!(bytes.get(next), Some(b'0'..=b'9')) {
                    return end;
                }
                end = next;
            }
            _ => return end,
        }
        end += 1;
    }
    end
}

/// Writes a value for people: three or four significant digits and the unit that suits its size.
/// What it writes, [`parse`] reads.
pub fn format(value: f64, unit: Unit) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "∞".to_owned()
        } else {
            "-∞".to_owned()
        };
    }
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    match unit {
        Unit::Count => format!("{sign}{}", number(size)),
        Unit::Ratio => format!("{sign}{}%", number(size * 100.0)),
        Unit::PerSecond => format!("{sign}{}/s", number(size)),
        Unit::Duration => format!("{sign}{}", time(size)),
        Unit::Milliseconds => format!("{sign}{}", time(size * MS)),
        Unit::Bytes => format!("{sign}{}", bytes(size)),
        Unit::Dollars => format!("{sign}${}", money(size)),
        Unit::DollarsPerHour => format!("{sign}${}/h", money(size)),
    }
}

/// Writes a length of time as a clock has it: `7 min 50 s`, `22 h 30 min`. It is for reading alone.
pub fn clock(ns: f64) -> String {
    if !(2.0 * MIN..1e6 * DAY).contains(&ns) {
        return format(ns, Unit::Duration);
    }
    let (large, name, small, lesser) = match ns {
        _ if ns < 2.0 * H => (MIN, "min", S, "s"),
        _ if ns < 2.0 * DAY => (H, "h", MIN, "min"),
        _ => (DAY, "d", H, "h"),
    };
    let all = libm::round(ns / small) as u64;
    let each = (large / small) as u64;
    match all % each {
        0 => format!("{} {name}", all / each),
        rest => format!("{} {name} {rest} {lesser}", all / each),
    }
}

fn time(ns: f64) -> String {
    let steps = [
        (NS, US, "ns"),
        (US, MS, "µs"),
        (MS, S, "ms"),
        (S, 2.0 * MIN, "s"),
        (MIN, 2.0 * H, "min"),
        (H, 2.0 * DAY, "h"),
    ];
    if ns == 0.0 {
        return "0 s".to_owned();
    }
    for (factor, below, name) in steps {
        if ns < below * 0.9995 {
            return format!("{} {name}", number(ns / factor));
        }
    }
    format!("{} d", number(ns / DAY))
}

/// In powers of two, but for round numbers in powers of ten, as disks and contracts have them.
fn bytes(size: f64) -> String {
    let binary = [
        ("B", 1.0),
        ("KiB", 1024.0),
        ("MiB", 1_048_576.0),
        ("GiB", 1_073_741_824.0),
        ("TiB", 1_099_511_627_776.0),
    ];
    let decimal = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)];
    let round = |factor: f64| libm::fmod(size / factor * 100.0, 1.0) == 0.0;
    let written = |(name, factor): (&str, f64)| format!("{} {name}", number(size / factor));
    let unit = (binary.into_iter())
        .find(|(_, factor)| size < factor * 1023.5)
        .unwrap_or(binary[4]);
    let other = decimal.into_iter().rfind(|(_, factor)| size >= *factor);
    match other {
        Some(other) if !round(unit.1) && round(other.1) => written(other),
        _ => written(unit),
    }
}

/// Cents above a dollar, three significant digits below.
fn money(value: f64) -> String {
    if value >= 1.0 {
        grouped(&format!("{value:.2}"))
    } else {
        number(value)
    }
}

/// Three significant digits below a thousand, whole and grouped above.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value >= 999.5 {
        return grouped(&format!("{value:.0}"));
    }
    let magnitude = libm::floor(libm::log10(value)) as i32;
    let decimals = (2 - magnitude).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Sets thousands apart: `1234567.80` becomes `1,234,567.80`.
fn grouped(text: &str) -> String {
    let (whole, fraction) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut out = String::with_capacity(text.len() + whole.len() / 3);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push_str(fraction);
    out
}

/// A number as [`parse`] reads one at the start of a text, as a regular expression.
#[cfg(feature = "files")]
const NUMBER: &str = r"[+-]?([0-9][0-9,_]*\.?[0-9,_]*|\.[0-9][0-9,_]*)([eE][+-]?[0-9]+)?";

/// Those of them that are zero, of which nobody asks the unit.
#[cfg(feature = "files")]
const ZERO: &str = r"[+-]?(0[0,_]*\.?[0,_]*|\.0[0,_]*)([eE][+-]?[0-9]+)?";

/// Whether a number without a suffix is a quantity of `unit`.
#[cfg(feature = "files")]
pub(crate) fn is_bare(unit: Unit) -> bool {
    rules(unit).bare
}

/// What [`parse`] reads, as a regular expression without its anchors: for schemas, which say nothing of ranges there.
#[cfg(feature = "files")]
pub(crate) fn pattern(unit: Unit) -> String {
    let Rules { suffixes, bare, .. } = rules(unit);
    let sign = match unit {
        Unit::Dollars | Unit::DollarsPerHour => r"\$?",
        _ => "",
    };
    let suffixes: Vec<&str> = suffixes.iter().map(|&(name, _)| name).collect();
    let suffixes = suffixes.join("|");
    if !bare {
        return format!(r"({NUMBER}\s*({suffixes})|{ZERO})");
    }
    if suffixes.is_empty() {
        return format!("{sign}{NUMBER}");
    }
    format!(r"{sign}{NUMBER}\s*({suffixes})?")
}

/// Writes a value for a file: exact, in the unit that needs the fewest digits, without a space.
pub fn literal(value: f64, unit: Unit) -> String {
    let Rules {
        suffixes, scale, ..
    } = rules(unit);
    let plain = match unit {
        Unit::Count | Unit::Ratio => return format!("{value}"),
        Unit::Dollars => return format!("${value}"),
        Unit::DollarsPerHour => return format!("${value}/h"),
        Unit::Duration if value == 0.0 => "s",
        Unit::Duration => "ns",
        Unit::Milliseconds => "ms",
        Unit::PerSecond => "/s",
        Unit::Bytes => "B",
    };
    if value == 0.0 {
        return format!("{value}{plain}");
    }
    suffixes
        .iter()
        .filter(|(name, _)| name.is_ascii())
        .map(|&(name, factor)| (value / (factor * scale), name))
        // Another writing counts only when it reads back as the very same number.
        .filter(|(number, name)| parse(&format!("{number}{name}"), unit) == Ok(value))
        .chain([(value, plain)])
        // A rate is one a second unless that is a long number.
        .map(|(number, name)| {
            let unusual = name.contains('/') && !name.ends_with("/s");
            (number.to_string(), name, usize::from(unusual) * 4)
        })
        .min_by_key(|(number, _, unusual)| number.len() + unusual)
        .map(|(number, name, _)| format!("{number}{name}"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_with_their_units() {
        assert_eq!(parse("250ms", Unit::Duration), Ok(250e6));
        assert_eq!(parse("1.5 h", Unit::Duration), Ok(5400e9));
        assert_eq!(parse("2s", Unit::Milliseconds), Ok(2000.0));
        assert_eq!(parse("10k/s", Unit::PerSecond), Ok(10_000.0));
        assert_eq!(parse("512MiB", Unit::Bytes), Ok(536_870_912.0));
        assert_eq!(parse("5%", Unit::Ratio), Ok(0.05));
        assert_eq!(parse("$0.0000166667", Unit::Dollars), Ok(0.000_016_666_7));
        assert_eq!(parse("1e3", Unit::Count), Ok(1000.0));
        assert_eq!(parse("0", Unit::Duration), Ok(0.0));
    }

    #[test]
    fn a_missing_or_wrong_unit_is_named_with_a_right_one() {
        let bare = parse("250", Unit::Duration).unwrap_err().to_string();
        assert_eq!(
            bare,
            "`250` has no unit; write for instance 250ms, 30s or 10min"
        );
        let wrong = parse("250 sec", Unit::Duration).unwrap_err().to_string();
        assert!(wrong.contains("did you mean `s`?"), "{wrong}");
        assert!(parse("NaN", Unit::Count).is_err());
        assert!(parse("1e400", Unit::Count).is_err());
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(format(250e6, Unit::Duration), "250 ms");
        assert_eq!(format(1.2345, Unit::Milliseconds), "1.23 ms");
        assert_eq!(format(600e9, Unit::Duration), "10 min");
        assert_eq!(format(90e9, Unit::Duration), "90 s");
        assert_eq!(format(0.9994, Unit::Ratio), "99.9%");
        assert_eq!(format(12_345.6, Unit::PerSecond), "12,346/s");
        assert_eq!(format(0.000_002_134, Unit::Dollars), "$0.00000213");
        assert_eq!(format(1234.5, Unit::DollarsPerHour), "$1,234.50/h");
        assert_eq!(format(536_870_912.0, Unit::Bytes), "512 MiB");
        assert_eq!(format(1e12, Unit::Bytes), "1 TB");
        assert_eq!(format(1e15, Unit::Bytes), "1,000 TB");
        assert_eq!(format(1_500_000.0, Unit::Bytes), "1.5 MB");
        assert_eq!(format(1_234_567.0, Unit::Bytes), "1.18 MiB");
        assert_eq!(format(f64::NAN, Unit::Count), "–");
    }

    #[test]
    fn a_length_of_time_is_read_as_from_a_clock() {
        for (seconds, text) in [
            (90.0, "90 s"),
            (119.9999, "2 min"),
            (120.0, "2 min"),
            (470.0, "7 min 50 s"),
            (5400.0, "90 min"),
            (81_000.0, "22 h 30 min"),
            (86_400.0 * 2.5, "2 d 12 h"),
        ] {
            assert_eq!(clock(seconds * 1e9), text);
        }
    }

    #[test]
    fn a_file_has_the_unit_that_a_person_would_choose() {
        let written = |text: &str, unit| literal(parse(text, unit).unwrap(), unit);
        for text in [
            "0s", "300us", "250ms", "1.5s", "90s", "1min", "13min", "2h", "366d",
        ] {
            assert_eq!(written(text, Unit::Duration), text);
        }
        for text in ["200/s", "10k/s", "0.5/s", "1/min", "2M/s"] {
            assert_eq!(written(text, Unit::PerSecond), text);
        }
        for text in ["500B", "2MB", "512MiB", "4KiB", "10GiB"] {
            assert_eq!(written(text, Unit::Bytes), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_for_a_file_reads_back_exactly(value in 0.0..1e15f64) {
            for unit in [Unit::Count, Unit::Ratio, Unit::Duration, Unit::PerSecond, Unit::Bytes, Unit::Dollars, Unit::DollarsPerHour] {
                proptest::prop_assert_eq!(parse(&literal(value, unit), unit), Ok(value));
            }
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in ".*") {
            for unit in [Unit::Count, Unit::Duration, Unit::DollarsPerHour] {
                let _ = parse(&text, unit);
            }
        }
    }
}
