//! Moodle XML: <https://docs.moodle.org/en/Moodle_XML_format>. Texts with blanks are its embedded answers:
//! <https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type>.

use headroom_content::model::{ClozePart, Question, QuestionKind};
use headroom_study::shuffle::ordinal;

use crate::gift::weight;
use crate::markup::{self, escape};
use crate::{NEEDS_RUNS, Notes, Set, Written, margin, with_unit};

const KEYS: &str = "Moodle has no weight for a share of so many right answers";
const REASONS: &str = "the reasons of its pairs or items: Moodle has none there";

/// A set as Moodle XML.
pub fn write(set: &Set) -> Written {
    let mut notes = Notes::default();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n");
    for chapter in &set.chapters {
        let mut questions = String::new();
        for question in &chapter.questions {
            match body(question, &mut notes) {
                Ok((kind, body)) => {
                    notes.count += 1;
                    questions.push_str(&whole(question, kind, &body));
                }
                Err(why) => notes.out(question, why),
            }
        }
        if !questions.is_empty() {
            let place: Vec<String> = chapter
                .place
                .iter()
                .map(|name| name.replace('/', "//"))
                .collect();
            let path = escape(&format!("$course$/top/{}", place.join("/")));
            out.push_str(&format!(
                "<question type=\"category\">\n<category><text>{path}</text></category>\n</question>\n{questions}"
            ));
        }
    }
    out.push_str("</quiz>\n");
    notes.with(out)
}

/// What differs between types: the text of the question, and the elements after those that all have.
struct Body {
    text: String,
    feedback: String,
    rest: String,
}

fn whole(question: &Question, kind: &str, body: &Body) -> String {
    let mut out = format!("<question type=\"{kind}\">\n");
    out.push_str(&format!(
        "<name><text>{}</text></name>\n",
        escape(&question.id)
    ));
    out.push_str(&element("questiontext", "", &body.text));
    out.push_str(&element("generalfeedback", "", &body.feedback));
    if kind != "cloze" {
        out.push_str("<defaultgrade>1</defaultgrade>\n");
    }
    out.push_str(&format!(
        "<penalty>0</penalty>\n<hidden>0</hidden>\n<idnumber>{}</idnumber>\n{}",
        escape(&question.id),
        body.rest
    ));
    for hint in &question.hints {
        out.push_str(&element("hint", "", &hint.0));
    }
    if let Some(objective) = &question.objective {
        out.push_str(&format!(
            "<tags><tag><text>objective {}</text></tag></tags>\n",
            escape(objective)
        ));
    }
    out.push_str("</question>\n");
    out
}

