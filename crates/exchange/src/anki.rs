//! Notes for Anki, as text separated by tabs: <https://docs.ankiweb.net/importing/text-files.html>. Importing a newer file
//! changes the notes of an older one, for each carries the id of its question.

use headroom_content::model::{Choice, ClozePart, Question, QuestionKind};

use crate::markup::{self, escape};
use crate::{NEEDS_RUNS, Notes, Set, Written, with_unit};

/// A set as notes: texts with blanks as Cloze, all others as Basic.
pub fn write(set: &Set) -> Written {
    let mut notes = Notes::default();
    let mut out = String::from(
        "#separator:tab\n#html:true\n#guid column:1\n#notetype column:2\n#deck column:3\n#tags column:6\n",
    );
    for chapter in &set.chapters {
        let place: Vec<String> = chapter
            .place
            .iter()
            // Two colons would make a deck in a deck.
            .map(|name| name.replace("::", ":"))
            .collect();
        let deck = format!("Headroom::{}", place.join("::"));
        for question in &chapter.questions {
            let Some((kind, front, back)) = sides(question) else {
                notes.out(question, NEEDS_RUNS);
                continue;
            };
            notes.count += 1;
            let guid = format!("headroom-{}", question.id);
            let objective = question.objective.as_deref();
            let tags = objective.map_or_else(
                || "headroom".to_owned(),
                |objective| format!("headroom objective::{objective}"),
            );
            let fields = [&guid, kind, &deck, &front, &back, &tags].map(field);
            out.push_str(&fields.join("\t"));
            out.push('\n');
        }
    }
    notes.with(out)
}

fn field(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The kind of note and its two sides.
fn sides(question: &Question) -> Option<(&'static str, String, String)> {
    let prompt = &question.prompt.0;
    let explain = &question.explain.0;
    let (front, answer) = match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => (
            format!(
                "{prompt}{}",
                list("ul", choices.iter().map(|c| c.text.0.clone()))
            ),
            list("ul", choices.iter().map(judged)),
        ),
        QuestionKind::Numeric(numeric) => (
            with_unit(prompt, numeric),
            format!("<p>{} {}</p>", numeric.value, escape(&numeric.unit)),
        ),
        QuestionKind::Order { items } => {
            // In the order of the alphabet, which tells nothing.
            let mut shown: Vec<String> = items.iter().map(|item| item.text.0.clone()).collect();
            shown.sort_by_key(|text| markup::text(text).to_lowercase());
            let right = items
                .iter()
                .map(|item| followed(&item.text.0, &item.reason.0));
            (format!("{prompt}{}", list("ul", shown)), list("ol", right))
        }
        QuestionKind::Match { pairs } => {
            let lefts = pairs.iter().map(|pair| pair.left.0.clone());
            let mut rights: Vec<String> = pairs.iter().map(|pair| pair.right.0.clone()).collect();
            rights.sort_by_key(|text| markup::text(text).to_lowercase());
            rights.dedup();
            let right = pairs.iter().map(|pair| {
                followed(
                    &format!("{} → {}", pair.left.0, pair.right.0),
                    &pair.reason.0,
                )
            });
            (
                format!("{prompt}{}{}", list("ul", lefts), list("ul", rights)),
                list("ul", right),
            )
        }
        QuestionKind::Cloze { parts } => {
            let (text, reasons) = blanks(parts);
            let front = format!("{prompt}<p>{text}</p>");
            return Some(("Cloze", front, format!("{}{explain}", list("ol", reasons))));
        }
        QuestionKind::Recall { answer } => (prompt.clone(), answer.0.clone()),
        QuestionKind::Predict { .. } | QuestionKind::Tune(_) => return None,
    };
    Some(("Basic", front, format!("{answer}{explain}")))
}

fn judged(choice: &Choice) -> String {
    let mark = if choice.right { "✓" } else { "✗" };
    followed(&format!("{mark} {}", choice.text.0), &choice.reason.0)
}

fn followed(text: &str, reason: &str) -> String {
    if reason.is_empty() {
        text.to_owned()
    } else {
        format!("{text}<br>{reason}")
    }
}

fn list(name: &str, items: impl IntoIterator<Item = String>) -> String {
    let items: String = items
        .into_iter()
        .map(|item| format!("<li>{item}</li>"))
        .collect();
    format!("<{name}>{items}</{name}>")
}

/// A text with its blanks as deletions, each a card of its own, and their reasons.
fn blanks(parts: &[ClozePart]) -> (String, Vec<String>) {
    let mut text = String::new();
    let mut reasons = Vec::new();
    for part in parts {
        match part {
            // What would be read as a deletion.
            ClozePart::Text(part) => text.push_str(&part.0.replace("{{", "{<wbr>{")),
            ClozePart::Blank {
                accepted, reason, ..
            } => {
                let answer = accepted.first().map(String::as_str).unwrap_or_default();
                let answer = escape(answer)
                    .replace(':', "&#58;")
                    .replace('{', "&#123;")
                    .replace('}', "&#125;");
                reasons.push(reason.0.clone());
                text.push_str(&format!("{{{{c{}::{answer}}}}}", reasons.len()));
            }
        }
    }
    (text, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    /// Fields of a line as a reader of quoted values takes them apart.
    fn rows(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let mut quoted = false;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let row = rows.last_mut().expect("a row");
            match c {
                '"' if quoted && chars.peek() == Some(&'"') => {
                    chars.next();
                    row.last_mut().expect("a field").push('"');
                }
                '"' => quoted = !quoted,
                '\t' if !quoted => row.push(String::new()),
                '\n' if !quoted => rows.push(vec![String::new()]),
                _ => row.last_mut().expect("a field").push(c),
            }
        }
        rows.pop();
        rows
    }

    #[test]
    fn every_line_has_the_columns_that_the_head_names() {
        let written = write(&samples::set());
        let (head, body): (Vec<&str>, Vec<&str>) = written
            .content
            .lines()
            .partition(|line| line.starts_with('#'));
        assert_eq!(head.len(), 6);
        let rows = rows(&format!("{}\n", body.join("\n")));
        assert_eq!(rows.len(), written.count);
        assert!(rows.iter().all(|row| row.len() == 6), "{rows:#?}");
        assert_eq!(rows[0][0], "headroom-cold");
        assert_eq!(rows[0][2], "Headroom::Concepts::Basics::Queues/logs");
        assert!(rows[0][3].contains("if a {\n  b = 1;\n}\n"));
        assert_eq!(written.left_out[0].id, "guess");
    }

    #[test]
    fn blanks_are_deletions_and_signs_in_them_are_none() {
        let written = write(&samples::set());
        let cloze = "{{c1::CPU}} follows {{c2::memory}}";
        assert!(written.content.contains(cloze), "{}", written.content);
        let part = ClozePart::Blank {
            id: "x".to_owned(),
            accepted: vec!["a::b}}".to_owned()],
            reason: headroom_content::model::Html::default(),
        };
        let (text, _) = blanks(&[part]);
        assert_eq!(text, "{{c1::a&#58;&#58;b&#125;&#125;}}");
    }
}
