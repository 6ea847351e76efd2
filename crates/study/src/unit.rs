//! The units in which numeric questions are asked and answered.
//!
//! Authors write a unit as it is shown: `ms`, `requests/s`, `%`, `$`, `GiB`. A reader may answer in another one
//! of the same kind, or leave it out.

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
enum Quantity {
    /// Nothing: a plain number, a percentage, a multiplier.
    Plain,
    Time,
    /// In bytes.
    Size,
    Money,
    /// A count of something, named in the singular.
    Things(String),
}

/// A unit: a factor to the base of its quantity, and whether it is counted over a time (in seconds).
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    quantity: Quantity,
    factor: f64,
    rate: bool,
}

const TIMES: &[(&str, f64)] = &[
    ("ns", 1e-9),
    ("nanosecond", 1e-9),
    ("us", 1e-6),
    ("µs", 1e-6),
    ("μs", 1e-6),
    ("microsecond", 1e-6),
    ("ms", 1e-3),
    ("msec", 1e-3),
    ("millisecond", 1e-3),
    ("s", 1.0),
    ("sec", 1.0),
    ("second", 1.0),
    ("m", 60.0),
    ("min", 60.0),
    ("minute", 60.0),
    ("h", 3600.0),
    ("hr", 3600.0),
    ("hour", 3600.0),
    ("d", 86_400.0),
    ("day", 86_400.0),
    ("week", 604_800.0),
    // 730 hours, as cloud prices have it.
    ("month", 2_628_000.0),
    ("year", 31_536_000.0),
];
/// `MB` is 10^6 and `MiB` 2^20 (IEC 80000-13). `Mb` with its small b is bits, as is `Mbit`.
const SIZES: &[(&str, f64)] = &[
    ("B", 1.0),
    ("byte", 1.0),
    ("kB", 1e3),
    ("KB", 1e3),
    ("MB", 1e6),
    ("GB", 1e9),
    ("TB", 1e12),
    ("PB", 1e15),
    ("KiB", 1024.0),
    ("MiB", 1_048_576.0),
    ("GiB", 1_073_741_824.0),
    ("TiB", 1_099_511_627_776.0),
    ("bit", 0.125),
    ("kbit", 125.0),
    ("Kb", 125.0),
    ("Mbit", 1.25e5),
    ("Mb", 1.25e5),
    ("Gbit", 1.25e8),
    ("Gb", 1.25e8),
    ("Tbit", 1.25e11),
];
const MONEY: &[(&str, f64)] = &[
    ("$", 1.0),
    ("USD", 1.0),
    ("dollar", 1.0),
    ("¢", 0.01),
    ("cent", 0.01),
];
const PLAIN: &[(&str, f64)] = &[
    ("", 1.0),
    ("%", 0.01),
    ("percent", 0.01),
    ("per cent", 0.01),
    ("‰", 0.001),
    ("×", 1.0),
    ("x", 1.0),
    ("times", 1.0),
];
/// In front of a unit or alone.
const MULTIPLIERS: &[(&str, f64)] = &[
    ("thousand", 1e3),
    ("million", 1e6),
    ("billion", 1e9),
    ("trillion", 1e12),
    ("mn", 1e6),
    ("bn", 1e9),
    ("k", 1e3),
    ("K", 1e3),
    ("M", 1e6),
    ("G", 1e9),
];
/// One word for a count over a time.
const SHORT_RATES: &[(&str, &str)] = &[
    ("rps", "request/s"),
    ("qps", "query/s"),
    ("tps", "transaction/s"),
    ("ops", "operation/s"),
    ("iops", "operation/s"),
    ("rpm", "request/min"),
    ("bps", "bit/s"),
    ("kbps", "kbit/s"),
    ("mbps", "Mbit/s"),
    ("gbps", "Gbit/s"),
];

impl Unit {
    /// Reads a unit; a word that is none of the known ones counts things of that name.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        if let Some((_, long)) = SHORT_RATES.iter().find(|(short, _)| *short == lower) {
            return Self::read(long);
        }
        let (above, below) = match text.split_once('/').or_else(|| text.split_once(" per ")) {
            // "per cent" is no rate.
            Some((above, below)) => (above.trim(), Some(below.trim())),
            None => (text, None),
        };
        let (quantity, factor) = quantity(above)?;
        let per = match below {
            None => {
                return Some(Self {
                    quantity,
                    factor,
                    rate: false,
                });
            }
            Some(below) => find(TIMES, below)?,
        };
        Some(Self {
            quantity,
            factor: factor / per,
            rate: true,
        })
    }

    /// What a number in `self` has to be multiplied with to be one in `other`; `None` if they measure
    /// different things.
    pub fn factor_to(&self, other: &Self) -> Option<f64> {
        // "/s" will do for "requests/s", and "k" for "k requests", but "%" will not.
        let bare = self.quantity == Quantity::Plain
            && (self.rate || (self.factor - 1.0).abs() < f64::EPSILON)
            && matches!(other.quantity, Quantity::Things(_));
        let same = self.rate == other.rate && (bare || alike(&self.quantity, &other.quantity));
        same.then_some(self.factor / other.factor)
    }
}

