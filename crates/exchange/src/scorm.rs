//! SCORM 1.2: a package that any learning management system of the last twenty years runs. One page asks the questions, grades them
//! by the same rules as the site and reports the score. The answers are in the page, as they must be where no server grades: it
//! is practice, not an examination.

use headroom_content::model::{Choice, ClozePart, Question, QuestionKind};
use headroom_study::shuffle::ordinal;

use crate::markup::{self, escape};
use crate::zip::Package;
use crate::{HINTS, NEEDS_RUNS, Notes, Set, Written, margin, with_unit};

const SELF_GRADED: &str = "it is graded by its reader, and a score that is reported needs a key";
const SCRIPT: &str = include_str!("scorm/run.js");
const STYLE: &str = include_str!("scorm/style.css");

/// A set as a package. `mastery` is the score in per cent from which the learner has passed; without one, whoever has answered
/// has completed it.
pub fn write(set: &Set, mastery: Option<u8>) -> Written<Vec<u8>> {
    let mut notes = Notes::default();
    let page = page(set, mastery, &mut notes);
    let mut package = Package::default();
    package.add("imsmanifest.xml", manifest(&set.title, mastery).as_bytes());
    package.add("index.html", page.as_bytes());
    package.add("run.js", SCRIPT.as_bytes());
    package.add("style.css", STYLE.as_bytes());
    notes.with(package.finish())
}

fn manifest(title: &str, mastery: Option<u8>) -> String {
    let title = escape(title);
    let mastery = mastery.map_or_else(String::new, |score| {
        format!("<adlcp:masteryscore>{score}</adlcp:masteryscore>")
    });
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest identifier=\"headroom\" version=\"1.2\" xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2 imscp_rootv1p1p2.xsd http://www.adlnet.org/xsd/adlcp_rootv1p2 adlcp_rootv1p2.xsd\">\n\
         \x20 <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n\
         \x20 <organizations default=\"all\">\n    <organization identifier=\"all\">\n      <title>{title}</title>\n\
         \x20     <item identifier=\"questions\" identifierref=\"page\" isvisible=\"true\"><title>{title}</title>{mastery}</item>\n\
         \x20   </organization>\n  </organizations>\n\
         \x20 <resources>\n    <resource identifier=\"page\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"index.html\">\n\
         \x20     <file href=\"index.html\"/><file href=\"run.js\"/><file href=\"style.css\"/>\n    </resource>\n  </resources>\n</manifest>\n"
    )
}

fn page(set: &Set, mastery: Option<u8>, notes: &mut Notes) -> String {
    let mut questions = String::new();
    for question in set.chapters.iter().flat_map(|chapter| &chapter.questions) {
        match asked(question) {
            Ok((kind, body)) => {
                notes.count += 1;
                if !question.hints.is_empty() {
                    notes.part(question, HINTS);
                }
                questions.push_str(&section(question, kind, &body, notes.count));
            }
            Err(why) => notes.out(question, why),
        }
    }
    let title = escape(&set.title);
    let mastery = mastery.map_or_else(String::new, |score| format!(" data-mastery=\"{score}\""));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"style.css\">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <noscript><p>Answering needs JavaScript.</p></noscript>\n<form id=\"quiz\"{mastery} novalidate>\n{questions}\
         <button type=\"submit\" id=\"submit\">Submit all answers</button>\n</form>\n<p id=\"result\" role=\"status\"></p>\n</main>\n\
         <script src=\"run.js\"></script>\n</body>\n</html>\n"
    )
}

fn section(question: &Question, kind: &str, body: &str, number: usize) -> String {
    let prompt = match &question.kind {
        QuestionKind::Numeric(numeric) => with_unit(&question.prompt.0, numeric),
        _ => question.prompt.0.clone(),
    };
    format!(
        "<section class=\"question\" id=\"q-{0}\" data-kind=\"{kind}\" aria-labelledby=\"h-{0}\">\n<h2 id=\"h-{0}\">Question {number}</h2>\n\
         <div class=\"prompt\">{prompt}</div>\n{body}<div class=\"after\" hidden><p class=\"verdict\"></p>{1}</div>\n</section>\n",
        escape(&question.id),
        question.explain.0
    )
}