fn body(question: &Question, notes: &mut Notes) -> Result<(&'static str, Body), &'static str> {
    let explain = question.explain.0.clone();
    let with = |rest: String| Body {
        text: question.prompt.0.clone(),
        feedback: explain.clone(),
        rest,
    };
    Ok(match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            let single = matches!(question.kind, QuestionKind::Single { .. });
            let keys = choices.iter().filter(|choice| choice.right).count();
            let weight = weight(keys).ok_or(KEYS)?;
            let shuffle = !ordinal(choices.iter().map(|choice| choice.text.0.as_str()));
            let mut rest = format!(
                "<single>{single}</single>\n<shuffleanswers>{shuffle}</shuffleanswers>\n<answernumbering>none</answernumbering>\n"
            );
            for choice in choices {
                let fraction = match (choice.right, single) {
                    (true, _) => weight.to_owned(),
                    (false, true) => "0".to_owned(),
                    (false, false) => format!("-{weight}"),
                };
                rest.push_str(&answer(&fraction, &choice.text.0, &choice.reason.0));
            }
            ("multichoice", with(rest))
        }
        QuestionKind::Numeric(numeric) => {
            let rest = format!(
                "<answer fraction=\"100\" format=\"moodle_auto_format\">\n<text>{}</text>\n<tolerance>{}</tolerance>\n</answer>\n\
                 <unitgradingtype>0</unitgradingtype>\n<unitpenalty>0.1</unitpenalty>\n<showunits>3</showunits>\n<unitsleft>0</unitsleft>\n",
                numeric.value,
                margin(numeric)
            );
            let text = with_unit(&question.prompt.0, numeric);
            ("numerical", Body { text, ..with(rest) })
        }
        QuestionKind::Order { items } => {
            if items.iter().any(|item| !item.reason.0.is_empty()) {
                notes.part(question, REASONS);
            }
            // Graded as here: by the most items that are in order among themselves.
            let mut rest = String::from(
                "<layouttype>VERTICAL</layouttype>\n<selecttype>ALL</selecttype>\n<selectcount>0</selectcount>\n\
                 <gradingtype>LONGEST_ORDERED_SUBSET</gradingtype>\n<showgrading>SHOW</showgrading>\n<numberingstyle>none</numberingstyle>\n",
            );
            for (index, item) in items.iter().enumerate() {
                rest.push_str(&answer(&(index + 1).to_string(), &item.text.0, ""));
            }
            ("ordering", with(rest))
        }
        QuestionKind::Match { pairs } => {
            if pairs.iter().any(|pair| !pair.reason.0.is_empty()) {
                notes.part(question, REASONS);
            }
            let mut rest = String::from("<shuffleanswers>true</shuffleanswers>\n");
            for pair in pairs {
                let right = escape(&markup::text(&pair.right.0));
                rest.push_str(&format!(
                    "<subquestion format=\"html\">\n{}\n<answer><text>{right}</text></answer>\n</subquestion>\n",
                    text(&pair.left.0)
                ));
            }
            ("matching", with(rest))
        }
        QuestionKind::Cloze { parts } => {
            let text = format!("{}<p>{}</p>", question.prompt.0, embedded(parts));
            (
                "cloze",
                Body {
                    text,
                    ..with(String::new())
                },
            )
        }
        QuestionKind::Recall { answer } => {
            let rest = format!(
                "<responseformat>editor</responseformat>\n<responserequired>1</responserequired>\n<responsefieldlines>10</responsefieldlines>\n\
                 <attachments>0</attachments>\n<attachmentsrequired>0</attachmentsrequired>\n{}{}",
                element("graderinfo", "", &answer.0),
                element("responsetemplate", "", "")
            );
            let feedback = format!("{}{explain}", answer.0);
            (
                "essay",
                Body {
                    feedback,
                    ..with(rest)
                },
            )
        }
        QuestionKind::Predict { .. } | QuestionKind::Tune(_) => return Err(NEEDS_RUNS),
    })
}

fn answer(fraction: &str, markup: &str, reason: &str) -> String {
    format!(
        "<answer fraction=\"{fraction}\" format=\"html\">\n{}\n{}</answer>\n",
        text(markup),
        element("feedback", "", reason)
    )
}

fn element(name: &str, attributes: &str, markup: &str) -> String {
    format!(
        "<{name} format=\"html\"{attributes}>{}</{name}>\n",
        text(markup)
    )
}

fn text(markup: &str) -> String {
    if markup.is_empty() {
        "<text></text>".to_owned()
    } else {
        format!(
            "<text><![CDATA[{}]]></text>",
            markup.replace("]]>", "]]]]><![CDATA[>")
        )
    }
}

/// A text with its blanks as embedded short answers.
fn embedded(parts: &[ClozePart]) -> String {
    let mut out = String::new();
    for part in parts {
        match part {
            ClozePart::Text(text) => out.push_str(&text.0),
            ClozePart::Blank {
                accepted, reason, ..
            } => {
                let reason = reference(&reason.0);
                let answers: Vec<String> = accepted
                    .iter()
                    .map(|accepted| {
                        // A star would stand for anything.
                        let accepted = reference(&accepted.replace('*', "\\*"));
                        if reason.is_empty() {
                            format!("={accepted}")
                        } else {
                            format!("={accepted}#{reason}")
                        }
                    })
                    .collect();
                out.push_str(&format!("{{1:SHORTANSWER:{}}}", answers.join("~")));
            }
        }
    }
    out
}

/// Text in an embedded answer, which is read as markup once more: signs that mean something there are references.
fn reference(text: &str) -> String {
    let mut out = String::new();
    for c in escape(text).chars() {
        match c {
            '~' | '}' | '{' | '#' => out.push_str(&format!("&#{};", u32::from(c))),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn every_type_but_those_graded_by_runs_is_written() {
        let written = write(&samples::set());
        insta::assert_snapshot!(written.content);
        assert_eq!(written.count, 8);
        let left: Vec<&str> = written
            .left_out
            .iter()
            .map(|left| left.id.as_str())
            .collect();
        assert_eq!(left, ["pairs", "guess"]);
    }

    #[test]
    fn the_end_of_a_quoted_section_inside_one_does_not_end_it() {
        assert_eq!(text("a]]>b"), "<text><![CDATA[a]]]]><![CDATA[>b]]></text>");
    }
}
