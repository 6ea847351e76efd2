//! Misspelt words, by the list of known misspellings that `typos` keeps: it knows what people get wrong and is silent
//! about what it does not know, so that names and terms of the field need no list of their own.

use std::borrow::Cow;
use std::collections::BTreeSet;

use typos::tokens::{Identifier, Tokenizer, Word};
use typos::{Dictionary, Status, check_str};
use unicase::UniCase;

use super::super::diagnostic::Diagnostics;
use super::super::rule::Rule;
use super::super::source::Source;

/// Reports each word of a source that is a known misspelling and none of `words`.
pub fn lint(source: &Source, words: &Words, diagnostics: &mut Diagnostics) {
    for typo in check_str(&source.text, &Tokenizer::new(), words) {
        let message = format!("`{}` is misspelt", typo.typo);
        let report = diagnostics.report(source, Rule::Misspelt, &typo.span(), message);
        let right = match &typo.corrections {
            Status::Corrections(right) => right.join("` or `"),
            Status::Valid | Status::Invalid => String::new(),
        };
        let known = "a name that is spelt so stands in `words.txt`";
        report.help(match right.as_str() {
            "" => known.to_owned(),
            right => format!("`{right}`; {known}"),
        });
    }
}

/// What is right although it looks wrong: the lines of `words.txt`, whatever their case.
#[derive(Debug, Default)]
pub struct Words(BTreeSet<String>);

impl Words {
    pub fn read(source: &Source) -> Self {
        let words = source.text.lines().map(str::trim);
        let words = words.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(words.map(str::to_lowercase).collect())
    }

    fn right(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

impl Dictionary for Words {
    fn correct_ident<'s>(&'s self, identifier: Identifier<'_>) -> Option<Status<'s>> {
        self.right(identifier.token()).then_some(Status::Valid)
    }

    fn correct_word<'s>(&'s self, word: Word<'_>) -> Option<Status<'s>> {
        if self.right(word.token()) {
            return Some(Status::Valid);
        }
        let right = typos_dict::WORD.find(&UniCase::new(word.token()))?;
        Some(match right {
            [] => Status::Invalid,
            right => Status::Corrections(right.iter().copied().map(Cow::Borrowed).collect()),
        })
    }
}