/// What follows a number, as multiplier of an answer in `asked`. Nothing means the unit asked for.
pub fn factor(typed: &str, asked: &str) -> Option<f64> {
    let typed = typed.trim();
    let asked_text = asked.trim();
    if typed.is_empty() || typed == asked_text {
        return Some(1.0);
    }
    let Some(asked) = Unit::read(asked_text) else {
        // An odd unit of the author's: only that one will do.
        return typed.eq_ignore_ascii_case(asked_text).then_some(1.0);
    };
    let direct = Unit::read(typed).and_then(|unit| unit.factor_to(&asked));
    direct.or_else(|| {
        MULTIPLIERS.iter().find_map(|(word, times)| {
            let rest = strip_word(typed, word)?.trim_start();
            let unit = if rest.is_empty() {
                Some(1.0)
            } else {
                Unit::read(rest).and_then(|unit| unit.factor_to(&asked))
            };
            Some(times * unit?)
        })
    })
}

/// Long words in any case; single letters as they are, for `M` is not `m`.
fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    if word.len() == 1 {
        return text.strip_prefix(word);
    }
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word)
        .then(|| &text[word.len()..])
        .filter(|rest| !rest.starts_with(char::is_alphabetic))
}

fn quantity(word: &str) -> Option<(Quantity, f64)> {
    if let Some(factor) = find(PLAIN, word) {
        return Some((Quantity::Plain, factor));
    }
    if let Some(factor) = find(SIZES, word) {
        return Some((Quantity::Size, factor));
    }
    if let Some(factor) = find(TIMES, word) {
        return Some((Quantity::Time, factor));
    }
    if let Some(factor) = find(MONEY, word) {
        return Some((Quantity::Money, factor));
    }
    let noun = singular(&word.to_ascii_lowercase());
    // "requests", "write units", "vCPU-s", but not "3 + 4" and not a single letter.
    let plausible = noun.chars().count() > 1
        && noun
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'))
        && noun.starts_with(char::is_alphabetic);
    plausible.then_some((Quantity::Things(noun), 1.0))
}

/// As it stands, else in any case and number for what is longer than a letter: `Seconds`, `mb`.
fn find(table: &[(&str, f64)], word: &str) -> Option<f64> {
    let exact = table.iter().find(|(name, _)| *name == word);
    let close = || {
        let lower = word.to_ascii_lowercase();
        let single = singular(&lower);
        table.iter().find(|(name, _)| {
            let name = name.to_ascii_lowercase();
            word.chars().count() > 1 && (name == lower || (name.len() > 2 && name == single))
        })
    };
    exact.or_else(close).map(|(_, factor)| *factor)
}

fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies") {
        format!("{stem}y")
    } else {
        word.strip_suffix('s').unwrap_or(word).to_owned()
    }
}

/// Things may be shortened: "req" for "requests".
fn alike(typed: &Quantity, asked: &Quantity) -> bool {
    match (typed, asked) {
        (Quantity::Things(typed), Quantity::Things(asked)) => {
            asked.starts_with(typed.as_str()) || typed.starts_with(asked.as_str())
        }
        _ => typed == asked,
    }
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn an_answer_may_be_in_another_unit_of_the_same_kind() {
        let table = [
            ("", "ms", 1.0),
            ("ms", "ms", 1.0),
            ("s", "ms", 1000.0),
            ("seconds", "ms", 1000.0),
            ("MS", "ms", 1.0),
            ("µs", "ms", 0.001),
            ("min", "s", 60.0),
            ("hours", "min", 60.0),
            ("%", "", 0.01),
            ("percent", "%", 1.0),
            ("per cent", "%", 1.0),
            ("x", "", 1.0),
            ("requests/s", "requests/s", 1.0),
            ("req/s", "requests/s", 1.0),
            ("rps", "requests/s", 1.0),
            ("/s", "requests/s", 1.0),
            ("requests per second", "requests/s", 1.0),
            ("k/s", "requests/s", 1000.0),
            ("k", "requests/s", 1000.0),
            ("M", "requests/s", 1e6),
            ("million requests/day", "requests/s", 1e6 / 86_400.0),
            ("requests/min", "requests/s", 1.0 / 60.0),
            ("queries/s", "queries/s", 1.0),
            ("query/s", "queries/s", 1.0),
            ("qps", "queries/s", 1.0),
            ("k", "", 1000.0),
            ("Thousand", "", 1000.0),
            ("$", "$", 1.0),
            ("dollars", "$", 1.0),
            ("cents", "$", 0.01),
            ("$/month", "$/h", 1.0 / 730.0),
            ("GiB", "MiB", 1024.0),
            ("GB", "MB", 1000.0),
            ("mb", "MB", 1.0),
            ("Mb", "MB", 0.125),
            ("Gbit/s", "MB/s", 125.0),
            ("Gbps", "MB/s", 125.0),
            ("environments", "environments", 1.0),
            ("environment", "environments", 1.0),
            ("%", "%", 1.0),
            ("GB-s", "GB-s", 1.0),
        ];
        for (typed, asked, times) in table {
            let got = factor(typed, asked);
            assert!(
                got.is_some_and(|got| (got / times - 1.0).abs() < 1e-12),
                "`{typed}` for `{asked}`: {got:?}"
            );
        }
    }

    #[test]
    fn a_unit_of_another_kind_is_refused_and_not_guessed_at() {
        for (typed, asked) in [
            ("s", "requests/s"),
            ("requests", "requests/s"),
            ("MB", "ms"),
            ("ms", ""),
            ("$", "ms"),
            ("%", "ms"),
            ("apples", "requests"),
            ("%", "requests"),
            ("/s", "requests"),
            ("+ 4", ""),
            ("?", "ms"),
            ("m s", "ms"),
        ] {
            assert_eq!(factor(typed, asked), None, "`{typed}` for `{asked}`");
        }
    }
}
