//! Reading GIFT.

use headroom_content::model::{
    Choice, ClozePart, Html, Numeric, Pair, Question, QuestionKind, Tolerance,
};

use super::write::BETWEEN;
use crate::markup::{self, Element, Node};
use crate::{LeftOut, Written};

/// What an author must say, since the file does not.
pub const UNEXPLAINED: &str = "TODO: what to remember.";

/// Signs that mean something, and what stands for them where they are escaped: characters of the private use area, which texts of
/// this site do not hold.
const ESCAPED: [(char, char); 8] = [
    (':', '\u{e000}'),
    ('#', '\u{e001}'),
    ('=', '\u{e002}'),
    ('{', '\u{e003}'),
    ('}', '\u{e004}'),
    ('~', '\u{e005}'),
    ('\\', '\u{e006}'),
    ('n', '\u{e007}'),
];

/// The questions of a file, and those that cannot be taken over, by their names or their number.
pub fn read(text: &str) -> Written<Vec<Question>> {
    let mut questions = Vec::new();
    let mut left_out = Vec::new();
    let mut number = 0;
    for block in blocks(text) {
        let Some(block) = Block::read(&block) else {
            continue;
        };
        number += 1;
        let id = block.id(number);
        match block.question(&id) {
            Ok(question) => questions.push(question),
            Err(why) => left_out.push(LeftOut {
                id,
                why,
                in_part: false,
            }),
        }
    }
    Written {
        count: questions.len(),
        content: questions,
        left_out,
    }
}

/// Questions stand apart by empty lines.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.trim().is_empty() {
            blocks.push(String::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push_str(line.trim());
            block.push('\n');
        }
    }
    blocks
}

fn hide(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let hidden = (c == '\\')
            .then(|| chars.peek())
            .flatten()
            .and_then(|next| ESCAPED.iter().find(|(sign, _)| sign == next));
        if let Some((_, hidden)) = hidden {
            out.push(*hidden);
            chars.next();
        } else {
            out.push(c);
        }
    }
    out
}

