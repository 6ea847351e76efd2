//! An item: what is asked, what is right, and how it is graded, by the same rules as on the site.

use headroom_content::model::{Choice, ClozePart, Item, Numeric, Pair, Question, QuestionKind};
use headroom_study::shuffle::ordinal;

use super::body::{boxed, flow, inline};
use super::{HEAD, SPACE};
use crate::markup::{self, escape};
use crate::{HINTS, NEEDS_RUNS, Notes, margin, with_unit};

const PARTIAL: &str =
    "its share of the points for an order that is nearly right: QTI cannot compute it";

/// An id as QTI takes one: it begins with a letter and holds no colon.
pub fn identifier(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) {
        id.to_owned()
    } else {
        format!("i-{id}")
    }
}

/// The parts of an item that differ between types.
#[derive(Default)]
struct Parts {
    declarations: String,
    interaction: String,
    /// Sets SCORE.
    processing: String,
    /// Shown after an answer, each for its option.
    feedback: String,
    /// Markup that stands before the explanation.
    reasons: String,
    feedback_cardinality: Option<&'static str>,
}

/// The text of an item, or why there is none.
pub fn write(question: &Question, notes: &mut Notes) -> Result<String, &'static str> {
    let (prompt, parts) = match &question.kind {
        QuestionKind::Single { choices } => (question.prompt.0.clone(), single(choices)),
        QuestionKind::Multiple { choices } => (question.prompt.0.clone(), multiple(choices)),
        QuestionKind::Numeric(key) => (with_unit(&question.prompt.0, key), numeric(key)),
        QuestionKind::Order { items } => (question.prompt.0.clone(), order(items)),
        QuestionKind::Match { pairs } => (question.prompt.0.clone(), matched(pairs)),
        QuestionKind::Cloze { parts } => (question.prompt.0.clone(), cloze(parts)),
        QuestionKind::Recall { answer } => (question.prompt.0.clone(), recall(&answer.0)),
        QuestionKind::Predict { .. } | QuestionKind::Tune(_) => return Err(NEEDS_RUNS),
    };
    if !question.hints.is_empty() {
        notes.part(question, HINTS);
    }
    if matches!(&question.kind, QuestionKind::Order { items } if items.len() > 2) {
        notes.part(question, PARTIAL);
    }
    let title: String = markup::text(&question.prompt.0).chars().take(80).collect();
    // Without a rule for it, the score has no value until a person gives it one.
    let rest = if parts.processing.is_empty() {
        "/>"
    } else {
        ">\n    <defaultValue><value>0</value></defaultValue>\n  </outcomeDeclaration>"
    };
    let mut outcomes = format!(
        "  <outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\" normalMaximum=\"1\"{rest}\n"
    );
    let explain = format!("{}{}", parts.reasons, question.explain.0);
    let mut processing = parts.processing;
    if let Some(cardinality) = parts.feedback_cardinality {
        outcomes.push_str(&format!(
            "  <outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"{cardinality}\" baseType=\"identifier\"/>\n"
        ));
        processing.push_str("    <setOutcomeValue identifier=\"FEEDBACK\"><variable identifier=\"RESPONSE\"/></setOutcomeValue>\n");
    }
    outcomes.push_str("  <outcomeDeclaration identifier=\"EXPLAIN\" cardinality=\"single\" baseType=\"identifier\"/>\n");
    processing.push_str("    <setOutcomeValue identifier=\"EXPLAIN\"><baseValue baseType=\"identifier\">shown</baseValue></setOutcomeValue>\n");
    Ok(format!(
        "{HEAD}<assessmentItem {SPACE} identifier=\"{}\" title=\"{}\" adaptive=\"false\" timeDependent=\"false\">\n\
         {}{outcomes}  <itemBody>\n    {}\n{}  </itemBody>\n  <responseProcessing>\n{processing}  </responseProcessing>\n{}{}</assessmentItem>\n",
        identifier(&question.id),
        escape(&title),
        parts.declarations,
        boxed(&prompt),
        parts.interaction,
        parts.feedback,
        modal("EXPLAIN", "shown", &explain),
    ))
}

fn modal(outcome: &str, id: &str, html: &str) -> String {
    if html.is_empty() {
        return String::new();
    }
    format!(
        "  <modalFeedback outcomeIdentifier=\"{outcome}\" identifier=\"{id}\" showHide=\"show\">{}</modalFeedback>\n",
        flow(html)
    )
}

/// SCORE is what an expression gives.
fn score(expression: &str) -> String {
    format!("<setOutcomeValue identifier=\"SCORE\">{expression}</setOutcomeValue>\n")
}

/// SCORE is what an expression gives when a condition holds, and else stays what it was.
fn score_if(condition: &str, expression: &str) -> String {
    format!(
        "    <responseCondition>\n      <responseIf>\n        {condition}\n        {}      </responseIf>\n    </responseCondition>\n",
        score(expression)
    )
}

