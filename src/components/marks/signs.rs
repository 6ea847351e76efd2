//! How a reader stands, as a sign with its words: what tells it is never a colour alone.

use headroom_study::mastery::{Mastery, PageStanding};

use crate::words::study as say;

/// A sign, the words for it, and their tone in the style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    pub tone: &'static str,
    pub sign: &'static str,
    pub words: &'static str,
}

/// Of a question, an objective or what a page asks.
pub fn of(mastery: Mastery) -> Sign {
    let (tone, sign, words) = match mastery {
        Mastery::Weak => ("bad", "!", say::weak()),
        Mastery::NotBegun => ("", "○", say::not_begun()),
        Mastery::Begun => ("warn", "◐", say::begun()),
        Mastery::Mastered => ("good", "★", say::mastered()),
    };
    Sign { tone, sign, words }
}

/// Of a page, where there is something to say of it in a few letters.
pub fn of_page(page: &PageStanding<'_>) -> Option<Sign> {
    let read = Sign {
        tone: "good",
        sign: "✓",
        words: say::read(),
    };
    let with = |mastery, words| Sign {
        words,
        ..of(mastery)
    };
    match (page.mastery, page.read_ms.is_some()) {
        (Mastery::Weak, false) => Some(of(Mastery::Weak)),
        (Mastery::Weak, true) => Some(with(Mastery::Weak, say::read_weak())),
        (Mastery::Mastered, false) => Some(of(Mastery::Mastered)),
        (Mastery::Mastered, true) => Some(with(Mastery::Mastered, say::read_mastered())),
        (Mastery::NotBegun | Mastery::Begun, true) => Some(read),
        (Mastery::NotBegun | Mastery::Begun, false) => None,
    }
}

impl Sign {
    /// As it stands behind a title: the sign is seen, the words are read out.
    pub fn behind_title(self) -> String {
        let Self { tone, sign, words } = self;
        format!(
            "<span class=\"mark {tone}\" title=\"{words}\"><span aria-hidden=\"true\">{sign}</span>\
             <span class=\"visually-hidden\">{}</span></span>",
            say::after_title(words)
        )
    }

    /// With its words, both seen.
    pub fn spelled(self) -> String {
        let Self { tone, sign, words } = self;
        format!(
            "<span class=\"mark {tone}\"><span aria-hidden=\"true\">{sign}</span> {words}</span>"
        )
    }
}

#[cfg(test)]
mod tests {
    use headroom_content::model::CataloguePage;

    use super::*;

    #[test]
    fn a_page_has_one_sign_and_its_words_say_all() {
        let page = CataloguePage::default();
        let sign = |read_ms, mastery| {
            let standing = PageStanding {
                page: &page,
                read_ms,
                mastery,
                objectives: Vec::new(),
            };
            of_page(&standing).map(|sign| (sign.sign, sign.words))
        };
        assert_eq!(sign(None, Mastery::Begun), None);
        assert_eq!(sign(Some(1), Mastery::NotBegun), Some(("✓", "read")));
        assert_eq!(sign(Some(1), Mastery::Weak), Some(("!", "read, weak")));
        assert_eq!(sign(None, Mastery::Mastered), Some(("★", "mastered")));
    }
}