fn show(text: &str) -> String {
    text.chars()
        .map(|c| match ESCAPED.iter().find(|(_, hidden)| *hidden == c) {
            Some(('n', _)) => '\n',
            Some((sign, _)) => *sign,
            None => c,
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Html,
    Plain,
}

/// A question taken apart. Signs that were escaped are hidden.
struct Block {
    /// In comments and names.
    id: Option<String>,
    tags: Vec<String>,
    name: Option<String>,
    format: Format,
    before: String,
    answers: Option<String>,
    after: String,
    general: Option<String>,
}

impl Block {
    /// `None` of what is no question: comments, categories.
    fn read(text: &str) -> Option<Self> {
        let (comments, lines): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.starts_with("//"));
        let comments = comments.join("\n");
        let text = hide(&lines.join("\n"));
        if text.is_empty() || text.starts_with("$CATEGORY:") {
            return None;
        }
        let mut rest = text.as_str();
        let mut name = None;
        if let Some((found, after)) = rest
            .strip_prefix("::")
            .and_then(|rest| rest.split_once("::"))
        {
            name = Some(show(found).trim().to_owned());
            rest = after.trim_start();
        }
        let (format, rest) = formatted(rest, Format::Plain);
        let (before, answers, after) = match rest.split_once('{') {
            None => (rest, None, ""),
            Some((before, inside)) => match inside.split_once('}') {
                None => (before, Some(inside), ""),
                Some((answers, after)) => (before, Some(answers), after),
            },
        };
        let (answers, general) = match answers.and_then(|answers| answers.rsplit_once("####")) {
            None => (answers, None),
            Some((answers, general)) => (Some(answers), Some(general)),
        };
        Some(Self {
            id: marked(&comments, "[id:").into_iter().next(),
            tags: marked(&comments, "[tag:"),
            name,
            format,
            before: before.to_owned(),
            answers: answers.map(|answers| answers.trim().to_owned()),
            after: after.to_owned(),
            general: general.map(str::to_owned),
        })
    }

    /// Its id or its name as an id of this site, else its number.
    fn id(&self, number: usize) -> String {
        let named = self.id.as_ref().or(self.name.as_ref());
        let mut id = String::new();
        for c in named.map_or("", String::as_str).chars() {
            if c.is_ascii_alphanumeric() {
                id.push(c.to_ascii_lowercase());
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        let id = id.trim_end_matches('-');
        if id.starts_with(|c: char| c.is_ascii_lowercase()) {
            id.to_owned()
        } else {
            format!("question-{number}")
        }
    }

    fn tag(&self, name: &str) -> Option<&str> {
        let mut tags = self.tags.iter();
        tags.find_map(|tag| tag.strip_prefix(name)?.strip_prefix(' '))
    }

    fn html(&self, text: &str) -> Html {
        let (format, text) = formatted(text, self.format);
        let text = show(text);
        Html(match format {
            Format::Html => text.trim().to_owned(),
            Format::Plain => markup::escape(text.trim()),
        })
    }

    /// As [`Block::html`], in a paragraph if it is in none.
    fn paragraph(&self, text: &str) -> Html {
        let html = self.html(text).0;
        Html(if html.is_empty() || html.starts_with('<') {
            html
        } else {
            format!("<p>{html}</p>")
        })
    }

    fn question(&self, id: &str) -> Result<Question, &'static str> {
        let answers = self
            .answers
            .as_deref()
            .ok_or("it asks nothing: it is a description")?;
        let (prompt, kind, explain) = if answers.is_empty() && self.after.trim().is_empty() {
            self.essay()
        } else if let Some(answers) = answers.strip_prefix('#') {
            let (prompt, numeric) = self.numeric(answers)?;
            (prompt, QuestionKind::Numeric(numeric), None)
        } else if answers.contains('~') {
            (self.prompt(), self.choices(answers)?, None)
        } else if answers.contains('=') && answers.contains("->") {
            (self.prompt(), self.pairs(answers)?, None)
        } else if let Some(kind) = self.truth(answers) {
            (self.prompt(), kind, None)
        } else {
            let (prompt, parts) = self.blank(answers)?;
            (prompt, QuestionKind::Cloze { parts }, None)
        };
        let general = self.general.as_deref().map(|text| self.paragraph(text));
        let explain = explain
            .or(general)
            .filter(|explain| !explain.0.is_empty())
            .unwrap_or_else(|| Html(format!("<p>{UNEXPLAINED}</p>")));
        Ok(Question {
            id: id.to_owned(),
            revision: self
                .tag("revision")
                .and_then(|n| n.parse().ok())
                .unwrap_or(1),
            aliases: Vec::new(),
            objective: self.tag("objective").map(str::to_owned),
            variation: None,
            prompt,
            kind,
            hints: Vec::new(),
            explain,
        })
    }

    /// The text, with a gap where the answers stood within it.
    fn prompt(&self) -> Html {
        if self.after.trim().is_empty() {
            self.paragraph(&self.before)
        } else {
            self.paragraph(&format!("{}_____{}", self.before, self.after))
        }
    }

    fn essay(&self) -> (Html, QuestionKind, Option<Html>) {
        let general = self.general.as_deref().unwrap_or_default();
        let general = self.paragraph(general).0;
        let (answer, explain) = match general.split_once(BETWEEN) {
            Some((answer, explain)) => (answer.to_owned(), Some(Html(explain.to_owned()))),
            None if general.is_empty() => ("<p>TODO: the model answer.</p>".to_owned(), None),
            None => (general, None),
        };
        let kind = QuestionKind::Recall {
            answer: Html(answer),
        };
        (self.paragraph(&self.before), kind, explain)
    }

    fn numeric(&self, answers: &str) -> Result<(Html, Numeric), &'static str> {
        const WRONG: &str = "its number cannot be read";
        let answers = answers.split('~').next().unwrap_or_default();
        let answer = answers
            .split('=')
            .map(str::trim)
            .find(|part| !part.is_empty());
        let answer = answer.ok_or(WRONG)?;
        let answer = weighted(answer).1;
        let answer = answer.split('#').next().unwrap_or_default();
        let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
        let (value, margin) = if let Some((low, high)) = answer.split_once("..") {
            let (low, high) = (number(low).ok_or(WRONG)?, number(high).ok_or(WRONG)?);
            (f64::midpoint(low, high), (high - low).abs() / 2.0)
        } else if let Some((value, margin)) = answer.split_once(':') {
            (number(value).ok_or(WRONG)?, number(margin).ok_or(WRONG)?)
        } else {
            (number(answer).ok_or(WRONG)?, 0.0)
        };
        let (prompt, unit) = without_unit(self.prompt());
        let numeric = Numeric {
            value,
            tolerance: Tolerance::Absolute(margin),
            unit,
        };
        Ok((prompt, numeric))
    }

    fn choices(&self, answers: &str) -> Result<QuestionKind, &'static str> {
        let mut choices = Vec::new();
        let single = answers.contains('=');
        for (mark, text) in marked_answers(answers) {
            let (weight, text) = weighted(text);
            let (text, reason) = text.split_once('#').unwrap_or((text, ""));
            let right = mark == '=' || weight.is_some_and(|weight| weight > 0.0);
            if single && mark == '~' && right && weight.is_some_and(|weight| weight < 100.0) {
                return Err(
                    "an option is worth a part of the points, which a single choice here cannot be",
                );
            }
            choices.push(Choice {
                id: format!("option-{}", choices.len() + 1),
                text: self.html(text),
                right,
                reason: self.html(reason),
            });
        }
        let keys = choices.iter().filter(|choice| choice.right).count();
        match (single, keys) {
            (_, 0) => Err("no option is right"),
            (true, 1) => Ok(QuestionKind::Single { choices }),
            _ => Ok(QuestionKind::Multiple { choices }),
        }
    }

    fn pairs(&self, answers: &str) -> Result<QuestionKind, &'static str> {
        let mut pairs = Vec::new();
        for (_, text) in marked_answers(answers) {
            let (left, right) = text.split_once("->").ok_or("a pair without `->`")?;
            pairs.push(Pair {
                id: format!("pair-{}", pairs.len() + 1),
                left: self.html(left),
                // Text, whatever the format of the rest.
                right: Html(markup::escape(show(right).trim())),
                reason: Html::default(),
            });
        }
        Ok(QuestionKind::Match { pairs })
    }

    fn truth(&self, answers: &str) -> Option<QuestionKind> {
        let mut parts = answers.split('#');
        let truth = match parts.next()?.trim() {
            "T" | "TRUE" => true,
            "F" | "FALSE" => false,
            _ => return None,
        };
        let wrong = self.html(parts.next().unwrap_or_default());
        let right = self.html(parts.next().unwrap_or_default());
        let choice = |text: &str, is: bool| Choice {
            id: text.to_lowercase(),
            text: Html(text.to_owned()),
            right: is == truth,
            reason: if is == truth {
                right.clone()
            } else {
                wrong.clone()
            },
        };
        Some(QuestionKind::Single {
            choices: vec![choice("True", true), choice("False", false)],
        })
    }

    fn blank(&self, answers: &str) -> Result<(Html, Vec<ClozePart>), &'static str> {
        let mut accepted = Vec::new();
        let mut reason = Html::default();
        for (_, text) in marked_answers(answers) {
            let (weight, text) = weighted(text);
            if weight.is_some_and(|weight| weight < 100.0) {
                return Err(
                    "an answer is worth a part of the points, which a blank here cannot be",
                );
            }
            let (text, why) = text.split_once('#').unwrap_or((text, ""));
            // A star that is escaped is one; another stands for anything.
            let text = show(text).trim().replace("\\*", "\u{e008}");
            if text.contains('*') {
                return Err("an answer with a star stands for many");
            }
            accepted.push(text.replace('\u{e008}', "*"));
            if reason.0.is_empty() {
                reason = self.html(why);
            }
        }
        if accepted.is_empty() || accepted.iter().any(String::is_empty) {
            return Err("it has no answer");
        }
        let (prompt, before) = self.sentence();
        let after = show(&self.after);
        let after = if self.format == Format::Html {
            after.strip_suffix("</p>").unwrap_or(&after).to_owned()
        } else {
            markup::escape(&after)
        };
        let mut parts = vec![
            ClozePart::Text(Html(before)),
            ClozePart::Blank {
                id: "blank-1".to_owned(),
                accepted,
                reason,
            },
            ClozePart::Text(Html(after)),
        ];
        parts.retain(|part| !matches!(part, ClozePart::Text(text) if text.0.is_empty()));
        Ok((prompt, parts))
    }

    /// What is asked, and the beginning of the sentence with the blank: the last paragraph, if there are several.
    fn sentence(&self) -> (Html, String) {
        let before = show(&self.before);
        if self.format == Format::Plain {
            let ask = Html("<p>Complete the sentence.</p>".to_owned());
            return (ask, markup::escape(&before));
        }
        match before.rfind("<p>") {
            Some(0) | None => {
                let ask = Html("<p>Complete the sentence.</p>".to_owned());
                let text = before.strip_prefix("<p>").unwrap_or(&before);
                (ask, text.to_owned())
            }
            Some(at) => (Html(before[..at].to_owned()), before[at + 3..].to_owned()),
        }
    }
}

