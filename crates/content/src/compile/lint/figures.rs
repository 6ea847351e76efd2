//! What in a text is a figure: a quantity in digits of which a reader would ask who says so.

use std::ops::Range;

/// Units that stand behind a number, with or without a space or a hyphen between.
const UNITS: &[&str] = &[
    // Times.
    "ns",
    "us",
    "µs",
    "μs",
    "ms",
    "s",
    "min",
    "h",
    "nanosecond",
    "nanoseconds",
    "microsecond",
    "microseconds",
    "millisecond",
    "milliseconds",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    // Sizes. No bits: 64-bit is a name.
    "B",
    "kB",
    "KB",
    "KiB",
    "MB",
    "MiB",
    "GB",
    "GiB",
    "TB",
    "TiB",
    "PB",
    "PiB",
    "byte",
    "bytes",
    "kilobytes",
    "megabytes",
    "gigabytes",
    "terabytes",
    "petabytes",
    // Rates.
    "kbps",
    "Kbps",
    "Mbps",
    "Gbps",
    "Hz",
    "kHz",
    "MHz",
    "GHz",
    "rps",
    "qps",
    "tps",
    "RPS",
    "QPS",
    "TPS",
    "IOPS",
    // Shares, money, machines, distances, great numbers.
    "percent",
    "cent",
    "cents",
    "dollar",
    "dollars",
    "euro",
    "euros",
    "USD",
    "EUR",
    "vCPU",
    "vCPUs",
    "km",
    "thousand",
    "million",
    "billion",
    "trillion",
];
/// Letters that touch a number and multiply it: `10K`, `5M`.
const MULTIPLIERS: &[&str] = &["k", "K", "M", "B", "G", "T"];
const CURRENCIES: &[char] = &['$', '€', '£'];
/// What follows a count, or the noun that is counted, to make it a rate.
const RATES: &[&str] = &[
    "/s",
    "/min",
    "/h",
    "/day",
    " a second",
    " per second",
    " every second",
    " a minute",
    " per minute",
    " an hour",
    " per hour",
    " a day",
    " per day",
    " a month",
    " per month",
];

/// A figure in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    pub digits: Range<usize>,
    /// Where its unit ends.
    pub end: usize,
}

/// The first figure of a text.
pub fn first(text: &str) -> Option<Figure> {
    numbers(text).find_map(|digits| figure(text, digits))
}

/// Numbers that stand for themselves: not those of `p99`, `HTTP/2`, `v1.5` or `us-east-1`.
fn numbers(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(|c: char| c.is_ascii_digit())?;
            let end = start + length(&text[start..]);
            at = end;
            if !is_part_of_name(&text[..start]) {
                return Some(start..end);
            }
        }
    })
}

/// Bytes of the number at the start of a text, with its separators and decimals.
fn length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || matches!(bytes.get(end), Some(b',' | b'.')) && digit(end + 1) {
        end += 1;
    }
    end
}

fn is_part_of_name(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('/' | '_' | '#') => back.next().is_some_and(char::is_alphanumeric),
        // Before a hyphen may stand the lower end of a range, but no word.
        Some('-') => back.next().is_some_and(char::is_alphabetic),
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

fn figure(text: &str, digits: Range<usize>) -> Option<Figure> {
    let (before, after) = (&text[..digits.start], &text[digits.end..]);
    let spaced = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let unit = after.strip_prefix('-').unwrap_or(spaced);
    let at = text.len() - unit.len();
    let word = unit
        .find(|c: char| !c.is_alphabetic())
        .map_or(unit, |end| &unit[..end]);
    let touches = at == digits.end;
    let end = if spaced.starts_with(['%', '‰']) {
        text.len() - spaced.len() + spaced.chars().next().map_or(0, char::len_utf8)
    } else if let Some(rate) = rate(after) {
        digits.end + rate.len()
    } else if let Some(rate) = rate(&unit[word.len()..]).filter(|_| !word.is_empty()) {
        at + word.len() + rate.len()
    } else if UNITS.contains(&word)
        && !(touches && word == "s" && is_decade(before, &text[digits.clone()]))
        || touches && MULTIPLIERS.contains(&word)
    {
        at + word.len()
    } else if before.ends_with(CURRENCIES) || is_grouped(&text[digits.clone()]) {
        digits.end
    } else {
        return None;
    };
    Some(Figure { digits, end })
}

/// `1990s`, `the 90s`.
fn is_decade(before: &str, number: &str) -> bool {
    let round = number.ends_with('0') && number.bytes().all(|byte| byte.is_ascii_digit());
    round && (number.len() == 4 || number.len() == 2 && before.ends_with("the "))
}

/// `1,000` and `450,000`: who groups digits gives a quantity and no name.
fn is_grouped(number: &str) -> bool {
    let whole = number.split('.').next().unwrap_or(number);
    let mut groups = whole.split(',').skip(1).peekable();
    groups.peek().is_some() && groups.all(|group| group.len() == 3)
}

/// The words or signs at the start of a text that make a count a rate.
fn rate(text: &str) -> Option<&'static str> {
    let ends = |rate: &str| {
        text.strip_prefix(rate)
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    RATES.iter().copied().find(|rate| ends(rate))
}

#[cfg(test)]
mod tests {
    use super::first;

    fn shown(text: &str) -> Option<&str> {
        first(text).map(|figure| &text[figure.digits.start..figure.end])
    }

    #[test]
    fn a_quantity_with_a_unit_a_price_and_a_share_are_figures() {
        let cases = [
            ("at most 125 ms from start", "125 ms"),
            ("a limit of 15\u{a0}minutes", "15\u{a0}minutes"),
            ("a 10-minute pause", "10-minute"),
            ("takes 10s", "10s"),
            ("from 200 to 350 ms", "350 ms"),
            ("about 2.5 GiB", "2.5 GiB"),
            ("under 1% of calls", "1%"),
            ("under 0.1 % of calls", "0.1 %"),
            ("for $0.20", "0.20"),
            ("for $0.20 a million", "0.20"),
            ("20 requests/s", "20 requests/s"),
            ("20/s by day", "20/s"),
            ("3000 reads a second", "3000 reads a second"),
            ("8 million links", "8 million"),
            ("10K connections", "10K"),
            ("a quota of 1,000 environments", "1,000"),
            ("the p99 is 40 ms", "40 ms"),
        ];
        for (text, figure) in cases {
            assert_eq!(shown(text), Some(figure), "{text}");
        }
    }

    #[test]
    fn names_dates_counts_and_numbers_in_words_are_none() {
        let cases = [
            "the p99 and the 99th percentile",
            "HTTP/2 over TLS 1.3, RFC 9110",
            "status 429 on port 8080",
            "Java 21 and Node.js 22",
            "a 64-bit key",
            "in 2017, since the 1990s and the 90s",
            "on 24 November 2026",
            "in us-east-1 and eu-west-2",
            "steps 1 to 4 and the list 1,2,3",
            "around 24/7",
            "three of 10 servers",
            "ten minutes, half a second, a million",
            "an M/M/1 queue and S3",
        ];
        for text in cases {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
