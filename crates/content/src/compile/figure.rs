//! Figures of a run as they are written in prose: units, conversion, rounding.

use headroom_sim::descriptor::Unit;

use super::attributes::Reader;
use super::reference;
use super::source::Located;

/// Significant digits where nothing else is asked.
const DIGITS: usize = 3;

/// What a `:num` asks for.
pub struct Number<'a> {
    pub sim: &'a Located<String>,
    pub metric: &'a Located<String>,
    pub unit: Option<&'a Located<String>>,
    pub digits: usize,
}

/// Reads the attributes of a `:num`; `None` when one is missing, which was reported.
pub fn read_number<'a>(reader: &mut Reader<'a, '_>) -> Option<Number<'a>> {
    let sim = reader.required("sim");
    let metric = reader.required("metric");
    let unit = reader.optional("unit");
    let digits = match reader.optional("digits") {
        None => DIGITS,
        Some(text) => {
            if let Ok(digits @ 1..=10) = text.value.parse() {
                digits
            } else {
                reader.wrong(text, "`digits` is a number from 1 to 10");
                DIGITS
            }
        }
    };
    Some(Number {
        sim: sim?,
        metric: metric?,
        unit,
        digits,
    })
}

/// The unit in which a report gives a metric.
pub fn base_unit(metric: &str) -> Unit {
    if let Some(unit) = reference::node_metric_unit(metric) {
        return unit;
    }
    let has = |suffix: &str| metric.split('.').any(|part| part.ends_with(suffix));
    if has("_ms") {
        Unit::Milliseconds
    } else if has("per_hour_usd") {
        Unit::DollarsPerHour
    } else if has("_usd") {
        Unit::Dollars
    } else if has("_ratio") || has("utilisation") || has("attainment") || has("apdex") {
        Unit::Ratio
    } else if has("_bytes") {
        Unit::Bytes
    } else if has("_per_s") {
        Unit::PerSecond
    } else {
        Unit::Count
    }
}

/// A value of a metric in the unit asked for, and that unit's name. The error says why it has no such value.
pub fn convert(
    value: f64,
    metric: &str,
    unit: Option<&Located<String>>,
) -> Result<(f64, String), String> {
    let base = base_unit(metric);
    let wanted = unit.map_or_else(|| default_unit(base), |unit| unit.value.as_str());
    let time = |milliseconds: f64| match base {
        Unit::Milliseconds => Ok(value / milliseconds),
        Unit::Duration => Ok(value / 1e6 / milliseconds),
        _ => Err(format!(
            "`{metric}` is no time and has no value in `{wanted}`"
        )),
    };
    let bytes = |size: f64| match base {
        Unit::Bytes => Ok(value / size),
        _ => Err(format!(
            "`{metric}` is no size and has no value in `{wanted}`"
        )),
    };
    let converted = match wanted {
        "us" | "µs" => time(1e-3)?,
        "ms" => time(1.0)?,
        "s" => time(1e3)?,
        "min" => time(60e3)?,
        "h" => time(3600e3)?,
        "B" => bytes(1.0)?,
        "KiB" => bytes(1024.0)?,
        "MiB" => bytes(1024.0 * 1024.0)?,
        "GiB" => bytes(1024.0 * 1024.0 * 1024.0)?,
        "%" if base == Unit::Ratio => value * 100.0,
        "%" => return Err(format!("`{metric}` is no ratio and has no value in `%`")),
        "$" if matches!(base, Unit::Dollars | Unit::DollarsPerHour) => value,
        "$" => return Err(format!("`{metric}` is no price and has no value in `$`")),
        _ if matches!(base, Unit::Milliseconds | Unit::Duration) => {
            return Err(format!(
                "`{metric}` is a time: its units are us, ms, s, min and h, not `{wanted}`"
            ));
        }
        _ => value,
    };
    let name = if wanted == "us" { "µs" } else { wanted };
    Ok((converted, name.to_owned()))
}

fn default_unit(base: Unit) -> &'static str {
    match base {
        Unit::Count => "",
        Unit::Ratio => "%",
        Unit::Duration | Unit::Milliseconds => "ms",
        Unit::PerSecond => "/s",
        Unit::Bytes => "B",
        Unit::Dollars | Unit::DollarsPerHour => "$",
    }
}

/// A figure as it stands in a sentence: `248 ms`, `3.2 %` without the space, `$0.41`.
pub fn show(
    value: f64,
    metric: &str,
    unit: Option<&Located<String>>,
    digits: usize,
) -> Result<String, String> {
    let (value, unit) = convert(value, metric, unit)?;
    let number = round(value, digits);
    Ok(match unit.as_str() {
        "" => number,
        "$" => match number.strip_prefix('\u{2212}') {
            Some(positive) => format!("\u{2212}${positive}"),
            None => format!("${number}"),
        },
        "%" | "/s" => format!("{number}{unit}"),
        // Number and unit stay on one line.
        unit => format!("{number}\u{a0}{unit}"),
    })
}

/// A number with so many significant digits, thousands separated by commas.
pub fn round(value: f64, digits: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    // Rounding first: 999.7 has four digits before the point once it is 1,000.
    let magnitude = |value: f64| value.abs().log10().floor() as i32;
    let step = 10_f64.powi(magnitude(value) + 1 - digits as i32);
    let rounded = (value / step).round() * step;
    let decimals = (digits as i32 - 1 - magnitude(rounded)).clamp(0, 12) as usize;
    let text = format!("{:.decimals$}", rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    if fraction.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::{round, show};

    #[test]
    fn a_number_is_rounded_to_significant_digits_and_grouped() {
        let cases = [
            (248.31, 3, "248"),
            (0.000_016_6, 3, "0.0000166"),
            (1_234_567.0, 3, "1,230,000"),
            (22_500.0, 3, "22,500"),
            (999.7, 3, "1,000"),
            (2.0, 3, "2"),
            (0.0, 3, "0"),
            (-12.34, 3, "\u{2212}12.3"),
        ];
        for (value, digits, text) in cases {
            assert_eq!(round(value, digits), text);
        }
    }

    #[test]
    fn the_unit_follows_from_the_metric_when_none_is_given() {
        assert_eq!(
            show(248.3, "latency_ms.p99", None, 3).unwrap(),
            "248\u{a0}ms"
        );
        assert_eq!(
            show(0.41, "cost.per_million_requests_usd", None, 3).unwrap(),
            "$0.41"
        );
        assert_eq!(show(12.0, "requests.failed", None, 3).unwrap(), "12");
    }
}
