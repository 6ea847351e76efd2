//! `headroom readability`: how hard the paragraphs of each page are to read, by the Reading Ease of Flesch ("A new readability
//! yardstick", Journal of Applied Psychology 32, 1948): 206.835 less 1.015 for each word of a sentence and 84.6 for each syllable of
//! a word. 60 to 70 is plain English, below 30 is for specialists. It sees neither sense nor layout, so that it is a report and no
//! lint: it says which pages to read aloud first.

use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use headroom_content::model::{Block, Body, Page};

use crate::content::Content;
use crate::say;

/// How hard the text of each page is to read, the hardest first
#[derive(Args, Debug)]
pub struct ReadabilityArgs {
    #[command(flatten)]
    content: Content,
}

/// Prints a line a page and one for all of them.
pub fn run(args: &ReadabilityArgs) -> anyhow::Result<ExitCode> {
    let site = match args.content.compile() {
        Ok(compiled) => compiled.site,
        Err(diagnostics) => bail!("the content has errors:\n{diagnostics}"),
    };
    let mut pages: Vec<(Counts, &str)> = site
        .pages
        .iter()
        .map(|page| (of_page(page), page.route.as_str()))
        .filter(|(counts, _)| counts.sentences > 0)
        .collect();
    pages.sort_by(|(a, _), (b, _)| a.ease().total_cmp(&b.ease()));
    let all = pages
        .iter()
        .fold(Counts::default(), |all, (page, _)| all.and(*page));
    say::out(format_args!("  ease  words  a sentence\n"))?;
    for (counts, route) in pages.iter().chain(&[(all, "all pages")]) {
        say::out(format_args!(
            "{:>6.1}{:>7}{:>12.1}  {route}\n",
            counts.ease(),
            counts.words,
            counts.words_a_sentence(),
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    sentences: u32,
    words: u32,
    syllables: u32,
}

impl Counts {
    fn and(self, other: Self) -> Self {
        Self {
            sentences: self.sentences + other.sentences,
            words: self.words + other.words,
            syllables: self.syllables + other.syllables,
        }
    }

    fn words_a_sentence(self) -> f64 {
        f64::from(self.words) / f64::from(self.sentences)
    }

    fn ease(self) -> f64 {
        let syllables_a_word = f64::from(self.syllables) / f64::from(self.words.max(1));
        206.835 - 1.015 * self.words_a_sentence() - 84.6 * syllables_a_word
    }
}

fn of_page(page: &Page) -> Counts {
    let blocks = match &page.body {
        Body::Home(page) => &page.blocks,
        Body::Concept(page) => &page.blocks,
        Body::Component(page) => &page.blocks,
        Body::Family(page) => &page.blocks,
        Body::Variant(page) => &page.blocks,
        Body::CaseStudy(page) => &page.blocks,
        _ => return Counts::default(),
    };
    let prose = blocks.iter().filter_map(|block| match block {
        Block::Prose(html) => Some(html.0.as_str()),
        Block::Question(_) | Block::Lab(_) => None,
    });
    let paragraphs = prose.flat_map(paragraphs);
    paragraphs
        .map(|text| of_text(&text))
        .fold(Counts::default(), Counts::and)
}

/// The texts of a page's paragraphs. Headings, tables, code and formulas are no sentences.
fn paragraphs(html: &str) -> impl Iterator<Item = String> {
    html.split("<p>").skip(1).filter_map(|rest| {
        let (paragraph, _) = rest.split_once("</p>")?;
        Some(text(paragraph))
    })
}

/// Without markup and what stands in formulas.
fn text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut formulas = html.split("<math");
    text += &untagged(formulas.next().unwrap_or_default());
    for formula in formulas {
        text += &untagged(formula.split_once("</math>").map_or("", |(_, rest)| rest));
    }
    text
}

fn untagged(html: &str) -> String {
    let mut parts = html.split('<');
    let first = parts.next().unwrap_or_default();
    let rest = parts.filter_map(|part| part.split_once('>').map(|(_, text)| text));
    std::iter::once(first).chain(rest).collect()
}

/// A sentence ends at a word with a full stop, a question mark or an exclamation mark behind it, and at the end of its paragraph.
fn of_text(text: &str) -> Counts {
    let mut counts = Counts::default();
    let mut open = false;
    for chunk in text.split_whitespace() {
        let word = chunk.trim_matches(|c: char| !c.is_alphanumeric());
        if word.chars().any(char::is_alphabetic) {
            counts.words += 1;
            counts.syllables += syllables(word);
            open = true;
        }
        let closed = chunk.trim_end_matches([')', '"', '”', '’', '\'']);
        if open && closed.ends_with(['.', '?', '!']) {
            counts.sentences += 1;
            open = false;
        }
    }
    counts.sentences += u32::from(open);
    counts
}

/// Groups of vowels, without an `e` at the end that is not spoken: right for most words of English.
fn syllables(word: &str) -> u32 {
    let word = word.to_lowercase();
    let spoken = match word.strip_suffix('e') {
        Some(stem) if !stem.ends_with(['l', 'e']) => stem,
        _ => &word,
    };
    let mut count = 0;
    let mut before = false;
    for letter in spoken.chars() {
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        count += u32::from(vowel && !before);
        before = vowel;
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_words_and_syllables_of_paragraphs_are_counted() {
        let html = "<h2>No sentence</h2><p>A <b>queue</b> is a line (of requests). It grows <math><mi>x</mi></math>!</p>\
                    <pre>no words</pre><p>No stop here</p>";
        let texts: Vec<String> = paragraphs(html).collect();
        assert_eq!(
            texts,
            [
                "A queue is a line (of requests). It grows !",
                "No stop here"
            ]
        );
        let counts = of_text(&texts[0]);
        assert_eq!((counts.sentences, counts.words), (2, 9));
        assert_eq!(of_text(&texts[1]).sentences, 1);
    }

    #[test]
    fn syllables_are_those_that_are_spoken() {
        for (word, spoken) in [
            ("queue", 1),
            ("request", 2),
            ("table", 2),
            ("latency", 3),
            ("time", 1),
            ("tree", 1),
        ] {
            assert_eq!(syllables(word), spoken, "{word}");
        }
    }

    #[test]
    fn long_words_and_long_sentences_are_harder() {
        let plain = of_text("The queue grows. Then we wait.");
        let hard =
            of_text("Utilisation approaching saturation necessitates considerable consideration.");
        assert!(plain.ease() > 80.0 && hard.ease() < 0.0);
    }
}
