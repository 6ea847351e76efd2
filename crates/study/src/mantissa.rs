//! The digits of a number as people write them: thousands set apart or not, a decimal point or a decimal comma.

/// One or two ways to read digits with separators, as text that `f64` parses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    /// The way English has it.
    pub first: String,
    /// `1,125` is one thousand and more in English and one and an eighth in most of Europe; nothing in it says which.
    pub second: Option<String>,
}

/// What sets thousands apart and is never a decimal sign.
pub fn is_spacer(c: char) -> bool {
    matches!(
        c,
        ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '\u{2019}' | '_'
    )
}

/// Reads an unsigned run of digits, `.`, `,` and spacers. `None` where the groups make no number.
pub fn read(text: &str) -> Option<Digits> {
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let dots = text.matches('.').count();
    let commas = text.matches(',').count();
    let one = |first| Digits {
        first,
        second: None,
    };
    match (dots, commas) {
        (0, 0) => whole(text, None).map(one),
        (1, 0) => decimal(text, '.', None).map(one),
        (0, 1) => {
            let as_decimal = decimal(text, ',', None);
            match (whole(text, Some(',')), as_decimal) {
                (Some(first), second) => Some(Digits { first, second }),
                (None, Some(first)) => Some(one(first)),
                (None, None) => None,
            }
        }
        (_, 0) => whole(text, Some('.')).map(one),
        (0, _) => whole(text, Some(',')).map(one),
        // Both: the one that comes last is the decimal sign.
        _ => {
            let (sign, group) = if text.rfind('.') > text.rfind(',') {
                ('.', ',')
            } else {
                (',', '.')
            };
            decimal(text, sign, Some(group)).map(one)
        }
    }
}

/// A whole part, which may be missing, then `sign` once, then digits, which may be missing too.
fn decimal(text: &str, sign: char, group: Option<char>) -> Option<String> {
    let (before, after) = text.split_once(sign)?;
    if !after.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut digits = if before.is_empty() {
        "0".to_owned()
    } else {
        whole(before, group)?
    };
    if !after.is_empty() {
        digits.push('.');
        digits.push_str(after);
    }
    Some(digits)
}

/// Digits in groups of three (or two before the last three, as in 10,00,000), or not in groups at all. A number
/// that is set in groups does not start with zero.
fn whole(text: &str, group: Option<char>) -> Option<String> {
    let separates = |c: char| is_spacer(c) || Some(c) == group;
    let mut groups = text.split(separates);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &&str| !group.is_empty() && group.chars().all(|c| c.is_ascii_digit());
    if !digits(&first) || !rest.iter().all(digits) {
        return None;
    }
    if let Some((last, middle)) = rest.split_last() {
        let grouped = last.len() == 3
            && middle.iter().all(|group| (2..=3).contains(&group.len()))
            && first.len() <= 3
            && !first.starts_with('0');
        if !grouped {
            return None;
        }
    }
    Some(text.chars().filter(char::is_ascii_digit).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_as_they_are_written_in_most_countries() {
        let table: [(&str, &[&str]); 29] = [
            ("22500", &["22500"]),
            ("22,500", &["22500", "22.500"]),
            ("22.500", &["22.500"]),
            ("22 500", &["22500"]),
            ("22\u{202f}500", &["22500"]),
            ("22'500", &["22500"]),
            ("22_500", &["22500"]),
            ("1,234,567", &["1234567"]),
            ("1.234.567", &["1234567"]),
            ("10,00,000", &["1000000"]),
            ("1,234.5", &["1234.5"]),
            ("1.234,5", &["1234.5"]),
            ("1 234,5", &["1234.5"]),
            ("0,125", &["0.125"]),
            ("0,5", &["0.5"]),
            ("12,34", &["12.34"]),
            ("1234,567", &["1234.567"]),
            (".5", &["0.5"]),
            (",5", &["0.5"]),
            ("5.", &["5"]),
            ("007", &["007"]),
            ("1,2,3", &[]),
            ("1.2.3", &[]),
            ("1,,2", &[]),
            ("12 34", &[]),
            ("1,234.567.8", &[]),
            ("1.5,000.2", &[]),
            (".", &[]),
            ("", &[]),
        ];
        for (text, readings) in table {
            let read = read(text);
            let got: Vec<&str> = read
                .iter()
                .flat_map(|digits| [Some(&digits.first), digits.second.as_ref()])
                .flatten()
                .map(String::as_str)
                .collect();
            assert_eq!(got, readings, "`{text}`");
        }
    }
}
