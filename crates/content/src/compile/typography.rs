//! What a printer would mend: quotes and dashes of plain texts, and spaces at which no line may end.

/// No line ends between a number and one of these.
const UNITS: &[&str] = &[
    "ns", "µs", "ms", "s", "min", "h", "d", "B", "kB", "KB", "MB", "GB", "TB", "PB", "KiB", "MiB",
    "GiB", "TiB", "thousand", "million", "billion", "km", "kW",
];
pub const NO_BREAK: char = '\u{a0}';

/// Plain text with the quotes, dashes and ellipses that the parser of Markdown makes in running text, and with [`unbroken`] units.
pub fn plain(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let opens = set
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || "([\u{201c}\u{2018}".contains(before));
        let (sign, length) = match next {
            '"' if opens => ("\u{201c}", 1),
            '"' => ("\u{201d}", 1),
            '\'' if opens => ("\u{2018}", 1),
            '\'' => ("\u{2019}", 1),
            '-' if rest.starts_with("---") => ("\u{2014}", 3),
            '-' if rest.starts_with("--") => ("\u{2013}", 2),
            '.' if rest.starts_with("...") => ("\u{2026}", 3),
            _ => (&rest[..next.len_utf8()], next.len_utf8()),
        };
        set.push_str(sign);
        rest = &rest[length..];
    }
    unbroken(&set)
}

/// The text with a space at which no line ends between a number and its unit.
pub fn unbroken(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    for (at, sign) in text.char_indices() {
        let glued = matches!(sign, ' ' | '\n')
            && text[..at].ends_with(|before: char| before.is_ascii_digit())
            && is_unit(&text[at + 1..]);
        set.push(if glued { NO_BREAK } else { sign });
    }
    set
}

/// Whether a text begins with the name of a unit.
pub fn is_unit(text: &str) -> bool {
    UNITS.contains(&first_word(text))
}

/// What a text begins with, up to the first sign that is no letter.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic());
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use super::{plain, unbroken};

    #[test]
    fn a_plain_text_gets_the_signs_of_running_text() {
        let cases = [
            (
                "Discord's \"messages\"",
                "Discord\u{2019}s \u{201c}messages\u{201d}",
            ),
            ("('a' -- b...)", "(\u{2018}a\u{2019} \u{2013} b\u{2026})"),
            ("rock-and-roll", "rock-and-roll"),
        ];
        for (text, set) in cases {
            assert_eq!(plain(text), set);
        }
    }

    #[test]
    fn a_number_keeps_its_unit_and_no_other_word() {
        let cases = [
            ("takes 2 s to make", "takes 2\u{a0}s to make"),
            ("15 s, and 1,000 ms.", "15\u{a0}s, and 1,000\u{a0}ms."),
            ("200 requests/s", "200 requests/s"),
            ("100 MB/s for 3 minutes", "100\u{a0}MB/s for 3 minutes"),
            ("its s and 4 sets", "its s and 4 sets"),
            ("every 15\ns", "every 15\u{a0}s"),
            (" 5 ", " 5 "),
        ];
        for (text, set) in cases {
            assert_eq!(unbroken(text), set);
        }
    }
}
