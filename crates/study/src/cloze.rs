//! Whether a typed word is the one asked for.

/// Whether `given` is one of `accepted`, without regard to case, accents, spaces, hyphens and the shape of
/// quotation marks.
pub fn accepts(accepted: &[String], given: &str) -> bool {
    let given = given.trim();
    let folded = fold(given);
    accepted.iter().any(|accepted| {
        let accepted = accepted.trim();
        // What is nothing but hyphens and spaces is compared as it stands.
        given == accepted || (!folded.is_empty() && folded == fold(accepted))
    })
}

/// The letters and signs that count, in lower case and without accents.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if c.is_whitespace() => {}
            // A hyphen joins words, but in front of a number it is its sign.
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => {
                if folded.is_empty() && chars.peek().is_some_and(char::is_ascii_digit) {
                    folded.push('-');
                }
            }
            // Soft hyphen, zero-width characters, combining accents.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{300}'..='\u{36f}' => {}
            '\u{2018}' | '\u{2019}' | '\u{2bc}' => folded.push('\''),
            '\u{201c}' | '\u{201d}' => folded.push('"'),
            _ => c.to_lowercase().for_each(|c| push_plain(&mut folded, c)),
        }
    }
    folded
}

/// The base letter of an accented Latin one (Latin-1 Supplement and Latin Extended-A).
fn push_plain(out: &mut String, c: char) {
    let plain = match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'ţ' | 'ť' | 'ŧ' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        // A combining mark that lower-casing has split off.
        '\u{300}'..='\u{36f}' => "",
        _ => return out.push(c),
    };
    out.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn case_spaces_accents_and_hyphens_do_not_matter_and_all_else_does() {
        let table = [
            ("cold start", "Cold Start", true),
            ("cold start", "cold-start", true),
            ("cold start", "coldstart", true),
            ("cold start", "  cold \u{a0} start\t", true),
            ("cold start", "cold stop", false),
            ("cold start", "cold", false),
            ("cold start", "", false),
            ("cold start", "   ", false),
            ("cold start", "-", false),
            ("memory", "memories", false),
            ("naïve", "naive", true),
            ("naïve", "nai\u{308}ve", true),
            ("Erdős", "ERDŐS", true),
            ("Straße", "STRASSE", true),
            ("Łukasiewicz", "lukasiewicz", true),
            ("İstanbul", "istanbul", true),
            ("don't", "don’t", true),
            ("-5", "5", false),
            ("-5", "−5", true),
            ("5", "- 5", true),
            ("99.9", "99,9", false),
            ("-", "-", true),
            ("-", "", false),
            ("C++", "C", false),
            ("O(n)", "o( n )", true),
            ("P=NP?", "p = np ?", true),
            ("Λ", "λ", true),
            ("λ", "lambda", false),
            ("队列", "队列", true),
        ];
        for (accepted, given, right) in table {
            assert_eq!(
                accepts(&[accepted.to_owned()], given),
                right,
                "`{given}` for `{accepted}`"
            );
        }
    }

    #[test]
    fn any_accepted_answer_will_do() {
        let accepted = ["duration".to_owned(), "time".to_owned()];
        assert!(accepts(&accepted, "Time"));
        assert!(accepts(&accepted, "duration"));
        assert!(!accepts(&accepted, "money"));
        assert!(!accepts(&[], "money"));
    }
}