/// SCORE is 1 when a condition holds.
fn right_if(condition: &str) -> String {
    score_if(condition, "<baseValue baseType=\"float\">1</baseValue>")
}

/// SCORE is what an expression of a response gives when there is one: of none, expressions give no number.
fn given(id: &str, expression: &str) -> String {
    let condition = format!("<not><isNull><variable identifier=\"{id}\"/></isNull></not>");
    score_if(&condition, expression)
}

fn share(sum: &str, of: usize) -> String {
    format!("<divide>{sum}<baseValue baseType=\"float\">{of}</baseValue></divide>")
}

const CORRECT: &str =
    "<match><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></match>";
const MAPPED: &str = "<mapResponse identifier=\"RESPONSE\"/>";

fn declaration(id: &str, cardinality: &str, base: &str, correct: &[String], rest: &str) -> String {
    let values: String = correct
        .iter()
        .map(|value| format!("<value>{value}</value>"))
        .collect();
    let correct = if values.is_empty() {
        String::new()
    } else {
        format!("\n    <correctResponse>{values}</correctResponse>")
    };
    format!(
        "  <responseDeclaration identifier=\"{id}\" cardinality=\"{cardinality}\" baseType=\"{base}\">{correct}{rest}\n  </responseDeclaration>\n"
    )
}

fn interaction(choices: &[Choice], most: usize) -> String {
    let options: String = choices
        .iter()
        .map(|choice| {
            format!(
                "      <simpleChoice identifier=\"{}\">{}</simpleChoice>\n",
                identifier(&choice.id),
                flow(&choice.text.0)
            )
        })
        .collect();
    let shuffle = !ordinal(choices.iter().map(|choice| choice.text.0.as_str()));
    format!(
        "    <choiceInteraction responseIdentifier=\"RESPONSE\" shuffle=\"{shuffle}\" maxChoices=\"{most}\">\n{options}    </choiceInteraction>\n"
    )
}

fn reasons(choices: &[Choice]) -> String {
    choices
        .iter()
        .map(|choice| modal("FEEDBACK", &identifier(&choice.id), &choice.reason.0))
        .collect()
}

fn keys(choices: &[Choice]) -> Vec<String> {
    let right = choices.iter().filter(|choice| choice.right);
    right.map(|choice| identifier(&choice.id)).collect()
}

fn single(choices: &[Choice]) -> Parts {
    Parts {
        declarations: declaration("RESPONSE", "single", "identifier", &keys(choices), ""),
        interaction: interaction(choices, 1),
        processing: right_if(CORRECT),
        feedback: reasons(choices),
        feedback_cardinality: Some("single"),
        ..Parts::default()
    }
}

/// (hits - false picks) / keys, not below 0.
fn multiple(choices: &[Choice]) -> Parts {
    let keys = keys(choices);
    let entries: String = choices
        .iter()
        .map(|choice| {
            format!(
                "<mapEntry mapKey=\"{}\" mappedValue=\"{}\"/>",
                identifier(&choice.id),
                if choice.right { 1 } else { -1 }
            )
        })
        .collect();
    let mapping = format!("\n    <mapping lowerBound=\"0\" defaultValue=\"0\">{entries}</mapping>");
    Parts {
        declarations: declaration("RESPONSE", "multiple", "identifier", &keys, &mapping),
        interaction: interaction(choices, 0),
        processing: given("RESPONSE", &share(MAPPED, keys.len())),
        feedback: reasons(choices),
        feedback_cardinality: Some("multiple"),
        ..Parts::default()
    }
}

fn numeric(key: &Numeric) -> Parts {
    let (value, margin) = (key.value, margin(key));
    let equal = format!(
        "<equal toleranceMode=\"absolute\" tolerance=\"{margin} {margin}\"><variable identifier=\"RESPONSE\"/><correct identifier=\"RESPONSE\"/></equal>"
    );
    Parts {
        declarations: declaration("RESPONSE", "single", "float", &[value.to_string()], ""),
        interaction: format!(
            "    <p><textEntryInteraction responseIdentifier=\"RESPONSE\" expectedLength=\"12\"/> {}</p>\n",
            escape(&key.unit)
        ),
        processing: right_if(&equal),
        ..Parts::default()
    }
}

fn order(items: &[Item]) -> Parts {
    let ids: Vec<String> = items.iter().map(|item| identifier(&item.id)).collect();
    let choices: String = items
        .iter()
        .map(|item| {
            format!(
                "      <simpleChoice identifier=\"{}\">{}</simpleChoice>\n",
                identifier(&item.id),
                flow(&item.text.0)
            )
        })
        .collect();
    Parts {
        declarations: declaration("RESPONSE", "ordered", "identifier", &ids, ""),
        interaction: format!(
            "    <orderInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\">\n{choices}    </orderInteraction>\n"
        ),
        processing: right_if(CORRECT),
        feedback: modal(
            "EXPLAIN",
            "shown",
            &because(items.iter().map(|item| (&item.text.0, &item.reason.0))),
        ),
        ..Parts::default()
    }
}

