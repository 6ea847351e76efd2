//! The catalogue as a whole: the host speaks every language, and gives each to its pages.

use std::sync::LazyLock;

use super::{
    COUNT, Entry, Language, SPOKEN, Spoken, Texts, chart, engine, exam, explain, frame, lab, made,
    notes, page, playground, quiz, study, weigh,
};

/// Its parts in their order: what programs say first.
const PARTS: [&[Entry]; 12] = [
    frame::ALL,
    quiz::ALL,
    lab::ALL,
    chart::ALL,
    study::ALL,
    exam::ALL,
    notes::ALL,
    playground::ALL,
    explain::ALL,
    weigh::ALL,
    page::ALL,
    made::ALL,
];

/// None is missing.
const _: () = {
    let (mut count, mut part) = (1, 0);
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    assert!(count == made::END);
};

static CHINESE: LazyLock<Vec<String>> = LazyLock::new(|| {
    let texts = PARTS.into_iter().flatten().map(|entry| entry.chinese);
    [""].into_iter().chain(texts).map(str::to_owned).collect()
});

fn texts(language: Language) -> Texts {
    match language {
        Language::English => &[],
        Language::Chinese => &CHINESE,
    }
}

/// Does something while a language is spoken. A thread that is begun meanwhile does not speak it by itself.
pub fn speaking<T>(language: Language, act: impl FnOnce() -> T) -> T {
    /// Goes back to the language before, whatever happens.
    struct Back(Spoken);
    impl Drop for Back {
        fn drop(&mut self) {
            SPOKEN.set(self.0);
        }
    }
    let _back = Back(SPOKEN.replace(Spoken {
        language,
        texts: texts(language),
        engine: engine::host::pairs(language),
    }));
    act()
}

/// What programs say in a language, for its pages to bring: see [`super::TEXTS`]. Nothing for the language that programs know.
pub fn brought(language: Language) -> &'static [String] {
    texts(language).get(1..COUNT).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{MARK, fill, is_han, language, learn, text};

    fn entries() -> impl Iterator<Item = &'static Entry> {
        PARTS.into_iter().flatten()
    }

    /// What the interface and the engine say, in both languages.
    fn texts() -> impl Iterator<Item = (&'static str, &'static str)> {
        let engine = engine::host::pairs(Language::Chinese).iter();
        let engine = engine.map(|[english, chinese]| (&**english, &**chinese));
        entries()
            .map(|entry| (entry.english, entry.chinese))
            .chain(engine)
    }

    /// What stands in braces, each once, sorted.
    fn values(text: &str) -> Vec<&str> {
        let pieces = text.split('{').skip(1);
        let mut values: Vec<&str> = pieces
            .map(|piece| piece.split_once('}').map_or("{", |(name, _)| name))
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    }

    /// What stands around values and tags.
    fn own(text: &str) -> String {
        let pieces = text.split(['{', '<']);
        let pieces =
            pieces.map(|piece| piece.split_once(['}', '>']).map_or(piece, |(_, rest)| rest));
        pieces.collect()
    }

    #[test]
    fn each_text_has_the_same_values_in_both_languages() {
        for entry in entries() {
            let mut named = entry.values.to_vec();
            named.sort_unstable();
            assert_eq!(values(entry.english), named, "{}", entry.name);
        }
        for (english, chinese) in texts() {
            assert_eq!(values(english), values(chinese), "{english}");
        }
    }

    #[test]
    fn each_text_is_in_its_language_and_one_line() {
        for (english, chinese) in texts() {
            assert!(
                !english.is_empty() && !english.chars().any(is_han),
                "{english}"
            );
            // Signs alone are in every language, and so are some names.
            let own = own(chinese);
            let is_name = english == chinese && names(english);
            assert!(
                own.chars().any(is_han) || !own.contains(char::is_alphabetic) || is_name,
                "{english}: {chinese}"
            );
            for text in [english, chinese] {
                assert!(!text.contains('\n'), "{text}");
            }
            assert!(
                english.starts_with(' ') || !chinese.starts_with(' '),
                "{english}"
            );
        }
    }

    /// Whether Chinese has it as it is: abbreviations, and what its makers have called it.
    fn names(text: &str) -> bool {
        const MADE: [&str; 7] = [
            "Zipf",
            "Node.js",
            "Python",
            "Java",
            "W-TinyLFU",
            "Glacier Instant Retrieval",
            "Express One Zone",
        ];
        MADE.contains(&text)
            || !text.contains(|c: char| c.is_ascii_lowercase())
            || text.starts_with("{+name} p9")
    }

    #[test]
    fn chinese_has_the_punctuation_of_chinese() {
        for (_, chinese) in texts() {
            let chars: Vec<char> = chinese.chars().collect();
            for pair in chars.windows(2) {
                let half = is_han(pair[0]) && [',', ';', '?', '!', ':'].contains(&pair[1]);
                assert!(!half, "{chinese}");
            }
        }
    }

    #[test]
    fn a_language_is_spoken_for_as_long_as_something_is_done_in_it() {
        assert_eq!((language(), frame::theme()), (Language::English, "Theme"));
        speaking(Language::Chinese, || {
            assert_eq!((language(), frame::theme()), (Language::Chinese, "主题"));
        });
        assert_eq!(frame::theme(), "Theme");
    }

    #[test]
    fn programs_speak_what_a_page_brings_and_english_where_it_was_made_with_others() {
        assert_eq!(brought(Language::English), [""; 0]);
        let mut texts = vec![String::new()];
        texts.extend_from_slice(brought(Language::Chinese));
        learn(
            Language::Chinese,
            Some(MARK as f64),
            texts.clone(),
            Vec::new(),
        );
        assert_eq!(frame::theme(), "主题");
        learn(
            Language::Chinese,
            Some(MARK as f64 - 1.0),
            texts,
            Vec::new(),
        );
        assert_eq!((language(), frame::theme()), (Language::Chinese, "Theme"));
        assert_eq!(text(usize::MAX, "beyond"), "beyond");
    }

    #[test]
    fn values_stand_where_their_names_do() {
        assert_eq!(fill("{b} of {a}, {b}", "a,b,", &[&1, &"x"]), "x of 1, x");
        assert_eq!(fill("plain", "", &[]), "plain");
    }
}
