//! Questions in the formats of other programs. Each writer takes a [`Set`] and gives what it holds, and a list of what it
//! cannot hold, with the reason: nothing is dropped silently.
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    reason = "files are written once: lines that read as what they write are worth an allocation"
)]

pub mod anki;
pub mod gift;
pub mod markdown;
pub mod markup;
pub mod moodle;
pub mod qti;
pub mod scorm;
pub mod zip;

use headroom_content::model::{
    Choice, ClozePart, Html, Item, Numeric, Pair, Question, QuestionKind, Tolerance,
};

/// Questions to write, ready to leave the site ([`Set::portable`]).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Set {
    pub title: String,
    pub chapters: Vec<Chapter>,
}

/// The questions of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chapter {
    /// Where the page stands, itself the last: `Concepts`, `Foundations`, `Little's law`.
    pub place: Vec<String>,
    /// `/concepts/foundations/littles-law/`.
    pub route: String,
    pub questions: Vec<Question>,
}

/// A question, or a part of one, that a format has no room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Of the question.
    pub id: String,
    pub why: &'static str,
    /// Whether the question is there, without that part.
    pub in_part: bool,
}

/// What a writer gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T = String> {
    pub content: T,
    /// How many questions are in it.
    pub count: usize,
    pub left_out: Vec<LeftOut>,
}

impl Set {
    /// The set with texts that stand anywhere: [`markup::portable`] of each. `site` is the address the site is served at;
    /// without one, links inside it become plain text.
    #[must_use]
    pub fn portable(mut self, site: Option<&str>) -> Self {
        for chapter in &mut self.chapters {
            let route = chapter.route.clone();
            for question in &mut chapter.questions {
                for html in texts(question) {
                    *html = Html(markup::portable(&html.0, site, &route));
                }
            }
        }
        self
    }
}

/// Every piece of markup in a question.
fn texts(question: &mut Question) -> Vec<&mut Html> {
    let mut texts = vec![&mut question.prompt, &mut question.explain];
    texts.extend(&mut question.hints);
    match &mut question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            for Choice { text, reason, .. } in choices {
                texts.extend([text, reason]);
            }
        }
        QuestionKind::Order { items } => {
            for Item { text, reason, .. } in items {
                texts.extend([text, reason]);
            }
        }
        QuestionKind::Match { pairs } => {
            for Pair {
                left,
                right,
                reason,
                ..
            } in pairs
            {
                texts.extend([left, right, reason]);
            }
        }
        QuestionKind::Cloze { parts } => texts.extend(parts.iter_mut().map(|part| match part {
            ClozePart::Text(text) => text,
            ClozePart::Blank { reason, .. } => reason,
        })),
        QuestionKind::Recall { answer } => texts.push(answer),
        QuestionKind::Numeric(_) | QuestionKind::Predict { .. } | QuestionKind::Tune(_) => {}
    }
    texts
}

/// Why no other program can hold a question that the engine grades.
const NEEDS_RUNS: &str = "it is graded by runs of the simulator, which only this site has";
const HINTS: &str = "its hints: the format has none";

/// What a writer notes while it goes through a set.
#[derive(Default)]
struct Notes {
    count: usize,
    left_out: Vec<LeftOut>,
}

impl Notes {
    fn out(&mut self, question: &Question, why: &'static str) {
        self.left_out.push(LeftOut {
            id: question.id.clone(),
            why,
            in_part: false,
        });
    }

    fn part(&mut self, question: &Question, why: &'static str) {
        self.left_out.push(LeftOut {
            id: question.id.clone(),
            why,
            in_part: true,
        });
    }

    fn with<T>(self, content: T) -> Written<T> {
        Written {
            content,
            count: self.count,
            left_out: self.left_out,
        }
    }
}

/// How far an answer may be from the value, in its unit.
pub(crate) fn margin(numeric: &Numeric) -> f64 {
    match numeric.tolerance {
        Tolerance::Absolute(margin) => margin,
        Tolerance::Relative(share) => {
            // Twelve digits: more are the multiplication's, not the author's.
            let margin = numeric.value.abs() * share;
            format!("{margin:.11e}").parse().unwrap_or(margin)
        }
    }
}

/// A prompt that says in which unit the answer is.
pub(crate) fn with_unit(prompt: &str, numeric: &Numeric) -> String {
    if numeric.unit.is_empty() {
        prompt.to_owned()
    } else {
        let unit = markup::escape(&numeric.unit);
        format!("{prompt}<p>Answer in {unit}.</p>")
    }
}

#[cfg(test)]
mod samples;