/// How a question is asked: its kind for the script, and its fields, each with what is right.
fn asked(question: &Question) -> Result<(&'static str, String), &'static str> {
    let id = escape(&question.id);
    Ok(match &question.kind {
        QuestionKind::Single { choices } => ("choices", options(&id, choices, "radio")),
        QuestionKind::Multiple { choices } => ("choices", options(&id, choices, "checkbox")),
        QuestionKind::Numeric(numeric) => (
            "number",
            format!(
                "<p><input type=\"text\" inputmode=\"decimal\" aria-label=\"Your answer\" data-value=\"{}\" data-margin=\"{}\"> {}</p>\n",
                numeric.value,
                margin(numeric),
                escape(&numeric.unit)
            ),
        ),
        QuestionKind::Order { items } => {
            let items: String = items
                .iter()
                .enumerate()
                .map(|(place, item)| {
                    let name = escape(&markup::text(&item.text.0));
                    format!(
                        "<li data-place=\"{place}\"><span>{}</span> <button type=\"button\" class=\"up\" aria-label=\"Move up: {name}\">↑</button> \
                         <button type=\"button\" class=\"down\" aria-label=\"Move down: {name}\">↓</button>{}</li>\n",
                        item.text.0,
                        reason(&item.reason.0)
                    )
                })
                .collect();
            ("order", format!("<ol class=\"items\">\n{items}</ol>\n"))
        }
        QuestionKind::Match { pairs } => {
            let mut rights: Vec<String> = pairs
                .iter()
                .map(|pair| escape(&markup::text(&pair.right.0)))
                .collect();
            let rows: String = pairs
                .iter()
                .zip(rights.clone())
                .map(|(pair, right)| {
                    format!(
                        "<li><label><span>{}</span> <select data-right=\"{right}\"></select></label>{}</li>\n",
                        pair.left.0,
                        reason(&pair.reason.0)
                    )
                })
                .collect();
            // In the order of the alphabet, which tells nothing.
            rights.sort_unstable();
            rights.dedup();
            let choices: String = rights
                .iter()
                .map(|right| format!("<option value=\"{right}\">{right}</option>"))
                .collect();
            (
                "match",
                format!(
                    "<template><option value=\"\">Choose</option>{choices}</template>\n<ul class=\"items\">\n{rows}</ul>\n"
                ),
            )
        }
        QuestionKind::Cloze { parts } => ("cloze", blanks(parts)),
        QuestionKind::Recall { .. } => return Err(SELF_GRADED),
        QuestionKind::Predict { .. } | QuestionKind::Tune(_) => return Err(NEEDS_RUNS),
    })
}

fn reason(html: &str) -> String {
    if html.is_empty() {
        String::new()
    } else {
        format!("<div class=\"reason\" hidden>{html}</div>")
    }
}

fn options(id: &str, choices: &[Choice], kind: &str) -> String {
    let options: String = choices
        .iter()
        .map(|choice| {
            format!(
                "<li><label><input type=\"{kind}\" name=\"{id}\" data-right=\"{}\"> <span>{}</span></label>{}</li>\n",
                choice.right,
                choice.text.0,
                reason(&choice.reason.0)
            )
        })
        .collect();
    let class = if ordinal(choices.iter().map(|choice| choice.text.0.as_str())) {
        "items"
    } else {
        "items shuffle"
    };
    format!("<ul class=\"{class}\">\n{options}</ul>\n")
}

fn blanks(parts: &[ClozePart]) -> String {
    let mut line = String::new();
    let mut reasons = String::new();
    let mut number = 0;
    for part in parts {
        match part {
            ClozePart::Text(text) => line.push_str(&text.0),
            ClozePart::Blank {
                accepted,
                reason: why,
                ..
            } => {
                number += 1;
                // A line each: no answer has two.
                let accepted = escape(&accepted.join("\n"));
                line.push_str(&format!(
                    "<input type=\"text\" autocomplete=\"off\" aria-label=\"Blank {number}\" data-accepted=\"{accepted}\">"
                ));
                reasons.push_str(&reason(&why.0));
            }
        }
    }
    format!("<p>{line}</p>{reasons}\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_package_asks_what_a_machine_can_grade() {
        let mut notes = Notes::default();
        let page = page(&samples::set(), Some(80), &mut notes);
        insta::assert_snapshot!(page);
        assert_eq!(notes.count, 7);
        let left: Vec<&str> = notes.left_out.iter().map(|left| left.id.as_str()).collect();
        assert_eq!(left, ["pick", "recall", "guess"]);
        assert!(
            manifest("A & B", Some(80)).contains("<title>A &amp; B</title><adlcp:masteryscore>80<")
        );
    }
}