/// Values in brackets, such as `[id:x]`.
fn marked(comments: &str, mark: &str) -> Vec<String> {
    let pieces = comments.split(mark).skip(1);
    pieces
        .filter_map(|piece| Some(piece.split_once(']')?.0.trim().to_owned()))
        .collect()
}

/// The format that a text names at its start, and the rest of it.
fn formatted(text: &str, default: Format) -> (Format, &str) {
    let text = text.trim_start();
    for (mark, format) in [
        ("[html]", Format::Html),
        ("[moodle]", Format::Html),
        ("[plain]", Format::Plain),
        ("[markdown]", Format::Plain),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (format, rest);
        }
    }
    (default, text)
}

/// Answers with the sign before each.
fn marked_answers(answers: &str) -> Vec<(char, &str)> {
    let starts: Vec<(usize, char)> = answers
        .char_indices()
        .filter(|(_, c)| matches!(c, '=' | '~'))
        .collect();
    starts
        .iter()
        .enumerate()
        .map(|(index, (at, sign))| {
            let end = starts.get(index + 1).map_or(answers.len(), |(at, _)| *at);
            (*sign, answers[at + 1..end].trim())
        })
        .collect()
}

/// A weight in per cent, and the rest.
fn weighted(answer: &str) -> (Option<f64>, &str) {
    let found = answer
        .strip_prefix('%')
        .and_then(|rest| rest.split_once('%'))
        .and_then(|(weight, rest)| Some((weight.parse().ok()?, rest)));
    found.map_or((None, answer), |(weight, rest)| (Some(weight), rest))
}

