//! Writing GIFT.

use headroom_content::model::{Choice, ClozePart, Pair, Question, QuestionKind};

use crate::{HINTS, NEEDS_RUNS, Notes, Set, Written, margin, markup, with_unit};

const BLANKS: &str = "a text with several blanks: a question in GIFT has one";
const ORDERS: &str = "items to put in order: GIFT has no such question";
const KEYS: &str = "Moodle has no weight for a share of so many right answers";
const REASONS: &str = "the reasons of its pairs: GIFT has none there";
const PAIRS: &str = "GIFT matches three pairs or more with at least two different answers";

/// A set as GIFT.
pub fn write(set: &Set) -> Written {
    let mut notes = Notes::default();
    let mut out = format!("// {}\n\n", line(&set.title));
    for chapter in &set.chapters {
        let mut questions = String::new();
        for question in &chapter.questions {
            match body(question, &mut notes) {
                Ok(body) => {
                    notes.count += 1;
                    if !question.hints.is_empty() {
                        notes.part(question, HINTS);
                    }
                    questions.push_str(&head(question));
                    questions.push_str(&body);
                    questions.push_str("\n\n");
                }
                Err(why) => notes.out(question, why),
            }
        }
        if !questions.is_empty() {
            let place: Vec<String> = chapter.place.iter().map(|name| category(name)).collect();
            out.push_str(&format!("$CATEGORY: {}\n\n{questions}", place.join("/")));
        }
    }
    notes.with(out)
}

/// A comment, as Moodle reads ids and tags from it, and the name.
fn head(question: &Question) -> String {
    let mut comment = format!("// [id:{}]", question.id);
    if let Some(objective) = &question.objective {
        comment.push_str(&format!(" [tag:objective {objective}]"));
    }
    if question.revision > 1 {
        comment.push_str(&format!(" [tag:revision {}]", question.revision));
    }
    format!("{comment}\n::{}::[html]", escape(&question.id))
}

/// The rest of a question, or why there is none.
fn body(question: &Question, notes: &mut Notes) -> Result<String, &'static str> {
    let prompt = escape(&question.prompt.0);
    let explain = format!("\t####{}\n", escape(&question.explain.0));
    Ok(match &question.kind {
        QuestionKind::Single { choices } => {
            let answers: String = choices
                .iter()
                .map(|choice| answer(if choice.right { "=" } else { "~" }, choice))
                .collect();
            format!("{prompt}{{\n{answers}{explain}}}")
        }
        QuestionKind::Multiple { choices } => {
            let keys = choices.iter().filter(|choice| choice.right).count();
            let weight = weight(keys).ok_or(KEYS)?;
            let answers: String = choices
                .iter()
                .map(|choice| {
                    let sign = if choice.right { "" } else { "-" };
                    answer(&format!("~%{sign}{weight}%"), choice)
                })
                .collect();
            format!("{prompt}{{\n{answers}{explain}}}")
        }
        QuestionKind::Numeric(numeric) => {
            let prompt = escape(&with_unit(&question.prompt.0, numeric));
            let (value, margin) = (numeric.value, margin(numeric));
            format!("{prompt}{{#\n\t={value}:{margin}\n{explain}}}")
        }
        QuestionKind::Match { pairs } => {
            let mut rights: Vec<&str> = pairs.iter().map(|pair| pair.right.0.as_str()).collect();
            rights.sort_unstable();
            rights.dedup();
            if pairs.len() < 2 || rights.len() < 2 {
                return Err(PAIRS);
            }
            if pairs.iter().any(|pair| !pair.reason.0.is_empty()) {
                notes.part(question, REASONS);
            }
            let pairs: String = pairs.iter().map(pair).collect();
            format!("{prompt}{{\n{pairs}{explain}}}")
        }
        QuestionKind::Cloze { parts } => blank(&question.prompt.0, parts, &explain)?,
        QuestionKind::Recall { answer } => {
            let feedback = recalled(&answer.0, &question.explain.0);
            format!("{prompt}{{####{}}}", escape(&feedback))
        }
        QuestionKind::Order { .. } => return Err(ORDERS),
        QuestionKind::Predict { .. } | QuestionKind::Tune(_) => return Err(NEEDS_RUNS),
    })
}

