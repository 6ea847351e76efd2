//! Where a text uses a term of the glossary.

use std::collections::BTreeMap;
use std::ops::Range;

/// The spellings of all terms.
#[derive(Debug, Default)]
pub struct Terms {
    known: Vec<Known>,
    /// By their first words in lower case; the longest first.
    spellings: BTreeMap<String, Vec<Spelling>>,
}

/// What linking a term takes.
#[derive(Debug)]
pub struct Known {
    pub id: String,
    /// Route of the page that explains it, which needs no link to its definition.
    pub see: Option<String>,
    /// Whether its uses become links; where not, they are still no uses of the shorter terms in them.
    pub linked: bool,
}

#[derive(Debug)]
struct Spelling {
    text: String,
    /// An acronym at its start stands as it is; else the first letter may be large or small.
    exact: bool,
    /// Which term it is of.
    term: usize,
}

/// A term in a text.
#[derive(Debug)]
pub struct Use<'k> {
    pub place: Range<usize>,
    pub term: &'k Known,
}

impl Terms {
    /// Adds a term with all of its spellings.
    pub fn add<'s>(&mut self, known: Known, spellings: impl IntoIterator<Item = &'s str>) {
        let term = self.known.len();
        self.known.push(known);
        for text in spellings {
            let word = &text[..word(text)];
            let list = self.spellings.entry(word.to_lowercase()).or_default();
            list.push(Spelling {
                text: text.to_owned(),
                exact: word.chars().skip(1).any(char::is_uppercase),
                term,
            });
            list.sort_by_key(|spelling| std::cmp::Reverse(spelling.text.len()));
        }
    }

    /// Every use in a text, the longest term at each place.
    pub fn uses<'k>(&'k self, text: &str) -> impl Iterator<Item = Use<'k>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < text.len() {
                let start = at;
                let word = word(&text[start..]);
                if word == 0 {
                    at += text[start..].chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                at = start + word;
                if let Some((end, term)) = self.at(text, start, at) {
                    at = end;
                    return Some(Use {
                        place: start..end,
                        term: &self.known[term],
                    });
                }
            }
            None
        })
    }

    /// The longest term that begins where a word does, and where it ends.
    fn at(&self, text: &str, start: usize, word_end: usize) -> Option<(usize, usize)> {
        if joined(text[..start].chars().rev()) {
            return None;
        }
        // The first word may be a plural: the term of one word.
        let word = text[start..word_end].to_lowercase();
        let stems = ["", "s", "es"].map(|ending| word.strip_suffix(ending));
        let spellings = stems
            .into_iter()
            .flatten()
            .filter_map(|stem| self.spellings.get(stem))
            .flatten();
        let found = spellings.filter_map(|spelling| {
            let end = start + spelling.length(&text[start..])?;
            Some((end, spelling.term))
        });
        found.max_by_key(|(end, _)| *end)
    }
}

impl Spelling {
    /// Bytes that it takes at the start of a text, with the ending of a plural; nothing where it does not stand there as words
    /// of their own.
    fn length(&self, text: &str) -> Option<usize> {
        let mut rest = text;
        for (index, wanted) in self.text.chars().enumerate() {
            if wanted == ' ' {
                let after = rest.trim_start();
                if after.len() == rest.len() {
                    return None;
                }
                rest = after;
                continue;
            }
            let next = rest.chars().next()?;
            let same = plain(next) == plain(wanted)
                || index == 0 && !self.exact && next.to_lowercase().eq(wanted.to_lowercase());
            if !same {
                return None;
            }
            rest = &rest[next.len_utf8()..];
        }
        let rest = ["es", "s", ""]
            .into_iter()
            .filter_map(|ending| rest.strip_prefix(ending))
            .find(|rest| !joined(rest.chars()))?;
        Some(text.len() - rest.len())
    }
}

/// Bytes of the word at the start of a text.
fn word(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric())
        .unwrap_or(text.len())
}

/// Whether what stands beside a word makes it part of a longer one: `cache` is none of `cache-aside`, nor `node` of `node.js`.
fn joined(mut beside: impl Iterator<Item = char>) -> bool {
    match beside.next() {
        Some('-' | '\u{2011}' | '_' | '/' | '.' | '@' | '#') => {
            beside.next().is_some_and(char::is_alphanumeric)
        }
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

/// Typographic signs as they are typed.
fn plain(c: char) -> char {
    match c {
        '\u{2019}' => '\'',
        '\u{2011}' => '-',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Terms};

    fn terms() -> Terms {
        let mut terms = Terms::default();
        for spellings in [
            &["latency"][..],
            &["tail latency", "tail of the distribution"],
            &["SLO", "service-level objective"],
            &["Little's law"],
            &["cache"],
            &["cache-aside"],
            &["crash"],
        ] {
            let known = Known {
                id: spellings[0].to_owned(),
                see: None,
                linked: true,
            };
            terms.add(known, spellings.iter().copied());
        }
        terms
    }

    fn found(text: &str) -> Vec<(&str, String)> {
        let terms = terms();
        let uses = terms.uses(text);
        uses.map(|found| (&text[found.place.clone()], found.term.id.clone()))
            .collect()
    }

    #[test]
    fn the_longest_term_is_found_wherever_a_line_breaks() {
        let all = found("Latency, the tail\nlatency and the tail of  the distribution.");
        let all: Vec<(&str, &str)> = all.iter().map(|(text, id)| (*text, &**id)).collect();
        assert_eq!(
            all,
            [
                ("Latency", "latency"),
                ("tail\nlatency", "tail latency"),
                ("tail of  the distribution", "tail latency"),
            ]
        );
    }

    #[test]
    fn plurals_and_possessives_are_uses_and_longer_words_are_none() {
        for (text, expected) in [
            ("many SLOs", Some("SLOs")),
            ("the SLO's target", Some("SLO")),
            ("two crashes", Some("crashes")),
            ("both caches, and", Some("caches")),
            ("service-level objectives", Some("service-level objectives")),
            ("Little\u{2019}s law.", Some("Little\u{2019}s law")),
            ("the cache-aside pattern", Some("cache-aside")),
            ("a slo", None),
            ("cached", None),
            ("pre-cache", None),
            ("cache-control", None),
            ("/v1/cache", None),
            ("the cache, or", Some("cache")),
            ("it is a cache.", Some("cache")),
            ("\u{e9}cache", None),
            ("", None),
        ] {
            let first = found(text).into_iter().next();
            assert_eq!(first.map(|(text, _)| text), expected, "{text}");
        }
    }
}