/// The reasons that there are, each after what it is about.
fn because<'a>(reasons: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    let items: String = reasons
        .filter(|(_, reason)| !reason.is_empty())
        .map(|(what, reason)| format!("<li><div>{what}</div><div>{reason}</div></li>"))
        .collect();
    if items.is_empty() {
        items
    } else {
        format!("<ul>{items}</ul>")
    }
}

/// The share of pairs that are right. Sides that read the same are one.
fn matched(pairs: &[Pair]) -> Parts {
    let mut rights: Vec<&str> = Vec::new();
    let mut keys = Vec::new();
    for pair in pairs {
        let known = rights.iter().position(|right| *right == pair.right.0);
        let at = known.unwrap_or(rights.len());
        if known.is_none() {
            rights.push(&pair.right.0);
        }
        keys.push(format!("left-{} right-{}", keys.len() + 1, at + 1));
    }
    let side = |name: &str, texts: &[&str], most: usize| -> String {
        let choices: String = texts
            .iter()
            .enumerate()
            .map(|(at, text)| {
                format!(
                    "        <simpleAssociableChoice identifier=\"{name}-{}\" matchMax=\"{most}\">{}</simpleAssociableChoice>\n",
                    at + 1,
                    flow(text)
                )
            })
            .collect();
        format!("      <simpleMatchSet>\n{choices}      </simpleMatchSet>\n")
    };
    let lefts: Vec<&str> = pairs.iter().map(|pair| pair.left.0.as_str()).collect();
    let entries: String = keys
        .iter()
        .map(|key| format!("<mapEntry mapKey=\"{key}\" mappedValue=\"1\"/>"))
        .collect();
    let mapping = format!("\n    <mapping defaultValue=\"0\">{entries}</mapping>");
    let reasons = because(pairs.iter().map(|pair| (&pair.left.0, &pair.reason.0)));
    Parts {
        declarations: declaration("RESPONSE", "multiple", "directedPair", &keys, &mapping),
        interaction: format!(
            "    <matchInteraction responseIdentifier=\"RESPONSE\" shuffle=\"true\" maxAssociations=\"{}\">\n{}{}    </matchInteraction>\n",
            pairs.len(),
            side("left", &lefts, 1),
            side("right", &rights, 0)
        ),
        processing: given("RESPONSE", &share(MAPPED, pairs.len())),
        reasons,
        ..Parts::default()
    }
}

/// The share of blanks that are right, whatever the case of the letters.
fn cloze(parts: &[ClozePart]) -> Parts {
    let mut out = Parts::default();
    let mut line = String::new();
    let so_far = "<variable identifier=\"SCORE\"/>";
    let mut count = 0;
    let mut reasons = String::new();
    for part in parts {
        match part {
            ClozePart::Text(text) => line.push_str(&inline(&text.0)),
            ClozePart::Blank {
                accepted, reason, ..
            } => {
                count += 1;
                let id = format!("BLANK_{count}");
                let first: Vec<String> = accepted.iter().take(1).map(|text| escape(text)).collect();
                let entries: String = accepted
                    .iter()
                    .map(|text| {
                        format!(
                            "<mapEntry mapKey=\"{}\" mappedValue=\"1\" caseSensitive=\"false\"/>",
                            escape(text)
                        )
                    })
                    .collect();
                let mapping = format!("\n    <mapping defaultValue=\"0\">{entries}</mapping>");
                out.declarations
                    .push_str(&declaration(&id, "single", "string", &first, &mapping));
                line.push_str(&format!(
                    "<textEntryInteraction responseIdentifier=\"{id}\" expectedLength=\"20\"/>"
                ));
                let sum = format!("<sum>{so_far}<mapResponse identifier=\"{id}\"/></sum>");
                out.processing.push_str(&given(&id, &sum));
                if !reason.0.is_empty() {
                    reasons.push_str(&format!("<li>{}</li>", reason.0));
                }
            }
        }
    }
    if !reasons.is_empty() {
        out.reasons = format!("<ol>{reasons}</ol>");
    }
    out.interaction = format!("    <p>{line}</p>\n");
    out.processing
        .push_str(&format!("    {}", score(&share(so_far, count))));
    out
}

/// Graded by people, who see the model answer.
fn recall(answer: &str) -> Parts {
    Parts {
        declarations: declaration("RESPONSE", "single", "string", &[], ""),
        interaction: format!(
            "    <extendedTextInteraction responseIdentifier=\"RESPONSE\" expectedLines=\"6\"/>\n    <rubricBlock view=\"scorer\">{}</rubricBlock>\n",
            boxed(answer)
        ),
        reasons: answer.to_owned(),
        ..Parts::default()
    }
}