/// What separates a model answer from the explanation that follows it.
pub(super) const BETWEEN: &str = "<hr class=\"explanation\">";

fn recalled(answer: &str, explain: &str) -> String {
    format!("{answer}{BETWEEN}{explain}")
}

fn answer(mark: &str, choice: &Choice) -> String {
    let mut line = format!("\t{mark}{}", start(&choice.text.0));
    if !choice.reason.0.is_empty() {
        line.push_str(&format!("#{}", start(&choice.reason.0)));
    }
    line.push('\n');
    line
}

/// Text at the start of an answer, where `%` begins a weight and `[` a format.
fn start(text: &str) -> String {
    let escaped = escape(text);
    if text.starts_with(['%', '[']) {
        format!("[html]{escaped}")
    } else {
        escaped
    }
}

/// What is matched is markup, what it is matched with is text.
fn pair(pair: &Pair) -> String {
    let right = markup::text(&pair.right.0);
    format!("\t={} -> {}\n", start(&pair.left.0), escape(&right))
}

/// A text with one blank: the answers stand where the blank is.
fn blank(prompt: &str, parts: &[ClozePart], explain: &str) -> Result<String, &'static str> {
    let mut before = format!("{prompt}<p>");
    let mut after = String::new();
    let mut answers = String::new();
    for part in parts {
        match part {
            ClozePart::Text(text) if answers.is_empty() => before.push_str(&text.0),
            ClozePart::Text(text) => after.push_str(&text.0),
            ClozePart::Blank { .. } if !answers.is_empty() => return Err(BLANKS),
            ClozePart::Blank {
                accepted, reason, ..
            } => {
                for accepted in accepted {
                    // A star would stand for anything.
                    let accepted = escape(&accepted.replace('*', "\\*"));
                    answers.push_str(&format!("\t=%100%{accepted}"));
                    if !reason.0.is_empty() {
                        answers.push_str(&format!("#{}", start(&reason.0)));
                    }
                    answers.push('\n');
                }
            }
        }
    }
    after.push_str("</p>");
    Ok(format!(
        "{}{{\n{answers}{explain}}}{}",
        escape(&before),
        escape(&after)
    ))
}

/// Text with the signs escaped that mean something, on one line.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '#' | '=' | '~' | '{' | '}' | ':' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            _ => out.push(c),
        }
    }
    out
}

/// The part of a category's path that is one name.
fn category(name: &str) -> String {
    line(name).replace('/', "//")
}

fn line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// The share of one right answer of so many, in per cent, as one of the grades that Moodle knows; it accepts no others.
pub(crate) fn weight(keys: usize) -> Option<&'static str> {
    Some(match keys {
        1 => "100",
        2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        6 => "16.66667",
        7 => "14.28571",
        8 => "12.5",
        9 => "11.11111",
        10 => "10",
        20 => "5",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn every_type_that_gift_holds_is_written_by_its_rules() {
        let written = write(&samples::set());
        insta::assert_snapshot!(written.content);
        let ids: Vec<(&str, bool)> = written
            .left_out
            .iter()
            .map(|left| (left.id.as_str(), left.in_part))
            .collect();
        assert_eq!(
            ids,
            [
                ("pick", true),
                ("steps", false),
                ("pairs", true),
                ("blanks", false),
                ("guess", false)
            ]
        );
        assert_eq!(written.count, 6);
    }

    #[test]
    fn signs_that_mean_something_are_escaped_and_lines_joined() {
        assert_eq!(
            escape("a\\b #1 = {~x}:\r\nc"),
            "a\\\\b \\#1 \\= \\{\\~x\\}\\:\\nc"
        );
        assert_eq!(start("%50% off"), "[html]%50% off");
        assert_eq!(category("Queues/logs"), "Queues//logs");
    }
}
