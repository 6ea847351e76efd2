//! Misspelt words, by the list of known misspellings that `typos` keeps: it knows what people get wrong and is silent
//! about what it does not know, so that names and terms of the field need no list of their own.

use std::collections::BTreeSet;

use unicase::UniCase;

use super::super::diagnostic::Diagnostics;
use super::super::rule::Rule;
use super::super::source::Source;

/// Reports each word of a source that is a known misspelling and none of `right`.
pub fn lint(source: &Source, right: &Words, diagnostics: &mut Diagnostics) {
    for (at, word) in words(&source.text) {
        let known = typos_dict::WORD.find(&UniCase::new(word));
        let Some(meant) = known.filter(|_| !right.hold(word)) else {
            continue;
        };
        let span = at..at + word.len();
        diagnostics
            .report(
                source,
                Rule::Misspelt,
                &span,
                format!("`{word}` is misspelt"),
            )
            .help(format!(
                "`{}`; what is spelt so all the same stands in `words.txt`",
                meant.join("` or `")
            ));
    }
}

/// The words of a text and where they begin. What holds an address is none, nor is a name such as `HashiCorp` or `max_age`.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let place = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace()
        .filter(|chunk| !chunk.contains("://"))
        .flat_map(|chunk| chunk.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .filter(|word| {
            let mut letters = word.chars();
            let first = letters.next().is_some_and(char::is_alphabetic);
            let rest = letters.as_str();
            let even = rest.chars().all(char::is_lowercase) || rest.chars().all(char::is_uppercase);
            first && even
        })
        .map(move |word| (place(word), word))
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

    fn hold(&self, word: &str) -> bool {
        self.0.contains(&word.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_names_and_addresses() {
        let text =
            "A *seperate* one (HashiCorp's), max_age, p99: https://a.example/recieve – TEH end";
        let found: Vec<&str> = words(text)
            .map(|(at, word)| &text[at..at + word.len()])
            .collect();
        assert_eq!(found, ["A", "seperate", "one", "s", "TEH", "end"]);
    }
}