/// Takes the sentence off that the writer adds to say the unit.
fn without_unit(prompt: Html) -> (Html, String) {
    let mut nodes = markup::parse(&prompt.0);
    let unit = match nodes.last() {
        Some(Node::Element(Element { name, children, .. })) if name == "p" => {
            match children.as_slice() {
                [Node::Text(text)] => text
                    .strip_prefix("Answer in ")
                    .and_then(|rest| rest.strip_suffix('.'))
                    .map(str::to_owned),
                _ => None,
            }
        }
        _ => None,
    };
    match unit {
        Some(unit) => {
            nodes.pop();
            (Html(markup::html(&nodes)), unit)
        }
        None => (prompt, String::new()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::gift::write;
    use crate::samples;
    use crate::{Chapter, Set};

    /// The question with what GIFT has no room for as the reader makes it.
    fn held(mut question: Question) -> Question {
        question.hints.clear();
        match &mut question.kind {
            QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
                for (at, choice) in choices.iter_mut().enumerate() {
                    choice.id = format!("option-{}", at + 1);
                }
            }
            QuestionKind::Match { pairs } => {
                for (at, pair) in pairs.iter_mut().enumerate() {
                    pair.id = format!("pair-{}", at + 1);
                    pair.right = Html(markup::escape(&markup::text(&pair.right.0)));
                    pair.reason = Html::default();
                }
            }
            QuestionKind::Numeric(numeric) => {
                numeric.tolerance = Tolerance::Absolute(crate::margin(numeric));
            }
            QuestionKind::Cloze { parts } => {
                for part in parts {
                    if let ClozePart::Blank { id, .. } = part {
                        "blank-1".clone_into(id);
                    }
                }
            }
            _ => {}
        }
        question
    }

    fn back(question: &Question) -> Vec<Question> {
        let set = Set {
            title: "T".to_owned(),
            chapters: vec![Chapter {
                place: vec!["P".to_owned()],
                route: "/p/".to_owned(),
                questions: vec![question.clone()],
            }],
        };
        read(&write(&set).content).content
    }

    #[test]
    fn what_was_written_comes_back_the_same() {
        let mut seen = 0;
        for question in &samples::set().chapters[0].questions {
            let back = back(question);
            if !back.is_empty() {
                assert_eq!(back, [held(question.clone())]);
                seen += 1;
            }
        }
        assert_eq!(seen, 6);
    }

    #[test]
    fn files_of_others_are_read_by_the_rules_of_moodle() {
        let text = "// A comment\n$CATEGORY: tom/dick\n\n::Q1:: Who's buried in Grant's tomb?{~Grant ~Jefferson#no =no one}\n\n\
                    Grant is buried in Grant's tomb.{FALSE#Wrong#Right}\n\nTwo plus two equals {=four =4}.\n\n\
                    When was Grant born?{#1822:5}\n\nPi? {#3.141..3.142}\n\nJust so.\n\nMatch. {=Canada -> Ottawa\n=Italy -> Rome\n}\n\n\
                    Pick two. {~%50%A ~%50%B ~%-100%C}\n\nWrite about it. {}\n\nHalf? {=%50%a =b}\n";
        let read = read(text);
        let kinds: Vec<&str> = read
            .content
            .iter()
            .map(|question| match &question.kind {
                QuestionKind::Single { .. } => "single",
                QuestionKind::Multiple { .. } => "multiple",
                QuestionKind::Numeric(_) => "numeric",
                QuestionKind::Match { .. } => "match",
                QuestionKind::Cloze { .. } => "cloze",
                _ => "other",
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "single", "single", "cloze", "numeric", "numeric", "match", "multiple", "other"
            ]
        );
        assert_eq!(read.content[0].id, "q1");
        assert_eq!(read.content[1].id, "question-2");
        let left: Vec<&str> = read.left_out.iter().map(|left| left.id.as_str()).collect();
        assert_eq!(left, ["question-6", "question-10"]);
        let QuestionKind::Cloze { parts } = &read.content[2].kind else {
            panic!("a blank");
        };
        assert_eq!(
            parts[0],
            ClozePart::Text(Html("Two plus two equals ".to_owned()))
        );
        assert_eq!(parts[2], ClozePart::Text(Html(".".to_owned())));
    }

    /// Text with every sign that means something.
    fn words() -> impl Strategy<Value = String> {
        "[a-z%\\[\\]]([a-zλ0-9 ~=#{}:\\\\%/n.>\\[\\]-]{0,20}[a-z}#=~:\\\\])?"
            .prop_map(|text| markup::escape(&text))
    }

    proptest! {
        #[test]
        fn any_choice_comes_back_the_same(
            prompt in words(),
            texts in prop::collection::vec((words(), words()), 2..8),
            keys in 1_usize..8,
            explain in words(),
        ) {
            let keys = keys.min(texts.len());
            let choices: Vec<Choice> = texts.into_iter().enumerate().map(|(at, (text, reason))| Choice {
                id: String::new(),
                text: Html(text),
                right: at < keys,
                reason: Html(reason),
            }).collect();
            let kind = if keys == 1 { QuestionKind::Single { choices } } else { QuestionKind::Multiple { choices } };
            let question = Question {
                explain: Html(format!("<p>{explain}\n\n</p>")),
                ..samples::question("any", &format!("<p>{prompt}</p>"), kind)
            };
            prop_assert_eq!(back(&question), [held(question)]);
        }

        #[test]
        fn any_number_comes_back_the_same(value in -1e9_f64..1e9, margin in 0.0..1e6_f64, prompt in words()) {
            let kind = QuestionKind::Numeric(Numeric { value, tolerance: Tolerance::Absolute(margin), unit: "requests/s".to_owned() });
            let question = samples::question("any", &format!("<p>{prompt}</p>"), kind);
            prop_assert_eq!(back(&question), [held(question)]);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "[ a{}=~#:%\\\\>\\[\\]\n/-]{0,80}") {
            let _ = read(&text);
        }
    }
}
